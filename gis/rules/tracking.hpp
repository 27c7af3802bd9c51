// When a crew's position may be looked at: while it works, and then only (FIELD.md §3 R28 and §6.10; CNIL, délibération 2015-165).
// Work is what its shifts say, and an intervention it is on: a night call from home is working time from the departure on.
// Whose hours nobody knows is followed: there is no telling when it works. One thread.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

#include "gis/model/world.hpp"

namespace vigie::gis {

class DutyHours {
public:
    // Whether the crew works at `at`. O(log of its shifts) while shifts and interventions stay as they are.
    [[nodiscard]] bool on_duty(const World& world, CrewId crew, Time at);

private:
    void sync(const World& world);
    struct Hours {
        bool known = false;                        // it has shifts
        std::vector<std::pair<Time, Time>> spans;  // rising, apart
    };
    std::unordered_map<std::uint64_t, Hours> crews_;
    std::uint64_t revision_ = ~std::uint64_t{0};
};

} // namespace vigie::gis
