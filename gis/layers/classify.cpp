#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>

#include "gis/layers/folding.hpp"
#include "gis/layers/style.hpp"

namespace vigie::gis {

namespace {

constexpr std::uint16_t not_drawn = 0xffff;

struct FoldedRule {
    std::uint16_t index;
    int modulo;
    std::vector<std::string> values;  // folded
};

// The first rule that asks something of one field, per value. Values repeat, so each is folded and compared once.
class FieldMatch {
public:
    FieldMatch(const Column* column, std::vector<FoldedRule> rules) : column_(column), rules_(std::move(rules)) { small_.fill(unknown); }

    std::uint16_t of(std::size_t feature) {
        if (!column_) return not_drawn;
        if (column_->type == Column::Type::text) return memo(by_text_, column_->text(feature), [&] { return first(folded_plain(column_->text(feature)), {}); });
        const double v = column_->numbers[feature];
        if (std::isnan(v)) return not_drawn;
        if (!(v >= 0 && v < static_cast<double>(small_.size()) && v == std::floor(v))) return memo(by_number_, v, [&] { return first(column_->shown(feature), v); });
        std::uint16_t& known = small_[static_cast<std::size_t>(v)];
        if (known == unknown) known = first(column_->shown(feature), v);
        return known;
    }

private:
    static constexpr std::uint16_t unknown = 0xfffe;

    template <class Map, class Key, class Make>
    static std::uint16_t memo(Map& map, const Key& key, Make&& make) {
        if (const auto it = map.find(key); it != map.end()) return it->second;
        return map.emplace(key, make()).first->second;
    }
    std::uint16_t first(const std::string& value, std::optional<double> number) const {
        for (const FoldedRule& rule : rules_) {
            const bool turned = number && rule.modulo > 0;
            const std::string& compared = turned ? std::to_string(std::llround(std::fmod(*number, rule.modulo))) : value;
            for (const std::string& wanted : rule.values)
                if (wanted == compared) return rule.index;
        }
        return not_drawn;
    }

    const Column* column_;
    std::vector<FoldedRule> rules_;
    std::array<std::uint16_t, 256> small_{};
    std::unordered_map<std::string_view, std::uint16_t> by_text_;
    std::unordered_map<double, std::uint16_t> by_number_;
};

// The features that a condition lets through. Where it asks for one field only, each distinct value is judged once.
class ConditionMatch {
public:
    ConditionMatch(const Layer& layer, const Expression& condition)
        : layer_(layer), condition_(condition), columns_(condition.columns_of(layer)),
          by_value_(columns_.size() == 1 && !condition.uses_geometry()) {}

    bool holds(std::size_t feature) {
        if (!by_value_ || !columns_[0]) return judge(feature);
        if (columns_[0]->type == Column::Type::text) return memo(by_text_, columns_[0]->text(feature), feature);
        const double v = columns_[0]->numbers[feature];
        return std::isnan(v) ? judge(feature) : memo(by_number_, v, feature);
    }

private:
    static constexpr std::size_t most_known = 65'536;  // a field where every value is another needs no memory

    template <class Map, class Key>
    bool memo(Map& map, const Key& key, std::size_t feature) {
        if (const auto it = map.find(key); it != map.end()) return it->second;
        const bool result = judge(feature);
        if (map.size() < most_known) map.emplace(key, result);
        return result;
    }
    [[nodiscard]] bool judge(std::size_t feature) const {
        StyleSubject subject;
        subject.columns = columns_;
        subject.row = feature;
        subject.geometry = layer_.geometry.type[feature];
        const StyleValue v = condition_.at(subject);
        return v.boolean() && *v.boolean();
    }

    const Layer& layer_;
    const Expression& condition_;
    std::vector<const Column*> columns_;
    bool by_value_;
    std::unordered_map<std::string_view, bool> by_text_;
    std::unordered_map<double, bool> by_number_;
};

} // namespace

bool applies(const PaintRule& rule, const LayerInfo& layer, std::string_view look) {
    return look.empty() ? rule.theme == "*" || rule.theme == layer.theme : rule.theme == look;
}

std::vector<std::string> looks_beside(const MapStyle& style, const LayerInfo& layer) {
    std::vector<std::string> looks;
    if (!layer.looks.empty()) return looks;  // a project says itself in how many it is drawn
    for (const PaintRule& rule : style.rules)
        if (!rule.beside.empty() && (rule.beside == "*" || rule.beside == layer.theme)) looks.push_back(rule.theme);
    return looks;
}

std::vector<std::uint16_t> classify(const Layer& layer, const MapStyle& style, std::string_view look) {
    std::uint16_t always = not_drawn;
    std::vector<std::pair<std::string, std::vector<FoldedRule>>> by_field;
    std::vector<std::uint16_t> by_condition;
    for (std::size_t i = 0; i < style.rules.size() && i < 0xfff0; ++i) {
        const PaintRule& rule = style.rules[i];
        const auto index = static_cast<std::uint16_t>(i);
        if (!applies(rule, layer.info, look)) continue;
        if (rule.condition) {
            by_condition.push_back(index);
            continue;
        }
        if (!rule.field) {
            always = std::min(always, index);
            continue;
        }
        auto field = std::find_if(by_field.begin(), by_field.end(), [&](const auto& f) { return f.first == *rule.field; });
        if (field == by_field.end()) field = by_field.insert(by_field.end(), {*rule.field, {}});
        FoldedRule folded{index, rule.modulo, {}};
        for (const std::string& value : rule.values) folded.values.push_back(folded_plain(value));
        field->second.push_back(std::move(folded));
    }
    std::vector<std::uint16_t> result(layer.geometry.feature_count(), always);
    for (auto& [name, rules] : by_field) {
        const Column* column = layer.column(name);
        if (!column) continue;
        FieldMatch match(column, std::move(rules));
        for (std::size_t f = 0; f < result.size(); ++f) result[f] = std::min(result[f], match.of(f));
    }
    for (const std::uint16_t index : by_condition) {
        ConditionMatch match(layer, *style.rules[index].condition);
        for (std::size_t f = 0; f < result.size(); ++f)
            if (result[f] > index && match.holds(f)) result[f] = index;
    }
    return result;
}

} // namespace vigie::gis
