flat in vec4 v_color;
#ifdef PATTERN
flat in vec4 v_ink;
flat in vec4 v_pattern;
flat in float v_kind;
in vec2 v_at;
#endif
out vec4 color;

#ifdef ROTATED
uniform vec3 u_tile;
uniform mat2 u_turn;
uniform vec2 u_view;

// A turned tile has no scissor rectangle: what hangs over is thrown away here. u_turn is its own inverse.
bool outside_tile() {
    vec2 place = (u_turn * (gl_FragCoord.xy - u_view * 0.5) - u_tile.yz) / u_tile.x;
    return any(lessThan(place, vec2(0.0))) || any(greaterThanEqual(place, vec2(16384.0)));
}
#endif

void main() {
#ifdef ROTATED
    if (outside_tile()) discard;
#endif
    color = v_color;
#ifdef PATTERN
    if (v_kind > 0.5) {
        // Px from the middle of the nearest line of each set.
        vec2 waves = vec2(dot(v_at, v_pattern.xy), dot(v_at, vec2(-v_pattern.y, v_pattern.x)));
        vec2 away = abs(fract(waves) - 0.5) * v_pattern.z;
        float width = v_pattern.w;
        float cover = v_kind > 2.5 ? coverage(width - length(away)) : min(coverage(width - away.x), 2.0 * width);
        if (v_kind > 1.5 && v_kind < 2.5) cover = max(cover, min(coverage(width - away.y), 2.0 * width));
        float ink = v_ink.a * cover, alpha = ink + v_color.a * (1.0 - ink);
        color = vec4((v_ink.rgb * ink + v_color.rgb * v_color.a * (1.0 - ink)) / max(alpha, 1e-4), alpha);
    }
#endif
}
