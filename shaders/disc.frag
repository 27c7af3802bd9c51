flat in vec4 v_fill;
flat in vec4 v_ring;
flat in vec3 v_reach;
out vec4 color;

void main() {
    float away = length(gl_PointCoord - 0.5) * v_reach.z;
    vec4 ink = v_reach.y > v_reach.x ? mix(v_ring, v_fill, coverage(v_reach.x - away)) : v_fill;
    color = vec4(ink.rgb, ink.a * coverage(v_reach.y - away));
}
