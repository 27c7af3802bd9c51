// One GET over HTTP(S), bounded in time and size, given up when asked to. Certificates are always verified; from https only
// https is followed. Connections are kept per thread. Any thread; blocks.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <stop_token>
#include <string>

#include "gis/model/result.hpp"

namespace vigie::gis::remote {

struct HttpLimits {
    std::chrono::milliseconds connect{5'000}, whole{20'000};
    std::size_t bytes = std::size_t{16} << 20;
};

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
