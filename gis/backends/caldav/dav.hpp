// What CalDAV (RFC 4791) needs of WebDAV (RFC 4918): bodies of requests, multistatus answers, and the few lines of an event that
// tell whose it is. Answers are foreign: bounded, what is odd is left out. Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vigie::gis::caldav {

inline constexpr std::size_t most_resources = 20'000;

struct Resource {
    std::string href;           // as the server writes it: a path, or an address
    std::string etag, name;     // name: of a collection, as shown
    bool is_calendar = false;
    std::string uid, mark;      // of an event: mark = what it was written from (X-VIGIE-MARK); empty = not by us
    std::int64_t start_ms = 0;  // of an event; 0 = not said in UTC
};
// Nothing when it is none.
[[nodiscard]] std::optional<std::vector<Resource>> read_multistatus(std::string_view xml);

[[nodiscard]] std::string collections_query();               // PROPFIND
[[nodiscard]] std::string events_query();                    // REPORT
[[nodiscard]] std::string new_calendar(std::string_view name);  // MKCALENDAR

// An event's text with the mark in it.
[[nodiscard]] std::string marked(std::string text, std::string_view mark);
// Whether the UID is one of Vigie's.
[[nodiscard]] bool is_own_uid(std::string_view uid);

} // namespace vigie::gis::caldav
