// A film of the view's size, laid over all of it.
layout(location = 0) in vec2 a_corner;  // clip space

void main() { gl_Position = vec4(a_corner, 0.0, 1.0); }
