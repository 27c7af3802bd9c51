#include "gis/planning/due_lines.hpp"

#include <algorithm>
#include <unordered_set>

#include "gis/model/words.hpp"
#include "gis/planning/calendar.hpp"

namespace vigie::gis {
namespace {

const InterventionTemplate* pattern_of(const DueLine& line, const World& world, const Catalog& catalog) {
    if (line.work.duty) return catalog.intervention(line.work.duty->intervention);
    const Intervention* what = world.find(line.work.open);
    return what ? catalog.intervention(what->kind) : nullptr;
}

} // namespace

bool DueBook::sync(const World& world, const Catalog& catalog, const std::string& zone, Time now, const std::string& school) {
    const auto today = local_day(now, zone);
    const auto assets = world.revision(EntityKind::asset), interventions = world.revision(EntityKind::intervention);
    if (made_ > 0 && today == today_ && assets == assets_ && interventions == interventions_ && zone == zone_ && school == school_ && duties_ == catalog.duties.data()) return false;
    today_ = today;
    zone_ = zone;
    school_ = school;
    assets_ = assets;
    interventions_ = interventions;
    duties_ = catalog.duties.data();
    ++made_;
    DueList list = due_work(world, catalog, zone, today, today + due_horizon, school);
    notices_ = std::move(list.notices);
    lines_.clear();
    std::unordered_set<std::uint64_t> told;  // interventions that a duty speaks for
    for (DueWork& work : list.work) {
        if (work.open) told.insert(work.open.value);
        lines_.push_back({work, work.duty->legal, work.duty->to_verify});
    }
    for (const Intervention& i : world.interventions()) {
        if (!i.deadline || !is_open(i.state) || i.state == InterventionState::draft || told.contains(i.id.value)) continue;
        const auto day = local_day(*i.deadline, zone);
        if (day <= today + due_horizon) lines_.push_back({{.duty = nullptr, .asset = i.asset, .last = {}, .due = day, .open = i.id}, i.regulatory, false});
    }
    std::ranges::stable_sort(lines_, [](const DueLine& a, const DueLine& b) {
        if (a.work.due.has_value() != b.work.due.has_value()) return a.work.due.has_value();
        return a.work.due && *a.work.due < *b.work.due;
    });
    return true;
}

std::string due_title(const DueLine& line, const World& world, const Catalog& catalog, const std::string& language) {
    if (!line.work.duty) {
        const Intervention* what = world.find(line.work.open);
        return what ? what->title : std::string();
    }
    const std::string& own = line.work.duty->name.in(language);
    const auto* pattern = pattern_of(line, world, catalog);
    return !own.empty() ? own : pattern ? pattern->name.in(language) : line.work.duty->id;
}

std::string due_place(const DueLine& line, const World& world) {
    if (const Asset* asset = world.find(line.work.asset)) return !asset->name.empty() ? asset->name : asset->code;
    const Intervention* what = world.find(line.work.open);
    return !what ? std::string() : !what->address.empty() ? what->address : what->quartier;
}

std::string due_domain(const DueLine& line, const World& world, const Catalog& catalog) {
    const auto* pattern = pattern_of(line, world, catalog);
    return pattern ? pattern->domain : std::string();
}

std::string due_icon(const DueLine& line, const World& world, const Catalog& catalog) {
    const auto* pattern = pattern_of(line, world, catalog);
    if (!pattern) return "build";
    if (!pattern->icon.empty()) return pattern->icon;
    const Domain* domain = catalog.domain(pattern->domain);
    return domain && !domain->icon.empty() ? domain->icon : "build";
}

} // namespace vigie::gis
