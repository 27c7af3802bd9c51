// Where the map looks. Plane coordinates in doubles; the GPU sees offsets from a tile or camera origin, so 1 cm is exact
// at street scale. Rig adds what hands do: zoom to the cursor, inertia, fly-to, all in wall time. UI thread.
#pragma once

#include <optional>

#include "gis/model/geometry.hpp"
#include "gis/model/time.hpp"

namespace vigie::render {

struct PxPoint {
    double x = 0, y = 0;  // framebuffer pixels from the top left of the map, y down
};

struct Camera {
    gis::PlanePoint centre;
    double units_per_px = 1;   // plane units per framebuffer pixel
    double rotation_deg = 0;   // clockwise; 0 = north up (default)
    int width = 0, height = 0; // framebuffer pixels
    float pixel_ratio = 1;     // framebuffer px per interface px at scale 1 (line widths and symbols are multiplied)

    [[nodiscard]] PxPoint screen_from_plane(gis::PlanePoint p) const;
    [[nodiscard]] gis::PlanePoint plane_from_screen(PxPoint p) const;
    [[nodiscard]] gis::PlaneBox visible() const;  // bounding box when rotated
    [[nodiscard]] double zoom(double metres_per_unit) const;  // Web Mercator zoom of the same ground resolution (512 px tiles)
    static Camera framing(const gis::PlaneBox& box, int width, int height, double margin_px = 0);
    bool operator==(const Camera&) const = default;
};

class CameraRig {
public:
    Camera camera;
    gis::PlaneBox bounds;     // the commune: the map cannot be lost far outside; empty = free
    bool reduce_motion = false;

    void pan_px(double dx, double dy);
    void release_pan(double vx_px_s, double vy_px_s);  // starts inertia
    void zoom_at(PxPoint cursor, double factor);        // smooth, keeps the point under the cursor
    void fly_to(const gis::PlaneBox& box, double margin_px = 40);
    void centre_on(gis::PlanePoint p, std::optional<double> units_per_px = {});
    void rotate_deg(double degrees);
    void stop();
    // Advances motion by wall seconds; true while still moving (another frame is needed).
    bool advance(double seconds);
    [[nodiscard]] bool moving() const;

private:
    void keep_in_bounds();
    void step_zoom(double log2_factor);
    void start_flight(const Camera& goal);
    void advance_flight(double dt);
    void advance_inertia(double dt);

    Camera from_, to_;
    double flight_s_ = 0, flight_length_s_ = 0;
    double velocity_x_ = 0, velocity_y_ = 0;  // px/s
    double pending_x_ = 0, pending_y_ = 0;    // px of inertia not yet moved (less than one)
    double zoom_target_ = 0;                  // remaining log2 factor
    PxPoint zoom_cursor_;
};

} // namespace vigie::render
