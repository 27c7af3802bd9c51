// The whole interface for one frame: top bar, workspace, docks, status bar, palette, toasts, dialogs. UI thread.
#pragma once

#include <memory>

#include "panels/frame.hpp"

namespace vigie::panels {

// View state that belongs to single panels (sorts, scroll, text being typed), kept between frames.
class Shell {
public:
    Shell();
    ~Shell();
    void draw(Frame& frame);
    // True while something on screen moves by itself (toast, tooltip delay, drag): another frame within this many ms.
    [[nodiscard]] std::optional<int> wants_frame_in_ms() const;

    struct Impl;

private:
    std::unique_ptr<Impl> impl_;
};

} // namespace vigie::panels
