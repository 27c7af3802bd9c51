#include <algorithm>
#include <charconv>
#include <cmath>

#include "gis/layers/expression_node.hpp"
#include "gis/layers/folding.hpp"

namespace vigie::gis {

namespace {

// JavaScript's Number(text), as the specification refers to it; nothing when it is not a number.
std::optional<double> number_of(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    if (text.empty()) return 0;
    if (text.front() == '+') text.remove_prefix(1);
    double value = 0;
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (ec != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return {};
    return value;
}

// Only the letters of French and its neighbours change case: ASCII, Latin-1 and œ, as UTF-8.
std::string with_case(std::string text, bool upper) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (upper ? c >= 'a' && c <= 'z' : c >= 'A' && c <= 'Z') text[i] = static_cast<char>(c ^ 0x20);
        if (i + 1 >= text.size()) continue;
        const auto next = static_cast<unsigned char>(text[i + 1]);
        if (c == 0xC3 && (upper ? next >= 0xA0 && next <= 0xBE && next != 0xB7 : next >= 0x80 && next <= 0x9E && next != 0x97))
            text[i + 1] = static_cast<char>(next ^ 0x20);
        if (c == 0xC5 && (next == 0x92 || next == 0x93)) text[i + 1] = static_cast<char>(upper ? 0x92 : 0x93);
    }
    return text;
}

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }
std::size_t letters(std::string_view text) {
    return text.size() - static_cast<std::size_t>(std::ranges::count_if(text, continues));
}
// Where the n-th letter begins; the text's end when it has fewer.
std::size_t offset_of(std::string_view text, std::size_t n) {
    std::size_t at = 0;
    for (; at < text.size() && n > 0; --n)
        for (++at; at < text.size() && continues(text[at]);) ++at;
    return at;
}

std::string part_of(std::string_view text, double from, std::optional<double> to) {
    const auto count = static_cast<double>(letters(text));
    const auto index = [&](double v) { return static_cast<std::size_t>(std::clamp(std::trunc(v < 0 ? count + v : v), 0.0, count)); };
    if (std::isnan(from) || (to && std::isnan(*to))) return {};
    const std::size_t begin = offset_of(text, index(from)), end = to ? offset_of(text, index(*to)) : text.size();
    return begin < end ? std::string(text.substr(begin, end - begin)) : std::string();
}

std::optional<double> of_two(Op op, double a, double b) {
    switch (op) {
    case Op::subtract: return a - b;
    case Op::divide: return a / b;
    case Op::modulo: return std::fmod(a, b);
    case Op::power: return std::pow(a, b);
    case Op::add: return a + b;
    case Op::multiply: return a * b;
    case Op::least: return std::min(a, b);
    case Op::greatest: return std::max(a, b);
    default: return {};
    }
}

double of_one(Op op, double a) {
    switch (op) {
    case Op::subtract: return -a;
    case Op::absolute: return std::abs(a);
    case Op::round: return std::round(a);
    case Op::floor: return std::floor(a);
    case Op::ceil: return std::ceil(a);
    case Op::square_root: return std::sqrt(a);
    case Op::ln: return std::log(a);
    case Op::log2: return std::log2(a);
    case Op::log10: return std::log10(a);
    case Op::sine: return std::sin(a);
    case Op::cosine: return std::cos(a);
    default: return a;
    }
}

// A cubic Bézier curve from (0, 0) to (1, 1) with rising x: its height above x, as CSS defines cubic-bezier(x1, y1, x2, y2).
double height_above(const std::array<double, 4>& curve, double x) {
    const auto coordinate = [](double first, double second, double t) { return 3 * (1 - t) * (1 - t) * t * first + 3 * (1 - t) * t * t * second + t * t * t; };
    double low = 0, high = 1;
    constexpr int halvings = 40;  // to 1e-12
    for (int i = 0; i < halvings; ++i) {
        const double middle = (low + high) / 2;
        (coordinate(curve[0], curve[2], middle) < x ? low : high) = middle;
    }
    return coordinate(curve[1], curve[3], (low + high) / 2);
}

const char* name_of(GeometryType type) {
    switch (type) {
    case GeometryType::point: return "Point";
    case GeometryType::line: return "LineString";
    case GeometryType::polygon: return "Polygon";
    case GeometryType::none: return "";
    }
    return "";
}

} // namespace

StyleValue Evaluator::field(const ExpressionNode& node) const {
    if (node.field >= subject_.columns.size() || !subject_.columns[node.field]) return {};
    const Column& column = *subject_.columns[node.field];
    if (column.type == Column::Type::text) {
        if (subject_.row + 1 >= column.text_begin.size()) return {};
        const std::string_view text = column.text(subject_.row);
        return text.empty() ? StyleValue() : StyleValue(std::string(text));
    }
    if (subject_.row >= column.numbers.size() || std::isnan(column.numbers[subject_.row])) return {};
    return column.numbers[subject_.row];
}

StyleValue Evaluator::logic(const ExpressionNode& node) const {
    if (node.op == Op::negation) {
        const StyleValue v = value(node.kids[0]);
        return v.boolean() ? StyleValue(!*v.boolean()) : StyleValue();
    }
    const bool decides = node.op == Op::any;  // the value that settles it
    for (const std::uint32_t kid : node.kids) {
        const StyleValue v = value(kid);
        if (!v.boolean()) return {};
        if (*v.boolean() == decides) return decides;
    }
    return !decides;
}

StyleValue Evaluator::comparison(const ExpressionNode& node) const {
    const StyleValue a = value(node.kids[0]), b = value(node.kids[1]);
    if (node.op == Op::equal) return equal(a, b);
    if (node.op == Op::unequal) return !equal(a, b);
    const auto ordered = [op = node.op](const auto& x, const auto& y) {
        switch (op) {
        case Op::less: return x < y;
        case Op::less_equal: return x <= y;
        case Op::greater: return x > y;
        default: return x >= y;
        }
    };
    if (a.number() && b.number()) return ordered(*a.number(), *b.number());
    if (a.text() && b.text()) return ordered(*a.text(), *b.text());
    return {};
}

StyleValue Evaluator::search(const ExpressionNode& node) const {
    if (node.op == Op::folded_in) {
        const std::string shown = field(node).shown();
        return node.texts.contains(folded_plain(shown));
    }
    const StyleValue wanted = value(node.kids[0]), in = value(node.kids[1]);
    if (in.list()) {
        const auto& items = **in.list();
        const auto found = std::ranges::find_if(items, [&](const StyleValue& item) { return equal(item, wanted); });
        if (node.op == Op::in) return found != items.end();
        return found == items.end() ? -1.0 : static_cast<double>(found - items.begin());
    }
    if (!in.text()) return {};
    const std::size_t at = in.text()->find(wanted.shown());
    if (node.op == Op::in) return at != std::string::npos;
    return at == std::string::npos ? -1.0 : static_cast<double>(letters(std::string_view(*in.text()).substr(0, at)));
}

std::uint32_t Evaluator::chosen(const ExpressionNode& node) const {
    const std::uint32_t last = node.kids.back();
    if (node.op == Op::cases) {
        for (std::size_t i = 0; i + 1 < node.kids.size(); i += 2) {
            const StyleValue v = value(node.kids[i]);
            if (!v.boolean()) return none;
            if (*v.boolean()) return node.kids[i + 1];
        }
        return last;
    }
    const StyleValue v = value(node.kids[0]);
    if (node.op == Op::step) {
        if (!v.number()) return none;
        const auto above = std::upper_bound(node.stops.begin(), node.stops.end(), *v.number()) - node.stops.begin();
        return node.kids[1 + static_cast<std::size_t>(above)];
    }
    if (v.number()) {
        const auto label = node.numbers.find(*v.number());
        return label == node.numbers.end() ? last : label->second;
    }
    const auto label = v.text() ? node.texts.find(*v.text()) : v.null() ? node.texts.find("") : node.texts.end();
    return label == node.texts.end() ? last : label->second;
}

StyleValue Evaluator::interpolated(const ExpressionNode& node) const {
    const StyleValue input = value(node.kids[0]);
    if (!input.number() || std::isnan(*input.number())) return {};
    const double x = *input.number();
    const auto& stops = node.stops;
    const auto above = static_cast<std::size_t>(std::upper_bound(stops.begin(), stops.end(), x) - stops.begin());
    if (above == 0) return value(node.kids[1]);
    if (above == stops.size()) return value(node.kids.back());
    const double from = stops[above - 1], to = stops[above];
    const double t = node.bezier      ? height_above(*node.bezier, (x - from) / (to - from))
                     : node.base == 1 ? (x - from) / (to - from)
                                      : (std::pow(node.base, x - from) - 1) / (std::pow(node.base, to - from) - 1);
    const StyleValue a = value(node.kids[above]), b = value(node.kids[above + 1]);
    if (a.number() && b.number()) return *a.number() + (*b.number() - *a.number()) * t;
    if (a.color() && b.color()) return mixed(*a.color(), *b.color(), t);
    return {};
}

StyleValue Evaluator::conversion(const ExpressionNode& node) const {
    for (const std::uint32_t kid : node.kids) {
        StyleValue v = value(kid);
        switch (node.op) {
        case Op::to_text: return v.shown();
        case Op::to_boolean:
            return v.boolean() ? *v.boolean() : v.number() ? *v.number() != 0 && !std::isnan(*v.number()) : v.text() ? !v.text()->empty() : !v.null();
        case Op::to_number:
            if (v.number()) return v;
            if (v.null()) return 0.0;
            if (v.boolean()) return *v.boolean() ? 1.0 : 0.0;
            if (v.text())
                if (const auto number = number_of(*v.text())) return *number;
            break;
        case Op::to_color:
            if (v.color()) return v;
            if (v.text())
                if (const auto color = day_night_of_text(*v.text(), palette_)) return *color;
            break;
        case Op::is_number:
            if (v.number()) return v;
            break;
        case Op::is_text:
            if (v.text()) return v;
            break;
        default:
            if (v.boolean()) return v;
        }
    }
    return {};
}

StyleValue Evaluator::writing(const ExpressionNode& node) const {
    if (node.op == Op::concat) {
        std::string all;
        for (const std::uint32_t kid : node.kids) all += value(kid).shown();
        return all;
    }
    const StyleValue v = value(node.kids[0]);
    if (node.op == Op::length) {
        if (v.list()) return static_cast<double>((*v.list())->size());
        return v.text() ? StyleValue(static_cast<double>(letters(*v.text()))) : v.null() ? StyleValue(0.0) : StyleValue();
    }
    if (!v.text()) return {};
    if (node.op != Op::slice) return with_case(*v.text(), node.op == Op::upcase);
    const StyleValue from = value(node.kids[1]);
    const StyleValue to = node.kids.size() > 2 ? value(node.kids[2]) : StyleValue();
    if (!from.number() || (node.kids.size() > 2 && !to.number())) return {};
    return part_of(*v.text(), *from.number(), to.number() ? std::optional(*to.number()) : std::nullopt);
}

StyleValue Evaluator::arithmetic(const ExpressionNode& node) const {
    const StyleValue first = value(node.kids[0]);
    if (!first.number()) return {};
    if (node.kids.size() == 1) return of_one(node.op, *first.number());
    double sum = *first.number();
    for (std::size_t i = 1; i < node.kids.size(); ++i) {
        const StyleValue next = value(node.kids[i]);
        if (!next.number()) return {};
        sum = of_two(node.op, sum, *next.number()).value_or(sum);
    }
    return sum;
}

StyleValue Evaluator::color(const ExpressionNode& node) const {
    double channels[4] = {0, 0, 0, 1};
    for (std::size_t i = 0; i < node.kids.size(); ++i) {
        const StyleValue v = value(node.kids[i]);
        if (!v.number() || !(*v.number() >= 0 && *v.number() <= (i == 3 ? 1 : 255))) return {};
        channels[i] = *v.number();
    }
    const auto byte = [](double v) { return static_cast<std::uint8_t>(std::lround(v)); };
    const Rgba c{byte(channels[0]), byte(channels[1]), byte(channels[2]), byte(channels[3] * 255)};
    return DayNight{c, c};
}

StyleValue Evaluator::value(std::uint32_t index) const {
    const ExpressionNode& node = nodes_[index];
    switch (node.op) {
    case Op::literal: return node.value;
    case Op::get: return field(node);
    case Op::has: return !field(node).null();
    case Op::zoom: return subject_.zoom;
    case Op::geometry_type: return std::string(name_of(subject_.geometry));
    case Op::negation: case Op::all: case Op::any: return logic(node);
    case Op::equal: case Op::unequal: case Op::less: case Op::less_equal: case Op::greater: case Op::greater_equal: return comparison(node);
    case Op::in: case Op::index_of: case Op::folded_in: return search(node);
    case Op::match: case Op::cases: case Op::step: {
        const std::uint32_t kid = chosen(node);
        return kid == none ? StyleValue() : value(kid);
    }
    case Op::coalesce:
        for (const std::uint32_t kid : node.kids)
            if (StyleValue v = value(kid); !v.null()) return v;
        return {};
    case Op::interpolate: return interpolated(node);
    case Op::to_number: case Op::to_text: case Op::to_boolean: case Op::to_color: case Op::is_number: case Op::is_text: case Op::is_boolean:
        return conversion(node);
    case Op::concat: case Op::upcase: case Op::downcase: case Op::length: case Op::slice: return writing(node);
    case Op::rgba: return color(node);
    case Op::add: case Op::subtract: case Op::multiply: case Op::divide: case Op::modulo: case Op::power: case Op::least: case Op::greatest:
    case Op::absolute: case Op::round: case Op::floor: case Op::ceil: case Op::square_root: case Op::ln: case Op::log2: case Op::log10:
    case Op::sine: case Op::cosine: return arithmetic(node);
    }
    return {};
}

} // namespace vigie::gis
