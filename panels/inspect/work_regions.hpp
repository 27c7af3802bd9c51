// What an intervention's inspector says beside who and when: its state in the commune's words, questions to the director,
// what it took, its pictures, and what can be done with it that has no button of its own. UI thread.
#pragma once

#include <string>

#include "panels/inspector.hpp"
#include "panels/work_words.hpp"

namespace vigie::panels {

[[nodiscard]] inline std::string status_words(const Frame& frame, const gis::Intervention& i) {
    return status_words(frame.catalog, frame.language, i);
}
void draw_escalation(Frame& frame, const gis::Intervention& i);
void draw_costs(Frame& frame, const gis::Intervention& i);
void draw_photos(Frame& frame, const gis::Intervention& i);
// The button of three points and its menu. `size` px at scale 1.
void draw_work_menu(Frame& frame, const gis::Intervention& i, float size);
// A picture shown large, over everything else; call once a frame.
void draw_photo_viewer(Frame& frame);

// Why the gesture on the selection cannot be done; nothing = it can.
[[nodiscard]] std::optional<gis::Text> escalate_blocked(const Frame& frame);
[[nodiscard]] std::optional<gis::Text> answer_blocked(const Frame& frame);
[[nodiscard]] std::optional<gis::Text> back_to_plan_blocked(const Frame& frame);
[[nodiscard]] std::optional<gis::Text> intervention_wanted(const Frame& frame);  // one must be chosen

} // namespace vigie::panels
