#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "gis/backends/demo/nomenclature.hpp"
#include "gis/backends/demo/simulator.hpp"
#include "gis/model/catalog.hpp"
#include "gis/model/entity_json.hpp"
#include "gis/model/zone.hpp"

using namespace vigie::gis;
using namespace vigie::gis::demo;
using nlohmann::json;
using std::chrono::hours;

namespace {

// A Tuesday in November, 10:00 in Paris.
const Time tuesday = *time_from_rfc3339("2026-11-24T09:00:00Z");

std::uint64_t hash_of(const Changes& changes) {
    std::uint64_t h = 14695981039346656037ull;
    const auto add = [&](std::string_view s) {
        for (const char c : s) h = (h ^ static_cast<unsigned char>(c)) * 1099511628211ull;
    };
    for (const auto& c : changes) {
        add(c.id), add(c.json), add(std::to_string(c.op)), add(std::to_string(c.at_ms));
        if (!std::isnan(c.value)) add(std::to_string(c.value));
        if (!std::isnan(c.lon)) add(std::to_string(c.lon) + std::to_string(c.lat));
    }
    return h;
}

void live(Simulator& town, Millis long_time, Changes& out) {
    const Time end = town.now() + long_time;
    while (town.now() + Millis{5'000} <= end) town.advance(end, out);
}

double metres_off_road(const RoadNet& net, P p) {
    double best = 1e300;
    for (const auto& arc : net.arcs)
        if (distance(arc.line.front(), p) < best + arc.length_m) best = std::min(best, distance_to_polyline(p, arc.line));
    return best;
}

std::string first_free_job(const Simulator& town) {
    Changes all;
    town.snapshot(all);
    for (const auto& c : all)
        if (c.op == VIGIE_OP_UPSERT && c.kind == VIGIE_KIND_INTERVENTION && json::parse(c.json)["state"] == "to_plan") return c.id;
    return {};
}

} // namespace

TEST_CASE("the nomenclature that the demo carries is the shipped catalogue") {
    const Catalog shipped = load_catalog({std::string(VIGIE_SOURCE_DIR) + "/assets/catalog"}).catalog;
    const Catalog& own = nomenclature();
    REQUIRE(own.report_categories.size() == shipped.report_categories.size());
    REQUIRE(own.interventions.size() == shipped.interventions.size());
    REQUIRE(own.sensor_kinds.size() == shipped.sensor_kinds.size());
    for (const SensorKind& k : shipped.sensor_kinds) CHECK(own.sensor_kind(k.id)->unit == k.unit);
}

TEST_CASE("every kind, skill, unit and piece of equipment of the demo exists in the catalogue") {
    const DemoCommune commune = make_commune(1);
    const Catalog& c = nomenclature();
    for (const Asset& a : commune.assets) {
        const AssetKind* kind = c.asset_kind(a.kind);
        if (!kind) FAIL("asset kind " << a.kind);
        const char* geometry = a.geometry.type == GeometryType::point ? "point" : a.geometry.type == GeometryType::line ? "line" : "polygon";
        if (kind->geometry != geometry) FAIL(a.kind << " is a " << geometry);
    }
    std::set<std::string> domains;
    for (const Sensor& s : commune.sensors) {
        INFO(s.name);
        const SensorKind* kind = c.sensor_kind(s.kind);
        REQUIRE(kind);
        CHECK(kind->unit == s.unit);
        domains.insert(kind->domain);
    }
    CHECK(domains.size() == c.domains.size());  // all of them are measured
    for (const Agent& a : make_agents(tuesday))
        for (const Skill& s : a.skills) CHECK(c.skill(s.code) != nullptr);
    std::set<std::string> equipment;
    for (const InterventionTemplate& t : c.interventions) equipment.insert(t.equipment.begin(), t.equipment.end());
    for (const Vehicle& v : commune.vehicles)
        for (const std::string& e : v.equipment)
            if (!equipment.contains(e)) FAIL(v.name << " carries " << e << ", which no intervention asks for");
}

TEST_CASE("over 2,000 reports the mix is the measured one") {
    const DemoCommune commune = make_commune(1);
    const Catalog& c = nomenclature();
    const Citizens citizens(commune, c, 1);
    double all = 0, waste = 0, light = 0, roads = 0, twins = 0;
    std::set<std::string> ids, channels;
    for (std::int64_t slot = Citizens::slot_of(tuesday); all < 2000; ++slot)
        for (const CitizenReport& r : citizens.in_slot(slot)) {
            const ReportCategory* k = c.report_category(r.report.category);
            REQUIRE(k);
            ++all;
            if (k->domain == "dechets" || k->domain == "proprete") ++waste;
            else if (k->icon == "lightbulb_outline") ++light;
            else if (k->domain == "voirie") ++roads;
            twins += r.twin_of.empty() ? 0 : 1;
            CHECK_FALSE(r.report.address.empty());
            CHECK_FALSE(r.report.description.empty());
            CHECK(ids.insert(r.id).second);
            CHECK(Citizens::slot_of(r.report.received_at) == slot);
            CHECK(std::is_sorted(r.steps.begin(), r.steps.end(), [](const auto& a, const auto& b) { return a.at < b.at; }));
            channels.insert(r.report.channel);
        }
    CHECK(std::abs(waste / all - 0.40) < 0.035);
    CHECK(std::abs(roads / all - 0.30) < 0.035);
    CHECK(std::abs(light / all - 0.13) < 0.03);
    CHECK(twins > 20);
    CHECK(channels.size() == 5);
}

TEST_CASE("every link of the agenda leads somewhere and nobody is in two places at once") {
    const DemoCommune commune = make_commune(1);
    const Agenda agenda = make_agenda(commune, nomenclature(), 1, tuesday);
    CHECK(agenda.agents.size() == 28);
    CHECK(agenda.shifts.size() == 10 * 5 * 5);
    CHECK(agenda.interventions.size() > 100);
    std::size_t joined = 0, to_plan = 0, regulatory = 0;
    std::map<std::uint64_t, std::vector<const Intervention*>> by_crew;
    std::set<std::uint32_t> numbers;
    std::size_t checked = 0;
    for (const Intervention& i : agenda.interventions) {
        INFO(i.title);
        CHECK(nomenclature().intervention(i.kind));
        CHECK(i.asset.value <= commune.assets.size());
        for (const ReportId r : i.reports) CHECK((r.value >= 1 && r.value <= agenda.reports.size()));
        CHECK(numbers.insert(i.number).second);
        if (i.state == InterventionState::closed) {  // of the register: before this week
            CHECK(i.asset);
            CHECK(*i.actual_end < tuesday - hours(48));
            ++checked;
            continue;
        }
        for (const CrewId c : i.crews) by_crew[c.value].push_back(&i);
        joined += i.reports.size();
        to_plan += i.state == InterventionState::to_plan ? 1 : 0;
        regulatory += i.regulatory ? 1 : 0;
    }
    CHECK(to_plan == 15);
    CHECK(checked > 100);
    CHECK(regulatory >= 4);
    CHECK(joined >= 1);
    CHECK(by_crew.size() == 10);
    for (auto& [crew, jobs] : by_crew) {
        std::sort(jobs.begin(), jobs.end(), [](const auto* a, const auto* b) { return *a->start < *b->start; });
        for (std::size_t k = 1; k < jobs.size(); ++k) CHECK(*jobs[k - 1]->start + jobs[k - 1]->duration <= *jobs[k]->start);
        for (const Intervention* j : jobs)
            CHECK(std::any_of(agenda.shifts.begin(), agenda.shifts.end(), [&](const Shift& s) { return s.crew.value == crew && s.start <= *j->start && *j->start + j->duration <= s.end; }));
    }
    for (const Absence& a : agenda.absences) CHECK(a.from < a.to);
}

TEST_CASE("the same seed, start and clock give the same life") {
    Simulator one(1, tuesday), two(1, tuesday);
    Changes a, b;
    one.snapshot(a), two.snapshot(b);
    live(one, hours(3), a), live(two, hours(3), b);
    CHECK(a.size() == b.size());
    CHECK(hash_of(a) == hash_of(b));
    Simulator three(1, tuesday);
    Changes c;
    three.snapshot(c);
    for (int i = 0; i < 36; ++i) live(three, Minutes{5}, c);  // in small steps: the same
    CHECK(hash_of(c) == hash_of(a));
}

TEST_CASE("the snapshot is neutral JSON that the model reads, with its links") {
    const Simulator town(1, tuesday);
    Changes all;
    town.snapshot(all);
    std::map<std::uint32_t, int> opened;
    std::set<std::pair<std::uint32_t, std::string>> known;
    for (const auto& c : all)
        if (c.op == VIGIE_OP_UPSERT) known.insert({c.kind, c.id});
    const std::map<std::string, std::uint32_t> kind_of_field{{"asset", 0}, {"sensor", 1}, {"reports", 3}, {"crews", 6}, {"crew", 6}, {"leader", 7}, {"agents", 7}, {"agent", 7}, {"vehicle", 8}, {"building", 11}, {"current", 5}};
    std::size_t links = 0;
    for (const auto& c : all) {
        if (c.op == VIGIE_OP_SNAPSHOT_BEGIN) ++opened[c.kind];
        if (c.op == VIGIE_OP_SNAPSHOT_END) --opened[c.kind];
        if (c.op != VIGIE_OP_UPSERT) continue;
        if (opened[c.kind] != 1) FAIL("upsert outside its snapshot");
        const auto read = entity_from_text(static_cast<EntityKind>(c.kind), c.json, LinkForm::remote_ids);
        if (!read) FAIL(c.json << " " << read.error().detail);
        for (const RemoteLink& link : read->links) {
            ++links;
            const auto kind = kind_of_field.find(link.field);
            if (kind == kind_of_field.end() || !known.contains({kind->second, link.remote_id})) FAIL(link.field << " " << link.remote_id << " in " << c.json);
        }
    }
    for (const auto& [kind, open] : opened) CHECK(open == 0);
    CHECK(opened.size() == 11);
    CHECK(links > 300);
}

TEST_CASE("crews move only along the roads, at the speed of a town") {
    Simulator town(1, tuesday - hours(3));  // 07:00: nobody has left yet
    Changes out;
    live(town, hours(11), out);
    std::map<std::string, std::pair<std::int64_t, P>> last;
    std::map<std::string, double> driven;
    std::size_t fixes = 0;
    for (const auto& c : out) {
        if (c.op != VIGIE_OP_POSITION) continue;
        const P p = ground_from_lonlat({c.lon, c.lat});
        if (fixes++ % 7 == 0 && metres_off_road(town.commune().roads, p) > 0.5) FAIL("crew " << c.id << " is " << metres_off_road(town.commune().roads, p) << " m off the road");
        if (const auto it = last.find(c.id); it != last.end()) {
            const double seconds = static_cast<double>(c.at_ms - it->second.first) / 1000, metres = distance(it->second.second, p);
            if (seconds > 0 && metres / seconds > 25) FAIL("crew " << c.id << " at " << metres / seconds << " m/s");
            driven[c.id] += metres;
        }
        last[c.id] = {c.at_ms, p};
    }
    CHECK(fixes > 2'000);
    CHECK(driven.size() == 10);
    double all = 0;
    for (const auto& [id, metres] : driven) all += metres;
    CHECK(all > 30'000);
    CHECK(all < 600'000);
}

TEST_CASE("a day has departures, work, lunch and the way home") {
    Simulator town(1, tuesday - hours(3));
    Changes out;
    live(town, hours(12), out);
    std::set<std::string> statuses, states;
    std::size_t finished = 0, observations = 0, reports = 0;
    for (const auto& c : out) {
        observations += c.op == VIGIE_OP_OBSERVE ? 1 : 0;
        if (c.op != VIGIE_OP_UPSERT) continue;
        const json j = json::parse(c.json);
        if (c.kind == VIGIE_KIND_CREW) statuses.insert(j["status"]);
        if (c.kind == VIGIE_KIND_INTERVENTION) states.insert(j["state"]), finished += j["state"] == "finished" ? 1 : 0;
        if (c.kind == VIGIE_KIND_REPORT && j.contains("category")) ++reports;
    }
    CHECK(statuses == std::set<std::string>{"available", "en_route", "on_site", "on_break", "out_of_service"});
    CHECK(states.contains("en_route"));
    CHECK(states.contains("on_site"));
    CHECK(finished >= 15);
    CHECK(observations > 3'000);
    CHECK(reports >= 5);
    CHECK(reports <= 45);
}

TEST_CASE("sensors vary within what they can measure, and some fall silent") {
    const DemoCommune commune = make_commune(1);
    const SensorValues values(1);
    std::size_t silences = 0, moving = 0, alarms = 0;
    for (const Sensor& s : commune.sensors) {
        const SensorKind* kind = nomenclature().sensor_kind(s.kind);
        double low = 1e300, high = -1e300;
        for (int i = 0; i < 7 * 48; ++i) {
            const auto v = values.value(s, tuesday + Minutes{30 * i});
            if (!v) { ++silences; continue; }
            if (!std::isfinite(*v)) FAIL(s.name);
            if (s.unit == "%" && (*v < 0 || *v > 100)) FAIL(s.name << " " << *v);
            low = std::min(low, *v), high = std::max(high, *v);
            if ((kind->alarm_above && *v > *kind->alarm_above) || (kind->alarm_below && *v < *kind->alarm_below)) ++alarms;
        }
        moving += high > low ? 1 : 0;
    }
    const double readings = 7.0 * 48 * static_cast<double>(commune.sensors.size());
    CHECK(moving > commune.sensors.size() * 3 / 4);
    CHECK(static_cast<double>(silences) > readings * 0.003);
    CHECK(static_cast<double>(silences) < readings * 0.05);
    CHECK(alarms > 20);                                       // something happens
    CHECK(static_cast<double>(alarms) < readings * 0.02);     // and it stays news
}

TEST_CASE("an intervention given to a crew in Vigie is driven to, worked on and finished") {
    Simulator town(1, tuesday);
    const std::string id = first_free_job(town);
    REQUIRE_FALSE(id.empty());
    Changes out;
    const json edit{{"crews", {"1"}}, {"start", rfc3339(town.now() + Minutes{10})}, {"state", "assigned"}};
    const Verdict verdict = town.take({.ticket = 1, .op = VIGIE_OP_UPSERT, .kind = VIGIE_KIND_INTERVENTION, .id = id, .expected_version = {}, .idempotency_key = "k", .json = edit.dump()}, out);
    CHECK(verdict.accepted);
    CHECK_FALSE(verdict.version.empty());
    live(town, hours(7), out);
    std::vector<std::string> states;
    bool current = false;
    for (const auto& c : out) {
        if (c.op == VIGIE_OP_UPSERT && c.kind == VIGIE_KIND_INTERVENTION && c.id == id) states.push_back(json::parse(c.json)["state"]);
        if (c.op == VIGIE_OP_UPSERT && c.kind == VIGIE_KIND_CREW && c.id == "1") current = current || json::parse(c.json)["current"] == id;
    }
    CHECK(states == std::vector<std::string>{"en_route", "on_site", "finished"});
    CHECK(current);
}

TEST_CASE("an intervention born in Vigie gets an id, the same for every try") {
    Simulator town(1, tuesday);
    Changes out;
    json order{{"kind", "mise_en_securite"}, {"title", "Mise en sécurité"}, {"severity", 1}, {"place", {2.546, 43.151}}, {"duration", 1800}, {"crews", {"2"}}, {"start", rfc3339(town.now())}, {"state", "assigned"}};
    const vigie::backend::Command command{.ticket = 4, .op = VIGIE_OP_UPSERT, .kind = VIGIE_KIND_INTERVENTION, .id = {}, .expected_version = {}, .idempotency_key = "abc", .json = order.dump()};
    const Verdict first = town.take(command, out), again = town.take(command, out);
    CHECK(first.accepted);
    CHECK_FALSE(first.id.empty());
    CHECK(first.id == again.id);
    live(town, hours(5), out);
    CHECK(std::any_of(out.begin(), out.end(), [&](const auto& c) { return c.id == first.id && c.json.find("finished") != std::string::npos; }));
}

TEST_CASE("a report taken in hand in Vigie is no longer touched by the town") {
    Simulator town(1, tuesday);
    Changes before;
    live(town, hours(30), before);
    std::map<std::string, int> later;
    {
        Simulator dry(1, tuesday);
        Changes out;
        live(dry, hours(60), out);
        for (const auto& c : out)
            if (c.kind == VIGIE_KIND_REPORT && c.op == VIGIE_OP_UPSERT) ++later[c.id];
    }
    for (const auto& c : before)
        if (c.kind == VIGIE_KIND_REPORT && c.op == VIGIE_OP_UPSERT) --later[c.id];
    const auto it = std::find_if(later.begin(), later.end(), [](const auto& l) { return l.second > 0; });
    REQUIRE(it != later.end());
    Changes after;
    town.take({.ticket = 1, .op = VIGIE_OP_UPSERT, .kind = VIGIE_KIND_REPORT, .id = it->first, .expected_version = {}, .idempotency_key = {}, .json = R"({"state":"rejected","reason":"essai"})"}, after);
    live(town, hours(30), after);
    for (const auto& c : after)
        if (c.kind == VIGIE_KIND_REPORT) CHECK(c.id != it->first);
}

TEST_CASE("bad edits are refused with their reason and change nothing") {
    Simulator town(1, tuesday);
    Changes out;
    for (const char* bad : {"", "[]", "{\"state\":17}", "{\"place\":[\"a\",2]}", "\xff\xfe"}) {
        const Verdict v = town.take({.ticket = 1, .op = VIGIE_OP_UPSERT, .kind = VIGIE_KIND_INTERVENTION, .id = "I1", .expected_version = {}, .idempotency_key = {}, .json = bad}, out);
        INFO(bad);
        CHECK_FALSE(v.accepted);
    }
    // A crew that does not exist is no crew: nobody drives, nothing breaks.
    town.take({.ticket = 2, .op = VIGIE_OP_UPSERT, .kind = VIGIE_KIND_INTERVENTION, .id = first_free_job(town), .expected_version = {}, .idempotency_key = {}, .json = R"({"crews":["999","x"],"state":"assigned"})"}, out);
    live(town, hours(1), out);
}

TEST_CASE("a restart takes up the thread: clock, crews, jobs and edits") {
    Simulator town(1, tuesday);
    Changes out;
    const std::string id = first_free_job(town);
    town.take({.ticket = 1, .op = VIGIE_OP_UPSERT, .kind = VIGIE_KIND_INTERVENTION, .id = id, .expected_version = {}, .idempotency_key = {}, .json = json{{"crews", {"3"}}, {"start", rfc3339(town.now() + hours(2) + Minutes{30})}, {"state", "assigned"}}.dump()}, out);
    live(town, hours(2), out);
    const std::string cursor = town.cursor();
    CHECK(cursor.size() < 200'000);
    Simulator again(1, tuesday, cursor);
    CHECK(again.now() == town.now());
    // The host has kept the ground: only what lives is told again, and nothing that was edited in Vigie.
    Changes told;
    again.snapshot(told);
    CHECK(told.size() < 1'500);
    for (const auto& c : told) {
        CHECK(c.kind != VIGIE_KIND_ASSET);
        CHECK((c.op != VIGIE_OP_UPSERT || c.id != id));
    }
    Changes one, two;
    live(town, hours(5), one), live(again, hours(5), two);
    const auto last_states = [](const Changes& changes) {
        std::map<std::string, std::string> states;
        for (const auto& c : changes)
            if (c.op == VIGIE_OP_UPSERT && (c.kind == VIGIE_KIND_INTERVENTION || c.kind == VIGIE_KIND_CREW)) states[std::to_string(c.kind) + "/" + c.id] = c.json;
        return states;
    };
    const auto a = last_states(one), b = last_states(two);
    std::size_t same = 0;
    for (const auto& [key, value] : a) same += b.contains(key) ? 1 : 0;
    CHECK(same * 10 >= a.size() * 9);
    const auto life_of_job = [&](const Changes& changes) {
        std::vector<std::string> states;
        for (const auto& c : changes)
            if (c.op == VIGIE_OP_UPSERT && c.id == id) states.push_back(json::parse(c.json)["state"]);
        return states;
    };
    CHECK_FALSE(life_of_job(one).empty());
    CHECK(life_of_job(two) == life_of_job(one));
    // The program stayed closed for three hours: the town is at the present.
    const Simulator later(1, town.now() + hours(3), cursor);
    CHECK(town.now() + hours(3) - later.now() < Millis{5'000});
    for (const char* strange : {"", "{", "{\"v\":1}", "{\"v\":99,\"seed\":1}", "[1,2]", "{\"v\":1,\"seed\":1,\"born\":\"x\"}"}) {
        const Simulator fresh(1, tuesday, strange);
        CHECK(tuesday - fresh.now() < Millis{5'000});
    }
}

TEST_CASE("a simulated week at full speed goes without an error and without growing") {
    Simulator town(1, tuesday);
    std::size_t changes = 0, most = 0;
    std::set<std::string> weeks;
    Changes out;
    for (int hour = 0; hour < 24 * 8; ++hour) {
        out.clear();
        live(town, hours(1), out);
        changes += out.size();
        most = std::max(most, out.size());
        for (const auto& c : out) {
            if (c.op == VIGIE_OP_UPSERT && !entity_from_text(static_cast<EntityKind>(c.kind), c.json, LinkForm::remote_ids)) FAIL(c.json);
            if (c.op == VIGIE_OP_OBSERVE && !std::isfinite(c.value)) FAIL(c.id);
            if (c.op == VIGIE_OP_UPSERT && c.kind == VIGIE_KIND_SHIFT) weeks.insert(c.id.substr(0, c.id.find('-')));
        }
    }
    CHECK(changes > 60'000);
    CHECK(most < 9'000);
    CHECK(weeks.size() == 1);  // one more week came into the books
    CHECK(town.cursor().size() < 200'000);
    Changes all;
    town.snapshot(all);
    CHECK(all.size() < 80'000);
}
