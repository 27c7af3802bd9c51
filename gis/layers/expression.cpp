#include "gis/layers/expression.hpp"

#include <algorithm>
#include <cmath>

#include "gis/layers/expression_node.hpp"
#include "gis/layers/shortest.hpp"

namespace vigie::gis {

std::string StyleValue::shown() const {
    if (text()) return *text();
    if (boolean()) return *boolean() ? "true" : "false";
    if (color()) return css_of(*color());
    return number() ? shortest(*number()) : std::string();
}

bool equal(const StyleValue& a, const StyleValue& b) {
    const auto empty = [](const StyleValue& v) { return v.null() || (v.text() && v.text()->empty()); };
    if (empty(a) || empty(b)) return empty(a) && empty(b);
    if (a.index() != b.index()) return false;
    if (a.boolean()) return *a.boolean() == *b.boolean();
    if (a.number()) return *a.number() == *b.number();
    if (a.text()) return *a.text() == *b.text();
    if (a.color()) return *a.color() == *b.color();
    return a.list() && (*a.list())->size() == (*b.list())->size() &&
           std::equal((*a.list())->begin(), (*a.list())->end(), (*b.list())->begin(), equal);
}

StyleValue StyleGrain::rounded(const StyleValue& value) const {
    if (const double* v = value.number()) {
        if (!std::isfinite(*v)) return {};
        if (exact) return value;
        if (number > 0) return std::round(*v / number) * number;
        int exponent = 0;
        const double mantissa = std::frexp(*v, &exponent);
        return std::ldexp(std::round(mantissa * 1024) / 1024, exponent);
    }
    if (!value.color() || exact) return value;
    const auto channel = [this](std::uint8_t c) {  // 255 stays 255: opaque is opaque
        const int whole = (c + color_step / 2) / color_step * color_step;
        return static_cast<std::uint8_t>(c == 255 ? 255 : std::min(whole, 255));
    };
    const auto whole = [&](Rgba c) { return Rgba{channel(c.r), channel(c.g), channel(c.b), channel(c.a)}; };
    return DayNight{whole(value.color()->day), whole(value.color()->night)};
}

namespace {

void add_value(const StyleValue& value, std::string& key) {
    key.push_back(static_cast<char>('a' + value.index()));
    if (const double* v = value.number()) key.append(reinterpret_cast<const char*>(v), sizeof *v);
    else if (value.color()) key.append(reinterpret_cast<const char*>(value.color()), sizeof(DayNight));
    else key += value.shown();
    key.push_back('\0');
}

bool chooses(Op op) { return op == Op::match || op == Op::cases || op == Op::step; }

// Is the choice the feature's alone, whatever the zoom?
bool chosen_by_feature(const std::vector<ExpressionNode>& nodes, const ExpressionNode& node) {
    if (!chooses(node.op)) return false;
    if (node.op != Op::cases) return nodes[node.kids[0]].feature && !nodes[node.kids[0]].zoom;
    for (std::size_t i = 0; i + 1 < node.kids.size(); i += 2)
        if (nodes[node.kids[i]].zoom) return false;
    return true;
}

// Follows an expression where both zoom and feature matter, down to what the feature settles alone.
class Settling {
public:
    Settling(const std::vector<ExpressionNode>& nodes, const Palette& palette, const StyleSubject& subject, const StyleGrain& grain)
        : nodes_(nodes), evaluator_(nodes, palette, subject), grain_(grain) {}

    void add_key(std::uint32_t index, std::string& key) const {
        const ExpressionNode& node = nodes_[index];
        if (!node.feature) return;
        if (!node.zoom) return add_value(grain_.rounded(evaluator_.value(index)), key);
        if (!chosen_by_feature(nodes_, node)) {
            for (const std::uint32_t kid : node.kids) add_key(kid, key);
            return;
        }
        const std::uint32_t kid = evaluator_.chosen(node);
        key.append(reinterpret_cast<const char*>(&kid), sizeof kid);
        if (kid != Evaluator::none) add_key(kid, key);
    }

    std::uint32_t copy(std::uint32_t index, std::vector<ExpressionNode>& out) const {
        const ExpressionNode& node = nodes_[index];
        if (node.feature && !node.zoom) return literal(grain_.rounded(evaluator_.value(index)), out);
        if (node.feature && chosen_by_feature(nodes_, node)) {
            const std::uint32_t kid = evaluator_.chosen(node);
            return kid == Evaluator::none ? literal({}, out) : copy(kid, out);
        }
        ExpressionNode copied = node;
        copied.feature = copied.geometry = false;
        std::map<std::uint32_t, std::uint32_t> moved;
        for (std::uint32_t& kid : copied.kids) {
            const std::uint32_t to = copy(kid, out);
            moved[kid] = to;
            kid = to;
        }
        for (auto& [label, kid] : copied.texts) kid = copied.op == Op::match ? moved[kid] : kid;
        for (auto& [label, kid] : copied.numbers) kid = moved[kid];
        out.push_back(std::move(copied));
        return static_cast<std::uint32_t>(out.size() - 1);
    }

private:
    static std::uint32_t literal(StyleValue value, std::vector<ExpressionNode>& out) {
        ExpressionNode node;
        node.value = std::move(value);
        out.push_back(std::move(node));
        return static_cast<std::uint32_t>(out.size() - 1);
    }

    const std::vector<ExpressionNode>& nodes_;
    Evaluator evaluator_;
    const StyleGrain& grain_;
};

} // namespace

Expression::Expression(std::shared_ptr<const Nodes> nodes, std::uint32_t root, std::vector<std::string> fields,
                       std::shared_ptr<const Palette> palette)
    : nodes_(std::move(nodes)), root_(root), fields_(std::move(fields)), palette_(std::move(palette)) {}

bool Expression::uses_zoom() const { return (*nodes_)[root_].zoom; }
bool Expression::uses_feature() const { return (*nodes_)[root_].feature; }
bool Expression::uses_geometry() const { return (*nodes_)[root_].geometry; }

std::vector<const Column*> Expression::columns_of(const Layer& layer) const {
    std::vector<const Column*> columns;
    for (const std::string& name : fields_) columns.push_back(layer.column(name));
    return columns;
}

StyleValue Expression::at(const StyleSubject& subject) const { return Evaluator(*nodes_, *palette_, subject).value(root_); }

void Expression::add_key(const StyleSubject& subject, const StyleGrain& grain, std::string& key) const {
    Settling(*nodes_, *palette_, subject, grain).add_key(root_, key);
}

Expression Expression::settled(const StyleSubject& subject, const StyleGrain& grain) const {
    auto nodes = std::make_shared<Nodes>();
    const std::uint32_t root = Settling(*nodes_, *palette_, subject, grain).copy(root_, *nodes);
    return {std::move(nodes), root, {}, palette_};
}

} // namespace vigie::gis
