// What kept a public service from giving its data, in words with a remedy. Any thread.
#pragma once

#include <optional>
#include <string>

#include "gis/layers/remote/transfer.hpp"
#include "gis/model/result.hpp"

namespace vigie::gis {

[[nodiscard]] Error stopped_error();
[[nodiscard]] Error line_error(const remote::TransferFailure& failure, const std::string& url);
[[nodiscard]] Error status_error(long status, const std::string& url);
[[nodiscard]] Error busy_error(int wait_s, const std::string& url);          // 429, 503 with Retry-After
[[nodiscard]] Error unusable_error(const std::string& url, std::string detail);  // what came is not what was promised
[[nodiscard]] Error too_big_error(const std::string& url);
[[nodiscard]] Error unwritable_error(const std::string& path, std::string detail);

// The same address at a mirror ("http://intranet/miroir"): host and path of the original behind the mirror's address.
[[nodiscard]] std::string at_mirror(const std::string& url, const std::string& mirror);

} // namespace vigie::gis
