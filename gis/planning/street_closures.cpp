#include "gis/planning/street_closures.hpp"

#include <algorithm>
#include <array>
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

std::optional<std::pair<Seconds, Seconds>> read_hours(std::string_view text) {
    std::array<int, 4> numbers{};  // hours and minutes of the first time, then of the second
    std::size_t which = 0;
    bool any = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c >= '0' && c <= '9') {
            if (which >= numbers.size() || numbers[which] > 99) return std::nullopt;
            numbers[which] = numbers[which] * 10 + (c - '0');
            any = true;
        } else if (c == ':' || c == 'h' || c == 'H') {
            if (!any || which % 2 == 1) return std::nullopt;
            ++which;
        } else if (c == '-' || text.substr(i).starts_with("\u2013")) {  // an en dash is as good
            if (!any || which >= 2) return std::nullopt;
            which = 2;
            any = false;
            if (c != '-') i += 2;
        } else if (text.substr(i).starts_with("\u00A0") || text.substr(i).starts_with("\u202F")) {
            i += c == '\xC2' ? 1 : 2;
        } else if (c != ' ') {
            return std::nullopt;
        }
    }
    const auto time = [&](std::size_t at) { return Seconds{numbers[at] * 3600 + numbers[at + 1] * 60}; };
    if (which < 2 || !any || numbers[1] > 59 || numbers[3] > 59 || time(0) >= std::chrono::hours{24} || time(2) > std::chrono::hours{24} || time(0) == time(2)) return std::nullopt;
    return std::pair(time(0), time(2));
}

std::vector<StreetClosure> street_closures(const World& world) {
    std::vector<StreetClosure> out;
    for (const auto& asset : world.assets()) {
        if (asset.kind != closure_kind || asset.geometry.points.empty()) continue;
        const auto first = attribute(asset, "debut"), last = attribute(asset, "fin"), rule = attribute(asset, "recurrence");
        const auto from = first.empty() ? std::optional(std::chrono::local_days{std::chrono::year{1970} / 1 / 1}) : read_day(first);
        if (!from) continue;
        const auto to = last.empty() ? std::optional(*from + std::chrono::days{366 * 2 * everlasting_years}) : read_day(last);
        if (!to || *to < *from) continue;
        const auto hours = read_hours(attribute(asset, "heures")).value_or(std::pair(Seconds{0}, Seconds{0}));
        out.push_back({.asset = asset.id, .where = asset.geometry, .from = *from, .to = *to, .rule = rule, .opens = hours.second, .closes = hours.first});
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

    struct Streets {
        RoadGraph roads;
        TravelTime travel;
    };
    using StreetsPtr = std::shared_ptr<const Streets>;
    using Closed = std::vector<char>;  // of each closure
    struct Stretch {                   // of a day, up to the next time that something closes or opens
        Time until{};
        Closed closed;
    };
    mutable std::mutex lock;
    mutable std::map<Closed, StreetsPtr> known;
    mutable std::map<std::chrono::local_days, std::vector<Stretch>> days;

    [[nodiscard]] Streets make(const Closed& closed) const {
        const auto open = roads.without([&](std::span<const PlanePoint> line) {
            for (std::size_t i = 0; i < barriers.size(); ++i)
                if (closed[i] && closes(barriers[i], line, plane.metres_per_unit(line.front()))) return true;
            return false;
        });
        return {open, road_travel(open, plane)};
    }

    [[nodiscard]] StreetsPtr streets(const Closed& closed) const {
        if (known.size() >= most_graphs && !known.contains(closed)) known.clear();
        auto& made = known[closed];
        if (!made) made = std::make_shared<const Streets>(std::ranges::find(closed, 1) == closed.end() ? Streets{roads, always} : make(closed));
        return made;
    }

    // What is closed within a day, by the clock of that day and the one before.
    [[nodiscard]] std::vector<TimeWindow> spans_on(const StreetClosure& closure, std::chrono::local_days day) const {
        std::vector<TimeWindow> out;
        const auto next = std::chrono::days{1};
        if (closure.holds(day)) {
            if (closure.closes == closure.opens) out.push_back({instant(day, Seconds{0}, zone), instant(day + next, Seconds{0}, zone)});
            else out.push_back({instant(day, closure.closes, zone), closure.closes < closure.opens ? instant(day, closure.opens, zone) : instant(day + next, closure.opens, zone)});
        }
        if (closure.opens < closure.closes && closure.holds(day - next)) out.push_back({instant(day - next, closure.closes, zone), instant(day, closure.opens, zone)});
        return out;
    }

    // Days are few (a board shows some weeks), sets of closures fewer.
    [[nodiscard]] const std::vector<Stretch>& stretches(std::chrono::local_days day) const {
        if (days.size() >= most_days && !days.contains(day)) days.clear();
        auto& out = days[day];
        if (!out.empty()) return out;
        const Time begin = instant(day, Seconds{0}, zone), end = instant(day + std::chrono::days{1}, Seconds{0}, zone);
        std::vector<std::vector<TimeWindow>> spans;
        std::vector<Time> cuts{end};
        for (const auto& closure : closures)
            for (const auto& span : spans.emplace_back(spans_on(closure, day)))
                for (const Time t : {span.from, span.to})
                    if (t > begin && t < end) cuts.push_back(t);
        std::ranges::sort(cuts);
        cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
        Time from = begin;
        for (const Time until : cuts) {
            Stretch stretch{until, Closed(closures.size(), 0)};
            for (std::size_t i = 0; i < spans.size(); ++i)
                stretch.closed[i] = std::ranges::any_of(spans[i], [&](const TimeWindow& s) { return s.from <= from && from < s.to; });
            out.push_back(std::move(stretch));
            from = until;
        }
        return out;
    }

    // Each stretch that [from, to] touches; `to` itself included.
    template <class Each>
    void through(Time from, Time to, Each each) const {
        for (auto day = local_day(from, zone); day <= local_day(to, zone); day += std::chrono::days{1}) {
            Time begin = instant(day, Seconds{0}, zone);
            for (const auto& stretch : stretches(day)) {
                if (begin <= to && from < stretch.until) each(stretch);
                begin = stretch.until;
            }
        }
    }

    // Without whatever is closed at some time of [from, to].
    [[nodiscard]] StreetsPtr during(Time from, Time to) const {
        const std::lock_guard guard(lock);
        Closed closed(closures.size(), 0);
        through(from, to, [&](const Stretch& s) {
            for (std::size_t i = 0; i < closed.size(); ++i) closed[i] = closed[i] || s.closed[i];
        });
        return streets(closed);
    }

    // What closes while one is under way is gone around too: a longer way may meet more of it, hence again.
    [[nodiscard]] Seconds travel(LonLat from, LonLat to, Time leaving) const {
        Seconds way{0};
        StreetsPtr before;
        for (std::size_t tries = 0; tries <= closures.size(); ++tries) {
            const auto now = during(leaving, leaving + way);
            if (now == before) break;
            before = now;
            way = now->travel(from, to);
        }
        return way;
    }

    [[nodiscard]] WayKind kind(LonLat from, LonLat to, Time leaving) const {
        const auto a = plane.plane_from_lonlat(from), b = plane.plane_from_lonlat(to);
        if (roads.empty() || !a || !b || during(leaving, leaving)->roads.leads(*a, *b)) return WayKind::road;
        return roads.leads(*a, *b) ? WayKind::closed_off : WayKind::none;
    }

    [[nodiscard]] std::vector<std::int32_t> table(std::span<const LonLat> places, std::span<const TimeWindow> when) const {
        std::vector<PlanePoint> at;
        for (const LonLat place : places) {
            const auto p = plane.plane_from_lonlat(place);
            if (!p || roads.empty()) return {};
            at.push_back(*p);
        }
        std::vector<StreetsPtr> seen;
        {
            const std::lock_guard guard(lock);
            for (const auto& span : when)
                through(span.from, span.to - Millis{1}, [&](const Stretch& s) {
                    if (const auto then = streets(s.closed); std::ranges::find(seen, then) == seen.end()) seen.push_back(then);
                });
            if (seen.empty()) seen.push_back(streets(Closed(closures.size(), 0)));
        }
        std::vector<std::int32_t> out(at.size() * at.size(), 0);
        for (const auto& then : seen) {
            const auto times = then->roads.matrix(at);
            for (std::size_t i = 0; i < out.size(); ++i) out[i] = std::max(out[i], times[i]);
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

RoadGraph OpenRoads::on(std::chrono::local_days day) const {
    if (!impl_) return {};
    return impl_->during(instant(day, Seconds{0}, impl_->zone), instant(day + std::chrono::days{1}, Seconds{0}, impl_->zone) - Millis{1})->roads;
}

RoadGraph OpenRoads::at(Time t) const { return impl_ ? impl_->during(t, t)->roads : RoadGraph(); }

TravelTime OpenRoads::travel(std::uint64_t version) const {
    if (!impl_) return straight_travel;
    TravelTime::Parts parts;
    parts.always = [impl = impl_](LonLat from, LonLat to) { return impl->always(from, to); };
    if (!impl_->closures.empty()) parts.dated = [impl = impl_](LonLat from, LonLat to, Time leaving) { return impl->travel(from, to, leaving); };
    parts.table = [impl = impl_](std::span<const LonLat> places, std::span<const TimeWindow> when) { return impl->table(places, when); };
    parts.kind = [impl = impl_](LonLat from, LonLat to, Time leaving) { return impl->kind(from, to, leaving); };
    parts.version = version;
    return TravelTime(std::move(parts));
}

} // namespace vigie::gis
