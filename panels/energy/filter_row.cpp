// The row over all: fluid, month, how it is compared, how many meters there are, files in and out.
#include <algorithm>

#include "gis/model/zone.hpp"
#include "panels/energy/energy_regions.hpp"
#include "panels/energy/figures.hpp"
#include "panels/energy/month_gesture.hpp"
#include "panels/lists/csv.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/feedback.hpp"

namespace vigie::panels {

namespace {

void fluid_part(Frame& frame) {
    const std::string words[] = {frame.tr("energy.fluid.electricity") + "###energy.electricity", frame.tr("energy.fluid.gas") + "###energy.gas", frame.tr("energy.fluid.water") + "###energy.water"};
    const std::vector<SegmentSpec> segments{{words[0].c_str(), {}, fluid_icon(gis::Fluid::electricity)}, {words[1].c_str(), {}, fluid_icon(gis::Fluid::gas)}, {words[2].c_str(), {}, fluid_icon(gis::Fluid::water)}};
    const int before = static_cast<int>(frame.view.energy.fluid);
    const int now = segmented(frame.theme, "energy.fluid", segments, before, 28);
    if (now != before) choose_fluid(frame, static_cast<gis::Fluid>(now));
}

// At the cursor; nothing in this row stands on ImGui's line, whose items are of another height.
void month_part(Frame& frame) {
    const Theme& t = frame.theme;
    const auto month = asked_month(frame);
    const float y = ImGui::GetCursorScreenPos().y;
    const auto go_on = [&] { ImGui::SetCursorScreenPos(ImVec2(ImGui::GetItemRectMax().x + t.px(8), y)); };
    if (icon_button(t, "###energy.month.previous", "chevron_left", month_title(frame, month - std::chrono::months{1}), {.size = 24, .border = true})) step_month(frame, -1);
    go_on();
    float width = 0;  // of the longest name, so that nothing moves
    for (unsigned m = 1; m <= 12; ++m) width = std::max(width, text_size(t.fonts.body_strong, month_title(frame, month.year() / std::chrono::month{m})).x);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const bool pressed = ImGui::InvisibleButton("###energy.month", ImVec2(width, t.px(24)));
    const std::string name = month_title(frame, month);
    const bool other = month != live_month(frame);
    draw_text(ImGui::GetWindowDrawList(), t.fonts.body_strong, ImVec2(at.x + (width - text_size(t.fonts.body_strong, name).x) / 2, at.y + t.px(12) - t.fonts.body_strong->FontSize / 2),
              ImGui::IsItemHovered() && other ? t.colors.accent_text : t.colors.text_strong, name);
    focus_ring(t, at, ImVec2(at.x + width, at.y + t.px(24)), t.px(4));
    if (other) tooltip_for_last_item(t, frame.tr("energy.month.back"));
    if (pressed) frame.view.energy.month.reset(), frame.view.energy.week.reset();
    go_on();
    const std::string blocked = other ? std::string{} : frame.tr("energy.month.last");
    if (icon_button(t, "###energy.month.next", "chevron_right", month_title(frame, month + std::chrono::months{1}), {.size = 24, .border = true, .blocked = blocked})) step_month(frame, 1);
}

void chips(Frame& frame, float room) {
    const Theme& t = frame.theme;
    gis::EnergyAsk& ask = frame.view.energy;
    const float left = ImGui::GetCursorScreenPos().x;
    const auto fits = [&](const std::string& label) { return ImGui::GetCursorScreenPos().x - left + text_size(t.fonts.caption_strong, label).x + t.px(20) <= room; };
    if (ask.fluid != gis::Fluid::water) {
        const bool unknown = frame.energy != nullptr && frame.energy->ask.fluid == ask.fluid && frame.energy->meter_count > 0 && !frame.energy->weather_known;
        std::string words = frame.tr("energy.corrected");
        if (!fits(words)) words = frame.tr("energy.corrected.short");
        const std::string blocked = unknown ? frame.tr("energy.no_weather") : std::string{};
        if (chip(t, (words + "###energy.corrected").c_str(), {.chosen = ask.corrected && !unknown, .blocked = blocked, .tooltip = frame.tr("energy.corrected.tip")}) == ChipClick::body) ask.corrected = !ask.corrected;
        ImGui::SameLine(0, t.px(8));
    }
    const std::string before = month_words(frame, asked_month(frame) - std::chrono::years{1});
    std::string words = frame.tr({"energy.compare", {{"month", before}}});
    if (!fits(words)) words = frame.tr("energy.compare.short");
    if (!fits(words)) return;
    if (chip(t, (words + "###energy.compare").c_str(), {.chosen = ask.beside_last_year, .tooltip = frame.tr("energy.compare.tip")}) == ChipClick::body) ask.beside_last_year = !ask.beside_last_year;
}

void export_operat(Frame& frame) {
    const auto folder = documents_folder();
    std::filesystem::path file = folder / (frame.tr("energy.operat.file") + ".csv");
    std::error_code ec;
    for (int n = 2; std::filesystem::exists(file, ec) && n < 1000; ++n) file = folder / (frame.tr("energy.operat.file") + " " + std::to_string(n) + ".csv");
    frame.ask.export_operat = file;
}

// From the right: what leaves and comes in, then the counts, as far as there is room. Returns where they begin.
float right_part(Frame& frame, EnergyState& state, const Box& box, float from) {
    const Theme& t = frame.theme;
    const Colors& c = t.colors;
    ImDrawList* list = ImGui::GetWindowDrawList();
    const float middle = (box.min.y + box.max.y) / 2, top = middle - t.px(14);
    const std::string operat = frame.tr("energy.operat.button") + "###energy.operat", import = frame.tr("energy.import.button") + "###energy.import";
    const auto width_of = [&](const std::string& label) { return text_size(t.fonts.body, label.substr(0, label.find("###"))).x + t.px(26 + 26); };
    float x = box.max.x - t.px(8) - width_of(operat);
    ImGui::SetCursorScreenPos(ImVec2(x, top));
    const bool none = frame.energy == nullptr || (frame.energy->meter_count == 0 && frame.world.meters().size() == 0);
    const std::string blocked = none ? frame.tr("energy.operat.nothing") : std::string{};
    if (button(t, operat.c_str(), {.icon = "file_download", .width = width_of(operat) / t.scale, .height = 28, .blocked = blocked, .tooltip = frame.tr("energy.operat.tip")})) export_operat(frame);
    x -= t.px(8);
    const bool wide = box.width() / t.scale >= 1366;
    if (wide) {
        x -= width_of(import);
        ImGui::SetCursorScreenPos(ImVec2(x, top));
        if (button(t, import.c_str(), {.kind = ButtonKind::quiet, .icon = "file_upload", .width = width_of(import) / t.scale, .height = 28, .tooltip = frame.tr("energy.import.tip")})) import_readings(frame);
    } else {
        x -= t.px(28);
        ImGui::SetCursorScreenPos(ImVec2(x, top));
        if (icon_button(t, "###energy.import", "file_upload", frame.tr("energy.import.button"), {.size = 28})) import_readings(frame);
    }
    if (frame.energy == nullptr) return x;
    const gis::EnergyPicture& p = *frame.energy;
    const std::uint32_t missing = p.meter_count - std::min(p.meter_count, p.fresh_meters);
    const auto rule = [&] {
        x -= t.px(8);
        list->AddRectFilled(ImVec2(x - 1, middle - t.px(12)), ImVec2(x, middle + t.px(12)), u32(c.line));
        x -= t.px(9);
    };
    if (missing > 0 || state.only_silent) {
        const std::string words = frame.tr({"energy.missing", {{"n", std::to_string(missing)}}});
        const float w = text_size(t.fonts.body, words).x + t.px(24);
        if (x - w - t.px(20) < from) return x;
        rule();
        x -= w;
        const ImVec2 at(x, middle - t.px(12));
        ImGui::SetCursorScreenPos(at);
        if (ImGui::InvisibleButton("###energy.missing", ImVec2(w, t.px(24)))) state.only_silent = !state.only_silent;
        if (ImGui::IsItemHovered() || state.only_silent) list->AddRectFilled(ImVec2(at.x - t.px(4), at.y), ImVec2(at.x + w + t.px(4), at.y + t.px(24)), u32(state.only_silent ? c.accent_veil : c.surface3), t.px(5));
        focus_ring(t, at, ImVec2(at.x + w, at.y + t.px(24)), t.px(4));
        tooltip_for_last_item(t, frame.tr(state.only_silent ? "energy.missing.all" : "energy.missing.tip"));
        draw_state(list, t, ImVec2(at.x + t.px(8), middle), t.px(16), {"", Outline::lozenge, render::Glyph::bang, Family::warn});
        draw_text(list, t.fonts.body, ImVec2(at.x + t.px(22), middle - t.fonts.body->FontSize / 2), c.text_normal, words);
    }
    const std::string counts = frame.tr({"energy.counts", {{"b", std::to_string(p.buildings)}, {"m", std::to_string(p.meter_count)}}});
    const float w = text_size(t.fonts.body, counts).x;
    if (p.meter_count == 0 || x - w - t.px(24) < from) return x;
    rule();
    x -= w;
    draw_text(list, t.fonts.body, ImVec2(x, middle - t.fonts.body->FontSize / 2), c.text_weak, counts);
    return x;
}

} // namespace

void draw_filter_row(Frame& frame, EnergyState& state, const Box& box) {
    const Theme& t = frame.theme;
    begin_region("energy.row", box, t.colors.surface1);
    const float middle = (box.min.y + box.max.y) / 2;
    ImGui::SetCursorScreenPos(ImVec2(box.min.x + t.px(12), middle - t.px(14)));
    fluid_part(frame);
    ImGui::SetCursorScreenPos(ImVec2(ImGui::GetItemRectMax().x + t.px(8), middle - t.px(12)));
    month_part(frame);
    const float left = ImGui::GetItemRectMax().x + t.px(8);
    const float least = text_size(t.fonts.caption_strong, frame.tr("energy.corrected.short")).x + text_size(t.fonts.caption_strong, frame.tr("energy.compare.short")).x + t.px(56);
    const float end = right_part(frame, state, box, left + least);
    ImGui::SetCursorScreenPos(ImVec2(left, middle - t.px(12)));
    chips(frame, end - left - t.px(12));
    if (frame.energy_running) progress_strip(t, ImVec2(box.min.x, box.max.y - t.px(2)), box.width(), -1);
    end_region();
}

} // namespace vigie::panels
