#include "gis/layers/guess_crs.hpp"

#include <array>
#include <cmath>

namespace vigie::gis {

namespace {

// In order of preference where several fit: what communes use today, then the older ones, then the rest.
constexpr int candidates[] = {2154, 3942, 3943, 3944, 3945, 3946, 3947, 3948, 3949, 3950, 27572, 3857, 32631, 32630, 32632};
// Overseas systems overlap with many others: believed only with the other layers.
constexpr int overseas[] = {2975, 5490, 2972, 4471, 4467};

bool is_degrees(const PlaneBox& b) { return b.min_x >= -180.5 && b.max_x <= 180.5 && b.min_y >= -90.5 && b.max_y <= 90.5; }
PlaneBox swapped(const PlaneBox& b) { return {b.min_y, b.min_x, b.max_y, b.max_x}; }
PlaneBox grown(const PlaneBox& b, double share, double least) {
    const double dx = b.width() * share + least, dy = b.height() * share + least;
    return {b.min_x - dx, b.min_y - dy, b.max_x + dx, b.max_y + dy};
}
bool inside(const PlaneBox& inner, const PlaneBox& outer) { return outer.contains(inner.min_x, inner.min_y) && outer.contains(inner.max_x, inner.max_y); }

// A conic conformal zone is meant for its own degree of latitude; past it another zone fits better.
bool is_home(const LonLatBox& box, int epsg) {
    if (epsg < 3942 || epsg > 3950) return true;
    return std::abs(box.centre().y - (epsg - 3900)) <= 1.15;
}

double distance(const LonLatBox& a, const LonLatBox& b) { return std::hypot(a.centre().x - b.centre().x, a.centre().y - b.centre().y); }

struct Best {
    CrsGuess guess;
    double away = 1e9;
    void offer(const LonLatBox& box, const LonLatBox& reference, CrsGuess guess_of_box) {
        if (!box.intersects(grown(reference, 0.2, 0.03)) || distance(box, reference) >= away) return;
        away = distance(box, reference);
        guess = guess_of_box;
        guess.by_overlap = true;
    }
};

CrsGuess guess_by_overlap(const PlaneBox& numbers, const LonLatBox& reference) {
    Best best;
    if (is_degrees(numbers)) {
        best.offer(numbers, reference, {.epsg = 4326});
        if (is_degrees(swapped(numbers))) best.offer(swapped(numbers), reference, {.epsg = 4326, .swapped = true});
        return best.guess;
    }
    for (const int epsg : candidates)
        if (const auto box = lonlat_box(numbers, epsg)) best.offer(*box, reference, {.epsg = epsg});
    for (const int epsg : overseas)
        if (const auto box = lonlat_box(numbers, epsg)) best.offer(*box, reference, {.epsg = epsg});
    return best.guess;
}

} // namespace

std::optional<LonLatBox> lonlat_box(const PlaneBox& numbers, int epsg) {
    if (numbers.empty()) return {};
    if (epsg == 4326) return numbers;
    const auto plane = MapPlane::create(epsg);
    if (!plane) return {};
    constexpr int steps = 8;
    LonLatBox box;
    for (int i = 0; i <= steps; ++i) {
        const double t = static_cast<double>(i) / steps, x = numbers.min_x + t * numbers.width(), y = numbers.min_y + t * numbers.height();
        for (const PlanePoint p : {PlanePoint{x, numbers.min_y}, {x, numbers.max_y}, {numbers.min_x, y}, {numbers.max_x, y}}) {
            const auto at = plane->lonlat_from_plane(p);
            if (!at) return {};
            box.include(at->lon, at->lat);
        }
    }
    return box;
}

CrsGuess guess_crs(const PlaneBox& numbers, const std::optional<LonLatBox>& reference) {
    if (numbers.empty()) return {};
    if (reference)
        if (const CrsGuess by_overlap = guess_by_overlap(numbers, *reference); by_overlap.epsg != 0) return by_overlap;
    if (is_degrees(numbers)) {
        const bool turned = !inside(numbers, metropolitan_france) && inside(swapped(numbers), metropolitan_france);
        return {.epsg = 4326, .swapped = turned};
    }
    for (const int epsg : candidates) {
        const auto box = lonlat_box(numbers, epsg);
        if (box && inside(*box, metropolitan_france) && is_home(*box, epsg)) return {.epsg = epsg};
    }
    return {};
}

bool contradicts(const PlaneBox& numbers, int epsg, bool geographic) {
    if (numbers.empty()) return false;
    if (geographic) return !is_degrees(numbers);
    if (epsg != 2154 && !(epsg >= 3942 && epsg <= 3950)) return false;
    const auto box = lonlat_box(numbers, epsg);
    return !box || !box->intersects(grown(metropolitan_france, 0, 1));
}

} // namespace vigie::gis
