#include "gis/rules/far_places.hpp"

#include <algorithm>
#include <optional>
#include <type_traits>

namespace vigie::gis {

namespace {

double metres_outside(LonLat p, const CommuneExtent& c) {
    const LonLat nearest{std::clamp(p.lon, c.west, c.east), std::clamp(p.lat, c.south, c.north)};
    return nearest == p ? 0 : distance_m(p, nearest);
}

std::optional<LonLat> place_of(const AnyEntity& entity) {
    return std::visit([](const auto& e) -> std::optional<LonLat> {
        using E = std::decay_t<decltype(e)>;
        if constexpr (std::is_same_v<E, Asset>) {
            if (e.geometry.points.empty()) return {};
            return e.geometry.points.front();
        } else if constexpr (requires { e.place == LonLat{}; }) {
            if constexpr (std::is_same_v<std::decay_t<decltype(e.place)>, LonLat>) return e.place == LonLat{} ? std::nullopt : std::optional(e.place);
            else return e.place;
        } else {
            return {};
        }
    }, entity);
}

} // namespace

FarPlaces far_places(const ChangeBatch& batch, const CommuneExtent& commune) {
    FarPlaces far;
    const auto look = [&](std::optional<LonLat> place, const std::string& id) {
        const double out = place ? metres_outside(*place, commune) : 0;
        if (out <= far_m) return;
        if (far.count++ == 0) far.first = id, far.first_m = out;
    };
    for (const Change& change : batch.changes) {
        if (const auto* upsert = std::get_if<Upsert>(&change)) look(place_of(upsert->entity), std::visit([](const auto& e) { return e.origin.remote_id; }, upsert->entity));
        if (const auto* moved = std::get_if<Positioned>(&change)) look(moved->position.place, moved->crew.remote_id);
    }
    return far;
}

} // namespace vigie::gis
