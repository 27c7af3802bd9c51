// Pictures before and after: side by side beside the figures, and large over one another with a line to be drawn across.
#include <algorithm>
#include <cmath>

#include "panels/council/council_words.hpp"
#include "panels/council/scene_view.hpp"
#include "panels/photos/photo_shelf.hpp"

namespace vigie::panels {

namespace {

constexpr float tag_height = 38, dragged_from = 6;

// The part of a picture that fills a box, as texture coordinates.
struct Cut {
    ImVec2 from{0, 0}, to{1, 1};
};
Cut cut_of(const PhotoShelf::Picture& picture, const Box& box) {
    const float wide = float(picture.width) / std::max(1.0f, float(picture.height)), wanted = box.width() / std::max(1.0f, box.height());
    if (wide > wanted) {
        const float half = wanted / wide / 2;
        return {ImVec2(0.5f - half, 0), ImVec2(0.5f + half, 1)};
    }
    const float half = wide / wanted / 2;
    return {ImVec2(0, 0.5f - half), ImVec2(1, 0.5f + half)};
}

// Of a picture that fills `whole`, the piece inside `piece`.
void draw_piece(const SceneCanvas& canvas, const PhotoShelf::Picture& picture, const Box& whole, const Box& piece, float rounding) {
    if (picture.texture == 0 || piece.width() <= 0) {
        canvas.list->AddRectFilled(piece.min, piece.max, u32(canvas.c.surface3), rounding);
        return;
    }
    const Cut cut = cut_of(picture, whole);
    const auto at = [&](ImVec2 p) {
        return ImVec2(cut.from.x + (cut.to.x - cut.from.x) * (p.x - whole.min.x) / whole.width(), cut.from.y + (cut.to.y - cut.from.y) * (p.y - whole.min.y) / whole.height());
    };
    canvas.list->AddImageRounded(reinterpret_cast<ImTextureID>(picture.texture), piece.min, piece.max, at(piece.min), at(piece.max), IM_COL32_WHITE, rounding);
}

void draw_tag(const SceneCanvas& canvas, const Box& picture, const std::string& words, bool right = false) {
    const float room = std::max(0.0f, picture.width() - canvas.px(28)), text = std::min(scene_text_width(canvas, CouncilFace::text, 30, words), room);
    const float width = text + canvas.px(28), height = canvas.px(tag_height);
    const ImVec2 min(right ? picture.max.x - width : picture.min.x, picture.max.y - height);
    canvas.list->AddRectFilled(min, ImVec2(min.x + width, picture.max.y), u32(canvas.c.council_band), canvas.px(8), right ? ImDrawFlags_RoundCornersTopLeft | ImDrawFlags_RoundCornersBottomRight : ImDrawFlags_RoundCornersTopRight | ImDrawFlags_RoundCornersBottomLeft);
    scene_text_within(canvas, CouncilFace::text, 30, ImVec2(min.x + canvas.px(14), min.y + canvas.px(4)), canvas.c.on_accent, words, room + 1);
}

void open_pair(SceneState& state, std::size_t which) {
    state.pair = which;
    state.pair_open = true;
    state.divider = 0.5f;
    state.pair_dragged = false;
}

PhotoShelf::Picture picture_of(const SceneCanvas& canvas, const std::string& id, bool large) {
    const Frame& frame = canvas.frame;
    if (frame.photos == nullptr || id.empty()) return {};
    return large ? frame.photos->whole(frame.desk, id) : frame.photos->small(frame.desk, id);
}

// Side by side in a box; a click opens them.
void draw_pair_in(SceneCanvas& canvas, SceneState& state, std::size_t which, const Box& box) {
    const gis::PhotoPair& pair = canvas.frame.council->pairs[which];
    const PairWords words = pair_words(canvas.frame, pair);
    const float gap = canvas.px(14), width = (box.width() - gap) / 2, rounding = canvas.px(8);
    const Box left{box.min, ImVec2(box.min.x + width, box.max.y)}, right{ImVec2(box.max.x - width, box.min.y), box.max};
    const SceneItem item = scene_item(canvas, ("###council.pair." + std::to_string(which)).c_str(), box, canvas.c.accent, rounding);
    const bool large = width > 420;  // small pictures are 320 px wide
    draw_piece(canvas, picture_of(canvas, pair.before, large), left, left, rounding);
    draw_piece(canvas, picture_of(canvas, pair.after, large), right, right, rounding);
    draw_tag(canvas, left, words.before);
    draw_tag(canvas, right, words.after);
    if (item.hovered)
        for (const Box& b : {left, right}) canvas.list->AddRect(b.min, b.max, u32(canvas.c.accent), rounding, 0, std::max(2.0f, canvas.px(4)));
    if (item.pressed) open_pair(state, which);
}

} // namespace

void draw_scene_pair(SceneCanvas& canvas, SceneState& state, const Box& box) {
    const auto& pairs = canvas.frame.council->pairs;
    if (pairs.empty()) return;
    state.pair = std::min(state.pair, pairs.size() - 1);
    const Box pictures{ImVec2(box.min.x + canvas.px(28), box.min.y + canvas.px(20)), ImVec2(box.max.x - canvas.px(26), box.max.y - canvas.px(28))};
    if (pairs.size() > 1) {  // which of them, and on to the next, over the pictures
        const std::string words = std::to_string(state.pair + 1) + "\u00a0/\u00a0" + std::to_string(pairs.size());
        const float width = scene_text_width(canvas, CouncilFace::strong, 30, words) + canvas.px(64);
        const Box next{ImVec2(pictures.max.x - width - canvas.px(8), pictures.min.y + canvas.px(8)), ImVec2(pictures.max.x - canvas.px(8), pictures.min.y + canvas.px(8 + 48))};
        ImGui::SetNextItemAllowOverlap();
        draw_pair_in(canvas, state, state.pair, pictures);
        const SceneItem item = scene_item(canvas, "###council.pair.next", next, canvas.c.accent, canvas.px(8));
        canvas.list->AddRectFilled(next.min, next.max, u32(item.hovered ? canvas.c.accent : canvas.c.council_band), canvas.px(8));
        scene_text(canvas, CouncilFace::strong, 30, ImVec2(next.min.x + canvas.px(16), next.min.y + canvas.px(9)), canvas.c.on_accent, words);
        scene_icon(canvas, ImVec2(next.max.x - canvas.px(26), (next.min.y + next.max.y) / 2), 32, canvas.c.on_accent, "chevron_right");
        if (item.pressed) state.pair = (state.pair + 1) % pairs.size();
        return;
    }
    draw_pair_in(canvas, state, state.pair, pictures);
}

void draw_year_pairs(SceneCanvas& canvas, SceneState& state, const Box& box) {
    constexpr std::size_t most = 3;
    const std::size_t count = std::min(canvas.frame.council->pairs.size(), most);
    const float gap = canvas.px(20), top = box.min.y + canvas.px(20), height = (box.max.y - canvas.px(20) - top - gap * float(count - 1)) / float(std::max<std::size_t>(count, 1));
    for (std::size_t i = 0; i < count; ++i) {
        const float y = top + (height + gap) * float(i);
        draw_pair_in(canvas, state, i, {ImVec2(box.min.x + canvas.px(20), y), ImVec2(box.max.x - canvas.px(20), y + std::min(height, canvas.px(300)))});
    }
}

void draw_open_pair(SceneCanvas& canvas, SceneState& state, const Box& box) {
    const auto& pairs = canvas.frame.council->pairs;
    if (state.pair >= pairs.size()) {
        state.pair_open = false;
        return;
    }
    const gis::PhotoPair& pair = pairs[state.pair];
    const PairWords words = pair_words(canvas.frame, pair);
    canvas.list->PushClipRect(box.min, box.max, true);
    canvas.list->AddRectFilled(box.min, box.max, u32(canvas.c.council_band));
    const Box close{ImVec2(box.max.x - canvas.px(76), box.min.y + canvas.px(20)), ImVec2(box.max.x - canvas.px(20), box.min.y + canvas.px(76))};
    ImGui::SetNextItemAllowOverlap();
    const SceneItem item = scene_item(canvas, "###council.pair.line", box, canvas.c.accent, 0);
    const ImGuiIO& io = ImGui::GetIO();
    if (ImGui::IsItemActive()) {
        const float travelled = std::abs(io.MousePos.x - io.MouseClickedPos[0].x) + std::abs(io.MousePos.y - io.MouseClickedPos[0].y);
        if (ImGui::IsItemActivated()) state.pair_dragged = false;
        state.pair_dragged = state.pair_dragged || travelled > canvas.px(dragged_from);
        if (state.pair_dragged) state.divider = std::clamp((io.MousePos.x - box.min.x) / box.width(), 0.02f, 0.98f);
    }
    const float line = std::floor(box.min.x + box.width() * state.divider);
    draw_piece(canvas, picture_of(canvas, pair.after, true), box, {ImVec2(line, box.min.y), box.max}, 0);
    draw_piece(canvas, picture_of(canvas, pair.before, true), box, {box.min, ImVec2(line, box.max.y)}, 0);
    draw_tag(canvas, {box.min, ImVec2(line, box.max.y)}, words.before);
    draw_tag(canvas, {ImVec2(line, box.min.y), box.max}, words.after, true);
    const float middle = (box.min.y + box.max.y) / 2, half = canvas.px(3);
    canvas.list->AddRectFilled(ImVec2(line - half, box.min.y), ImVec2(line + half, box.max.y), u32(canvas.c.selection_halo));
    canvas.list->AddCircleFilled(ImVec2(line, middle), canvas.px(32), u32(canvas.c.selection_halo), 48);
    scene_icon(canvas, ImVec2(line, middle), 40, canvas.c.accent, "swap_horiz");
    const SceneItem shut = scene_item(canvas, "###council.pair.close", close, canvas.c.on_accent, canvas.px(8));
    canvas.list->AddRectFilled(close.min, close.max, u32(shut.hovered ? canvas.c.accent : canvas.c.council_band), canvas.px(8));
    scene_icon(canvas, ImVec2((close.min.x + close.max.x) / 2, (close.min.y + close.max.y) / 2), 36, canvas.c.on_accent, "close");
    canvas.list->PopClipRect();
    if (shut.pressed || (item.pressed && !state.pair_dragged)) state.pair_open = false;
}

} // namespace vigie::panels
