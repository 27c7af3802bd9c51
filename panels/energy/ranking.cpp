// Buildings by consumption: the list that everything else follows.
#include <algorithm>
#include <cmath>

#include <imgui_internal.h>

#include "gis/layers/folding.hpp"
#include "panels/energy/energy_regions.hpp"
#include "panels/energy/figures.hpp"
#include "panels/widgets/feedback.hpp"
#include "panels/widgets/field.hpp"
#include "panels/widgets/icon.hpp"

namespace vigie::panels {

namespace {

constexpr float header = 40, narrow = 400, narrowest = 330;  // px at scale 1; below them kWh/m², then the bars give their place

enum Column { name, quantity, per_m2, change };

void fill_rows(const EnergyRegions& r) {
    const auto& ranking = r.picture.ranking;
    auto& rows = r.state.rows;
    rows.clear();
    const std::string wanted = gis::folded_plain(r.state.text);
    std::vector<std::string> names(ranking.size());
    const bool by_name = r.state.sort.column == Column::name;
    for (std::uint32_t i = 0; i < ranking.size(); ++i) {
        if (by_name || !wanted.empty()) names[i] = gis::folded_plain(building_name(r.frame, ranking[i].building));
        if (r.state.only_silent && ranking[i].silent_meters == 0) continue;
        if (wanted.empty() || names[i].find(wanted) != std::string::npos) rows.push_back(i);
    }
    const auto value = [&](std::uint32_t i) -> std::optional<double> {
        const gis::BuildingUse& u = ranking[i];
        return r.state.sort.column == Column::per_m2 ? u.per_m2_year : r.state.sort.column == Column::change ? u.change : std::optional(u.quantity);
    };
    std::ranges::stable_sort(rows, [&](std::uint32_t a, std::uint32_t b) {
        const bool down = r.state.sort.descending;
        if (by_name) return down ? names[b] < names[a] : names[a] < names[b];
        const auto x = value(a), y = value(b);
        if (!x || !y) return x.has_value() && !y.has_value();  // what is not known stays below
        return down ? *x > *y : *x < *y;
    });
}

Rgba bar_color(const Colors& c, gis::Standing standing) {
    if (standing == gis::Standing::excess) return c.family(Family::danger).full;
    return standing == gis::Standing::watch ? c.family(Family::warn).full : c.accent;
}

void quantity_cell(const EnergyRegions& r, const gis::BuildingUse& use, const CellBox& box) {
    const Theme& t = r.frame.theme;
    ImDrawList* list = ImGui::GetWindowDrawList();
    const double most = r.picture.ranking.empty() ? 0 : std::ranges::max(r.picture.ranking, {}, &gis::BuildingUse::quantity).quantity;
    const float width = t.px(44), h = t.px(8);
    if (box.width() < width + t.px(40)) return cell_number(t, box, quantity_figure(r.frame, r.fluid(), use.quantity));
    const ImVec2 at(box.left, box.middle - h / 2), end(at.x + width, at.y + h);
    list->AddRectFilled(at, end, u32(t.colors.surface3), h / 2);
    const float part = most > 0 ? static_cast<float>(std::clamp(use.quantity / most, 0.0, 1.0)) : 0;
    if (use.quantity > 0) {
        const ImVec2 stop(at.x + std::max(t.px(2), width * part), end.y);
        list->AddRectFilled(at, stop, u32(bar_color(t.colors, use.standing)), std::min(h / 2, (stop.x - at.x) / 2));
        if (use.standing == gis::Standing::watch) list->AddRect(at, stop, u32(t.colors.warn_edge), std::min(h / 2, (stop.x - at.x) / 2));
    }
    cell_number(t, box, quantity_figure(r.frame, r.fluid(), use.quantity));
}

void change_cell(const EnergyRegions& r, const gis::BuildingUse& use, const CellBox& box) {
    const Theme& t = r.frame.theme;
    const Colors& c = t.colors;
    if (!use.change) return cell_number(t, box, "–");
    const bool high = use.standing == gis::Standing::excess || use.standing == gis::Standing::watch, better = use.standing == gis::Standing::better;
    ImFont* font = high ? t.fonts.body_strong : t.fonts.body;
    const std::string words = change_words(r.frame, *use.change);
    const Rgba ink = high ? c.family(Family::danger).ink : better ? c.family(Family::done).ink : c.text_normal;
    ImDrawList* list = ImGui::GetWindowDrawList();
    draw_text_right(list, font, ImVec2(box.right, box.middle - font->FontSize / 2), ink, words);
    if (high || better) draw_icon(list, t, ImVec2(box.right - text_size(font, words).x - t.px(9), box.middle), IconSize::small, ink, high ? "arrow_upward" : "arrow_downward");
}

void name_cell(const EnergyRegions& r, const gis::BuildingUse& use, const CellBox& box) {
    const Theme& t = r.frame.theme;
    draw_icon(ImGui::GetWindowDrawList(), t, ImVec2(box.left + t.px(8), box.middle), IconSize::small, t.colors.text_weak, building_icon(r.frame, use.building));
    CellBox rest = box;
    rest.left += t.px(22);
    rest.right += t.px(6);
    cell_text(t, rest, building_name(r.frame, use.building));
}

// The whole name and what the row has no room for.
void row_tooltip(const EnergyRegions& r, const gis::BuildingUse& use) {
    const Theme& t = r.frame.theme;
    if (ImGui::GetCurrentContext()->HoveredIdTimer < 0.4f || !begin_tooltip(t)) return;
    ImGui::PushFont(t.fonts.caption_strong);
    ImGui::TextUnformatted(building_name(r.frame, use.building).c_str());
    ImGui::PopFont();
    ImGui::PushFont(t.fonts.caption);
    std::string words = quantity_words(r.frame, r.fluid(), use.quantity) + ", " + euro_words(r.frame, use.cost_eur);
    if (use.silent_meters > 0) words += "\n" + r.frame.tr({"energy.silent_of", {{"n", std::to_string(use.silent_meters)}, {"m", std::to_string(use.meters)}}});
    if (!use.per_m2_year) words += "\n" + r.frame.tr("energy.no_per_m2");
    if (!use.change) words += "\n" + r.frame.tr("energy.no_change");
    ImGui::TextUnformatted(words.c_str());
    ImGui::PopFont();
    end_tooltip();
}

void head(const EnergyRegions& r, const Box& box) {
    Frame& frame = r.frame;
    const Theme& t = frame.theme;
    ImDrawList* list = ImGui::GetWindowDrawList();
    const float middle = (box.min.y + box.max.y) / 2;
    EnergyState& s = r.state;
    if (std::exchange(frame.view.find_in_list, false)) s.finding = s.find_focus = true;
    if (s.finding) {
        ImGui::SetCursorScreenPos(ImVec2(box.min.x + t.px(8), middle - t.px(14)));
        if (s.find_focus) keyboard_comes_here();
        const std::string hint = frame.tr("energy.find");
        (void)search_field(t, "###energy.find", s.text, {.hint = hint, .width = box.width() / t.scale - 16, .height = 28, .focus = std::exchange(s.find_focus, false)});
        if (ImGui::IsKeyPressed(ImGuiKey_Escape, false)) s.finding = false, s.text.clear();
        return;
    }
    float right = box.max.x - t.px(12);
    const std::string total = frame.tr({"energy.total", {{"quantity", quantity_words(frame, r.fluid(), r.picture.quantity)}, {"euros", euro_words(frame, r.picture.cost_eur)}}});
    draw_text_right(list, t.fonts.caption, ImVec2(right, middle - t.fonts.caption->FontSize / 2), t.colors.text_normal, total);
    right -= text_size(t.fonts.caption, total).x + t.px(8);
    const std::string title = frame.tr(s.only_silent ? "energy.ranking.silent" : "energy.ranking");
    draw_text_clipped(list, t.fonts.body_strong, ImVec2(box.min.x + t.px(12), middle - t.fonts.body_strong->FontSize / 2), t.colors.text_strong, title, right - box.min.x - t.px(12));
}

// ↑ ↓ walk the list where no other region has the keyboard, J and K always.
int step_of_keys(Frame& frame, EnergyState& state) {
    int step = std::exchange(frame.view.queue_step, 0);
    ImGuiContext& g = *ImGui::GetCurrentContext();
    const bool asking = frame.view.palette_open || frame.view.settings_open || frame.view.help_open || frame.view.dialog != Dialog::none || frame.view.file_task != FileTask::none;
    if (g.IO.WantTextInput || asking || ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup)) return step;
    const bool elsewhere = !g.NavDisableHighlight && g.NavId != 0 && g.NavWindow != nullptr && std::string_view(g.NavWindow->Name).find("energy.ranking") == std::string_view::npos;
    if (elsewhere) return step;
    const int arrows = int(ImGui::IsKeyPressed(ImGuiKey_DownArrow)) - int(ImGui::IsKeyPressed(ImGuiKey_UpArrow));
    if (arrows != 0) {
        ImGui::NavMoveRequestCancel();
        g.NavInitRequest = false;      // Dear ImGui would give the keyboard to some first item
        g.NavInitResult.Clear();
        g.NavDisableHighlight = true;  // the choice is seen by its ground
    } else if (g.NavDisableHighlight && pressed_enter()) {
        state.heat_focus = true;
    }
    return step + arrows;
}

void walk(const EnergyRegions& r, int step) {
    const auto& rows = r.state.rows;
    if (step == 0 || rows.empty()) return;
    long at = -1;
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (r.asks(r.picture.ranking[rows[i]].building)) at = static_cast<long>(i);
    at = at < 0 ? 0 : std::clamp(at + step, 0l, static_cast<long>(rows.size()) - 1);
    choose_building(r.frame, r.picture.ranking[rows[static_cast<std::size_t>(at)]].building);
}

void empty(const EnergyRegions& r, const Box& box) {
    Frame& frame = r.frame;
    const Theme& t = frame.theme;
    ImGui::SetCursorScreenPos(box.min);
    ImGui::BeginChild("energy.none", ImVec2(box.width(), box.height()));
    if (r.picture.ranking.empty()) {
        const std::string sentence = frame.tr({"energy.empty.ranking", {{"month", month_words(frame, asked_month(frame))}}}), offer = frame.tr("energy.import.button") + "###energy.empty.import";
        if (empty_state(t, {.icon = "explore", .sentence = sentence, .offer = offer})) import_readings(frame);
    } else {
        const std::string sentence = frame.tr(r.state.only_silent ? "energy.empty.silent" : "energy.empty.filter"), offer = frame.tr("energy.empty.clear") + "###energy.empty.clear";
        if (empty_state(t, {.icon = "filter_list", .sentence = sentence, .offer = offer})) r.state.text.clear(), r.state.finding = r.state.only_silent = false;
    }
    ImGui::EndChild();
}

} // namespace

void draw_ranking(const EnergyRegions& r, const Box& box) {
    Frame& frame = r.frame;
    const Theme& t = frame.theme;
    begin_region("energy.ranking", box, t.colors.surface1);
    const Box top{box.min, ImVec2(box.max.x, box.min.y + t.px(header))}, rest{ImVec2(box.min.x, top.max.y), box.max};
    head(r, top);
    fill_rows(r);
    walk(r, step_of_keys(frame, r.state));
    if (r.state.rows.empty()) {
        empty(r, rest);
        end_region();
        return;
    }
    const auto& rows = r.state.rows;
    const auto use = [&](std::size_t row) -> const gis::BuildingUse& { return r.picture.ranking[rows[row]]; };
    const bool water = r.fluid() == gis::Fluid::water, slim = box.width() / t.scale < narrow, slimmest = box.width() / t.scale < narrowest;
    TableSpec spec;
    spec.row_height = 29;
    spec.header_height = 28;
    spec.height = rest.height() / t.scale;
    spec.columns = {{frame.tr("energy.column.building") + "###building", 1, true, false},
                    {frame.tr(water ? "energy.column.m3" : "energy.column.kwh") + "###quantity", slimmest ? 92.0f : 112.0f, false, true},
                    {frame.tr(water ? "energy.column.m3_m2" : "energy.column.kwh_m2") + "###per_m2", 82, false, true, true, slim},
                    {frame.tr("energy.column.change") + "###change", 72, false, true}};
    spec.rows = rows.size();
    spec.sort = &r.state.sort;
    spec.selected = [&](std::size_t row) { return r.asks(use(row).building); };
    spec.hovered_elsewhere = [&](std::size_t row) { return r.state.lit == use(row).building; };
    spec.row_id = [&](std::size_t row) { return "energy.building." + std::to_string(use(row).building.value); };
    if (const auto chosen = asked_building(frame); chosen != r.state.followed) {
        r.state.followed = chosen;
        for (std::size_t i = 0; i < rows.size(); ++i)
            if (use(i).building == chosen) spec.scroll_to = static_cast<long>(i);
    }
    spec.cell = [&](std::size_t row, int column, const CellBox& cell) {
        switch (column) {
            case Column::name: name_cell(r, use(row), cell); break;
            case Column::quantity: quantity_cell(r, use(row), cell); break;
            case Column::per_m2: cell_number(t, cell, use(row).per_m2_year ? frame.language.number(*use(row).per_m2_year, water ? 2 : 0) : std::string("–")); break;
            case Column::change: change_cell(r, use(row), cell); break;
        }
    };
    ImGui::SetCursorScreenPos(rest.min);
    const TableEvents events = table(t, "energy.table", spec);
    if (events.clicked >= 0) choose_building(frame, use(static_cast<std::size_t>(events.clicked)).building);
    if (events.hovered >= 0) {
        const auto& hovered = use(static_cast<std::size_t>(events.hovered));
        r.state.under = hovered.building;
        row_tooltip(r, hovered);
    }
    end_region();
}

} // namespace vigie::panels
