#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>

#include "gis/model/zone.hpp"
#include "panels/lists/csv.hpp"
#include "panels/lists/due.hpp"
#include "panels/lists/feed.hpp"
#include "panels/lists/lists.hpp"

using namespace vigie;
using namespace vigie::panels;
using namespace std::chrono_literals;

namespace {

const std::string zone = "Europe/Paris";

gis::Time now() {
    using namespace std::chrono;
    return sys_days{year{2026} / 11 / 24} + 13h + 32min;   // 14:32 in Paris
}

// A commune made by hand: a world, the real catalogue and the real words.
struct Town {
    gis::World world;
    gis::Catalog catalog = gis::load_catalog({std::filesystem::path(VIGIE_SOURCE_DIR) / "assets/catalog"}).catalog;
    gis::Language french = gis::Language::load(std::filesystem::path(VIGIE_SOURCE_DIR) / "assets/lang", "fr").value();
    gis::Language english = gis::Language::load(std::filesystem::path(VIGIE_SOURCE_DIR) / "assets/lang", "en").value();
    WorkIndex work;

    [[nodiscard]] ListContext context(const gis::Language* language = nullptr) {
        work.sync(world);
        const auto midnight = gis::utc_from_local(gis::LocalTime(gis::local_day(now(), zone)), zone);
        return {world, work, catalog, language ? *language : french, zone, now(), {midnight, midnight + 24h}, {}};
    }
    gis::Delta put(std::vector<gis::AnyEntity> entities) {
        gis::EditSet edits;
        edits.put = std::move(entities);
        return world.apply(edits);
    }
};

gis::Report report(std::uint64_t id, int severity = 4) {
    gis::Report r;
    r.id = {id};
    r.number = static_cast<std::uint32_t>(1000 + id);
    r.category = "nid_de_poule";
    r.severity = severity;
    r.address = std::to_string(id) + " rue Lakanal";
    r.quartier = id % 2 ? "Centre" : "Minimes";
    r.received_at = r.state_since = now() - gis::Minutes{static_cast<long>(id % 5000)};
    r.due_at = r.received_at + 24h;
    return r;
}

ListQuery sorted_by(std::size_t column, bool descending = false) {
    ListQuery query;
    query.column = column;
    query.descending = descending;
    return query;
}
template <class Set>
Filter filter(Set set) {
    Filter f;
    set(f);
    return f;
}

std::vector<std::uint64_t> ids(const ListModel& list) { return {list.ids().begin(), list.ids().end()}; }

std::size_t column(const ListSpec& spec, std::string_view id) {
    const auto it = std::find_if(spec.columns.begin(), spec.columns.end(), [&](const auto& c) { return c.id == id; });
    REQUIRE(it != spec.columns.end());
    return static_cast<std::size_t>(it - spec.columns.begin());
}

std::string text_of(Town& town, const ListSpec& spec, std::string_view name, std::uint64_t id) {
    return spec.columns[column(spec, name)].cell(town.context(), id).text;
}

} // namespace

TEST_CASE("equal rows keep one order, whatever the direction and however often the list is made again") {
    Town town;
    std::vector<gis::AnyEntity> all;
    for (std::uint64_t id = 1; id <= 200; ++id) all.emplace_back(report(id));
    town.put(all);
    ListModel list(report_list());
    const std::size_t quartier = column(report_list(), "quartier");
    list.sync(town.context(), sorted_by(quartier), nullptr);
    const auto up = ids(list);
    list.sync(town.context(), sorted_by(quartier, true), nullptr);
    const auto down = ids(list);
    const auto by_id_inside = [&](const std::vector<std::uint64_t>& order) {
        for (std::size_t i = 1; i < order.size(); ++i)
            if (order[i - 1] % 2 == order[i] % 2 && order[i - 1] > order[i]) return false;
        return true;
    };
    CHECK(by_id_inside(up));
    CHECK(by_id_inside(down));
    CHECK(up.front() % 2 == 1);    // Centre before Minimes
    CHECK(down.front() % 2 == 0);
}

TEST_CASE("what has no value comes last in both directions") {
    Town town;
    gis::Report without = report(1);
    without.due_at.reset();
    town.put({without, report(2), report(3)});
    ListModel list(report_list());
    for (bool descending : {false, true}) {
        list.sync(town.context(), sorted_by(column(report_list(), "due"), descending), nullptr);
        CHECK(list.ids().back() == 1);
    }
}

TEST_CASE("three changes among ten thousand reports make three keys") {
    Town town;
    std::vector<gis::AnyEntity> all;
    for (std::uint64_t id = 1; id <= 10'000; ++id) all.emplace_back(report(id));
    town.put(all);
    ListModel list(report_list());
    const ListQuery query = sorted_by(column(report_list(), "due"));
    list.sync(town.context(), query, nullptr);
    REQUIRE(list.keys_made() == 10'000);
    list.sync(town.context(), query, nullptr);
    CHECK(list.keys_made() == 10'000);   // nothing moved: nothing made
    gis::Report moved = report(77), closed = report(78);
    moved.due_at = now() - 1h;
    closed.state = gis::ReportState::closed;
    const gis::Delta delta = town.put({moved, closed, report(10'001)});
    list.sync(town.context(), query, &delta);
    CHECK(list.keys_made() <= 10'003);
    CHECK(list.ids().size() == 10'000);
    CHECK(list.position(78) == -1);
    CHECK(list.position(10'001) >= 0);
    gis::Delta nothing;
    list.sync(town.context(), query, &nothing);
    CHECK(list.keys_made() <= 10'003);
}

TEST_CASE("a list kept up by deltas equals the list made anew") {
    const std::uint32_t seed = std::random_device{}();
    CAPTURE(seed);
    std::mt19937 random(seed);
    Town town;
    ListModel kept(report_list());
    for (int round = 0; round < 120; ++round) {
        const ListQuery query = sorted_by(column(report_list(), round < 60 ? "due" : "category"), round % 3 == 0 && round > 60);
        std::vector<gis::AnyEntity> some;
        gis::EditSet edits;
        for (std::size_t n = random() % 6; n > 0; --n) {
            gis::Report r = report(1 + random() % 60, 1 + static_cast<int>(random() % 6));
            r.state = static_cast<gis::ReportState>(random() % 11);
            r.due_at = now() + gis::Minutes{static_cast<long>(random() % 3000) - 1000};
            r.category = random() % 2 ? "nid_de_poule" : "depot_sauvage";
            if (random() % 5 == 0 && town.world.find(r.id)) edits.removed.push_back({gis::EntityKind::report, r.id.value});
            else edits.put.emplace_back(r);
        }
        const gis::Delta delta = town.world.apply(edits);
        kept.sync(town.context(), query, &delta);
        ListModel anew(report_list());
        anew.sync(town.context(), query, nullptr);
        CAPTURE(round);
        REQUIRE(ids(kept) == ids(anew));
        for (std::size_t i = 0; i < kept.ids().size(); ++i)
            REQUIRE(kept.position(kept.ids()[i]) == static_cast<std::ptrdiff_t>(i));
    }
}

TEST_CASE("filters narrow a list and words are found without accents or case") {
    Town town;
    gis::Report waste = report(2, 5);
    waste.category = "depot_sauvage";
    waste.address = "8, rue Émile-Zola";
    gis::Report old = report(3);
    old.state = gis::ReportState::closed;
    town.put({report(1, 2), waste, old});
    ListModel list(report_list());
    const auto shown = [&](auto set) {
        ListQuery query;
        query.filter = filter(set);
        list.sync(town.context(), query, nullptr);
        return ids(list);
    };
    using Ids = std::vector<std::uint64_t>;
    CHECK(shown([](Filter&) {}) == Ids{1, 2});
    CHECK(shown([](Filter& f) { f.open_only = false; }) == Ids{1, 2, 3});
    CHECK(shown([](Filter& f) { f.quartier = "Minimes"; }) == Ids{2});
    CHECK(shown([](Filter& f) { f.max_severity = 4; }) == Ids{1});
    CHECK(shown([](Filter& f) { f.domains = {"voirie"}; }) == Ids{1});
    CHECK(shown([](Filter& f) { f.text = "emile"; }) == Ids{2});
    CHECK(shown([](Filter& f) { f.text = "zola depot"; }) == Ids{2});
    CHECK(shown([](Filter& f) { f.text = "S-1001"; }) == Ids{1});
    CHECK(shown([](Filter& f) { f.text = "introuvable"; }).empty());
    CHECK(list.total() == 3);
}

TEST_CASE("a crew whose state is as old as what is known of it says no date") {
    Town town;
    gis::Crew crew;
    crew.id = {50};
    town.put({crew});
    CHECK(text_of(town, crew_list(), "since", 50) == "–");
}

TEST_CASE("a crew's name appears beside a report as soon as its intervention is assigned") {
    Town town;
    gis::Crew crew;
    crew.id = {50};
    crew.name = "Voirie A";
    gis::Intervention work;
    work.id = {60};
    work.reports = {{1}};
    town.put({report(1), crew, work});
    ListModel list(report_list());
    const ListQuery query = sorted_by(column(report_list(), "crew"));
    list.sync(town.context(), query, nullptr);
    CHECK(text_of(town, report_list(), "crew", 1) == "–");
    work.crews = {{50}};
    const gis::Delta delta = town.put({work});
    const auto before = list.keys_made();
    list.sync(town.context(), query, &delta);
    CHECK(list.keys_made() == before + 1);
    CHECK(text_of(town, report_list(), "crew", 1) == "Voirie A");
}

TEST_CASE("delays are said in words") {
    Town town;
    const auto words = [&](gis::Seconds left, gis::Seconds whole) { return due_words(due_from(left, whole), town.french); };
    CHECK(words(3h + 10min, 24h) == "reste 3\u00A0h\u00A010");
    CHECK(words(-80min, 24h) == "+1\u00A0h\u00A020");
    CHECK(words(47h, 48h) == "reste 47\u00A0h");
    CHECK(words(46h + 50min, 48h) == "reste 46\u00A0h\u00A050");
    CHECK(words(25min, 2h) == "reste 25\u00A0min");
    CHECK(due_words(due_from(3h + 10min, 24h), town.english) == "3\u00A0h\u00A010 left");
    CHECK(due_export(due_from(-80min, 24h), town.french) == "en retard de 1\u00A0h\u00A020");
    CHECK(due_from(24h - 1s, 24h).tone == DueTone::calm);
    CHECK(due_from(gis::Seconds{24 * 3600 * 15 / 100}, 24h).tone == DueTone::soon);
    CHECK(due_from(gis::Seconds{24 * 3600 * 16 / 100}, 24h).tone == DueTone::calm);
    CHECK(due_from(-1s, 24h).tone == DueTone::late);
    Due worked = due_from(32h, 40h);
    worked.worked = true;
    CHECK(due_words(worked, town.french) == "reste 4\u00A0j");
}

TEST_CASE("moments are said as people say them") {
    Town town;
    gis::Report yesterday = report(1), today = report(2), older = report(3);
    yesterday.received_at = now() - 21h - 52min;
    today.received_at = now() - 40min;
    older.received_at = now() - 24h * 5;
    town.put({yesterday, today, older});
    CHECK(text_of(town, report_list(), "received", 1) == "hier 16:40");
    CHECK(text_of(town, report_list(), "received", 2) == "13:52");
    CHECK(text_of(town, report_list(), "received", 3) == "jeu. 19 nov.");
}

TEST_CASE("a forwarded report says where it went instead of a delay") {
    Town town;
    gis::Report r = report(1);
    r.state = gis::ReportState::forwarded;
    r.reason = "chez le département";
    town.put({r});
    CHECK(text_of(town, report_list(), "due", 1) == "chez le département");
}

TEST_CASE("every list has words for its headers and its order in both languages") {
    Town town;
    for (const ListSpec* spec : {&report_list(), &alert_list(), &crew_list(), &intervention_list(), &sensor_list()})
        for (const ListColumn& c : spec->columns)
            for (const gis::Language* language : {&town.french, &town.english}) {
                CAPTURE(spec->id, c.id, language->code());
                CHECK(language->has("desk.column." + std::string(c.id)));
                CHECK(language->has("desk.sorted." + std::string(c.id)));
            }
}

TEST_CASE("the export holds what is shown, in its order, and cannot run in a spreadsheet") {
    Town town;
    gis::Report bad = report(1), plain = report(2);
    bad.address = "=HYPERLINK(\"http://x\";\"y\")";
    bad.due_at = now() - 80min;
    plain.address = "8; rue \"Lakanal\"";
    town.put({bad, plain});
    const std::vector<std::uint64_t> rows{2, 1};
    const std::vector<std::size_t> columns{column(report_list(), "number"), column(report_list(), "address")};
    const std::string csv = csv_of(town.context(), report_list(), rows, columns);
    CHECK(csv == "\xEF\xBB\xBFN°;Adresse\r\nS-1002;\"8; rue \"\"Lakanal\"\"\"\r\nS-1001;\"'=HYPERLINK(\"\"http://x\"\";\"\"y\"\")\"\r\n");
    for (const char* start : {"=", "+", "-", "@", "\t"}) CHECK(csv_field(std::string(start) + "1", ';').find('\'') != std::string::npos);
    CHECK(csv_field("rue Lakanal", ';') == "rue Lakanal");
}

TEST_CASE("an export never overwrites a file and says when it cannot write") {
    const auto folder = std::filesystem::temp_directory_path() / "vigie desk export";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    const auto first = write_new_file(folder, "Signalements", "a"), second = write_new_file(folder, "Signalements", "b");
    REQUIRE(first.ok());
    REQUIRE(second.ok());
    CHECK(first.value() != second.value());
    std::ifstream in(first.value());
    CHECK(std::string(std::istreambuf_iterator<char>(in), {}) == "a");
    const auto none = write_new_file(folder / "absent", "Signalements", "c");
    REQUIRE_FALSE(none.ok());
    CHECK(none.error().klass == gis::ErrorClass::storage);
    std::filesystem::remove_all(folder);
}

TEST_CASE("the feed tells each change of state once, newest first") {
    Town town;
    gis::Report r = report(1);
    town.put({r});
    Feed feed;
    feed.sync(town.world, nullptr, now());
    REQUIRE(feed.items().size() == 1);
    feed.sync(town.world, nullptr, now());
    CHECK(feed.items().size() == 1);
    r.address = "9 rue Lakanal";   // no change of state: no news
    gis::Delta delta = town.put({r});
    feed.sync(town.world, &delta, now());
    CHECK(feed.items().size() == 1);
    r.state = gis::ReportState::qualified;
    r.state_since = now();
    delta = town.put({r});
    feed.sync(town.world, &delta, now());
    REQUIRE(feed.items().size() == 2);
    CHECK(feed.items().front().state == AnyState{gis::ReportState::qualified});
    CHECK(state_label(town.french, feed.items().front().state) == "Qualifié");
    CHECK(feed_words(town.context(), feed.items().front()) == "S-1001, Nid-de-poule, 9 rue Lakanal");
}

TEST_CASE("the feed is bounded and begins with the last day only") {
    Town town;
    std::vector<gis::AnyEntity> all;
    for (std::uint64_t id = 1; id <= max_feed_items + 50; ++id) {
        gis::Report r = report(id);
        r.state_since = now() - gis::Seconds{static_cast<long>(id)};
        all.emplace_back(r);
    }
    gis::Report old = report(90'000);
    old.state_since = now() - 25h;
    all.emplace_back(old);
    town.put(all);
    Feed feed;
    feed.sync(town.world, nullptr, now());
    CHECK(feed.items().size() == max_feed_items);
    CHECK(feed.items().front().ref.id == 1);
    CHECK(std::is_sorted(feed.items().begin(), feed.items().end(), [](const auto& a, const auto& b) { return a.at > b.at; }));
}
