#include "render/utf8.hpp"

namespace vigie::render {

namespace {

struct Lead {
    int length;
    std::uint32_t bits;
    std::uint32_t least;  // shorter encodings of smaller values are ill-formed
};

Lead lead_of(std::uint8_t byte) {
    if (byte < 0x80) return {1, byte, 0};
    if (byte >= 0xC2 && byte < 0xE0) return {2, byte & 0x1Fu, 0x80};
    if (byte >= 0xE0 && byte < 0xF0) return {3, byte & 0x0Fu, 0x800};
    if (byte >= 0xF0 && byte < 0xF5) return {4, byte & 0x07u, 0x10000};
    return {0, 0, 0};
}

} // namespace

std::uint32_t next_codepoint(std::string_view& text) {
    const Lead lead = lead_of(static_cast<std::uint8_t>(text.front()));
    if (lead.length == 0 || text.size() < static_cast<std::size_t>(lead.length)) {
        text.remove_prefix(1);
        return replacement_character;
    }
    std::uint32_t value = lead.bits;
    for (int i = 1; i < lead.length; ++i) {
        const auto byte = static_cast<std::uint8_t>(text[static_cast<std::size_t>(i)]);
        if ((byte & 0xC0u) != 0x80u) {
            text.remove_prefix(1);
            return replacement_character;
        }
        value = (value << 6) | (byte & 0x3Fu);
    }
    const bool surrogate = value >= 0xD800 && value < 0xE000;
    if (value < lead.least || value > 0x10FFFF || surrogate) {
        text.remove_prefix(1);
        return replacement_character;
    }
    text.remove_prefix(static_cast<std::size_t>(lead.length));
    return value;
}

std::vector<std::uint32_t> codepoints(std::string_view text) {
    std::vector<std::uint32_t> out;
    out.reserve(text.size());
    while (!text.empty()) out.push_back(next_codepoint(text));
    return out;
}

void append_utf8(std::string& out, std::uint32_t c) {
    const auto put = [&out](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xC0 | (c >> 6));
        put(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        put(0xE0 | (c >> 12));
        put(0x80 | ((c >> 6) & 0x3F));
        put(0x80 | (c & 0x3F));
    } else {
        put(0xF0 | (c >> 18));
        put(0x80 | ((c >> 12) & 0x3F));
        put(0x80 | ((c >> 6) & 0x3F));
        put(0x80 | (c & 0x3F));
    }
}

} // namespace vigie::render
