// The astreinte board: weeks down, levels across, who is on call in each; replacements for a night; who is called now.
#include <algorithm>
#include <charconv>
#include <utility>

#include <imgui.h>

#include "gis/layers/gazetteer.hpp"
#include "gis/model/zone.hpp"
#include "gis/rules/escalation.hpp"
#include "panels/alerting/alerting_parts.hpp"
#include "panels/forms/dialog_parts.hpp"
#include "panels/forms/typed_time.hpp"
#include "panels/planning/week_label.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/feedback.hpp"
#include "panels/widgets/field.hpp"

namespace vigie::panels {

namespace {

constexpr int weeks_shown = 12;
constexpr float week_width = 190, row_height = 40;
constexpr std::chrono::hours night_begins{20}, night_lasts{11};  // 20:00 to 7:00, to be changed as one likes

std::string week_of(const Frame& frame, gis::Time t) {
    return week_label(frame, gis::local_day(t, frame.zone));
}

void begin_levels(const Frame& frame, AlertingDialog& d) {
    const gis::OnCall& board = frame.desk.alerting().on_call;
    d.levels.clear();
    for (const gis::OnCallLevel& level : board.levels) d.levels.emplace_back(level.name, std::to_string(level.wait.count()));
    d.handover_day = int(board.handover_day);
    d.handover_hour = typed_clock(board.handover);
    d.levels_open = true;
}

void begin_turn(const Frame& frame, AlertingDialog& d, const gis::OnCallTurn& turn, bool replacement) {
    d.turn = {.open = true, .replacement = replacement, .turn = turn, .from_day = {}, .from_hour = {}, .to_day = {}, .to_hour = {}};
    fill_typed(turn.from, frame.zone, d.turn.from_day, d.turn.from_hour);
    fill_typed(turn.to, frame.zone, d.turn.to_day, d.turn.to_hour);
}

// ---- who is called now ----

void now_line(const Frame& frame) {
    const Theme& t = frame.theme;
    const gis::OnCall& board = frame.desk.alerting().on_call;
    text_wrapped(t.fonts.body, t.colors.text_normal, frame.tr(gis::Text{"alerting.on_call.rule", {{"critical", std::to_string(frame.desk.alerting().quiet.critical)}}}));
    ImGui::Dummy(ImVec2(1, t.px(4)));
    section_header(t, frame.tr("alerting.on_call.now"));
    for (std::size_t level = 0; level < board.levels.size(); ++level) {
        const std::string who = gis::on_duty_words(frame.world, board, level, frame.now);
        text_item(t.fonts.body_strong, who.empty() ? t.colors.family(Family::danger).ink : t.colors.text_strong, who.empty() ? frame.tr("alerting.on_call.nobody") : who);
        ImGui::SameLine(0, t.px(8));
        const std::string wait = level + 1 == board.levels.size() ? frame.tr("alerting.on_call.last")
                                                                  : frame.tr(gis::Text{"alerting.on_call.wait", {{"n", std::to_string(board.levels[level].wait.count())}}});
        text_item(t.fonts.caption, t.colors.text_weak, board.levels[level].name + ", " + wait);
    }
    const gis::Time next = gis::handover_after(board, frame.now, frame.zone);
    caption(t, frame.tr(gis::Text{"alerting.on_call.handover", {{"moment", frame.language.day(next, frame.zone) + " " + frame.language.clock(next, frame.zone)}}}));
    ImGui::Dummy(ImVec2(1, t.px(6)));
}

// ---- the board ----

const gis::OnCallTurn* week_turn(const gis::OnCall& board, std::size_t level, gis::Time from, gis::Time to) {
    const auto it = std::ranges::find_if(board.turns, [&](const gis::OnCallTurn& turn) { return turn.level == level && turn.from == from && turn.to == to; });
    return it == board.turns.end() ? nullptr : &*it;
}

void draw_week(Frame& frame, AlertingDialog& d, gis::Time from, gis::Time to, float cell, bool current) {
    const Theme& t = frame.theme;
    const gis::OnCall& board = frame.desk.alerting().on_call;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImDrawList* list = ImGui::GetWindowDrawList();
    const float height = t.px(row_height), whole = t.px(week_width) + cell * float(board.levels.size());
    if (current) list->AddRectFilled(at, ImVec2(at.x + whole, at.y + height), u32(t.colors.accent_veil));
    list->AddLine(ImVec2(at.x, at.y + height), ImVec2(at.x + whole, at.y + height), u32(t.colors.line));
    draw_text(list, t.fonts.body_strong, ImVec2(at.x + t.px(8), at.y + t.px(3)), t.colors.text_strong, week_of(frame, from));
    draw_text(list, t.fonts.caption, ImVec2(at.x + t.px(8), at.y + t.px(21)), t.colors.text_weak, frame.language.day(from, frame.zone) + " – " + frame.language.day(to, frame.zone));
    for (std::size_t level = 0; level < board.levels.size(); ++level) {
        const gis::OnCallTurn* turn = week_turn(board, level, from, to);
        ImGui::SetCursorScreenPos(ImVec2(at.x + t.px(week_width) + cell * float(level) + t.px(4), at.y + t.px(5)));
        const std::string id = "###turn." + std::to_string(gis::ms_since_epoch(from) / 1000) + "." + std::to_string(level);
        const std::string name = turn ? turn_name(frame, *turn) : frame.tr("alerting.on_call.nobody");
        if (button(t, (ellipsized(t.fonts.body, name, cell - t.px(36)) + id).c_str(), {.kind = turn ? ButtonKind::secondary : ButtonKind::quiet, .width = cell / t.scale - 8}))
            begin_turn(frame, d, turn ? *turn : gis::OnCallTurn{level, {}, {}, {}, from, to}, false);
    }
    ImGui::SetCursorScreenPos(ImVec2(at.x, at.y));
    ImGui::Dummy(ImVec2(whole, height));
}

void draw_weeks(Frame& frame, AlertingDialog& d) {
    const Theme& t = frame.theme;
    const gis::OnCall& board = frame.desk.alerting().on_call;
    const float cell = (ImGui::GetContentRegionAvail().x - t.px(week_width + 14)) / float(board.levels.size());
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImDrawList* list = ImGui::GetWindowDrawList();
    draw_text(list, t.fonts.caption_strong, ImVec2(at.x + t.px(8), at.y), t.colors.text_weak, frame.tr("alerting.on_call.week"));
    for (std::size_t level = 0; level < board.levels.size(); ++level)
        draw_text_clipped(list, t.fonts.caption_strong, ImVec2(at.x + t.px(week_width + 8) + cell * float(level), at.y), t.colors.text_weak, board.levels[level].name, cell - t.px(12));
    ImGui::Dummy(ImVec2(1, t.px(20)));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
    gis::Time from = gis::handover_before(board, frame.now, frame.zone);
    for (int week = 0; week < weeks_shown; ++week) {
        const gis::Time to = gis::handover_after(board, from, frame.zone);
        draw_week(frame, d, from, to, cell, week == 0);
        from = to;
    }
    ImGui::PopStyleVar();
}

// Turns that are no week of the board: nights, week-ends.
void draw_replacements(Frame& frame, AlertingDialog& d) {
    const Theme& t = frame.theme;
    const gis::OnCall& board = frame.desk.alerting().on_call;
    bool any = false;
    for (const gis::OnCallTurn& turn : board.turns) {
        if (turn.to <= frame.now || turn.level >= board.levels.size()) continue;
        if (turn.from == gis::handover_before(board, turn.from, frame.zone) && turn.to == gis::handover_after(board, turn.from, frame.zone)) continue;
        if (!std::exchange(any, true)) section_header(t, frame.tr("alerting.on_call.replacements"));
        const std::string words = turn_name(frame, turn) + " · " + board.levels[turn.level].name + " · " + frame.language.day(turn.from, frame.zone) + " " + frame.language.clock(turn.from, frame.zone) +
                                  " – " + frame.language.day(turn.to, frame.zone) + " " + frame.language.clock(turn.to, frame.zone);
        const std::string id = "###replacement." + std::to_string(gis::ms_since_epoch(turn.from) / 1000) + "." + std::to_string(turn.level);
        if (button(t, (words + id).c_str(), {.kind = ButtonKind::quiet})) begin_turn(frame, d, turn, true);
    }
    if (any) ImGui::Dummy(ImVec2(1, t.px(6)));
}

// ---- one turn ----

void period_of(Frame& frame, AlertingDialog& d) {
    const Theme& t = frame.theme;
    AlertingDialog::Turn& turn = d.turn;
    const gis::OnCall& board = frame.desk.alerting().on_call;
    std::vector<std::string> names;
    for (const gis::OnCallLevel& level : board.levels) names.push_back(level.name);
    int level = int(turn.turn.level);
    const std::string label = frame.tr("alerting.on_call.level");
    if (combo_field(t, "###turn.level", level, names, {.label = label, .width = 300})) turn.turn.level = std::size_t(level);
    const auto pair = [&](const char* id, const char* key, std::string& day, std::string& hour) {
        const std::string first = frame.tr(key), second = frame.tr("alerting.on_call.hour");
        (void)line_field(t, ("###" + std::string(id) + ".day").c_str(), day, first, "2411", 116);
        ImGui::SameLine(0, t.px(6));
        (void)line_field(t, ("###" + std::string(id) + ".hour").c_str(), hour, second, "2000", 76);
    };
    pair("turn.from", "alerting.quiet.from", turn.from_day, turn.from_hour);
    ImGui::SameLine(0, t.px(12));
    pair("turn.to", "alerting.quiet.to", turn.to_day, turn.to_hour);
}

void draw_turn(Frame& frame, AlertingDialog& d) {
    const Theme& t = frame.theme;
    AlertingDialog::Turn& turn = d.turn;
    const gis::OnCallTurn before = turn.turn;
    section_header(t, frame.tr("alerting.on_call.who"));
    if (turn.replacement) period_of(frame, d);
    else {
        const gis::OnCall& board = frame.desk.alerting().on_call;
        const std::string level = turn.turn.level < board.levels.size() ? board.levels[turn.turn.level].name : std::string{};
        caption(t, level + ", " + week_of(frame, turn.turn.from));
    }
    ImGui::Dummy(ImVec2(1, t.px(4)));
    ImGui::BeginChild("###turn.people", ImVec2(0, t.px(260)));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
    std::vector<const gis::Agent*> people;
    for (const gis::Agent& agent : frame.world.agents()) people.push_back(&agent);
    std::ranges::sort(people, {}, [](const gis::Agent* a) { return gis::folded(a->name); });
    for (const gis::Agent* agent : people)
        if (choice_row(t, ("turn.agent." + std::to_string(agent->id.value)).c_str(), agent->name, turn.turn.agent == agent->id, agent->phone)) {
            turn.turn.agent = agent->id;
            turn.turn.name.clear();
        }
    ImGui::PopStyleVar();
    ImGui::EndChild();
    const std::string other = frame.tr("alerting.on_call.other"), phone = frame.tr("alerting.on_call.phone");
    if (line_field(t, "###turn.name", turn.turn.name, other, {}, 240) && !turn.turn.name.empty()) turn.turn.agent = {};
    ImGui::SameLine(0, t.px(6));
    (void)line_field(t, "###turn.phone", turn.turn.phone, phone, {}, 150);
    ImGui::Dummy(ImVec2(1, t.px(8)));
    std::string why;
    if (turn.replacement) {
        const auto from = time_from_typed(turn.from_day, turn.from_hour, frame.now, frame.zone), to = time_from_typed(turn.to_day, turn.to_hour, frame.now, frame.zone);
        if (!from) why = frame.tr("desk.period.from_wrong");
        else if (!to) why = frame.tr("desk.period.to_wrong");
        else if (*to <= *from) why = frame.tr("desk.period.ends_before");
    }
    const bool nobody = !turn.turn.agent && turn.turn.name.empty();
    if (nobody) why = frame.tr("alerting.on_call.who");
    const auto there = std::ranges::find_if(frame.desk.alerting().on_call.turns, [&](const gis::OnCallTurn& x) { return x.level == before.level && x.from == before.from && x.to == before.to; });
    const bool known = there != frame.desk.alerting().on_call.turns.end();
    if (button(t, (frame.tr("alerting.on_call.enter") + "###turn.enter").c_str(), {.kind = ButtonKind::primary, .height = 34, .blocked = why})) {
        std::vector<gis::Command> gesture;
        gis::OnCallTurn done = turn.turn;
        if (turn.replacement) {
            done.from = *time_from_typed(turn.from_day, turn.from_hour, frame.now, frame.zone);
            done.to = *time_from_typed(turn.to_day, turn.to_hour, frame.now, frame.zone);
            if (known && (done.from != before.from || done.to != before.to || done.level != before.level)) gesture.push_back(gis::command::SetOnCallTurn{{before.level, {}, {}, {}, before.from, before.to}});
        }
        gesture.push_back(gis::command::SetOnCallTurn{done});
        frame.out.push(std::move(gesture));
        turn.open = false;
    }
    ImGui::SameLine(0, t.px(6));
    if (known && button(t, (frame.tr("alerting.on_call.take_off") + "###turn.take_off").c_str(), {.kind = ButtonKind::danger, .height = 34})) {
        frame.out.push(gis::command::SetOnCallTurn{{before.level, {}, {}, {}, before.from, before.to}});
        turn.open = false;
    }
    if (known) ImGui::SameLine(0, t.px(6));
    if (button(t, (frame.tr("desk.cancel") + "###turn.cancel").c_str(), {.kind = ButtonKind::quiet, .height = 34})) turn.open = false;
}

// ---- levels ----

void draw_levels(Frame& frame, AlertingDialog& d) {
    const Theme& t = frame.theme;
    std::vector<gis::OnCallLevel> levels;
    bool good = true;
    std::size_t gone = d.levels.size();
    for (std::size_t i = 0; i < d.levels.size(); ++i) {
        auto& [name, minutes] = d.levels[i];
        const std::string label = frame.tr(gis::Text{"alerting.on_call.level_name", {{"n", std::to_string(i + 1)}}}), wait = frame.tr("alerting.on_call.minutes");
        (void)line_field(t, ("###level.name." + std::to_string(i)).c_str(), name, label, {}, 300);
        ImGui::SameLine(0, t.px(6));
        (void)line_field(t, ("###level.wait." + std::to_string(i)).c_str(), minutes, wait, {}, 90);
        ImGui::SameLine(0, t.px(6));
        ImGui::SetCursorPosY(ImGui::GetCursorPosY() + t.px(18));
        if (icon_button(t, ("level.remove." + std::to_string(i)).c_str(), "close", frame.tr("alerting.remove"))) gone = i;
        long wait_min = 0;
        const auto read = std::from_chars(minutes.data(), minutes.data() + minutes.size(), wait_min);
        good = good && !name.empty() && read.ec == std::errc{} && read.ptr == minutes.data() + minutes.size() && wait_min >= 1;
        levels.push_back({name, gis::Minutes{wait_min}});
    }
    if (gone < d.levels.size()) d.levels.erase(d.levels.begin() + std::ptrdiff_t(gone));
    if (d.levels.size() < gis::max_on_call_levels && button(t, (frame.tr("alerting.on_call.add_level") + "###level.add").c_str(), {.icon = "add"})) d.levels.emplace_back(std::string{}, "15");
    ImGui::Dummy(ImVec2(1, t.px(6)));
    std::vector<std::string> days;
    for (int day = 1; day <= 7; ++day) days.push_back(frame.tr("alerting.day." + std::to_string(day)));
    int day = d.handover_day - 1;
    const std::string day_label = frame.tr("alerting.on_call.day"), hour_label = frame.tr("alerting.on_call.hour");
    ImGui::BeginGroup();
    if (combo_field(t, "###handover.day", day, days, {.label = day_label, .width = 160})) d.handover_day = day + 1;
    ImGui::EndGroup();
    ImGui::SameLine(0, t.px(6));
    (void)line_field(t, "###handover.hour", d.handover_hour, hour_label, "0800", 90);
    const auto hour = clock_from_typed(d.handover_hour);
    ImGui::Dummy(ImVec2(1, t.px(10)));
    const std::string why = !good ? frame.tr("desk.refused.on_call_name") : !hour ? frame.tr("alerting.quiet.hour_wrong") : std::string{};
    if (button(t, (frame.tr("alerting.save") + "###levels.save").c_str(), {.kind = ButtonKind::primary, .height = 34, .blocked = why})) {
        frame.out.push(gis::command::SetOnCallLevels{std::move(levels), unsigned(d.handover_day), *hour});
        d.levels_open = false;
    }
    ImGui::SameLine(0, t.px(6));
    if (button(t, (frame.tr("desk.cancel") + "###levels.cancel").c_str(), {.kind = ButtonKind::quiet, .height = 34})) d.levels_open = false;
}

} // namespace

std::string turn_name(const Frame& frame, const gis::OnCallTurn& turn) {
    const gis::Agent* agent = frame.world.find(turn.agent);
    return agent ? agent->name : turn.name;
}

void draw_on_call_page(Frame& frame, AlertingDialog& d) {
    const Theme& t = frame.theme;
    const gis::OnCall& board = frame.desk.alerting().on_call;
    if (d.levels_open) return draw_levels(frame, d);
    if (d.turn.open) return draw_turn(frame, d);
    if (board.levels.empty()) {
        const std::string sentence = frame.tr("alerting.on_call.empty"), offer = frame.tr("alerting.on_call.begin") + "###on_call.begin";
        if (empty_state(t, {.icon = "group", .sentence = sentence, .offer = offer}))
            frame.out.push(gis::command::SetOnCallLevels{{{frame.tr("alerting.on_call.level1"), gis::Minutes{10}}, {frame.tr("alerting.on_call.level2"), gis::Minutes{15}},
                                                          {frame.tr("alerting.on_call.level3"), gis::Minutes{20}}}, board.handover_day, board.handover});
        return;
    }
    ImGui::BeginChild("###on_call.page", ImVec2(0, 0));
    now_line(frame);
    if (button(t, (frame.tr("alerting.on_call.levels") + "###on_call.levels").c_str(), {.kind = ButtonKind::secondary, .icon = "settings"})) begin_levels(frame, d);
    ImGui::SameLine(0, t.px(6));
    if (button(t, (frame.tr("alerting.on_call.replace") + "###on_call.replace").c_str(), {.icon = "add"})) {
        const gis::Time evening = gis::utc_from_local(gis::LocalTime(gis::local_day(frame.now, frame.zone)) + night_begins, frame.zone);
        begin_turn(frame, d, {0, {}, {}, {}, evening, evening + night_lasts}, true);
    }
    ImGui::Dummy(ImVec2(1, t.px(8)));
    draw_replacements(frame, d);
    draw_weeks(frame, d);
    ImGui::EndChild();
}

} // namespace vigie::panels
