// Polygons of less than two pixels, as squares of the same area with their outline around.
layout(location = 0) in vec2 a_place;
layout(location = 1) in uint a_rule;
layout(location = 2) in float a_side;   // quanta

struct AreaRule {
    vec4 fill, edge;
    vec4 size;                          // width of the edge px; of the pattern: spacing and width px, number and angle
    vec4 ink;                           // of the pattern
};
layout(std140) uniform Area { AreaRule rules[256]; };
uniform vec3 u_tile;
uniform mat2 u_turn;
uniform vec2 u_view;

flat out vec4 v_fill;
flat out vec4 v_edge;
flat out vec3 v_reach;                  // half sides of the outline and of the inside; size of the point, px

void main() {
    uint rule = a_rule & 255u;
    v_fill = rules[rule].fill;
    v_edge = rules[rule].edge;
    float half_side = 0.5 * a_side * u_tile.x, half_edge = 0.5 * rules[rule].size.x;
    v_reach = vec3(half_side + half_edge, v_fill.a > 0.0 || v_edge.a > 0.0 ? half_side - half_edge : 0.0, 0.0);
    v_reach.z = ceil(2.0 * v_reach.x + 1.0);
    vec2 px = u_turn * (a_place * u_tile.x + u_tile.yz) + u_view * 0.5;
    gl_Position = v_fill.a > 0.0 || v_edge.a > 0.0 ? clip_from_px(px + overhang_px, u_view + 2.0 * overhang_px) : nowhere;
    gl_PointSize = v_reach.z;
}
