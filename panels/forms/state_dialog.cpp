// The next state of an intervention, in the commune's own words: what the catalogue allows from here, and to whom.
#include <imgui.h>

#include "gis/model/words.hpp"
#include "gis/model/work_states.hpp"
#include "panels/forms/dialog_parts.hpp"
#include "panels/inspect/work_regions.hpp"
#include "panels/status.hpp"
#include "panels/widgets/field.hpp"
#include "panels/widgets/text.hpp"

namespace vigie::panels {

namespace {

// A slot is given by assigning, and let go of by putting back to plan: those have questions of their own.
bool asks_for_slot(const gis::Intervention& i, const gis::StatusStep& step) {
    using enum gis::InterventionState;
    const bool needs_crew = step.state == planned || step.state == assigned || step.state == en_route || step.state == on_site;
    return needs_crew && (i.crews.empty() || !i.start);
}

std::string step_words(const Frame& frame, const gis::StatusStep& step) {
    const std::string& name = step.name.in(frame.language.code());
    return name.empty() ? frame.tr(look_of(step.state).key) : name;
}

} // namespace

bool draw_change_state_dialog(Frame& frame, DialogState& state) {
    const gis::Intervention* i = state.subject.empty() ? nullptr : frame.world.find(gis::InterventionId{state.subject.back().id});
    if (!i || state.subject.back().kind != gis::EntityKind::intervention) return true;
    const Theme& t = frame.theme;
    std::vector<gis::StatusStep> steps = gis::next_steps(frame.catalog, *i, frame.settings.role);
    std::erase_if(steps, [&](const gis::StatusStep& step) { return asks_for_slot(*i, step); });
    DialogWords words;
    words.title = frame.tr(gis::Text{"work.ask.state.title", {{"what", subject_words(frame, {state.subject.back()})}}});
    words.sentence = frame.tr(gis::Text{"work.ask.state.sentence", {{"state", status_words(frame, *i)}}});
    words.yes = frame.tr("work.ask.state.yes");
    dialog_head(frame, words);
    if (steps.empty()) {
        caption(t, frame.tr("work.ask.state.none"));
        words.blocked = frame.tr("work.ask.state.none");
    }
    const std::string not_yours = frame.tr("work.ask.state.role");
    for (std::size_t n = 0; n < steps.size(); ++n) {
        const bool mine = steps[n].refusal == gis::MoveRefusal::none;
        const std::string id = "state." + std::string(gis::name(steps[n].state)) + (steps[n].status.empty() ? "" : "." + steps[n].status);
        if (choice_row(t, id.c_str(), step_words(frame, steps[n]), state.choice == static_cast<int>(n), mine ? std::string_view{} : std::string_view(not_yours)))
            state.choice = static_cast<int>(n);
    }
    if (steps.empty()) return dialog_buttons(frame, state, words) != Answer::none;
    const gis::StatusStep& chosen = steps[std::min(static_cast<std::size_t>(state.choice), steps.size() - 1)];
    const bool lets_go = chosen.state == gis::InterventionState::to_plan && i->state != gis::InterventionState::to_plan;
    if (chosen.needs_reason || lets_go) text_field(t, "###dialog.reason", state.text, {.label = frame.tr("desk.fact.reason"), .focus = state.fresh});
    if (chosen.refusal != gis::MoveRefusal::none) words.blocked = not_yours;
    else if ((chosen.needs_reason || lets_go) && state.text.empty()) words.blocked = frame.tr("desk.blocked.reason_missing");
    switch (dialog_buttons(frame, state, words)) {
    case Answer::none: return false;
    case Answer::no: return true;
    case Answer::yes: break;
    }
    frame.out.push(gis::command::SetInterventionState{i->id, chosen.state, state.text, chosen.status});
    return true;
}

} // namespace vigie::panels
