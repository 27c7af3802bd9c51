#include "gis/council/council_blocks.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <span>
#include <tuple>

namespace vigie::gis {

namespace {

constexpr double rounded_m = 50, metres_per_degree = 111'195;
constexpr int rounds_of_grouping = 24, rounds_of_parting = 40;
constexpr double apart_of_extent = 0.13;  // least distance of two groups, of the diagonal of all
constexpr std::size_t states = 3;

struct Spot {
    double x = 0, y = 0;  // metres from the middle of all
};
double square_of_distance(Spot a, Spot b) { return (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y); }

Spot mean_of(std::span<const Spot> spots) {
    Spot sum;
    for (const Spot& s : spots) sum.x += s.x, sum.y += s.y;
    const double n = std::max<double>(1, static_cast<double>(spots.size()));
    return {sum.x / n, sum.y / n};
}

struct Group {
    Spot at;
    std::size_t count = 0;
};

std::size_t nearest(const std::vector<Group>& groups, Spot p) {
    std::size_t best = 0;
    for (std::size_t g = 1; g < groups.size(); ++g)
        if (square_of_distance(groups[g].at, p) < square_of_distance(groups[best].at, p)) best = g;
    return best;
}

// Lloyd's algorithm from seeds far from each other; the smallest group is given up as long as it is too small to be told.
std::vector<Group> grouped(const std::vector<Spot>& spots, std::size_t wanted) {
    std::vector<Group> groups;
    std::vector<double> away(spots.size(), 1e300);
    std::size_t next = 0;
    const Spot middle = mean_of(spots);
    for (std::size_t i = 0; i < spots.size(); ++i)
        if (square_of_distance(spots[i], middle) < square_of_distance(spots[next], middle)) next = i;
    while (groups.size() < wanted) {
        groups.push_back({spots[next], 0});
        for (std::size_t i = 0; i < spots.size(); ++i) away[i] = std::min(away[i], square_of_distance(spots[i], groups.back().at));
        next = static_cast<std::size_t>(std::ranges::max_element(away) - away.begin());
        if (away[next] <= rounded_m * rounded_m) break;
    }
    for (int round = 0; round < rounds_of_grouping;) {
        std::vector<Spot> sums(groups.size());
        for (Group& g : groups) g.count = 0;
        for (const Spot& s : spots) {
            const std::size_t g = nearest(groups, s);
            sums[g].x += s.x, sums[g].y += s.y, ++groups[g].count;
        }
        double moved = 0;
        for (std::size_t g = 0; g < groups.size(); ++g) {
            if (groups[g].count == 0) continue;
            const double n = static_cast<double>(groups[g].count);
            const Spot to{sums[g].x / n, sums[g].y / n};
            moved = std::max(moved, square_of_distance(groups[g].at, to));
            groups[g].at = to;
        }
        ++round;
        if (moved > 1 && round < rounds_of_grouping) continue;
        const auto least = std::ranges::min_element(groups, {}, &Group::count);
        if (groups.size() == 1 || least->count >= least_told) break;
        groups.erase(least);
        round = std::min(round, rounds_of_grouping - 2);  // its places go to their neighbours
    }
    return groups;
}

// How many groups each state gets: one at least, the others by the size of the state.
std::array<std::size_t, states> shares(const std::array<std::vector<Spot>, states>& of, std::size_t most) {
    std::array<std::size_t, states> out{};
    std::size_t given = 0;
    for (std::size_t s = 0; s < states; ++s)
        if (!of[s].empty()) out[s] = 1, ++given;
    while (given < most) {
        std::size_t best = states;
        double best_size = 2.0 * least_told - 1;
        for (std::size_t s = 0; s < states; ++s)
            if (const double size = out[s] ? static_cast<double>(of[s].size()) / static_cast<double>(out[s] * (out[s] + 1)) * 2 : 0; size > best_size) best_size = size, best = s;
        if (best == states) break;
        ++out[best], ++given;
    }
    return out;
}

void part(std::vector<Spot>& at, double apart) {
    for (int round = 0; round < rounds_of_parting; ++round) {
        bool moved = false;
        for (std::size_t a = 0; a < at.size(); ++a)
            for (std::size_t b = a + 1; b < at.size(); ++b) {
                double dx = at[b].x - at[a].x, dy = at[b].y - at[a].y, d = std::hypot(dx, dy);
                if (d >= apart) continue;
                if (d < 1) dx = std::cos(2.4 * double(b)), dy = std::sin(2.4 * double(b)), d = 1;  // on each other: each its own way
                const double push = (apart - std::min(d, apart)) / 2 / d;
                at[a].x -= dx * push, at[a].y -= dy * push;
                at[b].x += dx * push, at[b].y += dy * push;
                moved = true;
            }
        if (!moved) return;
    }
}

} // namespace

BlockState block_state(ReportState state) {
    using enum ReportState;
    switch (state) {
        case taken:
        case scheduled:
        case in_progress: return BlockState::under_way;
        case service_done:
        case closed: return BlockState::done;
        case received:
        case qualified:
        case reopened:
        case duplicate:
        case rejected:
        case forwarded: return BlockState::to_do;
    }
    return BlockState::to_do;
}

std::vector<Block> blocks_of(std::vector<CountedPlace> places, std::optional<LonLat> middle, std::size_t most) {
    std::erase_if(places, [](const CountedPlace& p) { return p.place == LonLat{}; });
    std::vector<Block> out;
    if (places.empty() || most == 0) return out;
    if (places.size() < least_told) {
        if (!middle) return out;
        for (CountedPlace& p : places) p.place = *middle;
    }
    std::ranges::sort(places, {}, [](const CountedPlace& p) { return std::tuple(p.place.lon, p.place.lat, p.state); });
    double lon = 0, lat = 0;
    for (const CountedPlace& p : places) lon += p.place.lon, lat += p.place.lat;
    lon /= static_cast<double>(places.size()), lat /= static_cast<double>(places.size());
    const double east = metres_per_degree * std::cos(lat * 0.017453292519943295);

    std::array<std::vector<Spot>, states> of;
    Spot low{1e300, 1e300}, high{-1e300, -1e300};
    for (const CountedPlace& p : places) {
        const Spot s{(p.place.lon - lon) * east, (p.place.lat - lat) * metres_per_degree};
        low = {std::min(low.x, s.x), std::min(low.y, s.y)}, high = {std::max(high.x, s.x), std::max(high.y, s.y)};
        of[static_cast<std::size_t>(p.state)].push_back(s);
    }
    const auto share = shares(of, most);
    std::vector<Spot> at;
    for (std::size_t s = 0; s < states; ++s) {
        if (of[s].empty()) continue;
        const bool few = of[s].size() < least_told;
        for (const Group& g : few ? std::vector<Group>{{Spot{}, of[s].size()}} : grouped(of[s], share[s])) {
            if (g.count == 0) continue;
            at.push_back(g.at);
            out.push_back({{}, few ? 0 : static_cast<std::uint32_t>(g.count), few, static_cast<BlockState>(s)});
        }
    }
    part(at, std::max(4 * rounded_m, apart_of_extent * std::hypot(high.x - low.x, high.y - low.y)));
    const auto rounded = [](double m) { return std::round(m / rounded_m) * rounded_m; };
    for (std::size_t i = 0; i < out.size(); ++i) {
        // Rounded on a ground that does not move with the places.
        const double ground_east = std::round(lon * 10) / 10, ground_north = std::round(lat * 10) / 10;
        const double x = at[i].x + (lon - ground_east) * east, y = at[i].y + (lat - ground_north) * metres_per_degree;
        out[i].place = {ground_east + rounded(x) / east, ground_north + rounded(y) / metres_per_degree};
    }
    return out;
}

} // namespace vigie::gis
