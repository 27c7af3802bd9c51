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

constexpr std::size_t most_doubles_shown = 5;
constexpr std::size_t told_again = 3;   // from this time on it is said loudly
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
    const gis::ServiceLevel level = gis::service_level_of(frame.catalog, r.category, r.severity);
    const std::string level_words = frame.tr(Text{level.around_the_clock ? "desk.due.level" : "desk.due.level_worked",
                                                  {{"duration", due_length(level.delay, due.worked, frame.language)}}});
    const std::string before = frame.tr(Text{"desk.due.before", {{"day", frame.language.day(*r.due_at, frame.zone)},
                                                                 {"clock", frame.language.clock(*r.due_at, frame.zone)}}});
    due_bar(frame.theme, due, level_words, before);
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
    if (r.asset) draw_object_link(frame, "asset", frame.tr("desk.fact.asset"), {gis::EntityKind::asset, r.asset.value});
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

bool is_over(gis::ReportState state) {
    using enum gis::ReportState;
    return state == closed || state == rejected || state == service_done || state == duplicate;
}

// « 3ᵉ fois en 6 mois » leads to the times before.
void repeats(Frame& frame, const Report& r, const gis::Repeats& again) {
    if (again.times() < 2) return;
    const std::string words = frame.tr(Text{again.by_asset ? "desk.report.repeat_asset" : "desk.report.repeat", {{"n", std::to_string(again.times())}}});
    gap(frame.theme, 6);
    const StatusLook look{"", Outline::circle, render::Glyph::return_arrow, again.times() >= told_again ? Family::warn : Family::idle};
    if (!strip(frame.theme, look, words, (frame.tr("desk.do.see") + "###report.repeats").c_str())) return;
    frame.view.selection.entities.clear();
    for (auto id = again.earlier.rbegin(); id != again.earlier.rend(); ++id) frame.view.selection.entities.push_back({gis::EntityKind::report, id->value});
    frame.view.selection.entities.push_back(ref_of(r));
    frame.view.filter.open_only = false;
}

// Which object it is about, as far as one stands near enough to be meant.
void near_objects(Frame& frame, const Report& r, const std::vector<gis::NearAsset>& near) {
    if (near.empty() || is_over(r.state)) return;
    const gis::Asset* asset = frame.world.find(near.front().asset);
    if (!asset) return;
    const gis::AssetKind* kind = frame.catalog.asset_kind(asset->kind);
    std::string what = kind ? kind->name.in(frame.language.code()) : asset->kind;
    if (!asset->code.empty() || !asset->name.empty()) what += " " + (asset->code.empty() ? asset->name : asset->code);
    const bool sure = gis::asset_meant(near) == near.front().asset;
    const Text words{sure ? "desk.near.sure" : "desk.near.one_of", {{"what", what}, {"distance", frame.language.distance(near.front().distance_m)}, {"n", std::to_string(near.size())}}};
    gap(frame.theme, 6);
    if (strip(frame.theme, {"", Outline::circle, render::Glyph::ringed_dot, Family::active}, frame.tr(words), (frame.tr("desk.do.link") + "###report.link").c_str()))
        frame.out.push(gis::command::EditReport{.report = r.id, .place = {}, .address = {}, .quartier = {}, .description = {}, .asset = near.front().asset});
}

// Everybody who told the same: each leads to its report, and can be taken out again.
void group(Frame& frame, const Report& r, const std::vector<gis::ReportId>& all) {
    if (all.size() < 2) return;
    gap(frame.theme, 8);
    section(frame.theme, frame.tr(Text{"desk.group.title", {{"n", std::to_string(all.size())}}}));
    std::size_t shown = 0;
    for (const gis::ReportId id : all) {
        const Report* other = frame.world.find(id);
        if (!other || id == r.id) continue;
        if (++shown > most_doubles_shown) break;
        const bool kept = id == all.front();
        const std::string words = gis::number_label(gis::EntityKind::report, other->number), name = "group." + std::to_string(id.value);
        const std::string note = kept ? frame.tr("desk.group.kept") : frame.language.moment(other->received_at, frame.now, frame.zone) + (other->has_reporter ? "" : ", " + frame.tr("desk.report.anonymous"));
        const std::string tip = frame.tr("desk.do.split");
        const FactClick click = fact(frame.theme, name.c_str(), words, other->address.empty() ? other->quartier : other->address,
                                     {.is_link = true, .note = note, .action_icon = kept ? std::string_view{} : "close", .action_tip = tip});
        if (click == FactClick::value) select(frame, {gis::EntityKind::report, id.value});
        if (click == FactClick::action) frame.out.push(gis::command::SplitReport{id});
    }
    if (all.size() - 1 > most_doubles_shown) caption(frame.theme, frame.tr(Text{"desk.several.more", {{"n", std::to_string(all.size() - 1 - most_doubles_shown)}}}));
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

// The state of the answer, from what the journal knows: nothing here claims that a message was sent.
void reply_state(Frame& frame, const Report& r, const ReportLore::Facts& lore) {
    if (lore.answer) {
        gap(frame.theme, 8);
        section(frame.theme, frame.tr("desk.reply.title"));
        gap(frame.theme, 2);
        quiet_strip(frame.theme, "mail", frame.tr("desk.reply.answered"),
                    frame.language.moment(lore.answer->at, frame.now, frame.zone) + ", " + lore.answer->by);
        const std::string& text = lore.answer->text;
        gap(frame.theme, 2);
        text_wrapped(frame.theme.fonts.caption, frame.theme.colors.text_weak, text);
        return;
    }
    if (!r.has_reporter || r.state == gis::ReportState::closed) return;
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
    const ReportLore::Facts lore = state.lore.of(frame, report);
    heading(frame, report);
    if (!is_over(report.state)) {
        if (const gis::ReportCategory* category = category_of(frame, report); category && (!category->guard.fr.empty() || !category->emergency.empty())) gap(frame.theme, 8);
        draw_guard(frame, category_of(frame, report));
    }
    gap(frame.theme, 8);
    facts(frame, state, report);
    near_objects(frame, report, lore.near);
    repeats(frame, report, lore.repeats);
    similar(frame, state, report);
    group(frame, report, lore.group);
    draw_proposals(frame, state, alone(report));
    draw_history(frame, state, ref_of(report));
    reply_state(frame, report, lore);
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
        if (menu_entry(frame, "desk.do.split", "report.split", split_blocked(frame.world, chosen))) frame.out.push(split(frame.world, chosen));
        const auto no_asset = r.asset ? std::nullopt : std::optional<gis::Text>({"desk.blocked.no_asset", {}});
        if (menu_entry(frame, "desk.do.unlink", "report.unlink", no_asset))
            frame.out.push(gis::command::EditReport{.report = r.id, .place = {}, .address = {}, .quartier = {}, .description = {}, .asset = gis::AssetId{}});
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
    const std::string no_reply = blocked_words(frame, reply_blocked(frame.world, chosen));
    if (button(t, (frame.tr("desk.do.reply") + "###report.reply").c_str(), {.width = third, .blocked = no_reply, .tooltip = "W"})) ask(Dialog::reply);
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
