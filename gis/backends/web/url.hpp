// Addresses of web services taken apart and put together (RFC 3986, by libcurl's parser). Any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vigie::gis::web {

inline constexpr std::size_t longest_url = 8'192;

// "http://…" or "https://…" with a host, without user, password, fragment, spaces or control characters, not too long.
[[nodiscard]] bool is_plain_url(const std::string& url);
// What `reference` (an address, a path, "?a=b") means on the page `base`; nothing when that is no http or https address.
[[nodiscard]] std::optional<std::string> resolved_url(const std::string& base, const std::string& reference);
// Scheme, host and port.
[[nodiscard]] std::string origin_of(const std::string& url);
[[nodiscard]] bool same_origin(const std::string& a, const std::string& b);

using Parameters = std::vector<std::pair<std::string, std::string>>;  // decoded, in order
// "a=1&$b=2", everything but letters, digits, "-._~" and a name's first '$' percent-encoded: servers disagree about the rest.
[[nodiscard]] std::string form_of(const Parameters& parameters);
[[nodiscard]] std::string with_parameters(const std::string& url, const Parameters& more);
[[nodiscard]] Parameters parameters_of(const std::string& url);
// The address without its query.
[[nodiscard]] std::string without_query(const std::string& url);
[[nodiscard]] std::string encoded(std::string_view text);

} // namespace vigie::gis::web
