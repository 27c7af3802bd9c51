#include "gis/council/council_words.hpp"

#include <cmath>

namespace vigie::gis {

std::string figure_words(const Language& l, FigureUnit unit, double v) {
    switch (unit) {
        case FigureUnit::count: return l.number(v);
        case FigureUnit::hours: return l.quantity(v, 0, "h");
        case FigureUnit::days: return l(Text{"council.cli.days", {{"n", l.number(v, 1)}}});
        case FigureUnit::percent: return l.quantity(v, 0, "%");
        case FigureUnit::euros: return l.number(v) + "\u00A0€";
        case FigureUnit::cubic_metres: return l.quantity(v, 0, "m3");
        case FigureUnit::kwh: return l.quantity(v, 0, "kWh");
    }
    return l.number(v);
}

namespace {

bool adds_up(FigureUnit unit) { return unit != FigureUnit::hours && unit != FigureUnit::days && unit != FigureUnit::percent; }

// What is written as 0.
bool is_nothing(const Tile& t) {
    if (!t.change) return t.value && t.before && *t.value == *t.before;
    const double shown = adds_up(t.unit) ? *t.change * 100 : t.unit == FigureUnit::days ? *t.change * 10 : *t.change;
    return std::abs(shown) < 0.5;
}

} // namespace

std::string value_words(const Language& l, const Tile& t) {
    const bool counted = t.unit == FigureUnit::count;
    if (t.few) return l(counted ? "council.cli.few" : "council.cli.few_cases");
    if (t.withheld) return l("council.cli.withheld");
    return t.value ? figure_words(l, t.unit, *t.value) : l("council.cli.none");
}

std::string change_words(const Language& l, const Tile& t) {
    if (!t.change || is_nothing(t)) return {};
    const std::string sign = *t.change > 0 ? "+" : "";
    if (adds_up(t.unit)) return sign + l.quantity(*t.change * 100, 0, "%");
    if (t.unit == FigureUnit::percent) return sign + l(Text{"council.cli.points", {{"n", l.number(*t.change)}}});
    return sign + figure_words(l, t.unit, *t.change);
}

std::string verdict_words(const Language& l, const Tile& t, int year) {
    const auto said = [&](const char* key) { return l(Text{key, {{"year", std::to_string(year - 1)}}}); };
    if (t.verdict != Evolution::unknown && is_nothing(t)) return said("council.cli.same");
    switch (t.verdict) {
        case Evolution::unknown: return {};
        case Evolution::even: return said("council.cli.even");
        case Evolution::better: return said("council.cli.better");
        case Evolution::worse: return said("council.cli.worse");
    }
    return {};
}

std::string label_words(const Indicator& i, const std::string& language) {
    const std::string& noun = i.noun.in(language);
    return noun.empty() ? i.name.in(language) : noun + " " + i.name.in(language);
}

std::string title_words(const Scene& s, const Catalog& catalog, const std::string& language) {
    const CouncilScene* shipped = catalog.scene(s.id);
    return s.title.empty() && shipped ? shipped->title.in(language) : s.title;
}

} // namespace vigie::gis
