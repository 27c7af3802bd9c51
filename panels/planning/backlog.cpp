#include "panels/planning/backlog.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "gis/model/words.hpp"
#include "gis/model/work_states.hpp"
#include "gis/planning/calendar.hpp"
#include "panels/left/saved_filters.hpp"
#include "panels/planning/bar_drawing.hpp"
#include "panels/status.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/feedback.hpp"
#include "panels/widgets/field.hpp"
#include "panels/widgets/glyph.hpp"
#include "panels/widgets/icon.hpp"
#include "panels/widgets/text.hpp"
#include "panels/work_words.hpp"

namespace vigie::panels {
namespace {

constexpr float card_height = 68, card_gap = 6;

// The third line of a card: what matters most about it.
struct CardNote {
    StatusLook look;
    Family ink = Family::idle;
    std::string words;
};

std::string joined(const std::vector<std::string>& list) {
    std::string out;
    for (const auto& one : list) out += (out.empty() ? "" : ", ") + one;
    std::ranges::replace(out, '_', ' ');
    return out;
}

CardNote note_of(const Frame& frame, const gis::Intervention& what, gis::Time week_end) {
    if (gis::is_escalated(what))
        return {{.key = {}, .outline = Outline::lozenge, .glyph = render::Glyph::bang, .family = Family::warn}, Family::warn,
                frame.tr({"board.card.escalated", {{"reason", what.escalations.back().reason}}})};
    if (what.deadline && *what.deadline < week_end) {
        const bool late = *what.deadline < frame.now;
        const auto words = frame.tr({late ? "board.card.late" : "board.card.deadline",
                                     {{"day", frame.language.day(*what.deadline, frame.zone)}, {"at", frame.language.clock(*what.deadline, frame.zone)}}});
        return {{.key = {}, .outline = Outline::triangle, .glyph = render::Glyph::bang, .family = Family::danger}, Family::danger, words};
    }
    if (what.regulatory) {
        const auto words = what.deadline ? frame.tr({"board.card.regulatory_by", {{"day", frame.language.day(*what.deadline, frame.zone)}}}) : frame.tr("board.card.regulatory");
        return {{.key = {}, .outline = Outline::square, .glyph = render::Glyph::hollow, .family = Family::fresh}, Family::fresh, words};
    }
    if (!what.status.empty())
        return {{.key = {}, .outline = Outline::square, .glyph = render::Glyph::pause, .family = Family::warn}, Family::warn, status_words(frame.catalog, frame.language, what)};
    auto needs = what.equipment;
    needs.insert(needs.end(), what.skills.begin(), what.skills.end());
    if (!needs.empty()) return {{.key = {}, .outline = Outline::lozenge, .glyph = render::Glyph::bang, .family = Family::warn}, Family::warn, joined(needs)};
    if (!what.windows.empty())
        return {{.key = {}, .outline = Outline::circle, .glyph = render::Glyph::clock, .family = Family::idle}, Family::idle,
                frame.tr({"board.card.window", {{"day", frame.language.day(what.windows.front().from, frame.zone)}, {"at", frame.language.clock(what.windows.front().from, frame.zone)}}})};
    return {severity_look(what.severity), Family::idle, frame.tr({"panels.severity", {{"n", std::to_string(what.severity)}}})};
}

void draw_grip(ImDrawList* list, const Theme& t, ImVec2 centre) { draw_icon(list, t, centre, IconSize::small, t.colors.text_off, "drag_indicator"); }

void draw_card(Frame& frame, BoardState& board, const gis::Intervention& what, const Box& box, gis::Time week_end) {
    const Theme& t = frame.theme;
    ImDrawList* list = ImGui::GetWindowDrawList();
    ImGui::SetCursorScreenPos(box.min);
    const auto label = gis::number_label(gis::EntityKind::intervention, what.number);
    const gis::EntityRef ref{gis::EntityKind::intervention, what.id.value};
    if (ImGui::InvisibleButton(("backlog." + label).c_str(), ImVec2(box.width(), box.height()))) frame.view.selection = {{ref}, {}, {}};
    const bool hovered = ImGui::IsItemHovered(), chosen = frame.view.selection.contains(ref), away = board.drag.what == what.id;
    if (hovered) frame.view.hovered = ref;
    if (hovered && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) board.wants_inspector = what.id;
    maybe_start_drag(frame, board, what.id, 0);
    list->AddRectFilled(box.min, box.max, u32(chosen ? t.colors.accent_veil : hovered ? t.colors.row_hover : t.colors.surface1), t.px(5));
    if (away) dashed_rect(list, box.min, box.max, u32(t.colors.line_strong), 1, t.px(4));
    else list->AddRect(box.min, box.max, u32(chosen ? t.colors.accent : t.colors.line), t.px(5));
    const auto* kind = frame.catalog.intervention(what.kind);
    const Rgba strong = away ? t.colors.text_off : t.colors.text_strong, weak = away ? t.colors.text_off : t.colors.text_weak;
    const float left = box.min.x + t.px(10), first = box.min.y + t.px(8), second = first + t.fonts.body->FontSize + t.px(3), third = second + t.fonts.caption->FontSize + t.px(3);
    draw_icon(list, t, ImVec2(left + t.px(8), first + t.fonts.body->FontSize / 2), IconSize::normal, away ? t.colors.text_off : t.colors.text_normal, kind && !kind->icon.empty() ? kind->icon : "build");
    draw_text_clipped(list, t.fonts.body_strong, ImVec2(left + t.px(23), first), strong, what.title, box.width() - t.px(62));
    draw_grip(list, t, ImVec2(box.max.x - t.px(16), first + t.fonts.body->FontSize / 2));
    const auto length = frame.language.duration(what.duration);
    const float length_left = box.max.x - t.px(10) - text_size(t.fonts.caption_strong, length).x;
    draw_text(list, t.fonts.caption_strong, ImVec2(length_left, second), strong, length);
    draw_text(list, t.fonts.mono_small, ImVec2(left, second), weak, label);
    const float where = left + text_size(t.fonts.mono_small, label).x + t.px(8);
    draw_text_clipped(list, t.fonts.caption, ImVec2(where, second), weak, what.address.empty() ? what.quartier : what.address, length_left - where - t.px(6));
    const auto note = note_of(frame, what, week_end);
    draw_state(list, t, ImVec2(left + t.px(7), third + t.fonts.caption->FontSize / 2), t.px(13), note.look);
    draw_text_clipped(list, t.fonts.caption, ImVec2(left + t.px(20), third), away ? t.colors.text_off : note.ink == Family::idle ? t.colors.text_normal : t.colors.family(note.ink).ink, note.words, box.max.x - t.px(10) - left - t.px(20));
    if (hovered && !board.drag.active()) tooltip_for_last_item(t, what.title + (what.description.empty() ? "" : "\n" + what.description) + "\n" + note.words);
}

void draw_sort_menu(Frame& frame, BacklogState& s) {
    if (!ImGui::BeginPopup("backlog.sort")) return;
    constexpr std::array keys{"board.sort.urgency", "board.sort.deadline", "board.sort.duration", "board.sort.quartier"};
    for (std::size_t i = 0; i < keys.size(); ++i)
        if (ImGui::MenuItem((frame.tr(keys[i]) + "###" + keys[i]).c_str(), nullptr, static_cast<std::size_t>(s.sort) == i)) s.sort = static_cast<BacklogSort>(i);
    ImGui::EndPopup();
}

void draw_kept(Frame& frame, BacklogState& s, ImVec2 right_top) {
    const Theme& t = frame.theme;
    ImGui::SetCursorScreenPos(ImVec2(right_top.x - t.px(62), right_top.y));
    if (icon_button(t, "backlog.filters", "bookmark_border", frame.tr("filters.title"), {.size = 30})) ImGui::OpenPopup("backlog.kept");
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(t.px(12), t.px(10)));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(t.px(8), t.px(6)));
    if (ImGui::BeginPopup("backlog.kept")) {
        const SavedFilter now{.name = {}, .list = "backlog", .filter = {}, .backlog = s};
        if (const auto recalled = draw_saved_filters(frame, s.filter_name, now, 300)) {
            static_cast<BacklogFilter&>(s) = recalled->backlog;
            ImGui::CloseCurrentPopup();
        }
        ImGui::EndPopup();
    }
    ImGui::PopStyleVar(2);
}

void draw_sort(Frame& frame, BacklogState& s, ImVec2 right_top) {
    const Theme& t = frame.theme;
    ImGui::SetCursorScreenPos(ImVec2(right_top.x - t.px(30), right_top.y));
    if (icon_button(t, "backlog.sort.open", "sort", frame.tr("board.sort"), {.size = 30})) ImGui::OpenPopup("backlog.sort");
    draw_sort_menu(frame, s);
}

void draw_quartier_menu(Frame& frame, BacklogState& s) {
    if (!ImGui::BeginPopup("backlog.quartier")) return;
    std::set<std::string> names;
    for (const auto& what : frame.world.interventions())
        if (!what.quartier.empty()) names.insert(what.quartier);
    if (ImGui::MenuItem((frame.tr("board.filter.everywhere") + "###board.filter.everywhere").c_str(), nullptr, s.quartier.empty())) s.quartier.clear();
    for (const auto& name : names)
        if (ImGui::MenuItem(name.c_str(), nullptr, s.quartier == name)) s.quartier = name;
    ImGui::EndPopup();
}

// Chips flow over as many lines as they need; returns the bottom.
float draw_filters(Frame& frame, BacklogState& s, const Box& box) {
    const Theme& t = frame.theme;
    ImGui::SetCursorScreenPos(ImVec2(box.min.x + t.px(10), box.min.y + t.px(8)));
    const auto hint = frame.tr("board.backlog.search");
    search_field(t, "###backlog.search", s.text, {.hint = hint, .width = (box.width() / t.scale) - 86});
    draw_kept(frame, s, ImVec2(box.max.x - t.px(8), box.min.y + t.px(8)));
    draw_sort(frame, s, ImVec2(box.max.x - t.px(8), box.min.y + t.px(8)));
    const auto week = gis::iso_week(frame.view.monday);
    char number[8];
    std::snprintf(number, sizeof number, "%02d", week.week);
    struct Choice {
        std::string label;
        bool on;
    };
    const std::array choices{Choice{frame.tr({"board.filter.due", {{"n", number}}}) + "###board.filter.due", s.due_this_week},
                             Choice{frame.tr("board.filter.skill") + "###board.filter.skill", s.needs_skill},
                             Choice{(s.quartier.empty() ? frame.tr("board.filter.quartier") : s.quartier) + "###board.filter.quartier", !s.quartier.empty()},
                             Choice{frame.tr({"board.filter.regulatory", {{"n", std::to_string(s.regulatory_waiting)}}}) + "###board.filter.regulatory", s.regulatory},
                             Choice{frame.tr({"board.filter.arbitrate", {{"n", std::to_string(s.arbitrate_waiting)}}}) + "###board.filter.arbitrate", s.to_arbitrate}};
    float x = box.min.x + t.px(10), y = box.min.y + t.px(44);
    for (std::size_t i = 0; i < choices.size(); ++i) {
        const auto words = choices[i].label.substr(0, choices[i].label.find("###"));
        const float width = text_size(t.fonts.caption, words).x + t.px(i == 2 ? 44 : 26);
        if (x > box.min.x + t.px(10) && x + width > box.max.x - t.px(8)) {
            x = box.min.x + t.px(10);
            y += t.px(29);
        }
        ImGui::SetCursorScreenPos(ImVec2(x, y));
        if (chip(t, choices[i].label.c_str(), {.chosen = choices[i].on, .dropdown = i == 2}) == ChipClick::body) {
            if (i == 0) s.due_this_week = !s.due_this_week;
            else if (i == 1) s.needs_skill = !s.needs_skill;
            else if (i == 2) ImGui::OpenPopup("backlog.quartier");
            else if (i == 3) s.regulatory = !s.regulatory;
            else s.to_arbitrate = !s.to_arbitrate;
        }
        x = ImGui::GetItemRectMax().x + t.px(6);
    }
    draw_quartier_menu(frame, s);
    const auto hours = hours_words(frame, s.hours);
    if (x + text_size(t.fonts.caption, hours).x > box.max.x - t.px(12)) y += t.px(26);
    draw_text_right(ImGui::GetWindowDrawList(), t.fonts.caption, ImVec2(box.max.x - t.px(12), y + (t.px(24) - t.fonts.caption->FontSize) / 2), t.colors.text_weak, hours);
    return y + t.px(32);
}

// By J and K to the next card, which becomes the selection. True when it moved.
bool walk(Frame& frame, BacklogState& s) {
    const int step = std::exchange(frame.view.queue_step, 0);
    if (step == 0 || s.cards.empty()) return false;
    const gis::EntityRef now = frame.view.selection.primary();
    const auto found = now.kind == gis::EntityKind::intervention ? std::ranges::find(s.cards, gis::InterventionId{now.id}) : s.cards.end();
    const auto last = static_cast<long>(s.cards.size()) - 1;
    const long to = found != s.cards.end() ? (found - s.cards.begin()) + step : static_cast<long>(s.at) + (step > 0 ? step - 1 : step);
    s.at = static_cast<std::size_t>(std::clamp(to, 0l, last));
    frame.view.selection = {{{gis::EntityKind::intervention, s.cards[s.at].value}}, {}, {}};
    return true;
}

void draw_cards(Frame& frame, BoardState& board, BacklogState& s, const Box& box) {
    const Theme& t = frame.theme;
    ImGui::SetCursorScreenPos(box.min);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
    ImGui::BeginChild("backlog.cards", ImVec2(box.width(), box.height()), ImGuiChildFlags_None);
    ImGui::PopStyleVar();
    if (s.cards.empty()) {
        const bool filtered = s.waiting > 0 || s.to_arbitrate;
        const auto offer = frame.tr("board.backlog.clear") + "###board.backlog.clear";
        const auto sentence = frame.tr(filtered ? "board.backlog.none_filtered" : "board.backlog.none");
        if (empty_state(t, {.icon = "inbox", .sentence = sentence, .offer = filtered ? std::string_view(offer) : std::string_view()})) {
            s.text.clear();
            s.quartier.clear();
            s.due_this_week = s.needs_skill = s.regulatory = s.to_arbitrate = false;
        }
    }
    const auto week_end = gis::instant(frame.view.monday + std::chrono::days{7}, gis::Seconds{0}, frame.zone);
    const float step = t.px(card_height + card_gap), right = box.max.x - t.px(10) - (step * static_cast<float>(s.cards.size()) > box.height() ? t.px(4) : 0);
    const float top = ImGui::GetCursorScreenPos().y;
    if (walk(frame, s)) {
        const float y = step * static_cast<float>(s.at), seen = ImGui::GetScrollY();
        ImGui::SetScrollY(std::clamp(seen, y + step - box.height(), y));
    }
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(s.cards.size()), step);
    while (clipper.Step())
        for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
            const auto* what = frame.world.find(s.cards[static_cast<std::size_t>(i)]);
            const float y = top + step * static_cast<float>(i);
            if (what) draw_card(frame, board, *what, {ImVec2(box.min.x + t.px(10), y), ImVec2(right, y + t.px(card_height))}, week_end);
        }
    ImGui::EndChild();
}

// What the proposal leaves out, with its reasons; returns the height it took.
float draw_unplanned(Frame& frame, BacklogState& s, const Box& box) {
    if (!frame.proposal || frame.proposal->unplanned.empty()) return 0;
    const Theme& t = frame.theme;
    const auto& list = frame.proposal->unplanned;
    const float head = t.px(34), body = s.show_unplanned ? std::min(box.height() * 0.4f, t.px(46) * static_cast<float>(list.size()) + t.px(8)) : 0;
    const ImVec2 min(box.min.x, box.max.y - head - body);
    ImDrawList* draw = ImGui::GetWindowDrawList();
    draw->AddRectFilled(min, box.max, u32(t.colors.surface2));
    draw->AddRectFilled(min, ImVec2(box.max.x, min.y + 1), u32(t.colors.line));
    draw_state(draw, t, ImVec2(min.x + t.px(20), min.y + head / 2), t.px(15), {.key = {}, .outline = Outline::lozenge, .glyph = render::Glyph::bang, .family = Family::warn});
    draw_text(draw, t.fonts.body_strong, ImVec2(min.x + t.px(34), min.y + (head - t.fonts.body->FontSize) / 2), t.colors.family(Family::warn).ink,
              frame.tr({"board.proposal.n_unplanned", {{"n", std::to_string(list.size())}}}));
    ImGui::SetCursorScreenPos(ImVec2(box.max.x - t.px(36), min.y + t.px(3)));
    if (icon_button(t, "backlog.unplanned", s.show_unplanned ? "expand_more" : "expand_less", frame.tr("board.proposal.why_tip"), {.size = 28})) s.show_unplanned = !s.show_unplanned;
    if (body <= 0) return head;
    ImGui::SetCursorScreenPos(ImVec2(min.x + t.px(12), min.y + head));
    ImGui::BeginChild("backlog.reasons", ImVec2(box.width() - t.px(16), body), ImGuiChildFlags_None);
    for (const auto& left : list) {
        const auto* what = frame.world.find(left.intervention);
        if (!what) continue;
        text_wrapped(t.fonts.caption_strong, t.colors.text_strong, what->title, box.width() - t.px(28));
        text_wrapped(t.fonts.caption, t.colors.text_normal, frame.tr(left.why), box.width() - t.px(28));
    }
    ImGui::EndChild();
    return head + body;
}

} // namespace

void draw_backlog(Frame& frame, BoardState& board, BacklogState& s, const Box& box) {
    const Theme& t = frame.theme;
    const float filters = draw_filters(frame, s, box);
    const float foot = draw_unplanned(frame, s, box);
    draw_cards(frame, board, s, {ImVec2(box.min.x, filters + t.px(4)), ImVec2(box.max.x, box.max.y - foot)});
    if (board.drag.active() && box.contains(ImGui::GetIO().MousePos))
        ImGui::GetWindowDrawList()->AddRect(box.min, box.max, u32(t.colors.accent), 0, 0, t.px(2));
}

} // namespace vigie::panels
