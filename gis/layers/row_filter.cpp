#include "gis/layers/row_filter.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "gis/layers/folding.hpp"

namespace vigie::gis {

namespace {

bool is_ascii(std::string_view text) {
    return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

// A million values are looked through at a time: what is plain ASCII is not copied for it.
bool contains_folded(std::string_view value, std::string_view folded) {
    if (folded.empty()) return true;
    if (!is_ascii(value) || folded.find(' ') != std::string_view::npos) return folded_plain(value).find(folded) != std::string::npos;
    if (value.size() < folded.size()) return false;
    for (std::size_t at = 0; at + folded.size() <= value.size(); ++at) {
        std::size_t i = 0;
        while (i < folded.size() && lower(value[at + i]) == folded[i]) ++i;
        if (i == folded.size()) return true;
    }
    return false;
}

// "12,5" and "12.5" of a text column.
double number_in(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '+')) text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    char buffer[40];
    if (text.empty() || text.size() > sizeof buffer) return std::nan("");
    std::ranges::transform(text, buffer, [](char c) { return c == ',' ? '.' : c; });
    double value = 0;
    const auto [end, error] = std::from_chars(buffer, buffer + text.size(), value);
    return error == std::errc{} && end == buffer + text.size() ? value : std::nan("");
}

template <class T>
bool ordered(RowFilter::Op op, const T& a, const T& b) {
    using enum RowFilter::Op;
    switch (op) {
    case equal: return a == b;
    case differs: return !(a == b);
    case less: return a < b;
    case at_most: return !(b < a);
    case more: return b < a;
    case at_least: return !(a < b);
    default: return false;
    }
}

} // namespace

bool RowFilter::has_word(const Value& word, std::uint32_t feature) const {
    for (const Column& column : layer_->columns) {
        if (column.derived) continue;
        if (column.type == Column::Type::text) {
            if (contains_folded(column.text(feature), word.folded)) return true;
        } else if (word.is_number && column.shown(feature).find(word.shown) != std::string::npos) {
            return true;
        }
    }
    return false;
}

bool RowFilter::holds_of_column(const Node& node, std::uint32_t feature) const {
    const Column& column = *node.column;
    const bool text = column.type == Column::Type::text;
    const bool none = text ? column.text(feature).empty() : std::isnan(column.numbers[feature]);
    if (node.op == Op::empty) return none;
    if (none) return node.op == Op::differs;
    const auto one = [&](Op op, const Value& value) {
        if (op == Op::contains || op == Op::begins || op == Op::ends) {
            if (text && op == Op::contains) return contains_folded(column.text(feature), value.folded);
            const std::string shown = text ? folded_plain(column.text(feature)) : column.shown(feature);
            const std::string& part = text ? value.folded : value.shown;
            return op == Op::contains ? shown.find(part) != std::string::npos : op == Op::begins ? shown.starts_with(part) : shown.ends_with(part);
        }
        if (value.is_number) {
            const double number = text ? number_in(column.text(feature)) : column.numbers[feature];
            return std::isnan(number) ? op == Op::differs : ordered(op, number, value.number);
        }
        return text ? ordered(op, folded_plain(column.text(feature)), value.folded) : op == Op::differs;
    };
    switch (node.op) {
    case Op::among: return std::ranges::any_of(node.values, [&](const Value& v) { return one(Op::equal, v); });
    case Op::between: return one(Op::at_least, node.values[0]) && one(Op::at_most, node.values[1]);
    default: return one(node.op, node.values[0]);
    }
}

bool RowFilter::holds(std::size_t at, std::uint32_t feature) const {
    const Node& node = nodes_[at];
    switch (node.op) {
    case Op::both: return holds(node.left, feature) && holds(node.right, feature);
    case Op::either: return holds(node.left, feature) || holds(node.right, feature);
    case Op::negation: return !holds(node.left, feature);
    case Op::word: return has_word(node.values[0], feature);
    default: return holds_of_column(node, feature);
    }
}

} // namespace vigie::gis
