// The one picture of the commune: dense tables keyed by strong ids. `apply` is the only way in and returns what it
// touched. Owned and changed by the UI thread (or the only thread of a headless run); during a frame everybody reads a
// `const World&`. Workers get copies of what they need.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <unordered_map>
#include <vector>

#include "gis/model/change.hpp"
#include "gis/model/entity.hpp"

namespace vigie::gis {

// Rows in insertion order, found by id in O(1). Removal swaps the last row in (order is not kept then). Pointers stay
// valid until the next put or remove.
template <class T>
class Table {
public:
    using Key = decltype(T::id);
    [[nodiscard]] const T* find(Key id) const {
        auto it = index_.find(id.value);
        return it == index_.end() ? nullptr : &rows_[it->second];
    }
    [[nodiscard]] std::span<const T> rows() const { return rows_; }
    [[nodiscard]] std::size_t size() const { return rows_.size(); }
    [[nodiscard]] bool empty() const { return rows_.empty(); }
    [[nodiscard]] auto begin() const { return rows_.begin(); }
    [[nodiscard]] auto end() const { return rows_.end(); }

private:
    friend class World;
    std::vector<T> rows_;
    std::unordered_map<std::uint64_t, std::size_t> index_;
};

// What became different. `revision` grows by one with each apply that touched something.
struct Delta {
    std::uint64_t revision = 0;
    std::vector<EntityRef> put;       // new or changed
    std::vector<EntityRef> removed;
    std::vector<SensorId> observed;   // got a new value
    std::vector<CrewId> moved;        // got a new position
    [[nodiscard]] bool empty() const { return put.empty() && removed.empty() && observed.empty() && moved.empty(); }
    void merge(const Delta& later);
};

// One writable form for commands, changes, undo and loading: images of entities after, ids of those gone.
struct EditSet {
    std::vector<AnyEntity> put{};
    std::vector<EntityRef> removed{};
    std::vector<Observation> observations{};
    std::vector<Position> positions{};
    [[nodiscard]] bool empty() const {
        return put.empty() && removed.empty() && observations.empty() && positions.empty();
    }
};

inline constexpr std::size_t max_trail_points = 240;        // per crew kept in memory
inline constexpr std::size_t max_recent_observations = 288; // per sensor kept in memory (sparkline)

class World {
public:
    // All entities must have ids. An observation older than the last one goes into the history without touching
    // last_value; the same (sensor, time) twice is one. O(touched).
    Delta apply(const EditSet& edits);

    template <class T>
    [[nodiscard]] const Table<T>& table() const { return std::get<Table<T>>(tables_); }
    [[nodiscard]] const Table<Asset>& assets() const { return table<Asset>(); }
    [[nodiscard]] const Table<Sensor>& sensors() const { return table<Sensor>(); }
    [[nodiscard]] const Table<Alert>& alerts() const { return table<Alert>(); }
    [[nodiscard]] const Table<Report>& reports() const { return table<Report>(); }
    [[nodiscard]] const Table<Request>& requests() const { return table<Request>(); }
    [[nodiscard]] const Table<Intervention>& interventions() const { return table<Intervention>(); }
    [[nodiscard]] const Table<Crew>& crews() const { return table<Crew>(); }
    [[nodiscard]] const Table<Agent>& agents() const { return table<Agent>(); }
    [[nodiscard]] const Table<Vehicle>& vehicles() const { return table<Vehicle>(); }
    [[nodiscard]] const Table<Shift>& shifts() const { return table<Shift>(); }
    [[nodiscard]] const Table<Absence>& absences() const { return table<Absence>(); }
    [[nodiscard]] const Table<Building>& buildings() const { return table<Building>(); }
    [[nodiscard]] const Table<Meter>& meters() const { return table<Meter>(); }

    template <class I>
    [[nodiscard]] auto find(I id) const;  // const Report* find(ReportId), …
    [[nodiscard]] std::optional<AnyEntity> find(EntityRef ref) const;
    // The local entity a source means; nothing when not seen.
    [[nodiscard]] std::optional<EntityRef> find(EntityKind kind, const Origin& origin) const;

    [[nodiscard]] std::span<const Observation> recent(SensorId sensor) const;  // oldest first, bounded
    [[nodiscard]] std::span<const Position> trail(CrewId crew) const;          // oldest first, bounded

    [[nodiscard]] std::uint64_t revision() const { return revision_; }
    [[nodiscard]] std::uint64_t revision(EntityKind kind) const { return kind_revision_[static_cast<std::size_t>(kind)]; }
    // Next free id and next free number of a kind ("S-1187" is per kind).
    [[nodiscard]] std::uint64_t next_id() const { return next_id_; }
    [[nodiscard]] std::uint32_t next_number(EntityKind kind) const;
    // Raises the counters after loading, so that the ids and numbers of what was removed are not given again.
    void keep_counters(std::uint64_t next_id, EntityKind kind, std::uint32_t next_number);

private:
    template <class T>
    void put(const T& entity, Delta& delta);
    template <class T>
    void remove(std::uint64_t id, Delta& delta);
    void observe(const Observation& observation, Delta& delta);
    void move(const Position& position, Delta& delta);
    template <class T>
    [[nodiscard]] T* find_for_change(std::uint64_t id);

    std::tuple<Table<Asset>, Table<Sensor>, Table<Alert>, Table<Report>, Table<Request>, Table<Intervention>, Table<Crew>,
               Table<Agent>, Table<Vehicle>, Table<Shift>, Table<Absence>, Table<Building>, Table<Meter>>
        tables_;
    std::unordered_map<std::string, std::uint64_t> by_origin_[entity_kind_count];
    std::unordered_map<std::uint64_t, std::vector<Observation>> recent_;
    std::unordered_map<std::uint64_t, std::vector<Position>> trails_;
    std::uint64_t revision_ = 0;
    std::uint64_t kind_revision_[entity_kind_count] = {};
    std::uint64_t next_id_ = 1;
    std::uint32_t last_number_[entity_kind_count] = {};
};

template <class I>
auto World::find(I id) const {
    if constexpr (std::is_same_v<I, AssetId>) return assets().find(id);
    else if constexpr (std::is_same_v<I, SensorId>) return sensors().find(id);
    else if constexpr (std::is_same_v<I, AlertId>) return alerts().find(id);
    else if constexpr (std::is_same_v<I, ReportId>) return reports().find(id);
    else if constexpr (std::is_same_v<I, RequestId>) return requests().find(id);
    else if constexpr (std::is_same_v<I, InterventionId>) return interventions().find(id);
    else if constexpr (std::is_same_v<I, CrewId>) return crews().find(id);
    else if constexpr (std::is_same_v<I, AgentId>) return agents().find(id);
    else if constexpr (std::is_same_v<I, VehicleId>) return vehicles().find(id);
    else if constexpr (std::is_same_v<I, ShiftId>) return shifts().find(id);
    else if constexpr (std::is_same_v<I, AbsenceId>) return absences().find(id);
    else if constexpr (std::is_same_v<I, BuildingId>) return buildings().find(id);
    else return meters().find(id);
}

} // namespace vigie::gis
