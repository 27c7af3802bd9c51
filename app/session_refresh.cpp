// The part of a Session that asks services again for what they gave: from time to time as a person wished for a layer, or now.
// Features are read beside the session's thread and take the old ones' place in one moment; pictures are renewed as they are
// looked at. Without the service what was shown stays.
#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <utility>

#include "app/json_members.hpp"
#include "app/session_workers.hpp"
#include "gis/layers/raster.hpp"
#include "gis/layers/read_source.hpp"
#include "gis/layers/remote/address.hpp"
#include "gis/layers/remote/services.hpp"

namespace vigie::app {

namespace {

constexpr int least_interval_s = 10, most_interval_s = 86'400;

bool is_of_service(const panels::LayerRow& row) { return row.layer->entities.empty() && gis::remote::is_address(row.layer->info.source); }

} // namespace

void Session::recall_refreshes() {
    const auto stored = nlohmann::json::parse(desk_->setting("layer_refresh"), nullptr, false);
    if (!stored.is_object()) return;
    for (const auto& [id, seconds] : stored.items())
        if (seconds.is_number_integer()) workers_->refreshes[id].every_s = std::clamp(seconds.get<int>(), 0, most_interval_s);
}

void Session::refresh_every(const std::string& layer, int seconds) {
    Workers::Refresh& r = workers_->refreshes[layer];
    r.every_s = seconds <= 0 ? 0 : std::clamp(seconds, least_interval_s, most_interval_s);
    r.next = clock_.now() + std::chrono::seconds(r.every_s);
    auto json = nlohmann::json::object();
    for (const auto& [id, refresh] : workers_->refreshes)
        if (refresh.every_s > 0) json[id] = refresh.every_s;
    (void)desk_->set_setting("layer_refresh", json.dump());
}

void Session::refresh_now(const std::string& layer) { workers_->refreshes[layer].wanted = true; }

// Pictures and tiles are looked at again by whoever shows them; features wait for one reading of all that are due.
bool Session::refresh_due() {
    if (workers_->reading || workers_->refreshing) return false;
    const gis::Time now = clock_.now();
    std::vector<std::string> features;
    bool changed = false;
    for (const panels::LayerRow& row : layers_) {
        const auto known = workers_->refreshes.find(row.layer->info.id);
        if (known == workers_->refreshes.end() || waits(row) || !is_of_service(row)) continue;
        Workers::Refresh& r = known->second;
        const bool clock_went_back = r.every_s > 0 && r.next > now + std::chrono::seconds(r.every_s);
        if (!r.wanted && (r.every_s == 0 || (r.next > now && !clock_went_back))) continue;
        const bool silent = services_->at(row.layer->info.source)->health().outage().has_value();
        r.next = now + std::chrono::seconds(r.every_s);
        if (row.layer->raster) {
            r.wanted = false;
            if (silent) continue;
            row.layer->raster->renew();
            r.last = now;
            changed = true;
        } else if (follows_view(*row.layer)) {
            r.wanted = false;
            changed = renew_tiles(*row.layer) || changed;
            if (!silent) r.last = now;
        } else {
            r.wanted = false;
            r.asking = true;
            features.push_back(row.layer->info.source);
        }
    }
    if (!features.empty()) read_features_again(std::move(features));
    return changed;
}

bool Session::renew_tiles(const gis::Layer& layer) {
    const auto tiles = std::ranges::find_if(vector_tiles_, [&](const auto& t) { return t->path() == layer.info.source; });
    if (tiles == vector_tiles_.end()) return false;
    (*tiles)->renew();
    workers_->following[(*tiles)->id()].again = std::chrono::steady_clock::now();
    return true;
}

void Session::read_features_again(std::vector<std::string> addresses) {
    workers_->refreshing = true;
    gis::OpenOptions open = options_.open;
    open.services = services_;
    open.newest = true;
    workers_->refresher = std::jthread([this, addresses = std::move(addresses), plane = *plane_, open](const std::stop_token& stop) {
        std::vector<std::filesystem::path> paths(addresses.begin(), addresses.end());
        gis::FoundSources found = gis::find_sources(paths);
        for (const gis::MapSource& source : found.sources) {
            Workers::Refreshed fresh{gis::layer_id(source, {}), plane.epsg(), {}, {}};
            std::vector<gis::Notice> notices;
            if (!stop.stop_requested()) fresh.service = gis::remote::open_service(source, plane, open, stop, notices);
            if (fresh.service.waits) fresh.why = fresh.service.waits->text;
            workers_->refreshed_box.put(std::move(fresh));
        }
        workers_->refreshed_box.put({});  // all
    });
}

bool Session::take_refreshed() {
    bool changed = false;
    for (Workers::Refreshed& fresh : workers_->refreshed_box.take()) {
        if (fresh.id.empty()) {
            workers_->refreshing = false;
            for (auto& [id, r] : workers_->refreshes) r.asking = false;
            continue;
        }
        const auto known = workers_->refreshes.find(fresh.id);
        if (known != workers_->refreshes.end()) known->second.asking = false;
        const auto row = std::ranges::find_if(layers_, [&](const auto& r) { return r.layer->info.id == fresh.id; });
        if (row == layers_.end() || fresh.plane_epsg != plane_->epsg() || fresh.service.layers.empty()) continue;
        row->layer = std::move(fresh.service.layers.front());
        if (known != workers_->refreshes.end()) known->second.last = clock_.now();
        places_stale_ = true;
        changed = true;
    }
    return changed;
}

bool Session::show_refreshes() {
    bool changed = false;
    for (panels::LayerRow& row : layers_) {
        std::optional<panels::LayerRefresh> now;
        if (is_of_service(row) && !waits(row)) {
            const auto known = workers_->refreshes.find(row.layer->info.id);
            now = known == workers_->refreshes.end() ? panels::LayerRefresh{} : panels::LayerRefresh{known->second.every_s, known->second.last, known->second.asking};
        }
        if (row.refresh == now) continue;
        row.refresh = now;
        changed = true;
    }
    return changed;
}

// Passwords of databases are kept apart from their addresses.
void Session::recall_passwords(const std::vector<std::filesystem::path>& paths) {
    for (const std::filesystem::path& path : paths) {
        if (!gis::remote::is_database(path.string())) continue;
        const auto address = gis::remote::read_address(path.string());
        if (!address) continue;
        if (const auto password = secrets_->find("base:" + address->url, "password")) services_->set_password(address->url, *password);
    }
}

void Session::keep_password(const std::string& url, const std::string& password) {
    if (auto kept = secrets_->keep("base:" + url, "password", password); !kept)
        notices_.push_back({gis::Severity::warning, gis::remote::shown_address(url), kept.error().text, kept.error().remedy});
}

} // namespace vigie::app
