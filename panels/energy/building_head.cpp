// Which building is shown, its meters and its bill one press away, the map and the months.
#include <algorithm>

#include "panels/energy/energy_regions.hpp"
#include "panels/energy/figures.hpp"
#include "panels/inspect/focus.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/icon.hpp"

namespace vigie::panels {

namespace {

std::string facts_of(const Frame& frame, const gis::Building& b) {
    std::string words;
    if (b.floor_area_m2 > 0) words = frame.language.quantity(b.floor_area_m2, 0, "m2");
    const gis::AssetKind* kind = frame.catalog.asset_kind(b.kind);
    const std::string name = kind != nullptr ? kind->name.in(frame.language.code()) : b.kind;
    if (!name.empty()) words += (words.empty() ? "" : ", ") + name;
    if (!b.quartier.empty()) words += (words.empty() ? "" : ", ") + b.quartier;
    return words;
}

void show_on_map(Frame& frame, const gis::Building& b) {
    frame.view.workspace = Workspace::map;
    frame.view.selection = {};
    const gis::EntityRef ref = b.asset && frame.world.find(b.asset) ? gis::EntityRef{gis::EntityKind::asset, b.asset.value} : gis::EntityRef{gis::EntityKind::building, b.id.value};
    select(frame, ref);
    frame_on(frame, ref);
}

// Under the head, at its right end.
void popup_with(const EnergyRegions& r, const char* id, ImVec2 corner, float height, void (*draw)(const EnergyRegions&, const Box&)) {
    const Theme& t = r.frame.theme;
    ImGui::SetNextWindowPos(corner, ImGuiCond_Always, ImVec2(1, 0));
    ImGui::SetNextWindowSize(ImVec2(t.px(440), t.px(height)));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
    if (ImGui::BeginPopup(id)) {
        const ImVec2 min = ImGui::GetWindowPos(), size = ImGui::GetWindowSize();
        draw(r, {min, ImVec2(min.x + size.x, min.y + size.y)});
        ImGui::EndPopup();
    }
    ImGui::PopStyleVar();
}

} // namespace

void draw_building_head(const EnergyRegions& r, const Box& box) {
    Frame& frame = r.frame;
    const Theme& t = frame.theme;
    ImDrawList* list = ImGui::GetWindowDrawList();
    const float middle = (box.min.y + box.max.y) / 2;
    list->AddRectFilled(ImVec2(box.min.x, box.max.y - 1), box.max, u32(t.colors.line));
    const gis::Building* b = frame.world.find(r.picture.ask.building);
    float right = box.max.x - t.px(8);
    const auto place = [&](const std::string& words, bool icon) {
        right -= text_size(t.fonts.body, words).x + t.px(icon ? 46 : 22);
        ImGui::SetCursorScreenPos(ImVec2(right, middle - t.px(14)));
        return (text_size(t.fonts.body, words).x + t.px(icon ? 46 : 22)) / t.scale;
    };
    const bool roomy = box.width() / t.scale >= 620;
    const auto tool = [&](const char* key, const char* id, std::string_view icon, bool on, const std::string& tip, std::string_view blocked = {}) {
        const std::string words = roomy ? frame.tr(key) : std::string();
        const float width = place(words, true);
        return button(t, (words + id).c_str(), {.kind = ButtonKind::quiet, .icon = icon, .width = width, .height = 28, .blocked = blocked, .tooltip = tip, .chosen = on});
    };
    if (tool("energy.history", "###energy.history", "history", r.state.history, frame.tr(r.state.history ? "energy.history.back" : "energy.history.tip"))) r.state.history = !r.state.history;
    const std::string nowhere = b == nullptr ? frame.tr("energy.no_building") : std::string{};
    if (tool("energy.map", "###energy.map", "place", false, frame.tr("energy.map.tip"), nowhere)) show_on_map(frame, *b);
    if (r.picture.bill) {
        const double change = r.picture.bill->now_eur - r.picture.bill->before_eur;
        const std::string words = frame.tr({"energy.bill.button", {{"change", signed_euro_words(frame, change)}}});
        const float width = place(words, false);
        if (button(t, (words + "###energy.bill").c_str(), {.kind = ButtonKind::quiet, .width = width, .height = 28, .tooltip = frame.tr("energy.bill.tip")})) ImGui::OpenPopup("energy.bill.popup");
    }
    if (!r.picture.meters.empty()) {
        const auto silent = std::ranges::count(r.picture.meters, true, &gis::MeterUse::silent);
        const std::string words = frame.tr({"energy.meters.button", {{"n", std::to_string(r.picture.meters.size())}}});
        right -= silent > 0 ? t.px(22) : 0;
        const float width = place(words, false);
        if (button(t, (words + "###energy.meters").c_str(), {.kind = ButtonKind::quiet, .width = width, .height = 28, .tooltip = frame.tr("energy.meters.tip")})) ImGui::OpenPopup("energy.meters.popup");
        if (silent > 0) draw_state(list, t, ImVec2(right + width * t.scale + t.px(8), middle), t.px(16), {"", Outline::lozenge, render::Glyph::bang, Family::warn});
    }
    const ImVec2 under(box.max.x - t.px(8), box.max.y + t.px(2));
    popup_with(r, "energy.bill.popup", under, 224, draw_bill);
    popup_with(r, "energy.meters.popup", under, std::min(360.0f, 56 + 44 * static_cast<float>(r.picture.meters.size())), draw_meters);
    draw_icon(list, t, ImVec2(box.min.x + t.px(21), middle), IconSize::normal, t.colors.text_normal, building_icon(frame, r.picture.ask.building));
    const float x = box.min.x + t.px(38), room = right - x - t.px(10);
    const std::string name = ellipsized(t.fonts.body_strong, building_name(frame, r.picture.ask.building), room);
    draw_text(list, t.fonts.body_strong, ImVec2(x, middle - t.fonts.body_strong->FontSize / 2), t.colors.text_strong, name);
    const float after = x + text_size(t.fonts.body_strong, name).x + t.px(9);
    if (b != nullptr && right - after > t.px(60)) draw_text_clipped(list, t.fonts.caption, ImVec2(after, middle - t.fonts.caption->FontSize / 2), t.colors.text_weak, facts_of(frame, *b), right - after - t.px(10));
    ImGui::SetCursorScreenPos(ImVec2(x, box.min.y));
    ImGui::Dummy(ImVec2(std::max(1.0f, room), box.height()));
    if (b != nullptr) tooltip_for_last_item(t, b->name + (b->address.empty() ? "" : "\n" + b->address));
}

} // namespace vigie::panels
