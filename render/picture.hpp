// The drawn base map as textures that are kept. When the view moves by whole pixels what was drawn is moved along and only
// the new edges are drawn; when a tile arrives only its place is; and a view that comes back to a zoom it stood at before
// finds its old picture there. GL thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "render/camera.hpp"
#include "render/gpu.hpp"
#include "render/memory_budget.hpp"

namespace vigie::render {

class Picture {
public:
    // `memory` outlives the picture.
    Picture(GpuContext& gpu, const MemoryBudget& memory) : gpu_(gpu), memory_(memory) {}

    // Makes the picture fit this view and says what must be drawn anew (top left origin); nothing when it is current.
    [[nodiscard]] std::vector<PxRect> move_to(const Camera& camera);
    // After drawing: everything of the view is in the picture, at its right level. Only such pictures are come back to.
    // `settled`: the view stands here; otherwise it must be drawn twice at this zoom to be worth keeping.
    void drawn(bool complete, bool settled);
    // Was all outside the areas that move_to named drawn complete?
    [[nodiscard]] bool complete() const { return now_->complete; }
    // All of it must be drawn anew, whatever the view: data or colours are others.
    void spoil();
    // Kept pictures beside the current one.
    void offer(std::vector<Spare>& spares);

    [[nodiscard]] const Texture& texture() const { return now_->texture; }
    [[nodiscard]] std::uint32_t framebuffer() const { return now_->target.id(); }

private:
    static constexpr std::size_t most_kept = 7;  // with the current one
    struct Sheet {
        Texture texture;
        Framebuffer target;
        Camera shown;
        bool valid = false, complete = false, worth_keeping = false;
        int draws = 0;
        std::uint64_t last_used = 0;  // frame
    };
    Sheet make(int width, int height);
    void resize(int width, int height);
    void turn_to_free_sheet();
    bool turn_to(const Camera& camera);
    void shift(int dx, int dy);

    GpuContext& gpu_;
    const MemoryBudget& memory_;
    std::vector<std::unique_ptr<Sheet>> sheets_;
    Sheet* now_ = nullptr;
    std::unique_ptr<Sheet> spare_;  // what a shift draws into
};

// Where the old picture lies in the new one, when a whole number of pixels away and still overlapping.
struct PxShift {
    int dx = 0, dy = 0;
};
[[nodiscard]] std::optional<PxShift> whole_shift(const Camera& from, const Camera& to);

} // namespace vigie::render
