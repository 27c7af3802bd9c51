#include <algorithm>

#include <imgui.h>

#include "gis/layers/gazetteer.hpp"
#include "panels/sources/sources_workspace.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/feedback.hpp"
#include "panels/widgets/icon.hpp"
#include "panels/widgets/table.hpp"

namespace vigie::panels {

namespace {

constexpr float source_row = 56;

std::string_view backend_icon(const std::string& backend) {
    if (backend == "demo") return "play_arrow";
    return backend == "files" ? "insert_drive_file" : "storage";
}

std::string title_of(const Frame& frame, const std::string& backend) {
    const auto known = std::ranges::find(frame.backends, backend, &gis::BackendDescription::name);
    return known == frame.backends.end() ? backend : backend_title(*known, frame.language.code());
}

void two_lines(const Theme& theme, const CellBox& box, std::string_view first, std::string_view second, bool strong) {
    ImDrawList* list = ImGui::GetWindowDrawList();
    ImFont* font = strong ? theme.fonts.body_strong : theme.fonts.body;
    draw_text_clipped(list, font, ImVec2(box.left, box.middle - theme.px(17)), strong ? theme.colors.text_strong : theme.colors.text_normal, first, box.width());
    draw_text_clipped(list, theme.fonts.caption, ImVec2(box.left, box.middle + theme.px(2)), theme.colors.text_weak, second, box.width());
}

void draw_name(const Frame& frame, const CellBox& box, const gis::SourceStatus& s) {
    const Theme& theme = frame.theme;
    ImDrawList* list = ImGui::GetWindowDrawList();
    const float side = theme.px(32);
    const ImVec2 min(box.left + theme.px(4), box.middle - side / 2), max(min.x + side, min.y + side);
    list->AddRectFilled(min, max, u32(theme.colors.surface2), theme.px(5));
    list->AddRect(min, max, u32(theme.colors.line), theme.px(5));
    draw_icon(list, theme, ImVec2(min.x + side / 2, box.middle), IconSize::normal, theme.colors.text_weak, backend_icon(s.backend));
    CellBox rest = box;
    rest.left = max.x + theme.px(10);
    two_lines(theme, rest, s.name.empty() ? s.source : s.name, title_of(frame, s.backend), true);
}

void draw_traffic(const Theme& theme, const CellBox& box, const std::array<int, Traffic::minutes>& counts, Family family) {
    const int most = std::max(4, *std::ranges::max_element(counts));
    const float step = std::min(theme.px(4), box.width() / float(counts.size())), foot = box.middle + theme.px(9);
    ImDrawList* list = ImGui::GetWindowDrawList();
    const Rgba color = family == Family::done ? theme.colors.text_weak : theme.colors.family(family).full;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const float x = box.left + step * float(i), h = counts[i] == 0 ? 1 : std::max(theme.px(2), theme.px(18) * float(counts[i]) / float(most));
        list->AddRectFilled(ImVec2(x, foot - h), ImVec2(x + std::max(1.0f, step - 1), foot), u32(counts[i] == 0 ? theme.colors.line : color));
    }
}

std::string news_words(const Frame& frame, const gis::SourceStatus& s) {
    const bool broken = s.health == gis::SourceHealth::offline || s.health == gis::SourceHealth::refused;
    if (broken) return frame.tr({"panels.sources.since", {{"time", frame.language.moment(s.since, frame.now, frame.zone)}}});
    return s.last_news ? frame.language.age(*s.last_news, frame.now) : frame.tr("panels.sources.no_news");
}

void draw_source_cell(Frame& frame, SourcesState& state, const gis::SourceStatus& s, int column, const CellBox& box) {
    const Theme& theme = frame.theme;
    const StatusLook look = look_of(s.health);
    switch (column) {
        case 0: return draw_name(frame, box, s);
        case 1: draw_state_badge(ImGui::GetWindowDrawList(), theme, ImVec2(box.left, box.middle), look, frame.tr(look.key)); return;
        case 2: return cell_text(theme, box, news_words(frame, s));
        case 3:
            return two_lines(theme, box, frame.tr({"panels.sources.changes", {{"n", frame.language.number(static_cast<double>(s.changes_received))}}}),
                             s.waiting > 0 ? frame.tr({"panels.sources.waiting", {{"n", std::to_string(s.waiting)}}}) : s.detail, false);
        case 4: return draw_traffic(theme, box, state.traffic.of(s.source), look.family);
        default: return;
    }
}

} // namespace

void Traffic::note(const std::vector<gis::SourceStatus>& sources, gis::Time now) {
    minute_ = gis::ms_since_epoch(now) / 60'000;
    for (const gis::SourceStatus& s : sources) {
        Line& line = lines_[s.source];
        if (line.known && s.changes_received > line.last) line.by_minute[minute_] += static_cast<int>(s.changes_received - line.last);
        line.last = s.changes_received;
        line.known = true;
        line.by_minute.erase(line.by_minute.begin(), line.by_minute.lower_bound(minute_ - minutes));
    }
}

std::array<int, Traffic::minutes> Traffic::of(const std::string& source) const {
    std::array<int, minutes> out{};
    const auto line = lines_.find(source);
    if (line == lines_.end()) return out;
    for (const auto& [minute, count] : line->second.by_minute)
        if (minute > minute_ - minutes && minute <= minute_) out[static_cast<std::size_t>(minutes - 1 - (minute_ - minute))] = count;
    return out;
}

void draw_source_list(Frame& frame, SourcesState& state) {
    const Theme& theme = frame.theme;
    std::vector<const gis::SourceStatus*> rows;
    const std::string needle = gis::folded(state.words);
    for (const gis::SourceStatus& s : frame.sources)
        if (needle.empty() || gis::folded(s.name + " " + s.backend).find(needle) != std::string::npos) rows.push_back(&s);
    if (rows.empty()) {
        const std::string add = frame.tr("panels.sources.add_source") + "###empty.add_source";
        if (empty_state(theme, {.icon = "storage", .sentence = frame.tr(frame.sources.empty() ? "panels.sources.none" : "panels.sources.none_named"), .offer = frame.sources.empty() ? std::string_view(add) : std::string_view{}}))
            state.form.open = true;
        return;
    }
    TableSpec spec;
    spec.row_height = source_row;
    spec.header_height = 30;
    spec.columns = {{frame.tr("panels.sources.column.source") + "###source", 260, true, false, false}, {frame.tr("panels.sources.column.state") + "###state", 150, false, false, false},
                    {frame.tr("panels.sources.column.news") + "###news", 140, false, false, false}, {frame.tr("panels.sources.column.content") + "###content", 190, false, false, false},
                    {frame.tr("panels.sources.column.traffic") + "###traffic", 140, false, false, false}};
    // The name and the state stay; traffic, content, then the last news give way on a narrow list.
    constexpr float least_name = 150;
    constexpr std::size_t least_columns = 2;
    const float room = ImGui::GetContentRegionAvail().x / theme.scale - 10;
    float fixed = 0;
    for (std::size_t i = 1; i < spec.columns.size(); ++i) fixed += spec.columns[i].width;
    for (std::size_t i = spec.columns.size(); i-- > least_columns && fixed + least_name > room;) {
        spec.columns[i].hidden = true;
        fixed -= spec.columns[i].width;
    }
    spec.rows = rows.size();
    spec.selected = [&](std::size_t row) { return rows[row]->source == state.chosen; };
    spec.row_id = [&](std::size_t row) { return "source." + rows[row]->source; };
    spec.cell = [&](std::size_t row, int column, const CellBox& box) { draw_source_cell(frame, state, *rows[row], column, box); };
    const TableEvents events = table(theme, "sources", spec);
    if (events.clicked >= 0) state.chosen = rows[static_cast<std::size_t>(events.clicked)]->source;
}

} // namespace vigie::panels
