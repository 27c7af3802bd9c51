// A part of the plane shown by a part of a picture.
layout(location = 0) in vec2 a_corner;  // 0 to 1, east and north

uniform vec4 u_area;                    // lower left corner from the middle of the view and size, px, y up
uniform vec4 u_part;                    // of the picture: left, top, width, height, 0 to 1
uniform mat2 u_turn;                    // to the screen, y down
uniform vec2 u_view;                    // px

out vec2 v_place;

void main() {
    v_place = u_part.xy + vec2(a_corner.x, 1.0 - a_corner.y) * u_part.zw;
    gl_Position = clip_from_px(u_turn * (u_area.xy + a_corner * u_area.zw) + u_view * 0.5, u_view);
}
