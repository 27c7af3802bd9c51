// `vigie energy COMMUNE` or `--demo`: what « Énergie et eau » shows, in words or as JSON.
#include <chrono>
#include <cstdio>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/commune_file.hpp"
#include "app/session.hpp"
#include "app/verbs.hpp"
#include "gis/energy/energy_findings.hpp"
#include "gis/energy/energy_words.hpp"
#include "gis/energy/finding_words.hpp"
#include "gis/model/entity_json.hpp"
#include "gis/model/zone.hpp"
#include "gis/store/inspect.hpp"

namespace vigie::app {

namespace {

constexpr gis::Millis patience{120'000};
using Words = gis::FindingWords;

struct StandingClock final : gis::Clock {
    explicit StandingClock(gis::Time at) : t(at) {}
    [[nodiscard]] gis::Time now() const override { return t; }
    gis::Time t;
};

template <class T>
nlohmann::json or_null(const std::optional<T>& v) { return v ? nlohmann::json(*v) : nlohmann::json(nullptr); }

std::string building_name(const gis::World& world, gis::BuildingId id) {
    const gis::Building* b = world.find(id);
    return b ? b->name : std::string();
}

nlohmann::json json_of(const gis::EnergyPicture& p, const gis::World& world) {
    nlohmann::json ranking = nlohmann::json::array(), findings = ranking, leaks = ranking, savings = ranking;
    for (const gis::BuildingUse& b : p.ranking)
        ranking.push_back({{"building", building_name(world, b.building)}, {"quantity", b.quantity}, {"cost_eur", b.cost_eur}, {"per_m2_year", or_null(b.per_m2_year)},
                           {"change", or_null(b.change)}, {"meters", b.meters}, {"silent_meters", b.silent_meters}});
    for (const gis::Finding& f : p.findings)
        findings.push_back({{"kind", gis::finding_name(f.kind)}, {"fluid", gis::fluid_name(f.fluid)}, {"building", building_name(world, f.building)}, {"from", gis::rfc3339(f.from)}, {"to", gis::rfc3339(f.to)},
                            {"quantity", f.quantity}, {"cost_eur", f.cost_eur}, {"measured", or_null(f.measured)}, {"expected", or_null(f.expected)}, {"nights", f.nights}, {"weekends", f.weekends},
                            {"confidence", static_cast<int>(f.confidence)}, {"intervention", f.raised.value}});
    for (const gis::LeakSeen& l : p.leaks)
        leaks.push_back({{"building", building_name(world, l.building)}, {"since", gis::rfc3339(l.since)}, {"m3_per_day", l.m3_per_day}, {"eur_per_day", l.eur_per_day}, {"night_flow_m3h", l.night_flow},
                         {"usual_night_flow_m3h", l.usual_night_flow}, {"threshold_m3h", l.threshold}, {"hours_without_zero", l.hours_without_zero}, {"burst", l.burst}, {"confidence", static_cast<int>(l.confidence)}});
    for (const gis::ProvenSaving& s : p.savings)
        savings.push_back({{"building", building_name(world, s.building)}, {"fluid", gis::fluid_name(s.fluid)}, {"since", gis::rfc3339(s.since)}, {"quantity", s.quantity}, {"plus_minus", s.plus_minus}, {"cost_eur", s.cost_eur}});
    nlohmann::json out{{"month", fmt::format("{:04}-{:02}", static_cast<int>(p.ask.month->year()), static_cast<unsigned>(p.ask.month->month()))}, {"fluid", gis::fluid_name(p.ask.fluid)},
                       {"building", building_name(world, p.ask.building)}, {"quantity", p.quantity}, {"cost_eur", p.cost_eur}, {"price", p.price}, {"price_year", p.price_year}, {"weather_known", p.weather_known},
                       {"meters", p.meter_count}, {"fresh_meters", p.fresh_meters}, {"ranking", ranking}, {"findings", findings}, {"leaks", leaks}, {"savings", savings}};
    if (p.bill) out["bill"] = {{"before_eur", p.bill->before_eur}, {"now_eur", p.bill->now_eur}, {"by_price", p.bill->by_price}, {"by_weather", p.bill->by_weather}, {"by_use", p.bill->by_use}};
    if (p.operat) out["operat"] = {{"reference_year", p.operat->reference_year}, {"reference_kwh", p.operat->reference_kwh}, {"now_kwh", p.operat->now_kwh}, {"reached", p.operat->reached()}, {"target", p.operat->target}, {"target_year", p.operat->target_year}};
    return out;
}

void print(const gis::EnergyPicture& p, const VerbContext& c, const gis::World& world, const std::string& zone) {
    const Words words{c.language, world, zone};
    fmt::print("{}\n", c.language(words.head(p)));
    for (const gis::BuildingUse& b : p.ranking) fmt::print("  {}\n", c.language(words.ranked(b, p.ask.fluid)));
    for (const gis::LeakSeen& l : p.leaks) fmt::print("{}\n", c.language(words.leak(l)));
    for (const gis::Finding& f : p.findings)
        if (f.kind != gis::FindingKind::leak) fmt::print("{}\n", c.language(words.finding(f)));
    if (p.bill) fmt::print("{}\n", c.language(words.bill(*p.bill, p.ask.building)));
    if (p.operat) fmt::print("{}\n", c.language(words.operat(*p.operat)));
    if (!p.weather_known) fmt::print("{}\n", c.language("metering.no_weather"));
}

} // namespace

Exit run_energy(const VerbContext& c) {
    const EnergyArguments& a = c.line.energy;
    const auto fail = [&](const gis::Error& error) {
        print_error(c.language, error);
        return error.klass == gis::ErrorClass::input ? Exit::usage : Exit::failed;
    };
    const auto wrong = [&](const char* option, const std::string& value) {
        return fail({gis::ErrorClass::input, {"app.bad_value", {{"option", option}, {"value", value}}}, {"app.bad_value.remedy", {}}, {}});
    };
    gis::EnergyAsk ask;
    ask.corrected = !a.uncorrected;
    if (const auto fluid = gis::fluid_named(a.fluid)) ask.fluid = *fluid;
    else return wrong("--fluid", a.fluid);
    if (!a.month.empty()) {
        const auto day = gis::read_day(a.month + "-01");
        if (!day) return wrong("--month", a.month);
        const std::chrono::year_month_day d{*day};
        ask.month = std::chrono::year_month{d.year(), d.month()};
    }
    std::optional<StandingClock> standing;
    if (!a.at.empty()) {
        const gis::MaybeTime wall = gis::time_from_rfc3339(a.at);
        if (!wall) return wrong("--at", a.at);
        standing.emplace(gis::utc_from_local(gis::LocalTime{wall->time_since_epoch()}, "Europe/Paris"));
    }
    const gis::Clock& clock = standing ? static_cast<const gis::Clock&>(*standing) : c.clock;
    if (!a.demo && (c.line.paths.size() != 1 || !gis::inspect_commune_file(c.line.paths.front()).is_commune_file))
        return fail({gis::ErrorClass::input, {"metering.of_commune", {}}, {"metering.of_commune.remedy", {}}, {}});
    SessionOptions o;
    o.places = c.places;
    o.demo = a.demo;
    o.in_memory = a.demo;
    if (!a.demo) o.paths = c.line.paths;
    o.demo_config_json = demo_config_json(c.line.seed, 1);
    auto opened = Session::open(std::move(o), clock, [] {});
    if (!opened) return fail(opened.error());
    Session& session = **opened;
    if (a.demo) session.wait_until_loaded(patience);
    if (!a.readings.empty()) {
        session.add_readings({a.readings});
        std::vector<gis::Result<gis::Receipt>> read;
        const auto until = std::chrono::steady_clock::now() + patience;
        while (read.empty() && std::chrono::steady_clock::now() < until) read = session.take_readings({});
        if (read.empty() || !read.front()) return fail(read.empty() ? gis::Error{gis::ErrorClass::internal, {"metering.too_slow", {}}, {"metering.too_slow.remedy", {}}, {}} : read.front().error());
        fmt::print(stderr, "{}\n", c.language(read.front()->summary));
    }
    if (!a.building.empty()) {
        const auto& all = session.world().buildings();
        const auto at = std::ranges::find(all.begin(), all.end(), a.building, &gis::Building::name);
        if (at == all.end()) return wrong("--building", a.building);
        ask.building = at->id;
    }
    const gis::EnergyPicture* picture = session.wait_for_energy(ask, patience);
    if (!picture) return fail({gis::ErrorClass::internal, {"metering.too_slow", {}}, {"metering.too_slow.remedy", {}}, {}});
    if (!a.operat.empty())
        if (auto written = session.export_operat(a.operat); !written) return fail(written.error());
    if (c.line.json) fmt::print("{}\n", json_of(*picture, session.world()).dump());
    else print(*picture, c, session.world(), session.zone());
    return Exit::done;
}

} // namespace vigie::app
