#include "panels/inspect/focus.hpp"

#include <algorithm>

namespace vigie::panels {

namespace {

constexpr double street_units_per_px = 0.5;   // about 1:1,900 on a common screen
constexpr double edge_px = 24;

bool on_screen(const render::Camera& camera, gis::PlanePoint at) {
    const render::PxPoint p = camera.screen_from_plane(at);
    return p.x >= edge_px && p.y >= edge_px && p.x <= camera.width - edge_px && p.y <= camera.height - edge_px;
}

} // namespace

std::optional<gis::LonLat> place_of(const gis::World& world, gis::EntityRef ref) {
    using gis::EntityKind;
    const auto of = [&](auto id) -> std::optional<gis::LonLat> {
        const auto* e = world.find(id);
        if (!e) return {};
        return e->place;
    };
    switch (ref.kind) {
    case EntityKind::asset: {
        const gis::Asset* asset = world.find(gis::AssetId{ref.id});
        return asset ? asset->geometry.anchor() : std::nullopt;
    }
    case EntityKind::crew: {
        const gis::Crew* crew = world.find(gis::CrewId{ref.id});
        return crew ? crew->place : std::nullopt;
    }
    case EntityKind::sensor: return of(gis::SensorId{ref.id});
    case EntityKind::alert: return of(gis::AlertId{ref.id});
    case EntityKind::report: return of(gis::ReportId{ref.id});
    case EntityKind::request: return of(gis::RequestId{ref.id});
    case EntityKind::intervention: return of(gis::InterventionId{ref.id});
    case EntityKind::building: return of(gis::BuildingId{ref.id});
    case EntityKind::meter: return of(gis::MeterId{ref.id});
    case EntityKind::agent: case EntityKind::vehicle: case EntityKind::shift: case EntityKind::absence: return {};
    }
    return {};
}

void select(Frame& frame, gis::EntityRef ref, bool add) {
    auto& chosen = frame.view.selection;
    chosen.feature.reset();
    if (!add) chosen.entities.assign(1, ref);
    else if (const auto it = std::find(chosen.entities.begin(), chosen.entities.end(), ref); it != chosen.entities.end())
        chosen.entities.erase(it);
    else chosen.entities.push_back(ref);
    if (chosen.entities.empty()) return;
    frame.view.right_open = true;
    const auto place = place_of(frame.world, ref);
    const auto at = place ? frame.plane.plane_from_lonlat(*place) : std::nullopt;
    render::CameraRig& rig = frame.view.rig;
    if (at && rig.camera.width > 0 && !on_screen(rig.camera, *at)) rig.centre_on(*at);
}

void frame_on(Frame& frame, gis::LonLat place) {
    const auto at = frame.plane.plane_from_lonlat(place);
    if (!at) return;
    const double now = frame.view.rig.camera.units_per_px;
    frame.view.rig.centre_on(*at, std::min(now, street_units_per_px));
}

void frame_on(Frame& frame, gis::EntityRef ref) {
    if (const auto place = place_of(frame.world, ref)) frame_on(frame, *place);
}

} // namespace vigie::panels
