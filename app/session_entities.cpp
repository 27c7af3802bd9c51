// The part of a Session that keeps the map layers of the commune's assets as the World has them: made again after each
// change, a few assets at once, many beside this thread from a copy of the kinds concerned.
#include <algorithm>

#include "app/session_workers.hpp"
#include "gis/layers/entity_layers.hpp"

namespace vigie::app {

namespace {

constexpr std::size_t at_once = 500;  // assets: a millisecond or two

bool shows(const gis::Layer& layer, gis::EntityRef ref) {
    return std::find(layer.entities.begin(), layer.entities.end(), ref) != layer.entities.end();
}

} // namespace

void Session::remake_entity_layers(const gis::Delta& delta) {
    for (const gis::EntityRef& ref : delta.put)
        if (ref.kind == gis::EntityKind::asset)
            if (const gis::Asset* a = world().find(gis::AssetId{ref.id})) stale_kinds_.insert(a->kind);
    for (const gis::EntityRef& ref : delta.removed) {
        if (ref.kind != gis::EntityKind::asset) continue;
        for (const panels::LayerRow& row : layers_)
            if (!row.layer->info.kind.empty() && !stale_kinds_.contains(row.layer->info.kind) && shows(*row.layer, ref)) stale_kinds_.insert(row.layer->info.kind);
    }
    make_stale_layers();
}

bool Session::make_stale_layers() {
    if (stale_kinds_.empty() || workers_->making) return false;
    std::vector<gis::Asset> assets;
    for (const gis::Asset& a : world().assets())
        if (stale_kinds_.contains(a.kind)) assets.push_back(a);
    Made job{plane_->epsg(), std::exchange(stale_kinds_, {}), {}};
    const auto make = [this, plane = *plane_](Made todo, const std::vector<gis::Asset>& from) {
        for (const std::string& kind : todo.kinds)
            if (gis::LayerPtr layer = gis::layer_of(from, catalog_, plane, kind); layer && layer->info.features > 0) todo.layers.push_back(std::move(layer));
        return todo;
    };
    if (assets.size() <= at_once) {
        put_made(make(std::move(job), assets));
        return true;
    }
    workers_->making = true;
    workers_->maker = std::jthread([this, make, job = std::move(job), assets = std::move(assets)]() mutable {
        workers_->made_box.put(make(std::move(job), assets));
    });
    return false;
}

void Session::put_made(Made made) {
    for (const std::string& kind : made.kinds) {
        const auto same = std::find_if(layers_.begin(), layers_.end(), [&](const auto& row) { return row.layer->info.kind == kind; });
        const auto fresh = std::find_if(made.layers.begin(), made.layers.end(), [&](const auto& layer) { return layer->info.kind == kind; });
        if (fresh == made.layers.end()) {
            if (same != layers_.end()) layers_.erase(same);
        } else if (same != layers_.end()) {
            same->layer = *fresh;
        } else {
            layers_.push_back({*fresh, false});
        }
    }
    places_stale_ = true;
}

bool Session::take_made_layers() {
    bool changed = false;
    for (Made& made : workers_->made_box.take()) {
        workers_->making = false;
        if (made.plane_epsg == plane_->epsg()) {
            put_made(std::move(made));
            changed = true;
        } else {
            stale_kinds_.merge(made.kinds);
        }
    }
    return make_stale_layers() || changed;
}

} // namespace vigie::app
