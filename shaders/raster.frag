uniform sampler2D u_image;
in vec2 v_place;
out vec4 color;

void main() { color = texture(u_image, v_place); }
