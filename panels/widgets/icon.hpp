// Material Design Icons by name, at the three sizes of INTERFACE.md §3. UI thread.
#pragma once

#include <string>
#include <string_view>

#include <imgui.h>

#include "panels/theme.hpp"

namespace vigie::panels {

enum class IconSize : std::uint8_t { small, normal, large };  // 16, 18, 20 px at scale 1

// Is it among the icons that were loaded (fonts.hpp)?
[[nodiscard]] bool has_icon(const Theme& theme, std::string_view name);
[[nodiscard]] float icon_px(const Theme& theme, IconSize size);
void draw_icon(ImDrawList* list, const Theme& theme, ImVec2 centre, IconSize size, Rgba color, std::string_view name);
// As an item of the icon's square.
void icon_item(const Theme& theme, IconSize size, Rgba color, std::string_view name);
// The icon as text, for labels in body or caption fonts; empty for an unknown name.
[[nodiscard]] std::string icon_text(std::string_view name);

} // namespace vigie::panels
