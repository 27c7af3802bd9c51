#include "gis/energy/finding_words.hpp"

#include <cmath>

#include "gis/energy/energy_findings.hpp"
#include "gis/energy/energy_words.hpp"

namespace vigie::gis {

std::string FindingWords::building(BuildingId id) const {
    const Building* b = world.find(id);
    return b ? b->name : std::string("–");
}

std::string FindingWords::quantity(double value, Fluid fluid) const {
    if (fluid == Fluid::water) return language.quantity(value, std::abs(value) < 100 ? 1 : 0, "m3");
    return language.number(value) + " kWh";
}

std::string FindingWords::euros(double value) const { return language.number(value, std::abs(value) < 100 ? 2 : 0) + (language.code() == "en" ? " euros" : " €"); }

std::string FindingWords::percent(double fraction) const {
    return (fraction > 0 ? "+" : "") + language.number(100 * fraction) + " %";
}

Text FindingWords::head(const EnergyPicture& p) const {
    const Time at = utc_from_local(LocalTime{std::chrono::local_days{*p.ask.month / 1}} + std::chrono::hours{12}, zone);
    return {"metering.head", {{"fluid", "@metering.fluid." + std::string(fluid_name(p.ask.fluid))}, {"month", language.date(at, zone).substr(3)}, {"quantity", quantity(p.quantity, p.ask.fluid)},
                              {"cost", euros(p.cost_eur)}, {"n", std::to_string(p.buildings)}, {"fresh", std::to_string(p.fresh_meters)}, {"meters", std::to_string(p.meter_count)}}};
}

Text FindingWords::ranked(const BuildingUse& b, Fluid fluid) const {
    return {b.change ? "metering.ranked" : "metering.ranked_alone",
            {{"building", building(b.building)}, {"quantity", quantity(b.quantity, fluid)}, {"cost", euros(b.cost_eur)}, {"change", b.change ? percent(*b.change) : std::string()}}};
}

Text FindingWords::finding(const Finding& f) const {
    Text out{"metering.finding." + std::string(finding_name(f.kind)),
             {{"building", building(f.building)}, {"quantity", quantity(f.quantity, f.fluid)}, {"cost", euros(f.cost_eur)}, {"since", language.date(f.from, zone)}, {"until", language.date(f.to, zone)},
              {"fluid", "@metering.fluid." + std::string(fluid_name(f.fluid))}, {"nights", std::to_string(f.nights)}, {"weekends", std::to_string(f.weekends)}}};
    const bool hourly = f.kind == FindingKind::night_base_risen || f.kind == FindingKind::leak;
    const auto shown = [&](double v) {
        if (!hourly) return quantity(v, f.fluid);
        return f.fluid == Fluid::water ? language.quantity(v, 2, "m3/h") : language.quantity(v, 1, "kW");
    };
    out.args.emplace_back("measured", f.measured ? shown(*f.measured) : std::string());
    out.args.emplace_back("expected", f.expected ? shown(*f.expected) : std::string());
    const Meter* meter = world.find(f.meter);
    out.args.emplace_back("meter", meter ? meter->code : std::string());
    return out;
}

Text FindingWords::leak(const LeakSeen& l) const {
    const Meter* meter = world.find(l.meter);
    return {l.burst ? "metering.burst" : "metering.leak",
            {{"building", building(l.building)}, {"meter", meter ? meter->code : std::string()}, {"since", language.date(l.since, zone) + " " + language.clock(l.since, zone)},
             {"day", language.quantity(l.m3_per_day, 1, "m3")}, {"cost", euros(l.eur_per_day)}, {"flow", language.quantity(l.night_flow, 2, "m3/h")}, {"usual", language.quantity(l.usual_night_flow, 2, "m3/h")},
             {"hours", language.number(l.hours_without_zero)}}};
}

Text FindingWords::bill(const BillChange& b, BuildingId id) const {
    const auto part = [&](double v) { return (v > 0 ? "+" : "") + euros(v); };
    return {"metering.bill", {{"building", building(id)}, {"before", euros(b.before_eur)}, {"now", euros(b.now_eur)}, {"price", part(b.by_price)}, {"weather", part(b.by_weather)}, {"use", part(b.by_use)}}};
}

Text FindingWords::operat(const OperatPath& p) const {
    return {"metering.operat.path", {{"building", building(p.building)}, {"reached", percent(-p.reached())}, {"target", percent(-p.target)}, {"year", std::to_string(p.target_year)}, {"reference", std::to_string(p.reference_year)}}};
}

} // namespace vigie::gis
