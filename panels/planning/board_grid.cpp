// Day header, crew column, cells and bars of the board.
#include <algorithm>
#include <cctype>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "gis/model/words.hpp"
#include "gis/planning/calendar.hpp"
#include "panels/planning/bar_drawing.hpp"
#include "panels/planning/board.hpp"
#include "panels/planning/board_choice.hpp"
#include "panels/status.hpp"
#include "panels/widgets/glyph.hpp"
#include "panels/widgets/icon.hpp"
#include "panels/planning/week_label.hpp"
#include "panels/widgets/text.hpp"

namespace vigie::panels {
namespace {

constexpr float strip_lane = 20, one_line_lane = 56;  // px at scale 1: lanes below are strips, or have one line
constexpr float smallest_bar = 3;                     // px: thinner ones merge into a strip

const BoardDay& day_of(const BoardView& v, int day) { return v.state.model.days[static_cast<std::size_t>(day)]; }
const BoardCell& cell_of(const BoardView& v, int row, int day) { return v.lane(row).days[static_cast<std::size_t>(day)]; }

double now_hour(const BoardView& v) { return static_cast<double>(gis::wall_time(v.frame.now, v.frame.zone).count()) / 3600; }

void draw_hours(const BoardView& v, ImDrawList* list, int day, float y) {
    const Theme& t = v.frame.theme;
    float taken = v.at.day_left(day) - t.px(4);
    if (v.state.zoom == BoardZoom::hours) {
        for (double h = v.at.axis.first; h < v.at.axis.last; h += 0.5) {
            const auto words = fmt::format("{:02}:{:02}", static_cast<int>(h), h > std::floor(h) ? 30 : 0);
            draw_text(list, t.fonts.caption, ImVec2(v.at.x(day, h) + t.px(4), y), t.colors.text_weak, words);
        }
        return;
    }
    for (int h = static_cast<int>(std::ceil(v.at.axis.first)); h < v.at.axis.last - 0.5; h += 2) {
        const auto words = fmt::format("{:02}", h);
        const float width = text_size(t.fonts.caption, words).x, x = v.at.x(day, h) - (h == v.at.axis.first ? -t.px(4) : width / 2);
        if (x < taken + t.px(4)) continue;  // narrow days name fewer hours
        draw_text(list, t.fonts.caption, ImVec2(x, y), t.colors.text_weak, words);
        taken = x + width;
    }
}

// A line under the days without school, and what they are called.
void draw_school(const BoardView& v, ImDrawList* list, int day) {
    const auto& d = day_of(v, day);
    if (d.school.empty()) return;
    const Theme& t = v.frame.theme;
    const float left = v.at.day_left(day);
    list->AddRectFilled(ImVec2(left, v.at.header.max.y - t.px(4)), ImVec2(left + v.at.day_width, v.at.header.max.y - 1), u32(t.colors.family(Family::warn).full));
    ImGui::SetCursorScreenPos(ImVec2(left, v.at.header.min.y));
    ImGui::InvisibleButton(fmt::format("board.header.{}", day).c_str(), ImVec2(v.at.day_width, v.at.header.height()));
    std::string tip;
    for (const auto* holiday : d.school) {
        std::string zones;
        for (const auto& zone : holiday->zones) zones += (zones.empty() ? "" : ", ") + zone;
        const auto words = [&](const std::string& text) {
            const auto at = gis::read_day(text);
            return at ? v.frame.language.day(gis::instant(*at, std::chrono::hours{12}, v.frame.zone), v.frame.zone) : text;
        };
        tip += (tip.empty() ? "" : "\n") + v.frame.tr({"board.school.tip", {{"what", holiday->name.in(v.frame.language.code())}, {"zones", zones}, {"from", words(holiday->from)}, {"back", words(holiday->back)}}});
        if (holiday->to_verify) tip += ", " + v.frame.tr("board.due.to_verify");
        if (!holiday->source.empty()) tip += "\n" + holiday->source;
    }
    tooltip_for_last_item(t, tip);
}

// « vacances », with the zones where the commune's own is not known.
std::string school_words(const BoardView& v, int day) {
    const auto& d = day_of(v, day);
    if (d.school.empty()) return {};
    if (!v.frame.school_zone().empty()) return v.frame.tr("board.school");
    std::set<std::string> all;
    for (const auto* holiday : d.school) all.insert(holiday->zones.begin(), holiday->zones.end());
    std::string zones;
    for (const auto& zone : all) zones += (zones.empty() ? "" : ", ") + zone;
    return v.frame.tr({"board.school.zones", {{"zones", zones}}});
}

// "S48" over its Monday, then the letter of the weekday and the day's number.
void draw_narrow_day(const BoardView& v, ImDrawList* list, int day) {
    const Theme& t = v.frame.theme;
    const auto& d = day_of(v, day);
    const float left = v.at.day_left(day), top = v.at.header.min.y + t.px(5);
    const bool first = day == v.at.first_day || gis::monday_of(d.day) != gis::monday_of(day_of(v, day - 1).day);
    if (first) {
        list->AddRectFilled(ImVec2(left, v.at.header.min.y), ImVec2(left + t.px(1.5f), v.at.header.max.y), u32(t.colors.line_strong));
        draw_text(list, t.fonts.caption_strong, ImVec2(left + t.px(6), top), t.colors.text_strong, week_label(v.frame, d.day));
    }
    const auto noon = gis::instant(d.day, std::chrono::hours{12}, v.frame.zone);
    const char letter = static_cast<char>(std::toupper(static_cast<unsigned char>(v.frame.language.day(noon, v.frame.zone).front())));
    const auto words = fmt::format("{} {}", letter, static_cast<unsigned>(std::chrono::year_month_day{d.day}.day()));
    const Rgba ink = d.holiday ? t.colors.family(Family::warn).ink : d.today ? t.colors.accent_text : t.colors.text_normal;
    draw_text(list, d.today ? t.fonts.caption_strong : t.fonts.caption, ImVec2(left + t.px(6), v.at.header.max.y - t.fonts.caption->FontSize - t.px(5)), ink, words);
}

void draw_one_day(const BoardView& v, ImDrawList* list, int day) {
    const Theme& t = v.frame.theme;
    const auto& d = day_of(v, day);
    const float left = v.at.day_left(day), top = v.at.header.min.y;
    const ImVec2 max(left + v.at.day_width, v.at.header.max.y);
    if (d.today) list->AddRectFilled(ImVec2(left, top), max, u32(t.colors.accent_veil));
    list->AddRectFilled(ImVec2(left, top), ImVec2(left + 1, max.y), u32(t.colors.line));
    if (v.load_cells()) return draw_narrow_day(v, list, day);
    const auto noon = gis::instant(d.day, std::chrono::hours{12}, v.frame.zone);
    auto name = v.frame.language.day(noon, v.frame.zone);
    if (const auto month = name.rfind(' '); month != std::string::npos && v.at.day_count > 1) name.resize(month);
    const ImVec2 at(left + t.px(8), top + t.px(3));
    draw_text(list, t.fonts.body_strong, at, t.colors.text_strong, name);
    const float after = at.x + text_size(t.fonts.body_strong, name).x + t.px(7);
    const float room = max.x - t.px(6) - after;
    const float weak_top = at.y + (t.fonts.body_strong->FontSize - t.fonts.caption->FontSize) / 2 + t.px(1);
    if (d.holiday)
        draw_text_clipped(list, t.fonts.caption_strong, ImVec2(after, weak_top), t.colors.family(Family::warn).ink, v.frame.tr(*d.holiday), room);
    else if (d.today)
        draw_text_clipped(list, t.fonts.caption, ImVec2(after, weak_top), t.colors.accent_text, v.frame.tr("board.today"), room);
    else if (const auto words = school_words(v, day); !words.empty())
        draw_text_clipped(list, t.fonts.caption, ImVec2(after, weak_top), t.colors.family(Family::warn).ink, words, room);
    draw_hours(v, list, day, v.at.header.max.y - t.fonts.caption->FontSize - t.px(4));
}

void draw_now_flag(const BoardView& v, ImDrawList* list, int day) {
    const double hour = now_hour(v);
    if (v.load_cells() || !day_of(v, day).today || hour < v.at.axis.first || hour > v.at.axis.last) return;
    const Theme& t = v.frame.theme;
    const auto words = v.frame.language.clock(v.frame.now, v.frame.zone);
    const float x = v.at.x(day, hour), width = text_size(t.fonts.caption_strong, words).x + t.px(10), h = t.fonts.caption->FontSize + t.px(3);
    const ImVec2 min(x - width / 2, v.at.header.max.y - h - t.px(3));
    list->AddRectFilled(min, ImVec2(min.x + width, min.y + h), u32(t.colors.accent), t.px(4));
    draw_text(list, t.fonts.caption_strong, ImVec2(min.x + t.px(5), min.y + t.px(1.5f)), t.colors.on_accent, words);
}

// The crew at the left: name, leader, skills, what it does now.
void draw_crew(const BoardView& v, int row) {
    const Theme& t = v.frame.theme;
    const auto& lane = v.lane(row);
    const float y = v.at.top + static_cast<float>(row) * v.at.lane_height;
    const Box box{ImVec2(v.at.lanes.min.x, y), ImVec2(v.at.lanes.min.x + v.at.crew_width, y + v.at.lane_height)};
    ImDrawList* list = ImGui::GetWindowDrawList();
    ImGui::SetCursorScreenPos(box.min);
    if (ImGui::InvisibleButton(fmt::format("board.crew.{}", lane.name).c_str(), ImVec2(box.width(), box.height() - 1))) {
        v.state.tour_crew = lane.crew;
        v.frame.view.selection = {{{gis::EntityKind::crew, lane.crew.value}}, {}, {}};
    }
    const bool chosen = v.state.tour_crew == lane.crew;
    if (chosen || ImGui::IsItemHovered()) list->AddRectFilled(box.min, box.max, u32(chosen ? t.colors.accent_veil : t.colors.row_hover));
    if (chosen) list->AddRectFilled(box.min, ImVec2(box.min.x + t.px(4), box.max.y), u32(t.colors.accent));
    if (ImGui::IsItemHovered()) tooltip_for_last_item(t, lane.name + (lane.leader.empty() ? "" : "\n" + lane.leader) + (lane.skills.empty() ? "" : "\n" + lane.skills));
    const auto* crew = v.frame.world.find(lane.crew);
    const bool strip = v.at.lane_height < t.px(strip_lane), one_line = v.at.lane_height < t.px(one_line_lane);
    ImFont* name_font = strip ? t.fonts.caption : t.fonts.body_strong;
    const float name_top = one_line ? (box.min.y + box.max.y - name_font->FontSize) / 2 : box.min.y + t.px(8);
    const float left = box.min.x + t.px(30), room = box.max.x - t.px(4) - left;
    if (crew) draw_state(list, t, ImVec2(box.min.x + t.px(17), name_top + name_font->FontSize / 2), t.px(strip ? 11 : 15), look_of(crew->status));
    draw_text_clipped(list, name_font, ImVec2(left, name_top), t.colors.text_strong, lane.name, room);
    if (one_line) return;
    const float under = name_top + name_font->FontSize + t.px(1);
    draw_text_clipped(list, t.fonts.caption, ImVec2(left, under), t.colors.text_normal, lane.leader, room);
    if (v.at.lane_height >= t.px(64))
        draw_text_clipped(list, t.fonts.caption, ImVec2(left, under + t.fonts.caption->FontSize + t.px(1)), t.colors.text_weak, lane.skills, room);
}

void draw_cell_ground(const BoardView& v, ImDrawList* list, const Box& box, int row, int day) {
    const Theme& t = v.frame.theme;
    const auto& cell = cell_of(v, row, day);
    const auto band = [&](double from, double to, Rgba color) {
        if (to > from) list->AddRectFilled(ImVec2(v.at.x(day, from), box.min.y), ImVec2(v.at.x(day, to), box.max.y), u32(color));
    };
    if (!cell.shift) {
        list->AddRectFilled(box.min, box.max, u32(t.colors.surface2));
    } else {
        const DayAxis& usual = v.state.model.axis;  // lunch stands where it is, squeezed or not
        band(usual.lunch_from, usual.lunch_to, t.colors.surface2);
        if (v.state.zoom == BoardZoom::hours)
            for (double h = v.at.axis.first; h < v.at.axis.last; h += 0.25)
                list->AddRectFilled(ImVec2(v.at.x(day, h), box.min.y), ImVec2(v.at.x(day, h) + 1, box.max.y), u32(t.colors.line, h > std::floor(h) ? 0.5f : 1.0f));
        if (cell.shift->first > v.at.axis.first + 0.01) band(v.at.axis.first, cell.shift->first, t.colors.surface2);
        list->AddLine(ImVec2(v.at.x(day, cell.shift->second), box.min.y), ImVec2(v.at.x(day, cell.shift->second), box.max.y), u32(t.colors.line));
        const bool room = v.at.lane_height >= t.px(one_line_lane);
        if (v.state.show_breaks && room && v.at.axis.first < 12.75 && v.at.axis.last > 12.75)
            draw_icon(list, t, ImVec2(v.at.x(day, 12.75), box.min.y + t.px(10)), IconSize::small, t.colors.text_off, "restaurant");
    }
    list->AddRectFilled(box.min, ImVec2(box.min.x + 1, box.max.y), u32(t.colors.line));
    for (const auto& absence : cell.absences) {
        const Box away{ImVec2(absence.whole_day ? box.min.x + 1 : v.at.x(day, absence.from_hour), box.min.y),
                       ImVec2(absence.whole_day ? box.max.x : v.at.x(day, absence.to_hour), box.max.y - 1)};
        list->AddRectFilled(away.min, away.max, u32(t.colors.surface2));
        hatch(list, away, u32(t.colors.line), t.px(7));
    }
}

// One label for an absence, even over several days.
void draw_absence_labels(const BoardView& v, ImDrawList* list, int row) {
    const Theme& t = v.frame.theme;
    if (v.at.lane_height < t.px(strip_lane)) return;
    for (int day = v.at.first_day; day < v.at.first_day + v.at.day_count; ++day)
        for (const auto& absence : cell_of(v, row, day).absences) {
            if (absence.label.empty()) continue;
            const auto same = [&](int d) {
                return std::ranges::any_of(cell_of(v, row, d).absences, [&](const BoardAbsence& a) { return a.id == absence.id; });
            };
            if (day > v.at.first_day && same(day - 1)) continue;
            int last = day;
            while (last + 1 < v.at.first_day + v.at.day_count && same(last + 1)) ++last;
            const float y = v.at.cell(row, day).min.y + v.at.lane_height / 2;
            const float left = v.at.x(day, absence.from_hour), right = last > day ? v.at.cell(row, last).max.x : v.at.x(day, absence.to_hour);
            const auto words = ellipsized(t.fonts.caption, absence.label, std::max(t.px(30), right - left - t.px(16)));
            const float width = text_size(t.fonts.caption, words).x + t.px(12), h = t.fonts.caption->FontSize + t.px(6);
            const ImVec2 min((left + right - width) / 2, y - h / 2);
            list->AddRectFilled(min, ImVec2(min.x + width, min.y + h), u32(t.colors.surface1), t.px(3));
            list->AddRect(min, ImVec2(min.x + width, min.y + h), u32(t.colors.line), t.px(3));
            draw_text(list, t.fonts.caption, ImVec2(min.x + t.px(6), min.y + t.px(3)), t.colors.text_normal, words);
        }
}

void draw_load(const BoardView& v, ImDrawList* list, const Box& box, const BoardCell& cell) {
    const Theme& t = v.frame.theme;
    if (v.at.lane_height < t.px(34) || cell.load.available.count() <= 0) return;
    const double ratio = cell.load.ratio();
    const bool over = ratio > 1;
    const auto words = fmt::format("{}\u202F%", std::lround(ratio * 100));
    const float y = box.max.y - t.px(8), right = box.max.x - t.px(5);
    const float text_left = right - text_size(t.fonts.caption, "100\u202F%").x;
    const float left = box.min.x + t.px(6), track = text_left - t.px(4);
    const Rgba color = over ? t.colors.family(Family::danger).full : t.colors.line_strong;
    list->AddRectFilled(ImVec2(left, y - t.px(2)), ImVec2(track, y + t.px(2)), u32(t.colors.surface3), t.px(2));
    list->AddRectFilled(ImVec2(left, y - t.px(2)), ImVec2(left + (track - left) * static_cast<float>(std::min(1.0, ratio)), y + t.px(2)), u32(color), t.px(2));
    draw_text_right(list, t.fonts.caption, ImVec2(right, y - t.fonts.caption->FontSize / 2), over ? t.colors.family(Family::danger).ink : t.colors.text_weak, words);
}

Box bar_box(const BoardView& v, const Box& cell, int day, const BoardBar& bar) {
    const Theme& t = v.frame.theme;
    const float h = v.at.lane_height;
    const bool strip = h < t.px(strip_lane), one_line = h < t.px(one_line_lane);
    const float height = strip ? h - t.px(4) : one_line ? std::min(t.px(26), h - t.px(18)) : t.px(38);
    const float foot = strip ? 0 : one_line ? t.px(15) : t.px(18);
    const float top = strip ? cell.min.y + t.px(2) : cell.min.y + std::max(t.px(one_line ? 2 : 4), (h - foot - height) / 2);
    const float left = v.at.x(day, bar.from_hour), right = v.at.x(day, bar.to_hour);
    return {ImVec2(left, top), ImVec2(std::max(right - 1, left + t.px(smallest_bar)), top + height)};
}

void draw_way(const BoardView& v, ImDrawList* list, int day, const BoardBar& bar, const Box& box, float free_from) {
    const Theme& t = v.frame.theme;
    if (!v.state.show_travel || bar.travel_hours <= 0 || bar.kind == BarKind::leaving || box.height() < t.px(12)) return;
    const float from = std::max(v.at.x(day, bar.from_hour - bar.travel_hours), free_from), y = (box.min.y + box.max.y) / 2;
    if (box.min.x - from < 2) return;
    const ImU32 color = u32(t.colors.text_weak);
    list->AddLine(ImVec2(from, y), ImVec2(box.min.x - 1, y), color, t.px(1.6f));
    list->AddLine(ImVec2(from, y - t.px(4)), ImVec2(from, y + t.px(4)), color, t.px(1.6f));
}

std::string bar_tip(const BoardView& v, const BoardBar& bar) {
    const auto* what = v.frame.world.find(bar.id);
    std::string tip = (what ? gis::number_label(gis::EntityKind::intervention, what->number) + "  " : "") + bar.title;
    if (!bar.place.empty()) tip += "\n" + bar.place;
    tip += "\n" + v.frame.tr({"board.bar.hours", {{"from", v.frame.language.clock(bar.start, v.frame.zone)}, {"to", v.frame.language.clock(bar.end, v.frame.zone)}}});
    tip += ", " + v.frame.tr(look_of(bar.state).key);
    if (bar.travel_hours > 0)
        tip += "\n" + v.frame.tr({"board.bar.way", {{"way", v.frame.language.duration(gis::Seconds{static_cast<long>(bar.travel_hours * 3600)})}}});
    if (bar.kind == BarKind::leaving) tip += "\n" + v.frame.tr("board.bar.leaving");
    for (const auto* list : {&bar.conflicts, &bar.remarks})
        for (const auto& text : *list) tip += "\n" + v.frame.tr(text);
    return tip;
}

void handle_bar(const BoardView& v, int row, int day, const BoardBar& bar) {
    const gis::EntityRef ref{gis::EntityKind::intervention, bar.id.value};
    const bool proposed = bar.kind == BarKind::added || bar.kind == BarKind::moved;
    if (ImGui::IsItemHovered()) v.frame.view.hovered = ref;
    if (ImGui::IsItemActivated()) press_bar(v, row, day, bar);
    if (ImGui::IsItemDeactivated()) release_bar(v, bar);
    if (ImGui::IsItemClicked(ImGuiMouseButton_Right)) {
        if (!v.frame.view.selection.contains(ref)) v.frame.view.selection = {{ref}, {}, {}};
        v.state.menus.bar = bar.id;
        v.state.menus.open_bar = !proposed;
    }
    const bool adding = ImGui::GetIO().KeyCtrl || ImGui::GetIO().KeyShift;
    if (ImGui::IsItemHovered() && !adding && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) v.state.wants_inspector = bar.id;
    if (proposed && v.state.choice.choosing && ImGui::IsItemDeactivated() && !v.state.drag.active()) {
        if (!v.state.choice.left_aside.erase(bar.id.value)) v.state.choice.left_aside.insert(bar.id.value);
    }
    if (!proposed && bar.kind != BarKind::leaving) {
        const double hand = v.at.axis.hour(static_cast<double>((ImGui::GetIO().MouseClickedPos[0].x - v.at.day_left(day)) / (v.at.day_width - 1)));
        maybe_start_drag(v.frame, v.state, bar.id, hand - bar.from_hour);
    }
    if (!v.state.drag.active()) tooltip_for_last_item(v.frame.theme, bar_tip(v, bar));
}

void draw_bars(const BoardView& v, ImDrawList* list, const Box& box, int row, int day) {
    const auto& bars = cell_of(v, row, day).bars;
    float free_from = box.min.x + 1;
    for (std::size_t i = 0; i < bars.size(); ++i) {
        const auto& bar = bars[i];
        if (bar.to_hour <= v.at.axis.first && v.state.zoom == BoardZoom::hours) continue;
        if (bar.from_hour >= v.at.axis.last && v.state.zoom == BoardZoom::hours) continue;
        const bool proposed = bar.kind == BarKind::added || bar.kind == BarKind::moved;
        BarLook look;
        look.box = bar_box(v, box, day, bar);
        look.room_right = i + 1 < bars.size() ? bar_box(v, box, day, bars[i + 1]).min.x - (v.state.show_travel ? v.frame.theme.px(6) : 0) : box.max.x;
        const gis::EntityRef ref{gis::EntityKind::intervention, bar.id.value};
        look.selected = v.frame.view.selection.contains(ref);
        look.hovered = v.frame.view.hovered == ref;
        look.dimmed = (!v.state.drag.copies && (v.state.drag.what == bar.id || std::ranges::any_of(v.state.drag.together, [&](const Placing& p) { return p.what.id == bar.id; }))) || (v.state.locked_only && !bar.locked) || (v.state.choice.only == 1 && bar.kind != BarKind::added) ||
                      (v.state.choice.only == 2 && bar.kind != BarKind::moved && bar.kind != BarKind::leaving);
        look.left_aside = proposed && !v.state.choice.takes(bar.id);
        if (bar.state == gis::InterventionState::on_site && bar.end > bar.start)
            look.progress = bar.progress.value_or(std::clamp(std::chrono::duration<double>(v.frame.now - bar.start) / std::chrono::duration<double>(bar.end - bar.start), 0.0, 1.0));
        draw_way(v, list, day, bar, look.box, free_from);
        draw_bar(list, v.frame.theme, bar, look);
        ImGui::SetCursorScreenPos(look.box.min);
        const auto* what = v.frame.world.find(bar.id);
        const char* role = bar.kind == BarKind::leaving ? "leaving" : proposed ? "proposed" : "bar";
        ImGui::PushID(row);
        ImGui::InvisibleButton(fmt::format("board.{}.{}", role, what ? what->number : 0).c_str(), ImVec2(std::max(4.0f, look.box.width()), look.box.height()));
        ImGui::PopID();
        handle_bar(v, row, day, bar);
        if (bar.kind != BarKind::leaving) free_from = look.box.max.x;
    }
}

void draw_one_cell(const BoardView& v, int row, int day) {
    ImDrawList* list = ImGui::GetWindowDrawList();
    const Box box = v.at.cell(row, day);
    draw_cell_ground(v, list, box, row, day);
    ImGui::SetCursorScreenPos(box.min);
    ImGui::SetNextItemAllowOverlap();
    if (ImGui::InvisibleButton(fmt::format("board.cell.{}.{}", v.lane(row).name, day).c_str(), ImVec2(box.width(), box.height()))) {
        v.state.tour_crew = v.lane(row).crew;
        v.state.tour_day = day;
    }
    maybe_start_rectangle(v);
    if (ImGui::IsItemClicked(ImGuiMouseButton_Right)) {
        v.state.menus.crew = v.lane(row).crew;
        v.state.menus.day = day;
        v.state.menus.open_cell = true;
    }
    draw_load(v, list, box, cell_of(v, row, day));
    if (day_of(v, day).today) {
        const double hour = now_hour(v);
        if (hour >= v.at.axis.first && hour <= v.at.axis.last) {
            const float x = v.at.x(day, hour);
            list->AddRectFilled(ImVec2(x - 1, box.min.y), ImVec2(x + 1, box.max.y), u32(v.frame.theme.colors.accent));
        }
    }
    draw_bars(v, list, box, row, day);
    if (v.state.tour_crew == v.lane(row).crew && v.state.tour_day == day)
        list->AddRect(ImVec2(box.min.x + 1, box.min.y), ImVec2(box.max.x, box.max.y - 1), u32(v.frame.theme.colors.accent), 0, 0, v.frame.theme.px(1.5f));
}

} // namespace

void draw_day_header(const BoardView& v) {
    const Theme& t = v.frame.theme;
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(v.at.header.min, v.at.header.max, u32(t.colors.surface2));
    draw_text(list, t.fonts.caption_strong, ImVec2(v.at.header.min.x + t.px(10), v.at.header.min.y + t.px(6)), t.colors.text_normal, v.frame.tr("board.crew"));
    draw_text_clipped(list, t.fonts.caption, ImVec2(v.at.header.min.x + t.px(10), v.at.header.min.y + t.px(8) + t.fonts.caption->FontSize), t.colors.text_weak,
                      v.frame.tr("board.crew.under"), v.at.crew_width - t.px(14));
    for (int day = v.at.first_day; day < v.at.first_day + v.at.day_count; ++day) {
        draw_one_day(v, list, day);
        draw_school(v, list, day);
        draw_now_flag(v, list, day);
    }
    list->AddRectFilled(ImVec2(v.at.header.min.x, v.at.header.max.y - 1), v.at.header.max, u32(t.colors.line));
}

void draw_lane(const BoardView& v, int row) {
    draw_crew(v, row);
    for (int day = v.at.first_day; day < v.at.first_day + v.at.day_count; ++day) v.load_cells() ? draw_load_cell(v, row, day) : draw_one_cell(v, row, day);
    ImDrawList* list = ImGui::GetWindowDrawList();
    if (!v.load_cells()) draw_absence_labels(v, list, row);
    const float y = v.at.top + static_cast<float>(row + 1) * v.at.lane_height - 1;
    list->AddRectFilled(ImVec2(v.at.lanes.min.x, y), ImVec2(v.at.lanes.max.x, y + 1), u32(v.frame.theme.colors.line));
}

void draw_callouts(const BoardView& v) {
    const Theme& t = v.frame.theme;
    if (v.state.drag.active() || v.load_cells() || v.at.lane_height < t.px(strip_lane)) return;
    ImDrawList* list = ImGui::GetWindowDrawList();
    const bool few = v.state.model.figures.conflicts <= 2;
    for (int row = 0; row < static_cast<int>(v.at.shown.size()); ++row)
        for (int day = v.at.first_day; day < v.at.first_day + v.at.day_count; ++day)
            for (const auto& bar : cell_of(v, row, day).bars) {
                if (bar.conflicts.empty()) continue;
                const gis::EntityRef ref{gis::EntityKind::intervention, bar.id.value};
                if (!few && !v.frame.view.selection.contains(ref)) continue;
                const Box box = bar_box(v, v.at.cell(row, day), day, bar);
                const auto first = v.frame.tr(bar.conflicts.front());
                const auto more = bar.conflicts.size() > 1 ? v.frame.tr(bar.conflicts[1]) : std::string();
                const float mark = t.px(14), widest = v.at.lanes.width() * 0.5f;
                const auto one = ellipsized(t.fonts.caption_strong, first, widest), two = ellipsized(t.fonts.caption, more, widest);
                const float width = std::max(text_size(t.fonts.caption_strong, one).x, text_size(t.fonts.caption, two).x) + mark + t.px(26);
                const float height = t.fonts.caption->FontSize * (two.empty() ? 1.0f : 2.0f) + t.px(two.empty() ? 12 : 14);
                const float foot = (box.min.x + box.max.x) / 2;
                ImVec2 min(std::clamp(foot - width * 0.6f, v.at.lanes.min.x + v.at.crew_width + t.px(4), std::max(v.at.lanes.min.x + v.at.crew_width + t.px(4), v.at.lanes.max.x - width - t.px(4))),
                           box.max.y + t.px(9));
                if (min.y + height > v.at.lanes.max.y) min.y = box.min.y - height - t.px(9);
                const auto& danger = t.colors.family(Family::danger);
                const ImVec2 max(min.x + width, min.y + height);
                list->AddRectFilled(min, max, u32(t.colors.surface1), t.px(5));
                list->AddRect(min, max, u32(danger.full), t.px(5), 0, t.px(1.5f));
                if (min.y > box.max.y) list->AddTriangleFilled(ImVec2(foot - t.px(6), min.y + 1), ImVec2(foot + t.px(6), min.y + 1), ImVec2(foot, min.y - t.px(6)), u32(danger.full));
                draw_state(list, t, ImVec2(min.x + t.px(14), min.y + t.px(6) + t.fonts.caption->FontSize / 2), mark, {.key = {}, .outline = Outline::triangle, .glyph = render::Glyph::bang, .family = Family::danger});
                draw_text(list, t.fonts.caption_strong, ImVec2(min.x + t.px(26), min.y + t.px(6)), danger.ink, one);
                draw_text(list, t.fonts.caption, ImVec2(min.x + t.px(26), min.y + t.px(7) + t.fonts.caption->FontSize), t.colors.text_normal, two);
            }
}

} // namespace vigie::panels
