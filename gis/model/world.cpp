#include "gis/model/world.hpp"

#include <algorithm>
#include <cassert>
#include <type_traits>
#include <variant>

namespace vigie::gis {

namespace {

// Unit separator: occurs neither in source ids nor, in practice, in remote ids.
std::string origin_key(const Origin& origin) { return origin.source + '\x1f' + origin.remote_id; }
bool has_key(const Origin& origin) { return !origin.remote_id.empty(); }

template <class T, class... All>
constexpr EntityKind place_among(const std::variant<All...>*) {
    std::size_t before = 0;
    (void)((std::is_same_v<T, All> || (++before, false)) || ...);
    return static_cast<EntityKind>(before);
}
template <class T>
constexpr EntityKind kind_of_type() {
    return place_among<T>(static_cast<const AnyEntity*>(nullptr));
}

template <class T>
void add_once(std::vector<T>& list, const T& value) {
    // Deltas of a frame are short or sorted by construction; looking at the tail first keeps bursts of one object linear.
    if (!list.empty() && list.back() == value) return;
    list.push_back(value);
}

template <class T>
void sort_unique(std::vector<T>& list) {
    std::ranges::sort(list);
    list.erase(std::unique(list.begin(), list.end()), list.end());
}

// Puts `item` in its place by time. False when that instant is already there.
template <class T>
bool insert_by_time(std::vector<T>& list, const T& item, std::size_t limit) {
    auto at = std::upper_bound(list.begin(), list.end(), item.at, [](Time t, const T& x) { return t < x.at; });
    if (at != list.begin() && std::prev(at)->at == item.at) return false;
    if (list.size() >= limit && at == list.begin()) return false;  // older than all we keep
    list.insert(at, item);
    if (list.size() > limit) list.erase(list.begin());
    return true;
}

} // namespace

void Delta::merge(const Delta& later) {
    revision = std::max(revision, later.revision);
    // What was removed and put again is put; what was put and removed again is removed.
    auto drop = [](std::vector<EntityRef>& from, std::vector<EntityRef> gone) {
        std::ranges::sort(gone);
        std::erase_if(from, [&](EntityRef ref) { return std::ranges::binary_search(gone, ref); });
    };
    drop(put, later.removed);
    drop(removed, later.put);
    put.insert(put.end(), later.put.begin(), later.put.end());
    removed.insert(removed.end(), later.removed.begin(), later.removed.end());
    observed.insert(observed.end(), later.observed.begin(), later.observed.end());
    moved.insert(moved.end(), later.moved.begin(), later.moved.end());
    sort_unique(put);
    sort_unique(removed);
    sort_unique(observed);
    sort_unique(moved);
}

template <class T>
T* World::find_for_change(std::uint64_t id) {
    auto& table = std::get<Table<T>>(tables_);
    auto it = table.index_.find(id);
    return it == table.index_.end() ? nullptr : &table.rows_[it->second];
}

template <class T>
void World::put(const T& entity, Delta& delta) {
    constexpr EntityKind kind = kind_of_type<T>();
    assert(entity.id && "an entity enters the world with an id");
    auto& table = std::get<Table<T>>(tables_);
    auto& by_origin = by_origin_[static_cast<std::size_t>(kind)];
    auto [it, fresh] = table.index_.try_emplace(entity.id.value, table.rows_.size());
    if (fresh) {
        table.rows_.push_back(entity);
    } else {
        T& row = table.rows_[it->second];
        if (row == entity) return;
        if (has_key(row.origin) && !(row.origin.source == entity.origin.source && row.origin.remote_id == entity.origin.remote_id))
            by_origin.erase(origin_key(row.origin));
        row = entity;
    }
    if (has_key(entity.origin)) by_origin[origin_key(entity.origin)] = entity.id.value;
    next_id_ = std::max(next_id_, entity.id.value + 1);
    if constexpr (requires { entity.number; }) {
        auto& last = last_number_[static_cast<std::size_t>(kind)];
        last = std::max(last, entity.number);
    }
    add_once(delta.put, EntityRef{kind, entity.id.value});
}

template <class T>
void World::remove(std::uint64_t id, Delta& delta) {
    constexpr EntityKind kind = kind_of_type<T>();
    auto& table = std::get<Table<T>>(tables_);
    auto it = table.index_.find(id);
    if (it == table.index_.end()) return;
    const std::size_t row = it->second;
    if (const Origin& origin = table.rows_[row].origin; has_key(origin))
        by_origin_[static_cast<std::size_t>(kind)].erase(origin_key(origin));
    if (row + 1 != table.rows_.size()) {
        table.rows_[row] = std::move(table.rows_.back());
        table.index_[table.rows_[row].id.value] = row;
    }
    table.rows_.pop_back();
    table.index_.erase(it);
    if constexpr (std::is_same_v<T, Sensor>) recent_.erase(id);
    if constexpr (std::is_same_v<T, Crew>) trails_.erase(id);
    delta.removed.push_back({kind, id});
}

void World::observe(const Observation& observation, Delta& delta) {
    Sensor* sensor = find_for_change<Sensor>(observation.sensor.value);
    if (!sensor) return;
    if (!insert_by_time(recent_[observation.sensor.value], observation, max_recent_observations)) return;
    if (!sensor->last_at || *sensor->last_at <= observation.at) {
        sensor->last_at = observation.at;
        sensor->last_value = observation.value;
    }
    add_once(delta.observed, observation.sensor);
}

void World::move(const Position& position, Delta& delta) {
    Crew* crew = find_for_change<Crew>(position.crew.value);
    if (!crew) return;
    if (!insert_by_time(trails_[position.crew.value], position, max_trail_points)) return;
    if (!crew->fix_at || *crew->fix_at <= position.at) {
        crew->fix_at = position.at;
        crew->place = position.place;
        crew->heading_deg = position.heading_deg;
        crew->speed_ms = position.speed_ms;
    }
    add_once(delta.moved, position.crew);
}

Delta World::apply(const EditSet& edits) {
    Delta delta;
    for (const AnyEntity& entity : edits.put)
        std::visit([&](const auto& e) { put(e, delta); }, entity);
    for (const EntityRef& ref : edits.removed)
        std::apply([&](auto&... table) {
            int kind = 0;
            ((kind++ == static_cast<int>(ref.kind)
                  ? remove<typename decltype(table.rows())::value_type>(ref.id, delta)
                  : void()), ...);
        }, tables_);
    for (const Observation& observation : edits.observations) observe(observation, delta);
    for (const Position& position : edits.positions) move(position, delta);
    if (delta.empty()) return delta;

    sort_unique(delta.put);
    sort_unique(delta.observed);
    sort_unique(delta.moved);
    sort_unique(delta.removed);
    std::erase_if(delta.put, [&](EntityRef ref) { return std::ranges::binary_search(delta.removed, ref); });
    delta.revision = ++revision_;
    auto touch = [&](EntityKind kind) { kind_revision_[static_cast<std::size_t>(kind)] = revision_; };
    for (EntityRef ref : delta.put) touch(ref.kind);
    for (EntityRef ref : delta.removed) touch(ref.kind);
    if (!delta.observed.empty()) touch(EntityKind::sensor);
    if (!delta.moved.empty()) touch(EntityKind::crew);
    return delta;
}

std::optional<AnyEntity> World::find(EntityRef ref) const {
    std::optional<AnyEntity> found;
    std::apply([&](const auto&... table) {
        int kind = 0;
        auto look = [&](const auto& t) {
            if (kind++ != static_cast<int>(ref.kind)) return;
            if (const auto* e = t.find(typename std::remove_cvref_t<decltype(t)>::Key{ref.id})) found = *e;
        };
        (look(table), ...);
    }, tables_);
    return found;
}

std::optional<EntityRef> World::find(EntityKind kind, const Origin& origin) const {
    const auto& by_origin = by_origin_[static_cast<std::size_t>(kind)];
    const auto it = by_origin.find(origin_key(origin));
    if (it == by_origin.end()) return {};
    return EntityRef{kind, it->second};
}

std::span<const Observation> World::recent(SensorId sensor) const {
    const auto it = recent_.find(sensor.value);
    return it == recent_.end() ? std::span<const Observation>{} : std::span<const Observation>{it->second};
}

std::span<const Position> World::trail(CrewId crew) const {
    const auto it = trails_.find(crew.value);
    return it == trails_.end() ? std::span<const Position>{} : std::span<const Position>{it->second};
}

std::uint32_t World::next_number(EntityKind kind) const { return last_number_[static_cast<std::size_t>(kind)] + 1; }

void World::keep_counters(std::uint64_t next_id, EntityKind kind, std::uint32_t next_number) {
    next_id_ = std::max(next_id_, next_id);
    auto& last = last_number_[static_cast<std::size_t>(kind)];
    if (next_number > 0) last = std::max(last, next_number - 1);
}

} // namespace vigie::gis
