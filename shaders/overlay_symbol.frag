// Sprites are premultiplied.
in vec2 texel;
flat in float opacity;
uniform sampler2D u_atlas;
out vec4 color;

void main() { color = texture(u_atlas, texel) * opacity; }
