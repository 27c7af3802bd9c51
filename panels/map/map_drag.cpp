#include <algorithm>

#include "gis/model/words.hpp"
#include "panels/inspect/gestures.hpp"
#include "panels/map/map_popups.hpp"
#include "panels/widgets/feedback.hpp"
#include "panels/widgets/icon.hpp"

namespace vigie::panels {

namespace {

constexpr gis::Minutes start_step{5};

gis::Time next_step(gis::Time now) {
    const auto step = std::chrono::duration_cast<gis::Millis>(start_step).count();
    return gis::time_from_ms((gis::ms_since_epoch(now) + step - 1) / step * step);
}

bool is_work(gis::EntityKind kind) {
    using enum gis::EntityKind;
    return kind == report || kind == alert || kind == intervention;
}

// What is dragged with it: of several reports and alerts that were chosen, those that wait for work as this one does.
std::vector<gis::EntityRef> dragged_along(const Frame& frame, gis::EntityRef dragged) {
    std::vector<gis::EntityRef> all{dragged};
    const auto waits = [&](gis::EntityRef ref) {
        if (ref.kind != gis::EntityKind::report && ref.kind != gis::EntityKind::alert) return false;
        const Work work = work_of(frame.world, {ref});
        return !work.existing && !work.from.empty();
    };
    if (!frame.view.selection.contains(dragged) || !waits(dragged)) return all;
    for (const gis::EntityRef ref : frame.view.selection.entities)
        if (ref != dragged && waits(ref)) all.push_back(ref);
    return all;
}

} // namespace

DropVerdict judge_drop(const Frame& frame, gis::EntityRef dragged, gis::EntityRef target) {
    DropVerdict v;
    if (dragged.kind == gis::EntityKind::crew) std::swap(dragged, target);
    if (!is_work(dragged.kind) || target.kind != gis::EntityKind::crew) return v;
    v.what = dragged;
    v.all = dragged_along(frame, dragged);
    v.crew = {target.id};
    v.start = next_step(frame.now);
    if (const Reason why = assign_blocked(frame.world, v.all)) {
        v.refused.push_back(frame.tr(*why));
        return v;
    }
    const auto job = assignable(frame.world, frame.catalog, v.all, frame.language.code());
    const gis::Crew* crew = frame.world.find(v.crew);
    if (!job || crew == nullptr) return v;
    v.valid = true;
    const gis::PlanningContext context{frame.world, frame.catalog, frame.travel, frame.zone, frame.now};
    for (const gis::Refusal& r : gis::refusals(context, *job, {v.crew}, v.start)) v.refused.push_back(frame.tr(r.text));
    if (v.refused.empty()) return v;
    if (const auto slot = gis::nearest_slot(context, *job, v.crew, v.start)) {
        const gis::Crew* other = frame.world.find(slot->crew);
        v.possible = frame.tr({"panels.drag.possible", {{"crew", other != nullptr ? other->name : ""},
                                                        {"day", frame.language.day(slot->start, frame.zone)},
                                                        {"time", frame.language.clock(slot->start, frame.zone)}}});
    }
    return v;
}

namespace {

void draw_ghost(const Frame& frame, gis::EntityRef dragged, const std::optional<DropVerdict>& verdict) {
    const Theme& theme = frame.theme;
    const Colors& c = theme.colors;
    Caption what = caption_of(frame, dragged);
    if (const std::size_t along = dragged_along(frame, dragged).size(); along > 1)
        what.title = frame.tr({"panels.drag.several", {{"what", what.title}, {"more", std::to_string(along - 1)}}});
    std::vector<std::string> lines;
    Family family = Family::idle;
    if (verdict && (verdict->valid || !verdict->refused.empty())) {
        const gis::Crew* crew = frame.world.find(verdict->crew);
        const std::string name = crew != nullptr ? crew->name : std::string{}, time = frame.language.clock(verdict->start, frame.zone);
        const bool refused = !verdict->refused.empty();
        family = refused ? Family::danger : Family::done;
        lines.push_back(frame.tr({refused ? "panels.drag.refused" : "panels.drag.here", {{"crew", name}, {"time", time}}}));
        lines.insert(lines.end(), verdict->refused.begin(), verdict->refused.end());
        if (!verdict->possible.empty()) lines.push_back(verdict->possible);
    } else {
        lines.push_back(frame.tr(dragged.kind == gis::EntityKind::crew ? "panels.drag.crew" : "panels.drag.work"));
    }
    float width = text_size(theme.fonts.body_strong, what.title).x + theme.px(24);
    for (const std::string& line : lines) width = std::max(width, text_size(theme.fonts.caption, line).x);
    width = std::min(width, theme.px(420)) + theme.px(28);
    const ImVec2 mouse = ImGui::GetIO().MousePos, min(mouse.x + theme.px(14), mouse.y + theme.px(10));
    const ImVec2 max(min.x + width, min.y + theme.px(34) + theme.px(18) * float(lines.size()));
    ImDrawList* list = ImGui::GetForegroundDrawList();
    shadow(list, theme, min, max, theme.px(6));
    list->AddRectFilled(min, max, u32(c.surface1), theme.px(6));
    list->AddRect(min, max, u32(family == Family::idle ? c.line_strong : c.family(family).full), theme.px(6), 0, family == Family::idle ? 1.0f : theme.px(2));
    if (what.look) draw_state(list, theme, ImVec2(min.x + theme.px(18), min.y + theme.px(17)), theme.px(15), *what.look);
    draw_text_clipped(list, theme.fonts.body_strong, ImVec2(min.x + theme.px(32), min.y + theme.px(8)), c.text_strong, what.title, width - theme.px(40));
    float y = min.y + theme.px(30);
    for (const std::string& line : lines) {
        draw_text_clipped(list, theme.fonts.caption, ImVec2(min.x + theme.px(12), y), family == Family::idle ? c.text_weak : c.family(family).ink, line, width - theme.px(20));
        y += theme.px(18);
    }
}

} // namespace

void MapDrag::draw(Frame& frame) {
    const gis::EntityRef dragged = frame.view.dragged;
    if (!dragged) {
        verdict_.reset();
        target_ = {};
        return;
    }
    const gis::EntityRef target = frame.view.hovered == dragged ? gis::EntityRef{} : frame.view.hovered;
    if (target != target_ || frame.world.revision() != revision_) {
        target_ = target;
        revision_ = frame.world.revision();
        verdict_ = target ? std::optional(judge_drop(frame, dragged, target)) : std::nullopt;
    }
    draw_ghost(frame, dragged, verdict_);
    if (!ImGui::IsMouseReleased(ImGuiMouseButton_Left) || !verdict_ || !verdict_->valid) return;
    if (verdict_->refused.empty()) {
        frame.out.push(assign(frame.world, frame.catalog, verdict_->all, {verdict_->crew}, verdict_->start, "", frame.language.code()));
    } else {  // shown with its reasons; forcing asks for one
        frame.view.selection = {};
        frame.view.selection.entities = verdict_->all;
        frame.view.dialog_crew = verdict_->crew;
        frame.view.dialog = Dialog::force;
        frame.view.right_open = true;
    }
}

} // namespace vigie::panels
