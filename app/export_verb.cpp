// `vigie export`: a layer of files or of a commune file, filtered and sorted, the weeks of its crews, their board, or the sheets
// or layers of their day, to a file other programs open.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/export_crews.hpp"
#include "gis/layers/entity_layers.hpp"
#include "gis/layers/export.hpp"
#include "gis/layers/find_rows.hpp"
#include "gis/layers/folding.hpp"
#include "gis/layers/open.hpp"
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
    if (e.out.extension() == ".pdf" && !e.week.empty()) {
        const auto sheet = write_week_sheet(c, loaded.catalog);
        if (!sheet) return fail(sheet.error());
        if (c.line.json) fmt::print("{}\n", nlohmann::json{{"crews", sheet->crews}, {"pages", sheet->pages}, {"visits", sheet->visits}, {"bytes", sheet->pdf.size()}, {"out", e.out.string()}}.dump());
        else fmt::print(stderr, "{}\n", c.language(gis::Text{"app.exported_week", {{"n", std::to_string(sheet->crews)}, {"pages", std::to_string(sheet->pages)}, {"path", e.out.string()}}}));
        return Exit::done;
    }
    if (e.out.extension() == ".pdf") {
        const auto sheet = write_road_sheets(c, loaded.catalog);
        if (!sheet) return fail(sheet.error());
        if (c.line.json) fmt::print("{}\n", nlohmann::json{{"crews", sheet->crews}, {"pages", sheet->pages}, {"stops", sheet->stops}, {"bytes", sheet->pdf.size()}, {"out", e.out.string()}}.dump());
        else fmt::print(stderr, "{}\n", c.language(gis::Text{"app.exported_sheets", {{"n", std::to_string(sheet->crews)}, {"pages", std::to_string(sheet->pages)}, {"path", e.out.string()}}}));
        return Exit::done;
    }
    if (e.out.extension() == ".gpkg" && !e.day.empty()) {
        const auto package = write_field_package(c, loaded.catalog);
        if (!package) return fail(package.error());
        if (c.line.json) fmt::print("{}\n", nlohmann::json{{"crews", package->crews}, {"stops", package->stops}, {"assets", package->assets}, {"bytes", package->gpkg.size()}, {"out", e.out.string()}}.dump());
        else fmt::print(stderr, "{}\n", c.language(gis::Text{"app.exported_package", {{"n", std::to_string(package->stops)}, {"path", e.out.string()}}}));
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
