// Which cards, in which order.
#include <algorithm>
#include <tuple>

#include "gis/model/words.hpp"
#include "gis/model/work_states.hpp"
#include "gis/planning/calendar.hpp"
#include "panels/lists/list_model.hpp"
#include "panels/planning/backlog.hpp"

namespace vigie::panels {
namespace {

std::uint64_t fingerprint(const Frame& frame, const BacklogState& s) {
    std::uint64_t out = frame.world.revision(gis::EntityKind::intervention) * 1315423911u;
    out ^= static_cast<std::uint64_t>(frame.view.monday.time_since_epoch().count()) << 20;
    out = out * 31 + std::hash<std::string>{}(s.text) + std::hash<std::string>{}(s.quartier) * 7;
    out = out * 31 + static_cast<std::uint64_t>(s.due_this_week) * 2 + static_cast<std::uint64_t>(s.needs_skill) * 4 +
          static_cast<std::uint64_t>(s.to_arbitrate) * 4096 + static_cast<std::uint64_t>(s.regulatory) * 8 + static_cast<std::uint64_t>(s.sort) * 16;
    return out | 1;  // 0 is "never made"
}

bool waits(const gis::Intervention& what) {
    return gis::is_open(what.state) && what.state != gis::InterventionState::draft && !gis::occupation(what);
}

bool found(const gis::Intervention& what, const std::string& needle) {
    if (needle.empty()) return true;
    std::string all = gis::number_label(gis::EntityKind::intervention, what.number) + " " + what.title + " " + what.address + " " + what.quartier;
    for (const auto& skill : what.skills) all += " " + skill;
    return matches(all, needle);
}

} // namespace

void sync_backlog(const Frame& frame, BacklogState& s) {
    const auto now = fingerprint(frame, s);
    if (now == s.made_from) return;
    s.made_from = now;
    s.cards.clear();
    s.hours = gis::Seconds{0};
    s.waiting = s.regulatory_waiting = s.arbitrate_waiting = 0;
    const auto week_end = gis::instant(frame.view.monday + std::chrono::days{7}, gis::Seconds{0}, frame.zone);
    const auto needle = gis::folded(s.text);
    std::vector<const gis::Intervention*> kept;
    for (const auto& what : frame.world.interventions()) {
        // A question to the director is answered from here wherever the work stands: a planned one shows with the filter on.
        const bool asked = gis::is_escalated(what);
        s.arbitrate_waiting += asked;
        if (!waits(what) && !(s.to_arbitrate && asked)) continue;
        if (waits(what)) ++s.waiting;
        s.regulatory_waiting += waits(what) && what.regulatory;
        if (s.to_arbitrate && !asked) continue;
        if (s.due_this_week && (!what.deadline || *what.deadline >= week_end)) continue;
        if ((s.needs_skill && what.skills.empty()) || (s.regulatory && !what.regulatory)) continue;
        if ((!s.quartier.empty() && what.quartier != s.quartier) || !found(what, needle)) continue;
        kept.push_back(&what);
        s.hours += what.duration * std::max(1, what.crews_needed);
    }
    const auto deadline = [](const gis::Intervention& i) { return i.deadline.value_or(gis::Time::max()); };
    std::ranges::stable_sort(kept, [&](const gis::Intervention* a, const gis::Intervention* b) {
        switch (s.sort) {
            case BacklogSort::urgency: return std::tuple(a->severity, deadline(*a), a->number) < std::tuple(b->severity, deadline(*b), b->number);
            case BacklogSort::deadline: return std::tuple(deadline(*a), a->severity, a->number) < std::tuple(deadline(*b), b->severity, b->number);
            case BacklogSort::duration: return std::tuple(b->duration, a->number) < std::tuple(a->duration, b->number);
            case BacklogSort::quartier: return std::tie(a->quartier, a->severity, a->number) < std::tie(b->quartier, b->severity, b->number);
        }
        return false;
    });
    for (const auto* what : kept) s.cards.push_back(what->id);
}

} // namespace vigie::panels
