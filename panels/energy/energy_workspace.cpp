#include "panels/energy/energy_workspace.hpp"

#include <algorithm>
#include <cmath>

#include <imgui_internal.h>

#include "gis/model/zone.hpp"
#include "panels/energy/energy_regions.hpp"
#include "panels/energy/figures.hpp"
#include "panels/widgets/feedback.hpp"

namespace vigie::panels {

namespace {

constexpr float row_height = 44, ranking_width = 428, side_width = 396, folded_side = 320, leak_height = 334, head_height = 40, operat_height = 76;  // px at scale 1
constexpr float with_map = 1366, with_side = 1100;                      // narrower: no map; findings below the charts
constexpr float least_ranking = 180, least_heat = 250, least_curve = 230, findings_below = 250;

struct Columns {
    Box row, left, centre, side;
    bool map = false, below = false;  // findings below the charts
};

Columns columns_of(const Theme& t, const Box& all) {
    Columns c;
    const float width = all.width() / t.scale, top = all.min.y + t.px(row_height) + 1;
    c.row = {all.min, ImVec2(all.max.x, top - 1)};
    c.map = width >= with_map;
    c.below = width < with_side;
    const float left = std::min(t.px(ranking_width), all.width() * 0.36f);
    const float side = c.below ? 0 : t.px(c.map ? side_width : folded_side);
    c.left = {ImVec2(all.min.x, top), ImVec2(all.min.x + left, all.max.y)};
    c.side = {ImVec2(all.max.x - side, top), all.max};
    c.centre = {ImVec2(c.left.max.x + 1, top), ImVec2(side > 0 ? c.side.min.x - 1 : all.max.x, all.max.y)};
    return c;
}

// A column that scrolls where what it holds needs more than the window has.
template <class Draw>
void scrolled(const Theme& t, const char* id, const Box& box, float needed, Draw draw) {
    ImGui::SetCursorScreenPos(box.min);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
    ImGui::PushStyleColor(ImGuiCol_ChildBg, u32(t.colors.surface1));
    const bool seen = ImGui::BeginChild(id, ImVec2(box.width(), box.height()), ImGuiChildFlags_AlwaysUseWindowPadding);
    ImGui::PopStyleColor();
    ImGui::PopStyleVar();
    if (seen) {
        const ImVec2 at = ImGui::GetCursorScreenPos();
        const float height = std::max(needed, box.height()), width = box.width() - (needed > box.height() ? ImGui::GetStyle().ScrollbarSize : 0);
        draw(Box{at, ImVec2(at.x + width, at.y + height)});
        ImGui::SetCursorScreenPos(at);
        if (needed > box.height()) ImGui::Dummy(ImVec2(width, height));
        else ImGui::Dummy(ImVec2(0, 0));
    }
    ImGui::EndChild();
}

void draw_left(const EnergyRegions& r, const Box& box) {
    const Theme& t = r.frame.theme;
    const float leak = r.picture.leaks.empty() ? 0 : t.px(leak_height);
    scrolled(t, "energy.left", box, leak > 0 ? leak + t.px(least_ranking) : 0, [&](const Box& all) {
        draw_ranking(r, {all.min, ImVec2(all.max.x, all.max.y - leak)});
        if (leak > 0) draw_leak_card(r, {ImVec2(all.min.x, all.max.y - leak), all.max});
    });
}

void draw_side(const EnergyRegions& r, const Box& box, bool map) {
    const Theme& t = r.frame.theme;
    const float operat = r.picture.operat ? t.px(operat_height) : 0;
    const float map_height = map ? std::min(t.px(500), (box.height() - operat) * 0.62f) : 0;
    if (map) draw_energy_map(r, {box.min, ImVec2(box.max.x, box.min.y + map_height)});
    draw_findings(r, {ImVec2(box.min.x, box.min.y + map_height + (map ? 1 : 0)), ImVec2(box.max.x, box.max.y - operat)});
    draw_operat(r, {ImVec2(box.min.x, box.max.y - operat), box.max});
}

void draw_charts(const EnergyRegions& r, const Box& box) {
    const Theme& t = r.frame.theme;
    if (r.state.history) return draw_history(r, box);
    if (draw_no_hours(r, box)) return;
    const float split = box.min.y + std::floor(box.height() * 0.475f);
    draw_heat_map(r, {box.min, ImVec2(box.max.x, split)});
    ImGui::GetWindowDrawList()->AddRectFilled(ImVec2(box.min.x, split), ImVec2(box.max.x, split + 1), u32(t.colors.line));
    draw_load_curve(r, {ImVec2(box.min.x, split + 1), box.max});
}

void draw_centre(const EnergyRegions& r, const Box& box, bool findings_too) {
    const Theme& t = r.frame.theme;
    const float below = findings_too ? t.px(findings_below) + (r.picture.operat ? t.px(operat_height) : 0) : 0;
    scrolled(t, "energy.centre", box, t.px(head_height + least_heat + least_curve) + below, [&](const Box& all) {
        const float head = all.min.y + t.px(head_height);
        draw_building_head(r, {all.min, ImVec2(all.max.x, head)});
        draw_charts(r, {ImVec2(all.min.x, head), ImVec2(all.max.x, all.max.y - below)});
        if (!findings_too) return;
        ImGui::GetWindowDrawList()->AddRectFilled(ImVec2(all.min.x, all.max.y - below), ImVec2(all.max.x, all.max.y - below + 1), u32(t.colors.line));
        draw_side(r, {ImVec2(all.min.x, all.max.y - below + 1), all.max}, false);
    });
}

// Without a picture, or with one of a fluid that has no meter: one sentence, one offer.
void draw_nothing(Frame& frame, const Box& box) {
    const Theme& t = frame.theme;
    begin_region("energy.nothing", box, t.colors.surface1);
    ImGui::SetCursorScreenPos(box.min);
    const bool none = frame.world.meters().size() == 0;
    if (frame.energy == nullptr && !none) {
        const std::string sentence = frame.tr(frame.energy_running ? "energy.reading" : "energy.waiting");
        (void)empty_state(t, {.icon = "flash_on", .sentence = sentence});
        end_region();
        return;
    }
    static constexpr const char* sentences[] = {"energy.empty.electricity", "energy.empty.gas", "energy.empty.water"};
    const std::string sentence = frame.tr(none ? "energy.empty.meters" : sentences[static_cast<std::size_t>(frame.view.energy.fluid)]), offer = frame.tr("energy.empty.sources") + "###energy.empty.sources";
    if (empty_state(t, {.icon = fluid_icon(frame.view.energy.fluid), .sentence = sentence, .offer = offer})) frame.view.workspace = Workspace::sources;  // readings alone make no meter
    end_region();
}

} // namespace

bool EnergyRegions::asks(gis::BuildingId b) const { return asked_building(frame) == b; }

void choose_building(Frame& frame, gis::BuildingId building) {
    if (asked_building(frame) != building) frame.view.energy.week.reset();
    frame.view.energy.building = building;
    frame.view.energy_leak = {};
}

void show_hours(Frame& frame, gis::BuildingId building, gis::Fluid fluid, gis::Time at) {
    choose_building(frame, building);
    const auto day = gis::local_day(at, frame.zone);
    const std::chrono::year_month_day date{day}, today{gis::local_day(frame.now, frame.zone)};
    frame.view.energy.fluid = fluid;
    if (date.year() / date.month() == today.year() / today.month()) frame.view.energy.month.reset();
    else frame.view.energy.month = date.year() / date.month();
    frame.view.energy.week = day - (std::chrono::weekday{day} - std::chrono::Monday);
}

void keyboard_comes_here() {
    ImGuiContext& g = *ImGui::GetCurrentContext();
    g.NavFocusScopeId = g.CurrentFocusScopeId;
}

void import_readings(Frame& frame) { frame.view.file_task = FileTask::add_readings; }

void draw_energy(Frame& frame, EnergyState& state, const Box& box) {
    const Theme& t = frame.theme;
    begin_region("energy", box, t.colors.line);  // shows as the pixel between regions
    const Columns c = columns_of(t, box);
    draw_filter_row(frame, state, c.row);
    if (frame.energy == nullptr || (frame.energy->meter_count == 0 && frame.energy->ranking.empty()) || frame.world.meters().size() == 0) {
        frame.view.queue_step = 0;
        frame.view.find_in_list = false;
        draw_nothing(frame, {ImVec2(box.min.x, c.left.min.y), box.max});
        end_region();
        return;
    }
    const EnergyRegions r{frame, state, *frame.energy};
    state.lit = std::exchange(state.under, {});  // last frame's: what is drawn first is lit too
    draw_left(r, c.left);
    draw_centre(r, c.centre, c.below);
    if (!c.below) draw_side(r, c.side, c.map);
    end_region();
}

} // namespace vigie::panels
