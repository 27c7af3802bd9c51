#include <algorithm>
#include <chrono>

#include <imgui.h>

#include "gis/model/words.hpp"
#include "panels/forms/dialog_parts.hpp"
#include "panels/inspect/knowledge.hpp"
#include "panels/lists/due.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/field.hpp"

namespace vigie::panels {

namespace {

constexpr std::size_t crews_to_choose_from = 8;
constexpr int urgent = 2;  // severities up to it
constexpr int forward_hours = 8, backward_hours = 17;   // a day of absence, as typed by default

void choose_crew(const Frame& frame, DialogState& state, const gis::RankedCrew& ranked, int severity) {
    state.crew = ranked.crew;
    // Who forces something urgent wants the crew now: an alarm in the night does not wait for the morning.
    const bool at_once = state.open == Dialog::force && severity <= urgent;
    const gis::Time now = std::chrono::ceil<std::chrono::duration<long, std::ratio<300>>>(frame.now + ranked.eta);
    fill_typed(at_once ? now : ranked.possible_start.value_or(frame.now), frame.zone, state.from_day, state.from_hour);
}

// What would be possible without forcing, one press away.
void first_possible(Frame& frame, DialogState& state) {
    const auto ranked = std::ranges::find(state.crews, state.crew, &gis::RankedCrew::crew);
    if (state.open != Dialog::force || ranked == state.crews.end() || !ranked->possible_start) return;
    const std::string words = frame.tr(gis::Text{"desk.force.first", {{"moment", frame.language.moment(*ranked->possible_start, frame.now, frame.zone)}}});
    if (link(frame.theme, (words + "###force.first").c_str())) fill_typed(*ranked->possible_start, frame.zone, state.from_day, state.from_hour);
}

void begin_assign(const Frame& frame, DialogState& state, const gis::Intervention& what) {
    state.crews = gis::ranked_crews(planning_context(frame), what, crews_to_choose_from);
    const auto asked = std::find_if(state.crews.begin(), state.crews.end(), [&](const auto& r) { return r.crew == state.crew; });
    if (state.open == Dialog::force && asked != state.crews.end()) return choose_crew(frame, state, *asked, what.severity);
    state.crew = {};
    if (!state.crews.empty()) choose_crew(frame, state, state.crews.front(), what.severity);
    else fill_typed(frame.now, frame.zone, state.from_day, state.from_hour);
}

void crew_rows(Frame& frame, DialogState& state, int severity) {
    for (const gis::RankedCrew& ranked : state.crews) {
        const gis::Crew* crew = frame.world.find(ranked.crew);
        if (!crew) continue;
        std::string text = crew->name;
        if (!ranked.refused.empty()) text += " · " + frame.tr(ranked.refused.front().text);
        else if (!ranked.reasons.empty()) text += " · " + frame.tr(ranked.reasons.front());
        const std::string id = "crew." + std::to_string(ranked.crew.value);
        if (choice_row(frame.theme, id.c_str(), text, state.crew == ranked.crew, eta_words(frame.language, ranked.eta)))
            choose_crew(frame, state, ranked, severity);
    }
}

// Every reason against, in danger ink; the field that overrides them when the post may.
void refusal_lines(Frame& frame, DialogState& state, const std::vector<gis::Refusal>& refused, DialogWords& words) {
    const Theme& t = frame.theme;
    if (refused.empty()) return;
    ImGui::Dummy(ImVec2(1, t.px(4)));
    for (const gis::Refusal& refusal : refused) text_wrapped(t.fonts.caption, t.colors.family(Family::danger).ink, frame.tr(refusal.text));
    if (!may_override(frame)) {
        words.blocked = frame.tr("desk.blocked.force_role");
        return;
    }
    text_field(t, "###force.reason", state.text, {.label = frame.tr("desk.force.reason"), .focus = state.fresh && state.open == Dialog::force});
    words.yes = frame.tr("desk.do.force_now");
    if (state.text.empty()) words.blocked = frame.tr("desk.blocked.reason_missing");
}

} // namespace

bool draw_assign_dialog(Frame& frame, DialogState& state) {
    const auto what = assignable(frame.world, frame.catalog, state.subject, frame.language.code());
    if (!what) {
        if (const auto why = assign_blocked(frame.world, state.subject))
            frame.ask.toasts.push_back({.level = gis::Severity::warning, .text = *why, .detail = {}, .at = frame.now});
        return true;
    }
    if (state.fresh) begin_assign(frame, state, *what);
    DialogWords words;
    words.title = frame.tr(gis::Text{"desk.ask.assign.title", {{"what", subject_words(frame, state.subject)}}});
    if (state.crews.empty()) words.sentence = frame.tr("desk.crews.nobody");
    words.yes = frame.tr("desk.do.assign_now");
    dialog_head(frame, words);
    crew_rows(frame, state, what->severity);
    ImGui::Dummy(ImVec2(1, frame.theme.px(6)));
    period_fields(frame, state, false);
    first_possible(frame, state);
    const auto start = time_from_typed(state.from_day, state.from_hour, frame.now, frame.zone);
    if (!state.crew) words.blocked = frame.tr("desk.blocked.no_crew");
    else if (!start) words.blocked = frame.tr("desk.period.from_wrong");
    else {
        refusal_lines(frame, state, gis::refusals(planning_context(frame), *what, {state.crew}, *start), words);
        for (const gis::Text& remark : gis::remarks(planning_context(frame), *what, {state.crew}, *start))
            text_wrapped(frame.theme.fonts.caption, frame.theme.colors.family(Family::warn).ink, frame.tr(remark));
    }
    switch (dialog_buttons(frame, state, words)) {
    case Answer::none: return false;
    case Answer::no: return true;
    case Answer::yes: break;
    }
    frame.out.push(assign(frame.world, frame.catalog, state.subject, {state.crew}, *start, state.text, frame.language.code()));
    return true;
}

namespace {

void begin_absence(const Frame& frame, DialogState& state) {
    std::string ignored;
    fill_typed(frame.now, frame.zone, state.from_day, ignored);
    state.to_day = state.from_day;
    state.from_hour = std::string("0") + std::to_string(forward_hours) + ":00";
    state.to_hour = std::to_string(backward_hours) + ":00";
    state.text = frame.tr("desk.absence.sick");
}

void absent_field(Frame& frame, DialogState& state, const gis::Crew& crew) {
    std::vector<std::string> names{frame.tr("desk.absence.whole_crew")};
    std::vector<gis::AgentId> agents{{}};
    for (gis::AgentId id : crew.agents)
        if (const gis::Agent* agent = frame.world.find(id)) {
            names.push_back(agent->name);
            agents.push_back(id);
        }
    int chosen = static_cast<int>(std::find(agents.begin(), agents.end(), state.agent) - agents.begin());
    if (combo_field(frame.theme, "###absence.who", chosen, names, {.label = frame.tr("desk.absence.who")}))
        state.agent = agents[static_cast<std::size_t>(chosen)];
}

} // namespace

bool draw_absence_dialog(Frame& frame, DialogState& state) {
    const gis::Crew* crew = frame.world.find(state.crew);
    if (!crew) return true;
    if (state.fresh) begin_absence(frame, state);
    DialogWords words;
    words.title = frame.tr(gis::Text{"desk.ask.absence.title", {{"crew", crew->name}}});
    words.yes = frame.tr("desk.ask.absence.yes");
    dialog_head(frame, words);
    absent_field(frame, state, *crew);
    period_fields(frame, state, true);
    text_field(frame.theme, "###absence.reason", state.text, {.label = frame.tr("desk.fact.reason")});
    const TypedPeriod typed = period_from_typed(state, frame.now, frame.zone);
    if (!typed.period) words.blocked = frame.tr(typed.error);
    switch (dialog_buttons(frame, state, words)) {
    case Answer::none: return false;
    case Answer::no: return true;
    case Answer::yes: break;
    }
    gis::Absence absence;
    if (state.agent) absence.agent = state.agent;
    else absence.crew = crew->id;
    absence.from = typed.period->from;
    absence.to = typed.period->to;
    absence.reason = state.text;
    frame.out.push(gis::command::AddAbsence{std::move(absence)});
    return true;
}

} // namespace vigie::panels
