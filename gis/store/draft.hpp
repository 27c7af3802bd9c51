// What a gesture is about to change: the world as it would become, without touching it until everything was accepted.
#pragma once

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <vector>

#include "gis/model/entity_fields.hpp"
#include "gis/model/world.hpp"

namespace vigie::gis {

// One entity before and after; nothing before = created, nothing after = removed.
struct Image {
    EntityRef ref;
    std::optional<AnyEntity> before, after;
};

class Draft {
public:
    explicit Draft(const World& world);

    // The entity as drafted; nullptr when unknown or removed. After an edit, ask again: the first edit makes a copy.
    template <class I>
    [[nodiscard]] const EntityOf<I>* find(I id) const {
        const auto it = after_.find(ref(id));
        if (it == after_.end()) return world_.find(id);
        return it->second ? &std::get<EntityOf<I>>(*it->second) : nullptr;
    }
    // The drafted entity to change in place; it must exist.
    template <class I>
    [[nodiscard]] EntityOf<I>& edit(I id) {
        return std::get<EntityOf<I>>(edit_any(ref(id)));
    }
    // Gives it the next id, and the next number when its kind has numbers and it has none.
    template <class E>
    E& create(E entity) {
        entity.id.value = next_id_++;
        if constexpr (requires { entity.number; }) {
            std::uint32_t& next = next_number_[static_cast<std::size_t>(kind_of_id<decltype(E::id)>())];
            if (entity.number == 0) entity.number = next;
            next = std::max(next, entity.number + 1);
        }
        const EntityRef r = ref(entity.id);
        return std::get<E>(put_new(r, std::move(entity)));
    }
    template <class I>
    void remove(I id) { remove_any(ref(id)); }

    [[nodiscard]] AnyEntity& edit_any(EntityRef ref);
    [[nodiscard]] std::optional<AnyEntity> find_any(EntityRef ref) const;
    AnyEntity& create_any(AnyEntity entity);
    void remove_any(EntityRef ref);

    // The world with the draft in it (a copy, made when first asked for), for checks that look at everything.
    [[nodiscard]] const World& view();
    // Entities that really differ, in the order they were touched.
    [[nodiscard]] std::vector<Image> images() const;
    [[nodiscard]] std::uint64_t next_id() const { return next_id_; }

private:
    template <class I>
    [[nodiscard]] static EntityRef ref(I id) { return {kind_of_id<I>(), id.value}; }
    AnyEntity& put_new(EntityRef ref, AnyEntity entity);
    void touch(EntityRef ref);

    const World& world_;
    std::unordered_map<EntityRef, std::optional<AnyEntity>> after_;
    std::vector<EntityRef> touched_;      // in order, each once
    std::optional<World> view_;
    std::vector<EntityRef> not_in_view_;
    std::uint64_t next_id_;
    std::uint32_t next_number_[entity_kind_count];
};

[[nodiscard]] EditSet edits_of(const std::vector<Image>& images);

} // namespace vigie::gis
