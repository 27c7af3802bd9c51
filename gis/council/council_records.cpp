#include "gis/council/council_records.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_map>

#include "gis/layers/folding.hpp"
#include "gis/model/work_cost.hpp"
#include "gis/model/zone.hpp"
#include "gis/planning/duties.hpp"

namespace vigie::gis {

namespace {

constexpr std::chrono::years duties_ahead{12};  // no duty of the catalogue comes back later

struct Box {
    double west = 1e300, south = 1e300, east = -1e300, north = -1e300;
    [[nodiscard]] bool holds(LonLat p) const { return p.lon >= west && p.lon <= east && p.lat >= south && p.lat <= north; }
};

Box box_of(const Geometry& g) {
    Box b;
    for (const LonLat& p : g.points)
        b = {std::min(b.west, p.lon), std::min(b.south, p.lat), std::max(b.east, p.lon), std::max(b.north, p.lat)};
    return b;
}

// Even and odd crossings over all rings: right for holes and for several polygons.
bool inside(const Geometry& g, LonLat p) {
    bool in = false;
    for (std::size_t part = 0; part < g.parts.size(); ++part) {
        const std::size_t from = g.parts[part], to = part + 1 < g.parts.size() ? g.parts[part + 1] : g.points.size();
        for (std::size_t i = from, j = to - 1; i < to; j = i++) {
            const LonLat a = g.points[i], b = g.points[j];
            if ((a.lat > p.lat) != (b.lat > p.lat) && p.lon < (b.lon - a.lon) * (p.lat - a.lat) / (b.lat - a.lat) + a.lon) in = !in;
        }
    }
    return in;
}

class Quartiers {
public:
    Quartiers(const World& world, CouncilRecords& out) : out_(out) {
        std::vector<std::pair<std::string, Geometry>> found;
        for (const Asset& a : world.assets())
            if (a.kind == "quartier" && !a.name.empty()) found.emplace_back(a.name, a.geometry);
        outlined_ = !found.empty();
        if (!outlined_) {
            for (const gis::Report& r : world.reports())
                if (!r.quartier.empty() && seen_.try_emplace(r.quartier, 0).second) found.emplace_back(r.quartier, Geometry{});
            for (const Intervention& i : world.interventions())
                if (!i.quartier.empty() && seen_.try_emplace(i.quartier, 0).second) found.emplace_back(i.quartier, Geometry{});
            seen_.clear();
        }
        std::vector<std::pair<std::string, std::size_t>> order;
        for (std::size_t i = 0; i < found.size(); ++i) order.emplace_back(folded_plain(found[i].first), i);
        std::ranges::sort(order, [&](const auto& a, const auto& b) { return std::tie(a.first, found[a.second].first, a.second) < std::tie(b.first, found[b.second].first, b.second); });
        for (const auto& [folded, i] : order) {
            if (!out.quartiers.empty() && out.quartiers.back() == found[i].first) continue;  // twice on the map
            out.quartiers.push_back(found[i].first);
            out.outlines.push_back(std::move(found[i].second));
            boxes_.push_back(box_of(out.outlines.back()));
        }
        for (std::size_t i = 0; i < out.quartiers.size(); ++i) seen_.emplace(out.quartiers[i], i);
    }

    [[nodiscard]] std::int32_t of(const std::string& named, LonLat place) const {
        if (const auto it = seen_.find(named); it != seen_.end()) return static_cast<std::int32_t>(it->second);
        if (outlined_ && place != LonLat{})
            for (std::size_t i = 0; i < boxes_.size(); ++i)
                if (boxes_[i].holds(place) && inside(out_.outlines[i], place)) return static_cast<std::int32_t>(i);
        return CouncilRecords::nowhere;
    }

private:
    const CouncilRecords& out_;
    std::vector<Box> boxes_;
    std::unordered_map<std::string, std::size_t> seen_;
    bool outlined_ = false;
};

template <class T>
class Places {  // of the catalogue's entries, by id
public:
    explicit Places(const std::vector<T>& rows) {
        for (std::size_t i = 0; i < rows.size(); ++i) places_.emplace(rows[i].id, static_cast<std::int32_t>(i));
    }
    [[nodiscard]] std::int32_t of(std::string_view id) const {
        const auto it = places_.find(id);
        return it == places_.end() ? CouncilRecords::nowhere : it->second;
    }

private:
    std::unordered_map<std::string_view, std::int32_t> places_;
};

void sooner(MaybeTime& first, Time t) {
    if (!first || t < *first) first = t;
}

bool is_finished(const Intervention& i) {
    using enum InterventionState;
    return i.actual_end && (i.state == finished || i.state == checked || i.state == closed);
}

void take_pictures(const Intervention& i, const World& world, CouncilRecords::Work& out) {
    for (const Photo& p : i.photos) {
        const bool before = p.moment == PhotoMoment::before;
        if (before && (out.before.empty() || p.at < out.before_at)) out.before = p.id, out.before_at = p.at;
        if (!before && (out.after.empty() || p.at >= out.after_at)) out.after = p.id, out.after_at = p.at;
    }
    if (out.before.empty() || out.after.empty()) {
        out.before.clear();
        out.after.clear();
        return;
    }
    out.pictured = i.kind;
    if (out.pictured.empty() && !i.reports.empty())
        if (const gis::Report* r = world.find(i.reports.front())) out.pictured = r->category;
}

void take_duties(const World& world, const Catalog& catalog, const Quartiers& quartiers, const std::string& school, CouncilRecords& out) {
    const std::chrono::local_days today = local_day(out.frozen_at, out.zone);
    for (const DueWork& due : due_work(world, catalog, out.zone, today, today + std::chrono::duration_cast<std::chrono::days>(duties_ahead), school).work) {
        if (!due.duty->legal || !due.due) continue;
        const Asset* asset = due.asset ? world.find(due.asset) : nullptr;
        const auto place = asset ? asset->geometry.anchor() : std::nullopt;
        out.duties.push_back({place ? quartiers.of({}, *place) : CouncilRecords::nowhere, due.overdue(today)});
    }
}

} // namespace

CouncilRecords freeze_council(const World& world, const Catalog& catalog, const std::string& zone, const std::string& school, Time now) {
    CouncilRecords out;
    out.frozen_at = now;
    out.zone = zone;
    const Quartiers quartiers(world, out);
    const Places<ReportCategory> categories(catalog.report_categories);
    const Places<InterventionTemplate> kinds(catalog.interventions);

    std::unordered_map<std::uint64_t, Time> ended;  // of reports, by work made for them
    for (const Intervention& i : world.interventions()) {
        CouncilRecords::Work w;
        w.id = i.id;
        w.place = i.place;
        w.kind = kinds.of(i.kind);
        w.quartier = quartiers.of(i.quartier, i.place);
        const Domain* domain = w.kind >= 0 ? catalog.domain(catalog.interventions[static_cast<std::size_t>(w.kind)].domain) : nullptr;
        w.restricted = domain && domain->restricted;
        if (is_finished(i)) {
            w.done = i.actual_end;
            w.cost_eur = cost_of(i).total_eur();
            sooner(out.first_work, *w.done);
            if (w.cost_eur > 0) sooner(out.first_cost, *w.done);
            for (const ReportId r : i.reports) {
                const auto [it, fresh] = ended.try_emplace(r.value, *w.done);
                if (!fresh) it->second = std::min(it->second, *w.done);
            }
        }
        take_pictures(i, world, w);
        if (w.done || !w.before.empty()) out.works.push_back(std::move(w));
    }
    out.reports.reserve(world.reports().size());
    for (const gis::Report& r : world.reports()) {
        using enum ReportState;
        if (r.state == duplicate || r.state == rejected || r.state == forwarded) continue;
        CouncilRecords::Report c{r.id, r.asset, r.place, r.received_at, {}, categories.of(r.category), quartiers.of(r.quartier, r.place), r.state};
        if (r.state == service_done || r.state == closed) {
            const auto it = ended.find(r.id.value);
            c.done = std::max(r.received_at, it != ended.end() && it->second >= r.received_at ? it->second : r.state_since);
            sooner(out.first_done, *c.done);
        }
        sooner(out.first_report, r.received_at);
        out.reports.push_back(c);
    }
    for (MaybeTime* first : {&out.first_work, &out.first_cost})
        if (*first && out.first_report) *first = std::max(**first, *out.first_report);
    for (const Building& b : world.buildings()) out.houses.push_back({b.id, b.kind, quartiers.of(b.quartier, b.place)});
    take_duties(world, catalog, quartiers, school, out);
    // Whatever order the commune came in, the same records.
    std::ranges::sort(out.reports, {}, [](const auto& r) { return std::tuple(r.received, r.id.value); });
    std::ranges::sort(out.works, {}, [](const auto& w) { return std::tuple(w.done.value_or(w.after_at), w.id.value); });
    return out;
}

} // namespace vigie::gis
