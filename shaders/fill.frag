flat in vec4 v_color;
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
}
