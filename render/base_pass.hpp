// Fills, dots, outlines, casings, lines and discs of the visible tiles, in the order of the style: what does not change
// while nothing but markers and labels do. Draws into the bound framebuffer, within given areas. Where OpenGL itself paints
// on the processor, dense pictures are painted by SoftPass instead. GL thread.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "render/film.hpp"
#include "render/gpu.hpp"
#include "render/painting.hpp"
#include "render/rule_table.hpp"
#include "render/soft_pass.hpp"
#include "render/tile_store.hpp"

namespace vigie::render {

struct BaseStats {
    std::uint64_t features = 0, vertices = 0, draw_calls = 0;
};

class BasePass {
public:
    explicit BasePass(GpuContext& gpu);
    // `areas`: pixels that are drawn anew, top left origin; cleared to `background` first, unless there is none. `target`:
    // the texture of the bound framebuffer, where the processor may paint too.
    BaseStats draw(const Camera& camera, std::span<const VisibleTile> tiles, RuleTable& rules,
                   std::span<const PxRect> areas, std::optional<gis::Rgba> background, const Texture* target = nullptr);

    // The areas in one colour, for whoever draws below.
    void clear(std::span<const PxRect> areas, gis::Rgba c);
    void paint_by(Painting by) { painting_ = by; }

private:
    enum class Phase : std::uint8_t { fill, dots, outline, casing, line, discs };
    struct Item {
        int order = 0;           // where it is drawn
        Phase phase = Phase::fill;
        gis::DrawGroup own;      // casings: the group of their lines
        std::size_t table = 0;   // of rules
        const MapLayer* layer = nullptr;
        const VisibleTile* tile = nullptr;
        const gis::TileBatch* batch = nullptr;
        bool paintable = false;  // SoftPass can
        int film = 0;            // translucent strokes that show as one: their number; 0: straight onto the picture
    };
    void list_items(std::span<const VisibleTile> tiles, const RuleTable& rules);
    void gather_films(const RuleTable& rules);
    bool prepare(const Item& item, const Camera& camera, RuleTable& rules);
    void take_table(const Item& item, RuleTable& rules);
    void place(const VisibleTile& tile, const Camera& camera);
    void emit(const Item& item);
    static bool paints(const Item& item, const RuleTable& rules);
    void add_soft(const Item& item, const PxRect& shown, const RuleTable& rules);
    [[nodiscard]] bool on_processor(const Camera& camera) const;
    void pace(std::uint32_t vertices);

    GpuContext& gpu_;
    std::unique_ptr<SoftPass> soft_;
    Film film_;
    Painting painting_ = Painting::automatic;
    bool software_ = false;
    std::vector<Item> items_;
    // Programs by phase, by what a table needs of them, by whether the map is turned and whether they draw on a film.
    struct Variant {
        const Program* program = nullptr;
        int tile = -1, turn = -1, view = -1;  // uniforms
        std::uint32_t id = 0;                 // of the program they belong to: a reload makes another
    };
    const Variant& variant(const Item& item, const RuleTable::Needs& needs, bool turned);
    std::array<std::array<Variant, 16>, 6> variants_;
    const Variant* variant_ = nullptr;
    void* fence_ = nullptr;            // GLsync of the batch before; only within draw
    std::uint32_t since_fence_ = 0;
};

// Pixels whose centre lies in the part of the plane the tile covers (top left origin, may reach outside the view). Turned
// maps: the whole view.
[[nodiscard]] PxRect tile_rect(const gis::TileKey& key, const Camera& camera);
[[nodiscard]] PxRect intersection(const PxRect& a, const PxRect& b);

} // namespace vigie::render
