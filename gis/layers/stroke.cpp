#include "gis/layers/stroke.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace vigie::gis {

namespace {

struct Vec {
    double x = 0, y = 0;
    Vec operator+(Vec o) const { return {x + o.x, y + o.y}; }
    Vec operator-(Vec o) const { return {x - o.x, y - o.y}; }
    Vec operator*(double k) const { return {x * k, y * k}; }
    Vec operator-() const { return {-x, -y}; }
};
double dot(Vec a, Vec b) { return a.x * b.x + a.y * b.y; }
double turn(Vec a, Vec b) { return a.x * b.y - a.y * b.x; }
Vec left_of(Vec d) { return {-d.y, d.x}; }

constexpr double inner_cosine = -0.5;  // up to 120° a line beside its points has a corner on the inner side

class Stroker {
public:
    Stroker(const StrokeShape& shape, TriangleWriter<StrokeVertex>& out) : shape_(shape), out_(out) {}

    void run(std::span<const QPoint> points) {
        const std::size_t n = points.size();
        along_ = shape_.along;
        if (n == 1) return alone(points[0]);
        const bool closed = shape_.closed && n > 2;
        const std::size_t segments = closed ? n : n - 1;
        direction_ = direction(points[0], points[1]);
        const Vec first = direction_;
        std::uint32_t pair = 0, closing = 0;
        if (closed) {
            const Vec last = direction(points[n - 1], points[0]);
            pair = join(points[0], last, first, &closing);
        } else {
            pair = start_cap(points[0], first);
        }
        for (std::size_t i = 0; i < segments; ++i) {
            const QPoint a = points[i], b = points[i + 1 < n ? i + 1 : 0];
            if (shape_.dashed) along_ += length(a, b);
            if (closed && i + 1 == segments) {
                quad(pair, closing);
                break;
            }
            const bool last = i + 1 == segments;
            const Vec next = last ? direction_ : direction(b, points[i + 2 < n ? i + 2 : i + 2 - n]);
            std::uint32_t in = 0;
            const std::uint32_t out = last ? end_cap(b, &in) : join(b, direction_, next, &in);
            quad(pair, in);
            pair = out;
            direction_ = next;
        }
    }

private:
    static double length(QPoint a, QPoint b) {
        const Vec d{double(b.x) - a.x, double(b.y) - a.y};
        return std::sqrt(dot(d, d));
    }
    static Vec direction(QPoint a, QPoint b) {
        const Vec d{double(b.x) - a.x, double(b.y) - a.y};
        const double length = std::sqrt(dot(d, d));
        return length > 0 ? d * (1 / length) : Vec{1, 0};
    }

    std::uint32_t vertex(QPoint p, Vec out, int across, int cap = 0) {
        const auto packed = [](double v) { return static_cast<std::int16_t>(std::lround(std::clamp<double>(v, -longest_out, longest_out) * stroke_unit)); };
        const std::uint32_t index = out_.next();
        TriangleMesh<StrokeVertex>& mesh = out_.mesh;
        mesh.vertices.push_back({static_cast<std::int16_t>(p.x), static_cast<std::int16_t>(p.y), packed(out.x), packed(out.y),
                                 shape_.rule, static_cast<std::int8_t>(across), static_cast<std::int8_t>(cap)});
        if (shape_.dashed || !mesh.along.empty()) {
            mesh.along.resize(mesh.vertices.size());
            mesh.along.back() = static_cast<float>(along_);
        }
        return index;
    }
    // Left and right corner at p; the index of the left one.
    std::uint32_t two(QPoint p, Vec left, Vec right, int cap = 0) {
        const std::uint32_t first = vertex(p, left, -1, cap);
        vertex(p, right, 1, cap);
        return first;
    }
    void quad(std::uint32_t from, std::uint32_t to) {
        out_.triangle(from, from + 1, to);
        out_.triangle(to, from + 1, to + 1);
    }

    // The corners where the segment `before` ends (*in) and `after` begins (returned): the same when the turn is mild.
    std::uint32_t join(QPoint p, Vec before, Vec after, std::uint32_t* in) {
        const double cosine = dot(before, after);
        // On the inner side of a turn a line beside its points has a corner whatever the join.
        const bool inner = (turn(before, after) > 0 ? -1 : 1) == shape_.offset;
        const bool mitred = (shape_.join == StrokeJoin::miter && cosine > shape_.mitre_cosine) || (inner && cosine > inner_cosine);
        if (cosine > shape_.mild_cosine || mitred) {
            const Vec mitre = (left_of(before) + left_of(after)) * (1 / (1 + cosine));
            return *in = two(p, mitre, -mitre);
        }
        *in = two(p, left_of(before), -left_of(before));
        if (shape_.offset != 0) return swept(p, before, after, *in);
        const std::uint32_t out = two(p, left_of(after), -left_of(after));
        const bool turns_left = turn(before, after) > 0;
        // The gap opens on the outer side of the turn.
        const Vec from = turns_left ? -left_of(before) : left_of(before), to = turns_left ? -left_of(after) : left_of(after);
        fan(p, from, to);
        return out;
    }

    // Both edges turn together around p, in steps when round.
    std::uint32_t swept(QPoint p, Vec before, Vec after, std::uint32_t pair) {
        const double angle = std::atan2(turn(before, after), dot(before, after));
        const int steps = steps_of(angle);
        for (int i = 1; i <= steps; ++i) {
            const double a = angle * i / steps, c = std::cos(a), s = std::sin(a);
            const Vec d = i == steps ? after : Vec{c * before.x - s * before.y, s * before.x + c * before.y};
            const std::uint32_t next = two(p, left_of(d), -left_of(d));
            quad(pair, next);
            pair = next;
        }
        return pair;
    }
    [[nodiscard]] int steps_of(double angle) const {
        return shape_.join == StrokeJoin::round ? std::max(1, static_cast<int>(std::ceil(std::abs(angle) / std::numbers::pi * shape_.fan_steps))) : 1;
    }

    // A fan around p from one direction to the other, the short way; a bevel when not round.
    void fan(QPoint p, Vec from, Vec to) {
        const double angle = std::atan2(turn(from, to), dot(from, to));
        fan(p, from, to, angle, steps_of(angle));
    }
    void fan(QPoint p, Vec from, Vec to, double angle, int steps) {
        const std::uint32_t middle = vertex(p, {}, 0);
        std::uint32_t last = vertex(p, from, 1);
        for (int i = 1; i <= steps; ++i) {
            const double a = angle * i / steps, c = std::cos(a), s = std::sin(a);
            const std::uint32_t next = vertex(p, i == steps ? to : Vec{c * from.x - s * from.y, s * from.x + c * from.y}, 1);
            out_.triangle(middle, last, next);
            last = next;
        }
    }
    void half_disc(QPoint p, Vec from, Vec outwards) {
        const double quarter = std::atan2(turn(from, outwards), dot(from, outwards));
        const int steps = std::max(1, (shape_.fan_steps + 1) / 2);
        fan(p, from, outwards, quarter, steps);
        fan(p, outwards, -from, quarter, steps);
    }

    std::uint32_t start_cap(QPoint p, Vec d) {
        const Vec n = left_of(d);
        if (shape_.offset != 0 && shape_.cap != StrokeCap::butt) {
            const std::uint32_t beyond = two(p, n - d, -n - d, -1), pair = two(p, n, -n);
            quad(beyond, pair);
            return pair;
        }
        const Vec back = shape_.cap == StrokeCap::square ? d : Vec{};
        const std::uint32_t pair = two(p, n - back, -n - back);
        if (shape_.cap == StrokeCap::round) half_disc(p, n, -d);
        return pair;
    }
    std::uint32_t end_cap(QPoint p, std::uint32_t* in) {
        const Vec d = direction_, n = left_of(d);
        if (shape_.offset != 0 && shape_.cap != StrokeCap::butt) {
            *in = two(p, n, -n);
            quad(*in, two(p, n + d, -n + d, 1));
            return *in;
        }
        const Vec on = shape_.cap == StrokeCap::square ? d : Vec{};
        *in = two(p, n + on, -n + on);
        if (shape_.cap == StrokeCap::round) half_disc(p, -n, d);
        return *in;
    }
    void alone(QPoint p) {
        if (shape_.cap == StrokeCap::round && shape_.offset == 0) {
            half_disc(p, {0, 1}, {-1, 0});
            half_disc(p, {0, -1}, {1, 0});
            return;
        }
        quad(two(p, {-1, 1}, {-1, -1}), two(p, {1, 1}, {1, -1}));
    }

    const StrokeShape& shape_;
    TriangleWriter<StrokeVertex>& out_;
    double along_ = 0;
    Vec direction_;
};

} // namespace

void add_stroke(std::span<const QPoint> points, const StrokeShape& shape, TriangleWriter<StrokeVertex>& out) {
    if (!points.empty()) Stroker(shape, out).run(points);
}

} // namespace vigie::gis
