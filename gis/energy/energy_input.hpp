// Everything a picture of « Énergie et eau » is worked out from: copies and shared values, so that a worker needs nothing else.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "gis/energy/energy_picture.hpp"
#include "gis/energy/open_hours.hpp"
#include "gis/energy/use_series.hpp"
#include "gis/energy/weather.hpp"
#include "gis/model/catalog.hpp"
#include "gis/model/world.hpp"

namespace vigie::gis {

// The commune's own prices and years of reference, as its settings "energy_contract" and "operat" say:
// {"electricity":{"2026":0.22}}, {"<asset or name of the building>":{"year":2017,"kwh":320000}}.
struct EnergyContract {
    std::map<std::string, std::map<int, double>> prices;
    struct Reference {
        int year = 0;
        std::optional<double> kwh;
    };
    std::map<std::string, Reference> references;  // by the building's name
};
[[nodiscard]] EnergyContract read_energy_contract(const std::string& prices_json, const std::string& operat_json);

// An intervention at a building that the figures are to know of.
struct EnergyWork {
    InterventionId id;
    BuildingId building;
    std::string kind;
    std::vector<std::string> saves;  // fluids
    Time created_at{};
    MaybeTime finished;              // nothing while it is open
};

struct EnergyMeter {
    Meter row;
    std::shared_ptr<const UseSeries> use;  // never null; on `EnergyInput::grid`
};

struct EnergyInput {
    Time now{};
    std::string zone = "Europe/Paris";
    std::shared_ptr<const DayGrid> grid;
    std::shared_ptr<const DayKinds> kinds;
    Weather weather;
    EnergyRules rules;
    EnergyContract contract;
    std::vector<Building> buildings;
    std::vector<EnergyMeter> meters;
    std::vector<EnergyWork> work;
};

// The part of it that the World has: buildings, meters (without use), work.
void read_world(EnergyInput& input, const World& world, const Catalog& catalog);

// The grid that pictures are made on: whole years, so that it stays the same from one day to the next.
[[nodiscard]] DayGrid energy_grid(Time now, const std::string& zone);

// €/kWh or €/m³ in that year, and whether the commune's contract says so.
struct PriceOf {
    double eur = 0;
    int contract_year = 0;  // 0 = the catalogue's
};
[[nodiscard]] PriceOf price_of(const EnergyInput& input, Fluid fluid, int year);

} // namespace vigie::gis
