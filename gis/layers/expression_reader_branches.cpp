// The operators with branches, and the notation of filters.
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "gis/layers/expression_reader.hpp"
#include "gis/layers/folding.hpp"

namespace vigie::gis {

namespace {

JsonPath inside(JsonPath path, std::size_t index) {
    path.emplace_back(index);
    return path;
}

} // namespace

// One label, or a list of them; all of a match of one kind, none twice.
bool ExpressionReader::add_label(ExpressionNode& node, const Json& label, const JsonPath& path, std::uint32_t kid) {
    if (label.is_array() && !label.empty()) {
        for (std::size_t i = 0; i < label.size(); ++i)
            if (label[i].is_array() || !add_label(node, label[i], inside(path, i), kid)) return false;
        return true;
    }
    const bool fits = label.is_string() ? node.numbers.empty() : label.is_number() && node.texts.empty();
    if (!fits) return fault(path, "layers.style.expression.label").has_value();
    const bool fresh = label.is_string() ? node.texts.emplace(label.get<std::string>(), kid).second : node.numbers.emplace(label.get<double>(), kid).second;
    return fresh || fault(path, "layers.style.expression.label_twice", label.is_string() ? label.get<std::string>() : label.dump()).has_value();
}

ExpressionReader::Index ExpressionReader::match(const Json& json, const JsonPath& path, const Wanted& wanted) {
    if (json.size() < 5 || json.size() % 2 == 0) return fault(path, "layers.style.expression.arguments", "match");
    ExpressionNode made;
    made.op = Op::match;
    made.kind = wanted.kind;
    const Index input = node(json[1], inside(path, 1), {});
    if (!input) return {};
    made.kids.push_back(*input);
    for (std::size_t i = 2; i + 1 < json.size(); i += 2) {
        const Index output = node(json[i + 1], inside(path, i + 1), wanted);
        if (!output || !add_label(made, json[i], inside(path, i), *output)) return {};
        made.kids.push_back(*output);
    }
    const Index other = node(json.back(), inside(path, json.size() - 1), wanted);
    if (!other) return {};
    made.kids.push_back(*other);
    const ValueKind kind = nodes_[*input].kind, labels = made.numbers.empty() ? ValueKind::text : ValueKind::number;
    if (kind != ValueKind::any && kind != labels) return fault(inside(path, 2), "layers.style.expression.label");
    return add(std::move(made), path);
}

ExpressionReader::Index ExpressionReader::cases(const Json& json, const JsonPath& path, const Wanted& wanted) {
    if (json.size() < 4 || json.size() % 2 != 0) return fault(path, "layers.style.expression.arguments", "case");
    ExpressionNode made;
    made.op = Op::cases;
    made.kind = wanted.kind;
    for (std::size_t i = 1; i < json.size(); ++i) {
        const bool asks = i % 2 == 1 && i + 1 < json.size();
        const Index kid = node(json[i], inside(path, i), asks ? Wanted{ValueKind::boolean, {}} : wanted);
        if (!kid) return {};
        made.kids.push_back(*kid);
    }
    return add(std::move(made), path);
}

bool ExpressionReader::read_curve(const Json& json, const JsonPath& path, ExpressionNode& node) {
    if (json.is_array() && json.size() == 1 && json[0] == "linear") return true;
    if (json.is_array() && json.size() == 2 && json[0] == "exponential" && json[1].is_number() && json[1].get<double>() > 0) {
        node.base = json[1].get<double>();
        return true;
    }
    const auto between_0_and_1 = [](const Json& v) { return v.is_number() && v.get<double>() >= 0 && v.get<double>() <= 1; };
    if (json.is_array() && json.size() == 5 && json[0] == "cubic-bezier" && std::all_of(json.begin() + 1, json.end(), between_0_and_1)) {
        node.bezier = {json[1].get<double>(), json[2].get<double>(), json[3].get<double>(), json[4].get<double>()};
        return true;
    }
    return fault(path, "layers.style.expression.curve").has_value();
}

// ["step", input, output, stop, output…] and ["interpolate", curve, input, stop, output…].
ExpressionReader::Index ExpressionReader::stops(const Json& json, const JsonPath& path, const Wanted& wanted) {
    const bool steps = json[0] == "step";
    if (json.size() < 5 || json.size() % 2 == 0) return fault(path, "layers.style.expression.arguments", steps ? "step" : "interpolate");
    ExpressionNode made;
    made.op = steps ? Op::step : Op::interpolate;
    made.kind = wanted.kind;
    if (!steps && !read_curve(json[1], inside(path, 1), made)) return {};
    // Between two words there is nothing.
    if (!steps && made.kind != ValueKind::number && made.kind != ValueKind::color && made.kind != ValueKind::any)
        return fault(path, "layers.style.expression.not_between");
    const std::size_t at = steps ? 1 : 2;
    const Index input = node(json[at], inside(path, at), {ValueKind::number, {}});
    if (!input) return {};
    made.kids.push_back(*input);
    if (steps) {
        const Index first = node(json[2], inside(path, 2), wanted);
        if (!first) return {};
        made.kids.push_back(*first);
    }
    for (std::size_t i = 3; i + 1 < json.size(); i += 2) {
        if (!json[i].is_number() || (!made.stops.empty() && !(json[i].get<double>() > made.stops.back())))
            return fault(inside(path, i), "layers.style.expression.stops");
        made.stops.push_back(json[i].get<double>());
        const Index output = node(json[i + 1], inside(path, i + 1), wanted);
        if (!output) return {};
        made.kids.push_back(*output);
    }
    return add(std::move(made), path);
}

ExpressionReader::Index ExpressionReader::let(const Json& json, const JsonPath& path, const Wanted& wanted) {
    if (json.size() < 4 || json.size() % 2 != 0) return fault(path, "layers.style.expression.arguments", "let");
    const std::size_t outer = variables_.size();
    for (std::size_t i = 1; i + 1 < json.size(); i += 2) {
        if (!json[i].is_string()) return fault(inside(path, i), "layers.style.expression.variable", "let");
        const Index bound = node(json[i + 1], inside(path, i + 1), {});
        if (!bound) return {};
        variables_.push_back({json[i].get<std::string>(), *bound});
    }
    const Index body = node(json.back(), inside(path, json.size() - 1), wanted);
    variables_.resize(outer);
    return body;
}

ExpressionReader::Index ExpressionReader::variable(const Json& json, const JsonPath& path) {
    if (json.size() != 2 || !json[1].is_string()) return fault(path, "layers.style.expression.arguments", "var");
    const auto known = std::find_if(variables_.rbegin(), variables_.rend(), [&](const Variable& v) { return json[1] == v.name; });
    if (known == variables_.rend()) return fault(inside(path, 1), "layers.style.expression.variable", json[1].get<std::string>());
    return known->node;
}

ExpressionPtr ExpressionReader::read_filter(const Json& json, const JsonPath& path) {
    const Index root = condition(json, path);
    if (root && nodes_[*root].zoom) {
        (void)fault(path, "layers.style.expression.zoom_in_filter");
        return finished({});
    }
    return finished(root);
}

namespace {

// ["==", "field", value] and its like; ["==", ["get", "field"], value] is an expression.
bool is_older(const nlohmann::json& json) {
    if (!json.is_array() || json.empty() || !json[0].is_string()) return false;
    const std::string& name = json[0].get_ref<const std::string&>();
    if (name == "none" || name == "!in" || name == "!has") return true;
    if (json.size() < 2 || !json[1].is_string()) return false;
    if (name == "in") return json.size() != 3 || !json[2].is_array();
    if (name == "has") return json[1].get_ref<const std::string&>().starts_with('$');
    return (name == "==" || name == "!=" || name == "<" || name == "<=" || name == ">" || name == ">=") && json.size() == 3 && !json[2].is_array();
}

} // namespace

ExpressionReader::Index ExpressionReader::condition(const Json& json, const JsonPath& path) {
    if (path.size() > ExpressionLimits::deepest) return fault(path, "layers.style.expression.too_deep");
    if (is_older(json)) return older(json, path);
    const bool joins = json.is_array() && !json.empty() && (json[0] == "all" || json[0] == "any" || json[0] == "!");
    if (!joins) return node(json, path, {ValueKind::boolean, {}});
    if (json[0] == "!" && json.size() != 2) return fault(path, "layers.style.expression.arguments", "!");
    if (json.size() == 1) return literal(json[0] == "all", ValueKind::boolean, path);
    ExpressionNode made;
    made.op = json[0] == "all" ? Op::all : json[0] == "any" ? Op::any : Op::negation;
    made.kind = ValueKind::boolean;
    for (std::size_t i = 1; i < json.size(); ++i) {
        const Index kid = condition(json[i], inside(path, i));
        if (!kid) return {};
        made.kids.push_back(*kid);
    }
    return add(std::move(made), path);
}

ExpressionReader::Index ExpressionReader::negated(Index node, const JsonPath& path) {
    if (!node) return {};
    ExpressionNode made;
    made.op = Op::negation;
    made.kind = ValueKind::boolean;
    made.kids = {*node};
    return add(std::move(made), path);
}

ExpressionReader::Index ExpressionReader::older(const Json& json, const JsonPath& path) {
    const std::string& name = json[0].get_ref<const std::string&>();
    if (name == "none") {
        ExpressionNode made;
        made.op = Op::any;
        made.kind = ValueKind::boolean;
        for (std::size_t i = 1; i < json.size(); ++i) {
            const Index kid = condition(json[i], inside(path, i));
            if (!kid) return {};
            made.kids.push_back(*kid);
        }
        return negated(add(std::move(made), path), path);
    }
    if (json.size() < 2 || !json[1].is_string()) return fault(path, "layers.style.expression.arguments", name);
    if (name == "!has") return negated(field_node(Op::has, json, path), path);
    if (name == "in" || name == "==") return older_in(json, path);
    if (name == "!in" || name == "!=") return negated(older_in(json, path), path);
    if (!json[2].is_number() && !json[2].is_string()) return fault(inside(path, 2), "layers.style.expression.value", json[2].dump());
    const bool named = json[1].get_ref<const std::string&>() == "$type" || json[1].get_ref<const std::string&>() == "$id";
    if (named) return fault(inside(path, 1), "layers.style.expression.field_name", json[1].get<std::string>());
    ExpressionNode made;
    made.op = name == "<" ? Op::less : name == "<=" ? Op::less_equal : name == ">" ? Op::greater : Op::greater_equal;
    made.kind = ValueKind::boolean;
    const Index read = field_node(Op::get, Json::array({"get", json[1]}), path), value = node(json[2], inside(path, 2), {});
    if (!read || !value) return {};
    made.kids = {*read, *value};
    return add(std::move(made), path);
}

// "in" and "==": the values of a field, folded; "$type" asks for the geometry.
ExpressionReader::Index ExpressionReader::older_in(const Json& json, const JsonPath& path) {
    const std::string& name = json[1].get_ref<const std::string&>();
    ExpressionNode made;
    made.kind = ValueKind::boolean;
    made.feature = true;
    auto items = std::make_shared<std::vector<StyleValue>>();
    for (std::size_t i = 2; i < json.size(); ++i) {
        const Json& v = json[i];
        if (v.is_structured()) return fault(inside(path, i), "layers.style.expression.value", v.is_array() ? "[…]" : "{…}");
        const std::string shown = v.is_string() ? v.get<std::string>() : v.is_null() ? std::string() : v.is_number() ? StyleValue(v.get<double>()).shown() : v.dump();
        made.texts.emplace(folded_plain(shown), 0);
        items->emplace_back(shown);
    }
    if (name != "$type") {
        made.op = Op::folded_in;
        made.field = field(name);
        return add(std::move(made), path);
    }
    const Index type = node(Json::array({"geometry-type"}), path, {}), list = literal(StyleList(std::move(items)), ValueKind::list, path);
    if (!type || !list) return {};
    made.op = Op::in;
    made.texts.clear();
    made.feature = false;  // from its kids
    made.kids = {*type, *list};
    return add(std::move(made), path);
}

} // namespace vigie::gis
