// The window and its loop: waits for events, draws when there is a reason, sleeps otherwise.
#pragma once

#include <functional>
#include <memory>

#include "app/workbench.hpp"

namespace vigie::app {

// Opens the session with `open` (it is given the wake function), shows it until closed. UI thread = the calling thread.
// A commune that cannot be opened leaves the window empty and says why. An Error when no window or no OpenGL 3.3 can be had, saying what was found.
using OpenSession = std::function<gis::Result<std::unique_ptr<Session>>(const panels::CommuneRequest& wanted, std::function<void()> wake)>;
[[nodiscard]] gis::Outcome run_window(const Places& places, Preferences& preferences, std::vector<gis::Notice> notices,
                                      const gis::Clock& clock, const OpenSession& open, const panels::CommuneRequest& first);

} // namespace vigie::app
