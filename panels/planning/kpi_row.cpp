#include "panels/planning/kpi_row.hpp"

#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "gis/planning/calendar.hpp"
#include "panels/status.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/feedback.hpp"
#include "panels/widgets/glyph.hpp"
#include "panels/widgets/text.hpp"

namespace vigie::panels {
namespace {

struct Figure {
    std::string value, after, words;
    std::optional<StatusLook> mark;
};

void go_to_week(Frame& frame, int weeks) { frame.view.monday += std::chrono::days{7 * weeks}; }

// "lun. 23 – ven. 27 nov. 2026", without the year where that is too wide.
std::string week_range(const Frame& frame, const BoardModel& model, float width) {
    if (model.days.empty()) return {};
    const auto noon = [&](const BoardDay& d) { return gis::instant(d.day, std::chrono::hours{12}, frame.zone); };
    auto first = frame.language.day(noon(model.days.front()), frame.zone);
    const auto last = frame.language.day(noon(model.days.back()), frame.zone);
    const std::chrono::year_month_day a{model.days.front().day}, b{model.days.back().day};
    if (a.month() == b.month())
        if (const auto month = first.rfind(' '); month != std::string::npos) first.resize(month);
    ImFont* font = frame.theme.fonts.caption;
    const std::string days = fmt::format("{} – {}", first, last), whole = fmt::format("{} {}", days, static_cast<int>(b.year()));
    return text_size(font, whole).x <= width ? whole : ellipsized(font, days, width);
}

void draw_navigator(Frame& frame, const BoardState& state, const Box& box) {
    const Theme& t = frame.theme;
    const float top = box.min.y + (box.height() - t.px(24)) / 2;
    ImGui::SetCursorScreenPos(ImVec2(box.min.x + t.px(12), top));
    if (icon_button(t, "board.week.previous", "chevron_left", frame.tr("board.week.previous"), {.size = 24, .border = true})) go_to_week(frame, -weeks_of(state.zoom));
    ImGui::SetCursorScreenPos(ImVec2(box.max.x - t.px(36), top));
    if (icon_button(t, "board.week.next", "chevron_right", frame.tr("board.week.next"), {.size = 24, .border = true})) go_to_week(frame, weeks_of(state.zoom));
    const auto week = gis::iso_week(frame.view.monday);
    const bool several = state.model.days.size() > 7;
    const auto last = gis::iso_week(several ? state.model.days.back().day : frame.view.monday);
    const auto title = several ? frame.tr({"board.weeks.title", {{"n", fmt::format("{:02}", week.week)}, {"m", fmt::format("{:02}", last.week)}}})
                               : frame.tr({"board.week.title", {{"n", fmt::format("{:02}", week.week)}}});
    const auto range = week_range(frame, state.model, box.width() - t.px(84));
    const float middle = (box.min.x + box.max.x) / 2;
    ImDrawList* list = ImGui::GetWindowDrawList();
    const ImVec2 title_at(middle - text_size(t.fonts.body_strong, title).x / 2, box.min.y + t.px(8));
    ImGui::SetCursorScreenPos(ImVec2(box.min.x + t.px(40), box.min.y + t.px(4)));
    if (ImGui::InvisibleButton("board.week.now", ImVec2(box.width() - t.px(80), box.height() - t.px(8)))) frame.view.monday = gis::monday_of(gis::local_day(frame.now, frame.zone));
    tooltip_for_last_item(t, frame.tr("board.week.now"));
    draw_text(list, t.fonts.body_strong, title_at, t.colors.text_strong, title);
    draw_text(list, t.fonts.caption, ImVec2(middle - text_size(t.fonts.caption, range).x / 2, title_at.y + t.fonts.body_strong->FontSize + t.px(2)), t.colors.text_weak, range);
}

float draw_figure(const Theme& t, const Box& box, float left, const Figure& figure) {
    ImDrawList* list = ImGui::GetWindowDrawList();
    const float value_top = box.min.y + t.px(6);
    float x = left;
    if (figure.mark) {
        draw_state(list, t, ImVec2(x + t.px(8), value_top + t.fonts.title->FontSize / 2), t.px(15), *figure.mark);
        x += t.px(22);
    }
    draw_text(list, t.fonts.title, ImVec2(x, value_top), t.colors.text_strong, figure.value);
    float right = x + text_size(t.fonts.title, figure.value).x;
    if (!figure.after.empty()) {
        draw_text(list, t.fonts.caption, ImVec2(right + t.px(6), value_top + t.px(5)), t.colors.text_weak, figure.after);
        right += t.px(6) + text_size(t.fonts.caption, figure.after).x;
    }
    draw_text(list, t.fonts.caption, ImVec2(left, value_top + t.fonts.title->FontSize + t.px(1)), t.colors.text_weak, figure.words);
    return std::max(right, left + text_size(t.fonts.caption, figure.words).x);
}

std::vector<Figure> figures_of(const Frame& frame, const BoardFigures& f) {
    const auto tr = [&](std::string_view key) { return frame.tr(key); };
    const StatusLook fine{.key = {}, .outline = Outline::square, .glyph = render::Glyph::tick, .family = Family::done};
    const StatusLook watch{.key = {}, .outline = Outline::lozenge, .glyph = render::Glyph::bang, .family = Family::warn};
    const StatusLook bad{.key = {}, .outline = Outline::triangle, .glyph = render::Glyph::bang, .family = Family::danger};
    std::vector<Figure> out;
    out.push_back({fmt::format("{}\u202F%", std::lround(f.load * 100)), "", tr("board.kpi.load"), std::nullopt});
    out.push_back({frame.language.number(static_cast<double>(f.planned)), frame.tr({"board.kpi.of", {{"n", frame.language.number(static_cast<double>(f.wanted))}}}), tr("board.kpi.planned"), std::nullopt});
    if (f.regulatory > 0)
        out.push_back({frame.tr({"board.kpi.ratio", {{"a", std::to_string(f.regulatory_placed)}, {"b", std::to_string(f.regulatory)}}}), "", tr("board.kpi.regulatory"),
                       f.regulatory_placed == f.regulatory ? fine : watch});
    out.push_back({std::to_string(f.conflicts), "", frame.tr({"board.kpi.conflicts", {{"n", std::to_string(f.conflicts)}}}), f.conflicts ? bad : fine});
    if (f.late > 0) out.push_back({std::to_string(f.late), "", tr("board.kpi.late"), watch});
    Figure road{hours_words(frame, f.travel), "", tr("board.kpi.travel"), std::nullopt};
    if (f.travel_in_force.count() > 0 && f.travel != f.travel_in_force) {
        const auto change = std::lround(100.0 * static_cast<double>(f.travel.count() - f.travel_in_force.count()) / static_cast<double>(f.travel_in_force.count()));
        if (change != 0) road.after = fmt::format("{}{}\u202F%", change < 0 ? "\u2212" : "+", std::labs(change));
    }
    out.push_back(std::move(road));
    out.push_back({hours_words(frame, f.spread), "", tr("board.kpi.spread"), std::nullopt});
    return out;
}

} // namespace

void draw_kpi_row(Frame& frame, BoardState& state, const Box& box) {
    const Theme& t = frame.theme;
    draw_navigator(frame, state, {box.min, ImVec2(box.min.x + t.px(248), box.max.y)});
    const std::string words = frame.tr(frame.proposal_running ? "board.propose.stop" : "board.propose");
    const float action_width = std::max(208.0f, text_size(t.fonts.body_strong, words).x / t.scale + 54);
    const bool kept = frame.scenarios && !frame.scenarios->empty();
    const float action = t.px(action_width), limit = box.max.x - action - t.px(kept ? 62 : 24);
    float x = box.min.x + t.px(252);
    ImDrawList* list = ImGui::GetWindowDrawList();
    for (const auto& figure : figures_of(frame, state.model.figures)) {
        if (x + text_size(t.fonts.caption, figure.words).x + t.px(24) > limit) break;
        x = draw_figure(t, box, x, figure) + t.px(18);
        list->AddRectFilled(ImVec2(x, box.min.y + t.px(10)), ImVec2(x + 1, box.max.y - t.px(10)), u32(t.colors.line));
        x += t.px(16);
    }
    if (kept) {
        ImGui::SetCursorScreenPos(ImVec2(box.max.x - action - t.px(52), box.min.y + (box.height() - t.px(30)) / 2));
        if (icon_button(t, "board.scenario.open", "compare_arrows", frame.tr("board.scenario.compare"), {.size = 30, .border = true})) state.scenarios.open = true;
    }
    ImGui::SetCursorScreenPos(ImVec2(box.max.x - action - t.px(14), box.min.y + (box.height() - t.px(30)) / 2));
    const std::string blocked = state.model.lanes.empty() ? frame.tr("board.empty.crews") : std::string();
    if (frame.proposal_running) {
        if (button(t, (words + "###board.propose.stop").c_str(), {.icon = "close", .width = action_width})) frame.ask.stop_proposal = true;
        progress_strip(t, box.min, box.width(), -1);
    } else if (button(t, (words + "###board.propose").c_str(), {.kind = ButtonKind::primary, .icon = "autorenew", .width = action_width, .blocked = blocked})) {
        frame.ask.propose_week = true;
    }
    list->AddRectFilled(ImVec2(box.min.x, box.max.y - 1), box.max, u32(t.colors.line));
}

} // namespace vigie::panels
