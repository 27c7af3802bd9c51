// A small plan of the tour: streets, water and green from the open layers, the way by road, numbered stops, the depot.
#include <algorithm>
#include <cmath>

#include "panels/planning/tour.hpp"
#include "panels/widgets/icon.hpp"
#include "panels/widgets/text.hpp"

namespace vigie::panels {
namespace {

constexpr std::size_t most_lines = 6000;  // of background, nearest themes first: more is noise at this size
constexpr double street_m = 7.6, least_view_m = 600;

struct Ink {
    Rgba day, night;
};
// Ground colours of the map (INTERFACE.md §8), from the style when it is there.
Rgba of_style(const Frame& frame, std::string_view theme, Rgba fallback, bool line) {
    if (!frame.style) return fallback;
    for (const auto& rule : frame.style->rules) {
        if (rule.theme != theme) continue;
        const auto& color = line ? rule.line_color : rule.fill_color;
        if (color) return frame.theme.night ? color->night : color->day;
    }
    return fallback;
}

// Plane to screen, north up, the view's box framed with a margin.
struct Projection {
    gis::PlanePoint centre;
    double px_per_unit = 1;
    Box box;
    [[nodiscard]] ImVec2 operator()(gis::PlanePoint p) const {
        return {(box.min.x + box.max.x) / 2 + static_cast<float>((p.x - centre.x) * px_per_unit),
                (box.min.y + box.max.y) / 2 - static_cast<float>((p.y - centre.y) * px_per_unit)};
    }
    [[nodiscard]] gis::PlaneBox seen() const {
        const double w = static_cast<double>(box.width()) / px_per_unit / 2, h = static_cast<double>(box.height()) / px_per_unit / 2;
        gis::PlaneBox out;
        out.include(centre.x - w, centre.y - h);
        out.include(centre.x + w, centre.y + h);
        return out;
    }
};

Projection project(const Frame& frame, const TourState& tour, const Box& box) {
    Projection p;
    p.box = box;
    p.centre = tour.view.empty() ? frame.view.rig.camera.centre : tour.view.centre();
    const double metres = frame.plane.metres_per_unit(p.centre);
    const double least = least_view_m / (metres > 0 ? metres : 1);
    const double w = std::max(tour.view.empty() ? least : tour.view.width(), least), h = std::max(tour.view.empty() ? least : tour.view.height(), least * 0.6);
    const double margin = static_cast<double>(frame.theme.px(26));
    p.px_per_unit = std::min((static_cast<double>(box.width()) - 2 * margin) / w, (static_cast<double>(box.height()) - 2 * margin) / h);
    p.px_per_unit = std::max(p.px_per_unit, 1e-9);
    return p;
}

int kind_of(const std::string& theme) {
    if (theme == "street") return 0;
    if (theme == "water") return 1;
    if (theme == "green") return 2;
    return theme == "building" || theme == "public_building" ? 3 : -1;
}

// Copies what the small plan shows out of the layers, once per tour.
void collect_ground(const Frame& frame, const gis::PlaneBox& seen, TourState& tour) {
    for (const int wanted : {2, 1, 3, 0}) {
        if (wanted == 3 && seen.width() * frame.plane.metres_per_unit(seen.centre()) > 2500) continue;  // too small to read
        for (const auto& row : frame.layers) {
            if (!row.layer || kind_of(row.layer->info.theme) != wanted) continue;
            const auto& g = row.layer->geometry;
            for (const auto f : row.layer->index.query(seen)) {
                if (tour.ground.size() >= most_lines) return;
                for (auto part = g.part_begin[f]; part < g.part_begin[f + 1]; ++part) {
                    if (g.type[f] == gis::GeometryType::polygon && part > g.part_begin[f]) break;  // outlines are enough here
                    TourState::Ground ground{{}, street_m, wanted};
                    for (auto v = g.vertex_begin[part]; v < g.vertex_begin[part + 1]; ++v) ground.line.push_back({g.xy[2 * v], g.xy[2 * v + 1]});
                    if (ground.line.size() >= 2) tour.ground.push_back(std::move(ground));
                }
            }
        }
    }
}

void draw_ground(const Frame& frame, ImDrawList* list, const Projection& p, const TourState& tour) {
    const Theme& t = frame.theme;
    const Rgba street = of_style(frame, "street", t.colors.surface1, true);
    const Rgba fills[] = {street, of_style(frame, "water", t.colors.ramp[2], false), of_style(frame, "green", t.colors.ramp[0], false), of_style(frame, "building", t.colors.surface3, false)};
    const double metres = frame.plane.metres_per_unit(p.centre);
    std::vector<ImVec2> points;
    const auto place = [&](const TourState::Ground& g) {
        points.clear();
        for (const auto& v : g.line) points.push_back(p(v));
    };
    for (const auto& g : tour.ground) {
        if (g.kind == 0) continue;
        place(g);
        const bool closed = g.line.size() > 3 && g.line.front() == g.line.back();
        const int n = static_cast<int>(points.size());
        if (closed && g.kind == 3) list->AddConvexPolyFilled(points.data(), n - 1, u32(fills[g.kind]));
        else list->AddPolyline(points.data(), n, u32(fills[g.kind]), 0, t.px(closed ? 2.0f : 4.0f));
    }
    const float width = std::max(t.px(2), static_cast<float>(street_m / (metres > 0 ? metres : 1) * p.px_per_unit));
    for (const float extra : {t.px(1.6f), 0.0f})
        for (const auto& g : tour.ground) {
            if (g.kind != 0) continue;
            place(g);
            list->AddPolyline(points.data(), static_cast<int>(points.size()), u32(extra > 0 ? t.colors.line : street), 0, width + extra);
        }
}

void draw_way(const Frame& frame, ImDrawList* list, const Projection& p, const TourState& tour) {
    const Theme& t = frame.theme;
    std::vector<ImVec2> points;
    for (const bool halo : {true, false})
        for (const auto& leg : tour.legs) {
            points.clear();
            for (const auto& v : leg) points.push_back(p(v));
            list->AddPolyline(points.data(), static_cast<int>(points.size()), u32(halo ? t.colors.selection_halo : t.colors.accent), 0, t.px(halo ? 7.0f : 3.5f));
        }
}

void draw_depot(const Frame& frame, ImDrawList* list, ImVec2 at, const Box& map) {
    const Theme& t = frame.theme;
    const float half = t.px(11);
    list->AddRectFilled(ImVec2(at.x - half - t.px(2), at.y - half - t.px(2)), ImVec2(at.x + half + t.px(2), at.y + half + t.px(2)), u32(t.colors.selection_halo), t.px(4));
    list->AddRectFilled(ImVec2(at.x - half, at.y - half), ImVec2(at.x + half, at.y + half), u32(t.colors.crew), t.px(3));
    draw_icon(list, t, at, IconSize::small, t.colors.on_crew, "business");
    const auto words = frame.tr("board.tour.depot");
    const ImVec2 size = text_size(t.fonts.caption_strong, words);
    const float leftmost = map.min.x + t.px(2), rightmost = std::max(leftmost, map.max.x - size.x - t.px(10));
    const ImVec2 min(std::clamp(at.x - size.x / 2 - t.px(4), leftmost, rightmost), at.y - half - size.y - t.px(6));
    list->AddRectFilled(min, ImVec2(min.x + size.x + t.px(8), min.y + size.y + t.px(2)), u32(t.colors.surface1, 0.85f), t.px(3));
    draw_text(list, t.fonts.caption_strong, ImVec2(min.x + t.px(4), min.y + t.px(1)), t.colors.text_strong, words);
}

void draw_sight(const Theme& t, ImDrawList* list, ImVec2 at) {
    const float r = t.px(17);
    for (const bool halo : {true, false}) {
        const ImU32 color = u32(halo ? t.colors.selection_halo : t.colors.selection);
        const float width = t.px(halo ? 5.0f : 2.2f);
        list->AddCircle(at, r, color, 0, width);
        for (const auto& [dx, dy] : {std::pair(1.f, 0.f), std::pair(-1.f, 0.f), std::pair(0.f, 1.f), std::pair(0.f, -1.f)})
            list->AddLine(ImVec2(at.x + dx * r, at.y + dy * r), ImVec2(at.x + dx * (r + t.px(6)), at.y + dy * (r + t.px(6))), color, width);
    }
}

} // namespace

void draw_tour_map(Frame& frame, BoardState&, TourState& tour, const Box& box) {
    const Theme& t = frame.theme;
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->PushClipRect(box.min, box.max, true);
    list->AddRectFilled(box.min, box.max, u32(of_style(frame, "land", t.colors.surface2, false)));
    const auto p = project(frame, tour, box);
    if (tour.ground.empty()) collect_ground(frame, p.seen(), tour);
    draw_ground(frame, list, p, tour);
    draw_way(frame, list, p, tour);
    if (tour.depot) draw_depot(frame, list, p(*tour.depot), box);
    for (std::size_t i = tour.stops.size(); i-- > 0;) {
        const auto& stop = tour.stops[i];
        if (!stop.at) continue;
        const gis::EntityRef ref{gis::EntityKind::intervention, stop.id.value};
        draw_stop_mark(list, t, p(*stop.at), stop, i + 1);
        if (frame.view.selection.contains(ref)) draw_sight(t, list, p(*stop.at));
    }
    list->PopClipRect();
}

} // namespace vigie::panels
