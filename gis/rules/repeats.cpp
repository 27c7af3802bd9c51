#include "gis/rules/repeats.hpp"

#include <algorithm>

namespace vigie::gis {

namespace {

constexpr double usual_radius_m = 50;

} // namespace

Repeats repeats_of(const World& world, const Catalog& catalog, const Report& report) {
    const ReportCategory* category = catalog.report_category(report.category);
    const double radius = category && category->duplicate_radius_m > 0 ? category->duplicate_radius_m : usual_radius_m;
    Repeats out;
    out.by_asset = bool(report.asset);
    std::vector<const Report*> found;
    for (const Report& other : world.reports()) {
        if (other.id == report.id || other.received_at > report.received_at || report.received_at - other.received_at > repeat_period) continue;
        // Told by several people and not dealt with yet: the same time, not another one.
        const bool waits = other.state == ReportState::received || other.state == ReportState::qualified;
        if (waits && report.received_at - other.received_at < same_time) continue;
        if (other.state == ReportState::duplicate || other.state == ReportState::rejected || other.id == report.duplicate_of) continue;
        const bool same_asset = report.asset && other.asset == report.asset;
        const bool other_asset = report.asset && other.asset && !same_asset;
        const bool same_place = !other_asset && !report.category.empty() && other.category == report.category &&
                                report.place != LonLat{} && other.place != LonLat{} && distance_m(report.place, other.place) <= radius;
        if (same_asset || same_place) found.push_back(&other);
    }
    std::ranges::sort(found, [](const Report* a, const Report* b) { return a->received_at != b->received_at ? a->received_at > b->received_at : b->id < a->id; });
    for (const Report* r : found) out.earlier.push_back(r->id);
    return out;
}

} // namespace vigie::gis
