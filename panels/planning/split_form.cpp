// « Répartir sur plusieurs jours »: how long a part lasts, what parts that makes and where they would stand.
#include <algorithm>

#include <fmt/format.h>

#include "gis/planning/calendar.hpp"
#include "panels/planning/board.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/field.hpp"
#include "panels/widgets/text.hpp"

namespace vigie::panels {
namespace {

constexpr float form_width = 320;  // px at scale 1

std::string part_words(const Frame& frame, const gis::Intervention& what, const std::optional<gis::Time>& start) {
    const auto length = frame.language.duration(what.duration);
    if (!start) return frame.tr({"board.split.waits", {{"what", what.title}, {"length", length}}});
    return frame.tr({"board.split.part", {{"what", what.title}, {"length", length}, {"day", frame.language.day(*start, frame.zone)}, {"at", frame.language.clock(*start, frame.zone)}}});
}

} // namespace

void draw_split_form(Frame& frame, BoardState& state) {
    if (std::exchange(state.menus.open_split, false)) ImGui::OpenPopup("board.split");
    if (!ImGui::BeginPopup("board.split")) return;
    const auto* what = frame.world.find(state.menus.bar);
    if (!what || what->crews.empty() || !what->start) {
        ImGui::CloseCurrentPopup();
        ImGui::EndPopup();
        return;
    }
    const Theme& t = frame.theme;
    section_header(t, frame.tr({"board.split.title", {{"what", what->title}}}));
    const float longest = static_cast<float>(what->duration.count()) / 60 - 15;
    const auto shown = frame.language.duration(gis::Seconds{static_cast<long>(state.menus.split_minutes) * 60});
    caption(t, frame.tr("board.split.each"));
    slider_field(t, "###board.split.minutes", state.menus.split_minutes, 15, std::max(15.0f, longest), 15, shown, form_width - 60);
    const gis::PlanningContext context{frame.world, frame.catalog, frame.travel, frame.zone, frame.now, &state.model.index};
    const auto split = split_over_days(context, *what, gis::Seconds{static_cast<long>(state.menus.split_minutes) * 60});
    text_wrapped(t.fonts.body, t.colors.text_normal, part_words(frame, split.first, what->start), t.px(form_width));
    for (const auto& part : split.rest)
        text_wrapped(t.fonts.body, part.crews.empty() ? t.colors.family(Family::warn).ink : t.colors.text_normal,
                     part_words(frame, part.what, part.crews.empty() ? std::nullopt : std::optional(part.start)), t.px(form_width));
    if (button(t, (frame.tr({"board.split.do", {{"n", std::to_string(split.rest.size() + 1)}}}) + "###board.split.do").c_str(), {.kind = ButtonKind::primary})) {
        frame.out.push(gesture_of(split));
        ImGui::CloseCurrentPopup();
    }
    ImGui::EndPopup();
}

} // namespace vigie::panels
