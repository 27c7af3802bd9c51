// What a person does to the council's scenes: pure changes of the list, and the draft that is shown until the commune's own
// list has caught up. Nothing a person did is lost to an older list that arrives later.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gis/council/council_picture.hpp"

namespace vigie::panels {

// Indices out of range change nothing. Where the scene is afterwards.
std::size_t move_scene(std::vector<gis::Scene>& scenes, std::size_t from, std::size_t to);
// A new one behind `at`, with an id no other has; returns where.
std::size_t add_scene(std::vector<gis::Scene>& scenes, std::size_t at);
// `title`: the words of the original, in which its own may be the catalogue's.
std::size_t duplicate_scene(std::vector<gis::Scene>& scenes, std::size_t at, const std::string& title);
// Puts `id` into slot `slot`, an empty one takes it out; what stands there twice is dropped.
void set_tile(gis::Scene& scene, std::size_t slot, const std::string& id, std::size_t most);
void toggle(std::vector<std::string>& list, const std::string& id);
void toggle(std::vector<gis::InterventionId>& list, gis::InterventionId id);

class SceneDraft {
public:
    // The commune's list as it is in the newest picture.
    void follow(const std::vector<gis::Scene>& kept, double now_s);
    [[nodiscard]] const std::vector<gis::Scene>& scenes() const { return scenes_; }
    // To be changed: say so with `changed` or `typed`.
    [[nodiscard]] std::vector<gis::Scene>& edit() { return scenes_; }
    void changed() { dirty_ = ready_ = true; }        // to be kept now
    void typed(double now_s);                         // … when the hand rests
    // The whole list, when there is something to keep. `resting`: nothing is held or typed into.
    [[nodiscard]] std::optional<std::vector<gis::Scene>> take(double now_s, bool resting);
    [[nodiscard]] bool waiting() const { return dirty_; }

    // The scene removed last can be put back.
    void remove(std::size_t at);
    [[nodiscard]] const gis::Scene* removed() const { return removed_ ? &removed_->scene : nullptr; }
    std::size_t put_back();
    void forget_removed() { removed_.reset(); }

    static constexpr double rest_s = 0.6, patience_s = 30;  // until typing is kept; until the commune's list is believed against ours

private:
    struct Removed {
        gis::Scene scene;
        std::size_t at = 0;
    };
    std::vector<gis::Scene> scenes_, seen_;
    bool dirty_ = false, ready_ = false, sent_ = false;
    double typed_at_ = 0, sent_at_ = 0;
    std::optional<Removed> removed_;
};

} // namespace vigie::panels
