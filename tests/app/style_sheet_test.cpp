// The style sheet of the map: which file it is, and what happens when it is saved again.
#include <catch2/catch_test_macros.hpp>
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <unistd.h>

#include "app/style_sheet.hpp"

using namespace vigie;
using namespace vigie::app;
namespace fs = std::filesystem;

namespace {

struct Home {
    fs::path root = fs::temp_directory_path() / ("vigie-sheet-" + std::to_string(::getpid()));
    Places places;
    Home() {
        fs::remove_all(root);
        places.share = root / "share";
        places.config = root / "config";
        fs::create_directories(places.share / "styles");
        fs::create_directories(places.config / "styles");
        write(places.share / "styles/municipal.json", style("share"));
    }
    ~Home() { fs::remove_all(root); }
    static std::string style(const std::string& theme) { return "{\"layers\": [{\"theme\": \"" + theme + "\", \"paint\": {\"line-width\": 2}}]}\n"; }
    // As editors do: a new file takes the old one's place.
    static void write(const fs::path& file, const std::string& text) {
        std::ofstream(file.string() + ".new", std::ios::binary) << text;
        fs::rename(file.string() + ".new", file);
    }
};

// Counts what the watching thread calls.
struct Bell {
    std::mutex mutex;
    std::condition_variable rung;
    int count = 0;
    std::function<void()> ring() {
        return [this] {
            const std::lock_guard lock(mutex);
            ++count;
            rung.notify_all();
        };
    }
    bool wait(int wanted) {
        std::unique_lock lock(mutex);
        return rung.wait_for(lock, std::chrono::seconds(20), [&] { return count >= wanted; });
    }
};

} // namespace

TEST_CASE("the user's own style takes the place of the program's, and an asked one the place of both") {
    Home f;
    CHECK(StyleSheet(f.places, {}).style()->rules.at(0).theme == "share");
    Home::write(f.places.config / "styles/municipal.json", Home::style("own"));
    CHECK(StyleSheet(f.places, {}).style()->rules.at(0).theme == "own");
    f.places.style = f.root / "asked.json";
    Home::write(f.places.style, Home::style("asked"));
    CHECK(StyleSheet(f.places, {}).style()->rules.at(0).theme == "asked");
}

TEST_CASE("an unreadable style of one's own leaves the program's on the map, with a notice that names the file") {
    Home f;
    Home::write(f.places.config / "styles/municipal.json", "{\"layers\": [");
    const StyleSheet sheet(f.places, {});
    CHECK(sheet.style()->rules.at(0).theme == "share");
    REQUIRE(sheet.notices().size() == 1);
    CHECK(sheet.notices()[0].where == (f.places.config / "styles/municipal.json").string());
    CHECK_FALSE(sheet.notices()[0].remedy.empty());
}

TEST_CASE("a saved style is applied; a faulty one says where and changes nothing until it is mended") {
    Home f;
    Bell bell;
    const fs::path file = f.places.config / "styles/municipal.json";
    Home::write(file, Home::style("first"));
    StyleSheet sheet(f.places, bell.ring());
    CHECK(sheet.take() == StyleSheet::Change::none);
    Home::write(file, Home::style("second one"));
    REQUIRE(bell.wait(1));
    CHECK(sheet.take() == StyleSheet::Change::applied);
    CHECK(sheet.style()->rules.at(0).theme == "second one");
    const auto good = sheet.style();
    Home::write(file, "{\"layers\": [\n {\"theme\": \"third\", \"paint\": {\"line-width\": \"wide\"}}]}\n");
    REQUIRE(bell.wait(2));
    CHECK(sheet.take() == StyleSheet::Change::refused);
    CHECK(sheet.style() == good);
    REQUIRE(sheet.notices().size() == 1);
    CHECK(sheet.notices()[0].text.key == "layers.style.bad_number");
    CHECK(std::ranges::find(sheet.notices()[0].text.args, std::pair<std::string, std::string>{"line", "2"}) != sheet.notices()[0].text.args.end());
    Home::write(file, Home::style("mended again"));
    REQUIRE(bell.wait(3));
    CHECK(sheet.take() == StyleSheet::Change::applied);
    CHECK(sheet.notices().empty());
    CHECK(sheet.style()->rules.at(0).theme == "mended again");
}
