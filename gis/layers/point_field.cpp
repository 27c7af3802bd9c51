#include "gis/layers/point_field.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cmath>
#include <thread>
#include <utility>

namespace vigie::gis {

namespace {

constexpr std::uint16_t not_drawn = 0xffff;

std::uint64_t spread(std::uint64_t v) {  // abc → a0b0c
    v &= 0xffff'ffff;
    v = (v | v << 16) & 0x0000'ffff'0000'ffffULL;
    v = (v | v << 8) & 0x00ff'00ff'00ff'00ffULL;
    v = (v | v << 4) & 0x0f0f'0f0f'0f0f'0f0fULL;
    v = (v | v << 2) & 0x3333'3333'3333'3333ULL;
    return (v | v << 1) & 0x5555'5555'5555'5555ULL;
}

std::uint64_t gather(std::uint64_t v) {
    v &= 0x5555'5555'5555'5555ULL;
    v = (v | v >> 1) & 0x3333'3333'3333'3333ULL;
    v = (v | v >> 2) & 0x0f0f'0f0f'0f0f'0f0fULL;
    v = (v | v >> 4) & 0x00ff'00ff'00ff'00ffULL;
    v = (v | v >> 8) & 0x0000'ffff'0000'ffffULL;
    return (v | v >> 16) & 0xffff'ffffULL;
}

// Visits the points of features first … end.
template <class Visit>
void each_point(const FeatureGeometry& g, std::span<const std::uint16_t> rule_of_feature, std::size_t first, std::size_t end, const Visit& visit) {
    for (std::size_t f = first; f < end; ++f) {
        if (g.type[f] != GeometryType::point || rule_of_feature[f] == not_drawn) continue;
        const std::size_t last = g.vertex_begin[g.part_begin[f + 1]];
        for (std::size_t v = g.vertex_begin[g.part_begin[f]]; v < last; ++v)
            if (std::isfinite(g.xy[2 * v]) && std::isfinite(g.xy[2 * v + 1]))
                visit(g.xy[2 * v], g.xy[2 * v + 1], rule_of_feature[f]);
    }
}

// Many points are shared out in as many parts as this.
std::size_t parts_of(std::size_t n) {
    constexpr std::size_t worth_a_thread = 50'000;
    return std::clamp<std::size_t>(n / worth_a_thread, 1, std::clamp(std::thread::hardware_concurrency(), 1u, 4u));
}

// Calls work(part), each by a thread of its own.
template <class Work>
void in_parts(std::size_t parts, const Work& work) {
    std::vector<std::jthread> others;
    for (std::size_t part = 1; part < parts; ++part) others.emplace_back([&work, part] { work(part); });
    work(0);
}

// Codes with their rules, side by side.
struct Run {
    std::uint64_t* codes;
    std::uint16_t* rules;
};

// Counting passes of 8 bits over the bits in use, least first: stable. `other` has as much room.
void sort_run(Run run, Run other, std::size_t size) {
    constexpr int digit_bits = 8;
    constexpr std::size_t digits = 1u << digit_bits;
    if (size < 2) return;
    std::uint64_t differ = 0;
    for (std::size_t i = 1; i < size; ++i) differ |= run.codes[i] ^ run.codes[0];
    bool moved = false;
    for (int shift = 0; shift < 64 && (differ >> shift) != 0; shift += digit_bits) {
        if ((differ >> shift & (digits - 1)) == 0) continue;
        std::array<std::uint32_t, digits> begin{};
        for (std::size_t i = 0; i < size; ++i) ++begin[run.codes[i] >> shift & (digits - 1)];
        std::uint32_t sum = 0;
        for (std::uint32_t& b : begin) sum += std::exchange(b, sum);
        for (std::size_t i = 0; i < size; ++i) {
            const std::size_t to = begin[run.codes[i] >> shift & (digits - 1)]++;
            other.codes[to] = run.codes[i];
            other.rules[to] = run.rules[i];
        }
        std::swap(run, other);
        moved = !moved;
    }
    if (!moved) return;
    std::copy_n(run.codes, size, other.codes);
    std::copy_n(run.rules, size, other.rules);
}

} // namespace

PointField::PointField(const FeatureGeometry& geometry, std::span<const std::uint16_t> rule_of_feature) {
    const std::size_t n = geometry.feature_count(), parts = parts_of(n);
    struct Part {
        PlaneBox bounds;
        std::size_t count = 0;
    };
    std::vector<Part> found(parts);
    in_parts(parts, [&](std::size_t p) {
        Part part;
        each_point(geometry, rule_of_feature, n * p / parts, n * (p + 1) / parts, [&](double x, double y, std::uint16_t) {
            part.bounds.include(x, y);
            ++part.count;
        });
        found[p] = part;
    });
    PlaneBox bounds;
    std::size_t count = 0;
    for (const Part& part : found) {
        bounds.include(part.bounds);
        count += part.count;
    }
    if (count == 0) return;
    // Finest grid whose coordinates fit in 32 bits when the origin stands on a coarse tile's corner.
    for (base_level_ = finest_level;; --base_level_) {
        aligned_level_ = base_level_ - 17;
        const double align = tile_size(aligned_level_);
        origin_ = {std::floor(bounds.min_x / align) * align, std::floor(bounds.min_y / align) * align};
        quantum_ = units_per_quantum(base_level_);
        const double widest = std::max(bounds.max_x - origin_.x, bounds.max_y - origin_.y);
        if (widest / quantum_ < 4.0e9) break;
    }
    codes_.resize(count);
    rules_.resize(count);
    in_parts(parts, [&](std::size_t p) {
        std::size_t at = 0;
        for (std::size_t before = 0; before < p; ++before) at += found[before].count;
        each_point(geometry, rule_of_feature, n * p / parts, n * (p + 1) / parts, [&](double x, double y, std::uint16_t rule) {
            codes_[at] = code_of(x, y);
            rules_[at++] = rule;
        });
    });
    sort();
}

std::uint64_t PointField::code_of(double x, double y) const {
    const auto cell = [&](double v) { return static_cast<std::uint64_t>(std::clamp(v / quantum_, 0.0, 4294967295.0)); };
    return spread(cell(x - origin_.x)) | spread(cell(y - origin_.y)) << 1;
}

std::uint64_t PointField::order_of(PlanePoint p) const { return code_of(p.x, p.y); }

// By the leading bits in use into buckets, each of which is sorted by itself; stable, so equal places keep the file's order.
void PointField::sort() {
    constexpr int leading_bits = 11;
    constexpr std::size_t buckets = 1u << leading_bits;
    const std::size_t n = codes_.size(), parts = parts_of(n);
    std::uint64_t differ = 0;
    for (const std::uint64_t c : codes_) differ |= c ^ codes_.front();
    const int shift = std::max(0, static_cast<int>(std::bit_width(differ)) - leading_bits);
    const auto bucket = [&](std::size_t i) { return codes_[i] >> shift & (buckets - 1); };
    std::vector<std::array<std::size_t, buckets>> next(parts);  // where each part puts its next one
    in_parts(parts, [&](std::size_t p) {
        for (std::size_t i = n * p / parts; i < n * (p + 1) / parts; ++i) ++next[p][bucket(i)];
    });
    std::vector<std::size_t> begin(buckets + 1, n);
    std::size_t sum = 0;
    for (std::size_t b = 0; b < buckets; ++b) {
        begin[b] = sum;
        for (auto& of_part : next) sum += std::exchange(of_part[b], sum);
    }
    std::vector<std::uint64_t> codes(n);
    std::vector<std::uint16_t> rules(n);
    in_parts(parts, [&](std::size_t p) {
        for (std::size_t i = n * p / parts; i < n * (p + 1) / parts; ++i) {
            const std::size_t to = next[p][bucket(i)]++;
            codes[to] = codes_[i];
            rules[to] = rules_[i];
        }
    });
    std::atomic<std::size_t> free = 0;
    in_parts(parts, [&](std::size_t) {
        for (std::size_t b = free.fetch_add(1); b < buckets; b = free.fetch_add(1))
            sort_run({codes.data() + begin[b], rules.data() + begin[b]}, {codes_.data() + begin[b], rules_.data() + begin[b]}, begin[b + 1] - begin[b]);
    });
    codes_.swap(codes);
    rules_.swap(rules);
}

void PointField::collect(const TileKey& key, std::vector<PlaceVertex>& out) const {
    if (codes_.empty()) return;
    const PlanePoint corner = tile_origin(key);
    const double size = tile_size(key.level);
    // The tile in steps of the code, relative to the origin: exact, all are powers of two.
    const double x0 = (corner.x - origin_.x) / quantum_, y0 = (corner.y - origin_.y) / quantum_, span = size / quantum_;
    if (x0 + span <= 0 || y0 + span <= 0 || x0 >= 4294967296.0 || y0 >= 4294967296.0) return;
    std::size_t begin = 0, end = codes_.size();
    if (key.level >= aligned_level_ && span <= 4294967296.0 && x0 >= 0 && y0 >= 0) {
        const std::uint64_t low = spread(static_cast<std::uint64_t>(x0)) | spread(static_cast<std::uint64_t>(y0)) << 1;
        const std::uint64_t cells = span < 1 ? 1 : static_cast<std::uint64_t>(span);
        const std::uint64_t last = low + (cells * cells - 1);  // wraps only for the whole range
        begin = static_cast<std::size_t>(std::lower_bound(codes_.begin(), codes_.end(), low) - codes_.begin());
        end = static_cast<std::size_t>(std::upper_bound(codes_.begin(), codes_.end(), last) - codes_.begin());
    }
    const double to_tile = quantum_ / units_per_quantum(key.level);
    for (std::size_t i = begin; i < end; ++i) {
        // The middle of the code's cell, so that nothing lies outside its tile.
        const double x = (static_cast<double>(gather(codes_[i])) + 0.5 - x0) * to_tile;
        const double y = (static_cast<double>(gather(codes_[i] >> 1)) + 0.5 - y0) * to_tile;
        if (x < 0 || y < 0 || x >= tile_quanta || y >= tile_quanta) continue;
        out.push_back({static_cast<std::int16_t>(x), static_cast<std::int16_t>(y), rules_[i], 0});
    }
}

} // namespace vigie::gis
