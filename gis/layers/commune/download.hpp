// One file from a public service into the cache, kept from one time to the next: what has not changed is not sent again (ETag,
// RFC 9110), what was cut goes on where it stopped (Range with If-Range) or begins anew when the file has changed since.
// Any thread; blocks; gives up within a second of the token.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>

#include "gis/model/result.hpp"

namespace vigie::gis {

struct DownloadProgress {
    std::uintmax_t bytes = 0, total = 0;  // total 0 = not said
};

struct DownloadRequest {
    std::string url;
    std::filesystem::path file;     // beside it, "FILE.part" while it comes, "FILE.json" with what its server said of it
    std::uintmax_t most_bytes = 0;
};

struct Downloaded {
    std::uintmax_t bytes = 0;
    bool unchanged = false;         // as it was kept
    std::uintmax_t resumed_at = 0;  // bytes that were there already
};

[[nodiscard]] Result<Downloaded> download(const DownloadRequest& request, const std::stop_token& stop,
                                          const std::function<void(const DownloadProgress&)>& progress);

} // namespace vigie::gis
