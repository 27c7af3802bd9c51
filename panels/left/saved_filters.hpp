// Searches and filters kept under a name, of the backlog or of a list: recall, forget, keep. Kept with the view. UI thread.
#pragma once

#include <optional>
#include <string>

#include "panels/frame.hpp"

namespace vigie::panels {

// Puts `now` under its name, in place of one of the same list and name (compared without regard to spaces around it). False
// without a name, or when there is no room left.
bool keep_filter(std::vector<SavedFilter>& kept, SavedFilter now);

// The rows of `now.list`, then a field for a name: what is kept under it is `now`. Returns the one that was recalled.
[[nodiscard]] std::optional<SavedFilter> draw_saved_filters(Frame& frame, std::string& typed, SavedFilter now, float width);

} // namespace vigie::panels
