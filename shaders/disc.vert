// Points as discs or other shapes, with an optional ring around.
layout(location = 0) in vec2 a_place;
layout(location = 1) in uint a_rule;

struct DiscRule {
    vec4 fill, ring;
    vec4 size;                          // radius and width of the ring, px; shape; turn with the clock
};
layout(std140) uniform Disc { DiscRule rules[256]; };
uniform vec3 u_tile;
uniform mat2 u_turn;
uniform vec2 u_view;

flat out vec4 v_fill;
flat out vec4 v_ring;
flat out vec3 v_reach;                  // radius without and with the ring; size of the point, px
flat out vec2 v_shape;                  // gis::PointShape, turn

void main() {
    uint rule = a_rule & 255u;
    v_fill = rules[rule].fill;
    v_ring = rules[rule].ring;
    v_shape = rules[rule].size.zw;
    vec2 size = rules[rule].size.xy;
    float outer = size.x + size.y;
    // Corners reach further: those of rings, all of a shape that is turned, and those of the arms of an x.
    bool further = v_shape.y != 0.0 || v_shape.x == 6.0;
    float corner = v_shape.x > 0.0 ? size.y + (further ? 0.42 * size.x : 0.0) : 0.0;
    v_reach = vec3(size.x, outer, ceil(2.0 * (outer + corner) + 1.0));
    vec2 px = u_turn * ((a_place + 0.5) * u_tile.x + u_tile.yz) + u_view * 0.5;
    gl_Position = v_fill.a > 0.0 || v_ring.a > 0.0 ? clip_from_px(px + overhang_px, u_view + 2.0 * overhang_px) : nowhere;
    gl_PointSize = v_reach.z;
}
