#include "gis/layers/json_place.hpp"

#include <algorithm>
#include <optional>

namespace vigie::gis {

namespace {

// Walks well-formed JSON without building anything. `at` is the offset of the next unread character.
struct Walker {
    std::string_view text;
    std::size_t at = 0;

    void skip_space() {
        while (at < text.size() && (text[at] == ' ' || text[at] == '\t' || text[at] == '\n' || text[at] == '\r')) ++at;
    }
    std::string_view read_string() {  // escapes are kept: keys of ours have none
        const std::size_t begin = ++at;
        while (at < text.size() && text[at] != '"') at += text[at] == '\\' ? 2 : 1;
        const std::size_t end = std::min(at, text.size());
        at = end + 1;
        return text.substr(begin, end - begin);
    }
    void skip_value() {
        skip_space();
        int depth = 0;
        while (at < text.size()) {
            const char c = text[at];
            if (c == '"') {
                read_string();
                if (depth == 0) return;
                continue;
            }
            if (c == '{' || c == '[') ++depth;
            if (c == '}' || c == ']') {
                if (depth == 0) return;
                if (--depth == 0) {
                    ++at;
                    return;
                }
            }
            if (depth == 0 && (c == ',' || c == ' ' || c == '\n' || c == '\r' || c == '\t')) return;
            ++at;
        }
    }
    bool enter(const JsonStep& step) {  // to the start of the child's value
        skip_space();
        if (at >= text.size() || text[at] != (step.index() == 0 ? '{' : '[')) return false;
        ++at;
        for (std::size_t i = 0;; ++i) {
            skip_space();
            if (at >= text.size() || text[at] == '}' || text[at] == ']') return false;
            bool found = step.index() == 1 && i == std::get<1>(step);
            if (step.index() == 0) {
                if (text[at] != '"') return false;
                found = read_string() == std::get<0>(step);
                skip_space();
                ++at;  // the colon
                skip_space();
            }
            if (found) return true;
            skip_value();
            skip_space();
            if (at < text.size() && text[at] == ',') ++at;
        }
    }
};

} // namespace

TextPlace place_of_offset(std::string_view text, std::size_t offset) {
    const std::string_view before = text.substr(0, std::min(offset, text.size()));
    const std::size_t last = before.rfind('\n');
    const auto lines = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
    return {lines + 1, before.size() - (last == std::string_view::npos ? 0 : last + 1) + 1};
}

TextPlace place_of_json(std::string_view json, const std::vector<JsonStep>& path) {
    Walker walker{json};
    walker.skip_space();
    std::size_t reached = walker.at;
    for (const JsonStep& step : path) {
        walker.at = reached;
        if (!walker.enter(step)) break;
        reached = walker.at;
    }
    return place_of_offset(json, reached);
}

} // namespace vigie::gis
