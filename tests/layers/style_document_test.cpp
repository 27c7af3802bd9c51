// assets/styles/README.md and the reader say the same.
#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <sstream>

#include "gis/layers/style_properties.hpp"

using namespace vigie::gis;

namespace {

std::string document() {
    std::ifstream in(std::filesystem::path(VIGIE_SOURCE_DIR) / "assets/styles/README.md");
    std::stringstream all;
    all << in.rdbuf();
    return all.str();
}

struct Row {
    std::string values, depends;
};

// The rows of the table under "## Properties", by name.
std::map<std::string, Row> documented() {
    std::map<std::string, Row> rows;
    std::istringstream in(document());
    bool inside = false;
    const std::regex row(R"(\| `([a-z-]+)` \| (.*) \| (.*) \| (.*) \|)");
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("## ")) inside = line == "## Properties";
        std::smatch m;
        if (inside && std::regex_match(line, m, row)) rows[m[1]] = {m[2], m[4]};
    }
    return rows;
}

std::string values_of(const StyleProperty& p) {
    const auto range = [&] { return StyleValue(p.least).shown() + " – " + StyleValue(p.most).shown(); };
    std::string words;
    for (const std::string_view word : p.words) words += (words.empty() ? "`" : " `") + std::string(word) + "`";
    switch (p.kind) {
    case ValueKind::color: return "colour";
    case ValueKind::boolean: return "`true` `false`";
    case ValueKind::list: return "list of " + range();
    case ValueKind::number: return p.most > p.least ? range() : "number";
    default: return words.empty() ? "text" : words;
    }
}

} // namespace

TEST_CASE("the document of styles names the properties the reader knows, with their values and what they may depend on") {
    std::map<std::string, Row> rows = documented();
    for (const StyleProperty& p : style_properties()) {
        INFO(p.name);
        REQUIRE(rows.contains(std::string(p.name)));
        const Row row = rows[std::string(p.name)];
        CHECK(row.values == values_of(p));
        const std::string depends = p.by_zoom && p.by_feature ? "zoom, features" : p.by_zoom ? "zoom" : p.by_feature ? "features" : "nothing";
        CHECK(row.depends == depends);
        rows.erase(std::string(p.name));
    }
    for (const auto& [name, row] : rows) FAIL_CHECK("the reader does not know " << name);
}

TEST_CASE("every example of the document of styles is read without a notice") {
    const std::string text = document();
    std::size_t examples = 0;
    for (std::size_t at = text.find("```json\n"); at != std::string::npos; at = text.find("```json\n", at + 8)) {
        std::string example = text.substr(at + 8, text.find("```", at + 8) - at - 8);
        if (example.find("\"layers\"") == std::string::npos) example = "{\"layers\": [" + example + "]}";
        const LoadedStyle loaded = read_style(example, "example");
        for (const Notice& n : loaded.notices) FAIL_CHECK(n.text.key << " in " << example);
        CHECK(loaded.style.rules.size() == 1);
        ++examples;
    }
    CHECK(examples == 4);
}

TEST_CASE("every operator of the document of styles is known, and every known operator stands there") {
    const std::string text = document(), table = text.substr(text.find("## Expressions"), text.find("- A missing field") - text.find("## Expressions"));
    for (const char* name : {"get", "has", "geometry-type", "zoom", "literal", "==", "!=", "<", "<=", ">", ">=", "in", "index-of", "!", "all", "any", "match",
                             "case", "step", "coalesce", "interpolate", "concat", "upcase", "downcase", "length", "slice", "+", "-", "*", "/", "%", "^", "min",
                             "max", "abs", "round", "floor", "ceil", "sqrt", "ln", "log2", "log10", "sin", "cos", "rgb", "rgba", "to-number", "to-string",
                             "to-boolean", "to-color", "number", "string", "boolean", "let", "var"}) {
        INFO(name);
        CHECK((table.find("`" + std::string(name) + "`") != std::string::npos || table.find("[\"" + std::string(name) + "\"") != std::string::npos));
        const LoadedStyle loaded = read_style("{\"layers\": [{\"theme\": \"t\", \"filter\": [\"" + std::string(name) + "\"]}]}", "s");
        for (const Notice& n : loaded.notices) CHECK(n.text.key != "layers.style.expression.unknown_operator");
    }
}
