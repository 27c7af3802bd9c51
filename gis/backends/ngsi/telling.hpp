// What the desk was told of each entity: what reads as before is not said again, and of an edit made on an earlier state it can be
// said which values it changed itself. Values are kept as hashes, for the last states only. The thread of run().
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include <nlohmann/json.hpp>

#include "gis/backends/vigie_backend.hpp"

namespace vigie::gis::ngsi {

class Telling {
public:
    // An upsert as it is said now; false when the desk knows the entity as it is.
    bool tell(const backend::Change& upsert);

    enum class Merge { unknown, free, conflict };
    // For an edit made on the state told as `version`, while the entity is now as `now` says: leaves in `fields` what the edit
    // changed itself, an attribute of an asset being one value. `free`: nobody else changed these. `unknown`: that state was told
    // too long ago, `fields` stays whole.
    [[nodiscard]] Merge merge(nlohmann::json& fields, const std::string& version, const backend::Change& now) const;

private:
    struct State {
        std::string version;
        std::unordered_map<std::uint64_t, std::uint64_t> values;
    };
    std::unordered_map<std::string, std::vector<State>> states_;  // of an entity, the last one last
};

} // namespace vigie::gis::ngsi
