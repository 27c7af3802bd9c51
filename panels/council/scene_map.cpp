// The map of a scene: the pale base map, the quartier's outline with the world outside faded, places counted by block, the
// quartier's name, the legend.
#include <algorithm>
#include <array>
#include <cmath>

#include "panels/council/council_words.hpp"
#include "panels/council/scene_view.hpp"
#include "panels/widgets/glyph.hpp"

namespace vigie::panels {

namespace {

constexpr float kept_outside = 0.38f;          // of the map, outside the quartier
constexpr float label_scale = 2;               // map labels are 12 em: as large again reads from the back row
constexpr float margin = 44, legend_reserve = 96;
constexpr std::uint64_t of_council = std::uint64_t{1} << 61;  // revisions of an overlay with nothing in it
constexpr std::array public_themes{"street", "rail", "water", "river", "green", "park", "square", "cemetery", "sports"};
constexpr std::array ground_themes{"block", "building", "public_building", "playground", "bridge", "raster"};

gis::PlaneBox box_of(const Frame& frame, const gis::Geometry& outline) {
    gis::PlaneBox box;
    for (const gis::LonLat p : outline.points)
        if (const auto at = frame.plane.plane_from_lonlat(p)) box.include(at->x, at->y);
    return box.empty() ? frame.view.home : box;
}

// The quartier between its margins, and above the legend.
void aim(SceneCanvas& canvas, SceneState& state, const Box& box) {
    Frame& frame = canvas.frame;
    render::CameraRig& rig = frame.view.council_rig;
    const gis::PlaneBox wanted = box_of(frame, frame.council->outline);
    const ImVec2 size(box.width(), box.height());
    const bool resized = size.x != state.framed_in.x || size.y != state.framed_in.y;
    rig.reduce_motion = frame.settings.reduce_motion;
    rig.camera.width = std::max(1, static_cast<int>(size.x));
    rig.camera.height = std::max(1, static_cast<int>(size.y));
    rig.camera.pixel_ratio = canvas.s * label_scale;
    rig.camera.rotation_deg = 0;
    if (wanted.empty() || (!resized && wanted == state.framed)) return;
    const double height = std::max(1.0, double(size.y - canvas.px(2 * margin + legend_reserve))), width = std::max(1.0, double(size.x - canvas.px(2 * margin)));
    const double upp = std::max({wanted.width() / width, wanted.height() / height, 0.01});
    gis::PlaneBox seen = wanted;
    seen.min_y -= upp * double(canvas.px(legend_reserve));
    const bool first = state.framed.empty();
    state.framed = wanted;
    state.framed_in = size;
    rig.fly_to(seen, double(canvas.px(margin)));
    if (!first && !resized) return;
    rig.stop();  // no flight where there was nothing to come from
    const gis::PlanePoint centre = seen.centre();
    const double fitting = std::max(seen.width() / width, seen.height() / std::max(1.0, double(size.y - canvas.px(2 * margin))));
    rig.centre_on(centre, std::max(fitting, 0.01));
    while (rig.advance(1)) {}
}

// Where the quartier is on the screen, and the rows of pixels outside it.
void project_outline(SceneCanvas& canvas, SceneState& state, const Box& box) {
    const Frame& frame = canvas.frame;
    const render::Camera& camera = frame.view.council_rig.camera;
    const gis::Geometry& outline = frame.council->outline;
    const bool same_box = state.faded_in.min.x == box.min.x && state.faded_in.min.y == box.min.y && state.faded_in.max.x == box.max.x && state.faded_in.max.y == box.max.y;
    if (same_box && state.faded_for == camera && state.outline == outline) return;
    state.outline = outline;
    state.faded_for = camera;
    state.faded_in = box;
    state.rings.clear();
    state.outside.clear();
    const std::size_t parts = std::max<std::size_t>(outline.parts.size(), 1);
    for (std::size_t part = 0; part < parts; ++part) {
        const std::size_t begin = part < outline.parts.size() ? outline.parts[part] : 0;
        const std::size_t end = part + 1 < outline.parts.size() ? outline.parts[part + 1] : outline.points.size();
        std::vector<ImVec2> ring;
        for (std::size_t i = begin; i < end; ++i)
            if (const auto at = frame.plane.plane_from_lonlat(outline.points[i])) {
                const render::PxPoint p = camera.screen_from_plane(*at);
                ring.emplace_back(box.min.x + float(p.x), box.min.y + float(p.y));
            }
        if (ring.size() > 2 && ring.front().x == ring.back().x && ring.front().y == ring.back().y) ring.pop_back();
        if (ring.size() > 2) state.rings.push_back(std::move(ring));
    }
    if (state.rings.empty()) return;
    const auto rows = static_cast<std::size_t>(std::max(0.0f, std::ceil(box.height())));
    std::vector<std::vector<float>> crossings(rows);
    for (const auto& ring : state.rings)
        for (std::size_t i = 0; i < ring.size(); ++i) {
            ImVec2 a = ring[i], b = ring[(i + 1) % ring.size()];
            if (a.y > b.y) std::swap(a, b);
            const float from = std::ceil(std::max(a.y, box.min.y) - box.min.y - 0.5f), to = std::min(b.y - box.min.y - 0.5f, float(rows) - 1);
            for (float row = std::max(from, 0.0f); row <= to && a.y != b.y; ++row) {
                const float y = box.min.y + row + 0.5f;
                if (y >= a.y && y < b.y) crossings[static_cast<std::size_t>(row)].push_back(a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y));
            }
        }
    for (std::size_t row = 0; row < rows; ++row) {
        auto& xs = crossings[row];
        std::ranges::sort(xs);
        const float top = box.min.y + float(row), bottom = std::min(top + 1, box.max.y);
        float left = box.min.x;
        for (std::size_t i = 0; i + 1 < xs.size(); i += 2) {
            const float from = std::clamp(xs[i], box.min.x, box.max.x), to = std::clamp(xs[i + 1], box.min.x, box.max.x);
            if (from > left) state.outside.push_back({ImVec2(left, top), ImVec2(from, bottom)});
            left = std::max(left, to);
        }
        if (left >= box.max.x) continue;
        // Rows without the quartier are one piece with those above them.
        if (xs.empty() && !state.outside.empty() && state.outside.back().min.x == box.min.x && state.outside.back().max.x == box.max.x && state.outside.back().max.y == top) state.outside.back().max.y = bottom;
        else state.outside.push_back({ImVec2(left, top), ImVec2(box.max.x, bottom)});
    }
}

Rgba ground_of(const Frame& frame) { return frame.style ? frame.style->background.day : frame.theme.day.surface2; }

void draw_ground(SceneCanvas& canvas, SceneState& state, const Box& box) {
    Frame& frame = canvas.frame;
    render::CameraRig& rig = frame.view.council_rig;
    if (frame.map.overlay_revision() != state.overlay_shown || state.overlay_shown == 0) {
        render::Overlay nothing;
        nothing.revision = state.overlay_shown = of_council | ((frame.map.overlay_revision() & (of_council - 1)) + 1);
        frame.map.set_overlay(std::move(nothing));
    }
    frame.map.set_reduce_motion(frame.settings.reduce_motion);
    rig.advance(double(ImGui::GetIO().DeltaTime));
    state.wants_frame = state.wants_frame || rig.moving();
    frame.map.draw(rig.camera, frame.now);
    canvas.list->AddRectFilled(box.min, box.max, u32(ground_of(frame)));
    if (const auto texture = static_cast<std::uintptr_t>(frame.map.texture()); texture != 0)
        canvas.list->AddImage(reinterpret_cast<ImTextureID>(texture), box.min, ImVec2(box.min.x + float(rig.camera.width), box.min.y + float(rig.camera.height)));
    project_outline(canvas, state, box);
    const ImU32 fade = u32(ground_of(frame), 1 - kept_outside);
    for (const Box& b : state.outside) canvas.list->AddRectFilled(b.min, b.max, fade);
    for (const auto& ring : state.rings) canvas.list->AddPolyline(ring.data(), static_cast<int>(ring.size()), u32(canvas.c.accent), ImDrawFlags_Closed, std::max(1.5f, canvas.px(4)));
}

struct StateLook {
    Family family;
    render::Glyph glyph;
    const char* words;
};
StateLook look_of(gis::BlockState state) {
    switch (state) {
        case gis::BlockState::to_do: return {Family::fresh, render::Glyph::full, "council.state.to_do"};
        case gis::BlockState::under_way: return {Family::active, render::Glyph::half, "council.state.under_way"};
        case gis::BlockState::done: return {Family::done, render::Glyph::tick, "council.state.done"};
    }
    return {Family::idle, render::Glyph::none, ""};
}

void draw_glyph(const SceneCanvas& canvas, ImVec2 centre, float size, const StateLook& look) {
    const StateFamily& family = canvas.c.family(look.family);
    draw_state(canvas.list, centre, canvas.px(size), Outline::circle, look.glyph, family.full, family.glyph, {0, 0, 0, 0});
}

// A disc with its count, or a capsule with "fewer than".
struct Symbol {
    const gis::Block* block = nullptr;
    std::string words;
    ImVec2 at;
    float half_w = 0, half_h = 0, type = 30;
};

Symbol symbol_of(const SceneCanvas& canvas, const gis::Block& block, ImVec2 at) {
    Symbol s{&block, {}, at};
    if (block.few) {
        s.words = canvas.frame.tr({"council.few", {{"n", std::to_string(gis::least_told)}}});
        s.half_w = scene_text_width(canvas, CouncilFace::strong, 30, s.words) / 2 + canvas.px(26);
        s.half_h = canvas.px(29);
        return s;
    }
    s.words = canvas.frame.language.number(block.count);
    s.type = block.count < 10 ? 38.0f : 48.0f;
    const float radius = block.count < 10 ? 34.0f : block.count < 30 ? 44.0f : 54.0f;
    s.half_w = s.half_h = std::max(canvas.px(radius), scene_text_width(canvas, CouncilFace::title, s.type, s.words) / 2 + canvas.px(14));
    return s;
}

// Symbols that would cover one another move apart; all stay on the map and off the legend.
void spread(std::vector<Symbol>& symbols, const Box& room, const Box& legend, float gap) {
    constexpr int rounds = 60;
    for (int round = 0; round < rounds; ++round) {
        bool moved = false;
        for (std::size_t i = 0; i < symbols.size(); ++i) {
            Symbol& a = symbols[i];
            for (std::size_t j = i + 1; j < symbols.size(); ++j) {
                Symbol& b = symbols[j];
                const float over_x = a.half_w + b.half_w + gap - std::abs(a.at.x - b.at.x), over_y = a.half_h + b.half_h + gap - std::abs(a.at.y - b.at.y);
                if (over_x <= 0 || over_y <= 0) continue;
                moved = true;
                if (over_x < over_y) {
                    const float by = over_x / 2 * (a.at.x <= b.at.x ? 1.0f : -1.0f);
                    a.at.x -= by;
                    b.at.x += by;
                } else {
                    const float by = over_y / 2 * (a.at.y <= b.at.y ? 1.0f : -1.0f);
                    a.at.y -= by;
                    b.at.y += by;
                }
            }
            a.at.x = std::clamp(a.at.x, room.min.x + a.half_w, std::max(room.min.x + a.half_w, room.max.x - a.half_w));
            a.at.y = std::clamp(a.at.y, room.min.y + a.half_h, std::max(room.min.y + a.half_h, room.max.y - a.half_h));
            if (a.at.x - a.half_w < legend.max.x && a.at.y + a.half_h > legend.min.y) a.at.y = legend.min.y - a.half_h;
        }
        if (!moved) return;
    }
}

void draw_symbol(const SceneCanvas& canvas, const Symbol& s) {
    const StateLook look = look_of(s.block->state);
    const StateFamily& family = canvas.c.family(look.family);
    const float halo = canvas.px(4);
    const ImVec2 min(s.at.x - s.half_w, s.at.y - s.half_h), max(s.at.x + s.half_w, s.at.y + s.half_h);
    if (s.block->few) {
        canvas.list->AddRectFilled(ImVec2(min.x - halo, min.y - halo), ImVec2(max.x + halo, max.y + halo), u32(canvas.c.selection_halo), s.half_h + halo);
        canvas.list->AddRectFilled(min, max, u32(family.full), s.half_h);
    } else {
        canvas.list->AddCircleFilled(s.at, s.half_w + halo, u32(canvas.c.selection_halo), 64);
        canvas.list->AddCircleFilled(s.at, s.half_w, u32(family.full), 64);
    }
    const CouncilFace face = s.block->few ? CouncilFace::strong : CouncilFace::title;
    scene_text_centred(canvas, face, s.type, s.at, family.glyph, s.words);
    const float edge = s.block->few ? s.half_h * 0.75f : s.half_w * 0.72f;
    const ImVec2 badge(s.block->few ? max.x - s.half_h * 0.35f : s.at.x + edge, s.at.y - edge);
    canvas.list->AddCircleFilled(badge, canvas.px(18), u32(canvas.c.selection_halo), 32);
    draw_glyph(canvas, badge, 32, look);
}

Box draw_legend(const SceneCanvas& canvas, const Box& box, bool any) {
    const Frame& frame = canvas.frame;
    constexpr gis::BlockState states[] = {gis::BlockState::to_do, gis::BlockState::under_way, gis::BlockState::done};
    const std::string none = frame.tr("council.no_places");
    const float height = canvas.px(58), left = box.min.x + canvas.px(28), top = box.max.y - canvas.px(26) - height;
    float width = canvas.px(22);
    if (any) for (const auto s : states) width += canvas.px(40 + 30) + scene_text_width(canvas, CouncilFace::text, 30, frame.tr(look_of(s).words));
    else width = canvas.px(44) + scene_text_width(canvas, CouncilFace::text, 30, none);
    const Box out{ImVec2(left, top), ImVec2(left + width - (any ? canvas.px(8) : 0), top + height)};
    canvas.list->AddRectFilled(out.min, out.max, u32(canvas.c.surface1), canvas.px(6));
    canvas.list->AddRect(out.min, out.max, u32(canvas.c.line), canvas.px(6), 0, std::max(1.0f, canvas.px(1)));
    const float middle = (out.min.y + out.max.y) / 2;
    if (!any) {
        scene_text(canvas, CouncilFace::text, 30, ImVec2(left + canvas.px(22), middle - canvas.px(15)), canvas.c.text_normal, none);
        return out;
    }
    float x = left + canvas.px(22);
    for (const auto s : states) {
        draw_glyph(canvas, ImVec2(x + canvas.px(14), middle), 32, look_of(s));
        const std::string words = frame.tr(look_of(s).words);
        scene_text(canvas, CouncilFace::text, 30, ImVec2(x + canvas.px(40), middle - canvas.px(15)), canvas.c.text_strong, words);
        x += canvas.px(40 + 30) + scene_text_width(canvas, CouncilFace::text, 30, words);
    }
    return out;
}

float covered(ImVec2 min, ImVec2 max, const Symbol& s) {
    const float w = std::min(max.x, s.at.x + s.half_w) - std::max(min.x, s.at.x - s.half_w), h = std::min(max.y, s.at.y + s.half_h) - std::max(min.y, s.at.y - s.half_h);
    return w > 0 && h > 0 ? w * h : 0;
}

// The quartier's name: near its middle, where it covers least.
void draw_name(const SceneCanvas& canvas, const SceneState& state, const std::vector<Symbol>& symbols, const Box& legend, const Box& box) {
    const std::string& name = canvas.frame.council->ask.quartier;
    if (name.empty() || state.rings.empty()) return;
    ImVec2 low = box.max, high = box.min;
    for (const auto& ring : state.rings)
        for (const ImVec2 p : ring) {
            low = ImVec2(std::min(low.x, p.x), std::min(low.y, p.y));
            high = ImVec2(std::max(high.x, p.x), std::max(high.y, p.y));
        }
    low = ImVec2(std::max(low.x, box.min.x), std::max(low.y, box.min.y));
    high = ImVec2(std::min(high.x, box.max.x), std::min(high.y, box.max.y));
    const ImVec2 middle((low.x + high.x) / 2, (low.y + high.y) / 2);
    constexpr float type = 42;
    const float width = std::min(scene_text_width(canvas, CouncilFace::title, type, name), box.width() - canvas.px(40)), height = canvas.px(type), pad = canvas.px(6);
    ImVec2 best = middle;
    float least = 1e30f;
    constexpr int steps = 12;
    for (int iy = 1; iy < steps; ++iy)
        for (int ix = 1; ix < steps; ++ix) {
            const float cx = low.x + (high.x - low.x) * float(ix) / steps, cy = low.y + (high.y - low.y) * float(iy) / steps;
            const ImVec2 min(cx - width / 2 - pad, cy - height / 2 - pad), max(cx + width / 2 + pad, cy + height / 2 + pad);
            if (min.x < box.min.x || max.x > box.max.x || min.y < box.min.y || max.y > box.max.y) continue;
            float cost = (std::abs(cx - middle.x) + std::abs(cy - middle.y)) * canvas.s;
            for (const Symbol& s : symbols) cost += 10 * covered(min, max, s);
            if (min.x < legend.max.x && max.y > legend.min.y) cost += 1e6f;
            if (cost < least) {
                least = cost;
                best = ImVec2(cx, cy);
            }
        }
    const ImVec2 at(best.x - width / 2, best.y - height / 2);
    const float halo = canvas.px(3);
    for (int i = 0; i < 12; ++i) {
        const float a = float(i) * 0.5236f;
        scene_text_within(canvas, CouncilFace::title, type, ImVec2(at.x + halo * std::cos(a), at.y + halo * std::sin(a)), canvas.c.selection_halo, name, width);
    }
    scene_text_within(canvas, CouncilFace::title, type, at, canvas.c.accent_hover, name, width);
}

// Whose places are shown, when they are those of one figure; a click brings all of them back.
void draw_chosen(SceneCanvas& canvas, const Box& box) {
    Frame& frame = canvas.frame;
    if (frame.view.council.tile.empty()) return;
    const std::string words = indicator_words(frame, frame.view.council.tile).label;
    const float room = std::min(scene_text_width(canvas, CouncilFace::strong, 30, words), box.width() - canvas.px(56 + 100));
    const Box chip{ImVec2(box.min.x + canvas.px(28), box.min.y + canvas.px(24)), ImVec2(box.min.x + canvas.px(28 + 84) + room, box.min.y + canvas.px(24 + 56))};
    const SceneItem item = scene_item(canvas, "###council.all_places", chip, canvas.c.accent, canvas.px(8));
    canvas.list->AddRectFilled(chip.min, chip.max, u32(item.hovered ? canvas.c.row_selected : canvas.c.surface1), canvas.px(8));
    canvas.list->AddRect(chip.min, chip.max, u32(canvas.c.accent), canvas.px(8), 0, std::max(1.0f, canvas.px(2)));
    const float middle = (chip.min.y + chip.max.y) / 2;
    scene_text_within(canvas, CouncilFace::strong, 30, ImVec2(chip.min.x + canvas.px(22), middle - canvas.px(15)), canvas.c.accent_text, words, room);
    scene_icon(canvas, ImVec2(chip.max.x - canvas.px(34), middle), 30, canvas.c.accent_text, "close");
    if (item.pressed) frame.view.council.tile.clear();
}

} // namespace

bool has_public_names(const gis::LayerInfo& layer) {
    return std::ranges::any_of(public_themes, [&](const char* t) { return layer.theme == t; });
}

bool is_base_map(const gis::LayerInfo& layer) {
    return has_public_names(layer) || std::ranges::any_of(ground_themes, [&](const char* t) { return layer.theme == t; });
}

void settle_scene_map(Frame& frame) {
    render::Camera camera = frame.view.council_rig.camera;
    camera.width = std::max(camera.width, 16);
    camera.height = std::max(camera.height, 16);
    frame.map.draw(camera, frame.now);
}

void draw_scene_map(SceneCanvas& canvas, SceneState& state, const Box& box) {
    const gis::CouncilPicture& picture = *canvas.frame.council;
    canvas.list->PushClipRect(box.min, box.max, true);
    aim(canvas, state, box);
    draw_ground(canvas, state, box);
    const render::Camera& camera = canvas.frame.view.council_rig.camera;
    std::vector<Symbol> symbols;
    for (const gis::Block& block : picture.blocks)
        if (const auto at = canvas.frame.plane.plane_from_lonlat(block.place)) {
            const render::PxPoint p = camera.screen_from_plane(*at);
            symbols.push_back(symbol_of(canvas, block, ImVec2(box.min.x + float(p.x), box.min.y + float(p.y))));
        }
    const Box legend = draw_legend(canvas, box, !symbols.empty());
    const float rim = canvas.px(28);
    spread(symbols, {ImVec2(box.min.x + rim, box.min.y + rim), ImVec2(box.max.x - rim, box.max.y - rim)}, legend, canvas.px(10));
    draw_name(canvas, state, symbols, legend, box);
    for (const Symbol& s : symbols) draw_symbol(canvas, s);
    if (!state.pair_open) draw_chosen(canvas, box);
    canvas.list->PopClipRect();
}

} // namespace vigie::panels
