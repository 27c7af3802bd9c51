#include <charconv>

#include "gis/model/words.hpp"
#include "gis/rules/escalation.hpp"
#include "gis/rules/rule_set.hpp"
#include "gis/rules/rule_words.hpp"
#include "panels/inspect/focus.hpp"
#include "panels/inspect/gestures.hpp"
#include "panels/inspect/inspectors.hpp"
#include "panels/inspect/parts.hpp"

namespace vigie::panels {

namespace {

using gis::Alert;
using gis::Text;

gis::EntityRef ref_of(const Alert& a) { return {gis::EntityKind::alert, a.id.value}; }

std::uint64_t id_in(std::string_view text) {
    std::uint64_t id = 0;
    (void)std::from_chars(text.data(), text.data() + text.size(), id);
    return id;
}

// Who was called, and who is next when nobody takes it.
void on_call(Frame& frame, const Alert& a) {
    const Theme& t = frame.theme;
    const gis::Alerting& alerting = frame.desk.alerting();
    if (const gis::CrewId crew{id_in(gis::fact_of(a, "crew"))}; frame.world.find(crew)) draw_object_link(frame, "team", frame.tr("desk.fact.team"), {gis::EntityKind::crew, crew.value});
    const auto stands = gis::escalation_of(a, alerting);
    if (!stands || stands->level >= alerting.on_call.levels.size()) return;
    fact(t, "called", frame.tr("desk.fact.called"), stands->called.empty() ? frame.tr("desk.called.nobody") : stands->called,
         {.note = frame.tr(Text{"desk.called.level", {{"n", std::to_string(stands->level + 1)}}})});
    if (!stands->next) return;
    const auto left = std::chrono::ceil<gis::Minutes>(std::max(*stands->next - frame.now, gis::Millis{1}));
    const std::string who = gis::on_duty_words(frame.world, alerting.on_call, stands->level + 1, *stands->next);
    fact(t, "next_level", frame.tr("desk.fact.next_level"), who.empty() ? alerting.on_call.levels[stands->level + 1].name : who,
         {.note = frame.tr(Text{"desk.called.in", {{"duration", frame.language.duration(left)}}})});
}

// The other sensors of the incident.
void also(Frame& frame, const Alert& a) {
    for (const gis::Attribute& f : a.facts)
        if (f.name == "also") draw_object_link(frame, ("also." + f.value).c_str(), frame.tr("desk.fact.also"), {gis::EntityKind::sensor, id_in(f.value)});
}

void facts(Frame& frame, const Alert& a) {
    const Theme& t = frame.theme;
    if (const gis::Sensor* sensor = frame.world.find(a.sensor)) {
        const gis::SensorKind* kind = frame.catalog.sensor_kind(sensor->kind);
        std::string value;
        if (sensor->last_value) value = frame.language.quantity(*sensor->last_value, kind ? kind->decimals : 1, sensor->unit);
        draw_object_link(frame, "sensor", frame.tr("desk.column.sensor"), {gis::EntityKind::sensor, a.sensor.value}, value);
    }
    if (fact(t, "place", frame.tr("desk.column.quartier"), a.quartier.empty() ? frame.tr("desk.fact.on_map") : a.quartier,
             {.action_icon = "my_location", .action_tip = frame.tr("desk.fact.frame")}) == FactClick::action)
        frame_on(frame, a.place);
    const std::string since = frame.language.moment(a.raised_at, frame.now, frame.zone);
    const std::string burst = a.occurrences < 2 ? std::string{}
        : frame.tr(Text{"desk.alert.occurrences", {{"n", frame.language.number(double(a.occurrences))}}});
    fact(t, "since", frame.tr("desk.fact.raised"), since, {.note = burst});
    const bool ours = !gis::rule_of(a).empty();
    if (const std::string rule = gis::alert_rule(a, frame.catalog, frame.language); !rule.empty()) fact(t, "rule", frame.tr("desk.fact.rule"), rule, {.wraps = true});
    if (ours && link(t, (frame.tr("desk.alert.open_rule") + "###alert.open_rule").c_str())) {
        frame.view.alerting_rule = std::string(gis::rule_of(a));
        frame.view.alerting_open = true;
    }
    on_call(frame, a);
    also(frame, a);
    if (a.intervention)
        draw_object_link(frame, "intervention", frame.tr("desk.column.intervention"), {gis::EntityKind::intervention, a.intervention.value});
}

} // namespace

void draw_alert(Frame& frame, InspectorState& state, const Alert& a) {
    const Theme& t = frame.theme;
    const gis::SensorKind* kind = frame.catalog.sensor_kind(a.kind);
    inspector_title(t, kind ? std::string_view(kind->icon) : "notifications_active", gis::alert_title(a, frame.catalog, frame.language));
    gap(t, 2);
    const StatusLook look = look_of(a.state);
    const Badge badges[] = {{look, frame.tr(look.key)}, {severity_look(a.severity), severity_words(frame, a.severity)}};
    badge_line(t, badges, frame.language.age(a.raised_at, frame.now), gis::is_open(a.state) ? DueTone::late : DueTone::none);
    gap(t, 10);
    facts(frame, a);
    if (const gis::Sensor* sensor = frame.world.find(a.sensor)) {
        gap(t, 8);
        draw_sparkline(frame, *sensor, 72);
    }
    draw_proposals(frame, state, {ref_of(a)});
    draw_history(frame, state, ref_of(a));
    gap(t, 8);
}

void draw_alert_footer(Frame& frame, const Alert& a) {
    const Theme& t = frame.theme;
    const std::vector<gis::EntityRef> chosen{ref_of(a)};
    const std::string blocked = blocked_words(frame, create_blocked(frame.world, chosen));
    if (button(t, (frame.tr("desk.do.create") + "###alert.create").c_str(),
               {.kind = ButtonKind::primary, .icon = "build", .width = -1, .height = 34, .key_hint = "I", .blocked = blocked}))
        frame.out.push(create_intervention(frame.world, frame.catalog, chosen, frame.language.code()));
    const float half = (ImGui::GetContentRegionAvail().x / t.scale - 6) / 2;
    const std::string taken = blocked_words(frame, take_alert_blocked(frame.world, chosen));
    if (button(t, (frame.tr("desk.do.take_alert") + "###alert.take").c_str(), {.width = half, .key_hint = "V", .blocked = taken}))
        frame.out.push(take_alerts(frame.world, chosen));
    ImGui::SameLine();
    const std::string cleared = blocked_words(frame, clear_alert_blocked(frame.world, chosen));
    if (button(t, (frame.tr("desk.do.clear_alert") + "###alert.clear").c_str(), {.width = half, .blocked = cleared})) {
        frame.view.selection.entities = chosen;
        frame.view.dialog = Dialog::clear_alert;
    }
}

} // namespace vigie::panels
