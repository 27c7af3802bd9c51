// One rule as its sentence: parts are chosen or typed, the past is replayed, then it is put into service.
#include <algorithm>

#include <imgui.h>

#include "gis/rules/rule_set.hpp"
#include "gis/rules/rule_words.hpp"
#include "panels/alerting/alerting_parts.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/field.hpp"
#include "panels/widgets/glyph.hpp"

namespace vigie::panels {

namespace {

constexpr float footer_height = 62;

struct Scope {
    std::string words;
    std::string quartier, asset_kind;
    gis::SensorId sensor;
};

std::string sensor_name(const gis::Sensor& s) { return s.name.empty() ? s.code : s.name; }

// Where a rule may hold: every sensor of the kind, those of a district, on a kind of object, or one.
std::vector<Scope> scopes_of(const Frame& frame, const std::string& kind) {
    std::vector<const gis::Sensor*> sensors;
    for (const gis::Sensor& s : frame.world.sensors())
        if (s.kind == kind) sensors.push_back(&s);
    const auto counted = [&](std::string words, std::size_t n) { return words + " (" + frame.language.number(double(n)) + ")"; };
    std::vector<Scope> scopes{{counted(frame.tr("alerting.all_sensors"), sensors.size()), {}, {}, {}}};
    std::map<std::string, std::size_t> kinds, quartiers;
    for (const gis::Sensor* s : sensors) {
        if (const gis::Asset* asset = frame.world.find(s->asset)) ++kinds[asset->kind];
        if (!s->quartier.empty()) ++quartiers[s->quartier];
    }
    if (kinds.size() > 1)
        for (const auto& [id, n] : kinds) {
            const gis::AssetKind* known = frame.catalog.asset_kind(id);
            scopes.push_back({counted(known ? known->plural.in(frame.language.code()) : id, n), {}, id, {}});
        }
    for (const auto& [quartier, n] : quartiers) scopes.push_back({counted(frame.tr(gis::Text{"alerting.in_quartier", {{"what", quartier}}}), n), quartier, {}, {}});
    std::ranges::sort(sensors, {}, [](const gis::Sensor* s) { return sensor_name(*s); });
    for (const gis::Sensor* s : sensors) scopes.push_back({sensor_name(*s), {}, {}, s->id});
    return scopes;
}

void say_kind(Frame& frame, AlertingDialog& d, SentenceFlow& flow) {
    std::vector<std::string> ids, names;
    for (const gis::SensorKind& kind : frame.catalog.sensor_kinds)
        if (kind.id == d.draft.kind || std::ranges::find(frame.world.sensors(), kind.id, &gis::Sensor::kind) != frame.world.sensors().end()) {
            ids.push_back(kind.id);
            names.push_back(kind.name.in(frame.language.code()));
        }
    const auto now = int(std::ranges::find(ids, d.draft.kind) - ids.begin());
    const int taken = flow.choice("rule.kind", names, now);
    if (taken < 0) return;
    // Another quantity: its own bounds to begin from, everywhere.
    const gis::SensorKind& kind = *frame.catalog.sensor_kind(ids[std::size_t(taken)]);
    auto like = gis::catalogue_rule(kind, d.draft.below);
    if (!like) like = gis::catalogue_rule(kind, !d.draft.below);
    gis::AlertRule rule = d.draft;
    rule.kind = kind.id;
    rule.asset_kind.clear();
    rule.quartier.clear();
    rule.sensor = {};
    if (like) {
        rule.below = like->below;
        rule.bound = like->bound;
        rule.clear = like->clear;
        rule.hold = like->hold;
        rule.severity = like->severity;
    }
    const std::string id = d.chosen;
    edit_rule(frame, d, rule);
    d.chosen = id;
}

void say_scope(Frame& frame, AlertingDialog& d, SentenceFlow& flow) {
    const std::vector<Scope> scopes = scopes_of(frame, d.draft.kind);
    std::vector<std::string> names;
    int now = -1;
    for (std::size_t i = 0; i < scopes.size(); ++i) {
        names.push_back(scopes[i].words);
        if (scopes[i].quartier == d.draft.quartier && scopes[i].asset_kind == d.draft.asset_kind && scopes[i].sensor == d.draft.sensor) now = int(i);
    }
    const int taken = flow.choice("rule.scope", names, now);
    if (taken < 0) return;
    const Scope& s = scopes[std::size_t(taken)];
    d.draft.quartier = s.quartier;
    d.draft.asset_kind = s.asset_kind;
    d.draft.sensor = s.sensor;
}

void say_hold(Frame& frame, AlertingDialog& d, SentenceFlow& flow) {
    std::vector<gis::Seconds> lengths;
    for (const int minutes : {0, 5, 10, 15, 20, 30, 60, 120, 180, 360, 720, 1440}) lengths.push_back(gis::Minutes{minutes});
    if (std::ranges::find(lengths, d.draft.hold) == lengths.end()) lengths.insert(std::ranges::upper_bound(lengths, d.draft.hold), d.draft.hold);
    std::vector<std::string> names;
    for (gis::Seconds s : lengths) names.push_back(s.count() == 0 ? frame.tr("alerting.at_once") : frame.language.duration(s));
    const int taken = flow.choice("rule.hold", names, int(std::ranges::find(lengths, d.draft.hold) - lengths.begin()));
    if (taken >= 0) d.draft.hold = lengths[std::size_t(taken)];
}

void say_severity(Frame& frame, AlertingDialog& d, SentenceFlow& flow) {
    std::vector<std::string> names;
    for (int severity = 1; severity <= 6; ++severity) {
        const gis::ServiceLevel* level = frame.catalog.service_level(severity);
        names.push_back(std::to_string(severity) + (level ? ", " + level->name.in(frame.language.code()) : std::string{}));
    }
    const int taken = flow.choice("rule.severity", names, d.draft.severity - 1);
    if (taken >= 0) d.draft.severity = taken + 1;
}

void say_crew(Frame& frame, AlertingDialog& d, SentenceFlow& flow) {
    std::vector<std::string> names{frame.tr("alerting.no_crew")};
    std::vector<gis::CrewId> ids{{}};
    for (const gis::Crew& crew : frame.world.crews()) {
        names.push_back(crew.name);
        ids.push_back(crew.id);
    }
    const int taken = flow.choice("rule.crew", names, int(std::ranges::find(ids, d.draft.crew) - ids.begin()));
    if (taken >= 0) d.draft.crew = ids[std::size_t(taken)];
}

std::string shown_unit(const Frame& frame, const gis::SensorKind* kind) {
    if (!kind) return {};
    const std::string one = frame.language.quantity(1, 0, kind->unit);
    const std::size_t end = one.find('1');
    std::string unit = end == std::string::npos ? std::string{} : one.substr(end + 1);
    while (unit.starts_with("\u00A0") || unit.starts_with("\u202F")) unit.erase(0, unit.starts_with("\u00A0") ? 2 : 3);
    return unit;
}

void sentence(Frame& frame, AlertingDialog& d) {
    const gis::SensorKind* kind = frame.catalog.sensor_kind(d.draft.kind);
    const std::string unit = shown_unit(frame, kind);
    SentenceFlow flow(frame);
    flow.words(frame.tr("alerting.say.when"));
    say_kind(frame, d, flow);
    flow.words(frame.tr("alerting.say.of"));
    say_scope(frame, d, flow);
    const int side = flow.choice("rule.side", {frame.tr("alerting.above"), frame.tr("alerting.below")}, d.draft.below ? 1 : 0);
    if (side >= 0) {
        d.draft.below = side == 1;
        d.clear_typed = d.bound_typed;  // the other side of the bound makes no sense any more
    }
    (void)flow.number("###rule.bound", d.bound_typed, unit, !number_from_typed(d.bound_typed));
    flow.words(frame.tr("alerting.say.for"));
    say_hold(frame, d, flow);
    const int period = flow.choice("rule.period", {frame.tr("alerting.period.always"), frame.tr("alerting.period.except_night"), frame.tr("alerting.period.working_hours")}, int(d.draft.period));
    if (period >= 0) d.draft.period = gis::RulePeriod(period);
    flow.words(frame.tr(d.draft.below ? "alerting.say.clear_over" : "alerting.say.clear_under"));
    (void)flow.number("###rule.clear", d.clear_typed, unit, !number_from_typed(d.clear_typed));
    flow.words(frame.tr("alerting.say.severity"));
    say_severity(frame, d, flow);
    flow.words(frame.tr("alerting.say.crew"));
    say_crew(frame, d, flow);
    flow.end();
}

// Why the rule as it stands cannot be saved; empty = it can.
std::string blocked(const Frame& frame, const std::optional<gis::AlertRule>& rule) {
    if (!rule) return frame.tr("alerting.number_wrong");
    if (rule->below ? rule->clear < rule->bound : rule->clear > rule->bound)
        return frame.tr(rule->below ? "desk.refused.rule_clear_below" : "desk.refused.rule_clear_above");
    return {};
}

void footer(Frame& frame, AlertingDialog& d) {
    const Theme& t = frame.theme;
    const gis::AlertRule* own = gis::find_rule(frame.desk.alerting(), d.chosen);
    const bool of_catalogue = gis::is_of_catalogue(frame.catalog, d.chosen);
    const auto rule = typed_rule(d);
    const std::string wrong = blocked(frame, rule);
    separator_line(t);
    ImGui::Dummy(ImVec2(1, t.px(4)));
    if (own && button(t, (frame.tr(of_catalogue ? "alerting.restore" : "alerting.remove") + "###rule.remove").c_str(), {.kind = of_catalogue ? ButtonKind::quiet : ButtonKind::danger, .height = 34})) {
        frame.out.push(gis::command::RemoveAlertRule{d.chosen});
        if (const auto again = of_catalogue ? gis::catalogue_rule(*frame.catalog.sensor_kind(d.draft.kind), d.draft.below) : std::nullopt) edit_rule(frame, d, *again);
        else d.editing = false;
        return;
    }
    if (own) ImGui::SameLine(0, t.px(6));
    if (!d.chosen.empty()) {
        if (button(t, (frame.tr("alerting.duplicate") + "###rule.duplicate").c_str(), {.kind = ButtonKind::quiet, .icon = "content_copy", .height = 34})) {
            gis::AlertRule copy = rule.value_or(d.draft);
            copy.name = frame.tr(gis::Text{"alerting.copy_of", {{"what", gis::rule_title(copy, frame.catalog, frame.language)}}});
            copy.id.clear();
            copy.on = false;
            return edit_rule(frame, d, copy);
        }
        ImGui::SameLine(0, t.px(6));
    }
    const std::string off = frame.tr("alerting.switch_off") + "###rule.off", save = frame.tr("alerting.save") + "###rule.save", on = frame.tr("alerting.save_on") + "###rule.on";
    const auto width = [&](const std::string& label) { return text_size(t.fonts.body_strong, label.substr(0, label.find("##"))).x + t.px(28); };
    // What is stored, or the catalogue's.
    std::optional<gis::AlertRule> stored = own ? std::optional(*own) : std::nullopt;
    if (!stored && of_catalogue) stored = gis::catalogue_rule(*frame.catalog.sensor_kind(d.draft.kind), d.chosen.ends_with(".below"));
    const bool in_service = stored && stored->on;
    const float wanted = width(save) + t.px(6) + (in_service ? width(off) : width(on));
    ImGui::SetCursorPosX(std::max(ImGui::GetCursorPosX(), ImGui::GetWindowWidth() - wanted));
    const bool unchanged = rule && stored && [&] { gis::AlertRule same = *rule; same.on = stored->on; return same == *stored; }();
    const std::string untested = wrong.empty() && rule && !was_replayed(frame, *rule) ? frame.tr("alerting.blocked.replay_first") : std::string{};
    if (in_service) {
        if (button(t, off.c_str(), {.width = width(off) / t.scale, .height = 34})) {
            gis::AlertRule switched = *stored;
            switched.on = d.draft.on = false;
            frame.out.push(gis::command::PutAlertRule{switched});
        }
        ImGui::SameLine(0, t.px(6));
        const std::string why = !wrong.empty() ? wrong : unchanged ? frame.tr("alerting.blocked.unchanged") : untested;
        if (button(t, save.c_str(), {.kind = ButtonKind::primary, .width = width(save) / t.scale, .height = 34, .blocked = why})) {
            gis::AlertRule changed = *rule;
            changed.on = d.draft.on = true;
            frame.out.push(gis::command::PutAlertRule{changed});
        }
        return;
    }
    const auto put = [&](bool with_service) {
        gis::AlertRule changed = *rule;
        changed.on = d.draft.on = with_service;
        frame.out.push(gis::command::PutAlertRule{changed});
        if (d.chosen.empty()) d.editing = false;  // it gets its number now
    };
    if (button(t, save.c_str(), {.width = width(save) / t.scale, .height = 34, .blocked = !wrong.empty() ? std::string_view(wrong) : unchanged ? std::string_view(frame.language("alerting.blocked.unchanged")) : std::string_view{}})) put(false);
    ImGui::SameLine(0, t.px(6));
    if (button(t, on.c_str(), {.kind = ButtonKind::primary, .width = width(on) / t.scale, .height = 34, .blocked = !wrong.empty() ? wrong : untested})) put(true);
}

} // namespace

std::optional<gis::AlertRule> typed_rule(const AlertingDialog& d) {
    const auto bound = number_from_typed(d.bound_typed), clear = number_from_typed(d.clear_typed);
    if (!bound || !clear) return {};
    gis::AlertRule rule = d.draft;
    rule.bound = *bound;
    rule.clear = *clear;
    return rule;
}

bool was_replayed(const Frame& frame, const gis::AlertRule& rule) {
    if (!frame.replay || !frame.replay->done) return false;
    gis::AlertRule replayed = frame.replay->done->rule;
    // Neither who is told nor how grave it is changes when it raises.
    replayed.id = rule.id;
    replayed.on = rule.on;
    replayed.name = rule.name;
    replayed.crew = rule.crew;
    replayed.severity = rule.severity;
    return replayed == rule;
}

void draw_rule_editor(Frame& frame, AlertingDialog& d) {
    const Theme& t = frame.theme;
    const gis::AlertRule* own = gis::find_rule(frame.desk.alerting(), d.chosen);
    const bool of_catalogue = gis::is_of_catalogue(frame.catalog, d.chosen);
    const float bottom = ImGui::GetWindowHeight() - t.px(footer_height);
    text_wrapped(t.fonts.title, t.colors.text_strong, gis::rule_title(d.draft, frame.catalog, frame.language));
    const bool on = own ? own->on : of_catalogue;
    state_badge(t, {"", Outline::circle, on ? render::Glyph::full : render::Glyph::slash, on ? Family::done : Family::idle}, frame.tr(on ? "alerting.on" : "alerting.off"));
    ImGui::SameLine(0, t.px(8));
    const char* whose = d.chosen.empty() ? "alerting.unsaved" : of_catalogue ? (own ? "alerting.changed" : "alerting.of_catalogue") : "alerting.of_commune";
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() + t.px(3));
    text_item(t.fonts.caption, t.colors.text_weak, frame.tr(whose));
    ImGui::Dummy(ImVec2(1, t.px(8)));
    sentence(frame, d);
    const std::string label = frame.tr("alerting.name"), hint = gis::rule_title([&] { gis::AlertRule r = d.draft; r.name.clear(); return r; }(), frame.catalog, frame.language);
    (void)text_field(t, "###rule.name", d.draft.name, {.label = label, .hint = hint, .width = 360});
    ImGui::Dummy(ImVec2(1, t.px(10)));
    const float room = bottom - ImGui::GetCursorPosY();
    ImGui::BeginChild("###rule.replay", ImVec2(0, std::max(room, t.px(60))));
    draw_replay(frame, d);
    ImGui::EndChild();
    ImGui::SetCursorPosY(std::max(bottom, ImGui::GetCursorPosY()));
    footer(frame, d);
}

} // namespace vigie::panels
