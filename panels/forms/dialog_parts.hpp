// The look of a question: title, sentence, content, two buttons. Private to panels/forms. UI thread.
#pragma once

#include <string>
#include <string_view>

#include "panels/forms/dialogs.hpp"
#include "panels/inspect/gestures.hpp"

namespace vigie::panels {

// What the person did with the buttons (Enter and Esc count).
enum class Answer : std::uint8_t { none, yes, no };

struct DialogWords {
    std::string title, sentence, yes;
    std::string blocked;          // why "yes" cannot be pressed
    bool danger = false;
    bool writes_lines = false;    // Enter in the text is a new line; Ctrl Enter says yes
};
// The last line: error, Annuler, and the button that says what will happen.
[[nodiscard]] Answer dialog_buttons(const Frame& frame, const DialogState& state, const DialogWords& words);
void dialog_head(const Frame& frame, const DialogWords& words);
// A round choice on a line; true when taken.
bool choice_row(const Theme& theme, const char* id, std::string_view text, bool chosen, std::string_view note = {});

// One drawing function per question; true = done, close it.
bool draw_reason_dialog(Frame& frame, DialogState& state);      // reject, forward, reopen, suspend, clear, refuse, escalate, answer, back to plan
bool draw_qualify_dialog(Frame& frame, DialogState& state);
bool draw_merge_dialog(Frame& frame, DialogState& state);
bool draw_assign_dialog(Frame& frame, DialogState& state);      // assign and force
bool draw_absence_dialog(Frame& frame, DialogState& state);
bool draw_reply_dialog(Frame& frame, DialogState& state);
bool draw_conflict_dialog(Frame& frame, DialogState& state);
bool draw_change_state_dialog(Frame& frame, DialogState& state);
bool draw_work_dialog(Frame& frame, DialogState& state);        // what an intervention took, and its end

// "S-1187", or "3 objets".
[[nodiscard]] std::string subject_words(const Frame& frame, const std::vector<gis::EntityRef>& subject);
// Four digit fields side by side; they fill `state`.
void period_fields(const Frame& frame, DialogState& state, bool with_end);
[[nodiscard]] gis::MaybeTime time_from_typed(const std::string& day, const std::string& hour, gis::Time now, const std::string& zone);
void fill_typed(gis::Time at, const std::string& zone, std::string& day, std::string& hour);

} // namespace vigie::panels
