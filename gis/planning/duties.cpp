#include "gis/planning/duties.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "gis/planning/recurrence.hpp"
#include "gis/rules/rules.hpp"

namespace vigie::gis {
namespace {

using std::chrono::local_days;

// What is known of one kind of work at one asset (or, without asset, in the commune).
struct Done {
    std::optional<local_days> last;
    InterventionId open;
};
using DoneAt = std::map<std::pair<std::string, std::uint64_t>, Done>;

DoneAt look_back(const World& world, const Catalog& catalog, const std::string& zone) {
    std::unordered_map<std::string, bool> wanted;
    for (const Duty& duty : catalog.duties) wanted[duty.intervention] = true;
    DoneAt out;
    for (const Intervention& i : world.interventions()) {
        if (!wanted.contains(i.kind)) continue;
        const bool finished = i.state == InterventionState::finished || i.state == InterventionState::checked || i.state == InterventionState::closed;
        const MaybeTime end = i.actual_end ? i.actual_end : i.start;
        const auto note = [&](AssetId asset) {  // of a round over several assets each one was seen
            Done& at = out[{i.kind, asset.value}];
            if (!finished) at.open = i.id;
            else if (end) at.last = at.last ? std::max(*at.last, local_day(*end, zone)) : local_day(*end, zone);
        };
        if (!finished || end) note(i.asset);
        for (AssetId asset : i.more_assets)
            if (!finished || end) note(asset);
    }
    return out;
}

// A rule that cannot be read is told once, not at each asset.
struct ReadDuty {
    const Duty& duty;
    std::optional<Season> season;
    std::optional<local_days> first;
    SchoolRule school{};
};

std::optional<ReadDuty> read(const Duty& duty, const SchoolCalendar& school, std::vector<Notice>& notices) {
    ReadDuty out{duty, read_season(duty.season), read_day(duty.first), {}};
    const auto fail = [&](Text text) {
        notices.push_back({Severity::warning, duty.id, std::move(text), {"planning.recurrence.see_rule", {}}});
        return std::nullopt;
    };
    if (!duty.season.empty() && !out.season) return fail({"planning.duty.bad_season", {{"season", duty.season}}});
    if (!duty.on_completion && !out.first) return fail({"planning.duty.needs_first", {{"duty", duty.id}}});
    const auto when = read_school_time(duty.school);
    if (!when) return fail({"planning.duty.bad_school", {{"school", duty.school}}});
    out.school = {*when == SchoolTime::any ? SchoolCalendar{} : school, *when};
    const local_days probe = out.first.value_or(local_days{});
    if (const auto probed = due_again(duty.rule, probe, out.season); !probed) return fail(probed.error().text);
    return out;
}

// The date of a fixed cycle that stands open: the first after the last time, or from the cycle's begin on.
std::optional<local_days> of_cycle(const ReadDuty& duty, const std::optional<local_days>& last, local_days until) {
    Recurrence cycle{.rule = duty.duty.rule, .first = *duty.first, .except = {}, .season = duty.season, .school = duty.school};
    const auto dates = occurrences(cycle, last ? *last + std::chrono::days{1} : *duty.first, until);
    return dates && !dates->empty() ? std::optional(dates->front()) : std::nullopt;
}

} // namespace

DueList due_work(const World& world, const Catalog& catalog, const std::string& zone, local_days today, local_days until,
                 const std::string& school) {
    DueList out;
    until = std::max(until, today);
    const SchoolCalendar calendar = SchoolCalendar::of(catalog, school);
    const DoneAt done = look_back(world, catalog, zone);
    std::unordered_map<std::string, std::vector<const Asset*>> assets;
    for (const Duty& duty : catalog.duties)
        if (!duty.asset_kind.empty()) assets[duty.asset_kind];
    for (const Asset& asset : world.assets())
        if (const auto kind = assets.find(asset.kind); kind != assets.end()) kind->second.push_back(&asset);

    for (const Duty& duty : catalog.duties) {
        const auto known = read(duty, calendar, out.notices);
        if (!known) continue;
        const auto add = [&](const Asset* asset) {
            DueWork work{.duty = &duty, .asset = asset ? asset->id : AssetId{}, .last = {}, .due = {}, .open = {}};
            if (const auto at = done.find({duty.intervention, work.asset.value}); at != done.end()) {
                work.last = at->second.last;
                work.open = at->second.open;
            }
            if (asset && !duty.last_field.empty())  // the later of what was noted and what was done
                for (const Attribute& attribute : asset->attributes)
                    if (attribute.name == duty.last_field) work.last = std::max(work.last, read_day(attribute.value));
            if (!duty.on_completion) {
                work.due = of_cycle(*known, work.last, until);
                if (!work.due) return;  // nothing of the cycle is open yet
            } else if (work.last) {
                const auto again = due_again(duty.rule, *work.last, known->season, known->school);
                if (!again || !*again) return;
                work.due = *again;
            }
            if (!work.due || *work.due <= until) out.work.push_back(work);
        };
        if (duty.asset_kind.empty()) add(nullptr);
        else for (const Asset* asset : assets[duty.asset_kind]) add(asset);
    }
    std::ranges::stable_sort(out.work, [](const DueWork& a, const DueWork& b) {
        if (a.due.has_value() != b.due.has_value()) return a.due.has_value();
        return a.due && *a.due < *b.due;
    });
    return out;
}

Intervention intervention_for(const DueWork& due, const World& world, const Catalog& catalog, const std::string& language,
                              const std::string& zone) {
    std::vector<EntityRef> from;
    if (due.asset) from.push_back({EntityKind::asset, due.asset.value});
    Intervention out = intervention_from(world, catalog, from, language);
    const std::string at = std::exchange(out.title, due.duty->name.in(language));
    if (const auto* pattern = catalog.intervention(due.duty->intervention)) prefill(out, *pattern, language);
    if (!at.empty()) out.title += " – " + at;
    out.regulatory = out.regulatory || due.duty->legal;
    out.severity = 6;  // planned work
    if (due.due) out.deadline = instant(*due.due, std::chrono::hours{17}, zone);
    return out;
}

} // namespace vigie::gis
