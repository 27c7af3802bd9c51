#include <unistd.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "gis/layers/open.hpp"
#include "gis/model/language.hpp"
#include "tests/layers/shared_data.hpp"

using namespace vigie::gis;
namespace fs = std::filesystem;

namespace {

struct Folder {
    fs::path path = fs::temp_directory_path() / ("vigie-cache-" + std::to_string(::getpid()));
    Folder() {
        fs::remove_all(path);
        fs::create_directories(path / "data");
    }
    ~Folder() { fs::remove_all(path); }
    [[nodiscard]] OpenOptions options() const {
        OpenOptions o;
        o.cache_folder = path / "cache";
        return o;
    }
    [[nodiscard]] std::vector<fs::path> files() const {
        std::vector<fs::path> found;
        for (const auto& e : fs::directory_iterator(path / "cache"))
            if (e.path().filename().string().starts_with("layers-")) found.push_back(e.path());
        return found;
    }
    fs::path copy(const fs::path& from) const {
        fs::copy(from, path / "data", fs::copy_options::overwrite_existing);
        return path / "data" / from.filename();
    }
};

OpenedData open_and_write(const std::vector<fs::path>& paths, const OpenOptions& options) {
    OpenedData data = open_paths(paths, options);
    if (data.cache_writer) data.cache_writer->join();
    return data;
}

bool same_numbers(const std::vector<double>& a, const std::vector<double>& b) {
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](double x, double y) { return x == y || (x != x && y != y); });
}

void check_same(const OpenedData& a, const OpenedData& b) {
    REQUIRE(a.layers.size() == b.layers.size());
    CHECK(a.plane_epsg == b.plane_epsg);
    CHECK(a.notices == b.notices);
    for (std::size_t i = 0; i < a.layers.size(); ++i) {
        const Layer &x = *a.layers[i], &y = *b.layers[i];
        INFO(x.info.source);
        CHECK(x.info.id == y.info.id);
        CHECK(x.info.name == y.info.name);
        CHECK(x.info.title == y.info.title);
        CHECK(x.info.theme == y.info.theme);
        CHECK(x.info.domain == y.info.domain);
        CHECK(x.info.geometry == y.info.geometry);
        CHECK(x.info.features == y.info.features);
        CHECK(x.info.epsg == y.info.epsg);
        CHECK(x.info.crs_origin == y.info.crs_origin);
        CHECK(x.info.crs_name == y.info.crs_name);
        CHECK(x.info.encoding == y.info.encoding);
        CHECK(x.info.extent_wgs84 == y.info.extent_wgs84);
        CHECK(x.info.bounds == y.info.bounds);
        CHECK(x.geometry.xy == y.geometry.xy);
        CHECK(x.geometry.part_begin == y.geometry.part_begin);
        CHECK(x.geometry.vertex_begin == y.geometry.vertex_begin);
        CHECK(x.geometry.ring_is_hole == y.geometry.ring_is_hole);
        CHECK(x.geometry.type == y.geometry.type);
        CHECK(x.index.packed() == y.index.packed());
        REQUIRE(x.columns.size() == y.columns.size());
        for (std::size_t c = 0; c < x.columns.size(); ++c) {
            CHECK(x.columns[c].name == y.columns[c].name);
            CHECK(x.columns[c].type == y.columns[c].type);
            CHECK(x.columns[c].derived == y.columns[c].derived);
            CHECK(x.columns[c].pool == y.columns[c].pool);
            CHECK(x.columns[c].text_begin == y.columns[c].text_begin);
            CHECK(same_numbers(x.columns[c].numbers, y.columns[c].numbers));
        }
    }
}

} // namespace

TEST_CASE("the second opening of Montpellier, from the cache, is the same as the first") {
    const Folder folder;
    const fs::path town = shared_data("communes/montpellier");
    const OpenedData first = open_and_write({town}, folder.options());
    CHECK(folder.files().size() == 24);
    const OpenedData second = open_and_write({town}, folder.options());
    CHECK_FALSE(second.cache_writer);  // nothing had to be made again
    check_same(first, second);
    CHECK(second.layers.size() == 24);
}

TEST_CASE("the cache speaks the language of the second reader") {
    const Folder folder;
    const fs::path town = shared_data("communes/montpellier/VilleMTP_MTP_Quartiers.geojson");
    CHECK(open_and_write({town}, folder.options()).layers.at(0)->info.name == "Ville MTP MTP Quartiers");
    const Language english = Language::load(fs::path(VIGIE_SOURCE_DIR) / "assets/lang", "en").value();
    OpenOptions options = folder.options();
    options.language = &english;
    CHECK(open_and_write({town}, options).layers.at(0)->info.name == "Districts");
}

TEST_CASE("a damaged cache file is ignored and made again, wherever the damage is") {
    const Folder folder;
    const fs::path file = folder.copy(shared_data("communes/clermont_l_herault.gpkg"));
    const OpenedData first = open_and_write({file}, folder.options());
    REQUIRE(folder.files().size() == 1);
    const fs::path cache = folder.files()[0];
    const auto size = fs::file_size(cache);
    for (const double where : {0.0, 0.0001, 0.01, 0.2, 0.5, 0.8, 0.999}) {
        const auto at = static_cast<std::streamoff>(static_cast<double>(size) * where);
        {
            std::fstream damage(cache, std::ios::in | std::ios::out | std::ios::binary);
            damage.seekg(at);
            char byte = 0;
            damage.get(byte);
            damage.seekp(at);
            damage.put(static_cast<char>(byte ^ 0x5a));
        }
        INFO("byte " << at);
        const OpenedData again = open_and_write({file}, folder.options());
        check_same(first, again);
    }
    for (const double left : {0.0, 0.3, 0.99}) {
        fs::resize_file(cache, static_cast<std::uintmax_t>(static_cast<double>(size) * left));
        check_same(first, open_and_write({file}, folder.options()));
    }
    CHECK(fs::file_size(cache) == size);
}

TEST_CASE("a source that changed is read again") {
    const Folder folder;
    const auto feature = [](const char* lon) { return std::string(R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[)") + lon + ",46.5]}}]}"; };
    const fs::path file = folder.path / "data" / "point.geojson";
    std::ofstream(file) << feature("3.0");
    const OpenedData first = open_and_write({file}, folder.options());
    std::ofstream(file) << feature("4.25");
    const OpenedData second = open_and_write({file}, folder.options());
    CHECK(first.layers.at(0)->info.extent_wgs84->at(0) == 3.0);
    CHECK(second.layers.at(0)->info.extent_wgs84->at(0) == 4.25);
}

TEST_CASE("a choice made after the first opening is not hidden by the cache, and a check gets its count of invalid shapes") {
    const Folder folder;
    const fs::path file = shared_data("communes/montpellier/VilleMTP_MTP_ZAC.geojson");
    const OpenedData first = open_and_write({file}, folder.options());
    OpenOptions options = folder.options();
    options.choices[first.layers.at(0)->info.id] = {.epsg = 0, .encoding = {}, .theme = "parcel"};
    CHECK(open_and_write({file}, options).layers.at(0)->info.theme == "parcel");
    CHECK(open_and_write({file}, options).layers.at(0)->info.theme == "parcel");
    options.count_invalid = true;
    CHECK(open_and_write({file}, options).layers.at(0)->info.invalid == 1);
}

TEST_CASE("a guess in the cache is made again when the layers beside it change") {
    const Folder folder;
    // Web Mercator numbers of Lille: Lambert-93 in the Vendée by their range alone.
    const auto points = [](double x, double y) { return R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[)" + std::to_string(x) + "," + std::to_string(y) + "]}}]}"; };
    const MapPlane mercator = MapPlane::create(3857).value();
    const auto in_mercator = mercator.plane_from_lonlat({3.06, 50.63});
    const fs::path doubtful = folder.path / "data" / "a.geojson", certain = folder.path / "data" / "b.geojson";
    std::ofstream(doubtful) << points(in_mercator->x, in_mercator->y);
    OpenOptions options = folder.options();
    options.plane_epsg = 2154;
    CHECK(open_and_write({doubtful}, options).layers.at(0)->info.epsg == 2154);
    std::ofstream(certain) << points(3.06, 50.63);
    const OpenedData beside = open_and_write({doubtful, certain}, options);
    CHECK(beside.layers.at(0)->info.epsg == 3857);
    CHECK(distance_m(*MapPlane::create(2154).value().lonlat_from_plane(beside.layers.at(0)->box(0).centre()), {3.06, 50.63}) < 0.01);
}

TEST_CASE("a cache folder that cannot be written costs nothing but time") {
    OpenOptions options;
    options.cache_folder = "/proc/nowhere";
    const OpenedData data = open_and_write({shared_data("communes/clermont_l_herault.gpkg")}, options);
    CHECK(data.layers.size() == 4);
}
