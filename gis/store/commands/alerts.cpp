#include "gis/model/words.hpp"
#include "gis/store/commands/carry_out.hpp"

namespace vigie::gis {

namespace {

std::string number(const Alert& a) { return number_label(EntityKind::alert, a.number); }

} // namespace

Said carry_out(CommandContext& c, const command::TakeAlert& x) {
    const Alert* old = c.draft.find(x.alert);
    if (!old) return unknown(EntityKind::alert);
    if (old->state != AlertState::raised)
        return refused("desk.refused.transition", {{"what", number(*old)}, {"from", "@alert.state." + std::string(name(old->state))},
                                                   {"to", "@alert.state.taken"}});
    Alert& a = c.draft.edit(x.alert);
    move_to(a, AlertState::taken, c.now);
    return Text{"gesture.take_alert", {{"alert", number(a)}}};
}

Said carry_out(CommandContext& c, const command::ClearAlert& x) {
    const Alert* old = c.draft.find(x.alert);
    if (!old) return unknown(EntityKind::alert);
    if (!is_open(old->state))
        return refused("desk.refused.transition", {{"what", number(*old)}, {"from", "@alert.state.cleared"}, {"to", "@alert.state.cleared"}});
    Alert& a = c.draft.edit(x.alert);
    move_to(a, AlertState::cleared, c.now);
    if (x.reason.empty()) return Text{"gesture.clear_alert", {{"alert", number(a)}}};
    return Text{"gesture.clear_alert_because", {{"alert", number(a)}, {"reason", x.reason}}};
}

} // namespace vigie::gis
