// What « Énergie et eau » shows of one month, worked out from the readings of the meters, the weather and the hours of use of
// each building. Plain values: made on a worker, read by panels and the command line. Electricity and gas in kWh (gas: upper
// calorific value, PCS), water in m³; money in euros, all taxes included; hours of the commune's wall clock.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "gis/model/ids.hpp"
#include "gis/model/time.hpp"

namespace vigie::gis {

enum class Fluid : std::uint8_t { electricity, gas, water };

// What is asked for. A default field is chosen by whoever makes the picture, which says in EnergyPicture::ask what it chose.
struct EnergyAsk {
    Fluid fluid = Fluid::electricity;
    std::optional<std::chrono::year_month> month;  // nothing: the month of the live picture
    bool corrected = true;                         // compared at equal weather (degree days, base 18 °C); never for water
    bool beside_last_year = false;                 // the same hours a year before, in place of the expected ones
    BuildingId building;                           // whose hours are shown; 0 = the first of the ranking
    std::optional<std::chrono::local_days> week;   // Monday of the load curve; nothing: the month's most wasteful week, else its last
    bool operator==(const EnergyAsk&) const = default;
};

enum class Standing : std::uint8_t { usual, better, watch, excess };
enum class Confidence : std::uint8_t { low, medium, high };

// One building in the month asked for, so far as it has gone.
struct BuildingUse {
    BuildingId building;
    double quantity = 0, cost_eur = 0;
    std::optional<double> per_m2_year;  // of the last twelve whole months; nothing without a floor area or with a month missing
    std::optional<double> change;       // 0.38 = +38 % of what was expected at this weather, or of the same days a year before
    Standing standing = Standing::usual;
    std::uint32_t meters = 0, silent_meters = 0;  // silent: a reading is overdue
};

struct MeterUse {
    MeterId meter;
    double quantity = 0, cost_eur = 0;  // of the month
    MaybeTime last_reading;
    bool silent = false;
};

struct UseHour {
    std::optional<float> measured, expected;  // mean power in kW, or m³/h
    bool closed = false;                      // the building is not in use then
    bool wasted = false;                      // measured well above what is expected while it is closed
};

// A month of one building: [day − 1][hour] of the wall clock. The hour a clock change skips is empty, the one it repeats is a mean.
struct UseOfMonth {
    std::vector<UseHour> hours;  // 24 for each day of the month
    double most = 0;             // measured, the darkest colour
};

// A span where more went than expected: what it took above that.
struct Excess {
    Time from{}, to{};
    double quantity = 0, cost_eur = 0;
};

struct LoadPoint {
    Time at{};                                // begin of its step
    std::optional<float> measured, expected;  // kW or m³/h
    bool closed = false;
};

struct LoadCurve {
    std::chrono::local_days monday{};
    std::vector<LoadPoint> points;   // one week, `step` apart
    Seconds step{3600};
    std::optional<double> night_base, usual_night_base;  // talon of this month, and of the reference: kW or m³/h
    std::vector<Excess> excesses;    // those that touch this week, largest first
};

enum class FindingKind : std::uint8_t { used_while_closed, night_base_risen, leak, above_expected, readings_missing, saving_proven };

// One thing the figures say, worth a gesture.
struct Finding {
    FindingKind kind{};
    Fluid fluid{};
    BuildingId building;
    MeterId meter;                    // 0 = the building's meters together
    Time from{}, to{};                // when it was so; `to` = the last reading while it lasts
    bool lasting = false;
    double quantity = 0, cost_eur = 0;   // above the expected, or saved (positive)
    std::optional<double> measured, expected;  // night_base_risen: kW; leak: m³/h by night; above_expected: kWh
    int nights = 0, weekends = 0;     // used_while_closed: how many of each
    Confidence confidence = Confidence::medium;
    InterventionId raised;            // already made from it, and not closed
};

struct NightFlow {
    std::chrono::local_days day{};    // the morning it belongs to
    std::optional<double> m3h;        // least flow between 02:00 and 04:00
    bool above = false;
};

struct LeakSeen {
    BuildingId building;
    MeterId meter;
    Time since{};                     // the flow has not come to zero since then
    double m3_per_day = 0, eur_per_day = 0;
    double night_flow = 0, usual_night_flow = 0, threshold = 0;  // m³/h
    double hours_without_zero = 0;
    bool closed = false;              // the building is not in use now
    bool burst = false;               // more than is ever drawn
    std::vector<NightFlow> nights;    // the last fourteen, oldest first
    Confidence confidence = Confidence::medium;
    InterventionId raised;
};

// Décret tertiaire: how far a building has come from its year of reference. kWh of final energy, all its meters of electricity
// and gas, the last twelve whole months against that year, at equal weather.
struct OperatPath {
    BuildingId building;
    int reference_year = 0;
    double reference_kwh = 0, now_kwh = 0;
    int target_year = 2030;
    double target = 0.40;             // less than the reference
    bool subject = true;              // 1,000 m² and more
    [[nodiscard]] double reached() const { return reference_kwh > 0 ? 1 - now_kwh / reference_kwh : 0; }
    // Where a straight line from reference to target stands in `year`.
    [[nodiscard]] double due_in(int year) const {
        return target_year > reference_year ? target * double(year - reference_year) / double(target_year - reference_year) : target;
    }
};

// Why a month costs other than the same month (same days) a year before. before + price + weather + use = now.
struct BillChange {
    double before_eur = 0, now_eur = 0;
    double by_price = 0, by_weather = 0, by_use = 0;
};

struct MonthUse {
    std::chrono::year_month month{};
    double quantity = 0, cost_eur = 0;
    std::optional<double> degree_days;
    bool whole = true;
};

// What an action saved, measured against what the building would have taken at the weather since (IPMVP option C, whole building).
struct ProvenSaving {
    InterventionId action;
    BuildingId building;
    Fluid fluid{};
    Time since{}, until{};
    double quantity = 0, cost_eur = 0, plus_minus = 0;  // ± of the quantity, 90 % confidence
};

struct EnergyPicture {
    EnergyAsk ask;                        // what was asked, with nothing left open
    std::vector<BuildingUse> ranking;     // most first
    double quantity = 0, cost_eur = 0;    // of them all
    std::vector<MeterUse> meters;         // of the chosen building and fluid
    UseOfMonth month;
    LoadCurve curve;
    std::optional<BillChange> bill;       // of the chosen building; nothing without a year before
    std::vector<MonthUse> history;        // of the chosen building, oldest first, at most 36
    std::vector<Finding> findings;        // of the chosen building first, then the dearest of the others
    std::vector<LeakSeen> leaks;          // dearest first; whatever the fluid asked for
    std::optional<OperatPath> operat;     // of the chosen building
    std::vector<ProvenSaving> savings;    // of the commune
    std::vector<double> steps;            // classes of per_m2_year for the map, rising
    std::uint32_t buildings = 0, meter_count = 0, fresh_meters = 0;  // of the fluid: fresh = read when due
    MaybeTime last_reading;
    int price_year = 0;                   // of the contract that cost is told by; 0 = the catalogue's price, not the commune's own
    double price = 0;                     // €/kWh or €/m³, all taxes included
    bool weather_known = false;
};

} // namespace vigie::gis
