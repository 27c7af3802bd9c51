// Vehicle positions of GTFS-realtime 2.0 (a FeedMessage in protocol buffers, https://gtfs.org/realtime): the few fields that are
// needed, read off the wire. Any thread.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "gis/backends/avl/wire.hpp"

namespace vigie::gis::avl {

// Nothing: not a feed (a page in HTML, a message that is cut). A vehicle without a time has the feed's.
[[nodiscard]] std::optional<std::vector<Fix>> fixes_in_feed(std::string_view body);

} // namespace vigie::gis::avl
