#include "gis/layers/commune/public_dataset.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>

#include "gis/model/catalog_json.hpp"

namespace vigie::gis {

namespace {

namespace fs = std::filesystem;
constexpr std::uintmax_t max_file_bytes = 8u << 20;
constexpr std::size_t max_datasets = 100;

PublicDataset read_public_dataset(CatalogReader& in) {
    PublicDataset out{.id = in.text("id", true), .name = in.name("name", true), .licence = in.text("licence", true),
                      .attribution = in.text("attribution", true), .url = in.text("url", true), .search = in.text("search"), .search_code = in.text("search_code"), .format = in.text("format", true),
                      .code_column = in.text("code_column"), .theme = in.text("theme", true), .within = in.flag("within", false),
                      .most_mb = in.whole("most_mb", 256, 1, 4'096), .not_in = in.texts("not_in")};
    constexpr std::string_view formats[] = {"geojson", "geojson.gz", "csv.gz", "osm"};
    if (in.good() && std::ranges::find(formats, out.format) == std::end(formats)) in.reject("catalog.bad_format", "format");
    const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
    if (in.good() && !std::ranges::all_of(out.id, plain)) in.reject("catalog.bad_file_name", "id");
    for (const auto& [member, address] : {std::pair{"url", &out.url}, {"search", &out.search}, {"search_code", &out.search_code}})
        if (in.good() && !address->empty() && !address->starts_with("https://")) in.reject("catalog.not_https", member);
    return out;
}

// Files that are no JSON or too big are what load_catalog complains of.
void read_file(const fs::path& path, LoadedPublicData& out) {
    std::error_code ec;
    std::ifstream stream(path, std::ios::binary);
    if (fs::file_size(path, ec) > max_file_bytes || ec || !stream) return;
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    const auto root = nlohmann::json::parse(text, nullptr, false);
    const auto section = root.is_object() ? root.find("public_data") : root.end();
    if (!root.is_object() || section == root.end()) return;
    const std::string file = path.filename().string();
    if (!section->is_array() || section->size() > max_datasets) {
        out.notices.push_back({Severity::error, file, {"catalog.not_a_list", {{"section", "public_data"}}}, {"catalog.remedy", {}}});
        return;
    }
    CatalogReader in(file, text, out.notices);
    for (std::size_t i = 0; i < section->size(); ++i) {
        in.enter((*section)[i], "public_data", i);
        if (!in.good()) continue;
        PublicDataset dataset = read_public_dataset(in);
        in.leave();
        if (!in.good()) continue;
        const auto known = std::ranges::find(out.datasets, dataset.id, &PublicDataset::id);
        if (known == out.datasets.end()) out.datasets.push_back(std::move(dataset));
        else *known = std::move(dataset);
    }
}

} // namespace

LoadedPublicData load_public_data(const std::vector<fs::path>& folders) {
    LoadedPublicData out;
    for (const fs::path& folder : folders) {
        std::error_code ec;
        std::vector<fs::path> files;
        for (fs::directory_iterator it(folder, ec), end; !ec && it != end; it.increment(ec))
            if (it->path().extension() == ".json") files.push_back(it->path());
        std::ranges::sort(files);
        for (const fs::path& file : files) read_file(file, out);
    }
    std::stable_partition(out.datasets.begin(), out.datasets.end(), [](const PublicDataset& d) { return d.theme == "boundary"; });
    return out;
}

} // namespace vigie::gis
