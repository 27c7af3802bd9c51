// A straight piece of a line per instance, a strip of four corners around it.
layout(location = 0) in vec2 a_plane;
layout(location = 1) in vec2 b_plane;
layout(location = 2) in vec2 measure;   // plane units from the line's beginning; half width px
layout(location = 3) in vec4 color_in;
layout(location = 4) in vec4 halo_in;
layout(location = 5) in uvec4 look;     // dotted, ends: 0 flat, 1 round, 2 round at the beginning only

uniform vec2 u_view_px;
uniform vec2 u_centre;
uniform vec4 u_axes;
uniform float u_px_per_unit;
uniform float u_halo_px;                // > 0: this is the halo's pass

out vec2 local;                         // px along from a, px across
flat out float len, half_width, along_px;
flat out uvec2 style;
flat out vec4 ink;

vec2 screen(vec2 p) {
    vec2 d = p - u_centre;
    return u_view_px * 0.5 + u_axes.xy * d.x + u_axes.zw * d.y;
}

void main() {
    vec2 a = screen(a_plane), b = screen(b_plane), along = b - a;
    len = length(along);
    along = len > 0.0 ? along / len : vec2(1.0, 0.0);
    half_width = measure.y + u_halo_px;
    along_px = measure.x * u_px_per_unit;
    style = look.xy;
    ink = u_halo_px > 0.0 ? halo_in : color_in;
    float reach = half_width + 1.0;
    vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1));
    local = vec2(mix(-reach, len + reach, corner.x), mix(-reach, reach, corner.y));
    gl_Position = clip_from_px(a + along * local.x + vec2(-along.y, along.x) * local.y, u_view_px);
}
