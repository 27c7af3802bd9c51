#include <algorithm>
#include <cmath>

#include "render/camera.hpp"

namespace vigie::render {

namespace {

constexpr double zoom_time_s = 0.09;      // time constant of the wheel's easing
constexpr double inertia_time_s = 0.28;   // time constant of a released pan
constexpr double least_speed_px_s = 12;   // slower than this, a pan stands still
constexpr double flight_s = 0.6;
constexpr double finest_units_per_px = 0.002, coarsest_units_per_px = 50'000;

double eased(double t) { return t * t * (3 - 2 * t); }

double clamped(double units_per_px) { return std::clamp(units_per_px, finest_units_per_px, coarsest_units_per_px); }

} // namespace

void CameraRig::keep_in_bounds() {
    if (bounds.empty()) return;
    camera.centre.x = std::clamp(camera.centre.x, bounds.min_x, bounds.max_x);
    camera.centre.y = std::clamp(camera.centre.y, bounds.min_y, bounds.max_y);
    // Out to twice the commune and no farther.
    const double widest = 2 * std::max(bounds.width() / std::max(1, camera.width), bounds.height() / std::max(1, camera.height));
    if (widest > 0) camera.units_per_px = std::min(camera.units_per_px, widest);
}

void CameraRig::pan_px(double dx, double dy) {
    flight_length_s_ = 0;
    const gis::PlanePoint a = camera.plane_from_screen({0, 0}), b = camera.plane_from_screen({dx, dy});
    camera.centre.x -= b.x - a.x;
    camera.centre.y -= b.y - a.y;
    keep_in_bounds();
}

void CameraRig::release_pan(double vx_px_s, double vy_px_s) {
    if (reduce_motion) return;
    velocity_x_ = vx_px_s;
    velocity_y_ = vy_px_s;
    pending_x_ = pending_y_ = 0;
}

void CameraRig::zoom_at(PxPoint cursor, double factor) {
    if (factor <= 0) return;
    flight_length_s_ = 0;
    velocity_x_ = velocity_y_ = 0;
    zoom_cursor_ = cursor;
    zoom_target_ += std::log2(factor);
    if (reduce_motion) step_zoom(zoom_target_);
}

// Applies a part of the wanted zoom; the plane point under the cursor stays under it.
void CameraRig::step_zoom(double log2_factor) {
    const gis::PlanePoint before = camera.plane_from_screen(zoom_cursor_);
    camera.units_per_px = clamped(camera.units_per_px * std::exp2(-log2_factor));
    const gis::PlanePoint after = camera.plane_from_screen(zoom_cursor_);
    camera.centre.x += before.x - after.x;
    camera.centre.y += before.y - after.y;
    zoom_target_ -= log2_factor;
    keep_in_bounds();
}

void CameraRig::fly_to(const gis::PlaneBox& box, double margin_px) {
    if (box.empty()) return;
    Camera goal = Camera::framing(box, camera.width, camera.height, margin_px);
    goal.rotation_deg = camera.rotation_deg;
    goal.pixel_ratio = camera.pixel_ratio;
    start_flight(goal);
}

void CameraRig::centre_on(gis::PlanePoint p, std::optional<double> units_per_px) {
    Camera goal = camera;
    goal.centre = p;
    if (units_per_px) goal.units_per_px = clamped(*units_per_px);
    start_flight(goal);
}

void CameraRig::start_flight(const Camera& goal) {
    stop();
    if (reduce_motion) {
        camera = goal;
        return;
    }
    from_ = camera;
    to_ = goal;
    flight_s_ = 0;
    flight_length_s_ = flight_s;
}

void CameraRig::rotate_deg(double degrees) {
    camera.rotation_deg = std::remainder(camera.rotation_deg + degrees, 360.0);
    if (std::abs(camera.rotation_deg) < 1e-9) camera.rotation_deg = 0;
}

void CameraRig::stop() {
    flight_length_s_ = 0;
    velocity_x_ = velocity_y_ = 0;
    zoom_target_ = 0;
}

bool CameraRig::moving() const {
    return flight_length_s_ > 0 || velocity_x_ != 0 || velocity_y_ != 0 || zoom_target_ != 0;
}

bool CameraRig::advance(double seconds) {
    const double dt = std::clamp(seconds, 0.0, 0.1);  // after a long sleep motion goes on, it does not jump
    if (flight_length_s_ > 0) advance_flight(dt);
    if (zoom_target_ != 0)
        step_zoom(std::abs(zoom_target_) < 0.002 ? zoom_target_ : zoom_target_ * (1 - std::exp(-dt / zoom_time_s)));
    if (velocity_x_ != 0 || velocity_y_ != 0) advance_inertia(dt);
    return moving();
}

void CameraRig::advance_flight(double dt) {
    flight_s_ += dt;
    const double t = std::min(1.0, flight_s_ / flight_length_s_), k = eased(t);
    // Scale moves geometrically, the centre in step with the scale, so that the ground seems to move evenly.
    const double ratio = to_.units_per_px / from_.units_per_px;
    const double scale = from_.units_per_px * std::pow(ratio, k);
    const double along = std::abs(ratio - 1) < 1e-6 ? k : (scale - from_.units_per_px) / (to_.units_per_px - from_.units_per_px);
    camera.units_per_px = scale;
    camera.centre.x = from_.centre.x + (to_.centre.x - from_.centre.x) * along;
    camera.centre.y = from_.centre.y + (to_.centre.y - from_.centre.y) * along;
    if (t < 1) return;
    camera.centre = to_.centre;
    camera.units_per_px = to_.units_per_px;
    flight_length_s_ = 0;
}

// Whole pixels only: the map engine then moves the picture it has instead of drawing a new one.
void CameraRig::advance_inertia(double dt) {
    pending_x_ += velocity_x_ * dt;
    pending_y_ += velocity_y_ * dt;
    const double dx = std::trunc(pending_x_), dy = std::trunc(pending_y_);
    pending_x_ -= dx;
    pending_y_ -= dy;
    if (dx != 0 || dy != 0) pan_px(dx, dy);
    const double keep = std::exp(-dt / inertia_time_s);
    velocity_x_ *= keep;
    velocity_y_ *= keep;
    if (std::hypot(velocity_x_, velocity_y_) < least_speed_px_s) velocity_x_ = velocity_y_ = 0;
}

} // namespace vigie::render
