#include "gis/store/retention.hpp"

#include <algorithm>

namespace vigie::gis {

namespace {

using Span = std::pair<Time, Time>;

std::int64_t forget_before(Database& db, const char* sql, Time before) {
    Statement s = db.prepare(sql);
    if (!s.ok()) return 0;
    s.bind(1, ms_since_epoch(before));
    return s.run() ? db.changed_rows() : 0;
}

// Of one crew, in [from, until).
std::int64_t forget_between(Database& db, CrewId crew, Time from, Time until) {
    if (until <= from) return 0;
    Statement s = db.prepare("DELETE FROM position WHERE crew=? AND at>=? AND at<?");
    if (!s.ok()) return 0;
    s.bind(1, static_cast<std::int64_t>(crew.value));
    s.bind(2, ms_since_epoch(from));
    s.bind(3, ms_since_epoch(until));
    return s.run() ? db.changed_rows() : 0;
}

// When the crew did work that its positions prove, ended between `from` and `until`, rising.
std::vector<Span> proofs_of(const World& world, const Catalog& catalog, CrewId crew, Time from, Time until) {
    std::vector<Span> spans;
    for (const Intervention& i : world.interventions()) {
        if (std::ranges::find(i.crews, crew) == i.crews.end()) continue;
        const InterventionTemplate* pattern = catalog.intervention(i.kind);
        const MaybeTime start = i.actual_start ? i.actual_start : i.start;
        if (!pattern || !pattern->proof_of_service || !start) continue;
        const Time end = i.actual_end.value_or(*start + i.duration);
        if (end >= from && *start < until) spans.emplace_back(*start, end);
    }
    std::ranges::sort(spans);
    return spans;
}

bool is_patrol(const Catalog& catalog, const Crew& crew) {
    const Domain* domain = catalog.domain(crew.domain);
    return domain && domain->restricted;
}

std::int64_t forget_positions(Database& db, const World& world, const Catalog& catalog, const Crew& crew, Time now) {
    const Retention& keep = catalog.retention;
    const Time until = now - (is_patrol(catalog, crew) ? keep.patrols : keep.positions), oldest = std::min(until, now - keep.service_proof);
    std::int64_t gone = forget_between(db, crew.id, time_from_ms(0), oldest);
    Time at = oldest;
    for (const auto& [from, to] : proofs_of(world, catalog, crew.id, oldest, until)) {
        gone += forget_between(db, crew.id, at, std::min(from, until));
        at = std::max(at, to + Millis{1});
    }
    return gone + forget_between(db, crew.id, at, until);
}

} // namespace

std::int64_t forget_history(Database& db, const World& world, const Catalog& catalog, Time now) {
    std::int64_t gone = forget_before(db, "DELETE FROM observation WHERE at<?", now - catalog.retention.readings);
    for (const Crew& crew : world.crews()) gone += forget_positions(db, world, catalog, crew, now);
    // Of crews that are no more nobody can say what they proved.
    gone += forget_before(db, "DELETE FROM position WHERE at<? AND crew NOT IN (SELECT id FROM crew)", now - catalog.retention.positions);
    return gone;
}

std::optional<Forgotten> forgotten(const Report& report, const Retention& retention, Time now) {
    using enum ReportState;
    const bool settled = report.state == closed || report.state == rejected || report.state == duplicate || report.state == forwarded;
    if (!settled) return {};
    const bool turned_down = report.state == rejected && report.state_since <= now - retention.rejected;
    Forgotten out{report, false};
    if (report.has_reporter && (turned_down || report.state_since <= now - retention.reporters)) {
        out.after.has_reporter = false;
        out.reporter = true;
    }
    if (turned_down) {
        out.after.description.clear();
        out.after.photos.clear();
    }
    if (out.after == report) return {};
    return out;
}

std::optional<Crew> forgotten(const Crew& crew, Time now) {
    if (!crew.place || !crew.fix_at || *crew.fix_at > now - last_position_shown) return {};
    Crew after = crew;
    after.place.reset();
    after.heading_deg.reset();
    after.speed_ms.reset();
    after.fix_at.reset();
    return after;
}

} // namespace vigie::gis
