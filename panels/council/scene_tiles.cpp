// The figures of a scene: icon, number as large as the back row needs, what it counts, how it moved since the year before.
#include <algorithm>
#include <cmath>

#include "panels/council/council_words.hpp"
#include "panels/council/scene_view.hpp"

namespace vigie::panels {

namespace {

constexpr float told_height = 140, tall_height = 176, icon_box = 52, separator = 2;  // of a row; in a tall one the label has its own lines

Rgba ink_of(const Colors& c, gis::Evolution verdict) {
    if (verdict == gis::Evolution::better) return c.family(Family::done).ink;
    return verdict == gis::Evolution::worse ? c.family(Family::danger).ink : c.text_normal;
}

struct Taken {
    float amount = 0, verdict = 0;  // widths, right of the figure and right of its label
};

// Arrow, number and words, never colour alone.
Taken draw_evolution(const SceneCanvas& canvas, const gis::Tile& tile, ImVec2 right_top) {
    const EvolutionWords words = evolution_words(canvas.frame, tile);
    if (words.verdict.empty()) return {};
    const float verdict = scene_text_width(canvas, CouncilFace::text, 30, words.verdict);
    scene_text_right(canvas, CouncilFace::text, 30, ImVec2(right_top.x, right_top.y + canvas.px(66)), canvas.c.text_weak, words.verdict);
    if (words.amount.empty()) return {0, verdict};
    const Rgba ink = ink_of(canvas.c, tile.verdict);
    const float amount = scene_text_width(canvas, CouncilFace::title, 36, words.amount);
    scene_text_right(canvas, CouncilFace::title, 36, ImVec2(right_top.x, right_top.y + canvas.px(29)), ink, words.amount);
    scene_icon(canvas, ImVec2(right_top.x - amount - canvas.px(26), right_top.y + canvas.px(48)), 34, ink, words.direction > 0 ? "arrow_upward" : "arrow_downward");
    return {amount + canvas.px(46), verdict};
}

void draw_figure(const SceneCanvas& canvas, const gis::Tile& tile, ImVec2 at, float room) {
    const FigureWords words = figure_words(canvas.frame, tile);
    if (words.in_words) {
        const float size = scene_size_within(canvas, CouncilFace::title, words.figure, room, {48, 40, 36, 30});
        scene_text_within(canvas, CouncilFace::title, size, ImVec2(at.x, at.y + canvas.px(66 - 0.8f * size)), tile.few ? canvas.c.text_strong : canvas.c.text_weak, words.figure, room);
        return;
    }
    const CouncilFace face = words.measured ? CouncilFace::title : CouncilFace::text;
    const float type = words.measured ? 48 : 30, gap = canvas.px(14);
    const float unit = words.unit.empty() ? 0 : scene_text_width(canvas, face, type, words.unit) + gap;
    const float size = scene_size_within(canvas, CouncilFace::figure, words.figure, room - unit, {80, 70, 60, 50});
    // The baseline stays where it is, whatever the size: ascent is 0.8 of ImGui's pixel size.
    scene_text(canvas, CouncilFace::figure, size, ImVec2(at.x, at.y + canvas.px(72 - 0.8f * size)), canvas.c.text_strong, words.figure);
    if (unit > 0) scene_text(canvas, face, type, ImVec2(at.x + scene_text_width(canvas, CouncilFace::figure, size, words.figure) + gap, at.y + canvas.px(72 - 0.8f * type)), words.measured ? canvas.c.text_strong : canvas.c.text_normal, words.unit);
}

void draw_tile(SceneCanvas& canvas, const gis::Tile& tile, const Box& row) {
    Frame& frame = canvas.frame;
    const IndicatorWords words = indicator_words(frame, tile.id);
    const bool chosen = frame.view.council.tile == tile.id;
    const float pad = canvas.px(28), rounding = canvas.px(8);
    const SceneItem item = scene_item(canvas, ("###council.tile." + tile.id).c_str(), {ImVec2(row.min.x + canvas.px(8), row.min.y + canvas.px(4)), ImVec2(row.max.x - canvas.px(8), row.max.y - canvas.px(4))},
                                      canvas.c.accent, rounding);
    if (item.pressed) frame.view.council.tile = chosen ? std::string{} : tile.id;
    if (chosen || item.hovered) canvas.list->AddRectFilled(ImVec2(row.min.x + canvas.px(8), row.min.y + canvas.px(4)), ImVec2(row.max.x - canvas.px(8), row.max.y - canvas.px(4)), u32(chosen ? canvas.c.accent_veil : canvas.c.row_hover), rounding);
    if (chosen) canvas.list->AddRectFilled(ImVec2(row.min.x + canvas.px(8), row.min.y + canvas.px(4)), ImVec2(row.min.x + canvas.px(15), row.max.y - canvas.px(4)), u32(canvas.c.accent), canvas.px(3));
    const bool tall = row.height() >= canvas.px(tall_height);
    const ImVec2 at(row.min.x + pad, (row.min.y + row.max.y) / 2 - canvas.px(tall ? 76.0f : told_height / 2));
    const Box square{ImVec2(at.x, at.y + canvas.px(20)), ImVec2(at.x + canvas.px(icon_box), at.y + canvas.px(20 + icon_box))};
    canvas.list->AddRectFilled(square.min, square.max, u32(chosen ? canvas.c.surface1 : canvas.c.accent_veil), rounding);
    scene_icon(canvas, ImVec2((square.min.x + square.max.x) / 2, (square.min.y + square.max.y) / 2), 32, canvas.c.accent, words.icon);
    const float right = row.max.x - canvas.px(26), left = at.x + canvas.px(icon_box + 14);
    const Taken taken = draw_evolution(canvas, tile, ImVec2(right, at.y));
    const float gap = canvas.px(20), beside = taken.verdict > 0 ? taken.verdict + gap : 0;
    draw_figure(canvas, tile, ImVec2(left + canvas.px(2), at.y), right - left - (taken.amount > 0 ? taken.amount + gap : 0));
    const float room = right - left - (tall ? 0 : beside);
    const float size = tall ? 30 : scene_size_within(canvas, CouncilFace::text, words.label, room, {30, 28});
    const bool one = scene_text_width(canvas, CouncilFace::text, size, words.label) <= room;
    // One line beside the verdict, two in the little room there is; in a tall row under it.
    const auto lines = scene_lines(canvas, CouncilFace::text, one ? size : 30, words.label, room, 2);
    for (std::size_t i = 0; i < lines.size(); ++i)
        scene_text(canvas, CouncilFace::text, one ? size : 30, ImVec2(left, at.y + canvas.px((tall ? 100.0f : one ? 82.0f : 75.0f) + 32 * float(i))), canvas.c.text_normal, lines[i]);
}

void separate(const SceneCanvas& canvas, float left, float right, float y) {
    canvas.list->AddRectFilled(ImVec2(left, y - std::max(1.0f, canvas.px(separator))), ImVec2(right, y), u32(canvas.c.line));
}

} // namespace

void draw_scene_tiles(SceneCanvas& canvas, std::size_t first, std::size_t count, const Box& box) {
    const gis::CouncilPicture& picture = *canvas.frame.council;
    if (count == 0) return;
    const float top = box.min.y + canvas.px(separator);
    const float row = std::min((box.max.y - top) / float(count), canvas.px(240));
    const bool pictures_below = box.max.y < canvas.box.max.y - canvas.px(120);
    for (std::size_t i = 0; i < count; ++i) {
        const Box at{ImVec2(box.min.x + canvas.px(2), top + row * float(i)), ImVec2(box.max.x, top + row * float(i + 1))};
        draw_tile(canvas, picture.tiles[first + i], at);
        if (i + 1 < count || pictures_below) separate(canvas, box.min.x + canvas.px(28), box.max.x - canvas.px(26), at.max.y);
    }
}

void draw_year_tiles(SceneCanvas& canvas, const Box& box) {
    const gis::CouncilPicture& picture = *canvas.frame.council;
    const std::size_t count = std::min(picture.tiles.size(), gis::tiles_of_year), rows = (count + 1) / 2;
    const float width = box.width() / 2, row = (box.height() - canvas.px(separator)) / float(std::max<std::size_t>(rows, 1));
    for (std::size_t i = 0; i < count; ++i) {
        const ImVec2 min(box.min.x + width * float(i / rows), box.min.y + canvas.px(separator) + row * float(i % rows));
        draw_tile(canvas, picture.tiles[i], {min, ImVec2(min.x + width, min.y + row)});
        if (i % rows + 1 < rows) separate(canvas, min.x + canvas.px(28), min.x + width - canvas.px(26), min.y + row);
    }
    canvas.list->AddRectFilled(ImVec2(box.min.x + width, box.min.y + canvas.px(28)), ImVec2(box.min.x + width + std::max(1.0f, canvas.px(separator)), box.max.y - canvas.px(28)), u32(canvas.c.line));
}

} // namespace vigie::panels
