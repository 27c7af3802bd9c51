// Reads expressions and filters from JSON. What is wrong is told with the path to the place, so that a notice can give line
// and column; nothing is half understood: one fault and there is no expression. Used by StyleReader.
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "gis/layers/expression_node.hpp"
#include "gis/layers/json_place.hpp"
#include "gis/model/text.hpp"

namespace vigie::gis {

using JsonPath = std::vector<JsonStep>;

struct ExpressionLimits {
    static constexpr std::size_t deepest = 64;      // brackets within brackets
    static constexpr std::size_t heaviest = 20'000;  // nodes, those of a `let` counted at each use
};

class ExpressionReader {
public:
    // `fault` names what is wrong at a path: a key of layers.style.* and its arguments.
    using Fault = std::function<void(const JsonPath&, Text)>;
    ExpressionReader(std::shared_ptr<const Palette> palette, Fault fault);

    // What the result must be. `accepts` judges values that stand as results in the text itself.
    struct Wanted {
        ValueKind kind = ValueKind::any;
        std::function<bool(const StyleValue&)> accepts;
    };
    [[nodiscard]] ExpressionPtr read(const nlohmann::json& json, const JsonPath& path, const Wanted& wanted);
    // A condition on features; the older notation (["==", "field", value], "none", "!in", "$type"…) too, whose values are
    // compared folded: case and accents do not matter.
    [[nodiscard]] ExpressionPtr read_filter(const nlohmann::json& json, const JsonPath& path);

private:
    using Json = nlohmann::json;
    using Index = std::optional<std::uint32_t>;
    struct Variable {
        std::string name;
        std::uint32_t node;
    };

    ExpressionPtr finished(Index root);
    Index fault(const JsonPath& path, const char* key, std::string what = {}, std::string more = {});
    Index add(ExpressionNode node, const JsonPath& path);
    Index literal(StyleValue value, ValueKind kind, const JsonPath& path);
    std::uint32_t field(const std::string& name);
    Index field_node(Op op, const Json& json, const JsonPath& path);
    Index as_kind(Index node, const Wanted& wanted, const JsonPath& path);

    Index node(const Json& json, const JsonPath& path, const Wanted& wanted);
    Index value(const Json& json, const JsonPath& path, const Wanted& wanted);
    Index list(const Json& json, const JsonPath& path);
    Index call(const Json& json, const JsonPath& path, const Wanted& wanted);
    Index uniform(const struct OpRow& row, const Json& json, const JsonPath& path, const Wanted& wanted);
    Index comparison(const struct OpRow& row, const Json& json, const JsonPath& path);
    Index match(const Json& json, const JsonPath& path, const Wanted& wanted);
    bool add_label(ExpressionNode& node, const Json& label, const JsonPath& path, std::uint32_t kid);
    Index cases(const Json& json, const JsonPath& path, const Wanted& wanted);
    Index stops(const Json& json, const JsonPath& path, const Wanted& wanted);
    bool read_curve(const Json& json, const JsonPath& path, ExpressionNode& node);
    Index let(const Json& json, const JsonPath& path, const Wanted& wanted);
    Index variable(const Json& json, const JsonPath& path);

    Index condition(const Json& json, const JsonPath& path);
    Index older(const Json& json, const JsonPath& path);
    Index negated(Index node, const JsonPath& path);
    Index older_in(const Json& json, const JsonPath& path);

    std::shared_ptr<const Palette> palette_;
    Fault fault_;
    std::vector<ExpressionNode> nodes_;
    std::vector<std::size_t> weights_;
    std::vector<std::string> fields_;
    std::vector<Variable> variables_;
};

} // namespace vigie::gis
