// Names of fluids in files and settings.
#pragma once

#include <optional>
#include <string_view>

#include "gis/energy/energy_picture.hpp"

namespace vigie::gis {

[[nodiscard]] std::string_view fluid_name(Fluid fluid);  // "electricity" "gas" "water", as Meter::fluid
[[nodiscard]] std::optional<Fluid> fluid_named(std::string_view name);

} // namespace vigie::gis
