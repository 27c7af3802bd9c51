// A QGIS expression as a tree: what the parser makes and the translation reads. Used by expression.hpp only.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace vigie::gis::qgis {

struct Node {
    enum class Kind {
        field,      // text = name
        text,       // a literal
        number,
        truth,      // TRUE, FALSE: number 1 or 0
        null,
        variable,   // $area, @map_scale
        call,       // text = function, in lower case
        either, both, negation,
        compare,    // text = "==", "!=", "<", "<=", ">", ">="
        like, ilike,
        is_null,
        among,      // first of parts IN the others
        between,    // value, low, high
        arithmetic, // text = "+", "-", "*", "/", "%", "^", "//"
        join,       // ||
        choice,     // CASE: condition, value, …, and a last value when `number` is 1
    };
    Kind kind = Kind::null;
    std::string text;
    double number = 0;
    std::vector<std::unique_ptr<Node>> parts;
};
using NodePtr = std::unique_ptr<Node>;

struct Parsed {
    NodePtr root;         // null when it is not an expression
    std::string unknown;  // then why: "syntax", "too long", or the operator that is not known
};
[[nodiscard]] Parsed parse_expression(std::string_view text);

} // namespace vigie::gis::qgis
