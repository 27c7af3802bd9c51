// The part of a Session that takes layers of files off the map and puts them back. Remembered in the commune file by the
// layer's id, with the file it is of; the file itself is not touched. Opening the file again puts its layers back.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/session_workers.hpp"

namespace vigie::app {

namespace {

namespace fs = std::filesystem;

bool lies_in(const fs::path& file, const fs::path& path) {
    const auto [end, rest] = std::mismatch(path.begin(), path.end(), file.begin(), file.end());
    return end == path.end();
}

} // namespace

void Session::recall_off_map() {
    const auto stored = nlohmann::json::parse(desk_->setting("map_off"), nullptr, false);
    if (!stored.is_object()) return;
    for (const auto& [id, source] : stored.items())
        if (source.is_string()) off_map_[id].source = source.get<std::string>();
}

void Session::remember_off_map() {
    auto json = nlohmann::json::object();
    for (const auto& [id, off] : off_map_) json[id] = off.source.string();
    if (const std::string text = json.dump(); text != desk_->setting("map_off")) (void)desk_->set_setting("map_off", text);
}

bool Session::take_off(const std::string& layer) {
    const auto row = std::find_if(layers_.begin(), layers_.end(), [&](const auto& r) { return r.layer->info.id == layer; });
    if (row == layers_.end() || !row->layer->entities.empty()) return false;
    OffMap off{row->layer->info.source, row->layer, std::size_t(row - layers_.begin()), {}};
    layers_.erase(row);
    // A file none of whose layers is left is not read at the next start.
    const bool has_more = std::any_of(layers_.begin(), layers_.end(), [&](const auto& r) { return fs::path(r.layer->info.source) == off.source; });
    if (!has_more && std::erase(options_.paths, off.source) > 0) {
        off.path = off.source;
        remember_paths();
    }
    off_map_[layer] = std::move(off);
    remember_off_map();
    places_stale_ = true;
    return true;
}

bool Session::put_back(const std::string& layer) {
    const auto off = off_map_.find(layer);
    if (off == off_map_.end() || !off->second.layer) return false;
    const OffMap was = std::move(off->second);
    off_map_.erase(off);
    layers_.insert(layers_.begin() + std::ptrdiff_t(std::min(was.row, layers_.size())), {was.layer, false});
    if (!was.path.empty()) {
        options_.paths.push_back(was.path);
        remember_paths();
    }
    remember_off_map();
    places_stale_ = true;
    return true;
}

// A person asks for these files: whatever was taken off of them is wanted again.
void Session::want_again(const std::vector<fs::path>& paths) {
    std::erase_if(off_map_, [&](const auto& off) {
        return std::any_of(paths.begin(), paths.end(), [&](const fs::path& p) { return lies_in(off.second.source, p); });
    });
    remember_off_map();
}

} // namespace vigie::app
