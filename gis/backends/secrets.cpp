#include "gis/backends/secrets.hpp"

#include <algorithm>
#include <array>

namespace vigie::gis {

namespace {

constexpr std::string_view hidden = "•••";
constexpr std::size_t least_hidden = 4;  // shorter ones are words of any text

// A text as it reads when what is percent-encoded in it, wholly or here and there, is decoded; `from`: where each character began.
struct Decoded {
    std::string text;
    std::vector<std::size_t> from;
};

Decoded decoded(std::string_view text) {
    const auto digit = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1; };
    Decoded out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        out.from.push_back(i);
        const bool code = text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0;
        out.text += code ? static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2])) : text[i];
        if (code) i += 2;
    }
    out.from.push_back(text.size());
    return out;
}

// The characters that stand for these bytes wherever they begin in a base64 text: those that share bits with neighbours are left out.
std::string base64_inside(std::string_view text, std::size_t before) {
    constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string bits;
    for (const char c : text)
        for (int b = 7; b >= 0; --b) bits += static_cast<char>(static_cast<unsigned char>(c) >> b & 1);
    const std::size_t skipped = std::array{0u, 4u, 2u}[before % 3];  // bits until the next whole character
    std::string out;
    for (std::size_t i = skipped; i + 6 <= bits.size(); i += 6) {
        unsigned value = 0;
        for (std::size_t b = 0; b < 6; ++b) value = value << 1 | static_cast<unsigned>(bits[i + b]);
        out += digits[value];
    }
    return out;
}

} // namespace

Outcome SecretStore::unlock(const std::string&) {
    return Error{ErrorClass::unsupported, {"backends.secrets.no_file", {}}, {}, {}};
}

std::optional<std::string> MemorySecrets::find(const std::string& source, const std::string& name) {
    const std::lock_guard lock(mutex_);
    const auto it = values_.find({source, name});
    return it == values_.end() ? std::nullopt : std::optional(it->second);
}

Outcome MemorySecrets::keep(const std::string& source, const std::string& name, const std::string& value) {
    const std::lock_guard lock(mutex_);
    values_[{source, name}] = value;
    return Done{};
}

void MemorySecrets::forget(const std::string& source, const std::vector<std::string>& names) {
    const std::lock_guard lock(mutex_);
    for (const std::string& name : names) values_.erase({source, name});
}

void Redaction::add(const std::string& secret) {
    if (secret.size() < least_hidden) return;
    const std::lock_guard lock(mutex_);
    forms_.insert(secret);
    if (std::string form = secret; std::ranges::find(form, ' ') != form.end()) {  // as forms write it
        std::ranges::replace(form, ' ', '+');
        forms_.insert(std::move(form));
    }
    for (std::size_t before = 0; before < 3; ++before)
        if (std::string inside = base64_inside(secret, before); inside.size() >= least_hidden) forms_.insert(std::move(inside));
}

std::string Redaction::operator()(std::string text) const {
    const std::lock_guard lock(mutex_);
    for (const std::string& form : forms_) {
        for (std::size_t at = text.find(form); at != std::string::npos; at = text.find(form, at + hidden.size())) text.replace(at, form.size(), hidden);
        if (text.find('%') == std::string::npos) continue;
        Decoded read = decoded(text);
        for (std::size_t at = read.text.find(form); at != std::string::npos; at = read.text.find(form, at + hidden.size())) {
            text.replace(read.from[at], read.from[at + form.size()] - read.from[at], hidden);
            read = decoded(text);
        }
    }
    return text;
}

} // namespace vigie::gis
