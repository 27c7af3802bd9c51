// What `vigie plan` says of the work that it leaves out.
#include <catch2/catch_test_macros.hpp>

#include <filesystem>
#include <fstream>
#include <map>
#include <random>

#include <nlohmann/json.hpp>

#include "gis/model/language.hpp"
#include "gis/planning/commune_week.hpp"

using namespace vigie::gis;
using nlohmann::json;

namespace {

struct Folder {
    std::filesystem::path path = std::filesystem::temp_directory_path() / ("vigie-left-out-" + std::to_string(std::random_device{}()));
    Folder() { std::filesystem::create_directories(path); }
    ~Folder() {
        std::error_code code;
        std::filesystem::remove_all(path, code);
    }
};

constexpr int hour = 3600, minute = 60, day = 24 * hour;

json crew(const std::string& name, std::vector<std::string> equipment, int days, int from = 8 * hour, int to = 12 * hour) {
    json out{{"id", name}, {"name", name}, {"members", 2}, {"skills", json::array()}, {"equipment", equipment}, {"shifts", json::array()}};
    for (int d = 0; d < days; ++d) out["shifts"].push_back({{"day", d}, {"start", d * day + from}, {"end", d * day + to}, {"from", 0}, {"to", 0}, {"lunch", nullptr}});
    return out;
}

json job(const std::string& id, int minutes, int priority) {
    return {{"id", id}, {"place", 0}, {"kind", "k"}, {"skills", json::array()}, {"equipment", json::array()}, {"duration", minutes * minute}, {"priority", priority},
            {"windows", json::array()}, {"deadline", nullptr}, {"crews_needed", 1}, {"after", json::array()}, {"pinned", nullptr}};
}

json week_of(std::vector<json> crews, std::vector<json> jobs, int places = 1) {
    json out{{"format", "commune-week/1"}, {"days", 5}, {"places", json::array()}, {"travel", {{"model", "euclid"}, {"factor", 1.3}, {"speed_kmh", 30}}}};
    for (int i = 0; i < places; ++i) out["places"].push_back({{"id", "p"}, {"x", 900 * (i % 4)}, {"y", 700 * (i / 4)}});
    out["crews"] = std::move(crews);
    out["interventions"] = std::move(jobs);
    return out;
}

PlanFigures planned(const Folder& folder, const json& week, Millis time = Millis{0}) {
    std::ofstream(folder.path / "week.json") << week.dump();
    const auto figures = plan_commune_week({folder.path / "week.json", folder.path / "plan.json", time, 1, 1});
    INFO((figures ? "" : figures.error().text.key + " " + figures.error().detail));
    REQUIRE(figures);
    return *figures;
}

std::string sentence(const Text& text, const char* language = "fr") {
    const auto loaded = Language::load(VIGIE_SOURCE_DIR "/assets/lang", language);
    REQUIRE(loaded);
    return (*loaded)(text);
}

} // namespace

TEST_CASE("a plan says how many minutes are missing, with whom and when, for what it leaves out") {
    const Folder folder;
    auto lamp = job("lampe", 90, 5), tree = job("arbre", 60, 5), late = job("purge", 120, 4), never = job("toit", 60, 5), two = job("sapin", 60, 5), after = job("suite", 30, 5);
    lamp["equipment"] = {"nacelle"};
    lamp["deadline"] = 1 * day + 12 * hour;
    tree["equipment"] = {"grue"};
    never["windows"] = {{3 * day, 3 * day + hour}};  // at night
    two["crews_needed"] = 3;
    after["after"] = {"arbre"};
    // Éclairage has 40 minutes left on Monday and 70 on Tuesday; Voirie carries no lift.
    const auto figures = planned(folder, week_of({crew("Éclairage", {"nacelle"}, 2), crew("Voirie", {}, 5)},
                                                 {[] { auto j = job("lundi", 200, 90); j["equipment"] = {"nacelle"}; j["windows"] = {{8 * hour, 8 * hour}}; return j; }(),
                                                  [] { auto j = job("mardi", 170, 90); j["equipment"] = {"nacelle"}; j["windows"] = {{day + 8 * hour, day + 8 * hour}}; return j; }(),
                                                  lamp, tree, never, two, after}));
    std::map<std::string, const UnplannedJob*> left;
    for (const auto& u : figures.unplanned) left[u.intervention] = &u;
    REQUIRE(left.size() == 5);
    CHECK(figures.assigned + figures.unplanned.size() == figures.interventions);
    REQUIRE(left.contains("lampe"));
    CHECK(sentence(left["lampe"]->why) == "Aucune équipe avec nacelle n’a 1\u00A0h\u00A030 avant mar. à 12:00\u00A0; le plus proche\u00A0: Éclairage, mar. à 10:50, il manque 20\u00A0min");
    CHECK(sentence(left["lampe"]->why, "en") == "No crew with nacelle has 1\u00A0h\u00A030 before Tue at 12:00; nearest: Éclairage, Tue at 10:50, 20\u00A0min short");
    CHECK(left["lampe"]->crew == "Éclairage");
    CHECK(left["lampe"]->start == Seconds{day + 10 * hour + 50 * minute});
    CHECK(left["lampe"]->missing == Seconds{20 * minute});
    CHECK(sentence(left["arbre"]->why) == "Aucune équipe n’a grue à bord");
    CHECK(sentence(left["toit"]->why) == "Aucune place dans les créneaux demandés");
    CHECK(left["sapin"]->why.key == "planning.unplanned.too_few_crews");
    CHECK(sentence(left["suite"]->why) == "Attend arbre, qui n’est pas planifiée");
}

TEST_CASE("the missing minutes of a two-crew job are those of the crew with less room") {
    const Folder folder;
    auto pair = job("duo", 180, 5), block_a = job("a", 90, 90), block_b = job("b", 120, 90);
    pair["crews_needed"] = 2;
    block_a["equipment"] = {"x"};
    block_b["equipment"] = {"y"};
    const auto figures = planned(folder, week_of({crew("A", {"x"}, 1), crew("B", {"y"}, 1)}, {block_a, block_b, pair}));
    REQUIRE(figures.unplanned.size() == 1);
    CHECK(figures.unplanned.front().missing == Seconds{60 * minute});
}

TEST_CASE("work made shorter by what is missing finds its place in that crew-day") {
    const auto seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937 rng(seed);
    const auto below = [&](int n) { return static_cast<int>(rng() % static_cast<unsigned>(n)); };
    const Folder folder;
    int looked = 0;
    for (int round = 0; round < 60; ++round) {
        std::vector<json> crews, jobs;
        for (int c = 0; c < 1 + below(3); ++c) {
            crews.push_back(crew("T" + std::to_string(c), below(2) ? std::vector<std::string>{"nacelle"} : std::vector<std::string>{}, 1, 8 * hour, (11 + below(6)) * hour));
            if (below(2)) crews.back()["shifts"][0]["lunch"] = {{"earliest", 11 * hour + 1800}, {"latest", 13 * hour}, {"duration", 45 * minute}};
        }
        for (int j = 0; j < 8; ++j) {
            jobs.push_back(job(std::to_string(j), 5 * (3 + below(30)), below(100)));
            jobs.back()["place"] = 1 + j;
            if (!below(3)) jobs.back()["equipment"] = {"nacelle"};
            if (!below(3)) jobs.back()["deadline"] = (10 + below(5)) * hour;
            if (!below(3)) jobs.back()["windows"] = {{(8 + below(4)) * hour, (13 + below(3)) * hour}};
        }
        auto week = week_of(crews, jobs, 9);
        const auto figures = planned(folder, week);
        const auto plan = json::parse(std::ifstream(folder.path / "plan.json"));
        for (const auto& left : figures.unplanned) {
            CHECK(sentence(left.why).find('{') == std::string::npos);
            if (left.crew.empty()) continue;
            // The crew's day alone: few enough visits for the search to find an order where there is one.
            const auto day_with = [&](int missing) {
                json alone = week;
                alone["interventions"] = json::array();
                for (const auto& visit : plan["visits"])
                    if (visit["crew"] == left.crew) alone["interventions"].push_back(week["interventions"][std::stoul(visit["intervention"].get<std::string>())]);
                json mine = week["interventions"][std::stoul(left.intervention)];
                mine["duration"] = mine["duration"].get<int>() - missing;
                alone["interventions"].push_back(mine);
                std::erase_if(alone["crews"].get_ref<json::array_t&>(), [&](const json& c) { return c["id"] != left.crew; });
                return planned(folder, alone, Millis{150}).unplanned.empty();
            };
            INFO("round " << round << ", " << left.intervention << ": " << sentence(left.why) << "\n" << week.dump());
            REQUIRE(day_with(static_cast<int>(left.missing.count())));
            if (++looked > 40) return;
        }
    }
    CHECK(looked > 10);
}
