#include "gis/layers/qgis/renderer.hpp"

#include <algorithm>
#include <map>
#include <string_view>

#include "gis/layers/qgis/expression.hpp"
#include "gis/layers/qgis/filters.hpp"
#include "gis/layers/qgis/options.hpp"

namespace vigie::gis::qgis {

namespace {

using Json = nlohmann::json;
constexpr int deepest_renderer = 4;

// A class of features with its symbol; no paint at all where QGIS draws nothing.
struct Class {
    Json filter;
    Paints paints;
};

class RendererReader {
public:
    explicit RendererReader(const LayerContext& layer) : layer_(layer) {}
    Drawing drawing;

    void read(const pugi::xml_node& renderer, int depth) {
        const std::string_view kind = renderer.attribute("type").value();
        levels_ = renderer.attribute("symbollevels").as_int() == 1;
        if (renderer.attribute("enableorderby").as_int() == 1) layer_.losses.add("order_by");
        read_symbols(renderer);
        if (kind == "singleSymbol") single(renderer);
        else if (kind == "categorizedSymbol") categories(renderer);
        else if (kind == "graduatedSymbol") ranges(renderer);
        else if (kind == "RuleRenderer") rules(renderer);
        else if (kind == "nullSymbol") return;
        else if (kind == "invertedPolygonRenderer" && depth < deepest_renderer) inverted(renderer, depth);
        else if ((kind == "mergedFeatureRenderer" || kind == "pointCluster" || kind == "pointDisplacement") && renderer.child("renderer-v2") && depth < deepest_renderer) {
            layer_.losses.add(kind == "pointCluster" ? "cluster" : kind == "pointDisplacement" ? "displacement" : "merged");
            read(renderer.child("renderer-v2"), depth + 1);
        } else if (kind == "heatmapRenderer" || kind == "25dRenderer" || kind == "embeddedSymbol") {
            layer_.losses.add(kind == "heatmapRenderer" ? "heatmap" : kind == "25dRenderer" ? "heights" : "embedded");
            plain();
        } else {
            layer_.losses.add("renderer", std::string(kind));
            plain();
        }
    }

private:
    void read_symbols(const pugi::xml_node& renderer) {
        symbols_.clear();
        for (const pugi::xml_node symbol : renderer.child("symbols").children("symbol")) symbols_.emplace(symbol.attribute("name").value(), symbol);
    }
    [[nodiscard]] Paints paints(const char* symbol) {
        const auto found = symbols_.find(symbol);
        if (found == symbols_.end()) return {};
        return paints_of(found->second, layer_.opacity, layer_.measures, layer_.losses);
    }

    // Classes that exclude each other: one look per symbol layer, all classes in each, so that a class without a second
    // symbol layer is not taken for the next one.
    void classes(const std::vector<Class>& all) {
        std::size_t layers = 0;
        for (const Class& one : all) layers = std::max(layers, one.paints.size());
        for (std::size_t i = 0; i < layers; ++i) {
            Look look;
            for (const Class& one : all) {
                const bool has = i < one.paints.size();
                look.push_back({one.filter, layer_.zoom, has ? one.paints[i].paint : Json::object(), has ? one.paints[i].layout : Json::object(), 0, {}, false});
                if (has && levels_) look.back().level = one.paints[i].level;
            }
            drawing.looks.push_back(std::move(look));
        }
        by_level();
    }
    // With drawing levels, a look is drawn at the lowest of its symbols' levels.
    void by_level() {
        if (!levels_) return;
        const auto level = [](const Look& look) {
            int lowest = look.empty() ? 0 : look.front().level;
            for (const Rule& rule : look) lowest = std::min(lowest, rule.level);
            return lowest;
        };
        std::ranges::stable_sort(drawing.looks, {}, level);
    }

    void single(const pugi::xml_node& renderer) {
        const pugi::xml_node symbol = renderer.child("symbols").child("symbol");
        classes({{nullptr, paints_of(symbol, layer_.opacity, layer_.measures, layer_.losses)}});
    }

    static Json literal(std::string_view text, std::string_view type) {
        const bool number = type == "double" || type == "integer" || type == "long" || type == "longlong" || type == "int" || type == "uint" || type == "ulonglong";
        if (const double value = number_of(text, 0); number && (value != 0 || text == "0" || text == "0.0")) {
            if (value == std::floor(value) && std::abs(value) < 1e15) return static_cast<std::int64_t>(value);
            return value;
        }
        if (type == "bool") return text == "true" || text == "1" ? 1 : 0;
        return std::string(text);
    }
    // In the plain form of filters where the value is that of a field: see expression.cpp.
    static Json one_of(const Json& value, const Json& list) {
        const bool field = value.is_array() && value.size() == 2 && value[0] == "get" && !value[1].get_ref<const std::string&>().starts_with('$');
        if (!field) return list.size() == 1 ? Json{"==", value, list[0]} : Json{"in", value, {"literal", list}};
        Json test = Json::array({list.size() == 1 ? "==" : "in", value[1]});
        for (const Json& one : list) test.push_back(one);
        return test;
    }
    void categories(const pugi::xml_node& renderer) {
        const std::string by = renderer.attribute("attr").value();
        const Json value = by.empty() ? Json() : value_of(by, layer_, "classes");
        if (value.is_null() && !by.empty()) return plain();
        std::vector<Class> all, others;
        for (const pugi::xml_node category : renderer.child("categories").children("category")) {
            if (all.size() >= most_rules) return layer_.losses.add("classes", "…");
            const bool drawn = std::string_view(category.attribute("render").as_string("true")) != "false";
            Paints paint = drawn ? paints(category.attribute("symbol").value()) : Paints{};
            const std::string_view text = category.attribute("value").value(), type = category.attribute("type").value();
            if (by.empty() && !text.empty()) continue;  // there is nothing to compare
            Json list = Json::array();
            for (const pugi::xml_node one : category.children("val")) list.push_back(literal(one.attribute("value").value(), one.attribute("type").value()));
            if (!list.empty()) all.push_back({one_of(value, list), std::move(paint)});
            else if (text.empty() || type == "NULL") others.push_back({nullptr, std::move(paint)});
            else all.push_back({one_of(value, Json::array({literal(text, type)})), std::move(paint)});
        }
        if (!others.empty()) all.push_back(std::move(others.front()));
        classes(all);
    }

    void ranges(const pugi::xml_node& renderer) {
        const Json value = value_of(renderer.attribute("attr").value(), layer_, "classes");
        if (value.is_null()) return plain();
        std::vector<Class> all;
        for (const pugi::xml_node range : renderer.child("ranges").children("range")) {
            if (all.size() >= most_rules) return layer_.losses.add("classes", "…");
            const bool drawn = std::string_view(range.attribute("render").as_string("true")) != "false";
            const double low = number_of(range.attribute("lower").value(), -1e300), high = number_of(range.attribute("upper").value(), 1e300);
            all.push_back({{"all", {">=", value, low}, {"<=", value, high}}, drawn ? paints(range.attribute("symbol").value()) : Paints{}});
        }
        classes(all);
    }

    void rules(const pugi::xml_node& renderer) {
        std::vector<Rule> flat;
        for (const TreeRule& rule : tree_rules(renderer.child("rules"), layer_)) {
            const std::string_view symbol = rule.node.attribute("symbol").value();
            if (symbol.empty()) continue;
            // A part of a symbol covers the part before it.
            int part = 0;
            for (const Paint& paint : paints(rule.node.attribute("symbol").value())) {
                flat.push_back({rule.filter, rule.zoom, paint.paint, paint.layout, levels_ ? paint.level : part, rule.place, rule.otherwise});
                ++part;
            }
        }
        // Lower parts of all symbols first: QGIS draws feature by feature, and what it draws of one lies under the next.
        std::ranges::stable_sort(flat, {}, &Rule::level);
        drawing.looks = looks_of(std::move(flat));
    }

    void inverted(const pugi::xml_node& renderer, int depth) {
        const pugi::xml_node inside = renderer.child("renderer-v2");
        read(inside, depth + 1);
        drawing.inverted = true;
        for (Look& look : drawing.looks) outside(look, renderer.attribute("preprocessing").as_int() == 1);
        if (std::string_view(inside.attribute("type").value()) == "singleSymbol") return;
        layer_.losses.add("inverted");
    }
    // Areas for the ground outside, outlines for the polygons themselves, or for all of them as one.
    void outside(Look& look, bool merged) {
        const Json is_outside = {"==", outside_field, 1}, is_inside = {"!=", outside_field, 1};
        Look turned;
        for (Rule& rule : look) {
            Rule area = rule, edge = std::move(rule);
            for (const char* name : {"fill-outline-color", "fill-outline-width", "line-color", "line-width", "line-width-m", "line-dasharray", "line-offset"})
                if (!merged) area.paint.erase(name);
            for (const char* name : {"fill-color", "fill-pattern", "fill-pattern-color", "fill-pattern-angle", "fill-pattern-spacing", "fill-pattern-width"}) edge.paint.erase(name);
            area.filter = is_outside;
            edge.filter = both(is_inside, edge.filter);
            if (!merged) turned.push_back(std::move(edge));
            turned.push_back(std::move(area));
        }
        look = std::move(turned);
    }

    // In grey, so that the layer is there.
    void plain() {
        Paint paint;
        if (layer_.geometry == "polygon") paint.paint = {{"fill-color", "#9aa3a866"}, {"fill-outline-color", "#6f7a80ff"}, {"fill-outline-width", 1}};
        else if (layer_.geometry == "line") paint.paint = {{"line-color", "#6f7a80ff"}, {"line-width", 1.5}};
        else paint.paint = {{"circle-color", "#6f7a80ff"}, {"circle-radius", 3}};
        classes({{nullptr, {std::move(paint)}}});
    }

    const LayerContext& layer_;
    std::map<std::string, pugi::xml_node, std::less<>> symbols_;
    bool levels_ = false;
};

} // namespace

Json value_of(const std::string& text, const LayerContext& layer, const char* loss) {
    if (layer.fields.contains(text)) return {"get", text};
    const Translated translated = translate_value(text);
    if (translated.ok() && !text.empty()) return translated.expression;
    layer.losses.add(loss, text + (translated.unknown.empty() ? "" : " (" + translated.unknown + ")"));
    return nullptr;
}

Drawing drawing_of(const pugi::xml_node& renderer, const LayerContext& layer) {
    RendererReader reader(layer);
    reader.read(renderer, 0);
    if (reader.drawing.looks.size() > most_looks) {
        layer.losses.add("rule", "…");
        reader.drawing.looks.resize(most_looks);
    }
    return std::move(reader.drawing);
}

} // namespace vigie::gis::qgis
