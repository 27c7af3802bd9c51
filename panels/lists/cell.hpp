// One cell of a list: the words a person reads plus how they are dressed. Made without ImGui, only for the rows on screen
// and for the export, so that a list of 10,000 rows formats some twenty of them a frame.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "gis/model/entity.hpp"
#include "panels/theme.hpp"

namespace vigie::panels {

// A state of any kind: its outline, filling and family come from the status vocabulary (INTERFACE.md §4).
using AnyState = std::variant<std::monostate, gis::ReportState, gis::RequestState, gis::InterventionState, gis::SensorState,
                              gis::AlertState, gis::CrewStatus>;

// How far a clock has run: share of its delay (0…1, held at 1) and the family that dresses bar and words.
enum class DueTone : std::uint8_t { none, calm, soon, late };

enum class CellLook : std::uint8_t {
    plain,   // text
    weak,    // text in text.weak
    strong,  // semibold
    id,      // JetBrains Mono
    state,   // state glyph, then its label
    icon,    // domain icon, then text
    due,     // bar, warning glyph, words
    number,  // aligned right
    bar      // share as a bar, then text (load, battery)
};

struct Cell {
    std::string text{};
    CellLook look = CellLook::plain;
    AnyState state{};
    std::string_view icon{};     // Material Design Icons name, of the catalogue
    double share = 0;            // of `due` and `bar`, 0…1
    DueTone tone = DueTone::none;
    std::string export_text{};    // what a spreadsheet gets when the words alone would mislead it; empty = text
};

} // namespace vigie::panels
