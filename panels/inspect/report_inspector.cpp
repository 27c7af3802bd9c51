#include <algorithm>

#include "gis/model/words.hpp"
#include "gis/planning/calendar.hpp"
#include "panels/inspect/focus.hpp"
#include "panels/inspect/gestures.hpp"
#include "panels/inspect/inspectors.hpp"
#include "panels/inspect/parts.hpp"

namespace vigie::panels {

namespace {

using gis::Report;
using gis::Text;

constexpr gis::Seconds half_a_year{183 * 86400};
constexpr int answer_within_working_days = 2;   // first human answer (FIELD.md §6.6)

gis::EntityRef ref_of(const Report& r) { return {gis::EntityKind::report, r.id.value}; }
std::vector<gis::EntityRef> alone(const Report& r) { return {ref_of(r)}; }

const gis::ReportCategory* category_of(const Frame& frame, const Report& r) { return frame.catalog.report_category(r.category); }

void heading(Frame& frame, const Report& r) {
    const gis::ReportCategory* category = category_of(frame, r);
    inspector_title(frame.theme, category ? std::string_view(category->icon) : "place",
                    category ? category->name.in(frame.language.code()) : r.category);
    gap(frame.theme, 2);
    const Due due = due_of(r, frame.catalog, frame.now, frame.zone);
    const StatusLook state = look_of(r.state);
    const Badge badges[] = {{state, frame.tr(state.key)}, {severity_look(r.severity), severity_words(frame, r.severity)}};
    badge_line(frame.theme, badges, due_words(due, frame.language), due.tone);
    if (due.tone == DueTone::none) return;
    gap(frame.theme, 7);
    std::string level_words;
    if (const gis::ServiceLevel* level = frame.catalog.service_level(r.severity))
        level_words = frame.tr(Text{level->around_the_clock ? "desk.due.level" : "desk.due.level_worked",
                                    {{"duration", due_length(level->delay, due.worked, frame.language)}}});
    const std::string before = frame.tr(Text{"desk.due.before", {{"day", frame.language.day(*r.due_at, frame.zone)},
                                                                 {"clock", frame.language.clock(*r.due_at, frame.zone)}}});
    due_bar(frame.theme, due, level_words, before);
}

// "3ᵉ en 6 mois": reports of the same asset, this one counted.
std::string repeats(const Frame& frame, const Report& r) {
    const auto same = std::count_if(frame.world.reports().begin(), frame.world.reports().end(), [&](const Report& other) {
        return other.asset == r.asset && other.received_at <= r.received_at && r.received_at - other.received_at < half_a_year &&
               other.state != gis::ReportState::duplicate;
    });
    return same < 2 ? std::string{} : frame.tr(Text{"desk.report.repeat", {{"n", std::to_string(same)}}});
}

void origin_fact(Frame& frame, InspectorState& state, const Report& r) {
    const std::string key = "desk.channel." + r.channel;
    const std::string channel = frame.language.has(key) ? frame.tr(key) : r.channel;
    if (!r.has_reporter) {
        fact(frame.theme, "origin", frame.tr("desk.fact.origin"), channel, {.note = frame.tr("desk.report.anonymous")});
        return;
    }
    const auto blocked = personal_data_blocked(frame.settings.role);
    const bool shown = state.revealed == ref_of(r) && !blocked;
    const std::string note = frame.tr(shown ? "desk.report.shown" : "desk.report.masked");
    const std::string tip = blocked ? frame.tr(*blocked) : frame.tr(shown ? "desk.report.mask" : "desk.report.reveal");
    const FactSpec spec{.note = note, .note_icon = shown ? "" : "lock_outline",
                        .action_icon = shown ? "visibility_off" : "visibility", .action_tip = tip};
    if (fact(frame.theme, "origin", frame.tr("desk.fact.origin"), channel, spec) == FactClick::action && !blocked)
        state.revealed = shown ? gis::EntityRef{} : ref_of(r);
    if (!shown) return;
    const auto reporter = frame.desk.reporter(r.id);
    if (!reporter.ok()) {
        fact(frame.theme, "reporter", frame.tr("desk.fact.reporter"), frame.tr(reporter.error().text), {.wraps = true});
        return;
    }
    const gis::Reporter& person = reporter.value();
    if (!person.name.empty()) fact(frame.theme, "reporter.name", frame.tr("desk.fact.reporter"), person.name);
    if (!person.phone.empty()) fact(frame.theme, "reporter.phone", frame.tr("desk.fact.phone"), person.phone);
    if (!person.email.empty()) fact(frame.theme, "reporter.email", frame.tr("desk.fact.email"), person.email);
}

void facts(Frame& frame, InspectorState& state, const Report& r) {
    const Theme& t = frame.theme;
    if (fact(t, "address", frame.tr("desk.fact.address"), r.address.empty() ? frame.tr("desk.fact.no_address") : r.address,
             {.action_icon = "my_location", .action_tip = frame.tr("desk.fact.frame")}) == FactClick::action)
        frame_on(frame, r.place);
    if (!r.quartier.empty()) fact(t, "quartier", frame.tr("desk.column.quartier"), r.quartier);
    if (r.asset) draw_object_link(frame, "asset", frame.tr("desk.fact.asset"), {gis::EntityKind::asset, r.asset.value}, repeats(frame, r));
    origin_fact(frame, state, r);
    if (!r.description.empty()) fact(t, "description", frame.tr("desk.fact.description"), r.description, {.wraps = true});
    if (!r.reason.empty()) fact(t, "reason", frame.tr("desk.fact.reason"), r.reason, {.wraps = true});
    if (!r.photos.empty())
        fact(t, "photos", frame.tr("desk.fact.photos"), frame.tr(Text{"desk.report.photos", {{"n", std::to_string(r.photos.size())}}}));
    if (r.duplicate_of)
        draw_object_link(frame, "duplicate_of", frame.tr("desk.fact.duplicate_of"), {gis::EntityKind::report, r.duplicate_of.value});
    WorkIndex work;
    work.sync(frame.world);
    if (const gis::Intervention* what = work.of(frame.world, r.id)) {
        const std::string crews = crew_names(frame.world, *what);
        draw_object_link(frame, "intervention", frame.tr("desk.column.intervention"), {gis::EntityKind::intervention, what->id.value}, crews);
    }
}

// "2 semblables à 18 m et 41 m", with what was merged already.
void similar(Frame& frame, InspectorState& state, const Report& r) {
    using enum gis::ReportState;
    if (r.state == duplicate || r.state == closed || r.state == rejected) return;
    const auto& found = state.duplicates.of(frame, r);
    if (found.empty()) return;
    const std::string n = std::to_string(found.size()), first = frame.language.distance(found[0].distance_m);
    const std::string words = found.size() == 1
        ? frame.tr(Text{"desk.similar.one", {{"first", first}}})
        : frame.tr(Text{found.size() == 2 ? "desk.similar.two" : "desk.similar.more",
                        {{"n", n}, {"first", first}, {"second", frame.language.distance(found[1].distance_m)}}});
    gap(frame.theme, 6);
    if (strip(frame.theme, {"", Outline::circle, render::Glyph::two_circles, Family::fresh}, words, (frame.tr("desk.do.compare") + "###report.compare").c_str())) {
        frame.view.selection.entities = alone(r);
        frame.view.dialog = Dialog::merge;
    }
}

bool is_answered(gis::ReportState state) {
    using enum gis::ReportState;
    return state == closed || state == duplicate;
}

// The state of the answer, from what the journal knows: nothing here claims that a message was sent.
void reply_state(Frame& frame, const Report& r) {
    if (!r.has_reporter || is_answered(r.state)) return;
    gap(frame.theme, 8);
    section(frame.theme, frame.tr("desk.reply.title"));
    gap(frame.theme, 2);
    std::chrono::local_days day = gis::local_day(r.received_at, frame.zone);
    for (int left = answer_within_working_days; left > 0;) {
        day += std::chrono::days{1};
        if (gis::weekday_index(day) < 5 && !gis::public_holiday(day)) --left;
    }
    const gis::Time before = gis::utc_from_local(gis::LocalTime(day), frame.zone);
    quiet_strip(frame.theme, "mail", frame.tr("desk.reply.to_answer"),
                frame.tr(Text{"desk.reply.before", {{"day", frame.language.day(before, frame.zone)}}}));
}

} // namespace

void draw_report(Frame& frame, InspectorState& state, const Report& report) {
    heading(frame, report);
    gap(frame.theme, 8);
    facts(frame, state, report);
    similar(frame, state, report);
    draw_proposals(frame, state, alone(report));
    draw_history(frame, state, ref_of(report));
    reply_state(frame, report);
    gap(frame.theme, 8);
}

namespace {

bool menu_entry(Frame& frame, const char* key, const char* id, const std::optional<gis::Text>& reason) {
    const std::string label = frame.tr(key) + "###" + id, blocked = blocked_words(frame, reason);
    if (!button(frame.theme, label.c_str(), {.kind = ButtonKind::quiet, .width = 210, .blocked = blocked})) return false;
    ImGui::CloseCurrentPopup();
    return true;
}

void more_menu(Frame& frame, const Report& r) {
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(frame.theme.px(6), frame.theme.px(6)));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
    if (ImGui::BeginPopup("report.more")) {
        const auto chosen = alone(r);
        const auto to = [&](gis::ReportState s) { return report_state_blocked(frame.world, chosen, s); };
        const auto ask = [&](Dialog dialog) {
            frame.view.selection.entities = chosen;
            frame.view.dialog = dialog;
        };
        if (menu_entry(frame, "desk.do.qualify", "report.qualify", qualify_blocked(frame.world, chosen))) ask(Dialog::qualify);
        if (menu_entry(frame, "desk.do.assign", "report.assign", assign_blocked(frame.world, chosen))) ask(Dialog::assign);
        if (menu_entry(frame, "desk.do.forward", "report.forward", to(gis::ReportState::forwarded))) ask(Dialog::forward);
        if (menu_entry(frame, "desk.do.service_done", "report.service_done", to(gis::ReportState::service_done)))
            frame.out.push(set_report_state(frame.world, chosen, gis::ReportState::service_done, {}));
        if (menu_entry(frame, "desk.do.close", "report.close", to(gis::ReportState::closed)))
            frame.out.push(set_report_state(frame.world, chosen, gis::ReportState::closed, {}));
        if (menu_entry(frame, "desk.do.reopen", "report.reopen", to(gis::ReportState::reopened))) ask(Dialog::reopen);
        const auto no_group = r.duplicate_of ? std::nullopt : std::optional<gis::Text>({"desk.blocked.no_duplicate", {}});
        if (menu_entry(frame, "desk.do.split", "report.split", no_group)) frame.out.push(gis::command::SplitReport{r.id});
        ImGui::EndPopup();
    }
    ImGui::PopStyleVar(2);
}

} // namespace

void draw_report_footer(Frame& frame, InspectorState&, const Report& r) {
    const Theme& t = frame.theme;
    const auto chosen = alone(r);
    const auto ask = [&](Dialog dialog) {
        frame.view.selection.entities = chosen;
        frame.view.dialog = dialog;
    };
    const std::string blocked = blocked_words(frame, create_blocked(frame.world, chosen));
    if (button(t, (frame.tr("desk.do.create") + "###report.create").c_str(),
               {.kind = ButtonKind::primary, .icon = "build", .width = -1, .height = 34, .key_hint = "I", .blocked = blocked}))
        frame.out.push(create_intervention(frame.world, frame.catalog, chosen, frame.language.code()));
    const float third = (ImGui::GetContentRegionAvail().x / t.scale - 30 - 3 * 6) / 3;
    const bool fresh = r.state == gis::ReportState::received;
    const std::string merge_words = blocked_words(frame, merge_blocked(frame.world, chosen));
    if (fresh) {
        if (button(t, (frame.tr("desk.do.qualify") + "###report.qualify").c_str(), {.width = third, .tooltip = "Q"})) ask(Dialog::qualify);
    } else if (button(t, (frame.tr("desk.do.merge") + "###report.merge").c_str(), {.width = third, .blocked = merge_words, .tooltip = "M"})) {
        ask(Dialog::merge);
    }
    ImGui::SameLine();
    const std::string no_reply = r.has_reporter ? std::string{} : frame.tr("desk.blocked.no_reporter");
    if (button(t, (frame.tr("desk.do.reply") + "###report.reply").c_str(), {.width = third, .blocked = no_reply})) ask(Dialog::reply);
    ImGui::SameLine();
    const std::string no_reject = blocked_words(frame, report_state_blocked(frame.world, chosen, gis::ReportState::rejected));
    if (button(t, (frame.tr("desk.do.reject") + "###report.reject").c_str(),
               {.kind = ButtonKind::danger, .width = third, .blocked = no_reject, .tooltip = "R"}))
        ask(Dialog::reject);
    ImGui::SameLine();
    if (icon_button(t, "report.more_button", "more_horiz", frame.tr("desk.more"), {.size = 30, .border = true}))
        ImGui::OpenPopup("report.more");
    more_menu(frame, r);
}

} // namespace vigie::panels
