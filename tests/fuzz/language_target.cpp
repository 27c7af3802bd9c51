// Tables of words: the file stands for the French ones and, as translators work from them, for the English ones too.
#include "fuzz/target.hpp"
#include "gis/model/language.hpp"

namespace vigie::fuzz {

namespace {

void read_tables(std::string_view bytes) {
    const auto folder = scratch() / "lang";
    for (const char* code : {"fr", "en"}) {
        std::filesystem::create_directories(folder / code);
        write_file(folder / code / "words.json", bytes);
    }
    for (const char* code : {"fr", "en", "pseudo"}) {
        const auto language = gis::Language::load(folder, code);
        if (!language) continue;
        for (const std::string& key : language->keys()) {
            require(language->has(key), "a key that is told is there");
            (void)(*language)(gis::Text{key, {{"n", "2"}, {"name", "@" + key}, {"count", "1\u202F234,5"}, {"why", "{name}"}}});
        }
        (void)language->duration(gis::Seconds{98'765});
        (void)language->quantity(-1234.5, 1, "bar");
        (void)language->long_day(gis::time_from_ms(1'795'000'000'000), "Europe/Paris");
    }
}

std::vector<std::string> our_tables() {
    std::vector<std::string> seeds;
    for (const auto& file : files_in(std::filesystem::path(VIGIE_SOURCE_DIR) / "assets/lang/fr")) seeds.push_back(read_file(file));
    return seeds;
}

} // namespace

Target language_target() {
    return {"language", read_tables, {"{n}", "{n|un|{n}}", "{name}", "{", "}", "|", "\"unit.bar\":\"bar\"", "\"time.unit.day\":\"j\"", " :", "« ", " »", "{count|{name}|{n|a|b}}", "{why}", "{}", "null"}, our_tables};
}

} // namespace vigie::fuzz
