#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>

#include <unistd.h>

#include "gis/model/entity_json.hpp"
#include "gis/model/language.hpp"
#include "gis/model/words.hpp"

using namespace vigie::gis;
namespace fs = std::filesystem;

namespace {

const fs::path lang_folder = fs::path(VIGIE_SOURCE_DIR) / "assets/lang";
const std::string paris = "Europe/Paris";

const Language& language(const char* code) {
    static const Language fr = *Language::load(lang_folder, "fr"), en = *Language::load(lang_folder, "en"),
                          pseudo = *Language::load(lang_folder, "pseudo");
    return *code == 'f' ? fr : *code == 'e' ? en : pseudo;
}
Time t(const char* text) { return *time_from_rfc3339(text); }

// A language folder of a test's own, gone at the end.
struct Tables {
    fs::path root = fs::temp_directory_path() / ("vigie-lang-" + std::to_string(getpid()));
    Tables() { fs::create_directories(root / "fr"); fs::create_directories(root / "en"); }
    ~Tables() { fs::remove_all(root); }
    void write(const char* file, const char* text) const { std::ofstream(root / file) << text; }
};

} // namespace

TEST_CASE("French numbers have narrow spaces, a decimal comma and a true minus") {
    const Language& fr = language("fr");
    CHECK(fr.number(1904) == "1\u202F904");
    CHECK(fr.number(1234567.5, 1) == "1\u202F234\u202F567,5");
    CHECK(fr.number(999) == "999");
    CHECK(fr.number(1.8, 1) == "1,8");
    CHECK(fr.number(-18) == "\u221218");
    CHECK(fr.number(-0.04, 1) == "0,0");
    CHECK(fr.number(0.5, 2) == "0,50");
    CHECK(fr.number(0.05, 2) == "0,05");
    CHECK(fr.number(2.675, 2) == "2,68");
    CHECK(fr.number(std::nan("")) == "–");
}

TEST_CASE("quantities carry the space of their unit") {
    const Language& fr = language("fr");
    CHECK(fr.quantity(1.8, 1, "bar") == "1,8\u00A0bar");
    CHECK(fr.quantity(82, 0, "%") == "82\u202F%");
    CHECK(fr.quantity(21.5, 1, "Cel") == "21,5\u00A0°C");
    CHECK(fr.quantity(3, 0, "m3/h") == "3\u00A0m³/h");
    CHECK(fr.quantity(7, 0, "unknown_unit") == "7\u00A0unknown_unit");
    CHECK(language("en").quantity(82, 0, "%") == "82%");
    CHECK(language("en").number(1904.25, 2) == "1,904.25");
}

TEST_CASE("durations take units and times take a colon") {
    const Language& fr = language("fr");
    CHECK(fr.duration(Seconds{45}) == "45\u00A0s");
    CHECK(fr.duration(Minutes{45}) == "45\u00A0min");
    CHECK(fr.duration(Minutes{90}) == "1\u00A0h\u00A030");
    CHECK(fr.duration(Minutes{65}) == "1\u00A0h\u00A005");
    CHECK(fr.duration(Minutes{180}) == "3\u00A0h");
    CHECK(fr.duration(std::chrono::hours{72}) == "3\u00A0j");
    CHECK(fr.duration(std::chrono::hours{30}) == "1\u00A0j\u00A06\u00A0h");
    CHECK(fr.duration(-Minutes{80}) == "\u22121\u00A0h\u00A020");
    CHECK(language("en").duration(std::chrono::hours{72}) == "3\u00A0d");
    CHECK(fr.clock(t("2026-11-24T05:05:00Z"), paris) == "06:05");
    CHECK(fr.distance(18.2) == "18\u00A0m");
    CHECK(fr.distance(812) == "0,8\u00A0km");
}

TEST_CASE("dates in lists, in fields and in prints") {
    const Language& fr = language("fr");
    const Time day = t("2026-11-24T13:30:00Z");
    CHECK(fr.day(day, paris) == "mar. 24 nov.");
    CHECK(fr.date(day, paris) == "24/11/2026");
    CHECK(fr.long_day(day, paris) == "mardi 24 novembre 2026");
    CHECK(fr.long_day(t("2027-02-01T12:00:00Z"), paris) == "lundi 1er février 2027");
    CHECK(language("en").day(day, paris) == "Tue 24 Nov");
}

TEST_CASE("moments are as short as they can be") {
    const Language& fr = language("fr");
    const Time now = t("2026-11-24T13:30:00Z");
    CHECK(fr.moment(t("2026-11-24T06:00:00Z"), now, paris) == "07:00");
    CHECK(fr.moment(t("2026-11-23T15:40:00Z"), now, paris) == "hier 16:40");
    CHECK(fr.moment(t("2026-11-23T22:59:00Z"), now, paris) == "hier 23:59");
    CHECK(fr.moment(t("2026-11-25T07:00:00Z"), now, paris) == "demain 08:00");
    CHECK(fr.moment(t("2026-11-20T15:40:00Z"), now, paris) == "ven. 20 nov.");
    CHECK(fr.moment(t("2025-11-20T15:40:00Z"), now, paris) == "20/11/2025");
    CHECK(fr.age(now - Seconds{4}, now) == "il y a 4\u00A0s");
    CHECK(fr.age(now - Minutes{130}, now) == "il y a 2\u00A0h");
    CHECK(fr.age(now + Seconds{9}, now) == "à l’instant");
}

TEST_CASE("arguments are filled in, keys among them translated, and plurals chosen by each language's rule") {
    Tables tables;
    tables.write("fr/a.json", R"({"n":"{n|un objet|{n} objets} sur {where}","w":"la carte","only":"seul"})");
    tables.write("en/a.json", R"({"n":"{n|one object|{n} objects} on {where}","w":"the map"})");
    const Language fr = *Language::load(tables.root, "fr"), en = *Language::load(tables.root, "en");
    auto text = [](const char* n) { return Text{"n", {{"n", n}, {"where", "@w"}}}; };
    CHECK(fr(text("0")) == "un objet sur la carte");
    CHECK(fr(text("1")) == "un objet sur la carte");
    CHECK(fr(text("1,8")) == "un objet sur la carte");
    CHECK(fr(text("1\u202F904")) == "1\u202F904 objets sur la carte");
    CHECK(en(text("0")) == "0 objects on the map");
    CHECK(en(text("1")) == "one object on the map");
    CHECK(en(text("1.8")) == "1.8 objects on the map");
    CHECK(en("only") == "seul");  // French as fallback
    CHECK_FALSE(en.has("only"));
    CHECK(en("nowhere") == "<nowhere>");
    const std::string& missing = en("nowhere");
    for (int i = 0; i < 1000; ++i) (void)en("key" + std::to_string(i));
    CHECK(&missing == &en("nowhere"));
    CHECK(en(Text{"n", {{"n", "1"}}}) == "one object on {where}");
    // A sentence inside a sentence is filled with the same arguments; one inside itself comes to an end.
    tables.write("fr/b.json", R"({"undo":"Annulé : {what}","loop":"{a}"})");
    const Language again = *Language::load(tables.root, "fr");
    CHECK(again(Text{"undo", {{"what", "@n"}, {"n", "2"}, {"where", "@w"}}}) == "Annulé\u00A0: 2 objets sur la carte");
    CHECK(again(Text{"loop", {{"a", "@loop"}}}) == "@loop");
}

TEST_CASE("French sentences get their unbreakable spaces when they are read, also as fallback") {
    Tables tables;
    tables.write("fr/a.json", R"({"q":"Lire « {file} » : 80 % ou 3 € ? oui ; non"})");
    tables.write("en/a.json", R"({"e":"80 % : yes"})");
    const std::string fixed = "Lire «\u00A0{file}\u00A0»\u00A0: 80\u202F% ou 3\u00A0€\u202F? oui\u202F; non";
    CHECK((*Language::load(tables.root, "fr"))("q") == fixed);
    CHECK((*Language::load(tables.root, "en"))("q") == fixed);
    CHECK((*Language::load(tables.root, "en"))("e") == "80 % : yes");
}

TEST_CASE("the pseudo language is longer, accented and keeps its arguments") {
    Tables tables;
    tables.write("fr/a.json", R"({"n":"{count|un signalement|{count} signalements} ouverts"})");
    const Language pseudo = *Language::load(tables.root, "pseudo");
    const std::string shown = pseudo(Text{"n", {{"count", "3"}}});
    CHECK(shown.starts_with("[3 sïgñålëmëñts øûvërts"));
    CHECK(shown.size() > std::string("3 signalements ouverts").size() * 13 / 10);
}

TEST_CASE("a broken, doubled or absent table is an error that names the file") {
    Tables tables;
    CHECK_FALSE(Language::load(tables.root, "fr").ok());
    tables.write("fr/a.json", R"({"a":"A")");
    REQUIRE_FALSE(Language::load(tables.root, "fr").ok());
    CHECK(Language::load(tables.root, "fr").error().text.args[0].second.find("a.json") != std::string::npos);
    tables.write("fr/a.json", R"({"a":"A"})");
    CHECK(Language::load(tables.root, "fr").ok());
    tables.write("fr/b.json", R"({"a":"B"})");
    CHECK_FALSE(Language::load(tables.root, "fr").ok());
    tables.write("fr/b.json", R"({"b":5})");
    CHECK_FALSE(Language::load(tables.root, "fr").ok());
    CHECK_FALSE(Language::load(tables.root, "de").ok());
}

TEST_CASE("French and English have the same keys with the same arguments, braces closed") {
    const Language &fr = language("fr"), &en = language("en");
    CHECK(fr.keys() == en.keys());
    const std::regex argument(R"(\{([a-z_0-9]+))");
    for (const std::string& key : fr.keys()) {
        CAPTURE(key);
        std::set<std::string> names[2];
        int i = 0;
        for (const Language* language : {&fr, &en}) {
            const std::string sentence = (*language)(std::string_view(key));
            CHECK_FALSE(sentence.empty());
            CHECK(std::ranges::count(sentence, '{') == std::ranges::count(sentence, '}'));
            for (std::sregex_iterator it(sentence.begin(), sentence.end(), argument), end; it != end; ++it)
                names[i].insert((*it)[1]);
            ++i;
        }
        CHECK(names[0] == names[1]);
    }
}

TEST_CASE("French sentences keep to the typography of the product") {
    const Language& fr = language("fr");
    for (const std::string& key : fr.keys()) {
        const std::string& sentence = fr(std::string_view(key));
        CAPTURE(key, sentence);
        CHECK(sentence.find('\'') == std::string::npos);         // ’
        CHECK(sentence.find("...") == std::string::npos);        // …
    }
}

TEST_CASE("every state and kind has its words") {
    for (const char* code : {"fr", "en"}) {
        const Language& words = language(code);
        for (int i = 0; i < 13; ++i) CHECK(words.has("kind." + std::string(name(static_cast<EntityKind>(i)))));
        for (int i = 0; i < 11; ++i) CHECK(words.has("report.state." + std::string(name(static_cast<ReportState>(i)))));
        for (int i = 0; i < 10; ++i) CHECK(words.has("intervention.state." + std::string(name(static_cast<InterventionState>(i)))));
        for (int i = 0; i < 6; ++i) CHECK(words.has("sensor.state." + std::string(name(static_cast<SensorState>(i)))));
        for (int i = 0; i < 5; ++i) CHECK(words.has("crew.state." + std::string(name(static_cast<CrewStatus>(i)))));
        for (int i = 0; i < 4; ++i) CHECK(words.has("alert.state." + std::string(name(static_cast<AlertState>(i)))));
        for (int i = 0; i < 4; ++i) CHECK(words.has("request.state." + std::string(name(static_cast<RequestState>(i)))));
        for (int i = 0; i < 7; ++i) CHECK(words.has("source.state." + std::string(name(static_cast<SourceHealth>(i)))));
    }
}
