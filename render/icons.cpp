#include "render/icons.hpp"

#include <charconv>
#include <unordered_map>

#include "render/icons_table.hpp"
#include "render/utf8.hpp"

namespace vigie::render {

namespace {

using Table = std::unordered_map<std::string_view, std::uint32_t>;

Table parse(std::string_view text) {
    Table table;
    table.reserve(2200);
    const auto next = [&text] {
        const std::size_t end = text.find(' ');
        const std::string_view word = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        return word;
    };
    while (!text.empty()) {
        const std::string_view name = next(), hex = next();
        std::uint32_t code = 0;
        std::from_chars(hex.data(), hex.data() + hex.size(), code, 16);
        table.emplace(name, code);
    }
    return table;
}

} // namespace

std::uint32_t icon_codepoint(std::string_view name) {
    static const Table table = parse(icon_table::pairs());
    const auto found = table.find(name);
    return found == table.end() ? 0 : found->second;
}

std::string icon_utf8(std::string_view name) {
    const std::uint32_t code = icon_codepoint(name);
    std::string out;
    if (code != 0) append_utf8(out, code);
    return out;
}

} // namespace vigie::render
