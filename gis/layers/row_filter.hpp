// Which features of a layer a person means, typed in the filter box of the attribute table: plain words ("platane place":
// some column contains each of them) or an expression, in French or English:
//
//   hauteur > 10 et espece = "Platane"        height >= 2.5 or not (state = "bon")
//   rue contient "gambetta"                   name starts with "A"     [nom de la voie] finit par "ier"
//   espece dans ("Platane", "Tilleul")        hauteur entre 5 et 12    date est vide, is not empty
//
// Text is compared without case and accents, numbers as numbers (decimal comma allowed inside quotes and in text
// columns). An empty value is smaller than nothing, equal to nothing: only `est vide` and `<>` are true of it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gis/layers/layer.hpp"
#include "gis/model/result.hpp"

namespace vigie::gis {

inline constexpr std::size_t max_filter_bytes = 4'000;
inline constexpr int max_filter_depth = 64;  // brackets within brackets

class RowFilter {
public:
    // Read against the columns of this layer, which the filter keeps. An error says what was expected and at which
    // character (argument "at", from 1) of the text.
    static Result<RowFilter> read(std::string_view text, LayerPtr layer);
    [[nodiscard]] bool passes(std::uint32_t feature) const { return nodes_.empty() || holds(root_, feature); }
    [[nodiscard]] bool is_expression() const { return is_expression_; }

    enum class Op : std::uint8_t {
        both, either, negation,                               // of `left` and `right`
        equal, differs, less, at_most, more, at_least,        // of a column and a value
        contains, begins, ends, empty, among, between,
        word                                                  // somewhere in the feature
    };
    struct Value {
        std::string folded{};  // as text
        std::string shown{};   // as typed: what a number looks like
        double number = 0;
        bool is_number = false;
    };
    struct Node {
        Op op{};
        std::size_t left = 0, right = 0;
        const Column* column = nullptr;
        std::vector<Value> values{};
    };

private:
    friend class RowFilterReader;
    [[nodiscard]] bool holds(std::size_t node, std::uint32_t feature) const;
    [[nodiscard]] bool holds_of_column(const Node& node, std::uint32_t feature) const;
    [[nodiscard]] bool has_word(const Value& word, std::uint32_t feature) const;

    LayerPtr layer_;
    std::vector<Node> nodes_;
    std::size_t root_ = 0;
    bool is_expression_ = false;
};

} // namespace vigie::gis
