// The pages of the alerting dialog and what they share. Private to panels/alerting. UI thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "panels/alerting/alerting_dialog.hpp"

namespace vigie::panels {

void draw_rules_page(Frame& frame, AlertingDialog& d);
void draw_on_call_page(Frame& frame, AlertingDialog& d);
void draw_quiet_page(Frame& frame, AlertingDialog& d);

// The list at the left of the rules page, and the editor at its right.
void draw_rule_list(Frame& frame, AlertingDialog& d);
void draw_rule_editor(Frame& frame, AlertingDialog& d);
void draw_replay(Frame& frame, AlertingDialog& d);

void edit_rule(const Frame& frame, AlertingDialog& d, const gis::AlertRule& rule);
// The rules that say something of this commune: on sensors it has, and its own.
[[nodiscard]] std::vector<gis::AlertRule> shown_rules(const Frame& frame);
[[nodiscard]] std::size_t sensors_of(const Frame& frame, const gis::AlertRule& rule);
// The draft with the numbers typed; nothing while they are none.
[[nodiscard]] std::optional<gis::AlertRule> typed_rule(const AlertingDialog& d);
// The draft as it stands was replayed; being in service or not makes no difference to it.
[[nodiscard]] bool was_replayed(const Frame& frame, const gis::AlertRule& rule);

// A sentence of words and choices, broken into lines at the window's width.
class SentenceFlow {
public:
    explicit SentenceFlow(const Frame& frame);
    void words(std::string_view text);
    // A chosen part: opens its list. The index that was taken, else -1.
    int choice(const char* id, const std::vector<std::string>& options, int chosen);
    bool number(const char* id, std::string& typed, std::string_view unit, bool wrong);
    void end();

private:
    void place(float width);
    const Frame& frame_;
    float left_, right_, x_;
    bool first_ = true;
};

// A text field that may share its line with others.
bool line_field(const Theme& theme, const char* id, std::string& text, std::string_view label, std::string_view hint, float width);
[[nodiscard]] std::optional<double> number_from_typed(std::string typed);
[[nodiscard]] std::string typed_number(const gis::Language& language, double value);
// A name in every list of people: "M. Ferrand".
[[nodiscard]] std::string turn_name(const Frame& frame, const gis::OnCallTurn& turn);

} // namespace vigie::panels
