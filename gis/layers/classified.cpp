#include <iterator>
#include <unordered_map>

#include "gis/layers/style_properties.hpp"

namespace vigie::gis {

namespace {

constexpr std::uint16_t not_drawn = 0xffff;

// The properties of one rule that its features decide.
struct Deciding {
    struct Property {
        const DrivenProperty* driven;
        std::vector<const Column*> columns;
    };
    std::vector<Property> properties;
    std::unordered_map<std::string, std::uint16_t> rules;  // by key
    std::uint16_t plain = not_drawn;                        // the rule, when no feature decides
};

// How finely results are told apart, and how many rules that may give: first as they are, then as the table of properties
// says (a sixteenth of a pixel, colours by 2 of 255), then ever coarser.
struct Pass {
    int coarseness;
    std::size_t most_rules;
};
constexpr Pass passes[] = {{0, 256}, {1, ClassifiedLayer::most_rules}, {4, ClassifiedLayer::most_rules}, {16, ClassifiedLayer::most_rules}};

StyleGrain grain_of(const StyleProperty& property, int coarseness) {
    if (coarseness == 0) return {.number = 0, .color_step = 1, .exact = true};
    return {.number = property.grain * coarseness, .color_step = 2 * coarseness};
}

class Derivation {
public:
    Derivation(const Layer& layer, const MapStyle& style, StyleScope scope, const std::vector<std::uint16_t>& rule_of_feature, Pass pass)
        : layer_(layer), style_(style), scope_(scope), given_(rule_of_feature), pass_(pass), deciding_(style.rules.size()),
          known_(style.rules.size(), false) {}

    // False when there are too many: those features are left undrawn; `whole`: it goes on nevertheless.
    bool run(ClassifiedLayer& out, bool whole) {
        out.rules.clear();
        out.rule_of_feature.assign(given_.size(), not_drawn);
        left_ = 0;
        for (std::size_t f = 0; f < given_.size() && (whole || left_ == 0); ++f)
            if (given_[f] != not_drawn) out.rule_of_feature[f] = of(f, out.rules);
        return left_ == 0;
    }
    [[nodiscard]] std::size_t left() const { return left_; }

private:
    [[nodiscard]] bool concerns(const StyleProperty& p) const { return scope_ == StyleScope::shapes ? p.shapes : p.symbols; }

    Deciding& deciding(std::uint16_t rule) {
        Deciding& d = deciding_[rule];
        if (known_[rule]) return d;
        known_[rule] = true;
        for (const DrivenProperty& driven : style_.rules[rule].driven)
            if (driven.value->uses_feature() && concerns(*driven.property)) d.properties.push_back({&driven, driven.value->columns_of(layer_)});
        return d;
    }

    std::uint16_t add(PaintRule rule, std::vector<PaintRule>& rules) {
        if (rules.size() >= pass_.most_rules) {
            ++left_;
            return not_drawn;
        }
        rules.push_back(std::move(rule));
        return static_cast<std::uint16_t>(rules.size() - 1);
    }

    std::uint16_t of(std::size_t feature, std::vector<PaintRule>& rules) {
        const std::uint16_t given = given_[feature];
        Deciding& d = deciding(given);
        if (d.properties.empty()) {
            if (d.plain == not_drawn) d.plain = add(style_.rules[given], rules);
            return d.plain;
        }
        StyleSubject subject;
        subject.row = feature;
        subject.geometry = layer_.geometry.type[feature];
        key_.clear();
        for (const Deciding::Property& p : d.properties) {
            subject.columns = p.columns;
            p.driven->value->add_key(subject, grain_of(*p.driven->property, pass_.coarseness), key_);
        }
        if (const auto known = d.rules.find(key_); known != d.rules.end()) return known->second;
        const std::uint16_t made = add(settled(style_.rules[given], d, subject), rules);
        if (made != not_drawn) d.rules.emplace(key_, made);
        return made;
    }

    // The rule with what this feature decides put in; what the zoom decides stays.
    [[nodiscard]] PaintRule settled(PaintRule rule, const Deciding& d, StyleSubject subject) const {
        std::vector<DrivenProperty> before = std::move(rule.driven);
        rule.driven.clear();
        for (const DrivenProperty& driven : before)
            if (!driven.value->uses_feature()) rule.driven.push_back(driven);
        const PaintRule plain;  // what an expression cannot tell is as if it were not written
        for (const Deciding::Property& p : d.properties) {
            subject.columns = p.columns;
            const StyleProperty& property = *p.driven->property;
            const StyleGrain grain = grain_of(property, pass_.coarseness);
            if (p.driven->value->uses_zoom()) {
                rule.driven.push_back({&property, std::make_shared<Expression>(p.driven->value->settled(subject, grain))});
                continue;
            }
            if (!property.put(rule, property, grain.rounded(p.driven->value->at(subject)))) property.reset(rule, plain);
        }
        return rule;
    }

    const Layer& layer_;
    const MapStyle& style_;
    StyleScope scope_;
    const std::vector<std::uint16_t>& given_;
    Pass pass_;
    std::vector<Deciding> deciding_;
    std::vector<bool> known_;
    std::string key_;
    std::size_t left_ = 0;
};

} // namespace

ClassifiedLayer classified(const Layer& layer, const MapStyle& style, StyleScope scope, std::string_view look) {
    const std::vector<std::uint16_t> given = classify(layer, style, look);
    ClassifiedLayer out;
    std::size_t left = 0;
    for (const Pass& pass : passes) {
        Derivation derivation(layer, style, scope, given, pass);
        if (derivation.run(out, &pass == std::end(passes) - 1)) return out;
        left = derivation.left();
    }
    out.notices.push_back({.severity = Severity::warning, .where = layer.info.name,
                           .text = {"layers.style.too_many_rules", {{"count", std::to_string(left)}, {"most", std::to_string(ClassifiedLayer::most_rules)}}},
                           .remedy = {"layers.remedy.style.too_many_rules", {}}});
    return out;
}

} // namespace vigie::gis
