// Expressions of styles, as the MapLibre style specification defines them
// (https://maplibre.org/maplibre-style-spec/expressions/): compiled once, evaluated per zoom or per feature. Which
// operators there are stands in assets/styles/README.md. Types are checked when an expression is read; what only data can
// tell (a text where a number belongs, a missing field) gives null, and the property keeps its default. Immutable; any
// thread. Nothing throws.
//
// Two things are ours: a colour holds a day and a night value, and an empty text counts as no value, because the columns
// of a layer cannot tell them apart.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "gis/layers/layer.hpp"
#include "gis/layers/style_color.hpp"

namespace vigie::gis {

struct StyleValue;
using StyleList = std::shared_ptr<const std::vector<StyleValue>>;
struct StyleValue : std::variant<std::monostate, bool, double, std::string, DayNight, StyleList> {
    using variant::variant;
    [[nodiscard]] bool null() const { return index() == 0; }
    [[nodiscard]] const bool* boolean() const { return std::get_if<bool>(this); }
    [[nodiscard]] const double* number() const { return std::get_if<double>(this); }
    [[nodiscard]] const std::string* text() const { return std::get_if<std::string>(this); }
    [[nodiscard]] const DayNight* color() const { return std::get_if<DayNight>(this); }
    [[nodiscard]] const StyleList* list() const { return std::get_if<StyleList>(this); }
    // As `to-string` writes it: null as "", numbers in their shortest form, colours as CSS.
    [[nodiscard]] std::string shown() const;
};
// Null and the empty text are equal; values of different types are not.
[[nodiscard]] bool equal(const StyleValue& a, const StyleValue& b);

// What an expression looks at. Fields that the layer lacks are null in `columns`; with no columns at all every field is
// missing.
struct StyleSubject {
    double zoom = 0;
    std::span<const Column* const> columns;  // Expression::columns_of
    std::size_t row = 0;
    GeometryType geometry = GeometryType::none;
};

// How finely values that features decide are told apart, so that features can share a paint rule.
struct StyleGrain {
    double number = 0;        // numbers are rounded to multiples; 0 = to 10 binary digits
    int color_step = 2;       // channels are rounded to multiples
    bool exact = false;       // nothing is rounded
    [[nodiscard]] StyleValue rounded(const StyleValue& value) const;
};

struct ExpressionNode;  // expression_node.hpp

class Expression {
public:
    using Nodes = std::vector<ExpressionNode>;
    Expression(std::shared_ptr<const Nodes> nodes, std::uint32_t root, std::vector<std::string> fields,
               std::shared_ptr<const Palette> palette);

    [[nodiscard]] bool uses_zoom() const;
    [[nodiscard]] bool uses_feature() const;
    // Fields it may read; their columns in that order, null where the layer has none.
    [[nodiscard]] const std::vector<std::string>& fields() const { return fields_; }
    [[nodiscard]] std::vector<const Column*> columns_of(const Layer& layer) const;
    [[nodiscard]] bool uses_geometry() const;

    [[nodiscard]] StyleValue at(const StyleSubject& subject) const;

    // Appends what the feature decides in this expression, so that equal keys mean equal results at every zoom.
    void add_key(const StyleSubject& subject, const StyleGrain& grain, std::string& key) const;
    // The same expression with what the feature decides put in: it depends on the zoom alone, or on nothing.
    [[nodiscard]] Expression settled(const StyleSubject& subject, const StyleGrain& grain) const;

private:
    std::shared_ptr<const Nodes> nodes_;
    std::uint32_t root_ = 0;
    std::vector<std::string> fields_;
    std::shared_ptr<const Palette> palette_;  // of the style: names of colours that data may hold
};
using ExpressionPtr = std::shared_ptr<const Expression>;

} // namespace vigie::gis
