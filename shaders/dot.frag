flat in vec4 v_fill;
flat in vec4 v_edge;
flat in vec3 v_reach;
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

// Share of a pixel that lies inside a square of this half side (negative: none).
float inside(vec2 away, float half_side) {
    vec2 part = clamp(min(away + 0.5, half_side) - max(away - 0.5, -half_side), 0.0, 1.0);
    return part.x * part.y;
}

void main() {
#ifdef ROTATED
    if (outside_tile()) discard;
#endif
    vec2 away = (gl_PointCoord - 0.5) * v_reach.z;
    float whole = inside(away, v_reach.x), inner = inside(away, v_reach.y);
    float rim = (whole - inner) * v_edge.a, middle = inner * v_fill.a;
    float alpha = rim + middle;
    color = vec4((v_edge.rgb * rim + v_fill.rgb * middle) / max(alpha, 1e-4), alpha);
}
