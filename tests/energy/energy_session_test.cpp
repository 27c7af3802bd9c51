// « Énergie et eau » through a whole session: the demo's readings arrive, a picture is made, made again, and costs nothing unseen.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>
#include <unistd.h>

#include "app/session.hpp"
#include "gis/energy/energy_findings.hpp"
#include "gis/energy/intervention_from_finding.hpp"
#include "gis/model/entity_json.hpp"
#include "tests/app/moving_clock.hpp"

using namespace vigie;
using namespace vigie::app;

namespace {

struct Home {
    std::filesystem::path path = std::filesystem::temp_directory_path() / ("vigie-energy-" + std::to_string(::getpid()));
    Home() { std::filesystem::create_directories(path); }
    ~Home() { std::filesystem::remove_all(path); }
    [[nodiscard]] Places places() const { return {VIGIE_BINARY_DIR "/share/vigie", path / "data", path / "config", path / "cache"}; }
};

std::unique_ptr<Session> demo(const Home& home, const gis::Clock& clock, bool in_memory) {
    SessionOptions o;
    o.places = home.places();
    o.demo = true;
    o.in_memory = in_memory;
    auto session = Session::open(std::move(o), clock, [] {});
    REQUIRE(session.ok());
    (*session)->wait_until_loaded(gis::Millis{120'000});
    return std::move(session).value();
}

constexpr gis::Millis patience{60'000};
const gis::Actor director{.name = "C. Delmas", .post = "DST", .role = gis::Role::director};

} // namespace

TEST_CASE("the demo's picture is whole, an intervention made from a finding is found again, and a file is taken in and back") {
    const Home home;
    tests::MovingClock clock(*gis::time_from_rfc3339("2026-11-24T13:32:00Z"));
    const auto session = demo(home, clock, true);
    (void)session->tick();
    CHECK_FALSE(session->energy());
    CHECK_FALSE(session->energy_running());  // nobody asked

    gis::EnergyAsk ask;
    const auto begun = std::chrono::steady_clock::now();
    const gis::EnergyPicture* p = session->wait_for_energy(ask, patience);
    REQUIRE(p);
    WARN("picture of the demo: " << std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun).count() << " ms");
    CHECK(p->buildings >= 35);
    CHECK(p->quantity > 30'000);
    CHECK(p->fresh_meters == p->meter_count);
    CHECK(p->weather_known);
    CHECK(p->steps.size() >= 3);
    REQUIRE_FALSE(p->leaks.empty());
    CHECK_FALSE(p->savings.empty());

    auto language = gis::Language::load(VIGIE_BINARY_DIR "/share/vigie/lang", "fr");
    REQUIRE(language);
    const auto leak = p->leaks.front();
    CHECK_FALSE(leak.raised);
    const auto work = gis::intervention_from_leak(session->world(), session->catalog(), *language, session->zone(), leak);
    REQUIRE(work);
    CHECK(work->kind == "recherche_fuite_batiment");
    CHECK(work->asset);
    CHECK(work->skills == std::vector<std::string>{"PLOMBIER"});
    CHECK(work->description.find("m³") != std::string::npos);
    REQUIRE(session->execute({gis::command::CreateIntervention{*work}}, director));
    p = session->wait_for_energy(ask, patience);
    REQUIRE(p);
    CHECK(p->leaks.front().raised);

    // A file: one gesture, that undo takes back.
    const gis::MeterId heated = session->world().meters().begin()->id;
    const std::string code = session->world().find(heated)->code;
    std::ofstream(home.path / "releves.csv") << "Date;Compteur;Valeur\n24/11/2026 00:00;" << code << ";9000\n24/11/2026 01:00;" << code << ";9000\n";
    ask.building = session->world().find(heated)->building;
    p = session->wait_for_energy(ask, patience);
    REQUIRE(p);
    const double before = p->meters.front().quantity;
    session->add_readings({home.path / "releves.csv", home.path / "absent.csv"});
    std::vector<gis::Result<gis::Receipt>> read;
    for (int i = 0; i < 2'000 && read.size() < 2; ++i) {
        for (auto& r : session->take_readings(director)) read.push_back(std::move(r));
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    REQUIRE(read.size() == 2);
    REQUIRE(read[0]);
    CHECK_FALSE(read[1]);
    p = session->wait_for_energy(ask, patience);
    CHECK(p->meters.front().quantity > before + 17'000);
    REQUIRE(session->undo(director));
    p = session->wait_for_energy(ask, patience);
    CHECK(std::abs(p->meters.front().quantity - before) < 1e-6);

    REQUIRE(session->export_operat(home.path / "operat.csv"));
    CHECK(std::filesystem::file_size(home.path / "operat.csv") > 300);
    CHECK_FALSE(session->export_operat(home.path / "no such folder" / "operat.csv"));
}

TEST_CASE("after a restart the readings go on where they were, and none is told twice") {
    const Home home;
    tests::MovingClock clock(*gis::time_from_rfc3339("2026-11-24T13:32:00Z"));
    gis::EnergyAsk ask;
    double first = 0;
    {
        const auto session = demo(home, clock, false);
        const gis::EnergyPicture* p = session->wait_for_energy(ask, patience);
        REQUIRE(p);
        first = p->quantity;
    }
    clock.advance(std::chrono::hours{3});
    const auto session = demo(home, clock, false);
    const gis::EnergyPicture* p = session->wait_for_energy(ask, patience);
    REQUIRE(p);
    CHECK(p->quantity > first);
    CHECK(p->quantity < first * 1.02);
    CHECK(p->last_reading >= *gis::time_from_rfc3339("2026-11-24T16:00:00Z"));
}

// Run by hand: what the meters' history adds to the opening of the demo.
TEST_CASE("how long the demo takes to open", "[.measure]") {
    for (int i = 0; i < 3; ++i) {
        const Home home;
        tests::MovingClock clock(*gis::time_from_rfc3339("2026-11-24T13:32:00Z"));
        SessionOptions o;
        o.places = home.places();
        o.demo = true;
        o.in_memory = true;
        const auto begun = std::chrono::steady_clock::now();
        auto session = Session::open(std::move(o), clock, [] {});
        REQUIRE(session.ok());
        const auto ms = [&] { return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun).count(); };
        std::int64_t crews = 0, readings = 0;
        while (ms() < 120'000) {
            (void)(*session)->tick();
            if (crews == 0 && !(*session)->world().crews().empty()) crews = ms();
            const auto& all = (*session)->statuses();
            if (std::ranges::any_of(all, [](const auto& s) { return s.health == gis::SourceHealth::ok; })) { readings = ms(); break; }
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        WARN("crews there after " << crews << " ms, all of the source told after " << readings << " ms");
    }
}
