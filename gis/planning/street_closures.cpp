#include "gis/planning/street_closures.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>

#include "gis/layers/plane_shapes.hpp"
#include "gis/planning/calendar.hpp"
#include "gis/planning/recurrence.hpp"

namespace vigie::gis {
namespace {

constexpr double beside_m = 5;           // a closure is drawn along the street, not exactly on it
constexpr double sample_m = 2;           // along a stretch of street
constexpr double long_enough_m = 15;     // of a stretch that is covered: a crossing street is met over less
constexpr double point_m = 8;            // a closure of one point
constexpr std::size_t most_samples = 2000;
constexpr std::size_t most_graphs = 16;  // each holds the commune's streets and its shortest times
constexpr std::size_t most_days = 1000;
constexpr int everlasting_years = 50;

std::string attribute(const Asset& asset, std::string_view name) {
    const auto found = std::ranges::find(asset.attributes, name, &Attribute::name);
    return found == asset.attributes.end() ? std::string() : found->value;
}

// A closure in the plane of the map.
struct Barrier {
    GeometryType type = GeometryType::none;
    std::vector<std::vector<PlanePoint>> parts;
    PlaneBox box;

    [[nodiscard]] bool covers(PlanePoint p, double beside) const {
        if (p.x < box.min_x - beside || p.x > box.max_x + beside || p.y < box.min_y - beside || p.y > box.max_y + beside) return false;
        bool inside = false;
        for (const auto& part : parts) {
            if (type == GeometryType::point && std::ranges::any_of(part, [&](PlanePoint q) { return std::hypot(q.x - p.x, q.y - p.y) <= beside; })) return true;
            for (std::size_t i = 1; i < part.size(); ++i) {
                const auto a = part[i - 1], b = part[i];
                if (type == GeometryType::line && distance_to_side(p, a, b) <= beside) return true;
                if (type == GeometryType::polygon && (a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x) inside = !inside;
            }
        }
        return inside;
    }
};

Barrier barrier_of(const Geometry& g, const MapPlane& plane) {
    Barrier out{g.type, {}, {}};
    for (std::size_t part = 0; part < std::max<std::size_t>(1, g.parts.size()); ++part) {
        const std::size_t from = g.parts.empty() ? 0 : g.parts[part], to = part + 1 < g.parts.size() ? g.parts[part + 1] : g.points.size();
        auto& ring = out.parts.emplace_back();
        for (std::size_t i = from; i < std::min(to, g.points.size()); ++i)
            if (const auto p = plane.plane_from_lonlat(g.points[i])) {
                ring.push_back(*p);
                out.box.include(p->x, p->y);
            }
        if (g.type == GeometryType::polygon && !ring.empty() && !(ring.front() == ring.back())) ring.push_back(ring.front());
    }
    return out;
}

// Over enough of its length, or over most of a short one.
bool closes(const Barrier& barrier, std::span<const PlanePoint> line, double metres_per_unit) {
    const double beside = (barrier.type == GeometryType::point ? point_m : beside_m) / metres_per_unit;
    PlaneBox box;
    double length = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        box.include(line[i].x, line[i].y);
        if (i) length += std::hypot(line[i].x - line[i - 1].x, line[i].y - line[i - 1].y);
    }
    const PlaneBox wide{barrier.box.min_x - beside, barrier.box.min_y - beside, barrier.box.max_x + beside, barrier.box.max_y + beside};
    if (barrier.box.empty() || !box.intersects(wide) || length <= 0) return false;
    const double step = std::max(sample_m / metres_per_unit, length / static_cast<double>(most_samples));
    double covered = 0;
    for (std::size_t i = 1; i < line.size(); ++i) {
        const auto a = line[i - 1], b = line[i];
        const double piece = std::hypot(b.x - a.x, b.y - a.y);
        const auto samples = static_cast<std::size_t>(std::max(1.0, std::ceil(piece / step)));
        for (std::size_t k = 0; k < samples; ++k) {
            const double t = (static_cast<double>(k) + 0.5) / static_cast<double>(samples);
            if (barrier.covers({a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)}, beside)) covered += piece / static_cast<double>(samples);
        }
    }
    if (barrier.type == GeometryType::point) return covered > 0;
    return covered >= std::min(0.6 * length, long_enough_m / metres_per_unit);
}

} // namespace

bool StreetClosure::holds(std::chrono::local_days day) const {
    if (day < from || day > to) return false;
    if (rule.empty()) return true;
    const auto days = occurrences({.rule = rule, .first = from, .except = {}, .season = {}}, day, day);
    return days && !days->empty();
}

std::vector<StreetClosure> street_closures(const World& world) {
    std::vector<StreetClosure> out;
    for (const auto& asset : world.assets()) {
        if (asset.kind != closure_kind || asset.geometry.points.empty()) continue;
        const auto first = attribute(asset, "debut"), last = attribute(asset, "fin"), rule = attribute(asset, "recurrence");
        const auto from = first.empty() ? std::optional(std::chrono::local_days{std::chrono::year{1970} / 1 / 1}) : read_day(first);
        if (!from) continue;
        const auto to = last.empty() ? std::optional(*from + std::chrono::days{366 * 2 * everlasting_years}) : read_day(last);
        if (to && *to >= *from) out.push_back({asset.id, asset.geometry, *from, *to, rule});
    }
    return out;
}

struct OpenRoads::Impl {
    RoadGraph roads;
    MapPlane plane;
    std::vector<StreetClosure> closures;
    std::vector<Barrier> barriers;  // of each
    std::string zone;
    TravelTime always;

    struct Day {
        RoadGraph roads;
        TravelTime travel;
    };
    mutable std::mutex lock;
    mutable std::map<std::vector<char>, std::shared_ptr<const Day>> by_closures;  // which are in force
    mutable std::map<std::chrono::local_days, std::shared_ptr<const Day>> days;

    [[nodiscard]] Day make(const std::vector<char>& in_force) const {
        const auto open = roads.without([&](std::span<const PlanePoint> line) {
            for (std::size_t i = 0; i < barriers.size(); ++i)
                if (in_force[i] && closes(barriers[i], line, plane.metres_per_unit(line.front()))) return true;
            return false;
        });
        return {open, road_travel(open, plane)};
    }

    using DayPtr = std::shared_ptr<const Day>;

    // Days are few (a board shows seven), sets of closures fewer.
    [[nodiscard]] DayPtr on(std::chrono::local_days day) const {
        const std::lock_guard guard(lock);
        if (const auto known = days.find(day); known != days.end()) return known->second;
        std::vector<char> in_force;
        for (const auto& closure : closures) in_force.push_back(closure.holds(day));
        if (by_closures.size() >= most_graphs || days.size() >= most_days) {
            by_closures.clear();
            days.clear();
        }
        auto& made = by_closures[in_force];
        if (!made) made = std::make_shared<const Day>(std::ranges::find(in_force, 1) == in_force.end() ? Day{roads, always} : make(in_force));
        return days[day] = made;
    }

    [[nodiscard]] std::vector<std::int32_t> table(std::span<const LonLat> places, Time from, Time to) const {
        std::vector<PlanePoint> at;
        for (const LonLat place : places) {
            const auto p = plane.plane_from_lonlat(place);
            if (!p || roads.empty()) return {};
            at.push_back(*p);
        }
        std::vector<DayPtr> seen;
        std::vector<std::int32_t> out(at.size() * at.size(), 0);
        for (auto day = local_day(from, zone); day <= local_day(to - Millis{1}, zone); day += std::chrono::days{1}) {
            if (const auto today = on(day); std::ranges::find(seen, today) == seen.end()) {
                seen.push_back(today);
                const auto times = today->roads.matrix(at);
                for (std::size_t i = 0; i < out.size(); ++i) out[i] = std::max(out[i], times[i]);
            }
        }
        return out;
    }
};

OpenRoads::OpenRoads(RoadGraph roads, MapPlane plane, std::vector<StreetClosure> closures, std::string zone) {
    auto impl = std::make_shared<Impl>(std::move(roads), std::move(plane), std::move(closures), std::vector<Barrier>{}, std::move(zone), TravelTime{});
    for (const auto& closure : impl->closures) impl->barriers.push_back(barrier_of(closure.where, impl->plane));
    impl->always = road_travel(impl->roads, impl->plane);
    impl_ = std::move(impl);
}

RoadGraph OpenRoads::on(std::chrono::local_days day) const { return impl_ ? impl_->on(day)->roads : RoadGraph(); }
RoadGraph OpenRoads::at(Time t) const { return impl_ ? on(local_day(t, impl_->zone)) : RoadGraph(); }

TravelTime OpenRoads::travel() const {
    if (!impl_) return straight_travel;
    const auto always = [impl = impl_](LonLat from, LonLat to) { return impl->always(from, to); };
    TravelTime::Dated dated;
    if (!impl_->closures.empty()) dated = [impl = impl_](LonLat from, LonLat to, Time at) { return impl->on(local_day(at, impl->zone))->travel(from, to); };
    return {always, std::move(dated), [impl = impl_](std::span<const LonLat> places, Time from, Time to) { return impl->table(places, from, to); }};
}

} // namespace vigie::gis
