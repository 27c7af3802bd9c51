#include "panels/council/scene_editor.hpp"

#include <algorithm>

#include <imgui_internal.h>

#include "gis/model/words.hpp"
#include "panels/council/council_words.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/feedback.hpp"
#include "panels/widgets/field.hpp"
#include "panels/widgets/icon.hpp"

namespace vigie::panels {

namespace {

constexpr float row_height = 34, tools_height = 44, inset = 12;
constexpr std::size_t most_candidates = 40;

std::size_t chosen_of(const Frame& frame, const SceneDraft& draft) {
    return draft.scenes().empty() ? 0 : std::min(frame.view.council.scene, draft.scenes().size() - 1);
}

void choose(Frame& frame, std::size_t scene) {
    frame.view.council.scene = scene;
    frame.view.council.tile.clear();
    frame.view.council_end = false;
}

void move_chosen(Frame& frame, SceneDraft& draft, int by) {
    const std::size_t at = chosen_of(frame, draft);
    if ((by < 0 && at == 0) || (by > 0 && at + 1 >= draft.scenes().size())) return;
    choose(frame, move_scene(draft.edit(), at, by < 0 ? at - 1 : at + 1));
    draft.changed();
}

void draw_tools(Frame& frame, SceneDraft& draft) {
    const Theme& t = frame.theme;
    const std::size_t at = chosen_of(frame, draft), count = draft.scenes().size();
    const std::string none = count == 0 ? frame.tr("council.reason.no_scene") : std::string{};
    if (button(t, (frame.tr("council.scene.add") + "###council.scene.add").c_str(), {.kind = ButtonKind::secondary, .icon = "add"})) {
        choose(frame, add_scene(draft.edit(), at));
        draft.changed();
    }
    const auto tool = [&](const char* id, const char* icon, const char* words, const std::string& blocked, const char* key = "") {
        ImGui::SameLine(0, t.px(2));
        return icon_button(t, id, icon, frame.tr(words), {.blocked = blocked, .key = key});
    };
    const std::string first = at == 0 ? frame.tr("council.reason.first") : none, last = at + 1 >= count ? frame.tr("council.reason.last") : none;
    if (tool("###council.scene.up", "arrow_upward", "council.scene.up", none.empty() ? first : none, "Alt ↑")) move_chosen(frame, draft, -1);
    if (tool("###council.scene.down", "arrow_downward", "council.scene.down", none.empty() ? last : none, "Alt ↓")) move_chosen(frame, draft, 1);
    if (tool("###council.scene.copy", "content_copy", "council.scene.copy", none)) {
        choose(frame, duplicate_scene(draft.edit(), at, frame.tr({"council.scene.copy_of", {{"title", scene_title(frame, draft.scenes()[at])}}})));
        draft.changed();
    }
    if (tool("###council.scene.remove", "delete_outline", "council.scene.remove", none)) {
        draft.remove(at);
        choose(frame, chosen_of(frame, draft));
    }
    const ImGuiIO& io = ImGui::GetIO();
    if (io.KeyAlt && !io.WantTextInput) {
        if (ImGui::IsKeyPressed(ImGuiKey_UpArrow, false)) move_chosen(frame, draft, -1);
        if (ImGui::IsKeyPressed(ImGuiKey_DownArrow, false)) move_chosen(frame, draft, 1);
    }
}

// A row; held and moved past its neighbour, it takes the neighbour's place.
void draw_row(Frame& frame, SceneEditor& editor, SceneDraft& draft, std::size_t i, float width) {
    const Theme& t = frame.theme;
    const Colors& c = t.colors;
    const gis::Scene& scene = draft.scenes()[i];
    const bool chosen = i == chosen_of(frame, draft) && !frame.view.council_end;
    const ImVec2 min = ImGui::GetCursorScreenPos(), max(min.x + width, min.y + t.px(row_height));
    ImGui::PushID(scene.id.c_str());
    if (ImGui::InvisibleButton(("###council.row." + scene.id).c_str(), ImVec2(width, t.px(row_height))) && editor.dragged == SIZE_MAX) choose(frame, i);
    ImGui::PopID();
    ImDrawList* list = ImGui::GetWindowDrawList();
    if (chosen || ImGui::IsItemHovered()) list->AddRectFilled(min, max, u32(chosen ? c.row_selected : c.row_hover));
    if (chosen) list->AddRectFilled(min, ImVec2(min.x + t.px(3), max.y), u32(c.accent));
    focus_ring(t, min, max, t.px(3));
    const float middle = (min.y + max.y) / 2;
    draw_icon(list, t, ImVec2(min.x + t.px(18), middle), IconSize::small, c.text_weak, "drag_indicator");
    draw_text_right(list, t.fonts.caption_strong, ImVec2(min.x + t.px(46), middle - t.fonts.caption_strong->FontSize / 2), c.text_weak, std::to_string(i + 1));
    ImFont* font = chosen ? t.fonts.body_strong : t.fonts.body;
    const std::string name = scene_name(frame, scene);
    draw_text_clipped(list, font, ImVec2(min.x + t.px(56), middle - font->FontSize / 2), c.text_strong, name, width - t.px(56 + inset));
    if (!ImGui::IsItemActive()) {
        if (text_size(font, name).x > width - t.px(56 + inset)) tooltip_for_last_item(t, scene_title(frame, scene));
        return;
    }
    const float moved = ImGui::GetIO().MousePos.y;
    if (ImGui::IsMouseDragging(ImGuiMouseButton_Left, t.px(6))) editor.dragged = i;
    if (editor.dragged != i || (moved >= min.y && moved < max.y)) return;
    const std::size_t to = moved < min.y ? (i == 0 ? 0 : i - 1) : std::min(i + 1, draft.scenes().size() - 1);
    if (to == i) return;
    editor.dragged = move_scene(draft.edit(), i, to);
    choose(frame, editor.dragged);
    draft.typed(ImGui::GetTime());
}

} // namespace

void draw_scene_list(Frame& frame, SceneEditor& editor, SceneDraft& draft, const Box& box) {
    const Theme& t = frame.theme;
    begin_region("council.scenes", box, t.colors.surface1);
    ImGui::SetCursorScreenPos(ImVec2(box.min.x + t.px(inset), box.min.y + t.px(7)));
    draw_tools(frame, draft);
    ImGui::GetWindowDrawList()->AddRectFilled(ImVec2(box.min.x, box.min.y + t.px(tools_height)), ImVec2(box.max.x, box.min.y + t.px(tools_height) + 1), u32(t.colors.line));
    ImGui::SetCursorScreenPos(ImVec2(box.min.x, box.min.y + t.px(tools_height) + 1));
    ImGui::BeginChild("council.scenes.body", ImVec2(box.width(), box.height() - t.px(tools_height) - 1), 0, ImGuiWindowFlags_NavFlattened);
    const float width = box.width() - (ImGui::GetScrollMaxY() > 0 ? ImGui::GetStyle().ScrollbarSize : 0);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
    for (std::size_t i = 0; i < draft.scenes().size(); ++i) draw_row(frame, editor, draft, i, width);
    ImGui::PopStyleVar();
    if (!ImGui::IsMouseDown(ImGuiMouseButton_Left) && std::exchange(editor.dragged, SIZE_MAX) != SIZE_MAX) draft.changed();
    if (const gis::Scene* removed = draft.removed()) {
        ImGui::Dummy(ImVec2(1, t.px(4)));
        ImGui::SetCursorPosX(t.px(inset));
        text_wrapped(t.fonts.caption, t.colors.text_normal, frame.tr({"council.scene.removed", {{"title", scene_name(frame, *removed)}}}), width - t.px(2 * inset));
        ImGui::SetCursorPosX(t.px(inset));
        if (link(t, (frame.tr("council.scene.put_back") + "###council.scene.put_back").c_str())) choose(frame, draft.put_back());
    }
    ImGui::Dummy(ImVec2(1, t.px(6)));
    separator_line(t);
    ImGui::Dummy(ImVec2(1, t.px(6)));
    if (draft.scenes().empty()) {
        ImGui::SetCursorPosX(t.px(inset));
        text_wrapped(t.fonts.body, t.colors.text_weak, frame.tr("council.reason.no_scene"), width - t.px(2 * inset));
    } else {
        ImGui::Indent(t.px(inset));
        draw_scene_form(frame, draft, width - t.px(2 * inset));
        ImGui::Unindent(t.px(inset));
    }
    ImGui::Dummy(ImVec2(1, t.px(12)));
    ImGui::EndChild();
    end_region();
}

namespace {

void draw_tile_slots(Frame& frame, SceneDraft& draft, gis::Scene& scene, float width) {
    const Theme& t = frame.theme;
    const std::size_t most = room_for_tiles(frame, scene);
    section_header(t, frame.tr({"council.form.tiles", {{"n", std::to_string(most)}}}));
    std::vector<std::string> entries{frame.tr("council.form.no_tile") + "###council.tile.none"};
    for (const gis::Indicator& i : frame.catalog.indicators) {
        const IndicatorWords words = indicator_words(frame, i.id);
        entries.push_back((words.noun.empty() ? "" : words.noun + " ") + words.label + "###council.choose." + i.id);
    }
    for (std::size_t slot = 0; slot < std::min(scene.tiles.size() + 1, most); ++slot) {
        int chosen = 0;
        if (slot < scene.tiles.size()) {
            const auto at = std::ranges::find(frame.catalog.indicators, scene.tiles[slot], &gis::Indicator::id);
            chosen = at == frame.catalog.indicators.end() ? 0 : static_cast<int>(at - frame.catalog.indicators.begin()) + 1;
        }
        if (!combo_field(t, ("###council.slot." + std::to_string(slot)).c_str(), chosen, entries, {.width = width / t.scale})) continue;
        set_tile(scene, slot, chosen == 0 ? std::string{} : frame.catalog.indicators[static_cast<std::size_t>(chosen) - 1].id, most);
        draft.changed();
        break;
    }
}

void draw_domains(Frame& frame, SceneDraft& draft, gis::Scene& scene, float width) {
    const Theme& t = frame.theme;
    section_header(t, frame.tr("council.form.domains"));
    const float left = ImGui::GetCursorScreenPos().x;
    bool first = true;
    for (const gis::Domain& d : frame.catalog.domains) {
        if (d.restricted) continue;
        const std::string name = d.name.in(frame.language.code());
        const float wanted = text_size(t.fonts.caption_strong, name).x + t.px(46);
        if (!std::exchange(first, false)) {
            ImGui::SameLine(0, t.px(6));
            if (ImGui::GetCursorScreenPos().x + wanted > left + width) ImGui::NewLine();
        }
        const bool on = std::ranges::find(scene.domains, d.id) != scene.domains.end();
        if (chip(t, (name + "###council.domain." + d.id).c_str(), {.icon = d.icon, .chosen = on}) == ChipClick::none) continue;
        toggle(scene.domains, d.id);
        draft.changed();
    }
    caption(t, frame.tr(scene.domains.empty() ? "council.form.all_domains" : "council.form.some_domains"));
}

struct Candidate {
    const gis::Intervention* what;
    gis::Time at;
};

// Interventions with a picture before and one after, newest first.
std::vector<Candidate> candidates(const Frame& frame) {
    std::vector<Candidate> out;
    for (const gis::Intervention& i : frame.world.interventions()) {
        const auto has = [&](gis::PhotoMoment moment) { return std::ranges::find(i.photos, moment, &gis::Photo::moment) != i.photos.end(); };
        if (has(gis::PhotoMoment::before) && has(gis::PhotoMoment::after)) out.push_back({&i, std::ranges::max_element(i.photos, {}, &gis::Photo::at)->at});
    }
    std::ranges::sort(out, std::ranges::greater{}, &Candidate::at);
    if (out.size() > most_candidates) out.resize(most_candidates);
    return out;
}

void draw_pairs(Frame& frame, SceneDraft& draft, gis::Scene& scene, float width) {
    const Theme& t = frame.theme;
    section_header(t, frame.tr("council.form.pairs"));
    const auto all = candidates(frame);
    if (all.empty()) {
        text_wrapped(t.fonts.caption, t.colors.text_weak, frame.tr("council.form.no_pairs"), width);
        return;
    }
    for (const Candidate& candidate : all) {
        const gis::Intervention& i = *candidate.what;
        bool on = std::ranges::find(scene.pairs, i.id) != scene.pairs.end();
        const std::string words = gis::number_label(gis::EntityKind::intervention, i.number) + ", " + i.title;
        if (!check_field(t, (ellipsized(t.fonts.body, words, width - t.px(30)) + "###council.choose_pair." + std::to_string(i.id.value)).c_str(), on)) continue;
        toggle(scene.pairs, i.id);
        draft.changed();
    }
    caption(t, frame.tr(scene.pairs.empty() ? "council.form.newest_pairs" : "council.form.chosen_pairs"));
}

} // namespace

void draw_scene_form(Frame& frame, SceneDraft& draft, float width) {
    const Theme& t = frame.theme;
    gis::Scene& scene = draft.edit()[chosen_of(frame, draft)];
    ImGui::PushID(scene.id.c_str());
    gis::Scene untitled = scene;
    untitled.title.clear();
    if (text_field(t, "###council.title", scene.title, {.label = frame.tr("council.form.question"), .hint = scene_title(frame, untitled), .width = width / t.scale})) draft.typed(ImGui::GetTime());
    ImGui::Dummy(ImVec2(1, t.px(4)));
    draw_tile_slots(frame, draft, scene, width);
    ImGui::Dummy(ImVec2(1, t.px(4)));
    draw_domains(frame, draft, scene, width);
    ImGui::Dummy(ImVec2(1, t.px(4)));
    draw_pairs(frame, draft, scene, width);
    ImGui::PopID();
}

void draw_presenter_notes(Frame& frame, SceneDraft& draft, const Box& box) {
    const Theme& t = frame.theme;
    begin_region("council.notes", box, t.colors.surface1);
    const float width = box.width() - t.px(2 * inset);
    ImGui::SetCursorScreenPos(ImVec2(box.min.x + t.px(inset), box.min.y + t.px(inset)));
    ImGui::BeginChild("council.notes.body", ImVec2(width, box.height() - t.px(2 * inset)), 0, ImGuiWindowFlags_NavFlattened);
    if (draft.scenes().empty()) {
        caption(t, frame.tr("council.notes"));
    } else {
        const std::size_t at = chosen_of(frame, draft);
        gis::Scene& scene = draft.edit()[at];
        ImGui::PushID(scene.id.c_str());
        const int lines = std::clamp(static_cast<int>(box.height() * 0.45f / t.fonts.body->FontSize), 4, 18);
        if (text_field(t, "###council.notes_text", scene.notes, {.label = frame.tr("council.notes"), .hint = frame.tr("council.notes.hint"), .width = width / t.scale, .lines = lines})) draft.typed(ImGui::GetTime());
        ImGui::PopID();
        ImGui::Dummy(ImVec2(1, t.px(8)));
        section_header(t, frame.tr("council.next"));
        if (at + 1 < draft.scenes().size()) {
            const gis::Scene& next = draft.scenes()[at + 1];
            text_wrapped(t.fonts.body_strong, t.colors.text_strong, scene_title(frame, next), width);
            for (const std::string& tile : next.tiles) {
                const IndicatorWords words = indicator_words(frame, tile);
                icon_item(t, IconSize::small, t.colors.accent, words.icon);
                ImGui::SameLine(0, t.px(6));
                text_wrapped(t.fonts.body, t.colors.text_normal, (words.noun.empty() ? "" : words.noun + " ") + words.label);
            }
        } else {
            text_wrapped(t.fonts.body_strong, t.colors.text_strong, frame.tr("council.end.title"), width);
        }
    }
    ImGui::EndChild();
    end_region();
}

} // namespace vigie::panels
