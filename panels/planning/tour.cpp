#include "panels/planning/tour.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "gis/planning/calendar.hpp"
#include "panels/planning/bar_drawing.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/feedback.hpp"
#include "panels/widgets/glyph.hpp"
#include "panels/widgets/icon.hpp"
#include "panels/widgets/text.hpp"

namespace vigie::panels {
namespace {

bool has_place(gis::LonLat p) { return p.lon != 0 || p.lat != 0; }

void add_stops(const Frame& frame, const BoardState& board, TourState& tour) {
    for (const auto& lane : board.model.lanes) {
        if (lane.crew != tour.crew) continue;
        for (const auto& bar : lane.days[static_cast<std::size_t>(tour.day)].bars) {
            if (bar.kind == BarKind::leaving) continue;
            const auto* what = frame.world.find(bar.id);
            if (!what) continue;
            TourStop stop{bar.id, bar.state, bar.kind != BarKind::planned, bar.start, bar.end, bar.title + (bar.place.empty() ? "" : ", " + bar.place), std::nullopt};
            if (has_place(what->place)) stop.at = frame.plane.plane_from_lonlat(what->place);
            for (const auto* list : {&bar.conflicts, &bar.remarks})
                for (const auto& text : *list)
                    if (text.key != "planning.remark.no_road") tour.problems.push_back(text);  // the way itself says it
            tour.stops.push_back(std::move(stop));
        }
    }
}

// False where no road leads: then it is counted straight.
bool add_leg(const Frame& frame, const gis::RoadGraph& roads, TourState& tour, gis::PlanePoint from, gis::PlanePoint to) {
    if (auto route = roads.route(from, to)) {
        tour.length_m += route->length_m;
        tour.legs.push_back(std::move(route->line));
        return true;
    }
    tour.length_m += std::hypot(from.x - to.x, from.y - to.y) * frame.plane.metres_per_unit(from);
    tour.legs.push_back({from, to});
    return roads.empty();  // no streets at all: everything is straight, and nobody wants to read it at each stop
}

void add_way(const Frame& frame, const gis::Crew& crew, TourState& tour) {
    if (has_place(crew.depot)) tour.depot = frame.plane.plane_from_lonlat(crew.depot);
    std::vector<gis::PlannedVisit> visits;
    for (const auto& stop : tour.stops) visits.push_back({stop.id, stop.start, stop.end, frame.world.find(stop.id)->place});
    const auto legs = gis::legs_of({frame.world, frame.catalog, frame.travel, frame.zone, frame.now}, crew, visits);
    std::optional<gis::PlanePoint> from = tour.depot;
    for (std::size_t i = 0; i < legs.size(); ++i) {
        const bool back = i == tour.stops.size();
        const auto& to = back ? tour.depot : tour.stops[i].at;
        if (!to) continue;
        if (from && !add_leg(frame, roads_at(frame, legs[i].leaving), tour, *from, *to))
            tour.problems.push_back({"board.tour.no_road", {{"what", back ? frame.tr("board.tour.depot") : tour.stops[i].words}}});
        if (from) tour.travel += legs[i].way;
        if (back) tour.back_at = tour.stops.back().end + legs[i].way;
        from = to;
    }
    if (!tour.stops.empty() && !tour.back_at) tour.back_at = tour.stops.back().end;
}

void frame_view(TourState& tour) {
    tour.view = {};
    if (tour.depot) tour.view.include(tour.depot->x, tour.depot->y);
    for (const auto& stop : tour.stops)
        if (stop.at) tour.view.include(stop.at->x, stop.at->y);
    for (const auto& leg : tour.legs)
        for (const auto& p : leg) tour.view.include(p.x, p.y);
}

void draw_stop_row(Frame& frame, const TourStop& stop, std::size_t number, const Box& box) {
    const Theme& t = frame.theme;
    ImDrawList* list = ImGui::GetWindowDrawList();
    const gis::EntityRef ref{gis::EntityKind::intervention, stop.id.value};
    ImGui::SetCursorScreenPos(box.min);
    if (ImGui::InvisibleButton(fmt::format("tour.stop.{}", number).c_str(), ImVec2(box.width(), box.height()))) frame.view.selection = {{ref}, {}, {}};
    if (ImGui::IsItemHovered()) frame.view.hovered = ref;
    if (frame.view.selection.contains(ref)) list->AddRectFilled(box.min, box.max, u32(t.colors.row_selected));
    else if (frame.view.hovered == ref) list->AddRectFilled(box.min, box.max, u32(t.colors.row_hover));
    const float middle = (box.min.y + box.max.y) / 2;
    draw_stop_mark(list, t, ImVec2(box.min.x + t.px(22), middle), stop, number);
    const auto at = frame.language.clock(stop.start, frame.zone);
    draw_text_right(list, t.fonts.body, ImVec2(box.max.x - t.px(12), middle - t.fonts.body->FontSize / 2), t.colors.text_weak, at);
    draw_text_clipped(list, t.fonts.body, ImVec2(box.min.x + t.px(38), middle - t.fonts.body->FontSize / 2), t.colors.text_strong, stop.words,
                      box.width() - t.px(58) - text_size(t.fonts.body, at).x);
    tooltip_for_last_item(t, stop.words);
    list->AddRectFilled(ImVec2(box.min.x + t.px(12), box.max.y - 1), ImVec2(box.max.x - t.px(12), box.max.y), u32(t.colors.line));
}

void draw_verdict(const Frame& frame, const TourState& tour, ImVec2 at, float width) {
    const Theme& t = frame.theme;
    ImDrawList* list = ImGui::GetWindowDrawList();
    const bool fine = tour.problems.empty();
    const auto words = fine ? tour.back_at ? frame.tr({"board.tour.fine", {{"at", frame.language.clock(*tour.back_at, frame.zone)}}}) : std::string() : frame.tr(tour.problems.front());
    if (words.empty()) return;
    const StatusLook look{.key = {}, .outline = fine ? Outline::square : Outline::triangle, .glyph = fine ? render::Glyph::tick : render::Glyph::bang, .family = fine ? Family::done : Family::danger};
    draw_state(list, t, ImVec2(at.x + t.px(10), at.y + t.fonts.caption->FontSize / 2), t.px(14), look);
    ImGui::SetCursorScreenPos(ImVec2(at.x + t.px(22), at.y));
    text_wrapped(t.fonts.caption, t.colors.family(look.family).ink, words, width - t.px(30));
}

void draw_stop_list(Frame& frame, const TourState& tour, const Box& box) {
    const Theme& t = frame.theme;
    ImGui::SetCursorScreenPos(box.min);
    ImGui::BeginChild("tour.stops", ImVec2(box.width(), box.height()), ImGuiChildFlags_None);
    const ImVec2 top = ImGui::GetCursorScreenPos();
    const auto head = frame.tr({"board.tour.sum", {{"n", std::to_string(tour.stops.size())}, {"way", frame.language.distance(tour.length_m)}, {"time", hours_words(frame, tour.travel)}}});
    draw_text_clipped(ImGui::GetWindowDrawList(), t.fonts.caption, ImVec2(top.x + t.px(12), top.y + t.px(10)), t.colors.text_weak, head, box.width() - t.px(24));
    float y = top.y + t.px(30);
    for (std::size_t i = 0; i < tour.stops.size(); ++i, y += t.px(29))
        draw_stop_row(frame, tour.stops[i], i + 1, {ImVec2(top.x, y), ImVec2(top.x + box.width(), y + t.px(29))});
    draw_verdict(frame, tour, ImVec2(top.x + t.px(10), y + t.px(8)), box.width() - t.px(20));
    ImGui::EndChild();
}

} // namespace

void draw_stop_mark(ImDrawList* list, const Theme& t, ImVec2 centre, const TourStop& stop, std::size_t number) {
    const float radius = t.px(10);
    const auto& family = t.colors.family(family_of(stop.state));
    const Rgba ground = stop.proposed ? t.colors.accent : family.full, ink = stop.proposed ? t.colors.on_accent : family.glyph;
    list->AddCircleFilled(centre, radius + t.px(2), u32(t.colors.selection_halo));
    list->AddCircleFilled(centre, radius, u32(ground));
    const auto words = std::to_string(number);
    const ImVec2 size = text_size(t.fonts.caption_strong, words);
    draw_text(list, t.fonts.caption_strong, ImVec2(centre.x - size.x / 2, centre.y - size.y / 2), ink, words);
}

void sync_tour(Frame& frame, const BoardState& board, TourState& tour) {
    const auto layers = frame.layers.size();
    const bool same = tour.crew == board.tour_crew && tour.day == board.tour_day && tour.made_from == board.key &&
                      tour.roads == frame.roads.node_count() && tour.layers == layers;
    if (same) return;
    tour = {};
    tour.crew = board.tour_crew;
    tour.day = board.tour_day;
    tour.made_from = board.key;
    tour.roads = frame.roads.node_count();
    tour.layers = layers;
    const auto* crew = frame.world.find(tour.crew);
    if (!crew || tour.day < 0 || tour.day >= static_cast<int>(board.model.days.size())) return;
    add_stops(frame, board, tour);
    add_way(frame, *crew, tour);
    frame_view(tour);
}

void draw_tour(Frame& frame, BoardState& board, TourState& tour, const Box& box) {
    sync_tour(frame, board, tour);
    const Theme& t = frame.theme;
    ImDrawList* list = ImGui::GetWindowDrawList();
    const auto* crew = frame.world.find(board.tour_crew);
    if (!crew || board.model.days.empty()) {
        ImGui::SetCursorScreenPos(box.min);
        return void(empty_state(t, {.icon = "local_shipping", .sentence = frame.tr("board.tour.none")}));
    }
    const float head = t.px(40), rows = t.px(30) + t.px(29) * static_cast<float>(tour.stops.size()) + t.px(48);
    const float list_height = std::clamp(rows, t.px(120), box.height() * 0.45f);
    const auto title = frame.tr({"board.tour.title", {{"crew", crew->name}}});
    const auto noon = gis::instant(board.model.days[static_cast<std::size_t>(board.tour_day)].day, std::chrono::hours{12}, frame.zone);
    const auto day = frame.language.day(noon, frame.zone);
    const float day_width = text_size(t.fonts.caption, day).x, room = box.width() - t.px(30) - day_width;
    const auto shown = ellipsized(t.fonts.body_strong, title, room);
    const float middle = box.min.y + head / 2;
    draw_text(list, t.fonts.body_strong, ImVec2(box.min.x + t.px(12), middle - t.fonts.body->FontSize / 2), t.colors.text_strong, shown);
    draw_text(list, t.fonts.caption, ImVec2(box.min.x + t.px(20) + text_size(t.fonts.body_strong, shown).x, middle - t.fonts.caption->FontSize / 2 + t.px(1)), t.colors.text_weak, day);
    const Box map{ImVec2(box.min.x, box.min.y + head), ImVec2(box.max.x, box.max.y - list_height)};
    draw_tour_map(frame, board, tour, map);
    list->AddRectFilled(ImVec2(box.min.x, map.max.y), ImVec2(box.max.x, map.max.y + 1), u32(t.colors.line));
    draw_stop_list(frame, tour, {ImVec2(box.min.x, map.max.y + 1), box.max});
}

} // namespace vigie::panels
