#include "panels/lists/feed.hpp"

#include <algorithm>

#include "gis/model/words.hpp"
#include "panels/status.hpp"

namespace vigie::panels {

namespace {

// When an entity last changed state, for the kinds that have one.
std::optional<FeedItem> latest(const gis::World& world, gis::EntityRef ref) {
    const auto item = [&](gis::Time at, AnyState state) { return FeedItem{at, ref, state}; };
    switch (ref.kind) {
    case gis::EntityKind::report:
        if (const auto* e = world.find(gis::ReportId{ref.id})) return item(e->state_since, e->state);
        break;
    case gis::EntityKind::alert:
        if (const auto* e = world.find(gis::AlertId{ref.id})) return item(e->state_since, e->state);
        break;
    case gis::EntityKind::intervention:
        if (const auto* e = world.find(gis::InterventionId{ref.id})) return item(e->state_since, e->state);
        break;
    case gis::EntityKind::request:
        if (const auto* e = world.find(gis::RequestId{ref.id})) return item(e->state_since, e->state);
        break;
    case gis::EntityKind::crew:
        if (const auto* e = world.find(gis::CrewId{ref.id}); e && e->status_since) return item(*e->status_since, e->status);
        break;
    case gis::EntityKind::sensor:
        if (const auto* e = world.find(gis::SensorId{ref.id})) return item(e->state_since, e->state);
        break;
    case gis::EntityKind::asset: case gis::EntityKind::agent: case gis::EntityKind::vehicle: case gis::EntityKind::shift:
    case gis::EntityKind::absence: case gis::EntityKind::building: case gis::EntityKind::meter: break;
    }
    return {};
}

// A sensor that has always been normal is no news.
bool is_news(const FeedItem& item, bool first) {
    const auto* sensor = std::get_if<gis::SensorState>(&item.state);
    return !first || !sensor || (*sensor != gis::SensorState::normal && *sensor != gis::SensorState::never_seen);
}

} // namespace

void Feed::add(FeedItem item) {
    const auto at = std::upper_bound(items_.begin(), items_.end(), item,
                                     [](const FeedItem& a, const FeedItem& b) { return a.at > b.at; });
    items_.insert(at, std::move(item));
    if (items_.size() > max_feed_items) items_.pop_back();
}

void Feed::look(const gis::World& world, gis::EntityRef ref, gis::Time oldest) {
    const auto item = latest(world, ref);
    if (!item || item->at < oldest) return;
    auto [it, first] = last_.try_emplace(ref, item->at, item->state);
    if (!first) {
        if (it->second.second == item->state) return;
        it->second = {item->at, item->state};
    }
    if (is_news(*item, first)) add(*item);
}

void Feed::sync(const gis::World& world, const gis::Delta* delta, gis::Time now) {
    if (seeded_ && delta) {
        for (gis::EntityRef ref : delta->put) look(world, ref, now - feed_memory);  // a source may tell its past
        return;
    }
    const auto all = [&](const auto& table, gis::EntityKind kind) {
        for (const auto& e : table) look(world, {kind, e.id.value}, now - feed_memory);
    };
    all(world.reports(), gis::EntityKind::report);
    all(world.alerts(), gis::EntityKind::alert);
    all(world.interventions(), gis::EntityKind::intervention);
    all(world.requests(), gis::EntityKind::request);
    all(world.crews(), gis::EntityKind::crew);
    all(world.sensors(), gis::EntityKind::sensor);
    seeded_ = true;
}

std::string state_label(const gis::Language& language, const AnyState& state) {
    const auto words = [&](const auto& s) -> std::string {
        if constexpr (std::is_same_v<std::decay_t<decltype(s)>, std::monostate>) return {};
        else return language(look_of(s).key);
    };
    return std::visit(words, state);
}

std::string feed_words(const ListContext& c, const FeedItem& item) {
    const auto entity = c.world.find(item.ref);
    if (!entity) return {};
    const auto join = [&](std::initializer_list<std::string> parts) {
        std::string text;
        for (const std::string& part : parts)
            if (!part.empty()) text += (text.empty() ? "" : ", ") + part;
        return text;
    };
    const std::string name = gis::label(*entity);
    const std::string& code = c.language.code();
    if (const auto* r = std::get_if<gis::Report>(&*entity)) {
        const gis::ReportCategory* category = c.catalog.report_category(r->category);
        return join({name, category ? category->name.in(code) : r->category, r->address.empty() ? r->quartier : r->address});
    }
    if (const auto* a = std::get_if<gis::Alert>(&*entity)) return join({name, a->title, a->quartier});
    if (const auto* i = std::get_if<gis::Intervention>(&*entity))
        return join({name, i->title, i->address.empty() ? i->quartier : i->address, crew_names(c.world, *i)});
    if (const auto* d = std::get_if<gis::Request>(&*entity)) return join({name, d->title, d->requester});
    if (const auto* s = std::get_if<gis::Sensor>(&*entity)) {
        const gis::SensorKind* kind = c.catalog.sensor_kind(s->kind);
        const std::string value =
            s->last_value ? c.language.quantity(*s->last_value, kind ? kind->decimals : 1, s->unit) : std::string{};
        return join({name, value, s->quartier});
    }
    return name;
}

} // namespace vigie::panels
