#include "gis/backends/caldav/dav.hpp"

#include <charconv>
#include <chrono>

#include "gis/layers/remote/capabilities_common.hpp"

namespace vigie::gis::caldav {

namespace {

using remote::child;
using remote::children;
using remote::local_name;
using remote::text_of;

constexpr std::size_t longest_data = 256 << 10;
constexpr std::string_view mark_name = "X-VIGIE-MARK:";

// "20261124T080000Z"; 0 for another form.
std::int64_t utc_ms(std::string_view t) {
    if (t.size() != 16 || t[8] != 'T' || t[15] != 'Z') return 0;
    const auto number = [&](std::size_t at, std::size_t n) {
        int value = -1;
        std::from_chars(t.data() + at, t.data() + at + n, value);
        return value;
    };
    const std::chrono::year_month_day date{std::chrono::year(number(0, 4)), std::chrono::month(static_cast<unsigned>(number(4, 2))), std::chrono::day(static_cast<unsigned>(number(6, 2)))};
    if (!date.ok()) return 0;
    const auto at = std::chrono::sys_days(date) + std::chrono::hours(number(9, 2)) + std::chrono::minutes(number(11, 2)) + std::chrono::seconds(number(13, 2));
    return std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count();
}

// The value of a line, long ones put together again.
std::string value_of(std::string_view data, std::string_view name) {
    for (std::size_t at = 0; at < data.size();) {
        const std::size_t end = std::min(data.find('\n', at), data.size());
        const std::string_view line = data.substr(at, end - at);
        at = end + 1;
        if (!line.starts_with(name)) continue;
        std::string value(line.substr(name.size()));
        while (at < data.size() && (data[at] == ' ' || data[at] == '\t')) {
            const std::size_t next = std::min(data.find('\n', at), data.size());
            if (value.ends_with('\r')) value.pop_back();
            value += data.substr(at + 1, next - at - 1);
            at = next + 1;
        }
        if (value.ends_with('\r')) value.pop_back();
        return value;
    }
    return {};
}

void take_event(std::string_view data, Resource& into) {
    if (data.size() > longest_data) return;
    if (const auto event = data.find("BEGIN:VEVENT"); event != std::string_view::npos) data.remove_prefix(event);
    into.uid = value_of(data, "UID:");
    into.mark = value_of(data, mark_name);
    into.start_ms = utc_ms(value_of(data, "DTSTART:"));
}

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '&') out += "&amp;";
        else if (c == '<') out += "&lt;";
        else if (c == '>') out += "&gt;";
        else if (static_cast<unsigned char>(c) >= 0x20) out += c;
    }
    return out;
}

} // namespace

std::optional<std::vector<Resource>> read_multistatus(std::string_view xml) {
    pugi::xml_document document;
    if (!document.load_buffer(xml.data(), xml.size(), pugi::parse_default)) return {};
    const pugi::xml_node root = document.document_element();
    if (local_name(root) != "multistatus") return {};
    std::vector<Resource> all;
    for (const pugi::xml_node& response : children(root, "response")) {
        if (all.size() >= most_resources) break;
        Resource one;
        one.href = text_of(response, "href");
        for (const pugi::xml_node& found : children(response, "propstat")) {
            if (text_of(found, "status").find(" 200") == std::string::npos) continue;
            const pugi::xml_node prop = child(found, "prop");
            if (const std::string etag = text_of(prop, "getetag"); !etag.empty()) one.etag = etag;
            if (const std::string name = text_of(prop, "displayname"); !name.empty()) one.name = name;
            if (child(child(prop, "resourcetype"), "calendar")) one.is_calendar = true;
            if (const std::string data = text_of(prop, "calendar-data"); !data.empty()) take_event(data, one);
        }
        if (!one.href.empty()) all.push_back(std::move(one));
    }
    return all;
}

std::string collections_query() {
    return R"(<?xml version="1.0" encoding="utf-8"?><propfind xmlns="DAV:"><prop><resourcetype/><displayname/></prop></propfind>)";
}

std::string events_query() {
    return R"(<?xml version="1.0" encoding="utf-8"?><C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><D:getetag/><C:calendar-data/></D:prop>)"
           R"(<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"/></C:comp-filter></C:filter></C:calendar-query>)";
}

std::string new_calendar(std::string_view name) {
    return R"(<?xml version="1.0" encoding="utf-8"?><C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:set><D:prop><D:displayname>)" + escaped(name) +
           R"(</D:displayname><C:supported-calendar-component-set><C:comp name="VEVENT"/></C:supported-calendar-component-set></D:prop></D:set></C:mkcalendar>)";
}

std::string marked(std::string text, std::string_view mark) {
    if (const auto end = text.find("END:VEVENT"); end != std::string::npos) text.insert(end, std::string(mark_name) + std::string(mark) + "\r\n");
    return text;
}

bool is_own_uid(std::string_view uid) { return uid.starts_with("intervention-") && uid.ends_with(".vigie"); }

} // namespace vigie::gis::caldav
