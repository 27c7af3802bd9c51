// Strong ids. An id is given once by the store (or by a World without store), is never reused, and survives restarts.
// 0 means "none".
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace vigie::gis {

template <class Tag>
struct Id {
    std::uint64_t value = 0;
    explicit operator bool() const { return value != 0; }
    auto operator<=>(const Id&) const = default;
};

using AssetId = Id<struct AssetTag>;
using SensorId = Id<struct SensorTag>;
using AlertId = Id<struct AlertTag>;
using ReportId = Id<struct ReportTag>;
using RequestId = Id<struct RequestTag>;
using InterventionId = Id<struct InterventionTag>;
using CrewId = Id<struct CrewTag>;
using AgentId = Id<struct AgentTag>;
using VehicleId = Id<struct VehicleTag>;
using ShiftId = Id<struct ShiftTag>;
using AbsenceId = Id<struct AbsenceTag>;
using BuildingId = Id<struct BuildingTag>;
using MeterId = Id<struct MeterTag>;

// The kinds of entity, in the order of AnyEntity (entity.hpp). Names in files and on the wire: `kind_name`.
enum class EntityKind : std::uint8_t {
    asset, sensor, alert, report, request, intervention, crew, agent, vehicle, shift, absence, building, meter
};
inline constexpr int entity_kind_count = 13;

// Points at any entity: what is selected, hovered, journaled or touched by a Delta.
struct EntityRef {
    EntityKind kind = EntityKind::asset;
    std::uint64_t id = 0;
    auto operator<=>(const EntityRef&) const = default;
    explicit operator bool() const { return id != 0; }
};

} // namespace vigie::gis

template <class Tag>
struct std::hash<vigie::gis::Id<Tag>> {
    std::size_t operator()(const vigie::gis::Id<Tag>& id) const noexcept { return std::hash<std::uint64_t>{}(id.value); }
};
template <>
struct std::hash<vigie::gis::EntityRef> {
    std::size_t operator()(const vigie::gis::EntityRef& ref) const noexcept {
        return std::hash<std::uint64_t>{}((ref.id << 4) ^ static_cast<std::uint64_t>(ref.kind));
    }
};
