// One input for commands, objects, addresses and help (Ctrl+K). Fuzzy on words, accents ignored; "@" crews, "#" numbers,
// "?" help. Commands know the selection; Tab shows a place on the map; impossible commands stay listed with the reason.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "panels/frame.hpp"
#include "panels/region.hpp"
#include "panels/status.hpp"

namespace vigie::panels {

struct PaletteRow {
    std::string section;              // key of its heading
    std::string id;                   // stable, for tests
    std::string_view icon;
    std::optional<StatusLook> look;   // instead of the icon
    std::string title, detail, keys;
    std::string blocked;              // reason; empty = can run
    std::optional<gis::PlanePoint> place;
    std::function<void(Frame&)> run;
    int score = 0;
};

// What the palette answers to a question, best first within each section.
[[nodiscard]] std::vector<PaletteRow> palette_rows(const Frame& frame, const std::string& question);

class Palette {
public:
    void draw(Frame& frame, const Box& map);

private:
    void refresh(const Frame& frame);
    [[nodiscard]] float list_height(const Theme& theme) const;
    bool draw_input(Frame& frame, ImVec2 pos, float width);
    void draw_footer(Frame& frame, ImVec2 pos, float width) const;
    void draw_rows(Frame& frame, float width);
    bool draw_row(Frame& frame, const PaletteRow& row, bool chosen, float width);
    void handle_keys(Frame& frame, bool entered);
    void close(Frame& frame);

    bool was_open_ = false, fresh_ = false;
    std::string question_, asked_;
    std::uint64_t revision_ = 0;
    std::vector<PaletteRow> rows_;
    std::size_t chosen_ = 0;
};

} // namespace vigie::panels
