#include "panels/shell.hpp"

#include <algorithm>

#include <imgui.h>
#include <imgui_internal.h>

#include "panels/alerting/alerting_dialog.hpp"
#include "panels/attributes/export_dialog.hpp"
#include "panels/bottom_dock.hpp"
#include "panels/color_vision.hpp"
#include "panels/command_table.hpp"
#include "panels/council/council_workspace.hpp"
#include "panels/dialogs/notice_list.hpp"
#include "panels/dialogs/settings_dialog.hpp"
#include "panels/dialogs/toast_shelf.hpp"
#include "panels/energy/energy_workspace.hpp"
#include "panels/files/commune_assistant.hpp"
#include "panels/files/file_picker.hpp"
#include "panels/inspect/work_regions.hpp"
#include "panels/files/service_form.hpp"
#include "panels/inspector.hpp"
#include "panels/left_dock.hpp"
#include "panels/map_panel.hpp"
#include "panels/palette/palette.hpp"
#include "panels/planning_workspace.hpp"
#include "panels/region.hpp"
#include "panels/sources/sources_workspace.hpp"
#include "panels/status_bar.hpp"
#include "panels/top_bar.hpp"

namespace vigie::panels {

bool Selection::contains(gis::EntityRef ref) const {
    return std::find(entities.begin(), entities.end(), ref) != entities.end();
}

std::size_t Selection::count() const {
    std::size_t n = entities.size();
    for (const auto& [layer, set] : features) n += set->size();
    return n + (features.empty() && feature ? 1 : 0);
}

int Filter::active_count() const {
    return int(!quartier.empty()) + int(!domains.empty()) + int(max_severity < 6) + int(today_only) + int(!open_only) +
           int(!text.empty()) + int(to_arbitrate);
}

struct Shell::Impl {
    TopBarState top;
    StatusBarState status;
    LeftDockState left;
    MapPanelState map;
    BottomDockState bottom;
    InspectorState inspector;
    PlanningState planning;
    EnergyState energy;
    CouncilState council;
    SourcesState sources;
    ExportDialog exporting;
    ServiceForm service;
    CommuneAssistant assistant;
    AlertingDialog alerting;
    Palette palette;
    ToastShelf toasts;
    bool popup_open = false;
    FilePicker files;
    KeyPresses presses;
    int zone = 2;  // that had the keyboard last
};

Shell::Shell() : impl_(std::make_unique<Impl>()) {}
Shell::~Shell() = default;

namespace {

constexpr float top_bar_height = 48, status_bar_height = 26, bottom_folded_height = 34;

// The fixed layout of INTERFACE.md §1, in screen px.
struct Layout {
    Box top, status, middle, left, map, bottom, right;
    bool inspector_overlays = false;
};

Layout layout_of(const Theme& theme, const ViewState& view, const Box& screen, bool inspecting) {
    const float line = 1, s = theme.scale;
    Layout l;
    l.top = {screen.min, {screen.max.x, screen.min.y + theme.px(top_bar_height)}};
    l.status = {{screen.min.x, screen.max.y - theme.px(status_bar_height)}, screen.max};
    l.middle = {{screen.min.x, l.top.max.y + line}, {screen.max.x, l.status.min.y - line}};
    const bool folded = screen.width() / s < 1100, narrow = screen.width() / s < 1366;
    const float left = view.left_open && !folded ? theme.px(std::clamp(view.left_width, 240.0f, 360.0f)) : 0;
    // Where the inspector would take the map's room, it only comes when it has something to say.
    const float right = view.right_open && (inspecting || !narrow) ? theme.px(std::clamp(view.right_width, 320.0f, 480.0f)) : 0;
    const float most = std::max(theme.px(bottom_folded_height), l.middle.height() - theme.px(240));
    const float bottom = view.bottom_open ? std::min(theme.px(view.bottom_height), most) : theme.px(bottom_folded_height);
    l.inspector_overlays = narrow && right > 0;
    l.left = {l.middle.min, {l.middle.min.x + left, l.middle.max.y}};
    l.right = {{l.middle.max.x - right, l.middle.min.y}, l.middle.max};
    const float map_left = left > 0 ? l.left.max.x + line : l.middle.min.x;
    const float map_right = right > 0 && !l.inspector_overlays ? l.right.min.x - line : l.middle.max.x;
    // An inspector over the map's edge must not cover the lists.
    const float bottom_right = right > 0 ? l.right.min.x - line : l.middle.max.x;
    l.bottom = {{map_left, l.middle.max.y - bottom}, {bottom_right, l.middle.max.y}};
    l.map = {{map_left, l.middle.min.y}, {map_right, l.bottom.min.y - line}};
    return l;
}

void draw_map_workspace(Frame& frame, Shell::Impl& impl, const Layout& l) {
    const Colors& c = frame.theme.colors;
    begin_region("map", l.map, c.surface0);
    draw_map_panel(frame, impl.map, l.map, l.inspector_overlays ? l.map.max.x - l.right.min.x : 0);
    end_region();
    begin_region("bottom", l.bottom, c.surface1);
    draw_bottom_dock(frame, impl.bottom);
    end_region();
    if (l.left.width() > 0) {
        begin_region("left", l.left, c.surface1);
        draw_left_dock(frame, impl.left, l.left);
        end_region();
    }
    if (l.right.width() > 0) {
        begin_region("inspector", l.right, c.surface1);
        // ImGui paints a child's ground into the parent's list, under the map: an inspector over the map paints its own.
        if (l.inspector_overlays) ImGui::GetWindowDrawList()->AddRectFilled(l.right.min, l.right.max, u32(c.surface1));
        draw_inspector(frame, impl.inspector);
        end_region();
    }
    impl.map.drag.draw(frame);
}

// F6 walks through the fixed zones: the next one takes the keyboard.
void move_focus(ViewState& view, int& zone) {
    constexpr const char* zones[] = {"shell/top", "shell/left", "shell/map", "shell/bottom", "shell/inspector", "planning.backlog", "board.lanes", "planning.right", "energy.row", "energy.ranking", "energy.leak", "energy.centre", "energy.map_box", "energy.findings", "council.scenes", "council.preview", "council.notes"};
    if (view.focus_zone == -1) return;
    constexpr int count = static_cast<int>(std::size(zones));
    const int step = view.focus_zone == -2 ? count - 1 : 1;
    view.focus_zone = -1;
    ImGuiContext& g = *ImGui::GetCurrentContext();
    for (int tried = 0; tried < count; ++tried) {
        zone = (zone + step) % count;
        for (ImGuiWindow* window : g.Windows) {
            const std::string_view name = window->Name, wanted = zones[zone];
            const bool named = wanted.starts_with("shell/") ? name.starts_with(wanted) : name.find(std::string("/") + zones[zone] + "_") != name.npos && name.find('/', name.find(wanted)) == name.npos;
            if (!named || !window->WasActive) continue;
            ImGui::FocusWindow(window);
            ImGui::NavInitWindow(window, true);
            g.NavDisableHighlight = false;
            return;
        }
    }
}

// Escape peels one thing at a time: drag, tool, popup (their own), selection, filter.
// `popup_open`: one was open when the last frame ended, and Escape is its own.
void peel(Frame& frame, MapEdit& edit, bool& popup_open) {
    ViewState& view = frame.view;
    if (std::exchange(popup_open, ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup))) return;
    if (!ImGui::IsKeyPressed(ImGuiKey_Escape, false) || ImGui::GetIO().WantTextInput) return;
    const bool something_open = view.palette_open || view.settings_open || view.help_open || view.notices_open || view.report_form_open ||
                                view.nearest_open || view.export_open || view.service_open || view.public_data_open || view.alerting_open || view.dialog != Dialog::none || ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup);
    if (something_open) return;
    if (edit.give_up(frame)) return;
    if (view.dragged) view.dragged = {};
    else if (view.asset_form) view.asset_form = {};
    else if (view.tool != MapTool::pointer) view.tool = MapTool::pointer;
    else if (!view.selection.empty()) view.selection = {};
    else if (view.filter.active_count() > 0) view.filter = {};
}

void draw_over(Frame& frame, Shell::Impl& impl, const Layout& l) {
    impl.toasts.draw(frame, frame.view.workspace == Workspace::map ? l.map : l.middle);
    draw_notice_list(frame, l.top);
    peel(frame, impl.map.hands.edit, impl.popup_open);
    if (frame.view.palette_open) {
        const ImVec2 low = l.top.min, high = l.status.max;
        ImGui::SetNextWindowPos(low);
        ImGui::SetNextWindowSize(ImVec2(high.x - low.x, high.y - low.y));
        ImGui::PushStyleColor(ImGuiCol_WindowBg, u32(frame.theme.colors.scrim));
        ImGui::Begin("scrim", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav);
        ImGui::End();
        ImGui::PopStyleColor();
    }
    impl.palette.draw(frame, frame.view.workspace == Workspace::map ? l.map : l.middle);
    draw_settings_dialog(frame);
    draw_help_sheet(frame);
    impl.files.draw(frame);
}

} // namespace

void Shell::draw(Frame& frame) {
    const ImGuiViewport* viewport = ImGui::GetMainViewport();
    const Box screen{viewport->Pos, ImVec2(viewport->Pos.x + viewport->Size.x, viewport->Pos.y + viewport->Size.y)};
    run_shortcuts(frame, impl_->presses);
    impl_->council.scene.wants_frame = false;  // it says so again where it is drawn
    if (frame.view.projecting) return draw_projection(frame, impl_->council, screen);
    move_focus(frame.view, impl_->zone);
    impl_->sources.traffic.note(frame.sources, frame.now);
    drop_lost_features(frame);
    const bool inspecting = frame.view.report_form_open || !frame.view.selection.empty() || impl_->inspector.pinned;
    const Layout l = layout_of(frame.theme, frame.view, screen, inspecting);
    ImGui::PushFont(frame.theme.fonts.body);
    ImGui::SetNextWindowPos(screen.min);
    ImGui::SetNextWindowSize(viewport->Size);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
    ImGui::PushStyleColor(ImGuiCol_WindowBg, u32(frame.theme.colors.line));  // shows as the pixel between panels
    ImGui::Begin("shell", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                     ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoScrollWithMouse);
    ImGui::PopStyleColor();
    ImGui::PopStyleVar();
    begin_region("top", l.top, frame.theme.colors.surface1);
    draw_top_bar(frame, impl_->top, l.top);
    end_region();
    switch (frame.view.workspace) {
        case Workspace::map: draw_map_workspace(frame, *impl_, l); break;
        case Workspace::planning:
            begin_region("planning", l.middle, frame.theme.colors.surface1);
            draw_planning(frame, impl_->planning);
            end_region();
            break;
        case Workspace::energy: draw_energy(frame, impl_->energy, l.middle); break;
        case Workspace::council: draw_council(frame, impl_->council, l.middle); break;
        case Workspace::sources: draw_sources(frame, impl_->sources, l.middle); break;
    }
    draw_inspector_dialogs(frame, impl_->inspector);
    draw_photo_viewer(frame);
    draw_export(frame, impl_->exporting);
    draw_service_form(frame, impl_->service);
    draw_commune_assistant(frame, impl_->assistant);
    draw_alerting_dialog(frame, impl_->alerting);
    impl_->status.pointer = impl_->map.hands.pointer;
    impl_->status.diagnostics = frame.view.diagnostics;
    begin_region("status", l.status, frame.theme.colors.surface2);
    draw_status_bar(frame, impl_->status, l.status);
    end_region();
    if (!ImGui::IsMouseDown(ImGuiMouseButton_Left)) frame.view.dragged = {};
    ImGui::End();
    draw_over(frame, *impl_, l);
    ImGui::PopFont();
    recolor_windows(frame.view.color_vision);
}

std::optional<int> Shell::wants_frame_in_ms() const {
    std::optional<int> soonest = impl_->toasts.next_change_ms();
    const auto ask = [&](int ms) { soonest = std::min(soonest.value_or(ms), ms); };
    if (impl_->presses.waiting() || impl_->energy.map.rig.moving() || impl_->council.scene.wants_frame) ask(0);
    if (const auto typed = panels::wants_frame_in_ms(impl_->bottom.attributes)) ask(*typed);
    if (const auto hands = impl_->map.hands.wants_frame_in_ms()) ask(*hands);
    const ImGuiContext& g = *ImGui::GetCurrentContext();
    if (g.HoveredId != 0 && g.HoveredIdTimer < 0.5f) ask(100);
    return soonest;
}

} // namespace vigie::panels
