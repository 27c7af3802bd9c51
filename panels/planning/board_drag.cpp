// Drag from backlog and lane to lane: the live answer of the feasibility check, its reasons, the nearest slot; and the
// same moves by keyboard. One drop is one command.
#include <algorithm>
#include <cmath>

#include "gis/planning/calendar.hpp"
#include "panels/planning/bar_drawing.hpp"
#include "panels/planning/board.hpp"
#include "panels/planning/board_choice.hpp"
#include "panels/widgets/feedback.hpp"
#include "panels/widgets/glyph.hpp"
#include "panels/widgets/text.hpp"

namespace vigie::panels {
namespace {

constexpr float drag_starts_px = 6, jump_ends_px = 12;
constexpr double snap_hours = 0.25, free_hours = 1.0 / 60;

const BoardDay& day_of(const BoardView& v, int day) { return v.state.model.days[static_cast<std::size_t>(day)]; }

gis::Time time_at(const BoardView& v, int day, double hour) {
    return gis::instant(day_of(v, day).day, gis::Seconds{std::llround(hour * 3600)}, v.frame.zone);
}

// Crews of a drop on `crew`: alone, or with the partners it has or finds.
std::vector<gis::CrewId> crews_for(const BoardView& v, const gis::Intervention& what, const BoardDrag::Target& target) {
    if (what.crews_needed <= 1) return {target.crew};
    if (std::ranges::find(what.crews, target.crew) != what.crews.end() && static_cast<int>(what.crews.size()) == what.crews_needed) return what.crews;
    std::vector<gis::CrewId> out{target.crew};
    if (const auto slot = gis::first_slot(v.context(), what, target.crew, target.start, gis::Seconds{0}); slot && slot->start == target.start)
        out.insert(out.end(), slot->partners.begin(), slot->partners.end());
    return out;
}

std::optional<BoardGeometry::Hit> place_of(const BoardView& v, gis::CrewId crew, gis::Time start);

// What goes along when `what` is moved: itself alone, or with the rest of the selection it belongs to.
std::vector<const gis::Intervention*> company_of(const BoardView& v, const gis::Intervention& what) {
    auto chosen = movable_choice(v.frame);
    if (chosen.size() < 2 || std::ranges::find(chosen, &what) == chosen.end()) return {&what};
    return chosen;
}

// Each keeps its distance to the one in the hand, in lanes, days and hours of the clock.
std::vector<Placing> placings_for(const BoardView& v, const gis::Intervention& what, const BoardDrag::Target& target, bool copies) {
    std::vector<Placing> out;
    const auto from = what.start ? place_of(v, what.crews.front(), *what.start) : std::nullopt;
    const auto to = place_of(v, target.crew, target.start);
    for (const auto* each : company_of(v, what)) {
        Placing p{copies ? copy_of(*each) : *each, {}, {}, {}};
        if (each == &what) {
            p.crews = crews_for(v, what, target);
            p.start = target.start;
        } else if (const auto at = place_of(v, each->crews.front(), *each->start); at && from && to) {
            const int day = at->day + to->day - from->day, rows = to->row - from->row;
            const double hour = at->hour + to->hour - from->hour;
            if (day >= 0 && day < static_cast<int>(v.state.model.days.size()) && hour >= 0 && hour < 24) {
                p.start = time_at(v, day, hour);
                for (const auto& crew : each->crews) {
                    const auto here = place_of(v, crew, *each->start);
                    if (here && here->row + rows >= 0 && here->row + rows < static_cast<int>(v.at.shown.size())) p.crews.push_back(v.lane(here->row + rows).crew);
                }
                if (p.crews.size() != each->crews.size()) p.crews.clear();
            }
        }
        out.push_back(std::move(p));
    }
    check_together(v.context(), out);
    return out;
}

void evaluate(const BoardView& v, const gis::Intervention& what, const BoardDrag::Target& target) {
    auto& drag = v.state.drag;
    const bool copies = ImGui::GetIO().KeyCtrl && !what.crews.empty();
    if (drag.target == target && drag.copies == copies) return;
    drag.target = target;
    drag.copies = copies;
    drag.together.clear();
    if (copies || company_of(v, what).size() > 1) {
        drag.together = placings_for(v, what, target, copies);
        drag.refused.clear();
        drag.nearest.reset();
        drag.crews = {target.crew};
        for (const auto& p : drag.together) drag.refused.insert(drag.refused.end(), p.refused.begin(), p.refused.end());
        return;
    }
    drag.crews = crews_for(v, what, target);
    drag.refused = gis::refusals(v.context(), what, drag.crews, target.start);
    drag.remarks = gis::remarks(v.context(), what, drag.crews, target.start);
    drag.nearest.reset();
    if (!drag.refused.empty()) drag.nearest = gis::nearest_slot(v.context(), what, target.crew, target.start);
}

void follow_hand(const BoardView& v, const gis::Intervention& what) {
    auto& drag = v.state.drag;
    const ImVec2 hand = ImGui::GetIO().MousePos;
    if (drag.jumped_at) {
        if (std::hypot(hand.x - drag.jumped_at->x, hand.y - drag.jumped_at->y) < v.frame.theme.px(jump_ends_px)) return;
        drag.jumped_at.reset();
    }
    const auto hit = v.at.hit(hand);
    if (!hit) {
        drag.target.reset();
        drag.together.clear();
        drag.refused.clear();
        drag.nearest.reset();
        return;
    }
    if (v.load_cells()) {  // a day, not an hour: the first one that is possible, else the beginning of the shift
        const auto crew = v.lane(hit->row).crew;
        const auto& cell = v.lane(hit->row).days[static_cast<std::size_t>(hit->day)];
        if (drag.target && drag.target->crew == crew && gis::local_day(drag.target->start, v.frame.zone) == day_of(v, hit->day).day) return;
        const auto from = std::max(time_at(v, hit->day, 0), v.frame.now), to = time_at(v, hit->day, 24);
        const auto slot = from < to ? gis::first_slot(v.context(), what, crew, from, std::chrono::duration_cast<gis::Seconds>(to - from)) : std::nullopt;
        evaluate(v, what, {crew, slot && slot->start < to ? slot->start : time_at(v, hit->day, cell.shift ? cell.shift->first : v.state.model.axis.first)});
        return;
    }
    const double step = ImGui::GetIO().KeyShift ? free_hours : snap_hours;
    const double hour = std::max(0.0, std::round((hit->hour - drag.grab_hours) / step) * step);
    evaluate(v, what, {v.lane(hit->row).crew, time_at(v, hit->day, hour)});
}

void jump_to_nearest(const BoardView& v, const gis::Intervention& what) {
    auto& drag = v.state.drag;
    if (!drag.nearest || !ImGui::IsKeyPressed(ImGuiKey_Tab, false)) return;
    const auto slot = *drag.nearest;
    drag.jumped_at = ImGui::GetIO().MousePos;
    evaluate(v, what, {slot.crew, slot.start});
}

// Row and day of a target, when it is on the board.
std::optional<BoardGeometry::Hit> place_of(const BoardView& v, gis::CrewId crew, gis::Time start) {
    const auto day = gis::local_day(start, v.frame.zone);
    for (int row = 0; row < static_cast<int>(v.at.shown.size()); ++row)
        for (int d = v.at.first_day; d < v.at.first_day + v.at.day_count; ++d)
            if (v.lane(row).crew == crew && day_of(v, d).day == day)
                return BoardGeometry::Hit{row, d, static_cast<double>(gis::wall_time(start, v.frame.zone).count()) / 3600};
    return std::nullopt;
}

Box slot_box(const BoardView& v, const BoardGeometry::Hit& at, const gis::Intervention& what) {
    const Box cell = v.at.cell(at.row, at.day);
    const float left = v.at.x(at.day, at.hour), right = v.at.x(at.day, at.hour + static_cast<double>(what.duration.count()) / 3600);
    const float inset = std::min(v.frame.theme.px(9), cell.height() * 0.15f);
    return {ImVec2(left, cell.min.y + inset), ImVec2(std::max(right, left + v.frame.theme.px(4)), std::min(cell.min.y + inset + v.frame.theme.px(38), cell.max.y - inset))};
}

void draw_marks(const BoardView& v, const gis::Intervention& what) {
    const Theme& t = v.frame.theme;
    const auto& drag = v.state.drag;
    ImDrawList* list = ImGui::GetForegroundDrawList();
    list->PushClipRect(v.at.lanes.min, v.at.lanes.max);
    const auto free_slot = [&](gis::CrewId crew, gis::Time start, const gis::Intervention& work) {
        const auto at = place_of(v, crew, start);
        if (!at) return;
        const Box box = slot_box(v, *at, work);
        const auto& done = t.colors.family(Family::done);
        list->AddRectFilled(box.min, box.max, u32(done.veil), t.px(4));
        dashed_rect(list, box.min, box.max, u32(done.full), t.px(2), t.px(4));
        const auto words = v.frame.tr("board.here");
        const ImVec2 size = text_size(t.fonts.caption_strong, words);
        if (size.x < box.width()) draw_text(list, t.fonts.caption_strong, ImVec2((box.min.x + box.max.x - size.x) / 2, (box.min.y + box.max.y - size.y) / 2), done.ink, words);
    };
    if (drag.target)
        for (const auto& p : drag.together)
            for (const auto& crew : p.crews) {
                const auto at = place_of(v, crew, p.start);
                if (!at) continue;
                if (p.refused.empty()) {
                    free_slot(crew, p.start, p.what);
                    continue;
                }
                const Box box = slot_box(v, *at, p.what);
                const auto& danger = t.colors.family(Family::danger);
                list->AddRectFilled(box.min, box.max, u32(danger.veil), t.px(4));
                list->AddRect(box.min, box.max, u32(danger.full), t.px(4), 0, t.px(2));
            }
    if (drag.nearest) free_slot(drag.nearest->crew, drag.nearest->start, what);
    if (drag.target && drag.together.empty()) {
        const auto at = place_of(v, drag.target->crew, drag.target->start);
        if (at && drag.refused.empty()) {
            for (const auto& crew : drag.crews) free_slot(crew, drag.target->start, what);
        } else if (at) {
            const Box cell = v.at.cell(at->row, at->day);
            const Rgba danger = t.colors.family(Family::danger).full;
            list->AddRectFilled(cell.min, cell.max, u32(danger, 0.07f));
            list->AddRect(cell.min, cell.max, u32(danger), 0, 0, t.px(2));
        }
    }
    list->PopClipRect();
}

void draw_ghost(const BoardView& v, const gis::Intervention& what, ImVec2 at) {
    const Theme& t = v.frame.theme;
    const auto& drag = v.state.drag;
    ImDrawList* list = ImGui::GetForegroundDrawList();
    std::string times = v.frame.tr("board.drag.nowhere");
    if (drag.target)
        times = v.frame.tr({"board.bar.hours", {{"from", v.frame.language.clock(drag.target->start, v.frame.zone)},
                                                {"to", v.frame.language.clock(drag.target->start + what.duration, v.frame.zone)}}});
    auto title = ellipsized(t.fonts.caption_strong, what.title, t.px(220));
    if (drag.together.size() > 1) title = v.frame.tr({"board.group.ghost", {{"first", title}, {"n", std::to_string(drag.together.size() - 1)}}});
    if (drag.copies) title = "+ " + title;
    const float width = std::max(text_size(t.fonts.caption_strong, title).x, text_size(t.fonts.caption, times).x) + t.px(18);
    const float height = t.fonts.caption->FontSize * 2 + t.px(9);
    const ImVec2 min(at.x - width * 0.4f, at.y - height - t.px(2)), max(min.x + width, min.y + height);
    shadow(list, t, min, max, 5);
    list->AddRectFilled(min, max, u32(t.colors.surface1), t.px(5));
    list->AddRect(min, max, u32(t.colors.text_strong), t.px(5), 0, t.px(1.5f));
    draw_text(list, t.fonts.caption_strong, ImVec2(min.x + t.px(9), min.y + t.px(3)), t.colors.text_strong, title);
    draw_text(list, t.fonts.caption, ImVec2(min.x + t.px(9), min.y + t.px(4) + t.fonts.caption->FontSize), t.colors.text_weak, times);
}

std::string crew_name(const BoardView& v, gis::CrewId id) {
    const auto* crew = v.frame.world.find(id);
    return crew ? crew->name : std::string();
}

// "jeu. 26 à 10:30"
gis::Text moment(const BoardView& v, const char* key, gis::CrewId crew, gis::Time at) {
    auto day = v.frame.language.day(at, v.frame.zone);
    return {key, {{"crew", crew_name(v, crew)}, {"day", day}, {"at", v.frame.language.clock(at, v.frame.zone)}}};
}

struct TipLine {
    ImFont* font;
    Rgba color;
    std::string words;
};

constexpr std::size_t most_reasons = 5;

// How many may go there, and why the others may not.
std::vector<TipLine> group_lines(const BoardView& v) {
    const Theme& t = v.frame.theme;
    const auto& drag = v.state.drag;
    const auto n = std::to_string(drag.together.size());
    std::vector<TipLine> out;
    if (holds(drag.together)) {
        out.push_back({t.fonts.body_strong, t.colors.tooltip_text, v.frame.tr({drag.copies ? "board.group.may_copy" : "board.group.may_move", {{"n", n}}})});
        return out;
    }
    const auto not_held = std::ranges::count_if(drag.together, [](const Placing& p) { return !p.refused.empty(); });
    out.push_back({t.fonts.body_strong, t.colors.tooltip_text, v.frame.tr({"board.group.refused", {{"n", std::to_string(not_held)}, {"all", n}}})});
    for (const auto& p : drag.together) {
        if (p.refused.empty()) continue;
        if (out.size() > most_reasons) {
            out.push_back({t.fonts.body, t.colors.tooltip_text, "…"});
            break;
        }
        out.push_back({t.fonts.body, t.colors.tooltip_text, v.frame.tr({"board.group.reason", {{"what", p.what.title}, {"why", v.frame.tr(p.refused.front().text)}}})});
    }
    return out;
}

std::vector<TipLine> tip_lines(const BoardView& v) {
    const Theme& t = v.frame.theme;
    const auto& drag = v.state.drag;
    if (!drag.together.empty()) return group_lines(v);
    std::vector<TipLine> out;
    const auto& target = *drag.target;
    if (drag.refused.empty()) {
        out.push_back({t.fonts.body_strong, t.colors.tooltip_text, v.frame.tr(moment(v, "board.drag.possible", target.crew, target.start))});
        for (const auto& crew : drag.crews)
            if (crew != target.crew) out.push_back({t.fonts.body, t.colors.tooltip_text, v.frame.tr({"board.drag.with", {{"crew", crew_name(v, crew)}}})});
        for (const auto& remark : drag.remarks) out.push_back({t.fonts.body, t.colors.tooltip_text, v.frame.tr(remark)});
        return out;
    }
    out.push_back({t.fonts.body_strong, t.colors.tooltip_text, v.frame.tr(moment(v, "board.drag.refused", target.crew, target.start))});
    for (const auto& refusal : drag.refused) out.push_back({t.fonts.body, t.colors.tooltip_text, v.frame.tr(refusal.text)});
    const auto weak = t.night ? t.colors.accent_hover : t.colors.accent_veil;
    if (drag.nearest) out.push_back({t.fonts.body, t.night ? t.colors.surface3 : weak, v.frame.tr(moment(v, "board.drag.nearest", drag.nearest->crew, drag.nearest->start))});
    else out.push_back({t.fonts.body, t.night ? t.colors.surface3 : weak, v.frame.tr("board.drag.no_slot")});
    if (may_override(v.frame)) out.push_back({t.fonts.caption, t.night ? t.colors.surface3 : weak, v.frame.tr("board.drag.may_force")});
    return out;
}

void draw_tip(const BoardView& v, ImVec2 at) {
    if (!v.state.drag.target) return;
    const Theme& t = v.frame.theme;
    const auto lines = tip_lines(v);
    const float gap = t.px(3), pad = t.px(12), mark = t.px(22), widest = t.px(430);
    float width = 0, height = t.px(16);
    for (const auto& line : lines) {
        const ImVec2 size = line.font->CalcTextSizeA(line.font->FontSize, widest, widest, line.words.c_str());
        width = std::max(width, size.x);
        height += size.y + gap;
    }
    width += 2 * pad + mark;
    const ImVec2 screen = ImGui::GetMainViewport()->Size;
    ImVec2 min(std::clamp(at.x - width * 0.7f, t.px(8), screen.x - width - t.px(8)), at.y + t.px(24));
    if (min.y + height > screen.y - t.px(8)) min.y = at.y - height - t.px(64);
    ImDrawList* list = ImGui::GetForegroundDrawList();
    const ImVec2 max(min.x + width, min.y + height);
    shadow(list, t, min, max, 6);
    list->AddRectFilled(min, max, u32(t.colors.tooltip), t.px(6));
    float y = min.y + t.px(8);
    const bool refused = !v.state.drag.refused.empty();
    draw_state(list, t, ImVec2(min.x + t.px(20), y + t.fonts.body->FontSize / 2), t.px(15),
               {.key = {}, .outline = Outline::circle, .glyph = refused ? render::Glyph::cross : render::Glyph::tick, .family = refused ? Family::danger : Family::done});
    for (const auto& line : lines) {
        list->AddText(line.font, line.font->FontSize, ImVec2(min.x + pad + mark, std::floor(y)), u32(line.color), line.words.c_str(), nullptr, widest);
        y += line.font->CalcTextSizeA(line.font->FontSize, widest, widest, line.words.c_str()).y + gap;
    }
}

void say(Frame& frame, gis::Text text) {
    Toast said;
    said.level = gis::Severity::warning;
    said.text = std::move(text);
    said.at = frame.now;
    frame.ask.toasts.push_back(std::move(said));
}

void say_refused(Frame& frame, const std::vector<Placing>& placings) {
    for (const auto& p : placings)
        if (!p.refused.empty()) return say(frame, {"board.group.reason", {{"what", p.what.title}, {"why", frame.tr(p.refused.front().text)}}});
}

// Back to plan, all that may; one gesture.
void put_back(Frame& frame, const std::vector<const gis::Intervention*>& all) {
    std::vector<gis::Command> gesture;
    for (const auto* what : all)
        if (!what->locked && (what->state == gis::InterventionState::planned || what->state == gis::InterventionState::assigned)) gesture.push_back(gis::command::Unassign{what->id});
    if (!gesture.empty()) frame.out.push(std::move(gesture));
    else if (!all.empty()) say(frame, {all.front()->locked ? "board.menu.is_locked" : "board.menu.is_begun", {}});
}

void drop(const BoardView& v, const gis::Intervention& what, const Box& backlog) {
    auto& drag = v.state.drag;
    if (!drag.target) {
        if (backlog.contains(ImGui::GetIO().MousePos) && !what.crews.empty()) put_back(v.frame, company_of(v, what));
        return;
    }
    if (!drag.together.empty()) {
        if (holds(drag.together)) {
            if (auto gesture = gesture_of(drag.together); !gesture.empty()) v.frame.out.push(std::move(gesture));
        } else {
            say_refused(v.frame, drag.together);
        }
        return;
    }
    gis::command::Assign assign{what.id, drag.crews, drag.target->start, {}};
    if (drag.refused.empty()) {
        if (what.crews != assign.crews || what.start != assign.start) v.frame.out.push(std::move(assign));
        return;
    }
    if (!may_override(v.frame)) return say(v.frame, drag.refused.front().text);
    v.state.menus.forced = std::move(assign);
    v.state.menus.force_refused = drag.refused;
    v.state.menus.force_reason.clear();
    v.state.menus.open_force = true;
}

} // namespace

void maybe_start_drag(Frame& frame, BoardState& state, gis::InterventionId what, double grab_hours) {
    if (state.drag.active() || !ImGui::IsItemActive() || !ImGui::IsMouseDragging(ImGuiMouseButton_Left, frame.theme.px(drag_starts_px))) return;
    state.drag = {};
    state.drag.what = what;
    state.drag.grab_hours = grab_hours;
}

void run_drag(const BoardView& v, const Box& backlog) {
    auto& drag = v.state.drag;
    if (!drag.active()) return;
    const auto* what = v.frame.world.find(drag.what);
    if (!what || ImGui::IsKeyPressed(ImGuiKey_Escape, false)) {
        drag = {};
        return;
    }
    follow_hand(v, *what);
    jump_to_nearest(v, *what);
    draw_marks(v, *what);
    ImVec2 at = ImGui::GetIO().MousePos;
    if (drag.jumped_at && drag.target)
        if (const auto place = place_of(v, drag.target->crew, drag.target->start)) {
            const Box box = slot_box(v, *place, *what);
            at = ImVec2((box.min.x + box.max.x) / 2, box.max.y);
        }
    draw_ghost(v, *what, at);
    draw_tip(v, at);
    if (ImGui::IsMouseDown(ImGuiMouseButton_Left)) return;
    drop(v, *what, backlog);
    drag = {};
}

namespace {

void move_by_keys(const BoardView& v, const gis::Intervention& what, int rows, double hours) {
    const auto here = place_of(v, what.crews.front(), *what.start);
    if (!here) return;
    const int row = std::clamp(here->row + rows, 0, static_cast<int>(v.at.shown.size()) - 1);
    const BoardDrag::Target target{v.lane(row).crew, time_at(v, here->day, here->hour + hours)};
    if (company_of(v, what).size() > 1) {
        const auto placings = placings_for(v, what, target, false);
        if (!holds(placings)) return say_refused(v.frame, placings);
        if (auto gesture = gesture_of(placings); !gesture.empty()) v.frame.out.push(std::move(gesture));
        return;
    }
    auto crews = rows == 0 ? what.crews : crews_for(v, what, target);
    const auto refused = gis::refusals(v.context(), what, crews, target.start);
    if (refused.empty()) return v.frame.out.push(gis::command::Assign{what.id, std::move(crews), target.start, {}});
    say(v.frame, refused.front().text);
}

// Copies onto the chosen crew-day, each at the first hour that is possible there.
void paste(const BoardView& v) {
    if (v.state.bars.copied.empty()) return;
    const auto& day = day_of(v, std::clamp(v.state.tour_day, 0, static_cast<int>(v.state.model.days.size()) - 1)).day;
    const auto from = std::max(gis::instant(day, gis::Seconds{0}, v.frame.zone), v.frame.now), to = gis::instant(day + std::chrono::days{1}, gis::Seconds{0}, v.frame.zone);
    std::vector<Placing> placings;
    auto at = from;
    for (const auto& id : v.state.bars.copied) {
        const auto* what = v.frame.world.find(id);
        if (!what) continue;
        Placing p{copy_of(*what), {}, {}, {}};
        p.what.crews_needed = 1;
        const auto slot = at < to ? gis::first_slot(v.context(), p.what, v.state.tour_crew, at, std::chrono::duration_cast<gis::Seconds>(to - at)) : std::nullopt;
        if (!slot || slot->start >= to) return say(v.frame, {"board.paste.no_room", {{"what", what->title}, {"crew", crew_name(v, v.state.tour_crew)}, {"day", v.frame.language.day(from, v.frame.zone)}}});
        p.what.crews_needed = what->crews_needed;
        p.crews = {v.state.tour_crew};
        p.crews.insert(p.crews.end(), slot->partners.begin(), slot->partners.end());
        p.start = slot->start;
        at = slot->start + what->duration;
        placings.push_back(std::move(p));
    }
    check_together(v.context(), placings);
    if (!holds(placings)) return say_refused(v.frame, placings);
    v.frame.out.push(gesture_of(placings));
}

} // namespace

void run_board_keys(const BoardView& v) {
    if (ImGui::GetIO().WantTextInput || v.state.drag.active() || ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopupId)) return;
    const bool ctrl = ImGui::GetIO().KeyCtrl;
    if (ImGui::IsKeyPressed(ImGuiKey_PageUp)) return page_board(v.frame, v.state, -1);
    if (ImGui::IsKeyPressed(ImGuiKey_PageDown)) return page_board(v.frame, v.state, 1);
    if (!ctrl && ImGui::IsWindowFocused()) v.load_cells() ? walk_cells(v) : walk_bars(v);
    if (ctrl && ImGui::IsKeyPressed(ImGuiKey_V, false)) return paste(v);
    const auto chosen = v.frame.view.selection.primary();
    if (chosen.kind != gis::EntityKind::intervention) return;
    const gis::InterventionId id{chosen.id};
    const auto* what = v.frame.world.find(id);
    if (!what) return;
    if (v.frame.proposal && v.state.choice.choosing && ImGui::IsKeyPressed(ImGuiKey_Space, false))
        if (!v.state.choice.left_aside.erase(id.value)) v.state.choice.left_aside.insert(id.value);
    if (ctrl && ImGui::IsKeyPressed(ImGuiKey_C, false)) {
        v.state.bars.copied.clear();
        for (const auto ref : v.frame.view.selection.entities)
            if (ref.kind == gis::EntityKind::intervention) v.state.bars.copied.push_back(gis::InterventionId{ref.id});
    }
    if (what->crews.empty() || !what->start) return;
    if (!ctrl && ImGui::IsWindowFocused() && ImGui::IsKeyPressed(ImGuiKey_Delete, false)) return put_back(v.frame, company_of(v, *what));
    if (!ctrl) return;
    if (ImGui::IsKeyPressed(ImGuiKey_LeftArrow)) move_by_keys(v, *what, 0, -snap_hours);
    if (ImGui::IsKeyPressed(ImGuiKey_RightArrow)) move_by_keys(v, *what, 0, snap_hours);
    if (ImGui::IsKeyPressed(ImGuiKey_UpArrow)) move_by_keys(v, *what, -1, 0);
    if (ImGui::IsKeyPressed(ImGuiKey_DownArrow)) move_by_keys(v, *what, 1, 0);
}

} // namespace vigie::panels
