// A file of an older schema, as an older program left it, is carried forward; nothing of it is lost.
#include <sqlite3.h>

#include <sstream>

#include "bench_desk.hpp"
#include "gis/store/entity_columns.hpp"
#include "gis/store/inspect.hpp"
#include "gis/store/schema.hpp"

using namespace vigie::test;

namespace {

void restore(const fs::path& file, const char* dump) {
    std::ifstream in(fs::path(VIGIE_SOURCE_DIR) / "tests/store" / dump);
    REQUIRE(in);
    std::stringstream sql;
    sql << in.rdbuf();
    sqlite3* db = nullptr;
    REQUIRE(sqlite3_open(file.c_str(), &db) == SQLITE_OK);
    REQUIRE(sqlite3_exec(db, sql.str().c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(db);
}

void run_sql(const fs::path& file, const char* sql) {
    sqlite3* db = nullptr;
    REQUIRE(sqlite3_open(file.c_str(), &db) == SQLITE_OK);
    REQUIRE(sqlite3_exec(db, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(db);
}

} // namespace

TEST_CASE("a file of schema 1 is brought forward with everything in it, and a backup is kept") {
    const Folder folder;
    TestClock clock;
    clock.pass(std::chrono::hours{24});  // the old program's last gesture was an hour after this clock's start
    restore(folder.file(), "schema_1.sql");
    REQUIRE(inspect_commune_file(folder.file()).schema_version == 1);
    {
        Desk desk = open_desk(folder.file(), clock);
        const World& w = desk.world();
        REQUIRE(w.reports().size() == 3);
        CHECK(w.find(ReportId{3})->state == ReportState::scheduled);
        CHECK(w.find(ReportId{3})->description == "Signalement 69");
        CHECK(w.find(ReportId{3})->place == LonLat{2.3522, 48.8566});
        CHECK(w.find(InterventionId{5})->crews == std::vector<CrewId>{{1}});
        CHECK(w.find(InterventionId{4})->tasks.size() == 2);
        CHECK(w.find(InterventionId{4})->photos.empty());
        CHECK(w.find(InterventionId{4})->status.empty());
        CHECK(w.find(CrewId{1})->name == "A");
        CHECK(w.next_id() == 10);
        CHECK(w.next_number(EntityKind::report) == 4);
        CHECK(desk.journal(100).size() == 11);
        CHECK_FALSE(desk.first_broken_link());
        REQUIRE_FALSE(desk.notices().empty());
        CHECK(desk.notices()[0].text.key == "store.migrated");
        must(desk.execute(new_report(), dispatcher));
    }
    const fs::path backup = folder.file().string() + ".schema1.bak";
    CHECK(inspect_commune_file(backup).schema_version == 1);
    CHECK(inspect_commune_file(backup).journal_entries == 11);
    const auto now = inspect_commune_file(folder.file());
    CHECK(now.schema_version == schema_version);
    CHECK(now.journal_entries == 12);
    CHECK(now.chain_holds);
    Desk again = open_desk(folder.file(), clock);  // and only once
    CHECK(again.notices().empty());
}

TEST_CASE("a migration that fails leaves the file as it was") {
    const Folder folder;
    TestClock clock;
    restore(folder.file(), "schema_1.sql");
    run_sql(folder.file(), "CREATE TABLE schema_history (something_else TEXT)");  // in the way of the step
    const auto desk = Desk::open(options_for(folder.file(), clock));
    REQUIRE_FALSE(desk.ok());
    CHECK_FALSE(desk.error().text.empty());
    const auto report = inspect_commune_file(folder.file());
    CHECK(report.schema_version == 1);
    CHECK(report.journal_entries == 11);
    CHECK(report.chain_holds);
}

TEST_CASE("a migrated file has the same columns as a new one") {
    const Folder folder;
    TestClock clock;
    restore(folder.file(), "schema_1.sql");
    { Desk desk = open_desk(folder.file(), clock); }
    { Desk desk = open_desk(folder.path / "new.gpkg", clock); }
    const auto columns = [](const fs::path& file) {
        std::string all;
        sqlite3* db = nullptr;
        REQUIRE(sqlite3_open(file.c_str(), &db) == SQLITE_OK);
        const auto row = [](void* out, int n, char** values, char**) {
            for (int i = 0; i < n; ++i) *static_cast<std::string*>(out) += std::string(values[i]) + (i + 1 < n ? "." : "\n");
            return 0;
        };
        sqlite3_exec(db, "SELECT m.name, c.name, c.type FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type='table' ORDER BY 1, 2",
                     row, &all, nullptr);
        sqlite3_close(db);
        return all;
    };
    CHECK(columns(folder.file()) == columns(folder.path / "new.gpkg"));
    CHECK(columns(folder.file()).size() > 2000);
}

TEST_CASE("the columns of this schema are the ones its number promises") {
    // Whoever adds a field to an entity adds a migration, raises schema_version, and then this list.
    const std::map<EntityKind, std::size_t> promised{
        {EntityKind::asset, 10}, {EntityKind::sensor, 21}, {EntityKind::alert, 19}, {EntityKind::report, 22}, {EntityKind::request, 16},
        {EntityKind::intervention, 42}, {EntityKind::crew, 21}, {EntityKind::agent, 8}, {EntityKind::vehicle, 8}, {EntityKind::shift, 12},
        {EntityKind::absence, 10}, {EntityKind::building, 12}, {EntityKind::meter, 12}};
    REQUIRE(schema_version == 6);
    for (const auto& [kind, count] : promised) CHECK(columns_of(kind).size() == count);
}
