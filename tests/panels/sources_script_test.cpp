#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include "tests/ui/ui_driver.hpp"

using namespace vigie;

namespace {

void open_sources(ui::Stage& stage) {
    stage.view.workspace = panels::Workspace::sources;
    stage.backends = {{.name = "demo", .title = "Simulateur", .version = "1.0", .licence = {}, .path = {}, .capabilities_json = R"({"control":["speed"]})", .config_schema_json = R"({"type":"object","properties":{"seed":{"type":"integer"}}})"},
                      {.name = "files", .title = "Fichiers", .version = "1.0", .licence = {}, .path = {}, .capabilities_json = "{}", .config_schema_json = R"({"type":"object","required":["path"],"properties":{"path":{"type":"string","format":"path","title":"Fichier"}}})"}};
}

} // namespace

TEST_CASE("a red source is tried again by one click") {
    ui::Stage stage;
    open_sources(stage);
    ui::UiDriver driver(stage);
    REQUIRE(driver.click("source.telereleve"));
    REQUIRE(driver.click("source.retry"));
    CHECK(stage.ask.retry_sources == std::vector<std::string>{"telereleve"});
}

TEST_CASE("a source is paused and goes on again; it is removed only when asked twice") {
    ui::Stage stage;
    open_sources(stage);
    stage.source_configs = {{"telereleve", "Télérelève", "files", R"({"path":"/srv/eau.csv"})", false}};
    ui::UiDriver driver(stage);
    REQUIRE(driver.click("source.telereleve"));
    REQUIRE(driver.click("source.pause"));
    REQUIRE(stage.ask.start_sources.size() == 1);
    CHECK(stage.ask.start_sources[0].paused);
    CHECK(stage.ask.start_sources[0].config_json == R"({"path":"/srv/eau.csv"})");
    REQUIRE(driver.click("source.remove"));
    CHECK(stage.ask.remove_sources.empty());
    REQUIRE(driver.click("source.remove.sure"));
    CHECK(stage.ask.remove_sources == std::vector<std::string>{"telereleve"});
}

TEST_CASE("a source is changed in the form it was made in, under its own id") {
    ui::Stage stage;
    open_sources(stage);
    stage.source_configs = {{"telereleve", "Télérelève", "files", R"({"path":"/srv/eau.csv"})", false}};
    ui::UiDriver driver(stage);
    REQUIRE(driver.click("source.telereleve"));
    REQUIRE(driver.click("source.change"));
    REQUIRE(driver.click("source.path"));
    driver.type("x");
    REQUIRE(driver.click("source.add"));
    REQUIRE(stage.ask.start_sources.size() == 1);
    CHECK(stage.ask.start_sources[0].id == "telereleve");
    CHECK(stage.ask.start_sources[0].name == "Télérelève");
    CHECK(nlohmann::json::parse(stage.ask.start_sources[0].config_json)["path"].get<std::string>().find('x') != std::string::npos);
}

TEST_CASE("a password goes beside the configuration, and without a keyring a passphrase is asked for") {
    ui::Stage stage;
    open_sources(stage);
    stage.backends = {{.name = "api", .title = "API", .version = "1.0", .licence = {}, .path = {}, .capabilities_json = "{}", .config_schema_json = R"({"type":"object","required":["url"],"properties":{"url":{"type":"string"},"token":{"type":"string","format":"secret"}}})"}};
    stage.secrets = gis::SecretKeeping::nowhere;
    ui::UiDriver driver(stage);
    REQUIRE(driver.click("sources.add"));
    REQUIRE(driver.click("source.url"));
    driver.type("https://exemple.fr");
    REQUIRE(driver.click("source.token"));
    driver.type("mot-secret");
    REQUIRE(driver.click("secrets.passphrase"));
    driver.type("trois mots");
    REQUIRE(driver.click("secrets.unlock"));
    CHECK(stage.ask.unlock_secrets == "trois mots");
    REQUIRE(driver.click("source.add"));
    REQUIRE(stage.ask.start_sources.size() == 1);
    CHECK(stage.ask.start_sources[0].config_json == R"({"url":"https://exemple.fr"})");
    CHECK(stage.ask.start_sources[0].secrets == gis::SecretValues{{"token", "mot-secret"}});
}

TEST_CASE("the simulator's speed is set by a control message") {
    ui::Stage stage;
    open_sources(stage);
    ui::UiDriver driver(stage);
    REQUIRE(driver.click("source.demo"));
    REQUIRE(driver.click("speed.60"));
    REQUIRE(stage.ask.control.size() == 1);
    CHECK(stage.ask.control[0].first == "demo");
    CHECK(nlohmann::json::parse(stage.ask.control[0].second) == nlohmann::json{{"speed", 60}});
    REQUIRE(driver.click("source.telereleve"));
    CHECK_FALSE(driver.exists("speed.60"));  // files have no speed
}

TEST_CASE("a source cannot be added before what it needs is filled in") {
    ui::Stage stage;
    open_sources(stage);
    ui::UiDriver driver(stage);
    REQUIRE(driver.click("sources.add"));
    REQUIRE(driver.click("source.backend"));
    REQUIRE(driver.click("backend.files"));
    REQUIRE(driver.click("source.add"));
    CHECK(stage.ask.start_sources.empty());
    REQUIRE(driver.click("source.path"));
    driver.type("/srv/arbres.csv");
    REQUIRE(driver.click("source.test"));
    REQUIRE(stage.ask.test_source);
    CHECK(stage.ask.test_source->backend == "files");
    REQUIRE(driver.click("source.add"));
    REQUIRE(stage.ask.start_sources.size() == 1);
    CHECK(nlohmann::json::parse(stage.ask.start_sources[0].config_json) == nlohmann::json{{"path", "/srv/arbres.csv"}});
}

TEST_CASE("a mapping is proposed from the last message that came, changed by hand and tried") {
    ui::Stage stage;
    open_sources(stage);
    stage.backends.push_back({.name = "queue", .title = "File", .version = "1.0", .licence = {}, .path = {}, .capabilities_json = R"({"mapping":true})",
                              .config_schema_json = R"({"properties":{"values":{"type":"array","title":"Valeurs","items":{"properties":{"path":{"type":"string","title":"Chemin"},"scale":{"type":"number","title":"Facteur"}}}}}})"});
    ui::UiDriver driver(stage);
    REQUIRE(driver.click("sources.add"));
    REQUIRE(driver.click("source.backend"));
    REQUIRE(driver.click("backend.queue"));
    REQUIRE(driver.click("source.sample_try"));
    CHECK_FALSE(stage.ask.try_sample);  // no message yet
    REQUIRE(driver.click("source.test"));
    stage.source_test.batch.emplace();
    stage.source_test.sample = gis::SourceSample{"town/a", R"({"v":1})", {"backends.mqtt.no_values", {}}};
    driver.frames(2);
    REQUIRE(driver.click("source.sample_propose"));
    REQUIRE(stage.ask.try_sample);
    CHECK(stage.ask.try_sample->propose);
    CHECK(stage.ask.try_sample->where == "town/a");
    CHECK(stage.ask.try_sample->text == R"({"v":1})");
    stage.source_test = {};
    stage.source_test.proposal = R"({"values":[{"path":"v"},{"path":"w"}]})";
    driver.frames(2);
    REQUIRE(driver.click("source.values.1.remove"));
    REQUIRE(driver.click("source.values.0.scale"));
    driver.type("0,5");
    REQUIRE(driver.click("source.sample_try"));
    CHECK_FALSE(stage.ask.try_sample->propose);
    CHECK(nlohmann::json::parse(stage.ask.try_sample->config.config_json) == nlohmann::json{{"values", {{{"path", "v"}, {"scale", 0.5}}}}});
}

TEST_CASE("a guessed coordinate system is corrected per layer and asked to be read again") {
    ui::Stage stage;
    open_sources(stage);
    auto layer = std::make_shared<gis::Layer>();
    layer->info.id = "x1";
    layer->info.name = "Bâtiments";
    layer->info.source = "batiments.geojson";
    layer->info.crs_origin = gis::CrsOrigin::guessed;
    layer->info.epsg = 4326;
    stage.layers = {{layer, false}};
    ui::UiDriver driver(stage);
    REQUIRE(driver.click("layer.x1"));
    REQUIRE(driver.click("layer.read_again"));
    CHECK(stage.ask.layer_choices.empty());  // nothing was chosen yet
    REQUIRE(driver.click("layer.crs"));
    REQUIRE(driver.click("crs.3943"));
    REQUIRE(driver.click("layer.read_again"));
    REQUIRE(stage.ask.layer_choices.contains("x1"));
    CHECK(stage.ask.layer_choices.at("x1").epsg == 3943);
}

TEST_CASE("a layer taken for the wrong thing is told apart in words, and the coordinate system stays as it was chosen") {
    ui::Stage stage;
    open_sources(stage);
    auto layer = std::make_shared<gis::Layer>();
    layer->info.id = "x1";
    layer->info.name = "Releve 2019";
    layer->info.source = "releve.geojson";
    layer->info.geometry = "point";
    layer->info.theme = "other_point";
    layer->info.crs_origin = gis::CrsOrigin::user;
    layer->info.epsg = 3943;
    stage.layers = {{layer, false}};
    ui::UiDriver driver(stage);
    REQUIRE(driver.click("layer.x1"));
    REQUIRE(driver.click("layer.read_again"));
    CHECK(stage.ask.layer_choices.empty());  // nothing was chosen yet
    REQUIRE(driver.click("layer.theme"));
    CHECK_FALSE(driver.exists("theme.building"));  // points are no buildings
    REQUIRE(driver.click("theme.bench"));
    REQUIRE(driver.click("layer.read_again"));
    REQUIRE(stage.ask.layer_choices.contains("x1"));
    CHECK(stage.ask.layer_choices.at("x1").theme == "bench");
    CHECK(stage.ask.layer_choices.at("x1").epsg == 3943);
}
