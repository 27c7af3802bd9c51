// UTF-8 in and out of code points. Ill-formed bytes read as U+FFFD, one per byte, so a bad name never stops a label.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vigie::render {

inline constexpr std::uint32_t replacement_character = 0xFFFD;

// Takes the first code point off `text` (which must not be empty).
[[nodiscard]] std::uint32_t next_codepoint(std::string_view& text);
[[nodiscard]] std::vector<std::uint32_t> codepoints(std::string_view text);
void append_utf8(std::string& out, std::uint32_t codepoint);

} // namespace vigie::render
