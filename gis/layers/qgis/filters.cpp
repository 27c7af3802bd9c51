#include "gis/layers/qgis/filters.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace vigie::gis::qgis {

namespace {

using Json = nlohmann::json;
constexpr std::size_t most_alternatives = 64;
constexpr double endless = std::numeric_limits<double>::infinity();

// What one alternative of a filter asks of the subjects it compares (by their text).
struct Asked {
    std::map<std::string, std::set<std::string>> equal;  // one of these values
    struct Range {
        double low = -endless, high = endless;
        bool low_open = false, high_open = false;
    };
    std::map<std::string, Range> ranges;
};

// What is no text (a project may hold any bytes) counts as a mark of its own.
std::string text_of(const Json& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }

bool is_literal(const Json& value) { return value.is_string() || value.is_number(); }

void ask(Asked& asked, const Json& filter) {
    if (!filter.is_array() || filter.size() < 3 || !filter[0].is_string()) return;
    const std::string op = filter[0];
    if (op == "all") {
        for (std::size_t i = 1; i < filter.size(); ++i) ask(asked, filter[i]);
        return;
    }
    // ["==", "field", value] and ["==", ["get", "field"], value] ask the same.
    const std::string subject = text_of(filter[1].is_string() ? Json{"get", filter[1]} : filter[1]);
    if (op == "==" && is_literal(filter[2])) {
        asked.equal.try_emplace(subject, std::set<std::string>{text_of(filter[2])});
    } else if (op == "in" && filter[2].is_array() && filter[2].size() == 2 && filter[2][0] == "literal") {
        std::set<std::string> values;
        for (const Json& value : filter[2][1]) values.insert(text_of(value));
        asked.equal.try_emplace(subject, std::move(values));
    } else if (op == "in" && filter[1].is_string()) {
        std::set<std::string> values;
        for (std::size_t i = 2; i < filter.size(); ++i) values.insert(text_of(filter[i]));
        asked.equal.try_emplace(subject, std::move(values));
    } else if (filter[2].is_number()) {
        Asked::Range& range = asked.ranges[subject];
        const double bound = filter[2];
        if ((op == ">" || op == ">=") && bound >= range.low) range.low = bound, range.low_open = op == ">";
        if ((op == "<" || op == "<=") && bound <= range.high) range.high = bound, range.high_open = op == "<";
    }
}

std::vector<Asked> alternatives(const Json& filter) {
    std::vector<Asked> all;
    if (filter.is_array() && filter.size() > 1 && filter.size() <= most_alternatives && filter[0] == "any") {
        for (std::size_t i = 1; i < filter.size(); ++i) ask(all.emplace_back(), filter[i]);
        return all;
    }
    ask(all.emplace_back(), filter);
    return all;
}

bool apart(const Asked::Range& a, const Asked::Range& b) {
    return a.high < b.low || (a.high == b.low && (a.high_open || b.low_open));
}

bool never_both(const Asked& a, const Asked& b) {
    for (const auto& [subject, values] : a.equal) {
        const auto other = b.equal.find(subject);
        if (other != b.equal.end() && std::ranges::none_of(values, [&](const std::string& v) { return other->second.contains(v); })) return true;
    }
    for (const auto& [subject, range] : a.ranges) {
        const auto other = b.ranges.find(subject);
        if (other != b.ranges.end() && (apart(range, other->second) || apart(other->second, range))) return true;
    }
    return false;
}

} // namespace

bool exclude_each_other(const Json& a, const Json& b) {
    if (a.is_null() || b.is_null()) return false;
    const auto ones = alternatives(a), others = alternatives(b);
    return std::ranges::all_of(ones, [&](const Asked& one) { return std::ranges::all_of(others, [&](const Asked& other) { return never_both(one, other); }); });
}

Json both(const Json& a, const Json& b) {
    if (a.is_null()) return b;
    if (b.is_null()) return a;
    return {"all", a, b};
}

} // namespace vigie::gis::qgis
