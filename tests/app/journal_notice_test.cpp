// A journal that was changed behind the program's back is told to whoever opens the commune.
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <thread>

#include <catch2/catch_test_macros.hpp>

#include "app/session.hpp"
#include "gis/model/entity_json.hpp"
#include "moving_clock.hpp"

using namespace vigie;
using namespace vigie::app;

namespace {

bool told(Session& session) {
    for (int i = 0; i < 200; ++i) {
        (void)session.tick();
        if (std::ranges::any_of(session.notices(), [](const gis::Notice& n) { return n.text.key == "store.journal_broken" && n.severity == gis::Severity::error; })) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
}

} // namespace

TEST_CASE("a changed line of the journal is told when the commune is opened, and an untouched one is not") {
    const std::filesystem::path folder = std::filesystem::temp_directory_path() / ("vigie-journal-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    const std::filesystem::path file = folder / "commune.gpkg";
    tests::MovingClock clock(*gis::time_from_rfc3339("2026-11-23T06:00:00Z"));
    const auto open = [&] {
        SessionOptions o;
        o.places = {VIGIE_BINARY_DIR "/share/vigie", folder / "data", folder / "config", folder / "cache"};
        o.paths = {file};
        auto session = Session::open(std::move(o), clock, [] {});
        REQUIRE(session.ok());
        return std::move(session).value();
    };
    {
        gis::DeskOptions o;
        o.file = file;
        o.clock = &clock;
        auto desk = gis::Desk::open(std::move(o));
        REQUIRE(desk.ok());
        gis::command::CreateIntervention create;
        create.intervention.title = "Nid-de-poule";
        for (int i = 0; i < 3; ++i) REQUIRE(desk->execute(create, {"C. Delmas", "régulation", gis::Role::dispatcher}).ok());
    }
    {
        const auto session = open();
        CHECK_FALSE(told(*session));
    }
    sqlite3* db = nullptr;
    REQUIRE(sqlite3_open(file.c_str(), &db) == SQLITE_OK);
    REQUIRE(sqlite3_exec(db, "DROP TRIGGER journal_no_update; UPDATE journal SET actor='Personne' WHERE sequence=2", nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(db);
    {
        const auto session = open();
        CHECK(told(*session));
    }
    std::filesystem::remove_all(folder);
}
