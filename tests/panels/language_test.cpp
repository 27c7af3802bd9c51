// Words: every key that the program uses exists in every language, none is left over, and translations keep the
// arguments of the original.
#include <fstream>
#include <map>
#include <regex>
#include <set>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

namespace {

namespace fs = std::filesystem;
const fs::path root = VIGIE_SOURCE_DIR;

std::map<std::string, std::string> table(const std::string& language) {
    std::map<std::string, std::string> words;
    for (const auto& file : fs::directory_iterator(root / "assets/lang" / language)) {
        std::ifstream in(file.path());
        const auto entries = nlohmann::json::parse(in);
        for (const auto& [key, text] : entries.items()) {
            INFO(file.path().string() << ": " << key);
            CHECK(words.emplace(key, text.get<std::string>()).second);
        }
    }
    return words;
}

// Every string literal of the program's own sources.
std::set<std::string> literals() {
    std::set<std::string> found;
    const std::regex literal(R"re("((?:[^"\\\n]|\\.)*)")re");
    for (const char* room : {"gis", "render", "panels", "app"})
        for (const auto& entry : fs::recursive_directory_iterator(root / room)) {
            const auto ext = entry.path().extension();
            if (ext != ".cpp" && ext != ".hpp" && ext != ".h") continue;
            std::ifstream in(entry.path());
            for (std::string line; std::getline(in, line);) {
                if (line.find('"') == std::string::npos || line.size() > 4000) continue;
                for (std::sregex_iterator it(line.begin(), line.end(), literal), end; it != end; ++it) found.insert((*it)[1]);
            }
        }
    return found;
}

std::set<std::string> arguments(const std::string& sentence) {
    std::set<std::string> names;
    const std::regex argument(R"(\{([a-z_0-9]+)[}|])");
    for (std::sregex_iterator it(sentence.begin(), sentence.end(), argument), end; it != end; ++it) names.insert((*it)[1]);
    return names;
}

} // namespace

TEST_CASE("French and English have the same keys and every sentence keeps its arguments") {
    const auto fr = table("fr"), en = table("en");
    for (const auto& [key, sentence] : fr) {
        INFO(key);
        REQUIRE(en.contains(key));
        CHECK_FALSE(sentence.empty());
        CHECK_FALSE(en.at(key).empty());
        CHECK(arguments(sentence) == arguments(en.at(key)));
    }
    for (const auto& [key, sentence] : en) {
        INFO(key);
        CHECK(fr.contains(key));
    }
}

TEST_CASE("every key that panels ask for exists, and no entry is left unused") {
    const auto fr = table("fr");
    const auto used = literals();
    std::set<std::string> prefixes;
    for (const std::string& text : used)
        if (text.size() > 3 && text.ends_with('.') && text.find(' ') == std::string::npos) prefixes.insert(text);
    std::set<std::string> parts;
    for (const auto& [key, sentence] : fr) parts.insert(key.substr(0, key.find('.')));
    const std::regex key_shape(R"([a-z_]+(\.[a-z_0-9]+)+)");
    for (const std::string& text : used) {
        if (!std::regex_match(text, key_shape) || !(text.starts_with("panels.") || text.starts_with("desk.") || text.starts_with("table.") ||
              text.starts_with("editing.") || text.starts_with("export.") || text.starts_with("geometry."))) continue;
        if (text.ends_with(".json") || text.ends_with(".hpp")) continue;
        INFO(text);
        CHECK(fr.contains(text));
    }
    for (const auto& [key, sentence] : fr) {
        bool reachable = used.contains(key);
        for (const std::string& prefix : prefixes) reachable = reachable || key.starts_with(prefix);
        for (const std::string& text : used) reachable = reachable || (text.size() > key.size() && text.find(key) != std::string::npos);
        INFO(key << " is in the tables and nothing says it");
        CHECK((reachable || !(key.starts_with("panels.") || key.starts_with("action."))));
    }
}

TEST_CASE("French is typed as it is printed") {
    for (const auto& [key, sentence] : table("fr")) {
        INFO(key << ": " << sentence);
        CHECK(sentence.find('\'') == std::string::npos);
        CHECK(sentence.find("...") == std::string::npos);
        CHECK(sentence.find('!') == std::string::npos);
    }
}
