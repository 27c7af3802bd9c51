#include <algorithm>

#include <imgui.h>

#include "gis/model/words.hpp"
#include "gis/rules/rules.hpp"
#include "panels/forms/dialog_parts.hpp"
#include "panels/forms/report_form.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/field.hpp"

namespace vigie::panels {

namespace {

constexpr std::size_t merge_candidates = 6;
constexpr double surely_the_same = 0.5;  // from this score on a candidate is ticked beforehand

const gis::Report* report_of(const Frame& frame, gis::EntityRef ref) {
    return ref.kind == gis::EntityKind::report ? frame.world.find(gis::ReportId{ref.id}) : nullptr;
}

void begin_qualify(const Frame& frame, DialogState& state) {
    for (gis::EntityRef ref : state.subject)
        if (const gis::Report* report = report_of(frame, ref)) {
            const gis::ReportCategory* category = frame.catalog.report_category(report->category);
            state.category = report->category;
            state.category_typed = category ? category->name.in(frame.language.code()) : report->category;
            state.severity = report->severity;
            return;
        }
}

void category_field(Frame& frame, DialogState& state) {
    const Theme& t = frame.theme;
    if (text_field(t, "###dialog.category", state.category_typed, {.label = frame.tr("desk.column.category"), .focus = state.fresh}))
        state.category.clear();
    if (!state.category.empty()) return;
    for (const gis::ReportCategory* category : category_matches(frame.catalog, state.category_typed, frame.language.code(), 5)) {
        const std::string name = category->name.in(frame.language.code());
        const gis::Domain* domain = frame.catalog.domain(category->domain);
        if (!choice_row(t, category->id.c_str(), name, false, domain ? domain->name.in(frame.language.code()) : "")) continue;
        state.category = category->id;
        state.category_typed = name;
        state.severity = category->severity;
    }
}

void severity_field(Frame& frame, DialogState& state) {
    const Theme& t = frame.theme;
    ImGui::Dummy(ImVec2(1, t.px(4)));
    caption(t, frame.tr("desk.column.severity"));
    std::vector<std::string> labels;
    for (int s = 1; s <= 6; ++s) labels.push_back(std::to_string(s) + "###severity." + std::to_string(s));
    std::vector<SegmentSpec> segments;
    for (const std::string& label : labels) segments.push_back({label.c_str(), {}});
    state.severity = segmented(t, "severity", segments, state.severity - 1, 30) + 1;
    if (const gis::ServiceLevel* level = frame.catalog.service_level(state.severity))
        caption(t, level->name.in(frame.language.code()));
}

} // namespace

bool draw_qualify_dialog(Frame& frame, DialogState& state) {
    if (state.fresh) begin_qualify(frame, state);
    DialogWords words;
    words.title = frame.tr(gis::Text{"desk.ask.qualify.title", {{"what", subject_words(frame, state.subject)}}});
    words.yes = frame.tr("desk.ask.qualify.yes");
    dialog_head(frame, words);
    const bool several = state.subject.size() > 1;
    if (!several) category_field(frame, state);
    severity_field(frame, state);
    if (!several && state.category.empty()) {
        const auto found = category_matches(frame.catalog, state.category_typed, frame.language.code(), 1);
        if (found.empty()) words.blocked = frame.tr("desk.form.category_unknown");
        else if (ImGui::IsKeyPressed(ImGuiKey_Enter, false)) state.category = found.front()->id;
    }
    switch (dialog_buttons(frame, state, words)) {
    case Answer::none: return false;
    case Answer::no: return true;
    case Answer::yes: break;
    }
    Gesture gesture = qualify(frame.world, state.subject, several ? std::string{} : state.category, state.severity);
    if (!gesture.empty()) frame.out.push(std::move(gesture));
    return true;
}

namespace {

// The reports chosen, or one and its likely doubles; the oldest is kept unless somebody says otherwise.
void begin_merge(const Frame& frame, DialogState& state) {
    const gis::Report* only = nullptr;
    for (gis::EntityRef ref : state.subject)
        if (const gis::Report* report = report_of(frame, ref)) {
            state.candidates.push_back({report->id, true, 0});
            only = report;
        }
    if (state.candidates.size() == 1)
        for (const gis::DuplicateCandidate& found : gis::duplicate_candidates(frame.world, frame.catalog, *only, merge_candidates)) {
            DialogState::Candidate candidate{found.report, found.score >= surely_the_same, found.distance_m, {found.why}};
            candidate.reasons.insert(candidate.reasons.end(), found.reasons.begin(), found.reasons.end());
            state.candidates.push_back(std::move(candidate));
        }
    const auto oldest = std::min_element(state.candidates.begin(), state.candidates.end(), [&](const auto& a, const auto& b) {
        if (a.merged != b.merged) return a.merged;
        return frame.world.find(a.report)->received_at < frame.world.find(b.report)->received_at;
    });
    if (oldest != state.candidates.end()) state.kept = oldest->report;
}

std::string joined(const Frame& frame, const std::vector<gis::Text>& reasons) {
    std::string words;
    for (const gis::Text& reason : reasons) words += (words.empty() ? "" : " · ") + frame.tr(reason);
    return words;
}

// A digit ticks or unticks; with Maj it says which one is kept.
void candidate_keys(DialogState& state) {
    for (std::size_t i = 0; i < state.candidates.size() && i < 9; ++i) {
        const int n = static_cast<int>(i);
        if (!ImGui::IsKeyPressed(static_cast<ImGuiKey>(ImGuiKey_1 + n), false) && !ImGui::IsKeyPressed(static_cast<ImGuiKey>(ImGuiKey_Keypad1 + n), false)) continue;
        DialogState::Candidate& candidate = state.candidates[i];
        if (ImGui::GetIO().KeyShift) {
            state.kept = candidate.report;
            candidate.merged = true;
        } else if (candidate.report != state.kept) {
            candidate.merged = !candidate.merged;
        }
    }
}

void candidate_row(Frame& frame, DialogState& state, DialogState::Candidate& candidate, std::size_t place) {
    const gis::Report* report = frame.world.find(candidate.report);
    if (!report) return;
    const gis::ReportCategory* category = frame.catalog.report_category(report->category);
    std::string text = std::to_string(place + 1) + "  " + gis::number_label(gis::EntityKind::report, report->number) + ", " +
                       (category ? category->name.in(frame.language.code()) : report->category);
    if (!report->address.empty()) text += ", " + report->address;
    std::string note = frame.language.moment(report->received_at, frame.now, frame.zone);
    if (candidate.distance_m > 0) note += ", " + frame.language.distance(candidate.distance_m);
    const std::string id = std::to_string(candidate.report.value);
    ImGui::PushID(id.c_str());
    if (choice_row(frame.theme, "keep", text, state.kept == candidate.report, note)) {
        state.kept = candidate.report;
        candidate.merged = true;
    }
    ImGui::Indent(frame.theme.px(30));
    const std::string kept = state.kept == candidate.report ? frame.tr("desk.ask.merge.kept") : std::string{};
    check_field(frame.theme, (frame.tr("desk.ask.merge.same") + "###same").c_str(), candidate.merged, kept);
    if (!candidate.reasons.empty()) text_wrapped(frame.theme.fonts.caption, frame.theme.colors.text_normal, joined(frame, candidate.reasons));
    if (!report->description.empty()) text_wrapped(frame.theme.fonts.caption, frame.theme.colors.text_weak, report->description);
    ImGui::Unindent(frame.theme.px(30));
    ImGui::PopID();
}

} // namespace

bool draw_merge_dialog(Frame& frame, DialogState& state) {
    if (state.fresh) begin_merge(frame, state);
    DialogWords words;
    words.title = frame.tr(gis::Text{"desk.ask.merge.title", {{"what", subject_words(frame, state.subject)}}});
    words.sentence = frame.tr(state.candidates.size() < 2 ? "desk.ask.merge.alone" : "desk.ask.merge.sentence");
    dialog_head(frame, words);
    if (!state.fresh) candidate_keys(state);
    for (std::size_t i = 0; i < state.candidates.size(); ++i) candidate_row(frame, state, state.candidates[i], i);
    std::vector<gis::ReportId> doubles;
    for (const DialogState::Candidate& candidate : state.candidates)
        if (candidate.merged && candidate.report != state.kept) doubles.push_back(candidate.report);
    if (doubles.empty()) words.blocked = frame.tr("desk.ask.merge.nothing");
    const gis::Report* kept = frame.world.find(state.kept);
    words.yes = frame.tr(gis::Text{"desk.ask.merge.yes", {{"kept", kept ? gis::number_label(gis::EntityKind::report, kept->number) : ""}}});
    switch (dialog_buttons(frame, state, words)) {
    case Answer::none: return false;
    case Answer::no: return true;
    case Answer::yes: break;
    }
    frame.out.push(merge(state.kept, std::move(doubles)));
    frame.view.selection.entities = {{gis::EntityKind::report, state.kept.value}};
    return true;
}

} // namespace vigie::panels
