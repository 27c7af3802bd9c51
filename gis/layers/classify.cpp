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

} // namespace

std::vector<std::uint16_t> classify(const Layer& layer, const MapStyle& style) {
    std::uint16_t always = not_drawn;
    std::vector<std::pair<std::string, std::vector<FoldedRule>>> by_field;
    for (std::size_t i = 0; i < style.rules.size() && i < 0xfff0; ++i) {
        const PaintRule& rule = style.rules[i];
        const auto index = static_cast<std::uint16_t>(i);
        if (rule.theme != "*" && rule.theme != layer.info.theme) continue;
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
    return result;
}

} // namespace vigie::gis
