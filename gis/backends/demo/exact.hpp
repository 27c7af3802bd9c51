// Arithmetic that gives the same bytes on every machine: only + − × ÷ and square roots (exact in IEEE 754), our own
// angles and random numbers. The generator and the simulator use nothing of <cmath> beyond sqrt, floor and comparisons;
// their sources are compiled without fused multiply-add.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>

namespace vigie::gis::demo {

// splitmix64: tiny, seedable, and passes what a town needs.
class Rng {
public:
    explicit constexpr Rng(std::uint64_t seed) : state_(seed) {}
    constexpr std::uint64_t next() {
        std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ull);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
        return z ^ (z >> 31);
    }
    constexpr double unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }  // [0, 1)
    constexpr double range(double low, double high) { return low + (high - low) * unit(); }
    constexpr std::size_t below(std::size_t count) { return static_cast<std::size_t>(next() % count); }
    constexpr int whole(int low, int high) { return low + static_cast<int>(next() % static_cast<std::uint64_t>(high - low + 1)); }
    constexpr bool chance(double p) { return unit() < p; }
    // Sum of four uniforms: bell-shaped, mean 0, deviation 1, never beyond 3.5.
    constexpr double bell() { return (unit() + unit() + unit() + unit() - 2.0) * 1.7320508075688772; }
    // A generator of its own for a part, so that a change in one part leaves the others as they were.
    [[nodiscard]] constexpr Rng part(std::uint64_t name) const {
        Rng out(state_ ^ (name * 0xD6E8FEB86659FD93ull));
        out.next();
        return out;
    }
    [[nodiscard]] constexpr std::uint64_t state() const { return state_; }

private:
    std::uint64_t state_;
};

// Sine of an angle in turns. Taylor to the 13th power on a quarter turn: error under 1e-9.
[[nodiscard]] inline double sin_turns(double turns) {
    double t = turns - std::floor(turns + 0.5);  // [-0.5, 0.5)
    if (t > 0.25) t = 0.5 - t;
    if (t < -0.25) t = -0.5 - t;
    const double x = t * 6.283185307179586;
    const double x2 = x * x;
    return x * (1 - x2 / 6 * (1 - x2 / 20 * (1 - x2 / 42 * (1 - x2 / 72 * (1 - x2 / 110 * (1 - x2 / 156))))));
}
[[nodiscard]] inline double cos_turns(double turns) { return sin_turns(turns + 0.25); }

// Degrees clockwise from north of a direction, [0, 360). Polynomial arctangent, error under 0.01°.
[[nodiscard]] inline double heading_deg(double dx, double dy) {
    const double ax = dx < 0 ? -dx : dx, ay = dy < 0 ? -dy : dy;
    if (ax + ay == 0) return 0;
    const double r = ax < ay ? ax / ay : ay / ax;
    const double r2 = r * r;
    double deg = r * (57.28810 - r2 * (18.92477 - r2 * (10.32132 - r2 * (4.87777 - r2 * 1.19376))));
    if (ax > ay) deg = 90 - deg;  // from north towards east, first quadrant
    if (dy < 0) deg = 180 - deg;
    if (dx < 0) deg = 360 - deg;
    return deg >= 360 ? deg - 360 : deg;
}

} // namespace vigie::gis::demo
