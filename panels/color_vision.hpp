// Preview of the interface as seen with a colour-vision deficiency (Machado, Oliveira, Fernandes 2009, full severity) or
// in grey, from the legend. UI thread.
#pragma once

#include "panels/frame.hpp"

namespace vigie::panels {

[[nodiscard]] Rgba as_seen(Rgba color, ColorVision vision);
// Every colour of an overlay, and of everything ImGui has drawn so far this frame (pictures keep theirs).
void recolor(render::Overlay& overlay, ColorVision vision);
void recolor_windows(ColorVision vision);

} // namespace vigie::panels
