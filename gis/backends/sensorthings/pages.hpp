// The pages of one list, with what servers do to their nextLinks put right: parameters that vanished are put back, a path that
// changed is not followed but counted on with $skip, another origin is refused, and a list that brings nothing new ends. The
// thread of run().
#pragma once

#include <functional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "gis/backends/sensorthings/wire.hpp"
#include "gis/backends/web/settings.hpp"
#include "gis/backends/web/url.hpp"

namespace vigie::gis::sensorthings {

inline constexpr std::size_t most_pages = 20'000;

// The address that continues `asked` after `rows_so_far`, or nothing when `next` leads elsewhere.
[[nodiscard]] std::optional<std::string> next_address(const std::string& asked, const std::string& next, std::size_t rows_so_far);

// Gives each page's new rows to `take`, which says whether to go on. A Problem of the first page with klass PROTOCOL: the server does
// not know what was asked (status 400, 404, 501).
std::optional<backend::Problem> read_pages(const backend::Host& host, const web::Access& access, const std::string& url, const std::function<bool(std::vector<nlohmann::json>&)>& take);

} // namespace vigie::gis::sensorthings
