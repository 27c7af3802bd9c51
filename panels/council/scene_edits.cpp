#include "panels/council/scene_edits.hpp"

#include <algorithm>

namespace vigie::panels {

namespace {

std::string free_id(const std::vector<gis::Scene>& scenes, const std::string& stem) {
    for (std::size_t n = 1;; ++n) {
        const std::string id = stem + "-" + std::to_string(n);
        if (std::ranges::find(scenes, id, &gis::Scene::id) == scenes.end()) return id;
    }
}

template <class T>
void toggle_in(std::vector<T>& list, const T& what) {
    if (std::erase(list, what) == 0) list.push_back(what);
}

} // namespace

std::size_t move_scene(std::vector<gis::Scene>& scenes, std::size_t from, std::size_t to) {
    if (from >= scenes.size() || to >= scenes.size() || from == to) return from;
    const auto at = [&](std::size_t i) { return scenes.begin() + static_cast<std::ptrdiff_t>(i); };
    if (from < to) std::rotate(at(from), at(from) + 1, at(to) + 1);
    else std::rotate(at(to), at(from), at(from) + 1);
    return to;
}

std::size_t add_scene(std::vector<gis::Scene>& scenes, std::size_t at) {
    gis::Scene scene;
    scene.id = free_id(scenes, "scene");
    const std::size_t to = std::min(scenes.empty() ? 0 : at + 1, scenes.size());
    scenes.insert(scenes.begin() + static_cast<std::ptrdiff_t>(to), std::move(scene));
    return to;
}

std::size_t duplicate_scene(std::vector<gis::Scene>& scenes, std::size_t at, const std::string& title) {
    if (at >= scenes.size()) return at;
    gis::Scene copy = scenes[at];
    copy.id = free_id(scenes, copy.id);
    copy.title = title;
    if (copy.tiles.size() > gis::tiles_of_scene) copy.tiles.resize(gis::tiles_of_scene);  // eight are the catalogue's own scene alone
    scenes.insert(scenes.begin() + static_cast<std::ptrdiff_t>(at) + 1, std::move(copy));
    return at + 1;
}

void set_tile(gis::Scene& scene, std::size_t slot, const std::string& id, std::size_t most) {
    if (slot >= most) return;
    if (id.empty()) {
        if (slot < scene.tiles.size()) scene.tiles.erase(scene.tiles.begin() + static_cast<std::ptrdiff_t>(slot));
        return;
    }
    if (slot < scene.tiles.size()) scene.tiles[slot] = id;
    else scene.tiles.push_back(id);
    const std::size_t kept = std::min(slot, scene.tiles.size() - 1);
    for (std::size_t i = scene.tiles.size(); i-- > 0;)
        if (i != kept && scene.tiles[i] == id) scene.tiles.erase(scene.tiles.begin() + static_cast<std::ptrdiff_t>(i));
}

void toggle(std::vector<std::string>& list, const std::string& id) { toggle_in(list, id); }
void toggle(std::vector<gis::InterventionId>& list, gis::InterventionId id) { toggle_in(list, id); }

void SceneDraft::follow(const std::vector<gis::Scene>& kept, double now_s) {
    if (dirty_) return;  // ours is newer
    if (sent_ && kept == scenes_) sent_ = false;
    if (sent_ && now_s - sent_at_ < patience_s) return;  // a picture from before
    sent_ = false;
    if (kept == seen_ && kept == scenes_) return;
    seen_ = kept;
    scenes_ = kept;
}

void SceneDraft::typed(double now_s) {
    dirty_ = true;
    typed_at_ = now_s;
}

std::optional<std::vector<gis::Scene>> SceneDraft::take(double now_s, bool resting) {
    if (!dirty_ || !(ready_ || resting || now_s - typed_at_ >= rest_s)) return {};
    dirty_ = ready_ = false;
    sent_ = true;
    sent_at_ = now_s;
    return scenes_;
}

void SceneDraft::remove(std::size_t at) {
    if (at >= scenes_.size()) return;
    removed_ = Removed{scenes_[at], at};
    scenes_.erase(scenes_.begin() + static_cast<std::ptrdiff_t>(at));
    changed();
}

std::size_t SceneDraft::put_back() {
    if (!removed_) return 0;
    const std::size_t at = std::min(removed_->at, scenes_.size());
    scenes_.insert(scenes_.begin() + static_cast<std::ptrdiff_t>(at), removed_->scene);
    removed_.reset();
    changed();
    return at;
}

} // namespace vigie::panels
