// Builds a Column value by value, bounded.
#pragma once

#include <cmath>
#include <limits>
#include <string>
#include <string_view>

#include "gis/layers/layer.hpp"
#include "gis/layers/open_limits.hpp"

namespace vigie::gis {

class ColumnBuilder {
public:
    ColumnBuilder(std::string name, Column::Type type) {
        column_.name = std::move(name);
        column_.type = type;
        if (type == Column::Type::text) column_.text_begin.push_back(0);
    }
    [[nodiscard]] Column::Type type() const { return column_.type; }
    void reserve(std::size_t rows) {
        if (column_.type == Column::Type::text) column_.text_begin.reserve(rows + 1);
        else column_.numbers.reserve(rows);
    }
    void put_text(std::string_view value) {
        if (column_.pool.size() + value.size() <= limits::text_pool) column_.pool += value;
        column_.text_begin.push_back(static_cast<std::uint32_t>(column_.pool.size()));
    }
    void put_number(double value) { column_.numbers.push_back(value); }
    void put_null() {
        if (column_.type == Column::Type::text) column_.text_begin.push_back(static_cast<std::uint32_t>(column_.pool.size()));
        else column_.numbers.push_back(std::numeric_limits<double>::quiet_NaN());
    }
    // Room for whole batches: the caller fills it.
    [[nodiscard]] Column& raw() { return column_; }
    Column take() { return std::move(column_); }

private:
    Column column_;
};

} // namespace vigie::gis
