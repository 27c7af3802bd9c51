#include "panels/overlay/overlay_builder.hpp"

#include <algorithm>

#include "gis/model/words.hpp"
#include "gis/model/zone.hpp"
#include "gis/rules/rule_words.hpp"
#include "panels/color_vision.hpp"
#include "panels/lists/lists.hpp"
#include "panels/overlay/marker_key.hpp"
#include "panels/overlay/markers.hpp"
#include "panels/overlay/replay.hpp"

namespace vigie::panels {

namespace {

constexpr std::size_t max_callouts = 3;
constexpr std::chrono::weeks due_on_map{4};
constexpr float muted_alpha = 0.5f;

std::int64_t minute_of(gis::Time t) { return gis::ms_since_epoch(t) / 60'000; }

gis::TimeWindow today_of(const Frame& frame) {
    const auto day = gis::local_day(frame.now, frame.zone);
    return {gis::utc_from_local(gis::LocalTime{day}, frame.zone), gis::utc_from_local(gis::LocalTime{day + std::chrono::days{1}}, frame.zone)};
}

MarkerPaint paint_of(const Frame& frame) {
    return {frame.theme.colors, frame.catalog, frame.language, frame.plane, frame.view.time_cursor.value_or(frame.now)};
}

bool shown(const Frame& frame, const char* overlay) { return !frame.view.hidden_layers.contains(overlay); }

// On the map today: what is planned today, under way, or still to be planned.
bool on_map(const gis::Intervention& what, const gis::TimeWindow& today) {
    using enum gis::InterventionState;
    if (what.state == to_plan || what.state == en_route || what.state == on_site || what.state == suspended) return true;
    return what.start && *what.start >= today.from && *what.start < today.to;
}

void put(render::Overlay& overlay, std::optional<render::Marker> marker) {
    if (marker) overlay.markers.push_back(std::move(*marker));
}

} // namespace

std::optional<gis::PlanePoint> place_of(const gis::World& world, const gis::MapPlane& plane, gis::EntityRef ref) {
    const auto entity = world.find(ref);
    if (!entity) return {};
    const auto lonlat = std::visit(
        [](const auto& e) -> std::optional<gis::LonLat> {
            using T = std::decay_t<decltype(e)>;
            if constexpr (std::is_same_v<T, gis::Asset>) return e.geometry.anchor();
            else if constexpr (std::is_same_v<T, gis::Crew>) return e.place;
            else if constexpr (requires { e.place; }) return e.place;
            else return std::nullopt;
        },
        *entity);
    return lonlat ? plane.plane_from_lonlat(*lonlat) : std::nullopt;
}

void OverlayBuilder::add_markers(Frame& frame) {
    const ListContext context{frame.world, work_, frame.catalog, frame.language, frame.zone, frame.now, today_of(frame), frame.view.time_cursor};
    const MarkerPaint paint = paint_of(frame);
    const gis::MaybeTime cursor = frame.view.time_cursor;
    const auto passes = [&](const ListSpec& spec, std::uint64_t id) { return spec.passes(context, frame.view.filter, id); };
    if (shown(frame, "live.reports"))
        for (const gis::Report& r : frame.world.reports()) {
            if (!passes(report_list(), r.id.value)) continue;
            const auto then = cursor ? report_at(r, *cursor) : std::optional(r);
            if (then) put(base_, report_marker(paint, *then));
        }
    if (shown(frame, "live.interventions"))
        for (const gis::Intervention& i : frame.world.interventions()) {
            if (!on_map(i, context.today) || !passes(intervention_list(), i.id.value)) continue;
            const auto then = cursor ? intervention_at(i, *cursor) : std::optional(i);
            if (then) put(base_, intervention_marker(paint, *then));
        }
    std::set<std::uint64_t> alerted;
    std::vector<const gis::Alert*> fresh;
    if (shown(frame, "live.alerts"))
        for (const gis::Alert& a : frame.world.alerts()) {
            const auto then = cursor ? alert_at(a, *cursor) : std::optional(a);
            if (!then || !gis::is_open(then->state) || !passes(alert_list(), a.id.value)) continue;
            put(base_, alert_marker(paint, *then));
            alerted.insert(a.sensor.value);
            if (then->state == gis::AlertState::raised) fresh.push_back(&a);
        }
    if (shown(frame, "live.sensors"))
        for (const gis::Sensor& s : frame.world.sensors()) {
            if (alerted.contains(s.id.value) || !passes(sensor_list(), s.id.value)) continue;
            const auto then = cursor ? sensor_at(frame.world, frame.catalog, s, *cursor) : std::optional(s);
            auto marker = then ? sensor_marker(paint, *then) : std::nullopt;
            if (marker && !cursor && gis::mute_of(frame.desk.alerting(), s.id, frame.now)) marker->alpha = muted_alpha;
            put(base_, std::move(marker));
        }
    std::ranges::sort(fresh, [](const gis::Alert* a, const gis::Alert* b) { return a->raised_at > b->raised_at; });
    const Colors& c = frame.theme.colors;
    for (std::size_t i = 0; i < std::min(fresh.size(), max_callouts); ++i) {
        const auto at = frame.plane.plane_from_lonlat(fresh[i]->place);
        if (!at) continue;
        const std::string time = frame.language.moment(fresh[i]->raised_at, frame.now, frame.zone);
        const gis::Text line{fresh[i]->occurrences > 1 ? "panels.map.incident" : "panels.map.alert_since",
                             {{"n", std::to_string(fresh[i]->occurrences)}, {"time", time}}};
        base_.callouts.push_back({*at, gis::alert_title(*fresh[i], frame.catalog, frame.language), frame.tr(line), c.surface1, c.family(Family::danger).full, c.text_strong, c.text_normal});
    }
}

// Duties late or due within four weeks, where no intervention is made for them yet. The past knew other dates: not in a replay.
void OverlayBuilder::add_due(Frame& frame) {
    if (!shown(frame, "live.due") || frame.view.time_cursor) return;
    due_.sync(frame.world, frame.catalog, frame.zone, frame.now, frame.school_zone());
    const MarkerPaint paint = paint_of(frame);
    const auto& domains = frame.view.filter.domains;
    const auto until = due_.today() + due_on_map;
    std::set<std::uint64_t> marked;  // one mark for an asset: the most pressing, which comes first
    for (const gis::DueLine& line : due_.lines()) {
        if (!line.work.due || *line.work.due > until) break;
        const gis::Asset* asset = line.work.duty && !line.work.open ? frame.world.find(line.work.asset) : nullptr;
        if (!asset || (!domains.empty() && !domains.contains(gis::due_domain(line, frame.world, frame.catalog)))) continue;
        if (!marked.insert(asset->id.value).second) continue;
        put(base_, due_marker(paint, *asset, gis::due_icon(line, frame.world, frame.catalog), line.overdue(due_.today())));
    }
}

void OverlayBuilder::add_crew_route(Frame& frame, const gis::Crew& crew, render::Marker& marker) {
    const gis::Intervention* job = crew.current ? frame.world.find(crew.current) : nullptr;
    if (job == nullptr || crew.status != gis::CrewStatus::en_route || frame.view.time_cursor) return;
    const auto to = frame.plane.plane_from_lonlat(job->place);
    if (!to) return;
    const auto route = frame.roads.empty() ? std::nullopt : roads_at(frame, frame.now).route(marker.at, *to);
    if (!route) return;
    marker.flag_weak = frame.language.duration(std::max(route->time, gis::Seconds{60}));
    render::RouteLine line;
    line.points = route->line;
    line.color = frame.theme.colors.family(Family::active).full;
    line.halo = frame.theme.colors.selection_halo;
    line.width_px = 3.5f;
    base_.routes.push_back(std::move(line));
}

void OverlayBuilder::add_crews(Frame& frame) {
    next_change_.reset();
    if (!shown(frame, "live.crews")) return;
    const ListContext context{frame.world, work_, frame.catalog, frame.language, frame.zone, frame.now, today_of(frame), frame.view.time_cursor};
    const MarkerPaint paint = paint_of(frame);
    for (const gis::Crew& now_known : frame.world.crews()) {
        if (crew_list().passes != nullptr && !crew_list().passes(context, frame.view.filter, now_known.id.value)) continue;
        const auto crew = frame.view.time_cursor ? crew_at(frame.world, now_known, *frame.view.time_cursor) : std::optional(now_known);
        if (!crew) continue;
        const auto trail = frame.world.trail(crew->id);
        const bool stands = frame.view.time_cursor || frame.settings.reduce_motion;  // at its last fix, without gliding there
        auto marker = crew_marker(paint, *crew, stands ? std::span<const gis::Position>{} : trail);
        if (!marker) continue;
        add_crew_route(frame, *crew, *marker);
        base_.markers.push_back(std::move(*marker));
        if (crew->fix_at) {
            const gis::Time old_at = *crew->fix_at + stale_fix_after;
            if (old_at > frame.now && (!next_change_ || old_at < *next_change_)) next_change_ = old_at;
        }
        render::Trail line;
        for (const gis::Position& p : trail) {
            if (frame.view.time_cursor && p.at > *frame.view.time_cursor) break;
            if (const auto at = frame.plane.plane_from_lonlat(p.place)) line.points.push_back(*at);
        }
        line.color = frame.theme.colors.crew;
        const bool wanted = frame.view.time_cursor || frame.view.selection.contains({gis::EntityKind::crew, crew->id.value});
        if (wanted && line.points.size() > 1 && shown(frame, "live.trails")) base_.trails.push_back(std::move(line));
    }
}

void OverlayBuilder::add_over(Frame& frame, const Over& over) {
    render::Overlay overlay = base_;
    for (const gis::EntityRef ref : over.selected) {
        const auto at = place_of(frame.world, frame.plane, ref);
        if (at) overlay.sights.push_back(*at);
        const std::uint64_t key = marker_key(ref);
        // What is chosen stays itself: it never dissolves into a cluster.
        for (render::Marker& m : overlay.markers)
            if (m.key == key) m.clusters = false;
    }
    if (over.hovered) overlay.hovered.push_back(marker_key(over.hovered));
    overlay.measure = over.extras.measure;
    overlay.lasso = over.extras.lasso;
    if (suggestion_.route) overlay.routes.push_back(*suggestion_.route);
    recolor(overlay, frame.view.color_vision);
    overlay.revision = ++revision_;
    frame.map.set_overlay(std::move(overlay));
}

bool OverlayBuilder::update(Frame& frame, const OverlayExtras& extras) {
    const bool minute_matters = next_change_ && frame.now >= *next_change_;
    Inputs inputs{frame.world.revision(), frame.view.filter, frame.view.hidden_layers, frame.theme.night, frame.settings.reduce_motion, frame.theme.scale,
                  frame.language.code(), frame.view.time_cursor, minute_of(frame.now) * int(minute_matters), frame.view.color_vision, frame.desk.alerting_revision()};
    inputs.filter.text.clear();  // the search of a list does not empty the map
    Over over{frame.view.selection.entities, frame.view.hovered, extras};
    const bool changed = !(inputs == inputs_), over_changed = !(over == over_) || frame.map.overlay_revision() != revision_;
    const bool suggested = suggestion_.update(frame);
    if (!changed && !over_changed && !suggested) return false;
    if (changed) {
        inputs_ = inputs;
        ++rebuilds_;
        work_.sync(frame.world);
        const Colors& c = frame.theme.colors;
        base_ = {};
        base_.cluster_ground = c.surface1;
        base_.cluster_text = c.text_strong;
        base_.sight = c.selection;
        base_.sight_halo = c.selection_halo;
        base_.flag_ground = c.crew_flag;
        base_.flag_text = c.text_strong;
        base_.flag_weak = c.text_weak;
        base_.flag_border = c.line_strong;
        base_.accent = c.accent;
        for (std::size_t i = 0; i < base_.families.size(); ++i) base_.families[i] = c.families[i].full;
        add_markers(frame);
        add_due(frame);
        add_crews(frame);
    }
    over_ = over;
    add_over(frame, over);
    return true;
}

} // namespace vigie::panels
