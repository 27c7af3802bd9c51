#include "panels/energy/finding_gesture.hpp"

#include <algorithm>

#include "gis/energy/intervention_from_finding.hpp"
#include "gis/model/words.hpp"
#include "panels/energy/figures.hpp"

namespace vigie::panels {

namespace {

Reason no_work(const std::optional<gis::Intervention>& made) { return made ? Reason{} : Reason{gis::Text{"energy.blocked.no_work", {}}}; }

} // namespace

bool asks_for_work(const gis::Finding& f) { return f.kind != gis::FindingKind::saving_proven; }

const gis::Intervention* answer_to(const Frame& frame, gis::InterventionId raised) {
    const gis::Intervention* what = frame.world.find(raised);
    return what != nullptr && gis::is_open(what->state) ? what : nullptr;
}

Reason finding_blocked(const Frame& frame, const gis::Finding& f) {
    if (!asks_for_work(f)) return gis::Text{"energy.blocked.saving", {}};
    if (const gis::Intervention* what = answer_to(frame, f.raised)) return gis::Text{"desk.blocked.has_intervention", {{"number", gis::number_label(gis::EntityKind::intervention, what->number)}}};
    return no_work(gis::intervention_from_finding(frame.world, frame.catalog, frame.language, frame.zone, f));
}

Reason leak_blocked(const Frame& frame, const gis::LeakSeen& leak) {
    if (const gis::Intervention* what = answer_to(frame, leak.raised)) return gis::Text{"desk.blocked.has_intervention", {{"number", gis::number_label(gis::EntityKind::intervention, what->number)}}};
    return no_work(gis::intervention_from_leak(frame.world, frame.catalog, frame.language, frame.zone, leak));
}

namespace {

const gis::LeakSeen* leak_to_answer(const Frame& frame) {
    if (frame.energy == nullptr || !frame.view.energy_leak) return nullptr;
    const auto found = std::ranges::find(frame.energy->leaks, frame.view.energy_leak, &gis::LeakSeen::meter);
    return found == frame.energy->leaks.end() ? nullptr : &*found;
}

} // namespace

std::optional<gis::Finding> finding_to_answer(const Frame& frame) {
    if (frame.energy == nullptr) return {};
    const gis::EnergyPicture& p = *frame.energy;
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
    if (const gis::LeakSeen* leak = leak_to_answer(frame)) return leak_blocked(frame, *leak);
    const auto f = finding_to_answer(frame);
    return f ? finding_blocked(frame, *f) : Reason{gis::Text{"energy.blocked.no_finding", {}}};
}

Gesture energy_answer(const Frame& frame) {
    if (const gis::LeakSeen* leak = leak_to_answer(frame)) return create_from_leak(frame, *leak);
    const auto f = finding_to_answer(frame);
    return f ? create_from_finding(frame, *f) : Gesture{};
}

Gesture create_from_finding(const Frame& frame, const gis::Finding& f) {
    if (finding_blocked(frame, f)) return {};
    auto made = gis::intervention_from_finding(frame.world, frame.catalog, frame.language, frame.zone, f);
    if (!made) return {};
    return {gis::command::CreateIntervention{std::move(*made)}};
}

Gesture create_from_leak(const Frame& frame, const gis::LeakSeen& leak) {
    auto made = gis::intervention_from_leak(frame.world, frame.catalog, frame.language, frame.zone, leak);
    if (!made || answer_to(frame, leak.raised) != nullptr) return {};
    return {gis::command::CreateIntervention{std::move(*made)}};
}

} // namespace vigie::panels
