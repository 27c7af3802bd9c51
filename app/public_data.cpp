#include "app/public_data.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/commune_file.hpp"
#include "gis/layers/commune/credits.hpp"

namespace vigie::app {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

// Texts of paths already known, and these.
std::string with_paths(const std::string& stored, const gis::FetchedCommune& fetched) {
    json paths = json::parse(stored, nullptr, false);
    if (!paths.is_array()) paths = json::array();
    for (const gis::DatasetFetch& d : fetched.datasets)
        if (!d.file.empty() && std::ranges::find(paths, json(d.file.string())) == paths.end()) paths.push_back(d.file.string());
    return paths.dump();
}

std::string with_themes(const std::string& stored, const gis::FetchRequest& request, const gis::FetchedCommune& fetched) {
    json choices = json::parse(stored, nullptr, false);
    if (!choices.is_object()) choices = json::object();
    for (std::size_t i = 0; i < fetched.datasets.size(); ++i)
        if (const auto& d = fetched.datasets[i]; !d.layer.empty() && !choices.contains(d.layer))
            choices[d.layer] = {{"epsg", 0}, {"encoding", ""}, {"theme", request.datasets[i].theme}};
    return choices.dump();
}

std::string with_credits(const std::string& stored, const gis::FetchRequest& request, const gis::FetchedCommune& fetched) {
    std::vector<gis::Credit> credits = gis::read_credits(stored);
    for (std::size_t i = 0; i < fetched.datasets.size(); ++i) {
        if (fetched.datasets[i].file.empty()) continue;
        const gis::PublicDataset& d = request.datasets[i];
        std::erase_if(credits, [&](const gis::Credit& c) { return c.dataset == d.id; });
        credits.push_back({d.id, d.licence, d.attribution});
    }
    return gis::credits_json(credits);
}

} // namespace

gis::LoadedPublicData public_data_of(const Places& places) {
    return gis::load_public_data(catalog_folders(places));
}

gis::Result<gis::Desk> commune_file_of(const gis::InseeCode& insee, const std::string& name, const fs::path& file, const gis::Catalog& catalog, const gis::Clock& clock) {
    std::error_code ec;
    if (!fs::exists(file, ec)) {
        fs::create_directories(file.parent_path(), ec);
        if (auto made = create_commune(file, name.empty() ? insee.code : name, insee.code, catalog, clock); !made) return made.error();
    }
    auto desk = open_commune(file, catalog, clock);
    if (!desk) return desk;
    if (const std::string code = desk->setting("insee"); !code.empty() && code != insee.code)
        return gis::Error{gis::ErrorClass::conflict, {"public.other_commune", {{"path", file.string()}, {"code", code}}}, {"public.other_commune.remedy", {}}, {}};
    return desk;
}

gis::FetchRequest fetch_request(const Places& places, const gis::InseeCode& insee, const fs::path& file, std::vector<gis::PublicDataset> datasets,
                                const std::string& mirror) {
    std::error_code ec;
    const fs::path full = fs::absolute(file, ec);
    return {insee, std::move(datasets), places.cache / "public", full.parent_path() / (full.stem().string() + "_donnees"), mirror};
}

gis::Outcome adopt_public_data(gis::Desk& desk, const gis::FetchRequest& request, const gis::FetchedCommune& fetched) {
    std::vector<std::pair<std::string, std::string>> settings{
        {"map_paths", with_paths(desk.setting("map_paths"), fetched)},
        {"layer_choices", with_themes(desk.setting("layer_choices"), request, fetched)},
        {"credits", with_credits(desk.setting("credits"), request, fetched)}};
    if (desk.setting("insee").empty()) settings.emplace_back("insee", request.insee.code);
    if (desk.setting("zone").empty()) settings.emplace_back("zone", gis::zone_of_department(request.insee.department));
    if (const std::string known = desk.setting("commune_name"); !fetched.name.empty() && (known.empty() || known == request.insee.code))
        settings.emplace_back("commune_name", fetched.name);
    for (const auto& [key, value] : settings)
        if (auto set = desk.set_setting(key, value); !set) return set.error();
    return gis::Done{};
}

} // namespace vigie::app
