// The host's side of the extension "vigie.http/1": makes a plugin's request with the secret that it only names. One per running
// source. Any thread; blocks, given up at once when the source is stopped.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "gis/backends/outside.hpp"
#include "gis/backends/vigie_backend.h"
#include "gis/model/time.hpp"

namespace vigie::gis::web {

struct HttpHost {
    int cancel_fd = -1;
    const Clock* clock = nullptr;
    const Outside* outside = nullptr;
    std::function<std::optional<std::string>(const std::string& name)> secret;  // learns it for `redacted` too
    std::function<std::string(std::string)> redacted;                           // a text without any secret of the source
};

[[nodiscard]] std::int32_t send(const HttpHost& host, const vigie_http_request& request, const vigie_http_reply** reply, vigie_error* error);
void release(const vigie_http_reply* reply);

} // namespace vigie::gis::web
