// An idle window draws nothing: the whole interface without a source, looked at for some seconds in each workspace.
#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <filesystem>
#include <thread>
#include <unistd.h>

#include "app/painter.hpp"
#include "gis/model/entity_json.hpp"
#include "moving_clock.hpp"

using namespace vigie;
using namespace vigie::app;

TEST_CASE("with no news, nothing moving and nobody acting, no frame is drawn, whatever the workspace shows") {
    const auto home = std::filesystem::temp_directory_path() / ("vigie-idle-" + std::to_string(::getpid()));
    const Places places{VIGIE_BINARY_DIR "/share/vigie", home, home, home};
    tests::MovingClock clock(*gis::time_from_rfc3339("2026-11-23T09:00:00Z"));
    auto painter = Painter::create(places.share / "shaders", 1280, 800);
    REQUIRE(painter.ok());
    SessionOptions o;
    o.places = places;
    o.in_memory = true;
    auto session = Session::open(std::move(o), clock, [] {});
    REQUIRE(session.ok());
    WorkbenchOptions w;
    w.places = places;
    w.keep_view = false;
    auto bench = Workbench::create(std::move(w), std::move(session).value(), (*painter)->gpu(), clock, [] {});
    REQUIRE(bench.ok());
    using panels::Workspace;
    for (const Workspace where : {Workspace::map, Workspace::planning, Workspace::energy, Workspace::council, Workspace::sources}) {
        (*bench)->view().workspace = where;
        render::Overlay news;  // the map has something new to show, wherever it is shown
        news.revision = 1000 + static_cast<std::uint64_t>(where);
        (*bench)->map().set_overlay(std::move(news));
        // Until what the workspace asks for is worked out and shown, however slow the machine.
        const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(30);
        for (int calm = 0; calm < 10 && std::chrono::steady_clock::now() < patience;) {
            (*painter)->frame(**bench, 1, 0.05);
            Session& at_work = (*bench)->session();
            (void)(*bench)->prepare(1);
            calm = (*bench)->news() || at_work.energy_running() || at_work.council_running() ? 0 : calm + 1;
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        int frames = 0;
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(where == Workspace::map ? 5 : 1);
        std::string why;
        while (std::chrono::steady_clock::now() < until) {
            (void)(*bench)->prepare(1);
            const Workbench::Due due = (*bench)->due();
            if (due.in_ms && *due.in_ms <= 0) {
                why = due.reason;
                ++frames;
                (*painter)->frame(**bench, 1, 0.05);
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
            clock.advance(gis::Millis{50});
        }
        INFO("workspace " << int(where) << ": " << why);
        CHECK(frames == 0);
    }
}
