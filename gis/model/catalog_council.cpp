// What the council is told, as data of the catalogue.
#include <algorithm>
#include <array>

#include "gis/model/catalog_json.hpp"

namespace vigie::gis {

namespace {

struct MeasureName {
    const char* name;
    Measure measure;
};
constexpr std::array measures{MeasureName{"reports", Measure::reports},         MeasureName{"done", Measure::done},
                              MeasureName{"done_within", Measure::done_within}, MeasureName{"share_within", Measure::share_within},
                              MeasureName{"mean_delay", Measure::mean_delay},   MeasureName{"median_delay", Measure::median_delay},
                              MeasureName{"repeated_places", Measure::repeated_places}, MeasureName{"works", Measure::works},
                              MeasureName{"cost", Measure::cost},               MeasureName{"duties", Measure::duties},
                              MeasureName{"saved_kwh", Measure::saved_kwh},     MeasureName{"saved_m3", Measure::saved_m3},
                              MeasureName{"saved_eur", Measure::saved_eur}};

} // namespace

Indicator read_indicator(CatalogReader& in) {
    Indicator out;
    out.id = in.text("id", true);
    out.icon = in.text("icon");
    out.name = in.name("name", true);
    out.noun = in.name("noun");
    const std::string measure = in.text("measure", true), better = in.text("better"), unit = in.text("unit");
    const auto row = std::ranges::find_if(measures, [&](const MeasureName& m) { return measure == m.name; });
    if (row == measures.end()) in.reject("catalog.bad_value", "measure");
    else out.measure = row->measure;
    if (better == "less" || better == "more") out.better = better == "less" ? Wanted::less : Wanted::more;
    else if (!better.empty()) in.complain(Severity::warning, "catalog.bad_value", "better");
    if (!unit.empty() && unit != "days" && unit != "hours") in.complain(Severity::warning, "catalog.bad_value", "unit");
    out.in_days = unit == "days";
    out.categories = in.texts("categories");
    out.domains = in.texts("domains");
    out.works = in.texts("works");
    out.building_kinds = in.texts("building_kinds");
    out.fluids = in.texts("fluids");
    for (const std::string& fluid : out.fluids)
        if (fluid != "electricity" && fluid != "gas" && fluid != "water") in.complain(Severity::warning, "catalog.bad_value", "fluids");
    out.within = Seconds{static_cast<std::int64_t>(in.number("within_h", 0, 0, 24 * 366) * 3600)};
    out.more_than = in.whole("more_than", 5, 1, 1000);
    const bool limited = out.measure == Measure::done_within || out.measure == Measure::share_within;
    if (in.good() && limited && out.within <= Seconds{0}) in.reject("catalog.missing", "within_h");
    return out;
}

CouncilScene read_council_scene(CatalogReader& in) {
    CouncilScene out;
    out.id = in.text("id", true);
    out.name = in.name("name", true);
    out.title = in.name("title", true);
    out.tiles = in.texts("tiles");
    out.domains = in.texts("domains");
    out.eight = in.flag("eight", false);
    const std::string period = in.text("period");
    if (!period.empty() && period != "year" && period != "month") in.complain(Severity::warning, "catalog.bad_value", "period");
    out.month = period == "month";
    const std::size_t most = out.eight ? most_figures_of_eight : most_figures;
    if (out.tiles.size() > most) {
        in.complain(Severity::warning, "catalog.out_of_range", "tiles");
        out.tiles.resize(most);
    }
    return out;
}

} // namespace vigie::gis
