// One building and one fluid in one month: what it took, what was to be expected, and what that says. Pure functions.
#pragma once

#include "gis/energy/energy_input.hpp"
#include "gis/energy/expected.hpp"

namespace vigie::gis {

// All meters of a fluid in a building as one; a day or hour that one of them does not know is not known.
[[nodiscard]] UseSeries together(std::span<const EnergyMeter* const> meters, const DayGrid& grid);

// What is known of the days [from, to), hours of days that are not whole among them; and by months, bills and years where days are
// not known. `missing`: days of it of which nothing is known.
struct Sum {
    double use = 0;
    int missing = 0, days = 0;
};
[[nodiscard]] Sum sum_of(const UseSeries& use, const DayGrid& grid, int from, int to);

// An hour well above what is to be expected while the building is closed, in a row of three at least.
struct ClosedUse {
    std::vector<Excess> spans;   // by time
    double quantity = 0;
    int nights = 0, weekends = 0;  // closed spans of up to 16 h, and longer ones, in which it was so
    bool lasting = false;          // in the last closed span too
};

class BuildingEnergy {
public:
    // `input` outlives it. The reference is the twelve months before `month`.
    BuildingEnergy(const EnergyInput& input, const Building& building, Fluid fluid, std::chrono::year_month month, bool corrected);

    [[nodiscard]] const UseSeries& use() const { return use_; }
    [[nodiscard]] const ExpectedUse& expected() const { return expected_; }
    [[nodiscard]] const OpenHours& open() const { return open_; }
    [[nodiscard]] int first_day() const { return first_; }
    [[nodiscard]] int end_day() const { return end_; }     // of the month on the grid
    [[nodiscard]] int known_end() const { return known_; } // days from here on are still to come
    [[nodiscard]] const std::vector<const EnergyMeter*>& meters() const { return meters_; }
    [[nodiscard]] double quantity() const { return quantity_; }

    // What those hours and days that are known were expected to take.
    [[nodiscard]] std::optional<double> expected_quantity() const;
    // The same days a year before (364 days: the same weekdays), and how many of this month's have one.
    [[nodiscard]] std::optional<std::pair<double, double>> beside_last_year() const;  // now, then
    [[nodiscard]] std::optional<double> per_m2_year(double floor_area_m2) const;

    [[nodiscard]] bool wasted(int hour) const;   // by hour of the grid
    [[nodiscard]] ClosedUse closed_use() const;
    // Mean of the hours 01–05 of the nights known, by their median; what the reference expects of them; spread of one night.
    struct NightBase {
        double measured = 0, usual = 0, spread = 0;
        int nights = 0;
    };
    [[nodiscard]] std::optional<NightBase> night_base(int from, int to) const;
    // By how much the night base rose in this month, where that is beyond doubt: what runs day and night is no heating left on.
    [[nodiscard]] double base_shift() const { return shift_; }

private:
    void look_for_waste();

    const EnergyInput& input_;
    const DayGrid& grid_;
    OpenHours open_;
    Fluid fluid_;
    std::vector<const EnergyMeter*> meters_;
    UseSeries use_;
    int first_ = 0, end_ = 0, known_ = 0;
    ExpectedUse expected_;
    double quantity_ = 0, shift_ = 0;
    std::vector<bool> wasted_;  // by hour from the month's first
};

} // namespace vigie::gis
