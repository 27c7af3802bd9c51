#include <algorithm>

#include "gis/model/words.hpp"
#include "gis/model/zone.hpp"
#include "gis/planning/calendar.hpp"
#include "panels/commands/sheet_gesture.hpp"
#include "panels/inspect/focus.hpp"
#include "panels/inspect/inspectors.hpp"
#include "panels/inspect/parts.hpp"
#include "panels/lists/crew_day.hpp"
#include "panels/widgets/feedback.hpp"
#include "panels/widgets/field.hpp"

namespace vigie::panels {

namespace {

using gis::Crew;
using gis::Text;

constexpr gis::Seconds expiry_warning{60 * 86400};
constexpr float stop_height = 26;
constexpr std::string_view trails = "live.trails";   // of ViewState::hidden_layers

gis::EntityRef ref_of(const Crew& c) { return {gis::EntityKind::crew, c.id.value}; }

gis::TimeWindow today(const Frame& frame) {
    const auto day = gis::local_day(frame.now, frame.zone);
    return {gis::utc_from_local(gis::LocalTime(day), frame.zone),
            gis::utc_from_local(gis::LocalTime(day + std::chrono::days{1}), frame.zone)};
}

void heading(Frame& frame, const Crew& c) {
    const Theme& t = frame.theme;
    inspector_title(t, "local_shipping", c.name);
    gap(t, 2);
    const StatusLook look = look_of(c.status), old = stale_position();
    std::vector<Badge> badges{{look, frame.tr(look.key)}};
    if (position_is_old(c, frame.now)) badges.push_back({old, frame.tr(old.key)});
    const std::string since = !c.status_since ? std::string{} : frame.tr(Text{"desk.since", {{"moment", frame.language.moment(*c.status_since, frame.now, frame.zone)}}});
    badge_line(t, badges, since);
}

void facts(Frame& frame, const Crew& c) {
    const Theme& t = frame.theme;
    if (c.current)
        draw_object_link(frame, "current", frame.tr("desk.column.current"), {gis::EntityKind::intervention, c.current.value});
    const std::string fix = c.fix_at ? frame.language.age(*c.fix_at, frame.now) : frame.tr("desk.crew.no_position");
    FactSpec spec{.action_icon = c.place ? "my_location" : "", .action_tip = {}};
    const std::string tip = frame.tr("desk.fact.frame");
    spec.action_tip = tip;
    if (fact(t, "position", frame.tr("desk.column.position"), fix, spec) == FactClick::action && c.place) frame_on(frame, *c.place);
    if (const gis::Vehicle* vehicle = frame.world.find(c.vehicle))
        fact(t, "vehicle", frame.tr("desk.fact.vehicle"), vehicle->name.empty() ? vehicle->code : vehicle->name);
    std::string aboard;
    const auto add = [&](const std::vector<std::string>& things) {
        for (const std::string& thing : things) aboard += (aboard.empty() ? "" : ", ") + thing;
    };
    add(c.equipment);
    if (const gis::Vehicle* vehicle = frame.world.find(c.vehicle)) add(vehicle->equipment);
    if (!aboard.empty()) fact(t, "equipment", frame.tr("desk.fact.aboard"), aboard, {.wraps = true});
    // What is kept of where it was, and when: agents may ask.
    const gis::Domain* domain = frame.catalog.domain(c.domain);
    const auto days = domain && domain->restricted ? frame.catalog.retention.patrols : frame.catalog.retention.positions;
    fact(t, "tracking", frame.tr("desk.crew.tracking"), frame.tr(Text{"desk.crew.tracking_words", {{"n", std::to_string(days.count())}}}), {.wraps = true});
}

void load_bar(Frame& frame, InspectorState& state, const Crew& c) {
    const Theme& t = frame.theme;
    const gis::DayLoad& load = state.load.of(frame, c.id);
    gap(t, 8);
    if (load.available.count() <= 0) {
        section(t, frame.tr("desk.crew.load"), frame.tr("desk.crew.no_shift"));
        return;
    }
    section(t, frame.tr("desk.crew.load"), frame.language.quantity(load.ratio() * 100, 0, "%"));
    const DueTone tone = load.ratio() > 1 ? DueTone::late : DueTone::calm;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    progress_bar(ImGui::GetWindowDrawList(), t, ImVec2(at.x, at.y + t.px(3)), width, std::min(1.0, load.ratio()), due_color(t, tone));
    gap(t, 9);
    caption(t, frame.tr(Text{"desk.crew.load_words", {{"work", frame.language.duration(load.work)},
                                                      {"travel", frame.language.duration(load.travel)},
                                                      {"available", frame.language.duration(load.available)}}}));
}

void displaced_work(Frame& frame, InspectorState& state, const Crew& c) {
    const auto& homeless = state.displaced.of(frame, c.id);
    if (homeless.empty()) return;
    gap(frame.theme, 8);
    const std::string words = frame.tr(Text{"desk.crew.displaced", {{"n", std::to_string(homeless.size())}}});
    if (banner(frame.theme, gis::Severity::warning, words, frame.tr("desk.do.redistribute") + "###crew.redistribute") && !frame.proposal_running) {
        frame.view.monday = gis::monday_of(gis::local_day(frame.now, frame.zone));
        frame.view.workspace = Workspace::planning;
        frame.ask.redistribute = c.id;
    }
}

// One line of the round: hour, state, title; a click opens it.
void stop_row(Frame& frame, const gis::Intervention& stop) {
    const Theme& t = frame.theme;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, h = t.px(stop_height), middle = at.y + h / 2;
    const std::string id = "stop." + std::to_string(stop.id.value);
    if (ImGui::InvisibleButton(id.c_str(), ImVec2(width, h))) select(frame, {gis::EntityKind::intervention, stop.id.value});
    ImDrawList* list = ImGui::GetWindowDrawList();
    if (ImGui::IsItemHovered()) {
        list->AddRectFilled(at, ImVec2(at.x + width, at.y + h), u32(t.colors.row_hover), t.px(4));
        frame.view.hovered = {gis::EntityKind::intervention, stop.id.value};
    }
    focus_ring(t, at, ImVec2(at.x + width, at.y + h), t.px(4));
    ImFont* small = t.fonts.caption;
    const float hour = t.px(42), glyph = t.px(20);
    draw_text(list, small, ImVec2(at.x, middle - small->FontSize / 2), t.colors.text_weak, frame.language.clock(*stop.start, frame.zone));
    draw_state(list, t, ImVec2(at.x + hour + t.px(7), middle), t.px(13), look_of(stop.state));
    const std::string length = frame.language.duration(stop.duration);
    const float end = at.x + width - text_size(small, length).x - t.px(8), words = at.x + hour + glyph;
    const std::string place = stop.address.empty() ? stop.quartier : stop.address;
    draw_text_clipped(list, t.fonts.body, ImVec2(words, middle - t.fonts.body->FontSize / 2), t.colors.text_strong,
                      place.empty() ? stop.title : stop.title + ", " + place, end - words);
    draw_text_right(list, small, ImVec2(at.x + width, middle - small->FontSize / 2), t.colors.text_weak, length);
}

void round_of_today(Frame& frame, const Crew& c) {
    const auto stops = stops_of(frame.world, c.id, today(frame));
    const auto done = std::count_if(stops.begin(), stops.end(),
                                    [](const auto* s) { return s->state >= gis::InterventionState::finished; });
    gap(frame.theme, 8);
    section(frame.theme, frame.tr("desk.column.stops"),
            stops.empty() ? std::string{}
                          : frame.tr(Text{"desk.crew.stops_done", {{"done", std::to_string(done)}, {"all", std::to_string(stops.size())}}}));
    if (stops.empty()) caption(frame.theme, frame.tr("desk.crew.no_stops"));
    for (const gis::Intervention* stop : stops) stop_row(frame, *stop);
    const auto blocked = sheets_blocked(frame);
    gap(frame.theme, 6);
    if (button(frame.theme, (frame.tr("paper.ask") + "###crew.sheet").c_str(), {.icon = "picture_as_pdf", .blocked = blocked ? frame.tr(*blocked) : std::string(), .small_text = true}))
        ask_for_sheet(frame, gis::SheetKind::day, c.id, gis::local_day(frame.now, frame.zone));
}

std::string skills_of(const Frame& frame, const gis::Agent& agent, Family& worst) {
    std::string words;
    for (const gis::Skill& skill : agent.skills) {
        std::string one = skill.code;
        if (skill.expires_at && *skill.expires_at <= frame.now) {
            one = frame.tr(Text{"desk.skill.expired", {{"skill", skill.code}, {"date", frame.language.date(*skill.expires_at, frame.zone)}}});
            worst = Family::danger;
        } else if (skill.expires_at && *skill.expires_at - frame.now < expiry_warning) {
            one = frame.tr(Text{"desk.skill.expires", {{"skill", skill.code}, {"date", frame.language.date(*skill.expires_at, frame.zone)}}});
            if (worst != Family::danger) worst = Family::warn;
        }
        words += (words.empty() ? "" : ", ") + one;
    }
    return words;
}

bool is_absent(const Frame& frame, const gis::Agent& agent) {
    const auto& absences = frame.world.absences();
    return std::any_of(absences.begin(), absences.end(), [&](const gis::Absence& a) {
        return a.agent && a.agent == agent.id && a.from <= frame.now && frame.now < a.to;
    });
}

// Who is away now or will be within a month, each to be taken back when somebody returns early.
void absences(Frame& frame, const Crew& c) {
    constexpr gis::Seconds looked_ahead{31 * 86400};
    std::vector<const gis::Absence*> away;
    for (const gis::Absence& a : frame.world.absences()) {
        const bool ours = a.crew == c.id || std::ranges::find(c.agents, a.agent) != c.agents.end();
        if (ours && (a.crew || a.agent) && a.to > frame.now && a.from < frame.now + looked_ahead) away.push_back(&a);
    }
    if (away.empty()) return;
    std::ranges::sort(away, {}, &gis::Absence::from);
    gap(frame.theme, 8);
    section(frame.theme, frame.tr("desk.crew.absences"));
    for (const gis::Absence* a : away) {
        const gis::Agent* agent = frame.world.find(a->agent);
        const std::string who = agent ? agent->name + ", " : std::string{};  // else the whole crew, whose sheet this is
        const std::string until = frame.tr(Text{"desk.crew.away_until", {{"reason", a->reason}, {"moment", frame.language.moment(a->to, frame.now, frame.zone)}}});
        const std::string from = frame.tr(Text{"desk.crew.away_from", {{"reason", a->reason}, {"day", frame.language.day(a->from, frame.zone)}, {"until", frame.language.day(a->to, frame.zone)}}});
        const std::string tip = frame.tr("desk.crew.back");
        if (fact(frame.theme, ("absence." + std::to_string(a->id.value)).c_str(), frame.tr("desk.absence.who"), who + (a->from <= frame.now ? until : from), {.action_icon = "close", .action_tip = tip}) == FactClick::action)
            frame.out.push(gis::command::RemoveAbsence{a->id});
    }
}

void people(Frame& frame, const Crew& c) {
    const Theme& t = frame.theme;
    if (c.agents.empty()) return;
    gap(t, 8);
    section(t, frame.tr("desk.crew.people"));
    for (gis::AgentId id : c.agents) {
        const gis::Agent* agent = frame.world.find(id);
        if (!agent) continue;
        std::string name = agent->name;
        if (id == c.leader) name += ", " + frame.tr("desk.crew.leader");
        if (is_absent(frame, *agent)) name += ", " + frame.tr("desk.crew.absent");
        Family worst = Family::idle;
        const std::string skills = skills_of(frame, *agent, worst);
        gap(t, 3);
        text_item(t.fonts.body, t.colors.text_strong, name);
        if (!skills.empty())
            text_wrapped(t.fonts.caption, worst == Family::idle ? t.colors.text_weak : t.colors.family(worst).ink, skills);
    }
}

} // namespace

void draw_crew(Frame& frame, InspectorState& state, const Crew& c) {
    heading(frame, c);
    gap(frame.theme, 8);
    facts(frame, c);
    bool shown = !frame.view.hidden_layers.contains(std::string(trails));
    gap(frame.theme, 4);
    if (check_field(frame.theme, (frame.tr("desk.crew.trail") + "###crew.trail").c_str(), shown)) {
        if (shown) frame.view.hidden_layers.erase(std::string(trails));
        else frame.view.hidden_layers.insert(std::string(trails));
    }
    load_bar(frame, state, c);
    absences(frame, c);
    displaced_work(frame, state, c);
    round_of_today(frame, c);
    people(frame, c);
    draw_history(frame, state, ref_of(c));
    gap(frame.theme, 8);
}

void draw_crew_footer(Frame& frame, const Crew& c) {
    const Theme& t = frame.theme;
    const float third = (ImGui::GetContentRegionAvail().x / t.scale - 2 * 6) / 3;
    for (int s = 0; s <= int(gis::CrewStatus::out_of_service); ++s) {
        const auto status = static_cast<gis::CrewStatus>(s);
        const StatusLook look = look_of(status);
        if (s % 3 > 0) ImGui::SameLine();
        const std::string words = frame.tr(look.key);
        if (button(t, (words + "###crew.status." + std::string(gis::name(status))).c_str(),
                   {.width = third, .chosen = status == c.status, .small_text = true}) &&
            status != c.status)
            frame.out.push(gis::command::SetCrewStatus{c.id, status});
    }
    ImGui::SameLine();
    if (button(t, (frame.tr("desk.do.absence") + "###crew.absence").c_str(), {.width = third, .small_text = true})) {
        frame.view.dialog_crew = c.id;
        frame.view.dialog = Dialog::absence;
    }
}

} // namespace vigie::panels
