#include "panels/overlay/suggestion.hpp"

#include "panels/inspect/gestures.hpp"

namespace vigie::panels {

namespace {

constexpr gis::Seconds look_again_after{15};

std::uint64_t work_revision(const gis::World& world) {
    using enum gis::EntityKind;
    std::uint64_t sum = 0;
    for (const gis::EntityKind kind : {intervention, report, alert, shift, absence, agent}) sum += world.revision(kind);
    return sum;
}

} // namespace

void Suggestion::draw_way(const Frame& frame, gis::CrewId id, gis::LonLat place) {
    const gis::Crew* best = frame.world.find(id);
    if (best == nullptr || !best->place) return;
    const auto from = frame.plane.plane_from_lonlat(*best->place), to = frame.plane.plane_from_lonlat(place);
    if (!from || !to) return;
    const auto way = roads_at(frame, frame.now).route(*from, *to);
    if (!way) return;
    const Colors& c = frame.theme.colors;
    render::RouteLine line;
    line.points = way->line;
    line.color = c.accent;
    line.halo = c.selection_halo;
    line.dotted = true;
    line.flag = frame.tr({"panels.map.suggestion", {{"distance", frame.language.distance(way->length_m)},
                                                    {"time", frame.language.clock(frame.now + way->time, frame.zone)}}});
    line.flag_fill = c.accent;
    line.flag_text = c.on_accent;
    route = std::move(line);
    crew = best->id;
}

void Suggestion::look_up(const Frame& frame) {
    route.reset();
    crew = {};
    if (frame.roads.empty() || frame.view.time_cursor) return;
    if (compared_ && compared_to_) return draw_way(frame, compared_, *compared_to_);
    if (!about_) return;
    const auto job = assignable(frame.world, frame.catalog, {about_}, frame.language.code());
    if (!job || !job->crews.empty()) return;
    const gis::PlanningContext context{frame.world, frame.catalog, frame.travel, frame.zone, frame.now};
    const auto ranked = gis::ranked_crews(context, *job, 1);
    if (ranked.empty() || !ranked.front().refused.empty()) return;
    draw_way(frame, ranked.front().crew, job->place);
}

bool Suggestion::update(const Frame& frame) {
    const gis::EntityRef about = frame.view.selection.primary();
    const bool comparing = frame.view.nearest_open && frame.view.nearest_place;
    const std::optional<gis::LonLat> to = comparing ? frame.view.nearest_place : std::nullopt;
    // Between two rows the way of the last one stays.
    const bool over_crew = comparing && frame.view.hovered.kind == gis::EntityKind::crew && frame.view.hovered;
    const gis::CrewId compared = over_crew ? gis::CrewId{frame.view.hovered.id} : comparing ? compared_ : gis::CrewId{};
    const std::uint64_t work = work_revision(frame.world);
    const bool same = about == about_ && work == work_revision_ && night_ == frame.theme.night && compared == compared_ && to == compared_to_;
    if (same && ((!about && !comparing) || frame.now - looked_at_ < look_again_after)) return false;
    about_ = about;
    compared_ = compared;
    compared_to_ = to;
    work_revision_ = work;
    night_ = frame.theme.night;
    looked_at_ = frame.now;
    const bool had = route.has_value();
    look_up(frame);
    return had || route.has_value();
}

} // namespace vigie::panels
