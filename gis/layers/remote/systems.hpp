// Coordinate systems of services: by EPSG code, between them and the plane of the map. Values; any thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "gis/layers/crs.hpp"
#include "gis/layers/guess_crs.hpp"

namespace vigie::gis::remote {

class ServiceSystem {
public:
    // Projected, or degrees of WGS 84; nothing for another.
    static std::optional<ServiceSystem> create(int epsg);
    [[nodiscard]] int epsg() const { return epsg_; }
    [[nodiscard]] bool geographic() const { return !plane_; }
    // In place, interleaved; NaN where it cannot be.
    void from_plane(const MapPlane& plane, std::span<double> xy) const;
    void to_plane(const MapPlane& plane, std::span<double> xy) const;

private:
    int epsg_ = 0;
    std::optional<MapPlane> plane_;
};

// The plane's own, else the web's, else degrees, else the first that can be used.
[[nodiscard]] std::optional<ServiceSystem> best_system(const std::vector<int>& offered, int plane_epsg);

// Where the plane of the map is meant to be used, cut to `extent`: in the plane. Empty when they do not meet.
[[nodiscard]] PlaneBox bounds_in(const MapPlane& plane, const std::optional<LonLatBox>& extent);

// The address that a service states for itself when it is on the host we reached it at, else the one that we know works
// (behind proxies services state inner names).
[[nodiscard]] std::string own_url(const std::string& stated, const std::string& reached);

} // namespace vigie::gis::remote
