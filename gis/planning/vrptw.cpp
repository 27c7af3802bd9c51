#include "gis/planning/vrptw.hpp"

#include <algorithm>
#include <cmath>
#include <ctime>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "gis/planning/plan_file.hpp"
#include "gis/planning/solver.hpp"

namespace vigie::gis {
namespace {

constexpr double scale = 10'000;             // whole units of a distance: a way is never told shorter than it is
constexpr std::int64_t unserved = 2'000'000'000;  // dearer than any detour
constexpr std::size_t most_customers = 4000;
constexpr double most_value = 40'000;        // of coordinates and times, so that scaled times fit

struct Customer {
    double x = 0, y = 0, demand = 0, ready = 0, due = 0, service = 0;
};
struct Instance {
    int vehicles = 0;
    double capacity = 0;
    std::vector<Customer> customers;  // the depot first
    [[nodiscard]] double way(std::size_t a, std::size_t b) const {
        return std::hypot(customers[a].x - customers[b].x, customers[a].y - customers[b].y);
    }
};

Error bad_line(const std::filesystem::path& file, std::size_t line) {
    return Error{ErrorClass::input, {"planning.vrptw.bad_line", {{"file", file.string()}, {"line", std::to_string(line)}}},
                 {"planning.vrptw.see_format", {}}, {}};
}

// Headings are skipped; two numbers are the fleet, seven a customer.
Result<Instance> read_instance(const std::filesystem::path& file) {
    std::ifstream in(file);
    if (!in) return Error{ErrorClass::input, {"planning.week.cannot_read", {{"file", file.string()}}}, {"planning.week.check_path", {}}, {}};
    Instance out;
    std::string line;
    for (std::size_t number = 1; std::getline(in, line); ++number) {
        std::istringstream words(line);
        std::vector<double> values;
        for (double v = 0; words >> v;) values.push_back(v);
        if (number == 1 || values.empty()) continue;
        const bool sound = std::ranges::all_of(values, [](double v) { return std::isfinite(v) && std::abs(v) <= most_value; });
        if (!sound || (values.size() != 2 && values.size() != 7)) return bad_line(file, number);
        if (values.size() == 2) {
            if (values[0] < 1 || values[0] > 2000 || values[1] < 0) return bad_line(file, number);
            out.vehicles = static_cast<int>(values[0]);
            out.capacity = values[1];
        } else {
            const Customer c{values[1], values[2], values[3], values[4], values[5], values[6]};
            if (c.demand < 0 || c.due < c.ready || c.ready < 0 || c.service < 0 || out.customers.size() > most_customers) return bad_line(file, number);
            out.customers.push_back(c);
        }
    }
    if (out.vehicles == 0 || out.customers.size() < 2) return bad_line(file, 1);
    return out;
}

Sec up(double v) { return static_cast<Sec>(std::ceil(v * scale - 1e-6)); }
Sec down(double v) { return static_cast<Sec>(std::floor(v * scale + 1e-6)); }

Problem problem_of(const Instance& in) {
    Problem p;
    const auto n = in.customers.size();
    p.places = static_cast<int>(n);
    p.travel.resize(n * n);
    for (std::size_t a = 0; a < n; ++a)
        for (std::size_t b = 0; b < n; ++b) p.travel[a * n + b] = up(in.way(a, b));
    SolverRoute vehicle;
    vehicle.start = up(in.customers[0].ready);
    vehicle.end = down(in.customers[0].due);
    vehicle.capacity = std::llround(in.capacity * scale);
    vehicle.fleet = 0;
    for (int v = 0; v < in.vehicles; ++v) {
        vehicle.crew = v;
        p.routes.push_back(vehicle);
    }
    for (std::size_t c = 1; c < n; ++c) {
        const Customer& customer = in.customers[c];
        SolverJob job;
        job.place = static_cast<int>(c);
        job.duration = up(customer.service);
        job.load = std::llround(customer.demand * scale);
        job.weight = unserved;
        job.windows = {{up(customer.ready), down(customer.due)}};
        if (job.windows[0].to < job.windows[0].from) job.windows.clear();
        for (int v = 0; v < in.vehicles; ++v) job.routes.push_back(v);
        p.jobs.push_back(std::move(job));
    }
    return p;
}

std::vector<std::vector<int>> routes_of(const Solved& solved, std::size_t vehicles) {
    std::vector<std::vector<std::pair<Sec, int>>> timed(vehicles);
    for (std::size_t j = 0; j < solved.jobs.size(); ++j)
        for (const Placing& at : solved.jobs[j]) timed[static_cast<std::size_t>(at.route)].push_back({at.start, static_cast<int>(j) + 1});
    std::vector<std::vector<int>> out;
    for (auto& route : timed) {
        if (route.empty()) continue;
        std::ranges::sort(route);
        out.emplace_back();
        for (const auto& [start, customer] : route) out.back().push_back(customer);
    }
    return out;
}

// Length of a route driven in double precision; nothing when it comes too late or carries too much.
std::optional<double> driven(const Instance& in, const std::vector<int>& route) {
    double clock = in.customers[0].ready, length = 0, load = 0;
    std::size_t at = 0;
    for (const int next : route) {
        const auto to = static_cast<std::size_t>(next);
        length += in.way(at, to);
        clock = std::max(clock + in.way(at, to), in.customers[to].ready);
        if (clock > in.customers[to].due + 1e-9) return std::nullopt;
        clock += in.customers[to].service;
        load += in.customers[to].demand;
        at = to;
    }
    length += in.way(at, 0);
    if (clock + in.way(at, 0) > in.customers[0].due + 1e-9 || load > in.capacity + 1e-9) return std::nullopt;
    return length;
}

} // namespace

Result<RoutingFigures> plan_routes(const RoutingRequest& request, std::stop_token stop) {
    const auto begin = std::clock();
    const auto instance = read_instance(request.instance);
    if (!instance) return instance.error();
    const Problem problem = problem_of(*instance);
    SolverLimits limits;
    limits.wall = request.seconds;
    limits.effort_s = 0.9 * static_cast<double>(request.seconds.count()) / 1000;
    limits.threads = std::clamp(request.threads, 1, 64);
    limits.seed = request.seed;
    // The more customers, the less often each is torn out in the same work: then it must begin cooler.
    const double hot = 100 * std::sqrt(100 / std::max(100.0, static_cast<double>(problem.jobs.size())));
    limits.search = {hot * scale, scale, 10, 10, 16, 0.01};
    limits.fewest_routes = request.fewest_vehicles ? 0.5 : 0;
    const Solved solved = solve(problem, limits, stop).solved;

    RoutingFigures out;
    out.customers = problem.jobs.size();
    std::string text;
    for (const auto& route : routes_of(solved, problem.routes.size())) {
        const auto length = driven(*instance, route);
        if (!length) return Error{ErrorClass::internal, {"planning.vrptw.does_not_hold", {}}, {}, fmt::format("{}", fmt::join(route, " "))};
        out.served += route.size();
        out.distance += *length;
        ++out.vehicles;
        text += fmt::format("Route #{}: {}\n", out.vehicles, fmt::join(route, " "));
    }
    text += fmt::format("Cost {:.2f}\n", out.distance);
    if (!request.out.empty())
        if (auto written = write_plan(request.out, text); !written) return written.error();
    out.cpu_s = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    return out;
}

} // namespace vigie::gis
