#include <algorithm>

#include "gis/model/words.hpp"
#include "panels/inspect/focus.hpp"
#include "panels/inspect/gestures.hpp"
#include "panels/inspect/inspectors.hpp"
#include "panels/inspect/parts.hpp"

namespace vigie::panels {

namespace {

constexpr std::size_t short_history = 3;
constexpr float spark_pad = 6;

} // namespace

std::string blocked_words(const Frame& frame, const std::optional<gis::Text>& reason) {
    return reason ? frame.tr(*reason) : std::string{};
}

std::string severity_words(const Frame& frame, int severity) {
    const gis::ServiceLevel* level = frame.catalog.service_level(severity);
    if (!level) return frame.tr(gis::Text{"desk.severity", {{"n", std::to_string(severity)}}});
    std::string name = level->name.in(frame.language.code());
    name = name.substr(0, name.find(" ("));   // examples in brackets are for the catalogue's reader
    return frame.tr(gis::Text{"desk.severity_named", {{"n", std::to_string(severity)}, {"name", name}}});
}

std::optional<gis::Text> personal_data_blocked(gis::Role role) {
    switch (role) {
    case gis::Role::director: case gis::Role::dispatcher: return {};
    case gis::Role::agent: case gis::Role::council: return gis::Text{"desk.blocked.personal_data", {}};
    }
    return gis::Text{"desk.blocked.personal_data", {}};
}

void draw_history(Frame& frame, InspectorState& state, gis::EntityRef of) {
    const auto& rows = state.history.rows(frame.desk, of, frame.language);
    gap(frame.theme, 8);
    if (rows.size() > short_history && !state.whole_history) {
        const std::string label =
            frame.tr(gis::Text{"desk.history.all", {{"n", std::to_string(rows.size())}}}) + "###history.all";
        if (section_link(frame.theme, frame.tr("desk.history.title"), label.c_str())) state.whole_history = true;
    } else {
        section(frame.theme, frame.tr("desk.history.title"));
    }
    if (rows.empty()) {
        caption(frame.theme, frame.tr("desk.history.none"));
        return;
    }
    const std::size_t shown = state.whole_history ? rows.size() : std::min(rows.size(), short_history);
    gap(frame.theme, 2);
    history_list(frame.theme, std::span(rows).first(shown), frame.language, frame.now, frame.zone);
}

std::string object_words(const Frame& frame, gis::EntityRef ref) {
    const auto entity = frame.world.find(ref);
    if (!entity) return {};
    std::string words = gis::label(*entity);
    if (const auto* i = std::get_if<gis::Intervention>(&*entity)) words += ", " + i->title;
    if (const auto* a = std::get_if<gis::Alert>(&*entity)) words += ", " + a->title;
    if (const auto* r = std::get_if<gis::Report>(&*entity))
        if (const auto* category = frame.catalog.report_category(r->category)) words += ", " + category->name.in(frame.language.code());
    if (const auto* x = std::get_if<gis::Asset>(&*entity))
        if (const auto* kind = frame.catalog.asset_kind(x->kind)) {
            const std::string own = !x->name.empty() ? x->name : x->code;
            words = kind->name.in(frame.language.code()) + (own.empty() ? "" : ", " + own);
        }
    return words;
}

bool draw_object_link(Frame& frame, const char* id, std::string_view label, gis::EntityRef ref, std::string_view note) {
    if (!frame.world.find(ref)) return false;
    if (fact(frame.theme, id, label, object_words(frame, ref), {.is_link = true, .note = note}) != FactClick::value) return false;
    select(frame, ref);
    return true;
}

namespace {

struct SparkScale {
    ImVec2 min, max;
    gis::Time from{}, to{};
    double low = 0, high = 1;
    [[nodiscard]] float x(gis::Time t) const {
        const double span = double((to - from).count());
        return min.x + (max.x - min.x) * (span > 0 ? float(double((t - from).count()) / span) : 1.0f);
    }
    [[nodiscard]] float y(double v) const { return max.y - (max.y - min.y) * float((v - low) / (high - low)); }
};

SparkScale scale_of(std::span<const gis::Observation> seen, const gis::Sensor& sensor, ImVec2 min, ImVec2 max) {
    SparkScale s{min, max, seen.front().at, seen.back().at, seen.front().value, seen.front().value};
    const auto include = [&](double v) {
        s.low = std::min(s.low, v);
        s.high = std::max(s.high, v);
    };
    for (const gis::Observation& o : seen) include(o.value);
    // A bound close by is worth seeing; one far away would flatten the curve.
    const double span = std::max(1e-9, s.high - s.low);
    for (const auto& bound : {sensor.watch_above, sensor.alarm_above, sensor.watch_below, sensor.alarm_below})
        if (bound && *bound > s.low - span && *bound < s.high + span) include(*bound);
    const double margin = std::max((s.high - s.low) * 0.08, 1e-6);
    s.low -= margin;
    s.high += margin;
    return s;
}

void bound_line(const Theme& t, const SparkScale& s, const std::optional<double>& bound, Family family) {
    if (!bound || *bound <= s.low || *bound >= s.high) return;
    const float y = s.y(*bound), dash = t.px(4);
    for (float x = s.min.x; x < s.max.x; x += 2 * dash)
        ImGui::GetWindowDrawList()->AddLine(ImVec2(x, y), ImVec2(std::min(x + dash, s.max.x), y), u32(t.colors.family(family).full), t.px(1.2f));
}

} // namespace

void draw_sparkline(const Frame& frame, const gis::Sensor& sensor, float height) {
    const Theme& t = frame.theme;
    auto seen = frame.world.recent(sensor.id);
    if (frame.view.time_cursor) {
        const auto end = std::find_if(seen.begin(), seen.end(), [&](const auto& o) { return o.at > *frame.view.time_cursor; });
        seen = seen.first(static_cast<std::size_t>(end - seen.begin()));
    }
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, h = t.px(height);
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(at, ImVec2(at.x + width, at.y + h), u32(t.colors.surface2), t.px(5));
    if (seen.size() < 2) {
        const std::string words = frame.tr("desk.sensor.no_curve");
        draw_text(list, t.fonts.caption, ImVec2(at.x + t.px(10), at.y + (h - t.fonts.caption->FontSize) / 2), t.colors.text_weak, words);
        ImGui::Dummy(ImVec2(width, h));
        return;
    }
    const float axis = t.fonts.caption->FontSize + t.px(2), pad = t.px(spark_pad);
    const SparkScale s = scale_of(seen, sensor, ImVec2(at.x + pad, at.y + pad), ImVec2(at.x + width - pad, at.y + h - axis - t.px(2)));
    bound_line(t, s, sensor.watch_above, Family::warn);
    bound_line(t, s, sensor.alarm_above, Family::danger);
    bound_line(t, s, sensor.watch_below, Family::warn);
    bound_line(t, s, sensor.alarm_below, Family::danger);
    std::vector<ImVec2> line;
    line.reserve(seen.size());
    for (const gis::Observation& o : seen) line.emplace_back(s.x(o.at), s.y(o.value));
    list->AddPolyline(line.data(), static_cast<int>(line.size()), u32(t.colors.accent), 0, t.px(2));
    list->AddCircleFilled(line.back(), t.px(3), u32(t.colors.accent));
    const std::string from = frame.language.moment(s.from, frame.now, frame.zone), to = frame.language.moment(s.to, frame.now, frame.zone);
    const float y = at.y + h - axis;
    draw_text(list, t.fonts.caption, ImVec2(at.x + pad, y), t.colors.text_weak, from);
    draw_text_right(list, t.fonts.caption, ImVec2(at.x + width - pad, y), t.colors.text_weak, to);
    ImGui::Dummy(ImVec2(width, h));
}

} // namespace vigie::panels
