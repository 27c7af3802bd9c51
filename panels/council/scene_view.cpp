#include "panels/council/scene_view.hpp"

#include <algorithm>
#include <cmath>

#include "panels/council/council_words.hpp"

namespace vigie::panels {

namespace {

constexpr float head_height = 104, strip_height = 118, column_width = 640, pictures_height = 216, least_row = 140, most_row = 190;
constexpr double settle_s = 0.15;  // a window that is being dragged larger does not make its faces at every step

void ask_for_faces(Frame& frame, SceneState& state, float scale) {
    const float made = frame.theme.fonts.council_scale;
    if (std::abs(made - scale) < 0.004f * scale) return;
    const double now = ImGui::GetTime();
    if (std::abs(state.scale_wanted - scale) > 0.001f) {
        state.scale_wanted = scale;
        state.scale_since = now;
    }
    if (made <= 0 || now - state.scale_since >= settle_s) frame.ask.council_scale = scale;
    state.wants_frame = true;
}

struct Layout {
    Box head, strip, map, column, pictures;
};

Layout layout_of(const SceneCanvas& canvas, std::size_t tiles, bool pictures) {
    const Box& b = canvas.box;
    Layout l;
    l.head = {b.min, ImVec2(b.max.x, b.min.y + canvas.px(head_height))};
    l.strip = {ImVec2(b.min.x, b.max.y - canvas.px(strip_height)), b.max};
    const float left = b.max.x - canvas.px(column_width);
    l.map = {ImVec2(b.min.x, l.head.max.y), ImVec2(left, l.strip.min.y)};
    l.column = {ImVec2(left, l.head.max.y), ImVec2(b.max.x, l.strip.min.y)};
    if (!pictures) return l;
    const auto rows = static_cast<float>(std::max<std::size_t>(tiles, 1));
    const float row = std::clamp((l.column.height() - canvas.px(pictures_height)) / rows, canvas.px(least_row), canvas.px(most_row));
    l.pictures = {ImVec2(left, std::min(l.column.min.y + canvas.px(2) + rows * row, l.column.max.y - canvas.px(pictures_height))), l.column.max};
    l.column.max.y = l.pictures.min.y;
    return l;
}

// The four tiles of the year among which the chosen one is.
std::size_t half_of(const gis::CouncilPicture& picture, const std::string& tile) {
    const auto at = std::ranges::find(picture.tiles, tile, &gis::Tile::id);
    const auto index = static_cast<std::size_t>(at - picture.tiles.begin());
    return at == picture.tiles.end() || index < gis::tiles_of_scene ? 0 : gis::tiles_of_scene;
}

void draw_year(SceneCanvas& canvas, SceneState& state, const Layout& l, bool pictures) {
    const Box all{l.map.min, l.column.max};
    canvas.list->AddRectFilled(all.min, all.max, u32(canvas.c.surface1));
    const float right = pictures ? canvas.box.max.x - canvas.px(500) : canvas.box.max.x;
    const Box tiles{all.min, ImVec2(right, all.max.y)};
    if (pictures) {
        canvas.list->AddRectFilled(ImVec2(right, all.min.y), ImVec2(right + std::max(1.0f, canvas.px(2)), all.max.y), u32(canvas.c.line));
        draw_year_pairs(canvas, state, {ImVec2(right, all.min.y), all.max});
    }
    if (state.pair_open) draw_open_pair(canvas, state, tiles);
    else draw_year_tiles(canvas, tiles);
}

void draw_map_and_tiles(SceneCanvas& canvas, SceneState& state, const Layout& l, std::size_t first, std::size_t count, bool pictures) {
    canvas.list->AddRectFilled(l.column.min, canvas.box.max, u32(canvas.c.surface1));
    canvas.list->AddRectFilled(ImVec2(l.column.min.x, l.column.min.y), ImVec2(l.column.min.x + std::max(1.0f, canvas.px(2)), l.strip.min.y), u32(canvas.c.line));
    draw_scene_tiles(canvas, first, count, l.column);
    if (pictures) draw_scene_pair(canvas, state, l.pictures);
    draw_scene_map(canvas, state, l.map);
    if (state.pair_open) draw_open_pair(canvas, state, l.map);
}

void draw_body(SceneCanvas& canvas, SceneState& state, const std::vector<gis::Scene>& scenes) {
    const gis::CouncilPicture& picture = *canvas.frame.council;
    const bool end = canvas.frame.view.council_end || scenes.empty();
    const bool year = picture.tiles.size() > gis::tiles_of_scene;
    const bool chosen = std::ranges::find(picture.tiles, picture.ask.tile, &gis::Tile::id) != picture.tiles.end();
    const bool pictures = !picture.pairs.empty();
    const std::size_t first = year ? half_of(picture, picture.ask.tile) : 0;
    const std::size_t count = std::min(picture.tiles.size() - first, gis::tiles_of_scene);
    Layout l = layout_of(canvas, count, pictures && !(year && !chosen));
    if (end) {
        const Box all{l.map.min, ImVec2(canvas.box.max.x, l.strip.min.y)};
        canvas.list->AddRectFilled(all.min, all.max, u32(canvas.c.surface1));
        draw_scene_end(canvas, all);
        settle_scene_map(canvas.frame);
    } else if (year && !chosen) {
        draw_year(canvas, state, l, pictures);
        settle_scene_map(canvas.frame);
    } else {
        draw_map_and_tiles(canvas, state, l, first, count, pictures);
    }
    draw_scene_head(canvas, state, l.head);
    draw_scene_strip(canvas, scenes, l.strip);
}

void draw_nothing_yet(SceneCanvas& canvas) {
    const Box& b = canvas.box;
    canvas.list->AddRectFilled(b.min, b.max, u32(canvas.c.surface1));
    canvas.list->AddRectFilled(b.min, ImVec2(b.max.x, b.min.y + canvas.px(head_height)), u32(canvas.c.council_band));
    scene_text_centred(canvas, CouncilFace::text, 30, ImVec2((b.min.x + b.max.x) / 2, (b.min.y + b.max.y) / 2), canvas.c.text_weak, canvas.frame.tr("council.being_made"));
}

} // namespace

bool is_behind(const Frame& frame) {
    if (frame.council == nullptr) return true;
    const gis::CouncilAsk &wanted = frame.view.council, &made = frame.council->ask;
    return wanted.quartier != made.quartier || wanted.scene != made.scene || wanted.tile != made.tile || (wanted.year != 0 && wanted.year != made.year) ||
           (wanted.month != 0 && made.month != 0 && wanted.month != made.month);
}

void step_scene(Frame& frame, int step) {
    ViewState& view = frame.view;
    const std::size_t count = frame.council ? frame.council->scenes.size() : 0;
    if (count == 0) return;
    view.council.scene = std::min(view.council.scene, count - 1);
    if (step > 0 && view.council.scene + 1 == count) {
        view.council_end = true;
        return;
    }
    view.council.tile.clear();
    if (std::exchange(view.council_end, false)) {
        if (step < 0) return;  // back from the last page to the last scene
    }
    if (step > 0) ++view.council.scene;
    else if (view.council.scene > 0) --view.council.scene;
}

bool close_over_scene(SceneState& state) { return std::exchange(state.pair_open, false); }

void draw_scene(Frame& frame, SceneState& state, const std::vector<gis::Scene>& scenes, const Box& box) {
    state.wants_frame = false;
    SceneCanvas canvas{frame, frame.theme.day, box, scene_scale(box), ImGui::GetWindowDrawList()};
    ask_for_faces(frame, state, canvas.s);
    canvas.list->PushClipRect(box.min, box.max, true);
    if (frame.council == nullptr) {
        draw_nothing_yet(canvas);
        settle_scene_map(frame);
    } else {
        if (!(state.pairs_of == frame.council->ask)) {  // other pictures
            state.pairs_of = frame.council->ask;
            state.pair = 0;
            state.pair_open = false;
        }
        draw_body(canvas, state, scenes);
    }
    canvas.list->PopClipRect();
}

} // namespace vigie::panels
