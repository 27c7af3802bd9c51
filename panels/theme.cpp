#include "panels/theme.hpp"

#include <imgui.h>

namespace vigie::panels {

ImVec4 vec4(Rgba c) {
    return {float(c.r) / 255.0f, float(c.g) / 255.0f, float(c.b) / 255.0f, float(c.a) / 255.0f};
}

std::uint32_t u32(Rgba c, float alpha) {
    return IM_COL32(c.r, c.g, c.b, static_cast<int>(float(c.a) * alpha + 0.5f));
}

} // namespace vigie::panels
