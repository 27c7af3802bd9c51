#include "panels/overlay/markers.hpp"

#include "panels/overlay/marker_key.hpp"
#include "render/icons.hpp"
#include "render/state_glyphs.hpp"

namespace vigie::panels {

namespace {

using gis::EntityKind;
using render::Marker;
using render::MarkerShape;

constexpr float stale_alpha = 0.55f;

std::optional<Marker> at_place(const MarkerPaint& paint, gis::EntityRef ref, gis::LonLat place, MarkerOrder order) {
    const auto point = paint.plane.plane_from_lonlat(place);
    if (!point) return {};
    Marker m;
    m.key = marker_key(ref);
    m.at = m.from = *point;
    m.halo = paint.colors.selection_halo;
    m.order = static_cast<int>(order);
    return m;
}

// A full state is filled with its family's colour; any other is hollow: ground inside, family colour for line and sign.
void paint_shape(const MarkerPaint& paint, Marker& m, const StatusLook& look) {
    const StateFamily& family = paint.colors.family(look.family);
    const bool warn = look.family == Family::warn;
    const bool full = render::is_full(look.glyph) || look.glyph == render::Glyph::half;
    m.fill = full ? family.full : paint.colors.surface1;
    m.edge = full ? (warn ? paint.colors.warn_edge : family.full) : family.full;
    m.glyph_color = full ? family.glyph : family.full;
    m.family = static_cast<std::uint8_t>(look.family);
}

void paint_badge(const MarkerPaint& paint, Marker& m, const StatusLook& look) {
    const StateFamily& family = paint.colors.family(look.family);
    m.badge = look.glyph;
    m.badge_outline = look.outline;
    m.badge_fill = family.full;
    m.badge_glyph = family.glyph;
    if (look.family == Family::warn) m.badge_edge = paint.colors.warn_edge;
}

std::uint32_t domain_icon(const MarkerPaint& paint, const std::string& domain) {
    const gis::Domain* d = paint.catalog.domain(domain);
    return d != nullptr ? render::icon_codepoint(d->icon) : 0;
}

} // namespace

std::optional<Marker> report_marker(const MarkerPaint& paint, const gis::Report& report) {
    auto m = at_place(paint, {EntityKind::report, report.id.value}, report.place, MarkerOrder::report);
    if (!m) return m;
    const StatusLook look = look_of(report.state);
    m->shape = MarkerShape::drop;
    paint_shape(paint, *m, look);
    paint_badge(paint, *m, look);
    const gis::ReportCategory* category = paint.catalog.report_category(report.category);
    if (category != nullptr) m->icon = render::icon_codepoint(category->icon);
    if (m->icon == 0 && category != nullptr) m->icon = domain_icon(paint, category->domain);
    if (m->icon == 0) m->icon = render::icon_codepoint(kind_icon(EntityKind::report));
    return m;
}

std::optional<Marker> intervention_marker(const MarkerPaint& paint, const gis::Intervention& what) {
    auto m = at_place(paint, {EntityKind::intervention, what.id.value}, what.place, MarkerOrder::intervention);
    if (!m) return m;
    m->shape = MarkerShape::square;
    paint_shape(paint, *m, look_of(what.state));
    const gis::InterventionTemplate* kind = paint.catalog.intervention(what.kind);
    if (kind != nullptr) m->icon = render::icon_codepoint(kind->icon);
    if (m->icon == 0) m->icon = render::icon_codepoint(kind_icon(EntityKind::intervention));
    return m;
}

std::optional<Marker> due_marker(const MarkerPaint& paint, const gis::Asset& asset, std::string_view icon, bool overdue) {
    const auto anchor = asset.geometry.anchor();
    if (!anchor) return {};
    auto m = at_place(paint, {EntityKind::asset, asset.id.value}, *anchor, MarkerOrder::due);
    if (!m) return m;
    m->shape = MarkerShape::square;
    paint_shape(paint, *m, {.key = {}, .outline = Outline::square, .glyph = render::Glyph::clock, .family = overdue ? Family::danger : Family::warn});
    if (!overdue) m->edge = m->glyph_color = paint.colors.warn_edge;
    m->icon = render::icon_codepoint(icon);
    if (m->icon == 0) m->glyph = render::Glyph::clock;
    if (overdue) paint_badge(paint, *m, {.key = {}, .outline = Outline::triangle, .glyph = render::Glyph::bang, .family = Family::danger});
    else paint_badge(paint, *m, {.key = {}, .outline = Outline::circle, .glyph = render::Glyph::clock, .family = Family::warn});
    return m;
}

std::optional<Marker> sensor_marker(const MarkerPaint& paint, const gis::Sensor& sensor) {
    auto m = at_place(paint, {EntityKind::sensor, sensor.id.value}, sensor.place, MarkerOrder::sensor);
    if (!m) return m;
    const StatusLook look = look_of(sensor.state);
    paint_shape(paint, *m, look);
    const gis::SensorKind* kind = paint.catalog.sensor_kind(sensor.kind);
    switch (sensor.state) {
        case gis::SensorState::normal: m->shape = MarkerShape::circle; break;
        case gis::SensorState::watch: m->shape = MarkerShape::lozenge; break;
        case gis::SensorState::alarm: m->shape = MarkerShape::triangle; break;
        case gis::SensorState::silent: case gis::SensorState::never_seen: m->shape = MarkerShape::dashed_circle; break;
        case gis::SensorState::out_of_service: m->shape = MarkerShape::square_cross; break;
    }
    if (kind != nullptr && sensor.state <= gis::SensorState::alarm) m->icon = render::icon_codepoint(kind->icon);
    if (m->icon == 0) m->glyph = look.glyph;
    if (sensor.state == gis::SensorState::alarm && sensor.last_value)
        m->caption = paint.language.quantity(*sensor.last_value, kind != nullptr ? kind->decimals : 1, sensor.unit);
    return m;
}

std::optional<Marker> alert_marker(const MarkerPaint& paint, const gis::Alert& alert) {
    auto m = at_place(paint, {EntityKind::alert, alert.id.value}, alert.place, MarkerOrder::alert);
    if (!m) return m;
    m->shape = MarkerShape::alert_triangle;
    paint_shape(paint, *m, look_of(alert.state));
    const gis::SensorKind* kind = paint.catalog.sensor_kind(alert.kind);
    if (kind != nullptr) m->icon = render::icon_codepoint(kind->icon);
    if (m->icon == 0) m->glyph = render::Glyph::bang;
    m->clusters = false;
    m->pulses = alert.state == gis::AlertState::raised;
    m->from_time = alert.raised_at;
    m->at_time = alert.raised_at;
    return m;
}

std::optional<Marker> crew_marker(const MarkerPaint& paint, const gis::Crew& crew, std::span<const gis::Position> trail) {
    if (!crew.place) return {};
    auto m = at_place(paint, {EntityKind::crew, crew.id.value}, *crew.place, MarkerOrder::crew);
    if (!m) return m;
    const bool stale = !crew.fix_at || paint.now - *crew.fix_at > stale_fix_after;
    m->shape = MarkerShape::disc;
    m->fill = paint.colors.crew;
    m->edge = paint.colors.crew;
    m->glyph_color = paint.colors.on_crew;
    m->icon = render::icon_codepoint(kind_icon(EntityKind::crew));
    m->clusters = false;
    paint_badge(paint, *m, stale ? stale_position() : look_of(crew.status));
    m->flag = crew.name;
    if (crew.heading_deg && !stale) m->heading_deg = static_cast<float>(*crew.heading_deg);
    if (stale) {
        m->alpha = stale_alpha;
        if (crew.fix_at) m->flag_weak = paint.language.age(*crew.fix_at, paint.now);
    }
    if (trail.size() >= 2 && crew.fix_at && !stale) {
        const gis::Position& before = trail[trail.size() - 2];
        if (const auto from = paint.plane.plane_from_lonlat(before.place)) {
            m->from = *from;
            // Shown one interval late, so that the marker glides between two known fixes and never past the last.
            m->from_time = trail.back().at;
            m->at_time = trail.back().at + (trail.back().at - before.at);
        }
    }
    return m;
}

} // namespace vigie::panels
