#include "panels/status_bar.hpp"

#include <algorithm>
#include <cmath>

#include "panels/widgets/glyph.hpp"
#include "panels/widgets/text.hpp"

namespace vigie::panels {

namespace {

// Lays captions from one side, a thin rule between groups.
struct Line {
    const Theme& theme;
    ImDrawList* list;
    float x, middle, end;
    bool full = false;  // what has no room is left out
    bool first = true;

    void put(ImFont* font, Rgba color, std::string_view text) {
        full = full || x + text_size(font, text).x > end;
        if (full) return;
        draw_text(list, font, ImVec2(x, middle - font->FontSize / 2), color, text);
        x += text_size(font, text).x;
    }
    void rule() {
        full = full || x + theme.px(60) > end;
        if (full) return;
        x += theme.px(14);
        list->AddRectFilled(ImVec2(x, middle - theme.px(7)), ImVec2(x + 1, middle + theme.px(7)), u32(theme.colors.line));
        x += theme.px(15);
    }
};

// The scale of the screen, taking its pixel as the standard 0.28 mm of OGC, rounded to two digits.
long scale_denominator(const Frame& frame) {
    const double metres = frame.view.rig.camera.units_per_px * frame.plane.metres_per_unit(frame.view.rig.camera.centre) *
                          double(frame.view.rig.camera.pixel_ratio);
    const double exact = metres / 0.00028;
    if (!(exact > 1)) return 1;
    const double step = std::pow(10, std::floor(std::log10(exact)) - 1);
    return std::lround(std::round(exact / step) * step);
}

std::string mono_spaces(std::string text) {  // JetBrains Mono has no narrow no-break space
    constexpr std::string_view narrow = "\u202f", plain = "\u00a0";
    for (std::size_t at = 0; (at = text.find(narrow, at)) != std::string::npos;) text.replace(at, narrow.size(), plain);
    return text;
}

// Where the pointer is and how far one sees: said where there is a map.
void map_part(Frame& frame, StatusBarState& state, Line& line) {
    const Theme& theme = frame.theme;
    if (frame.view.workspace == Workspace::sources) {
        const auto fresh = std::ranges::count(frame.sources, gis::SourceHealth::ok, &gis::SourceStatus::health);
        line.put(theme.fonts.caption, theme.colors.text_normal, frame.tr({"panels.status.sources", {{"n", std::to_string(frame.sources.size())}, {"ok", std::to_string(fresh)}}}));
        return;
    }
    const gis::PlanePoint at = state.pointer.value_or(frame.view.rig.camera.centre);
    const int decimals = frame.settings.metric_precise ? 2 : 1;
    const auto number = [&](double v, int d) { return mono_spaces(frame.language.number(v, d)); };
    line.put(theme.fonts.mono_small, theme.colors.text_strong, "X " + number(at.x, decimals) + "  Y " + number(at.y, decimals));
    line.x += theme.px(10);
    line.put(theme.fonts.caption, theme.colors.text_weak, frame.tr(frame.plane.epsg() == 2154 ? "panels.status.lambert93" : "panels.status.plane"));
    if (const auto lonlat = frame.plane.lonlat_from_plane(at)) {
        line.rule();
        line.put(theme.fonts.mono_small, theme.colors.text_normal, number(lonlat->lat, 5) + "  " + number(lonlat->lon, 5));
        line.x += theme.px(8);
        line.put(theme.fonts.caption, theme.colors.text_weak, "WGS\u00a084");
    }
    line.rule();
    line.put(theme.fonts.caption, theme.colors.text_normal, "1:" + frame.language.number(double(scale_denominator(frame))));
}

// How complete the readings are that the workspace shows.
void energy_part(Frame& frame, Line& line) {
    const Theme& theme = frame.theme;
    if (frame.energy == nullptr || frame.energy->meter_count == 0) return;
    line.put(theme.fonts.caption, theme.colors.text_normal, frame.tr({"energy.status.readings", {{"fresh", std::to_string(frame.energy->fresh_meters)}, {"all", std::to_string(frame.energy->meter_count)}}}));
    if (!frame.energy->last_reading) return;
    line.rule();
    line.put(theme.fonts.caption, theme.colors.text_normal, frame.tr({"energy.status.last", {{"moment", frame.language.moment(*frame.energy->last_reading, frame.now, frame.zone)}}}));
}

std::string price_words(const Frame& frame) {
    const gis::EnergyPicture& p = *frame.energy;
    const bool water = p.ask.fluid == gis::Fluid::water;
    const std::string price = frame.language.number(p.price, 2);
    return frame.tr({p.price_year > 0 ? "energy.status.price" : "energy.status.price_usual", {{"year", std::to_string(p.price_year)}, {"price", price}, {"unit", water ? "@unit.m3" : "@unit.kW.h"}}});
}

void left_part(Frame& frame, StatusBarState& state, Line line) {
    const Theme& theme = frame.theme;
    const Workspace where = frame.view.workspace;
    const bool said = where == Workspace::energy || where == Workspace::map;  // something of its own
    if (where == Workspace::energy) energy_part(frame, line);
    else if (where == Workspace::map) map_part(frame, state, line);
    if (where == Workspace::council) {
        if (frame.council) line.put(theme.fonts.caption, theme.colors.text_normal, frame.tr({"council.data_of", {{"date", frame.language.date(frame.council->frozen_at, frame.zone)}, {"time", frame.language.clock(frame.council->frozen_at, frame.zone)}}}));
        return;
    }
    const std::size_t chosen = frame.view.selection.count();
    if (chosen > 0) {
        if (said) line.rule();
        line.put(theme.fonts.caption, theme.colors.text_normal, frame.tr({"panels.status.selected", {{"n", std::to_string(chosen)}}}));
    }
    if (state.diagnostics && !frame.frame_reason.empty()) {
        if (said || chosen > 0) line.rule();
        line.put(theme.fonts.caption, theme.colors.text_weak, frame.frame_reason);
    }
}

gis::MaybeTime last_news(const Frame& frame) {
    gis::MaybeTime latest;
    for (const gis::SourceStatus& s : frame.sources)
        if (s.last_news && (!latest || *s.last_news > *latest)) latest = s.last_news;
    return latest;
}

// Returns where it begins.
float right_part(Frame& frame, const Box& box) {
    const Theme& theme = frame.theme;
    ImDrawList* list = ImGui::GetWindowDrawList();
    const float middle = (box.min.y + box.max.y) / 2;
    float right = box.max.x - theme.px(14);
    ImFont* font = theme.fonts.caption;
    const auto put = [&](const std::string& text) {
        right -= text_size(font, text).x;
        draw_text(list, font, ImVec2(right, middle - font->FontSize / 2), theme.colors.text_normal, text);
        right -= theme.px(14);
    };
    const auto rule = [&] {
        list->AddRectFilled(ImVec2(right, middle - theme.px(7)), ImVec2(right + 1, middle + theme.px(7)), u32(theme.colors.line));
        right -= theme.px(15);
    };
    put(frame.tr({"panels.status.post", {{"post", frame.settings.actor_post}, {"name", frame.settings.actor_name.empty() ? "@panels.status.nobody" : frame.settings.actor_name}}}));
    if (frame.view.workspace == Workspace::energy && frame.energy != nullptr && frame.energy->price > 0) {
        rule();
        put(price_words(frame));
    } else if (const gis::MaybeTime news = last_news(frame)) {
        rule();
        put(frame.tr({"panels.status.last_news", {{"age", frame.language.age(*news, frame.now)}}}));
    }
    if (frame.loading_fraction < 1) {
        rule();
        put(frame.tr({"panels.status.loading", {{"what", frame.loading_what}, {"pct", frame.language.number(100 * frame.loading_fraction)}}}));
    }
    if (frame.copying) {
        rule();
        put(frame.tr({"panels.status.copying", {{"pct", frame.language.number(100 * *frame.copying)}}}));
    }
    return right;
}

} // namespace

void draw_status_bar(Frame& frame, StatusBarState& state, const Box& box) {
    const float end = right_part(frame, box);
    left_part(frame, state, {frame.theme, ImGui::GetWindowDrawList(), box.min.x + frame.theme.px(14), (box.min.y + box.max.y) / 2, end});
}

} // namespace vigie::panels
