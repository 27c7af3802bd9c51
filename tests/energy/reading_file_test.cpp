// Files of readings as they are: Enedis, GRDF, a water supplier, one column for each meter; the real ones where they are there.
#include <cmath>
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>

#include "gis/energy/reading_file.hpp"
#include "gis/model/entity_json.hpp"
#include "tests/layers/shared_data.hpp"

using namespace vigie::gis;

namespace {

Meter meter(std::uint64_t id, const char* code, const char* fluid, const char* unit) {
    Meter m;
    m.id = MeterId{id};
    m.code = code;
    m.name = std::string("Compteur ") + code;
    m.fluid = fluid;
    m.unit = unit;
    return m;
}
ReadReadingFile must(Result<ReadReadingFile> read) {
    if (!read) FAIL(read.error().text.key + " " + read.error().detail);
    return std::move(*read);
}
double sum(const ReadReadingFile& read, MeterId meter = {}) {
    double all = 0;
    for (const MeterReadings& r : read.readings)
        if (!meter || r.meter == meter)
            for (const double v : r.values) all += std::isnan(v) ? 0 : v;
    return all;
}
bool has(const ReadReadingFile& read, const char* key) {
    return std::ranges::any_of(read.notices, [&](const Notice& n) { return n.text.key == key; });
}

} // namespace

TEST_CASE("an Enedis load curve in watts becomes kWh, its times being the ends of the steps") {
    const ReadingContext c{{meter(1, "12345678901234", "electricity", "kWh")}, {}, "Europe/Paris", {}};
    const auto read = must(read_reading_text(
        "Identifiant PRM;Type de donnees;Date de debut;Date de fin;Grandeur physique;Grandeur metier;Etape metier;Unite;Pas en minutes\r\n"
        "12345678901234;Courbe de charge;24/11/2026;25/11/2026;Energie active;Consommation;Comptage Brut;W;\r\n"
        "Horodate;Valeur\r\n2026-11-24T00:30:00+01:00;2000\r\n2026-11-24T01:00:00+01:00;4000\r\n2026-11-24T01:30:00+01:00;1000\r\n", "R63.csv", c));
    REQUIRE(read.readings.size() == 1);
    CHECK(read.readings[0].from == *time_from_rfc3339("2026-11-24T00:00:00+01:00"));
    CHECK(read.readings[0].step == Seconds{1800});
    CHECK(read.readings[0].values == std::vector<double>{1, 2, 0.5});
    CHECK(read.notices.empty());
}

TEST_CASE("GRDF's days are read in the unit of the meter, decimal comma and Windows-1252 included") {
    const std::string csv = "Date de relev\xE9;Volume consomm\xE9 (m3);Energie consomm\xE9" "e (kWh)\n24/11/2026;10,5;118,2\n25/11/2026;11,0;123,9\n26/11/2026;;\n27/11/2026;9,0;101,0\n";
    for (const char* unit : {"kWh", "m3"}) {
        const ReadingContext c{{meter(1, "GI000123", "gas", unit)}, {}, "Europe/Paris", {}};
        const auto read = must(read_reading_text(csv, "GI000123.csv", c));
        CHECK(std::abs(sum(read) - (std::string(unit) == "kWh" ? 343.1 : 30.5)) < 1e-9);
        CHECK(read.readings[0].step == Seconds{86'400});
        CHECK(read.readings[0].from == *time_from_rfc3339("2026-11-24T00:00:00+01:00"));
    }
}

TEST_CASE("a register becomes use between its readings, whatever the time between them") {
    const ReadingContext c{{meter(1, "E-1", "water", "m3"), meter(2, "E-2", "water", "m3")}, {}, "Europe/Paris", {}};
    const auto read = must(read_reading_text("Compteur;Date;Index\nE-1;01/01/2026;100\nE-1;01/02/2026;162\nE-1;15/02/2026;5\nE-1;01/03/2026;15\nE-2;01/01/2026;7\nE-2;01/03/2026;9\nX-9;01/01/2026;1\n", "eau.csv", c));
    CHECK(sum(read, MeterId{1}) == 72);
    CHECK(sum(read, MeterId{2}) == 2);
    CHECK(has(read, "metering.file.register_back"));
    CHECK(has(read, "metering.file.strangers"));
    CHECK(read.readings[0].step == std::chrono::duration_cast<Seconds>(std::chrono::days{31}));
}

TEST_CASE("the two hours that the change of the clock makes one are both kept") {
    const ReadingContext c{{meter(1, "M", "electricity", "kWh")}, {}, "Europe/Paris", {}};
    const auto read = must(read_reading_text("Date;Valeur\n25/10/2026 00:00;1\n25/10/2026 01:00;2\n25/10/2026 02:00;3\n25/10/2026 02:00;4\n25/10/2026 03:00;5\n25/10/2026 04:00;6\n", "M.csv", c));
    REQUIRE(read.readings.size() == 1);
    CHECK(read.readings[0].values == std::vector<double>{1, 2, 3, 4, 5, 6});
    CHECK(read.readings[0].from == *time_from_rfc3339("2026-10-24T22:00:00Z"));
}

TEST_CASE("a file that says nothing usable is refused with what to do") {
    const ReadingContext c{{meter(1, "M", "electricity", "kWh")}, {}, "Europe/Paris", {}};
    for (const auto& [text, key] : {std::pair{"", "metering.file.empty"}, {"a;b\n1;2\n", "metering.file.no_time"}, {"Date;Valeur\n01/01/2026;3\n02/01/2026;3\n", "metering.file.no_meter"}}) {
        const auto read = read_reading_text(text, "inconnu.csv", c);
        REQUIRE_FALSE(read);
        CHECK(read.error().text.key == key);
    }
}

TEST_CASE("what files call a meter otherwise is told to them") {
    const ReadingContext c{{meter(1, "M", "electricity", "kWh")}, {}, "Europe/Paris", R"({"meters":{"Compteur général":"M"}})"};
    const auto read = must(read_reading_text("Date;Compteur;Valeur\n01/01/2026;Compteur général;3\n02/01/2026;Compteur général;4\n", "x.csv", c));
    CHECK(sum(read) == 7);
}

TEST_CASE("twenty buildings side by side are twenty meters") {
    const auto file = shared_data("energy/cambridge_buildings/electricity_2019_jan-apr_hourly_kWh.csv");
    ReadingContext c{{}, {}, "UTC", {}};
    for (const int b : {0, 1, 2, 4, 5, 8, 13, 16, 19, 20, 22, 24, 25, 27, 28, 30, 31, 32, 33}) {
        const std::string code = "UCam_Building_b" + std::to_string(b);
        c.meters.push_back(meter(static_cast<std::uint64_t>(b) + 1, code.c_str(), "electricity", "kWh"));
    }
    const auto read = must(read_reading_file(file, c));
    CHECK(read.meters == 19);
    CHECK(read.rows == 2880);
    CHECK(has(read, "metering.file.strangers"));  // the twentieth is not of the commune: named, not lost in silence
    std::size_t values = 0;
    for (const MeterReadings& r : read.readings) {
        CHECK(r.step == Seconds{3600});
        if (r.meter == MeterId{1}) values += r.values.size();
    }
    CHECK(values == 2880);
    // The original file of one building says the same.
    const auto original = shared_data("energy/cambridge_buildings/original_UCam_Building_b0_electricity_2019.csv");
    const ReadingContext one{{meter(1, "original_UCam_Building_b0_electricity_2019", "electricity", "kWh")}, {}, "UTC", {}};
    const auto alone = must(read_reading_file(original, one));
    double first_months = 0;
    for (const MeterReadings& r : alone.readings)
        for (std::size_t i = 0; i < r.values.size(); ++i)
            if (r.from + r.step * static_cast<std::int64_t>(i) < *time_from_rfc3339("2019-05-01T00:00:00Z")) first_months += r.values[i];
    CHECK(std::abs(first_months - sum(read, MeterId{1})) < 1e-6);
}

TEST_CASE("the water meters of Alicante are read as registers, and what goes back is a gap") {
    const auto file = shared_data("energy/water_alicante/swm_trialA_clean_subset_2016-03_04.csv");
    std::ifstream in(file);
    ReadingContext c{{}, {}, "Europe/Madrid", {}};
    std::string line;
    std::getline(in, line);
    std::map<std::string, std::pair<double, double>> ends;
    while (std::getline(in, line)) {
        const std::string key = line.substr(0, line.find(';'));
        const double shown = std::strtod(line.c_str() + line.find(';', line.find(';') + 1) + 1, nullptr);
        if (!ends.contains(key)) ends[key] = {shown, shown}, c.meters.push_back(meter(ends.size(), key.c_str(), "water", "L"));
        ends[key].second = shown;
    }
    const auto read = must(read_reading_file(file, c));
    CHECK(read.meters == 20);
    CHECK(read.rows == 27'159);
    std::size_t exact = 0;
    for (const Meter& m : c.meters) exact += std::abs(sum(read, m.id) - (ends[m.code].second - ends[m.code].first)) < 0.5 ? 1 : 0;
    CHECK(exact >= 14);  // the others have registers that go back
    CHECK(has(read, "metering.file.register_back"));
}
