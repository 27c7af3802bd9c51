#include "panels/planning/scenario_table.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <imgui.h>

#include "gis/planning/calendar.hpp"
#include "panels/planning/board.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/field.hpp"
#include "panels/widgets/text.hpp"

namespace vigie::panels {
namespace {

constexpr float label_width = 190, column_width = 190;  // px at scale 1
constexpr std::size_t most_known = 16;

// One of the weeks to compare.
struct Column {
    std::string title;
    std::chrono::local_days monday{};
    const gis::Proposal* proposal = nullptr;   // none: the plan in force
    std::optional<std::size_t> scenario;
    std::string key;
};

std::string proposal_key(const gis::Proposal& p) {
    std::uint64_t sum = p.added.size() * 1000003 + p.moved.size();
    for (const auto* list : {&p.added, &p.moved})
        for (const auto& a : *list) sum = (sum ^ (a.intervention.value + static_cast<std::uint64_t>(gis::ms_since_epoch(a.start)))) * 0x9E3779B97F4A7C15ull;
    return std::to_string(sum);
}

std::vector<Column> columns_of(const Frame& frame) {
    std::vector<Column> out;
    out.push_back({frame.tr("board.scenario.in_force"), frame.view.monday, nullptr, {}, "plan"});
    if (frame.proposal) out.push_back({frame.tr("board.scenario.proposal"), frame.view.monday, frame.proposal, {}, proposal_key(*frame.proposal)});
    if (frame.scenarios)
        for (std::size_t i = 0; i < frame.scenarios->size(); ++i) {
            const auto& s = (*frame.scenarios)[i];
            const auto week = gis::iso_week(s.monday);
            out.push_back({frame.tr({"board.scenario.named", {{"name", s.name}, {"week", std::to_string(week.week)}}}), s.monday, &s.proposal, i, proposal_key(s.proposal)});
        }
    return out;
}

// Looked for once, and again when the plan in force changed.
const gis::ScenarioFigures& figures_of(const Frame& frame, ScenarioTable& table, const Column& column) {
    const std::string key = fmt::format("{} {} {} {} {} {}", column.key, frame.travel.version(), gis::day_text(column.monday), frame.world.revision(gis::EntityKind::intervention),
                                        frame.world.revision(gis::EntityKind::shift), frame.world.revision(gis::EntityKind::absence));
    const auto known = std::ranges::find(table.known, key, &ScenarioTable::Known::key);
    if (known != table.known.end()) return known->figures;
    if (table.known.size() >= most_known) table.known.erase(table.known.begin());
    const gis::PlanningContext context{frame.world, frame.catalog, frame.travel, frame.zone, frame.now};
    const auto metres = [&](gis::LonLat from, gis::LonLat to, gis::Time leaving) {
        const auto a = frame.plane.plane_from_lonlat(from), b = frame.plane.plane_from_lonlat(to);
        const auto way = a && b ? roads_at(frame, leaving).route(*a, *b) : std::nullopt;
        return way ? way->length_m : gis::distance_m(from, to);
    };
    table.known.push_back({key, gis::scenario_figures(context, metres, column.monday, column.proposal)});
    return table.known.back().figures;
}

struct Row {
    const char* key;
    std::string (*words)(const Frame&, const gis::ScenarioFigures&);
};

std::string share(const Frame& frame, double value) { return frame.tr({"board.scenario.percent", {{"n", std::to_string(std::lround(value * 100))}}}); }

std::string served(const Frame& frame, const gis::ScenarioFigures& f) {
    if (f.least_served_name.empty()) return frame.tr("board.scenario.no_quartier");
    if (f.least_served_name == f.most_served_name) return f.least_served_name + " " + share(frame, f.least_served);
    return frame.tr({"board.scenario.served", {{"least", f.least_served_name}, {"least_share", share(frame, f.least_served)},
                                               {"most", f.most_served_name}, {"most_share", share(frame, f.most_served)}}});
}

const std::vector<Row>& rows() {
    using F = gis::ScenarioFigures;
    static const std::vector<Row> out{
        {"board.scenario.planned", [](const Frame& f, const F& x) { return f.language.number(static_cast<double>(x.planned)); }},
        {"board.scenario.unplanned", [](const Frame& f, const F& x) { return f.language.number(static_cast<double>(x.unplanned)); }},
        {"board.scenario.late", [](const Frame& f, const F& x) { return f.language.number(static_cast<double>(x.late)); }},
        {"board.scenario.work", [](const Frame& f, const F& x) { return hours_words(f, x.work); }},
        {"board.scenario.travel", [](const Frame& f, const F& x) { return hours_words(f, x.travel); }},
        {"board.scenario.km", [](const Frame& f, const F& x) { return f.language.distance(x.km * 1000); }},
        {"board.scenario.cost", [](const Frame& f, const F& x) { return f.language.number(x.cost_eur) + "\u00A0€"; }},
        {"board.scenario.crews", [](const Frame& f, const F& x) { return hours_words(f, x.crew_spread); }},
        {"board.scenario.quartiers", served}};
    return out;
}

void draw_keep(Frame& frame, ScenarioTable& table) {
    const Theme& t = frame.theme;
    const std::string label = frame.tr("board.scenario.name"), hint = frame.tr("board.scenario.name_hint");
    const bool entered = text_field(t, "###board.scenario.name", table.name, {.label = label, .hint = hint, .width = 300, .enter_returns = true});
    ImGui::SameLine(0, t.px(8));
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() + t.fonts.caption->FontSize + t.px(4));
    const std::string blocked = table.name.empty() ? frame.tr("board.scenario.needs_name") : std::string();
    const bool pressed = button(t, (frame.tr("board.scenario.keep") + "###board.scenario.keep").c_str(), {.icon = "bookmark_border", .blocked = blocked});
    if ((pressed || entered) && blocked.empty()) frame.ask.keep_scenario = std::exchange(table.name, {});
}

void draw_choice(Frame& frame, const std::vector<Column>& columns, const char* id, int& chosen) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < columns.size(); ++i) names.push_back(columns[i].title + "###" + id + std::to_string(i));
    chosen = std::clamp(chosen, 0, static_cast<int>(columns.size()) - 1);
    combo_field(frame.theme, (std::string("###") + id).c_str(), chosen, names, {.width = column_width - 8});
}

void adopt(Frame& frame, const Column& column) {
    const auto still = gis::still_possible(frame.world, *column.proposal, frame.now);
    gis::command::AdoptPlan plan;
    for (const auto* list : {&still.added, &still.moved}) plan.assignments.insert(plan.assignments.end(), list->begin(), list->end());
    if (!plan.assignments.empty()) frame.out.push(std::move(plan));
    frame.ask.discard_proposal = true;
}

void draw_answers(Frame& frame, const Column& column, const char* side) {
    const Theme& t = frame.theme;
    ImGui::PushID(side);
    if (!column.proposal) {
        text_item(t.fonts.caption, t.colors.text_weak, frame.tr("board.scenario.is_plan"));
    } else {
        const std::string blocked = frame.proposal_running ? frame.tr("panels.reason.proposing") : std::string();
        if (button(t, (frame.tr("board.scenario.adopt") + "###board.scenario.adopt").c_str(), {.kind = ButtonKind::primary, .height = 24, .blocked = blocked})) {
            adopt(frame, column);
            ImGui::CloseCurrentPopup();
        }
        if (column.scenario) {
            ImGui::SameLine(0, t.px(4));
            if (icon_button(t, "board.scenario.show", "visibility", frame.tr("board.scenario.show"), {.size = 24, .blocked = blocked})) {
                frame.ask.show_scenario = *column.scenario;
                ImGui::CloseCurrentPopup();
            }
            ImGui::SameLine(0, t.px(4));
            if (icon_button(t, "board.scenario.drop", "delete_outline", frame.tr("board.scenario.drop"), {.size = 24})) frame.ask.drop_scenario = *column.scenario;
        }
    }
    ImGui::PopID();
}

void draw_table(Frame& frame, ScenarioTable& table, const std::vector<Column>& columns) {
    const Theme& t = frame.theme;
    if (!ImGui::BeginTable("board.scenario.table", 3, ImGuiTableFlags_SizingFixedFit | ImGuiTableFlags_BordersInnerH)) return;
    ImGui::TableSetupColumn("what", ImGuiTableColumnFlags_WidthFixed, t.px(label_width));
    ImGui::TableSetupColumn("left", ImGuiTableColumnFlags_WidthFixed, t.px(column_width));
    ImGui::TableSetupColumn("right", ImGuiTableColumnFlags_WidthFixed, t.px(column_width));
    ImGui::TableNextRow();
    ImGui::TableSetColumnIndex(1);
    draw_choice(frame, columns, "board.scenario.left", table.left);
    ImGui::TableSetColumnIndex(2);
    draw_choice(frame, columns, "board.scenario.right", table.right);
    const Column &left = columns[static_cast<std::size_t>(table.left)], &right = columns[static_cast<std::size_t>(table.right)];
    const gis::ScenarioFigures a = figures_of(frame, table, left), b = figures_of(frame, table, right);
    for (const Row& row : rows()) {
        const std::string first = row.words(frame, a), second = row.words(frame, b);
        ImGui::TableNextRow();
        ImGui::TableSetColumnIndex(0);
        text_wrapped(t.fonts.body, t.colors.text_normal, frame.tr(row.key), t.px(label_width));
        ImGui::TableSetColumnIndex(1);
        text_wrapped(t.fonts.body, t.colors.text_strong, first, t.px(column_width));
        ImGui::TableSetColumnIndex(2);
        text_wrapped(first == second ? t.fonts.body : t.fonts.body_strong, t.colors.text_strong, second, t.px(column_width));
    }
    ImGui::TableNextRow();
    ImGui::TableSetColumnIndex(1);
    draw_answers(frame, left, "left");
    ImGui::TableSetColumnIndex(2);
    draw_answers(frame, right, "right");
    ImGui::EndTable();
}

} // namespace

void draw_scenarios(Frame& frame, ScenarioTable& table) {
    if (std::exchange(table.open, false)) ImGui::OpenPopup("board.scenarios");
    if (!ImGui::BeginPopup("board.scenarios")) return;
    const Theme& t = frame.theme;
    section_header(t, frame.tr("board.scenario.title"));
    if (frame.proposal) draw_keep(frame, table);
    const auto columns = columns_of(frame);
    if (columns.size() > 1) draw_table(frame, table, columns);
    else text_wrapped(t.fonts.body, t.colors.text_normal, frame.tr("board.scenario.empty"), t.px(label_width + 2 * column_width));
    const auto& rates = frame.catalog.costs;
    text_wrapped(t.fonts.caption, t.colors.text_weak,
                 frame.tr({"board.scenario.rates", {{"hour", frame.language.number(rates.agent_hour_eur, 2)}, {"km", frame.language.number(rates.vehicle_km_eur, 2)}}}),
                 t.px(label_width + 2 * column_width));
    ImGui::EndPopup();
}

} // namespace vigie::panels
