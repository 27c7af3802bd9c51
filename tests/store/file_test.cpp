#include <catch2/generators/catch_generators.hpp>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <csignal>

#include "bench_desk.hpp"
#include "gis/model/words.hpp"
#include "gis/store/inspect.hpp"
#include "gis/store/schema.hpp"

using namespace vigie::test;

namespace {

// Runs SQL on a file from outside, as somebody with another program would.
void tamper(const fs::path& file, const std::string& sql) {
    sqlite3* db = nullptr;
    REQUIRE(sqlite3_open(file.c_str(), &db) == SQLITE_OK);
    char* message = nullptr;
    const int code = sqlite3_exec(db, sql.c_str(), nullptr, nullptr, &message);
    const std::string why = message ? message : "";
    sqlite3_free(message);
    sqlite3_close(db);
    INFO(why);
    REQUIRE(code == SQLITE_OK);
}

std::string bytes_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

Error refusal_of(const fs::path& file, const TestClock& clock) {
    auto desk = Desk::open(options_for(file, clock));
    REQUIRE_FALSE(desk.ok());
    return desk.error();
}

void fill(const fs::path& file, const TestClock& clock, int reports) {
    Desk desk = open_desk(file, clock);
    for (int i = 0; i < reports; ++i) must(desk.execute(new_report("Signalement " + std::to_string(i)), dispatcher));
}

// Runs `work` in a child and returns its exit status; so that limits and users do not touch the tests themselves.
template <class F>
int in_child(F&& work) {
    const pid_t child = fork();
    if (child == 0) _exit(work());
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

} // namespace

TEST_CASE("a second copy of Vigie on one file is refused and told who holds it, until the first one is gone") {
    const Folder folder;
    TestClock clock;
    int ready[2];
    REQUIRE(pipe(ready) == 0);
    const pid_t child = fork();
    if (child == 0) {
        auto desk = Desk::open(options_for(folder.file(), clock));
        const char ok = desk.ok() ? 'y' : 'n';
        if (write(ready[1], &ok, 1) != 1) _exit(1);
        pause();
        _exit(0);
    }
    char answer = 0;
    REQUIRE(read(ready[0], &answer, 1) == 1);
    REQUIRE(answer == 'y');
    const Error error = refusal_of(folder.file(), clock);
    CHECK(error.klass == ErrorClass::conflict);
    CHECK(error.text.key == "store.error.in_use");
    CHECK(error.text.args.at(1).second.find(std::to_string(child)) != std::string::npos);
    CHECK_FALSE(error.remedy.empty());
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    CHECK(Desk::open(options_for(folder.file(), clock)).ok());
    close(ready[0]);
    close(ready[1]);
}

TEST_CASE("a newer file is refused and not touched") {
    const Folder folder;
    TestClock clock;
    fill(folder.file(), clock, 2);
    tamper(folder.file(), "UPDATE vigie_meta SET value='" + std::to_string(schema_version + 1) + "' WHERE key='schema'");
    const std::string before = bytes_of(folder.file());
    const Error error = refusal_of(folder.file(), clock);
    CHECK(error.text.key == "store.error.newer");
    CHECK(bytes_of(folder.file()) == before);
}

TEST_CASE("files of other programs are refused and not touched") {
    const Folder folder;
    TestClock clock;
    const fs::path text = folder.path / "text.gpkg", other = folder.path / "other.gpkg", plain = folder.path / "plain.gpkg",
                   short_file = folder.path / "short.gpkg";
    std::ofstream(text) << std::string(4096, 'x');
    std::ofstream(short_file) << "SQL";
    tamper(other, "PRAGMA application_id=0x47504B47; CREATE TABLE gpkg_contents (a); CREATE TABLE roads (a)");
    tamper(plain, "CREATE TABLE a (b)");
    for (const auto& [file, key] : {std::pair{text, "store.error.foreign"}, {other, "store.error.other_geopackage"},
                                    {plain, "store.error.foreign"}, {short_file, "store.error.foreign"}}) {
        CAPTURE(file.string());
        const std::string before = bytes_of(file);
        const Error error = refusal_of(file, clock);
        CHECK(error.text.key == key);
        CHECK_FALSE(error.remedy.empty());
        CHECK(bytes_of(file) == before);
        CHECK_FALSE(inspect_commune_file(file).is_commune_file);
        CHECK(std::distance(fs::directory_iterator(folder.path), fs::directory_iterator{}) == 4);  // and nothing left beside
    }
}

TEST_CASE("an empty file becomes a commune, a folder that does not exist is refused") {
    const Folder folder;
    TestClock clock;
    std::ofstream(folder.file()).close();
    CHECK(Desk::open(options_for(folder.file(), clock)).ok());
    CHECK(inspect_commune_file(folder.file()).is_commune_file);
    CHECK(refusal_of(folder.path / "no" / "commune.gpkg", clock).text.key == "store.error.cannot_open");
}

TEST_CASE("a damaged file is kept beside and what is readable is recovered") {
    const Folder folder;
    TestClock clock;
    fill(folder.file(), clock, 400);
    const auto size = fs::file_size(folder.file());
    {
        // A bad disk: every fortieth page of the second half becomes noise.
        std::fstream file(folder.file(), std::ios::in | std::ios::out | std::ios::binary);
        for (std::uintmax_t at = size / 2; at + 4096 <= size; at += 4096 * 40) {
            file.seekp(static_cast<std::streamoff>(at / 4096 * 4096));
            file << std::string(4096, '\x5a');
        }
    }
    const std::string damaged = bytes_of(folder.file());
    {
        sqlite3* db = nullptr;  // the program had crashed too: so the whole file is looked at
        sqlite3_open(folder.file().c_str(), &db);
        sqlite3_exec(db, "UPDATE vigie_meta SET value='no' WHERE key='closed'", nullptr, nullptr, nullptr);
        sqlite3_close(db);
    }
    Desk desk = open_desk(folder.file(), clock);
    REQUIRE_FALSE(desk.notices().empty());
    CHECK(desk.notices()[0].text.key.starts_with("store.recovered"));
    fs::path kept;
    for (const auto& [arg, value] : desk.notices()[0].text.args)
        if (arg == "kept") kept = value;
    REQUIRE(fs::exists(kept));
    CHECK(fs::file_size(kept) == damaged.size());
    CHECK(desk.world().reports().size() > 100);
    for (const Report& r : desk.world().reports()) CHECK(r.description == "Signalement " + std::to_string(r.number - 1));
    const auto made = must(desk.execute(new_report(), dispatcher)).created.at(0);
    CHECK(made.id > 400);  // ids stay given, also those of rows that were lost
}

TEST_CASE("a file cut in half is recovered as far as it goes") {
    const Folder folder;
    TestClock clock;
    fill(folder.file(), clock, 300);
    fs::resize_file(folder.file(), fs::file_size(folder.file()) / 2 / 4096 * 4096);
    Desk desk = open_desk(folder.file(), clock);
    REQUIRE_FALSE(desk.notices().empty());
    CHECK(desk.notices()[0].severity == Severity::error);
    must(desk.execute(new_report(), dispatcher));
}

TEST_CASE("a full disk refuses the gesture, and everything before it is there") {
    const Folder folder;
    TestClock clock;
    fill(folder.file(), clock, 3);
    const int status = in_child([&] {
        signal(SIGXFSZ, SIG_IGN);
        auto desk = Desk::open(options_for(folder.file(), clock));
        if (!desk) return 10;
        const rlimit limit{fs::file_size(folder.file()) + 16384, RLIM_INFINITY};
        setrlimit(RLIMIT_FSIZE, &limit);
        std::size_t done = 3;
        for (int i = 0; i < 10'000; ++i) {
            const auto receipt = desk->execute(new_report(std::string(2000, 'x')), dispatcher);
            if (desk->world().reports().size() != done + receipt.ok()) return 11;
            if (!receipt) return receipt.error().klass == ErrorClass::storage && !receipt.error().remedy.empty() ? 0 : 12;
            ++done;
        }
        return 13;
    });
    CHECK(status == 0);
    Desk desk = open_desk(folder.file(), clock);
    CHECK(desk.world().reports().size() >= 3);
    CHECK_FALSE(desk.first_broken_link());
}

TEST_CASE("a read-only folder is refused with what to do") {
    const Folder folder;
    TestClock clock;
    fill(folder.file(), clock, 1);
    fs::permissions(folder.path, fs::perms::owner_read | fs::perms::owner_exec | fs::perms::others_read | fs::perms::others_exec);
    const int status = in_child([&] {
        if (getuid() == 0 && setuid(65534) != 0) return 20;  // root may write everywhere
        auto desk = Desk::open(options_for(folder.file(), clock));
        if (desk.ok()) return 21;
        return desk.error().text.key == "store.error.read_only" && !desk.error().remedy.empty() ? 0 : 22;
    });
    fs::permissions(folder.path, fs::perms::owner_all);
    CHECK(status == 0);
    CHECK(Desk::open(options_for(folder.file(), clock)).ok());
}

TEST_CASE("the journal cannot be changed by accident, and a change on purpose is found") {
    const Folder folder;
    TestClock clock;
    fill(folder.file(), clock, 6);
    sqlite3* db = nullptr;
    REQUIRE(sqlite3_open(folder.file().c_str(), &db) == SQLITE_OK);
    for (const char* sql : {"UPDATE journal SET actor='x' WHERE sequence=3", "DELETE FROM journal WHERE sequence=3", "DELETE FROM journal_touched"})
        CHECK(sqlite3_exec(db, sql, nullptr, nullptr, nullptr) == SQLITE_CONSTRAINT);
    sqlite3_close(db);
    CHECK(inspect_commune_file(folder.file()).chain_holds);
    const char* triggers = "DROP TRIGGER journal_no_update; DROP TRIGGER journal_no_delete; ";
    const auto [sql, broken] = GENERATE(table<const char*, std::uint64_t>({
        {"UPDATE journal SET actor='Personne' WHERE sequence=3", 3},
        {"UPDATE journal SET at=at+1 WHERE sequence=1", 1},
        {"UPDATE journal SET after=replace(after, 'Signalement', 'Rien') WHERE sequence=5", 5},
        {"DELETE FROM journal WHERE sequence=4", 4},
        {"DELETE FROM journal WHERE sequence=6", 6},
        {"UPDATE vigie_meta SET value='other' WHERE key='uuid'", 1}}));
    CAPTURE(sql);
    tamper(folder.file(), std::string(triggers) + sql);
    const auto report = inspect_commune_file(folder.file());
    CHECK_FALSE(report.chain_holds);
    CHECK(report.first_broken == broken);
    Desk desk = open_desk(folder.file(), clock);
    CHECK(desk.first_broken_link() == broken);
}

TEST_CASE("looking into a commune file tells its schema, its contents and its chain") {
    const Folder folder;
    TestClock clock;
    fill(folder.file(), clock, 4);
    const auto report = inspect_commune_file(folder.file());
    CHECK(report.is_commune_file);
    CHECK(report.readable);
    CHECK(report.schema_version == schema_version);
    CHECK(report.journal_entries == 4);
    CHECK(report.chain_holds);
    CHECK(report.entities == std::vector<std::pair<EntityKind, std::uint64_t>>{{EntityKind::report, 4}});
    CHECK_FALSE(inspect_commune_file(folder.path / "nothing").is_commune_file);
    CHECK_FALSE(inspect_commune_file(folder.path).is_commune_file);
}
