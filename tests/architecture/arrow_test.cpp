// gis ← render ← panels ← app: proved by what is included and by what is linked.
#include <catch2/catch_test_macros.hpp>

#include <array>
#include <cstdio>
#include <map>
#include <memory>
#include <regex>
#include <set>

#include "sources.hpp"

using namespace vigie::tests;

namespace {

const std::map<std::string, std::set<std::string>> may_include{
    {"gis", {"gis"}},
    {"render", {"gis", "render"}},
    {"panels", {"gis", "render", "panels"}},
    {"app", {"gis", "render", "panels", "app"}},
};
const std::regex include_line(R"re(^\s*#\s*include\s*[<"]([^>"]+)[>"])re");

std::vector<std::string> undefined_symbols(const std::string& library) {
    std::vector<std::string> out;
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(("nm -C -u " + library + " 2>/dev/null").c_str(), "r"), pclose);
    REQUIRE(pipe);
    std::array<char, 4096> line;
    while (std::fgets(line.data(), line.size(), pipe.get())) out.emplace_back(line.data());
    return out;
}

void check_links(const char* library, const std::vector<std::string>& forbidden) {
    const std::vector<std::string> symbols = undefined_symbols(library);
    REQUIRE(symbols.size() > 100);  // else nm told nothing
    for (const std::string& s : symbols)
        for (const std::string& f : forbidden) {
            INFO(library << " needs " << s);
            CHECK(s.find(" U " + f) == std::string::npos);
        }
}

} // namespace

TEST_CASE("no room includes one that stands after it") {
    for (const auto& [room, allowed] : may_include)
        for (const SourceFile& file : source_files({room}, {".hpp", ".cpp", ".h"}))
            for (const std::string& line : file.lines) {
                std::smatch match;
                if (!std::regex_search(line, match, include_line)) continue;
                const std::string path = match[1];
                const std::string first = path.substr(0, path.find('/'));
                INFO(file.path << " includes " << path);
                if (may_include.contains(first)) CHECK(allowed.contains(first));
                if (room == "gis") CHECK_FALSE(std::regex_search(path, std::regex("imgui|GLFW|epoxy|^GL/|EGL")));
                if (room == "render") CHECK_FALSE(std::regex_search(path, std::regex("imgui|GLFW")));
            }
}

TEST_CASE("render knows no word of the trade") {
    const std::regex municipal(R"(\b(Crew|Intervention|Report|Alert|Signalement)(Id)?\b)");
    for (const SourceFile& file : source_files({"render"}, {".hpp", ".cpp"}))
        for (const std::string& line : file.lines) {
            const std::string code = line.substr(0, line.find("//"));
            INFO(file.path << ": " << line);
            CHECK_FALSE(std::regex_search(code, municipal));
        }
}

TEST_CASE("no library needs a symbol of a room after it") {
    check_links(VIGIE_GIS_LIBRARY, {"gl", "egl", "glfw", "ImGui", "vigie::render", "vigie::panels", "vigie::app"});
    check_links(VIGIE_RENDER_LIBRARY, {"glfw", "ImGui", "vigie::panels", "vigie::app"});
    check_links(VIGIE_PANELS_LIBRARY, {"glfw", "vigie::app", "sqlite3"});
}
