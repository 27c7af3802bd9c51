#include "gis/layers/remote/systems.hpp"

#include <ogr_spatialref.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "gis/layers/remote/address.hpp"
#include "gis/layers/remote/capabilities.hpp"

namespace vigie::gis::remote {

int epsg_of(std::string_view system) {
    if (system.find("CRS84") != std::string_view::npos) return 4326;
    if (system.find("EPSG") == std::string_view::npos) return 0;
    const auto begin = system.find_last_of(":/");
    if (begin == std::string_view::npos) return 0;
    int epsg = 0;
    const auto read = std::from_chars(system.data() + begin + 1, system.data() + system.size(), epsg);
    if (read.ec != std::errc() || read.ptr != system.data() + system.size() || epsg <= 0) return 0;
    return epsg == 900913 || epsg == 102100 || epsg == 3785 ? mercator : epsg;
}

bool north_first(int epsg) {
    OGRSpatialReference srs;
    if (srs.importFromEPSGA(epsg) != OGRERR_NONE) return false;
    return srs.EPSGTreatsAsLatLong() || srs.EPSGTreatsAsNorthingEasting();
}

std::optional<ServiceSystem> ServiceSystem::create(int epsg) {
    ServiceSystem s;
    s.epsg_ = epsg;
    if (epsg == 4326) return s;
    auto plane = MapPlane::create(epsg);
    if (!plane) return {};
    s.plane_ = *plane;
    return s;
}

void ServiceSystem::from_plane(const MapPlane& plane, std::span<double> xy) const {
    if (plane.epsg() == epsg_) return;
    plane.lonlat_from_plane(xy);
    if (plane_) plane_->plane_from_lonlat(xy);
}

void ServiceSystem::to_plane(const MapPlane& plane, std::span<double> xy) const {
    if (plane.epsg() == epsg_) return;
    if (plane_) plane_->lonlat_from_plane(xy);
    plane.plane_from_lonlat(xy);
}

std::optional<ServiceSystem> best_system(const std::vector<int>& offered, int plane_epsg) {
    for (const int wanted : {plane_epsg, mercator, 4326})
        if (std::ranges::find(offered, wanted) != offered.end())
            if (auto system = ServiceSystem::create(wanted)) return system;
    for (const int epsg : offered)
        if (auto system = ServiceSystem::create(epsg)) return system;
    return {};
}

PlaneBox bounds_in(const MapPlane& plane, const std::optional<LonLatBox>& extent) {
    LonLatBox box{-180, -85.05, 180, 85.05};
    OGRSpatialReference srs;
    if (srs.importFromEPSG(plane.epsg()) == OGRERR_NONE) {
        LonLatBox use;
        const char* name = nullptr;
        if (srs.GetAreaOfUse(&use.min_x, &use.min_y, &use.max_x, &use.max_y, &name) && use.min_x < use.max_x) box = use;
    }
    if (extent) box = {std::max(box.min_x, extent->min_x), std::max(box.min_y, extent->min_y), std::min(box.max_x, extent->max_x), std::min(box.max_y, extent->max_y)};
    PlaneBox bounds;
    if (box.empty()) return bounds;
    constexpr int steps = 16;
    std::vector<double> edge;
    for (int i = 0; i <= steps; ++i) {
        const double x = box.min_x + box.width() * i / steps, y = box.min_y + box.height() * i / steps;
        edge.insert(edge.end(), {x, box.min_y, x, box.max_y, box.min_x, y, box.max_x, y});
    }
    plane.plane_from_lonlat(edge);
    for (std::size_t i = 0; i + 1 < edge.size(); i += 2)
        if (std::isfinite(edge[i]) && std::isfinite(edge[i + 1])) bounds.include(edge[i], edge[i + 1]);
    return bounds;
}

std::string own_url(const std::string& stated, const std::string& reached) {
    if (stated.empty() || host_of(stated) != host_of(reached)) return reached;
    return reached.substr(0, reached.find("://")) + stated.substr(stated.find("://"));
}

} // namespace vigie::gis::remote
