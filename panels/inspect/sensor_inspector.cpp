#include "gis/model/words.hpp"
#include "panels/inspect/focus.hpp"
#include "panels/inspect/gestures.hpp"
#include "panels/inspect/inspectors.hpp"
#include "panels/inspect/parts.hpp"

namespace vigie::panels {

namespace {

using gis::Sensor;
using gis::Text;

gis::EntityRef ref_of(const Sensor& s) { return {gis::EntityKind::sensor, s.id.value}; }

std::string quantity(const Frame& frame, const Sensor& s, double value) {
    const gis::SensorKind* kind = frame.catalog.sensor_kind(s.kind);
    return frame.language.quantity(value, kind ? kind->decimals : 1, s.unit);
}

void last_value(Frame& frame, const Sensor& s) {
    const Theme& t = frame.theme;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const std::string value = s.last_value ? quantity(frame, s, *s.last_value) : "–";
    ImFont* figure = t.fonts.figure;
    draw_text(ImGui::GetWindowDrawList(), figure, at, t.colors.text_strong, value);
    const std::string age = s.last_at ? frame.language.age(*s.last_at, frame.now) : frame.tr("desk.sensor.never");
    const float x = at.x + text_size(figure, value).x + t.px(10);
    draw_text(ImGui::GetWindowDrawList(), t.fonts.caption, ImVec2(x, at.y + figure->FontSize - t.fonts.caption->FontSize - t.px(4)),
              t.colors.text_weak, age);
    ImGui::Dummy(ImVec2(ImGui::GetContentRegionAvail().x, figure->FontSize));
}

void bounds(Frame& frame, const Sensor& s) {
    const auto line = [&](const char* id, const char* key, const std::optional<double>& above, const std::optional<double>& below) {
        if (!above && !below) return;
        std::string words;
        if (below) words = "< " + quantity(frame, s, *below);
        if (above) words += (words.empty() ? "> " : ", > ") + quantity(frame, s, *above);
        fact(frame.theme, id, frame.tr(key), words);
    };
    line("watch", "desk.sensor.watch", s.watch_above, s.watch_below);
    line("alarm", "desk.sensor.alarm", s.alarm_above, s.alarm_below);
}

void facts(Frame& frame, const Sensor& s) {
    const Theme& t = frame.theme;
    const gis::SensorKind* kind = frame.catalog.sensor_kind(s.kind);
    fact(t, "kind", frame.tr("desk.column.kind"), kind ? kind->name.in(frame.language.code()) : s.kind);
    bounds(frame, s);
    if (fact(t, "quartier", frame.tr("desk.column.quartier"), s.quartier.empty() ? frame.tr("desk.fact.on_map") : s.quartier,
             {.action_icon = "my_location", .action_tip = frame.tr("desk.fact.frame")}) == FactClick::action)
        frame_on(frame, s.place);
    if (s.asset) draw_object_link(frame, "asset", frame.tr("desk.fact.asset"), {gis::EntityKind::asset, s.asset.value});
    if (s.battery_pct) fact(t, "battery", frame.tr("desk.column.battery"), frame.language.quantity(*s.battery_pct, 0, "%"));
    if (kind) fact(t, "interval", frame.tr("desk.sensor.expected"), frame.language.duration(kind->expected_interval));
    if (!s.origin.source.empty()) fact(t, "source", frame.tr("desk.fact.source"), s.origin.source);
}

void alerts(Frame& frame, const Sensor& s) {
    bool any = false;
    for (const gis::Alert& a : frame.world.alerts()) {
        if (a.sensor != s.id || !gis::is_open(a.state)) continue;
        if (!any) {
            gap(frame.theme, 8);
            section(frame.theme, frame.tr("desk.tab.alerts"));
        }
        any = true;
        draw_object_link(frame, ("alert." + std::to_string(a.id.value)).c_str(), frame.tr(look_of(a.state).key), {gis::EntityKind::alert, a.id.value},
                         frame.language.moment(a.raised_at, frame.now, frame.zone));
    }
}

// A sensor that disturbs is muted for a while: it stays shown, and raises nothing.
void mute_tool(Frame& frame, const Sensor& s) {
    const Theme& t = frame.theme;
    gap(t, 8);
    if (gis::mute_of(frame.desk.alerting(), s.id, frame.now)) {
        if (button(t, (frame.tr("alerting.unmute") + "###sensor.unmute").c_str(), {.icon = "notifications_active"})) frame.out.push(gis::command::MuteSensor{s.id, frame.now, {}, {}});
        return;
    }
    if (button(t, (frame.tr("desk.do.mute") + "###sensor.mute").c_str(), {.icon = "notifications", .dropdown = true})) ImGui::OpenPopup("sensor.mute.for");
    if (!ImGui::BeginPopup("sensor.mute.for")) return;
    static constexpr int choices[] = {30, 120, 480, 1440, 7 * 1440};
    for (const char* why : {"works", "faulty", "known"}) {
        section(t, frame.tr("desk.mute.why." + std::string(why)));
        for (const int minutes : choices) {
            const std::string words = frame.tr(Text{"desk.mute.for", {{"duration", frame.language.duration(gis::Minutes{minutes})}}}) + "###mute." + why + "." + std::to_string(minutes);
            if (!button(t, words.c_str(), {.kind = ButtonKind::quiet, .width = 200, .height = 26})) continue;
            frame.out.push(gis::command::MuteSensor{s.id, frame.now, frame.now + gis::Minutes{minutes}, frame.tr("desk.mute.why." + std::string(why))});
            ImGui::CloseCurrentPopup();
        }
    }
    ImGui::EndPopup();
}

} // namespace

void draw_sensor(Frame& frame, InspectorState& state, const Sensor& s) {
    const Theme& t = frame.theme;
    const gis::SensorKind* kind = frame.catalog.sensor_kind(s.kind);
    inspector_title(t, kind ? std::string_view(kind->icon) : "settings_input_antenna", s.name.empty() ? s.code : s.name);
    gap(t, 2);
    const StatusLook look = look_of(s.state);
    const Badge badges[] = {{look, frame.tr(look.key)}};
    badge_line(t, badges, frame.tr(Text{"desk.since", {{"moment", frame.language.moment(s.state_since, frame.now, frame.zone)}}}));
    if (const gis::Mute* mute = gis::mute_of(frame.desk.alerting(), s.id, frame.now)) {
        gap(t, 6);
        std::string words = frame.tr(Text{"alerting.muted.until", {{"moment", frame.language.moment(mute->until, frame.now, frame.zone)}}});
        if (!mute->reason.empty()) words += ", " + mute->reason;
        quiet_strip(t, "notifications", words, mute->by);
    }
    gap(t, 10);
    last_value(frame, s);
    gap(t, 8);
    draw_sparkline(frame, s, 96);
    gap(t, 8);
    facts(frame, s);
    alerts(frame, s);
    mute_tool(frame, s);
    draw_history(frame, state, ref_of(s));
    gap(t, 8);
}

void draw_sensor_footer(Frame& frame, const Sensor& s) { draw_place_footer(frame, ref_of(s), s.place, {}); }

} // namespace vigie::panels
