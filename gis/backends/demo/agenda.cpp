#include <algorithm>
#include <map>

#include "gis/backends/demo/citizens.hpp"
#include "gis/backends/demo/commune.hpp"
#include "gis/backends/demo/past.hpp"
#include "gis/backends/demo/week.hpp"
#include "gis/model/zone.hpp"

namespace vigie::gis::demo {

namespace {

constexpr std::uint32_t first_report_number = 1021, first_job_number = 241;  // before it, what the register tells
constexpr std::int64_t slots_of_history = 10 * 48;
constexpr int weeks_of_shifts = 4;

// How far a job of the plan has come at `now`, if everything went to plan.
void age(Intervention& job, Time now) {
    if (!job.start) return;
    const Time end = *job.start + job.duration;
    if (end <= now) {
        job.state = now - end > std::chrono::hours(20) ? InterventionState::checked : InterventionState::finished;
        job.actual_start = *job.start;
        job.actual_end = end;
        job.state_since = end;
        for (Task& t : job.tasks) t.done = true;
    } else if (*job.start <= now) {
        job.state = InterventionState::on_site;
        job.actual_start = *job.start;
        job.state_since = *job.start;
    }
}

void add_reports(const Citizens& citizens, Agenda& out, Time now, std::uint32_t number) {
    std::map<std::string, ReportId> ids;
    for (std::int64_t slot = Citizens::slot_of(now) - slots_of_history; slot <= Citizens::slot_of(now); ++slot)
        for (const CitizenReport& c : citizens.in_slot(slot)) {
            if (c.report.received_at > now) continue;
            Report r = c.report;
            r.id = ReportId{out.reports.size() + 1};
            r.origin.remote_id = c.id;
            r.number = number++;
            r.state_since = r.received_at;
            for (const ReportStep& step : c.steps)
                if (step.at <= now) r.state = step.state, r.state_since = step.at, r.reason = step.reason;
            // What nobody handled last week was settled by phone, or the list would never end.
            if (c.steps.empty() && now - r.received_at > std::chrono::hours(70)) r.state = ReportState::closed, r.state_since = r.received_at + std::chrono::hours(60);
            ids[c.id] = r.id;
            out.reports.push_back(std::move(r));
        }
}

// A scheduled report has its intervention: the first job of the right kind that has none takes it, and moves to its place.
void join_reports(const Catalog& catalog, Agenda& out) {
    for (const Report& r : out.reports) {
        if (r.state != ReportState::scheduled && r.state != ReportState::in_progress) continue;
        const ReportCategory* category = catalog.report_category(r.category);
        const bool under_way = r.state == ReportState::in_progress;
        const auto job = std::find_if(out.interventions.begin(), out.interventions.end(), [&](const Intervention& i) {
            const bool fits = under_way ? i.state == InterventionState::on_site : i.state == InterventionState::assigned;
            return i.kind == category->intervention && i.reports.empty() && fits && i.created_at < r.state_since + std::chrono::hours(200);
        });
        if (job == out.interventions.end()) continue;
        job->reports.push_back(r.id);
        job->place = r.place;
        job->address = r.address;
        job->quartier = r.quartier;
        job->asset = r.asset;
        job->severity = std::min(job->severity, r.severity);
    }
}

} // namespace

Time books_begin(Time now) { return time_from_ms((Citizens::slot_of(now) - slots_of_history) * 1'800'000); }

Agenda make_agenda(const DemoCommune& commune, const Catalog& catalog, std::uint64_t seed, Time now, int past_months) {
    const auto months = static_cast<std::uint32_t>(past_months);
    using std::chrono::days;
    Agenda out;
    out.agents = make_agents(now);
    const WeekPlanner planner(commune, catalog, seed, out.agents);
    const auto monday = monday_of(now);
    for (int week = -1; week < weeks_of_shifts; ++week)
        for (Shift& s : planner.shifts(monday + days{7 * week})) out.shifts.push_back(std::move(s));
    for (int week = 0; week < 2; ++week)
        for (Absence& a : planner.absences(monday + days{7 * week})) out.absences.push_back(std::move(a));
    for (Intervention& j : planner.jobs(monday, 0.93)) out.interventions.push_back(std::move(j));
    for (Intervention& j : planner.jobs(monday + days{7}, 0.35)) out.interventions.push_back(std::move(j));
    for (Intervention& j : planner.backlog(monday)) out.interventions.push_back(std::move(j));
    for (Intervention& j : out.interventions) age(j, now);
    add_reports(Citizens(commune, catalog, seed), out, now, first_report_number + months * past_reports_a_month);
    join_reports(catalog, out);
    std::stable_sort(out.interventions.begin(), out.interventions.end(), [](const auto& a, const auto& b) { return a.created_at < b.created_at; });
    std::vector<Intervention> checks = planner.register_of(local_day(now, commune_zone));
    std::stable_sort(checks.begin(), checks.end(), [](const auto& a, const auto& b) { return a.created_at < b.created_at; });
    std::uint32_t number = 0;
    for (Intervention& j : checks) j.number = ++number + months * past_works_a_month;
    number = first_job_number + months * past_works_a_month;
    for (Intervention& j : out.interventions) j.number = number++;
    out.interventions.insert(out.interventions.begin(), std::make_move_iterator(checks.begin()), std::make_move_iterator(checks.end()));
    const auto number_ids = [](auto& rows) {
        std::uint64_t id = 0;
        for (auto& row : rows) row.id.value = ++id;
    };
    number_ids(out.interventions), number_ids(out.shifts), number_ids(out.absences);
    return out;
}

} // namespace vigie::gis::demo
