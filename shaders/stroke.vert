// Lines and outlines: corners moved outwards by half the width plus half a pixel for the soft edge.
layout(location = 0) in vec2 a_place;   // quanta from the tile's lower left corner
layout(location = 1) in vec2 a_out;     // direction to move in, half widths times 8192, y up
layout(location = 2) in uint a_rule;
layout(location = 3) in float a_across; // -1, 0, 1: left edge, middle, right edge
layout(location = 4) in float a_along;  // quanta from the start of the line

layout(std140) uniform Stroke {
    vec4 ink[256];
    vec4 size[256];                     // half width px; dash and gap in half widths (0: solid); unused
};
uniform vec3 u_tile;
uniform mat2 u_turn;
uniform vec2 u_view;

flat out vec4 v_color;
flat out vec3 v_size;                   // half width, dash, gap, px
out vec2 v_at;                          // px across the line and along it

void main() {
    v_color = ink[a_rule];
    v_size = vec3(size[a_rule].x, size[a_rule].yz * size[a_rule].x);
    float reach = v_size.x + 0.5;
    v_at = vec2(a_across * reach, a_along * u_tile.x);
    vec2 px = u_turn * (a_place * u_tile.x + u_tile.yz + a_out * (reach / 8192.0)) + u_view * 0.5;
    gl_Position = v_color.a > 0.0 ? clip_from_px(px + overhang_px, u_view + 2.0 * overhang_px) : nowhere;
}
