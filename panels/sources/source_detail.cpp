#include <algorithm>
#include <array>

#include <imgui.h>
#include <nlohmann/json.hpp>

#include "panels/forms/conflict_words.hpp"
#include "panels/map/map_popups.hpp"
#include "panels/sources/sources_workspace.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/feedback.hpp"

namespace vigie::panels {

namespace {

constexpr std::size_t shown_waiting = 4;

// Beside the last button, or under it where the words would be cut.
void next_button(const Theme& theme, std::string_view text) {
    ImGui::SameLine();
    if (ImGui::GetContentRegionAvail().x < text_size(theme.fonts.body, text).x + theme.px(52)) ImGui::NewLine();
}

// In two clicks: its passwords and what waits to be sent go with it.
void draw_removal(Frame& frame, SourcesState& state, const gis::SourceStatus& s) {
    const Theme& theme = frame.theme;
    if (state.removing != s.source) {
        next_button(theme, frame.tr("panels.sources.remove"));
        if (button(theme, (frame.tr("panels.sources.remove") + "###source.remove").c_str(), {.icon = "delete_outline", .small_text = true})) state.removing = s.source;
        return;
    }
    if (banner(theme, gis::Severity::warning, frame.tr({"panels.sources.remove_sure", {{"name", s.name}, {"n", std::to_string(s.waiting)}}}), frame.tr("panels.sources.remove") + "###source.remove.sure")) {
        frame.ask.remove_sources.push_back(s.source);
        state.removing.clear();
    }
}

void draw_buttons(Frame& frame, SourcesState& state, const gis::SourceStatus& s) {
    const Theme& theme = frame.theme;
    if (button(theme, (frame.tr("panels.sources.retry") + "###source.retry").c_str(), {.icon = "refresh", .small_text = true})) frame.ask.retry_sources.push_back(s.source);
    const auto config = std::ranges::find(frame.source_configs, s.source, &gis::SourceConfig::id);
    const bool paused = s.health == gis::SourceHealth::paused;
    const std::string unknown = config == frame.source_configs.end() ? frame.tr("panels.sources.no_config") : std::string{};
    const char* key = paused ? "panels.sources.resume" : "panels.sources.pause";
    next_button(theme, frame.tr(key));
    if (button(theme, (frame.tr(key) + "###source.pause").c_str(), {.icon = paused ? "play_arrow" : "pause", .blocked = unknown, .small_text = true})) {
        gis::SourceConfig changed = *config;
        changed.paused = !paused;
        frame.ask.start_sources.push_back(std::move(changed));
    }
    next_button(theme, frame.tr("panels.sources.change"));
    if (button(theme, (frame.tr("panels.sources.change") + "###source.change").c_str(), {.icon = "edit", .blocked = unknown, .small_text = true})) state.form.change(frame, *config);
    next_button(theme, frame.tr("panels.sources.copy"));
    if (button(theme, (frame.tr("panels.sources.copy") + "###source.copy").c_str(), {.icon = "content_copy", .small_text = true}))
        frame.ask.clipboard = s.name + "\n" + frame.tr(s.why) + "\n" + s.detail;
    if (unknown.empty()) draw_removal(frame, state, s);
}

// Sources that understand a speed name it in their capabilities or their configuration; the simulator does.
bool understands_speed(const Frame& frame, const gis::SourceStatus& s) {
    for (const gis::BackendDescription& b : frame.backends)
        if (b.name == s.backend) return b.capabilities_json.find("\"speed\"") != std::string::npos || b.config_schema_json.find("\"speed\"") != std::string::npos;
    return false;
}

void draw_speed(Frame& frame, const gis::SourceStatus& s) {
    if (!understands_speed(frame, s)) return;
    constexpr std::array speeds = {1, 10, 60, 600};
    int now = -1;
    const auto config = std::ranges::find(frame.source_configs, s.source, &gis::SourceConfig::id);
    if (config != frame.source_configs.end()) {
        const auto json = nlohmann::json::parse(config->config_json, nullptr, false);
        const double speed = json.is_object() && json.contains("speed") && json["speed"].is_number() ? json["speed"].get<double>() : 1;
        for (std::size_t i = 0; i < speeds.size(); ++i)
            if (speed == double(speeds[i])) now = static_cast<int>(i);
    }
    ImGui::AlignTextToFramePadding();
    caption(frame.theme, frame.tr("panels.sources.speed"));
    ImGui::SameLine();
    std::vector<std::string> labels;
    for (const int speed : speeds) labels.push_back("\u00d7" + std::to_string(speed) + "###speed." + std::to_string(speed));
    std::vector<SegmentSpec> segments;
    for (const std::string& label : labels) segments.push_back({label.c_str(), {}});
    const int chosen = segmented(frame.theme, "speed", segments, now, 26);
    if (chosen != now) frame.ask.control.emplace_back(s.source, nlohmann::json{{"speed", speeds[static_cast<std::size_t>(chosen)]}}.dump());
}

void draw_waiting(Frame& frame, const gis::SourceStatus& s) {
    if (s.waiting == 0) return;
    const Theme& theme = frame.theme;
    section_header(theme, frame.tr({"panels.sources.queue", {{"n", std::to_string(s.waiting)}}}));
    for (const gis::OutboxItem& item : frame.desk.outbox(s.source, shown_waiting))
        state_text(theme, look_of(gis::SourceHealth::queued), caption_of(frame, item.entity).title);
}

void draw_disputes(Frame& frame, const gis::SourceStatus& s) {
    const auto waiting = frame.desk.disputes(s.source);
    if (waiting.empty()) return;
    const Theme& theme = frame.theme;
    section_header(theme, frame.tr(gis::Text{"conflict.section", {{"n", std::to_string(waiting.size())}}}));
    text_wrapped(theme.fonts.body, theme.colors.text_normal, caption_of(frame, waiting.front().entity).title + ", " + conflict_reason(frame, waiting.front()));
    if (button(theme, (frame.tr("conflict.settle") + "###source.conflicts").c_str(), {.key_hint = "F8"})) frame.view.dialog = Dialog::conflict;
}

} // namespace

void draw_source_detail(Frame& frame, SourcesState& state) {
    const auto at = std::ranges::find(frame.sources, state.chosen, &gis::SourceStatus::source);
    const Theme& theme = frame.theme;
    if (at == frame.sources.end()) return text_item(theme.fonts.caption, theme.colors.text_weak, frame.tr("panels.sources.choose"));
    const StatusLook look = look_of(at->health);
    state_text(theme, look, "");
    ImGui::SameLine(0, 0);
    text_item(theme.fonts.body_strong, theme.colors.text_strong, at->name + ", " + frame.tr(look.key));
    if (!at->why.empty()) text_wrapped(theme.fonts.body, theme.colors.text_normal, frame.tr(at->why));
    if (const std::string remedy = at->why.key + ".remedy"; frame.language.has(remedy)) text_wrapped(theme.fonts.body, theme.colors.text_normal, frame.tr(remedy));
    if (at->next_try) text_wrapped(theme.fonts.body, theme.colors.text_normal, frame.tr({"panels.sources.next_try", {{"time", frame.language.clock(*at->next_try, frame.zone)}}}));
    if (at->health == gis::SourceHealth::offline) text_wrapped(theme.fonts.body, theme.colors.text_normal, frame.tr("panels.sources.last_values_stay"));
    ImGui::Dummy(ImVec2(0, theme.px(2)));
    draw_buttons(frame, state, *at);
    draw_speed(frame, *at);
    draw_waiting(frame, *at);
    draw_disputes(frame, *at);
}

} // namespace vigie::panels
