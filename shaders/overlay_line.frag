in vec2 local;
flat in float len, half_width, along_px;
flat in uvec2 style;
flat in vec4 ink;
uniform float u_scale;                  // px per interface px
uniform float u_halo_px;
out vec4 color;

void main() {
    float u = local.x, distance;
    if (style.x == 1u) {
        // Dots 6.5 px long every 11 px, round; they run on over the corners of the line.
        float period = 11.0 * u_scale, core = 1.2 * u_scale;
        float at = abs(mod(u + along_px + 0.5 * period, period) - 0.5 * period);
        distance = length(vec2(max(at - core, 0.0), local.y)) - half_width;
        distance = max(distance, max(-u, u - len) - 0.5);
    } else {
        float before = max(-u, 0.0), after = max(u - len, 0.0);
        bool round_before = style.y > 0u, round_after = style.y == 1u;
        distance = length(vec2((round_before ? before : 0.0) + (round_after ? after : 0.0), local.y)) - half_width;
        if (!round_before) distance = max(distance, -u - 0.5);
        if (!round_after) distance = max(distance, u - len - 0.5);
    }
    float alpha = ink.a * coverage(-distance);
    color = vec4(ink.rgb * alpha, alpha);
}
