#include "gis/layers/qgis/expression.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "gis/layers/qgis/expression_tree.hpp"

namespace vigie::gis::qgis {

namespace {

using Json = nlohmann::json;
using Kind = Node::Kind;

// Same name, same meaning, but for the spelling.
const std::map<std::string, std::string, std::less<>>& plain_functions() {
    static const std::map<std::string, std::string, std::less<>> names = {
        {"lower", "downcase"}, {"upper", "upcase"}, {"length", "length"}, {"to_string", "to-string"}, {"to_int", "to-number"}, {"to_real", "to-number"},
        {"abs", "abs"},        {"ceil", "ceil"},    {"floor", "floor"},   {"sqrt", "sqrt"},           {"ln", "ln"},            {"log10", "log10"},
        {"sin", "sin"},        {"cos", "cos"},
        {"min", "min"},        {"max", "max"},      {"coalesce", "coalesce"}};
    return names;
}

std::size_t characters(const std::string& text) {
    std::size_t n = 0;
    for (const char c : text) n += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    return n;
}

class Translator {
public:
    std::string unknown;

    Json filter(const Node& node, bool negated) {
        switch (node.kind) {
        case Kind::either: return several(node, negated ? "all" : "any", negated);
        case Kind::both: return several(node, negated ? "any" : "all", negated);
        case Kind::negation: return filter(*node.parts[0], !negated);
        case Kind::compare: return compare(node, negated);
        case Kind::between: return between(node, negated);
        case Kind::like: case Kind::ilike: return like(node, negated);
        case Kind::among: return among(node, negated);
        case Kind::is_null: return {negated ? "!=" : "==", value(*node.parts[0]), nullptr};
        case Kind::truth: return {"literal", (node.number != 0) != negated};
        default: {
            Json test = {"to-boolean", value(node)};
            return negated ? Json{"!", std::move(test)} : test;
        }
        }
    }

    Json value(const Node& node) {
        ++inside_values_;
        Json made = value_of(node);
        --inside_values_;
        return made;
    }

private:
    Json value_of(const Node& node) {
        switch (node.kind) {
        case Kind::field: return {"get", node.text};
        case Kind::text: return node.text;
        case Kind::number: case Kind::truth: return number(node.number);
        case Kind::null: return nullptr;
        case Kind::variable: return give_up(node.text);
        case Kind::call: return call(node);
        case Kind::arithmetic: return arithmetic(node);
        case Kind::join: return joined(node);
        case Kind::choice: return choice(node);
        default: return {"case", filter(node, false), 1, 0};
        }
    }

    // A field and literals in the plain form of filters, which compares texts and numbers as they are written: columns of a
    // file are often of another type than the project's author saw. Not inside values, where only expressions may stand.
    [[nodiscard]] bool plain(const Node& node) const {
        const auto literal = [](const NodePtr& part) { return part->kind == Kind::text || part->kind == Kind::number || part->kind == Kind::truth; };
        return inside_values_ == 0 && node.parts[0]->kind == Kind::field && !node.parts[0]->text.starts_with('$') && std::all_of(node.parts.begin() + 1, node.parts.end(), literal);
    }
    Json give_up(const std::string& what) {
        if (unknown.empty()) unknown = what;
        return nullptr;
    }
    static Json number(double v) {
        if (v == std::floor(v) && std::abs(v) < 1e15) return static_cast<std::int64_t>(v);
        return v;
    }
    Json several(const Node& node, const char* name, bool negated) {
        Json all = Json::array({name});
        for (const NodePtr& part : node.parts) all.push_back(filter(*part, negated));
        return all;
    }

    // A null on either side makes a comparison false and its contrary false too.
    Json with_values(const Node& a, Json test) {
        if (a.kind == Kind::text || a.kind == Kind::number || a.kind == Kind::truth) return test;
        return {"all", {"!=", value(a), nullptr}, std::move(test)};
    }
    Json compare(const Node& node, bool negated) {
        static const std::map<std::string, std::string, std::less<>> contrary = {{"==", "!="}, {"!=", "=="}, {"<", ">="}, {">=", "<"}, {">", "<="}, {"<=", ">"}};
        const std::string sign = negated ? contrary.at(node.text) : node.text;
        const Node &a = *node.parts[0], &b = *node.parts[1];
        if ((sign == "==" || sign == "!=") && plain(node)) {
            Json test = {sign, a.text, value(b)};
            return sign == "!=" ? with_values(a, std::move(test)) : test;
        }
        Json test = {sign, value(a), value(b)};
        return sign == "!=" ? with_values(a, std::move(test)) : test;
    }
    Json between(const Node& node, bool negated) {
        const Json v = value(*node.parts[0]), low = value(*node.parts[1]), high = value(*node.parts[2]);
        if (negated) return {"any", {"<", v, low}, {">", v, high}};
        return {"all", {">=", v, low}, {"<=", v, high}};
    }
    Json among(const Node& node, bool negated) {
        if (plain(node)) {
            Json test = Json::array({negated ? "!in" : "in", node.parts[0]->text});
            for (std::size_t i = 1; i < node.parts.size(); ++i) test.push_back(value(*node.parts[i]));
            return negated ? with_values(*node.parts[0], std::move(test)) : test;
        }
        Json list = Json::array();
        for (std::size_t i = 1; i < node.parts.size(); ++i) {
            const Node& one = *node.parts[i];
            if (one.kind == Kind::null) continue;
            if (one.kind != Kind::text && one.kind != Kind::number && one.kind != Kind::truth) return give_up("IN");
            list.push_back(value(one));
        }
        Json test = {"in", value(*node.parts[0]), {"literal", std::move(list)}};
        return negated ? with_values(*node.parts[0], {"!", std::move(test)}) : test;
    }

    // Patterns with % at the ends or once in the middle; what holds _ or more % is not translated.
    Json like(const Node& node, bool negated) {
        if (node.parts[1]->kind != Kind::text) return give_up("LIKE");
        const bool folded = node.kind == Kind::ilike;
        const std::string& pattern = node.parts[1]->text;
        Json subject = {"to-string", value(*node.parts[0])};
        if (folded) subject = {"downcase", std::move(subject)};
        Json test = like_test(subject, pattern, folded);
        if (test.is_null()) return give_up("LIKE " + pattern);
        return negated ? with_values(*node.parts[0], {"!", std::move(test)}) : test;
    }
    static Json like_test(const Json& subject, const std::string& pattern, bool folded) {
        const auto fold = [&](const std::string& text) { return folded ? Json{"downcase", text} : Json(text); };
        if (pattern.find('_') != std::string::npos) return nullptr;
        const auto first = pattern.find('%');
        if (first == std::string::npos) return {"==", subject, fold(pattern)};
        const auto last = pattern.rfind('%');
        const std::string head = pattern.substr(0, first), tail = pattern.substr(last + 1), middle = first == last ? "" : pattern.substr(first + 1, last - first - 1);
        if (middle.find('%') != std::string::npos || (!middle.empty() && (!head.empty() || !tail.empty()))) return nullptr;
        if (!middle.empty()) return {"in", fold(middle), subject};
        Json all = Json::array({"all"});
        const auto size = [](const std::string& text) { return static_cast<std::int64_t>(characters(text)); };
        if (!head.empty()) all.push_back({"==", {"slice", subject, 0, size(head)}, fold(head)});
        if (!tail.empty()) all.push_back({"==", {"slice", subject, -size(tail)}, fold(tail)});
        if (!head.empty() && !tail.empty()) all.push_back({">=", {"length", subject}, size(head) + size(tail)});
        if (all.size() == 1) return {"!=", subject, ""};
        return all.size() == 2 ? all[1] : all;
    }

    Json arithmetic(const Node& node) {
        Json a = value(*node.parts[0]), b = value(*node.parts[1]);
        if (node.text == "//") return {"floor", {"/", std::move(a), std::move(b)}};
        // + of texts joins them.
        if (node.text == "+" && (node.parts[0]->kind == Kind::text || node.parts[1]->kind == Kind::text)) return {"concat", std::move(a), std::move(b)};
        return {node.text, std::move(a), std::move(b)};
    }
    Json joined(const Node& node) {
        Json all = Json::array({"concat"});
        std::vector<const Node*> left;
        const Node* at = &node;
        for (; at->kind == Kind::join; at = at->parts[0].get()) left.push_back(at->parts[1].get());
        all.push_back(value(*at));
        for (auto it = left.rbegin(); it != left.rend(); ++it) all.push_back(value(**it));
        return all;
    }
    Json choice(const Node& node) {
        Json all = Json::array({"case"});
        const std::size_t pairs = node.parts.size() / 2;
        for (std::size_t i = 0; i < pairs; ++i) {
            all.push_back(filter(*node.parts[2 * i], false));
            all.push_back(value(*node.parts[2 * i + 1]));
        }
        all.push_back(node.number == 1 ? value(*node.parts.back()) : Json(nullptr));
        return all;
    }

    Json call(const Node& node) {
        const auto& parts = node.parts;
        const std::string& name = node.text;
        const auto arg = [&](std::size_t i) { return value(*parts[i]); };
        if (const auto plain = plain_functions().find(name); plain != plain_functions().end() && !parts.empty()) {
            Json all = Json::array({plain->second});
            for (const NodePtr& part : parts) all.push_back(value(*part));
            return all;
        }
        if (name == "concat" && !parts.empty()) {
            Json all = Json::array({"concat"});
            for (const NodePtr& part : parts) all.push_back(value(*part));
            return all;
        }
        if (name == "if" && parts.size() == 3) return {"case", filter(*parts[0], false), arg(1), arg(2)};
        if ((name == "attribute" || name == "represent_value") && parts.size() == 1)
            return name == "attribute" && parts[0]->kind == Kind::text ? Json{"get", parts[0]->text} : give_up(name);
        if (name == "left" && parts.size() == 2) return {"slice", {"to-string", arg(0)}, 0, arg(1)};
        if (name == "right" && parts.size() == 2 && parts[1]->kind == Kind::number) return {"slice", {"to-string", arg(0)}, number(-parts[1]->number)};
        if (name == "substr" && (parts.size() == 2 || parts.size() == 3) && parts[1]->kind == Kind::number && parts[1]->number >= 1) return part_of_text(node);
        if (name == "wordwrap" && !parts.empty()) return arg(0);
        if (name == "round" && (parts.size() == 1 || (parts.size() == 2 && parts[1]->kind == Kind::number))) return rounded(node);
        if (name == "format_number" && !parts.empty() && (parts.size() == 1 || parts[1]->kind == Kind::number)) return {"to-string", rounded(node)};
        if (name == "format" && !parts.empty() && parts[0]->kind == Kind::text) return formatted(node);
        return give_up(name);
    }
    Json part_of_text(const Node& node) {
        const double begin = node.parts[1]->number - 1;
        Json slice = {"slice", {"to-string", value(*node.parts[0])}, number(begin)};
        if (node.parts.size() == 2) return slice;
        if (node.parts[2]->kind != Kind::number || node.parts[2]->number < 0) return give_up("substr");
        slice.push_back(number(begin + node.parts[2]->number));
        return slice;
    }
    Json rounded(const Node& node) {
        const double places = node.parts.size() > 1 ? node.parts[1]->number : 0;
        if (places == 0) return {"round", value(*node.parts[0])};
        if (!(std::abs(places) <= 9)) return give_up("round");
        const Json power = number(std::pow(10, places));
        return {"/", {"round", {"*", value(*node.parts[0]), power}}, power};
    }
    // format('%1 (%2)', a, b)
    Json formatted(const Node& node) {
        Json all = Json::array({"concat"});
        const std::string& text = node.parts[0]->text;
        std::string plain;
        for (std::size_t i = 0; i < text.size(); ++i) {
            const bool place = text[i] == '%' && i + 1 < text.size() && text[i + 1] >= '1' && text[i + 1] <= '9';
            const std::size_t which = place ? static_cast<std::size_t>(text[i + 1] - '0') : 0;
            if (!place || which >= node.parts.size()) {
                plain += text[i];
                continue;
            }
            if (!plain.empty()) all.push_back(std::exchange(plain, {}));
            all.push_back(value(*node.parts[which]));
            ++i;
        }
        if (!plain.empty()) all.push_back(plain);
        return all.size() == 1 ? Json("") : all;
    }

    int inside_values_ = 0;
};

} // namespace

Translated translate_filter(std::string_view text) {
    const Parsed parsed = parse_expression(text);
    if (!parsed.root) return {nullptr, parsed.unknown};
    Translator translator;
    Json expression = translator.filter(*parsed.root, false);
    return {std::move(expression), translator.unknown};
}

Translated translate_value(std::string_view text) {
    const Parsed parsed = parse_expression(text);
    if (!parsed.root) return {nullptr, parsed.unknown};
    Translator translator;
    Json expression = translator.value(*parsed.root);
    return {std::move(expression), translator.unknown};
}

} // namespace vigie::gis::qgis
