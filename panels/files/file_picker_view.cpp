// How the file dialog looks: places on the left, the way to the folder above, its entries, what will happen below.
#include <algorithm>
#include <chrono>

#include <imgui.h>
#include <imgui_internal.h>

#include "panels/files/file_picker.hpp"
#include "panels/files/file_words.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/feedback.hpp"
#include "panels/widgets/field.hpp"
#include "panels/widgets/icon.hpp"
#include "panels/widgets/table.hpp"

namespace vigie::panels {

namespace fs = std::filesystem;

namespace {

constexpr const char* popup = "###files.dialog";
constexpr float dialog_width = 860, dialog_height = 560, places_width = 190;

const char* title_key(FileTask task, gis::SheetKind kind) {
    switch (task) {
        case FileTask::none:
        case FileTask::add_files: return "panels.files.add_title";
        case FileTask::open_commune: return "panels.files.open_title";
        case FileTask::add_photos: return "photo.files_title";
        case FileTask::add_readings: return "metering.files_title";
        case FileTask::create_commune: return "panels.files.create_title";
        case FileTask::save_sheets: return kind == gis::SheetKind::week ? "paper.save_title_week" : kind == gis::SheetKind::calendar ? "paper.save_title_calendar" : kind == gis::SheetKind::field ? "paper.save_title_field" : "paper.save_title";
    }
    return "panels.files.add_title";
}

gis::Time time_of(fs::file_time_type file_time) {
    return std::chrono::time_point_cast<gis::Millis>(fs::file_time_type::clock::to_sys(file_time));
}

bool place_row(const Theme& t, const char* id, std::string_view icon, const std::string& name, float width, bool here) {
    const ImVec2 at = ImGui::GetCursorScreenPos(), max(at.x + width, at.y + t.px(30));
    const bool pressed = ImGui::InvisibleButton(id, ImVec2(width, t.px(30)));
    ImDrawList* list = ImGui::GetWindowDrawList();
    if (here || ImGui::IsItemHovered()) list->AddRectFilled(at, max, u32(here ? t.colors.accent_veil : t.colors.row_hover), t.px(5));
    focus_ring(t, at, max, t.px(5));
    const float middle = (at.y + max.y) / 2;
    draw_icon(list, t, ImVec2(at.x + t.px(16), middle), IconSize::normal, here ? t.colors.accent : t.colors.text_weak, icon);
    draw_text_clipped(list, here ? t.fonts.body_strong : t.fonts.body, ImVec2(at.x + t.px(34), middle - t.fonts.body->FontSize / 2), t.colors.text_strong, name, width - t.px(38));
    return pressed;
}

float label_width(const Theme& t, std::string_view label, bool icon = false) {
    return text_size(t.fonts.body_strong, label.substr(0, label.find("##"))).x + t.px(icon ? 52 : 28);
}

} // namespace

const FilePicker::Details& FilePicker::details_of(std::size_t entry) {
    Details& d = details_[entry];
    if (d.known) return d;
    d.known = true;
    const FileEntry& e = listing_.entries[entry];
    std::error_code ec;
    const fs::path path = listing_.folder / e.name;
    if (!e.folder) {
        d.bytes = fs::file_size(path, ec);
        d.has_size = !ec;
    }
    if (const auto changed = fs::last_write_time(path, ec); !ec) d.changed = time_of(changed);
    return d;
}

void FilePicker::draw_places(Frame& frame, float width, float height) {
    const Theme& t = frame.theme;
    ImGui::BeginChild("places", ImVec2(width, height));
    for (const FilePlace& place : frame.file_places) {
        const std::string id = "###files.place." + std::to_string(&place - frame.file_places.data());
        if (place_row(t, id.c_str(), place.icon, frame.tr(place.name), width - t.px(8), place.folder == listing_.folder)) enter(place.folder);
        tooltip_for_last_item(t, place.folder.string());
    }
    ImGui::EndChild();
}

// The folders on the way, as many of the last ones as have room.
void FilePicker::draw_crumbs(Frame& frame) {
    const Theme& t = frame.theme;
    const std::vector<Crumb> crumbs = crumbs_of(listing_.folder);
    const std::string up = frame.tr("panels.files.parent");
    if (icon_button(t, "###files.parent", "arrow_upward", up, {.blocked = crumbs.size() < 2 ? std::string_view(up) : std::string_view{}, .key = "\u2190"}))
        return enter(fs::path(listing_.folder).parent_path(), fs::path(listing_.folder).filename().string());
    float room = ImGui::GetContentRegionAvail().x - t.px(40);
    std::size_t first = crumbs.size();
    while (first > 0 && (first == crumbs.size() || room > 0)) room -= label_width(t, crumbs[--first].name) + t.px(10);
    if (room <= 0 && first + 1 < crumbs.size()) ++first;
    for (std::size_t i = first; i < crumbs.size(); ++i) {
        ImGui::SameLine(0, t.px(2));
        const bool last = i + 1 == crumbs.size();
        const std::string label = ellipsized(t.fonts.body, crumbs[i].name, t.px(260)) + "###files.crumb." + std::to_string(crumbs.size() - 1 - i);
        if (button(t, label.c_str(), {.kind = ButtonKind::quiet, .tooltip = crumbs[i].folder.string()}) && !last) return enter(crumbs[i].folder, crumbs[i + 1].name);
        if (last) break;
        ImGui::SameLine(0, t.px(2));
        const ImVec2 at = ImGui::GetCursorScreenPos();
        draw_icon(ImGui::GetWindowDrawList(), t, ImVec2(at.x + t.px(8), at.y + t.px(15)), IconSize::small, t.colors.text_weak, "chevron_right");
        ImGui::Dummy(ImVec2(t.px(16), t.px(30)));
    }
}

void FilePicker::draw_list(Frame& frame, float height) {
    const Theme& t = frame.theme;
    if (rows_.empty() || (listing_.trouble && listing_.entries.empty())) {
        ImGui::BeginChild("nothing", ImVec2(0, height));
        const bool hides = !listing_.entries.empty() && !all_;
        const std::string sentence = listing_.trouble ? frame.tr(*listing_.trouble) : frame.tr(hides ? "panels.files.none_readable" : "panels.files.empty");
        empty_state(t, {.icon = "inbox", .sentence = sentence});
        ImGui::EndChild();
        return;
    }
    TableSpec spec;
    spec.height = height / t.scale;
    spec.columns = {{frame.tr("panels.files.column.name") + "###name", 300, true, false, false},
                    {frame.tr("panels.files.column.size") + "###size", 90, false, true, false},
                    {frame.tr("panels.files.column.changed") + "###changed", 150, false, true, false}};
    spec.rows = rows_.size();
    spec.selected = [&](std::size_t row) { return chosen_.contains(listing_.entries[rows_[row]].name); };
    spec.row_id = [&](std::size_t row) { return "file." + listing_.entries[rows_[row]].name; };
    spec.scroll_to = std::exchange(scroll_to_, -1);
    spec.cell = [&](std::size_t row, int column, const CellBox& box) {
        const FileEntry& e = listing_.entries[rows_[row]];
        const Details& d = details_of(rows_[row]);
        if (column == 0) cell_icon_text(t, box, e.folder ? "folder" : e.readable ? "layers" : "description", e.name);
        else if (column == 1 && d.has_size) cell_number(t, box, file_size_words(frame.language, d.bytes));
        else if (column == 2 && d.changed) cell_number(t, box, frame.language.moment(*d.changed, frame.now, frame.zone));
        if (column == 0 && static_cast<long>(row) == cursor_)
            ImGui::GetWindowDrawList()->AddRectFilled(ImVec2(box.left - t.px(8), box.middle - t.px(13)), ImVec2(box.left - t.px(5), box.middle + t.px(12)), u32(t.colors.accent));
    };
    ImGui::PushItemFlag(ImGuiItemFlags_NoNav, true);  // one place for the keyboard, not ten thousand
    const TableEvents events = table(t, "files", spec);
    ImGui::PopItemFlag();
    if (events.clicked >= 0) choose_row(events.clicked, events.ctrl, events.shift);
    if (events.double_clicked >= 0 && task_ != FileTask::create_commune) accept(frame);
    else if (events.double_clicked >= 0 && at_cursor() != nullptr && at_cursor()->folder) enter(listing_.folder / at_cursor()->name);
}

void FilePicker::draw_name(Frame& frame) {
    const Theme& t = frame.theme;
    const std::string label = frame.tr("panels.files.commune_name"), error = error_.empty() ? std::string{} : frame.tr(error_);
    const std::string help = new_file().empty() ? frame.tr("panels.files.name_help") : frame.tr({"panels.files.will_be", {{"path", new_file().string()}}});
    if (text_field(t, "###files.name", name_, {.label = label, .hint = "Valmont-sur-Aude", .error = error, .help = help, .focus = frame_count_ == 2})) error_.clear();
}

void FilePicker::draw_foot(Frame& frame) {
    const Theme& t = frame.theme;
    const bool adding = task_ == FileTask::add_files;
    const bool saving = task_ == FileTask::save_sheets, choosing = task_ != FileTask::create_commune && !saving;
    if (choosing) {
        const std::string all = frame.tr("panels.files.all") + "###files.all";
        if (check_field(t, all.c_str(), all_)) refill();
    }
    const FileEntry* e = at_cursor();
    const bool folder = choosing && e != nullptr && e->folder && chosen_.size() <= 1;
    const std::string no = frame.tr("desk.cancel") + "###files.cancel", whole = frame.tr("panels.files.whole_folder") + "###files.whole",
                      yes = frame.tr(saving ? "paper.save_here" : task_ == FileTask::create_commune ? "panels.files.create" : folder ? "panels.files.enter" : "panels.files.open") + "###files.accept";
    float width = label_width(t, no) + label_width(t, yes) + t.px(8);
    if (adding) width += label_width(t, whole) + t.px(8);
    if (choosing) ImGui::SameLine();
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + std::max(0.0f, ImGui::GetContentRegionAvail().x - width));
    if (button(t, no.c_str(), {.kind = ButtonKind::quiet, .width = label_width(t, no) / t.scale, .height = 34})) done_ = true;
    ImGui::SameLine(0, t.px(8));
    if (adding) {
        const std::string about = frame.tr("panels.files.whole_folder_tip");
        if (button(t, whole.c_str(), {.width = label_width(t, whole) / t.scale, .height = 34, .tooltip = about})) open_whole_folder(frame);
        ImGui::SameLine(0, t.px(8));
    }
    const std::string blocked = !choosing || !chosen_.empty() ? saving && listing_.trouble ? frame.tr("panels.files.no_folder") : std::string{} : frame.tr("panels.files.choose_first");
    if (button(t, yes.c_str(), {.kind = ButtonKind::primary, .width = label_width(t, yes) / t.scale, .height = 34, .blocked = blocked})) saving ? save_here(frame) : accept(frame);
}

void FilePicker::draw(Frame& frame) {
    if (frame.view.file_task == FileTask::none) return;
    if (task_ != frame.view.file_task) {
        if (frame.file_places.empty() && !std::exchange(waited_, true)) return;  // app looks for them when it sees the task
        waited_ = false;
        begin(frame);
    }
    const Theme& t = frame.theme;
    const ImGuiViewport* screen = ImGui::GetMainViewport();
    if (!ImGui::IsPopupOpen(popup)) ImGui::OpenPopup(popup);
    ImGui::SetNextWindowPos(screen->GetCenter(), ImGuiCond_Always, ImVec2(0.5f, 0.5f));
    ImGui::SetNextWindowSize(ImVec2(std::min(t.px(dialog_width), screen->Size.x - 24), std::min(t.px(dialog_height), screen->Size.y - 24)));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(t.px(16), t.px(14)));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, t.px(8));
    if (ImGui::BeginPopupModal(popup, nullptr, ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoScrollbar)) {
        if (frame_count_ < 3) ++frame_count_, ImGui::GetCurrentContext()->NavDisableHighlight = true;
        text_item(t.fonts.title, t.colors.text_strong, frame.tr(title_key(task_, frame.view.sheets.kind)));
        ImGui::Dummy(ImVec2(0, t.px(2)));
        draw_crumbs(frame);
        const float foot = t.px(task_ == FileTask::create_commune ? 126 : 46), height = std::max(t.px(80), ImGui::GetContentRegionAvail().y - foot);
        const float side = std::min(t.px(places_width), ImGui::GetContentRegionAvail().x * 0.3f);
        draw_places(frame, side, height);
        ImGui::SameLine();
        ImGui::BeginChild("content", ImVec2(0, height));
        draw_list(frame, height);
        ImGui::EndChild();
        if (task_ == FileTask::create_commune) draw_name(frame);
        draw_foot(frame);
        keys(frame);
        if (done_) {
            task_ = frame.view.file_task = FileTask::none;
            ImGui::CloseCurrentPopup();
        }
        ImGui::EndPopup();
    }
    ImGui::PopStyleVar(2);
}

} // namespace vigie::panels
