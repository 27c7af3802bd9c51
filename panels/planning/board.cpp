#include "panels/planning/board.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "gis/planning/calendar.hpp"
#include "panels/planning/board_choice.hpp"
#include "panels/widgets/feedback.hpp"

namespace vigie::panels {
namespace {

constexpr float tool_row = 40, header_row = 44, crew_column = 136;
constexpr float tall_lane = 66, low_lane = 40, strip = 14;  // px at scale 1 (INTERFACE.md §13)

// Lanes fill the height while they can, then step down: two lines, one line, strips.
float lane_height(const Theme& theme, float height, std::size_t lanes) {
    if (lanes == 0) return theme.px(tall_lane);
    const float each = height / static_cast<float>(lanes) / theme.scale;
    if (each >= low_lane) return theme.px(std::min(each, tall_lane * 1.4f));
    return theme.px(lanes <= 40 ? low_lane : strip);
}

BoardInput input_of(const Frame& frame, BoardZoom zoom) {
    return {frame.world, frame.catalog, frame.travel, frame.zone, frame.now, frame.view.monday, frame.proposal, weeks_of(zoom), frame.school_zone()};
}

BoardGeometry geometry_of(const Frame& frame, const BoardState& state, const Box& box) {
    const Theme& t = frame.theme;
    BoardGeometry g;
    const float top = box.min.y + t.px(tool_row);
    g.header = {ImVec2(box.min.x, top), ImVec2(box.max.x, top + t.px(header_row))};
    g.lanes = {ImVec2(box.min.x, g.header.max.y), box.max};
    g.crew_width = t.px(crew_column);
    for (std::size_t i = 0; i < state.model.lanes.size(); ++i)
        if (!state.hidden_crews.contains(state.model.lanes[i].crew.value)) g.shown.push_back(static_cast<int>(i));
    const int days = static_cast<int>(state.model.days.size());
    const bool one_day = state.zoom <= BoardZoom::day;
    g.first_day = one_day ? std::clamp(state.only_day, 0, std::max(0, days - 1)) : 0;
    g.day_count = one_day ? 1 : days;
    g.lane_height = std::floor(lane_height(t, g.lanes.height(), g.shown.size()));
    const bool scrolls = g.lane_height * static_cast<float>(g.shown.size()) > g.lanes.height() + 1;
    const float bar = scrolls ? ImGui::GetStyle().ScrollbarSize : 0;
    g.day_width = std::floor((g.lanes.width() - g.crew_width - bar) / static_cast<float>(std::max(1, g.day_count)));
    g.top = g.lanes.min.y;
    g.axis = state.model.axis;
    // A few hours, none of them squeezed.
    if (state.zoom == BoardZoom::hours) g.axis = {.first = state.hour_from, .last = state.hour_from + hours_shown, .lunch_from = state.hour_from, .lunch_to = state.hour_from, .lunch_shown = 0};
    return g;
}

} // namespace

std::optional<BoardGeometry::Hit> BoardGeometry::hit(ImVec2 p) const {
    if (!lanes.contains(p) || p.x < lanes.min.x + crew_width || lane_height <= 0 || day_width <= 0) return std::nullopt;
    const int row = static_cast<int>((p.y - top) / lane_height);
    const int day = first_day + static_cast<int>((p.x - lanes.min.x - crew_width) / day_width);
    if (p.y < top || row >= static_cast<int>(shown.size()) || day >= first_day + day_count) return std::nullopt;
    return Hit{row, day, axis.hour(static_cast<double>((p.x - day_left(day)) / (day_width - 1)))};
}

gis::PlanningContext BoardView::context() const {
    return {frame.world, frame.catalog, frame.travel, frame.zone, frame.now, &state.model.index};
}

std::string hours_words(const Frame& frame, gis::Seconds length) {
    const auto minutes = (length.count() + 30) / 60;
    if (minutes < 60) return frame.tr({"board.minutes", {{"m", std::to_string(minutes)}}});
    if (minutes % 60 == 0) return frame.tr({"board.hours", {{"h", std::to_string(minutes / 60)}}});
    const auto rest = (minutes % 60 < 10 ? "0" : "") + std::to_string(minutes % 60);
    return frame.tr({"board.hours_minutes", {{"h", std::to_string(minutes / 60)}, {"m", rest}}});
}

void sync_board(Frame& frame, BoardState& state) {
    if (frame.view.monday == std::chrono::local_days{}) frame.view.monday = gis::monday_of(gis::local_day(frame.now, frame.zone));
    const auto input = input_of(frame, state.zoom);
    const auto key = board_key(input);
    if (key == state.key && !state.model.days.empty()) return;
    state.model = lay_out_board(input);
    state.key = key;
    if (!frame.proposal) state.choice = {};
    const int days = static_cast<int>(state.model.days.size());
    state.tour_day = std::clamp(state.tour_day, 0, days - 1);
    if (!frame.world.find(state.tour_crew)) {  // at first: today's first crew
        state.tour_crew = state.model.lanes.empty() ? gis::CrewId{} : state.model.lanes.front().crew;
        for (int d = 0; d < days; ++d)
            if (state.model.days[static_cast<std::size_t>(d)].today) state.tour_day = d;
    }
}

void show_zoom(Frame& frame, BoardState& state, BoardZoom zoom, int day) {
    if (state.model.days.empty()) return;
    const auto& chosen = state.model.days[static_cast<std::size_t>(std::clamp(day, 0, static_cast<int>(state.model.days.size()) - 1))].day;
    // Nearer than what is shown: the week of that day becomes the week of the board.
    if (weeks_of(zoom) < weeks_of(state.zoom)) frame.view.monday = gis::monday_of(chosen);
    state.zoom = zoom;
    sync_board(frame, state);
    for (std::size_t d = 0; d < state.model.days.size(); ++d)
        if (state.model.days[d].day == chosen) state.only_day = state.tour_day = static_cast<int>(d);
    const bool today = chosen == gis::local_day(frame.now, frame.zone);
    const double begin = today ? static_cast<double>(gis::wall_time(frame.now, frame.zone).count()) / 3600 - 1 : state.model.axis.first;
    state.hour_from = std::clamp(std::floor(begin), 0.0, 24 - hours_shown);
}

void zoom_board(Frame& frame, BoardState& state, int steps, int day) {
    const int to = std::clamp(static_cast<int>(state.zoom) - steps, static_cast<int>(BoardZoom::hours), static_cast<int>(BoardZoom::four_weeks));
    if (to != static_cast<int>(state.zoom) || state.zoom == BoardZoom::capacity) show_zoom(frame, state, static_cast<BoardZoom>(to), day);
}

void page_board(Frame& frame, BoardState& state, int pages) {
    const int days = static_cast<int>(state.model.days.size());
    if (state.zoom == BoardZoom::hours) {
        state.hour_from = std::clamp(state.hour_from + pages * hours_shown / 2, 0.0, 24 - hours_shown);
    } else if (state.zoom == BoardZoom::day && state.only_day + pages >= 0 && state.only_day + pages < days) {
        state.only_day = state.tour_day = state.only_day + pages;
    } else {
        frame.view.monday += std::chrono::days{7 * weeks_of(state.zoom) * pages};
        if (state.zoom == BoardZoom::day) state.only_day = state.tour_day = pages > 0 ? 0 : days - 1;
    }
}

void draw_board(Frame& frame, BoardState& state, const Box& box) {
    const Theme& t = frame.theme;
    draw_tool_row(frame, state, {box.min, ImVec2(box.max.x, box.min.y + t.px(tool_row))});
    if (const int steps = std::exchange(frame.view.board_zoom_step, 0)) zoom_board(frame, state, steps, state.tour_day);
    if (state.zoom == BoardZoom::capacity) {
        if (const auto monday = draw_capacity(frame, state.capacity, {ImVec2(box.min.x, box.min.y + t.px(tool_row)), box.max})) {
            frame.view.monday = *monday;
            show_zoom(frame, state, BoardZoom::week, 0);
        }
        return;
    }
    BoardGeometry g = geometry_of(frame, state, box);
    if (g.shown.empty()) {
        ImGui::SetCursorScreenPos(g.header.min);
        empty_state(t, {.icon = "view_week", .sentence = frame.tr(state.model.lanes.empty() ? "board.empty.crews" : "board.empty.hidden")});
        return;
    }
    draw_day_header({frame, state, g});
    ImGui::SetCursorScreenPos(g.lanes.min);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
    ImGui::BeginChild("board.lanes", ImVec2(g.lanes.width(), g.lanes.height()), ImGuiChildFlags_None, ImGuiWindowFlags_NoNav);
    ImGui::PopStyleVar();
    g.top = g.lanes.min.y - ImGui::GetScrollY();
    const BoardView view{frame, state, g};
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(g.shown.size()), g.lane_height);
    while (clipper.Step())
        for (int row = clipper.DisplayStart; row < clipper.DisplayEnd; ++row) draw_lane(view, row);
    ImGui::SetCursorScreenPos(ImVec2(g.lanes.min.x, g.top + g.lane_height * static_cast<float>(g.shown.size())));
    ImGui::Dummy(ImVec2(1, 0));
    draw_callouts(view);
    run_rectangle(view);
    const float wheel = ImGui::GetIO().MouseWheel;
    if (wheel != 0 && ImGui::IsWindowHovered(ImGuiHoveredFlags_ChildWindows)) {
        const auto hit = g.hit(ImGui::GetIO().MousePos);
        if (ImGui::GetIO().KeyCtrl) zoom_board(frame, state, wheel > 0 ? 1 : -1, hit ? hit->day : state.tour_day);
        else if (state.zoom == BoardZoom::hours && ImGui::GetIO().KeyShift) state.hour_from = std::clamp(state.hour_from - (wheel > 0 ? 1 : -1), 0.0, 24 - hours_shown);
    }
    run_board_keys(view);
    ImGui::EndChild();
    const Box backlog{ImVec2(0, box.min.y), ImVec2(box.min.x, box.max.y)};
    run_drag(view, backlog);
    draw_board_menus(frame, state);
    if (const int day = std::exchange(state.open_day, -1); day >= 0) show_zoom(frame, state, BoardZoom::day, day);
}

} // namespace vigie::panels
