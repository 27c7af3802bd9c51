// What must be done again, and by when: the duties of the catalogue against the assets of the commune and what was done.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "gis/model/catalog.hpp"
#include "gis/model/world.hpp"

namespace vigie::gis {

struct DueWork {
    const Duty* duty = nullptr;                       // of the catalogue given
    AssetId asset;                                    // of no asset: once for the commune
    std::optional<std::chrono::local_days> last;      // when it was done last, as far as is known
    std::optional<std::chrono::local_days> due;       // nothing: it was never done, or nobody noted when
    InterventionId open;                              // the intervention that is to do it, when there is one
    [[nodiscard]] bool overdue(std::chrono::local_days today) const { return due && *due < today; }
};

struct DueList {
    std::vector<DueWork> work;   // by date, undated last; then by duty and asset
    std::vector<Notice> notices; // duties that cannot be read, by their id
};

// Everything due up to `until`, and what has no date. Local days of `zone`; `school`: the commune's school zone, "" = none. Cost: once over interventions and assets.
[[nodiscard]] DueList due_work(const World& world, const Catalog& catalog, const std::string& zone, std::chrono::local_days today,
                               std::chrono::local_days until, const std::string& school = {});

// The intervention that does it: from the duty's template, at the asset, with its date as deadline.
[[nodiscard]] Intervention intervention_for(const DueWork& due, const World& world, const Catalog& catalog, const std::string& language,
                                            const std::string& zone);

} // namespace vigie::gis
