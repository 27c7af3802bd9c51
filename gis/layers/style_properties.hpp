// Every property of paint and layout, once: its name, its kind, its bounds, what may decide it. The reader, the derivation of
// rules per feature and the test of assets/styles/README.md read this one table.
#pragma once

#include <span>
#include <string_view>

#include "gis/layers/expression_node.hpp"
#include "gis/layers/style.hpp"

namespace vigie::gis {

struct StyleProperty {
    std::string_view name;
    ValueKind kind = ValueKind::number;
    std::string_view group;                     // "fill", "line", "circle", "icon", "text"
    bool shapes = false, symbols = false;       // who draws with it: see StyleScope
    bool (*put)(PaintRule&, const StyleProperty&, const StyleValue&) = nullptr;  // false: not a value for it
    void (*reset)(PaintRule&, const PaintRule& plain) = nullptr;               // as it is when nothing is written
    double least = 0, most = 0;                 // of numbers
    double grain = 0;                           // numbers that features decide are rounded to multiples
    std::span<const std::string_view> words{};  // of texts: those it knows; empty = any
    bool by_feature = true, by_zoom = true;
};

[[nodiscard]] std::span<const StyleProperty> style_properties();
[[nodiscard]] const StyleProperty* style_property(std::string_view name);

} // namespace vigie::gis
