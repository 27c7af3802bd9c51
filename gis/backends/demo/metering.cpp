#include "gis/backends/demo/metering.hpp"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "gis/backends/demo/exact.hpp"
#include "gis/backends/demo/neutral.hpp"
#include "gis/backends/demo/nomenclature.hpp"
#include "gis/model/entity_json.hpp"
#include "gis/model/words.hpp"
#include "gis/model/zone.hpp"
#include "gis/planning/calendar.hpp"
#include "gis/planning/school_calendar.hpp"

namespace vigie::gis::demo {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::local_days;

namespace {

constexpr int reference_year = 2017, months_of_days = 26;
constexpr std::size_t meters_in_portion = 8;
constexpr double pcs_kwh_per_m3 = 11.2;
enum DayKind : std::int8_t { ordinary = 0, school_holiday = 1, public_day = 2 };

local_days first_of_month(local_days day, int months_back) {
    const std::chrono::year_month_day d{day};
    return local_days{(std::chrono::year_month{d.year(), d.month()} - std::chrono::months{months_back}) / std::chrono::day{1}};
}
double rounded(double v, double to) { return std::floor(v * to + 0.5) / to; }
Time start_of(local_days day) { return utc_from_local(LocalTime{day}, commune_zone); }

} // namespace

struct Metering::Hour {
    Time at{};
    local_days day{};
    int hour = 0;          // of the wall clock
    unsigned weekday = 1;  // 1 Monday
    double outdoor = 12;
    std::int8_t kind = ordinary;
    SensorValues::Moment half{};  // half an hour later
};

// kW/m² by night and in use, kW/m²/K of heating by electricity and by gas, m³/h per m² in use and by night.
struct Metering::Nature {
    const char* type;
    double base, open, heat, gas, water, water_night;
};

Metering::Metering(const DemoCommune& commune, const SensorValues& values, std::uint64_t seed, Time born)
    : commune_(commune), values_(values), seed_(seed), today_(local_day(born, commune_zone)) {
    for (const Building& b : commune_.buildings) {
        hours_of_.push_back(nomenclature().energy.hours_of(b.kind));
        gas_.push_back(std::ranges::any_of(commune_.meters, [&](const Meter& m) { return m.building == b.id && m.fluid == "gas"; }));
    }
    first_day_ = first_of_month(today_, months_of_days);
    const SchoolCalendar school = SchoolCalendar::of(nomenclature(), "C");
    for (local_days d = first_day_; d < today_ + days{60}; d += days{1})
        day_kind_.push_back(static_cast<std::int8_t>(public_holiday(d) ? public_day : school.holiday(d) ? school_holiday : ordinary));
    choose_stories();
}

void Metering::choose_stories() {
    // The last Sunday that is at least a day and a half ago.
    stories_.sunday = today_ - days{2};
    while (std::chrono::weekday(stories_.sunday) != std::chrono::Sunday) stories_.sunday -= days{1};
    const auto is_school = [](const Building& b) { return b.kind == "école élémentaire"; };
    for (const Meter& m : commune_.meters) {
        const Building& b = building_of(m);
        if (m.sensor) continue;
        const bool school = is_school(b);
        if (m.fluid == "electricity" && school && b.name == "École Jules-Verne") stories_.heated = m.id;
        if (m.fluid == "electricity" && school && b.name == "École Jean-Moulin") stories_.led = m.id;
        if (m.fluid == "water" && school && (!stories_.leaking || b.name == "École Jules-Verne")) stories_.leaking = m.id;
        if (m.fluid == "gas" && !stories_.gas_saved) stories_.gas_saved = m.id;
        if (m.fluid == "water" && !school && stories_.silent.size() < 2 && (b.kind == "social" || b.kind == "quartier")) stories_.silent.push_back(m.id);
    }
}

double Metering::dice(std::uint64_t who, std::int64_t what) const {
    Rng rng(seed_ ^ (who + 77'000) * 0x9E3779B97F4A7C15ull ^ static_cast<std::uint64_t>(what) * 0xD1B54A32D192ED03ull);
    rng.next();
    return rng.unit();
}

bool Metering::has_gas(const Building& b) const { return gas_[static_cast<std::size_t>(b.id.value - 1)]; }

Time Metering::silent_from(const Meter& meter) const {
    const auto at = std::ranges::find(stories_.silent, meter.id);
    if (at == stories_.silent.end()) return Time::max();
    return start_of(today_ - days{at == stories_.silent.begin() ? 9 : 4}) + hours{11};
}

Metering::Hour Metering::hour_at(Time t) const {
    Hour h{.at = t, .day = local_day(t, commune_zone)};
    h.half = values_.moment(t + Minutes{30});
    h.hour = static_cast<int>(h.half.hour);
    h.weekday = h.half.weekday;
    h.outdoor = h.half.outdoor;
    const auto index = (h.day - first_day_).count();
    h.kind = index >= 0 && index < static_cast<std::ptrdiff_t>(day_kind_.size()) ? day_kind_[static_cast<std::size_t>(index)] : std::int8_t{ordinary};
    return h;
}

namespace {

// How much a building is in use, 0 … 1: a bow over its hours.
double use_of(const UseHours* u, unsigned weekday, int hour, std::int8_t kind) {
    if (!u) return 0;
    if (u->always) return hour >= 7 && hour < 22 ? 0.9 : 0.45;
    if (std::ranges::find(u->days, static_cast<int>(weekday)) == u->days.end()) return 0;
    if ((kind == public_day && !u->public_holidays) || (kind == school_holiday && !u->school_holidays)) return 0;
    const double at = hour + 0.5;
    if (at < u->from || at > u->to) return 0;
    const double half = (u->to - u->from) / 2, off = (at - u->from - half) / half;
    return 1 - 0.65 * off * off;
}

} // namespace

double Metering::electricity(const Meter& meter, const Building& b, const Hour& h) const {
    static constexpr Nature natures[] = {
        {"école élémentaire", 0.0030, 0.0130, 0.00125, 0, 0, 0}, {"école maternelle", 0.0028, 0.0120, 0.00130, 0, 0, 0}, {"collège", 0.0026, 0.0100, 0.00080, 0, 0, 0},
        {"piscine", 0.0140, 0.0150, 0.00060, 0, 0, 0}, {"gymnase", 0.0030, 0.0120, 0.00055, 0, 0, 0}, {"EHPAD", 0.0048, 0.0056, 0.00030, 0, 0, 0},
        {"mairie", 0.0030, 0.0110, 0.00070, 0, 0, 0}, {"", 0.0022, 0.0070, 0.00080, 0, 0, 0}};
    const Nature* n = std::ranges::find_if(natures, [&](const Nature& x) { return b.kind == x.type || !*x.type; });
    const double size = 0.8 + 0.4 * dice(meter.id.value, 1), open = use_of(hours_of_[static_cast<std::size_t>(b.id.value - 1)], h.weekday, h.hour, h.kind);
    const double cold = std::max(0.0, 16.5 - h.outdoor), heat = has_gas(b) ? 0 : n->heat;
    double base = n->base, lights = n->open * open;
    if (meter.id == stories_.led && h.day >= stories_.sunday - days{84}) base *= 0.86, lights *= 0.72;
    double kw = (base + lights + heat * cold * (open > 0 ? 1 : 0.14)) * b.floor_area_m2 * size;
    if (meter.id == stories_.heated) {
        if (h.day >= stories_.sunday - days{23}) kw += 0.0019 * b.floor_area_m2 * size;  // a freezer whose door does not close
        // The clock of the heating stays on comfort, from Tuesday to the end of the weekend.
        if (open == 0 && h.day >= stories_.sunday - days{5} && h.day <= stories_.sunday)
            kw += (0.0105 + 0.0007 * std::min(cold, 14.0)) * b.floor_area_m2 * size;
    }
    const std::int64_t at = ms_since_epoch(h.at) / 3'600'000;
    return std::max(0.0, kw * (1 + 0.05 * (dice(meter.id.value, at) + dice(meter.id.value + 3'000, at) - 1) + 0.05 * (dice(meter.id.value, -h.day.time_since_epoch().count()) - 0.5)));
}

double Metering::water(const Meter& meter, const Building& b, const Hour& h) const {
    const bool lived_in = b.kind == "EHPAD", pool = b.kind == "piscine";
    const double size = 0.8 + 0.4 * dice(meter.id.value, 1), open = use_of(hours_of_[static_cast<std::size_t>(b.id.value - 1)], h.weekday, h.hour, h.kind);
    const std::int64_t at = ms_since_epoch(h.at) / 3'600'000;
    const double luck = dice(meter.id.value, at) + dice(meter.id.value + 3'000, at);
    double m3 = open * b.floor_area_m2 * size * (lived_in ? 0.00055 : pool ? 0.0012 : 0.00022) * (0.5 + 0.5 * luck);
    if (m3 == 0 && dice(meter.id.value + 6'000, at) < 0.12) m3 = 0.012;  // somebody came in, a cistern ran
    if (meter.id == stories_.leaking && h.at >= start_of(stories_.sunday) + hours{2}) m3 += 0.385 + 0.01 * luck;
    return rounded(m3, 1'000);
}

double Metering::gas(const Meter& meter, const Building& b, const Hour& h) const {
    const double size = 0.8 + 0.4 * dice(meter.id.value, 1), open = use_of(hours_of_[static_cast<std::size_t>(b.id.value - 1)], h.weekday, h.hour, h.kind);
    const double cold = std::max(0.0, 16.5 - h.outdoor);
    double kwh = b.floor_area_m2 * size * (0.0021 * cold * (open > 0 ? 1 : 0.4) + 0.0006 * open);
    if (meter.id == stories_.gas_saved && h.day >= stories_.sunday - days{49}) kwh *= 0.76;
    const std::int64_t at = ms_since_epoch(h.at) / 3'600'000;
    return rounded(kwh / pcs_kwh_per_m3 * (1 + 0.06 * (dice(meter.id.value, at) + dice(meter.id.value + 3'000, at) - 1)), 1'000);
}

double Metering::of_sensor(const Meter& meter, const Sensor& sensor, const Hour& h) const {
    const double v = values_.measured(sensor, h.half).value_or(0);
    return meter.fluid == "water" ? v / 1'000 : v;
}

double Metering::use(const Meter& meter, const Hour& h) const {
    if (meter.sensor) return rounded(of_sensor(meter, commune_.sensors[static_cast<std::size_t>(meter.sensor.value - 1)], h), 1'000);
    const Building& b = building_of(meter);
    if (meter.fluid == "electricity") return rounded(electricity(meter, b, h), 100);
    return meter.fluid == "water" ? water(meter, b, h) : gas(meter, b, h);
}

double Metering::use(const Meter& meter, Time hour) const { return use(meter, hour_at(hour)); }

// A sensor's day by two of its hours, one at work and one not: many times quicker, and nobody has the hours to compare.
double Metering::day_use(const Meter& meter, const std::vector<Hour>& all, std::size_t from, std::size_t count) const {
    double sum = 0;
    if (!meter.sensor) {
        for (std::size_t i = from; i < from + count; ++i) sum += use(meter, all[i]);
        return sum;
    }
    const Sensor& s = commune_.sensors[static_cast<std::size_t>(meter.sensor.value - 1)];
    const double night = of_sensor(meter, s, all[from + 3]), day = of_sensor(meter, s, all[from + 12]);
    return rounded(static_cast<double>(count - 10) * night + 10 * day, 1'000);
}

Time Metering::told_until(Time now) { return std::chrono::floor<hours>(now); }

namespace {

backend::Change series(const Meter& meter, Time from, Seconds step, std::vector<double> values) {
    backend::Change c;
    c.op = VIGIE_OP_READINGS;
    c.kind = VIGIE_KIND_METER;
    c.id = meter.origin.remote_id;
    c.at_ms = ms_since_epoch(from);
    c.step_ms = step.count() * 1'000;
    c.values = std::move(values);
    return c;
}

} // namespace

bool Metering::tell_history(Time until, const std::function<bool(const Changes&)>& take) const {
    const local_days last = local_day(until, commune_zone), hours_from = first_of_month(last, 2), old_from = first_of_month(last, 14), old_to = first_of_month(last, 11);
    std::vector<Hour> all;
    for (Time t = start_of(first_day_); t < until; t += hours{1}) all.push_back(hour_at(t));
    const auto index_of = [&](local_days day) { return static_cast<std::size_t>((start_of(day) - all.front().at) / hours{1}); };
    Changes portion;
    std::size_t in_portion = 0;
    for (const Meter& meter : commune_.meters) {
        const Time silent = silent_from(meter);
        const auto told_hours = [&](local_days from, std::size_t end) {
            std::vector<double> values;
            for (std::size_t i = index_of(from); i < end && all[i].at < silent; ++i) values.push_back(use(meter, all[i]));
            portion.push_back(series(meter, all[index_of(from)].at, hours{1}, std::move(values)));
        };
        told_hours(old_from, index_of(old_to));
        told_hours(hours_from, all.size());
        // Days, one series between two changes of the clock; the day of a change has its own length.
        double year = 0;
        std::vector<double> run;
        Time run_from{};
        const auto close = [&] {
            if (!run.empty()) portion.push_back(series(meter, run_from, days{1}, std::move(run)));
            run.clear();
        };
        for (local_days d = first_day_; d < hours_from; d += days{1}) {
            const std::size_t from = index_of(d), count = index_of(d + days{1}) - from;
            const double use = day_use(meter, all, from, count);
            if (d >= hours_from - days{365}) year += use;
            if (count != 24) {
                close();
                portion.push_back(series(meter, all[from].at, hours{count}, {use}));
                continue;
            }
            if (run.empty()) run_from = all[from].at;
            run.push_back(use);
        }
        close();
        const int this_year = static_cast<int>(std::chrono::year_month_day{last}.year());
        for (int y = reference_year; y < this_year - 1; ++y) {
            const Time from = start_of(local_days{std::chrono::year{y} / 1 / 1}), to = start_of(local_days{std::chrono::year{y + 1} / 1 / 1});
            const double then = 1 + (meter.fluid == "water" ? 0.012 : 0.038) * (this_year - 1 - y);
            portion.push_back(series(meter, from, std::chrono::duration_cast<Seconds>(to - from), {rounded(year * then * (0.98 + 0.04 * dice(meter.id.value, 5'000 + y)), 1)}));
        }
        if (++in_portion % meters_in_portion == 0) {
            if (!take(portion)) return false;
            portion.clear();
        }
    }
    return take(portion);
}

// Twice a day, when it is coldest and when it is warmest.
void Metering::tell_weather(Time until, Changes& out) const {
    const auto sensor = std::ranges::find(commune_.sensors, "temperature_air", &Sensor::kind);
    if (sensor == commune_.sensors.end()) return;
    for (local_days d{std::chrono::year{reference_year} / 1 / 1}; d <= local_day(until, commune_zone); d += days{1})
        for (const hours at : {hours{4}, hours{15}})
            if (const Time t = start_of(d) + at; t < until - hours{12}) out.push_back(observation(sensor->id, t, rounded(values_.outdoor_temperature(t), 10)));
}

// The two actions whose saving the figures show.
void Metering::tell_actions(Changes& out) const {
    struct Action { MeterId meter; const char* kind; int days_before; };
    for (const Action& a : {Action{stories_.led, "passage_led", 84}, Action{stories_.gas_saved, "programmation_chauffage", 49}}) {
        if (!a.meter) continue;
        const Building& b = building_of(commune_.meters[static_cast<std::size_t>(a.meter.value - 1)]);
        const InterventionTemplate* what = nomenclature().intervention(a.kind);
        if (!what) continue;
        Intervention i;
        i.kind = what->id;
        i.title = what->name.fr + ", " + b.name;
        i.place = b.place;
        i.address = b.address;
        i.quartier = b.quartier;
        i.asset = b.asset;
        i.created_at = start_of(stories_.sunday - days{a.days_before + 20}) + hours{10};
        i.start = i.actual_start = start_of(stories_.sunday - days{a.days_before + 1}) + hours{8};
        i.actual_end = *i.start + what->duration;
        i.duration = what->duration;
        i.state = InterventionState::checked;
        i.state_since = *i.actual_end;
        for (const LocalName& t : what->tasks) i.tasks.push_back({.text = t.fr, .done = true});
        out.push_back(upsert(i, std::string("energie-") + a.kind));
    }
}

bool Metering::tell(MaybeTime since, Time until, const std::function<bool(const Changes&)>& take) const {
    until = told_until(until);
    if (!since) {
        Changes first;
        tell_actions(first);
        tell_weather(until, first);
        return take(first) && tell_history(until, take);
    }
    Changes out;
    const Time from = told_until(*since);
    std::vector<Hour> all;
    for (Time t = from; t < until; t += hours{1}) all.push_back(hour_at(t));
    for (const Meter& meter : commune_.meters) {
        const Time silent = silent_from(meter);
        std::vector<double> values;
        for (std::size_t i = 0; i < all.size() && all[i].at < silent; ++i) values.push_back(use(meter, all[i]));
        if (!values.empty()) out.push_back(series(meter, from, hours{1}, std::move(values)));
    }
    return out.empty() || take(out);
}

} // namespace vigie::gis::demo
