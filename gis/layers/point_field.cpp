#include "gis/layers/point_field.hpp"

#include <algorithm>
#include <array>
#include <cmath>

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

template <class Visit>
void each_point(const FeatureGeometry& g, std::span<const std::uint16_t> rule_of_feature, const Visit& visit) {
    for (std::size_t f = 0; f < g.feature_count(); ++f) {
        if (g.type[f] != GeometryType::point || rule_of_feature[f] == not_drawn) continue;
        const std::size_t end = g.vertex_begin[g.part_begin[f + 1]];
        for (std::size_t v = g.vertex_begin[g.part_begin[f]]; v < end; ++v)
            if (std::isfinite(g.xy[2 * v]) && std::isfinite(g.xy[2 * v + 1]))
                visit(g.xy[2 * v], g.xy[2 * v + 1], rule_of_feature[f]);
    }
}

} // namespace

PointField::PointField(const FeatureGeometry& geometry, std::span<const std::uint16_t> rule_of_feature) {
    PlaneBox bounds;
    std::size_t count = 0;
    each_point(geometry, rule_of_feature, [&](double x, double y, std::uint16_t) {
        bounds.include(x, y);
        ++count;
    });
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
    codes_.reserve(count);
    rules_.reserve(count);
    each_point(geometry, rule_of_feature, [&](double x, double y, std::uint16_t rule) {
        codes_.push_back(code_of(x, y));
        rules_.push_back(rule);
    });
    sort(codes_, rules_);
}

std::uint64_t PointField::code_of(double x, double y) const {
    const auto cell = [&](double v) { return static_cast<std::uint64_t>(std::clamp(v / quantum_, 0.0, 4294967295.0)); };
    return spread(cell(x - origin_.x)) | spread(cell(y - origin_.y)) << 1;
}

std::uint64_t PointField::order_of(PlanePoint p) const { return code_of(p.x, p.y); }

// Counting passes of 11 bits over the bits in use, least first: stable, so equal places keep the file's order.
void PointField::sort(std::vector<std::uint64_t>& codes, std::vector<std::uint16_t>& rules) const {
    constexpr int digit_bits = 11;
    constexpr std::size_t digits = 1u << digit_bits;
    std::uint64_t differ = 0;
    for (const std::uint64_t c : codes) differ |= c ^ codes.front();
    std::vector<std::uint64_t> other_codes(codes.size());
    std::vector<std::uint16_t> other_rules(rules.size());
    for (int shift = 0; shift < 64 && (differ >> shift) != 0; shift += digit_bits) {
        std::array<std::size_t, digits> begin{};
        for (const std::uint64_t c : codes) ++begin[(c >> shift) & (digits - 1)];
        std::size_t sum = 0;
        for (std::size_t& b : begin) sum += std::exchange(b, sum);
        for (std::size_t i = 0; i < codes.size(); ++i) {
            const std::size_t to = begin[(codes[i] >> shift) & (digits - 1)]++;
            other_codes[to] = codes[i];
            other_rules[to] = rules[i];
        }
        codes.swap(other_codes);
        rules.swap(other_rules);
    }
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
