// One answer for everybody who reported the same thing: a template of the catalogue, changed as needed, copied for the mail
// program, and noted in the history of each report.
#include <algorithm>

#include <imgui.h>

#include "gis/model/words.hpp"
#include "gis/rules/answers.hpp"
#include "panels/forms/dialog_parts.hpp"
#include "panels/inspect/inspectors.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/field.hpp"

namespace vigie::panels {

namespace {

constexpr int text_lines = 11;
constexpr float text_margin = 24;

const gis::Report* first_report(const Frame& frame, const DialogState& state) {
    return state.group.empty() ? nullptr : frame.world.find(state.group.front());
}

void write(const Frame& frame, DialogState& state, const gis::AnswerTemplate& pattern, float width) {
    const gis::Report* report = first_report(frame, state);
    if (!report) return;
    state.text = soft_wrapped(gis::answer_text(pattern, *report, frame.world, frame.catalog, frame.language, frame.zone),
                              frame.theme.fonts.body, width - frame.theme.px(text_margin));
}

// Everybody of every group that was chosen; what they left to be reached by, where this post may see it.
void begin(const Frame& frame, DialogState& state, float width) {
    for (const gis::EntityRef ref : state.subject) {
        if (ref.kind != gis::EntityKind::report) continue;
        for (const gis::ReportId id : gis::group_of(frame.world, gis::ReportId{ref.id}))
            if (std::ranges::find(state.group, id) == state.group.end()) state.group.push_back(id);
    }
    const bool may_see = !personal_data_blocked(frame.settings.role);
    for (const gis::ReportId id : state.group) {
        if (!frame.world.find(id)->has_reporter) continue;
        ++state.with_reporter;
        const auto reporter = may_see ? frame.desk.reporter(id) : gis::Result<gis::Reporter>(gis::Reporter{});
        if (!reporter.ok()) continue;
        if (!reporter.value().email.empty()) state.emails.push_back(reporter.value().email);
        else if (!reporter.value().phone.empty()) ++state.by_phone;
    }
    const gis::Report* report = first_report(frame, state);
    const auto patterns = report ? gis::answers_for(frame.catalog, report->state) : std::vector<const gis::AnswerTemplate*>{};
    if (!patterns.empty()) write(frame, state, *patterns.front(), width);
}

void template_field(Frame& frame, DialogState& state, const gis::Report& report, float width) {
    const auto patterns = gis::answers_for(frame.catalog, report.state);
    std::vector<std::string> names;
    for (const gis::AnswerTemplate* pattern : patterns) names.push_back(pattern->name.in(frame.language.code()) + "###answer." + pattern->id);
    if (names.empty()) return;
    state.choice = std::min(state.choice, static_cast<int>(names.size()) - 1);
    if (combo_field(frame.theme, "###answer.template", state.choice, names, {.label = frame.tr("desk.ask.reply.template")}))
        write(frame, state, *patterns[static_cast<std::size_t>(state.choice)], width);
}

// "3 signalements, 2 à prévenir : 1 courriel, 1 téléphone", with the addresses to paste.
void recipients(Frame& frame, DialogState& state) {
    const Theme& t = frame.theme;
    std::string words = frame.tr(gis::Text{"desk.ask.reply.group", {{"n", std::to_string(state.group.size())}, {"people", std::to_string(state.with_reporter)}}});
    if (!state.emails.empty()) words += ", " + frame.tr(gis::Text{"desk.ask.reply.emails", {{"n", std::to_string(state.emails.size())}}});
    if (state.by_phone > 0) words += ", " + frame.tr(gis::Text{"desk.ask.reply.phones", {{"n", std::to_string(state.by_phone)}}});
    ImGui::Dummy(ImVec2(1, t.px(4)));
    text_wrapped(t.fonts.caption, t.colors.text_weak, words);
    if (state.emails.empty() || !link(t, (frame.tr("desk.ask.reply.copy_addresses") + "###answer.addresses").c_str())) return;
    std::string all;
    for (const std::string& address : state.emails) all += (all.empty() ? "" : ", ") + address;
    frame.ask.clipboard = all;
    frame.ask.toasts.push_back({.text = {"desk.reply.addresses_copied", {{"n", std::to_string(state.emails.size())}}}, .detail = {}, .at = frame.now});
}

} // namespace

std::string soft_wrapped(const std::string& text, ImFont* font, float width) {
    std::string out;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        std::string line;
        for (std::size_t from = at; from < end;) {
            const std::size_t next = std::min(text.find(' ', from), end);
            const std::string word = text.substr(from, next - from);
            if (!line.empty() && text_size(font, line + ' ' + word).x > width) {
                out += line + " \n";
                line.clear();
            }
            line += (line.empty() ? "" : " ") + word;
            from = next + 1;
        }
        out += line;
        if (end == text.size()) break;
        out += '\n';
        at = end + 1;
    }
    return out;
}

std::string unwrapped(const std::string& text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (!(text[i] == '\n' && !out.empty() && out.back() == ' ')) out += text[i];
    return out;
}

bool draw_reply_dialog(Frame& frame, DialogState& state) {
    const float width = ImGui::GetContentRegionAvail().x;
    if (state.fresh) begin(frame, state, width);
    const gis::Report* report = first_report(frame, state);
    if (!report) return true;
    DialogWords words;
    const std::string number = gis::number_label(gis::EntityKind::report, report->number), more = std::to_string(state.group.size() - 1);
    words.title = frame.tr(state.group.size() == 1 ? gis::Text{"desk.ask.reply.title", {{"what", number}}}
                                                   : gis::Text{"desk.ask.reply.title_group", {{"what", number}, {"more", more}}});
    words.sentence = frame.tr("desk.ask.reply.sentence");
    words.yes = frame.tr("desk.ask.reply.yes");
    words.writes_lines = true;
    dialog_head(frame, words);
    template_field(frame, state, *report, width);
    ImGui::Dummy(ImVec2(1, frame.theme.px(4)));
    text_field(frame.theme, "###answer.text", state.text, {.label = frame.tr("desk.ask.reply.text"), .lines = text_lines});
    recipients(frame, state);
    const std::string text = unwrapped(state.text);
    if (text.find_first_not_of(" \n") == std::string::npos) words.blocked = frame.tr("desk.blocked.answer_empty");
    switch (dialog_buttons(frame, state, words)) {
    case Answer::none: return false;
    case Answer::no: return true;
    case Answer::yes: break;
    }
    frame.ask.clipboard = text;
    frame.out.push(gis::command::AnswerReports{state.group, text});
    return true;
}

} // namespace vigie::panels
