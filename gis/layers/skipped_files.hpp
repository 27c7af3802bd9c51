// What a folder or an archive holds that is not read as a map: told by name, so that nothing is left out without a word.
// Companions of files that are read (indexes, projections, styles beside a shapefile) say nothing. Any thread.
#pragma once

#include <string>
#include <vector>

#include "gis/model/result.hpp"

namespace vigie::gis {

// `names`: everything the place holds (no folders); `unread`: those of them that nobody reads. At most one notice for
// images and one for the rest, `where` being the place.
[[nodiscard]] std::vector<Notice> notices_of_skipped(const std::string& where, const std::vector<std::string>& names, const std::vector<std::string>& unread);

} // namespace vigie::gis
