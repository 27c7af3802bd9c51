// Who paints the base map.
#pragma once

#include <cstdint>

namespace vigie::render {

// `automatic`: OpenGL, but dense pictures by the processor where OpenGL is a program itself (render/soft_pass.hpp).
enum class Painting : std::uint8_t { automatic, opengl, processor };

} // namespace vigie::render
