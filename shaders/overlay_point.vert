// A plain disc as a GL point; moves like overlay_symbol.vert.
layout(location = 0) in vec2 from_plane;
layout(location = 1) in vec2 at_plane;
layout(location = 2) in vec2 time_s;
layout(location = 3) in vec4 fill;
layout(location = 4) in vec4 halo;
layout(location = 5) in uvec4 look;     // diameter and halo in quarter pixels, clock, alpha

uniform vec2 u_view_px;
uniform vec2 u_centre;
uniform vec4 u_axes;
uniform float u_now_s, u_wall_s, u_settled;

flat out vec4 fill_color, halo_color;
flat out vec2 radii;        // of the disc, of disc and halo, px
flat out float side;

void main() {
    float clock = look.z == 1u ? u_now_s : u_wall_s;
    float t = look.z == 0u ? 1.0 : clamp((clock - time_s.x) / max(time_s.y - time_s.x, 1e-6), 0.0, 1.0);
    if (look.z == 2u) t = u_settled > 0.5 ? 1.0 : 1.0 - (1.0 - t) * (1.0 - t);
    vec2 d = mix(from_plane, at_plane, t) - u_centre;
    vec2 place = u_view_px * 0.5 + u_axes.xy * d.x + u_axes.zw * d.y;
    float alpha = float(look.w) / 255.0;
    fill_color = vec4(fill.rgb, fill.a * alpha);
    halo_color = vec4(halo.rgb, halo.a * alpha);
    radii.x = float(look.x) / 8.0;
    radii.y = radii.x + float(look.y) / 4.0;
    side = 2.0 * radii.y + 1.0;
    gl_PointSize = side;
    gl_Position = clip_from_px(place, u_view_px);
}
