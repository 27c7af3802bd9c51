#include "panels/edit/map_edit.hpp"

#include <algorithm>
#include <cmath>

#include <imgui.h>

#include "panels/edit/editing.hpp"
#include "panels/widgets/field.hpp"

namespace vigie::panels {

namespace {

double units(const Frame& frame, float px_at_scale_1) { return double(frame.theme.px(px_at_scale_1)) * frame.view.rig.camera.units_per_px; }

// What a vertex may cling to: every layer that is shown.
std::vector<gis::LayerPtr> shown_layers(const Frame& frame) {
    std::vector<gis::LayerPtr> out;
    for (const LayerRow& row : frame.layers)
        if (!frame.view.hidden_layers.contains(row.layer->info.id)) out.push_back(row.layer);
    return out;
}

std::optional<std::pair<const gis::Layer*, std::uint32_t>> own_feature(const std::vector<gis::LayerPtr>& layers, gis::AssetId asset) {
    const gis::EntityRef ref{gis::EntityKind::asset, asset.value};
    for (const gis::LayerPtr& layer : layers)
        if (const auto at = std::ranges::find(layer->entities, ref); at != layer->entities.end())
            return std::pair{layer.get(), static_cast<std::uint32_t>(at - layer->entities.begin())};
    return {};
}

} // namespace

gis::GeometryType MapEdit::drawn_type(const Frame& frame) const {
    const gis::AssetKind* kind = frame.catalog.asset_kind(frame.view.draw_kind);
    if (!kind) return gis::GeometryType::none;
    return kind->geometry == "polygon" ? gis::GeometryType::polygon : kind->geometry == "line" ? gis::GeometryType::line : gis::GeometryType::point;
}

void MapEdit::sync(Frame& frame) {
    ViewState& view = frame.view;
    if (view.tool != MapTool::draw) sketch.clear();
    if (view.tool == MapTool::draw && drawn_type(frame) == gis::GeometryType::none) view.tool = MapTool::pointer;
    if (view.tool != MapTool::reshape) {
        shape.reset();
        held.reset();
        under.reset();
        last.reset();
        whole = false;
        if (view.tool != MapTool::draw) pointer.reset(), snapped.reset(), problem.reset();
        return;
    }
    if (held || whole) return;
    const gis::Asset* chosen = selected_asset(frame);
    if (!chosen || edit_blocked(frame, *chosen)) {
        shape.reset();
        if (!chosen && view.selection.empty()) return;  // the next click chooses one
        view.tool = MapTool::pointer;
        return;
    }
    if (shape && asset == chosen->id && stored == chosen->geometry) return;
    if (asset != chosen->id) last.reset();
    asset = chosen->id;
    stored = chosen->geometry;
    shape = EditShape::from(chosen->geometry, frame.plane);
    if (last && shape && (last->part >= shape->parts.size() || last->vertex >= shape->parts[last->part].vertices.size())) last.reset();
    problem.reset();
}

gis::PlanePoint MapEdit::snap_at(const Frame& frame, gis::PlanePoint at) {
    snapped.reset();
    if (ImGui::GetIO().KeyShift) return at;
    const auto layers = shown_layers(frame);
    const bool reshaping = frame.view.tool == MapTool::reshape;
    snapped = gis::snap(layers, at, units(frame, snap_reach), reshaping ? own_feature(layers, asset) : std::nullopt);
    return snapped ? snapped->at : at;
}

void MapEdit::hover(Frame& frame, std::optional<gis::PlanePoint> at) {
    under.reset();
    if (!at) {
        if (!held && !whole) pointer.reset(), snapped.reset();
        return;
    }
    if (frame.view.tool == MapTool::draw) {
        pointer = snap_at(frame, *at);
        problem.reset();
        if (drawn_type(frame) == gis::GeometryType::polygon && sketch.size() >= 3) {
            EditShape tried{gis::GeometryType::polygon, {EditShape::Part{}}};
            for (const gis::PlanePoint p : sketch) tried.parts[0].vertices.push_back({p, {}});
            if (const auto g = tried.geometry(frame.plane)) problem = gis::geometry_problem(*g);
        }
    } else if (shape && !held && !whole) {
        under = shape->grip_at(*at, units(frame, grip_reach));
        snapped.reset();
        pointer.reset();
    }
}

bool MapEdit::press(Frame& frame, gis::PlanePoint at) {
    if (frame.view.tool != MapTool::reshape || !shape) return false;
    moved = false;
    from = at;
    const bool take_whole = ImGui::GetIO().KeyCtrl;
    const auto grip = shape->grip_at(at, units(frame, grip_reach));
    if (grip && !take_whole) {
        held = grip->on_edge ? shape->split(*grip, at) : *grip;
        moved = grip->on_edge;
        last = held;
        return true;
    }
    whole = shape->holds(at, units(frame, grip_reach));
    return whole;
}

void MapEdit::drag(Frame& frame, gis::PlanePoint at) {
    if (!shape || (!held && !whole)) return;
    if (held) {
        pointer = snap_at(frame, at);
        shape->move_vertex(*held, *pointer);
    } else {
        shape->move_by(at.x - from.x, at.y - from.y);
        from = at;
    }
    moved = true;
    const auto g = shape->geometry(frame.plane);
    problem = g ? gis::geometry_problem(*g) : std::nullopt;
}

void MapEdit::send(Frame& frame) {
    const auto g = shape ? shape->geometry(frame.plane) : std::nullopt;
    if (g && !(*g == stored)) frame.out.push(gis::command::ReshapeAsset{asset, *g});
    // Shown as it will be; when it is refused the World still says what it was, and that is shown again.
    stored = {};
}

void MapEdit::release(Frame& frame) {
    if (moved) send(frame);
    held.reset();
    whole = moved = false;
    snapped.reset();
    pointer.reset();
}

bool MapEdit::click(Frame& frame, gis::PlanePoint at) {
    if (frame.view.tool != MapTool::draw) return false;
    const gis::PlanePoint p = snap_at(frame, at);
    const gis::GeometryType type = drawn_type(frame);
    if (type == gis::GeometryType::point && ImGui::GetIO().MouseClickedLastCount[0] > 1) return true;  // one place, one object
    const auto meets = [&](gis::PlanePoint q) { return std::hypot(q.x - at.x, q.y - at.y) <= units(frame, grip_reach); };
    if (type == gis::GeometryType::polygon && sketch.size() >= 3 && meets(sketch.front())) {
        finish_sketch(frame);
        return true;
    }
    if (sketch.empty() || !meets(sketch.back())) sketch.push_back(p);
    if (type == gis::GeometryType::point) finish_sketch(frame);
    return true;
}

void MapEdit::double_click(Frame& frame) {
    if (frame.view.tool == MapTool::draw && drawn_type(frame) != gis::GeometryType::point) finish_sketch(frame);
}

void MapEdit::finish_sketch(Frame& frame) {
    EditShape drawn{drawn_type(frame), {EditShape::Part{}}};
    for (const gis::PlanePoint p : sketch) drawn.parts[0].vertices.push_back({p, {}});
    const auto g = drawn.geometry(frame.plane);
    if (!g) return;
    if (const auto wrong = gis::geometry_problem(*g)) {  // said, and the sketch stays to be put right
        frame.ask.toasts.push_back({.level = gis::Severity::warning, .text = wrong->text, .detail = {"geometry.problem.remedy", {}}, .at = frame.now});
        problem = wrong;
        return;
    }
    gis::Asset made;
    made.kind = frame.view.draw_kind;
    made.geometry = *g;
    frame.out.push(gis::command::AddAsset{std::move(made)});
    sketch.clear();
    problem.reset();
}

void MapEdit::remove_vertex(Frame& frame, const EditShape::Grip& grip) {
    if (!shape || grip.on_edge) return;
    if (!shape->remove(grip)) {
        frame.ask.toasts.push_back({.level = gis::Severity::warning, .text = {shape->type == gis::GeometryType::line ? "geometry.problem.short_line" : shape->type == gis::GeometryType::polygon ? "geometry.problem.few_corners" : "editing.last_point", {}}, .detail = {}, .at = frame.now});
        return;
    }
    last.reset();
    under.reset();
    send(frame);
}

void MapEdit::keys(Frame& frame) {
    if (ImGui::GetIO().WantTextInput) return;
    if (frame.view.tool == MapTool::draw) {
        if (pressed_enter() && !sketch.empty()) finish_sketch(frame);
        if (ImGui::IsKeyPressed(ImGuiKey_Backspace) && !sketch.empty()) sketch.pop_back();
        return;
    }
    if (!shape || held || whole) return;
    if (ImGui::IsKeyPressed(ImGuiKey_Backspace, false) && last) remove_vertex(frame, *last);
    // Ctrl and an arrow push the vertex worked on last, or the whole, by one pixel of the screen; with Maj by ten.
    const ImGuiIO& io = ImGui::GetIO();
    if (!io.KeyCtrl) return;
    const double step = frame.view.rig.camera.units_per_px * (io.KeyShift ? 10 : 1);
    const int x = ImGui::IsKeyPressed(ImGuiKey_RightArrow) - ImGui::IsKeyPressed(ImGuiKey_LeftArrow);
    const int y = ImGui::IsKeyPressed(ImGuiKey_UpArrow) - ImGui::IsKeyPressed(ImGuiKey_DownArrow);
    if (x == 0 && y == 0) return;
    if (last) shape->move_vertex(*last, {shape->at(*last).x + x * step, shape->at(*last).y + y * step});
    else shape->move_by(x * step, y * step);
    send(frame);
}

bool MapEdit::give_up(Frame& frame) {
    if (held || whole) {
        held.reset();
        whole = moved = false;
        stored = {};  // made again from the World
        return true;
    }
    if (frame.view.tool == MapTool::draw && !sketch.empty()) {
        sketch.clear();
        problem.reset();
        return true;
    }
    return false;
}

} // namespace vigie::panels
