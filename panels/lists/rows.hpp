// Shared by the list specifications: a column function over an entity becomes one over an id. Private to panels/lists.
#pragma once

#include <string>

#include "gis/layers/gazetteer.hpp"
#include "gis/model/words.hpp"
#include "panels/lists/list_model.hpp"
#include "panels/status.hpp"

namespace vigie::panels::rows {

template <class T>
const T* entity(const ListContext& c, std::uint64_t id) {
    return c.world.table<T>().find(typename gis::Table<T>::Key{id});
}
template <class T, Cell (*F)(const ListContext&, const T&)>
Cell cell(const ListContext& c, std::uint64_t id) {
    const T* e = entity<T>(c, id);
    return e ? F(c, *e) : Cell{};
}
template <class T, SortKey (*F)(const ListContext&, const T&)>
SortKey key(const ListContext& c, std::uint64_t id) {
    const T* e = entity<T>(c, id);
    return e ? F(c, *e) : SortKey{.missing = true};
}
template <class T>
std::size_t count(const gis::World& world) {
    return world.table<T>().size();
}
template <class T>
std::uint64_t id_at(const gis::World& world, std::size_t row) {
    return world.table<T>().rows()[row].id.value;
}

inline SortKey by_number(double value) { return {.number = value}; }
inline SortKey by_time(gis::MaybeTime t) {
    if (!t) return {.missing = true};
    return {.number = double(gis::ms_since_epoch(*t))};
}
inline SortKey by_text(const std::string& text) { return {.text = gis::folded(text), .missing = text.empty()}; }

inline Cell dash_if_empty(std::string text) {
    const bool none = text.empty();
    return {.text = none ? "–" : std::move(text), .look = none ? CellLook::weak : CellLook::plain};
}

template <class State>
std::string state_words(const ListContext& c, State state) {
    return c.language(look_of(state).key);
}

inline bool quartier_passes(const Filter& f, const std::string& quartier) {
    return f.quartier.empty() || f.quartier == quartier;
}
inline bool domain_passes(const Filter& f, std::string_view domain) {
    return f.domains.empty() || f.domains.contains(std::string(domain));
}
inline bool is_today(const ListContext& c, gis::MaybeTime t) { return t && *t >= c.today.from && *t < c.today.to; }
inline bool known(const ListContext& c, gis::Time born) { return !c.known_at || born <= *c.known_at; }

} // namespace vigie::panels::rows
