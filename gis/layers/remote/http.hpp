// One GET over HTTP(S) of a map service, with what its reply says about being kept. Any thread; blocks.
#pragma once

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>

#include "gis/layers/remote/transfer.hpp"
#include "gis/model/result.hpp"

namespace vigie::gis::remote {

struct HttpReply {
    long status = 0;
    std::string body, etag;
    std::optional<std::chrono::seconds> fresh_for;    // Cache-Control: max-age
    bool may_be_kept = true;                          // not "no-store"
    std::optional<std::chrono::seconds> retry_after;  // seconds only, as servers of tiles send it
};

// An error is of the line (no name, no route, time-out, certificate, too much); any status is a reply. `etag`: of what is at
// hand, answered by 304 when it still holds. After a stop the error is of class `refused`.
[[nodiscard]] Result<HttpReply> http_get(const std::string& url, const std::string& etag, const HttpLimits& limits, const std::stop_token& stop);

} // namespace vigie::gis::remote
