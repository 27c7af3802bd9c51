// Plain values into bytes and back, for the prepared cache. The reader never passes the end: after a wrong length it
// gives zeros and `ok` is false.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "gis/model/result.hpp"

namespace vigie::gis {

class ByteWriter {
public:
    template <class T>
        requires std::is_trivially_copyable_v<T>
    void put(const T& value) {
        const auto* raw = reinterpret_cast<const char*>(&value);
        bytes.append(raw, sizeof value);
    }
    void put_text(std::string_view text) {
        put(static_cast<std::uint64_t>(text.size()));
        bytes.append(text);
    }
    void put_words(const Text& text) {
        put_text(text.key);
        put(static_cast<std::uint64_t>(text.args.size()));
        for (const auto& [name, value] : text.args) {
            put_text(name);
            put_text(value);
        }
    }
    void put_notice(const Notice& notice) {
        put(notice.severity);
        put_text(notice.where);
        put_words(notice.text);
        put_words(notice.remedy);
    }
    std::string bytes;
};

class ByteReader {
public:
    explicit ByteReader(std::string_view bytes) : left_(bytes) {}
    bool ok = true;

    template <class T>
        requires(std::is_trivially_copyable_v<T> && !std::is_enum_v<T> && !std::is_same_v<T, bool>)
    T get() {
        T value{};
        if (left_.size() < sizeof value) {
            ok = false;
            return value;
        }
        std::memcpy(&value, left_.data(), sizeof value);
        left_.remove_prefix(sizeof value);
        return value;
    }
    // Not every byte is one of these.
    bool get_flag() {
        const auto byte = get<std::uint8_t>();
        if (byte > 1) ok = false;
        return byte == 1;
    }
    template <class E>
    E get_enum(E last) {
        const auto value = get<std::underlying_type_t<E>>();
        if (value >= 0 && value <= static_cast<std::underlying_type_t<E>>(last)) return static_cast<E>(value);
        ok = false;
        return {};
    }
    // A count of things of at least `least` bytes each, so that a lie cannot make us allocate.
    std::uint64_t get_count(std::size_t least) {
        const auto n = get<std::uint64_t>();
        if (n > left_.size() / least) ok = false;
        return ok ? n : 0;
    }
    std::string get_text() {
        const auto n = get_count(1);
        std::string text(left_.substr(0, n));
        left_.remove_prefix(n);
        return text;
    }
    Text get_words() {
        Text text{get_text(), {}};
        const auto n = get_count(16);
        for (std::uint64_t i = 0; i < n && ok; ++i) {
            std::string name = get_text();
            text.args.emplace_back(std::move(name), get_text());
        }
        return text;
    }
    Notice get_notice() {
        Notice notice;
        notice.severity = get_enum(Severity::error);
        notice.where = get_text();
        notice.text = get_words();
        notice.remedy = get_words();
        return notice;
    }

private:
    std::string_view left_;
};

} // namespace vigie::gis
