#include "gis/backends/demo/week.hpp"

#include <algorithm>
#include <string_view>

#include "gis/backends/demo/exact.hpp"
#include "gis/backends/demo/people.hpp"
#include "gis/model/zone.hpp"
#include "gis/planning/recurrence.hpp"

namespace vigie::gis::demo {

namespace {

using std::chrono::days;
using std::chrono::local_days;

constexpr Minutes shift_from{8 * 60}, shift_to{17 * 60}, lunch_from{12 * 60}, lunch_to{13 * 60 + 30};
constexpr Minutes at_work_after{10};  // the briefing at the workshop

std::int64_t week_number(local_days monday) { return monday.time_since_epoch().count() / 7; }

Minutes rounded_up(Minutes m) { return Minutes{(m.count() + 4) / 5 * 5}; }

} // namespace

P place_of(const Intervention& job) { return ground_from_lonlat(job.place); }

local_days monday_of(Time t) {
    const local_days day = local_day(t, commune_zone);
    return day - days{std::chrono::weekday(day).iso_encoding() - 1};
}

Time local_instant(local_days day, Minutes of_day) { return utc_from_local(LocalTime{day} + of_day, commune_zone); }

std::vector<Agent> make_agents(Time now) {
    std::vector<Agent> out;
    int phone = 10;
    for (const CrewPlan& plan : crew_plans())
        for (const AgentPlan& a : plan.agents) {
            if (!a.name) break;
            Agent agent;
            agent.id = AgentId{out.size() + 1};
            agent.origin.remote_id = std::to_string(agent.id.value);
            agent.name = a.name;
            agent.phone = "01 99 00 00 " + std::to_string(phone++);  // 01 99 00: numbers kept for fiction
            int rank = 0;
            for (const char* skill : a.skills) {
                if (!skill) break;
                Skill s{skill, {}};
                const std::string_view code = s.code;
                const bool licence = code == "B" || code == "C" || code == "CE" || code == "B96" || code == "PLOMBIER" || code == "CHAUFFAGISTE" || code == "SERRURIER";
                if (!licence) s.expires_at = std::chrono::floor<days>(now) + days{90 + 37 * ((static_cast<int>(out.size()) * 7 + rank * 5) % 24)};
                if (agent.name == "F. Combes" && code == "BC") s.expires_at = std::chrono::floor<days>(now) - days{20};
                if (agent.name == "H. Dumas" && code == "CATEC") s.expires_at = std::chrono::floor<days>(now) + days{12};
                agent.skills.push_back(std::move(s));
                ++rank;
            }
            out.push_back(std::move(agent));
        }
    return out;
}

WeekPlanner::WeekPlanner(const DemoCommune& commune, const Catalog& catalog, std::uint64_t seed, std::vector<Agent> agents)
    : commune_(commune), catalog_(catalog), seed_(seed), agents_(std::move(agents)) {}

std::vector<Shift> WeekPlanner::shifts(local_days monday) const {
    std::vector<Shift> out;
    for (int day = 0; day < 5; ++day)
        for (const Crew& crew : commune_.crews) {
            const local_days d = monday + days{day};
            Shift s;
            s.origin.remote_id = "P" + std::to_string(week_number(monday)) + "-" + std::to_string(day) + "-" + std::to_string(crew.id.value);
            s.crew = crew.id;
            s.start = local_instant(d, shift_from);
            s.end = local_instant(d, shift_to);
            s.lunch_from = local_instant(d, lunch_from);
            s.lunch_to = local_instant(d, lunch_to);
            s.lunch_duration = Seconds{60 * 60};
            out.push_back(std::move(s));
        }
    return out;
}

std::vector<Absence> WeekPlanner::absences(local_days monday) const {
    std::vector<Absence> out;
    Rng rng(seed_ ^ static_cast<std::uint64_t>(week_number(monday)) * 0x51ED2701ull);
    rng.next();
    const auto add = [&](CrewId crew, AgentId agent, int from_day, Minutes from, int to_day, Minutes to, const char* why) {
        Absence a;
        a.origin.remote_id = "A" + std::to_string(week_number(monday)) + "-" + std::to_string(out.size());
        a.crew = crew;
        a.agent = agent;
        a.from = local_instant(monday + days{from_day}, from);
        a.to = local_instant(monday + days{to_day}, to);
        a.reason = why;
        out.push_back(std::move(a));
    };
    if (week_number(monday) % 3 == 0) add(CrewId{9}, {}, 2, shift_from, 4, shift_to, "Formation CACES R490");
    else add(CrewId{1 + rng.below(commune_.crews.size())}, {}, rng.whole(1, 4), lunch_to, rng.whole(4, 4), shift_to, "Réunion de service");
    out.back().to = std::max(out.back().to, out.back().from + std::chrono::hours(3));
    add({}, AgentId{10}, 4, lunch_to, 4, shift_to, "Congés");
    add({}, AgentId{1 + rng.below(agents_.size())}, 0, shift_from, rng.whole(0, 4), shift_to, rng.chance(0.5) ? "Arrêt maladie" : "Congés");
    return out;
}

bool WeekPlanner::absent(const std::vector<Absence>& absences, const Crew& crew, Time from, Time to) const {
    return std::any_of(absences.begin(), absences.end(), [&](const Absence& a) {
        const bool whole = a.crew == crew.id;
        const bool somebody = std::find(crew.agents.begin(), crew.agents.end(), a.agent) != crew.agents.end();
        return (whole || somebody) && a.from < to && from < a.to;
    });
}

std::vector<const InterventionTemplate*> WeekPlanner::doable(const Crew& crew, Time when) const {
    const Vehicle& vehicle = commune_.vehicles[static_cast<std::size_t>(crew.vehicle.value - 1)];
    const auto held = [&](const std::string& skill) {
        return std::any_of(crew.agents.begin(), crew.agents.end(), [&](AgentId id) {
            const Agent& agent = agents_[static_cast<std::size_t>(id.value - 1)];
            return std::any_of(agent.skills.begin(), agent.skills.end(), [&](const Skill& s) { return s.code == skill && (!s.expires_at || *s.expires_at > when); });
        });
    };
    std::vector<const InterventionTemplate*> out;
    for (const InterventionTemplate& t : catalog_.interventions) {
        const bool trade = t.domain == crew.domain || (crew.domain == "batiments" && (t.domain == "ecoles" || t.domain == "ehpad")) || (crew.domain == "proprete" && t.domain == "dechets");
        // What the figures of a building ask for is no routine.
        const bool asked_for = !t.saves.empty() || std::ranges::any_of(catalog_.energy.work, [&](const FindingWork& w) { return w.intervention == t.id; });
        if (asked_for) continue;
        const bool fete = t.id == "montage_fete" || t.id == "demontage_fete";
        const bool lights = t.icon == "lightbulb_outline" || t.id == "depannage_armoire" || t.id == "illuminations";
        if (!trade || (crew.code == "LF") != fete || (crew.code == "EC") != lights || t.duration > Minutes{210}) continue;
        if (t.id == "salage" || t.id == "deneigement" || t.id == "livraison_sel" || t.id == "mise_en_securite" || t.id == "tournee_tempete" || t.id == "fermeture_berges" || t.id == "choc_thermique") continue;
        if (static_cast<std::size_t>(t.people) > crew.agents.size()) continue;
        if (!std::all_of(t.skills.begin(), t.skills.end(), held)) continue;
        if (!std::all_of(t.equipment.begin(), t.equipment.end(), [&](const std::string& e) { return std::find(vehicle.equipment.begin(), vehicle.equipment.end(), e) != vehicle.equipment.end(); })) continue;
        out.push_back(&t);
    }
    return out;
}

void WeekPlanner::place(Intervention& job, std::uint64_t dice) const {
    Rng rng(dice);
    struct Where { const char* what; const char* asset_kind; };
    constexpr Where wheres[] = {{"depannage_candelabre", "candelabre"}, {"illuminations", "candelabre"}, {"depannage_armoire", "armoire"}, {"controle_pei", "hydrant"},
                                {"controle_jeux_visuel", "aire_jeux"}, {"controle_jeux_fonctionnel", "aire_jeux"}, {"tonte", "parc"}, {"ramassage_feuilles", "parc"}, {"plantation_massif", "place"},
                                {"taille_haie", "parc"}, {"elagage", "arbre"}, {"expertise_arbre", "arbre"}, {"vidage_pav", "colonne"}, {"lavage_pav", "colonne"}, {"lavage_place", "place"},
                                {"nettoyage_marche", "place"}, {"nettoyage_sanitaire", "sanitaire_public"}, {"manoeuvre_vannes", "vanne"}, {"purge_reseau", "vanne"}, {"releve_sectorisation", "compteur_secteur"},
                                {"intervention_relevage", "poste_relevage"}, {"montage_fete", "place"}, {"demontage_fete", "place"}, {"visite_ouvrage", "ouvrage_art"}, {"entretien_composteur", "composteur"},
                                {"reparation_arrosage", "arrosage"}, {"demenagement_classe", "ecole"}, {"verification_ventilation", "ecole"}, {"exercice_evacuation", "ecole"}, {"remise_en_etat_classe", "ecole"},
                                {"releve_temperature", "ehpad"}, {"reglage_mitigeur", "ehpad"}, {"lit_medicalise", "ehpad"}, {"depannage_clim", "ehpad"}, {"depannage_froid", "ehpad"}, {"depannage_appel", "ehpad"}};
    const char* kind = nullptr;
    for (const Where& w : wheres)
        if (job.kind == w.what) kind = w.asset_kind;
    const InterventionTemplate* what = catalog_.intervention(job.kind);
    if (!kind && what && what->domain == "batiments") kind = "batiment_communal";
    const DemoCommune::Door* door = &commune_.doors[rng.below(commune_.doors.size())];
    P at = door->at;
    if (kind) {
        std::vector<const Asset*> found;
        for (const Asset& a : commune_.assets)
            if (a.kind == kind) found.push_back(&a);
        if (!found.empty()) {
            const Asset& a = *found[rng.below(found.size())];
            job.asset = a.id;
            at = ground_from_lonlat(*a.geometry.anchor());
            double best = 1e300;
            for (const auto& d : commune_.doors)
                if (const P v = d.at - at; dot(v, v) < best) best = dot(v, v), door = &d;
            if (!a.name.empty()) job.description = a.name;
        }
    }
    job.place = lonlat_from_ground(at);
    job.address = door->address;
    job.quartier = commune_.quartiers[static_cast<std::size_t>(door->quartier)];
}

Intervention WeekPlanner::job(const InterventionTemplate& what, std::uint64_t id, std::uint64_t dice, Time created) const {
    Intervention j;
    j.origin.remote_id = "I" + std::to_string(id);
    j.kind = what.id;
    j.title = what.name.fr;
    j.duration = what.duration;
    j.skills = what.skills;
    j.equipment = what.equipment;
    j.people = what.people;
    j.crews_needed = what.crews_needed;
    j.regulatory = what.regulatory;
    j.severity = what.regulatory ? 6 : 4 + static_cast<int>(dice % 2);
    for (const LocalName& t : what.tasks) j.tasks.push_back({t.fr, false});
    j.created_at = created;
    j.state_since = created;
    place(j, dice);
    return j;
}

std::vector<Intervention> WeekPlanner::jobs(local_days monday, double filled) const {
    std::vector<Intervention> out;
    const std::vector<Absence> away = absences(monday);
    for (const Crew& crew : commune_.crews) {
        const auto list = doable(crew, local_instant(monday + days{5}, Minutes{0}));
        if (list.empty()) continue;
        for (int day = 0; day < 5; ++day) {
            Rng rng(seed_ ^ (static_cast<std::uint64_t>(week_number(monday)) * 1009 + crew.id.value * 31 + static_cast<std::uint64_t>(day)) * 0x9E3779B97F4A7C15ull);
            rng.next();
            Minutes free = shift_from + at_work_after;
            P from = commune_.depot;
            for (int rank = 0; rank < 5 && free < shift_to - Minutes{50}; ++rank) {
                if (!rng.chance(filled)) {
                    free += Minutes{60};
                    continue;
                }
                const InterventionTemplate& what = *list[rng.below(list.size())];
                const std::uint64_t id = static_cast<std::uint64_t>(week_number(monday)) * 1000 + crew.id.value * 50 + static_cast<std::uint64_t>(day * 8 + rank);
                Intervention j = job(what, id, rng.next(), local_instant(monday - days{rng.whole(2, 9)}, Minutes{rng.whole(8 * 60, 17 * 60)}));
                // Town traffic: about 20 km/h as the crow flies, and a few minutes to park.
                const Minutes drive{5 + static_cast<int>(distance(from, place_of(j)) / 330)};
                Minutes start = rounded_up(free + drive);
                Minutes end = start + std::chrono::duration_cast<Minutes>(j.duration);
                if (start < lunch_to && end > lunch_from) start = rounded_up(lunch_to + drive), end = start + std::chrono::duration_cast<Minutes>(j.duration);
                const Minutes home{5 + static_cast<int>(distance(place_of(j), commune_.depot) / 330)};
                if (end + home > shift_to) continue;
                j.start = local_instant(monday + days{day}, start);
                if (absent(away, crew, *j.start, *j.start + j.duration)) continue;
                j.crews = {crew.id};
                j.state = InterventionState::assigned;
                from = place_of(j);
                free = end;
                out.push_back(std::move(j));
            }
        }
    }
    return out;
}

std::vector<Intervention> WeekPlanner::backlog(local_days monday) const {
    constexpr const char* kinds[] = {"bouchage_nid", "depannage_candelabre", "expertise_arbre", "controle_jeux_fonctionnel", "controle_pei", "marquage", "demenagement_classe", "reparation_fuite",
                                     "exercice_evacuation", "reprise_trottoir", "elagage", "enlevement_tag", "verification_baes", "debouchage", "controle_jeux_visuel"};
    std::vector<Intervention> out;
    Rng rng(seed_ ^ static_cast<std::uint64_t>(week_number(monday)) * 0xB5297A4Dull);
    rng.next();
    for (std::size_t i = 0; i < std::size(kinds); ++i) {
        const InterventionTemplate* what = catalog_.intervention(kinds[i]);
        if (!what) continue;
        Intervention j = job(*what, static_cast<std::uint64_t>(week_number(monday)) * 1000 + 900 + i, rng.next(), local_instant(monday - days{rng.whole(1, 12)}, Minutes{rng.whole(8 * 60, 17 * 60)}));
        j.state = InterventionState::to_plan;
        j.severity = i == 0 || i == 7 ? 2 : j.severity;
        j.deadline = local_instant(monday + days{what->regulatory ? 7 : rng.whole(3, 11)}, Minutes{17 * 60});
        if (j.kind == "demenagement_classe") {
            const local_days wednesday = monday + days{2};
            j.windows.push_back({local_instant(wednesday, Minutes{13 * 60 + 30}), local_instant(wednesday, Minutes{15 * 60})});
        }
        out.push_back(std::move(j));
    }
    return out;
}

std::vector<Intervention> WeekPlanner::register_of(local_days today) const {
    std::vector<Intervention> out;
    for (std::size_t d = 0; d < catalog_.duties.size(); ++d) {
        const Duty& duty = catalog_.duties[d];
        const InterventionTemplate* what = catalog_.intervention(duty.intervention);
        const auto again = due_again(duty.rule, today, {});
        if (!what || duty.asset_kind.empty() || !duty.on_completion || !again.ok() || !*again) continue;
        const auto cycle = (**again - today).count();
        const auto able = std::ranges::find_if(commune_.crews, [&](const Crew& crew) {
            const auto list = doable(crew, local_instant(today, Minutes{0}));
            return std::ranges::find(list, what) != list.end();
        });
        for (const Asset& asset : commune_.assets) {
            if (asset.kind != duty.asset_kind) continue;
            Rng rng(seed_ ^ (asset.id.value * 64 + d) * 0x9E3779B97F4A7C15ull);
            rng.next();
            if (rng.chance(0.06)) continue;
            auto age = (today.time_since_epoch().count() + rng.whole(0, static_cast<int>(cycle) - 1)) % cycle;
            if (rng.chance(0.04)) age = cycle + rng.whole(2, std::max(5, static_cast<int>(cycle) / 12));
            local_days day = today - days{age};
            const auto weekday = std::chrono::weekday(day).iso_encoding();
            if (weekday > 5) day -= days{weekday - 5};
            if (const local_days monday = today - days{std::chrono::weekday(today).iso_encoding() - 1}; day >= monday) day = monday - days{3};  // this week is planned job by job
            Intervention j = job(*what, 0, rng.next(), local_instant(day - days{rng.whole(3, 20)}, Minutes{rng.whole(8 * 60, 17 * 60)}));
            j.origin.remote_id = "C" + std::to_string(d) + "-" + std::to_string(asset.id.value) + "-" + std::to_string(day.time_since_epoch().count());
            j.asset = asset.id;
            j.description = asset.name;
            j.place = *asset.geometry.anchor();
            j.start = local_instant(day, shift_from + Minutes{15 * rng.whole(1, 24)});
            if (able != commune_.crews.end()) j.crews = {able->id};
            j.state = InterventionState::closed;
            j.actual_start = j.start;
            j.actual_end = *j.start + j.duration;
            j.state_since = *j.actual_end;
            for (Task& t : j.tasks) t.done = true;
            out.push_back(std::move(j));
        }
    }
    return out;
}

} // namespace vigie::gis::demo
