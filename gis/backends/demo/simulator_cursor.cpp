// The thread of an earlier run: where the clock was, where the crews were, what had become of the jobs. Series and reports
// need nothing, they are functions of time.
#include <algorithm>
#include <bit>

#include <nlohmann/json.hpp>

#include "gis/backends/demo/nomenclature.hpp"
#include "gis/backends/demo/simulator_state.hpp"
#include "gis/model/entity_json.hpp"
#include "gis/model/zone.hpp"

namespace vigie::gis::demo {

using nlohmann::json;

namespace {

constexpr int cursor_version = 1;

json ms_or_null(const MaybeTime& t) { return t ? json(ms_since_epoch(*t)) : json(nullptr); }
MaybeTime maybe_ms(const json& j) { return j.is_number_integer() ? MaybeTime{time_from_ms(j.get<std::int64_t>())} : MaybeTime{}; }

} // namespace

std::uint64_t fingerprint(const DemoCommune& commune) {
    std::uint64_t h = 14695981039346656037ull;
    const auto add = [&](std::uint64_t v) { h = (h ^ v) * 1099511628211ull; };
    for (const Asset& a : commune.assets) {
        add(a.kind.size() * 31 + a.code.size() * 7 + a.name.size() + a.attributes.size() * 1009);
        for (const LonLat p : a.geometry.points) add(std::bit_cast<std::uint64_t>(p.lon)), add(std::bit_cast<std::uint64_t>(p.lat));
    }
    add(commune.sensors.size() << 20 | commune.buildings.size() << 10 | commune.meters.size());
    return h;
}

std::string Simulator::cursor() const {
    json out{{"v", cursor_version}, {"seed", seed_}, {"born", ms_since_epoch(born_)}, {"now", ms_since_epoch(now_)}, {"created", created_}, {"taken", ours_no_more_}, {"ground", ground_}, {"metered", ms_or_null(metered_)}};
    json jobs = json::array(), lives = json::array();
    for (const auto& j : jobs_) {
        const Intervention& w = j->what;
        if (!j->by_hand && w.actual_end && now_ - *w.actual_end > std::chrono::hours(24 * 7)) continue;
        json crews = json::array();
        for (const CrewId c : w.crews) crews.push_back(c.value);
        json one{j->id, static_cast<int>(w.state), std::move(crews), ms_or_null(w.start), ms_or_null(w.actual_start), ms_or_null(w.actual_end), j->by_hand};
        if (j->by_hand) one.push_back(to_json(w));
        jobs.push_back(std::move(one));
    }
    for (const CrewLife& l : crews_)
        lives.push_back({l.driver.at().arc, l.driver.at().metres, static_cast<int>(l.status), l.job, ms_since_epoch(l.until), ms_since_epoch(l.lunch_day)});
    out["jobs"] = std::move(jobs);
    out["crews"] = std::move(lives);
    out["versions"] = versions_;
    if (past_) out["past"] = {past_->told().slot, past_->told().reports, past_->told().works};
    return out.dump();
}

std::unique_ptr<Simulator::Resume> Simulator::read_cursor(std::string_view cursor, std::uint64_t seed) {
    // Anything that is not ours begins anew: a cursor is a convenience, never a reason to fail.
    try {
        const json in = json::parse(cursor);
        if (in.at("v") != cursor_version || in.at("seed") != seed) return {};
        auto out = std::make_unique<Resume>();
        out->born = time_from_ms(in.at("born").get<std::int64_t>());
        out->now = time_from_ms(in.at("now").get<std::int64_t>());
        out->created = in.at("created").get<std::uint64_t>();
        out->ground = in.at("ground").get<std::uint64_t>();
        if (const auto metered = in.find("metered"); metered != in.end()) out->metered = maybe_ms(*metered);
        out->taken = in.at("taken").get<std::vector<std::string>>();
        out->versions = in.at("versions").get<std::map<std::string, std::uint64_t>>();
        if (const auto past = in.find("past"); past != in.end())
            out->past = Past::Told{past->at(0).get<std::int64_t>(), past->at(1).get<std::uint32_t>(), past->at(2).get<std::uint32_t>()};
        for (const json& j : in.at("jobs")) {
            Resume::JobState s{.id = j.at(0).get<std::string>(), .state = static_cast<InterventionState>(std::clamp(j.at(1).get<int>(), 0, 9)), .start = maybe_ms(j.at(3)),
                               .actual_start = maybe_ms(j.at(4)), .actual_end = maybe_ms(j.at(5)), .by_hand = j.at(6).get<bool>()};
            for (const json& c : j.at(2)) s.crews.push_back(CrewId{c.get<std::uint64_t>()});
            if (j.size() > 7)
                if (const auto whole = entity_from_json(EntityKind::intervention, j.at(7), LinkForm::local_ids)) s.whole = std::get<Intervention>(whole->entity);
            out->jobs.push_back(std::move(s));
        }
        for (const json& c : in.at("crews"))
            out->crews.push_back({{c.at(0).get<int>(), c.at(1).get<double>()}, static_cast<CrewStatus>(std::clamp(c.at(2).get<int>(), 0, 4)), c.at(3).get<std::string>(),
                                  time_from_ms(c.at(4).get<std::int64_t>()), time_from_ms(c.at(5).get<std::int64_t>())});
        return out;
    } catch (const json::exception&) {
        return {};
    }
}

void Simulator::resume_job(const Resume& from, std::size_t index) {
    const Resume::JobState& s = from.jobs[index];
    Job* known = job(s.id);
    if (!known && s.whole) {
        jobs_.push_back(std::make_unique<Job>(Job{s.id, *s.whole}));
        known = jobs_.back().get();
    }
    if (!known) return;
    if (s.whole) known->what = *s.whole;
    known->what.origin.remote_id = s.id;
    known->what.state = s.state;
    known->what.crews = s.crews;
    known->what.start = s.start;
    known->what.actual_start = s.actual_start;
    known->what.actual_end = s.actual_end;
    known->by_hand = s.by_hand;
}

void Simulator::resume(const Resume& from) {
    begin(from.born);
    Changes unheard;
    const Time then = std::max(from.now, now_);
    // The books first: weeks that came in since the first start.
    while (planned_until_ - std::chrono::days{8} < local_day(then, commune_zone)) {
        const auto before = planned_until_;
        now_ = local_instant(planned_until_ - std::chrono::days{8}, Minutes{18 * 60 + 1});
        if (now_ > then) break;
        rollover(unheard);
        if (planned_until_ == before) break;
    }
    now_ = then;
    events_.clear();
    reports_.clear();
    // Reports as they would stand: from the agenda of that instant.
    for (Agenda then_agenda = make_agenda(commune_, nomenclature(), seed_, now_, past_months_); const Report& r : then_agenda.reports) reports_[r.origin.remote_id] = r;
    next_slot_ = Citizens::slot_of(now_) - slots_remembered;
    while (next_slot_ <= Citizens::slot_of(now_)) push_slot(next_slot_++);
    ours_no_more_ = {from.taken.begin(), from.taken.end()};
    versions_ = from.versions;
    created_ = from.created;
    if (past_ && from.past) past_->go_on(*from.past);
    if (from.ground == ground_) resumed_at_ = now_, metered_ = from.metered;
    for (std::size_t i = 0; i < from.jobs.size(); ++i) resume_job(from, i);
    for (std::size_t i = 0; i < crews_.size() && i < from.crews.size(); ++i) {
        const Resume::CrewState& c = from.crews[i];
        const auto arcs = static_cast<int>(commune_.roads.arcs.size());
        if (c.at.arc < 0 || c.at.arc >= arcs) continue;
        crews_[i].driver = CrewDriver(commune_.roads, c.at);
        crews_[i].status = c.status;
        crews_[i].until = c.until;
        crews_[i].lunch_day = c.lunch_day;
        crews_[i].job = c.job;
        crews_[i].duty = on_shift(crews_[i].crew);
        Job* at = job(c.job);
        if (c.status == CrewStatus::en_route && at) crews_[i].driver.go(nearest_spot(commune_.roads, place_of(at->what)));
    }
    for (std::size_t i = 0; i < sensor_due_.size(); ++i) {
        const Millis interval = nomenclature().sensor_kind(commune_.sensors[i].kind)->expected_interval;
        if (sensor_due_[i] < now_) sensor_due_[i] += (now_ - sensor_due_[i]) / interval * interval;
    }
}

} // namespace vigie::gis::demo
