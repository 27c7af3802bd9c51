// The base pass on the processor: gathers what stands together in drawing order, then paints it with all cores and gives
// the pixels to the framebuffer's texture. Geometry is read from the tiles' own buffers, which a software OpenGL keeps in
// ordinary memory. GL thread.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "render/camera.hpp"
#include "render/rule_table.hpp"
#include "render/soft_canvas.hpp"
#include "render/tile_store.hpp"

namespace vigie::render {

class SoftPass {
public:
    explicit SoftPass(GpuContext& gpu);

    // Begins a picture within these areas of the target. With a background nothing is read back from the target.
    void begin(const Camera& camera, std::span<const PxRect> areas, const Texture& target, std::optional<gis::Rgba> background);
    enum class Kind : std::uint8_t { fill, outline, casing, line, dots, discs };
    // Paints a range of a tile within an area, later: after all that was added before. Strokes of one film (not 0), added
    // one after the other, show as one: see render/film.hpp.
    void add(Kind kind, const GpuTile& tile, const gis::MeshRange& range, const PxRect& area, const RuleTable& rules,
             std::size_t table, int film = 0);
    // Somebody else draws into the target next, or it is finished: everything added is there now.
    void flush();

private:
    struct Task {
        Kind kind;
        PxRect area;
        SoftPlace place;
        std::span<const std::byte> vertices, indices;
        std::span<const gis::MeshRun> runs;
        gis::MeshRange range;
        SoftRules rules;
        int film = 0;
    };
    template <class T>
    std::span<const std::byte> mapped(const Buffer& buffer, std::size_t first, std::size_t count);
    template <class Vertex>
    static SoftMesh<Vertex> mesh_of(const Task& task);
    void fetch();
    void paint_rows(const PxRect& rows);
    PxRect paint(const Task& task, const PxRect& rows);

    GpuContext& gpu_;
    unsigned threads_;
    Camera camera_;
    std::vector<PxRect> areas_;
    const Texture* target_ = nullptr;
    std::optional<gis::Rgba> background_;
    bool fetched_ = false;                            // the canvas holds what the target holds
    SoftCanvas canvas_, film_;
    DiscMasks masks_;
    std::vector<Task> tasks_;
    std::map<std::uint32_t, const std::byte*> maps_;  // buffers that are mapped until the flush
};

// Does this OpenGL paint on the processor? ("llvmpipe", "softpipe", "SwiftShader" in its name.)
[[nodiscard]] bool paints_in_software(const GpuContext& gpu);

} // namespace vigie::render
