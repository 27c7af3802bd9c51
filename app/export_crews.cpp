#include "app/export_crews.hpp"

#include <charconv>
#include <nlohmann/json.hpp>

#include "app/commune_file.hpp"
#include "gis/layers/commune/credits.hpp"
#include "gis/layers/entity_layers.hpp"
#include "gis/layers/folding.hpp"
#include "gis/layers/open.hpp"
#include "gis/model/zone.hpp"
#include "gis/planning/calendar.hpp"
#include "gis/planning/street_closures.hpp"
#include "gis/store/inspect.hpp"
#include "gis/store/whole_file.hpp"

namespace vigie::app {

namespace {

constexpr int lambert_93 = 2154;

// Empty = all of them.
gis::Result<std::vector<gis::CrewId>> crews_named(const gis::World& world, const std::string& wanted) {
    std::vector<gis::CrewId> out;
    if (wanted.empty()) return out;
    std::string names;
    const std::string folded = gis::folded_plain(wanted);
    for (const gis::Crew& crew : world.crews()) {
        if (crew.code == wanted || gis::folded_plain(crew.name) == folded) out.push_back(crew.id);
        names += (names.empty() ? "" : ", ") + crew.name;
    }
    if (out.empty()) return gis::Error{gis::ErrorClass::input, {"app.export.no_crew", {{"crew", wanted}}}, {"app.export.crews", {{"crews", names}}}, {}};
    return out;
}

gis::Result<gis::Desk> only_commune(const VerbContext& c, const gis::Catalog& catalog, const char* otherwise) {
    if (c.line.paths.size() != 1 || !gis::inspect_commune_file(c.line.paths.front()).is_commune_file)
        return gis::Error{gis::ErrorClass::input, {otherwise, {}}, {std::string(otherwise) + ".remedy", {}}, {}};
    return open_commune(c.line.paths.front(), catalog, c.clock);
}

struct Ground {
    gis::MapPlane plane;
    std::vector<gis::LayerPtr> layers;
    gis::RoadGraph roads;
};

// The commune's own layers and the files that were on its map; map services are not asked.
gis::Result<Ground> ground_of(const VerbContext& c, const gis::Desk& desk, const gis::Catalog& catalog) {
    std::vector<std::filesystem::path> files;
    std::error_code ec;
    const auto stored = nlohmann::json::parse(desk.setting("map_paths"), nullptr, false);
    if (stored.is_array())
        for (const auto& p : stored)
            if (p.is_string() && std::filesystem::exists(p.get<std::string>(), ec)) files.emplace_back(p.get<std::string>());
    gis::OpenOptions open;
    const std::string& epsg = desk.setting("plane_epsg");
    std::from_chars(epsg.data(), epsg.data() + epsg.size(), open.plane_epsg);
    open.language = &c.language;
    open.cache_folder = c.places.cache / "layers";
    gis::OpenedData data = files.empty() ? gis::OpenedData{} : gis::open_paths(files, open);
    auto plane = gis::MapPlane::create(open.plane_epsg != 0 ? open.plane_epsg : data.layers.empty() ? lambert_93 : data.plane_epsg);
    if (!plane) return plane.error();
    Ground out{*plane, std::move(data.layers), {}};
    for (gis::LayerPtr& layer : gis::layers_of(desk.world(), catalog, out.plane)) out.layers.push_back(std::move(layer));
    out.roads = gis::RoadGraph::of_map(out.layers, out.plane);
    return out;
}

} // namespace

gis::Outcome write_export(const std::filesystem::path& file, const std::string& bytes, bool replace) {
    std::error_code ec;
    if (!replace && std::filesystem::exists(file, ec))
        return gis::Error{gis::ErrorClass::conflict, {"export.exists", {{"path", file.string()}}}, {"export.exists.remedy", {}}, {}};
    if (gis::write_whole(file, bytes)) return gis::Done{};
    return gis::Error{gis::ErrorClass::storage, {"export.failed", {{"path", file.string()}}}, {"export.failed.remedy", {}}, {}};
}

gis::Result<gis::CrewCalendar> write_calendar(const VerbContext& c, const gis::Catalog& catalog) {
    const ExportArguments& e = c.line.export_layer;
    const auto desk = only_commune(c, catalog, "app.export.calendar_of_commune");
    if (!desk) return desk.error();
    auto crews = crews_named(desk->world(), e.crew);
    if (!crews) return crews.error();
    gis::CrewCalendar calendar = gis::crew_calendar(desk->world(), catalog, c.language,
                                                    {.commune = desk->setting("commune_name"), .crews = *crews, .from = {}, .to = {}, .now = c.clock.now()});
    if (auto written = write_export(e.out, calendar.text, e.replace); !written) return written.error();
    return calendar;
}

namespace {

// Pages or layers of a crew's day, by `make`, into the file asked for.
template <class Made>
gis::Result<Made> write_day(const VerbContext& c, const gis::Catalog& catalog, gis::Result<Made> (*make)(const gis::PaperSource&, const gis::RoadSheetOptions&), std::string Made::*bytes) {
    const ExportArguments& e = c.line.export_layer;
    const auto desk = only_commune(c, catalog, "app.export.sheet_of_commune");
    if (!desk) return desk.error();
    gis::RoadSheetOptions options;
    if (const std::string& zone = desk->setting("zone"); !zone.empty()) options.zone = zone;
    options.now = c.clock.now();
    const auto day = e.day.empty() ? std::optional(gis::local_day(options.now, options.zone)) : e.day.size() == 10 ? gis::read_day(e.day) : std::nullopt;
    if (!day) return gis::Error{gis::ErrorClass::input, {"app.bad_value", {{"option", "--day"}, {"value", e.day}}}, {"app.bad_value.remedy", {}}, {}};
    options.day = *day;
    auto crews = crews_named(desk->world(), e.crew);
    if (!crews) return crews.error();
    options.crews = *crews;
    options.commune = desk->setting("commune_name");
    options.credits = gis::attributions(gis::read_credits(desk->setting("credits")));
    const auto ground = ground_of(c, *desk, catalog);
    if (!ground) return ground.error();
    const gis::RoadGraph open = gis::OpenRoads(ground->roads, ground->plane, gis::street_closures(desk->world()), options.zone).on(options.day);
    auto made = make({desk->world(), catalog, c.language, ground->plane, ground->layers, open}, options);
    if (!made) return made.error();
    if (auto written = write_export(e.out, *made.*bytes, e.replace); !written) return written.error();
    return made;
}

} // namespace

gis::Result<gis::RoadSheet> write_road_sheets(const VerbContext& c, const gis::Catalog& catalog) { return write_day(c, catalog, gis::road_sheet, &gis::RoadSheet::pdf); }
gis::Result<gis::FieldPackage> write_field_package(const VerbContext& c, const gis::Catalog& catalog) { return write_day(c, catalog, gis::field_package, &gis::FieldPackage::gpkg); }

gis::Result<gis::WeekSheet> write_week_sheet(const VerbContext& c, const gis::Catalog& catalog) {
    const ExportArguments& e = c.line.export_layer;
    const auto monday = gis::read_week(e.week);
    if (!monday) return gis::Error{gis::ErrorClass::input, {"app.bad_value", {{"option", "--week"}, {"value", e.week}}}, {"app.bad_value.remedy", {}}, {}};
    const auto desk = only_commune(c, catalog, "app.export.sheet_of_commune");
    if (!desk) return desk.error();
    auto crews = crews_named(desk->world(), e.crew);
    if (!crews) return crews.error();
    gis::WeekSheetOptions options{.commune = desk->setting("commune_name"), .crews = *crews, .monday = *monday, .now = c.clock.now()};
    if (const std::string& zone = desk->setting("zone"); !zone.empty()) options.zone = zone;
    auto sheet = gis::week_sheet(desk->world(), c.language, options);
    if (!sheet) return sheet.error();
    if (auto written = write_export(e.out, sheet->pdf, e.replace); !written) return written.error();
    return sheet;
}

} // namespace vigie::app
