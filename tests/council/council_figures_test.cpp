#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <chrono>
#include <random>

#include "gis/council/council_figures.hpp"
#include "tests/council/small_commune.hpp"

using namespace vigie::gis;
using namespace vigie::tests;
using Catch::Matchers::WithinAbs;
using std::chrono::hours;

namespace {

const Indicator& indicator(const char* id) { return *shipped().indicator(id); }
CouncilFigure figure(const CouncilRecords& r, const char* id, std::int32_t quartier, const CouncilPeriod& p) {
    return figure_of(r, shipped(), indicator(id), quartier, p.from, p.to, {});
}

} // namespace

TEST_CASE("a year runs to now, and is compared with the same days of the year before") {
    const CouncilPeriod p = council_period(0, 0, at(2026, 11, 24, 15), paris);
    CHECK(p.year == 2026);
    CHECK(p.from == at(2026, 1, 1, 0));
    CHECK(p.to == at(2026, 11, 24, 15));
    CHECK(p.before_from == at(2025, 1, 1, 0));
    CHECK(p.before_to == at(2025, 11, 24, 15));
    const CouncilPeriod past = council_period(2025, 0, at(2026, 11, 24, 15), paris);
    CHECK(past.to == at(2026, 1, 1, 0));
    CHECK(past.before_to == at(2025, 1, 1, 0));
    const CouncilPeriod ahead = council_period(2026, 12, at(2026, 11, 24, 15), paris);
    CHECK(ahead.from == ahead.to);
}

TEST_CASE("29 February is compared with all of the 28th") {
    const CouncilPeriod p = council_period(0, 0, at(2028, 2, 29, 9), paris);
    CHECK(p.before_to == at(2027, 3, 1, 0));
    const CouncilPeriod month = council_period(2028, 2, at(2028, 5, 1), paris);
    CHECK(month.to == at(2028, 3, 1, 0));
    CHECK(month.before_from == at(2027, 2, 1, 0));
    CHECK(month.before_to == at(2027, 3, 1, 0));
    CHECK(council_period(0, 0, at(2027, 2, 28, 9), paris).before_to == at(2026, 2, 28, 9));
}

TEST_CASE("the hour of a wall clock counts, in summer and in winter time") {
    // 31 December, 23:30 in Paris is 22:30 UTC: still of the old year; a July midnight is 22:00 UTC.
    SmallCommune c;
    for (int i = 0; i < 6; ++i) c.report("tag", 0, at(2025, 12, 31, 23, 30)), c.report("tag", 0, at(2026, 1, 1, 0, 30));
    for (int i = 0; i < 7; ++i) c.report("tag", 0, at(2026, 6, 30, 23, 30)), c.report("tag", 0, at(2026, 7, 1, 0, 30));
    const CouncilRecords r = c.frozen(at(2026, 11, 24));
    CHECK(figure(r, "signalements", whole_commune, council_period(2026, 0, r.frozen_at, paris)).value == 20);
    CHECK(figure(r, "signalements", whole_commune, council_period(2026, 7, r.frozen_at, paris)).value == 7);
    CHECK(figure(r, "signalements", whole_commune, council_period(2025, 12, r.frozen_at, paris)).value == 6);
}

TEST_CASE("a delay runs from the report to the end of the work made for it, else to the day it was closed") {
    SmallCommune c;
    for (int i = 0; i < 5; ++i) c.report("depot_sauvage", 0, at(2026, 3, 2, 8), at(2026, 3, 4, 8));
    auto& linked = c.report("depot_sauvage", 0, at(2026, 3, 2, 8), at(2026, 3, 30, 8));
    const ReportId id = linked.id;
    c.work("enlevement_depot", 0, at(2026, 3, 2, 20)).reports = {id};
    c.report("depot_sauvage", 0, at(2026, 3, 2, 8)).state = ReportState::taken;             // open: has no delay
    c.report("depot_sauvage", 0, at(2026, 3, 2, 8), at(2026, 3, 9)).state = ReportState::rejected;
    c.report("depot_sauvage", 0, at(2026, 3, 2, 8), at(2026, 3, 9)).state = ReportState::duplicate;
    c.report("depot_sauvage", 0, at(2026, 3, 2, 8), at(2026, 3, 9)).state = ReportState::forwarded;
    const CouncilRecords r = c.frozen(at(2026, 11, 24));
    const CouncilPeriod year = council_period(0, 0, r.frozen_at, paris);
    CHECK(figure(r, "depots", whole_commune, year).value == 7);
    const auto delay = figure(r, "depots_delai", whole_commune, year).value;
    REQUIRE(delay);
    CHECK_THAT(*delay, WithinAbs((5 * 48 + 12) / 6.0, 1e-9));
    CHECK(figure(r, "traites", whole_commune, year).value == 6);
    CHECK(figure(r, "tags_48_h", whole_commune, year).value == 0);
}

TEST_CASE("within a time, as a count and as a part") {
    SmallCommune c;
    for (int i = 0; i < 6; ++i) c.report("tag", 0, at(2026, 3, 2, 8), at(2026, 3, 2, 8) + hours{48});
    for (int i = 0; i < 2; ++i) c.report("tag_injurieux", 0, at(2026, 3, 2, 8), at(2026, 3, 2, 8) + hours{49});
    for (int i = 0; i < 2; ++i) c.report("tag", 0, at(2026, 3, 2, 8), at(2026, 3, 2, 8) + hours{73});
    const CouncilRecords r = c.frozen(at(2026, 11, 24));
    const CouncilPeriod year = council_period(0, 0, r.frozen_at, paris);
    CHECK(figure(r, "tags_48_h", whole_commune, year).value == 6);
    CHECK(figure(r, "traites_3_jours", whole_commune, year).value == 80);
}

TEST_CASE("places told of more than five times: an object, or a spot a few steps wide, each quartier for itself") {
    SmallCommune c;
    const auto six = [&](int quartier, double dx, double dy, int n) {
        for (int i = 0; i < n; ++i) c.report("malproprete", quartier, at(2026, 3, 2, 8) + hours{i}, {}, dx + 1e-5 * i, dy);
    };
    for (int spot = 0; spot < 5; ++spot) six(0, -0.4 + 0.2 * spot, 0, 6);
    six(0, 0.05, 0.45, 5);  // one too few
    const AssetId bin{c.next++};
    for (int i = 0; i < 6; ++i) c.report("corbeille_pleine", 0, at(2026, 4, 2, 8), {}, 0.09 * i, -0.4).asset = bin;
    const CouncilRecords r = c.frozen(at(2026, 11, 24));
    CHECK(figure(r, "lieux_sales", whole_commune, council_period(0, 0, r.frozen_at, paris)).value == 6);
}

TEST_CASE("interventions and what they cost; what nobody noted costs nothing and is not counted") {
    SmallCommune c;
    for (int i = 0; i < 7; ++i) {
        auto& w = c.work("reparation_fuite", i % 2, at(2026, 2, 3));
        if (i > 0) w.hours = {{"M. Ferrand", Seconds{7200}, 30}};
    }
    c.work("reparation_fuite", 0, at(2026, 2, 3)).state = InterventionState::on_site;
    const CouncilRecords r = c.frozen(at(2026, 11, 24));
    const CouncilPeriod year = council_period(0, 0, r.frozen_at, paris);
    CHECK(figure(r, "fuites_reparees", whole_commune, year).value == 7);
    CHECK(figure(r, "cout", whole_commune, year).value == 360);
}

TEST_CASE("a saving counts by the part of its time that falls into the period") {
    SmallCommune c;
    Building school;
    school.id = BuildingId{c.next++};
    school.kind = "école élémentaire";
    school.place = SmallCommune::place(1);
    c.entities.push_back(school);
    c.report("tag", 0, at(2025, 1, 2));
    const CouncilRecords r = c.frozen(at(2026, 11, 24));
    const std::vector<ProvenSaving> savings{{InterventionId{99}, school.id, Fluid::electricity, at(2025, 12, 22, 0), at(2026, 1, 11, 0), 2000, 400, 100},
                                            {InterventionId{98}, BuildingId{777}, Fluid::gas, at(2026, 2, 1), at(2026, 3, 1), 500, 50, 100}};
    // A second action at the school while the first saving lasts proves the same one.
    std::vector<ProvenSaving> twice = savings;
    twice.push_back({InterventionId{97}, school.id, Fluid::electricity, at(2026, 1, 2, 0), at(2026, 1, 11, 0), 900, 180, 100});
    const CouncilPeriod period = council_period(2026, 0, r.frozen_at, paris);
    CHECK(figure_of(r, shipped(), indicator("economies"), whole_commune, period.from, period.to, twice).value == 250);
    const auto of = [&](const char* id, std::int32_t quartier, int year) {
        const CouncilPeriod p = council_period(year, 0, r.frozen_at, paris);
        return figure_of(r, shipped(), indicator(id), quartier, p.from, p.to, savings).value;
    };
    CHECK(of("ecoles_kwh", whole_commune, 2026) == 1000);
    CHECK(of("ecoles_kwh", 1, 2025) == 1000);
    CHECK(of("ecoles_kwh", 0, 2026) == std::nullopt);
    CHECK(of("economies", whole_commune, 2026) == 250);
    CHECK(of("eau_m3", whole_commune, 2026) == std::nullopt);
}

TEST_CASE("the verdict says what was wanted, and only where data go back far enough") {
    SmallCommune c;
    for (int i = 0; i < 20; ++i) c.report("depot_sauvage", 0, at(2025, 1, 8 + unsigned(i)), at(2025, 1, 12 + unsigned(i % 15)));
    for (int i = 0; i < 15; ++i) c.report("depot_sauvage", 0, at(2026, 1, 8 + unsigned(i)), at(2026, 1, 9 + unsigned(i)));
    const CouncilRecords r = c.frozen(at(2026, 11, 24));
    const CouncilPeriod year = council_period(0, 0, r.frozen_at, paris);
    const Tile fewer = tile_of(r, shipped(), indicator("depots"), whole_commune, year, {});
    CHECK(fewer.before == 20);
    REQUIRE(fewer.change);
    CHECK_THAT(*fewer.change, WithinAbs(-0.25, 1e-12));
    CHECK(fewer.verdict == Evolution::better);
    const Tile delay = tile_of(r, shipped(), indicator("depots_delai"), whole_commune, year, {});
    CHECK(delay.unit == FigureUnit::hours);
    CHECK(delay.verdict == Evolution::better);
    REQUIRE(delay.change);
    CHECK(*delay.change < 0);
    CHECK(tile_of(r, shipped(), indicator("signalements"), whole_commune, year, {}).verdict == Evolution::even);
    // Of 2025 the year before is not known at all.
    const Tile first = tile_of(r, shipped(), indicator("depots"), whole_commune, council_period(2025, 0, r.frozen_at, paris), {});
    CHECK(first.value == 20);
    CHECK_FALSE(first.before);
    CHECK(first.verdict == Evolution::unknown);
}

TEST_CASE("a commune that began in July is not compared with the half year it has no data of") {
    SmallCommune c;
    for (int i = 0; i < 20; ++i) c.report("depot_sauvage", 0, at(2025, 7, 8 + unsigned(i))), c.report("depot_sauvage", 0, at(2026, 2, 1 + unsigned(i)));
    const CouncilRecords r = c.frozen(at(2026, 11, 24));
    CHECK_FALSE(tile_of(r, shipped(), indicator("depots"), whole_commune, council_period(0, 0, r.frozen_at, paris), {}).before);
    CHECK(tile_of(r, shipped(), indicator("depots"), whole_commune, council_period(2026, 8, r.frozen_at, paris), {}).before == 0);
}
