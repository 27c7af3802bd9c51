// `vigie export`: a layer of files or of a commune file, filtered and sorted, or the weeks of its crews, to a file other
// programs open.
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "app/commune_file.hpp"
#include "app/verbs.hpp"
#include "gis/layers/entity_layers.hpp"
#include "gis/layers/export.hpp"
#include "gis/layers/find_rows.hpp"
#include "gis/layers/folding.hpp"
#include "gis/layers/open.hpp"
#include "gis/planning/crew_calendar.hpp"
#include "gis/store/inspect.hpp"

namespace vigie::app {

namespace {

struct Layers {
    std::vector<gis::LayerPtr> all;
    std::vector<gis::Notice> notices;
    gis::MapPlane plane;
};

// A commune file gives the layers of its assets, everything else is read as map data.
gis::Result<Layers> open_layers(const VerbContext& c, const gis::Catalog& catalog) {
    std::vector<std::filesystem::path> data, communes;
    for (const auto& path : c.line.paths) (gis::inspect_commune_file(path).is_commune_file ? communes : data).push_back(path);
    gis::OpenOptions options;
    options.language = &c.language;
    gis::OpenedData opened = data.empty() ? gis::OpenedData{} : gis::open_paths(data, options);
    auto plane = gis::MapPlane::create(opened.plane_epsg);
    if (!plane) return plane.error();
    Layers out{std::move(opened.layers), std::move(opened.notices), *plane};
    for (const auto& file : communes) {
        gis::DeskOptions o;
        o.file = file;
        o.catalog = &catalog;
        o.clock = &c.clock;
        const auto desk = gis::Desk::open(std::move(o));
        if (!desk) return desk.error();
        for (gis::LayerPtr& layer : gis::layers_of(desk->world(), catalog, out.plane)) out.all.push_back(std::move(layer));
    }
    return out;
}

std::string names_of(const Layers& layers) {
    std::string names;
    for (const gis::LayerPtr& layer : layers.all) names += (names.empty() ? "" : ", ") + layer->info.name;
    return names;
}

gis::Result<gis::LayerPtr> chosen(const Layers& layers, const std::string& wanted) {
    if (layers.all.empty()) return gis::Error{gis::ErrorClass::input, {"app.nothing_to_draw", {}}, {"app.nothing_to_draw.remedy", {}}, {}};
    if (wanted.empty() && layers.all.size() == 1) return layers.all.front();
    const std::string folded = gis::folded_plain(wanted);
    for (const gis::LayerPtr& layer : layers.all)
        if (layer->info.id == wanted || (!folded.empty() && gis::folded_plain(layer->info.name) == folded)) return layer;
    return gis::Error{gis::ErrorClass::input, {wanted.empty() ? "app.export.which_layer" : "app.export.no_layer", {{"layer", wanted}}},
                      {"app.export.layers", {{"layers", names_of(layers)}}}, {}};
}

gis::Result<gis::ExportReport> write(const gis::LayerPtr& layer, const gis::MapPlane& plane, const ExportArguments& e) {
    const auto format = gis::export_format_of(e.out);
    if (!format) return gis::Error{gis::ErrorClass::input, {"app.export.format", {{"path", e.out.string()}}}, {"app.export.format.remedy", {}}, {}};
    gis::ExportOptions options;
    options.file = e.out;
    options.format = *format;
    options.replace = e.replace;
    options.csv_byte_order_mark = !e.no_bom;
    options.csv_separator = e.csv_separator == "comma" ? ',' : e.csv_separator == "tab" ? '\t' : ';';
    options.csv_geometry = e.csv_geometry == "wkt" ? gis::CsvGeometry::wkt : e.csv_geometry == "none" ? gis::CsvGeometry::none : gis::CsvGeometry::lonlat;
    if (!e.sort.empty() && !layer->column(e.sort))
        return gis::Error{gis::ErrorClass::input, {"app.export.no_column", {{"column", e.sort}, {"layer", layer->info.name}}}, {}, {}};
    if (!e.filter.empty() || !e.sort.empty()) {
        gis::RowQuery query;
        query.filter = e.filter;
        query.sort_column = e.sort;
        query.descending = e.descending;
        gis::FoundRows found = gis::find_rows(layer, query);
        if (found.error) return *found.error;
        options.rows = std::move(found.rows);
    }
    return gis::export_features(*layer, plane, options);
}

gis::Result<std::vector<gis::CrewId>> crews_named(const gis::World& world, const std::string& wanted) {
    std::vector<gis::CrewId> out;
    std::string names;
    const std::string folded = gis::folded_plain(wanted);
    for (const gis::Crew& crew : world.crews()) {
        if (crew.code == wanted || gis::folded_plain(crew.name) == folded) out.push_back(crew.id);
        names += (names.empty() ? "" : ", ") + crew.name;
    }
    if (out.empty() && !wanted.empty())
        return gis::Error{gis::ErrorClass::input, {"app.export.no_crew", {{"crew", wanted}}}, {"app.export.crews", {{"crews", names}}}, {}};
    return out;
}

// Written beside its place and renamed: it appears whole or not at all.
gis::Outcome write_text(const std::filesystem::path& file, const std::string& text, bool replace) {
    std::error_code ec;
    if (!replace && std::filesystem::exists(file, ec))
        return gis::Error{gis::ErrorClass::conflict, {"export.exists", {{"path", file.string()}}}, {"export.exists.remedy", {}}, {}};
    const std::filesystem::path beside = file.string() + ".part";
    std::ofstream out(beside, std::ios::binary | std::ios::trunc);
    out << text;
    out.close();
    if (out) std::filesystem::rename(beside, file, ec);
    if (out && !ec) return gis::Done{};
    std::filesystem::remove(beside, ec);
    return gis::Error{gis::ErrorClass::storage, {"export.failed", {{"path", file.string()}}}, {"export.failed.remedy", {}}, {}};
}

gis::Result<gis::CrewCalendar> write_calendar(const VerbContext& c, const gis::Catalog& catalog) {
    const ExportArguments& e = c.line.export_layer;
    if (c.line.paths.size() != 1 || !gis::inspect_commune_file(c.line.paths.front()).is_commune_file)
        return gis::Error{gis::ErrorClass::input, {"app.export.calendar_of_commune", {}}, {"app.export.calendar_of_commune.remedy", {}}, {}};
    const auto desk = open_commune(c.line.paths.front(), catalog, c.clock);
    if (!desk) return desk.error();
    auto crews = crews_named(desk->world(), e.crew);
    if (!crews) return crews.error();
    const std::string name = desk->setting("commune_name");
    gis::CrewCalendar calendar = gis::crew_calendar(desk->world(), catalog, c.language,
                                                    {.commune = name, .crews = e.crew.empty() ? std::vector<gis::CrewId>{} : *crews, .from = {}, .to = {}, .now = c.clock.now()});
    if (auto written = write_text(e.out, calendar.text, e.replace); !written) return written.error();
    return calendar;
}

} // namespace

Exit run_export(const VerbContext& c) {
    const ExportArguments& e = c.line.export_layer;
    const gis::LoadedCatalog loaded = gis::load_catalog({c.places.share / "catalog"});
    const auto fail = [&](const gis::Error& error) {
        print_error(c.language, error);
        return error.klass == gis::ErrorClass::input ? Exit::usage : Exit::failed;
    };
    const auto told = [&](const std::string& what, std::size_t n, std::uintmax_t bytes, const char* key) {
        if (c.line.json) fmt::print("{}\n", nlohmann::json{{"layer", what}, {"features", n}, {"bytes", bytes}, {"out", e.out.string()}}.dump());
        else fmt::print(stderr, "{}\n", c.language(gis::Text{key, {{"n", std::to_string(n)}, {"path", e.out.string()}}}));
    };
    if (e.out.extension() == ".ics") {
        const auto calendar = write_calendar(c, loaded.catalog);
        if (!calendar) return fail(calendar.error());
        told("interventions", calendar->events, calendar->text.size(), "app.exported_calendar");
        return Exit::done;
    }
    const auto layers = open_layers(c, loaded.catalog);
    if (!layers) return fail(layers.error());
    const auto layer = chosen(*layers, e.layer);
    if (!layer) {
        print_notices(c.language, layers->notices);
        return fail(layer.error());
    }
    const auto report = write(*layer, layers->plane, e);
    if (!report) return fail(report.error());
    told((*layer)->info.name, report->features, report->bytes, "app.exported");
    print_notices(c.language, layers->notices);
    return matter(layers->notices) ? Exit::notices : Exit::done;
}

} // namespace vigie::app
