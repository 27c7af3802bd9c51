#include <algorithm>
#include <functional>

#include "gis/model/words.hpp"
#include "gis/model/zone.hpp"
#include "panels/dock/dock_parts.hpp"
#include "panels/forms/typed_time.hpp"
#include "panels/inspect/gestures.hpp"
#include "panels/left/saved_filters.hpp"
#include "panels/map/map_hands.hpp"
#include "panels/lists/csv.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/field.hpp"

namespace vigie::panels {

namespace {

constexpr float bar_height = 34, tool_size = 28, field_width = 220;

void begin_popup_look(const Theme& t) {
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(t.px(12), t.px(10)));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(t.px(8), t.px(6)));
}
void end_popup_look() { ImGui::PopStyleVar(2); }

void filter_popup(Frame& frame, BottomDockState& state, const ListView* list) {
    begin_popup_look(frame.theme);
    if (ImGui::BeginPopup("dock.filter")) {
        const bool fresh = ImGui::IsWindowAppearing();
        section_header(frame.theme, frame.tr("desk.filter.title"));
        search_field(frame.theme, "###dock.find", frame.view.filter.text,
                     {.hint = frame.tr("desk.find"), .icon = "filter_list", .width = field_width, .focus = fresh});
        if (ImGui::IsKeyPressed(ImGuiKey_Enter, false) && state.filter_name.empty()) ImGui::CloseCurrentPopup();
        check_field(frame.theme, (frame.tr("desk.filter.open_only") + "###filter.open_only").c_str(), frame.view.filter.open_only);
        check_field(frame.theme, (frame.tr("desk.filter.today") + "###filter.today").c_str(), frame.view.filter.today_only);
        if (frame.view.bottom_tab == BottomTab::interventions)
            check_field(frame.theme, (frame.tr("filters.arbitrate") + "###filter.to_arbitrate").c_str(), frame.view.filter.to_arbitrate);
        if (frame.view.filter.active_count() > 0 && link(frame.theme, (frame.tr("desk.empty.clear_filters") + "###filter.clear").c_str()))
            frame.view.filter = {};
        if (list) {
            const SavedFilter now{.name = {}, .list = std::string(list->model.spec().id), .filter = frame.view.filter, .backlog = {}};
            if (const auto recalled = draw_saved_filters(frame, state.filter_name, now, 300)) {
                frame.view.filter = recalled->filter;
                ImGui::CloseCurrentPopup();
            }
        }
        ImGui::EndPopup();
    }
    end_popup_look();
}

void columns_popup(Frame& frame, ListView& list) {
    begin_popup_look(frame.theme);
    if (ImGui::BeginPopup("dock.columns")) {
        section_header(frame.theme, frame.tr("desk.columns.title"));
        const auto& columns = list.model.spec().columns;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const std::string id(columns[i].id);
            bool shown = !list.hidden.contains(i);
            const bool last = shown && list.hidden.size() + 1 == columns.size();
            if (!check_field(frame.theme, (frame.tr("desk.column." + id) + "###column." + id).c_str(), shown,
                             last ? frame.tr("desk.columns.keep_one") : std::string{}))
                continue;
            if (shown) list.hidden.erase(i);
            else list.hidden.insert(i);
        }
        ImGui::EndPopup();
    }
    end_popup_look();
}

// « 2 dépassés, 3 à tenir aujourd’hui, » before the count of what is listed.
std::string clock_words(const Frame& frame, const ListView& list) {
    if (list.model.spec().kind != gis::EntityKind::report || frame.view.time_cursor) return {};
    const gis::Time tonight = gis::utc_from_local(gis::LocalTime(gis::local_day(frame.now, frame.zone) + std::chrono::days{1}), frame.zone);
    std::size_t late = 0, today = 0;
    for (const std::uint64_t id : list.model.ids()) {
        const gis::Report* r = frame.world.find(gis::ReportId{id});
        if (!r || !r->due_at || !gis::is_open(r->state) || *r->due_at >= tonight) continue;
        ++(*r->due_at < frame.now ? late : today);
    }
    std::string words;
    if (late > 0) words += frame.tr(gis::Text{"desk.count.late", {{"n", std::to_string(late)}}}) + ", ";
    if (today > 0) words += frame.tr(gis::Text{"desk.count.today", {{"n", std::to_string(today)}}}) + ", ";
    return words;
}

std::string count_words(const Frame& frame, const ListView& list) {
    const auto& column = list.model.spec().columns[static_cast<std::size_t>(std::max(0, list.sort.column))];
    std::string sorted = frame.tr("desk.sorted." + std::string(column.id));
    return clock_words(frame, list) + frame.tr(gis::Text{"desk.count", {{"shown", frame.language.number(double(list.model.ids().size()))},
                                             {"all", frame.language.number(double(list.model.total()))},
                                             {"sort", std::move(sorted)}}});
}

} // namespace

void export_list(Frame& frame, BottomDockState& state, const ListView& list) {
    const ListContext context = list_context(frame, state.work);
    std::vector<std::size_t> columns;
    for (std::size_t i = 0; i < list.model.spec().columns.size(); ++i)
        if (!list.hidden.contains(i)) columns.push_back(i);
    const std::string content = csv_of(context, list.model.spec(), list.model.ids(), columns);
    const auto local = gis::local_from_utc(frame.now, frame.zone);
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const std::chrono::year_month_day date{day};
    const auto minutes = std::chrono::floor<std::chrono::minutes>(local - day);
    std::string stamp = typed_date(date) + ' ' + typed_clock(minutes);
    for (char& c : stamp)
        if (c == '/' || c == ':') c = '-';
    const std::string name = frame.tr("desk.tab." + std::string(list.model.spec().id)) + ' ' + stamp;
    const auto written = write_new_file(documents_folder(), name, content);
    Toast toast;
    toast.at = frame.now;
    if (written.ok()) {
        toast.text = {"desk.export.done", {{"n", std::to_string(list.model.ids().size())}, {"path", written.value().string()}}};
    } else {
        toast.level = gis::Severity::error;
        toast.text = written.error().text;
        toast.detail = written.error().remedy;
    }
    frame.ask.toasts.push_back(std::move(toast));
}

void draw_dock_tools(Frame& frame, BottomDockState& state, float left) {
    const Theme& t = frame.theme;
    const ImVec2 corner = ImGui::GetWindowPos();
    const float right = corner.x + ImGui::GetWindowWidth() - t.px(6), middle = corner.y + t.px(bar_height) / 2;
    ListView* list = list_of(state, frame.view.bottom_tab);
    float x = right;
    const auto tool = [&](const char* id, std::string_view icon, std::string_view tip, bool on, const std::string& blocked) {
        x -= t.px(tool_size);
        ImGui::SetCursorScreenPos(ImVec2(x, middle - t.px(tool_size) / 2));
        return icon_button(t, id, icon, tip, {.size = tool_size, .chosen = on, .blocked = blocked});
    };
    const bool open = frame.view.bottom_open;
    if (tool("dock.fold", open ? "expand_more" : "expand_less", frame.tr(open ? "desk.fold" : "desk.unfold"), false, {}))
        frame.view.bottom_open = !open;
    if (frame.view.bottom_tab == BottomTab::table) return;  // has its own line of tools
    const std::string empty = !list || list->model.ids().empty() ? frame.tr("desk.export.nothing") : std::string{};
    if (tool("dock.export", "file_download", frame.tr("desk.export"), false, empty) && list) export_list(frame, state, *list);
    if (tool("dock.columns_button", "view_column", frame.tr("desk.columns"), false, list ? std::string{} : frame.tr("desk.columns.none")))
        ImGui::OpenPopup("dock.columns");
    const bool find = std::exchange(frame.view.find_in_list, false);
    if (tool("dock.filter_button", "filter_list", frame.tr("desk.filter"), frame.view.filter.active_count() > 0, {}) || find)
        ImGui::OpenPopup("dock.filter");
    if (frame.view.bottom_tab == BottomTab::alerts && tool("dock.alert_rules", "edit_note", frame.tr("action.alert.rules"), false, {})) frame.view.alerting_open = true;
    filter_popup(frame, state, list);
    if (list) columns_popup(frame, *list);
    std::string words = list ? count_words(frame, *list) : std::string{};
    // On a narrow dock what is late is said, not how many are listed: the tab says that.
    if (list && x - t.px(8) - text_size(t.fonts.caption, words).x <= left)
        if (words = clock_words(frame, *list); words.ends_with(", ")) words.resize(words.size() - 2);
    const float words_width = text_size(t.fonts.caption, words).x;
    if (x - t.px(8) - words_width > left)
        draw_text(ImGui::GetWindowDrawList(), t.fonts.caption,
                  ImVec2(x - t.px(8) - words_width, middle - t.fonts.caption->FontSize / 2), t.colors.text_weak, words);
}

namespace {

void change_state_popup(Frame& frame) {
    const auto& chosen = frame.view.selection.entities;
    begin_popup_look(frame.theme);
    if (ImGui::BeginPopup("several.state")) {
        for (int s = 0; s <= int(gis::ReportState::forwarded); ++s) {
            const auto state = static_cast<gis::ReportState>(s);
            if (report_state_blocked(frame.world, chosen, state)) continue;
            const bool asks = state == gis::ReportState::rejected || state == gis::ReportState::forwarded ||
                              state == gis::ReportState::reopened || state == gis::ReportState::duplicate;
            if (asks) continue;   // these ask for a reason or for the one to keep: they have their own buttons
            const StatusLook look = look_of(state);
            if (button(frame.theme, (frame.tr(look.key) + "###several.state." + std::to_string(s)).c_str(),
                       {.kind = ButtonKind::quiet, .width = 180})) {
                frame.out.push(set_report_state(frame.world, chosen, state, {}));
                ImGui::CloseCurrentPopup();
            }
        }
        ImGui::EndPopup();
    }
    end_popup_look();
}

} // namespace

namespace {

// What can be done with several reports, alerts and interventions at once.
void work_buttons(Frame& frame, const std::function<bool(const char* key, const char* id, const Reason& reason)>& press) {
    const auto& chosen = frame.view.selection.entities;
    const bool alerts = std::ranges::any_of(chosen, [](gis::EntityRef ref) { return ref.kind == gis::EntityKind::alert; });
    if (alerts && press("desk.do.take_alert", "several.take", take_alert_blocked(frame.world, chosen))) frame.out.push(take_alerts(frame.world, chosen));
    if (press("desk.do.assign", "several.assign", assign_blocked(frame.world, chosen))) frame.view.dialog = Dialog::assign;
    if (press("desk.do.create", "several.create", create_blocked(frame.world, chosen)))
        frame.out.push(create_intervention(frame.world, frame.catalog, chosen, frame.language.code()));
    if (link_target(chosen) && press("work.do.link", "several.link", link_blocked(frame.world, chosen))) frame.out.push(link_work(frame.world, chosen));
    if (press("desk.do.change_state", "several.change", qualify_blocked(frame.world, chosen))) ImGui::OpenPopup("several.state");
    if (press("desk.do.merge", "several.merge", merge_blocked(frame.world, chosen))) frame.view.dialog = Dialog::merge;
}

} // namespace

void draw_selection_bar(Frame& frame, float left) {
    const Theme& t = frame.theme;
    const auto& chosen = frame.view.selection.entities;
    const ImVec2 corner = ImGui::GetWindowPos();
    const float middle = corner.y + t.px(bar_height) / 2, right = corner.x + ImGui::GetWindowWidth() - t.px(6);
    const auto words = [&](const Reason& reason) { return reason ? frame.tr(*reason) : std::string{}; };
    const std::string count = frame.tr(gis::Text{"desk.several", {{"n", std::to_string(frame.view.selection.count())}}});
    ImGui::SetCursorScreenPos(ImVec2(left + t.px(10), middle - t.px(12)));
    const float text_width = text_size(t.fonts.caption_strong, count).x;
    draw_text(ImGui::GetWindowDrawList(), t.fonts.caption_strong, ImVec2(left + t.px(10), middle - t.fonts.caption_strong->FontSize / 2),
              t.colors.text_strong, count);
    ImGui::SetCursorScreenPos(ImVec2(left + t.px(18) + text_width, middle - t.px(12)));
    const auto press = [&](const char* key, const char* id, const Reason& reason) {
        const std::string label = frame.tr(key) + "###" + id;
        const float width = text_size(t.fonts.caption, label.substr(0, label.find("##"))).x + t.px(16);
        if (ImGui::GetCursorScreenPos().x + width > right - t.px(32)) return false;
        const std::string blocked = words(reason);
        const bool pressed = button(t, label.c_str(), {.height = 24, .blocked = blocked});
        ImGui::SameLine(0, t.px(4));
        return pressed;
    };
    if (press("table.zoom", "several.zoom", {}))
        if (const gis::PlaneBox box = selection_box(frame); !box.empty()) frame.view.rig.fly_to(box, double(t.px(80)));
    if (!frame.view.selection.features.empty()) {
        const std::string& layer = frame.view.selection.features.rbegin()->first;
        if (press("table.open", "several.table", {})) open_table(frame, layer);
        if (press("table.export", "several.export", {})) frame.view.table_layer = layer, frame.view.export_open = true;
    }
    if (!chosen.empty()) work_buttons(frame, press);
    change_state_popup(frame);
    ImGui::SetCursorScreenPos(ImVec2(right - t.px(28), middle - t.px(14)));
    if (icon_button(t, "several.clear", "close", frame.tr("desk.several.clear"), {.size = 28})) frame.view.selection = {};
}

} // namespace vigie::panels
