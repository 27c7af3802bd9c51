#include "app/commune_file.hpp"

#include <nlohmann/json.hpp>
#include <utility>

namespace vigie::app {

namespace fs = std::filesystem;

namespace {

gis::Result<gis::Desk> open_file(const fs::path& file, bool must_exist, const gis::Catalog& catalog, const gis::Clock& clock) {
    std::error_code ec;
    if (fs::exists(file, ec) != must_exist)
        return gis::Error{gis::ErrorClass::input, {must_exist ? "app.file_missing" : "app.file_exists", {{"path", file.string()}}},
                          {must_exist ? "app.file_missing.remedy" : "app.file_exists.remedy", {}}, {}};
    gis::DeskOptions o;
    o.file = file;
    o.catalog = &catalog;
    o.clock = &clock;
    return gis::Desk::open(std::move(o));
}

} // namespace

std::vector<fs::path> catalog_folders(const Places& places) {
    std::vector<fs::path> folders{places.share / "catalog"};
    std::error_code ec;
    if (const fs::path own = places.config / "catalog"; fs::is_directory(own, ec)) folders.push_back(own);
    return folders;
}

gis::LoadedCatalog catalog_of(const Places& places) {
    return gis::load_catalog(catalog_folders(places));
}

gis::Result<gis::Desk> open_commune(const fs::path& file, const gis::Catalog& catalog, const gis::Clock& clock) {
    return open_file(file, true, catalog, clock);
}

gis::Outcome create_commune(const fs::path& file, const std::string& name, const std::string& insee, const gis::Catalog& catalog,
                            const gis::Clock& clock) {
    auto desk = open_file(file, false, catalog, clock);
    if (!desk) return desk.error();
    for (const auto& [key, value] : {std::pair<std::string, std::string>{"commune_name", name.empty() ? file.stem().string() : name}, {"insee", insee}})
        if (auto set = desk->set_setting(key, value); !set) return set.error();
    return gis::Done{};
}

std::string demo_config_json(std::uint64_t seed, int speed, DemoPast past) {
    constexpr int months = 23;  // from November on, this year and the whole of the last
    nlohmann::json out{{"seed", seed}, {"speed", speed}};
    if (past != DemoPast::none) out["history_months"] = months;
    if (past == DemoPast::first) out["history_first"] = true;
    return out.dump();
}

} // namespace vigie::app
