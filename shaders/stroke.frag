flat in vec4 v_color;
flat in vec3 v_size;
in vec2 v_at;
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
    // A line thinner than a pixel keeps its width as strength.
    float cover = min(coverage(v_size.x - abs(v_at.x)), 2.0 * v_size.x);
    if (v_size.y > 0.0) {
        float period = v_size.y + v_size.z;
        float at = mod(v_at.y, period);
        cover *= max(coverage(v_size.y - at) * coverage(at), coverage(at - period));
    }
    color = vec4(v_color.rgb, v_color.a * cover);
}
