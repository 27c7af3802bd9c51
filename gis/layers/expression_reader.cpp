#include "gis/layers/expression_reader.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace vigie::gis {

// Operators whose arguments are all of one kind.
struct OpRow {
    std::string_view name;
    Op op;
    std::size_t least, most;  // arguments
    ValueKind result, arguments;
};

namespace {

using enum ValueKind;
constexpr std::size_t many = 10'000;
constexpr OpRow rows[] = {
    {"!", Op::negation, 1, 1, boolean, boolean}, {"all", Op::all, 0, many, boolean, boolean}, {"any", Op::any, 0, many, boolean, boolean},
    {"==", Op::equal, 2, 2, boolean, any}, {"!=", Op::unequal, 2, 2, boolean, any}, {"<", Op::less, 2, 2, boolean, any},
    {"<=", Op::less_equal, 2, 2, boolean, any}, {">", Op::greater, 2, 2, boolean, any}, {">=", Op::greater_equal, 2, 2, boolean, any},
    {"in", Op::in, 2, 2, boolean, any}, {"index-of", Op::index_of, 2, 2, number, any},
    {"coalesce", Op::coalesce, 1, many, any, any},
    {"to-number", Op::to_number, 1, many, number, any}, {"to-string", Op::to_text, 1, 1, text, any},
    {"to-boolean", Op::to_boolean, 1, 1, boolean, any}, {"to-color", Op::to_color, 1, many, color, any},
    {"number", Op::is_number, 1, many, number, any}, {"string", Op::is_text, 1, many, text, any}, {"boolean", Op::is_boolean, 1, many, boolean, any},
    {"concat", Op::concat, 1, many, text, any}, {"upcase", Op::upcase, 1, 1, text, text}, {"downcase", Op::downcase, 1, 1, text, text},
    {"length", Op::length, 1, 1, number, any}, {"rgb", Op::rgba, 3, 3, color, number}, {"rgba", Op::rgba, 4, 4, color, number},
    {"+", Op::add, 1, many, number, number}, {"-", Op::subtract, 1, 2, number, number}, {"*", Op::multiply, 1, many, number, number},
    {"/", Op::divide, 2, 2, number, number}, {"%", Op::modulo, 2, 2, number, number}, {"^", Op::power, 2, 2, number, number},
    {"min", Op::least, 1, many, number, number}, {"max", Op::greatest, 1, many, number, number}, {"abs", Op::absolute, 1, 1, number, number},
    {"round", Op::round, 1, 1, number, number}, {"floor", Op::floor, 1, 1, number, number}, {"ceil", Op::ceil, 1, 1, number, number},
    {"sqrt", Op::square_root, 1, 1, number, number}, {"ln", Op::ln, 1, 1, number, number}, {"log2", Op::log2, 1, 1, number, number},
    {"log10", Op::log10, 1, 1, number, number}, {"sin", Op::sine, 1, 1, number, number}, {"cos", Op::cosine, 1, 1, number, number},
    {"zoom", Op::zoom, 0, 0, number, any}, {"geometry-type", Op::geometry_type, 0, 0, text, any},
};

JsonPath inside(JsonPath path, std::size_t index) {
    path.emplace_back(index);
    return path;
}

const char* key_of(ValueKind kind) {
    switch (kind) {
    case any: return "@layers.style.kind.any";
    case boolean: return "@layers.style.kind.boolean";
    case number: return "@layers.style.kind.number";
    case text: return "@layers.style.kind.text";
    case color: return "@layers.style.kind.color";
    case list: return "@layers.style.kind.list";
    }
    return "";
}

std::string short_text(const nlohmann::json& value) {
    std::string shown = value.is_string() ? value.get<std::string>() : value.is_structured() ? (value.is_array() ? "[…]" : "{…}") : value.dump();
    if (shown.starts_with('@')) shown.insert(0, " ");  // not a key of ours
    return shown;
}

} // namespace

ExpressionReader::ExpressionReader(std::shared_ptr<const Palette> palette, Fault fault) : palette_(std::move(palette)), fault_(std::move(fault)) {}

ExpressionPtr ExpressionReader::finished(Index root) {
    ExpressionPtr made;
    if (root) made = std::make_shared<Expression>(std::make_shared<Expression::Nodes>(std::move(nodes_)), *root, std::move(fields_), palette_);
    nodes_.clear();
    weights_.clear();
    fields_.clear();
    variables_.clear();
    return made;
}

ExpressionPtr ExpressionReader::read(const Json& json, const JsonPath& path, const Wanted& wanted) { return finished(node(json, path, wanted)); }

ExpressionReader::Index ExpressionReader::fault(const JsonPath& path, const char* key, std::string what, std::string more) {
    fault_(path, {key, {{"what", std::move(what)}, {"more", std::move(more)}}});
    return {};
}

ExpressionReader::Index ExpressionReader::add(ExpressionNode node, const JsonPath& path) {
    std::size_t weight = 1;
    for (const std::uint32_t kid : node.kids) {
        const ExpressionNode& k = nodes_[kid];
        node.zoom = node.zoom || k.zoom;
        node.feature = node.feature || k.feature;
        node.geometry = node.geometry || k.geometry;
        weight += weights_[kid];
    }
    if (weight > ExpressionLimits::heaviest) return fault(path, "layers.style.expression.too_long");
    nodes_.push_back(std::move(node));
    weights_.push_back(weight);
    return static_cast<std::uint32_t>(nodes_.size() - 1);
}

ExpressionReader::Index ExpressionReader::literal(StyleValue value, ValueKind kind, const JsonPath& path) {
    ExpressionNode made;
    made.kind = kind;
    made.value = std::move(value);
    return add(std::move(made), path);
}

std::uint32_t ExpressionReader::field(const std::string& name) {
    const auto known = std::ranges::find(fields_, name);
    if (known != fields_.end()) return static_cast<std::uint32_t>(known - fields_.begin());
    fields_.push_back(name);
    return static_cast<std::uint32_t>(fields_.size() - 1);
}

ExpressionReader::Index ExpressionReader::field_node(Op op, const Json& json, const JsonPath& path) {
    if (json.size() != 2) return fault(path, "layers.style.expression.arguments", short_text(json[0]));
    if (!json[1].is_string()) return fault(inside(path, 1), "layers.style.expression.field_name", short_text(json[1]));
    ExpressionNode made;
    made.op = op;
    made.kind = op == Op::has ? boolean : any;
    made.field = field(json[1].get<std::string>());
    made.feature = true;
    return add(std::move(made), path);
}

// A text where a colour is wanted is read as one; everything else must fit.
ExpressionReader::Index ExpressionReader::as_kind(Index node, const Wanted& wanted, const JsonPath& path) {
    if (!node || wanted.kind == any) return node;
    const ValueKind is = nodes_[*node].kind;
    if (is == wanted.kind) return node;
    if (wanted.kind == color && (is == text || is == any)) {
        ExpressionNode made;
        made.op = Op::to_color;
        made.kind = color;
        made.kids = {*node};
        return add(std::move(made), path);
    }
    if (is == any) return node;
    return fault(path, "layers.style.expression.kind", key_of(is), key_of(wanted.kind));
}

ExpressionReader::Index ExpressionReader::node(const Json& json, const JsonPath& path, const Wanted& wanted) {
    if (path.size() > ExpressionLimits::deepest) return fault(path, "layers.style.expression.too_deep");
    if (!json.is_array()) return value(json, path, wanted);
    // Ours: ["#day", "#night"].
    if (json.size() == 2 && json[0].is_string() && json[1].is_string()) {
        const auto day = color_of_text(json[0].get_ref<const std::string&>()), night = color_of_text(json[1].get_ref<const std::string&>());
        if (day && night) return as_kind(literal(DayNight{*day, *night}, color, path), wanted, path);
    }
    return call(json, path, wanted);
}

// A value that stands in the text.
ExpressionReader::Index ExpressionReader::value(const Json& json, const JsonPath& path, const Wanted& wanted) {
    StyleValue made;
    ValueKind kind = any;
    if (json.is_boolean()) made = json.get<bool>(), kind = boolean;
    else if (json.is_number()) made = json.get<double>(), kind = number;
    else if (json.is_string()) made = json.get<std::string>(), kind = text;
    else if (!json.is_null()) return fault(path, "layers.style.expression.value", short_text(json));
    if (wanted.kind == color && kind == text) {
        const auto c = day_night_of_text(*made.text(), *palette_);
        if (!c) return fault(path, "layers.style.bad_color", short_text(json));
        made = *c;
        kind = color;
    }
    if (wanted.kind != any && wanted.kind != kind && kind != any) return fault(path, "layers.style.expression.kind", key_of(kind), key_of(wanted.kind));
    if (wanted.accepts && kind != any && !wanted.accepts(made)) return fault(path, "layers.style.expression.out_of_range", short_text(json));
    return literal(std::move(made), kind, path);
}

ExpressionReader::Index ExpressionReader::list(const Json& json, const JsonPath& path) {
    auto items = std::make_shared<std::vector<StyleValue>>();
    for (std::size_t i = 0; i < json.size(); ++i) {
        const Json& item = json[i];
        if (item.is_boolean()) items->emplace_back(item.get<bool>());
        else if (item.is_number()) items->emplace_back(item.get<double>());
        else if (item.is_string()) items->emplace_back(item.get<std::string>());
        else if (item.is_null()) items->emplace_back();
        else return fault(inside(path, i), "layers.style.expression.value", short_text(item));
    }
    return literal(StyleList(std::move(items)), ValueKind::list, path);
}

ExpressionReader::Index ExpressionReader::call(const Json& json, const JsonPath& path, const Wanted& wanted) {
    if (json.empty() || !json[0].is_string()) return fault(path, "layers.style.expression.no_operator");
    const std::string& name = json[0].get_ref<const std::string&>();
    if (name == "match") return match(json, path, wanted);
    if (name == "case") return cases(json, path, wanted);
    if (name == "step" || name == "interpolate") return stops(json, path, wanted);
    if (name == "let") return let(json, path, wanted);
    if (name == "var") return as_kind(variable(json, path), wanted, path);
    if (name == "get" || name == "has") return as_kind(field_node(name == "get" ? Op::get : Op::has, json, path), wanted, path);
    if (name == "literal") {
        if (json.size() != 2) return fault(path, "layers.style.expression.arguments", name);
        return as_kind(json[1].is_array() ? list(json[1], inside(path, 1)) : value(json[1], inside(path, 1), wanted), wanted, path);
    }
    if (name == "slice") {
        static constexpr OpRow row{"slice", Op::slice, 2, 3, text, any};
        return as_kind(uniform(row, json, path, {}), wanted, path);
    }
    const auto row = std::ranges::find_if(rows, [&](const OpRow& r) { return r.name == name; });
    if (row == std::end(rows)) return fault(inside(path, 0), "layers.style.expression.unknown_operator", short_text(json[0]));
    if (row->op >= Op::equal && row->op <= Op::greater_equal) return as_kind(comparison(*row, json, path), wanted, path);
    return as_kind(uniform(*row, json, path, row->op == Op::coalesce ? wanted : Wanted{row->arguments, {}}), wanted, path);
}

ExpressionReader::Index ExpressionReader::uniform(const OpRow& row, const Json& json, const JsonPath& path, const Wanted& wanted) {
    if (json.size() - 1 < row.least || json.size() - 1 > row.most) return fault(path, "layers.style.expression.arguments", std::string(row.name));
    ExpressionNode made;
    made.op = row.op;
    made.kind = row.op == Op::coalesce ? wanted.kind : row.result;
    made.zoom = row.op == Op::zoom;
    made.feature = made.geometry = row.op == Op::geometry_type;
    if (row.op == Op::all || row.op == Op::any)
        if (json.size() == 1) return literal(row.op == Op::all, boolean, path);
    for (std::size_t i = 1; i < json.size(); ++i) {
        // A list to look in may stand as such: ["in", x, ["a", "b"]].
        const bool bare_list = (row.op == Op::in || row.op == Op::index_of) && i == 2 && json[i].is_array() && !json[i].empty() &&
                               !json[i][0].is_array() && json[i][0] != "literal" && json[i][0] != "get" && json[i][0] != "var" &&
                               std::ranges::none_of(rows, [&](const OpRow& r) { return json[i][0] == r.name; });
        const Index kid = bare_list ? list(json[i], inside(path, i)) : node(json[i], inside(path, i), wanted);
        if (!kid) return {};
        made.kids.push_back(*kid);
    }
    if (row.op == Op::in || row.op == Op::index_of) {
        const ValueKind where = nodes_[made.kids[1]].kind;
        if (where != ValueKind::list && where != text && where != any) return fault(inside(path, 2), "layers.style.expression.kind", key_of(where), key_of(ValueKind::list));
    }
    return add(std::move(made), path);
}

ExpressionReader::Index ExpressionReader::comparison(const OpRow& row, const Json& json, const JsonPath& path) {
    const Index made = uniform(row, json, path, {});
    if (!made) return {};
    const ValueKind a = nodes_[nodes_[*made].kids[0]].kind, b = nodes_[nodes_[*made].kids[1]].kind;
    if (a != any && b != any && a != b) return fault(path, "layers.style.expression.compared", key_of(a), key_of(b));
    const bool ordered = row.op != Op::equal && row.op != Op::unequal;
    for (const ValueKind kind : {a, b})
        if (ordered && kind != any && kind != number && kind != text) return fault(path, "layers.style.expression.kind", key_of(kind), key_of(number));
    return made;
}

} // namespace vigie::gis
