// What scripts of the lists, the map and the inspector look for, and what came of a gesture.
#pragma once

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <string_view>
#include <vector>

#include "tests/ui/ui_driver.hpp"

namespace vigie::desk_test {

namespace command = gis::command;

inline gis::EntityRef report_numbered(const ui::Stage& stage, std::uint32_t number) {
    for (const gis::Report& r : stage.desk->world().reports())
        if (r.number == number) return {gis::EntityKind::report, r.id.value};
    FAIL("no such report");
    return {};
}

inline const gis::Crew& crew_named(const ui::Stage& stage, std::string_view name) {
    const auto& crews = stage.desk->world().crews().rows();
    const auto found = std::ranges::find(crews, name, &gis::Crew::name);
    REQUIRE(found != crews.end());
    return *found;
}

template <class T>
[[nodiscard]] std::vector<T> pushed(const ui::Stage& stage) {
    std::vector<T> found;
    for (const gis::Command& c : stage.commands)
        if (const auto* one = std::get_if<T>(&c)) found.push_back(*one);
    return found;
}

inline ImVec2 on_screen(const ui::Stage& stage, const ui::UiDriver& ui, gis::LonLat place) {
    const auto at = stage.plane->plane_from_lonlat(place);
    const auto p = stage.view.rig.camera.screen_from_plane(*at);
    const auto canvas = ui.find("map.canvas");
    return {canvas->min.x + float(p.x), canvas->min.y + float(p.y)};
}

// One that stands by itself on the map and waits for somebody.
inline const gis::Report& free_report(const ui::Stage& stage, ui::UiDriver& ui) {
    for (const gis::Report& r : stage.desk->world().reports()) {
        if (r.state != gis::ReportState::received && r.state != gis::ReportState::qualified) continue;
        ui.move_to(on_screen(stage, ui, r.place));
        if (stage.view.hovered == gis::EntityRef{gis::EntityKind::report, r.id.value}) return r;
    }
    FAIL("every report is hidden");
    return stage.desk->world().reports().rows().front();
}

} // namespace vigie::desk_test
