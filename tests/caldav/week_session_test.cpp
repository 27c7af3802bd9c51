// A commune whose week goes to a calendar server: what a person plans, moves and cancels at the desk is there a moment later.
#include <catch2/catch_test_macros.hpp>

#include <filesystem>
#include <thread>
#include <unistd.h>

#include "app/session.hpp"
#include "app/system_clock.hpp"
#include "tests/caldav/radicale.hpp"

using namespace vigie;
using namespace vigie::app;

TEST_CASE("the demo commune's week reaches a calendar for each crew, and a job that is moved to another crew moves there too") {
    const test::Radicale server;
    const auto home = std::filesystem::temp_directory_path() / ("vigie-week-" + std::to_string(::getpid()));
    const SystemClock clock;
    SessionOptions o;
    o.places = {VIGIE_BINARY_DIR "/share/vigie", home / "data", home / "config", home / "cache"};
    o.demo = true;
    o.in_memory = true;
    o.demo_config_json = R"({"seed":1,"speed":1})";
    auto opened = Session::open(std::move(o), clock, [] {});
    REQUIRE(opened);
    Session& session = **opened;
    session.wait_until_loaded(gis::Millis{120'000});
    gis::SourceConfig config{.id = "agendas", .name = "Agendas", .backend = "caldav", .config_json = server.config()};
    config.secrets = {{"password", test::Radicale::password}};
    REQUIRE(session.start_source(config));
    const auto until = [&](auto&& done) {
        const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(120);
        while (!done() && std::chrono::steady_clock::now() < patience) {
            (void)session.tick();
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        return done();
    };
    const auto planned = [&](gis::CrewId crew) -> const gis::Intervention* {
        for (const gis::Intervention& what : session.world().interventions())
            if ((what.state == gis::InterventionState::planned || what.state == gis::InterventionState::assigned) && what.start && *what.start > session.now() && what.crews == std::vector{crew}) return &what;
        return nullptr;
    };
    const gis::Intervention* job = nullptr;
    for (const gis::Crew& crew : session.world().crews())
        if (!job) job = planned(crew.id);
    REQUIRE(job);
    const auto calendar = [](gis::CrewId crew) { return "vigie-" + std::to_string(crew.value); };
    const std::string uid = "intervention-" + std::to_string(job->id.value) + "@valmont-sur-aude.vigie";
    const gis::InterventionId id = job->id;
    const gis::CrewId from = job->crews.front();
    REQUIRE(until([&] { return server.events(calendar(from)).contains(uid); }));
    gis::CrewId to;
    for (const gis::Crew& crew : session.world().crews())
        if (crew.id != from) to = crew.id;
    const gis::command::Assign assign{.intervention = id, .crews = {to}, .start = *job->start, .override_reason = "essai"};
    const auto done = session.execute({assign}, {"C. Delmas", "régulation", gis::Role::director});
    REQUIRE(done);
    session.take_delta(done->delta);
    CHECK(until([&] { return server.events(calendar(to)).contains(uid) && !server.events(calendar(from)).contains(uid); }));
    std::filesystem::remove_all(home);
}
