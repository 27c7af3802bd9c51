#include <algorithm>
#include <cmath>

#include "gis/model/words.hpp"
#include "gis/rules/rules.hpp"
#include "gis/store/commands/carry_out.hpp"

namespace vigie::gis {

namespace {

std::string number(const Report& r) { return number_label(EntityKind::report, r.number); }

bool known_category(const CommandContext& c, const std::string& category) {
    return c.catalog.report_categories.empty() || c.catalog.report_category(category) != nullptr;
}

bool possible_place(LonLat p) { return std::isfinite(p.lon) && std::isfinite(p.lat) && std::abs(p.lon) <= 180 && std::abs(p.lat) <= 90; }

void set_due(const CommandContext& c, Report& r) { r.due_at = due_at(service_level_of(c.catalog, r.category, r.severity), r.received_at, c.zone); }

constexpr int least_severity = 1, greatest_severity = 6;
bool possible_severity(int severity) { return severity >= least_severity && severity <= greatest_severity; }

bool needs_reason(ReportState state) {
    return state == ReportState::rejected || state == ReportState::forwarded || state == ReportState::reopened;
}

} // namespace

Said carry_out(CommandContext& c, const command::CreateReport& x) {
    Report r = x.report;
    if (r.category.empty() && r.description.empty()) return refused("desk.refused.report_empty");
    if (!r.category.empty() && !known_category(c, r.category)) return refused("desk.refused.category", {{"category", r.category}});
    if (!possible_severity(r.severity)) return refused("desk.refused.severity");
    if (!possible_place(r.place)) return refused("desk.refused.place");
    if (r.place == LonLat{} && r.address.empty()) return refused("desk.refused.no_place");
    if (r.asset && !c.draft.find(r.asset)) return unknown(EntityKind::asset);
    r.origin = {};
    r.number = 0;
    r.state = ReportState::received;
    r.state_since = c.now;
    if (r.received_at == Time{}) r.received_at = c.now;
    r.duplicate_of = {};
    r.has_reporter = false;
    set_due(c, r);
    Report& made = c.draft.create(std::move(r));
    c.created.push_back({EntityKind::report, made.id.value});
    if (x.reporter != Reporter{}) {
        if (c.keeps_personal_data) {
            made.has_reporter = true;
            c.reporters.emplace_back(made.id, x.reporter);
        } else {
            c.notices.push_back({Severity::warning, number(made), {"store.personal.not_kept", {{"report", number(made)}}},
                                 {"store.personal.no_key.remedy", {}}});
        }
    }
    return Text{"gesture.create_report", {{"report", number(made)}}};
}

Said carry_out(CommandContext& c, const command::QualifyReport& x) {
    const Report* old = c.draft.find(x.report);
    if (!old) return unknown(EntityKind::report);
    if (!is_open(old->state)) return refused("desk.refused.report_not_open", {{"report", number(*old)}, {"state", "@report.state." + std::string(name(old->state))}});
    if (!x.category.empty() && !known_category(c, x.category)) return refused("desk.refused.category", {{"category", x.category}});
    if (x.severity && !possible_severity(*x.severity)) return refused("desk.refused.severity");
    Report& r = c.draft.edit(x.report);
    if (!x.category.empty()) r.category = x.category;
    if (x.severity) r.severity = *x.severity;
    if (r.category.empty()) return refused("desk.refused.no_category", {{"report", number(r)}});
    if (r.state == ReportState::received || r.state == ReportState::reopened) move_to(r, ReportState::qualified, c.now);
    set_due(c, r);
    return Text{"gesture.qualify_report", {{"report", number(r)}}};
}

Said carry_out(CommandContext& c, const command::SetReportState& x) {
    const Report* old = c.draft.find(x.report);
    if (!old) return unknown(EntityKind::report);
    const std::string from = "@report.state." + std::string(name(old->state)), to = "@report.state." + std::string(name(x.state));
    if (x.state == ReportState::duplicate || !may_follow(old->state, x.state))
        return refused("desk.refused.transition", {{"what", number(*old)}, {"from", from}, {"to", to}});
    if (needs_reason(x.state) && x.reason.empty()) return refused("desk.refused.reason", {{"to", to}});
    Report& r = c.draft.edit(x.report);
    move_to(r, x.state, c.now);
    r.duplicate_of = {};
    if (!x.reason.empty()) r.reason = x.reason;
    return Text{"gesture.set_report_state", {{"report", number(r)}, {"state", to}}};
}

Said carry_out(CommandContext& c, const command::EditReport& x) {
    if (!c.draft.find(x.report)) return unknown(EntityKind::report);
    if (x.place && !possible_place(*x.place)) return refused("desk.refused.place");
    if (x.asset && *x.asset && !c.draft.find(*x.asset)) return unknown(EntityKind::asset);
    Report& r = c.draft.edit(x.report);
    if (x.place) r.place = *x.place;
    if (x.address) r.address = *x.address;
    if (x.quartier) r.quartier = *x.quartier;
    if (x.description) r.description = *x.description;
    if (x.asset) r.asset = *x.asset;
    return Text{"gesture.edit_report", {{"report", number(r)}}};
}

Said carry_out(CommandContext& c, const command::MergeReports& x) {
    const Report* kept = c.draft.find(x.kept);
    if (!kept) return unknown(EntityKind::report);
    if (kept->state == ReportState::duplicate) return refused("desk.refused.merge_into_duplicate", {{"report", number(*kept)}});
    if (x.duplicates.empty()) return refused("desk.refused.nothing_chosen");
    for (ReportId id : x.duplicates) {
        const Report* r = c.draft.find(id);
        if (!r) return unknown(EntityKind::report);
        if (id == x.kept) return refused("desk.refused.merge_with_itself", {{"report", number(*r)}});
        if (r->state != ReportState::duplicate && !may_follow(r->state, ReportState::duplicate))
            return refused("desk.refused.transition", {{"what", number(*r)}, {"from", "@report.state." + std::string(name(r->state))},
                                                       {"to", "@report.state.duplicate"}});
    }
    // Groups stay flat: the duplicates of a duplicate follow it.
    std::vector<ReportId> follow;
    for (const Report& r : c.draft.view().reports())
        if (r.duplicate_of && std::ranges::find(x.duplicates, r.duplicate_of) != x.duplicates.end()) follow.push_back(r.id);
    follow.insert(follow.end(), x.duplicates.begin(), x.duplicates.end());
    for (ReportId id : follow) {
        Report& r = c.draft.edit(id);
        move_to(r, ReportState::duplicate, c.now);
        r.duplicate_of = x.kept;
    }
    return Text{"gesture.merge_reports", {{"n", std::to_string(x.duplicates.size())}, {"report", number(*c.draft.find(x.kept))}}};
}

namespace {

// Where a report stands that is by itself again: with its own work as far as that is, else as somebody has judged it.
ReportState state_alone(const CommandContext& c, ReportId id) {
    using enum InterventionState;
    for (const Intervention& i : c.draft.view().interventions()) {
        if (std::ranges::find(i.reports, id) == i.reports.end()) continue;
        switch (i.state) {
        case draft: case to_plan: return ReportState::taken;
        case planned: case assigned: return ReportState::scheduled;
        case en_route: case on_site: case suspended: return ReportState::in_progress;
        case finished: case checked: case closed: return ReportState::service_done;
        }
    }
    return ReportState::qualified;
}

constexpr std::size_t longest_answer = 4000;

} // namespace

Said carry_out(CommandContext& c, const command::SplitReport& x) {
    const Report* old = c.draft.find(x.report);
    if (!old) return unknown(EntityKind::report);
    if (old->state != ReportState::duplicate) return refused("desk.refused.not_duplicate", {{"report", number(*old)}});
    const ReportState alone = state_alone(c, x.report);
    Report& r = c.draft.edit(x.report);
    move_to(r, alone, c.now);
    r.duplicate_of = {};
    return Text{"gesture.split_report", {{"report", number(r)}}};
}

Said carry_out(CommandContext& c, const command::AnswerReports& x) {
    if (x.reports.empty()) return refused("desk.refused.nothing_chosen");
    if (x.text.empty()) return refused("desk.refused.answer_empty");
    if (x.text.size() > longest_answer) return refused("desk.refused.answer_long", {{"n", std::to_string(longest_answer)}});
    for (const ReportId id : x.reports) {
        if (!c.draft.find(id)) return unknown(EntityKind::report);
        c.concerned.push_back({EntityKind::report, id.value});
    }
    c.told = true;
    const std::string first = number(*c.draft.find(x.reports.front())), more = std::to_string(x.reports.size() - 1);
    return Text{x.reports.size() == 1 ? "gesture.answer_report" : "gesture.answer_reports", {{"report", first}, {"more", more}, {"text", x.text}}};
}

void report_follows(CommandContext& c, ReportId id, ReportState state) {
    const Report* r = c.draft.find(id);
    if (!r || r->state == state) return;
    const bool again = r->state == ReportState::service_done && state != ReportState::service_done;
    if (is_open(r->state) || again) move_to(c.draft.edit(id), state, c.now);
}

} // namespace vigie::gis
