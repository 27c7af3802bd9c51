// Tabs with the 3 px accent rule, drawn by us. UI thread.
#pragma once

#include <string>
#include <vector>

#include "panels/widgets/button.hpp"

namespace vigie::panels {

struct Tab {
    std::string label;        // "Signalements###bottom.reports"
    std::string_view icon = {};
    std::string count = {};   // badge after the text; empty = none
    BadgeTone tone = BadgeTone::neutral;
    std::string tooltip = {};
};

struct TabBarSpec {
    float height = 34;        // px at scale 1
    float padding = 10;       // left and right of each
    bool body_font = false;   // body size instead of caption
    float rule_inset = 0;
    float room = 0;           // screen px for all of them, 0 = what they need; with less, words are cut and told by the tooltip
};
// Returns the chosen index (new or old). The cursor stays on the line, after the last tab, so tools can follow.
int tab_bar(const Theme& theme, const char* id, const std::vector<Tab>& tabs, int chosen, const TabBarSpec& spec = {});

} // namespace vigie::panels
