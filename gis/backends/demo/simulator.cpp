#include "gis/backends/demo/simulator.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "gis/backends/demo/exact.hpp"
#include "gis/backends/demo/neutral.hpp"
#include "gis/backends/demo/nomenclature.hpp"
#include "gis/backends/demo/simulator_state.hpp"
#include "gis/model/entity_json.hpp"
#include "gis/model/words.hpp"
#include "gis/model/zone.hpp"

namespace vigie::gis::demo {

using std::chrono::days;
using std::chrono::hours;

Simulator::Simulator(std::uint64_t seed, Time now, std::string_view cursor, const std::function<bool()>& cancelled, int past_months)
    : seed_(seed), commune_(make_commune(seed)), values_(seed), citizens_(commune_, nomenclature(), seed), ground_(fingerprint(commune_)), past_months_(past_months) {
    if (const auto from = read_cursor(cursor, seed)) resume(*from);
    else begin(now);
    // While the program was closed the town lived on unobserved, for at most a week of it.
    const Time until = std::max(now, now_);
    if (until - now_ > hours(24 * 7)) now_ = until - hours(24 * 7);
    catch_up(until, cancelled);
}

void Simulator::catch_up(Time until, const std::function<bool()>& cancelled) {
    Changes unheard;
    while (now_ + tick_length <= until && !(cancelled && cancelled())) {
        advance(until, unheard);
        unheard.clear();
    }
}

Simulator::~Simulator() = default;

void Simulator::begin(Time born) {
    born_ = born;
    now_ = utc_from_local(LocalTime{local_day(born, commune_zone)}, commune_zone);
    agenda_ = make_agenda(commune_, nomenclature(), seed_, now_, past_months_);
    if (past_months_ > 0) past_ = std::make_unique<Past>(commune_, nomenclature(), citizens_, seed_, books_begin(now_), past_months_);
    planner_ = std::make_unique<WeekPlanner>(commune_, nomenclature(), seed_, agenda_.agents);
    planned_until_ = monday_of(now_) + days{14};
    for (const Intervention& i : agenda_.interventions) jobs_.push_back(std::make_unique<Job>(Job{i.origin.remote_id, i}));
    for (const Report& r : agenda_.reports) reports_[r.origin.remote_id] = r;
    const Spot depot = nearest_spot(commune_.roads, commune_.depot);
    for (const Crew& crew : commune_.crews) crews_.push_back({crew, CrewDriver(commune_.roads, depot), depot});
    // Each sensor in its own rhythm and phase.
    for (const Sensor& s : commune_.sensors) {
        const std::int64_t interval = nomenclature().sensor_kind(s.kind)->expected_interval.count() * 1000;
        const std::int64_t phase = static_cast<std::int64_t>(s.id.value * 7919 % static_cast<std::uint64_t>(interval / 1000)) * 1000;
        const std::int64_t rounds = ms_since_epoch(now_) / interval + 1;
        sensor_due_.push_back(time_from_ms(rounds * interval + phase - interval));
    }
    next_slot_ = Citizens::slot_of(now_) - slots_remembered;
    while (next_slot_ <= Citizens::slot_of(now_)) push_slot(next_slot_++);
}

void Simulator::push_slot(std::int64_t slot) {
    std::uint64_t rank = 0;
    for (const CitizenReport& c : citizens_.in_slot(slot)) {
        const auto put = [&](Event e) {
            e.order = static_cast<std::uint64_t>(slot) * 256 + rank++;
            events_.push_back(std::move(e));
            std::push_heap(events_.begin(), events_.end());
        };
        if (c.report.received_at > now_) put({c.report.received_at, 0, c.id, c.report, {}});
        for (const ReportStep& step : c.steps)
            if (step.at > now_) put({step.at, 0, c.id, {}, step});
    }
}

namespace {

template <class Rows>
void all(Changes& out, EntityKind kind, const Rows& rows) {
    out.push_back(snapshot_mark(kind, true));
    for (const auto& row : rows) out.push_back(upsert(row, row.origin.remote_id));
    out.push_back(snapshot_mark(kind, false));
}

} // namespace

void Simulator::ground_snapshot(Changes& out) const {
    all(out, EntityKind::asset, commune_.assets);
    all(out, EntityKind::building, commune_.buildings);
    all(out, EntityKind::agent, agenda_.agents);
    all(out, EntityKind::vehicle, commune_.vehicles);
    all(out, EntityKind::sensor, commune_.sensors);
    all(out, EntityKind::meter, commune_.meters);
}

void Simulator::snapshot(Changes& out) const {
    const bool known = resumed_at_.has_value();
    if (!known) ground_snapshot(out);
    const auto mark = [&](EntityKind kind, bool begin) {
        if (!known) out.push_back(snapshot_mark(kind, begin));
    };
    mark(EntityKind::shift, true);
    for (const Shift& shift : agenda_.shifts) out.push_back(upsert(shift, shift.origin.remote_id));
    mark(EntityKind::shift, false);
    mark(EntityKind::absence, true);
    for (const Absence& absence : agenda_.absences) out.push_back(upsert(absence, absence.origin.remote_id));
    mark(EntityKind::absence, false);
    mark(EntityKind::crew, true);
    for (const CrewLife& life : crews_) {
        Crew c = life.crew;
        c.status = life.status;
        out.push_back(upsert(c, c.origin.remote_id));
    }
    mark(EntityKind::crew, false);
    mark(EntityKind::report, true);
    for (const auto& [id, report] : reports_)
        if (!ours_no_more_.contains(id)) out.push_back(upsert(report, id));
    mark(EntityKind::report, false);
    const ReportName report_name = [&](ReportId id) {
        return id.value >= 1 && id.value <= agenda_.reports.size() ? agenda_.reports[static_cast<std::size_t>(id.value - 1)].origin.remote_id : std::string{};
    };
    mark(EntityKind::intervention, true);
    for (const auto& j : jobs_)
        if (!known || !j->by_hand) out.push_back(upsert(j->what, j->id, report_name));
    mark(EntityKind::intervention, false);
    measurements(out);
    for (const CrewLife& life : crews_)
        for (const Position& p : life.trail) out.push_back(position(life.crew, p));
}

void Simulator::measurements(Changes& out) const {
    for (std::size_t i = 0; i < commune_.sensors.size(); ++i) {
        const Sensor& s = commune_.sensors[i];
        const Millis interval = std::max<Millis>(nomenclature().sensor_kind(s.kind)->expected_interval, Millis{900'000});
        for (Time t = sensor_due_[i] - Millis{history_hours * 3'600'000}; t <= now_; t += interval)
            if (!resumed_at_ || t > *resumed_at_)
                if (const auto v = values_.value(s, t)) out.push_back(observation(s.id, t, *v));
    }
}

bool Simulator::tell_past(Changes& out) { return past_ && past_->tell(out, past_portion); }

void Simulator::advance(Time to, Changes& out) {
    const Time end = std::min(to, now_ + longest_leap);
    while (now_ + tick_length <= end) tick(out);
}

void Simulator::tick(Changes& out) {
    now_ += tick_length;
    rollover(out);
    sensors(out);
    citizens(out);
    crews(out);
}

void Simulator::sensors(Changes& out) {
    for (std::size_t i = 0; i < commune_.sensors.size(); ++i) {
        if (sensor_due_[i] > now_) continue;
        const Sensor& s = commune_.sensors[i];
        if (const auto v = values_.value(s, sensor_due_[i])) out.push_back(observation(s.id, sensor_due_[i], *v));
        sensor_due_[i] += nomenclature().sensor_kind(s.kind)->expected_interval;
    }
}

void Simulator::citizens(Changes& out) {
    while (next_slot_ <= Citizens::slot_of(now_)) push_slot(next_slot_++);
    while (!events_.empty() && events_.front().at <= now_) {
        std::pop_heap(events_.begin(), events_.end());
        const Event e = std::move(events_.back());
        events_.pop_back();
        if (e.received) {
            Report r = *e.received;
            r.origin.remote_id = e.report;
            r.state_since = r.received_at;
            out.push_back(upsert(r, e.report));
            reports_[e.report] = std::move(r);
            continue;
        }
        const auto it = reports_.find(e.report);
        if (it == reports_.end() || ours_no_more_.contains(e.report)) continue;
        it->second.state = e.step.state;
        it->second.state_since = e.step.at;
        it->second.reason = e.step.reason;
        nlohmann::json j{{"state", name(e.step.state)}, {"state_since", rfc3339(e.step.at)}};
        if (!e.step.reason.empty()) j["reason"] = e.step.reason;
        out.push_back(partial(EntityKind::report, e.report, j.dump()));
    }
}

// On Sunday evening the next week comes into the books; what is long done is forgotten here (Vigie keeps it).
void Simulator::rollover(Changes& out) {
    if (now_ < local_instant(planned_until_ - days{8}, Minutes{18 * 60})) return;
    const auto monday = planned_until_ - days{7}, after = planned_until_;
    planned_until_ += days{7};
    std::erase_if(jobs_, [&](const auto& j) { return j->what.actual_end && now_ - *j->what.actual_end > hours(24 * 14); });
    std::erase_if(reports_, [&](const auto& r) { return now_ - r.second.received_at > hours(24 * 12); });
    std::erase_if(agenda_.shifts, [&](const Shift& s) { return now_ - s.end > hours(24 * 8); });
    std::erase_if(agenda_.absences, [&](const Absence& a) { return now_ - a.to > hours(24 * 8); });
    for (Shift& s : planner_->shifts(after + days{14})) out.push_back(upsert(s, s.origin.remote_id)), agenda_.shifts.push_back(s);
    for (Absence& a : planner_->absences(after)) out.push_back(upsert(a, a.origin.remote_id)), agenda_.absences.push_back(a);
    const auto add = [&](Intervention& i) {
        const bool clash = std::any_of(jobs_.begin(), jobs_.end(), [&](const auto& j) {
            if (j->id == i.origin.remote_id) return true;
            const bool same_crew = i.start && j->what.start && !j->what.crews.empty() && j->what.crews == i.crews;
            return same_crew && *j->what.start < *i.start + i.duration + Minutes{10} && *i.start < *j->what.start + j->what.duration + Minutes{10};
        });
        if (clash || jobs_.size() >= most_jobs) return;
        out.push_back(upsert(i, i.origin.remote_id));
        jobs_.push_back(std::make_unique<Job>(Job{i.origin.remote_id, i}));
    };
    for (Intervention& i : planner_->jobs(monday, 0.93)) add(i);
    for (Intervention& i : planner_->jobs(after, 0.35)) add(i);
    for (Intervention& i : planner_->backlog(monday)) add(i);
}

std::string Simulator::next_version(const std::string& id) { return std::to_string(++versions_[id]); }

} // namespace vigie::gis::demo
