// Twelve weeks by skill: hours demanded over hours available, overload in red. A press on a week opens it. UI thread.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>

#include "gis/planning/capacity.hpp"
#include "panels/frame.hpp"
#include "panels/region.hpp"

namespace vigie::panels {

inline constexpr int capacity_weeks = 12;

struct CapacityState {
    gis::DueBook book;
    gis::Capacity table;
    std::array<std::uint64_t, 8> made_from{};
    std::uint64_t made = 0;
};

void sync_capacity(const Frame& frame, CapacityState& state);
// The Monday of a week that was pressed.
[[nodiscard]] std::optional<std::chrono::local_days> draw_capacity(Frame& frame, CapacityState& state, const Box& box);

} // namespace vigie::panels
