// In which order a road network is contracted: nested dissection. A piece is cut where fewest streets are cut between a third of
// it on one side and a third on the other (inertial flow: Schild and Sommer 2015), along four directions; the crossings at the
// cut come last of their piece, and both halves are treated the same way.
#include <algorithm>
#include <array>
#include <numeric>
#include <optional>

#include "gis/planning/road_hierarchy.hpp"

namespace vigie::gis {
namespace {

constexpr std::uint32_t none = no_rank;
constexpr std::size_t smallest_piece = 3;
constexpr double fixed_share = 0.3;  // of a piece, on either side of every cut
constexpr std::array<PlanePoint, 4> directions{{{1, 0}, {0, 1}, {1, 1}, {1, -1}}};

// Which nodes are joined, directions and doubles left out. The arcs of a node lie together; `back` is the same street seen from
// the other end.
struct Joined {
    std::vector<std::uint32_t> begin, to, back;

    [[nodiscard]] std::size_t size() const { return begin.size() - 1; }

    static Joined of(std::size_t nodes, const std::vector<std::pair<std::uint32_t, std::uint32_t>>& pairs) {
        Joined out;
        out.begin.assign(nodes + 1, 0);
        for (const auto& [a, b] : pairs) ++out.begin[a + 1], ++out.begin[b + 1];
        std::partial_sum(out.begin.begin(), out.begin.end(), out.begin.begin());
        out.to.resize(2 * pairs.size());
        out.back.resize(2 * pairs.size());
        auto at = out.begin;
        for (const auto& [a, b] : pairs) {
            const auto there = at[a]++, here = at[b]++;
            out.to[there] = b;
            out.to[here] = a;
            out.back[there] = here;
            out.back[here] = there;
        }
        return out;
    }
};

enum class Side : std::uint8_t { middle, first, last };

// Largest flow from the first third of a piece to the last, one unit a street (Dinic 1970).
class Flow {
public:
    Flow(const Joined& graph, const std::vector<Side>& side) : g_(graph), side_(side), room_(graph.to.size(), 1) {
        for (std::uint32_t v = 0; v < g_.size(); ++v) {
            const auto touches_other = [&] {
                for (auto a = g_.begin[v]; a < g_.begin[v + 1]; ++a)
                    if (side_[g_.to[a]] != side_[v]) return true;
                return false;
            };
            if (side_[v] == Side::first && touches_other()) sources_.push_back(v);
        }
    }

    // False when it is `enough` or more: somewhere else is better.
    bool run(std::size_t enough) {
        for (flow_ = 0; reach();) {
            next_.assign(g_.begin.begin(), g_.begin.end() - 1);
            for (const auto source : sources_)
                while (push(source))
                    if (++flow_ >= enough) return false;
        }
        return true;
    }

    // Of each node whether it is on the first side of the cut nearest to the first third.
    [[nodiscard]] std::vector<char> first_side() const {
        std::vector<char> out(g_.size());
        for (std::size_t v = 0; v < g_.size(); ++v) out[v] = side_[v] == Side::first || level_[v] != none;
        return out;
    }

private:
    bool reach() {
        level_.assign(g_.size(), none);
        queue_ = sources_;
        for (const auto v : queue_) level_[v] = 0;
        bool found = false;
        for (std::size_t i = 0; i < queue_.size(); ++i) {
            const auto v = queue_[i];
            if (side_[v] == Side::last) {
                found = true;
                continue;
            }
            for (auto a = g_.begin[v]; a < g_.begin[v + 1]; ++a) {
                const auto w = g_.to[a];
                if (!room_[a] || level_[w] != none || side_[w] == Side::first) continue;
                level_[w] = level_[v] + 1;
                queue_.push_back(w);
            }
        }
        return found;
    }

    bool push(std::uint32_t source) {
        path_.clear();
        for (auto v = source;;) {
            if (side_[v] == Side::last) break;
            auto& a = next_[v];
            while (a < g_.begin[v + 1] && !(room_[a] && level_[g_.to[a]] == level_[v] + 1)) ++a;
            if (a < g_.begin[v + 1]) {
                path_.push_back(a);
                v = g_.to[a];
                continue;
            }
            if (path_.empty()) return false;
            v = g_.to[g_.back[path_.back()]];
            ++next_[v];
            path_.pop_back();
        }
        for (const auto a : path_) {
            --room_[a];
            ++room_[g_.back[a]];
        }
        return true;
    }

    const Joined& g_;
    const std::vector<Side>& side_;
    std::vector<std::uint8_t> room_;
    std::vector<std::uint32_t> sources_, level_, next_, queue_, path_;
    std::size_t flow_ = 0;
};

struct Cut {
    std::vector<char> first;          // of each node of the piece
    std::vector<char> between;        // on the cut: of neither half
    std::size_t width = 0, smaller_half = 0;
    [[nodiscard]] bool better_than(const Cut& other) const { return width * (other.smaller_half + 1) < other.width * (smaller_half + 1); }
};

// The crossings of one side that a cut street ends at, of whichever side has fewer of them.
Cut cut_from(const Joined& g, std::vector<char> first) {
    Cut out;
    std::array<std::vector<char>, 2> ends{std::vector<char>(g.size(), 0), std::vector<char>(g.size(), 0)};
    std::array<std::size_t, 2> width{}, half{};
    for (std::uint32_t v = 0; v < g.size(); ++v) {
        const std::size_t mine = first[v] ? 1 : 0;
        ++half[mine];
        for (auto a = g.begin[v]; a < g.begin[v + 1]; ++a)
            if (first[g.to[a]] != first[v]) {
                ends[mine][v] = 1;
                ++width[mine];
                break;
            }
    }
    const std::size_t taken = width[1] < width[0] || (width[1] == width[0] && half[1] > half[0]) ? 1 : 0;
    half[taken] -= width[taken];
    out.first = std::move(first);
    out.between = std::move(ends[taken]);
    out.width = width[taken];
    out.smaller_half = std::min(half[0], half[1]);
    return out;
}

Cut best_cut(const Joined& g, const std::vector<PlanePoint>& at) {
    std::optional<Cut> best;
    const auto n = g.size(), fixed = std::max<std::size_t>(1, static_cast<std::size_t>(static_cast<double>(n) * fixed_share));
    std::vector<std::uint32_t> order(n);
    std::vector<Side> side(n);
    for (const auto& d : directions) {
        std::iota(order.begin(), order.end(), 0u);
        const auto before = [&](std::uint32_t a, std::uint32_t b) {
            const double pa = at[a].x * d.x + at[a].y * d.y, pb = at[b].x * d.x + at[b].y * d.y;
            return pa < pb || (pa == pb && a < b);
        };
        std::nth_element(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(fixed), order.end(), before);
        std::nth_element(order.begin() + static_cast<std::ptrdiff_t>(fixed), order.end() - static_cast<std::ptrdiff_t>(fixed), order.end(), before);
        std::ranges::fill(side, Side::middle);
        for (std::size_t i = 0; i < fixed; ++i) {
            side[order[i]] = Side::first;
            side[order[n - 1 - i]] = Side::last;
        }
        Flow flow(g, side);
        // A cut through twice as many streets is hardly ever the better one.
        if (!flow.run(best ? 2 * best->width + 2 : none)) continue;
        Cut cut = cut_from(g, flow.first_side());
        if (!best || cut.better_than(*best)) best = std::move(cut);
    }
    return std::move(*best);
}

class Dissection {
public:
    Dissection(const RoadNetwork& network, const std::vector<std::pair<std::uint32_t, std::uint32_t>>& pairs)
        : network_(network), all_(Joined::of(network.nodes.size(), pairs)), local_(network.nodes.size(), none), rank_(network.nodes.size(), none) {}

    std::vector<std::uint32_t> run() {
        std::vector<std::uint32_t> everything(network_.nodes.size());
        std::iota(everything.begin(), everything.end(), 0u);
        std::vector<Piece> waiting;
        waiting.push_back({std::move(everything), static_cast<std::uint32_t>(network_.nodes.size())});
        while (!waiting.empty()) {
            Piece piece = std::move(waiting.back());
            waiting.pop_back();
            split(piece, waiting);
        }
        return std::move(rank_);
    }

private:
    struct Piece {
        std::vector<std::uint32_t> nodes;
        std::uint32_t end = 0;  // its ranks end here
    };

    void split(const Piece& piece, std::vector<Piece>& waiting) {
        auto end = piece.end;
        if (piece.nodes.size() <= smallest_piece) {
            for (const auto node : piece.nodes) rank_[node] = --end;
            return;
        }
        const Cut cut = best_cut(part_of(piece.nodes), at_);
        Piece first, last;
        for (std::size_t i = 0; i < piece.nodes.size(); ++i) {
            if (cut.between[i]) rank_[piece.nodes[i]] = --end;
            else (cut.first[i] ? first : last).nodes.push_back(piece.nodes[i]);
        }
        first.end = end;
        last.end = end - static_cast<std::uint32_t>(first.nodes.size());
        for (Piece* half : {&first, &last})
            if (!half->nodes.empty()) waiting.push_back(std::move(*half));
    }

    // The streets within a piece, its nodes numbered from 0 on, and where they are.
    Joined part_of(const std::vector<std::uint32_t>& nodes) {
        at_.clear();
        for (std::uint32_t i = 0; i < nodes.size(); ++i) {
            local_[nodes[i]] = i;
            at_.push_back(network_.nodes[nodes[i]]);
        }
        std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
        for (std::uint32_t i = 0; i < nodes.size(); ++i)
            for (auto a = all_.begin[nodes[i]]; a < all_.begin[nodes[i] + 1]; ++a)
                if (const auto j = local_[all_.to[a]]; j != none && i < j) pairs.emplace_back(i, j);
        for (const auto node : nodes) local_[node] = none;
        return Joined::of(nodes.size(), pairs);
    }

    const RoadNetwork& network_;
    const Joined all_;
    std::vector<std::uint32_t> local_, rank_;
    std::vector<PlanePoint> at_;
};

} // namespace

std::vector<std::uint32_t> dissection_ranks(const RoadNetwork& network) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
    for (const auto& edge : network.edges)
        if (edge.from != edge.to) pairs.emplace_back(std::min(edge.from, edge.to), std::max(edge.from, edge.to));
    std::ranges::sort(pairs);
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    return Dissection(network, pairs).run();
}

} // namespace vigie::gis
