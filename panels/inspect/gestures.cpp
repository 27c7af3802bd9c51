#include "panels/inspect/gestures.hpp"

#include <algorithm>

#include "gis/model/words.hpp"
#include "gis/model/zone.hpp"
#include "gis/planning/due_lines.hpp"
#include "gis/rules/answers.hpp"
#include "gis/rules/asset_near.hpp"
#include "gis/rules/rules.hpp"

namespace vigie::panels {

namespace {

using gis::EntityKind;
using gis::EntityRef;
using Refs = std::vector<EntityRef>;

gis::Text reason(std::string key) { return {"desk.blocked." + key, {}}; }

template <class T>
const T* entity(const gis::World& world, EntityRef ref) {
    return world.table<T>().find(typename gis::Table<T>::Key{ref.id});
}

bool takes_work(gis::ReportState state) {
    using enum gis::ReportState;
    return state != closed && state != duplicate && state != rejected && state != forwarded && state != service_done;
}

// The open intervention that already answers `ref`.
gis::InterventionId answering(const gis::World& world, const WorkIndex& index, EntityRef ref) {
    const gis::Intervention* what = nullptr;
    if (ref.kind == EntityKind::intervention) return gis::InterventionId{ref.id};
    if (ref.kind == EntityKind::report) what = index.of(world, gis::ReportId{ref.id});
    if (const auto* a = ref.kind == EntityKind::alert ? entity<gis::Alert>(world, ref) : nullptr) what = world.find(a->intervention);
    if (const auto* d = ref.kind == EntityKind::request ? entity<gis::Request>(world, ref) : nullptr)
        what = world.find(d->intervention);
    return what && gis::is_open(what->state) ? what->id : gis::InterventionId{};
}

bool can_be_source(const gis::World& world, EntityRef ref) {
    switch (ref.kind) {
    case EntityKind::report: {
        const auto* r = entity<gis::Report>(world, ref);
        return r && takes_work(r->state);
    }
    case EntityKind::alert: {
        const auto* a = entity<gis::Alert>(world, ref);
        return a && gis::is_open(a->state);
    }
    case EntityKind::request: {
        const auto* d = entity<gis::Request>(world, ref);
        return d && d->state != gis::RequestState::refused;
    }
    case EntityKind::asset: case EntityKind::sensor: case EntityKind::building: return true;
    case EntityKind::intervention: case EntityKind::crew: case EntityKind::agent: case EntityKind::vehicle:
    case EntityKind::shift: case EntityKind::absence: case EntityKind::meter: return false;
    }
    return false;
}

template <class T, class Keep>
Refs of_kind(const gis::World& world, const Refs& selected, EntityKind kind, Keep keep) {
    Refs kept;
    for (EntityRef ref : selected)
        if (ref.kind == kind)
            if (const T* e = entity<T>(world, ref); e && keep(*e)) kept.push_back(ref);
    return kept;
}

bool any_of_kind(const Refs& selected, EntityKind kind) {
    return std::any_of(selected.begin(), selected.end(), [&](EntityRef ref) { return ref.kind == kind; });
}

Refs reports_to(const gis::World& world, const Refs& selected, gis::ReportState state) {
    return of_kind<gis::Report>(world, selected, EntityKind::report,
                                [&](const gis::Report& r) { return gis::may_follow(r.state, state); });
}

Refs qualifiable(const gis::World& world, const Refs& selected) {
    return of_kind<gis::Report>(world, selected, EntityKind::report, [](const gis::Report& r) { return takes_work(r.state); });
}

Refs alerts_in(const gis::World& world, const Refs& selected, bool only_raised) {
    return of_kind<gis::Alert>(world, selected, EntityKind::alert, [&](const gis::Alert& a) {
        return only_raised ? a.state == gis::AlertState::raised : gis::is_open(a.state);
    });
}

} // namespace

Work work_of(const gis::World& world, const Refs& selected) {
    Work work;
    WorkIndex index;
    index.sync(world);
    for (EntityRef ref : selected) {
        if (const gis::InterventionId id = answering(world, index, ref)) work.existing = id;
        else if (can_be_source(world, ref)) work.from.push_back(ref);
    }
    return work;
}

Reason create_blocked(const gis::World& world, const Refs& selected) {
    if (selected.empty()) return reason("nothing_selected");
    const Work work = work_of(world, selected);
    if (!work.from.empty()) return {};
    if (const gis::Intervention* what = world.find(work.existing))
        return gis::Text{"desk.blocked.has_intervention",
                         {{"number", gis::number_label(EntityKind::intervention, what->number)}}};
    return reason("no_work");
}

Gesture create_intervention(const gis::World& world, const gis::Catalog& catalog, const Refs& selected,
                            std::string_view language) {
    if (create_blocked(world, selected)) return {};
    const Work work = work_of(world, selected);
    // A request becomes work by being accepted: the two stay linked.
    const gis::Request* asked = work.from.size() == 1 && work.from[0].kind == EntityKind::request ? entity<gis::Request>(world, work.from[0]) : nullptr;
    if (asked && (asked->state == gis::RequestState::waiting || asked->state == gis::RequestState::to_confirm))
        return {gis::command::SetRequestState{asked->id, gis::RequestState::accepted, {}}};
    return {gis::command::CreateIntervention{gis::intervention_from(world, catalog, work.from, language)}};
}

bool due_is_chosen(const ViewState& view) {
    if (view.due.duty.empty()) return false;
    if (!view.due.asset) return view.selection.empty();
    return view.selection.entities.size() == 1 && view.selection.primary() == EntityRef{EntityKind::asset, view.due.asset.value};
}

namespace {

std::optional<gis::DueWork> chosen_due(const Frame& frame) {
    if (!due_is_chosen(frame.view)) return {};
    const auto today = gis::local_day(frame.now, frame.zone);
    for (const gis::DueWork& work : gis::due_work(frame.world, frame.catalog, frame.zone, today, today + gis::due_horizon, frame.school_zone()).work)
        if (work.duty->id == frame.view.due.duty && work.asset == frame.view.due.asset) return work;
    return {};
}

} // namespace

Reason create_due_blocked(const Frame& frame) {
    const auto work = chosen_due(frame);
    if (!work) return reason("no_work");
    if (const gis::Intervention* what = frame.world.find(work->open))
        return gis::Text{"desk.blocked.has_intervention", {{"number", gis::number_label(EntityKind::intervention, what->number)}}};
    return {};
}

Gesture create_due(const Frame& frame) {
    const auto work = chosen_due(frame);
    if (!work || work->open) return {};
    return {gis::command::CreateIntervention{gis::intervention_for(*work, frame.world, frame.catalog, frame.language.code(), frame.zone)}};
}

gis::InterventionId link_target(const Refs& selected) {
    gis::InterventionId target;
    for (EntityRef ref : selected)
        if (ref.kind == EntityKind::intervention) {
            if (target) return {};
            target = gis::InterventionId{ref.id};
        }
    return target;
}

Gesture link_work(const gis::World& world, const Refs& selected) {
    Gesture gesture;
    const gis::Intervention* what = world.find(link_target(selected));
    if (!what) return gesture;
    const auto has = [](const auto& list, std::uint64_t id) { return std::ranges::any_of(list, [&](auto one) { return one.value == id; }); };
    for (EntityRef ref : selected) {
        const bool there = ref.kind == EntityKind::report  ? has(what->reports, ref.id)
                           : ref.kind == EntityKind::alert ? has(what->alerts, ref.id)
                           : ref.kind == EntityKind::asset ? what->asset.value == ref.id || has(what->more_assets, ref.id)
                                                           : true;
        if (!there) gesture.push_back(gis::command::LinkWork{what->id, ref, true});
    }
    return gesture;
}

Reason link_blocked(const gis::World& world, const Refs& selected) {
    if (!link_target(selected)) return gis::Text{"work.blocked.link", {}};
    if (link_work(world, selected).empty()) return gis::Text{"work.blocked.linked", {}};
    return {};
}

Reason assign_blocked(const gis::World& world, const Refs& selected) {
    if (selected.empty()) return reason("nothing_selected");
    const Work work = work_of(world, selected);
    const gis::Intervention* what = world.find(work.existing);
    if (!what) return work.from.empty() ? Reason{reason("no_work")} : Reason{};
    if (what->locked) return reason("locked");
    using enum gis::InterventionState;
    switch (what->state) {
    case draft: case to_plan: case planned: case assigned: case suspended: return {};
    case en_route: case on_site: return reason("under_way");
    case finished: case checked: case closed: return reason("finished");
    }
    return {};
}

std::optional<gis::Intervention> assignable(const gis::World& world, const gis::Catalog& catalog, const Refs& selected,
                                            std::string_view language) {
    if (assign_blocked(world, selected)) return {};
    const Work work = work_of(world, selected);
    if (const gis::Intervention* what = world.find(work.existing)) return *what;
    return gis::intervention_from(world, catalog, work.from, language);
}

Gesture assign(const gis::World& world, const gis::Catalog& catalog, const Refs& selected, std::vector<gis::CrewId> crews,
               gis::Time start, std::string override_reason, std::string_view language) {
    if (assign_blocked(world, selected)) return {};
    const Work work = work_of(world, selected);
    gis::command::Assign order{work.existing, std::move(crews), start, std::move(override_reason)};
    if (work.existing) return {std::move(order)};
    Gesture gesture = create_intervention(world, catalog, selected, language);
    gesture.push_back(std::move(order));
    return gesture;
}

Reason report_state_blocked(const gis::World& world, const Refs& selected, gis::ReportState state) {
    if (!any_of_kind(selected, EntityKind::report)) return reason("no_report");
    if (!reports_to(world, selected, state).empty()) return {};
    return reason("state_cannot_follow");
}

Gesture set_report_state(const gis::World& world, const Refs& selected, gis::ReportState state, const std::string& why) {
    Gesture gesture;
    for (EntityRef ref : reports_to(world, selected, state))
        gesture.push_back(gis::command::SetReportState{gis::ReportId{ref.id}, state, why});
    return gesture;
}

Reason qualify_blocked(const gis::World& world, const Refs& selected) {
    if (!any_of_kind(selected, EntityKind::report)) return reason("no_report");
    if (qualifiable(world, selected).empty()) return reason("report_over");
    return {};
}

Gesture qualify(const gis::World& world, const Refs& selected, const std::string& category, std::optional<int> severity) {
    Gesture gesture;
    for (EntityRef ref : qualifiable(world, selected))
        gesture.push_back(gis::command::QualifyReport{gis::ReportId{ref.id}, category, severity});
    return gesture;
}

Reason take_alert_blocked(const gis::World& world, const Refs& selected) {
    if (!any_of_kind(selected, EntityKind::alert)) return reason("no_alert");
    if (alerts_in(world, selected, true).empty()) return reason("alert_taken");
    return {};
}

Gesture take_alerts(const gis::World& world, const Refs& selected) {
    Gesture gesture;
    for (EntityRef ref : alerts_in(world, selected, true)) gesture.push_back(gis::command::TakeAlert{gis::AlertId{ref.id}});
    return gesture;
}

Reason clear_alert_blocked(const gis::World& world, const Refs& selected) {
    if (!any_of_kind(selected, EntityKind::alert)) return reason("no_alert");
    if (alerts_in(world, selected, false).empty()) return reason("alert_cleared");
    return {};
}

Gesture clear_alerts(const gis::World& world, const Refs& selected, const std::string& why) {
    Gesture gesture;
    for (EntityRef ref : alerts_in(world, selected, false))
        gesture.push_back(gis::command::ClearAlert{gis::AlertId{ref.id}, why});
    return gesture;
}

Reason merge_blocked(const gis::World& world, const Refs& selected) {
    if (!any_of_kind(selected, EntityKind::report)) return reason("no_report");
    if (qualifiable(world, selected).empty()) return reason("report_over");
    return {};
}

Gesture merge(gis::ReportId kept, std::vector<gis::ReportId> duplicates) {
    std::erase(duplicates, kept);
    if (duplicates.empty()) return {};
    return {gis::command::MergeReports{kept, std::move(duplicates)}};
}

Reason split_blocked(const gis::World& world, const Refs& selected) {
    const Refs doubles = of_kind<gis::Report>(world, selected, EntityKind::report, [](const gis::Report& r) { return r.state == gis::ReportState::duplicate; });
    if (!any_of_kind(selected, EntityKind::report)) return reason("no_report");
    return doubles.empty() ? Reason(reason("no_duplicate")) : Reason{};
}

Gesture split(const gis::World& world, const Refs& selected) {
    Gesture gesture;
    for (EntityRef ref : of_kind<gis::Report>(world, selected, EntityKind::report, [](const gis::Report& r) { return r.state == gis::ReportState::duplicate; }))
        gesture.push_back(gis::command::SplitReport{gis::ReportId{ref.id}});
    return gesture;
}

Reason reply_blocked(const gis::World& world, const Refs& selected) {
    if (!any_of_kind(selected, EntityKind::report)) return reason("no_report");
    for (EntityRef ref : selected) {
        if (ref.kind != EntityKind::report) continue;
        for (const gis::ReportId id : gis::group_of(world, gis::ReportId{ref.id}))
            if (world.find(id)->has_reporter) return {};
    }
    return reason("no_reporter");
}

Gesture link_nearest(const gis::World& world, const gis::Catalog& catalog, const Refs& selected) {
    Gesture gesture;
    for (EntityRef ref : of_kind<gis::Report>(world, selected, EntityKind::report, [](const gis::Report& r) { return !r.asset; })) {
        const gis::Report& report = *world.find(gis::ReportId{ref.id});
        const auto near = gis::assets_near(world, catalog, report.category, report.place, 1);
        if (!near.empty()) gesture.push_back(gis::command::EditReport{.report = report.id, .place = {}, .address = {}, .quartier = {}, .description = {}, .asset = near.front().asset});
    }
    return gesture;
}

Reason link_blocked(const gis::World& world, const gis::Catalog& catalog, const Refs& selected) {
    if (!any_of_kind(selected, EntityKind::report)) return reason("no_report");
    return link_nearest(world, catalog, selected).empty() ? Reason(reason("no_asset_near")) : Reason{};
}

Gesture next_crew_status(const gis::World& world, const Refs& selected) {
    using enum gis::CrewStatus;
    Gesture gesture;
    for (EntityRef ref : of_kind<gis::Crew>(world, selected, EntityKind::crew, [](const gis::Crew&) { return true; })) {
        const gis::CrewId id{ref.id};
        switch (world.find(id)->status) {
        case available: gesture.push_back(gis::command::SetCrewStatus{id, en_route}); break;
        case en_route: gesture.push_back(gis::command::SetCrewStatus{id, on_site}); break;
        case on_site: case on_break: case out_of_service: gesture.push_back(gis::command::SetCrewStatus{id, available}); break;
        }
    }
    return gesture;
}

Reason crew_status_blocked(const gis::World& world, const Refs& selected) {
    return next_crew_status(world, selected).empty() ? Reason(gis::Text{"panels.reason.not_a_crew", {}}) : Reason{};
}

std::vector<gis::InterventionState> next_states(gis::InterventionState from) {
    std::vector<gis::InterventionState> next;
    for (int s = 0; s <= int(gis::InterventionState::closed); ++s) {
        const auto to = static_cast<gis::InterventionState>(s);
        if (to != from && gis::may_follow(from, to)) next.push_back(to);
    }
    return next;
}

std::vector<gis::ReportState> next_states(gis::ReportState from) {
    std::vector<gis::ReportState> next;
    for (int s = 0; s <= int(gis::ReportState::forwarded); ++s) {
        const auto to = static_cast<gis::ReportState>(s);
        if (to != from && gis::may_follow(from, to)) next.push_back(to);
    }
    return next;
}

} // namespace vigie::panels
