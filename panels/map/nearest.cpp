#include <algorithm>

#include "panels/inspect/gestures.hpp"
#include "panels/inspect/knowledge.hpp"
#include "panels/lists/due.hpp"
#include "panels/map/map_popups.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/feedback.hpp"

namespace vigie::panels {

namespace {

constexpr std::size_t most_crews = 8, crews_with_key = 9;
constexpr float popup_width = 400, row_height = 46;
constexpr gis::Seconds a_look_at_it{30 * 60};  // what may come at a bare place

// The work that lies there, or half an hour of anything at the place.
gis::Intervention job_at(const Frame& frame, gis::EntityRef about, gis::LonLat place) {
    if (about)
        if (auto job = assignable(frame.world, frame.catalog, {about}, frame.language.code())) return *job;
    gis::Intervention any;
    any.place = place;
    any.duration = a_look_at_it;
    return any;
}

std::string joined(const Frame& frame, const gis::RankedCrew& crew) {
    std::string words;
    if (!crew.refused.empty())
        for (const gis::Refusal& refusal : crew.refused) words += (words.empty() ? "" : " · ") + frame.tr(refusal.text);
    else
        for (const gis::Text& reason : crew.reasons) words += (words.empty() ? "" : " · ") + frame.tr(reason);
    return words;
}

struct RowLook {
    std::size_t place = 0;
    const gis::Crew* crew = nullptr;
    const gis::RankedCrew* ranked = nullptr;
};

// Number, state, name and minutes; below what speaks for it, or the first thing against it.
bool crew_row(Frame& frame, const RowLook& row) {
    const Theme& t = frame.theme;
    const float width = t.px(popup_width), h = t.px(row_height);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const std::string id = "###nearest." + std::to_string(row.crew->id.value);
    const bool clicked = ImGui::Selectable(id.c_str(), false, 0, ImVec2(width, h));
    const bool over = ImGui::IsItemHovered() || ImGui::IsItemFocused();
    if (over) frame.view.hovered = {gis::EntityKind::crew, row.crew->id.value};
    const bool possible = row.ranked->refused.empty();
    const std::string why = joined(frame, *row.ranked);
    tooltip_for_last_item(t, why);
    ImDrawList* list = ImGui::GetWindowDrawList();
    const float first = at.y + t.px(15), second = at.y + t.px(33), right = at.x + width - t.px(4), x = at.x + t.px(24);
    ImFont* strong = t.fonts.body_strong;
    if (row.place < crews_with_key)
        draw_text(list, t.fonts.caption, ImVec2(at.x + t.px(6), first - t.fonts.caption->FontSize / 2), t.colors.text_weak, std::to_string(row.place + 1));
    draw_state(list, t, ImVec2(x + t.px(8), first), t.px(14), look_of(row.crew->status));
    const std::string eta = eta_words(frame.language, row.ranked->eta);
    draw_text_right(list, strong, ImVec2(right, first - strong->FontSize / 2), possible ? t.colors.text_strong : t.colors.text_weak, eta);
    draw_text_clipped(list, strong, ImVec2(x + t.px(20), first - strong->FontSize / 2), possible ? t.colors.text_strong : t.colors.text_weak, row.crew->name,
                      right - text_size(strong, eta).x - t.px(10) - x - t.px(20));
    ImFont* small = t.fonts.caption;
    draw_text_clipped(list, small, ImVec2(x, second - small->FontSize / 2), possible ? t.colors.text_normal : t.colors.family(Family::danger).ink, why, right - x);
    return clicked;
}

// With work: the crew gets it, or is asked why it should all the same. Without: it is shown.
void take(Frame& frame, gis::EntityRef about, const gis::RankedCrew& crew) {
    const gis::EntityRef ref{gis::EntityKind::crew, crew.crew.value};
    if (about && !assign_blocked(frame.world, {about})) {
        if (crew.refused.empty()) {
            frame.out.push(assign(frame.world, frame.catalog, {about}, {crew.crew}, crew.possible_start.value_or(frame.now), {}, frame.language.code()));
            return;
        }
        frame.view.selection = {};
        frame.view.selection.entities = {about};
        frame.view.dialog_crew = crew.crew;
        frame.view.dialog = Dialog::force;
        frame.view.right_open = true;
        return;
    }
    select(frame.view, ref, false);
    if (const auto at = place_of(frame.world, frame.plane, ref)) reveal(frame.view, *at);
}

} // namespace

void Nearest::look(const Frame& frame) {
    place_ = frame.view.nearest_place;
    for_ = frame.view.nearest_for;
    made_at_ = ImGui::GetTime();
    rows_ = gis::ranked_crews(planning_context(frame), job_at(frame, for_, *place_), most_crews);
}

void Nearest::rows(Frame& frame, bool& open) {
    std::optional<std::size_t> taken;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        const gis::Crew* crew = frame.world.find(rows_[i].crew);
        if (crew && crew_row(frame, {i, crew, &rows_[i]})) taken = i;
        const int n = static_cast<int>(i);
        if (i < crews_with_key && !ImGui::GetIO().WantTextInput &&
            (ImGui::IsKeyPressed(static_cast<ImGuiKey>(ImGuiKey_1 + n), false) || ImGui::IsKeyPressed(static_cast<ImGuiKey>(ImGuiKey_Keypad1 + n), false)))
            taken = i;
    }
    if (!taken) return;
    take(frame, for_, rows_[*taken]);
    open = false;
}

void Nearest::draw(Frame& frame, const Box& box) {
    if (!frame.view.nearest_open || !frame.view.nearest_place) return;
    const bool other = !place_ || !(*place_ == *frame.view.nearest_place) || for_ != frame.view.nearest_for;
    if (other || ImGui::GetTime() - made_at_ > least_seconds_between) look(frame);
    const Theme& theme = frame.theme;
    const auto plane = frame.plane.plane_from_lonlat(*place_);
    if (!plane) return;
    const render::PxPoint p = frame.view.rig.camera.screen_from_plane(*plane);
    const float height = theme.px(48) + theme.px(row_height + 4) * float(std::max<std::size_t>(1, rows_.size()));
    const float x = std::clamp(box.min.x + float(p.x) + theme.px(16), box.min.x, std::max(box.min.x, box.max.x - theme.px(popup_width + 30)));
    const float y = std::clamp(box.min.y + float(p.y), box.min.y + theme.px(8), std::max(box.min.y + theme.px(8), box.max.y - height - theme.px(8)));
    ImGui::SetNextWindowPos(ImVec2(x, y));
    bool open = true;
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, theme.px(6));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 1);
    ImGui::Begin("nearest", &open, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings);
    const std::string title = for_ ? frame.tr({"panels.nearest.title_for", {{"what", caption_of(frame, for_).title}}}) : frame.tr("panels.nearest.title");
    section_header(theme, ellipsized(theme.fonts.caption_strong, title, theme.px(popup_width - 40)));
    ImGui::SameLine(theme.px(popup_width - 12));
    if (icon_button(theme, "###nearest.close", "close", frame.tr("panels.close"), {.size = 24})) open = false;
    if (rows_.empty()) text_wrapped(theme.fonts.body, theme.colors.text_normal, frame.tr("panels.nearest.none"), theme.px(popup_width));
    rows(frame, open);
    if (!open || pressed_outside() || ImGui::IsKeyPressed(ImGuiKey_Escape, false)) {
        frame.view.nearest_open = false;
        frame.view.nearest_for = {};
        place_.reset();
    }
    ImGui::End();
    ImGui::PopStyleVar(2);
}

} // namespace vigie::panels
