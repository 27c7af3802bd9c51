// « Rejouer le passé »: how often, on which sensors and when a rule would have raised an alert.
#include <algorithm>

#include <imgui.h>

#include "gis/model/zone.hpp"
#include "panels/alerting/alerting_parts.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/feedback.hpp"
#include "panels/widgets/table.hpp"

namespace vigie::panels {

namespace {

constexpr float strip_height = 46;
constexpr int day_choices[] = {1, 7, 30, 90};

void controls(Frame& frame, AlertingDialog& d) {
    const Theme& t = frame.theme;
    section_header(t, frame.tr("alerting.replay.title"));
    text_wrapped(t.fonts.caption, t.colors.text_weak, frame.tr("alerting.replay.sentence"));
    ImGui::Dummy(ImVec2(1, t.px(4)));
    std::vector<std::string> labels;
    for (const int days : day_choices) labels.push_back(frame.tr(gis::Text{"alerting.days", {{"n", std::to_string(days)}}}) + "###replay." + std::to_string(days));
    std::vector<SegmentSpec> segments;
    for (const std::string& label : labels) segments.push_back({label.c_str(), {}});
    const auto now = int(std::ranges::find(day_choices, d.days) - std::begin(day_choices));
    d.days = day_choices[std::clamp(segmented(t, "replay.days", segments, now, 30), 0, int(std::size(day_choices)) - 1)];
    ImGui::SameLine(0, t.px(8));
    const bool running = frame.replay && frame.replay->running;
    const auto rule = typed_rule(d);
    const std::string why = running ? frame.tr("alerting.replay.running") : rule ? std::string{} : frame.tr("alerting.number_wrong");
    if (button(t, (frame.tr("alerting.replay.run") + "###replay.run").c_str(), {.kind = ButtonKind::secondary, .icon = "replay", .blocked = why}) && rule)
        frame.ask.replay_rule = ReplayRequest{*rule, d.days};
}

// Days under the line, one mark for each alert; as wide as it lasted.
void timeline(const Frame& frame, const gis::RuleReplay& r) {
    const Theme& t = frame.theme;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, line = at.y + t.px(22);
    ImDrawList* list = ImGui::GetWindowDrawList();
    const double span = std::max<double>(1, double((r.to - r.from).count()));
    const auto x_of = [&](gis::Time when) { return at.x + float(double((when - r.from).count()) / span) * width; };
    list->AddRectFilled(ImVec2(at.x, at.y + t.px(4)), ImVec2(at.x + width, line), u32(t.colors.surface2), t.px(4));
    const auto first = gis::local_day(r.from, frame.zone);
    const auto days = int((gis::local_day(r.to, frame.zone) - first).count());
    const int step = days > 45 ? 14 : days > 10 ? 7 : 1;
    float free_from = at.x;
    for (int day = 1; day <= days; day += step) {
        const gis::Time midnight = gis::utc_from_local(gis::LocalTime(first + std::chrono::days{day}), frame.zone);
        const float x = x_of(midnight);
        list->AddLine(ImVec2(x, at.y + t.px(4)), ImVec2(x, line + t.px(4)), u32(t.colors.line));
        const std::string words = frame.language.day(midnight, frame.zone);
        const float wide = text_size(t.fonts.caption, words).x;
        if (x < free_from || x + wide > at.x + width) continue;
        draw_text(list, t.fonts.caption, ImVec2(x + t.px(3), line + t.px(4)), t.colors.text_weak, words);
        free_from = x + wide + t.px(12);
    }
    const StateFamily& danger = t.colors.family(Family::danger);
    for (const gis::RuleReplay::Raised& one : r.raised) {
        const float a = x_of(one.at), b = std::max(a + t.px(3), x_of(one.cleared.value_or(r.to)));
        list->AddRectFilled(ImVec2(a, at.y + t.px(8)), ImVec2(std::min(b, at.x + width), line - t.px(4)), u32(danger.full, 0.35f), t.px(2));
        list->AddRectFilled(ImVec2(a, at.y + t.px(4)), ImVec2(a + t.px(2), line), u32(danger.full));
    }
    ImGui::Dummy(ImVec2(width, t.px(strip_height)));
}

void raised_table(const Frame& frame, const gis::RuleReplay& r) {
    const Theme& t = frame.theme;
    const gis::SensorKind* kind = frame.catalog.sensor_kind(r.rule.kind);
    TableSpec spec;
    spec.columns = {{frame.tr("desk.column.raised") + "###when", 150, false, false, false, false}, {frame.tr("desk.column.sensor") + "###sensor", 200, true, false, false, false},
                    {frame.tr("desk.column.value") + "###value", 90, false, true, false, false}, {frame.tr("desk.column.state") + "###end", 190, false, false, false, false}};
    spec.rows = r.raised.size();
    spec.row_id = [&](std::size_t row) { return "replayed." + std::to_string(row); };
    spec.cell = [&](std::size_t row, int column, const CellBox& box) {
        const gis::RuleReplay::Raised& one = r.raised[r.raised.size() - 1 - row];  // newest first
        const gis::Sensor* sensor = frame.world.find(one.sensor);
        switch (column) {
        case 0: cell_text(t, box, frame.language.day(one.at, frame.zone) + " " + frame.language.clock(one.at, frame.zone)); break;
        case 1: {
            std::string name = sensor ? (sensor->name.empty() ? sensor->code : sensor->name) : std::string("–");
            if (one.occurrences > 1) name += " · " + frame.tr(gis::Text{"desk.alert.occurrences", {{"n", std::to_string(one.occurrences)}}});
            cell_text(t, box, name);
            break;
        }
        case 2: cell_number(t, box, frame.language.quantity(one.value, kind ? kind->decimals : 1, kind ? kind->unit : std::string{})); break;
        default: {
            using std::chrono::duration_cast;
            cell_text(t, box, one.cleared ? frame.tr(gis::Text{"alerting.replay.lasted", {{"duration", frame.language.duration(duration_cast<gis::Seconds>(*one.cleared - one.at))}}})
                                          : frame.tr("alerting.replay.still"), false, true);
        }
        }
    };
    (void)table(t, "replayed", spec);
}

} // namespace

void draw_replay(Frame& frame, AlertingDialog& d) {
    const Theme& t = frame.theme;
    controls(frame, d);
    if (!frame.replay) return;
    if (frame.replay->running) return caption(t, frame.tr("alerting.replay.running"));
    if (!frame.replay->done) return;
    const gis::RuleReplay& r = *frame.replay->done;
    const auto rule = typed_rule(d);
    if (!rule) return;
    if (!was_replayed(frame, *rule)) {
        // What was found for another rule, or for this one before it changed, would deceive.
        if (r.rule.id == rule->id && r.rule.kind == rule->kind) caption(t, frame.tr("alerting.replay.other"));
        return;
    }
    ImGui::Dummy(ImVec2(1, t.px(4)));
    const auto number = [&](std::size_t n) { return frame.language.number(double(n)); };
    text_item(t.fonts.body_strong, t.colors.text_strong, frame.tr(gis::Text{"alerting.replay.result", {{"n", number(r.raised.size())}, {"sensors", number(r.sensors)}, {"seen", number(r.observations)}}}));
    if (r.cut) caption(t, frame.tr("alerting.replay.cut"));
    if (r.sensors == 0) return caption(t, frame.tr("alerting.replay.no_sensor"));
    if (r.observations == 0) return caption(t, frame.tr("alerting.replay.no_value"));
    timeline(frame, r);
    if (r.raised.empty()) return caption(t, frame.tr("alerting.replay.calm"));
    raised_table(frame, r);
}

} // namespace vigie::panels
