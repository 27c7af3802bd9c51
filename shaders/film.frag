uniform sampler2D u_film;               // premultiplied, a texel per pixel
out vec4 color;

void main() { color = texelFetch(u_film, ivec2(gl_FragCoord.xy), 0); }
