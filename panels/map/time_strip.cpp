#include "panels/map/time_strip.hpp"

#include <algorithm>
#include <cmath>

#include "gis/model/zone.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/glyph.hpp"

namespace vigie::panels {

void TimeStrip::count(const Frame& frame, gis::Time day_start) {
    const std::uint64_t revision = frame.world.revision(gis::EntityKind::report) * 131 + frame.world.revision(gis::EntityKind::alert);
    if (revision == seen_ && day_ == day_start) return;
    seen_ = revision;
    day_ = day_start;
    events_ = {};
    alert_ = {};
    const auto bin = [&](gis::Time t) {
        const auto half_hours = std::chrono::floor<gis::Minutes>(t - day_start).count() / 30 - first_hour * 2;
        return t >= day_start && half_hours >= 0 && half_hours < bins ? static_cast<int>(half_hours) : -1;
    };
    for (const gis::Report& r : frame.world.reports())
        if (const int b = bin(r.received_at); b >= 0) ++events_[static_cast<std::size_t>(b)];
    for (const gis::Alert& a : frame.world.alerts())
        if (const int b = bin(a.raised_at); b >= 0) {
            ++events_[static_cast<std::size_t>(b)];
            alert_[static_cast<std::size_t>(b)] = true;
        }
    most_ = *std::ranges::max_element(events_);
}

void TimeStrip::draw(Frame& frame, const Box& box) {
    const Theme& theme = frame.theme;
    const Colors& c = theme.colors;
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(box.min, box.max, u32(c.surface1));
    list->AddRectFilled(box.min, ImVec2(box.max.x, box.min.y + 1), u32(c.line));
    const bool live = !frame.view.time_cursor.has_value();
    ImGui::SetCursorScreenPos(ImVec2(box.min.x + theme.px(12), box.min.y + theme.px(7)));
    const std::string label = live ? frame.tr("panels.time.live") : frame.language.moment(*frame.view.time_cursor, frame.now, frame.zone);
    const float button_width = std::max(104.0f, text_size(theme.fonts.body, label).x / theme.scale + 44);
    if (button(theme, (label + "###time.live").c_str(), {.icon = live ? "wifi_tethering" : "history", .width = button_width, .height = 24, .tooltip = frame.tr("panels.time.back"), .chosen = true}))
        frame.view.time_cursor.reset();
    const auto day = gis::local_day(frame.view.time_cursor.value_or(frame.now), frame.zone);
    const gis::Time start = gis::utc_from_local(gis::LocalTime{day}, frame.zone);
    count(frame, start);
    const float left = box.min.x + theme.px(button_width + 32), right = box.max.x - theme.px(30), foot = box.max.y - theme.px(15);
    const float width = right - left, step = width / float(bins);
    if (width < theme.px(120)) return;
    const auto x_of = [&](gis::Time t) {
        const double hours = double(std::chrono::duration_cast<gis::Millis>(t - start).count()) / 3.6e6;
        return left + width * std::clamp(float((hours - first_hour) / (last_hour - first_hour)), 0.0f, 1.0f);
    };
    const float now_x = x_of(frame.now);
    for (int i = 0; i < bins; ++i) {
        const auto b = static_cast<std::size_t>(i);
        if (events_[b] == 0) continue;
        const float h = std::max(theme.px(2), theme.px(18) * float(events_[b]) / float(std::max(most_, 3)));
        const Rgba color = alert_[b] ? c.family(Family::danger).full : c.family(Family::fresh).full;
        list->AddRectFilled(ImVec2(left + step * float(i) + 1, foot - h), ImVec2(left + step * float(i + 1) - 1, foot), u32(color, alert_[b] ? 1 : 0.4f));
    }
    list->AddRectFilled(ImVec2(left, foot), ImVec2(right, foot + 1), u32(c.line));
    list->AddRectFilled(ImVec2(left, foot), ImVec2(now_x, foot + theme.px(2)), u32(c.accent));
    for (int hour = first_hour; hour <= last_hour; hour += width < theme.px(560) ? 2 : 1) {
        const std::string text = (hour < 10 ? "0" : "") + std::to_string(hour) + ":00";
        const float x = left + width * float(hour - first_hour) / float(last_hour - first_hour), w = text_size(theme.fonts.caption, text).x;
        list->AddText(theme.fonts.caption, theme.fonts.caption->FontSize * 0.86f, ImVec2(x - w * 0.43f, foot + theme.px(2)), u32(c.text_weak), text.c_str());
    }
    const float x = frame.view.time_cursor ? x_of(*frame.view.time_cursor) : now_x;
    list->AddRectFilled(ImVec2(x - theme.px(1), box.min.y + theme.px(5)), ImVec2(x + theme.px(1), foot + theme.px(4)), u32(c.accent));
    list->AddTriangleFilled(ImVec2(x - theme.px(5), box.min.y + theme.px(3)), ImVec2(x + theme.px(5), box.min.y + theme.px(3)), ImVec2(x, box.min.y + theme.px(10)), u32(c.accent));
    ImGui::SetCursorScreenPos(ImVec2(left, box.min.y + 2));
    ImGui::InvisibleButton("###time.axis", ImVec2(width, box.height() - 4));
    if (ImGui::IsItemActive()) {
        const double part = std::clamp(double((ImGui::GetIO().MousePos.x - left) / width), 0.0, 1.0);
        const gis::Time at = start + gis::Millis{static_cast<std::int64_t>((first_hour + part * (last_hour - first_hour)) * 3.6e6)};
        if (at < frame.now) frame.view.time_cursor = at;
        else frame.view.time_cursor.reset();
    }
    tooltip_for_last_item(theme, frame.tr("panels.time.drag"), ", ;");
}

} // namespace vigie::panels
