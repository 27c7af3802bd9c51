// Entities between our form and a row of vigie.entity: neutral JSON whose links are the database's ids (text). An entity of
// a commune file keeps its number as id ("12"). Any thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "gis/model/entity.hpp"
#include "gis/model/result.hpp"

namespace vigie::gis::postgis {

// Without id, origin and time of change: those are columns.
[[nodiscard]] std::string row_json(const AnyEntity& entity);

// Ids of the database and ours: a plain number stands for itself, everything else is given the next free one.
class IdMap {
public:
    explicit IdMap(std::uint64_t first_free = 1) : next_(first_free) {}
    // False when the id is one of ours already; call for every entity before `find`.
    void add(EntityKind kind, std::string_view id);
    void give_numbers();
    [[nodiscard]] std::optional<std::uint64_t> find(EntityKind kind, std::string_view id) const;
    [[nodiscard]] std::uint64_t next() const { return next_; }

private:
    std::map<std::pair<EntityKind, std::string>, std::uint64_t> others_;
    std::uint64_t next_;
};

struct RowColumns {
    std::string_view id, origin_source, origin_remote_id, origin_version, data;
    std::int64_t updated_ms = 0;
};
[[nodiscard]] Result<AnyEntity> entity_of_row(EntityKind kind, const RowColumns& row, const IdMap& ids);

} // namespace vigie::gis::postgis
