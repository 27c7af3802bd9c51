#include "gis/layers/encodings.hpp"

#include <cstdint>

namespace vigie::gis {

namespace {

constexpr std::string_view replacement = "\xef\xbf\xbd";

// 0x80…0x9f of Windows-1252; 0 = undefined there.
constexpr char16_t cp1252_high[32] = {0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
                                      0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
                                      0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178};

void append_utf8(std::string& out, char32_t code) {
    const auto byte = [&](char32_t b) { out += static_cast<char>(b); };
    if (code < 0x80) return byte(code);
    if (code < 0x800) {
        byte(0xc0 | code >> 6);
    } else if (code < 0x10000) {
        byte(0xe0 | code >> 12);
        byte(0x80 | (code >> 6 & 0x3f));
    } else {
        byte(0xf0 | code >> 18);
        byte(0x80 | (code >> 12 & 0x3f));
        byte(0x80 | (code >> 6 & 0x3f));
    }
    byte(0x80 | (code & 0x3f));
}

bool has_high_bytes(std::string_view text) {
    for (const char c : text)
        if (c & 0x80) return true;
    return false;
}

// Without the incomplete character at the end, if there is one.
std::string_view without_cut_end(std::string_view text) {
    for (std::size_t back = 1; back <= 3 && back <= text.size(); ++back) {
        const auto c = static_cast<std::uint8_t>(text[text.size() - back]);
        if (c < 0x80) break;
        if (c < 0xc0) continue;
        const std::size_t need = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;
        return need > back ? text.substr(0, text.size() - back) : text;
    }
    return text;
}

Column converted(const Column& column, bool all_cp1252) {
    Column out;
    out.name = column.name;
    out.type = column.type;
    out.derived = column.derived;
    out.pool.reserve(column.pool.size() + column.pool.size() / 16);
    out.text_begin.reserve(column.text_begin.size());
    out.text_begin.push_back(0);
    for (std::size_t i = 0; i + 1 < column.text_begin.size(); ++i) {
        const std::string_view value = column.text(i);
        if (!all_cp1252 && is_utf8(value, true)) out.pool += without_cut_end(value);
        else out.pool += utf8_from_cp1252(value);
        out.text_begin.push_back(static_cast<std::uint32_t>(out.pool.size()));
    }
    return out;
}

} // namespace

bool is_utf8(std::string_view text, bool cut_end_is_fine) {
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<std::uint8_t>(text[i]);
        if (lead < 0x80) {
            ++i;
            continue;
        }
        const std::size_t size = lead >= 0xf0 && lead < 0xf5 ? 4 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xc2 && lead < 0xe0 ? 2 : 0;
        if (size == 0) return false;
        for (std::size_t k = 1; k < size; ++k) {
            if (i + k >= text.size()) return cut_end_is_fine;
            if ((static_cast<std::uint8_t>(text[i + k]) & 0xc0) != 0x80) return false;
        }
        const auto second = static_cast<std::uint8_t>(text[i + 1]);
        const bool too_long = (lead == 0xe0 && second < 0xa0) || (lead == 0xf0 && second < 0x90);
        const bool outside = (lead == 0xed && second >= 0xa0) || (lead == 0xf4 && second >= 0x90);
        if (too_long || outside) return false;
        i += size;
    }
    return true;
}

std::string utf8_from_cp1252(std::string_view bytes) {
    std::string out;
    out.reserve(bytes.size() + bytes.size() / 8);
    for (const char c : bytes) {
        const auto b = static_cast<std::uint8_t>(c);
        if (b < 0x80) {
            out += c;
        } else if (b < 0xa0) {
            if (const char16_t code = cp1252_high[b - 0x80]) append_utf8(out, code);
            else out += replacement;
        } else {
            append_utf8(out, b);
        }
    }
    return out;
}

std::string utf8_from_utf16(std::string_view bytes, bool big_endian) {
    std::string out;
    out.reserve(bytes.size());
    const auto unit = [&](std::size_t i) {
        const auto a = static_cast<std::uint8_t>(bytes[i]), b = static_cast<std::uint8_t>(bytes[i + 1]);
        return static_cast<char32_t>(big_endian ? a << 8 | b : b << 8 | a);
    };
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
        char32_t code = unit(i);
        if (code >= 0xd800 && code < 0xdc00 && i + 3 < bytes.size() && unit(i + 2) >= 0xdc00 && unit(i + 2) < 0xe000) {
            code = 0x10000 + ((code - 0xd800) << 10) + (unit(i + 2) - 0xdc00);
            i += 2;
        }
        if (code >= 0xd800 && code < 0xe000) out += replacement;
        else if (code != 0xfeff) append_utf8(out, code);
    }
    return out;
}

namespace {
// Text that calls itself UTF-8: lines that are not are Windows-1252, as where two files were put together.
std::string mended_utf8(std::string_view text) {
    if (is_utf8(text)) return std::string(text);
    std::string out;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n') == std::string_view::npos ? text.size() : text.find('\n') + 1);
        if (is_utf8(line)) out += line;
        else out += utf8_from_cp1252(line);
        text.remove_prefix(line.size());
    }
    return out;
}
} // namespace

DecodedText decode_text(std::string bytes, std::string_view encoding) {
    const std::string_view view = bytes;
    const bool little = view.starts_with("\xff\xfe"), big = view.starts_with("\xfe\xff");
    if (encoding == "UTF-16" || (encoding.empty() && (little || big))) return {utf8_from_utf16(view, big), "UTF-16"};
    if (view.starts_with("\xef\xbb\xbf")) return {mended_utf8(view.substr(3)), "UTF-8"};
    if (encoding.empty() && is_utf8(view)) return {std::move(bytes), "UTF-8"};
    if (encoding == "UTF-8") return {mended_utf8(view), "UTF-8"};
    return {utf8_from_cp1252(view), "CP1252"};
}

std::string make_utf8(std::vector<Column>& columns, std::string_view encoding) {
    const bool forced = encoding == "CP1252";
    std::size_t utf8 = 0, other = 0;
    for (Column& column : columns) {
        if (has_high_bytes(column.name) && (forced || !is_utf8(column.name, true))) column.name = utf8_from_cp1252(column.name);
        if (column.type != Column::Type::text || !has_high_bytes(column.pool)) continue;
        std::size_t bad = 0;
        for (std::size_t i = 0; i + 1 < column.text_begin.size(); ++i) {
            const std::string_view value = column.text(i);
            if (!has_high_bytes(value)) continue;
            const bool good = !forced && is_utf8(value);
            utf8 += good;
            bad += !good;
        }
        other += bad;
        if (bad != 0) column = converted(column, forced);
    }
    return other > utf8 ? "CP1252" : "UTF-8";
}

LostAccents count_lost_accents(const std::vector<Column>& columns) {
    LostAccents lost;
    for (const Column& column : columns) {
        lost.names += column.name.find(replacement) != std::string::npos;
        if (column.type != Column::Type::text || column.pool.find(replacement) == std::string::npos) continue;
        for (std::size_t i = 0; i + 1 < column.text_begin.size(); ++i) lost.values += column.text(i).find(replacement) != std::string_view::npos;
    }
    return lost;
}

} // namespace vigie::gis
