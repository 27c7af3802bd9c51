#include "gis/store/history_store.hpp"

#include <algorithm>

#include "gis/model/zone.hpp"

namespace vigie::gis {

namespace {

constexpr std::int64_t ms_per_hour = 3'600'000;
constexpr std::int64_t ms_per_day = 86'400'000;

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

bool roll_up(Database& db, const char* sql, const Observation& o, std::int64_t slot) {
    Statement s = db.prepare(sql);
    if (!s.ok()) return false;
    s.bind(1, static_cast<std::int64_t>(o.sensor.value));
    s.bind(2, slot);
    for (int i = 3; i <= 5; ++i) s.bind(i, o.value);
    return s.run();
}

constexpr const char* hour_sql =
    "INSERT INTO observation_hour VALUES (?,?,1,?,?,?) ON CONFLICT (sensor, hour) DO UPDATE SET count=count+1, sum=sum+excluded.sum, "
    "min=min(min,excluded.min), max=max(max,excluded.max)";
constexpr const char* day_sql =
    "INSERT INTO observation_day VALUES (?,?,1,?,?,?) ON CONFLICT (sensor, day) DO UPDATE SET count=count+1, sum=sum+excluded.sum, "
    "min=min(min,excluded.min), max=max(max,excluded.max)";

void bind_optional(Statement& s, int index, const std::optional<double>& v) {
    if (v) s.bind(index, *v);
    else s.bind_null(index);
}

std::optional<double> optional_real(const Statement& s, int column) {
    if (s.is_null(column)) return {};
    return s.real(column);
}

std::vector<RolledUp> read_rolled_up(Database& db, const char* sql, SensorId sensor, Time from, Time to, std::int64_t unit_ms) {
    std::vector<RolledUp> rows;
    Statement s = db.prepare(sql);
    if (!s.ok()) return rows;
    s.bind(1, static_cast<std::int64_t>(sensor.value));
    s.bind(2, floor_div(ms_since_epoch(from), unit_ms));
    s.bind(3, floor_div(ms_since_epoch(to), unit_ms));
    while (s.step()) {
        const auto count = static_cast<std::uint32_t>(s.integer(1));
        rows.push_back({time_from_ms(s.integer(0) * unit_ms), count, count > 0 ? s.real(2) / count : 0, s.real(3), s.real(4)});
    }
    return rows;
}

} // namespace

bool write_observation(Database& db, const Observation& o, const std::string& zone, bool& fresh) {
    Statement s = db.prepare("INSERT OR IGNORE INTO observation VALUES (?,?,?)");
    if (!s.ok()) return false;
    s.bind(1, static_cast<std::int64_t>(o.sensor.value));
    s.bind(2, ms_since_epoch(o.at));
    s.bind(3, o.value);
    if (!s.run()) return false;
    fresh = db.changed_rows() > 0;
    if (!fresh) return true;
    return roll_up(db, hour_sql, o, floor_div(ms_since_epoch(o.at), ms_per_hour)) &&
           roll_up(db, day_sql, o, local_day(o.at, zone).time_since_epoch().count());
}

bool write_position(Database& db, const Position& p) {
    Statement s = db.prepare("INSERT OR IGNORE INTO position VALUES (?,?,?,?,?,?,?)");
    if (!s.ok()) return false;
    s.bind(1, static_cast<std::int64_t>(p.crew.value));
    s.bind(2, ms_since_epoch(p.at));
    s.bind(3, p.place.lon);
    s.bind(4, p.place.lat);
    bind_optional(s, 5, p.heading_deg);
    bind_optional(s, 6, p.speed_ms);
    bind_optional(s, 7, p.accuracy_m);
    return s.run();
}

std::vector<Observation> read_observations(Database& db, SensorId sensor, Time from, Time to) {
    std::vector<Observation> rows;
    Statement s = db.prepare("SELECT at, value FROM observation WHERE sensor=? AND at>=? AND at<=? ORDER BY at");
    if (!s.ok()) return rows;
    s.bind(1, static_cast<std::int64_t>(sensor.value));
    s.bind(2, ms_since_epoch(from));
    s.bind(3, ms_since_epoch(to));
    while (s.step()) rows.push_back({sensor, time_from_ms(s.integer(0)), s.real(1)});
    return rows;
}

bool read_last_observations(Database& db, SensorId sensor, std::size_t limit, std::vector<Observation>& out) {
    Statement s = db.prepare("SELECT at, value FROM observation WHERE sensor=? ORDER BY at DESC LIMIT ?");
    if (!s.ok()) return false;
    s.bind(1, static_cast<std::int64_t>(sensor.value));
    s.bind(2, static_cast<std::int64_t>(limit));
    const auto first = static_cast<std::ptrdiff_t>(out.size());
    while (s.step()) out.push_back({sensor, time_from_ms(s.integer(0)), s.real(1)});
    std::reverse(out.begin() + first, out.end());
    return s.failed() == 0;
}

bool read_last_positions(Database& db, CrewId crew, std::size_t limit, std::vector<Position>& out) {
    Statement s = db.prepare("SELECT at, lon, lat, heading_deg, speed_ms, accuracy_m FROM position WHERE crew=? ORDER BY at DESC LIMIT ?");
    if (!s.ok()) return false;
    s.bind(1, static_cast<std::int64_t>(crew.value));
    s.bind(2, static_cast<std::int64_t>(limit));
    const auto first = static_cast<std::ptrdiff_t>(out.size());
    while (s.step())
        out.push_back({crew, time_from_ms(s.integer(0)), {s.real(1), s.real(2)}, optional_real(s, 3), optional_real(s, 4), optional_real(s, 5)});
    std::reverse(out.begin() + first, out.end());
    return s.failed() == 0;
}

std::vector<RolledUp> read_hours(Database& db, SensorId sensor, Time from, Time to) {
    return read_rolled_up(db, "SELECT hour, count, sum, min, max FROM observation_hour WHERE sensor=? AND hour>=? AND hour<=? ORDER BY hour",
                          sensor, from, to, ms_per_hour);
}

std::vector<RolledUp> read_days(Database& db, SensorId sensor, Time from, Time to) {
    return read_rolled_up(db, "SELECT day, count, sum, min, max FROM observation_day WHERE sensor=? AND day>=? AND day<=? ORDER BY day",
                          sensor, from, to, ms_per_day);
}

} // namespace vigie::gis
