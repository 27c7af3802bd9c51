#include "panels/files/file_picker.hpp"
#include "panels/widgets/field.hpp"

#include <algorithm>

#include <imgui.h>
#include <imgui_internal.h>

namespace vigie::panels {

namespace fs = std::filesystem;

namespace {

constexpr double typing_pause_s = 1;     // after which a letter begins a new word
constexpr long page = 12;

bool takes_several(FileTask task) { return task == FileTask::add_files || task == FileTask::add_photos || task == FileTask::add_readings; }

// A button reached with Tab keeps Enter and Space for itself.
bool on_a_button() {
    const ImGuiContext& g = *ImGui::GetCurrentContext();
    return g.NavId != 0 && !g.NavDisableHighlight && g.NavWindow != nullptr;
}

} // namespace

void FilePicker::begin(Frame& frame) {
    task_ = frame.view.file_task;
    all_ = done_ = false;
    typed_.clear();
    name_.clear();
    error_.clear();
    frame_count_ = 0;
    std::error_code ec;
    fs::path folder = frame.settings.last_folder;
    if (folder.empty() || !fs::is_directory(folder, ec)) folder = frame.file_places.empty() ? fs::path("/") : frame.file_places.front().folder;
    enter(folder);
}

void FilePicker::enter(const fs::path& folder, std::string_view then_on) {
    listing_ = list_folder(folder);
    refill();
    const auto row = std::ranges::find_if(rows_, [&](std::size_t i) { return listing_.entries[i].name == then_on; });
    if (row != rows_.end()) move_cursor(row - rows_.begin(), false);
}

void FilePicker::refill() {
    rows_ = task_ == FileTask::add_photos ? shown_pictures(listing_, all_)
                                          : shown_entries(listing_, task_ != FileTask::add_files && task_ != FileTask::add_readings, task_ == FileTask::create_commune || task_ == FileTask::save_sheets, all_);
    details_.assign(listing_.entries.size(), {});
    chosen_.clear();
    cursor_ = anchor_ = -1;
    if (!rows_.empty()) move_cursor(0, false);
}

const FileEntry* FilePicker::at_cursor() const {
    return cursor_ >= 0 && cursor_ < static_cast<long>(rows_.size()) ? &listing_.entries[rows_[static_cast<std::size_t>(cursor_)]] : nullptr;
}

void FilePicker::choose_row(long row, bool add, bool extend) {
    const auto name = [&](long r) { return listing_.entries[rows_[static_cast<std::size_t>(r)]].name; };
    const bool several = takes_several(task_);
    cursor_ = row;
    if (several && extend && anchor_ >= 0) {
        chosen_.clear();
        for (long r = std::min(anchor_, row); r <= std::max(anchor_, row); ++r) chosen_.insert(name(r));
        return;
    }
    anchor_ = row;
    if (several && add) {
        if (!chosen_.erase(name(row))) chosen_.insert(name(row));
        return;
    }
    chosen_ = {name(row)};
}

void FilePicker::move_cursor(long to, bool extend) {
    if (rows_.empty()) return;
    choose_row(std::clamp(to, 0l, static_cast<long>(rows_.size()) - 1), false, extend);
    scroll_to_ = cursor_;
}

std::vector<fs::path> FilePicker::chosen_paths() const {
    std::vector<fs::path> out;
    for (const std::size_t i : rows_)
        if (chosen_.contains(listing_.entries[i].name)) out.push_back(listing_.folder / listing_.entries[i].name);
    return out;
}

fs::path FilePicker::new_file() const {
    const std::string file = commune_file_name(name_);
    return file.empty() ? fs::path{} : listing_.folder / file;
}

void FilePicker::answer(Frame& frame, std::vector<fs::path> paths) {
    frame.settings.last_folder = listing_.folder.string();
    switch (task_) {
        case FileTask::none: break;
        case FileTask::add_files: frame.ask.open_paths = std::move(paths); break;
        case FileTask::add_photos: frame.ask.add_photos.push_back({frame.view.photos_of, frame.view.photo_moment, std::move(paths)}); break;
        case FileTask::add_readings: frame.ask.add_readings = std::move(paths); break;
        case FileTask::open_commune: frame.ask.commune = CommuneRequest{CommuneRequest::Kind::open, std::move(paths), {}}; break;
        case FileTask::create_commune: frame.ask.commune = CommuneRequest{CommuneRequest::Kind::create, std::move(paths), name_}; break;
        case FileTask::save_sheets:
            frame.ask.print_sheets = frame.view.sheets;
            frame.ask.print_sheets->folder = listing_.folder;
            break;
    }
    done_ = true;
}

void FilePicker::open_whole_folder(Frame& frame) {
    const FileEntry* e = at_cursor();
    answer(frame, {e != nullptr && e->folder && chosen_.size() == 1 ? listing_.folder / e->name : listing_.folder});
}

void FilePicker::save_here(Frame& frame) {
    if (!listing_.trouble) answer(frame, {});
}

void FilePicker::accept(Frame& frame) {
    const FileEntry* e = at_cursor();
    if (task_ == FileTask::create_commune) {
        std::error_code ec;
        const fs::path file = new_file();
        if (file.empty()) error_ = "panels.files.name_missing";
        else if (listing_.trouble) error_ = "panels.files.no_folder";
        else if (fs::exists(file, ec)) error_ = "panels.files.name_taken";
        else answer(frame, {file});
        return;
    }
    if (e != nullptr && e->folder && chosen_.size() <= 1) return enter(listing_.folder / e->name);
    if (task_ == FileTask::save_sheets) return save_here(frame);
    if (std::vector<fs::path> paths = chosen_paths(); !paths.empty()) answer(frame, std::move(paths));
}

// Letters typed one after the other spell the beginning of a name; the same first letter again goes on to the next one.
void FilePicker::jump() {
    const ImGuiIO& io = ImGui::GetIO();
    const double now = ImGui::GetTime();
    for (const ImWchar c : io.InputQueueCharacters) {
        if (c < 32 || (c == ' ' && typed_.empty())) continue;
        if (now - typed_at_ > typing_pause_s) typed_.clear();
        char utf8[5];
        typed_at_ = now;
        typed_ += ImTextCharToUtf8(utf8, c);
        const long next = typed_.size() == std::string_view(utf8).size() ? cursor_ + 1 : cursor_;
        if (const long row = row_beginning_with(listing_, rows_, typed_, next); row >= 0) move_cursor(row, false);
    }
}

void FilePicker::keys(Frame& frame) {
    if (ImGui::IsKeyPressed(ImGuiKey_Escape, false)) done_ = true;
    ImGuiContext& g = *ImGui::GetCurrentContext();
    const bool typing = g.IO.WantTextInput || g.ActiveId != 0;
    const bool entered = pressed_enter();
    if (frame_count_ < 2) return;  // the key that opened the dialog is not an answer to it
    if (typing) {
        if (entered && task_ == FileTask::create_commune) accept(frame);
        return;
    }
    struct Move {
        ImGuiKey key;
        long to;
    };
    const long last = static_cast<long>(rows_.size()) - 1;
    const Move moves[] = {{ImGuiKey_DownArrow, cursor_ + 1}, {ImGuiKey_UpArrow, cursor_ - 1}, {ImGuiKey_PageDown, cursor_ + page},
                          {ImGuiKey_PageUp, cursor_ - page}, {ImGuiKey_Home, 0},              {ImGuiKey_End, last}};
    for (const Move& move : moves)
        if (ImGui::IsKeyPressed(move.key)) {
            g.NavDisableHighlight = true;  // the list has the keyboard again
            move_cursor(move.to, g.IO.KeyShift);
        }
    // Dear ImGui would walk from button to button with the same arrows; Tab still does.
    if ((g.NavMoveFlags & ImGuiNavMoveFlags_IsTabbing) == 0) ImGui::NavMoveRequestCancel();
    if (on_a_button()) return;
    const FileEntry* e = at_cursor();
    if (ImGui::IsKeyPressed(ImGuiKey_Backspace, false) || ImGui::IsKeyPressed(ImGuiKey_LeftArrow, false)) {
        if (listing_.folder.has_relative_path()) enter(fs::path(listing_.folder).parent_path(), fs::path(listing_.folder).filename().string());
    } else if (ImGui::IsKeyPressed(ImGuiKey_RightArrow, false) && e != nullptr && e->folder) {
        enter(listing_.folder / e->name);
    } else if (ImGui::IsKeyPressed(ImGuiKey_Space, false) && typed_.empty() && e != nullptr) {
        choose_row(cursor_, true, false);
    } else if (g.IO.KeyCtrl && ImGui::IsKeyPressed(ImGuiKey_A, false) && takes_several(task_)) {
        chosen_.clear();
        for (const std::size_t i : rows_)
            if (!listing_.entries[i].folder) chosen_.insert(listing_.entries[i].name);
    } else if (entered) {
        if (task_ == FileTask::save_sheets) save_here(frame);  // the folder shown; the right arrow goes into another
        else accept(frame);
    } else {
        jump();
    }
}

} // namespace vigie::panels
