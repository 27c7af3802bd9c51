#include "gis/layers/remote/read_service.hpp"

#include <algorithm>

#include "gis/layers/qgis/dress.hpp"
#include "gis/layers/qgis/project.hpp"
#include "gis/layers/read_source.hpp"
#include "gis/layers/remote/features.hpp"
#include "gis/layers/remote/remote_raster.hpp"
#include "gis/layers/remote/service.hpp"

namespace vigie::gis::remote {

namespace {

constexpr std::size_t others_told = 12;

struct Opened {
    std::shared_ptr<Fetcher> fetcher;
    ChosenLayer chosen;
};

Result<Opened> opened(const std::string& text, int plane_epsg, Services& services, const std::stop_token& stop) {
    const auto address = read_address(text);
    if (!address) return address.error();
    std::shared_ptr<Fetcher> fetcher = services.at(address->url);
    auto chosen = chosen_layer(*address, plane_epsg, *fetcher, stop);
    if (!chosen) {
        (void)fetcher->health().take_notice();  // the error says it
        return chosen.error();
    }
    return Opened{std::move(fetcher), std::move(chosen).value()};
}

void tell_others(const MapSource& source, const ChosenLayer& chosen, std::vector<Notice>& notices) {
    if (chosen.others.empty()) return;
    std::string names;
    for (std::size_t i = 0; i < chosen.others.size() && i < others_told; ++i) names += (i == 0 ? "" : ", ") + chosen.others[i];
    if (chosen.others.size() > others_told) names += "…";
    notices.push_back({Severity::info, source.label, {"remote.others", {{"n", std::to_string(chosen.others.size())}, {"layer", chosen.layer.title}, {"layers", names}}}, {"remote.remedy.choose_layer", {}}});
}

} // namespace

namespace {

// The line or the other side failed, not what was asked for.
bool may_pass(const Error& error) { return error.klass == ErrorClass::network || error.klass == ErrorClass::remote; }

OpenedService failed(const MapSource& source, const Error& error, const std::stop_token& stop, std::vector<Notice>& notices) {
    OpenedService nothing;
    if (stop.stop_requested()) return nothing;
    notices.push_back({Severity::error, source.label, error.text, error.remedy});
    if (may_pass(error)) nothing.waits = error;
    return nothing;
}

OpenedService open_pictures(const MapSource& source, const MapPlane& plane, const OpenOptions& options, const std::stop_token& stop, std::vector<Notice>& notices) {
    auto service = opened(source.gdal_name, plane.epsg(), *options.services, stop);
    if (!service) return failed(source, service.error(), stop, notices);
    const std::optional<LonLatBox> extent = service->chosen.layer.extent;
    const int epsg = service->chosen.layer.epsg;
    tell_others(source, service->chosen, notices);
    auto layer = std::make_shared<Layer>();
    LayerInfo& info = layer->info;
    info.id = layer_id(source, {});
    info.name = service->chosen.layer.title;
    auto raster = make_raster(std::move(service->chosen.layer), service->fetcher, plane);
    if (!raster) return failed(source, raster.error(), stop, notices);
    layer->raster = std::move(raster).value();
    info.source = source.file.string();
    info.theme = "raster";
    info.epsg = epsg;
    info.crs_name = "EPSG:" + std::to_string(epsg);
    layer->finish();
    info.geometry = "raster";
    info.bounds = layer->raster->bounds();
    if (extent) info.extent_wgs84 = std::array{extent->min_x, extent->min_y, extent->max_x, extent->max_y};
    qgis::dress(*layer, source, options);
    OpenedService opened;
    opened.layers.push_back(std::move(layer));
    return opened;
}

OpenedService open_vector_tiles(const MapSource& source, const MapPlane& plane, const OpenOptions& options, const std::stop_token& stop, std::vector<Notice>& notices) {
    auto origin = origin_of_tiles(source, options, stop);
    if (!origin) return failed(source, origin.error(), stop, notices);
    OpenedService opened;
    const std::string title = origin->title;
    notices.insert(notices.end(), origin->notices.begin(), origin->notices.end());
    opened.tiles = std::make_shared<const VectorTiles>(std::move(origin).value(), plane);
    if (opened.tiles->bounds().empty()) return failed(source, {ErrorClass::input, {"remote.elsewhere", {{"layer", title}}}, {"layers.remedy.check_place", {}}, {}}, stop, notices);
    if (const TileStyle* style = opened.tiles->style()) opened.style = OpenedProject{source.file, style->title, {}, style->style, false, style->has_background};
    VectorTiles::Read first = opened.tiles->read(opened.tiles->overview(), options, stop);
    if (first.layers.empty() && first.trouble) {
        (void)options.services->at(source.gdal_name)->health().take_notice();  // the error says it
        opened.waits = failed(source, *first.trouble, stop, notices).waits;     // what is kept of other places is shown all the same
    }
    if (first.damaged != 0) notices.push_back({Severity::warning, source.label, {"remote.bad_tile", {{"host", title}}}, {"remote.remedy.tell_service", {}}});
    opened.layers = std::move(first.layers);
    std::vector<LayerPtr> others = opened.tiles->layers_beside(opened.layers, options);
    opened.layers.insert(opened.layers.end(), std::make_move_iterator(others.begin()), std::make_move_iterator(others.end()));
    return opened;
}

} // namespace

OpenedService open_service(const MapSource& source, const MapPlane& plane, const OpenOptions& options, const std::stop_token& stop, std::vector<Notice>& notices) {
    const auto address = read_address(source.gdal_name);
    if (address && is_of_features(*address)) return open_features(source, plane, options, stop, notices);
    return source.kind == MapSource::Kind::vector_tiles ? open_vector_tiles(source, plane, options, stop, notices) : open_pictures(source, plane, options, stop, notices);
}

LayerPtr stand_in_for(const MapSource& source, const OpenOptions& options) {
    auto layer = std::make_shared<Layer>();
    const auto address = read_address(source.gdal_name);
    const std::string name = address ? address->choice("name") : std::string(), chosen = address ? address->choice("layer") : std::string();
    layer->info.id = layer_id(source, {});
    layer->info.name = !name.empty() ? name : !chosen.empty() ? chosen + " (" + host_of(address->url) + ")" : source.label;
    layer->info.source = source.file.string();
    layer->info.theme = "raster";
    layer->finish();
    qgis::dress(*layer, source, options);
    if (source.project) layer->info.name = source.project->name;
    return layer;
}

int plane_of_services(const std::vector<MapSource>& sources, const OpenOptions& options, const std::stop_token& stop) {
    bool abroad = false;
    for (const MapSource& source : sources) {
        if (source.kind == MapSource::Kind::vector_tiles) {
            const auto origin = origin_of_tiles(source, options, stop);
            if (!origin) continue;
            if (!origin->extent || origin->extent->intersects(metropolitan_france)) return 2154;
            abroad = true;
            continue;
        }
        std::optional<LonLatBox> extent;
        if (const auto address = read_address(source.gdal_name); address && is_of_features(*address)) {
            const auto offer = features_offer(*address, *options.services->at(address->url), stop);
            if (!offer) continue;
            const std::string wanted = address->choice("layer");
            const auto chosen = std::ranges::find_if(offer->layers, [&](const OfferedLayer& l) { return wanted.empty() ? address->url.starts_with(l.address) : l.name == wanted; });
            if (chosen != offer->layers.end()) extent = chosen->extent;
        } else {
            const auto service = opened(source.gdal_name, mercator, *options.services, stop);
            if (!service) continue;
            extent = service->chosen.layer.extent;
        }
        if (!extent || extent->intersects(metropolitan_france)) return 2154;
        abroad = true;
    }
    return abroad ? mercator : 2154;
}

} // namespace vigie::gis::remote
