#include "gis/paper/sheet_content.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "gis/layers/folding.hpp"
#include "gis/model/words.hpp"
#include "gis/planning/calendar.hpp"
#include "gis/planning/crew_days.hpp"

namespace vigie::gis {

namespace {

constexpr int dangerous = 2;  // severities 1 and 2
constexpr std::string_view telephone_fields[] = {"telephone", "tel", "phone", "contact phone", "contact telephone", "contact"};

bool on_earth(LonLat p) { return p != LonLat{} && std::isfinite(p.lon) && std::isfinite(p.lat); }

void add_once(std::vector<std::string>& list, const std::string& word) {
    if (!word.empty() && std::ranges::find(list, word) == list.end()) list.push_back(word);
}

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& w : words) out += (out.empty() ? "" : ", ") + w;
    return out;
}

struct Reader {
    const PaperSource& from;
    const Crew& crew;
    const std::string& zone;
    Time begin, end;  // of the local day

    [[nodiscard]] std::string tr(std::string_view key) const { return from.language(key); }
    [[nodiscard]] std::string tr(const Text& text) const { return from.language(text); }
    [[nodiscard]] std::string clock(Time t) const { return from.language.clock(t, zone); }
    [[nodiscard]] const std::string& in(const LocalName& name) const { return name.in(from.language.code()); }

    void people(SheetContent& out) const {
        for (const AgentId id : crew.agents) {
            const Agent* agent = from.world.find(id);
            if (!agent) continue;
            std::string name = agent->name;
            const bool away = std::ranges::any_of(from.world.absences(), [&](const Absence& a) { return a.agent == id && a.from < end && begin < a.to; });
            if (id == crew.leader) {
                name += " (" + tr("paper.leader") + ")";
                out.leader_phone = agent->phone;
            }
            if (away) name += " (" + tr("paper.absent") + ")";
            out.people.push_back(name);
        }
    }

    void hours(SheetContent& out) const {
        std::vector<const Shift*> shifts;
        for (const Shift& s : from.world.shifts())
            if (s.crew == crew.id && s.start < end && begin < s.end) shifts.push_back(&s);
        std::ranges::sort(shifts, {}, [](const Shift* s) { return s->start; });
        for (const Shift* s : shifts) {
            out.hours.push_back(clock(s->start) + " – " + clock(s->end));
            if (s->has_lunch)
                out.lunch = tr({"paper.lunch_between", {{"time", from.language.duration(s->lunch_duration)}, {"from", clock(s->lunch_from)}, {"to", clock(s->lunch_to)}}});
        }
        for (const Absence& a : from.world.absences())
            if (a.crew == crew.id && a.from < end && begin < a.to)
                out.absences.push_back(tr({"paper.crew_absent", {{"reason", a.reason.empty() ? tr("paper.reason_unsaid") : a.reason}, {"from", clock(std::max(a.from, begin))}, {"to", clock(std::min(a.to, end))}}}));
    }

    void gear(SheetContent& out) const {
        for (const std::string& e : crew.equipment) add_once(out.equipment, e);
        const Vehicle* vehicle = from.world.find(crew.vehicle);
        if (!vehicle) return;
        out.vehicle = vehicle->name.empty() ? vehicle->code : vehicle->code.empty() ? vehicle->name : vehicle->name + " (" + vehicle->code + ")";
        for (const std::string& e : vehicle->equipment) add_once(out.equipment, e);
    }

    void links(const Intervention& what, SheetStop& stop) const {
        for (const ReportId id : what.reports) {
            const Report* report = from.world.find(id);
            if (!report) continue;
            const ReportCategory* category = from.catalog.report_category(report->category);
            stop.links.push_back(tr({"paper.link.report", {{"number", number_label(EntityKind::report, report->number)}, {"what", category ? in(category->name) : report->category},
                                                           {"day", from.language.day(report->received_at, zone)}}}));
            if (category) add_once(stop.safety, in(category->guard));
        }
        for (const AlertId id : what.alerts)
            if (const Alert* alert = from.world.find(id)) stop.links.push_back(tr({"paper.link.alert", {{"number", number_label(EntityKind::alert, alert->number)}, {"what", alert->title}}}));
        const Asset* asset = from.world.find(what.asset);
        if (!asset) return;
        const AssetKind* kind = from.catalog.asset_kind(asset->kind);
        const std::string name = asset->code.empty() ? asset->name : asset->name.empty() ? asset->code : asset->name + " (" + asset->code + ")";
        const bool says_kind = kind && folded_plain(name).starts_with(folded_plain(in(kind->name)));  // "EHPAD Les Platanes"
        stop.links.push_back(!kind || says_kind ? name : name.empty() ? in(kind->name) : in(kind->name) + " " + name);
        for (const Attribute& a : asset->attributes)
            if (std::ranges::find(telephone_fields, folded_plain(a.name)) != std::end(telephone_fields)) add_once(stop.contacts, a.value);
    }

    void safety(const Intervention& what, SheetStop& stop) const {
        std::vector<std::string> skills;
        for (const std::string& code : what.skills) {
            const SkillKind* skill = from.catalog.skill(code);
            skills.push_back(skill ? in(skill->name) : code);
        }
        if (!skills.empty()) stop.safety.push_back(tr({"paper.safety.skills", {{"list", joined(skills)}}}));
        if (!what.equipment.empty()) stop.safety.push_back(tr({"paper.safety.equipment", {{"list", joined(what.equipment)}}}));
        if (what.people > 1) stop.safety.push_back(tr({"paper.safety.people", {{"n", std::to_string(what.people)}}}));
        if (const InterventionTemplate* kind = from.catalog.intervention(what.kind)) add_once(stop.safety, in(kind->rule));
    }

    [[nodiscard]] SheetStop stop_of(const Intervention& what, const Occupation& when) const {
        SheetStop stop{.id = what.id, .number = what.number != 0 ? number_label(EntityKind::intervention, what.number) : std::string(), .title = what.title,
                       .place = what.address.empty() ? what.quartier : what.quartier.empty() ? what.address : what.address + ", " + what.quartier,
                       .description = what.description, .start = when.start, .end = when.end, .at = {}, .domain = {}, .regulatory = what.regulatory, .done = what.state >= InterventionState::finished, .tasks = what.tasks,
                       .links = {}, .contacts = {}, .safety = {}, .with = {}};
        if (on_earth(what.place)) stop.at = what.place;
        const InterventionTemplate* kind = from.catalog.intervention(what.kind);
        if (kind) stop.domain = kind->domain;
        if (stop.title.empty() && kind) stop.title = in(kind->name);
        links(what, stop);
        safety(what, stop);
        for (const CrewId id : what.crews)
            if (const Crew* other = from.world.find(id); other && id != crew.id) stop.with.push_back(other->name);
        return stop;
    }

    void stops(SheetContent& out) const {
        for (const Intervention& what : from.world.interventions()) {
            const auto when = occupation(what);
            if (!when || when->start < begin || when->start >= end || std::ranges::find(what.crews, crew.id) == what.crews.end()) continue;
            out.stops.push_back(stop_of(what, *when));
            if (what.severity <= dangerous) out.urgent_numbers = true;
            for (const ReportId id : what.reports)
                if (const Report* r = from.world.find(id))
                    if (const ReportCategory* c = from.catalog.report_category(r->category); c && !c->guard.fr.empty()) out.urgent_numbers = true;
        }
        std::ranges::sort(out.stops, {}, [](const SheetStop& s) { return std::pair(s.start, s.id.value); });
    }

    // From `a` to `b`; gives the time and adds the line and the length.
    Seconds leg(SheetContent& out, LonLat a, LonLat b, double& way_m) const {
        const auto p = from.plane.plane_from_lonlat(a), q = from.plane.plane_from_lonlat(b);
        if (!p || !q) return Seconds{0};
        if (auto route = from.roads.empty() ? std::nullopt : from.roads.route(*p, *q)) {
            way_m = route->length_m;
            out.legs.push_back({std::move(route->line), true});
            return route->time;
        }
        way_m = distance_m(a, b);
        out.legs.push_back({{*p, *q}, false});
        return straight_travel(a, b);
    }

    void way(SheetContent& out) const {
        if (on_earth(crew.depot)) out.depot = crew.depot;
        std::optional<LonLat> at = out.depot;
        for (SheetStop& stop : out.stops) {
            if (!stop.at) continue;
            if (at) stop.travel = leg(out, *at, *stop.at, stop.way_m);
            at = stop.at;
            out.travel += stop.travel;
            out.way_m += stop.way_m;
        }
        if (out.legs.empty() || !out.depot || !at) return;
        double home_m = 0;
        const Seconds home = leg(out, *at, *out.depot, home_m);
        out.travel += home;
        out.way_m += home_m;
        out.back_at = out.stops.back().end + home;
    }
};

} // namespace

Result<std::vector<const Crew*>> crews_to_print(const World& world, const std::vector<CrewId>& wanted) {
    std::vector<const Crew*> out;
    for (const CrewId id : wanted) out.push_back(world.find(id));
    if (wanted.empty()) {
        for (const Crew& crew : world.crews()) out.push_back(&crew);
        std::ranges::sort(out, {}, [](const Crew* c) { return std::pair(folded_plain(c->name), c->id.value); });
    }
    if (out.empty() || std::ranges::find(out, nullptr) != out.end()) return Error{ErrorClass::refused, {"paper.no_crew", {}}, {"paper.no_crew.remedy", {}}, {}};
    return out;
}

SheetContent sheet_content(const PaperSource& from, const Crew& crew, std::chrono::local_days day, const std::string& zone, bool people) {
    const Reader reader{from, crew, zone, utc_from_local(LocalTime(day), zone), utc_from_local(LocalTime(day + std::chrono::days{1}), zone)};
    SheetContent out;
    out.crew_name = crew.name;
    out.crew_code = crew.code;
    if (people) reader.people(out);
    reader.hours(out);
    reader.gear(out);
    reader.stops(out);
    reader.way(out);
    return out;
}

} // namespace vigie::gis
