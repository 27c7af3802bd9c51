// Quiet hours, and the sensors that are muted now.
#include <imgui.h>

#include "panels/alerting/alerting_parts.hpp"
#include "panels/forms/typed_time.hpp"
#include "panels/inspect/focus.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/field.hpp"

namespace vigie::panels {

namespace {

void begin_quiet(const Frame& frame, AlertingDialog& d) {
    d.quiet = frame.desk.alerting().quiet;
    d.quiet_from = typed_clock(d.quiet.from);
    d.quiet_to = typed_clock(d.quiet.to);
    d.quiet_fresh = false;
}

void draw_muted(Frame& frame) {
    const Theme& t = frame.theme;
    section_header(t, frame.tr("alerting.muted.title"));
    bool any = false;
    for (const gis::Mute& mute : frame.desk.alerting().mutes) {
        const gis::Sensor* sensor = frame.world.find(mute.sensor);
        if (!sensor || mute.until <= frame.now) continue;
        any = true;
        const std::string id = std::to_string(mute.sensor.value);
        if (button(t, (frame.tr("alerting.unmute") + "###unmute." + id).c_str(), {.height = 24})) frame.out.push(gis::command::MuteSensor{mute.sensor, frame.now, {}, {}});
        ImGui::SameLine(0, t.px(10));
        if (link(t, ((sensor->name.empty() ? sensor->code : sensor->name) + "###muted." + id).c_str(), false)) {
            select(frame, {gis::EntityKind::sensor, mute.sensor.value});
            frame.view.alerting_open = false;
        }
        ImGui::SameLine(0, t.px(10));
        std::string words = frame.tr(gis::Text{"alerting.muted.until", {{"moment", frame.language.moment(mute.until, frame.now, frame.zone)}}});
        if (!mute.reason.empty()) words += ", " + mute.reason;
        if (!mute.by.empty()) words += " · " + mute.by;
        text_item(t.fonts.caption, t.colors.text_weak, words);
    }
    if (!any) caption(t, frame.tr("alerting.muted.none"));
}

} // namespace

void draw_quiet_page(Frame& frame, AlertingDialog& d) {
    const Theme& t = frame.theme;
    if (d.quiet_fresh) begin_quiet(frame, d);
    text_wrapped(t.fonts.body, t.colors.text_normal, frame.tr("alerting.quiet.sentence"));
    ImGui::Dummy(ImVec2(1, t.px(8)));
    (void)check_field(t, (frame.tr("alerting.quiet.on") + "###quiet.on").c_str(), d.quiet.on);
    const std::string from = frame.tr("alerting.quiet.from"), to = frame.tr("alerting.quiet.to"), critical = frame.tr("alerting.quiet.critical");
    (void)line_field(t, "###quiet.from", d.quiet_from, from, "2000", 90);
    ImGui::SameLine(0, t.px(6));
    (void)line_field(t, "###quiet.to", d.quiet_to, to, "0700", 90);
    (void)check_field(t, (frame.tr("alerting.quiet.weekends") + "###quiet.weekends").c_str(), d.quiet.weekends);
    std::vector<std::string> names;
    for (int severity = 1; severity <= 6; ++severity) {
        const gis::ServiceLevel* level = frame.catalog.service_level(severity);
        names.push_back(std::to_string(severity) + (level ? ", " + level->name.in(frame.language.code()) : std::string{}));
    }
    int chosen = d.quiet.critical - 1;
    if (combo_field(t, "###quiet.critical", chosen, names, {.label = critical, .width = 240})) d.quiet.critical = chosen + 1;
    const auto begins = clock_from_typed(d.quiet_from), ends = clock_from_typed(d.quiet_to);
    gis::QuietHours wanted = d.quiet;
    if (begins) wanted.from = *begins;
    if (ends) wanted.to = *ends;
    const std::string why = !begins || !ends ? frame.tr("alerting.quiet.hour_wrong") : wanted == frame.desk.alerting().quiet ? frame.tr("alerting.blocked.unchanged") : std::string{};
    ImGui::Dummy(ImVec2(1, t.px(6)));
    if (button(t, (frame.tr("alerting.save") + "###quiet.save").c_str(), {.kind = ButtonKind::primary, .height = 34, .blocked = why})) frame.out.push(gis::command::SetQuietHours{wanted});
    ImGui::Dummy(ImVec2(1, t.px(16)));
    draw_muted(frame);
}

} // namespace vigie::panels
