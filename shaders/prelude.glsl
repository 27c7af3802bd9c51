// Put before every shader. The map's framebuffer holds its top row first: pixel (0, 0) is the top left, y grows down,
// in gl_FragCoord too. ImGui shows such a texture with its default texture coordinates.
vec4 clip_from_px(vec2 px, vec2 view_px) { return vec4(px / view_px * 2.0 - 1.0, 0.0, 1.0); }

// Coverage of a pixel by a shape whose edge is `distance_px` away (positive inside).
float coverage(float distance_px) { return clamp(distance_px + 0.5, 0.0, 1.0); }

// Outside of clip space: a vertex without anything to draw.
const vec4 nowhere = vec4(2.0, 2.0, 2.0, 1.0);

// Tiles are drawn with a viewport this much larger on each side: GL drops a point whose centre lies outside, although half
// of its disc may lie inside. The same number stands in render/base_pass.cpp.
const float overhang_px = 64.0;
