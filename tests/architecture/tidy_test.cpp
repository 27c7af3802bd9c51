// The house rules that a machine can see.
#include <catch2/catch_test_macros.hpp>

#include <regex>
#include <set>

#include "sources.hpp"

using namespace vigie::tests;

namespace {
const std::vector<std::string> rooms{"gis", "render", "panels", "app", "tests"};
constexpr std::size_t longest_file = 500;
} // namespace

TEST_CASE("nothing stands at the top but what belongs there") {
    const std::set<std::string> fixed{"CMakeLists.txt", "CMakePresets.json", "app", "render", "gis", "panels", "shaders", "assets",
                                      "tests", "README.md", "LICENSE", "build"};
    for (const auto& item : std::filesystem::directory_iterator(VIGIE_SOURCE_DIR)) {
        const std::string name = item.path().filename().string();
        INFO(name);
        CHECK((name[0] == '.' || fixed.contains(name)));
    }
}

TEST_CASE("no source file grows past what one mind holds") {
    for (const SourceFile& file : source_files(rooms, {".hpp", ".cpp", ".h"})) {
        INFO(file.path << " has " << file.lines.size() << " lines");
        CHECK(file.lines.size() <= longest_file);
    }
}

TEST_CASE("every header begins by saying why it exists") {
    for (const SourceFile& file : source_files({"gis", "render", "panels", "app"}, {".hpp"})) {
        INFO(file.path);
        REQUIRE_FALSE(file.lines.empty());
        CHECK(file.lines.front().starts_with("//"));
    }
}

TEST_CASE("nothing unfinished, no path of a machine") {
    // Written in two parts so that this file does not find itself.
    const std::regex words(std::string("TO") + "DO|FIX" + "ME|XX" + "X|not " + "implemented|/ro" + "ot/|/ho" + "me/|/wo" + "rk/");
    for (const SourceFile& file : source_files({"gis", "render", "panels", "app", "tests", "shaders", "assets"},
                                               {".hpp", ".cpp", ".h", ".sh", ".txt", ".json", ".glsl", ".vert", ".frag", ".in"}))
        for (const std::string& line : file.lines) {
            INFO(file.path << ": " << line);
            CHECK_FALSE(std::regex_search(line, words));
        }
}

TEST_CASE("no exception is caught by the dozen, none is thrown in the rooms") {
    const std::regex thrown(R"(\bthrow\b(?!\(\)))");
    for (const SourceFile& file : source_files({"gis", "render", "panels", "app"}, {".hpp", ".cpp"}))
        for (const std::string& line : file.lines) {
            INFO(file.path << ": " << line);
            CHECK_FALSE(std::regex_search(line.substr(0, line.find("//")), thrown));
        }
}

TEST_CASE("the C locale is never changed and the computer's clock is read in one place") {
    for (const SourceFile& file : source_files({"gis", "render", "panels", "app"}, {".hpp", ".cpp"}))
        for (const std::string& line : file.lines) {
            INFO(file.path << ": " << line);
            CHECK(line.find("setlocale(") == std::string::npos);
            if (file.path != "app/system_clock.hpp") CHECK(line.find("system_clock::now") == std::string::npos);
        }
}
