#include <catch2/catch_test_macros.hpp>

#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "app/command_line.hpp"

using namespace vigie;
using namespace vigie::app;

namespace {

const gis::Language& french() {
    static const gis::Language language = gis::Language::load(VIGIE_SOURCE_DIR "/assets/lang", "fr").value();
    return language;
}

Parsed parse(std::vector<std::string> words) {
    words.insert(words.begin(), "vigie");
    std::vector<char*> argv;
    for (std::string& w : words) argv.push_back(w.data());
    return parse_command_line(static_cast<int>(argv.size()), argv.data(), french());
}

std::set<std::string> long_options(const std::string& text) {
    std::set<std::string> out;
    const std::string plain = std::regex_replace(text, std::regex(R"(\\-)"), "-");
    const std::regex option("--([a-z]+)");
    for (std::sregex_iterator it(plain.begin(), plain.end(), option), end; it != end; ++it) out.insert((*it)[1]);
    return out;
}

} // namespace

TEST_CASE("without a verb the last commune opens; a verb takes its options") {
    CHECK(parse({}).command->verb == Verb::window);
    const auto render = parse({"render", "--demo", "--size", "800x600", "--theme", "night", "--at", "2026-11-23T10:00", "--out", "a.png"});
    REQUIRE(render.command);
    CHECK(render.command->verb == Verb::render);
    CHECK(render.command->render.demo);
    CHECK(render.command->render.theme == "night");
    CHECK(render.command->render.out == "a.png");
    const auto plan = parse({"plan", "w.json", "--out", "p.json", "--seconds", "2.5", "--threads", "2", "--seed", "9"});
    REQUIRE(plan.command);
    CHECK(plan.command->plan.seconds == gis::Millis{2500});
    CHECK(plan.command->plan.threads == 2);
    CHECK(plan.command->plan.seed == 9);
    CHECK(parse({"--lang", "en", "check", "x"}).command->language == "en");
}

TEST_CASE("wrong usage is exit code 2 and help is exit code 0") {
    CHECK(parse({"fly"}).exit == Exit::usage);
    CHECK(parse({"render", "--demo"}).exit == Exit::usage);
    CHECK(parse({"render", "--theme", "purple", "--out", "x"}).exit == Exit::usage);
    CHECK(parse({"demo", "--speed", "601"}).exit == Exit::usage);
    CHECK(parse({"--help"}).exit == Exit::done);
    CHECK_FALSE(parse({"--help"}).command);
    CHECK(parse({"--version"}).exit == Exit::done);
}

TEST_CASE("sizes are two numbers within what a card can draw") {
    CHECK(parse_size("1600x1000") == std::pair{1600, 1000});
    for (const char* bad : {"", "1600", "x1000", "1600x", "1600x1000x2", "15x900", "20000x10", "-5x20", "1600 x 1000"}) CHECK_FALSE(parse_size(bad));
}

TEST_CASE("man page and completion name the same options") {
    const std::set<std::string> man = long_options(man_page(french())), bash = long_options(completion_script("bash", french()));
    for (const std::string& name : bash)
        if (name != "help") { INFO(name); CHECK(man.contains(name)); }
    for (const std::string& name : man) { INFO(name); CHECK(bash.contains(name)); }
    CHECK(completion_script("zsh", french()).starts_with("#compdef vigie"));
    CHECK(completion_script("fish", french()).find("complete -c vigie") != std::string::npos);
}

TEST_CASE("every verb of the command line stands in the README") {
    std::ifstream in(VIGIE_SOURCE_DIR "/README.md");
    REQUIRE(in.good());
    std::stringstream text;
    text << in.rdbuf();
    for (const char* verb : {"demo", "open", "new", "import", "export", "render", "check", "plan", "backends", "bench", "completion", "man"}) {
        INFO(verb);
        CHECK(text.str().find(std::string("vigie ") + verb) != std::string::npos);
    }
}
