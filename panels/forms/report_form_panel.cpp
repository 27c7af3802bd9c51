#include "panels/forms/report_form_panel.hpp"

#include <utility>

#include <imgui_internal.h>

#include "gis/model/words.hpp"
#include "gis/rules/personal_words.hpp"
#include "panels/command_table.hpp"
#include "panels/forms/dialog_parts.hpp"
#include "panels/inspect/focus.hpp"
#include "panels/inspect/inspectors.hpp"
#include "panels/inspect/parts.hpp"
#include "panels/widgets/feedback.hpp"
#include "panels/widgets/field.hpp"

namespace vigie::panels {

namespace {

constexpr int most_focus_frames = 5;

ReportFormContext context_of(const Frame& frame) {
    return {frame.world, frame.catalog, frame.gazetteer, frame.plane, frame.language.code(), frame.now};
}

void open_form(Frame& frame, ReportFormPanel& panel) {
    panel.open = true;
    panel.error = ReportField::none;
    panel.place_seen = frame.view.report_form_place;
    panel.form.begin(frame.view.report_form_place, frame.view.report_form_address, context_of(frame));
    panel.focus = panel.form.has_place() ? ReportField::category : ReportField::place;
}

void close_form(Frame& frame, ReportFormPanel& panel) {
    panel.open = false;
    frame.view.report_form_open = false;
    frame.view.report_form_place.reset();
    frame.view.report_form_address.clear();
}

std::string error_of(const Frame& frame, const ReportFormPanel& panel, ReportField field) {
    const auto missing = panel.form.first_missing();
    return panel.error == field && missing.field == field ? frame.tr(missing.text) : std::string{};
}

// Enter was pressed in `field`: take the suggestion, go on, or hand the report in.
void entered(Frame& frame, ReportFormPanel& panel, ReportField field) {
    const ReportField next = panel.form.enter(field, context_of(frame));
    panel.error = next == field ? field : ReportField::none;
    panel.focus = next;
    if (next != ReportField::none) return;
    if (auto command = panel.form.command()) {
        frame.out.push(std::move(*command));
        close_form(frame, panel);
    }
}

// The field becomes active in the next frame. SetKeyboardFocusHere does not reach fields of a child window here, so the
// item is activated by its id.
void take_keyboard(const char* id) {
    ImGuiContext& g = *ImGui::GetCurrentContext();
    ImGui::FocusWindow(ImGui::GetCurrentWindow());
    g.NavNextActivateId = ImGui::GetID(id);
    g.NavNextActivateFlags = ImGuiActivateFlags_PreferInput | ImGuiActivateFlags_TryToPreserveState;
}

// A text field of the form; true when Enter ended it.
template <class Typed>
bool field(Frame& frame, ReportFormPanel& panel, ReportField which, const char* id, std::string text, const char* label,
           const char* hint, Typed typed) {
    const std::string label_words = frame.tr(label), hint_words = frame.tr(hint), error = error_of(frame, panel, which);
    const bool focus = panel.focus == which;
    if (focus) take_keyboard(id);
    const bool changed = text_field(frame.theme, id, text, {.label = label_words, .hint = hint_words, .error = error});
    // A window that has just opened may lose the keyboard again: ask until the field has it.
    if (focus && (ImGui::IsItemActive() || ++panel.focus_frames > most_focus_frames)) {
        panel.focus = ReportField::none;
        panel.focus_frames = 0;
    }
    if (changed) typed(text);
    // ImGui leaves the field a frame after the key.
    if (ImGui::IsItemActive() && ImGui::IsKeyPressed(ImGuiKey_Tab) && !ImGui::GetIO().KeyShift) panel.tabbed = which;
    if (ImGui::IsItemDeactivated() && std::exchange(panel.tabbed, ReportField::none) == which) panel.focus = panel.form.tab(which, context_of(frame));
    return ImGui::IsItemDeactivated() && pressed_enter();
}

void place_part(Frame& frame, ReportFormPanel& panel) {
    const bool enter = field(frame, panel, ReportField::place, "###form.place", panel.form.place_text(), "desk.fact.place", "desk.form.place_hint",
                             [&](const std::string& text) { panel.form.type_place(text, context_of(frame)); });
    if (enter) entered(frame, panel, ReportField::place);
    const auto places = panel.form.places();
    for (std::size_t i = 0; i < places.size(); ++i)
        if (choice_row(frame.theme, ("place." + std::to_string(i)).c_str(), places[i].name, i == 0, places[i].detail)) {
            panel.form.choose_place(places[i], context_of(frame));
            panel.focus = ReportField::category;
        }
    if (panel.form.has_place() && !panel.form.quartier().empty()) caption(frame.theme, panel.form.quartier());
}

// « Candélabre EP-0412, à 6 m », with a cross where it is not that one; and which time it is.
void object_part(Frame& frame, ReportFormPanel& panel) {
    if (const auto meant = panel.form.object())
        if (const gis::Asset* asset = frame.world.find(meant->asset)) {
            const gis::AssetKind* kind = frame.catalog.asset_kind(asset->kind);
            std::string what = kind ? kind->name.in(frame.language.code()) : asset->kind;
            if (!asset->code.empty() || !asset->name.empty()) what += " " + (asset->code.empty() ? asset->name : asset->code);
            const std::string distance = frame.language.distance(meant->distance_m), tip = frame.tr("desk.do.unlink");
            gap(frame.theme, 4);
            if (fact(frame.theme, "form.object", frame.tr("desk.fact.asset"), what, {.note = distance, .action_icon = "close", .action_tip = tip}) == FactClick::action)
                panel.form.refuse_object();
        }
    if (panel.form.times() < 2) return;
    gap(frame.theme, 4);
    const std::string words = frame.tr(gis::Text{"desk.report.repeat", {{"n", std::to_string(panel.form.times())}}});
    text_item(frame.theme.fonts.body_strong, frame.theme.colors.family(Family::warn).ink, words);
}

void category_part(Frame& frame, ReportFormPanel& panel) {
    const bool enter = field(frame, panel, ReportField::category, "###form.category", panel.form.category_text(), "desk.column.category",
                             "desk.form.category_hint", [&](const std::string& text) { panel.form.type_category(text, context_of(frame)); });
    if (enter) entered(frame, panel, ReportField::category);
    const auto categories = panel.form.categories();
    for (std::size_t i = 0; i < categories.size(); ++i) {
        const gis::Domain* domain = frame.catalog.domain(categories[i]->domain);
        if (choice_row(frame.theme, ("category." + categories[i]->id).c_str(), categories[i]->name.in(frame.language.code()), i == 0,
                       domain ? domain->name.in(frame.language.code()) : "")) {
            panel.form.choose_category(*categories[i], context_of(frame));
            panel.focus = ReportField::description;
        }
    }
    const gis::ReportCategory* chosen = frame.catalog.report_category(panel.form.category());
    if (!chosen) return;
    gap(frame.theme, 4);
    draw_guard(frame, chosen);
    object_part(frame, panel);
}

// Reports nearby that may tell of the same thing, while the person is still typing.
void duplicates_part(Frame& frame, ReportFormPanel& panel) {
    const auto& found = panel.form.duplicates();
    if (found.empty()) return;
    gap(frame.theme, 8);
    section(frame.theme, frame.tr("desk.form.duplicates"));
    const auto copies = found;   // following one closes the form and forgets them
    for (const gis::DuplicateCandidate& candidate : copies) {
        const gis::Report* report = frame.world.find(candidate.report);
        if (!report) continue;
        const std::string id = "duplicate." + std::to_string(candidate.report.value);
        const gis::ReportCategory* category = frame.catalog.report_category(report->category);
        const std::string label = gis::number_label(gis::EntityKind::report, report->number) + ", " +
                                  (category ? category->name.in(frame.language.code()) : report->category);
        if (strip(frame.theme, {"", Outline::circle, render::Glyph::two_circles, Family::fresh}, label, (frame.tr("desk.do.see") + "###" + id).c_str())) {
            close_form(frame, panel);
            select(frame, {gis::EntityKind::report, candidate.report.value});
        }
        std::string why = frame.tr(candidate.why);
        for (const gis::Text& reason : candidate.reasons) why += " · " + frame.tr(reason);
        text_wrapped(frame.theme.fonts.caption, frame.theme.colors.text_weak, why);
    }
}

void details_part(Frame& frame, ReportFormPanel& panel) {
    const Theme& t = frame.theme;
    ReportForm& form = panel.form;
    gap(t, 6);
    caption(t, frame.tr("desk.column.severity"));
    std::vector<std::string> labels;
    for (int s = 1; s <= 6; ++s) labels.push_back(std::to_string(s) + "###form.severity." + std::to_string(s));
    std::vector<SegmentSpec> segments;
    for (const std::string& label : labels) segments.push_back({label.c_str(), {}});
    if (const int chosen = segmented(t, "form.severity", segments, form.severity() - 1, 30) + 1; chosen != form.severity())
        form.set_severity(chosen);
    gap(t, 6);
    if (field(frame, panel, ReportField::description, "###form.description", form.description, "desk.fact.description", "desk.form.description_hint",
              [&](const std::string& text) { form.describe(text, context_of(frame)); }))
        entered(frame, panel, ReportField::description);
    // A report tells of a place, not of a person.
    if (!gis::personal_words(form.description).empty()) {
        gap(t, 4);
        if (strip(t, {"", Outline::lozenge, render::Glyph::bang, Family::warn}, frame.tr("desk.form.personal"), (frame.tr("desk.form.mask") + "###form.mask").c_str()))
            form.describe(gis::masked(form.description), context_of(frame));
    }
    gap(t, 6);
    if (field(frame, panel, ReportField::caller, "###form.caller", form.caller, "desk.fact.reporter", "desk.form.caller_hint",
              [&](const std::string& text) { form.caller = text; }))
        entered(frame, panel, ReportField::caller);
    gap(t, 6);
    if (field(frame, panel, ReportField::phone, "###form.phone", form.phone, "desk.fact.phone", "desk.form.phone_hint",
              [&](const std::string& text) { form.phone = text; }))
        entered(frame, panel, ReportField::phone);
}

} // namespace

void draw_report_form(Frame& frame, ReportFormPanel& panel) {
    const Theme& t = frame.theme;
    // Pointing at the map while the form is open gives it its place.
    if (!panel.open) open_form(frame, panel);
    else if (frame.view.report_form_place && frame.view.report_form_place != panel.place_seen) {
        panel.place_seen = frame.view.report_form_place;
        panel.form.move_to(*frame.view.report_form_place, frame.view.report_form_address, context_of(frame));
        panel.focus = panel.form.category().empty() ? ReportField::category : ReportField::none;
    }
    const bool typing = ImGui::GetIO().WantTextInput;
    const bool keeps_open = typing && !panel.form.untouched();   // Esc takes back the field first, then closes the form
    if (!typing && panel.focus == ReportField::none && ImGui::IsKeyPressed(static_cast<ImGuiKey>(find_action("report.new")->shortcut.key), false)) {   // back to the fields
        const ReportField missing = panel.form.first_missing().field;
        panel.focus = missing == ReportField::none ? ReportField::description : missing;
    }
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(t.px(6), t.px(4)));
    place_part(frame, panel);
    gap(t, 8);
    category_part(frame, panel);
    duplicates_part(frame, panel);
    details_part(frame, panel);
    gap(t, 14);
    if (button(t, (frame.tr("desk.form.submit") + "###form.submit").c_str(), {.kind = ButtonKind::primary, .icon = "place", .width = -1, .height = 34}))
        entered(frame, panel, panel.form.first_missing().field);
    gap(t, 6);
    if (button(t, (frame.tr("desk.cancel") + "###form.cancel").c_str(), {.kind = ButtonKind::quiet, .width = -1})) close_form(frame, panel);
    gap(t, 6);
    text_wrapped(t.fonts.caption, t.colors.text_weak, frame.tr("desk.form.help"));
    ImGui::PopStyleVar();
    if (ImGui::IsKeyPressed(ImGuiKey_Escape, false) && !keeps_open) close_form(frame, panel);
}

} // namespace vigie::panels
