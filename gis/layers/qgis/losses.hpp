// What of a layer of a QGIS project could not be translated, each thing once, in the order met.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "gis/model/result.hpp"

namespace vigie::gis::qgis {

class Losses {
public:
    // `name`: the last part of the language key "layers.qgis.lost.…".
    void add(std::string_view name, const std::string& what = {}, Severity severity = Severity::warning) {
        Notice notice{severity, {}, {"layers.qgis.lost." + std::string(name), {}}, {}};
        if (!what.empty()) notice.text.args.emplace_back("what", what.size() > most_bytes ? what.substr(0, most_bytes) + "…" : what);
        if (notices.size() < most && std::ranges::find(notices, notice) == notices.end()) notices.push_back(std::move(notice));
    }
    std::vector<Notice> notices;  // without `where`

private:
    static constexpr std::size_t most = 40, most_bytes = 200;
};

} // namespace vigie::gis::qgis
