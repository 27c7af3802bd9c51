// What an intervention took: people and time, materials, vehicles, with the sum while it is typed. At the end of the work
// the same lines are asked for with « Terminer ».
#include <imgui.h>

#include "gis/model/words.hpp"
#include "panels/forms/dialog_parts.hpp"
#include "panels/inspect/work_regions.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/field.hpp"
#include "panels/widgets/icon.hpp"
#include "panels/widgets/text.hpp"

namespace vigie::panels {

namespace {

char decimal_of(const Frame& frame) { return frame.language.code() == "en" ? '.' : ','; }

constexpr float gap_px = 6, remove_px = 30, most_height = 400;

// Fields side by side on one line; the first takes what the others (`widths`, px at scale 1) leave.
class Line {
public:
    Line(const Theme& theme, std::string id, std::initializer_list<float> widths) : theme_(theme), id_(std::move(id)) {
        float used = remove_px + gap_px;
        for (const float w : widths) used += w + gap_px;
        first_ = std::max(120.0f, ImGui::GetContentRegionAvail().x / theme.scale - used);
    }
    void field(const char* name, std::string& text, float width = 0, std::string_view hint = {}, bool focus = false) {
        if (any_) ImGui::SameLine(0, theme_.px(gap_px));
        any_ = true;
        ImGui::BeginGroup();
        text_field(theme_, ("###" + id_ + "." + name).c_str(), text, {.hint = hint, .width = width > 0 ? width : first_, .focus = focus});
        ImGui::EndGroup();
    }
    [[nodiscard]] bool removed(std::string_view tip) {
        ImGui::SameLine(0, theme_.px(gap_px));
        return icon_button(theme_, (id_ + ".remove").c_str(), "close", tip, {.size = remove_px});
    }

private:
    const Theme& theme_;
    std::string id_;
    float first_ = 0;
    bool any_ = false;
};

void heads(const Frame& frame, std::initializer_list<std::pair<const char*, float>> columns) {
    const Theme& t = frame.theme;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    float right = at.x + ImGui::GetContentRegionAvail().x - t.px(remove_px);
    for (auto it = std::rbegin(columns); it != std::rend(columns); ++it) {
        right -= t.px(it->second + gap_px);
        draw_text_clipped(ImGui::GetWindowDrawList(), t.fonts.caption, ImVec2(right, at.y), t.colors.text_weak, frame.tr(it->first), t.px(it->second));
    }
    ImGui::Dummy(ImVec2(1, t.fonts.caption->FontSize + t.px(2)));
}

// A combo that offers what the commune knows, to add a line; the index chosen, or −1.
int offer(const Frame& frame, const char* id, const char* key, std::vector<std::string> names) {
    names.insert(names.begin(), frame.tr(key));
    names.push_back(frame.tr("work.other"));
    int chosen = 0;
    return combo_field(frame.theme, id, chosen, names, {.width = 260}) ? chosen - 1 : -1;
}

template <class Lines>
void remove_at(Lines& lines, std::ptrdiff_t at) {
    if (at >= 0) lines.erase(lines.begin() + at);
}

void people(Frame& frame, WorkForm& form) {
    section_header(frame.theme, frame.tr("work.costs.labour"));
    if (!form.people.empty()) heads(frame, {{"work.head.time", 90}, {"work.head.hour_rate", 90}});
    std::ptrdiff_t gone = -1;
    for (std::size_t n = 0; n < form.people.size(); ++n) {
        WorkForm::Person& p = form.people[n];
        Line line(frame.theme, "person." + std::to_string(n), {90, 90});
        line.field("name", p.name);
        line.field("time", p.duration, 90, "1 h 30");
        line.field("rate", p.rate, 90);
        if (line.removed(frame.tr("work.remove_line"))) gone = static_cast<std::ptrdiff_t>(n);
    }
    remove_at(form.people, gone);
    std::vector<std::string> names;
    for (const gis::Agent& agent : frame.world.agents()) names.push_back(agent.name);
    const std::size_t known = names.size();
    const std::string rate = typed_amount(frame.catalog.costs.agent_hour_eur, decimal_of(frame)), time = form.people.empty() ? std::string{} : form.people.front().duration;
    if (const int chosen = offer(frame, "###work.add_person", "work.add.person", names); chosen >= 0)
        form.people.push_back({static_cast<std::size_t>(chosen) < known ? names[static_cast<std::size_t>(chosen)] : std::string{}, time, rate});
}

void materials(Frame& frame, WorkForm& form) {
    section_header(frame.theme, frame.tr("work.costs.materials"));
    if (!form.materials.empty()) heads(frame, {{"work.head.quantity", 80}, {"work.head.unit", 60}, {"work.head.price", 90}});
    std::ptrdiff_t gone = -1;
    for (std::size_t n = 0; n < form.materials.size(); ++n) {
        WorkForm::Material& m = form.materials[n];
        Line line(frame.theme, "material." + std::to_string(n), {80, 60, 90});
        line.field("name", m.name);
        line.field("quantity", m.quantity, 80);
        line.field("unit", m.unit, 60);
        line.field("price", m.price, 90);
        if (line.removed(frame.tr("work.remove_line"))) gone = static_cast<std::ptrdiff_t>(n);
    }
    remove_at(form.materials, gone);
    std::vector<std::string> names;
    for (const gis::Article& article : frame.catalog.articles)
        names.push_back(article.name.in(frame.language.code()) + (article.to_verify ? frame.tr("work.to_verify_mark") : std::string{}));
    if (const int chosen = offer(frame, "###work.add_material", "work.add.material", std::move(names)); chosen >= 0) {
        if (static_cast<std::size_t>(chosen) < frame.catalog.articles.size()) {
            const gis::Article& article = frame.catalog.articles[static_cast<std::size_t>(chosen)];
            form.materials.push_back({article.name.in(frame.language.code()), {}, article.unit, typed_amount(article.eur, decimal_of(frame))});
        } else {
            form.materials.push_back({});
        }
    }
}

void vehicles(Frame& frame, WorkForm& form) {
    section_header(frame.theme, frame.tr("work.costs.vehicles"));
    if (!form.vehicles.empty()) heads(frame, {{"work.head.km", 64}, {"work.head.km_rate", 72}, {"work.head.time", 80}, {"work.head.hour_rate", 72}});
    std::ptrdiff_t gone = -1;
    for (std::size_t n = 0; n < form.vehicles.size(); ++n) {
        WorkForm::Vehicle& v = form.vehicles[n];
        Line line(frame.theme, "vehicle." + std::to_string(n), {64, 72, 80, 72});
        line.field("name", v.name);
        line.field("km", v.km, 64);
        line.field("km_rate", v.km_rate, 72);
        line.field("time", v.duration, 80);
        line.field("hour_rate", v.hour_rate, 72);
        if (line.removed(frame.tr("work.remove_line"))) gone = static_cast<std::ptrdiff_t>(n);
    }
    remove_at(form.vehicles, gone);
    std::vector<std::string> names;
    for (const gis::Vehicle& vehicle : frame.world.vehicles()) names.push_back(gis::label(vehicle));
    const std::size_t known = names.size();
    const gis::CostRates& rates = frame.catalog.costs;
    if (const int chosen = offer(frame, "###work.add_vehicle", "work.add.vehicle", names); chosen >= 0)
        form.vehicles.push_back({static_cast<std::size_t>(chosen) < known ? names[static_cast<std::size_t>(chosen)] : std::string{}, {},
                                 typed_amount(rates.vehicle_km_eur, decimal_of(frame)), {}, typed_amount(rates.vehicle_hour_eur, decimal_of(frame))});
}

std::string sum_words(const Frame& frame, const gis::command::RecordWork& work) {
    gis::Intervention sum;
    sum.hours = work.hours;
    sum.materials = work.materials;
    sum.vehicles = work.vehicles;
    return frame.tr(gis::Text{"work.sum", {{"euros", euros(frame.language, gis::cost_of(sum).total_eur())}}});
}

} // namespace

bool draw_work_dialog(Frame& frame, DialogState& state) {
    const bool mine = !state.subject.empty() && state.subject.back().kind == gis::EntityKind::intervention;
    const gis::Intervention* i = mine ? frame.world.find(gis::InterventionId{state.subject.back().id}) : nullptr;
    if (!i) return true;
    const Theme& t = frame.theme;
    const bool finishes = state.open == Dialog::finish_work;
    if (state.fresh) state.work = work_form(gis::lines_to_enter(frame.world, frame.catalog, *i), decimal_of(frame));
    DialogWords words;
    words.title = frame.tr(gis::Text{finishes ? "work.ask.finish.title" : "work.ask.record.title", {{"what", gis::label(*i)}}});
    words.sentence = i->title;
    words.yes = frame.tr(finishes ? "work.ask.finish.yes" : "work.ask.record.yes");
    dialog_head(frame, words);
    const float row = t.px(36);
    const std::size_t lines = state.work.people.size() + state.work.materials.size() + state.work.vehicles.size();
    ImGui::BeginChild("work.lines", ImVec2(0, std::min(t.px(most_height), t.px(262) + row * static_cast<float>(lines))), ImGuiChildFlags_None);
    people(frame, state.work);
    ImGui::Dummy(ImVec2(1, t.px(4)));
    materials(frame, state.work);
    ImGui::Dummy(ImVec2(1, t.px(4)));
    vehicles(frame, state.work);
    ImGui::EndChild();
    const ReadWork read = read_work(state.work, i->id);
    ImGui::Dummy(ImVec2(1, t.px(4)));
    if (read.work) text_item(t.fonts.body_strong, t.colors.text_strong, sum_words(frame, *read.work));
    else words.blocked = frame.tr(read.error);
    const auto open_tasks = std::ranges::count(i->tasks, false, &gis::Task::done);
    if (finishes && open_tasks > 0) caption(t, frame.tr(gis::Text{"work.ask.finish.tasks", {{"n", std::to_string(open_tasks)}}}));
    if (frame.catalog.costs.to_verify) caption(t, frame.tr("work.costs.to_verify"));
    switch (dialog_buttons(frame, state, words)) {
    case Answer::none: return false;
    case Answer::no: return true;
    case Answer::yes: break;
    }
    if (!read.work) return false;
    Gesture gesture{*read.work};
    if (finishes) gesture.push_back(gis::command::SetInterventionState{i->id, gis::InterventionState::finished, {}});
    frame.out.push(std::move(gesture));
    return true;
}

} // namespace vigie::panels
