// The promises of the interface, each a question to one plugin. The conformance suite's.
#pragma once

#include <string>
#include <vector>

#include "gis/backends/conformance/conformance.hpp"

namespace vigie::gis {

struct PromiseAnswer {
    Verdict verdict = Verdict::kept;
    std::string why = {};  // for the plugin's author
};

struct Promise {
    std::string name;
    bool needs_run = false;  // skipped when "runs" was not kept
    PromiseAnswer (*ask)(const ConformanceSubject& subject) = nullptr;
};
[[nodiscard]] const std::vector<Promise>& promises();

} // namespace vigie::gis
