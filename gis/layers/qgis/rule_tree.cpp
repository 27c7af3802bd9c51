#include <algorithm>

#include "gis/layers/qgis/expression.hpp"
#include "gis/layers/qgis/filters.hpp"
#include "gis/layers/qgis/options.hpp"
#include "gis/layers/qgis/renderer.hpp"

namespace vigie::gis::qgis {

namespace {

using Json = nlohmann::json;

class Tree {
public:
    explicit Tree(const LayerContext& layer) : layer_(layer) {}
    std::vector<TreeRule> rules;

    void children(const pugi::xml_node& parent, const TreeRule& above, int depth) {
        if (depth > deepest_rule) return layer_.losses.add("rule", "…");
        Json siblings = Json::array({"any"});
        bool everything = false;
        std::vector<std::pair<pugi::xml_node, TreeRule>> here;
        int index = 0;
        for (const pugi::xml_node node : parent.children("rule")) {
            if (!active(node)) continue;
            if (rules.size() + here.size() >= most_rules) return layer_.losses.add("rule", "…");
            TreeRule rule{node, nullptr, scale(node).within(above.zoom), above.place, false};
            rule.place.push_back(index++);
            const std::string filter = node.attribute("filter").value();
            if (upper(filter) == "ELSE") {
                rule.otherwise = true;
            } else if (!filter.empty()) {
                const Translated translated = translate_filter(filter);
                if (!translated.ok()) {
                    layer_.losses.add("rule", filter + " (" + translated.unknown + ")");
                    continue;
                }
                rule.filter = translated.expression;
                siblings.push_back(rule.filter);
            } else {
                everything = true;
            }
            if (!rule.zoom.empty()) here.emplace_back(node, std::move(rule));
        }
        for (auto& [node, rule] : here) {
            if (rule.otherwise && everything) continue;
            if (rule.otherwise && siblings.size() > 1) rule.filter = Json{"!", siblings};
            rule.filter = both(above.filter, rule.filter);
            rules.push_back(rule);
            children(node, rule, depth + 1);
        }
    }

private:
    static std::string upper(std::string text) {
        std::erase_if(text, [](char c) { return c == ' ' || c == '\t' || c == '\n'; });
        for (char& c : text) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
        return text;
    }
    static bool active(const pugi::xml_node& rule) {
        return std::string_view(rule.attribute("checkstate").as_string("1")) != "0" && std::string_view(rule.attribute("active").as_string("1")) != "0";
    }
    ZoomRange scale(const pugi::xml_node& rule) const {
        return zoom_range(layer_.measures, number_of(rule.attribute("scalemaxdenom").value(), 0), number_of(rule.attribute("scalemindenom").value(), 0));
    }

    const LayerContext& layer_;
};

// One is an ELSE, the other its sibling or below one.
bool otherwise_of(const Rule& a, const Rule& b) {
    if (!a.otherwise || a.place.empty() || b.place.size() < a.place.size()) return false;
    const auto parents = static_cast<std::ptrdiff_t>(a.place.size()) - 1;
    return std::equal(a.place.begin(), a.place.begin() + parents, b.place.begin()) && a.place.back() != b.place[static_cast<std::size_t>(parents)];
}

bool apart(const Rule& a, const Rule& b) { return otherwise_of(a, b) || otherwise_of(b, a) || exclude_each_other(a.filter, b.filter); }

} // namespace

std::vector<TreeRule> tree_rules(const pugi::xml_node& rules, const LayerContext& layer) {
    Tree tree(layer);
    tree.children(rules, {{}, nullptr, layer.zoom, {}, false}, 0);
    return std::move(tree.rules);
}

std::vector<Look> looks_of(std::vector<Rule> rules) {
    std::vector<Look> looks;
    for (Rule& rule : rules) {
        // Over every rule that it must cover, and not over more.
        std::size_t lowest = 0;
        for (std::size_t l = 0; l < looks.size(); ++l)
            if (std::ranges::any_of(looks[l], [&](const Rule& other) { return !apart(rule, other); })) lowest = l + 1;
        if (lowest == looks.size()) looks.emplace_back();
        looks[lowest].push_back(std::move(rule));
    }
    return looks;
}

} // namespace vigie::gis::qgis
