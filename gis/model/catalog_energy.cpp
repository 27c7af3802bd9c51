#include "gis/model/catalog_energy.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace vigie::gis {

EnergyPrice read_energy_price(CatalogReader& in) {
    EnergyPrice out;
    out.id = in.text("id", true);
    out.fluid = in.text("fluid", true);
    out.year = in.whole("year", 0, 1990, 2200);
    out.eur = in.number("eur", 0, 0, 1'000);
    out.source = in.text("source");
    out.to_verify = in.flag("to_verify", false);
    if (in.good() && out.fluid != "electricity" && out.fluid != "gas" && out.fluid != "water") in.reject("catalog.bad_value", "fluid");
    return out;
}

UseHours read_use_hours(CatalogReader& in) {
    UseHours out;
    out.id = in.text("id", true);
    out.kinds = in.texts("kinds");
    for (const char c : in.text("days"))
        if (c >= '1' && c <= '7') out.days.push_back(c - '0');
        else in.complain(Severity::warning, "catalog.bad_value", "days");
    out.from = in.number("from", 8, 0, 24);
    out.to = in.number("to", 18, 0, 24);
    out.school_holidays = in.flag("school_holidays", true);
    out.public_holidays = in.flag("public_holidays", false);
    out.always = in.flag("always", false);
    (void)in.text("source");
    (void)in.flag("to_verify", false);
    if (in.good() && out.to <= out.from) in.reject("catalog.bad_value", "to");
    return out;
}

FindingWork read_finding_work(CatalogReader& in) {
    FindingWork out;
    out.id = in.text("id", true);
    out.finding = in.text("finding", true);
    out.fluid = in.text("fluid");
    out.intervention = in.text("intervention", true);
    return out;
}

void read_energy_figure(CatalogReader& in, EnergyRules& out) {
    static constexpr std::array rows{std::pair{"gas_kwh_per_m3", &EnergyRules::gas_kwh_per_m3}, std::pair{"least_cost_eur", &EnergyRules::least_cost_eur},
                                     std::pair{"degree_base", &EnergyRules::degree_base},       std::pair{"operat_area_m2", &EnergyRules::operat_area_m2},
                                     std::pair{"operat_2030", &EnergyRules::operat_2030},       std::pair{"operat_2040", &EnergyRules::operat_2040},
                                     std::pair{"operat_2050", &EnergyRules::operat_2050}};
    static constexpr std::array whole{std::pair{"operat_first_year", &EnergyRules::operat_first_year}, std::pair{"operat_last_year", &EnergyRules::operat_last_year},
                                      std::pair{"operat_deadline_month", &EnergyRules::operat_deadline_month}, std::pair{"operat_deadline_day", &EnergyRules::operat_deadline_day}};
    const std::string id = in.text("id", true);
    (void)in.text("source");
    (void)in.flag("to_verify", false);
    if (const auto row = std::ranges::find_if(rows, [&](const auto& r) { return id == r.first; }); row != rows.end())
        out.*row->second = in.number("value", out.*row->second, 0, 1e6);
    else if (const auto n = std::ranges::find_if(whole, [&](const auto& r) { return id == r.first; }); n != whole.end())
        out.*n->second = in.whole("value", out.*n->second, 1, 2200);
    else in.reject("catalog.missing", "id");
}

const EnergyPrice* EnergyRules::price(std::string_view fluid, int year) const {
    const EnergyPrice* best = nullptr;
    for (const EnergyPrice& p : prices)
        if (p.fluid == fluid && (!best || std::abs(p.year - year) < std::abs(best->year - year))) best = &p;
    return best;
}

const UseHours* EnergyRules::hours_of(std::string_view kind) const {
    const UseHours* fallback = nullptr;
    for (const UseHours& h : use_hours) {
        if (std::ranges::find(h.kinds, kind) != h.kinds.end()) return &h;
        if (h.id == "default") fallback = &h;
    }
    return fallback;
}

std::string EnergyRules::work_for(std::string_view finding, std::string_view fluid) const {
    std::string any;
    for (const FindingWork& w : work) {
        if (w.finding != finding) continue;
        if (w.fluid == fluid) return w.intervention;
        if (w.fluid.empty()) any = w.intervention;
    }
    return any;
}

} // namespace vigie::gis
