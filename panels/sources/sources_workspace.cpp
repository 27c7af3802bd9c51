#include "panels/sources/sources_workspace.hpp"

#include <algorithm>
#include <map>

#include <imgui.h>

#include "panels/widgets/button.hpp"
#include "panels/widgets/field.hpp"
#include "panels/widgets/glyph.hpp"

namespace vigie::panels {

namespace {

constexpr float list_width = 944, header_height = 60, detail_height = 196;

void draw_header(Frame& frame, SourcesState& state, const Box& box) {
    const Theme& theme = frame.theme;
    ImDrawList* list = ImGui::GetWindowDrawList();
    const float middle = (box.min.y + box.max.y) / 2;
    const std::string title = frame.tr("panels.workspace.sources");
    draw_text(list, theme.fonts.title, ImVec2(box.min.x + theme.px(16), middle - theme.fonts.title->FontSize / 2), theme.colors.text_strong, title);
    const std::string add = frame.tr("panels.sources.add_source");
    const float button_w = text_size(theme.fonts.body_strong, add).x + theme.px(52), right = box.max.x - theme.px(16), limit = right - button_w - theme.px(150);
    float x = box.min.x + theme.px(32) + text_size(theme.fonts.title, title).x;
    std::map<gis::SourceHealth, int> counts;
    for (const gis::SourceStatus& s : frame.sources) ++counts[s.health];
    for (const auto& [health, n] : counts) {
        const StatusLook look = look_of(health);
        const std::string words = frame.tr(look.key) + "\u00a0" + std::to_string(n);
        if (x + text_size(theme.fonts.caption_strong, words).x + theme.px(40) > limit) break;
        x += draw_state_badge(list, theme, ImVec2(x, middle), look, words) + theme.px(6);
    }
    ImGui::SetCursorScreenPos(ImVec2(right - button_w - theme.px(136), middle - theme.px(15)));
    search_field(theme, "###sources.search", state.words, {.hint = frame.tr("panels.sources.filter"), .width = 124});
    ImGui::SetCursorScreenPos(ImVec2(right - button_w, middle - theme.px(15)));
    if (button(theme, (add + "###sources.add").c_str(), {.kind = ButtonKind::primary, .icon = "add", .width = button_w / theme.scale})) state.form.open = true;
    list->AddRectFilled(ImVec2(box.min.x, box.max.y - 1), box.max, u32(theme.colors.line));
}

void draw_left(Frame& frame, SourcesState& state, const Box& box) {
    const Theme& theme = frame.theme;
    begin_region("source_list", box, theme.colors.surface1);
    const float header = box.min.y + theme.px(header_height), foot = std::max(header, box.max.y - theme.px(detail_height));
    draw_header(frame, state, {box.min, ImVec2(box.max.x, header)});
    ImGui::SetCursorScreenPos(ImVec2(box.min.x, header));
    ImGui::BeginChild("list", ImVec2(box.width(), foot - header));
    if (frame.secrets == gis::SecretKeeping::locked_file && !state.form.open) draw_secrets_lock(frame, state.form.passphrase);
    draw_source_list(frame, state);
    ImGui::EndChild();
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(ImVec2(box.min.x, foot), box.max, u32(theme.colors.surface2));
    list->AddRectFilled(ImVec2(box.min.x, foot), ImVec2(box.max.x, foot + 1), u32(theme.colors.line));
    ImGui::SetCursorScreenPos(ImVec2(box.min.x, foot + 1));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(theme.px(16), theme.px(12)));
    ImGui::BeginChild("detail", ImVec2(box.width(), box.max.y - foot - 1), ImGuiChildFlags_AlwaysUseWindowPadding);
    draw_source_detail(frame, state);
    ImGui::EndChild();
    ImGui::PopStyleVar();
    end_region();
}

void draw_right(Frame& frame, SourcesState& state, const Box& box) {
    const Theme& theme = frame.theme;
    begin_region("source_side", box, theme.colors.surface1);
    const float header = box.min.y + theme.px(header_height);
    ImDrawList* list = ImGui::GetWindowDrawList();
    const std::string title = frame.tr(state.form.open ? "panels.sources.add_source" : "panels.sources.read_layers");
    draw_text(list, theme.fonts.title, ImVec2(box.min.x + theme.px(16), (box.min.y + header) / 2 - theme.fonts.title->FontSize / 2), theme.colors.text_strong, title);
    list->AddRectFilled(ImVec2(box.min.x, header - 1), ImVec2(box.max.x, header), u32(theme.colors.line));
    if (state.form.open) {
        ImGui::SetCursorScreenPos(ImVec2(box.max.x - theme.px(44), box.min.y + theme.px(16)));
        if (icon_button(theme, "###source.form.close", "close", frame.tr("panels.close"))) state.form.open = false;
    }
    ImGui::SetCursorScreenPos(ImVec2(box.min.x, header));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(theme.px(16), theme.px(12)));
    ImGui::BeginChild("form", ImVec2(box.width(), box.max.y - header), ImGuiChildFlags_AlwaysUseWindowPadding);
    if (state.form.open) state.form.draw(frame);
    else draw_read_layers(frame, state);
    ImGui::EndChild();
    ImGui::PopStyleVar();
    end_region();
}

} // namespace

void draw_sources(Frame& frame, SourcesState& state, const Box& box) {
    const float list = std::min(frame.theme.px(list_width), box.width() * 0.6f);
    if (state.chosen.empty() && !frame.sources.empty()) state.chosen = frame.sources.front().source;
    draw_left(frame, state, {box.min, ImVec2(box.min.x + list, box.max.y)});
    draw_right(frame, state, {ImVec2(box.min.x + list + 1, box.min.y), box.max});
}

} // namespace vigie::panels
