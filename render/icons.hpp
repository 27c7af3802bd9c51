// Icons by their name in Material Design Icons ("local_shipping"): the catalogue and the panels speak in names, fonts in
// code points. Pure data, no font needed. Any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace vigie::render {

// Code point in the icon font (private-use plane), 0 when the font has no icon of that name.
[[nodiscard]] std::uint32_t icon_codepoint(std::string_view name);
// The same as UTF-8, ready for a text call; empty when unknown.
[[nodiscard]] std::string icon_utf8(std::string_view name);

} // namespace vigie::render
