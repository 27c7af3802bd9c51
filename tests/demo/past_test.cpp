#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include <chrono>
#include <iostream>
#include <map>
#include <set>

#include "gis/backends/demo/nomenclature.hpp"
#include "gis/backends/demo/simulator.hpp"
#include "gis/model/entity_json.hpp"
#include "gis/model/zone.hpp"

using namespace vigie::gis;
using namespace vigie::gis::demo;
using nlohmann::json;

namespace {

constexpr int months = 23;
const Time born = *time_from_rfc3339("2026-11-24T09:00:00Z");

struct Told {
    std::vector<json> reports, works;
    std::vector<std::string> report_ids;
};

Told told(Simulator& town) {
    Told out;
    Changes changes;
    while (town.tell_past(changes)) {
        CHECK(changes.size() < 2 * Simulator::past_portion);
        for (const auto& c : changes) {
            json j = json::parse(c.json);
            if (c.kind == VIGIE_KIND_REPORT) out.report_ids.push_back(c.id), out.reports.push_back(std::move(j));
            else out.works.push_back(std::move(j));
        }
        changes.clear();
    }
    return out;
}

const Told& past() {
    static const Told all = [] {
        Simulator town(1, born, {}, {}, months);
        const auto begun = std::chrono::steady_clock::now();
        Told t = told(town);
        std::cout << t.reports.size() << " reports and " << t.works.size() << " works of " << months << " months in "
                  << std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count() << " ms\n";
        return t;
    }();
    return all;
}

Time time_in(const json& j, const char* member) { return *time_from_rfc3339(j.at(member).get<std::string>()); }

// Mean hours to done, by what `wanted` says.
template <class Wanted>
double mean_hours(Wanted wanted) {
    double sum = 0;
    int n = 0;
    for (const json& r : past().reports)
        if (r["state"] == "closed" && wanted(r)) sum += double((time_in(r, "state_since") - time_in(r, "received_at")).count()) / 3'600'000, ++n;
    REQUIRE(n > 50);
    return sum / n;
}

bool is_clean(const json& r) {
    const std::string& domain = nomenclature().report_category(r["category"].get<std::string>())->domain;
    return domain == "dechets" || domain == "proprete";
}
bool in_2025(const json& r) { return r["received_at"].get<std::string>().starts_with("2025"); }

} // namespace

TEST_CASE("the past goes from the first of January of the year before to where the books begin, newest first, all settled") {
    REQUIRE(past().reports.size() > 9'000);
    CHECK(past().reports.size() < 14'000);
    CHECK(past().works.size() > past().reports.size() / 5);
    Time last = born;
    std::set<std::uint32_t> numbers;
    for (const json& r : past().reports) {
        const Time received = time_in(r, "received_at"), settled = time_in(r, "state_since");
        CHECK(received <= last);
        CHECK(received >= *time_from_rfc3339("2024-12-31T23:00:00Z"));
        CHECK(settled > received);
        CHECK(settled < born);
        last = received;
        const std::string state = r["state"];
        CHECK((state == "closed" || state == "rejected" || state == "forwarded" || state == "duplicate"));
        CHECK(numbers.insert(r["number"].get<std::uint32_t>()).second);
    }
    CHECK(*numbers.begin() > 0);
    CHECK(last < *time_from_rfc3339("2025-01-03T00:00:00Z"));
    // The books go on where the past ends.
    const DemoCommune commune = make_commune(1);
    const Agenda books = make_agenda(commune, nomenclature(), 1, born, months);
    for (const Report& r : books.reports) CHECK(r.number > *numbers.rbegin());
    CHECK(make_agenda(commune, nomenclature(), 1, born).reports.front().number == 1021);
}

TEST_CASE("finished work hangs on its report, ends with it and names nobody") {
    const std::set<std::string> known(past().report_ids.begin(), past().report_ids.end());
    CHECK(known.size() == past().report_ids.size());
    for (const json& w : past().works) {
        REQUIRE(w["reports"].size() == 1);
        CHECK(known.contains(w["reports"][0].get<std::string>()));
        CHECK(w["state"] == "closed");
        CHECK(time_in(w, "actual_start") < time_in(w, "actual_end"));
        CHECK(w["hours"][0]["name"] == "Régie");
        CHECK_FALSE(w.contains("crews"));
        for (const Duty& d : nomenclature().duties) CHECK(d.intervention != w["kind"].get<std::string>());
        CHECK_FALSE(nomenclature().domain(nomenclature().intervention(w["kind"].get<std::string>())->domain)->restricted);
    }
    for (const json& r : past().reports) CHECK_FALSE(r.contains("has_reporter"));
}

TEST_CASE("the town gets better at keeping clean, but in one quartier, and has seasons") {
    std::map<std::string, std::size_t> sizes;
    for (const json& r : past().reports) ++sizes[r["quartier"]];
    std::size_t worse = 0, better = 0;
    for (const auto& [q, n] : sizes) {
        if (n < 600) continue;
        const double before = mean_hours([&](const json& r) { return is_clean(r) && r["quartier"] == q && in_2025(r); });
        const double now = mean_hours([&](const json& r) { return is_clean(r) && r["quartier"] == q && !in_2025(r); });
        ++(now < before ? better : worse);
    }
    CHECK(worse == 1);
    CHECK(better >= 3);
    std::map<std::string, int> leaves, ice;
    for (const json& r : past().reports) {
        const std::string month = r["received_at"].get<std::string>().substr(5, 2);
        if (r["category"] == "feuilles") ++leaves[month];
        if (r["category"] == "verglas") ++ice[month];
    }
    CHECK(leaves["07"] == 0);
    CHECK(ice["07"] == 0);
    CHECK(ice["01"] > 0);
}

TEST_CASE("a restart goes on telling where it stopped, and tells the same") {
    Simulator town(1, born, {}, {}, 3);
    Changes first, rest;
    REQUIRE(town.tell_past(first));
    Simulator again(1, born, town.cursor(), {}, 3);
    std::vector<std::string> ids;
    for (Changes changes; again.tell_past(changes); changes.clear())
        for (const auto& c : changes) ids.push_back(c.id);
    std::vector<std::string> straight;
    for (Changes changes; town.tell_past(changes); changes.clear())
        for (const auto& c : changes) straight.push_back(c.id);
    CHECK(ids == straight);
    CHECK_FALSE(ids.empty());
    Simulator done(1, born, again.cursor(), {}, 3);
    CHECK_FALSE(done.tell_past(rest));
    Simulator without(1, born);
    CHECK_FALSE(without.tell_past(rest));
}
