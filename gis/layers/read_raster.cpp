#include "gis/layers/read_raster.hpp"

#include <array>

#include "gis/layers/qgis/dress.hpp"
#include "gis/layers/raster.hpp"
#include "gis/layers/read_source.hpp"
#include "gis/layers/recognise.hpp"

namespace vigie::gis {

namespace {

RasterSystem coded(int epsg) { return {"EPSG:" + std::to_string(epsg), epsg, "EPSG:" + std::to_string(epsg), epsg == 4326}; }

struct Settled {
    RasterSystem system;
    CrsOrigin origin = CrsOrigin::declared;
};

Settled settle(const Raster::Description& d, const LayerInfo& info, const MapSource& source, const PlaceContext& context, std::vector<Notice>& notices) {
    if (const auto choice = context.options.choices.find(info.id); choice != context.options.choices.end() && choice->second.epsg != 0)
        return {coded(choice->second.epsg), CrsOrigin::user};
    if (!d.system.definition.empty() && !contradicts(d.numbers, d.system.epsg, d.system.geographic)) return {d.system, CrsOrigin::declared};
    const CrsGuess guess = guess_crs(d.numbers, context.reference);
    const std::string said = d.system.definition.empty() ? std::string("@layers.crs.nothing") : d.system.name;
    if (guess.epsg == 0 || guess.swapped) {
        notices.push_back({Severity::error, source.label, {"layers.crs.cannot_guess", {{"said", said}}}, {"layers.remedy.choose_crs", {}}});
        return {{}, CrsOrigin::guessed};
    }
    const RasterSystem system = coded(guess.epsg);
    const char* how = guess.by_overlap ? "@layers.crs.by_overlap" : "@layers.crs.by_range";
    notices.push_back({Severity::warning, source.label, {"layers.crs.guessed", {{"crs", system.name}, {"said", said}, {"how", how}}}, {"layers.remedy.check_place", {}}});
    return {system, CrsOrigin::guessed};
}

} // namespace

LayerPtr read_raster(const MapSource& source, const PlaceContext& context, std::vector<Notice>& notices) {
    const auto described = Raster::describe(source.gdal_name);
    if (!described) {
        notices.push_back(unreadable_notice(source, described.error().detail));
        return {};
    }
    if (described->numbers.empty()) {
        notices.push_back({Severity::warning, source.label, {"layers.raster.no_place", {}}, {"layers.remedy.georeference", {}}});
        return {};
    }
    auto layer = std::make_shared<Layer>();
    LayerInfo& info = layer->info;
    info.id = layer_id(source, {});
    const Settled settled = settle(*described, info, source, context, notices);
    if (settled.system.definition.empty()) return {};
    auto raster = Raster::open(source.gdal_name, settled.system, context.plane);
    if (!raster) {
        notices.push_back({Severity::error, source.label, raster.error().text, raster.error().remedy});
        return {};
    }
    layer->raster = std::move(raster).value();
    info.name = shown_name(source.stem);
    info.source = source.archived ? source.file.string() + "/" + source.label.substr(source.label.find('/') + 1) : source.file.string();
    info.theme = info.geometry = "raster";
    info.epsg = settled.system.epsg;
    info.crs_name = settled.system.name;
    info.crs_origin = settled.origin;
    layer->finish();
    info.geometry = "raster";
    info.bounds = layer->raster->bounds();
    if (const auto box = lonlat_box(info.bounds, context.plane.epsg())) info.extent_wgs84 = std::array{box->min_x, box->min_y, box->max_x, box->max_y};
    qgis::dress(*layer, source, context.options);
    return layer;
}

} // namespace vigie::gis
