// Routing instances in the format of Solomon: read, served, checked, compared with what is best.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <numeric>
#include <random>

#include <fmt/format.h>

#include "gis/planning/vrptw.hpp"

using namespace vigie::gis;

namespace {

struct File {
    std::filesystem::path path = std::filesystem::temp_directory_path() / ("vigie-routing-" + std::to_string(std::random_device{}()) + ".txt");
    explicit File(const std::string& text) { std::ofstream(path) << text; }
    ~File() { std::filesystem::remove(path); }
};

struct Point {
    double x, y, demand, ready, due, service;
};

std::string text_of(const std::vector<Point>& points, int vehicles, int capacity) {
    std::string out = fmt::format("t\n\nVEHICLE\nNUMBER CAPACITY\n{} {}\n\nCUSTOMER\nCUST NO. XCOORD. YCOORD. DEMAND READY DUE SERVICE\n\n", vehicles, capacity);
    for (std::size_t i = 0; i < points.size(); ++i)
        out += fmt::format("{} {} {} {} {} {} {}\n", i, points[i].x, points[i].y, points[i].demand, points[i].ready, points[i].due, points[i].service);
    return out;
}

// Length of the best single trip through `stops` in any order, or infinity.
double best_trip(const std::vector<Point>& p, std::vector<std::size_t> stops, double capacity) {
    double best = INFINITY;
    std::ranges::sort(stops);
    do {
        double clock = 0, length = 0, load = 0;
        std::size_t at = 0;
        bool holds = true;
        for (const std::size_t s : stops) {
            const double way = std::hypot(p[at].x - p[s].x, p[at].y - p[s].y);
            length += way;
            clock = std::max(clock + way, p[s].ready);
            holds = holds && clock <= p[s].due;
            clock += p[s].service;
            load += p[s].demand;
            at = s;
        }
        const double home = std::hypot(p[at].x - p[0].x, p[at].y - p[0].y);
        if (holds && load <= capacity && clock + home <= p[0].due) best = std::min(best, length + home);
    } while (std::ranges::next_permutation(stops).found);
    return best;
}

// Over every way to share the customers out among vehicles: the least distance, and the least vehicles.
std::pair<double, int> brute_force(const std::vector<Point>& p, int vehicles, double capacity) {
    const std::size_t n = p.size() - 1;
    std::vector<double> trip(std::size_t{1} << n, INFINITY);
    for (std::size_t set = 1; set < trip.size(); ++set) {
        std::vector<std::size_t> stops;
        for (std::size_t i = 0; i < n; ++i)
            if (set >> i & 1) stops.push_back(i + 1);
        trip[set] = best_trip(p, stops, capacity);
    }
    std::vector<double> length(trip.size(), INFINITY);
    std::vector<int> fewest(trip.size(), 1000);
    length[0] = 0;
    fewest[0] = 0;
    for (std::size_t set = 1; set < trip.size(); ++set)
        for (std::size_t part = set; part; part = (part - 1) & set)
            if (trip[part] < INFINITY) {
                length[set] = std::min(length[set], length[set ^ part] + trip[part]);
                fewest[set] = std::min(fewest[set], fewest[set ^ part] + 1);
            }
    return {length.back(), fewest.back() <= vehicles ? fewest.back() : 1000};
}

std::filesystem::path shared_routing() {
    if (const char* named = std::getenv("VIGIE_SHARED")) return std::filesystem::path(named) / "data/routing";
    return std::filesystem::path(VIGIE_SOURCE_DIR) / "../shared/data/routing";
}

} // namespace

TEST_CASE("small routing instances are solved as well as by trying everything") {
    const auto seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937 rng(seed);
    const auto below = [&](int n) { return static_cast<double>(rng() % static_cast<unsigned>(n)); };
    int compared = 0;
    for (int round = 0; round < 25; ++round) {
        std::vector<Point> points{{50, 50, 0, 0, 400, 0}};
        for (int i = 0; i < 6; ++i) {
            const double ready = below(200);
            points.push_back({below(100), below(100), 1 + below(5), ready, ready + 30 + below(150), 10});
        }
        const auto [length, fewest] = brute_force(points, 6, 10);
        if (length == INFINITY || fewest > 6) continue;
        const File file(text_of(points, 6, 10));
        RoutingRequest request{file.path, {}, Millis{200}, 1, 1, false};
        const auto shortest = plan_routes(request);
        REQUIRE(shortest);
        INFO("round " << round << "\n" << text_of(points, 6, 10));
        CHECK(shortest->served == 6);
        CHECK(shortest->distance < length + 1e-3);
        CHECK(shortest->distance > length - 1e-3);
        request.fewest_vehicles = true;
        const auto few = plan_routes(request);
        REQUIRE(few);
        CHECK(few->served == 6);
        CHECK(few->vehicles == fewest);
        ++compared;
    }
    CHECK(compared > 5);
}

TEST_CASE("what is no routing instance is refused with its line") {
    const auto said = [](const std::string& text) {
        const File file(text);
        const auto figures = plan_routes({file.path, {}, Millis{0}, 1, 1, false});
        REQUIRE_FALSE(figures);
        return figures.error().text.key + " " + (figures.error().text.args.size() > 1 ? figures.error().text.args[1].second : "");
    };
    CHECK(said("") == "planning.vrptw.bad_line 1");
    CHECK(said("x\nVEHICLE\n3 10\n0 0 0 0 0 100 0\n1 5 5 1 0 100\n") == "planning.vrptw.bad_line 5");
    CHECK(said("x\nVEHICLE\n3 10\n0 0 0 0 0 100 0\n1 5 5 1 90 10 0\n") == "planning.vrptw.bad_line 5");
    CHECK(said("x\nVEHICLE\n3 10\n0 0 0 0 0 1e300 0\n1 5 5 1 0 10 0\n") == "planning.vrptw.bad_line 4");
    CHECK(plan_routes({"/no/such/file", {}, Millis{0}, 1, 1, false}).error().text.key == "planning.week.cannot_read");
}

TEST_CASE("a published instance is solved to its best known value, on as few vehicles") {
    const auto file = shared_routing() / "C101.txt";
    if (!std::filesystem::exists(file)) SKIP("no routing data at " << file);
    const auto shortest = plan_routes({file, {}, Millis{2'000}, 1, 1, false});
    REQUIRE(shortest);
    CHECK(shortest->served == 100);
    CHECK(std::abs(shortest->distance - 828.94) < 0.01);
    const auto few = plan_routes({shared_routing() / "RC105.txt", {}, Millis{3'000}, 1, 1, true});
    REQUIRE(few);
    CHECK(few->served == 100);
    CHECK(few->vehicles <= 14);
}
