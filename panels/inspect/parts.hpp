// The pieces every inspector is made of: title, badges, clock, facts, strip, section, list of history. They draw at the
// cursor over the whole width of the current window. UI thread.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "panels/inspect/history.hpp"
#include "panels/lists/due.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/glyph.hpp"
#include "panels/widgets/icon.hpp"

namespace vigie::panels {

// Leaves `px` (at scale 1) of air.
void gap(const Theme& theme, float px);

void inspector_title(const Theme& theme, std::string_view icon, std::string_view title);

// A line of badges; `right` is said in semibold at the end of the line.
struct Badge {
    StatusLook look;
    std::string words;
};
void badge_line(const Theme& theme, std::span<const Badge> badges, std::string_view right, DueTone tone = DueTone::none);
// 6 px bar and the two captions under it.
void due_bar(const Theme& theme, const Due& due, std::string_view left, std::string_view right);
[[nodiscard]] Rgba due_color(const Theme& theme, DueTone tone);
[[nodiscard]] Rgba due_ink(const Theme& theme, DueTone tone);

struct FactSpec {
    bool is_link = false;                 // accent text, clickable
    std::string_view note = {};           // weak caption at the right end
    std::string_view note_icon = {};      // before the note
    std::string_view action_icon = {};    // small icon button at the right end
    std::string_view action_tip = {};
    bool mono = false;
    bool wraps = false;                   // long text over several lines
};
enum class FactClick : std::uint8_t { none, value, action };
// 24 px: label in weak, value beside. `id` names its items ("fact.address").
FactClick fact(const Theme& theme, const char* id, std::string_view label, std::string_view value, const FactSpec& spec = {});

// Semibold caption, with words at the right end.
void section(const Theme& theme, std::string_view title, std::string_view right = {});
// The same with a link at the right end; true when it was followed.
bool section_link(const Theme& theme, std::string_view title, const char* link_label);

// Rounded strip on the veil of the state's family, its glyph first, with a small button at its end; true when pressed.
bool strip(const Theme& theme, const StatusLook& look, std::string_view text, const char* button_label);
// Strip on surface.2: icon, words, weak words at the right end.
void quiet_strip(const Theme& theme, std::string_view icon, std::string_view text, std::string_view right);

// Newest first: hour, glyph on a thread, headline and author.
void history_list(const Theme& theme, std::span<const HistoryRow> rows, const gis::Language& language, gis::Time now,
                  const std::string& zone);

} // namespace vigie::panels
