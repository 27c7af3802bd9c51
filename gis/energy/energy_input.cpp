#include "gis/energy/energy_input.hpp"

#include <algorithm>
#include <cstdlib>

#include <nlohmann/json.hpp>

#include "gis/energy/energy_words.hpp"

namespace vigie::gis {

EnergyContract read_energy_contract(const std::string& prices_json, const std::string& operat_json) {
    EnergyContract out;
    const auto prices = nlohmann::json::parse(prices_json, nullptr, false), operat = nlohmann::json::parse(operat_json, nullptr, false);
    if (prices.is_object())
        for (const auto& [fluid, years] : prices.items())
            if (fluid_named(fluid) && years.is_object())
                for (const auto& [year, eur] : years.items())
                    if (const int y = std::atoi(year.c_str()); y > 1990 && y < 2200 && eur.is_number() && eur.get<double>() > 0) out.prices[fluid][y] = eur.get<double>();
    if (operat.is_object())
        for (const auto& [building, said] : operat.items()) {
            if (!said.is_object() || !said.contains("year") || !said["year"].is_number_integer()) continue;
            EnergyContract::Reference reference{said["year"].get<int>(), {}};
            if (said.contains("kwh") && said["kwh"].is_number() && said["kwh"].get<double>() > 0) reference.kwh = said["kwh"].get<double>();
            out.references[building] = reference;
        }
    return out;
}

void read_world(EnergyInput& input, const World& world, const Catalog& catalog) {
    input.rules = catalog.energy;
    input.buildings.assign(world.buildings().begin(), world.buildings().end());
    std::ranges::sort(input.buildings, {}, &Building::id);
    input.meters.clear();
    for (const Meter& m : world.meters())
        if (fluid_named(m.fluid)) input.meters.push_back({m, nullptr});
    std::map<AssetId, BuildingId> by_asset;
    for (const Building& b : input.buildings)
        if (b.asset) by_asset.emplace(b.asset, b.id);
    input.work.clear();
    for (const Intervention& i : world.interventions()) {
        const auto at = by_asset.find(i.asset);
        if (at == by_asset.end()) continue;
        const InterventionTemplate* what = catalog.intervention(i.kind);
        const bool answers = std::ranges::any_of(input.rules.work, [&](const FindingWork& w) { return w.intervention == i.kind; });
        if (!what || (what->saves.empty() && !answers)) continue;
        const bool done = i.state == InterventionState::finished || i.state == InterventionState::checked || i.state == InterventionState::closed;
        input.work.push_back({i.id, at->second, i.kind, what->saves, i.created_at, done ? MaybeTime{i.actual_end.value_or(i.state_since)} : MaybeTime{}});
    }
}

DayGrid energy_grid(Time now, const std::string& zone) {
    const std::chrono::year year = std::chrono::year_month_day{local_day(now, zone)}.year();
    return {std::chrono::local_days{(year - std::chrono::years{3}) / 1 / 1}, std::chrono::local_days{(year + std::chrono::years{1}) / 1 / 8}, zone};
}

PriceOf price_of(const EnergyInput& input, Fluid fluid, int year) {
    const std::string name(fluid_name(fluid));
    if (const auto own = input.contract.prices.find(name); own != input.contract.prices.end() && !own->second.empty()) {
        // The contract of that year, else the last before it, else the first.
        auto at = own->second.upper_bound(year);
        if (at != own->second.begin()) --at;
        return {at->second, at->first};
    }
    const EnergyPrice* price = input.rules.price(name, year);
    return {price ? price->eur : 0, 0};
}

} // namespace vigie::gis
