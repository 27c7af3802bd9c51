flat in vec4 v_fill;
flat in vec4 v_ring;
flat in vec3 v_reach;
flat in vec2 v_shape;
out vec4 color;

const float pi = 3.14159265;

// Edges of a regular polygon, a corner at the top.
float corners(vec2 p, float n, float radius) {
    float sector = 2.0 * pi / n, turned = mod(atan(p.x, -p.y), sector) - 0.5 * sector;
    return length(p) * cos(turned) - radius * cos(0.5 * sector);
}

float star(vec2 p, float radius) {
    const float sector = 2.0 * pi / 5.0, inner = 0.382;
    float turned = abs(mod(atan(p.x, -p.y) + 0.5 * sector, sector) - 0.5 * sector);
    vec2 q = length(p) * vec2(sin(turned), cos(turned)), tip = vec2(0.0, radius), dip = radius * inner * vec2(sin(0.5 * sector), cos(0.5 * sector));
    vec2 edge = dip - tip;  // outside is to the right of it, seen from the tip
    return dot(q - tip, normalize(vec2(-edge.y, edge.x)));
}

float cross_arms(vec2 p, float reach, float arm) {
    vec2 q = abs(p);
    return max(max(q.x, q.y) - reach, min(q.x, q.y) - arm);
}

// Distance to the edge of the shape, y down, negative inside; gis::PointShape in its order.
float edge_of(vec2 p, float r) {
    int shape = int(v_shape.x + 0.5);
    if (shape == 0) return length(p) - r;
    float c = cos(v_shape.y), s = sin(v_shape.y);
    p = vec2(c * p.x + s * p.y, c * p.y - s * p.x);
    if (shape == 1) return max(abs(p.x), abs(p.y)) - r;
    if (shape == 2) return (abs(p.x) + abs(p.y) - r) * 0.70710678;
    if (shape == 3) return max(p.y - r, (2.0 * abs(p.x) - p.y - r) * 0.44721360);
    if (shape == 4) return star(p, r);
    if (shape == 5) return cross_arms(p, r, 0.2 * r);
    if (shape == 6) return cross_arms(0.70710678 * vec2(p.x + p.y, p.y - p.x), 1.41421356 * r, 0.2 * r);
    return corners(p, shape == 7 ? 5.0 : 6.0, r);
}

void main() {
    float away = edge_of((gl_PointCoord - 0.5) * vec2(1.0, -1.0) * v_reach.z, v_reach.x), ring = v_reach.y - v_reach.x;
    vec4 ink = ring > 0.0 ? mix(v_ring, v_fill, coverage(-away)) : v_fill;
    color = vec4(ink.rgb, ink.a * coverage(ring - away));
}
