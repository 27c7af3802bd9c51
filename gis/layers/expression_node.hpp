// The inside of an Expression: its nodes, shared by the reader, the evaluator and the partial evaluator.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gis/layers/expression.hpp"

namespace vigie::gis {

enum class Op : std::uint8_t {
    literal, get, has, zoom, geometry_type,
    negation, all, any, equal, unequal, less, less_equal, greater, greater_equal, in, folded_in,
    match, cases, coalesce, step, interpolate,
    to_number, to_text, to_boolean, to_color, is_number, is_text, is_boolean,
    concat, upcase, downcase, length, slice, index_of, rgba,
    add, subtract, multiply, divide, modulo, power, least, greatest, absolute, round, floor, ceil, square_root, ln, log2, log10, sine, cosine
};

enum class ValueKind : std::uint8_t { any, boolean, number, text, color, list };

struct ExpressionNode {
    Op op = Op::literal;
    ValueKind kind = ValueKind::any;          // of its result, as far as the text tells
    bool zoom = false, feature = false, geometry = false;  // what the result depends on
    std::vector<std::uint32_t> kids;
    // literal: the value. get, has, folded_in: the field's name, and its index in Expression::fields().
    StyleValue value;
    std::uint32_t field = 0;
    // step, interpolate: stops by rising input, one per output (a step's first output has none).
    std::vector<double> stops;
    double base = 1;                          // interpolate: 1 = linear
    std::optional<std::array<double, 4>> bezier;  // interpolate: x1, y1, x2, y2 of the curve's two middle points
    // match: which kid a label leads to; the last kid is for all others. folded_in: the texts, folded.
    std::map<std::string, std::uint32_t, std::less<>> texts;
    std::map<double, std::uint32_t> numbers;
};

// The nodes from `root` on, seen with one feature at one zoom.
class Evaluator {
public:
    Evaluator(const std::vector<ExpressionNode>& nodes, const Palette& palette, const StyleSubject& subject)
        : nodes_(nodes), palette_(palette), subject_(subject) {}
    [[nodiscard]] StyleValue value(std::uint32_t node) const;
    // Which kid of a match, cases or step node is the result; `none` when the data do not say.
    static constexpr std::uint32_t none = 0xffff'ffff;
    [[nodiscard]] std::uint32_t chosen(const ExpressionNode& node) const;

private:
    [[nodiscard]] StyleValue field(const ExpressionNode& node) const;
    [[nodiscard]] StyleValue logic(const ExpressionNode& node) const;
    [[nodiscard]] StyleValue comparison(const ExpressionNode& node) const;
    [[nodiscard]] StyleValue search(const ExpressionNode& node) const;
    [[nodiscard]] StyleValue interpolated(const ExpressionNode& node) const;
    [[nodiscard]] StyleValue conversion(const ExpressionNode& node) const;
    [[nodiscard]] StyleValue writing(const ExpressionNode& node) const;
    [[nodiscard]] StyleValue arithmetic(const ExpressionNode& node) const;
    [[nodiscard]] StyleValue color(const ExpressionNode& node) const;

    const std::vector<ExpressionNode>& nodes_;
    const Palette& palette_;
    const StyleSubject& subject_;
};

} // namespace vigie::gis
