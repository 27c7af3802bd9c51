#include "gis/model/words.hpp"
#include "gis/store/commands/carry_out.hpp"

namespace vigie::gis {

namespace {

std::string number(const Request& r) { return number_label(EntityKind::request, r.number); }

bool request_may_follow(RequestState from, RequestState to) {
    switch (from) {
    case RequestState::waiting: return to != RequestState::waiting;
    case RequestState::to_confirm: return to != RequestState::to_confirm;
    case RequestState::refused: return to == RequestState::waiting;
    case RequestState::accepted: return false;
    }
    return false;
}

// Accepted requests become work: an intervention to plan, told by the request.
Intervention work_of(const Request& request, Time now) {
    Intervention i;
    i.title = request.title;
    i.description = request.description;
    i.place = request.place;
    i.quartier = request.quartier;
    i.state = InterventionState::to_plan;
    i.state_since = i.created_at = now;
    return i;
}

} // namespace

Said carry_out(CommandContext& c, const command::CreateRequest& x) {
    Request r = x.request;
    if (r.title.empty()) return refused("desk.refused.no_title");
    r.origin = {};
    r.number = 0;
    r.state = RequestState::waiting;
    r.state_since = c.now;
    if (r.asked_at == Time{}) r.asked_at = c.now;
    r.intervention = {};
    const Request& made = c.draft.create(std::move(r));
    c.created.push_back({EntityKind::request, made.id.value});
    return Text{"gesture.create_request", {{"request", number(made)}}};
}

Said carry_out(CommandContext& c, const command::SetRequestState& x) {
    const Request* old = c.draft.find(x.request);
    if (!old) return unknown(EntityKind::request);
    const std::string to = "@request.state." + std::string(name(x.state));
    if (!request_may_follow(old->state, x.state))
        return refused("desk.refused.transition", {{"what", number(*old)}, {"from", "@request.state." + std::string(name(old->state))}, {"to", to}});
    if (x.state == RequestState::refused && x.reason.empty()) return refused("desk.refused.reason", {{"to", to}});
    InterventionId made = old->intervention;
    if (x.state == RequestState::accepted && !made) {
        made = c.draft.create(work_of(*old, c.now)).id;
        c.last_created = made;
        c.created.push_back({EntityKind::intervention, made.value});
    }
    Request& r = c.draft.edit(x.request);
    move_to(r, x.state, c.now);
    r.intervention = made;
    if (!x.reason.empty()) r.reason = x.reason;
    return Text{"gesture.set_request_state", {{"request", number(r)}, {"state", to}}};
}

} // namespace vigie::gis
