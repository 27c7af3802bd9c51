// What the catalogue says about energy: prices, hours of use, work; what a commune sets of its own.
#include <catch2/catch_test_macros.hpp>

#include <set>

#include "gis/energy/energy_findings.hpp"
#include "gis/energy/energy_input.hpp"
#include "gis/energy/energy_words.hpp"

using namespace vigie::gis;

namespace {

Catalog shipped() { return load_catalog({std::string(VIGIE_SOURCE_DIR) + "/assets/catalog"}).catalog; }

} // namespace

TEST_CASE("the shipped catalogue prices every fluid and says where each price comes from") {
    const Catalog c = shipped();
    for (const Fluid fluid : {Fluid::electricity, Fluid::gas, Fluid::water}) {
        const EnergyPrice* price = c.energy.price(fluid_name(fluid), 2026);
        REQUIRE(price);
        CHECK(price->year == 2026);
        CHECK(price->eur > 0);
        CHECK(c.energy.price(fluid_name(fluid), 1999)->year < 2026);
    }
    for (const EnergyPrice& p : c.energy.prices) {
        INFO(p.id);
        CHECK_FALSE(p.source.empty());
        CHECK(p.to_verify);
    }
    CHECK(c.energy.gas_kwh_per_m3 == 11.2);
    CHECK(c.energy.operat_2030 == 0.40);
    CHECK(c.energy.operat_deadline_month == 9);
}

TEST_CASE("every finding that asks for work has a template, and actions that save say of which fluid") {
    const Catalog c = shipped();
    for (const FindingKind kind : {FindingKind::used_while_closed, FindingKind::night_base_risen, FindingKind::leak, FindingKind::above_expected, FindingKind::readings_missing})
        for (const Fluid fluid : {Fluid::electricity, Fluid::gas, Fluid::water}) {
            INFO(finding_name(kind) << " " << fluid_name(fluid));
            CHECK(c.intervention(c.energy.work_for(finding_name(kind), fluid_name(fluid))));
        }
    CHECK(c.energy.work_for("saving_proven", "gas").empty());
    CHECK(c.energy.work_for("used_while_closed", "water") != c.energy.work_for("used_while_closed", "gas"));
    std::set<std::string> saving;
    for (const InterventionTemplate& t : c.interventions)
        for (const std::string& fluid : t.saves) {
            CHECK(fluid_named(fluid));
            saving.insert(t.id);
        }
    CHECK(saving.size() >= 4);
}

TEST_CASE("hours of use are those of the building's kind, else the usual ones") {
    const Catalog c = shipped();
    CHECK(c.energy.hours_of("école élémentaire")->id == "ecole");
    CHECK_FALSE(c.energy.hours_of("école élémentaire")->school_holidays);
    CHECK(c.energy.hours_of("EHPAD")->always);
    CHECK(c.energy.hours_of("quelque chose")->id == "default");
    const DayGrid grid(std::chrono::local_days{std::chrono::year{2026} / 10 / 1}, std::chrono::local_days{std::chrono::year{2026} / 12 / 1}, "Europe/Paris");
    const DayKinds kinds(grid, SchoolCalendar::of(c, "C"), HolidayRegion::france);
    const auto at = [&](unsigned month, unsigned day) { return grid.index(std::chrono::local_days{std::chrono::year{2026} / std::chrono::month{month} / std::chrono::day{day}}); };
    const OpenHours school(grid, kinds, c.energy.hours_of("école élémentaire")), home(grid, kinds, c.energy.hours_of("EHPAD")), unknown(grid, kinds, nullptr);
    CHECK(school.open(at(11, 24), 10));         // a Tuesday
    CHECK_FALSE(school.open(at(11, 24), 21));
    CHECK_FALSE(school.open(at(11, 22), 10));   // a Sunday
    CHECK_FALSE(school.open(at(11, 11), 10));   // armistice
    CHECK_FALSE(school.open(at(10, 27), 10));   // autumn holidays
    CHECK(home.open(at(11, 22), 3));
    CHECK(unknown.open(at(11, 22), 3));         // nobody knows: nothing is ever closed
}

TEST_CASE("the commune's own contract goes before the catalogue's price, and nonsense is not taken") {
    EnergyInput in;
    in.rules = shipped().energy;
    CHECK(price_of(in, Fluid::electricity, 2026).contract_year == 0);
    in.contract = read_energy_contract(R"({"electricity":{"2025":0.19,"2026":0.23,"x":1,"2027":-4},"oil":{"2026":1}})", R"({"École":{"year":2016,"kwh":1000},"Mairie":{"year":"?"}})");
    CHECK(price_of(in, Fluid::electricity, 2026).eur == 0.23);
    CHECK(price_of(in, Fluid::electricity, 2026).contract_year == 2026);
    CHECK(price_of(in, Fluid::electricity, 2028).eur == 0.23);
    CHECK(price_of(in, Fluid::electricity, 2020).eur == 0.19);
    CHECK(price_of(in, Fluid::water, 2026).contract_year == 0);
    REQUIRE(in.contract.references.size() == 1);
    CHECK(in.contract.references.at("École").year == 2016);
    CHECK(read_energy_contract("[", "{]").prices.empty());
}
