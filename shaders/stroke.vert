// Lines and outlines: corners moved outwards by half the width plus half a pixel for the soft edge. ASIDE: lines drawn
// beside their points. DASHED: lines with gaps.
layout(location = 0) in vec2 a_place;   // quanta from the tile's lower left corner
layout(location = 1) in vec2 a_out;     // direction to move in, half widths times 4096, y up
layout(location = 2) in uint a_rule;
layout(location = 3) in float a_across; // -1, 0, 1: left edge, middle, right edge
layout(location = 4) in float a_along;  // quanta from the start of the line; 0 in tiles without dashes
layout(location = 5) in float a_cap;    // -1, 1: corner beyond the beginning, the end

struct StrokeRule {
    vec4 ink;
    vec4 size;                          // half width px; px to the right; cap: 0 butt, 1 round, 2 square; px of all dashes, 0: solid
    vec4 dashes, more_dashes;           // dash, gap, dash, gap px
};
layout(std140) uniform Stroke { StrokeRule rules[256]; };
uniform vec3 u_tile;
uniform mat2 u_turn;
uniform vec2 u_view;

flat out vec4 v_color;
flat out float v_half;                  // half width px
out float v_across;                     // px
#ifdef DASHED
flat out vec4 v_dashes, v_more_dashes;
flat out float v_period;
out float v_along;                      // px
#endif
#if defined(DASHED) || defined(ASIDE)
flat out float v_cap;
#endif
#ifdef ASIDE
out float v_beyond;                     // px beyond the ends of the line
#endif

void main() {
    uint rule = a_rule & 255u;
    v_color = rules[rule].ink;
    vec4 size = rules[rule].size;
    v_half = size.x;
    float reach = v_half + 0.5;
    v_across = a_across * reach;
    vec2 out_px = a_out * (reach / 4096.0);
#ifdef DASHED
    v_dashes = rules[rule].dashes;
    v_more_dashes = rules[rule].more_dashes;
    v_period = size.w;
    v_along = a_along * u_tile.x;
#endif
#if defined(DASHED) || defined(ASIDE)
    v_cap = size.z;
#endif
#ifdef ASIDE
    // A corner of a pair is moved by out = -across n, or by out = -across n + cap d beyond an end, n being the direction to
    // the left and d the line's, n turned right: n follows from both.
    vec2 o = a_out / 4096.0;
    vec2 left = (-a_across * o - a_cap * vec2(o.y, -o.x)) / (1.0 + a_cap * a_cap);
    out_px -= left * size.y;
    v_beyond = abs(a_cap) * reach;
#endif
    vec2 px = u_turn * (a_place * u_tile.x + u_tile.yz + out_px) + u_view * 0.5;
    gl_Position = v_color.a > 0.0 ? clip_from_px(px + overhang_px, u_view + 2.0 * overhang_px) : nowhere;
}
