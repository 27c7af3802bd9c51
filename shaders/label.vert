// One glyph per instance, a strip of four corners, from signed distances. Anchored on the ground, turned along its line.
// Fades by wall time: in from `fade.x`, or out when `fade.y` is negative.
layout(location = 0) in vec2 anchor_plane;
layout(location = 1) in vec4 quad_px;     // left, top, right, bottom from the anchor before turning
layout(location = 2) in vec2 turn_halo;   // radians on the screen; halo width px
layout(location = 3) in vec4 slot;        // texels: x, y, width, height
layout(location = 4) in vec4 ink_in;
layout(location = 5) in vec4 halo_in;
layout(location = 6) in vec3 fade;        // start s, direction; 1 = upright: whole pixels

uniform vec2 u_view_px;
uniform vec2 u_centre;
uniform vec4 u_axes;
uniform float u_wall_s, u_settled, u_atlas_px, u_fade_s;
uniform float u_spread;                   // texels that the distances reach

out vec2 texel;
flat out vec4 ink, halo;
flat out float px_per_texel, halo_px;

void main() {
    vec2 d = anchor_plane - u_centre;
    vec2 place = u_view_px * 0.5 + u_axes.xy * d.x + u_axes.zw * d.y;
    if (fade.z > 0.5) place = floor(place + 0.5);
    vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1));
    vec2 local = mix(quad_px.xy, quad_px.zw, corner);
    float c = cos(turn_halo.x), s = sin(turn_halo.x);
    vec2 px = place + vec2(c * local.x - s * local.y, s * local.x + c * local.y);
    float age = clamp((u_wall_s - fade.x) / u_fade_s, 0.0, 1.0);
    float opacity = u_settled > 0.5 ? (fade.y > 0.0 ? 1.0 : 0.0) : (fade.y > 0.0 ? age : 1.0 - age);
    ink = vec4(ink_in.rgb, ink_in.a * opacity);
    halo = vec4(halo_in.rgb, halo_in.a * opacity);
    px_per_texel = (quad_px.z - quad_px.x) / slot.z;
    halo_px = min(turn_halo.y, u_spread * px_per_texel - 0.5);  // beyond there is nothing but the glyph's box
    texel = (slot.xy + corner * slot.zw) / u_atlas_px;
    gl_Position = clip_from_px(px, u_view_px);
}
