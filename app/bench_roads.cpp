#include "app/bench_roads.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <random>

#include "app/bench_clock.hpp"
#include "gis/layers/open.hpp"
#include "gis/planning/travel.hpp"

namespace vigie::app {

namespace {

constexpr std::size_t routes_asked = 200;

// Places along the streets, the same for the same data.
std::vector<gis::PlanePoint> places_on(const std::vector<gis::LayerPtr>& streets, std::size_t count) {
    std::mt19937 rng(1);
    std::vector<gis::PlanePoint> out;
    for (std::size_t tries = 0; out.size() < count && tries < 100 * count; ++tries) {
        const auto& xy = streets[rng() % streets.size()]->geometry.xy;
        if (xy.size() < 2) continue;
        const std::size_t vertex = rng() % (xy.size() / 2);
        out.push_back({xy[2 * vertex], xy[2 * vertex + 1]});
    }
    return out;
}

} // namespace

Exit run_roads_bench(const VerbContext& c) {
    gis::OpenOptions options;
    options.language = &c.language;
    const gis::OpenedData data = gis::open_paths(c.line.paths, options);
    std::vector<gis::LayerPtr> streets;
    gis::PlaneBox box;
    for (const gis::LayerPtr& layer : data.layers)
        if (layer->info.theme == "street" && !layer->geometry.xy.empty()) {
            streets.push_back(layer);
            box.include(layer->info.bounds);
        }
    const auto plane = gis::MapPlane::create(data.plane_epsg);
    if (streets.empty() || !plane) {
        print_error(c.language, {gis::ErrorClass::input, {"bench.error.roads", {}}, {"bench.remedy.roads", {}}, {}});
        print_notices(c.language, data.notices);
        return Exit::failed;
    }
    double begin = cpu_ms();
    const gis::RoadGraph roads = gis::RoadGraph::build(streets, plane->metres_per_unit(box.centre()));
    const double build = cpu_ms() - begin;
    const auto places = places_on(streets, static_cast<std::size_t>(c.line.bench.roads));
    const auto wall = SteadyClock::now();
    begin = cpu_ms();
    const auto matrix = roads.matrix(places);
    const double matrix_cpu = cpu_ms() - begin, matrix_wall = ms_since(wall);
    begin = cpu_ms();
    std::size_t routes = 0, found = 0;
    for (; routes < routes_asked && places.size() > 1; ++routes) found += roads.route(places[routes % places.size()], places[(routes * 7 + 1) % places.size()]).has_value();
    const double route = routes ? (cpu_ms() - begin) / static_cast<double>(routes) : 0;
    const nlohmann::json figures{{"nodes", roads.node_count()}, {"places", places.size()}, {"build_ms", build}, {"matrix_ms", matrix_wall},
                                 {"matrix_cpu_ms", matrix_cpu}, {"pairs", matrix.size()}, {"route_ms", route}, {"routes_found", found}};
    if (c.line.json) fmt::print("{}\n", figures.dump());
    else
        fmt::print("{}\n", c.language(gis::Text{"bench.roads", {{"nodes", std::to_string(roads.node_count())}, {"places", std::to_string(places.size())},
                                                               {"build", fmt::format("{:.0f}", build)}, {"matrix", fmt::format("{:.0f}", matrix_wall)},
                                                               {"route", fmt::format("{:.2f}", route)}}}));
    return Exit::done;
}

} // namespace vigie::app
