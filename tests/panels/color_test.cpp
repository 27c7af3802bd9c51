#include <fstream>

#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include "tests/panels/color_math.hpp"

using namespace vigie;
using namespace vigie::color_math;

namespace {

const std::filesystem::path token_file = std::filesystem::path(VIGIE_SOURCE_DIR) / "assets/theme/tokens.json";

gis::Rgba color(const nlohmann::json& tokens, const std::string& token, const char* theme) {
    const std::string hex = tokens.at(token).at(theme);
    const auto byte = [&](std::size_t at) { return static_cast<std::uint8_t>(std::stoi(hex.substr(at, 2), nullptr, 16)); };
    return {byte(1), byte(3), byte(5), 255};
}

nlohmann::json read_tokens() {
    std::ifstream in(token_file);
    return nlohmann::json::parse(in);
}

} // namespace

TEST_CASE("the colour distance agrees with the published pairs of Sharma, Wu and Dalal") {
    CHECK(ciede2000({50, 2.6772, -79.7751}, {50, 0, -82.7485}) == Catch::Approx(2.0425).margin(1e-4));
    CHECK(ciede2000({50, 2.5, 0}, {73, 25, -18}) == Catch::Approx(27.1492).margin(1e-4));
    CHECK(ciede2000({2.0776, 0.0795, -1.135}, {0.9033, -0.0636, -0.5514}) == Catch::Approx(0.9082).margin(1e-4));
}

TEST_CASE("every token with a least contrast keeps it on every ground it may sit on, by day and by night") {
    const auto tokens = read_tokens();
    int checked = 0;
    for (const auto& [token, entry] : tokens.items()) {
        if (!entry.contains("ratio_min")) continue;
        for (const std::string ground : entry.at("ratio_on"))
            for (const char* theme : {"day", "night"}) {
                INFO(token << " on " << ground << " by " << theme);
                CHECK(contrast(color(tokens, token, theme), color(tokens, ground, theme)) >= entry.at("ratio_min").get<double>());
                ++checked;
            }
    }
    CHECK(checked > 80);
}

TEST_CASE("any two state colours stay apart for every kind of colour vision") {
    const auto tokens = panels::load_tokens(token_file);
    REQUIRE(tokens.ok());
    for (const panels::Colors* theme : {&tokens->day, &tokens->night})
        for (const Matrix* vision : {&usual, &deutan, &protan, &tritan})
            for (std::size_t i = 0; i < 6; ++i)
                for (std::size_t j = i + 1; j < 6; ++j) {
                    const auto seen = [&](std::size_t k) { return lab(apply(*vision, linear_rgb(theme->families[k].full))); };
                    INFO("families " << i << " and " << j << (theme == &tokens->day ? ", day" : ", night"));
                    CHECK(ciede2000(seen(i), seen(j)) >= 14);
                }
}

TEST_CASE("a token file with a missing, unknown or unreadable entry is refused by name") {
    const auto original = read_tokens();
    const auto file = std::filesystem::temp_directory_path() / "vigie-tokens-test.json";
    const auto refused = [&](const nlohmann::json& tokens) {
        std::ofstream(file) << tokens.dump();
        const auto loaded = panels::load_tokens(file);
        REQUIRE_FALSE(loaded.ok());
        return loaded.error().text;
    };
    auto missing = original;
    missing.erase("accent");
    CHECK(refused(missing) == gis::Text{"panels.theme.missing_token", {{"file", file.filename().string()}, {"token", "accent"}}});
    auto unknown = original;
    unknown["accent.shiny"] = original["accent"];
    CHECK(refused(unknown).key == "panels.theme.unknown_token");
    for (const char* bad : {"#12345", "12345678", "#GG0000", ""}) {
        auto wrong = original;
        wrong["accent"]["night"] = bad;
        INFO(bad);
        CHECK(refused(wrong).key == "panels.theme.bad_colour");
    }
    std::ofstream(file) << "{ not json";
    CHECK(panels::load_tokens(file).error().text.key == "panels.theme.unreadable");
    std::filesystem::remove(file);
}

TEST_CASE("no panel carries a colour of its own") {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(std::filesystem::path(VIGIE_SOURCE_DIR) / "panels")) {
        const auto name = entry.path().filename().string();
        if (!entry.is_regular_file() || name == "theme.cpp" || name == "CMakeLists.txt") continue;
        std::ifstream in(entry.path());
        const std::string text((std::istreambuf_iterator<char>(in)), {});
        INFO(entry.path().string());
        CHECK(text.find("IM_COL32(") == std::string::npos);
        CHECK(text.find("ImColor(") == std::string::npos);
        for (std::size_t at = 0; (at = text.find("\"#", at)) != std::string::npos; ++at)
            CHECK(text.find_first_not_of("0123456789abcdefABCDEF", at + 2) - at - 2 < 6);
    }
}
