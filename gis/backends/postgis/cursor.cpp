#include "gis/backends/postgis/cursor.hpp"

#include <charconv>
#include <vector>

namespace vigie::gis::postgis {

namespace {

constexpr std::size_t longest = 200;

template <class N>
bool read_number(std::string_view text, N& value) {
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), value);
    return wrong == std::errc{} && end == text.data() + text.size();
}

} // namespace

std::string Cursor::text() const { return std::to_string(xid) + ":" + std::to_string(seq) + ":" + desk + ":" + database; }

std::optional<Cursor> Cursor::parse(std::string_view text) {
    if (text.size() > longest) return {};
    std::vector<std::string_view> parts;
    for (std::size_t from = 0; from <= text.size();) {
        const std::size_t colon = std::min(text.find(':', from), text.size());
        parts.push_back(text.substr(from, colon - from));
        from = colon + 1;
    }
    Cursor c;
    if (parts.size() != 4 || !read_number(parts[0], c.xid) || !read_number(parts[1], c.seq) || c.seq < 0 || parts[2].empty() || parts[3].empty()) return {};
    c.desk = parts[2];
    c.database = parts[3];
    return c;
}

} // namespace vigie::gis::postgis
