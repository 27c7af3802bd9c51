// The linked map: the commune's streets with its buildings coloured by what they take per m² and year. A click chooses one.
#include <algorithm>
#include <cmath>

#include <imgui_internal.h>

#include "gis/layers/triangulate.hpp"
#include "panels/energy/charts.hpp"
#include "panels/energy/energy_regions.hpp"
#include "panels/energy/figures.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/icon.hpp"

namespace vigie::panels {

namespace {

constexpr double first_units_per_px = 1.5, edge_px = 40, least_dot_px = 6;
constexpr std::uint64_t of_energy = 1ull << 61;   // revisions of the bare overlay: no other panel counts there

const gis::BuildingUse* use_of(const gis::EnergyPicture& p, gis::BuildingId id) {
    const auto found = std::ranges::find(p.ranking, id, &gis::BuildingUse::building);
    return found == p.ranking.end() ? nullptr : &*found;
}

// One triangulation for each footprint, in centimetres from its corner.
EnergyMap::Shape shape_of(const Frame& frame, const gis::Building& b, const gis::Asset& a) {
    EnergyMap::Shape shape{b.id, {}, {}, {}, {}};
    const gis::Geometry& g = a.geometry;
    const std::size_t parts = g.parts.size();
    for (std::size_t part = 0; part < parts; ++part) {
        const std::size_t begin = g.parts[part], end = part + 1 < parts ? g.parts[part + 1] : g.points.size();
        shape.rings.push_back(static_cast<std::uint32_t>(shape.points.size()));
        for (std::size_t i = begin; i < end; ++i) {
            if (i + 1 == end && i > begin && g.points[i] == g.points[begin]) break;
            if (const auto p = frame.plane.plane_from_lonlat(g.points[i])) {
                shape.points.push_back(*p);
                shape.box.include(p->x, p->y);
            }
        }
    }
    shape.rings.push_back(static_cast<std::uint32_t>(shape.points.size()));
    if (shape.points.size() < 3) return shape;
    std::vector<gis::QPoint> fine;
    for (const auto& p : shape.points) fine.push_back({static_cast<std::int32_t>(std::lround((p.x - shape.box.min_x) * 10)), static_cast<std::int32_t>(std::lround((p.y - shape.box.min_y) * 10))});
    gis::Triangulator().run(fine, shape.rings, shape.triangles);
    return shape;
}

// Made again when the commune's things changed.
void sync_shapes(const EnergyRegions& r) {
    EnergyMap& m = r.state.map;
    const std::uint64_t revision = r.frame.world.revision(gis::EntityKind::asset) * 131 + r.frame.world.revision(gis::EntityKind::building);
    if (m.shapes_of == revision) return;
    m.shapes_of = revision;
    m.shapes.clear();
    for (const gis::Building& b : r.frame.world.buildings()) {
        const gis::Asset* a = r.frame.world.find(b.asset);
        if (a != nullptr && a->geometry.type == gis::GeometryType::polygon) m.shapes.push_back(shape_of(r.frame, b, *a));
    }
}

struct Seen {
    const render::Camera& camera;
    Box box;
    [[nodiscard]] ImVec2 operator()(gis::PlanePoint p) const {
        const auto s = camera.screen_from_plane(p);
        return {box.min.x + float(s.x), box.min.y + float(s.y)};
    }
};

Rgba color_of(const EnergyRegions& r, const gis::BuildingUse* use) {
    const Colors& c = r.frame.theme.colors;
    if (use == nullptr || !use->per_m2_year) return c.surface3;
    const auto& steps = r.picture.steps;
    const auto level = static_cast<std::size_t>(std::upper_bound(steps.begin(), steps.end(), *use->per_m2_year) - steps.begin());  // 0 … steps
    const std::size_t levels = steps.size() + 1;
    return levels <= 1 ? c.ramp[3] : c.ramp[std::min<std::size_t>(c.ramp.size() - 1, 1 + level * (c.ramp.size() - 2) / (levels - 1))];
}

std::optional<gis::PlanePoint> place_of_building(const EnergyRegions& r, gis::BuildingId id) {
    const auto shape = std::ranges::find(r.state.map.shapes, id, &EnergyMap::Shape::building);
    if (shape != r.state.map.shapes.end() && !shape->box.empty()) return shape->box.centre();
    const gis::Building* b = r.frame.world.find(id);
    return b != nullptr && b->place != gis::LonLat{} ? r.frame.plane.plane_from_lonlat(b->place) : std::nullopt;
}

void draw_shapes(const EnergyRegions& r, const Seen& seen, ImDrawList* list) {
    const Theme& t = r.frame.theme;
    const gis::PlaneBox visible = seen.camera.visible();
    std::vector<ImVec2> at;
    for (const EnergyMap::Shape& s : r.state.map.shapes) {
        if (s.box.empty() || !s.box.intersects(visible)) continue;
        const gis::BuildingUse* use = use_of(r.picture, s.building);
        if (use == nullptr) continue;
        at.clear();
        for (const auto& p : s.points) at.push_back(seen(p));
        const ImU32 fill = u32(color_of(r, use)), edge = u32(t.colors.selection);
        const ImDrawListFlags before = list->Flags;
        list->Flags &= ~ImDrawListFlags_AntiAliasedFill;
        for (std::size_t i = 0; i + 2 < s.triangles.size(); i += 3) list->AddTriangleFilled(at[s.triangles[i]], at[s.triangles[i + 1]], at[s.triangles[i + 2]], fill);
        list->Flags = before;
        const bool lit = s.building == r.state.lit;
        for (std::size_t ring = 0; ring + 1 < s.rings.size(); ++ring) list->AddPolyline(at.data() + s.rings[ring], int(s.rings[ring + 1] - s.rings[ring]), edge, ImDrawFlags_Closed, t.px(lit ? 2.4f : 1.0f));
    }
    for (const gis::BuildingUse& use : r.picture.ranking) {  // known by its place alone
        if (std::ranges::find(r.state.map.shapes, use.building, &EnergyMap::Shape::building) != r.state.map.shapes.end()) continue;
        const auto place = place_of_building(r, use.building);
        if (!place) continue;
        const ImVec2 p = seen(*place);
        list->AddCircleFilled(p, t.px(float(least_dot_px)), u32(color_of(r, &use)));
        list->AddCircle(p, t.px(float(least_dot_px)), u32(t.colors.selection), 0, t.px(use.building == r.state.lit ? 2.4f : 1.2f));
    }
}

void draw_sight(const Theme& t, ImDrawList* list, ImVec2 at, float r) {
    for (const bool halo : {true, false}) {
        const ImU32 color = u32(halo ? t.colors.selection_halo : t.colors.selection);
        const float width = t.px(halo ? 5.0f : 2.4f);
        list->AddCircle(at, r, color, 0, width);
        for (const auto& [dx, dy] : {std::pair(1.f, 0.f), std::pair(-1.f, 0.f), std::pair(0.f, 1.f), std::pair(0.f, -1.f)})
            list->AddLine(ImVec2(at.x + dx * (r - t.px(4)), at.y + dy * (r - t.px(4))), ImVec2(at.x + dx * (r + t.px(6)), at.y + dy * (r + t.px(6))), color, width);
    }
}

void draw_alarm(const Theme& t, ImDrawList* list, ImVec2 foot, std::string_view icon) {
    const Colors& c = t.colors;
    const float w = t.px(21), h = t.px(36);
    const auto triangle = [&](float grow, ImU32 color) {
        list->AddTriangleFilled(ImVec2(foot.x, foot.y - h - grow * 1.6f), ImVec2(foot.x + w + grow * 1.5f, foot.y + grow), ImVec2(foot.x - w - grow * 1.5f, foot.y + grow), color);
    };
    triangle(t.px(2.5f), u32(c.selection_halo));
    triangle(0, u32(c.family(Family::danger).full));
    draw_icon(list, t, ImVec2(foot.x, foot.y - h * 0.33f), IconSize::small, c.family(Family::danger).glyph, icon);
}

void draw_callout(const EnergyRegions& r, const Seen& seen, ImDrawList* list, ImVec2 at, float reach) {
    const Theme& t = r.frame.theme;
    const Colors& c = t.colors;
    const gis::BuildingUse* use = use_of(r.picture, r.picture.ask.building);
    if (use == nullptr) return;
    const bool high = use->standing == gis::Standing::excess || use->standing == gis::Standing::watch;
    std::string value = use->per_m2_year ? r.frame.tr({r.fluid() == gis::Fluid::water ? "energy.map.m3_m2" : "energy.map.kwh_m2", {{"n", r.frame.language.number(*use->per_m2_year, r.fluid() == gis::Fluid::water ? 2 : 0)}}})
                                         : quantity_words(r.frame, r.fluid(), use->quantity);
    if (use->change) value += ", " + change_words(r.frame, *use->change);
    const std::string name = ellipsized(t.fonts.caption_strong, building_name(r.frame, use->building), t.px(190));
    const float pad = t.px(10), line = t.fonts.caption->FontSize + t.px(3);
    const ImVec2 size(std::max({t.px(120), text_size(t.fonts.caption_strong, name).x, text_size(t.fonts.caption_strong, value).x}) + 2 * pad, 2 * line + t.px(8));
    float x = at.x - reach - t.px(6) - size.x;
    if (x < seen.box.min.x + t.px(6)) x = at.x + reach + t.px(6);
    x = std::clamp(x, seen.box.min.x + t.px(4), std::max(seen.box.min.x + t.px(4), seen.box.max.x - size.x - t.px(4)));
    const float y = std::clamp(at.y - size.y / 2, seen.box.min.y + t.px(4), std::max(seen.box.min.y + t.px(4), seen.box.max.y - size.y - t.px(4)));
    const ImVec2 min(x, y), max(x + size.x, y + size.y);
    list->AddRectFilled(min, max, u32(c.surface1), t.px(5));
    list->AddRect(min, max, u32(c.line_strong), t.px(5));
    draw_text(list, t.fonts.caption_strong, ImVec2(x + pad, y + t.px(4)), c.text_strong, name);
    draw_text(list, t.fonts.caption_strong, ImVec2(x + pad, y + t.px(4) + line), high ? c.family(Family::danger).ink : c.text_normal, value);
}

void draw_legend(const EnergyRegions& r, const Box& box, ImDrawList* list) {
    const auto& steps = r.picture.steps;
    if (steps.empty()) return;
    const Theme& t = r.frame.theme;
    const Colors& c = t.colors;
    const ImVec2 min(box.min.x + t.px(11), box.min.y + t.px(11)), max(std::min(box.max.x - t.px(11), min.x + t.px(225)), min.y + t.px(63));
    list->AddRectFilled(min, max, u32(c.surface1), t.px(5));
    list->AddRect(min, max, u32(c.line), t.px(5));
    const bool water = r.fluid() == gis::Fluid::water;
    const std::string title = r.frame.tr({water ? "energy.map.legend_water" : "energy.map.legend", {{"fluid", r.fluid() == gis::Fluid::gas ? "@energy.map.gas" : "@energy.map.electricity"}}});
    draw_text_clipped(list, t.fonts.caption_strong, ImVec2(min.x + t.px(10), min.y + t.px(8)), c.text_strong, title, max.x - min.x - t.px(20));
    const std::size_t levels = steps.size() + 1;
    const float left = min.x + t.px(10), width = (max.x - min.x - t.px(20)) / float(levels), y = min.y + t.px(28);
    for (std::size_t i = 0; i < levels; ++i) {
        const Rgba color = levels <= 1 ? c.ramp[3] : c.ramp[std::min<std::size_t>(c.ramp.size() - 1, 1 + i * (c.ramp.size() - 2) / (levels - 1))];
        list->AddRectFilled(ImVec2(left + width * float(i), y), ImVec2(left + width * float(i + 1), y + t.px(10)), u32(color));
    }
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const std::string words = r.frame.language.number(steps[i], water && steps.back() < 10 ? 1 : 0);
        draw_text(list, t.fonts.caption, ImVec2(left + width * float(i + 1) - text_size(t.fonts.caption, words).x / 2, y + t.px(12)), c.text_weak, words);
    }
}

gis::BuildingId building_at(const EnergyRegions& r, const Seen& seen, ImVec2 p) {
    const auto plane = seen.camera.plane_from_screen({double(p.x - seen.box.min.x), double(p.y - seen.box.min.y)});
    for (const EnergyMap::Shape& s : r.state.map.shapes) {
        if (!s.box.contains(plane.x, plane.y) || use_of(r.picture, s.building) == nullptr) continue;
        for (std::size_t i = 0; i + 2 < s.triangles.size(); i += 3)
            if (ImTriangleContainsPoint(seen(s.points[s.triangles[i]]), seen(s.points[s.triangles[i + 1]]), seen(s.points[s.triangles[i + 2]]), p)) return s.building;
    }
    gis::BuildingId best;
    float least = r.frame.theme.px(12);  // small ones take a near miss
    for (const gis::BuildingUse& use : r.picture.ranking)
        if (const auto place = place_of_building(r, use.building)) {
            const ImVec2 at = seen(*place);
            if (const float d = std::hypot(at.x - p.x, at.y - p.y); d < least) best = use.building, least = d;
        }
    return best;
}

void place_camera(const EnergyRegions& r, const Box& box) {
    EnergyMap& m = r.state.map;
    render::Camera& camera = m.rig.camera;
    camera.width = std::max(1, int(box.width()));
    camera.height = std::max(1, int(box.height()));
    camera.pixel_ratio = r.frame.theme.scale;
    m.rig.reduce_motion = r.frame.settings.reduce_motion;
    const auto at = place_of_building(r, r.picture.ask.building);
    if (!m.placed) {
        camera.centre = at ? *at : r.frame.view.home.empty() ? r.frame.view.rig.camera.centre : r.frame.view.home.centre();
        const double metres = r.frame.plane.metres_per_unit(camera.centre);
        camera.units_per_px = first_units_per_px / (metres > 0 ? metres : 1) / double(r.frame.theme.scale);
        m.placed = at.has_value();
        m.followed = r.picture.ask.building;
    } else if (at && m.followed != r.picture.ask.building) {
        m.followed = r.picture.ask.building;
        const auto p = camera.screen_from_plane(*at);
        const double edge = edge_px * double(r.frame.theme.scale);
        if (p.x < edge || p.y < edge || p.x > camera.width - edge || p.y > camera.height - edge) m.rig.centre_on(*at);
    }
    m.rig.advance(double(ImGui::GetIO().DeltaTime));
}

void hands(const EnergyRegions& r, const Seen& seen) {
    EnergyMap& m = r.state.map;
    const ImGuiIO& io = ImGui::GetIO();
    const bool hovered = ImGui::IsItemHovered();
    if (hovered && io.MouseWheel != 0) m.rig.zoom_at({double(io.MousePos.x - seen.box.min.x), double(io.MousePos.y - seen.box.min.y)}, io.MouseWheel > 0 ? 1.3 : 1 / 1.3);
    const bool dragged = ImGui::IsMouseDragging(ImGuiMouseButton_Left, r.frame.theme.px(6));
    if (ImGui::IsItemActive() && dragged) m.rig.pan_px(double(io.MouseDelta.x), double(io.MouseDelta.y));
    if (!hovered) return;
    const auto under = building_at(r, seen, io.MousePos);
    if (!under) return;
    r.state.under = under;
    ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    if (ImGui::IsItemDeactivated() && std::hypot(io.MouseClickedPos[0].x - io.MousePos.x, io.MouseClickedPos[0].y - io.MousePos.y) < r.frame.theme.px(6)) choose_building(r.frame, under);
    if (under == r.picture.ask.building || ImGui::GetCurrentContext()->HoveredIdTimer < 0.4f) return;
    const gis::BuildingUse* use = use_of(r.picture, under);
    if (use != nullptr && begin_tooltip(r.frame.theme)) {
        ImGui::PushFont(r.frame.theme.fonts.caption);
        ImGui::TextUnformatted((building_name(r.frame, under) + "\n" + quantity_words(r.frame, r.fluid(), use->quantity) + ", " + euro_words(r.frame, use->cost_eur)).c_str());
        ImGui::PopFont();
        end_tooltip();
    }
}

void draw_tools(const EnergyRegions& r, const Box& box) {
    const Theme& t = r.frame.theme;
    render::CameraRig& rig = r.state.map.rig;
    const render::PxPoint middle{rig.camera.width / 2.0, rig.camera.height / 2.0};
    const ImVec2 at(box.max.x - t.px(38), box.max.y - t.px(108));
    ImGui::GetWindowDrawList()->AddRectFilled(ImVec2(at.x - 1, at.y - 1), ImVec2(at.x + t.px(28) + 1, at.y + t.px(96) + 1), u32(t.colors.surface1), t.px(5));
    ImGui::SetCursorScreenPos(at);
    if (icon_button(t, "###energy.map.in", "add", r.frame.tr("energy.map.in"), {.size = 28, .border = true})) rig.zoom_at(middle, 2);
    ImGui::SetCursorScreenPos(ImVec2(at.x, at.y + t.px(32)));
    if (icon_button(t, "###energy.map.out", "remove", r.frame.tr("energy.map.out"), {.size = 28, .border = true})) rig.zoom_at(middle, 0.5);
    ImGui::SetCursorScreenPos(ImVec2(at.x, at.y + t.px(64)));
    if (!icon_button(t, "###energy.map.all", "zoom_out_map", r.frame.tr("energy.map.all"), {.size = 28, .border = true})) return;
    gis::PlaneBox all;
    for (const gis::BuildingUse& use : r.picture.ranking)
        if (const auto p = place_of_building(r, use.building)) all.include(p->x, p->y);
    if (!all.empty()) rig.fly_to(all, double(t.px(40)));
}

} // namespace

void draw_energy_map(const EnergyRegions& r, const Box& box) {
    Frame& frame = r.frame;
    const Theme& t = frame.theme;
    EnergyMap& m = r.state.map;
    begin_region("energy.map_box", box, t.colors.surface0);
    sync_shapes(r);
    place_camera(r, box);
    if (m.overlay == 0 || frame.map.overlay_revision() != m.overlay) {  // no reports and crews here
        render::Overlay bare;
        bare.revision = m.overlay = of_energy | (frame.map.overlay_revision() + 1);
        frame.map.set_overlay(std::move(bare));
    }
    (void)frame.map.draw(m.rig.camera, frame.now);
    ImDrawList* list = ImGui::GetWindowDrawList();
    if (const auto texture = static_cast<std::uintptr_t>(frame.map.texture()); texture != 0) list->AddImage(reinterpret_cast<ImTextureID>(texture), box.min, box.max);
    const Seen seen{m.rig.camera, box};
    ImGui::SetCursorScreenPos(box.min);
    ImGui::SetNextItemAllowOverlap();
    ImGui::InvisibleButton("###energy.map_canvas", ImVec2(box.width(), box.height()));
    focus_ring(t, ImVec2(box.min.x + 4, box.min.y + 4), ImVec2(box.max.x - 4, box.max.y - 4), 0);
    hands(r, seen);
    list->PushClipRect(box.min, box.max, true);
    draw_shapes(r, seen, list);
    for (const gis::LeakSeen& leak : r.picture.leaks)
        if (const auto at = place_of_building(r, leak.building)) {
            const ImVec2 p = seen(*at);
            draw_alarm(t, list, ImVec2(p.x, p.y - t.px(32)), "opacity");
        }
    if (const auto at = place_of_building(r, r.picture.ask.building)) {
        const ImVec2 p = seen(*at);
        draw_sight(t, list, p, t.px(25));
        draw_callout(r, seen, list, p, t.px(33));
    }
    list->PopClipRect();
    draw_legend(r, box, list);
    draw_tools(r, box);
    end_region();
}

} // namespace vigie::panels
