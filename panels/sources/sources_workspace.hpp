// Workspace Sources: do I trust what I see? Sources with state, age and traffic; the cause and next try of the chosen one;
// what waits to be sent; layers read from files with what was guessed about them. UI thread.
#pragma once

#include <array>
#include <map>
#include <string>

#include "panels/frame.hpp"
#include "panels/region.hpp"
#include "panels/sources/source_form.hpp"

namespace vigie::panels {

// Changes received per minute over the last half hour, as seen by this window.
class Traffic {
public:
    static constexpr int minutes = 30;
    void note(const std::vector<gis::SourceStatus>& sources, gis::Time now);
    [[nodiscard]] std::array<int, minutes> of(const std::string& source) const;  // oldest first

private:
    struct Line {
        std::uint64_t last = 0;
        bool known = false;
        std::map<std::int64_t, int> by_minute;
    };
    std::map<std::string, Line> lines_;
    std::int64_t minute_ = 0;
};

struct SourcesState {
    std::string chosen, words, layer;   // source, filter, layer being corrected
    std::string removing;               // source whose removal was asked for once
    SourceForm form;
    Traffic traffic;
    int epsg = 0, encoding = 0, theme = 0;  // indices in the lists of choices
};

void draw_sources(Frame& frame, SourcesState& state, const Box& box);

// Parts.
void draw_source_list(Frame& frame, SourcesState& state);
void draw_source_detail(Frame& frame, SourcesState& state);
void draw_read_layers(Frame& frame, SourcesState& state);

} // namespace vigie::panels
