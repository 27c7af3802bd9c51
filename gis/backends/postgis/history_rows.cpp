#include "gis/backends/postgis/history_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gis/model/entity_json.hpp"
#include "gis/model/zone.hpp"

namespace vigie::gis::postgis {

namespace {

constexpr int rows_at_once = 10'000;
constexpr std::size_t copy_bytes = 1u << 20;
constexpr const char* first_partitions = "2000-01-01";  // what claims to be older lies in the default partition
constexpr std::int64_t ms_per_hour = 3'600'000;

struct History {
    const char* table;
    EntityKind of;
    const char* who;      // column
    const char* numbers;  // columns after `at`
    int count;
};
constexpr History histories[] = {{"observation", EntityKind::sensor, "sensor", "value", 1},
                                 {"position", EntityKind::crew, "crew", "lon, lat, heading_deg, speed_ms, accuracy_m", 5}};

void append_number(std::string& line, const Statement& s, int column) {
    line += '\t';
    if (s.is_null(column)) line += "\\N";
    else line += fmt::format("{}", s.real(column));
}

Outcome make_partitions(Database& file, Connection& connection, const History& h) {
    const auto first = file.integer("SELECT min(at) FROM " + std::string(h.table)), last = file.integer("SELECT max(at) FROM " + std::string(h.table));
    if (!first || !last) return Done{};
    auto made = connection.run("SELECT vigie.make_partitions(greatest($1::timestamptz, '" + std::string(first_partitions) +
                               "')::date, least($2::timestamptz, now() + interval '2 months')::date)",
                               {rfc3339(time_from_ms(*first)), rfc3339(time_from_ms(*last))});
    return made ? Outcome(Done{}) : made.error();
}

Outcome copy_one(Database& file, Connection& connection, const History& h) {
    if (auto made = make_partitions(file, connection, h); !made) return made;
    const std::string columns = std::string(h.who) + ", at, " + h.numbers;
    Statement s = file.prepare("SELECT " + columns + " FROM " + h.table + " ORDER BY at");
    if (!s.ok()) return file.error();
    const auto next = [&](std::string& lines) {
        while (lines.size() < copy_bytes) {
            if (!s.step()) return false;
            lines += std::to_string(s.integer(0)) + '\t' + rfc3339(time_from_ms(s.integer(1)));
            for (int i = 0; i < h.count; ++i) append_number(lines, s, 2 + i);
            lines += '\n';
        }
        return true;
    };
    if (auto copied = connection.copy_in("COPY vigie." + std::string(h.table) + " (" + columns + ") FROM STDIN", next); !copied) return copied;
    return s.failed() == 0 ? Outcome(Done{}) : file.error();
}

struct HistoryRow {
    std::uint64_t who = 0;
    std::int64_t at_ms = 0;
    std::vector<double> numbers;  // NaN = none
};

// Every row of the database; what belongs to nobody we know is left out.
Outcome each_row(Connection& connection, const IdMap& ids, const History& h, const std::function<Outcome(const HistoryRow&)>& take) {
    if (auto begun = connection.script("DECLARE history NO SCROLL CURSOR FOR SELECT " + std::string(h.who) + ", (extract(epoch FROM at) * 1000)::bigint, " +
                                       h.numbers + " FROM vigie." + h.table + " ORDER BY " + h.who + ", at"); !begun)
        return begun;
    for (;;) {
        auto rows = connection.run("FETCH " + std::to_string(rows_at_once) + " FROM history");
        if (!rows) return rows.error();
        for (int row = 0; row < rows->count(); ++row) {
            const auto who = ids.find(h.of, rows->text(row, 0));
            if (!who) continue;
            HistoryRow r{*who, rows->integer(row, 1), {}};
            for (int i = 0; i < h.count; ++i) r.numbers.push_back(rows->real(row, 2 + i));
            if (auto taken = take(r); !taken) return taken;
        }
        if (rows->count() < rows_at_once) return connection.script("CLOSE history");
    }
}

bool same(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

Outcome compare_one(Database& file, Connection& connection, const IdMap& ids, const History& h, MigrationReport& report) {
    Compared compared{h.table, static_cast<std::uint64_t>(file.integer("SELECT count(*) FROM " + std::string(h.table)).value_or(0))};
    const std::string sql = "SELECT " + std::string(h.numbers) + " FROM " + h.table + " WHERE " + h.who + "=? AND at=?";
    const auto look = [&](const HistoryRow& r) -> Outcome {
        ++compared.in_database;
        Statement s = file.prepare(sql);
        if (!s.ok()) return file.error();
        s.bind(1, static_cast<std::int64_t>(r.who));
        s.bind(2, r.at_ms);
        bool equal = s.step();
        for (int i = 0; equal && i < h.count; ++i)
            equal = same(s.is_null(i) ? std::nan("") : s.real(i), r.numbers[static_cast<std::size_t>(i)]);
        compared.different += !equal;
        return Done{};
    };
    if (auto read = each_row(connection, ids, h, look); !read) return read;
    report.push_back(std::move(compared));
    return Done{};
}

// One sensor's hours or days made of raw rows.
struct Slot {
    std::int64_t sensor = 0, at = 0, count = 0;
    double sum = 0, min = 0, max = 0;

    void add(double value) {
        min = count == 0 ? value : std::min(min, value);
        max = count == 0 ? value : std::max(max, value);
        sum += value;
        ++count;
    }
};

// Replaces a roll-up only when there are more raw rows than it has seen: older ones have outlived theirs.
bool write_slot(Database& file, const char* table, const char* unit, const Slot& slot) {
    Statement s = file.prepare("INSERT INTO " + std::string(table) + " VALUES (?,?,?,?,?,?) ON CONFLICT (sensor, " + unit + ") DO UPDATE SET count=excluded.count,"
                               " sum=excluded.sum, min=excluded.min, max=excluded.max WHERE excluded.count>count");
    if (!s.ok()) return false;
    s.bind(1, slot.sensor);
    s.bind(2, slot.at);
    s.bind(3, slot.count);
    int at = 4;
    for (const double v : {slot.sum, slot.min, slot.max}) s.bind(at++, v);
    return s.run();
}

Outcome roll_up(Database& file, const std::string& zone) {
    struct Unit {
        const char *table, *name;
        std::function<std::int64_t(std::int64_t ms)> slot_of;
    };
    const Unit units[] = {{"observation_hour", "hour", [](std::int64_t ms) { return ms / ms_per_hour - (ms % ms_per_hour < 0 ? 1 : 0); }},
                          {"observation_day", "day", [&](std::int64_t ms) { return std::int64_t{local_day(time_from_ms(ms), zone).time_since_epoch().count()}; }}};
    for (const Unit& unit : units) {
        Statement s = file.prepare("SELECT sensor, at, value FROM observation ORDER BY sensor, at");
        if (!s.ok()) return file.error();
        Slot slot;
        while (s.step()) {
            const std::int64_t sensor = s.integer(0), at = unit.slot_of(s.integer(1));
            if (slot.count > 0 && (slot.sensor != sensor || slot.at != at)) {
                if (!write_slot(file, unit.table, unit.name, slot)) return file.error();
                slot = {};
            }
            slot.sensor = sensor;
            slot.at = at;
            slot.add(s.real(2));
        }
        if (slot.count > 0 && !write_slot(file, unit.table, unit.name, slot)) return file.error();
        if (s.failed() != 0) return file.error();
    }
    return Done{};
}

} // namespace

Outcome copy_history(Database& file, Connection& connection) {
    for (const History& h : histories)
        if (auto copied = copy_one(file, connection, h); !copied) return copied;
    return Done{};
}

Outcome write_history(Connection& connection, const IdMap& ids, Database& file) {
    for (const History& h : histories) {
        std::string marks = "?,?";
        for (int i = 0; i < h.count; ++i) marks += ",?";
        const std::string sql = "INSERT INTO " + std::string(h.table) + " VALUES (" + marks + ")";
        const auto write = [&](const HistoryRow& r) -> Outcome {
            Statement s = file.prepare(sql);
            if (!s.ok()) return file.error();
            s.bind(1, static_cast<std::int64_t>(r.who));
            s.bind(2, r.at_ms);
            for (int i = 0; i < h.count; ++i) {
                const double v = r.numbers[static_cast<std::size_t>(i)];
                if (std::isnan(v)) s.bind_null(3 + i);
                else s.bind(3 + i, v);
            }
            return s.run() ? Outcome(Done{}) : file.error();
        };
        if (auto read = each_row(connection, ids, h, write); !read) return read;
    }
    const std::string zone = file.text("SELECT value FROM setting WHERE key='zone'").value_or("");
    return roll_up(file, zone.empty() ? "Europe/Paris" : zone);
}

Outcome compare_history(Database& file, Connection& connection, const IdMap& ids, MigrationReport& report) {
    for (const History& h : histories)
        if (auto compared = compare_one(file, connection, ids, h, report); !compared) return compared;
    return Done{};
}

} // namespace vigie::gis::postgis
