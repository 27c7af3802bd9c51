// Preferences, applied at once: language, theme, text size, motion, precision, who sits at this post. And the help sheet,
// made from the command table. UI thread.
#pragma once

#include "panels/frame.hpp"

namespace vigie::panels {

void draw_settings_dialog(Frame& frame);
void draw_help_sheet(Frame& frame);

} // namespace vigie::panels
