#include "render/memory_budget.hpp"

#include <algorithm>

namespace vigie::render {

std::int64_t excess(const MemoryBudget& budget, std::int64_t used) {
    return used > budget.bytes ? used - budget.bytes + budget.bytes / 16 : 0;
}

void drop_oldest(std::vector<Spare> spares, std::int64_t bytes) {
    std::ranges::sort(spares, {}, &Spare::last_seen);
    for (const Spare& spare : spares) {
        if (bytes <= 0) return;
        bytes -= spare.bytes;
        spare.drop();
    }
}

} // namespace vigie::render
