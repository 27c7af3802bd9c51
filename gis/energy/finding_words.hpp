// What the figures say, in words: for screen readers and scripts, and for the interventions made from it.
#pragma once

#include <string>

#include "gis/energy/energy_picture.hpp"
#include "gis/model/language.hpp"
#include "gis/model/text.hpp"
#include "gis/model/world.hpp"

namespace vigie::gis {

struct FindingWords {
    const Language& language;
    const World& world;
    std::string zone;

    [[nodiscard]] Text head(const EnergyPicture& picture) const;
    [[nodiscard]] Text ranked(const BuildingUse& building, Fluid fluid) const;
    [[nodiscard]] Text finding(const Finding& finding) const;
    [[nodiscard]] Text leak(const LeakSeen& leak) const;
    [[nodiscard]] Text bill(const BillChange& bill, BuildingId building) const;
    [[nodiscard]] Text operat(const OperatPath& path) const;
    [[nodiscard]] std::string quantity(double value, Fluid fluid) const;  // "2 440 kWh", "9,4 m³"
    [[nodiscard]] std::string euros(double value) const;

private:
    [[nodiscard]] std::string building(BuildingId id) const;
    [[nodiscard]] std::string percent(double fraction) const;  // +38 %
};

} // namespace vigie::gis
