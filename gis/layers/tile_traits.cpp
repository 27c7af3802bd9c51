#include "gis/layers/tile_traits.hpp"

#include <algorithm>
#include <cmath>

namespace vigie::gis {

namespace {

constexpr double wide_px = 3;  // from here on joins and caps are round

// Of the turn whose mitre is this many times as long as the line is wide.
double cosine_of(double mitre_length) { return 2 / (mitre_length * mitre_length) - 1; }

bool opaque(const std::optional<DayNight>& c) { return c && c->day.a == 255 && c->night.a == 255; }

} // namespace

Trait trait_of(const PaintRule& rule, int level, double metres_per_unit) {
    Trait t;
    t.seen = seen_at(rule, level, metres_per_unit);
    t.fill = rule.fill_color.has_value() || rule.fill_pattern != Pattern::none;
    // An opaque fill without an outline gets one of its own colour: it smooths the edge.
    t.outline = rule.fill_outline_color.has_value() || opaque(rule.fill_color) || rule.is_driven("fill-color");
    t.line = rule.line_color.has_value();
    const double width = stroke_px(rule, level, metres_per_unit);
    const bool wide = t.line && width > wide_px, dashed = !rule.line_dasharray.empty() || rule.is_driven("line-dasharray");
    StrokeShape& s = t.stroke;
    s.dashed = dashed;
    s.offset = rule.line_offset < 0 ? -1 : rule.line_offset > 0 || rule.is_driven("line-offset") ? 1 : 0;
    switch (rule.line_join) {
    case LineJoin::automatic: s.join = wide ? StrokeJoin::round : StrokeJoin::miter; break;
    case LineJoin::bevel: s.join = StrokeJoin::bevel; break;
    case LineJoin::round: s.join = StrokeJoin::round; break;
    case LineJoin::miter: s.join = StrokeJoin::miter; break;
    }
    switch (rule.line_cap) {
    case LineCap::automatic: s.cap = dashed ? StrokeCap::butt : wide ? StrokeCap::round : StrokeCap::square; break;
    case LineCap::butt: s.cap = StrokeCap::butt; break;
    case LineCap::round: s.cap = StrokeCap::round; break;
    case LineCap::square: s.cap = StrokeCap::square; break;
    }
    // Asked for by name, a join shows at gentle turns too; beside a line a corner moves with the turn.
    constexpr double gentle = 0.97;
    if (rule.line_join != LineJoin::automatic || s.offset != 0) s.mild_cosine = gentle;
    const double longest = std::min<double>(rule.line_miter_limit, longest_out);
    s.mitre_cosine = cosine_of(longest);
    if (s.join == StrokeJoin::miter) s.mild_cosine = std::max(s.mild_cosine, s.mitre_cosine);
    if (s.join == StrokeJoin::round && rule.line_round_limit > 0) s.mild_cosine = cosine_of(std::min<double>(rule.line_round_limit, longest_out));
    t.reach_px = s.join == StrokeJoin::miter ? width * std::max(1.0, longest / 2) : width;
    const double step = 2 * std::acos(1 - std::min(1.0, 0.2 / std::max(0.5, width / 2 + std::abs(rule.line_offset))));
    s.fan_steps = std::clamp(static_cast<int>(std::ceil(3.14159 / step)), 4, 24);
    return t;
}

} // namespace vigie::gis
