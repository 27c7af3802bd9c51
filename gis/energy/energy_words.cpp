#include "gis/energy/energy_words.hpp"

#include <algorithm>
#include <iterator>

namespace vigie::gis {

namespace {

constexpr std::string_view names[] = {"electricity", "gas", "water"};

} // namespace

std::string_view fluid_name(Fluid fluid) { return names[static_cast<std::size_t>(fluid)]; }

std::optional<Fluid> fluid_named(std::string_view name) {
    const auto found = std::ranges::find(names, name);
    if (found == std::end(names)) return std::nullopt;
    return static_cast<Fluid>(found - std::begin(names));
}

} // namespace vigie::gis
