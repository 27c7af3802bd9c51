// One painted sprite per instance, a strip of four corners. Moves between two places by its clock: 1 = the picture's time
// (fixes), 2 = wall time (easing, with its spread). Upright sprites land on whole pixels, so they stay crisp.
layout(location = 0) in vec2 from_plane;
layout(location = 1) in vec2 at_plane;
layout(location = 2) in vec2 time_s;
layout(location = 3) in vec2 offset_px;
layout(location = 4) in vec2 spread_px;
layout(location = 5) in float turn;
layout(location = 6) in vec4 slot;      // texels: x, y, width, height
layout(location = 7) in uvec4 look;     // alpha, clock, mode

uniform vec2 u_view_px;
uniform vec2 u_centre;      // plane units from the origin
uniform vec4 u_axes;        // screen px per plane unit: x right, x down, y right, y down
uniform float u_now_s, u_wall_s, u_turn;
uniform float u_atlas_px;
uniform float u_settled;

out vec2 texel;
flat out float opacity;

void main() {
    float clock = look.y == 1u ? u_now_s : u_wall_s;
    float t = look.y == 0u ? 1.0 : clamp((clock - time_s.x) / max(time_s.y - time_s.x, 1e-6), 0.0, 1.0);
    if (look.y == 2u) t = u_settled > 0.5 ? 1.0 : 1.0 - (1.0 - t) * (1.0 - t);
    vec2 d = mix(from_plane, at_plane, t) - u_centre;
    vec2 place = u_view_px * 0.5 + u_axes.xy * d.x + u_axes.zw * d.y + spread_px * t;
    vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1));
    opacity = float(look.x) / 255.0;
    vec2 px;
    if (look.z == 0u) {
        px = floor(place + offset_px + 0.5) + corner * slot.zw;
    } else if (look.z == 1u) {
        float a = turn + u_turn, c = cos(a), s = sin(a);
        vec2 local = corner * slot.zw - offset_px;
        px = place + vec2(c * local.x - s * local.y, s * local.x + c * local.y);
    } else {
        // Three pulses of 0.8 s: a ring that grows and fades.
        float age = (u_wall_s - time_s.x) / 0.8, phase = fract(age);
        bool over = u_settled > 0.5 || age >= 3.0 || age < 0.0;
        opacity *= over ? 0.0 : 1.0 - phase;
        px = place + (corner * slot.zw - offset_px) * (over ? 0.0 : 0.8 + 0.9 * phase);
    }
    texel = (slot.xy + corner * slot.zw) / u_atlas_px;
    gl_Position = clip_from_px(px, u_view_px);
}
