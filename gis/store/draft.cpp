#include "gis/store/draft.hpp"

#include <cassert>

namespace vigie::gis {

Draft::Draft(const World& world) : world_(world), next_id_(world.next_id()) {
    for (int i = 0; i < entity_kind_count; ++i) next_number_[i] = world.next_number(static_cast<EntityKind>(i));
}

void Draft::touch(EntityRef ref) { not_in_view_.push_back(ref); }

AnyEntity& Draft::edit_any(EntityRef ref) {
    auto it = after_.find(ref);
    if (it == after_.end()) {
        it = after_.emplace(ref, world_.find(ref)).first;
        touched_.push_back(ref);
    }
    assert(it->second && "only what exists is edited");
    touch(ref);
    return *it->second;
}

std::optional<AnyEntity> Draft::find_any(EntityRef ref) const {
    const auto it = after_.find(ref);
    return it == after_.end() ? world_.find(ref) : it->second;
}

AnyEntity& Draft::put_new(EntityRef ref, AnyEntity entity) {
    const auto [it, fresh] = after_.insert_or_assign(ref, std::move(entity));
    if (fresh) touched_.push_back(ref);
    touch(ref);
    return *it->second;
}

AnyEntity& Draft::create_any(AnyEntity entity) {
    AnyEntity* created = nullptr;
    std::visit([&](auto& e) {
        using E = std::decay_t<decltype(e)>;
        const E& done = create(std::move(e));
        created = &*after_.find({kind_of_id<decltype(E::id)>(), done.id.value})->second;
    }, entity);
    return *created;
}

void Draft::remove_any(EntityRef ref) {
    const auto [it, fresh] = after_.insert_or_assign(ref, std::nullopt);
    if (fresh) touched_.push_back(ref);
    touch(ref);
}

const World& Draft::view() {
    if (touched_.empty()) return world_;
    if (!view_) view_ = world_;
    EditSet edits;
    for (EntityRef ref : not_in_view_) {
        const auto& entity = after_.find(ref)->second;
        if (entity) edits.put.push_back(*entity);
        else edits.removed.push_back(ref);
    }
    not_in_view_.clear();
    (void)view_->apply(edits);
    return *view_;
}

std::vector<Image> Draft::images() const {
    std::vector<Image> images;
    images.reserve(touched_.size());
    for (EntityRef ref : touched_) {
        Image image{ref, world_.find(ref), after_.find(ref)->second};
        if (image.before != image.after) images.push_back(std::move(image));
    }
    return images;
}

EditSet edits_of(const std::vector<Image>& images) {
    EditSet edits;
    for (const Image& image : images) {
        if (image.after) edits.put.push_back(*image.after);
        else edits.removed.push_back(image.ref);
    }
    return edits;
}

} // namespace vigie::gis
