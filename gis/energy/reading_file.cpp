#include "gis/energy/reading_file.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <set>

#include <nlohmann/json.hpp>

#include "gis/backends/folder/rows.hpp"
#include "gis/layers/csv_table.hpp"
#include "gis/layers/encodings.hpp"
#include "gis/layers/folding.hpp"
#include "gis/model/foreign_json.hpp"
#include "gis/model/zone.hpp"

namespace vigie::gis {

namespace {

constexpr std::uintmax_t most_bytes = 256u << 20;
constexpr std::size_t lines_before_heading = 12, names_told = 8;
constexpr std::int64_t day_s = 86'400;

bool has_word(const std::string& folded, std::initializer_list<std::string_view> wanted) {
    const auto words = words_of(folded);
    return std::ranges::any_of(wanted, [&](std::string_view w) { return std::ranges::find(words, w) != words.end(); });
}

enum class Role : std::uint8_t { none, time, clock, meter, use, power, shown };

// What a heading stands for, and the unit that it names.
struct Heading {
    Role role = Role::none;
    std::string unit;
};

Heading heading_of(const std::string& name) {
    const std::string folded = folded_plain(name);
    Heading out{Role::none, folder::unit_in_heading(name)};
    const auto unit_word = [&](std::initializer_list<std::string_view> words, const char* unit) {
        if (out.unit.empty() && has_word(folded, words)) out.unit = unit;
    };
    unit_word({"kwh"}, "kWh"), unit_word({"wh"}, "Wh"), unit_word({"mwh"}, "MWh"), unit_word({"m3"}, "m3"), unit_word({"kw"}, "kW"), unit_word({"litres", "litre"}, "L");
    if (has_word(folded, {"horodate", "datetime", "date", "jour", "timestamp", "time"})) out.role = Role::time;
    else if (has_word(folded, {"heure", "hour"})) out.role = Role::clock;
    else if (has_word(folded, {"index", "reading", "registre", "releve"})) out.role = Role::shown;
    else if (has_word(folded, {"prm", "pdl", "pce", "compteur", "identifiant", "matricule", "key", "meter", "numero"})) out.role = Role::meter;
    else if (has_word(folded, {"puissance", "power"}) || out.unit == "kW" || out.unit == "W") out.role = Role::power;
    else if (has_word(folded, {"valeur", "value", "conso", "consommation", "consomme", "consommee", "energie", "energy", "volume", "quantite", "diff", "load"}) || !out.unit.empty()) out.role = Role::use;
    return out;
}

std::string digits_of(std::string_view text) {
    std::string out;
    for (const char c : text)
        if (c >= '0' && c <= '9') out += c;
    return out;
}

struct Reader {
    const ReadingContext& context;
    const std::string& file;
    ReadReadingFile out;
    nlohmann::json taught;  // said in the file → code
    std::map<std::string, const Meter*> known;  // by what the file calls them
    std::vector<std::string> strangers;

    void note(Severity severity, const char* key, std::vector<std::pair<std::string, std::string>> args = {}) {
        out.notices.push_back({severity, file, {key, std::move(args)}, {std::string(key) + ".remedy", {}}});
    }

    const Meter* by_code(const std::string& code) const {
        const auto at = std::ranges::find(context.meters, code, &Meter::code);
        return at == context.meters.end() || code.empty() ? nullptr : &*at;
    }

    // By its code, by the digits of a delivery point, by its name, by the name of a building that has one such meter.
    const Meter* find(const std::string& said) {
        if (const auto at = known.find(said); at != known.end()) return at->second;
        const Meter* meter = by_code(said);
        if (!meter && taught.contains(said) && taught[said].is_string()) meter = by_code(taught[said].get<std::string>());
        const std::string digits = digits_of(said), folded = folded_plain(said);
        if (!meter && digits.size() >= 8)
            for (const Meter& m : context.meters)
                if (digits_of(m.code) == digits) meter = &m;
        if (!meter && !folded.empty())
            for (const Meter& m : context.meters)
                if (folded_plain(m.name) == folded) meter = &m;
        if (!meter && !folded.empty())
            for (const Building& b : context.buildings) {
                if (folded_plain(b.name) != folded) continue;
                std::vector<const Meter*> own;
                for (const Meter& m : context.meters)
                    if (m.building == b.id) own.push_back(&m);
                if (own.size() == 1) meter = own.front();
            }
        known[said] = meter;
        if (!meter) strangers.push_back(said);
        return meter;
    }
};

struct Point {
    std::int64_t at = 0;  // seconds since 1970
    double value = 0;
};

struct Series {
    const Meter* meter = nullptr;
    std::string said, unit;
    Role role = Role::use;
    std::vector<Point> points;
    std::size_t unread = 0;
};

// The length that most steps have.
std::int64_t usual_step(const std::vector<Point>& points) {
    std::map<std::int64_t, int> count;
    for (std::size_t i = 1; i < points.size(); ++i)
        if (const std::int64_t d = points[i].at - points[i - 1].at; d > 0) ++count[(d + 30) / 60 * 60];
    std::int64_t best = 0;
    int most = 0;
    for (const auto& [step, n] : count)
        if (n > most) most = n, best = step;
    return best;
}

// The length of a step that begins (or ends) there: a day or a month of the wall clock is as long as the next one says.
std::int64_t step_at(const std::vector<Point>& points, std::size_t i, std::int64_t usual) {
    const std::int64_t next = i + 1 < points.size() ? points[i + 1].at - points[i].at : usual;
    if (usual >= 23 * 3600 && usual <= 25 * 3600) return std::abs(next - usual) <= 7200 ? next : usual;
    if (usual > 25 * day_s) return next >= 25 * day_s && next <= 40 * day_s ? next : usual;
    return usual;
}

void add_step(std::vector<MeterReadings>& out, const Meter& meter, std::int64_t from, std::int64_t step, double value) {
    const Time at = time_from_ms(from * 1'000);
    if (!out.empty() && out.back().meter == meter.id && out.back().step.count() == step && out.back().end() == at) out.back().values.push_back(value);
    else out.push_back({meter.id, at, Seconds{step}, {value}});
}

// A wall clock that goes back by an hour says the same time twice: the second one is an hour later.
void untangle(std::vector<Point>& points, const std::string& zone) {
    for (std::size_t i = 1; i < points.size(); ++i) {
        const std::int64_t back = points[i - 1].at - points[i].at;
        if (back < 0 || back > 3600) continue;
        const Time t = time_from_ms(points[i].at * 1'000);
        if (local_from_utc(t + std::chrono::hours{1}, zone) == local_from_utc(t, zone)) points[i].at += 3600;
    }
}

void take(Reader& in, Series& series, bool stamped_at_end) {
    if (!series.meter || series.points.empty()) return;
    untangle(series.points, in.context.zone);
    std::ranges::stable_sort(series.points, {}, &Point::at);
    const std::int64_t usual = usual_step(series.points);
    if (usual == 0) return in.note(Severity::warning, "metering.file.one_value", {{"meter", series.said}});
    double factor = 1;
    const bool power = series.role == Role::power || series.unit == "W" || series.unit == "kW";
    if (power) {
        const auto to = unit_factor("kWh", series.meter->unit.empty() ? "kWh" : series.meter->unit);
        if (!to) return in.note(Severity::warning, "metering.file.other_unit", {{"meter", series.said}, {"unit", series.unit}});
        factor = (series.unit == "W" ? 0.001 : 1) * *to;
    } else if (!series.unit.empty() && !series.meter->unit.empty()) {
        const auto to = unit_factor(series.unit, series.meter->unit);
        if (!to) return in.note(Severity::warning, "metering.file.other_unit", {{"meter", series.said}, {"unit", series.unit}});
        factor = *to;
    }
    std::size_t back = 0;
    const auto& p = series.points;
    for (std::size_t i = 0; i < p.size(); ++i) {
        if (i + 1 < p.size() && p[i + 1].at == p[i].at) continue;  // said again: the last one counts
        if (series.role == Role::shown) {
            if (i + 1 >= p.size()) break;
            std::size_t next = i + 1;
            while (next + 1 < p.size() && p[next + 1].at == p[next].at) ++next;
            const double use = p[next].value - p[i].value;
            if (use < 0) ++back;
            else if (const std::int64_t step = p[next].at - p[i].at; step > 0 && step <= 400 * day_s) add_step(in.out.readings, *series.meter, p[i].at, step, use * factor);
            continue;
        }
        const std::int64_t step = step_at(p, i, usual);
        const double use = p[i].value * factor * (power ? static_cast<double>(step) / 3600 : 1);
        if (use < 0) { ++series.unread; continue; }
        add_step(in.out.readings, *series.meter, stamped_at_end ? p[i].at - usual : p[i].at, step, use);
    }
    if (back > 0) in.note(Severity::warning, "metering.file.register_back", {{"meter", series.said}, {"n", std::to_string(back)}});
    if (series.unread > 0) in.note(Severity::warning, "metering.file.unread", {{"meter", series.said}, {"n", std::to_string(series.unread)}});
}

// Lines before the heading that say whose the file is: the number of the delivery point, the unit.
struct Preamble {
    std::size_t skip = 0;  // bytes
    std::string meter, unit;
};

Preamble preamble_of(const std::string& text) {
    Preamble out;
    std::size_t at = 0, heading = std::string::npos;
    for (std::size_t line = 0; line < lines_before_heading && at < text.size(); ++line) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::string folded = folded_plain(std::string_view(text).substr(at, end - at));
        // The heading that a value stands under, not « Date de debut » of what is asked for.
        if (has_word(folded, {"horodate", "datetime", "date", "jour", "timestamp", "time"}) && !has_word(folded, {"debut", "fin"})) { heading = at; break; }
        at = end + 1;
    }
    if (heading == std::string::npos || heading == 0) return out;
    out.skip = heading;
    std::string digits;
    const std::string before = text.substr(0, heading);
    for (std::size_t i = 0; i <= before.size(); ++i) {
        if (i < before.size() && before[i] >= '0' && before[i] <= '9') { digits += before[i]; continue; }
        if (digits.size() == 14 && out.meter.empty()) out.meter = digits;
        digits.clear();
    }
    const std::string folded = folded_plain(before);
    out.unit = has_word(folded, {"kwh"}) ? "kWh" : has_word(folded, {"wh"}) ? "Wh" : has_word(folded, {"kw"}) ? "kW" : has_word(folded, {"w"}) ? "W" : has_word(folded, {"m3"}) ? "m3" : "";
    return out;
}

} // namespace

Result<ReadReadingFile> read_reading_text(std::string bytes, const std::string& name, const ReadingContext& context) {
    const std::string text = decode_text(std::move(bytes)).text;
    const Preamble before = preamble_of(text);
    const CsvTable table = read_csv(text.substr(before.skip), "UTF-8");
    const auto fail = [&](const char* key) { return Error{ErrorClass::input, {key, {{"file", name}}}, {std::string(key) + ".remedy", {}}, {}}; };
    if (table.rows == 0 || table.columns.empty()) return fail("metering.file.empty");

    Reader in{context, name, {}, foreign_json(context.mapping), {}, {}};
    in.taught = in.taught.is_object() && in.taught.contains("meters") && in.taught["meters"].is_object() ? in.taught["meters"] : nlohmann::json::object();
    std::vector<Heading> headings;
    for (const Column& c : table.columns) headings.push_back(heading_of(c.name));
    const auto first = [&](Role role) { return static_cast<std::size_t>(std::ranges::find(headings, role, &Heading::role) - headings.begin()); };
    const std::size_t none = headings.size(), time = first(Role::time), clock = first(Role::clock), meter = first(Role::meter);
    if (time == none) return fail("metering.file.no_time");
    const bool by_end = has_word(folded_plain(table.columns[time].name), {"horodate"});

    // One column for each meter: what no heading explains and a meter bears as its name; else what is read for one meter.
    std::vector<std::size_t> values;
    for (std::size_t c = 0; c < none; ++c)
        if (c != time && c != clock && c != meter && headings[c].role == Role::none) values.push_back(c);
    const bool long_form = meter != none || first(Role::use) != none || first(Role::power) != none || first(Role::shown) != none;
    const bool wide = !values.empty() && (!long_form || std::ranges::any_of(values, [&](std::size_t c) { return in.by_code(table.columns[c].name) != nullptr; }));
    std::map<std::string, Series> all;
    const auto read_row = [&](std::size_t row, std::size_t column, const std::string& said, Role role, const std::string& unit) {
        Series& s = all[said];
        if (s.points.empty() && s.said.empty()) s.said = said, s.role = role, s.unit = unit, s.meter = in.find(said);
        if (!s.meter) return;
        std::string when(table.columns[time].text(row));
        if (clock != none) when += ' ' + std::string(table.columns[clock].text(row));
        const auto at = folder::instant_from_text(when, context.zone);
        const std::string_view shown = table.columns[column].text(row);
        const double value = number_from_text(shown);
        if (shown.empty()) return;
        if (!at || std::isnan(value)) { ++s.unread; return; }
        s.points.push_back({*at / 1'000, value});
    };
    if (wide) {
        for (const std::size_t c : values)
            for (std::size_t row = 0; row < table.rows; ++row) read_row(row, c, table.columns[c].name, Role::use, headings[c].unit);
    } else {
        // A register is surer than what somebody made of it; kWh before m³ where the meter counts kWh.
        std::size_t column = first(Role::shown);
        if (column == none) column = first(Role::use);
        if (column == none) column = first(Role::power);
        if (column == none) return fail("metering.file.no_value");
        const std::string alone = !before.meter.empty() ? before.meter : std::filesystem::path(name).stem().string();
        const std::string unit = !headings[column].unit.empty() ? headings[column].unit : before.unit;
        for (std::size_t row = 0; row < table.rows; ++row) {
            const std::string said = meter == none ? alone : std::string(table.columns[meter].text(row));
            if (said.empty()) continue;
            std::size_t chosen = column;
            std::string chosen_unit = unit;
            if (const Meter* known = in.find(said); known && headings[column].role != Role::shown && !unit.empty() && !known->unit.empty() && !unit_factor(unit, known->unit))
                for (std::size_t c = 0; c < none; ++c)
                    if (headings[c].role == Role::use && !headings[c].unit.empty() && unit_factor(headings[c].unit, known->unit)) chosen = c, chosen_unit = headings[c].unit;
            read_row(row, chosen, said, headings[chosen].role, chosen_unit);
        }
    }
    in.out.rows = table.rows;
    std::set<MeterId> met;
    for (auto& [said, series] : all) {
        take(in, series, by_end);
        if (series.meter) met.insert(series.meter->id);
    }
    in.out.meters = met.size();
    if (!in.strangers.empty()) {
        std::ranges::sort(in.strangers);
        std::string list;
        for (std::size_t i = 0; i < std::min(names_told, in.strangers.size()); ++i) list += (i == 0 ? "" : ", ") + in.strangers[i];
        if (in.strangers.size() > names_told) list += "…";
        in.note(Severity::warning, "metering.file.strangers", {{"n", std::to_string(in.strangers.size())}, {"names", list}});
    }
    if (table.cut) in.note(Severity::warning, "metering.file.cut");
    if (in.out.readings.empty()) {
        Error error = fail(in.strangers.empty() ? "metering.file.nothing" : "metering.file.no_meter");
        for (const std::string& s : in.strangers) error.text.args.emplace_back("names", s);
        error.detail = in.strangers.empty() ? std::string{} : in.strangers.front();
        return error;
    }
    std::ranges::stable_sort(in.out.readings, [](const MeterReadings& a, const MeterReadings& b) { return a.meter != b.meter ? a.meter < b.meter : a.from < b.from; });
    return std::move(in.out);
}

Result<ReadReadingFile> read_reading_file(const std::filesystem::path& file, const ReadingContext& context) {
    std::error_code ec;
    const std::uintmax_t bytes = std::filesystem::file_size(file, ec);
    std::ifstream in(file, std::ios::binary);
    if (ec || !in || bytes > most_bytes)
        return Error{ErrorClass::input, {"metering.file.unreadable", {{"file", file.filename().string()}}}, {"metering.file.unreadable.remedy", {}}, {}};
    return read_reading_text({std::istreambuf_iterator<char>(in), {}}, file.filename().string(), context);
}

} // namespace vigie::gis
