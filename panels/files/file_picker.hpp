// The program's own file dialog: data to put on the map (several files, or a whole folder), a commune to open, a place
// for a new one, a folder to write into. Complete by keyboard: arrows, Enter, Backspace to the parent, Maj to extend, typing jumps to a name.
// UI thread.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "panels/files/file_listing.hpp"
#include "panels/frame.hpp"

namespace vigie::panels {

class FilePicker {
public:
    // Draws while `view.file_task` asks for it; answers through `ask` and clears the task.
    void draw(Frame& frame);

    [[nodiscard]] const FolderListing& listing() const { return listing_; }
    [[nodiscard]] std::vector<std::filesystem::path> chosen_paths() const;  // in the order of the list

private:
    struct Details {  // looked up when a row is seen
        bool known = false, has_size = false;
        std::uintmax_t bytes = 0;
        gis::MaybeTime changed;
    };

    // What the person does.
    void begin(Frame& frame);
    void enter(const std::filesystem::path& folder, std::string_view then_on = {});
    void refill();
    void move_cursor(long to, bool extend);
    void choose_row(long row, bool add, bool extend);
    void keys(Frame& frame);
    void jump();
    void accept(Frame& frame);
    void open_whole_folder(Frame& frame);
    void save_here(Frame& frame);
    void answer(Frame& frame, std::vector<std::filesystem::path> paths);
    [[nodiscard]] const FileEntry* at_cursor() const;
    [[nodiscard]] std::filesystem::path new_file() const;

    // What is seen.
    void draw_places(Frame& frame, float width, float height);
    void draw_crumbs(Frame& frame);
    void draw_list(Frame& frame, float height);
    void draw_name(Frame& frame);
    void draw_foot(Frame& frame);
    const Details& details_of(std::size_t entry);

    FileTask task_ = FileTask::none;
    FolderListing listing_;
    std::vector<std::size_t> rows_;       // entries shown
    std::vector<Details> details_;        // by entry
    std::set<std::string> chosen_;        // names
    long cursor_ = -1, anchor_ = -1, scroll_to_ = -1;
    bool all_ = false, done_ = false, waited_ = false;
    std::string typed_;
    double typed_at_ = 0;
    std::string name_, error_;            // of a new commune; key of what is wrong
    int frame_count_ = 0;
};

} // namespace vigie::panels
