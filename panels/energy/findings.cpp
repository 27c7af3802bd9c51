// « Ce que disent les chiffres »: each finding with its sentence and its gestures; below it the way to the legal target.
#include <algorithm>
#include <cmath>

#include "gis/model/words.hpp"
#include "gis/model/zone.hpp"
#include "panels/energy/energy_regions.hpp"
#include "panels/energy/figures.hpp"
#include "panels/energy/finding_gesture.hpp"
#include "panels/energy/finding_words.hpp"
#include "panels/energy/month_gesture.hpp"
#include "panels/inspect/focus.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/feedback.hpp"

namespace vigie::panels {

namespace {

constexpr float head_height = 39;  // px at scale 1

bool strong_link(const Theme& t, const std::string& words, const std::string& id) {
    const ImVec2 at = ImGui::GetCursorScreenPos(), size = text_size(t.fonts.caption_strong, words);
    const float h = std::max(t.px(24), size.y);
    const bool pressed = ImGui::InvisibleButton(id.c_str(), ImVec2(size.x, h));
    const float y = at.y + (h - size.y) / 2;
    ImDrawList* list = ImGui::GetWindowDrawList();
    draw_text(list, t.fonts.caption_strong, ImVec2(at.x, y), t.colors.accent_text, words);
    if (ImGui::IsItemHovered()) {
        list->AddRectFilled(ImVec2(at.x, y + size.y), ImVec2(at.x + size.x, y + size.y + 1), u32(t.colors.accent_text));
        ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    }
    focus_ring(t, ImVec2(at.x, y), ImVec2(at.x + size.x, y + size.y), t.px(2));
    return pressed;
}

// Links one after the other, on the next line where there is no room.
struct LinkLine {
    const Theme& theme;
    float left = 0, right = 0;
    bool first = true;
    bool operator()(const std::string& words, const std::string& id) {
        const float w = text_size(theme.fonts.caption_strong, words).x;
        if (!first) {
            ImGui::SameLine(0, theme.px(16));
            if (ImGui::GetCursorScreenPos().x + w > right) {
                ImGui::NewLine();
                ImGui::SetCursorScreenPos(ImVec2(left, ImGui::GetCursorScreenPos().y));
            }
        }
        first = false;
        return strong_link(theme, words, id);
    }
};

void open_intervention(Frame& frame, const gis::Intervention& what) {
    frame.view.workspace = Workspace::map;
    select(frame, {gis::EntityKind::intervention, what.id.value});
    frame_on(frame, {gis::EntityKind::intervention, what.id.value});
}

void gestures(const EnergyRegions& r, const gis::Finding& f, std::size_t index, float left, float right) {
    Frame& frame = r.frame;
    const Theme& t = frame.theme;
    LinkLine line{t, left, right};
    const std::string n = std::to_string(index);
    if (const gis::Intervention* what = answer_to(frame, f.raised); what != nullptr && asks_for_work(f)) {
        const std::string words = gis::number_label(gis::EntityKind::intervention, what->number) + ", " + frame.tr(look_of(what->state).key);
        if (line(words, "###energy.finding.open." + n)) open_intervention(frame, *what);
    } else if (asks_for_work(f) && !finding_blocked(frame, f)) {
        if (line(frame.tr("desk.do.create"), "###energy.finding.create." + n)) frame.out.push(create_from_finding(frame, f));
        tooltip_for_last_item(t, frame.tr("energy.create.tip"), f.building == asked_building(frame) && index == 0 ? "I" : "");
    }
    if (f.kind == gis::FindingKind::saving_proven) {
        if (const gis::Intervention* what = frame.world.find(f.raised)) {
            if (line(frame.tr("energy.finding.see_action"), "###energy.finding.action." + n)) open_intervention(frame, *what);
        }
        if (line(frame.tr("energy.history.show"), "###energy.finding.months." + n)) {
            choose_building(frame, f.building);
            r.state.history = true;
        }
    } else if (f.kind == gis::FindingKind::readings_missing) {
        if (line(frame.tr("energy.import.button"), "###energy.finding.import." + n)) import_readings(frame);
    } else if (line(frame.tr("energy.finding.hours"), "###energy.finding.hours." + n)) {
        show_hours(frame, f.building, f.fluid, f.kind == gis::FindingKind::used_while_closed && f.lasting ? f.to : f.from);
        r.state.history = false;
    }
}

void draw_finding(const EnergyRegions& r, const gis::Finding& f, std::size_t index) {
    Frame& frame = r.frame;
    const Theme& t = frame.theme;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, left = at.x + t.px(41), right = at.x + width - t.px(13);
    ImDrawList* list = ImGui::GetWindowDrawList();
    const StatusLook look = finding_look(f);
    draw_state(list, t, ImVec2(at.x + t.px(23), at.y + t.px(24)), t.px(17), look);
    std::string title = finding_title(frame, f);
    if (f.building != asked_building(frame)) title = building_name(frame, f.building) + frame.tr("energy.colon") + title;
    draw_text_clipped(list, t.fonts.body_strong, ImVec2(left, at.y + t.px(14)), t.colors.text_strong, title, right - left);
    const std::string words = finding_sentence(frame, f);
    ImGui::SetCursorScreenPos(ImVec2(left, at.y + t.px(32)));
    text_wrapped(t.fonts.body, t.colors.text_normal, words, right - left);
    ImGui::SetCursorScreenPos(ImVec2(left, ImGui::GetCursorScreenPos().y - t.px(4)));
    gestures(r, f, index, left, right);
    const float end = ImGui::GetCursorScreenPos().y + t.px(2);
    list->AddRectFilled(ImVec2(at.x + t.px(14), end), ImVec2(right, end + 1), u32(t.colors.line));
    ImGui::SetCursorScreenPos(ImVec2(at.x, end + 1));
    if (ImGui::IsMouseHoveringRect(at, ImVec2(at.x + width, end)) && ImGui::IsWindowHovered()) r.state.under = f.building;
}

} // namespace

void draw_findings(const EnergyRegions& r, const Box& box) {
    Frame& frame = r.frame;
    const Theme& t = frame.theme;
    begin_region("energy.findings", box, t.colors.surface1);
    ImDrawList* list = ImGui::GetWindowDrawList();
    const float foot = box.min.y + t.px(head_height);
    draw_text(list, t.fonts.body_strong, ImVec2(box.min.x + t.px(13), box.min.y + (t.px(head_height) - t.fonts.body_strong->FontSize) / 2), t.colors.text_strong, frame.tr("energy.findings"));
    list->AddRectFilled(ImVec2(box.min.x, foot - 1), ImVec2(box.max.x, foot), u32(t.colors.line));
    ImGui::SetCursorScreenPos(ImVec2(box.min.x, foot));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(t.px(8), t.px(2)));
    if (ImGui::BeginChild("energy.finding_rows", ImVec2(box.width(), box.max.y - foot))) {
        if (r.picture.findings.empty()) {
            const std::string sentence = frame.tr("energy.empty.findings");
            (void)empty_state(t, {.icon = "done_all", .sentence = sentence});
        }
        for (std::size_t i = 0; i < r.picture.findings.size(); ++i) draw_finding(r, r.picture.findings[i], i);
        ImGui::Dummy(ImVec2(1, t.px(6)));
    }
    ImGui::EndChild();
    ImGui::PopStyleVar();
    end_region();
}

void draw_operat(const EnergyRegions& r, const Box& box) {
    if (!r.picture.operat) return;
    Frame& frame = r.frame;
    const Theme& t = frame.theme;
    const Colors& c = t.colors;
    const gis::OperatPath& o = *r.picture.operat;
    begin_region("energy.operat_bar", box, c.surface2);
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(box.min, ImVec2(box.max.x, box.min.y + 1), u32(c.line));
    const float left = box.min.x + t.px(14), right = box.max.x - t.px(13);
    const int year = int(std::chrono::year_month_day{gis::local_day(frame.now, frame.zone)}.year());
    const auto percent = [&](double fraction) { return frame.language.quantity(std::round(-100 * fraction), 0, "%"); };
    const std::string goal = frame.tr({"energy.operat.goal", {{"target", percent(o.target)}, {"year", std::to_string(o.target_year)}}}), reached = change_words(frame, -o.reached());
    float x = right - text_size(t.fonts.caption, goal).x;
    draw_text(list, t.fonts.caption, ImVec2(x, box.min.y + t.px(11)), c.text_normal, goal);
    x -= text_size(t.fonts.caption_strong, reached + " ").x;
    draw_text(list, t.fonts.caption_strong, ImVec2(x, box.min.y + t.px(11)), c.text_strong, reached);
    draw_text_clipped(list, t.fonts.caption_strong, ImVec2(left, box.min.y + t.px(11)), c.text_weak, frame.tr("energy.operat"), x - left - t.px(8));
    const float y = box.min.y + t.px(39), h = t.px(6), width = right - left;
    const double due = o.due_in(year), reach = o.reached();
    const bool late = reach < due - 0.005;
    const auto at = [&](double fraction) { return left + width * float(std::clamp(o.target > 0 ? fraction / std::max(o.target, 0.4) : 0.0, 0.0, 1.0)); };
    list->AddRectFilled(ImVec2(left, y - h), ImVec2(right, y + h), u32(c.surface3), h);
    if (reach > 0) list->AddRectFilled(ImVec2(left, y - h), ImVec2(std::max(left + 2 * h, at(reach)), y + h), u32(late ? c.family(Family::warn).full : c.accent), h);
    list->AddRectFilled(ImVec2(at(due) - t.px(1), y - t.px(9)), ImVec2(at(due) + t.px(1), y + t.px(9)), u32(c.text_strong));
    const std::string from = frame.tr({"energy.operat.reference", {{"year", std::to_string(o.reference_year)}}});
    const std::string verdict = !o.subject ? frame.tr("energy.operat.not_subject")
                                : frame.tr({late ? "energy.operat.late" : "energy.operat.ahead", {{"year", std::to_string(year)}, {"points", frame.language.number(std::ceil(100 * (due - reach)))}}});
    draw_text(list, t.fonts.caption, ImVec2(left, box.min.y + t.px(50)), c.text_weak, from);
    const float room = width - text_size(t.fonts.caption, from).x - t.px(10);
    const std::string said = ellipsized(t.fonts.caption, verdict, room);
    draw_text_right(list, t.fonts.caption, ImVec2(right, box.min.y + t.px(50)), late && o.subject ? c.family(Family::warn).ink : c.text_normal, said);
    ImGui::SetCursorScreenPos(box.min);
    ImGui::Dummy(ImVec2(box.width(), box.height()));
    tooltip_for_last_item(t, frame.tr({"energy.operat.told", {{"reference", frame.language.quantity(o.reference_kwh, 0, "kW.h")}, {"year", std::to_string(o.reference_year)}, {"now", frame.language.quantity(o.now_kwh, 0, "kW.h")}}}));
    end_region();
}

} // namespace vigie::panels
