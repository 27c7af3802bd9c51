// Between Open311's requests and Vigie's reports: words of states, categories, and the neutral fields. Any thread.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "gis/backends/open311/wire.hpp"
#include "gis/backends/vigie_backend.hpp"
#include "gis/backends/web/foreign.hpp"

namespace vigie::gis::open311 {

// The state of a report for a status of the standard ("open", "closed") or of its extended list; empty for others.
[[nodiscard]] std::string_view state_of(std::string_view status);
// The extended status, in capitals, that an update says a state with; empty for none.
[[nodiscard]] std::string_view status_of(std::string_view state);
[[nodiscard]] bool is_closed(std::string_view status);

struct Wording {
    std::map<std::string, std::string> categories;  // of the catalogue, by service code
    std::string zone;
    [[nodiscard]] std::string category_of(const ServiceRequest& r) const;  // the service's own name where no category is named for it
};

// `with_state`: the status is news. A suspicious place is left out, and said.
[[nodiscard]] backend::Change change_of(const ServiceRequest& r, const Wording& wording, bool with_state, const backend::Host& host, web::LeftOut& left_out);

} // namespace vigie::gis::open311
