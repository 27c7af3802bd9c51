#include "gis/energy/intervention_from_finding.hpp"

#include "gis/energy/energy_findings.hpp"
#include "gis/energy/energy_words.hpp"
#include "gis/energy/finding_words.hpp"
#include "gis/rules/rules.hpp"

namespace vigie::gis {

namespace {

std::optional<Intervention> made(const World& world, const Catalog& catalog, const Language& language, std::string_view finding, Fluid fluid, BuildingId building, const Text& words) {
    const Building* b = world.find(building);
    const InterventionTemplate* pattern = catalog.intervention(catalog.energy.work_for(finding, fluid_name(fluid)));
    if (!b || !pattern) return {};
    Intervention i;
    i.title = pattern->name.in(language.code()) + ", " + b->name;
    prefill(i, *pattern, language.code());
    i.description = language(words);
    i.state = InterventionState::to_plan;
    i.severity = finding == "leak" ? 3 : 4;
    i.place = b->place;
    i.address = b->address;
    i.quartier = b->quartier;
    i.asset = b->asset;
    return i;
}

} // namespace

std::optional<Intervention> intervention_from_finding(const World& world, const Catalog& catalog, const Language& language, const std::string& zone, const Finding& f) {
    if (f.kind == FindingKind::saving_proven) return {};
    return made(world, catalog, language, finding_name(f.kind), f.fluid, f.building, FindingWords{language, world, zone}.finding(f));
}

std::optional<Intervention> intervention_from_leak(const World& world, const Catalog& catalog, const Language& language, const std::string& zone, const LeakSeen& leak) {
    return made(world, catalog, language, "leak", Fluid::water, leak.building, FindingWords{language, world, zone}.leak(leak));
}

} // namespace vigie::gis
