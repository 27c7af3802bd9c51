uniform sampler2D u_image;
uniform float u_opacity;                // 0 to 1
in vec2 v_place;
out vec4 color;

void main() { color = texture(u_image, v_place) * vec4(1.0, 1.0, 1.0, u_opacity); }
