#include "gis/council/council_figures.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>
#include <unordered_map>

#include "gis/council/council_places.hpp"

namespace vigie::gis {

namespace {

// What one record adds to the figure of its quartier.
struct Part {
    std::int32_t quartier = CouncilRecords::nowhere;
    double value = 0;
};

bool is_about(const std::vector<std::string>& wanted, std::string_view id) { return std::ranges::find(wanted, id) != wanted.end(); }

// Told by the catalogue once, asked of each record.
std::vector<char> wanted_categories(const Indicator& i, const Catalog& catalog) {
    std::vector<char> out;
    for (const ReportCategory& c : catalog.report_categories)
        out.push_back((i.categories.empty() && i.domains.empty()) || is_about(i.categories, c.id) || is_about(i.domains, c.domain));
    return out;
}
std::vector<char> wanted_works(const Indicator& i, const Catalog& catalog) {
    std::vector<char> out;
    for (const InterventionTemplate& t : catalog.interventions)
        out.push_back((i.works.empty() && i.domains.empty()) || is_about(i.works, t.id) || is_about(i.domains, t.domain));
    return out;
}
bool is_in(const std::vector<char>& wanted, std::int32_t at, bool everything) { return at < 0 ? everything : wanted[static_cast<std::size_t>(at)] != 0; }
bool is_within(const MaybeTime& t, Time from, Time to) { return t && *t >= from && *t < to; }

double hours(Millis m) { return static_cast<double>(m.count()) / 3'600'000; }

std::vector<Part> parts_of_works(const CouncilRecords& records, const Catalog& catalog, const Indicator& i, Time from, Time to) {
    std::vector<Part> out;
    const std::vector<char> wanted = wanted_works(i, catalog);
    const bool all = i.works.empty() && i.domains.empty(), euros = i.measure == Measure::cost;
    for (const CouncilRecords::Work& w : records.works)
        if (is_within(w.done, from, to) && is_in(wanted, w.kind, all) && (!euros || w.cost_eur > 0)) out.push_back({w.quartier, euros ? w.cost_eur : 1});
    return out;
}

std::vector<Part> parts_of_reports(const CouncilRecords& records, const Catalog& catalog, const Indicator& i, Time from, Time to) {
    std::vector<Part> out;
    const std::vector<char> wanted = wanted_categories(i, catalog);
    const bool all = i.categories.empty() && i.domains.empty();
    for (const CouncilRecords::Report& r : records.reports) {
        if (!is_in(wanted, r.category, all)) continue;
        if (i.measure == Measure::reports) {
            if (is_within(r.received, from, to)) out.push_back({r.quartier, 1});
            continue;
        }
        if (!is_within(r.done, from, to)) continue;
        const Millis took = *r.done - r.received;
        const bool soon = took <= i.within;
        if (i.measure == Measure::share_within) out.push_back({r.quartier, soon ? 100.0 : 0.0});
        else if (i.measure == Measure::done || (i.measure == Measure::done_within && soon)) out.push_back({r.quartier, 1});
        else if (i.measure == Measure::mean_delay || i.measure == Measure::median_delay) out.push_back({r.quartier, hours(took) / (i.in_days ? 24 : 1)});
    }
    return out;
}

std::vector<Part> parts_of(const CouncilRecords& records, const Catalog& catalog, const Indicator& i, Time from, Time to) {
    if (i.measure == Measure::works || i.measure == Measure::cost) return parts_of_works(records, catalog, i, from, to);
    if (i.measure != Measure::repeated_places) return parts_of_reports(records, catalog, i, from, to);
    std::vector<Part> out;
    for (const ToldPlace& place : told_places(records, catalog, i, from, to))
        if (place.reports.size() > static_cast<std::size_t>(i.more_than)) out.push_back({place.quartier, 1});
    return out;
}

bool adds_up(FigureUnit unit) { return unit != FigureUnit::hours && unit != FigureUnit::days && unit != FigureUnit::percent; }

std::optional<double> told(const Indicator& i, std::vector<double> values) {
    const double sum = std::accumulate(values.begin(), values.end(), 0.0);
    if (adds_up(unit_of(i))) return sum;
    if (values.empty()) return {};
    if (i.measure != Measure::median_delay) return sum / static_cast<double>(values.size());
    std::ranges::sort(values);
    const std::size_t half = values.size() / 2;
    return values.size() % 2 ? values[half] : (values[half - 1] + values[half]) / 2;
}

// Whether this quartier is kept back so that the small ones do not follow from the total.
bool is_withheld(const std::vector<std::size_t>& counted, std::int32_t quartier) {
    std::size_t small = 0;
    std::optional<std::size_t> least;
    for (std::size_t g = 0; g < counted.size(); ++g) {
        const bool nowhere = g + 1 == counted.size();
        if (counted[g] > 0 && counted[g] < least_told) small += counted[g];
        else if (counted[g] > 0 && !nowhere && (!least || counted[g] < counted[*least])) least = g;
    }
    return small > 0 && small < least_told && least && quartier >= 0 && *least == static_cast<std::size_t>(quartier);
}

CouncilFigure figure_of_records(const CouncilRecords& records, const Catalog& catalog, const Indicator& i, std::int32_t quartier, Time from, Time to) {
    std::vector<std::size_t> counted(records.quartiers.size() + 1);
    std::vector<double> values;
    for (const Part& p : parts_of(records, catalog, i, from, to)) {
        ++counted[p.quartier >= 0 ? static_cast<std::size_t>(p.quartier) : records.quartiers.size()];
        if (quartier == whole_commune || p.quartier == quartier) values.push_back(p.value);
    }
    CouncilFigure out;
    out.few = !values.empty() && values.size() < least_told;
    out.withheld = !out.few && is_withheld(counted, quartier);
    if (!out.few && !out.withheld) out.value = told(i, std::move(values));
    return out;
}

const char* fluid_name(Fluid f) { return f == Fluid::water ? "water" : f == Fluid::gas ? "gas" : "electricity"; }

// Two actions at one building, each measured against the time before it, prove the same saving while they last together: the
// dearest counts.
std::vector<const ProvenSaving*> told_once(std::span<const ProvenSaving> savings) {
    std::vector<const ProvenSaving*> all, out;
    for (const ProvenSaving& s : savings)
        if (s.since < s.until) all.push_back(&s);
    std::ranges::sort(all, [](const ProvenSaving* a, const ProvenSaving* b) { return std::tuple(-a->cost_eur, a->since, a->action.value) < std::tuple(-b->cost_eur, b->since, b->action.value); });
    for (const ProvenSaving* s : all)
        if (std::ranges::none_of(out, [&](const ProvenSaving* o) { return o->building == s->building && o->fluid == s->fluid && s->since < o->until && o->since < s->until; })) out.push_back(s);
    return out;
}

// A saving counts by the part of its time that falls into the period.
CouncilFigure figure_of_savings(const CouncilRecords& records, const Indicator& i, std::int32_t quartier, Time from, Time to, std::span<const ProvenSaving> savings) {
    std::unordered_map<std::uint64_t, const CouncilRecords::House*> houses;
    for (const auto& h : records.houses) houses.emplace(h.id.value, &h);
    CouncilFigure out;
    for (const ProvenSaving* told : told_once(savings)) {
        const ProvenSaving& s = *told;
        const auto house = houses.find(s.building.value);
        if (quartier != whole_commune && (house == houses.end() || house->second->quartier != quartier)) continue;
        if (!i.building_kinds.empty() && (house == houses.end() || !is_about(i.building_kinds, house->second->kind))) continue;
        const bool water = s.fluid == Fluid::water;
        if ((i.measure == Measure::saved_kwh && water) || (i.measure == Measure::saved_m3 && !water)) continue;
        if (!i.fluids.empty() && !is_about(i.fluids, fluid_name(s.fluid))) continue;
        const Time a = std::max(from, s.since), b = std::min(to, s.until);
        if (a >= b) continue;
        const double part = hours(b - a) / hours(s.until - s.since);
        out.value = out.value.value_or(0) + part * (i.measure == Measure::saved_eur ? s.cost_eur : s.quantity);
    }
    return out;
}

// Of today: a time that does not reach up to the freezing has none.
CouncilFigure figure_of_duties(const CouncilRecords& records, std::int32_t quartier, Time to) {
    std::size_t all = 0, kept = 0;
    for (const CouncilRecords::Duty& d : records.duties)
        if (quartier == whole_commune || d.quartier == quartier) ++all, kept += d.overdue ? 0 : 1;
    if (all == 0 || to < records.frozen_at) return {};
    return {100.0 * static_cast<double>(kept) / static_cast<double>(all), false, false};
}

const MaybeTime& known_from(const CouncilRecords& records, Measure m) {
    if (m == Measure::cost) return records.first_cost;
    if (m == Measure::works) return records.first_work;
    return m == Measure::reports || m == Measure::repeated_places ? records.first_report : records.first_done;
}

bool is_of_records(Measure m) { return m != Measure::duties && m != Measure::saved_kwh && m != Measure::saved_m3 && m != Measure::saved_eur; }

// What a screen would show as the same number.
bool is_same(FigureUnit unit, double a, double b) {
    if (unit == FigureUnit::count) return a == b;
    if (unit == FigureUnit::hours || unit == FigureUnit::percent) return std::abs(a - b) < 0.5;
    if (unit == FigureUnit::days) return std::abs(a - b) < 0.05;
    return std::abs(a - b) < 0.005 * std::abs(b);
}

void compare(Tile& t, Wanted wanted) {
    const bool more = t.value && t.before ? *t.value > *t.before : t.value && t.before_few;
    if (t.value && t.before) {
        if (!adds_up(t.unit)) t.change = *t.value - *t.before;
        else if (*t.before > 0) t.change = *t.value / *t.before - 1;
    } else if (!(t.value && t.before_few && *t.value > 0) && !(t.few && t.before && *t.before > 0)) {
        return;  // nothing to compare, or both too few to tell
    }
    if (wanted == Wanted::either || (t.value && t.before && is_same(t.unit, *t.value, *t.before))) t.verdict = Evolution::even;
    else t.verdict = more == (wanted == Wanted::more) ? Evolution::better : Evolution::worse;
}

} // namespace

FigureUnit unit_of(const Indicator& i) {
    switch (i.measure) {
        case Measure::share_within:
        case Measure::duties: return FigureUnit::percent;
        case Measure::mean_delay:
        case Measure::median_delay: return i.in_days ? FigureUnit::days : FigureUnit::hours;
        case Measure::cost:
        case Measure::saved_eur: return FigureUnit::euros;
        case Measure::saved_kwh: return FigureUnit::kwh;
        case Measure::saved_m3: return FigureUnit::cubic_metres;
        case Measure::reports:
        case Measure::done:
        case Measure::done_within:
        case Measure::repeated_places:
        case Measure::works: return FigureUnit::count;
    }
    return FigureUnit::count;
}

CouncilFigure figure_of(const CouncilRecords& records, const Catalog& catalog, const Indicator& i, std::int32_t quartier, Time from, Time to,
                        std::span<const ProvenSaving> savings) {
    if (from >= to) return {};
    if (i.measure == Measure::duties) return figure_of_duties(records, quartier, to);
    if (!is_of_records(i.measure)) return figure_of_savings(records, i, quartier, from, to, savings);
    const MaybeTime& known = known_from(records, i.measure);
    if (!known || *known >= to) return {};
    return figure_of_records(records, catalog, i, quartier, from, to);
}

Tile tile_of(const CouncilRecords& records, const Catalog& catalog, const Indicator& i, std::int32_t quartier, const CouncilPeriod& period,
             std::span<const ProvenSaving> savings) {
    Tile out;
    out.id = i.id;
    out.unit = unit_of(i);
    const CouncilFigure now = figure_of(records, catalog, i, quartier, period.from, period.to, savings);
    out.value = now.value;
    out.few = now.few;
    out.withheld = now.withheld;
    const MaybeTime& known = known_from(records, i.measure);
    const bool reaches = !is_of_records(i.measure) || (known && *known <= period.before_from + (period.before_to - period.before_from) / 10);
    if (i.measure == Measure::duties || !reaches) return out;
    const CouncilFigure before = figure_of(records, catalog, i, quartier, period.before_from, period.before_to, savings);
    out.before = before.value;
    out.before_few = before.few;
    // A figure of few reports says nothing of another's size.
    if (adds_up(out.unit) || (now.value && before.value)) compare(out, i.better);
    return out;
}

bool counts(const Indicator& i, const Catalog& catalog, const CouncilRecords::Report& r) {
    if (i.categories.empty() && i.domains.empty()) return true;
    if (r.category < 0) return false;
    const ReportCategory& c = catalog.report_categories[static_cast<std::size_t>(r.category)];
    return is_about(i.categories, c.id) || is_about(i.domains, c.domain);
}

bool counts(const Indicator& i, const Catalog& catalog, const CouncilRecords::Work& w) {
    if (i.works.empty() && i.domains.empty()) return true;
    if (w.kind < 0) return false;
    const InterventionTemplate& t = catalog.interventions[static_cast<std::size_t>(w.kind)];
    return is_about(i.works, t.id) || is_about(i.domains, t.domain);
}

} // namespace vigie::gis
