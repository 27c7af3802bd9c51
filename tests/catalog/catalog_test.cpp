#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <unistd.h>
#include <filesystem>
#include <fstream>
#include <set>

#include "gis/model/catalog.hpp"

using namespace vigie::gis;
namespace fs = std::filesystem;

namespace {

const fs::path shipped = fs::path(VIGIE_SOURCE_DIR) / "assets/catalog";

struct Folder {
    fs::path path = fs::temp_directory_path() / ("vigie_catalog_" + std::to_string(std::rand()) + "_" + std::to_string(::getpid()));
    Folder() { fs::create_directories(path); }
    ~Folder() { fs::remove_all(path); }
    void write(const std::string& name, const std::string& text) const { std::ofstream(path / name, std::ios::binary) << text; }
};

bool has(const LoadedCatalog& c, const std::string& key) {
    return std::any_of(c.notices.begin(), c.notices.end(), [&](const Notice& n) { return n.text.key == key; });
}

template <class T>
std::size_t in_domain(const std::vector<T>& rows, const std::string& domain) {
    return static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), [&](const T& r) { return r.domain == domain; }));
}

// UCUM: no blank, brackets balanced, printable ASCII.
bool looks_like_ucum(const std::string& unit) {
    int square = 0, curly = 0;
    for (const char c : unit) {
        if (c < 33 || c > 126) return false;
        square += c == '[' ? 1 : c == ']' ? -1 : 0;
        curly += c == '{' ? 1 : c == '}' ? -1 : 0;
        if (square < 0 || curly < 0) return false;
    }
    return !unit.empty() && square == 0 && curly == 0;
}

} // namespace

TEST_CASE("the shipped catalogue reads without a notice") {
    const LoadedCatalog c = load_catalog({shipped});
    for (const Notice& n : c.notices) UNSCOPED_INFO(n.where << " " << n.text.key);
    CHECK(c.notices.empty());
}

TEST_CASE("every domain has assets, sensors, categories and interventions, and all eight of the field study are there") {
    const Catalog c = load_catalog({shipped}).catalog;
    std::set<std::string> ids;
    for (const Domain& d : c.domains) {
        INFO(d.id);
        ids.insert(d.id);
        CHECK(in_domain(c.asset_kinds, d.id) >= 3);
        CHECK(in_domain(c.sensor_kinds, d.id) >= 3);
        CHECK(in_domain(c.report_categories, d.id) >= 3);
        CHECK(in_domain(c.interventions, d.id) >= 3);
    }
    // Schools and municipal buildings share a chapter of the study and have a row each in the layer tree.
    CHECK(ids == std::set<std::string>{"dechets", "ecoles", "batiments", "ehpad", "eau", "proprete", "espaces_verts", "voirie", "police"});
    CHECK(c.domain("police")->restricted);
}

TEST_CASE("every name of the catalogue exists in French and in English") {
    const Catalog c = load_catalog({shipped}).catalog;
    const auto both = [](const std::string& id, const LocalName& n) {
        INFO(id);
        CHECK_FALSE(n.fr.empty());
        CHECK_FALSE(n.en.empty());
        CHECK(n.fr.find('\'') == std::string::npos);
    };
    for (const auto& r : c.domains) both(r.id, r.name);
    for (const auto& r : c.asset_kinds) both(r.id, r.name), both(r.id, r.plural);
    for (const auto& r : c.report_categories) both(r.id, r.name);
    for (const auto& r : c.skills) both(r.id, r.name);
    for (const auto& r : c.service_levels) both(std::to_string(r.severity), r.name);
    for (const auto& r : c.interventions) {
        both(r.id, r.name);
        CHECK_FALSE(r.tasks.empty());
        for (const auto& t : r.tasks) both(r.id, t);
        if (r.regulatory) both(r.id, r.rule);
    }
    for (const auto& r : c.sensor_kinds) {
        both(r.id, r.name);
        if (r.watch_above || r.alarm_above || r.watch_below || r.alarm_below) both(r.id, r.alert_title);
    }
}

TEST_CASE("sensor units are UCUM and every bounded sensor proposes an intervention") {
    const Catalog c = load_catalog({shipped}).catalog;
    for (const SensorKind& k : c.sensor_kinds) {
        INFO(k.id);
        CHECK(looks_like_ucum(k.unit));
        if (k.alarm_above || k.alarm_below) CHECK(c.intervention(k.intervention) != nullptr);
        if (k.watch_above && k.alarm_above) CHECK(*k.watch_above < *k.alarm_above);
        if (k.watch_below && k.alarm_below) CHECK(*k.watch_below > *k.alarm_below);
    }
}

TEST_CASE("report shares follow the measured mix and add up to one") {
    const Catalog c = load_catalog({shipped}).catalog;
    double all = 0, waste = 0, light = 0, roads = 0;
    for (const ReportCategory& k : c.report_categories) {
        all += k.share;
        if (k.domain == "dechets" || k.domain == "proprete") waste += k.share;
        else if (k.icon == "lightbulb_outline") light += k.share;
        else if (k.domain == "voirie") roads += k.share;
    }
    CHECK_THAT(all, Catch::Matchers::WithinAbs(1.0, 1e-9));
    CHECK_THAT(waste, Catch::Matchers::WithinAbs(0.40, 0.005));
    CHECK_THAT(roads, Catch::Matchers::WithinAbs(0.30, 0.005));
    CHECK_THAT(light, Catch::Matchers::WithinAbs(0.13, 0.005));
}

TEST_CASE("the six service levels are those of the field study") {
    const Catalog c = load_catalog({shipped}).catalog;
    REQUIRE(c.service_levels.size() == 6);
    CHECK(c.service_level(1)->delay == std::chrono::hours(2));
    CHECK(c.service_level(1)->around_the_clock);
    CHECK(c.service_level(2)->delay == std::chrono::hours(24));
    CHECK_FALSE(c.service_level(4)->around_the_clock);
    CHECK(c.service_level(7) == nullptr);
}

TEST_CASE("working-time law and who may go beyond are data, delivered as the program knows them and changed by a commune") {
    const Catalog shipped_catalog = load_catalog({shipped}).catalog;
    const Catalog known;
    const auto limits = [](const WorkingTime& w) {
        std::vector<std::int64_t> out;
        for (const LegalLimit* l : {&w.day_work_max, &w.day_span_max, &w.day_rest_min, &w.week_work_max, &w.week_rest_min, &w.unbroken_work_max, &w.break_min, &w.average_work_max,
                                    &w.average_span, &w.night_from, &w.night_to, &w.night_share, &w.night_work_max})
            out.push_back(l->value.count());
        return out;
    };
    CHECK(limits(shipped_catalog.working_time) == limits(known.working_time));
    for (const char* role : {"director", "dispatcher", "agent", "council"}) CHECK(shipped_catalog.may_override(role) == known.may_override(role));
    CHECK(shipped_catalog.may_override("dispatcher"));
    CHECK_FALSE(shipped_catalog.may_override("agent"));
    const Folder folder;
    folder.write("x.json", R"({"working_time": [{"id": "average_span", "weeks": 10, "source": "accord"}, {"id": "night_from", "hours": 21, "source": "accord"}],
                               "overrides": [{"id": "dispatcher", "allowed": false}, {"id": "agent"}, {"id": "stagiaire"}]})");
    const LoadedCatalog own = load_catalog({folder.path});
    CHECK(own.catalog.working_time.average_span.value == std::chrono::weeks(10));
    CHECK(own.catalog.working_time.night_from.value == std::chrono::hours(21));
    CHECK(own.catalog.working_time.average_work_max.value == std::chrono::hours(44));
    CHECK(own.catalog.may_override("director"));
    CHECK_FALSE(own.catalog.may_override("dispatcher"));
    CHECK(own.catalog.may_override("agent"));
    CHECK(own.notices.size() == 1);  // nobody knows that post
}

TEST_CASE("a broken file gives a notice with its line and the other files are kept") {
    const Folder folder;
    folder.write("a.json", "{\n  \"skills\": [\n    {\"id\": \"B\", \"name\": \"permis B\"},\n  ]\n}\n");
    folder.write("b.json", R"({"skills": [{"id": "C", "name": {"fr": "permis C", "en": "lorry"}}]})");
    const LoadedCatalog c = load_catalog({folder.path});
    REQUIRE(c.notices.size() == 1);
    CHECK(c.notices[0].where == "a.json:4");
    CHECK(c.notices[0].severity == Severity::error);
    CHECK_FALSE(c.notices[0].remedy.empty());
    REQUIRE(c.catalog.skills.size() == 1);
    CHECK(c.catalog.skill("C")->name.in("en") == "lorry");
}

TEST_CASE("a bad entry is left out with a notice naming its line, its good neighbours stay") {
    const Folder folder;
    folder.write("x.json", R"({
  "domains": [{"id": "d", "name": "D"}],
  "asset_kinds": [
    {"id": "good", "domain": "d", "name": "Bon", "geometry": "point", "style": "tree"},
    {"id": "bad", "domain": "d", "name": "Mauvais", "geometry": "cube", "style": "tree"},
    {"domain": "d", "name": "Sans nom", "geometry": "point"},
    17
  ],
  "sensor_kinds": [
    {"id": "s", "domain": "d", "name": "S", "unit": "bar", "expected_interval_s": -5, "colour": "red"},
    {"id": "t", "domain": "d", "name": "T", "unit": "bar", "watch_above": 9, "alarm_above": 3}
  ],
  "salads": []
})");
    const LoadedCatalog c = load_catalog({folder.path});
    CHECK(c.catalog.asset_kinds.size() == 1);
    CHECK(c.catalog.asset_kind("good") != nullptr);
    REQUIRE(c.catalog.sensor_kind("s") != nullptr);
    CHECK(c.catalog.sensor_kind("s")->expected_interval == Seconds{900});
    CHECK_FALSE(c.catalog.sensor_kind("t")->alarm_above.has_value());
    CHECK(has(c, "catalog.bad_geometry"));
    CHECK(has(c, "catalog.missing"));
    CHECK(has(c, "catalog.not_an_object"));
    CHECK(has(c, "catalog.out_of_range"));
    CHECK(has(c, "catalog.unknown_member"));
    CHECK(has(c, "catalog.bounds_disagree"));
    CHECK(has(c, "catalog.unknown_section"));
    const auto bad = std::find_if(c.notices.begin(), c.notices.end(), [](const Notice& n) { return n.text.key == "catalog.bad_geometry"; });
    CHECK(bad->where == "x.json:5");
}

TEST_CASE("a reference that leads nowhere is told and the entry is kept") {
    const Folder folder;
    folder.write("x.json", R"({"report_categories": [{"id": "r", "domain": "nulle_part", "name": "R", "intervention": "rien"}]})");
    const LoadedCatalog c = load_catalog({folder.path});
    CHECK(c.catalog.report_categories.size() == 1);
    CHECK(std::count_if(c.notices.begin(), c.notices.end(), [](const Notice& n) { return n.text.key == "catalog.dangling"; }) == 2);
}

TEST_CASE("the commune's own folder replaces entries by id") {
    const Folder folder;
    folder.write("commune.json", R"({"interventions": [{"id": "bouchage_nid", "domain": "voirie", "name": "Rustine", "duration_min": 25}]})");
    const LoadedCatalog base = load_catalog({shipped});
    const LoadedCatalog c = load_catalog({shipped, folder.path});
    CHECK(c.notices.empty());
    CHECK(c.catalog.intervention("bouchage_nid")->duration == Minutes{25});
    CHECK(c.catalog.interventions.size() == base.catalog.interventions.size());
}

TEST_CASE("a missing folder gives a notice and an empty catalogue") {
    const LoadedCatalog c = load_catalog({"/nonexistent/vigie"});
    CHECK(c.catalog.domains.empty());
    CHECK(has(c, "catalog.no_folder"));
}

TEST_CASE("every notice of the loader has its words in both languages") {
    for (const char* language : {"fr", "en"}) {
        std::ifstream in(fs::path(VIGIE_SOURCE_DIR) / "assets/lang" / language / "catalog.json");
        const auto table = nlohmann::json::parse(in);
        for (const char* key : {"not_json", "unreadable", "no_folder", "not_an_object", "not_a_list", "unknown_section", "unknown_member",
                                "missing", "bad_value", "out_of_range", "bad_geometry", "bounds_disagree", "dangling", "remedy",
                                "remedy_file", "remedy_syntax"}) {
            INFO(language << " " << key);
            CHECK(table.contains(std::string("catalog.") + key));
        }
    }
}

TEST_CASE("what kills is met by its number before anything is written down, and every state has an answer in both languages") {
    const Catalog c = load_catalog({shipped}).catalog;
    const auto first = [&](const char* category) {
        const ReportCategory* k = c.report_category(category);
        REQUIRE(k != nullptr);
        REQUIRE_FALSE(k->emergency.empty());
        CHECK_FALSE(k->guard.fr.empty());
        return c.emergency_number(k->emergency.front())->number;
    };
    CHECK(first("odeur_gaz") == "0 800 47 33 33");
    CHECK(first("alarme_incendie") == "18");
    CHECK(first("cable_a_terre").starts_with("09 72 67 50"));
    for (const char* name : {"received", "qualified", "taken", "scheduled", "in_progress", "service_done", "closed", "reopened", "duplicate", "rejected", "forwarded"}) {
        CAPTURE(name);
        CHECK(std::ranges::any_of(c.answers, [&](const AnswerTemplate& a) { return std::ranges::find(a.states, name) != a.states.end(); }));
    }
    for (const AnswerTemplate& a : c.answers) {
        CAPTURE(a.id);
        CHECK_FALSE(a.text.fr.empty());
        CHECK_FALSE(a.text.en.empty());
        CHECK(a.text.fr.find("Bonjour") == 0);
    }
    for (const OtherBody& b : c.bodies) CHECK_FALSE(b.handed.fr.empty());
    CHECK(c.reject_reasons.size() >= 5);
}
