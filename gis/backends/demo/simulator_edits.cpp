// Edits made in Vigie: an intervention given to a crew is driven to, worked on and finished; what somebody took in hand is
// left to them.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "gis/backends/demo/neutral.hpp"
#include "gis/backends/demo/simulator_state.hpp"
#include "gis/model/entity_json.hpp"

namespace vigie::gis::demo {

namespace {

// Keys of the language tables: the host says them in the reader's language.
constexpr const char* unreadable = "@demo.edit.unreadable";

bool given(const DecodedEntity& edit, std::string_view field) {
    return std::find(edit.fields.begin(), edit.fields.end(), field) != edit.fields.end();
}

std::vector<CrewId> crews_of(const DecodedEntity& edit) {
    std::vector<CrewId> out;
    for (const RemoteLink& link : edit.links) {
        if (link.field != "crews") continue;
        std::uint64_t id = 0;
        for (const char c : link.remote_id) id = c >= '0' && c <= '9' && id < 100'000 ? id * 10 + static_cast<std::uint64_t>(c - '0') : 100'000;
        out.push_back(CrewId{id});
    }
    return out;
}

} // namespace

Verdict Simulator::take(const backend::Command& command, Changes& out) {
    Verdict verdict{.accepted = true, .id = command.id, .version = {}, .why = {}};
    const auto kind = static_cast<EntityKind>(command.kind);
    if (command.op == VIGIE_OP_DELETE) {
        if (kind == EntityKind::intervention) std::erase_if(jobs_, [&](const auto& j) { return j->id == command.id; });
        if (kind == EntityKind::absence) std::erase_if(agenda_.absences, [&](const Absence& a) { return a.origin.remote_id == command.id; });
        return verdict;
    }
    if (verdict.id.empty()) {
        // The same try twice is one entity: the key of the try names it.
        verdict.id = "V" + (command.idempotency_key.empty() ? std::to_string(++created_) : command.idempotency_key);
        ++created_;
    }
    switch (kind) {
    case EntityKind::intervention: take_intervention(command, verdict, out); break;
    case EntityKind::report: {
        if (ours_no_more_.size() < most_taken_reports) ours_no_more_.insert(verdict.id);
        const auto it = reports_.find(verdict.id);
        const auto edit = entity_from_text(kind, command.json, LinkForm::remote_ids);
        if (!edit) return {false, verdict.id, {}, unreadable};
        if (it != reports_.end() && given(*edit, "state")) it->second.state = std::get<Report>(edit->entity).state;
        break;
    }
    case EntityKind::crew:
        for (CrewLife& life : crews_)
            if (life.crew.origin.remote_id == command.id) {
                const auto edit = entity_from_text(kind, command.json, LinkForm::remote_ids);
                if (!edit) return {false, verdict.id, {}, unreadable};
                if (given(*edit, "status") && !life.driver.moving()) life.status = std::get<Crew>(edit->entity).status;
            }
        break;
    case EntityKind::absence: {
        const auto edit = entity_from_text(kind, command.json, LinkForm::remote_ids);
        if (!edit) return {false, verdict.id, {}, unreadable};
        Absence a = std::get<Absence>(edit->entity);
        a.origin.remote_id = verdict.id;
        for (const RemoteLink& link : edit->links)
            for (const Crew& crew : commune_.crews)
                if (link.field == "crew" && link.remote_id == crew.origin.remote_id) a.crew = crew.id;
        agenda_.absences.push_back(std::move(a));
        break;
    }
    default: break;  // kept by Vigie; nothing in town depends on it
    }
    if (verdict.accepted) verdict.version = next_version(verdict.id);
    return verdict;
}

void Simulator::take_intervention(const backend::Command& command, Verdict& verdict, Changes& out) {
    const auto edit = entity_from_text(EntityKind::intervention, command.json, LinkForm::remote_ids);
    if (!edit) {
        verdict = {false, verdict.id, {}, unreadable};
        return;
    }
    Job* target = job(verdict.id);
    if (!target) {
        if (jobs_.size() >= most_jobs || created_ > most_created) {
            verdict = {false, verdict.id, {}, "@demo.edit.too_many"};
            return;
        }
        jobs_.push_back(std::make_unique<Job>(Job{verdict.id, {}}));
        target = jobs_.back().get();
        target->what.state = InterventionState::to_plan;
    }
    const auto& said = std::get<Intervention>(edit->entity);
    const bool under_way = target->what.state == InterventionState::en_route || target->what.state == InterventionState::on_site;
    AnyEntity merged = target->what;
    copy_fields(merged, edit->entity, edit->fields);
    target->what = std::get<Intervention>(merged);
    target->by_hand = true;
    if (std::any_of(edit->links.begin(), edit->links.end(), [](const RemoteLink& l) { return l.field == "crews"; }) || given(*edit, "crews"))
        target->what.crews = crews_of(*edit);
    const bool crew_still_on_it = under_way && (target->what.state == InterventionState::en_route || target->what.state == InterventionState::on_site);
    const bool assigned = !target->what.crews.empty() && target->what.start.has_value();
    if (assigned && (target->what.state == InterventionState::to_plan || target->what.state == InterventionState::draft)) target->what.state = InterventionState::assigned;
    // Put at the present hour, or urgent by nature: the crew leaves at once, and leaves what it was driving to.
    target->urgent = assigned && (*target->what.start <= now_ + Minutes{20} || said.severity == 1);
    for (CrewLife& life : crews_) {
        const bool called = target->urgent && std::find(target->what.crews.begin(), target->what.crews.end(), life.crew.id) != target->what.crews.end();
        if (life.job == target->id && !crew_still_on_it) life.driver.halt(), life.job.clear(), set_status(life, CrewStatus::available, out);
        if (called && life.status == CrewStatus::en_route && life.job != target->id) {
            if (Job* left = job(life.job)) set_state(*left, InterventionState::assigned, out);
            life.driver.halt();
            life.homeward = false;
            life.job.clear();
            set_status(life, CrewStatus::available, out);
        }
    }
}

} // namespace vigie::gis::demo
