#include "panels/layer_title.hpp"
#include "panels/map/map_popups.hpp"
#include "panels/map/street_closing.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "gis/model/words.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/feedback.hpp"
#include "panels/widgets/icon.hpp"

namespace vigie::panels {

namespace {

constexpr double tooltip_after_s = 0.4;

std::string feature_name(const gis::Layer& layer, std::uint32_t feature) {
    for (const char* field : {"name", "nom", "libelle", "NOM", "Nom", "code"})
        if (const gis::Column* column = layer.column(field); column != nullptr && column->type == gis::Column::Type::text)
            if (const std::string_view text = column->text(feature); !text.empty()) return std::string(text);
    return {};
}

void tooltip_lines(const Theme& theme, const Caption& caption) {
    if (!begin_tooltip(theme)) return;
    text_item(theme.fonts.body_strong, theme.colors.tooltip_text, caption.title);
    ImGui::PushFont(theme.fonts.caption);
    const std::string second = caption.words.empty() ? caption.detail : caption.words + (caption.detail.empty() ? "" : ", " + caption.detail);
    if (!second.empty()) ImGui::TextUnformatted(second.c_str());
    ImGui::PopFont();
    end_tooltip();
}

// A row of a popup list: icon or state, name, weak text at right. True when clicked.
bool popup_row(const Theme& theme, const std::string& id, const Caption& caption, const std::string& right) {
    const float width = theme.px(320), h = theme.px(28);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const bool clicked = ImGui::Selectable(("###" + id).c_str(), false, 0, ImVec2(width, h));
    ImDrawList* list = ImGui::GetWindowDrawList();
    const float middle = at.y + h / 2, y = middle - theme.fonts.body->FontSize / 2;
    if (caption.look) draw_state(list, theme, ImVec2(at.x + theme.px(10), middle), theme.px(14), *caption.look);
    else draw_icon(list, theme, ImVec2(at.x + theme.px(10), middle), IconSize::small, theme.colors.text_weak, caption.icon);
    const float room = width - theme.px(30) - text_size(theme.fonts.caption, right).x - theme.px(12);
    draw_text_clipped(list, theme.fonts.body, ImVec2(at.x + theme.px(24), y), theme.colors.text_strong, caption.title, room);
    draw_text_right(list, theme.fonts.caption, ImVec2(at.x + width - theme.px(4), middle - theme.fonts.caption->FontSize / 2), theme.colors.text_weak, right);
    return clicked;
}

} // namespace

void draw_map_tooltip(Frame& frame, const MapHands& hands) {
    if (hands.hover_seconds < tooltip_after_s || hands.gesture != MapGesture::none || frame.view.dragged) return;
    if (frame.view.hovered) return tooltip_lines(frame.theme, caption_of(frame, frame.view.hovered));
    if (!hands.hovered_feature) return;
    for (const LayerRow& row : frame.layers) {
        if (row.layer->info.id != hands.hovered_feature->layer) continue;
        const std::string name = feature_name(*row.layer, hands.hovered_feature->feature);
        tooltip_lines(frame.theme, {name.empty() ? layer_title(frame, row.layer->info) : name, name.empty() ? "" : layer_title(frame, row.layer->info), "layers", {}, {}});
        return;
    }
}

void draw_walked(Frame& frame, const MapHands& hands, const Box& box) {
    const auto at = place_of(frame.world, frame.plane, hands.walked);
    if (!at) return;
    const Theme& t = frame.theme;
    const render::PxPoint p = frame.view.rig.camera.screen_from_plane(*at);
    const ImVec2 centre(box.min.x + float(p.x), box.min.y + float(p.y));
    const Caption what = caption_of(frame, hands.walked);
    const std::string second = what.words.empty() ? what.detail : what.words + (what.detail.empty() ? "" : ", " + what.detail);
    const float pad = t.px(10), line = t.px(18), most = t.px(360);
    const float width = std::min(most, std::max(text_size(t.fonts.body_strong, what.title).x, text_size(t.fonts.caption, second).x)) + 2 * pad;
    const float height = line * (second.empty() ? 1.0f : 2.0f) + t.px(12), away = t.px(26);
    ImVec2 min(centre.x + away, centre.y - height / 2);
    if (min.x + width > box.max.x) min.x = centre.x - away - width;
    min.y = std::clamp(min.y, box.min.y + t.px(4), std::max(box.min.y + t.px(4), box.max.y - height - t.px(4)));
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddCircle(centre, t.px(20), u32(t.colors.selection_halo), 0, t.px(5));
    list->AddCircle(centre, t.px(20), u32(t.colors.accent), 0, t.px(2.5f));
    const ImVec2 max(min.x + width, min.y + height);
    list->AddRectFilled(min, max, u32(t.colors.surface1), t.px(5));
    list->AddRect(min, max, u32(t.colors.accent), t.px(5));
    draw_text_clipped(list, t.fonts.body_strong, ImVec2(min.x + pad, min.y + t.px(5)), t.colors.text_strong, what.title, width - 2 * pad);
    draw_text_clipped(list, t.fonts.caption, ImVec2(min.x + pad, min.y + t.px(6) + line), t.colors.text_weak, second, width - 2 * pad);
}

namespace {

bool is_work(gis::EntityKind kind) { return kind == gis::EntityKind::report || kind == gis::EntityKind::alert || kind == gis::EntityKind::intervention; }

// What a right click on a crew offers: its status, and somebody missing.
void crew_menu(Frame& frame, gis::CrewId id) {
    const gis::Crew* crew = frame.world.find(id);
    if (!crew) return;
    for (int s = 0; s <= int(gis::CrewStatus::out_of_service); ++s) {
        const auto status = static_cast<gis::CrewStatus>(s);
        const std::string label = frame.tr(look_of(status).key) + "###menu.status." + std::string(gis::name(status));
        if (ImGui::MenuItem(label.c_str(), nullptr, crew->status == status) && crew->status != status)
            frame.out.push(gis::command::SetCrewStatus{id, status});
    }
    ImGui::Separator();
    if (ImGui::MenuItem((frame.tr("desk.do.absence") + "###menu.absence").c_str())) {
        frame.view.dialog_crew = id;
        frame.view.dialog = Dialog::absence;
    }
    ImGui::Separator();
}

} // namespace

void draw_map_menu(Frame& frame, MapHands& hands) {
    if (!ImGui::BeginPopup("map.menu")) return;
    const auto lonlat = hands.menu_at ? frame.plane.lonlat_from_plane(*hands.menu_at) : std::nullopt;
    if (!lonlat) ImGui::CloseCurrentPopup();
    if (lonlat) {
        const bool on_work = is_work(hands.menu_on.kind) && frame.world.find(hands.menu_on);
        if (hands.menu_on.kind == gis::EntityKind::crew) crew_menu(frame, gis::CrewId{hands.menu_on.id});
        const std::string nearest = on_work ? frame.tr({"panels.menu.crews_for", {{"what", caption_of(frame, hands.menu_on).title}}}) : frame.tr("panels.menu.nearest");
        if (ImGui::MenuItem((nearest + "###menu.nearest").c_str(), "P")) {
            frame.view.nearest_place = lonlat;
            frame.view.nearest_for = on_work ? hands.menu_on : gis::EntityRef{};
            frame.view.nearest_open = true;
        }
        if (ImGui::MenuItem((frame.tr("panels.menu.new_report") + "###menu.new_report").c_str(), "N")) {
            frame.view.report_form_place = lonlat;
            frame.view.report_form_address = frame.gazetteer.address_at(*hands.menu_at);
            frame.view.report_form_open = true;
        }
        if (ImGui::MenuItem((frame.tr("panels.menu.copy") + "###menu.copy").c_str()))
            frame.ask.clipboard = fmt::format("{:.6f}, {:.6f} (WGS 84) {:.1f} {:.1f} (EPSG:{})", lonlat->lat, lonlat->lon, hands.menu_at->x, hands.menu_at->y, frame.plane.epsg());
        draw_closing(frame, *hands.menu_at);
    }
    ImGui::EndPopup();
}

void draw_stack(Frame& frame, MapHands& hands) {
    if (!ImGui::BeginPopup("map.stack")) return;
    caption(frame.theme, frame.tr({"panels.map.stacked", {{"n", std::to_string(hands.stack.size())}}}));
    for (const gis::EntityRef ref : hands.stack) {
        const Caption c = caption_of(frame, ref);
        if (!popup_row(frame.theme, fmt::format("stack.{}.{}", int(ref.kind), ref.id), c, c.words)) continue;
        select(frame.view, ref, ImGui::GetIO().KeyCtrl);
        ImGui::CloseCurrentPopup();
    }
    ImGui::EndPopup();
}

} // namespace vigie::panels
