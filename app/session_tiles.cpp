// The part of a Session that keeps layers of vector tiles to what the view shows: read beside the session's thread, put in
// place of what stood there.
#include <algorithm>
#include <utility>

#include "app/session_workers.hpp"

namespace vigie::app {

// One reading at a time: the newest view is looked at when it ends.
void Session::look(const gis::PlaneBox& view, double units_per_px) {
    if (workers_->follows != 0 || vector_tiles_.empty() || workers_->reading) return;
    const auto now = std::chrono::steady_clock::now();
    std::vector<std::pair<std::shared_ptr<const gis::VectorTiles>, gis::VectorTiles::Block>> wanted;
    for (const auto& tiles : vector_tiles_) {
        const bool shown = std::any_of(layers_.begin(), layers_.end(), [&](const auto& row) { return row.layer->info.source == tiles->path(); });
        if (!shown && std::any_of(off_map_.begin(), off_map_.end(), [&](const auto& off) { return off.second.source == tiles->path(); })) continue;
        const gis::VectorTiles::Block block = tiles->block_of(view, units_per_px);
        Workers::Following& known = workers_->following[tiles->id()];
        if (block.zoom < 0 || (block == known.block && (!known.again || *known.again > now))) continue;
        known = {block, {}};
        wanted.emplace_back(tiles, block);
    }
    if (wanted.empty()) return;
    workers_->follows = wanted.size();
    gis::OpenOptions open = options_.open;
    open.services = services_;
    workers_->follower = std::jthread([this, wanted = std::move(wanted), open](const std::stop_token& stop) {
        for (const auto& [tiles, block] : wanted) workers_->followed_box.put({tiles, tiles->read(block, open, stop)});
    });
}

// In place of what was known of the same source.
void Session::follow(std::shared_ptr<const gis::VectorTiles> tiles) {
    std::erase_if(vector_tiles_, [&](const auto& known) { return known->id() == tiles->id(); });
    workers_->following.erase(tiles->id());
    vector_tiles_.push_back(std::move(tiles));
}

bool Session::following() const { return workers_->follows != 0; }

bool Session::follows_view(const gis::Layer& layer) const {
    return std::any_of(vector_tiles_.begin(), vector_tiles_.end(), [&](const auto& tiles) { return tiles->path() == layer.info.source; });
}

// Layers that the view does not show any more are left empty: their rows stay.
bool Session::take_followed() {
    bool changed = false;
    for (Workers::Followed& followed : workers_->followed_box.take()) {
        --workers_->follows;
        if (std::find(vector_tiles_.begin(), vector_tiles_.end(), followed.source) == vector_tiles_.end()) continue;
        if (followed.read.again.count() != 0) workers_->following[followed.source->id()].again = std::chrono::steady_clock::now() + followed.read.again;
        if (followed.read.damaged != 0 && !std::exchange(workers_->follow_damage_told, true))
            notices_.push_back({gis::Severity::warning, commune_name_, {"remote.bad_tile", {{"host", followed.source->title()}}}, {"remote.remedy.tell_service", {}}});
        // Nothing came: what is shown is better than an empty map.
        if (followed.read.layers.empty() && followed.read.again.count() != 0) continue;
        for (panels::LayerRow& row : layers_) {
            if (row.layer->info.source != followed.source->path()) continue;
            const auto fresh = std::find_if(followed.read.layers.begin(), followed.read.layers.end(), [&](const auto& l) { return l->info.id == row.layer->info.id; });
            if (fresh != followed.read.layers.end()) {
                row.layer = std::move(*fresh);
                followed.read.layers.erase(fresh);
            } else if (row.layer->geometry.feature_count() != 0) {
                auto empty = std::make_shared<gis::Layer>();
                empty->info = row.layer->info;
                const std::string geometry = empty->info.geometry;
                empty->finish();
                empty->info.geometry = geometry;
                row.layer = std::move(empty);
            }
        }
        for (gis::LayerPtr& layer : followed.read.layers)
            if (!off_map_.contains(layer->info.id)) layers_.push_back({std::move(layer), false});
        changed = true;
    }
    return changed;
}

} // namespace vigie::app
