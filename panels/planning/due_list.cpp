#include "panels/planning/due_list.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <imgui_internal.h>

#include "gis/model/words.hpp"
#include "gis/planning/calendar.hpp"
#include "panels/command_table.hpp"
#include "panels/inspect/gestures.hpp"
#include "panels/lists/list_model.hpp"
#include "panels/status.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/feedback.hpp"
#include "panels/widgets/field.hpp"
#include "panels/widgets/glyph.hpp"
#include "panels/widgets/icon.hpp"

namespace vigie::panels {
namespace {

using std::chrono::local_days;

constexpr float row_height = 60, heading_height = 30, foot_height = 46;  // px at scale 1

std::uint64_t fingerprint(const Frame& frame, const DueListState& s) {
    std::uint64_t out = s.book.made() * 1315423911u + std::hash<std::string>{}(s.text);
    out = out * 31 + std::hash<std::string>{}(s.domain) + std::hash<std::string>{}(frame.language.code()) * 7;
    return (out * 31 + static_cast<std::uint64_t>(s.shown)) * 2 | 1;  // 0 is "never made"
}

std::string day_words(const Frame& frame, local_days day) {
    return frame.language.day(gis::instant(day, std::chrono::hours{12}, frame.zone), frame.zone);
}

// Overdue first, then by ISO week, undated last.
std::string heading_of(const Frame& frame, const DueListState& s, const gis::DueLine& line) {
    if (!line.work.due) return frame.tr("board.due.undated");
    if (line.overdue(s.book.today())) return frame.tr("board.due.overdue");
    const auto monday = gis::monday_of(*line.work.due);
    if (monday == gis::monday_of(s.book.today())) return frame.tr("board.due.this_week");
    return frame.tr({"board.due.week", {{"n", fmt::format("{:02}", gis::iso_week(monday).week)}, {"day", day_words(frame, monday)}}});
}

bool passes(const Frame& frame, const DueListState& s, const gis::DueLine& line, const std::string& needle) {
    if (s.shown == DueShown::overdue && !line.overdue(s.book.today())) return false;
    if (s.shown == DueShown::without_work && line.work.open) return false;
    if (!s.domain.empty() && gis::due_domain(line, frame.world, frame.catalog) != s.domain) return false;
    if (needle.empty()) return true;
    return matches(gis::due_title(line, frame.world, frame.catalog, frame.language.code()) + " " + gis::due_place(line, frame.world), needle);
}

bool is_chosen(const Frame& frame, const gis::DueLine& line) {
    if (!line.work.duty) return frame.view.selection.primary() == gis::EntityRef{gis::EntityKind::intervention, line.work.open.value};
    return frame.view.due.duty == line.work.duty->id && frame.view.due.asset == line.work.asset && due_is_chosen(frame.view);
}

void choose(Frame& frame, const gis::DueLine& line) {
    frame.view.selection = {};
    frame.view.due = {};
    if (!line.work.duty) frame.view.selection.entities = {{gis::EntityKind::intervention, line.work.open.value}};
    else {
        if (line.work.asset) frame.view.selection.entities = {{gis::EntityKind::asset, line.work.asset.value}};
        frame.view.due = {line.work.duty->id, line.work.asset};
    }
}

struct DateWords {
    StatusLook look;
    Family ink = Family::idle;
    std::string words;
};

DateWords date_words(const Frame& frame, const DueListState& s, const gis::DueLine& line) {
    if (!line.work.due) return {{.key = {}, .outline = Outline::dashed_circle, .glyph = render::Glyph::dashes, .family = Family::idle}, Family::idle, frame.tr("board.due.no_date")};
    const auto left = (*line.work.due - s.book.today()).count();
    const auto day = day_words(frame, *line.work.due);
    if (left < 0)
        return {{.key = {}, .outline = Outline::triangle, .glyph = render::Glyph::bang, .family = Family::danger}, Family::danger,
                frame.tr({"board.due.late_by", {{"n", std::to_string(-left)}, {"day", day}}})};
    const bool soon = left <= 7;
    const auto words = left == 0 ? frame.tr("board.due.today") : frame.tr({"board.due.in", {{"n", std::to_string(left)}, {"day", day}}});
    return {{.key = {}, .outline = Outline::square, .glyph = render::Glyph::clock, .family = soon ? Family::warn : Family::active}, soon ? Family::warn : Family::idle, words};
}

std::string tip_of(const Frame& frame, const DueListState& s, const gis::DueLine& line) {
    std::string tip = gis::due_title(line, frame.world, frame.catalog, frame.language.code());
    if (const auto place = gis::due_place(line, frame.world); !place.empty()) tip += "\n" + place;
    tip += "\n" + date_words(frame, s, line).words;
    if (line.work.last) tip += "\n" + frame.tr({"board.due.last", {{"day", frame.language.date(gis::instant(*line.work.last, std::chrono::hours{12}, frame.zone), frame.zone)}}});
    if (line.legal) tip += "\n" + frame.tr("board.due.legal");
    if (line.to_verify) tip += "\n" + frame.tr("board.due.to_verify_tip");
    return tip;
}

// What stands at the right of the second line: the intervention that exists, or what is doubtful.
void draw_row_text(const Frame& frame, const DueListState& s, const gis::DueLine& line, const Box& box) {
    const Theme& t = frame.theme;
    ImDrawList* list = ImGui::GetWindowDrawList();
    const float left = box.min.x + t.px(10), first = box.min.y + t.px(5), second = first + t.fonts.body->FontSize + t.px(1), third = second + t.fonts.caption->FontSize + t.px(2);
    draw_icon(list, t, ImVec2(left + t.px(8), first + t.fonts.body->FontSize / 2), IconSize::normal, t.colors.text_normal, gis::due_icon(line, frame.world, frame.catalog));
    draw_text_clipped(list, t.fonts.body_strong, ImVec2(left + t.px(23), first), t.colors.text_strong, gis::due_title(line, frame.world, frame.catalog, frame.language.code()), box.max.x - left - t.px(31));
    float right = box.max.x - t.px(8);
    if (const auto* what = frame.world.find(line.work.open)) {
        const auto label = gis::number_label(gis::EntityKind::intervention, what->number);
        draw_text_right(list, t.fonts.mono_small, ImVec2(right, second), t.colors.text_weak, label);
        right -= text_size(t.fonts.mono_small, label).x + t.px(6);
    }
    const bool beside_date = line.to_verify && line.work.open;  // else it has the second line's end to itself
    if (line.to_verify && !beside_date) {
        const auto words = frame.tr("board.due.to_verify");
        draw_text_right(list, t.fonts.caption, ImVec2(right, second), t.colors.family(Family::warn).ink, words);
        right -= text_size(t.fonts.caption, words).x + t.px(6);
    }
    draw_text_clipped(list, t.fonts.caption, ImVec2(left + t.px(23), second), t.colors.text_weak, gis::due_place(line, frame.world), right - left - t.px(23));
    const auto date = date_words(frame, s, line);
    float end = box.max.x - t.px(8);
    if (beside_date) {
        const auto words = frame.tr("board.due.to_verify");
        const float width = text_size(t.fonts.caption, words).x;
        draw_text(list, t.fonts.caption, ImVec2(end - width, third), t.colors.family(Family::warn).ink, words);
        end -= width + t.px(6);
    }
    draw_state(list, t, ImVec2(left + t.px(8), third + t.fonts.caption->FontSize / 2), t.px(13), date.look);
    draw_text_clipped(list, date.ink == Family::danger ? t.fonts.caption_strong : t.fonts.caption, ImVec2(left + t.px(23), third),
                      date.ink == Family::idle ? t.colors.text_normal : t.colors.family(date.ink).ink, date.words, end - left - t.px(23));
}

void draw_row(Frame& frame, BoardState& board, DueListState& s, const gis::DueLine& line, const Box& box) {
    const Theme& t = frame.theme;
    ImGui::SetCursorScreenPos(box.min);
    const auto id = line.work.duty ? fmt::format("due.{}.{}", line.work.duty->id, line.work.asset.value) : fmt::format("due.work.{}", line.work.open.value);
    if (ImGui::InvisibleButton(id.c_str(), ImVec2(box.width(), box.height()))) choose(frame, line);
    const ImGuiID item = ImGui::GetItemID();
    if (ImGui::GetCurrentContext()->NavJustMovedToId == item) choose(frame, line);  // arrows walk the list
    const bool hovered = ImGui::IsItemHovered();
    if (hovered && line.work.asset) frame.view.hovered = {gis::EntityKind::asset, line.work.asset.value};
    if (hovered && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) {
        choose(frame, line);
        if (const auto* show = find_action("view.on_map"); show && !show->blocked(frame)) show->run(frame);
    }
    const auto* what = frame.world.find(line.work.open);
    if (what && what->state == gis::InterventionState::to_plan) maybe_start_drag(frame, board, what->id, 0);
    ImDrawList* list = ImGui::GetWindowDrawList();
    const bool chosen = is_chosen(frame, line);
    if (chosen || hovered) list->AddRectFilled(box.min, box.max, u32(chosen ? t.colors.accent_veil : t.colors.row_hover));
    if (line.overdue(s.book.today())) list->AddRectFilled(box.min, ImVec2(box.min.x + t.px(3), box.max.y), u32(t.colors.family(Family::danger).full));
    list->AddRectFilled(ImVec2(box.min.x, box.max.y - 1), box.max, u32(t.colors.line));
    draw_row_text(frame, s, line, box);
    focus_ring(t, ImVec2(box.min.x + 2, box.min.y + 2), ImVec2(box.max.x - 2, box.max.y - 3), t.px(3));
    if (hovered && !board.drag.active()) tooltip_for_last_item(t, tip_of(frame, s, line));
}

void draw_heading(const Frame& frame, const DueListState::Row& row, const Box& box) {
    const Theme& t = frame.theme;
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(box.min, box.max, u32(t.colors.surface2));
    draw_text_clipped(list, t.fonts.caption_strong, ImVec2(box.min.x + t.px(12), (box.min.y + box.max.y - t.fonts.caption->FontSize) / 2),
                      row.late ? t.colors.family(Family::danger).ink : t.colors.text_normal, row.heading, box.width() - t.px(20));
    list->AddRectFilled(ImVec2(box.min.x, box.max.y - 1), box.max, u32(t.colors.line));
}

void draw_domain_menu(Frame& frame, DueListState& s) {
    if (!ImGui::BeginPopup("due.domain")) return;
    if (ImGui::MenuItem((frame.tr("board.due.all_domains") + "###due.domain.all").c_str(), nullptr, s.domain.empty())) s.domain.clear();
    for (const gis::Domain& d : frame.catalog.domains)
        if (ImGui::MenuItem((d.name.in(frame.language.code()) + "###due.domain." + d.id).c_str(), nullptr, s.domain == d.id)) s.domain = d.id;
    ImGui::EndPopup();
}

float draw_filters(Frame& frame, DueListState& s, const Box& box) {
    const Theme& t = frame.theme;
    ImGui::SetCursorScreenPos(ImVec2(box.min.x + t.px(10), box.min.y + t.px(8)));
    const auto hint = frame.tr("board.due.search");
    search_field(t, "###due.search", s.text, {.hint = hint, .width = (box.width() / t.scale) - 20});
    const auto* domain = frame.catalog.domain(s.domain);
    struct Choice {
        std::string label;
        bool on, menu;
    };
    const std::array choices{
        Choice{frame.tr({"board.due.filter.overdue", {{"n", std::to_string(s.overdue)}}}) + "###due.filter.overdue", s.shown == DueShown::overdue, false},
        Choice{frame.tr({"board.due.filter.without_work", {{"n", std::to_string(s.without_work)}}}) + "###due.filter.without_work", s.shown == DueShown::without_work, false},
        Choice{(domain ? domain->name.in(frame.language.code()) : frame.tr("board.due.domain")) + "###due.filter.domain", domain != nullptr, true}};
    float x = box.min.x + t.px(10), y = box.min.y + t.px(44);
    for (const auto& choice : choices) {
        const auto words = choice.label.substr(0, choice.label.find("###"));
        const float width = text_size(t.fonts.caption, words).x + t.px(choice.menu ? 44 : 26);
        if (x > box.min.x + t.px(10) && x + width > box.max.x - t.px(8)) {
            x = box.min.x + t.px(10);
            y += t.px(29);
        }
        ImGui::SetCursorScreenPos(ImVec2(x, y));
        if (chip(t, choice.label.c_str(), {.chosen = choice.on, .dropdown = choice.menu}) == ChipClick::body) {
            if (choice.menu) ImGui::OpenPopup("due.domain");
            else if (&choice == &choices[0]) s.shown = choice.on ? DueShown::all : DueShown::overdue;
            else s.shown = choice.on ? DueShown::all : DueShown::without_work;
        }
        x = ImGui::GetItemRectMax().x + t.px(6);
    }
    draw_domain_menu(frame, s);
    return y + t.px(32);
}

// One command for each line shown that has a date and no intervention: one gesture, one undo.
Gesture create_shown(const Frame& frame, const DueListState& s) {
    Gesture out;
    for (const auto& row : s.rows) {
        if (!row.heading.empty()) continue;
        const auto& line = s.book.lines()[row.line];
        if (line.work.duty && line.work.due && !line.work.open)
            out.push_back(gis::command::CreateIntervention{gis::intervention_for(line.work, frame.world, frame.catalog, frame.language.code(), frame.zone)});
    }
    return out;
}

std::size_t creatable(const DueListState& s) {
    return static_cast<std::size_t>(std::ranges::count_if(s.rows, [&](const DueListState::Row& row) {
        if (!row.heading.empty()) return false;
        const auto& work = s.book.lines()[row.line].work;
        return work.duty && work.due && !work.open;
    }));
}

void draw_foot(Frame& frame, BoardState& board, DueListState& s, const Box& box) {
    const Theme& t = frame.theme;
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(box.min, box.max, u32(t.colors.surface2));
    list->AddRectFilled(box.min, ImVec2(box.max.x, box.min.y + 1), u32(t.colors.line));
    const float top = box.min.y + (box.height() - t.px(30)) / 2, room = box.width() / t.scale - 20;
    ImGui::SetCursorScreenPos(ImVec2(box.min.x + t.px(10), top));
    const auto chosen = std::ranges::find_if(s.book.lines(), [&](const gis::DueLine& line) { return is_chosen(frame, line); });
    if (chosen == s.book.lines().end()) {
        const auto n = creatable(s);
        const auto blocked = n == 0 ? frame.tr("board.due.nothing_to_create") : std::string();
        if (button(t, (frame.tr({n == 0 ? "board.due.create_none" : "board.due.create_all", {{"n", std::to_string(n)}}}) + "###due.create_all").c_str(), {.width = room, .blocked = blocked}))
            frame.out.push(create_shown(frame, s));
        return;
    }
    // The paper register tells when it was done last: its date is typed into the thing's form.
    const bool noted = chosen->work.asset && chosen->work.duty && !chosen->work.duty->last_field.empty();
    const float whole = room - (noted ? 72 : 38);
    if (chosen->work.open) {
        if (button(t, (frame.tr("board.menu.open") + "###due.open").c_str(), {.kind = ButtonKind::primary, .width = whole})) board.wants_inspector = chosen->work.open;
    } else if (button(t, (frame.tr("board.due.create") + "###due.create").c_str(), {.kind = ButtonKind::primary, .width = whole, .tooltip = frame.tr("board.due.create_tip")})) {
        frame.out.push(create_due(frame));
    }
    if (noted) {
        ImGui::SetCursorScreenPos(ImVec2(box.max.x - t.px(74), top));
        if (icon_button(t, "due.note", "edit_note", frame.tr("board.due.note"), {.border = true})) {
            frame.view.workspace = Workspace::map;
            frame.view.selection = {};
            frame.view.selection.entities = {{gis::EntityKind::asset, chosen->work.asset.value}};
            frame.view.asset_form = chosen->work.asset;
            frame.view.right_open = true;
        }
    }
    ImGui::SetCursorScreenPos(ImVec2(box.max.x - t.px(40), top));
    const auto* show = find_action("view.on_map");
    const auto why = show->blocked(frame);
    const auto blocked = why ? frame.tr(*why) : std::string();
    const auto key = shortcut_words(frame.language, show->shortcut);
    if (icon_button(t, "due.on_map", "map", frame.tr("action.view.on_map"), {.border = true, .blocked = blocked, .key = key})) show->run(frame);
}

void draw_rows(Frame& frame, BoardState& board, DueListState& s, const Box& box) {
    const Theme& t = frame.theme;
    ImGui::SetCursorScreenPos(box.min);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
    ImGui::BeginChild("due.rows", ImVec2(box.width(), box.height()), ImGuiChildFlags_None);
    ImGui::PopStyleVar();
    if (s.rows.empty()) {
        const bool filtered = !s.book.lines().empty();
        const auto sentence = frame.tr(filtered ? "board.backlog.none_filtered" : "board.due.none");
        const auto offer = frame.tr("board.backlog.clear") + "###due.clear";
        if (empty_state(t, {.icon = "event", .sentence = sentence, .offer = filtered ? std::string_view(offer) : std::string_view()})) {
            s.text.clear();
            s.domain.clear();
            s.shown = DueShown::all;
        }
    }
    float y = ImGui::GetCursorScreenPos().y;
    const float tall = std::floor(t.px(row_height)), low = std::floor(t.px(heading_height));
    const float right = box.max.x - ImGui::GetStyle().ScrollbarSize;
    const float seen_from = box.min.y - tall * 2, seen_to = box.max.y + tall * 2;  // neighbours too, for the arrow keys
    for (const auto& row : s.rows) {
        const Box at{ImVec2(box.min.x, y), ImVec2(right, y + (row.heading.empty() ? tall : low))};
        y = at.max.y;
        if (at.max.y < seen_from || at.min.y > seen_to) continue;
        if (row.heading.empty()) draw_row(frame, board, s, s.book.lines()[row.line], at);
        else draw_heading(frame, row, at);
    }
    ImGui::SetCursorScreenPos(ImVec2(box.min.x, y));
    ImGui::Dummy(ImVec2(1, 0));
    ImGui::EndChild();
}

} // namespace

void sync_due_list(const Frame& frame, DueListState& s) {
    s.book.sync(frame.world, frame.catalog, frame.zone, frame.now, frame.school_zone());
    const auto now = fingerprint(frame, s);
    if (now == s.made_from) return;
    s.made_from = now;
    s.rows.clear();
    s.overdue = s.without_work = s.listed = 0;
    const auto needle = gis::folded(s.text);
    std::string heading;
    std::size_t headed = 0;
    const auto close = [&](std::size_t count) {
        if (!heading.empty()) s.rows[headed].heading += fmt::format(" ({})", count);
    };
    std::size_t under = 0;
    for (std::size_t i = 0; i < s.book.lines().size(); ++i) {
        const auto& line = s.book.lines()[i];
        s.overdue += line.overdue(s.book.today());
        s.without_work += !line.work.open;
        if (!passes(frame, s, line, needle)) continue;
        if (auto words = heading_of(frame, s, line); words != heading) {
            close(under);
            heading = std::move(words);
            headed = s.rows.size();
            under = 0;
            s.rows.push_back({heading, line.overdue(s.book.today()), 0});
        }
        s.rows.push_back({{}, false, i});
        ++under;
        ++s.listed;
    }
    close(under);
}

void draw_due_list(Frame& frame, BoardState& board, DueListState& s, const Box& box) {
    const Theme& t = frame.theme;
    const float filters = draw_filters(frame, s, box);
    const Box foot{ImVec2(box.min.x, box.max.y - t.px(foot_height)), box.max};
    draw_rows(frame, board, s, {ImVec2(box.min.x, filters + t.px(4)), ImVec2(box.max.x, foot.min.y)});
    draw_foot(frame, board, s, foot);
}

} // namespace vigie::panels
