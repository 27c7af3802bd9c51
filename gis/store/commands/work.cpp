// What surrounds the work itself: questions to the director, what it took, its pictures, and what else it answers.
#include <algorithm>
#include <cmath>

#include "gis/model/words.hpp"
#include "gis/model/work_cost.hpp"
#include "gis/model/work_states.hpp"
#include "gis/store/commands/carry_out.hpp"

namespace vigie::gis {

namespace {

constexpr std::size_t max_lines = 200, max_photos = 60, max_links = 500, max_escalations = 100;
constexpr double largest_amount = 1e6;
constexpr Seconds longest_line{31L * 24 * 3600};

std::string number(const Intervention& i) { return number_label(EntityKind::intervention, i.number); }

bool is_amount(double v) { return std::isfinite(v) && v >= 0 && v <= largest_amount; }
bool is_duration(Seconds d) { return d >= Seconds{0} && d <= longest_line; }

std::optional<Error> wrong(const command::RecordWork& x) {
    if (x.hours.size() > max_lines || x.materials.size() > max_lines || x.vehicles.size() > max_lines)
        return refused("desk.refused.work_lines", {{"n", std::to_string(max_lines)}});
    const auto named = [](const auto& line) { return !line.name.empty(); };
    if (!std::ranges::all_of(x.hours, named) || !std::ranges::all_of(x.materials, named) || !std::ranges::all_of(x.vehicles, named))
        return refused("desk.refused.work_name");
    const bool good = std::ranges::all_of(x.hours, [](const TimeSpent& l) { return is_duration(l.duration) && is_amount(l.hour_eur); }) &&
                      std::ranges::all_of(x.materials, [](const MaterialUsed& l) { return is_amount(l.quantity) && is_amount(l.unit_eur); }) &&
                      std::ranges::all_of(x.vehicles, [](const VehicleUsed& l) {
                          return is_amount(l.km) && is_amount(l.km_eur) && is_duration(l.duration) && is_amount(l.hour_eur);
                      });
    return good ? std::nullopt : std::optional(refused("desk.refused.work_amount"));
}

std::string euros(double amount) {
    const auto cents = static_cast<std::int64_t>(std::llround(amount * 100));
    const std::string rest = std::to_string(cents % 100);
    return std::to_string(cents / 100) + "," + (rest.size() < 2 ? "0" : "") + rest;
}

// True when something changed; `refusal` says why not.
template <class Id>
bool set_link(std::vector<Id>& links, Id id, bool linked) {
    const auto it = std::ranges::find(links, id);
    if ((it != links.end()) == linked) return false;
    if (linked) links.push_back(id);
    else links.erase(it);
    return true;
}

ReportState state_for(InterventionState state) {
    using enum InterventionState;
    switch (state) {
    case draft: case to_plan: case suspended: return ReportState::taken;
    case planned: case assigned: case en_route: return ReportState::scheduled;
    case on_site: return ReportState::in_progress;
    case finished: case checked: case closed: return ReportState::service_done;
    }
    return ReportState::taken;
}

} // namespace

Said carry_out(CommandContext& c, const command::Escalate& x) {
    const Intervention* old = c.draft.find(x.intervention);
    if (!old) return unknown(EntityKind::intervention);
    if (old->state == InterventionState::closed) return refused("desk.refused.intervention_over", {{"intervention", number(*old)}});
    if (x.reason.empty()) return refused("desk.refused.escalation_reason");
    if (is_escalated(*old)) return refused("desk.refused.escalated_already", {{"intervention", number(*old)}});
    if (old->escalations.size() >= max_escalations) return refused("desk.refused.escalated_already", {{"intervention", number(*old)}});
    Intervention& i = c.draft.edit(x.intervention);
    i.escalations.push_back({.reason = x.reason, .by = c.actor.name, .at = c.now, .answer = {}, .answered_by = {}, .answered_at = {}});
    return Text{"gesture.escalate", {{"intervention", number(i)}, {"reason", x.reason}}};
}

Said carry_out(CommandContext& c, const command::AnswerEscalation& x) {
    const Intervention* old = c.draft.find(x.intervention);
    if (!old) return unknown(EntityKind::intervention);
    if (!is_escalated(*old)) return refused("desk.refused.not_escalated", {{"intervention", number(*old)}});
    if (x.answer.empty()) return refused("desk.refused.escalation_answer");
    Intervention& i = c.draft.edit(x.intervention);
    RaisedQuestion& asked = i.escalations.back();
    asked.answer = x.answer;
    asked.answered_by = c.actor.name;
    asked.answered_at = c.now;
    return Text{"gesture.answer_escalation", {{"intervention", number(i)}, {"answer", x.answer}}};
}

Said carry_out(CommandContext& c, const command::RecordWork& x) {
    const Intervention* old = c.draft.find(x.intervention);
    if (!old) return unknown(EntityKind::intervention);
    if (auto error = wrong(x)) return *error;
    Intervention& i = c.draft.edit(x.intervention);
    i.hours = x.hours;
    i.materials = x.materials;
    i.vehicles = x.vehicles;
    return Text{"gesture.record_work", {{"intervention", number(i)}, {"euros", euros(cost_of(i).total_eur())}}};
}

Said carry_out(CommandContext& c, const command::AddPhoto& x) {
    const Intervention* old = c.draft.find(x.intervention);
    if (!old) return unknown(EntityKind::intervention);
    if (!x.picture || x.picture->id.empty()) return refused("desk.refused.no_photo");
    if (old->photos.size() >= max_photos) return refused("desk.refused.photos_full", {{"n", std::to_string(max_photos)}});
    if (std::ranges::find(old->photos, x.picture->id, &Photo::id) != old->photos.end()) return refused("desk.refused.photo_twice", {{"intervention", number(*old)}});
    Intervention& i = c.draft.edit(x.intervention);
    i.photos.push_back({x.picture->id, x.moment, c.now, c.actor.name, x.caption});
    c.pictures.push_back(x.picture);
    return Text{x.moment == PhotoMoment::before ? "gesture.add_photo_before" : "gesture.add_photo_after", {{"intervention", number(i)}}};
}

Said carry_out(CommandContext& c, const command::EditPhoto& x) {
    const Intervention* old = c.draft.find(x.intervention);
    if (!old) return unknown(EntityKind::intervention);
    if (std::ranges::find(old->photos, x.photo, &Photo::id) == old->photos.end()) return refused("desk.refused.photo_gone");
    Intervention& i = c.draft.edit(x.intervention);
    Photo& photo = *std::ranges::find(i.photos, x.photo, &Photo::id);
    photo.moment = x.moment;
    photo.caption = x.caption;
    return Text{"gesture.edit_photo", {{"intervention", number(i)}}};
}

Said carry_out(CommandContext& c, const command::RemovePhoto& x) {
    const Intervention* old = c.draft.find(x.intervention);
    if (!old) return unknown(EntityKind::intervention);
    if (std::ranges::find(old->photos, x.photo, &Photo::id) == old->photos.end()) return refused("desk.refused.photo_gone");
    Intervention& i = c.draft.edit(x.intervention);
    std::erase_if(i.photos, [&](const Photo& photo) { return photo.id == x.photo; });
    return Text{"gesture.remove_photo", {{"intervention", number(i)}}};
}

Said carry_out(CommandContext& c, const command::LinkWork& x) {
    const Intervention* old = c.draft.find(x.intervention);
    if (!old) return unknown(EntityKind::intervention);
    const auto what = c.draft.find_any(x.to);
    if (!what) return unknown(x.to.kind);
    if (old->more_assets.size() + old->reports.size() + old->alerts.size() >= max_links) return refused("desk.refused.links_full", {{"n", std::to_string(max_links)}});
    Intervention i = *old;
    bool changed = false;
    switch (x.to.kind) {
    case EntityKind::report: changed = set_link(i.reports, ReportId{x.to.id}, x.linked); break;
    case EntityKind::alert: changed = set_link(i.alerts, AlertId{x.to.id}, x.linked); break;
    case EntityKind::asset:
        if (!x.linked && i.asset == AssetId{x.to.id}) {  // the next one takes its place
            i.asset = i.more_assets.empty() ? AssetId{} : i.more_assets.front();
            if (!i.more_assets.empty()) i.more_assets.erase(i.more_assets.begin());
            changed = true;
        } else if (x.linked && !i.asset) {
            i.asset = AssetId{x.to.id};
            changed = true;
        } else if (i.asset != AssetId{x.to.id}) {
            changed = set_link(i.more_assets, AssetId{x.to.id}, x.linked);
        }
        break;
    case EntityKind::sensor: case EntityKind::request: case EntityKind::intervention: case EntityKind::crew: case EntityKind::agent:
    case EntityKind::vehicle: case EntityKind::shift: case EntityKind::absence: case EntityKind::building: case EntityKind::meter:
        return refused("desk.refused.cannot_link", {{"what", label(*what)}});
    }
    if (!changed) return refused(x.linked ? "desk.refused.linked_already" : "desk.refused.not_linked", {{"what", label(*what)}, {"intervention", number(i)}});
    c.draft.edit(x.intervention) = i;
    if (x.to.kind == EntityKind::report && x.linked) report_follows(c, ReportId{x.to.id}, state_for(i.state));
    if (x.to.kind == EntityKind::alert) {
        Alert& alert = c.draft.edit(AlertId{x.to.id});
        if (x.linked && is_open(i.state)) {
            if (is_open(alert.state)) move_to(alert, AlertState::in_intervention, c.now);
            alert.intervention = x.intervention;
        } else if (!x.linked && alert.intervention == x.intervention) {
            alert.intervention = {};
            if (alert.state == AlertState::in_intervention) move_to(alert, AlertState::taken, c.now);
        }
    }
    return Text{x.linked ? "gesture.link_work" : "gesture.unlink_work", {{"intervention", number(i)}, {"what", label(*what)}}};
}

} // namespace vigie::gis
