#include "panels/map/street_closing.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <imgui.h>

#include "gis/planning/calendar.hpp"

namespace vigie::panels {

namespace {

constexpr double reach_m = 20, on_it_m = 12;
constexpr const char* market_hours = "6:00-14:00";  // setting up and clearing away included; to be changed in the sheet
constexpr std::array weekdays{"MO", "TU", "WE", "TH", "FR", "SA", "SU"};

gis::Asset closed_street(const Frame& frame, gis::PlanePoint at, const std::vector<gis::PlanePoint>& street, const char* why) {
    gis::Asset out;
    out.kind = gis::closure_kind;
    out.geometry.type = gis::GeometryType::line;
    out.geometry.parts = {0};
    for (const gis::PlanePoint p : street)
        if (const auto lonlat = frame.plane.lonlat_from_plane(p)) out.geometry.points.push_back(*lonlat);
    const std::string address = frame.gazetteer.address_at(at);
    out.name = address.empty() ? std::string(why) : std::string(why) + ", " + address;
    out.attributes.push_back({"motif", why});
    return out;
}

void close(Frame& frame, gis::Asset street, std::chrono::local_days from, std::optional<std::chrono::local_days> to, const std::string& rule, const char* hours = "") {
    street.attributes.push_back({"debut", gis::day_text(from)});
    if (to) street.attributes.push_back({"fin", gis::day_text(*to)});
    if (!rule.empty()) street.attributes.push_back({"recurrence", rule});
    if (*hours) street.attributes.push_back({"heures", hours});
    frame.out.push(gis::command::AddAsset{std::move(street)});
}

// What is closed there, drawn through the point or beside it.
const gis::Asset* closed_at(const Frame& frame, gis::PlanePoint at) {
    const double reach = on_it_m / frame.plane.metres_per_unit(at);
    for (const gis::Asset& asset : frame.world.assets()) {
        if (asset.kind != gis::closure_kind) continue;
        std::optional<gis::PlanePoint> before;
        for (const gis::LonLat& lonlat : asset.geometry.points) {
            const auto p = frame.plane.plane_from_lonlat(lonlat);
            if (p && before) {
                const double dx = p->x - before->x, dy = p->y - before->y, l2 = dx * dx + dy * dy;
                const double t = l2 > 0 ? std::clamp(((at.x - before->x) * dx + (at.y - before->y) * dy) / l2, 0.0, 1.0) : 0;
                if (std::hypot(before->x + t * dx - at.x, before->y + t * dy - at.y) <= reach) return &asset;
            }
            before = p;
        }
    }
    return nullptr;
}

} // namespace

void draw_closing(Frame& frame, gis::PlanePoint at) {
    if (const gis::Asset* closed = closed_at(frame, at)) {
        if (ImGui::MenuItem((frame.tr("panels.menu.open_street") + "###menu.open_street").c_str())) frame.out.push(gis::command::DeleteAssets{{closed->id}});
        return;
    }
    const auto street = frame.roads.nearest_stretch(at, reach_m);
    if (street.size() < 2 || !ImGui::BeginMenu((frame.tr("panels.menu.close_street") + "###menu.close_street").c_str())) return;
    const auto today = gis::local_day(frame.now, frame.zone);
    const auto item = [&](const char* key) { return ImGui::MenuItem((frame.tr(key) + "###" + key).c_str()); };
    if (item("panels.menu.works_today")) close(frame, closed_street(frame, at, street, "Travaux"), today, today, {});
    if (item("panels.menu.works_week")) close(frame, closed_street(frame, at, street, "Travaux"), today, today + std::chrono::days{6}, {});
    if (item("panels.menu.works_open")) close(frame, closed_street(frame, at, street, "Travaux"), today, std::nullopt, {});
    struct Market {
        const char *key, *hours;
    };
    for (const Market& market : {Market{"panels.menu.market_morning", market_hours}, Market{"panels.menu.market", ""}}) {
        ImGui::PushStyleVar(ImGuiStyleVar_ChildBorderSize, ImGui::GetStyle().PopupBorderSize);  // a menu of a menu of a menu is a child window
        const bool open = ImGui::BeginMenu((frame.tr(market.key) + "###" + market.key).c_str());
        ImGui::PopStyleVar();
        if (!open) continue;
        for (int day = 0; day < 7; ++day) {
            const std::string name = frame.tr(gis::Text{fmt::format("planning.weekday.{}", day), {}});
            if (!ImGui::MenuItem(fmt::format("{}###{}.{}", name, market.key, day).c_str())) continue;
            close(frame, closed_street(frame, at, street, "Marché"), today, std::nullopt, fmt::format("FREQ=WEEKLY;BYDAY={}", weekdays[static_cast<std::size_t>(day)]), market.hours);
        }
        ImGui::EndMenu();
    }
    ImGui::EndMenu();
}

} // namespace vigie::panels
