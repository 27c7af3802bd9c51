// Reading capabilities whatever prefixes their elements carry.
#pragma once

#include <pugixml.hpp>

#include <charconv>
#include <string>
#include <string_view>
#include <vector>

namespace vigie::gis::remote {

[[nodiscard]] inline std::string_view local_name(const pugi::xml_node& node) {
    const std::string_view name = node.name();
    const auto colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

[[nodiscard]] inline pugi::xml_node child(const pugi::xml_node& node, std::string_view name) {
    for (const pugi::xml_node& c : node.children())
        if (local_name(c) == name) return c;
    return {};
}
[[nodiscard]] inline std::vector<pugi::xml_node> children(const pugi::xml_node& node, std::string_view name) {
    std::vector<pugi::xml_node> all;
    for (const pugi::xml_node& c : node.children())
        if (local_name(c) == name) all.push_back(c);
    return all;
}
[[nodiscard]] inline std::string text(const pugi::xml_node& node) { return node.text().as_string(); }
[[nodiscard]] inline std::string text_of(const pugi::xml_node& node, std::string_view name) { return text(child(node, name)); }
[[nodiscard]] inline std::string attribute(const pugi::xml_node& node, std::string_view name) {
    for (const pugi::xml_attribute& a : node.attributes()) {
        const std::string_view n = a.name();
        if (n == name || (n.ends_with(name) && n.size() > name.size() && n[n.size() - name.size() - 1] == ':')) return a.value();
    }
    return {};
}

// Numbers parted by blanks or commas.
[[nodiscard]] inline std::vector<double> numbers_in(std::string_view text) {
    std::vector<double> out;
    while (out.size() < 16) {
        const auto begin = text.find_first_not_of(" \t\r\n,");
        if (begin == std::string_view::npos) break;
        text.remove_prefix(begin + (text[begin] == '+' ? 1 : 0));
        double value = 0;
        const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
        if (read.ec != std::errc()) break;
        out.push_back(value);
        text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()));
    }
    return out;
}

} // namespace vigie::gis::remote
