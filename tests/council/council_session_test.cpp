// The demo commune with its past behind a whole session: frozen, asked, refrozen, remembered.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <thread>
#include <unistd.h>

#include "app/commune_file.hpp"
#include "app/session.hpp"
#include "gis/council/council_records.hpp"
#include "gis/model/entity_json.hpp"
#include "gis/rules/repeats.hpp"
#include "tests/app/moving_clock.hpp"

using namespace vigie;
using namespace vigie::app;
using vigie::tests::MovingClock;

namespace {

const gis::Time tuesday = *gis::time_from_rfc3339("2026-11-24T14:05:00Z");

struct Home {
    std::filesystem::path path = std::filesystem::temp_directory_path() / ("vigie-council-" + std::to_string(::getpid()));
    Home() { std::filesystem::create_directories(path); }
    ~Home() { std::filesystem::remove_all(path); }
};

std::unique_ptr<Session> demo(const Home& home, const gis::Clock& clock, bool in_memory, DemoPast past) {
    SessionOptions o;
    o.places = {VIGIE_BINARY_DIR "/share/vigie", home.path / "data", home.path / "config", home.path / "cache"};
    o.demo = true;
    o.in_memory = in_memory;
    o.demo_config_json = demo_config_json(1, 1, past);
    auto session = Session::open(std::move(o), clock, [] {});
    REQUIRE(session.ok());
    const auto begun = std::chrono::steady_clock::now();
    (*session)->wait_until_loaded(gis::Millis{60'000});
    std::cout << "opened " << (in_memory ? "in memory" : "in a file") << ", past " << int(past) << ": "
              << std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count() << " ms, " << (*session)->world().reports().size() << " reports\n";
    return std::move(session).value();
}

const gis::CouncilPicture& answered(Session& session, const gis::CouncilAsk& ask) {
    for (int i = 0; i < 10'000; ++i) {
        session.want_council(ask);
        (void)session.tick();
        if (const auto* p = session.council(); p && p->ask.quartier == ask.quartier && p->ask.scene == ask.scene && (ask.year == 0 || p->ask.year == ask.year)) return *p;
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    FAIL("no answer");
    std::abort();
}

double ms(auto&& what) {
    const auto begun = std::chrono::steady_clock::now();
    what();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count();
}

} // namespace

TEST_CASE("in this quartier, this year: answered from the demo's two years, quickly") {
    const Home home;
    MovingClock clock(tuesday);
    const auto session = demo(home, clock, true, DemoPast::first);
    REQUIRE(session->world().reports().size() > 9'000);
    CHECK(session->council() == nullptr);

    gis::CouncilRecords records;
    gis::World copy;
    const double freeze = ms([&] { records = gis::freeze_council(session->world(), session->catalog(), session->zone(), "C", session->now()); });
    const double whole = ms([&] { copy = session->world(); });
    gis::CouncilPicture picture;
    const double made = ms([&] { picture = gis::council_picture(records, session->catalog(), {}, {}); });
    std::cout << "frozen in " << freeze << " ms (a copy of the World: " << whole << " ms), a picture in " << made << " ms\n";

    const gis::CouncilPicture all = answered(*session, {});
    CHECK(all.ask.year == 2026);
    CHECK(all.years == std::vector<int>{2026, 2025});
    CHECK(all.quartiers.size() >= 5);
    for (const gis::Tile& t : all.tiles)
        if (t.id != "obligations" && t.id != "economies") {
            INFO(t.id);
            CHECK((t.value && t.before && t.verdict != gis::Evolution::unknown));
        }
    std::size_t scene = 0;
    while (session->catalog().scenes[scene].id != "proprete") ++scene;
    const gis::CouncilPicture here = answered(*session, {.quartier = all.quartiers[0], .year = 2026, .scene = scene, .tile = {}});
    CHECK(here.outline.points.size() > 3);
    CHECK(here.blocks.size() >= 3);
    CHECK(here.tiles.size() == 4);
    // What is told again is still found among thirteen thousand.
    const gis::Report& newest = session->world().reports().rows().front();
    std::cout << "repeats found in " << ms([&] { (void)gis::repeats_of(session->world(), session->catalog(), newest); }) << " ms\n";
}

TEST_CASE("data stay as they were until they are frozen again") {
    const Home home;
    MovingClock clock(tuesday);
    const auto session = demo(home, clock, true, DemoPast::none);
    std::this_thread::sleep_for(std::chrono::milliseconds(2'100));  // what arrives at first is not the sitting's
    const auto count = [&](const gis::CouncilPicture& p) { return p.tiles.front().value.value_or(-1); };
    const gis::CouncilPicture first = answered(*session, {});
    gis::command::CreateReport create;
    create.report.category = "depot_sauvage";
    create.report.place = session->world().crews().rows().front().depot;
    create.report.description = "Devant chez Mme Dupuis";
    for (int i = 0; i < 3; ++i) REQUIRE(session->execute({create}, {"C. Delmas", "régulation", gis::Role::dispatcher}).ok());
    const gis::CouncilPicture still = answered(*session, {.quartier = {}, .year = 2026, .scene = 1, .tile = {}});
    CHECK(still.frozen_at == first.frozen_at);
    CHECK(count(answered(*session, {})) == count(first));
    clock.advance(std::chrono::minutes(2));
    session->refreeze_council();
    for (int i = 0; i < 10'000 && session->council()->frozen_at == first.frozen_at; ++i) (void)answered(*session, {}), std::this_thread::sleep_for(std::chrono::milliseconds(2));
    CHECK(session->council()->frozen_at > first.frozen_at);
    CHECK(count(*session->council()) >= count(first) + 3);
}

TEST_CASE("scenes are kept with the commune, and the demo's past comes behind its first picture") {
    const Home home;
    MovingClock clock(tuesday);
    std::vector<gis::Scene> scenes;
    std::size_t reports = 0;
    {
        const auto session = demo(home, clock, false, DemoPast::behind);
        scenes = gis::shipped_scenes(session->catalog());
        scenes[0].title = "Que retenir de 2026 ?";
        scenes[0].notes = "Rappeler le marché d’éclairage";
        std::swap(scenes[1], scenes[2]);
        REQUIRE(session->keep_scenes(scenes).ok());
        CHECK(answered(*session, {}).scenes == scenes);
        double slowest = 0;
        for (int i = 0; i < 2'000 && session->world().reports().size() < 9'000; ++i) {
            slowest = std::max(slowest, ms([&] { (void)session->tick(); }));
            clock.advance(std::chrono::milliseconds(100));
            std::this_thread::sleep_for(std::chrono::milliseconds(60));
        }
        for (int i = 0; i < 30; ++i) (void)session->tick(), clock.advance(std::chrono::milliseconds(100)), std::this_thread::sleep_for(std::chrono::milliseconds(60));
        reports = session->world().reports().size();
        std::cout << "the slowest tick while the past came: " << slowest << " ms\n";
        CHECK(reports > 9'000);
    }
    clock.advance(std::chrono::minutes(5));
    const auto again = demo(home, clock, false, DemoPast::behind);
    CHECK(answered(*again, {}).scenes == scenes);
    CHECK(again->world().reports().size() >= reports);
    CHECK(again->world().reports().size() < reports + 20);  // told once
    std::cout << "a file of " << std::filesystem::file_size(home.path / "data/valmont-sur-aude.gpkg") / 1024 << " KiB\n";
}
