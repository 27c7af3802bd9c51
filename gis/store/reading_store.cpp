#include "gis/store/reading_store.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <span>

namespace vigie::gis {

namespace {

constexpr std::int64_t day_s = 86'400;

std::int64_t seconds(Time t) { return std::chrono::floor<Seconds>(t).time_since_epoch().count(); }
std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

// What a row spans, and when the row of the step at `begin` begins: the same for every step of that phase.
std::int64_t row_span(std::int64_t step) { return step == day_s ? 32 * day_s : step < day_s && day_s % step == 0 ? day_s : step; }
std::int64_t steps_in_row(std::int64_t step) { return row_span(step) / step; }
std::int64_t row_begin(std::int64_t begin, std::int64_t step) {
    if (steps_in_row(step) == 1) return begin;
    const std::int64_t phase = begin - floor_div(begin, step) * step;
    return floor_div(begin - phase, row_span(step)) * row_span(step) + phase;
}

static_assert(std::endian::native == std::endian::little, "rows of readings are little-endian");

std::vector<double> values_of(std::string_view bytes) {
    std::vector<double> out(bytes.size() / sizeof(double));
    std::memcpy(out.data(), bytes.data(), out.size() * sizeof(double));
    return out;
}

struct Row {
    std::int64_t meter, begin, step, batch;
};

bool write_row(Database& db, const Row& row, std::int64_t at, std::span<const double> fresh) {
    const auto count = static_cast<std::size_t>(steps_in_row(row.step));
    std::vector<double> values;
    if (fresh.size() < count || std::ranges::any_of(fresh, [](double v) { return std::isnan(v); })) {
        Statement s = db.prepare("SELECT value FROM reading WHERE meter=? AND begin=? AND step=? AND batch=?");
        if (!s.ok()) return false;
        s.bind(1, row.meter);
        s.bind(2, row.begin);
        s.bind(3, row.step);
        s.bind(4, row.batch);
        if (s.step()) values = values_of(s.blob(0));
        if (s.failed() != 0) return false;
        s.reset();
    }
    values.resize(count, no_reading);
    const auto first = static_cast<std::size_t>((at - row.begin) / row.step);
    for (std::size_t i = 0; i < fresh.size(); ++i)
        if (!std::isnan(fresh[i])) values[first + i] = fresh[i];
    Statement s = db.prepare("INSERT OR REPLACE INTO reading VALUES (?,?,?,?,?)");
    if (!s.ok()) return false;
    s.bind(1, row.meter);
    s.bind(2, row.begin);
    s.bind(3, row.step);
    s.bind(4, row.batch);
    s.bind_blob(5, {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(double)});
    return s.run();
}

} // namespace

bool write_readings(Database& db, const MeterReadings& readings, std::int64_t batch) {
    const std::int64_t step = readings.step.count();
    if (step <= 0) return true;
    std::int64_t at = seconds(readings.from);
    for (std::size_t i = 0; i < readings.values.size();) {
        const std::int64_t begin = row_begin(at, step);
        const std::size_t room = static_cast<std::size_t>(steps_in_row(step) - (at - begin) / step), count = std::min(room, readings.values.size() - i);
        const std::span<const double> values = std::span(readings.values).subspan(i, count);
        if (!std::ranges::all_of(values, [](double v) { return std::isnan(v); }) &&
            !write_row(db, {static_cast<std::int64_t>(readings.meter.value), begin, step, batch}, at, values))
            return false;
        i += count;
        at += step * static_cast<std::int64_t>(count);
    }
    return true;
}

std::vector<MeterReadings> read_readings(Database& db, MeterId meter, Time from, Time to) {
    std::vector<MeterReadings> out;
    Statement s = db.prepare("SELECT begin, step, value FROM reading WHERE meter=?1 AND begin>=?2 AND begin<?3 AND "
                             "(batch=0 OR batch IN (SELECT value FROM json_each((SELECT value FROM setting WHERE key='readings_kept')))) ORDER BY begin, step, batch");
    if (!s.ok()) return out;
    s.bind(1, static_cast<std::int64_t>(meter.value));
    s.bind(2, seconds(from));
    s.bind(3, seconds(to));
    while (s.step()) {
        MeterReadings row{meter, time_from_ms(s.integer(0) * 1'000), Seconds{s.integer(1)}, values_of(s.blob(2))};
        if (!row.values.empty() && row.step.count() > 0) out.push_back(std::move(row));
    }
    return out;
}

} // namespace vigie::gis
