#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <chrono>

#include "gis/model/language.hpp"
#include "gis/planning/crew_days.hpp"
#include "small_commune.hpp"
#include "tests/pace.hpp"

using namespace small_commune;

namespace {

const Language& french() {
    static const auto loaded = Language::load(VIGIE_SOURCE_DIR "/assets/lang", "fr");
    REQUIRE(loaded);
    return *loaded;
}

// The sentence of the only refusal there is; plain spaces, for reading.
std::string only(const std::vector<Refusal>& list, RefusalKind kind) {
    std::string all;
    for (const auto& r : list) all += french()(r.text) + "\n";
    INFO(all);
    REQUIRE(list.size() == 1);
    CHECK(list.front().kind == kind);
    auto said = french()(list.front().text);
    for (const auto* space : {"\u00A0", "\u202F"})
        for (auto p = said.find(space); p != std::string::npos; p = said.find(space)) said.replace(p, std::string(space).size(), " ");
    return said;
}

constexpr LonLat near_depot{2.0, 43.0};
constexpr LonLat five_km{2.0, 43.045};  // 5,004 m north: 13 minutes at 30 km/h with detours

struct TwoCrews : Commune {
    AgentId ferrand = agent("M. Ferrand", {{"AIPR", {}}, {"BR", at(1, 12)}});
    AgentId martin = agent("L. Martin", {{"BR", {}}});
    AgentId petit = agent("A. Petit");
    CrewId roads = crew("Voirie A", {ferrand, petit}, {"enrobe"});
    CrewId lights = crew("Éclairage", {martin}, {"nacelle"});
    TwoCrews() {
        for (int day = 0; day < 5; ++day) {
            shift(roads, day);
            shift(lights, day);
        }
    }
};

} // namespace

TEST_CASE("work that fits is not refused") {
    TwoCrews c;
    CHECK(refusals(c.context(), c.job("Nid-de-poule"), {c.roads}, at(1, 10)).empty());
    CHECK(refusals(c.context(), c.job("Nid-de-poule", 60, five_km), {c.roads}, at(1, 8, 15)).empty());
}

TEST_CASE("an overlap names the other work and its hours") {
    TwoCrews c;
    const auto other = c.planned(c.job("Tranchée", 120), {c.roads}, at(1, 9));
    const auto said = only(refusals(c.context(), c.job("Panneau"), {c.roads}, at(1, 10)), RefusalKind::overlap);
    CHECK(said.find("Tranchée occupe déjà Voirie A de 09:00 à 11:00") != std::string::npos);
    // Moving a visit a little does not collide with itself.
    CHECK(refusals(c.context(), other, {c.roads}, at(1, 9, 30)).empty());
}

TEST_CASE("an absence of the crew names its reason and dates") {
    TwoCrews c;
    Absence away;
    away.crew = c.roads;
    away.from = at(2, 0);
    away.to = at(3, 0);
    away.reason = "Formation CACES R490";
    c.put(away);
    const auto said = only(refusals(c.context(), c.job("Panneau"), {c.roads}, at(2, 10)), RefusalKind::absence);
    CHECK(said == "Voirie A est absente : Formation CACES R490, du 25/11 00:00 au 26/11 00:00");
    CHECK(refusals(c.context(), c.job("Panneau"), {c.roads}, at(3, 10)).empty());
}

TEST_CASE("a day without shift is refused, a public holiday by its name") {
    TwoCrews c;
    CHECK(only(refusals(c.context(), c.job("Panneau"), {c.roads}, at(5, 10)), RefusalKind::no_shift) == "Voirie A ne travaille pas sam. 28/11");
    const Time christmas = instant(std::chrono::local_days{std::chrono::year{2026} / 12 / 25}, std::chrono::hours{10}, zone);
    const auto said = only(refusals(c.context(), c.job("Panneau"), {c.roads}, christmas), RefusalKind::no_shift);
    CHECK(said == "ven. 25/12 est férié (Noël) et Voirie A ne travaille pas");
}

TEST_CASE("outside hours says by how much") {
    TwoCrews c;
    CHECK(only(refusals(c.context(), c.job("Fuite", 60), {c.roads}, at(1, 16, 35)), RefusalKind::outside_hours) ==
          "Finit à 17:35, 35 min après la journée (17:00)");
    CHECK(only(refusals(c.context(), c.job("Fuite", 60), {c.roads}, at(1, 7, 30)), RefusalKind::outside_hours) ==
          "Commence à 07:30, avant la journée (08:00)");
    CHECK(only(refusals(c.context(), c.job("Fuite", 60, five_km), {c.roads}, at(1, 15, 55)), RefusalKind::outside_hours) ==
          "Retour au dépôt à 17:08, 9 min après la journée (17:00)");
}

TEST_CASE("a missing, an expired and an absent holder of a certificate are told apart") {
    TwoCrews c;
    auto lamp = c.job("Candélabre");
    lamp.skills = {"BR"};
    CHECK(refusals(c.context(), lamp, {c.roads}, at(1, 9)).empty());
    CHECK(only(refusals(c.context(), lamp, {c.roads}, at(1, 14)), RefusalKind::skill_expired) ==
          "Habilitation BR expirée : M. Ferrand, le 24/11/2026");
    lamp.skills = {"CATEC"};
    CHECK(only(refusals(c.context(), lamp, {c.roads}, at(1, 9)), RefusalKind::skill_missing) ==
          "Habilitation CATEC manquante dans toute l’équipe Voirie A");
    lamp.skills = {"AIPR"};
    Absence away;
    away.agent = c.ferrand;
    away.from = at(1, 0);
    away.to = at(3, 0);
    c.put(away);
    CHECK(only(refusals(c.context(), lamp, {c.roads}, at(1, 9)), RefusalKind::skill_missing) ==
          "Habilitation AIPR : M. Ferrand est absent jusqu’au 25/11");
}

TEST_CASE("missing equipment says who has it on board") {
    TwoCrews c;
    auto lamp = c.job("Candélabre");
    lamp.equipment = {"nacelle"};
    CHECK(only(refusals(c.context(), lamp, {c.roads}, at(1, 9)), RefusalKind::equipment_missing) ==
          "Matériel manquant dans Voirie A : nacelle (à bord : Éclairage)");
    lamp.equipment = {"helicoptere"};
    CHECK(only(refusals(c.context(), lamp, {c.roads}, at(1, 9)), RefusalKind::equipment_missing) ==
          "Matériel manquant : aucune équipe n’a helicoptere");
    Vehicle van;
    van.equipment = {"helicoptere"};
    const auto id = c.put(van);
    Crew crew = *c.world.find(c.roads);
    crew.vehicle = id;
    c.put(crew);
    CHECK(refusals(c.context(), lamp, {c.roads}, at(1, 9)).empty());
}

TEST_CASE("a crew too small says how many it counts and who is away") {
    TwoCrews c;
    auto heavy = c.job("Banc public");
    heavy.people = 2;
    CHECK(refusals(c.context(), heavy, {c.roads}, at(1, 9)).empty());
    CHECK(only(refusals(c.context(), heavy, {c.lights}, at(1, 9)), RefusalKind::crew_too_small) == "Il faut 2 personnes, Éclairage en compte 1");
    Absence away;
    away.agent = c.petit;
    away.from = at(1, 0);
    away.to = at(2, 0);
    c.put(away);
    CHECK(only(refusals(c.context(), heavy, {c.roads}, at(1, 9)), RefusalKind::crew_too_small) ==
          "Il faut 2 personnes, Voirie A en compte 1 ce jour-là (absents : A. Petit)");
    CHECK(refusals(c.context(), heavy, {c.roads}, at(2, 9)).empty());
}

TEST_CASE("deadline, window and past each say when") {
    TwoCrews c;
    auto job = c.job("Purge");
    job.deadline = at(2, 12);
    CHECK(refusals(c.context(), job, {c.roads}, at(2, 11)).empty());
    CHECK(only(refusals(c.context(), job, {c.roads}, at(2, 15)), RefusalKind::too_late) == "Échéance dépassée : mer. 25/11 à 12:00");
    job.deadline.reset();
    job.windows = {{at(1, 9), at(1, 10)}, {at(3, 14), at(3, 15)}};
    CHECK(refusals(c.context(), job, {c.roads}, at(1, 10)).empty());
    CHECK(only(refusals(c.context(), job, {c.roads}, at(3, 10)), RefusalKind::outside_window) ==
          "Hors créneau : doit commencer jeu. 26/11 entre 14:00 et 15:00");
    job.windows.clear();
    c.now = at(1, 11);
    CHECK(only(refusals(c.context(), job, {c.roads}, at(1, 10)), RefusalKind::in_the_past) == "mar. 24/11 à 10:00 est déjà passé");
}

TEST_CASE("precedence is kept from both sides") {
    TwoCrews c;
    const auto first = c.planned(c.job("Purge"), {c.roads}, at(1, 9));
    auto second = c.job("Enrobé");
    second.after = {first.id};
    CHECK(refusals(c.context(), second, {c.lights}, at(1, 10)).empty());
    CHECK(kinds(refusals(c.context(), second, {c.lights}, at(1, 9, 30))) == std::vector{RefusalKind::before_other});
    second = c.planned(second, {c.lights}, at(1, 11));
    CHECK(kinds(refusals(c.context(), first, {c.roads}, at(1, 10, 30))) == std::vector{RefusalKind::before_other});
    auto third = c.job("Marquage");
    auto waiting = c.job("Jamais planifiée");
    c.put(waiting);
    third.after = {waiting.id};
    const auto said = only(refusals(c.context(), third, {c.roads}, at(3, 9)), RefusalKind::before_other);
    CHECK(said.find("qui n’est pas planifiée") != std::string::npos);
}

TEST_CASE("the way from the depot, from the visit before and to the visit after is counted") {
    TwoCrews c;
    CHECK(only(refusals(c.context(), c.job("Loin", 60, five_km), {c.roads}, at(1, 8)), RefusalKind::travel_too_long) ==
          "14 min de route depuis le dépôt : arrivée au plus tôt à 08:13");
    c.planned(c.job("Ici", 60), {c.roads}, at(1, 9));
    const auto said = only(refusals(c.context(), c.job("Loin", 60, five_km), {c.roads}, at(1, 10, 5)), RefusalKind::travel_too_long);
    CHECK(said.find("de route depuis") != std::string::npos);
    CHECK(said.find("arrivée au plus tôt à 10:13") != std::string::npos);
    const auto on = only(refusals(c.context(), c.job("Loin", 30, five_km), {c.roads}, at(1, 8, 20)), RefusalKind::travel_too_long);
    CHECK(on.find("arrivée à 09:03 au lieu de 09:00") != std::string::npos);
}

TEST_CASE("lunch must keep its place") {
    TwoCrews c;
    c.planned(c.job("Matin", 120), {c.roads}, at(1, 10));
    CHECK(refusals(c.context(), c.job("Après", 60), {c.roads}, at(1, 12, 45)).empty());
    CHECK(only(refusals(c.context(), c.job("Midi", 60), {c.roads}, at(1, 12, 30)), RefusalKind::lunch_impossible) ==
          "Plus de place pour la pause de 45 min de Voirie A entre 12:00 et 13:30");
}

TEST_CASE("a day may not exceed ten hours of work nor a night fall under eleven hours of rest") {
    Commune c;
    const auto crew = c.crew("Astreinte", {c.agent("N. Bosc")});
    c.shift(crew, 1, 6, 22, false);
    c.planned(c.job("Tôt", 60), {crew}, at(1, 6));
    CHECK(refusals(c.context(), c.job("Tard", 60), {crew}, at(1, 15)).empty());
    CHECK(only(refusals(c.context(), c.job("Tard", 60), {crew}, at(1, 15, 15)), RefusalKind::day_too_long) ==
          "Astreinte travaillerait 10 h 15 ce jour-là, maximum 10 h (décret 2000-815, art. 3)");
    Commune night;
    const auto two = night.crew("Nuit", {night.agent("N. Bosc")});
    night.shift(two, 1, 14, 22, false);
    night.shift(two, 2, 6, 14, false);
    night.planned(night.job("Soir", 60), {two}, at(1, 21));
    CHECK(kinds(refusals(night.context(), night.job("Matin", 60), {two}, at(2, 8))) == std::vector{RefusalKind::rest_too_short});
    CHECK(refusals(night.context(), night.job("Matin", 60), {two}, at(2, 9)).empty());
}

TEST_CASE("six hours of work and road want a break of twenty minutes, and a wait is one") {
    Commune c;
    const auto crew = c.crew("Voirie A", {c.agent("M. Ferrand")});
    c.shift(crew, 1, 6, 18, false);
    c.planned(c.job("Tôt", 4 * 60), {crew}, at(1, 6));
    CHECK(only(refusals(c.context(), c.job("Suite", 150), {crew}, at(1, 10)), RefusalKind::break_missing) ==
          "Voirie A travaillerait 6 h 30 d’affilée : il faut 20 min de pause au bout de 6 h (décret 2000-815, art. 3)");
    CHECK(kinds(refusals(c.context(), c.job("Suite", 150), {crew}, at(1, 10, 15))) == std::vector{RefusalKind::break_missing});
    CHECK(refusals(c.context(), c.job("Suite", 150), {crew}, at(1, 10, 20)).empty());
    CHECK(refusals(c.context(), c.job("Suite", 120), {crew}, at(1, 10)).empty());
    // A pause of the catalogue's own length.
    c.catalog.working_time.break_min.value = Seconds{45 * 60};
    c.catalog.working_time.unbroken_work_max.source = "accord du 3 mars";
    CHECK(only(refusals(c.context(), c.job("Suite", 150), {crew}, at(1, 10, 20)), RefusalKind::break_missing).find("(accord du 3 mars)") != std::string::npos);
}

TEST_CASE("a day cut in two may not span more than twelve hours") {
    Commune c;
    const auto crew = c.crew("Marché", {c.agent("N. Bosc")});
    c.shift(crew, 1, 5, 9, false);
    c.shift(crew, 1, 15, 20, false);
    c.planned(c.job("Montage", 60), {crew}, at(1, 5));
    CHECK(refusals(c.context(), c.job("Nettoyage", 60), {crew}, at(1, 16)).empty());
    CHECK(only(refusals(c.context(), c.job("Nettoyage", 60), {crew}, at(1, 16, 30)), RefusalKind::day_span_too_long) ==
          "La journée de Marché s’étendrait sur 12 h 30, maximum 12 h (décret 2000-815, art. 3)");
}

TEST_CASE("a week may not exceed forty-eight hours nor leave less than thirty-five hours of rest in one piece") {
    Commune c;
    const auto crew = c.crew("Astreinte", {c.agent("N. Bosc")});
    for (int day = 0; day < 7; ++day) {
        c.shift(crew, day, 7, 17, false);
        if (day == 5 || day == 6) continue;
        c.planned(c.job("Matin", 5 * 60), {crew}, at(day, 7));
        if (day < 4) c.planned(c.job("Soir", 270), {crew}, at(day, 12, 30));
    }
    // Four days of 10 h and one of 5.
    CHECK(refusals(c.context(), c.job("Encore", 150), {crew}, at(4, 12, 30)).empty());
    CHECK(only(refusals(c.context(), c.job("Encore", 165), {crew}, at(4, 12, 30)), RefusalKind::week_too_long) ==
          "Astreinte travaillerait 48 h 15 cette semaine-là, maximum 48 h (décret 2000-815, art. 3)");
    // Friday noon to Saturday morning is too short, Saturday morning to Sunday morning too.
    CHECK(refusals(c.context(), c.job("Samedi", 60), {crew}, at(5, 8)).empty());
    c.planned(c.job("Samedi", 60), {crew}, at(5, 8));
    c.shift(crew, 7, 7, 17, false);
    c.planned(c.job("Lundi", 60), {crew}, at(7, 7));
    CHECK(only(refusals(c.context(), c.job("Dimanche", 60), {crew}, at(6, 10)), RefusalKind::week_rest_too_short) ==
          "Astreinte n’aurait que 25 h de repos d’affilée cette semaine-là, minimum 35 h (décret 2000-815, art. 3)");
}

TEST_CASE("locked and begun work stays where it is") {
    TwoCrews c;
    auto job = c.job("Marché");
    job.locked = true;
    job = c.planned(job, {c.roads}, at(1, 9));
    CHECK(refusals(c.context(), job, {c.roads}, at(1, 9)).empty());
    CHECK(kinds(refusals(c.context(), job, {c.roads}, at(1, 10))) == std::vector{RefusalKind::locked});
    job.locked = false;
    job.state = InterventionState::on_site;
    CHECK(kinds(refusals(c.context(), job, {c.lights}, at(1, 10))) == std::vector{RefusalKind::locked});
}

TEST_CASE("work for two crews wants two different crews, both free") {
    TwoCrews c;
    auto job = c.job("Sapin");
    job.crews_needed = 2;
    CHECK(refusals(c.context(), job, {c.roads, c.lights}, at(1, 9)).empty());
    CHECK(only(refusals(c.context(), job, {c.roads}, at(1, 9)), RefusalKind::crew_count) == "Il faut 2 équipes ensemble, 1 ici");
    CHECK(kinds(refusals(c.context(), job, {c.roads, c.roads}, at(1, 9))) == std::vector{RefusalKind::crew_count});
    c.planned(c.job("Autre", 120), {c.lights}, at(1, 8));
    CHECK(kinds(refusals(c.context(), job, {c.roads, c.lights}, at(1, 9))) == std::vector{RefusalKind::overlap});
    const auto slot = first_slot(c.context(), job, c.roads, at(1, 8), std::chrono::hours{24});
    REQUIRE(slot);
    CHECK(slot->start == at(1, 10));  // the other crew is taken until then
    CHECK(slot->partners == std::vector{c.lights});
}

TEST_CASE("every reason is given at once") {
    TwoCrews c;
    auto job = c.job("Tout de travers", 60, five_km);
    job.skills = {"CATEC"};
    job.equipment = {"nacelle"};
    job.people = 3;
    job.deadline = at(0, 12);
    const auto found = kinds(refusals(c.context(), job, {c.roads}, at(1, 16, 30)));
    for (const auto kind : {RefusalKind::too_late, RefusalKind::skill_missing, RefusalKind::equipment_missing, RefusalKind::crew_too_small, RefusalKind::outside_hours})
        CHECK(std::ranges::find(found, kind) != found.end());
}

TEST_CASE("the nearest slot is the same crew's first, then another crew's") {
    TwoCrews c;
    auto lamp = c.job("Candélabre");
    lamp.equipment = {"nacelle"};
    const auto other = nearest_slot(c.context(), lamp, c.roads, at(4, 10));
    REQUIRE(other);
    CHECK(other->crew == c.lights);
    CHECK(refusals(c.context(), lamp, {other->crew}, other->start).empty());
    c.planned(c.job("Tranchée", 120), {c.roads}, at(1, 9));
    const auto same = nearest_slot(c.context(), c.job("Panneau"), c.roads, at(1, 10));
    REQUIRE(same);
    CHECK(same->crew == c.roads);
    CHECK(same->start == at(1, 11));
}

TEST_CASE("crews are ranked by who can be there first, with reasons") {
    TwoCrews c;
    c.now = at(1, 9);
    auto job = c.job("Fuite", 60, five_km);
    Crew near = *c.world.find(c.lights);
    near.place = LonLat{2.0, 43.04};
    near.fix_at = c.now;
    c.put(near);
    const auto ranked = ranked_crews(c.context(), job, 5);
    REQUIRE(ranked.size() == 2);
    CHECK(ranked[0].crew == c.lights);
    CHECK(ranked[0].eta < ranked[1].eta);
    CHECK(ranked[0].refused.empty());
    CHECK(ranked[0].possible_start == c.now + ranked[0].eta);
    REQUIRE_FALSE(ranked[0].reasons.empty());
    CHECK(french()(ranked[0].reasons[0]) == "560\u00A0m");
    job.skills = {"AIPR"};
    const auto able = ranked_crews(c.context(), job, 1);
    REQUIRE(able.size() == 1);
    CHECK(able[0].crew == c.roads);
}

TEST_CASE("of crews about as near the one with more of its day left comes first, whoever is out of service comes last, and each says why") {
    TwoCrews c;
    c.now = at(1, 9);
    for (const CrewId id : {c.roads, c.lights}) {
        Crew crew = *c.world.find(id);
        crew.status = CrewStatus::available;
        c.put(crew);
    }
    c.planned(c.job("Après-midi", 180), {c.roads}, at(1, 13, 45));
    const auto job = c.job("Fuite", 30, five_km);
    const auto ranked = ranked_crews(c.context(), job, 5);
    REQUIRE(ranked.size() == 2);
    CHECK(ranked[0].crew == c.lights);  // as far from the same depot
    std::string words;
    for (const Text& reason : ranked[0].reasons) words += french()(reason) + "; ";
    INFO(words);
    CHECK(words.find("depuis le dépôt") != std::string::npos);
    CHECK(words.find("reste ") != std::string::npos);
    Crew away = *c.world.find(c.lights);
    away.status = CrewStatus::out_of_service;
    c.put(away);
    const auto other = ranked_crews(c.context(), job, 5);
    CHECK(other[0].crew == c.roads);
    CHECK(std::ranges::any_of(other[1].reasons, [](const Text& reason) { return reason.key == "planning.reason.out_of_service"; }));
}

TEST_CASE("a full day reads as full, and absences shrink it") {
    TwoCrews c;
    c.planned(c.job("Matin", 240), {c.roads}, at(1, 8));
    c.planned(c.job("Après-midi", 240), {c.roads}, at(1, 13));
    const auto day = monday + std::chrono::days{1};
    const auto load = day_load(c.context(), c.roads, day);
    CHECK(load.work == std::chrono::hours{8});
    CHECK(load.available == std::chrono::minutes{8 * 60 + 15});
    Absence away;
    away.crew = c.roads;
    away.from = at(1, 13);
    away.to = at(1, 17);
    c.put(away);
    CHECK(day_load(c.context(), c.roads, day).ratio() > 1);
}

TEST_CASE("the weeks of both clock changes keep their wall-clock hours") {
    Commune c;
    const auto crew = c.crew("Voirie A", {c.agent("M. Ferrand")});
    for (const auto& sunday : {std::chrono::local_days{std::chrono::year{2026} / 3 / 29}, std::chrono::local_days{std::chrono::year{2026} / 10 / 25}}) {
        c.now = instant(sunday, Seconds{0}, zone) - std::chrono::hours{48};
        Shift s;
        s.crew = crew;
        s.start = instant(sunday, std::chrono::hours{0}, zone);
        s.end = instant(sunday, std::chrono::hours{8}, zone);
        s.has_lunch = false;
        c.put(s);
        const auto length = s.end - s.start;
        CHECK((length == std::chrono::hours{7} || length == std::chrono::hours{9}));
        const auto slot = first_slot(c.context(), c.job("Nuit", 60), crew, instant(sunday, std::chrono::hours{1} + std::chrono::minutes{50}, zone), std::chrono::hours{6});
        REQUIRE(slot);
        // 02:00 exists once in autumn's first hour; in spring it is 03:00 on the wall.
        CHECK(wall_time(slot->start, zone) == (length == std::chrono::hours{7} ? std::chrono::hours{3} : std::chrono::hours{2}));
    }
}

TEST_CASE("a check on a board of 60 crews and 3,000 interventions takes under a millisecond") {
    Commune c;
    std::vector<CrewId> crews;
    for (int k = 0; k < 60; ++k) {
        crews.push_back(c.crew("Équipe " + std::to_string(k), {c.agent("x", {{"BR", {}}}), c.agent("y")}));
        for (int day = 0; day < 5; ++day) c.shift(crews.back(), day);
    }
    EditSet edits;
    for (int i = 0; i < 3000; ++i) {
        auto job = c.job("Visite", 45, {2.0 + (i % 37) * 0.0002, 43.0});
        if (i < 1800) {
            job.crews = {crews[static_cast<std::size_t>(i % 60)]};
            job.start = at(i / 60 % 5, 8 + i / 300, 10);
            job.state = InterventionState::planned;
        }
        edits.put.emplace_back(job);
    }
    c.world.apply(edits);
    const auto index_begin = std::chrono::steady_clock::now();
    const auto days = CrewDays::build(c.world);
    const auto index_us = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - index_begin).count();
    CHECK(days.is_current(c.world));
    auto context = c.context();
    context.days = &days;
    auto job = c.job("À placer", 45);
    job.skills = {"BR", "CATEC"};
    std::vector<long> us;
    for (int i = 0; i < 300; ++i) {
        const auto begin = std::chrono::steady_clock::now();
        const auto found = refusals(context, job, {crews[static_cast<std::size_t>(i % 60)]}, at(i % 5, 9 + i % 7, 15));
        us.push_back(static_cast<long>(std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin).count()));
        CHECK_FALSE(found.empty());
    }
    std::ranges::sort(us);
    WARN("index " << index_us << " us, check median " << us[150] << " us, 99 % " << us[297] << " us");
    CHECK(us[150] < 1000 * vigie::tests::slower);
}
