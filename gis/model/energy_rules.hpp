// What the catalogue says about energy and water: prices, hours of use, and the few figures that decide what is worth saying.
// Every figure has its source; until a person has looked at it, it is to verify.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vigie::gis {

// All taxes included, of the whole year: €/kWh of electricity and gas (PCS), €/m³ of water with sewerage.
struct EnergyPrice {
    std::string id;            // "electricity-2026"
    std::string fluid;         // as Meter::fluid
    int year = 0;
    double eur = 0;
    std::string source;
    bool to_verify = false;
};

// When buildings of some kinds are in use, by the wall clock. A building that no entry names is used as the entry "default".
struct UseHours {
    std::string id;                  // "ecole"
    std::vector<std::string> kinds;  // Building::kind
    std::vector<int> days;           // 1 Monday … 7 Sunday
    double from = 8, to = 18;        // hours of the day, from < to ≤ 24
    bool school_holidays = true;     // used in them too
    bool public_holidays = false;
    bool always = false;             // day and night: nothing is ever wasted while closed
};

// Which work answers a finding (name(FindingKind) → InterventionTemplate::id), by fluid; an empty fluid is any.
struct FindingWork {
    std::string id, fluid, intervention;
    std::string finding;
};

struct EnergyRules {
    std::vector<EnergyPrice> prices;
    std::vector<UseHours> use_hours;
    std::vector<FindingWork> work;
    double gas_kwh_per_m3 = 11.2;        // PCS; the supplier's bill says it for each month
    double least_cost_eur = 30;          // below, a finding is not worth a person's time
    double degree_base = 18;             // °C
    double operat_area_m2 = 1'000;
    double operat_2030 = 0.40, operat_2040 = 0.50, operat_2050 = 0.60;
    int operat_first_year = 2010, operat_last_year = 2022;  // in which the year of reference may lie
    int operat_deadline_month = 9, operat_deadline_day = 30;

    // Of that year, else of the nearest known one; nullptr without any of this fluid.
    [[nodiscard]] const EnergyPrice* price(std::string_view fluid, int year) const;
    [[nodiscard]] const UseHours* hours_of(std::string_view building_kind) const;  // nullptr: no entry and no default
    // The template that answers it; empty = none.
    [[nodiscard]] std::string work_for(std::string_view finding, std::string_view fluid) const;
};

} // namespace vigie::gis
