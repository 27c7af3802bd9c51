#include "gis/backends/folder/rows.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "gis/layers/csv_table.hpp"
#include "gis/layers/hash.hpp"
#include "gis/layers/places_in_table.hpp"
#include "gis/model/entity_json.hpp"
#include "gis/model/zone.hpp"

namespace vigie::gis::folder {

namespace {

using backend::Change;
using nlohmann::json;

std::string dumped(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

struct Row {
    const Table& table;
    const std::vector<Field>& fields;
    std::size_t index;

    [[nodiscard]] std::string text(Field field) const {
        for (std::size_t i = 0; i < fields.size() && i < table.rows[index].size(); ++i)
            if (fields[i] == field) return table.rows[index][i];
        return {};
    }
    [[nodiscard]] std::size_t line() const { return index < table.lines.size() ? table.lines[index] : index + 1; }
};

bool is_place(double lon, double lat) { return std::abs(lon) <= 180 && std::abs(lat) <= 90 && lon != lat; }

std::optional<LonLat> place_of(const Row& row) {
    const double lon = degrees_from_text(row.text(Field::lon)), lat = degrees_from_text(row.text(Field::lat));
    if (is_place(lon, lat)) return LonLat{lon, lat};
    if (row.index >= row.table.places.size()) return {};
    const auto& found = row.table.places[row.index];
    return found && is_place(found->lon, found->lat) ? found : std::nullopt;
}

// Rows without an id of their own are told apart by what they say.
std::string id_of(const Row& row) {
    if (std::string id = row.text(Field::id); !id.empty()) return id;
    std::string all;
    for (const std::string& value : row.table.rows[row.index]) all += value + '\x1f';
    return fmt::format("{:016x}", hash_bytes(all.data(), all.size()));
}

void read_report(const Row& row, const RowSettings& settings, ReadRows& out) {
    const std::string category = row.text(Field::category), words = row.text(Field::description), detail = row.text(Field::detail), when = row.text(Field::time);
    if (category.empty() && words.empty() && detail.empty()) return out.left_out.push_back({row.line(), BadRow::no_words});
    const auto at = instant_from_text(when, settings.zone);
    if (!when.empty() && !at) return out.left_out.push_back({row.line(), BadRow::no_time});
    const auto place = place_of(row);
    const std::string address = row.text(Field::address);
    if (!place) return out.left_out.push_back({row.line(), BadRow::no_place});
    const std::string ours = mapped_category(settings.categories, category, detail);
    // What they called it stays readable once it is called as we do.
    std::string told;
    for (const std::string& part : {ours.empty() ? std::string{} : category, detail, words})
        if (!part.empty()) told += (told.empty() ? "" : "\n") + part;
    json report{{"category", ours.empty() ? category : ours}, {"description", told}, {"place", {place->lon, place->lat}}};
    if (!address.empty()) report["address"] = address;
    if (const std::string quartier = row.text(Field::quartier); !quartier.empty()) report["quartier"] = quartier;
    if (const std::string channel = row.text(Field::channel); !channel.empty()) report["channel"] = channel;
    if (at) report["received_at"] = *at;
    Change c;
    c.kind = VIGIE_KIND_REPORT;
    c.id = id_of(row);
    c.json = dumped(report);
    if (at) c.at_ms = *at;
    out.changes.push_back(std::move(c));
}

// A meter is told once for each table, with the sensor that its readings go to.
class Meters {
public:
    Meters(const RowSettings& settings, ReadRows& out) : settings_(settings), out_(out) {}
    void tell(const std::string& id, const std::string& unit) {
        const auto [known, is_new] = units_.emplace(id, unit);
        if (!is_new) return;
        json sensor{{"name", id}, {"code", id}};
        if (!unit.empty()) sensor["unit"] = unit;
        add(VIGIE_KIND_SENSOR, id, sensor);
        if (settings_.fluid.empty()) return;
        json meter{{"name", id}, {"code", id}, {"fluid", settings_.fluid}, {"sensor", id}};
        if (!unit.empty()) meter["unit"] = unit;
        add(VIGIE_KIND_METER, id, meter);
    }

private:
    void add(std::uint32_t kind, const std::string& id, const json& entity) {
        Change c;
        c.kind = kind;
        c.id = id;
        c.json = dumped(entity);
        out_.changes.push_back(std::move(c));
    }
    const RowSettings& settings_;
    ReadRows& out_;
    std::map<std::string, std::string> units_;
};

void read_readings(const Table& table, const std::vector<Field>& fields, const RowSettings& settings, ReadRows& out) {
    Meters meters(settings, out);
    const auto values = std::ranges::count(fields, Field::value);
    const bool has_id = std::ranges::find(fields, Field::id) != fields.end();
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        const Row row{table, fields, i};
        const auto at = instant_from_text(row.text(Field::time), settings.zone);
        const std::string id = row.text(Field::id), unit = row.text(Field::unit);
        if (!at || (has_id && id.empty())) {
            out.left_out.push_back({row.line(), at ? BadRow::no_id : BadRow::no_time});
            continue;
        }
        for (std::size_t c = 0; c < fields.size() && c < table.rows[i].size(); ++c) {
            if (fields[c] != Field::value) continue;
            const double value = number_from_text(table.rows[i][c]);
            if (std::isnan(value)) {  // an empty one of many is a meter that said nothing then
                if (values == 1 || !table.rows[i][c].empty()) out.left_out.push_back({row.line(), BadRow::no_value});
                continue;
            }
            const std::string heading = unit_in_heading(table.columns[c]);
            const std::string sensor = has_id ? (values == 1 ? id : id + "/" + table.columns[c]) : values == 1 ? table.file : table.columns[c];
            meters.tell(sensor, !unit.empty() ? unit : !heading.empty() ? heading : settings.unit);
            Change o;
            o.op = VIGIE_OP_OBSERVE;
            o.kind = VIGIE_KIND_SENSOR;
            o.id = sensor;
            o.value = value;
            o.at_ms = *at;
            out.changes.push_back(std::move(o));
        }
    }
}

struct Clock {
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
};

std::optional<std::int64_t> instant_of(const Clock& c, const std::string& zone) {
    const std::chrono::year_month_day date{std::chrono::year(c.year), std::chrono::month(static_cast<unsigned>(c.month)), std::chrono::day(static_cast<unsigned>(c.day))};
    if (!date.ok() || c.hour > 24 || c.minute > 59 || c.second > 60 || c.hour < 0 || c.minute < 0 || c.second < 0) return {};
    const LocalTime local = std::chrono::local_days(date) + std::chrono::hours(c.hour) + std::chrono::minutes(c.minute) + std::chrono::seconds(c.second);
    return ms_since_epoch(utc_from_local(local, zone));
}

} // namespace

std::optional<std::int64_t> instant_from_text(std::string_view text, const std::string& zone) {
    const std::string s(text.substr(0, 40));
    Clock c;
    char separator = 0;
    int read = 0;
    // Day first, as France writes; a year of two figures is of this century or the last.
    if (std::sscanf(s.c_str(), "%2d%c%2d%*1[/.-]%4d%n", &c.day, &separator, &c.month, &c.year, &read) == 4 && c.day <= 31 && (separator == '/' || separator == '.' || separator == '-')) {
        if (c.year < 100) c.year += c.year < 70 ? 2000 : 1900;
        std::string_view rest = std::string_view(s).substr(static_cast<std::size_t>(read));
        if (rest.empty()) return instant_of(c, zone);
        const std::string time(rest.substr(1));
        int used = 0;
        if (std::sscanf(time.c_str(), "%2d%*1[:hH]%2d%n", &c.hour, &c.minute, &used) < 2) return {};
        if (time[static_cast<std::size_t>(used)] == ':' && std::sscanf(time.c_str() + used, ":%2d", &c.second) != 1) return {};
        return instant_of(c, zone);
    }
    const MaybeTime time = time_from_rfc3339(s.size() == 16 ? s + ":00" : s);
    if (!time) return {};
    const std::size_t clock = s.find_first_of("Tt ");
    const bool with_zone = clock != std::string::npos && s.find_first_of("Zz+-", clock) != std::string::npos;
    return ms_since_epoch(with_zone ? *time : utc_from_local(LocalTime{time->time_since_epoch()}, zone));
}

std::string unit_in_heading(std::string_view heading) {
    const std::size_t open = heading.find_last_of("[("), close = heading.find_last_of("])");
    if (open == heading.npos || close == heading.npos || close < open) return {};
    const std::string_view inside = heading.substr(open + 1, close - open - 1);
    constexpr std::array units{std::pair{"kWh", "kW.h"}, std::pair{"Wh", "W.h"}, std::pair{"MWh", "MW.h"}, std::pair{"kW", "kW"}, std::pair{"W", "W"},
                               std::pair{"m3", "m3"}, std::pair{"m³", "m3"}, std::pair{"l", "L"}, std::pair{"L", "L"}, std::pair{"litres", "L"}, std::pair{"°C", "Cel"}, std::pair{"C", "Cel"}};
    const auto at = std::ranges::find_if(units, [&](const auto& u) { return inside == u.first; });
    return at == units.end() ? std::string{} : at->second;
}

std::vector<std::string> categories_in(const Table& table, const std::vector<Field>& fields, std::size_t limit) {
    std::map<std::string, std::size_t> counted;
    for (std::size_t i = 0; i < table.rows.size(); ++i)
        if (std::string category = Row{table, fields, i}.text(Field::category); !category.empty()) ++counted[category];
    std::vector<std::pair<std::string, std::size_t>> all(counted.begin(), counted.end());
    std::ranges::stable_sort(all, [](const auto& a, const auto& b) { return a.second > b.second; });
    std::vector<std::string> out;
    for (auto& [category, n] : all)
        if (out.size() < limit) out.push_back(category);
    return out;
}

ReadRows read_rows(const Table& table, const std::vector<Field>& fields, const RowSettings& settings) {
    ReadRows out;
    if (settings.content == Content::readings) read_readings(table, fields, settings, out);
    else
        for (std::size_t i = 0; i < table.rows.size(); ++i) read_report({table, fields, i}, settings, out);
    return out;
}

} // namespace vigie::gis::folder
