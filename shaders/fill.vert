// Filled polygons of a tile.
layout(location = 0) in vec2 a_place;   // quanta from the tile's lower left corner
layout(location = 1) in uint a_rule;    // index of the paint rule

layout(std140) uniform Area {
    vec4 fill[256];
    vec4 edge[256];
    vec4 size[256];                     // x: width of the edge, px
};
uniform vec3 u_tile;                    // px per quantum, then the tile's corner from the middle of the view, px, y up
uniform mat2 u_turn;                    // to the screen, y down
uniform vec2 u_view;                    // px

flat out vec4 v_color;

void main() {
    v_color = fill[a_rule];
    vec2 px = u_turn * (a_place * u_tile.x + u_tile.yz) + u_view * 0.5;
    gl_Position = v_color.a > 0.0 ? clip_from_px(px + overhang_px, u_view + 2.0 * overhang_px) : nowhere;
}
