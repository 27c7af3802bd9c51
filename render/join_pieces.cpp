#include <algorithm>
#include <cmath>
#include <cstdint>
#include <unordered_map>

#include "render/label_source.hpp"

namespace vigie::render {

namespace {

// Ends of pieces by place, to a centimetre.
std::uint64_t place_key(gis::PlanePoint p) {
    const auto x = static_cast<std::uint64_t>(static_cast<std::int64_t>(std::llround(p.x * 100)));
    const auto y = static_cast<std::uint64_t>(static_cast<std::int64_t>(std::llround(p.y * 100)));
    return x * 0x9E3779B97F4A7C15u ^ (y + 0x7F4A7C15u) * 0xC2B2AE3D27D4EB4Fu;
}

// Cosine between the way out of `path` at its end and the way into `next` from that end.
double straightness(const Path& path, const Path& next, bool next_from_front) {
    const gis::PlanePoint a = path[path.size() - 2], b = path.back();
    const gis::PlanePoint c = next_from_front ? next[1] : next[next.size() - 2];
    const double ux = b.x - a.x, uy = b.y - a.y, vx = c.x - b.x, vy = c.y - b.y;
    const double length = std::hypot(ux, uy) * std::hypot(vx, vy);
    return length > 0 ? (ux * vx + uy * vy) / length : 1;
}

class Joiner {
public:
    explicit Joiner(std::vector<Path> pieces) : pieces_(std::move(pieces)), used_(pieces_.size()) {
        for (std::uint32_t i = 0; i < pieces_.size(); ++i) {
            ends_[place_key(pieces_[i].front())].push_back(i);
            ends_[place_key(pieces_[i].back())].push_back(i);
        }
    }
    std::vector<Path> join() {
        std::vector<Path> runs;
        for (std::uint32_t i = 0; i < pieces_.size(); ++i) {
            if (used_[i]) continue;
            used_[i] = true;
            Path run = pieces_[i];
            extend(run);
            std::reverse(run.begin(), run.end());
            extend(run);
            std::reverse(run.begin(), run.end());
            runs.push_back(std::move(run));
        }
        return runs;
    }

private:
    void extend(Path& run) {
        constexpr double sharpest = 0.5;  // cosine of 60°
        for (;;) {
            const auto here = ends_.find(place_key(run.back()));
            if (here == ends_.end()) return;
            double best = sharpest;
            std::uint32_t next = 0;
            bool from_front = true, found = false;
            for (const std::uint32_t i : here->second) {
                if (used_[i]) continue;
                const bool front = place_key(pieces_[i].front()) == here->first;
                const double value = straightness(run, pieces_[i], front);
                if (value <= best) continue;
                best = value;
                next = i;
                from_front = front;
                found = true;
            }
            if (!found) return;
            used_[next] = true;
            if (from_front) run.insert(run.end(), pieces_[next].begin() + 1, pieces_[next].end());
            else run.insert(run.end(), pieces_[next].rbegin() + 1, pieces_[next].rend());
        }
    }

    std::vector<Path> pieces_;
    std::vector<bool> used_;
    std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> ends_;
};

} // namespace

std::vector<Path> join_pieces(std::vector<Path> pieces) {
    std::erase_if(pieces, [](const Path& p) { return p.size() < 2; });
    return Joiner(std::move(pieces)).join();
}

} // namespace vigie::render
