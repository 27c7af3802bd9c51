// Filled polygons of a tile.
layout(location = 0) in vec2 a_place;   // quanta from the tile's lower left corner
layout(location = 1) in uint a_rule;    // index of the paint rule

struct AreaRule {
    vec4 fill, edge;
    vec4 size;                          // width of the edge px; of the pattern: spacing and width px, number and angle
    vec4 ink;                           // of the pattern
};
layout(std140) uniform Area { AreaRule rules[256]; };
uniform vec3 u_tile;                    // px per quantum, then the tile's corner from the middle of the view, px, y up
uniform mat2 u_turn;                    // to the screen, y down
uniform vec2 u_view;                    // px

flat out vec4 v_color;
#ifdef PATTERN
flat out vec4 v_ink;
flat out vec4 v_pattern;                // waves over the tile's width, east and north; length of one and half a line's width, px
flat out float v_kind;                  // 1 hatch, 2 cross-hatch, 3 dots
out vec2 v_at;                          // place in the tile, 0 to 1
#endif

void main() {
    uint rule = a_rule & 255u;
    v_color = rules[rule].fill;
    float seen = v_color.a;
#ifdef PATTERN
    v_ink = rules[rule].ink;
    vec4 size = rules[rule].size;
    v_kind = floor((size.w + 8.0) / 16.0);
    // A whole number of waves across the tile in both directions, so that the next tile goes on where this one ends: of
    // some hundred, half a wave more or less is not seen.
    float tile = 16384.0 * u_tile.x, angle = size.w - 16.0 * v_kind;
    vec2 waves = floor(tile / max(size.y, 1.0) * vec2(-sin(angle), cos(angle)) + 0.5);
    if (waves == vec2(0.0)) waves.y = 1.0;
    v_pattern = vec4(waves, tile / length(waves), 0.5 * size.z);
    v_at = a_place / 16384.0;
    seen = max(seen, v_kind > 0.5 ? v_ink.a : 0.0);
#endif
    vec2 px = u_turn * (a_place * u_tile.x + u_tile.yz) + u_view * 0.5;
    gl_Position = seen > 0.0 ? clip_from_px(px + overhang_px, u_view + 2.0 * overhang_px) : nowhere;
}
