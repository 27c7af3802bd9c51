in vec2 texel;
flat in vec4 ink, halo;
flat in float px_per_texel, halo_px;
uniform sampler2D u_atlas;
uniform float u_spread;     // texels that the distances reach
uniform float u_halo_pass;
out vec4 color;

void main() {
    float distance_px = (texture(u_atlas, texel).r - 128.0 / 255.0) * 255.0 / 128.0 * u_spread * px_per_texel;
    vec4 c = u_halo_pass > 0.5 ? halo : ink;
    // A tenth of a pixel more weight: small strokes lose it to the smoothing.
    float alpha = c.a * coverage(u_halo_pass > 0.5 ? distance_px + halo_px : distance_px + 0.1);
    color = vec4(c.rgb * alpha, alpha);
}
