flat in vec4 fill_color, halo_color;
flat in vec2 radii;
flat in float side;
out vec4 color;

void main() {
    float r = length(gl_PointCoord - 0.5) * side;
    float inner = coverage(radii.x - r) * fill_color.a;
    float outer = coverage(radii.y - r) * halo_color.a;
    float under = outer * (1.0 - inner);
    color = vec4(fill_color.rgb * inner + halo_color.rgb * under, inner + under);
}
