// « Règles d’alerte et astreinte »: rules as sentences, tested on the past before they are switched on; who is on call;
// quiet hours and muted sensors. Every change is a command. Complete by keyboard. UI thread.
#pragma once

#include <string>
#include <vector>

#include "panels/frame.hpp"

namespace vigie::panels {

struct AlertingDialog {
    enum class Page : std::uint8_t { rules, on_call, quiet };
    bool open = false;
    Page page = Page::rules;

    // Rules: the one in the editor, with its numbers as typed.
    std::string chosen;              // AlertRule::id; empty = a new one, or none
    bool editing = false;
    gis::AlertRule draft;
    std::string bound_typed, clear_typed;
    int days = 7;                    // of the past to replay
    bool scroll_to_chosen = false;

    // Astreinte: the cell or the replacement that is being written.
    struct Turn {
        bool open = false, replacement = false;
        gis::OnCallTurn turn;
        std::string from_day, from_hour, to_day, to_hour;
    } turn;
    bool levels_open = false;
    std::vector<std::pair<std::string, std::string>> levels;  // name, minutes as typed
    std::string handover_hour;
    int handover_day = 1;

    // Quiet hours as typed.
    bool quiet_fresh = true;
    gis::QuietHours quiet;
    std::string quiet_from, quiet_to;
};

// Draws while `view.alerting_open`; `view.alerting_rule` opens it on one rule.
void draw_alerting_dialog(Frame& frame, AlertingDialog& dialog);

} // namespace vigie::panels
