#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include "panels/sources/source_form.hpp"
#include "panels/sources/sources_workspace.hpp"

using namespace vigie;
using panels::SchemaField;

namespace {
const char* schema = R"({"type":"object","required":["url"],"properties":{
  "verify":{"type":"boolean","default":true},
  "url":{"type":"string","title":"Adresse du service"},
  "every":{"type":"integer","title":"Actualiser","default":300},
  "secret":{"type":"string","format":"secret"},
  "kind":{"enum":["a","b"]}}})";
}

TEST_CASE("a form is made from a backend's own schema, what is required first") {
    const auto fields = panels::schema_fields(schema, "fr");
    REQUIRE(fields.size() == 5);
    CHECK(fields.front().name == "url");
    CHECK(fields.front().required);
    CHECK(fields.front().title == "Adresse du service");
    for (const SchemaField& f : fields) {
        if (f.name == "verify") CHECK((f.kind == SchemaField::Kind::flag && f.preset == "true"));
        if (f.name == "secret") CHECK(f.kind == SchemaField::Kind::password);
        if (f.name == "every") CHECK((f.kind == SchemaField::Kind::number && f.preset == "300"));
        if (f.name == "kind") CHECK(f.choices == std::vector<std::string>{"a", "b"});
    }
    CHECK(panels::schema_fields("not json", "fr").empty());
    CHECK(panels::schema_fields("[]", "fr").empty());
    CHECK(panels::schema_fields(R"({"properties":3})", "fr").empty());
}

TEST_CASE("a backend is named and asks in the person's language when its schema has the words, else in its own") {
    const std::string schema = R"({"title@en":"Files","properties":{"path":{"title":"Dossier","title@en":"Folder","description":"Où"}}})";
    const auto english = panels::schema_fields(schema, "en"), french = panels::schema_fields(schema, "fr");
    REQUIRE(english.size() == 1);
    CHECK(english[0].title == "Folder");
    CHECK(english[0].help == "Où");
    CHECK(french.at(0).title == "Dossier");
    const gis::BackendDescription files{.name = "files", .title = "Fichiers", .version = {}, .licence = {}, .path = {}, .capabilities_json = {}, .config_schema_json = schema};
    CHECK(panels::backend_title(files, "en") == "Files");
    CHECK(panels::backend_title(files, "fr") == "Fichiers");
    const gis::BackendDescription nameless{.name = "own", .title = {}, .version = {}, .licence = {}, .path = {}, .capabilities_json = {}, .config_schema_json = "not json"};
    CHECK(panels::backend_title(nameless, "en") == "own");
}

TEST_CASE("typed values become typed JSON and nothing is sent for what is empty") {
    const auto fields = panels::schema_fields(schema, "fr");
    CHECK(panels::missing_fields(fields, {}) == std::vector<std::string>{"Adresse du service"});
    const auto config = nlohmann::json::parse(panels::config_from(fields, {{"url", "https://exemple.fr"}, {"every", "2,5"}, {"verify", "false"}, {"secret", "never here"}}));
    CHECK(panels::secrets_from(fields, {{"url", "x"}, {"secret", "kept apart"}}) == gis::SecretValues{{"secret", "kept apart"}});
    CHECK(config == nlohmann::json{{"url", "https://exemple.fr"}, {"every", 2.5}, {"verify", false}});
    CHECK(panels::missing_fields(fields, {{"url", "x"}}).empty());
}

TEST_CASE("a source's id is made from its name and never taken twice") {
    std::vector<gis::SourceConfig> known;
    CHECK(panels::source_id("Télérelève eau", known) == "telereleve-eau");
    known.push_back({.id = "telereleve-eau", .name = {}, .backend = {}, .config_json = {}});
    CHECK(panels::source_id("Télérelève eau", known) == "telereleve-eau-2");
    CHECK(panels::source_id("…", known) == "source");
}

TEST_CASE("traffic counts what arrived per minute and forgets after half an hour") {
    panels::Traffic traffic;
    gis::SourceStatus s;
    s.source = "demo";
    s.changes_received = 100;
    gis::Time now = gis::time_from_ms(1'800'000'000'000);
    traffic.note({s}, now);
    CHECK(traffic.of("demo").back() == 0);  // what came before the window opened is not traffic
    s.changes_received = 112;
    traffic.note({s}, now + std::chrono::seconds{20});
    CHECK(traffic.of("demo").back() == 12);
    traffic.note({s}, now + std::chrono::minutes{10});
    CHECK(traffic.of("demo").back() == 0);
    CHECK(traffic.of("demo")[panels::Traffic::minutes - 11] == 12);
    traffic.note({s}, now + std::chrono::minutes{45});
    for (const int count : traffic.of("demo")) CHECK(count == 0);
    CHECK(traffic.of("unknown").back() == 0);
}

TEST_CASE("choices have words of their own, fields come and go with others, rows are typed by column") {
    const std::string schema = R"({"type":"object","properties":{
      "profile":{"default":"x","oneOf":[{"const":"x","title":"Le premier","title@en":"The first"},{"const":"y","title":"L’autre"}]},
      "only_y":{"type":"string","x-when":{"profile":"y z"}},
      "values":{"type":"array","items":{"type":"object","properties":{"path":{"type":"string"},"scale":{"type":"number"},"kind":{"type":"string","format":"sensor-kind"}}}}}})";
    const auto fields = panels::schema_fields(schema, "en");
    REQUIRE(fields.size() == 3);
    CHECK(fields[0].choices == std::vector<std::string>{"x", "y"});
    CHECK(fields[0].choice_words == std::vector<std::string>{"The first", "L’autre"});
    CHECK_FALSE(panels::is_shown(fields[1], fields, {}));
    CHECK(panels::is_shown(fields[1], fields, {{"profile", "y"}}));
    REQUIRE(fields[2].kind == SchemaField::Kind::rows);
    CHECK(fields[2].columns.at(2).kind == SchemaField::Kind::sensor_kind);
    panels::FieldValues values{{"only_y", "hidden"}, {"values", R"([{"path":"a","scale":"0,5"},{},{"path":"b","scale":2}])"}};
    CHECK(nlohmann::json::parse(panels::config_from(fields, values)) ==
          nlohmann::json{{"profile", "x"}, {"values", {{{"path", "a"}, {"scale", 0.5}}, {{"path", "b"}, {"scale", 2}}}}});
    panels::take_config(fields, R"({"profile":"y","values":[{"path":"c"}],"unknown":1})", values);
    CHECK(nlohmann::json::parse(panels::config_from(fields, values)) == nlohmann::json{{"profile", "y"}, {"only_y", "hidden"}, {"values", {{{"path", "c"}}}}});
}
