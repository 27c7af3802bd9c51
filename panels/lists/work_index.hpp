// Which intervention answers a report: the newest open one that names it, else the newest. Made again when an
// intervention changed, never per row. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>

#include "gis/model/world.hpp"

namespace vigie::panels {

class WorkIndex {
public:
    void sync(const gis::World& world);
    [[nodiscard]] const gis::Intervention* of(const gis::World& world, gis::ReportId report) const;

private:
    bool built_ = false;
    std::uint64_t seen_ = 0;
    std::unordered_map<std::uint64_t, gis::InterventionId> by_report_;
};

// "Voirie A", "Voirie A, Éclairage"; empty when nobody has it.
[[nodiscard]] std::string crew_names(const gis::World& world, const gis::Intervention& what);

} // namespace vigie::panels
