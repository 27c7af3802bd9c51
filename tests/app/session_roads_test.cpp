// What a session says of the streets that were opened: pieces that nothing leads to.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <unistd.h>

#include "app/session.hpp"
#include "gis/model/entity_json.hpp"
#include "moving_clock.hpp"

using namespace vigie;
using namespace vigie::app;
using vigie::tests::MovingClock;

namespace {

struct Home {
    std::filesystem::path path = std::filesystem::temp_directory_path() / ("vigie-session-roads-" + std::to_string(::getpid()));
    Home() { std::filesystem::create_directories(path); }
    ~Home() { std::filesystem::remove_all(path); }
};

// Streets of 400 m one after another, and one of 300 m beyond the fields unless `whole`.
void write_streets(const std::filesystem::path& file, bool whole) {
    std::ofstream out(file);
    out << R"({"type":"FeatureCollection","features":[)";
    for (int i = 0; i < 5; ++i)
        out << (i ? "," : "") << R"({"type":"Feature","properties":{"highway":"residential"},"geometry":{"type":"LineString","coordinates":[[)" << 2.35 + 0.005 * i << R"(,43.21],[)"
            << 2.355 + 0.005 * i << ",43.21]]}}";
    if (!whole) out << R"(,{"type":"Feature","properties":{"highway":"residential"},"geometry":{"type":"LineString","coordinates":[[2.36,43.23],[2.3637,43.23]]}})";
    out << "]}";
}

std::vector<gis::Notice> said_of(const Home& home, bool whole) {
    MovingClock clock(*gis::time_from_rfc3339("2026-11-23T06:00:00Z"));
    const std::filesystem::path file = home.path / "voies.geojson";
    write_streets(file, whole);
    SessionOptions o;
    o.places = {VIGIE_BINARY_DIR "/share/vigie", home.path / "data", home.path / "config", home.path / "cache"};
    o.in_memory = true;
    o.paths = {file};
    auto session = Session::open(std::move(o), clock, [] {});
    REQUIRE(session.ok());
    (*session)->wait_until_loaded(gis::Millis{60'000});
    REQUIRE((*session)->roads().pieces().count == (whole ? 1 : 2));
    std::vector<gis::Notice> out;
    for (const gis::Notice& n : (*session)->notices())
        if (n.text.key == "app.roads.pieces") out.push_back(n);
    return out;
}

} // namespace

TEST_CASE("streets that no other leads to are told with their length, once; streets that hang together are not") {
    const Home home;
    CHECK(said_of(home, true).empty());
    const auto said = said_of(home, false);
    REQUIRE(said.size() == 1);
    const auto of = [&](const char* name) { return std::ranges::find(said.front().text.args, std::string(name), &std::pair<std::string, std::string>::first)->second; };
    CHECK(of("n") == "1");
    const int metres = std::stoi(of("metres"));
    CHECK(metres > 290);
    CHECK(metres < 310);
    CHECK(of("all") == "2");
}
