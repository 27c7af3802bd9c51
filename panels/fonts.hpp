// Builds ImGui's atlas: Inter Regular and SemiBold, JetBrains Mono, Material Design Icons merged, only the glyphs in use;
// tabular digits (INTERFACE.md §3). UI thread, GL not needed.
#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "gis/model/catalog.hpp"
#include "panels/theme.hpp"

namespace vigie::panels {

struct FontFiles {
    std::filesystem::path inter_regular, inter_semibold, mono, icons;
};
// Missing files fall back to ImGui's own face and a notice says which package brings them. `catalogue_icons` are names
// the data bring beside the panels' own (domains, kinds of asset…). `council_scale`: of the council's faces, 0 = without
// them. Rebuilds the current context's atlas.
[[nodiscard]] std::vector<gis::Notice> build_fonts(const FontFiles& files, float scale, Fonts& out,
                                                   std::span<const std::string> catalogue_icons = {}, float council_scale = 0);

// Every icon name of a catalogue, each once.
[[nodiscard]] std::vector<std::string> icons_of(const gis::Catalog& catalog);
// The icons the panels draw.
[[nodiscard]] std::span<const std::string_view> interface_icons();

} // namespace vigie::panels
