// A crew's day: briefing at the workshop, the jobs of the plan one after the other, lunch, home.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "gis/backends/demo/exact.hpp"
#include "gis/backends/demo/neutral.hpp"
#include "gis/backends/demo/simulator_state.hpp"
#include "gis/model/entity_json.hpp"
#include "gis/model/words.hpp"

namespace vigie::gis::demo {

namespace {

constexpr Seconds fix_on_the_move{5}, fix_at_rest{120};  // close enough that a trail follows the road
constexpr std::size_t trail_kept = 120;
constexpr double slow_traffic = 0.72, usual_traffic = 0.9;

bool on_the_minute(Time t) { return ms_since_epoch(t) % 60'000 < tick_length.count(); }

bool waits(InterventionState s) { return s == InterventionState::planned || s == InterventionState::assigned; }

} // namespace

void Simulator::crews(Changes& out) {
    for (CrewLife& crew : crews_) live(crew, out);
}

bool Simulator::on_shift(const Crew& crew) const {
    const auto in_shift = [&](const Shift& s) { return s.crew == crew.id && s.start <= now_ && now_ < s.end; };
    const auto away = [&](const Absence& a) { return a.crew == crew.id && a.from <= now_ && now_ < a.to; };
    return std::any_of(agenda_.shifts.begin(), agenda_.shifts.end(), in_shift) && std::none_of(agenda_.absences.begin(), agenda_.absences.end(), away);
}

void Simulator::live(CrewLife& life, Changes& out) {
    if (on_the_minute(now_)) life.duty = on_shift(life.crew);
    const bool busy = life.status == CrewStatus::on_site || (life.status == CrewStatus::en_route && !life.homeward);
    if (life.duty || busy) on_duty(life, out);
    else if (life.status != CrewStatus::out_of_service) {
        // After hours: home first, then out of service.
        if (!life.homeward && distance(life.driver.place(), point_of(commune_.roads, life.depot)) > 5) {
            life.driver.go(life.depot);
            life.homeward = true;
            set_status(life, CrewStatus::en_route, out);
        }
        if (life.driver.drive(static_cast<double>(tick_length.count()) / 1000, usual_traffic)) {
            life.homeward = false;
            report_position(life, out);
            set_status(life, CrewStatus::out_of_service, out);
        }
    }
    const Seconds every = life.driver.moving() ? fix_on_the_move : fix_at_rest;
    if (life.status != CrewStatus::out_of_service && now_ - life.last_fix >= every) report_position(life, out);
}

void Simulator::on_duty(CrewLife& life, Changes& out) {
    if (life.status == CrewStatus::out_of_service) set_status(life, CrewStatus::available, out), report_position(life, out);
    switch (life.status) {
    case CrewStatus::en_route: {
        const auto hour_utc = ms_since_epoch(now_) % 86'400'000 / 3'600'000;
        const bool rush = hour_utc == 7 || hour_utc == 15 || hour_utc == 16;  // to and from work
        if (life.driver.drive(static_cast<double>(tick_length.count()) / 1000, rush ? slow_traffic : usual_traffic)) arrive(life, out);
        return;
    }
    case CrewStatus::on_site: {
        const Job* at = job(life.job);
        if (!at || at->what.state != InterventionState::on_site) life.job.clear(), set_status(life, CrewStatus::available, out);
        else if (now_ >= life.until) finish(life, out);
        return;
    }
    case CrewStatus::on_break:
        if (now_ >= life.until) set_status(life, CrewStatus::available, out);
        return;
    case CrewStatus::out_of_service:
    case CrewStatus::available: break;
    }
    for (const Shift& s : agenda_.shifts) {
        if (s.crew != life.crew.id || now_ < s.lunch_from || now_ >= s.lunch_to || life.lunch_day == s.start) continue;
        life.lunch_day = s.start;
        life.until = std::min(s.lunch_to, now_ + s.lunch_duration);
        return set_status(life, CrewStatus::on_break, out);
    }
    Job* next = next_job(life);
    if (!next || (!next->urgent && !on_the_minute(now_))) return;  // finding the way is worth a look a minute
    const Spot there = nearest_spot(commune_.roads, place_of(next->what));
    const auto drive = Millis{static_cast<std::int64_t>(life.driver.seconds_to(there) / usual_traffic * 1000)};
    if (next->urgent || now_ + drive + Minutes{2} >= *next->what.start) leave_for(life, *next, out);
}

Simulator::Job* Simulator::job(const std::string& id) {
    const auto it = std::find_if(jobs_.begin(), jobs_.end(), [&](const auto& j) { return j->id == id; });
    return it == jobs_.end() ? nullptr : it->get();
}

Simulator::Job* Simulator::next_job(const CrewLife& life) {
    Job* best = nullptr;
    for (const auto& j : jobs_) {
        const Intervention& w = j->what;
        if (!waits(w.state) || !w.start || std::find(w.crews.begin(), w.crews.end(), life.crew.id) == w.crews.end()) continue;
        if (*w.start > now_ + std::chrono::hours(3) && !j->urgent) continue;
        if (*w.start < now_ - std::chrono::hours(30)) continue;  // of a day long gone: it needs planning again
        const bool sooner = !best || (j->urgent && !best->urgent) || (j->urgent == best->urgent && *w.start < *best->what.start);
        if (sooner) best = j.get();
    }
    return best;
}

void Simulator::leave_for(CrewLife& life, Job& target, Changes& out) {
    life.job = target.id;
    life.homeward = false;
    life.driver.go(nearest_spot(commune_.roads, place_of(target.what)));
    set_state(target, InterventionState::en_route, out);
    set_status(life, CrewStatus::en_route, out);
}

void Simulator::arrive(CrewLife& life, Changes& out) {
    report_position(life, out);
    Job* at = job(life.job);
    if (!at || at->what.state != InterventionState::en_route) {
        life.job.clear();
        set_status(life, CrewStatus::available, out);
        return;
    }
    // Work takes what it takes: between nine and thirteen tenths of the plan.
    Rng rng(seed_ ^ static_cast<std::uint64_t>(ms_since_epoch(now_)) ^ life.crew.id.value << 40);
    rng.next();
    life.until = now_ + Millis{static_cast<std::int64_t>(static_cast<double>(at->what.duration.count()) * rng.range(900, 1080))};
    at->what.actual_start = now_;
    set_state(*at, InterventionState::on_site, out);
    set_status(life, CrewStatus::on_site, out);
}

void Simulator::finish(CrewLife& life, Changes& out) {
    if (Job* done = job(life.job)) {
        done->what.actual_end = now_;
        done->urgent = false;
        for (Task& t : done->what.tasks) t.done = true;
        set_state(*done, InterventionState::finished, out);
    }
    life.job.clear();
    set_status(life, CrewStatus::available, out);
}

void Simulator::set_status(CrewLife& life, CrewStatus status, Changes& out) {
    if (life.status == status) return;
    life.status = status;
    life.crew.status = status;
    life.crew.status_since = now_;
    nlohmann::json j{{"status", name(status)}, {"status_since", rfc3339(now_)}};
    if (life.job.empty()) j["current"] = nullptr;
    else j["current"] = life.job;
    out.push_back(partial(EntityKind::crew, life.crew.origin.remote_id, j.dump()));
}

void Simulator::set_state(Job& target, InterventionState state, Changes& out) {
    target.what.state = state;
    target.what.state_since = now_;
    nlohmann::json j{{"state", name(state)}, {"state_since", rfc3339(now_)}};
    if (state == InterventionState::on_site) j["actual_start"] = rfc3339(now_);
    if (state == InterventionState::finished) {
        j["actual_end"] = rfc3339(now_);
        j["tasks"] = nlohmann::json::array();
        for (const Task& t : target.what.tasks) j["tasks"].push_back({{"text", t.text}, {"done", t.done}});
    }
    backend::Change change = partial(EntityKind::intervention, target.id, j.dump());
    change.version = next_version(target.id);
    out.push_back(std::move(change));
}

void Simulator::report_position(CrewLife& life, Changes& out) {
    Position p;
    p.at = now_;
    p.place = lonlat_from_ground(life.driver.place());
    p.heading_deg = life.driver.heading();
    p.speed_ms = life.driver.moving() ? life.driver.speed_ms() : 0;
    out.push_back(position(life.crew, p));
    life.last_fix = now_;
    life.trail.push_back(p);
    if (life.trail.size() > 2 * trail_kept) life.trail.erase(life.trail.begin(), life.trail.end() - trail_kept);
}

} // namespace vigie::gis::demo
