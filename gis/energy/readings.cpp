#include "gis/energy/readings.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace vigie::gis {

namespace {

struct Unit {
    std::string_view name;
    char what;      // e energy, v volume
    double factor;  // to kWh or m³
};
constexpr std::array units{Unit{"Wh", 'e', 0.001}, Unit{"W.h", 'e', 0.001}, Unit{"kWh", 'e', 1}, Unit{"kW.h", 'e', 1}, Unit{"MWh", 'e', 1000}, Unit{"MW.h", 'e', 1000},
                           Unit{"L", 'v', 0.001},  Unit{"l", 'v', 0.001},   Unit{"m3", 'v', 1},  Unit{"m³", 'v', 1}};

const Unit* unit(std::string_view name) {
    const auto it = std::ranges::find(units, name, &Unit::name);
    return it == units.end() ? nullptr : &*it;
}

} // namespace

RegisterUse use_of_register(const MeterReadings& shown) {
    RegisterUse out{{shown.meter, shown.from, shown.step, {}}, 0};
    for (std::size_t i = 1; i < shown.values.size(); ++i) {
        const double use = shown.values[i] - shown.values[i - 1];
        out.steps_back += use < 0 ? 1 : 0;
        out.readings.values.push_back(std::isfinite(use) && use >= 0 ? use : no_reading);
    }
    return out;
}

std::optional<double> unit_factor(std::string_view from, std::string_view to) {
    if (from == to) return 1;
    const Unit *a = unit(from), *b = unit(to);
    if (!a || !b || a->what != b->what) return {};
    return a->factor / b->factor;
}

} // namespace vigie::gis
