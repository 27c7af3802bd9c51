// Working-time law beyond one crew's week: the average over twelve weeks, work at night, people in several crews, clock changes,
// and who may go beyond.
#include <catch2/catch_test_macros.hpp>

#include "small_commune.hpp"

using namespace small_commune;

namespace {

std::string argument(const Refusal& refusal, std::string_view name) {
    for (const auto& [key, value] : refusal.text.args)
        if (key == name) return value;
    return {};
}

std::vector<Refusal> of_kind(const std::vector<Refusal>& list, RefusalKind kind) {
    std::vector<Refusal> out;
    for (const auto& r : list)
        if (r.kind == kind) out.push_back(r);
    return out;
}

// Full days of `hours` from 7 on, `days` a week, for a row of weeks.
void fill_weeks(Commune& c, CrewId crew, int first_week, int weeks, int days, int hours) {
    for (int week = first_week; week < first_week + weeks; ++week)
        for (int day = 0; day < days; ++day) {
            c.shift(crew, 7 * week + day, 7, 7 + hours, false);
            c.planned(c.job("Fauchage", hours * 60), {crew}, at(7 * week + day, 7));
        }
}

} // namespace

TEST_CASE("twelve weeks may not exceed forty-four hours on average, the weeks before and after counted") {
    Commune c;
    c.now = at(-7 * 20, 0);
    const auto crew = c.crew("Voirie A", {c.agent("M. Ferrand")});
    // Eleven weeks of 45 h: with this one of 33 h the average is 44 h to the hour.
    fill_weeks(c, crew, -11, 11, 5, 9);
    fill_weeks(c, crew, 0, 1, 3, 9);
    c.shift(crew, 3, 7, 15, false);
    CHECK(refusals(c.context(), c.job("Haie", 6 * 60), {crew}, at(3, 7)).empty());
    const auto found = refusals(c.context(), c.job("Haie", 6 * 60 + 30), {crew}, at(3, 7));
    REQUIRE(kinds(found) == std::vector{RefusalKind::average_too_long});
    CHECK(argument(found.front(), "weeks") == "12");
    CHECK(argument(found.front(), "length") == "44\u00A0h\u00A0" "03");  // 528 h 30 over twelve weeks
    CHECK(argument(found.front(), "source") == "décret 2000-815, art. 3");

    // The same weeks after this one count as well, and those twelve weeks away do not.
    Commune ahead;
    ahead.now = at(0, 0);
    const auto later = ahead.crew("Voirie A", {ahead.agent("M. Ferrand")});
    fill_weeks(ahead, later, 1, 11, 5, 9);
    fill_weeks(ahead, later, 0, 1, 3, 9);
    ahead.shift(later, 3, 7, 15, false);
    CHECK(kinds(refusals(ahead.context(), ahead.job("Haie", 7 * 60), {later}, at(3, 7))) == std::vector{RefusalKind::average_too_long});
    Commune gap;
    gap.now = at(0, 0);
    const auto spared = gap.crew("Voirie A", {gap.agent("M. Ferrand")});
    fill_weeks(gap, spared, 12, 11, 5, 9);
    fill_weeks(gap, spared, 0, 1, 3, 9);
    gap.shift(spared, 3, 7, 15, false);
    CHECK(refusals(gap.context(), gap.job("Haie", 7 * 60), {spared}, at(3, 7)).empty());
}

TEST_CASE("a commune's own limits of average are kept instead") {
    Commune c;
    c.catalog.working_time.average_work_max.value = std::chrono::hours{36};
    c.catalog.working_time.average_span.value = std::chrono::weeks{4};
    const auto crew = c.crew("Voirie A", {c.agent("M. Ferrand")});
    fill_weeks(c, crew, 0, 4, 4, 9);  // 144 h in four weeks: 36 h each
    c.shift(crew, 4, 7, 15, false);
    CHECK(kinds(refusals(c.context(), c.job("Haie", 30), {crew}, at(4, 7))) == std::vector{RefusalKind::average_too_long});
}

TEST_CASE("a day with three hours of night is over after eight") {
    Commune c;
    const auto crew = c.crew("Neige", {c.agent("M. Ferrand")});
    Shift s;
    s.crew = crew;
    s.start = at(0, 18);
    s.end = at(1, 4);
    c.put(s);
    c.planned(c.job("Salage", 5 * 60), {crew}, at(0, 18));
    const auto kept = refusals(c.context(), c.job("Salage 2", 3 * 60), {crew}, at(0, 23));  // 8 h, four of them at night
    CHECK(of_kind(kept, RefusalKind::night_too_long).empty());
    const auto found = refusals(c.context(), c.job("Salage 2", 3 * 60 + 30), {crew}, at(0, 23));
    const auto night = of_kind(found, RefusalKind::night_too_long);
    REQUIRE(night.size() == 1);
    CHECK(argument(night.front(), "night") == "4\u00A0h\u00A0" "30");
    CHECK(argument(night.front(), "from") == "22:00");
    CHECK(argument(night.front(), "to") == "05:00");
    // The same hours by day are a long day and nothing else.
    Commune by_day;
    const auto team = by_day.crew("Voirie", {by_day.agent("M. Ferrand")});
    by_day.shift(team, 0, 7, 17, false);
    by_day.planned(by_day.job("Fauchage", 5 * 60), {team}, at(0, 7));
    CHECK(of_kind(refusals(by_day.context(), by_day.job("Haie", 3 * 60 + 30), {team}, at(0, 13)), RefusalKind::night_too_long).empty());
}

TEST_CASE("the hours of somebody who is in two crews add up, and are named as theirs") {
    Commune c;
    const auto both = c.agent("S. Roux"), one = c.agent("M. Ferrand"), other = c.agent("A. Petit");
    const auto voirie = c.crew("Voirie A", {one, both}), verts = c.crew("Espaces verts", {other, both});
    c.shift(voirie, 0, 6, 13, false);
    c.shift(verts, 0, 13, 20, false);
    c.planned(c.job("Fauchage", 7 * 60), {voirie}, at(0, 6));
    CHECK(refusals(c.context(), c.job("Haie", 3 * 60), {verts}, at(0, 13)).empty());
    const auto day = refusals(c.context(), c.job("Haie", 4 * 60), {verts}, at(0, 13));
    REQUIRE(kinds(day) == std::vector{RefusalKind::day_too_long});
    CHECK(argument(day.front(), "crew") == "S. Roux");
    CHECK(argument(day.front(), "length") == "11\u00A0h");
    // Rest: home at 20, out again at 6.
    c.shift(voirie, 1, 6, 13, false);
    c.planned(c.job("Taille", 60), {verts}, at(0, 19));
    const auto rest = refusals(c.context(), c.job("Trou", 60), {voirie}, at(1, 6));
    REQUIRE(kinds(rest) == std::vector{RefusalKind::rest_too_short});
    CHECK(argument(rest.front(), "crew") == "S. Roux");
    CHECK(refusals(c.context(), c.job("Trou", 60), {voirie}, at(1, 7)).empty());
    // Away from one of them, they work for the other alone.
    Absence away;
    away.agent = both;
    away.from = at(1, 0);
    away.to = at(2, 0);
    c.put(away);
    CHECK(refusals(c.context(), c.job("Trou", 60), {voirie}, at(1, 6)).empty());
}

TEST_CASE("a week over forty-eight hours is seen across two crews, whichever of them the work is put on") {
    Commune c;
    const auto both = c.agent("S. Roux");
    const auto voirie = c.crew("Voirie A", {c.agent("M. Ferrand"), both}), verts = c.crew("Espaces verts", {c.agent("A. Petit"), both});
    for (int day = 0; day < 5; ++day) {
        c.shift(voirie, day, 7, 14, false);
        c.shift(verts, day, 14, 17, false);
        c.planned(c.job("Fauchage", 7 * 60), {voirie}, at(day, 7));
        if (day < 4) c.planned(c.job("Haie", 3 * 60), {verts}, at(day, 14));
    }
    CHECK(refusals(c.context(), c.job("Taille", 60), {verts}, at(4, 14)).empty());  // 48 h
    const auto found = refusals(c.context(), c.job("Taille", 2 * 60), {verts}, at(4, 14));
    REQUIRE(kinds(found) == std::vector{RefusalKind::week_too_long});
    CHECK(argument(found.front(), "crew") == "S. Roux");
    CHECK(argument(found.front(), "length") == "49\u00A0h");
    CHECK(find_if(c.world.crews().begin(), c.world.crews().end(), [&](const Crew& crew) { return crew.id == verts; })->agents.size() == 2);
}

TEST_CASE("nobody is in two places at once") {
    Commune c;
    const auto both = c.agent("S. Roux", {{"BR", std::nullopt}});
    const auto voirie = c.crew("Voirie A", {c.agent("M. Ferrand"), both}), verts = c.crew("Espaces verts", {c.agent("A. Petit"), both});
    c.shift(voirie, 0);
    c.shift(verts, 0);
    c.planned(c.job("Haie", 120), {verts}, at(0, 9));
    auto job = c.job("Trou", 60);
    job.people = 2;
    const auto small = refusals(c.context(), job, {voirie}, at(0, 10));
    REQUIRE(kinds(small) == std::vector{RefusalKind::crew_too_small});
    CHECK(argument(small.front(), "absent") == "S. Roux → Espaces verts");
    CHECK(refusals(c.context(), job, {voirie}, at(0, 14)).empty());
    job.people = 1;
    CHECK(refusals(c.context(), job, {voirie}, at(0, 10)).empty());
    job.skills = {"BR"};
    const auto skill = refusals(c.context(), job, {voirie}, at(0, 10));
    REQUIRE(kinds(skill) == std::vector{RefusalKind::skill_missing});
    CHECK(skill.front().text.key == "planning.refusal.skill_elsewhere");
    CHECK(argument(skill.front(), "until") == "11:00");
}

TEST_CASE("hours and rest across the clock changes are hours lived, not read off the clock") {
    // 2026: summer time begins on Sunday 29 March at 2 and ends on Sunday 25 October at 3.
    const auto on = [](int month, unsigned day, int hour) {
        return instant(std::chrono::local_days{std::chrono::year{2026} / month / static_cast<int>(day)}, Seconds{hour * 3600}, zone);
    };
    const auto shift_of = [](CrewId crew, Time from, Time to) {
        Shift s;
        s.crew = crew;
        s.start = from;
        s.end = to;
        s.has_lunch = false;
        return s;
    };
    Commune spring;
    spring.now = on(3, 20, 0);
    const auto crew = spring.crew("Astreinte", {spring.agent("M. Ferrand")});
    spring.put(shift_of(crew, on(3, 28, 13), on(3, 28, 21)));
    spring.put(shift_of(crew, on(3, 29, 7), on(3, 29, 12)));
    spring.planned(spring.job("Soir", 8 * 60), {crew}, on(3, 28, 13));
    // 21 to 8 reads as eleven hours and is ten.
    CHECK(kinds(refusals(spring.context(), spring.job("Matin", 60), {crew}, on(3, 29, 8))) == std::vector{RefusalKind::rest_too_short});
    CHECK(refusals(spring.context(), spring.job("Matin", 60), {crew}, on(3, 29, 9)).empty());
    Commune autumn;
    autumn.now = on(10, 20, 0);
    const auto team = autumn.crew("Astreinte", {autumn.agent("M. Ferrand")});
    autumn.put(shift_of(team, on(10, 24, 13), on(10, 24, 21)));
    autumn.put(shift_of(team, on(10, 25, 6), on(10, 25, 12)));
    autumn.planned(autumn.job("Soir", 8 * 60), {team}, on(10, 24, 13));
    CHECK(refusals(autumn.context(), autumn.job("Matin", 60), {team}, on(10, 25, 7)).empty());  // 21 to 7 is eleven hours that night
    CHECK(kinds(refusals(autumn.context(), autumn.job("Matin", 60), {team}, on(10, 25, 6))) == std::vector{RefusalKind::rest_too_short});
    // A night of 22 to 6 is nine hours long when summer time ends: one too many.
    Commune night;
    night.now = on(10, 20, 0);
    const auto salt = night.crew("Neige", {night.agent("M. Ferrand")});
    night.put(shift_of(salt, on(10, 24, 22), on(10, 25, 6)));
    night.put(shift_of(salt, on(10, 17, 22), on(10, 18, 6)));
    const auto refused = of_kind(refusals(night.context(), night.job("Salage", 9 * 60), {salt}, on(10, 24, 22)), RefusalKind::night_too_long);
    REQUIRE(refused.size() == 1);
    CHECK(argument(refused.front(), "length") == "9\u00A0h");
    CHECK(argument(refused.front(), "night") == "8\u00A0h");  // 22 to 5, with the hour that comes twice
    CHECK(of_kind(refusals(night.context(), night.job("Salage", 8 * 60), {salt}, on(10, 17, 22)), RefusalKind::night_too_long).empty());
    // The week that ends with the longer Sunday: 48 h lived are 48 h.
    Commune week;
    week.now = on(10, 12, 0);
    const auto gang = week.crew("Voirie A", {week.agent("M. Ferrand")});
    for (unsigned day = 19; day < 24; ++day) {
        week.put(shift_of(gang, on(10, day, 7), on(10, day, 16)));
        week.planned(week.job("Fauchage", 9 * 60), {gang}, on(10, day, 7));
    }
    week.put(shift_of(gang, on(10, 25, 0), on(10, 25, 8)));
    CHECK(of_kind(refusals(week.context(), week.job("Ronde", 3 * 60), {gang}, on(10, 25, 0)), RefusalKind::week_too_long).empty());
    const auto over = of_kind(refusals(week.context(), week.job("Ronde", 4 * 60), {gang}, on(10, 25, 0)), RefusalKind::week_too_long);
    REQUIRE(over.size() == 1);
    CHECK(argument(over.front(), "length") == "49\u00A0h");
}

TEST_CASE("work planned after a deadline that has passed is not refused, and said to be late") {
    Commune c;
    const auto crew = c.crew("Voirie A", {c.agent("M. Ferrand")});
    c.shift(crew, 0);
    auto job = c.job("Fuite", 60);
    job.deadline = at(-4, 12);
    CHECK(refusals(c.context(), job, {crew}, at(0, 9)).empty());
    const auto said = remarks(c.context(), job, {crew}, at(0, 9));
    REQUIRE(said.size() == 1);
    CHECK(said.front().key == "planning.remark.late");
    job.deadline = at(0, 10);
    CHECK(remarks(c.context(), job, {crew}, at(0, 9)).empty());
}

TEST_CASE("who may go beyond is data of the catalogue") {
    const Catalog delivered;
    CHECK(delivered.may_override(name(Role::director)));
    CHECK(delivered.may_override(name(Role::dispatcher)));
    CHECK_FALSE(delivered.may_override(name(Role::agent)));
    CHECK_FALSE(delivered.may_override(name(Role::council)));
}
