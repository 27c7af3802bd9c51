#include "panels/files/commune_assistant.hpp"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <utility>

#include "panels/files/file_listing.hpp"
#include "panels/files/file_words.hpp"
#include "panels/forms/dialog_parts.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/feedback.hpp"
#include "panels/widgets/field.hpp"
#include "panels/widgets/icon.hpp"

namespace vigie::panels {

namespace {

using Page = CommuneAssistant::Page;
using State = gis::DatasetFetch::State;

constexpr float dialog_width = 660;
constexpr const char* popup = "###commune.dialog";

std::string error_words(const Frame& frame, const gis::Error& error) {
    return frame.tr(error.text) + (error.remedy.empty() ? std::string() : ". " + frame.tr(error.remedy));
}

// "Clermont-l’Hérault (34079)".
std::string named(const gis::FoundCommune& commune) { return commune.name + " (" + commune.code + ")"; }

// A list that scrolls where it would be higher than the screen allows.
void begin_list(const Frame& frame, const CommuneAssistant& a) {
    const float most = ImGui::GetMainViewport()->Size.y * 0.5f;
    ImGui::BeginChild("###commune.list", ImVec2(0, std::clamp(a.list_height, frame.theme.px(28), most)));
}
void end_list(CommuneAssistant& a) {
    a.list_height = ImGui::GetCursorPosY();
    ImGui::EndChild();
}

// ---- The commune ----

void draw_search(Frame& frame, CommuneAssistant& a, const PublicDataState& state) {
    const Theme& t = frame.theme;
    const std::string label = frame.tr("commune.search_label"), help = frame.tr("commune.search_help"), search = frame.tr("commune.search") + "###commune.ask";
    const float button_width = t.px(110);
    (void)text_field(t, "###commune.typed", a.typed,
                     {.label = label, .hint = "Clermont-l’Hérault, 34079…", .help = help, .width = (ImGui::GetContentRegionAvail().x - button_width) / t.scale - 8, .focus = a.fresh || std::exchange(a.refocus, false)});
    const bool typed_enter = pressed_enter() && !a.fresh;
    a.refocus = typed_enter;
    ImGui::SameLine(0, t.px(8));
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() + t.px(16));
    const bool known = a.typed == state.asked && !state.search_error;
    const std::string blocked = a.typed.empty() ? frame.tr("commune.type_first") : state.searching && known ? frame.tr("commune.searching") : std::string{};
    const bool pressed = button(t, search.c_str(), {.width = button_width / t.scale, .height = 30, .blocked = blocked});
    const bool by_hand = pressed && !pressed_enter();  // Enter chooses once there is something to choose from
    if (!(by_hand || (typed_enter && !known)) || !blocked.empty()) return;
    a.cursor = 0;
    frame.ask.find_commune = a.typed;
}

std::string note_of(const Frame& frame, const gis::FoundCommune& c) {
    const std::string where = c.department_name.empty() ? c.department : c.department_name + " (" + c.department + ")";
    const std::string people = c.population == 0 ? std::string() : " · " + frame.tr({"commune.population", {{"n", std::to_string(c.population)}, {"shown", frame.language.number(double(c.population))}}});
    return where + " · " + c.code + people;
}

// False = nothing to choose from.
bool draw_found(Frame& frame, CommuneAssistant& a, const PublicDataState& state) {
    const Theme& t = frame.theme;
    if (state.asked.empty() || a.typed != state.asked) return false;
    ImGui::Dummy(ImVec2(1, t.px(4)));
    if (state.searching) return caption(t, frame.tr("commune.searching")), false;
    if (state.search_error) return (void)banner(t, gis::Severity::error, error_words(frame, *state.search_error)), false;
    if (state.found.empty()) return (void)banner(t, gis::Severity::info, frame.tr({"commune.none_found", {{"what", state.asked}}})), false;
    for (const ImGuiKey key : {ImGuiKey_DownArrow, ImGuiKey_UpArrow}) ImGui::SetKeyOwner(key, ImGui::GetID("commune.arrows"));  // they move no focus
    if (ImGui::IsKeyPressed(ImGuiKey_DownArrow) && a.cursor + 1 < state.found.size()) ++a.cursor;
    if (ImGui::IsKeyPressed(ImGuiKey_UpArrow) && a.cursor > 0) --a.cursor;
    ImGui::PushItemFlag(ImGuiItemFlags_NoNav, true);
    for (std::size_t i = 0; i < state.found.size(); ++i)
        if (choice_row(t, ("###commune.found." + state.found[i].code).c_str(), state.found[i].name, i == a.cursor, note_of(frame, state.found[i]))) a.cursor = i;
    ImGui::PopItemFlag();
    return true;
}

void choose(Frame& frame, CommuneAssistant& a, const PublicDataState& state) {
    a.commune = state.found[std::min(a.cursor, state.found.size() - 1)];
    a.page = Page::choose;
    a.left_out.clear();
    const std::string name = commune_file_name(a.commune.name);
    a.file = (state.folder / (name.empty() ? a.commune.code + ".gpkg" : name)).string();
    frame.ask.weigh_commune = a.commune;
}

bool search_page(Frame& frame, CommuneAssistant& a, const PublicDataState& state) {
    DialogWords words;
    words.title = frame.tr("commune.title");
    words.sentence = frame.tr("commune.sentence");
    dialog_head(frame, words);
    draw_search(frame, a, state);
    const bool any = draw_found(frame, a, state);
    words.yes = frame.tr("commune.choose");
    if (!any) words.blocked = frame.tr("commune.search_first");
    DialogState keys;
    keys.fresh = a.fresh || frame.ask.find_commune.has_value();
    const Answer given = dialog_buttons(frame, keys, words);
    if (given == Answer::yes) choose(frame, a, state);
    return given == Answer::no;
}

// ---- Its data ----

bool is_of(const std::vector<std::string>& departments, const std::string& department) { return std::ranges::find(departments, department) != departments.end(); }

std::string size_of(const Frame& frame, const PublicDataState& state, std::size_t i, const std::string& code) {
    if (state.weighed == code && i < state.sizes.size() && state.sizes[i]) return file_size_words(frame.language, *state.sizes[i]);
    return frame.tr(state.weighing ? "commune.weighing" : "commune.size_unsaid");
}

void draw_datasets(Frame& frame, CommuneAssistant& a, const PublicDataState& state) {
    const Theme& t = frame.theme;
    begin_list(frame, a);
    for (std::size_t i = 0; i < state.datasets.size(); ++i) {
        const gis::PublicDataset& d = state.datasets[i];
        const bool absent = is_of(d.not_in, a.commune.department), needed = d.theme == "boundary";
        bool on = !absent && !a.left_out.contains(d.id);
        const std::string why = absent ? frame.tr("commune.not_here") : needed ? frame.tr("commune.needed") : std::string{};
        const float top = ImGui::GetCursorPosY();
        if (check_field(t, (d.name.in(frame.language.code()) + "###commune.data." + d.id).c_str(), on, why)) {
            if (on) a.left_out.erase(d.id);
            else a.left_out.insert(d.id);
        }
        ImDrawList* list = ImGui::GetWindowDrawList();
        const ImVec2 at = ImGui::GetWindowPos();
        const float right = at.x + ImGui::GetWindowWidth() - t.px(10), y = at.y + top - ImGui::GetScrollY() + t.px(7);
        draw_text_right(list, t.fonts.caption, ImVec2(right, y), t.colors.text_normal, absent ? std::string("–") : size_of(frame, state, i, a.commune.code));
        ImGui::SetCursorPosX(t.px(28));
        text_item(t.fonts.caption, t.colors.text_weak, ellipsized(t.fonts.caption, d.licence + " · " + d.attribution, ImGui::GetContentRegionAvail().x - t.px(12)));
        ImGui::Dummy(ImVec2(1, t.px(2)));
    }
    end_list(a);
}

std::vector<std::string> wanted_of(const CommuneAssistant& a, const PublicDataState& state) {
    std::vector<std::string> ids;
    for (const gis::PublicDataset& d : state.datasets)
        if (!a.left_out.contains(d.id) && !is_of(d.not_in, a.commune.department)) ids.push_back(d.id);
    return ids;
}

std::string fetch_words(const Frame& frame, const CommuneAssistant& a, const PublicDataState& state) {
    std::uintmax_t bytes = 0;
    for (std::size_t i = 0; i < state.datasets.size() && i < state.sizes.size(); ++i)
        if (state.weighed == a.commune.code && state.sizes[i] && !a.left_out.contains(state.datasets[i].id)) bytes += *state.sizes[i];
    return bytes == 0 ? frame.tr("commune.fetch") : frame.tr({"commune.fetch_size", {{"size", file_size_words(frame.language, bytes)}}});
}

bool choose_page(Frame& frame, CommuneAssistant& a, const PublicDataState& state) {
    const Theme& t = frame.theme;
    DialogWords words;
    words.title = named(a.commune);
    words.sentence = frame.tr("commune.choose_data");
    dialog_head(frame, words);
    draw_datasets(frame, a, state);
    ImGui::Dummy(ImVec2(1, t.px(4)));
    std::error_code ec;
    const std::filesystem::path file(a.file);
    const bool there = std::filesystem::exists(file, ec);
    const std::string label = frame.tr("commune.file"), help = frame.tr(there ? "commune.file_there" : "commune.file_new");
    (void)text_field(t, "###commune.file", a.file, {.label = label, .help = help});
    words.yes = fetch_words(frame, a, state);
    const std::vector<std::string> wanted = wanted_of(a, state);
    if (!file.is_absolute() || file.extension() != ".gpkg") words.blocked = frame.tr("commune.file_wrong");
    else if (wanted.empty()) words.blocked = frame.tr("commune.choose_first");
    const std::string back = frame.tr("commune.back") + "###commune.back";
    const float line = ImGui::GetCursorPosY() + t.px(14);
    DialogState keys;
    keys.fresh = a.fresh;
    const Answer given = dialog_buttons(frame, keys, words);
    ImGui::SetCursorPosY(line);
    if (button(t, back.c_str(), {.kind = ButtonKind::quiet, .height = 34})) a.page = Page::search;
    if (given == Answer::yes) {
        frame.ask.fetch_public = PublicDataOrder{a.commune, wanted, file};
        a.page = Page::progress;
        a.awaits_end = true;
    }
    return given == Answer::no;
}

// ---- How it goes ----

struct Look {
    std::string_view icon;
    Rgba ink;
    std::string words;
};

std::string features_words(const Frame& frame, const gis::DatasetFetch& d) {
    return frame.tr({d.unchanged ? "commune.unchanged" : "commune.done", {{"n", std::to_string(d.features)}, {"shown", frame.language.number(double(d.features))}, {"size", file_size_words(frame.language, d.bytes)}}});
}

Look look_of(const Frame& frame, const gis::DatasetFetch& d) {
    const Colors& c = frame.theme.colors;
    const auto bytes = [&](std::uintmax_t n) { return file_size_words(frame.language, n); };
    switch (d.state) {
    case State::waiting: return {"more_horiz", c.text_weak, frame.tr("commune.waiting")};
    case State::coming: return {"file_download", c.accent, d.total > 0 ? frame.tr({"commune.coming_of", {{"n", bytes(d.bytes)}, {"total", bytes(d.total)}}}) : d.bytes > 0 ? bytes(d.bytes) : frame.tr("commune.asking")};
    case State::preparing: return {"autorenew", c.accent, frame.tr("commune.preparing")};
    case State::done: return {"done_all", c.family(Family::done).ink, features_words(frame, d)};
    case State::not_here: return {"remove", c.text_weak, frame.tr("commune.not_here")};
    case State::failed: return {"warning", c.family(Family::danger).ink, frame.tr("commune.failed")};
    }
    return {"more_horiz", c.text_weak, {}};
}

void draw_dataset_progress(const Frame& frame, const gis::PublicDataset& dataset, const gis::DatasetFetch& d) {
    const Theme& t = frame.theme;
    const Look look = look_of(frame, d);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x - t.px(6), middle = at.y + t.px(13);
    ImDrawList* list = ImGui::GetWindowDrawList();
    draw_icon(list, t, ImVec2(at.x + t.px(12), middle), IconSize::normal, look.ink, look.icon);
    draw_text_right(list, t.fonts.caption, ImVec2(at.x + width, middle - t.fonts.caption->FontSize / 2), look.ink, look.words);
    const float room = width - t.px(38) - text_size(t.fonts.caption, look.words).x;
    draw_text_clipped(list, t.fonts.body, ImVec2(at.x + t.px(28), middle - t.fonts.body->FontSize / 2), t.colors.text_strong, dataset.name.in(frame.language.code()), room);
    ImGui::Dummy(ImVec2(width, t.px(26)));
    if (d.state == State::coming && d.total > 0) {
        const ImVec2 bar = ImGui::GetCursorScreenPos();
        progress_bar(list, t, ImVec2(bar.x + t.px(28), bar.y + t.px(2)), width - t.px(28), double(d.bytes) / double(d.total), t.colors.accent, 4);
        ImGui::Dummy(ImVec2(width, t.px(6)));
    }
    if (!d.error) return;
    ImGui::Indent(t.px(28));
    text_wrapped(t.fonts.caption, t.colors.family(Family::danger).ink, error_words(frame, *d.error), width - t.px(28));
    ImGui::Unindent(t.px(28));
}

bool lacks_something(const PublicDataState& state) {
    return std::ranges::any_of(state.progress, [](const auto& d) { return d.state != State::done && d.state != State::not_here; });
}

void open_commune_of(Frame& frame, const PublicDataOrder& order) {
    if (order.file.string() != frame.file_name) frame.ask.commune = CommuneRequest{CommuneRequest::Kind::open, {order.file}, {}};
}

struct Foot {
    bool close = false, stop = false, again = false, open = false;
};

// What can be done now, the likeliest last; Escape leaves.
Foot draw_foot(const Frame& frame, const PublicDataState& state) {
    const Theme& t = frame.theme;
    Foot foot;
    ImGui::Dummy(ImVec2(1, t.px(10)));
    const bool fetching = state.fetching, again = !fetching && (state.error || lacks_something(state));
    const std::string close = frame.tr(fetching ? "commune.in_background" : "panels.close") + "###commune.close", stop = frame.tr("commune.stop") + "###commune.stop",
                      retry = frame.tr("commune.again") + "###commune.again", open = frame.tr("commune.open") + "###commune.open";
    struct Shown {
        const std::string& label;
        bool& pressed;
        ButtonKind kind;
    };
    std::vector<Shown> shown{{close, foot.close, ButtonKind::quiet}};
    if (fetching) shown.push_back({stop, foot.stop, ButtonKind::secondary});
    if (state.ready && !fetching) shown.push_back({open, foot.open, again ? ButtonKind::secondary : ButtonKind::primary});
    if (again) shown.push_back({retry, foot.again, ButtonKind::primary});
    float width = -t.px(8);
    const auto width_of = [&](const std::string& label) { return text_size(t.fonts.body_strong, label.substr(0, label.find("##"))).x + t.px(26); };
    for (const Shown& s : shown) width += width_of(s.label) + t.px(8);
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + std::max(0.0f, ImGui::GetContentRegionAvail().x - width));
    for (const Shown& s : shown) {
        s.pressed = button(t, s.label.c_str(), {.kind = s.kind, .width = width_of(s.label) / t.scale, .height = 34});
        ImGui::SameLine(0, t.px(8));
    }
    ImGui::NewLine();
    foot.close = foot.close || ImGui::IsKeyPressed(ImGuiKey_Escape, false);
    if (pressed_enter() && !foot.close && !foot.stop) (again ? foot.again : foot.open) = !fetching && (again || state.ready);
    return foot;
}

bool progress_page(Frame& frame, CommuneAssistant& a, const PublicDataState& state) {
    const Theme& t = frame.theme;
    DialogWords words;
    words.title = state.order ? named(state.order->commune) : frame.tr("commune.title");
    words.sentence = frame.tr(state.fetching ? "commune.fetching" : state.stopped ? "commune.stopped" : lacks_something(state) ? "commune.ended_some" : "commune.ended");
    dialog_head(frame, words);
    begin_list(frame, a);
    for (std::size_t i = 0; i < state.progress.size() && i < state.ordered.size(); ++i) draw_dataset_progress(frame, state.ordered[i], state.progress[i]);
    end_list(a);
    if (state.error) (void)banner(t, gis::Severity::error, error_words(frame, *state.error));
    if (!state.order || frame.ask.fetch_public) return false;
    if (a.awaits_end && state.ready && !state.fetching && !lacks_something(state)) {
        open_commune_of(frame, *state.order);
        return true;
    }
    const Foot foot = draw_foot(frame, state);
    if (foot.stop) frame.ask.stop_public = true;
    if (foot.again) frame.ask.fetch_public = *state.order, a.awaits_end = true;
    if (foot.open) open_commune_of(frame, *state.order);
    return foot.close || foot.open;
}

bool draw_page(Frame& frame, CommuneAssistant& a, const PublicDataState& state) {
    switch (a.page) {
    case Page::search: return search_page(frame, a, state);
    case Page::choose: return choose_page(frame, a, state);
    case Page::progress: return progress_page(frame, a, state);
    }
    return true;
}

// What still goes on, or ended badly, is what a person wants to see again.
void begin(CommuneAssistant& a, const PublicDataState& state) {
    a = {};
    a.open = a.fresh = true;
    if (state.fetching || (state.order && (state.error || lacks_something(state)))) a.page = Page::progress;
    a.awaits_end = state.fetching;
}

} // namespace

void draw_commune_assistant(Frame& frame, CommuneAssistant& a) {
    if (frame.public_data == nullptr) return;
    const PublicDataState& state = *frame.public_data;
    if (frame.view.public_data_open && !a.open) {
        begin(a, state);
        ImGui::OpenPopup(popup);
    }
    if (!a.open) return;
    const Theme& t = frame.theme;
    const ImGuiViewport* screen = ImGui::GetMainViewport();
    ImGui::SetNextWindowPos(ImVec2(screen->Pos.x + screen->Size.x / 2, screen->Pos.y + screen->Size.y * 0.14f), ImGuiCond_Always, ImVec2(0.5f, 0));
    ImGui::SetNextWindowSize(ImVec2(std::min(t.px(dialog_width), screen->Size.x - 24), 0));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(t.px(16), t.px(16)));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, t.px(8));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(t.px(6), t.px(4)));
    bool done = true;
    if (ImGui::BeginPopupModal(popup, nullptr, ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings)) {
        const Page page = a.page;
        done = draw_page(frame, a, state);
        a.fresh = a.page != page;  // the key that turned the page does nothing on the next one
        if (done) ImGui::CloseCurrentPopup();
        ImGui::EndPopup();
    }
    ImGui::PopStyleVar(3);
    if (done) a.open = frame.view.public_data_open = false;
}

} // namespace vigie::panels
