// What a person sees while drawing and reshaping: the sketch, the grips, where a vertex clings, what is wrong; and the bar.
#include <algorithm>

#include "panels/edit/editing.hpp"
#include "panels/edit/map_edit.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/feedback.hpp"
#include "panels/widgets/glyph.hpp"

namespace vigie::panels {

namespace {

struct Pen {
    const Frame& frame;
    const Box& box;
    ImDrawList* list = ImGui::GetWindowDrawList();

    [[nodiscard]] ImVec2 at(gis::PlanePoint p) const {
        const render::PxPoint px = frame.view.rig.camera.screen_from_plane(p);
        return ImVec2(box.min.x + float(px.x), box.min.y + float(px.y));
    }
    [[nodiscard]] std::uint32_t ink(bool wrong) const { return u32(wrong ? frame.theme.colors.family(Family::danger).full : frame.theme.colors.accent); }

    void lines(const std::vector<gis::PlanePoint>& points, bool closed, bool wrong) const {
        std::vector<ImVec2> px;
        for (const gis::PlanePoint p : points) px.push_back(at(p));
        const auto n = static_cast<int>(px.size());
        const ImDrawFlags flags = closed ? ImDrawFlags_Closed : ImDrawFlags_None;
        if (n < 2) return;
        list->AddPolyline(px.data(), n, u32(frame.theme.colors.selection_halo), flags, frame.theme.px(5));
        list->AddPolyline(px.data(), n, ink(wrong), flags, frame.theme.px(2.5f));
    }
    void grip(gis::PlanePoint p, bool lit) const {
        const float r = frame.theme.px(lit ? 6.0f : 4.5f);
        const ImVec2 c = at(p);
        list->AddRectFilled(ImVec2(c.x - r, c.y - r), ImVec2(c.x + r, c.y + r), u32(lit ? frame.theme.colors.accent : frame.theme.colors.selection_halo), frame.theme.px(2));
        list->AddRect(ImVec2(c.x - r, c.y - r), ImVec2(c.x + r, c.y + r), ink(false), frame.theme.px(2), 0, frame.theme.px(1.8f));
    }
    // A vertex caught wears a square, an edge a lozenge: told apart without colour.
    void snap_mark(const gis::SnapHit& hit) const {
        const ImVec2 c = at(hit.at);
        const float r = frame.theme.px(9);
        const std::uint32_t color = u32(frame.theme.colors.family(Family::active).full);
        if (hit.on_vertex) list->AddRect(ImVec2(c.x - r, c.y - r), ImVec2(c.x + r, c.y + r), color, 0, 0, frame.theme.px(2));
        else list->AddQuad(ImVec2(c.x, c.y - r), ImVec2(c.x + r, c.y), ImVec2(c.x, c.y + r), ImVec2(c.x - r, c.y), color, frame.theme.px(2));
    }
};

} // namespace

void MapEdit::draw(const Frame& frame, const Box& box) const {
    const MapTool tool = frame.view.tool;
    if (tool != MapTool::draw && tool != MapTool::reshape) return;
    const Pen pen{frame, box};
    ImGui::PushClipRect(box.min, box.max, true);
    if (tool == MapTool::draw) {
        std::vector<gis::PlanePoint> line = sketch;
        if (pointer) line.push_back(*pointer);
        const bool polygon = drawn_type(frame) == gis::GeometryType::polygon;
        pen.lines(line, polygon && line.size() > 2, problem.has_value());
        for (const gis::PlanePoint p : sketch) pen.grip(p, false);
        if (pointer) pen.grip(*pointer, true);
    } else if (shape) {
        for (std::size_t part = 0; part < shape->parts.size(); ++part) {
            const auto& vertices = shape->parts[part].vertices;
            std::vector<gis::PlanePoint> line;
            for (const EditShape::Vertex& v : vertices) line.push_back(v.at);
            pen.lines(line, shape->type == gis::GeometryType::polygon, problem.has_value());
            for (std::size_t i = 0; i < vertices.size(); ++i) {
                const EditShape::Grip here{part, i, false};
                pen.grip(vertices[i].at, held == here || (!held && under == here) || (!held && !under && last == here));
            }
        }
    }
    if (snapped) pen.snap_mark(*snapped);
    if (problem) {
        if (const auto at = problem->at ? frame.plane.plane_from_lonlat(*problem->at) : std::nullopt) {
            const ImVec2 c = pen.at(*at);
            draw_state(pen.list, frame.theme, c, frame.theme.px(22), {"", Outline::triangle, render::Glyph::bang, Family::danger});
        }
    }
    ImGui::PopClipRect();
}

void MapEdit::draw_bar(Frame& frame, const Box& box) {
    const MapTool tool = frame.view.tool;
    if (tool != MapTool::draw && tool != MapTool::reshape) return;
    const Theme& t = frame.theme;
    const std::string& language = frame.language.code();
    const gis::AssetKind* kind = tool == MapTool::draw ? frame.catalog.asset_kind(frame.view.draw_kind) : nullptr;
    std::string title = kind ? frame.tr({"editing.bar.add", {{"kind", kind->name.in(language)}}}) : frame.tr("editing.bar.reshape");
    std::string hint = problem ? frame.tr(problem->text)
                       : tool == MapTool::reshape ? frame.tr(shape ? "editing.hint.reshape" : "editing.hint.choose")
                       : drawn_type(frame) == gis::GeometryType::point ? frame.tr("editing.hint.point") : frame.tr("editing.hint.line");
    const std::string leave = frame.tr("editing.bar.leave") + "###edit.leave", finish = frame.tr("editing.bar.finish") + "###edit.finish";
    const bool can_finish = tool == MapTool::draw && sketch.size() >= (drawn_type(frame) == gis::GeometryType::polygon ? 3u : 2u);
    const auto width_of = [&](const std::string& label) { return text_size(t.fonts.body, label.substr(0, label.find("##"))).x + t.px(26); };
    const float buttons = width_of(leave) + (can_finish ? width_of(finish) + t.px(6) : 0);
    const float text = std::max(text_size(t.fonts.body_strong, title).x, text_size(t.fonts.caption, hint).x);
    const float w = std::min(box.width() - t.px(24), text + buttons + t.px(36)), h = t.px(48);
    const ImVec2 min((box.min.x + box.max.x - w) / 2, box.max.y - h - t.px(14)), max(min.x + w, min.y + h);
    ImDrawList* list = ImGui::GetWindowDrawList();
    shadow(list, t, min, max, t.px(6));
    list->AddRectFilled(min, max, u32(t.colors.surface1), t.px(6));
    list->AddRect(min, max, u32(problem ? t.colors.family(Family::danger).full : t.colors.line), t.px(6));
    const float room = w - buttons - t.px(32);
    draw_text_clipped(list, t.fonts.body_strong, ImVec2(min.x + t.px(12), min.y + t.px(6)), t.colors.text_strong, title, room);
    draw_text_clipped(list, t.fonts.caption, ImVec2(min.x + t.px(12), min.y + t.px(27)), problem ? t.colors.family(Family::danger).ink : t.colors.text_weak, hint, room);
    ImGui::SetCursorScreenPos(ImVec2(max.x - buttons - t.px(10), min.y + t.px(9)));
    if (can_finish) {
        if (button(t, finish.c_str(), {.kind = ButtonKind::primary, .blocked = problem ? frame.tr(problem->text) : std::string{}})) finish_sketch(frame);
        ImGui::SameLine(0, t.px(6));
    }
    if (button(t, leave.c_str())) frame.view.tool = MapTool::pointer;
}

} // namespace vigie::panels
