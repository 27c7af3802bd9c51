#include "gis/rules/asset_near.hpp"

#include <algorithm>
#include <cmath>

namespace vigie::gis {

namespace {

constexpr double metres_per_degree = 111'195;  // of a sphere of the mean radius
constexpr double rad = 3.14159265358979323846 / 180;

// Flat metres around a place: exact enough over the few hundred metres looked at.
struct Flat {
    LonLat origin;
    double across;
    explicit Flat(LonLat o) : origin(o), across(std::cos(o.lat * rad) * metres_per_degree) {}
    [[nodiscard]] PlanePoint of(LonLat p) const { return {(p.lon - origin.lon) * across, (p.lat - origin.lat) * metres_per_degree}; }
};

// From the origin to the piece of line a-b.
double to_segment(PlanePoint a, PlanePoint b) {
    const double dx = b.x - a.x, dy = b.y - a.y, length2 = dx * dx + dy * dy;
    const double t = length2 > 0 ? std::clamp(-(a.x * dx + a.y * dy) / length2, 0.0, 1.0) : 0;
    return std::hypot(a.x + t * dx, a.y + t * dy);
}

// Whether a line from the origin to the right crosses the edge (even–odd rule: holes come out by themselves).
bool crosses(PlanePoint a, PlanePoint b) {
    if ((a.y > 0) == (b.y > 0)) return false;
    return a.x + (0 - a.y) / (b.y - a.y) * (b.x - a.x) > 0;
}

} // namespace

std::optional<double> metres_to(const Geometry& shape, LonLat place) {
    if (shape.points.empty()) return {};
    const Flat flat(place);
    double best = 1e300;
    bool inside = false;
    if (shape.type == GeometryType::point || shape.points.size() == 1) {
        for (const LonLat p : shape.points) {
            const PlanePoint at = flat.of(p);
            best = std::min(best, std::hypot(at.x, at.y));
        }
        return best;
    }
    for (std::size_t part = 0; part < std::max<std::size_t>(1, shape.parts.size()); ++part) {
        const std::size_t from = shape.parts.empty() ? 0 : shape.parts[part];
        const std::size_t to = part + 1 < shape.parts.size() ? shape.parts[part + 1] : shape.points.size();
        for (std::size_t i = from; i + 1 < to && i + 1 < shape.points.size(); ++i) {
            const PlanePoint a = flat.of(shape.points[i]), b = flat.of(shape.points[i + 1]);
            best = std::min(best, to_segment(a, b));
            if (shape.type == GeometryType::polygon && crosses(a, b)) inside = !inside;
        }
    }
    return inside ? 0 : best;
}

std::vector<NearAsset> assets_near(const World& world, const Catalog& catalog, std::string_view category, LonLat place, std::size_t limit) {
    std::vector<NearAsset> found;
    const ReportCategory* about = catalog.report_category(category);
    if (!about || about->asset_kinds.empty() || place == LonLat{}) return found;
    for (const Asset& asset : world.assets()) {
        if (std::ranges::find(about->asset_kinds, asset.kind) == about->asset_kinds.end()) continue;
        const auto metres = metres_to(asset.geometry, place);
        if (metres && *metres <= about->asset_reach_m) found.push_back({asset.id, *metres});
    }
    std::ranges::sort(found, [](const NearAsset& a, const NearAsset& b) { return a.distance_m != b.distance_m ? a.distance_m < b.distance_m : a.asset < b.asset; });
    if (found.size() > limit) found.resize(limit);
    return found;
}

AssetId asset_meant(const std::vector<NearAsset>& near) {
    if (near.empty()) return {};
    if (near.size() == 1 || near[1].distance_m >= 2 * near[0].distance_m) return near[0].asset;
    return near[0].distance_m <= sure_m && near[1].distance_m > sure_m ? near[0].asset : AssetId{};
}

} // namespace vigie::gis
