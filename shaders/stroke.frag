flat in vec4 v_color;
flat in float v_half;
in float v_across;
#ifdef DASHED
flat in vec4 v_dashes, v_more_dashes;
flat in float v_period;
in float v_along;
#endif
#if defined(DASHED) || defined(ASIDE)
flat in float v_cap;
#endif
#ifdef ASIDE
in float v_beyond;
#endif
#ifdef FILM
// On a film (render/film.hpp): premultiplied, and the share of the pixel that is replaced.
layout(location = 0, index = 0) out vec4 color;
layout(location = 0, index = 1) out vec4 share;
#else
out vec4 color;
#endif

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
    float across = abs(v_across);
    // A line thinner than a pixel keeps its width as strength.
    float cover = min(coverage(v_half - across), 2.0 * v_half);
#ifdef ASIDE
    if (v_beyond > 0.0 && v_cap > 0.5)
        cover *= v_cap < 1.5 ? coverage(v_half - length(vec2(across, v_beyond))) : coverage(v_half - v_beyond);
#endif
#ifdef DASHED
    if (v_period > 0.0) {
        // Px from the nearest dash, negative inside. Lengths of zero at the end of the list repeat the first dash.
        float at = mod(v_along, v_period), away = at + v_more_dashes.w;
        float begin = 0.0;
        for (int i = 0; i < 4; ++i) {
            float dash = i < 2 ? v_dashes[2 * i] : v_more_dashes[2 * i - 4], gap = i < 2 ? v_dashes[2 * i + 1] : v_more_dashes[2 * i - 3];
            away = min(away, max(begin - at, at - begin - dash));
            begin += dash + gap;
        }
        away = min(away, v_period - at);
        if (v_cap < 0.5) cover *= coverage(-away);
        else if (v_cap > 1.5) cover *= coverage(v_half - away);
        else if (away > 0.0) cover = coverage(v_half - length(vec2(across, away)));
    }
#endif
#ifdef FILM
    color = vec4(v_color.rgb, 1.0) * (v_color.a * cover);
    share = vec4(cover);
#else
    color = vec4(v_color.rgb, v_color.a * cover);
#endif
}
