// Fetching a commune's public data from a mirror on this machine that retells the formats of the services: the live services
// are not reached by any of these tests.
#include <unistd.h>

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "gis/layers/commune/announced_size.hpp"
#include "gis/layers/commune/fetch_commune.hpp"
#include "gis/layers/commune/find_communes.hpp"
#include "gis/layers/open.hpp"
#include "gis/layers/recognise.hpp"
#include "tests/services/served.hpp"

using namespace vigie;
using nlohmann::json;
using State = gis::DatasetFetch::State;
namespace fs = std::filesystem;

namespace {

std::vector<gis::PublicDataset> catalogue() {
    const gis::LoadedPublicData loaded = gis::load_public_data({fs::path(VIGIE_SOURCE_DIR) / "assets/catalog"});
    for (const gis::Notice& n : loaded.notices) FAIL(n.where << ": " << n.text.key);
    return loaded.datasets;
}

struct Mirror {
    test::Served served{"public_services.py"};
    fs::path work = test::fresh_folder("commune");
    std::vector<gis::PublicDataset> datasets = catalogue();

    void faults(const json& what) const { std::ofstream(served.folder() / "faults.json") << what.dump(); }
    [[nodiscard]] gis::FetchRequest request(const std::string& code) const {
        auto insee = gis::read_insee(code);
        REQUIRE(insee);
        return {*insee, datasets, work / "cache", work / code, served.url("")};
    }
    [[nodiscard]] gis::FetchedCommune fetch(const std::string& code) const { return gis::fetch_commune(request(code), {}, {}); }
    [[nodiscard]] std::vector<json> asked(const std::string& host) const {
        std::vector<json> out;
        std::ifstream in(served.folder() / "asked.jsonl");
        for (std::string line; std::getline(in, line);)
            if (const json entry = json::parse(line); entry["path"].get<std::string>().find(host) != std::string::npos) out.push_back(entry);
        return out;
    }
};

const gis::DatasetFetch& of(const gis::FetchedCommune& fetched, const std::string& id) {
    const auto found = std::ranges::find(fetched.datasets, id, &gis::DatasetFetch::id);
    REQUIRE(found != fetched.datasets.end());
    return *found;
}

} // namespace

TEST_CASE("an INSEE code gives its département, arrondissements and clock; what is none is refused") {
    CHECK(gis::read_insee("34079")->department == "34");
    CHECK(gis::read_insee(" 2a004 ") == gis::InseeCode{"2A004", "2A", {"2A004"}});
    CHECK(gis::read_insee("97411")->department == "974");
    CHECK(gis::read_insee("98735")->department == "987");
    CHECK(gis::read_insee("75056")->districts.size() == 20);
    CHECK(gis::read_insee("69123")->districts.front() == "69381");
    CHECK(gis::read_insee("13055")->districts.back() == "13216");
    CHECK(gis::read_insee("75113")->districts == std::vector<std::string>{"75113"});
    for (const char* wrong : {"", "3407", "340790", "3407x", "20004", "00001", "96001", "99100", "97901", "2C004", "2A0B4", "../..", "34 79"}) {
        INFO(wrong);
        CHECK_FALSE(gis::read_insee(wrong));
    }
    CHECK(gis::zone_of_department("974") == "Indian/Reunion");
    CHECK(gis::zone_of_department("2A") == "Europe/Paris");
}

TEST_CASE("every dataset of the catalogue says who is to be credited, in two languages, and becomes a layer of its theme") {
    const auto datasets = catalogue();
    REQUIRE(datasets.size() >= 6);
    CHECK(datasets.front().theme == "boundary");
    for (const gis::PublicDataset& d : datasets) {
        INFO(d.id);
        CHECK_FALSE(d.name.en.empty());
        CHECK_FALSE(d.attribution.empty());
        CHECK_FALSE(d.licence.empty());
    }
}

TEST_CASE("the live services were not reached: a local mirror's six datasets of a commune become layers with their themes") {
    const Mirror mirror;
    const gis::FetchedCommune fetched = mirror.fetch("34079");
    CHECK(fetched.name == "Valmont-sur-Lergue");
    std::vector<fs::path> files;
    for (const gis::DatasetFetch& d : fetched.datasets) {
        INFO(d.id << ": " << (d.error ? d.error->text.key + " " + d.error->detail : ""));
        REQUIRE(d.state == State::done);
        files.push_back(d.file);
    }
    CHECK(of(fetched, "adresses").features == 4);   // of thirteen of the département
    CHECK(of(fetched, "parcelles").features == 120);
    CHECK(of(fetched, "rues").features == 2);        // the third is elsewhere
    CHECK(of(fetched, "ecoles").features == 1);
    gis::OpenOptions options;
    for (std::size_t i = 0; i < fetched.datasets.size(); ++i) options.choices[fetched.datasets[i].layer].theme = mirror.datasets[i].theme;
    const gis::OpenedData opened = gis::open_paths(files, options);
    CHECK(opened.plane_epsg == 2154);
    REQUIRE(opened.layers.size() == 6);
    for (std::size_t i = 0; i < 6; ++i) {
        INFO(mirror.datasets[i].id);
        const auto layer = std::ranges::find(opened.layers, fetched.datasets[i].layer, [](const gis::LayerPtr& l) { return l->info.id; });
        REQUIRE(layer != opened.layers.end());
        CHECK((*layer)->info.theme == mirror.datasets[i].theme);
        CHECK((*layer)->geometry.feature_count() == fetched.datasets[i].features);
    }
}

TEST_CASE("a local mirror: what has not changed is not sent again") {
    const Mirror mirror;
    CHECK_FALSE(of(mirror.fetch("34079"), "parcelles").unchanged);
    const gis::FetchedCommune again = mirror.fetch("34079");
    for (const gis::DatasetFetch& d : again.datasets) {
        INFO(d.id);
        CHECK(d.unchanged);
        CHECK(d.features > 0);
    }
    CHECK(mirror.asked("cadastre").back()["status"] == 304);
}

TEST_CASE("a local mirror: a download that is cut goes on where it stopped, and begins anew when the file has changed") {
    Mirror mirror;
    std::erase_if(mirror.datasets, [](const auto& d) { return d.id != "parcelles"; });
    mirror.faults({{"cadastre.data.gouv.fr", {{"cut", 500}, {"times", 1}}}});
    const gis::FetchedCommune resumed = mirror.fetch("34079");
    CHECK(of(resumed, "parcelles").features == 120);
    CHECK(of(resumed, "parcelles").resumed_at == 500);
    CHECK(mirror.asked("cadastre").back()["Range"] == "bytes=500-");
    CHECK(mirror.asked("cadastre").back()["status"] == 206);

    mirror.faults({{"cadastre.data.gouv.fr", {{"cut", 700}, {"times", 1}, {"etag", "new"}}}});
    CHECK(of(mirror.fetch("34079"), "parcelles").features == 120);
    fs::remove_all(mirror.work);
    mirror.faults({{"cadastre.data.gouv.fr", {{"cut", 700}, {"times", 4}}}});  // until it gives up
    const gis::FetchedCommune cut = mirror.fetch("34079");
    CHECK(of(cut, "parcelles").error->remedy.key == "public.remedy.again");
    mirror.faults({{"cadastre.data.gouv.fr", {{"etag", "newer"}}}});
    const gis::FetchedCommune anew = mirror.fetch("34079");
    CHECK(of(anew, "parcelles").features == 120);
    CHECK(of(anew, "parcelles").resumed_at == 0);
    CHECK(mirror.asked("cadastre").back()["status"] == 200);
}

TEST_CASE("a local mirror: a dataset that fails says why and what to do, the rest goes on, running again brings it") {
    const Mirror mirror;
    mirror.faults({{"data.education.gouv.fr", {{"status", 500}}}, {"adresse.data.gouv.fr", {{"status", 429}, {"retry_after", "3600"}}},
                   {"overpass-api.de", {{"status", 429}, {"retry_after", "1"}, {"times", 1}}}});
    const gis::FetchedCommune fetched = mirror.fetch("34079");
    CHECK(of(fetched, "ecoles").error->text.key == "public.status");
    CHECK(of(fetched, "adresses").error->remedy == gis::Text{"public.remedy.wait", {{"n", "3600"}}});
    CHECK(of(fetched, "rues").state == State::done);  // it waited a second as it was told
    CHECK(of(fetched, "batiments").state == State::done);
    mirror.faults(json::object());
    for (const gis::DatasetFetch& d : mirror.fetch("34079").datasets) CHECK(d.state == State::done);
}

TEST_CASE("a local mirror: without the boundary only what needs the extent is missing; an unknown commune is told") {
    const Mirror mirror;
    const gis::FetchedCommune fetched = mirror.fetch("34999");
    CHECK(of(fetched, "limite_communale").error->remedy.key == "public.remedy.code");
    CHECK(of(fetched, "rues").error->text.key == "public.no_boundary");
    CHECK(of(fetched, "adresses").error->text.key == "public.nothing");
    CHECK(of(fetched, "parcelles").state == State::done);
    CHECK(fetched.name.empty());
}

TEST_CASE("a local mirror: the addresses asked for Paris, Corsica and overseas are those of the services") {
    const Mirror mirror;
    const gis::FetchedCommune paris = mirror.fetch("75056");
    CHECK(of(paris, "parcelles").features == 20 * 120);
    CHECK(of(paris, "adresses").features == 3);
    CHECK(of(paris, "ecoles").features == 21);
    CHECK(mirror.asked("/75/75113/cadastre-75113-parcelles.json.gz").size() == 1);
    CHECK(of(mirror.fetch("2A004"), "adresses").features == 1);
    CHECK(mirror.asked("addresses-2A").empty());
    CHECK(mirror.asked("adresses-2A.csv.gz").size() == 1);
    CHECK(of(mirror.fetch("97411"), "adresses").state == State::done);
    CHECK(mirror.asked("/974/97411/cadastre-97411-batiments").size() == 1);
    const gis::FetchedCommune polynesia = mirror.fetch("98736");
    CHECK(of(polynesia, "parcelles").state == State::not_here);
    CHECK(of(polynesia, "adresses").state == State::done);
}

TEST_CASE("a local mirror: a small file that unpacks without end is given up at its bound") {
    Mirror mirror;
    std::erase_if(mirror.datasets, [](const auto& d) { return d.format != "csv.gz" && d.format != "geojson.gz"; });
    for (gis::PublicDataset& d : mirror.datasets) d.most_mb = 1;  // 20 MB unpacked; 64 come
    mirror.faults({{"cadastre.data.gouv.fr", {{"bomb", true}}}, {"adresse.data.gouv.fr", {{"bomb", true}}}});
    const gis::FetchedCommune fetched = mirror.fetch("34079");
    CHECK(of(fetched, "parcelles").error->text.key == "public.too_big");
    CHECK(of(fetched, "adresses").error->text.key == "public.unusable");  // a line without end
    for (const auto& entry : fs::recursive_directory_iterator(mirror.work)) CHECK(entry.path().extension() != ".geojson");
}

TEST_CASE("a local mirror: stopping takes less than a second in the middle of a slow file, which is then taken up") {
    Mirror mirror;
    std::erase_if(mirror.datasets, [](const auto& d) { return d.id != "parcelles"; });
    mirror.faults({{"cadastre.data.gouv.fr", {{"drip", true}}}});
    std::stop_source source;
    std::chrono::steady_clock::time_point stopped_at;
    std::jthread stopper([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(700));
        stopped_at = std::chrono::steady_clock::now();
        source.request_stop();
    });
    std::uintmax_t seen = 0;
    const gis::FetchedCommune stopped = gis::fetch_commune(mirror.request("34079"), source.get_token(),
                                                           [&](const auto& states) { seen = std::max(seen, states.front().bytes); });
    const auto ended = std::chrono::steady_clock::now();
    stopper.join();
    CHECK(ended - stopped_at < std::chrono::seconds(1));
    CHECK(stopped.stopped);
    CHECK(stopped.datasets.front().state == State::waiting);
    CHECK(seen > 0);
    mirror.faults(json::object());
    CHECK(of(mirror.fetch("34079"), "parcelles").resumed_at > 0);
}

TEST_CASE("a local mirror: communes are found by name, entries that are none are left out; without a network it is said") {
    const Mirror mirror;
    const std::string& service = mirror.datasets.front().search;
    const auto found = gis::find_communes(service, "Val&mont é", mirror.served.url(""), {});
    REQUIRE(found);
    CHECK(*found == std::vector<gis::FoundCommune>{{"Valmont-sur-Lergue", "34079", "34", 9000, "Hérault"}, {"Valmont", "76719", "76", 0}});
    CHECK(mirror.asked("/communes?nom=Val%26mont%20%C3%A9&").size() == 1);
    const auto offline = gis::find_communes(service, "Valmont", "http://127.0.0.1:9", {});
    REQUIRE_FALSE(offline);
    CHECK(offline.error().klass == gis::ErrorClass::network);
}

TEST_CASE("a local mirror: a typed code finds its commune, an unknown one none; a service that is too busy says what to do") {
    const Mirror mirror;
    const gis::PublicDataset& boundary = mirror.datasets.front();
    const auto found = gis::look_up_communes(boundary, " 34079 ", mirror.served.url(""), {});
    REQUIRE(found);
    REQUIRE(found->size() == 1);
    CHECK(found->front().name == "Valmont-sur-Lergue");
    CHECK(mirror.asked("/communes?code=34079&").size() == 1);
    CHECK(gis::look_up_communes(boundary, "34999", mirror.served.url(""), {})->empty());
    CHECK(gis::look_up_communes(boundary, "valmont", mirror.served.url(""), {})->size() == 2);
    mirror.faults({{"geo.api.gouv.fr", {{"status", 429}}}});
    const auto busy = gis::look_up_communes(boundary, "valmont", mirror.served.url(""), {});
    REQUIRE_FALSE(busy);
    CHECK(busy.error().text.key == "public.busy");
}

TEST_CASE("a local mirror: the size of files is asked without fetching them, an answer that is made up has none before") {
    const Mirror mirror;
    const auto size = [&](const char* id, const char* code) {
        const auto dataset = std::ranges::find(mirror.datasets, id, &gis::PublicDataset::id);
        return gis::announced_bytes(*dataset, *gis::read_insee(code), mirror.served.url(""), {});
    };
    const auto parcels = size("parcelles", "34079");
    REQUIRE(parcels);
    CHECK(size("parcelles", "75056").value_or(0) > 19 * *parcels);
    CHECK_FALSE(size("rues", "34079"));
    CHECK_FALSE(size("ecoles", "34079"));
    for (const json& entry : mirror.asked("")) CHECK(entry["method"] == "HEAD");
    const gis::FetchedCommune fetched = mirror.fetch("34079");
    CHECK(of(fetched, "parcelles").bytes == *parcels);
}
