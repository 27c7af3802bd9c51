#include "panels/energy/finding_gesture.hpp"

#include <algorithm>

#include "gis/model/words.hpp"
#include "gis/rules/rules.hpp"
#include "panels/energy/figures.hpp"
#include "panels/energy/finding_words.hpp"

namespace vigie::panels {

bool asks_for_work(const gis::Finding& f) { return f.kind != gis::FindingKind::saving_proven; }

const gis::Intervention* answer_to(const Frame& frame, gis::InterventionId raised) {
    const gis::Intervention* what = frame.world.find(raised);
    return what != nullptr && gis::is_open(what->state) ? what : nullptr;
}

Reason finding_blocked(const Frame& frame, const gis::Finding& f) {
    if (!asks_for_work(f)) return gis::Text{"energy.blocked.saving", {}};
    if (const gis::Intervention* what = answer_to(frame, f.raised)) return gis::Text{"desk.blocked.has_intervention", {{"number", gis::number_label(gis::EntityKind::intervention, what->number)}}};
    if (frame.world.find(f.building) == nullptr) return gis::Text{"energy.no_building", {}};
    return {};
}

gis::Finding finding_of(const gis::EnergyPicture& picture, const gis::LeakSeen& leak) {
    for (const gis::Finding& f : picture.findings)
        if (f.kind == gis::FindingKind::leak && f.meter == leak.meter) return f;
    gis::Finding f;
    f.kind = gis::FindingKind::leak;
    f.fluid = gis::Fluid::water;
    f.building = leak.building;
    f.meter = leak.meter;
    f.from = leak.since;
    f.lasting = true;
    f.measured = leak.night_flow;
    f.expected = leak.usual_night_flow;
    f.confidence = leak.confidence;
    f.raised = leak.raised;
    return f;
}

std::optional<gis::Finding> finding_to_answer(const Frame& frame) {
    if (frame.energy == nullptr) return {};
    const gis::EnergyPicture& p = *frame.energy;
    if (frame.view.energy_leak)
        for (const gis::LeakSeen& leak : p.leaks)
            if (leak.meter == frame.view.energy_leak) return finding_of(p, leak);
    const gis::Finding* answered = nullptr;
    for (const gis::Finding& f : p.findings) {
        if (f.building != asked_building(frame) || !asks_for_work(f)) continue;
        if (answer_to(frame, f.raised) == nullptr) return f;
        if (answered == nullptr) answered = &f;
    }
    if (answered != nullptr) return *answered;
    return {};
}

Reason energy_answer_blocked(const Frame& frame) {
    const auto f = finding_to_answer(frame);
    return f ? finding_blocked(frame, *f) : Reason{gis::Text{"energy.blocked.no_finding", {}}};
}

Gesture energy_answer(const Frame& frame) {
    const auto f = finding_to_answer(frame);
    return f ? create_from_finding(frame, *f) : Gesture{};
}

Gesture create_from_finding(const Frame& frame, const gis::Finding& f) {
    if (finding_blocked(frame, f)) return {};
    const gis::Building& b = *frame.world.find(f.building);
    gis::Intervention made = gis::intervention_from(frame.world, frame.catalog, {{gis::EntityKind::building, b.id.value}}, frame.language.code());
    made.title = finding_title(frame, f) + ", " + b.name;
    made.description = finding_sentence(frame, f);
    made.place = b.place;
    made.address = b.address;
    made.quartier = b.quartier;
    made.asset = b.asset;
    return {gis::command::CreateIntervention{std::move(made)}};
}

} // namespace vigie::panels
