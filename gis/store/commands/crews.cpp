#include "gis/model/words.hpp"
#include "gis/store/commands/carry_out.hpp"

namespace vigie::gis {

Said carry_out(CommandContext& c, const command::SetCrewStatus& x) {
    if (!c.draft.find(x.crew)) return unknown(EntityKind::crew);
    Crew& crew = c.draft.edit(x.crew);
    if (crew.status != x.status) { crew.status = x.status; crew.status_since = c.now; }
    return Text{"gesture.set_crew_status", {{"crew", label(crew)}, {"state", "@crew.state." + std::string(name(x.status))}}};
}

Said carry_out(CommandContext& c, const command::AddAbsence& x) {
    Absence a = x.absence;
    if (!a.crew && !a.agent) return refused("desk.refused.nobody_absent");
    if (a.crew && !c.draft.find(a.crew)) return unknown(EntityKind::crew);
    if (a.agent && !c.draft.find(a.agent)) return unknown(EntityKind::agent);
    if (a.from >= a.to) return refused("desk.refused.window");
    a.origin = {};
    const std::string who = a.crew ? label(*c.draft.find(a.crew)) : label(*c.draft.find(a.agent));
    const Absence& made = c.draft.create(std::move(a));
    c.created.push_back({EntityKind::absence, made.id.value});
    return Text{"gesture.add_absence", {{"who", who}, {"reason", made.reason}}};
}

Said carry_out(CommandContext& c, const command::RemoveAbsence& x) {
    const Absence* a = c.draft.find(x.absence);
    if (!a) return unknown(EntityKind::absence);
    const Crew* crew = c.draft.find(a->crew);
    const Agent* agent = c.draft.find(a->agent);
    const std::string who = crew ? label(*crew) : agent ? label(*agent) : std::string{};
    c.draft.remove(x.absence);
    return Text{"gesture.remove_absence", {{"who", who}}};
}

} // namespace vigie::gis
