#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <random>
#include <thread>

#include "day_checker.hpp"
#include "gis/planning/crew_days.hpp"
#include "gis/planning/nearby.hpp"
#include "gis/planning/proposal.hpp"
#include "random_commune.hpp"

using namespace small_commune;

TEST_CASE("a drop is refused exactly when the plan with it would be wrong") {
    const auto seed = std::random_device{}();
    INFO("seed " << seed);
    Dice d{std::mt19937(seed)};
    int accepted = 0, refused = 0;
    for (int round = 0; round < 60; ++round) {
        auto c = random_commune(d, 1 + d.below(4), 25);
        for (int attempt = 0; attempt < 150; ++attempt) {
            const auto ids = c.world.interventions().rows();
            const Intervention what = ids[static_cast<std::size_t>(d.below(static_cast<int>(ids.size())))];
            std::vector<CrewId> crews;
            const auto all = c.world.crews().rows();
            for (int k = 0; k < what.crews_needed; ++k) crews.push_back(all[static_cast<std::size_t>(d.below(static_cast<int>(all.size())))].id);
            const Time start = at(d.below(5), 6) + Seconds{900 * d.below(44)};
            const bool feasible = refusals(c.context(), what, crews, start).empty();
            auto trial = c;
            adopt(trial, {what.id, crews, start, {}});
            const bool distinct = crews.size() == 1 || crews[0] != crews[1];
            const auto faults = plan_faults(trial);
            INFO("round " << round << ", attempt " << attempt << ", " << what.title << (faults.empty() ? "" : ": " + faults.front()));
            for (const auto& r : refusals(c.context(), what, crews, start)) UNSCOPED_INFO(french()(r.text));
            REQUIRE(feasible == (faults.empty() && distinct));
            if (feasible) {
                c = trial;
                ++accepted;
            } else {
                ++refused;
            }
        }
    }
    CHECK(accepted > 200);
    CHECK(refused > 200);
}

TEST_CASE("the first slot is the first quarter of an hour that a look at every one of them finds") {
    const auto seed = std::random_device{}();
    INFO("seed " << seed);
    Dice d{std::mt19937(seed)};
    int found = 0;
    for (int round = 0; round < 40; ++round) {
        auto c = random_commune(d, 1 + d.below(3), 20);
        for (const auto& assign : propose_week(c.context(), monday, Seconds{0}, {}).added)
            if (d.below(2)) adopt(c, assign);
        for (auto what : c.world.interventions()) {
            if (!what.crews.empty() || what.crews_needed > 1) continue;
            const auto crew = c.world.crews().rows().front().id;
            const auto slot = first_slot(c.context(), what, crew, at(0, 6), std::chrono::hours{24 * 5});
            std::optional<Time> brute;
            for (Time t = at(0, 6); !brute && t < at(5, 6); t += slot_step)
                if (refusals(c.context(), what, {crew}, t).empty()) brute = t;
            INFO("round " << round << ", " << what.title);
            REQUIRE(slot.has_value() == brute.has_value());
            if (!slot) continue;
            REQUIRE(slot->start == *brute);
            ++found;
        }
    }
    CHECK(found > 50);
}

TEST_CASE("a proposed week keeps every rule, leaves locks alone and explains what it leaves out") {
    const auto seed = std::random_device{}();
    INFO("seed " << seed);
    Dice d{std::mt19937(seed)};
    std::size_t added = 0;
    for (int round = 0; round < 30; ++round) {
        auto c = random_commune(d, 2 + d.below(4), 40);
        // Half a week is already there, some of it locked.
        for (const auto& assign : propose_week(c.context(), monday, Seconds{0}, {}).added) {
            if (!d.below(3)) continue;
            const auto& what = *c.world.find(assign.intervention);
            if (!refusals(c.context(), what, assign.crews, assign.start).empty()) continue;
            adopt(c, assign);
            if (d.one_in(4)) {
                Intervention locked = *c.world.find(assign.intervention);
                locked.locked = true;
                c.put(locked);
            }
        }
        REQUIRE(plan_faults(c).empty());
        c.now = at(0, 6 + d.below(30));
        const auto proposal = propose_week(c.context(), monday, Seconds{round % 3 == 0 ? 1 : 0}, {});
        std::size_t open = 0;
        for (const auto& what : c.world.interventions()) open += what.crews.empty();
        CHECK(proposal.added.size() + proposal.unplanned.size() == open);
        for (const auto& assign : proposal.moved) {
            const auto* what = c.world.find(assign.intervention);
            CHECK_FALSE(what->locked);
            CHECK(*what->start >= c.now);
        }
        for (const auto& list : {proposal.added, proposal.moved})
            for (const auto& assign : list) {
                CHECK(assign.start >= c.now);
                adopt(c, assign);
            }
        const auto faults = plan_faults(c);
        INFO("round " << round << (faults.empty() ? "" : ": " + faults.front()));
        REQUIRE(faults.empty());
        added += proposal.added.size();
        for (const auto& left : proposal.unplanned) {
            const auto said = french()(left.why);
            INFO(said);
            CHECK(said.find('<') == std::string::npos);
            CHECK(said.find('{') == std::string::npos);
        }
    }
    CHECK(added > 100);
}

TEST_CASE("what nobody can do is left out with the missing thing named") {
    Commune c;
    const auto crew = c.crew("Voirie A", {c.agent("M. Ferrand", {{"AIPR", at(-10, 8)}})}, {"enrobe"});
    for (const int day : {0, 1, 2, 3, 4, 7, 8}) c.shift(crew, day, 8, 17, false);
    auto expired = c.job("Fuite"), crane = c.job("Arbre"), heavy = c.job("Banc"), two = c.job("Sapin"), late = c.job("Purge");
    expired.skills = {"AIPR"};
    crane.equipment = {"nacelle"};
    heavy.people = 4;
    two.crews_needed = 2;
    late.deadline = at(0, 7);
    for (const auto& job : {expired, crane, heavy, two, late}) c.put(job);
    for (int i = 0; i < 6; ++i) {  // five days, six jobs that fill a day each
        auto day_long = c.job("Chantier " + std::to_string(i), 8 * 60);
        c.put(day_long);
    }
    const auto proposal = propose_week(c.context(), monday, Seconds{0}, {});
    CHECK(proposal.added.size() == 5);
    CHECK(proposal.travel_after >= proposal.travel_before);
    std::vector<std::string> said;
    for (const auto& left : proposal.unplanned) said.push_back(left.why.key);
    std::ranges::sort(said);
    CHECK(said == std::vector<std::string>{"planning.unplanned.deadline", "planning.unplanned.no_equipment", "planning.unplanned.no_skill",
                                           "planning.unplanned.short", "planning.unplanned.too_few", "planning.unplanned.too_few_crews"});
    const auto later = std::ranges::find(proposal.unplanned, "planning.unplanned.short", [](const Unplanned& u) { return u.why.key; });
    REQUIRE(later != proposal.unplanned.end());
    CHECK(french()(later->why) == "Aucune équipe n’a 8\u00A0h cette semaine\u00A0; le plus proche\u00A0: Voirie A, lun. 23/11 à 16:30, "
                                  "il manque 7\u00A0h\u00A030\u00A0; sinon lun. 30/11 à 08:00 avec Voirie A");
}

TEST_CASE("work that is too long is told where it comes nearest and what it lacks") {
    Commune c;
    const auto lighting = c.crew("Éclairage 2", {c.agent("M. Ferrand")}, {"nacelle"}), other = c.crew("Voirie A", {c.agent("L. Martin")});
    for (int day = 0; day < 5; ++day) c.shift(lighting, day, 8, 17, false);
    for (int day = 0; day < 5; ++day) c.shift(other, day, 8, 17, false);
    for (const int day : {0, 1, 2, 4}) c.planned(c.job("Chantier", 9 * 60), {lighting}, at(day, 8));
    c.planned(c.job("Chantier", 7 * 60 + 40), {lighting}, at(3, 8));  // Thursday is free from 15:40, and after a break from 16:00
    auto lamp = c.job("Candélabre", 90);
    lamp.equipment = {"nacelle"};
    lamp.deadline = at(4, 12);
    c.put(lamp);
    const auto proposal = propose_week(c.context(), monday, Seconds{0}, {});
    REQUIRE(proposal.unplanned.size() == 1);
    CHECK(french()(proposal.unplanned.front().why) == "Aucune équipe avec nacelle n’a 1\u00A0h\u00A030 avant ven. 27/11 à 12:00\u00A0; le plus proche\u00A0: "
                                                      "Éclairage 2, jeu. 26/11 à 16:00, il manque 30\u00A0min");
    lamp.people = 1;
    lamp.windows = {{at(3, 15), at(3, 16)}};
    const auto near = near_miss(c.context(), lamp, at(0, 0), at(4, 12));
    REQUIRE(near);
    CHECK(near->crew == lighting);
    CHECK(near->missing == Seconds{30 * 60});
    lamp.windows = {{at(2, 10), at(2, 11)}};
    CHECK_FALSE(near_miss(c.context(), lamp, at(0, 0), at(4, 12)));
}

TEST_CASE("the missing minutes are the least that a look at every crew and quarter of an hour finds") {
    const auto seed = std::random_device{}();
    INFO("seed " << seed);
    Dice d{std::mt19937(seed)};
    int found = 0;
    for (int round = 0; round < 25; ++round) {
        auto c = random_commune(d, 1 + d.below(3), 30);
        for (const auto& assign : propose_week(c.context(), monday, Seconds{0}, {}).added)
            if (!d.one_in(6)) adopt(c, assign);
        int looked = 0;
        for (const auto& what : c.world.interventions()) {
            if (!what.crews.empty() || what.crews_needed > 1 || ++looked > 4) continue;
            const auto near = near_miss(c.context(), what, at(0, 0), at(5, 0));
            const auto fits = [&](Seconds missing) {
                Intervention shorter = what;
                shorter.duration -= missing;
                for (const auto& crew : c.world.crews())
                    for (Time t = at(0, 6); t < at(5, 0); t += slot_step)
                        if (refusals(c.context(), shorter, {crew.id}, t).empty()) return true;
                return false;
            };
            INFO("round " << round << ", " << what.title << (near ? ", missing " + std::to_string(near->missing.count()) : ", nowhere"));
            if (!near) {
                REQUIRE_FALSE(fits(what.duration - Seconds{60}));
                continue;
            }
            ++found;
            Intervention shorter = what;
            shorter.duration -= near->missing;
            REQUIRE(refusals(c.context(), shorter, {near->crew}, near->start).empty());
            if (near->missing.count() > 0) REQUIRE_FALSE(fits(near->missing - Seconds{60}));
        }
    }
    CHECK(found > 10);
}

TEST_CASE("work whose deadline has passed may still be planned, and comes before the rest") {
    Commune c;
    const auto crew = c.crew("Voirie A", {c.agent("M. Ferrand")});
    c.shift(crew, 1, 8, 12, false);   // room for one of the two
    c.now = at(1, 6);
    auto late = c.job("Purge", 3 * 60), usual = c.job("Banc", 3 * 60);
    late.deadline = at(0, 12);
    for (const auto& job : {usual, late}) c.put(job);
    CHECK(refusals(c.context(), late, {crew}, at(1, 9)).empty());
    const auto proposal = propose_week(c.context(), monday, Seconds{0}, {});
    REQUIRE(proposal.added.size() == 1);
    CHECK(proposal.added.front().intervention == late.id);
    REQUIRE(proposal.unplanned.size() == 1);
    CHECK(proposal.unplanned.front().intervention == usual.id);
}

TEST_CASE("a commune without crews, without work or in a past week gets an empty proposal") {
    Commune c;
    CHECK(propose_week(c.context(), monday, Seconds{1}, {}).unplanned.empty());
    c.put(c.job("Seul"));
    const auto nobody = propose_week(c.context(), monday, Seconds{1}, {});
    CHECK(nobody.added.empty());
    REQUIRE(nobody.unplanned.size() == 1);
    const auto crew = c.crew("Voirie A", {c.agent("M. Ferrand")});
    c.shift(crew, 0);
    c.now = at(20, 8);
    CHECK(propose_week(c.context(), monday, Seconds{1}, {}).added.empty());
}

TEST_CASE("on the night the clock goes back nine hours are worked between 22:00 and 06:00, on the night it goes forward seven") {
    for (const bool back : {true, false}) {
        const int sunday = back ? -29 : -239;  // 25 October and 29 March 2026
        Commune c;
        c.now = at(sunday - 7, 8);
        c.catalog.working_time.night_work_max.value = std::chrono::hours{10};  // of the clock here, not of the law
        const auto crew = c.crew("Nuit", {c.agent("N. Bosc")});
        Shift night;
        night.crew = crew;
        night.start = at(sunday - 1, 22);
        night.end = at(sunday, 6);
        night.has_lunch = false;
        c.put(night);
        REQUIRE(night.end - night.start == std::chrono::hours{back ? 9 : 7});
        auto fits = c.job("Balayage", back ? 9 * 60 : 7 * 60), longer = c.job("Lavage", back ? 9 * 60 + 15 : 7 * 60 + 15);
        CHECK(refusals(c.context(), fits, {crew}, night.start).empty());
        CHECK(kinds(refusals(c.context(), longer, {crew}, night.start)) == std::vector{RefusalKind::outside_hours});
        c.put(fits);
        c.put(longer);
        const auto week = monday + std::chrono::days{sunday - 6};
        const auto proposal = propose_week(c.context(), week, Seconds{0}, {});
        REQUIRE(proposal.added.size() == 1);
        CHECK(proposal.added.front().intervention == fits.id);
        CHECK(proposal.added.front().start == night.start);
        REQUIRE(proposal.unplanned.size() == 1);
        const auto said = french()(proposal.unplanned.front().why);
        INFO(said);
        CHECK(said.find('{') == std::string::npos);
        // Nine-to-five of that Sunday, by the clock on the wall.
        c.shift(crew, sunday, 8, 17, true);
        const auto slot = first_slot(c.context(), longer, crew, at(sunday, 7), std::chrono::hours{24});
        CHECK_FALSE(slot);
        auto hour = c.job("Benne", 60);
        const auto soon = first_slot(c.context(), hour, crew, at(sunday, 7), std::chrono::hours{24});
        REQUIRE(soon);
        CHECK(soon->start == at(sunday, 8));
    }
}

TEST_CASE("work within 300 m that is due this month is offered after a visit, nearest first, where there is room") {
    Commune c;
    const auto crew = c.crew("Voirie A", {c.agent("M. Ferrand")});
    c.shift(crew, 0, 8, 12, false);
    const auto north = [](double metres) { return LonLat{2.0, 43.0 + metres / 111'195}; };
    const auto visit = c.planned(c.job("Banc", 60), {crew}, at(0, 9));
    auto near = c.job("Près", 30, north(100)), farther = c.job("Moins près", 60, north(290)), far = c.job("Loin", 60, north(320)),
         later = c.job("Décembre", 60, north(50)), any = c.job("Sans échéance", 60, north(50)), late = c.job("Dépassée", 5 * 60, north(200)), done = c.job("Ailleurs", 60, north(10));
    for (auto* job : {&near, &farther, &far, &done}) job->deadline = at(4, 12);
    later.deadline = at(8, 0);   // 1 December
    late.deadline = at(-3, 12);
    for (const auto& job : {near, farther, far, later, any, late}) c.put(job);
    c.planned(done, {crew}, at(0, 11));
    const auto found = nearby_due(c.context(), visit);
    REQUIRE(found.size() == 3);
    CHECK(found[0].id == near.id);
    CHECK(found[1].id == late.id);
    CHECK(found[2].id == farther.id);
    CHECK(std::abs(found[0].distance_m - 100) < 1);
    REQUIRE(found[0].slot);
    CHECK(found[0].slot->start >= at(0, 10));
    CHECK(refusals(c.context(), near, {crew}, found[0].slot->start).empty());
    CHECK_FALSE(found[1].slot);  // five hours do not fit
    CHECK(nearby_due(c.context(), near).size() == 3);  // not planned itself: this month, on nobody’s day
    CHECK(nearby_due(c.context(), visit, 50).empty());
}

TEST_CASE("planned work is not moved for the pleasure of moving") {
    Commune c;
    const auto a = c.crew("A", {c.agent("M. Ferrand")}), b = c.crew("B", {c.agent("L. Martin")});
    for (int day = 0; day < 5; ++day) {
        c.shift(a, day);
        c.shift(b, day);
        c.planned(c.job("Matin", 60), {a}, at(day, 9));
        c.planned(c.job("Soir", 60), {b}, at(day, 14));
    }
    c.put(c.job("Nouveau", 60));
    const auto proposal = propose_week(c.context(), monday, Seconds{1}, {});
    CHECK(proposal.added.size() == 1);
    CHECK(proposal.moved.empty());
}

TEST_CASE("an interrupted proposal is still a valid one") {
    Dice d{std::mt19937(4)};
    const auto c = random_commune(d, 5, 80);
    for (const int ms : {0, 2, 10, 50}) {
        std::stop_source source;
        std::jthread stopper([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(ms));
            source.request_stop();
        });
        auto after = c;
        for (const auto& assign : propose_week(c.context(), monday, Seconds{20}, source.get_token()).added) adopt(after, assign);
        CHECK(plan_faults(after).empty());
    }
}
