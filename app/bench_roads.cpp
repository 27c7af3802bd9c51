#include "app/bench_roads.hpp"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <random>

#include "app/bench_clock.hpp"
#include "gis/layers/open.hpp"
#include "gis/planning/travel.hpp"

namespace vigie::app {

namespace {

constexpr std::size_t routes_asked = 200;
constexpr unsigned closed_one_in = 100;  // stretches

// A town on a drawing board: blocks of 80 m, shaken; one side in ten without its street, one street in five one-way, an avenue
// every tenth. Harder to plan over than real streets of as many crossings, which have fewer ways around.
gis::LayerPtr made_up_streets(int crossings) {
    const int side = std::max(2, static_cast<int>(std::lround(std::sqrt(crossings))));
    constexpr double block_m = 80, shaken_m = 20;
    std::mt19937 rng(7);
    const auto chance = [&](unsigned one_in) { return rng() % one_in == 0; };
    std::vector<gis::PlanePoint> at;
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) {
            const auto shaken = [&](int i) { return i * block_m + (static_cast<double>(rng() % 2001) / 1000 - 1) * shaken_m; };
            const double px = shaken(x), py = shaken(y);
            at.push_back({px, py});
        }
    auto layer = std::make_shared<gis::Layer>();
    layer->info.theme = "street";
    gis::Column klass, oneway;
    klass.name = "highway";
    oneway.name = "oneway";
    klass.text_begin = oneway.text_begin = {0};
    auto& g = layer->geometry;
    g.part_begin = g.vertex_begin = {0};
    const auto say = [](gis::Column& column, const char* words) {
        column.pool += words;
        column.text_begin.push_back(static_cast<std::uint32_t>(column.pool.size()));
    };
    const auto street = [&](int a, int b, int line) {
        if (chance(10)) return;
        for (const int i : {a, b}) {
            const auto& p = at[static_cast<std::size_t>(i)];
            g.xy.insert(g.xy.end(), {p.x, p.y});
            layer->info.bounds.include(p.x, p.y);
        }
        g.vertex_begin.push_back(static_cast<std::uint32_t>(g.xy.size() / 2));
        g.part_begin.push_back(static_cast<std::uint32_t>(g.vertex_begin.size() - 1));
        g.type.push_back(gis::GeometryType::line);
        say(klass, line % 10 == 0 ? "primary" : "residential");
        say(oneway, chance(5) ? (chance(2) ? "yes" : "-1") : "");
    };
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) {
            if (x + 1 < side) street(y * side + x, y * side + x + 1, y);
            if (y + 1 < side) street(y * side + x, (y + 1) * side + x, x);
        }
    layer->columns = {std::move(klass), std::move(oneway)};
    layer->info.features = g.type.size();
    return layer;
}

// Places along the streets, the same for the same data.
std::vector<gis::PlanePoint> places_on(const std::vector<gis::LayerPtr>& layers, std::size_t count) {
    std::vector<const gis::Layer*> streets;
    for (const auto& layer : layers)
        if (layer->info.theme == "street" && layer->geometry.xy.size() >= 2) streets.push_back(layer.get());
    std::mt19937 rng(1);
    std::vector<gis::PlanePoint> out;
    while (!streets.empty() && out.size() < count) {
        const auto& xy = streets[rng() % streets.size()]->geometry.xy;
        const std::size_t vertex = rng() % (xy.size() / 2);
        out.push_back({xy[2 * vertex], xy[2 * vertex + 1]});
    }
    return out;
}

struct Measured {
    double wall_ms = 0, cpu_ms = 0;
};
template <class Do>
Measured measured(Do what) {
    const auto wall = SteadyClock::now();
    const double begin = cpu_ms();
    what();
    return {ms_since(wall), cpu_ms() - begin};
}

} // namespace

Exit run_roads_bench(const VerbContext& c) {
    const int crossings = c.line.bench.crossings;
    gis::OpenOptions options;
    options.language = &c.language;
    const gis::OpenedData data = crossings > 0 ? gis::OpenedData{} : gis::open_paths(c.line.paths, options);
    const std::vector<gis::LayerPtr> layers = crossings > 0 ? std::vector{made_up_streets(crossings)} : data.layers;
    const auto plane = gis::MapPlane::create(crossings > 0 ? 2154 : data.plane_epsg);
    const auto places = places_on(layers, static_cast<std::size_t>(c.line.bench.roads));
    if (places.empty() || !plane) {
        print_error(c.language, {gis::ErrorClass::input, {"bench.error.roads", {}}, {"bench.remedy.roads", {}}, {}});
        print_notices(c.language, data.notices);
        return Exit::failed;
    }
    gis::RoadGraph roads, open;
    std::vector<std::int32_t> times;
    const auto build = measured([&] { roads = crossings > 0 ? gis::RoadGraph::build(layers, 1) : gis::RoadGraph::of_map(layers, *plane); });
    const auto matrix = measured([&] { times = roads.matrix(places); });
    std::mt19937 rng(3);
    std::size_t closed = 0;
    const auto closing = measured([&] {
        open = roads.without([&](std::span<const gis::PlanePoint>) {
            const bool yes = rng() % closed_one_in == 0;
            closed += yes;
            return yes;
        });
    });
    const auto around = measured([&] { times = open.matrix(places); });
    std::size_t routes = 0, found = 0;
    const auto route = measured([&] {
        for (; routes < routes_asked && places.size() > 1; ++routes) found += roads.route(places[routes % places.size()], places[(routes * 7 + 1) % places.size()]).has_value();
    });
    const double route_ms = routes ? route.cpu_ms / static_cast<double>(routes) : 0;
    const auto pieces = roads.pieces();
    const nlohmann::json figures{{"nodes", roads.node_count()}, {"made_up", crossings > 0}, {"pieces", pieces.count}, {"apart_m", pieces.apart_m}, {"street_m", pieces.all_m},
                                 {"places", places.size()}, {"build_ms", build.cpu_ms}, {"matrix_ms", matrix.wall_ms}, {"matrix_cpu_ms", matrix.cpu_ms},
                                 {"pairs", times.size()}, {"closed", closed}, {"closing_ms", closing.cpu_ms}, {"closed_matrix_ms", around.wall_ms},
                                 {"closed_matrix_cpu_ms", around.cpu_ms}, {"route_ms", route_ms}, {"routes_found", found}};
    if (c.line.json) fmt::print("{}\n", figures.dump());
    else
        fmt::print("{}\n", c.language(gis::Text{"bench.roads", {{"nodes", std::to_string(roads.node_count())}, {"made_up", crossings > 0 ? "@bench.roads.made_up" : ""},
                                                               {"pieces", std::to_string(pieces.count)}, {"places", std::to_string(places.size())},
                                                               {"build", fmt::format("{:.0f}", build.cpu_ms)}, {"closed", std::to_string(closed)},
                                                               {"closing", fmt::format("{:.0f}", closing.cpu_ms)}, {"matrix", fmt::format("{:.0f}", matrix.wall_ms)},
                                                               {"matrix_closed", fmt::format("{:.0f}", around.wall_ms)}, {"route", fmt::format("{:.2f}", route_ms)}}}));
    return Exit::done;
}

} // namespace vigie::app
