#include "gis/model/entity_links.hpp"

#include "gis/model/entity_fields.hpp"

namespace vigie::gis {

namespace {

// Calls f(field) for the link fields of E only.
template <class E, class F>
void each_link(F&& f) {
    for_each_field<E>([&](const auto& field) {
        if constexpr (is_link_v<std::remove_reference_t<decltype(E{}.*field.member)>>) f(field);
    });
}

template <class T>
constexpr EntityKind target_kind() {
    if constexpr (is_vector_v<T>) return kind_of_id<typename T::value_type>();
    else return kind_of_id<T>();
}

} // namespace

std::vector<LinkField> link_fields(EntityKind kind) {
    std::vector<LinkField> fields;
    with_kind(kind, [&]<class E>(E) {
        each_link<E>([&](const auto& field) {
            using T = std::remove_reference_t<decltype(E{}.*field.member)>;
            fields.push_back({field.name, target_kind<T>(), is_vector_v<T>});
        });
    });
    return fields;
}

std::optional<LinkField> link_field(EntityKind kind, std::string_view wanted) {
    for (const LinkField& field : link_fields(kind))
        if (field.name == wanted) return field;
    return {};
}

std::vector<std::uint64_t> link_targets(const AnyEntity& entity, std::string_view wanted) {
    std::vector<std::uint64_t> ids;
    std::visit([&](const auto& e) {
        using E = std::decay_t<decltype(e)>;
        each_link<E>([&](const auto& field) {
            if (field.name != wanted) return;
            const auto& value = e.*field.member;
            if constexpr (is_vector_v<std::decay_t<decltype(value)>>)
                for (auto id : value) ids.push_back(id.value);
            else if (value) ids.push_back(value.value);
        });
    }, entity);
    return ids;
}

void set_link_targets(AnyEntity& entity, std::string_view wanted, const std::vector<std::uint64_t>& ids) {
    std::visit([&](auto& e) {
        using E = std::decay_t<decltype(e)>;
        each_link<E>([&](const auto& field) {
            if (field.name != wanted) return;
            auto& value = e.*field.member;
            value = {};
            for (const std::uint64_t id : ids) {
                if (id == 0) continue;
                if constexpr (is_vector_v<std::decay_t<decltype(value)>>) value.push_back({id});
                else if (!value) value = {id};
            }
        });
    }, entity);
}

} // namespace vigie::gis
