#include "gis/layers/remote/read_service.hpp"

#include <algorithm>

#include "gis/layers/qgis/dress.hpp"
#include "gis/layers/read_source.hpp"
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

LayerPtr read_service(const MapSource& source, const MapPlane& plane, const OpenOptions& options, const std::stop_token& stop, std::vector<Notice>& notices) {
    const auto fail = [&](const Error& error) {
        if (!stop.stop_requested()) notices.push_back({Severity::error, source.label, error.text, error.remedy});
        return LayerPtr{};
    };
    auto service = opened(source.gdal_name, plane.epsg(), *options.services, stop);
    if (!service) return fail(service.error());
    const std::optional<LonLatBox> extent = service->chosen.layer.extent;
    const int epsg = service->chosen.layer.epsg;
    tell_others(source, service->chosen, notices);
    auto layer = std::make_shared<Layer>();
    LayerInfo& info = layer->info;
    info.id = layer_id(source, {});
    info.name = service->chosen.layer.title;
    auto raster = make_raster(std::move(service->chosen.layer), service->fetcher, plane);
    if (!raster) return fail(raster.error());
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
    return layer;
}

namespace {
Result<VectorTiles::Origin> origin_of(const MapSource& source, const OpenOptions& options) {
    return is_address(source.gdal_name) ? service_origin(source, options) : mbtiles_origin(source);
}
} // namespace

OpenedVectorTiles read_vector_tiles(const MapSource& source, const MapPlane& plane, const OpenOptions& options, const std::stop_token& stop, std::vector<Notice>& notices) {
    const auto fail = [&](const Text& text, const Text& remedy) {
        notices.push_back({Severity::error, source.label, text, remedy});
        return OpenedVectorTiles{};
    };
    auto origin = origin_of(source, options);
    if (!origin) return fail(origin.error().text, origin.error().remedy);
    OpenedVectorTiles opened;
    const std::string title = origin->title;
    opened.source = std::make_shared<const VectorTiles>(std::move(origin).value(), plane);
    if (opened.source->bounds().empty()) return fail({"remote.elsewhere", {{"layer", title}}}, {"layers.remedy.check_place", {}});
    VectorTiles::Read first = opened.source->read(opened.source->overview(), options, stop);
    if (first.damaged != 0) notices.push_back({Severity::warning, source.label, {"remote.bad_tile", {{"host", title}}}, {"remote.remedy.tell_service", {}}});
    opened.layers = std::move(first.layers);
    return opened;
}

int plane_of_services(const std::vector<MapSource>& sources, const OpenOptions& options, const std::stop_token& stop) {
    bool abroad = false;
    for (const MapSource& source : sources) {
        if (source.kind == MapSource::Kind::vector_tiles) {
            const auto origin = origin_of(source, options);
            if (!origin) continue;
            if (!origin->extent || origin->extent->intersects(metropolitan_france)) return 2154;
            abroad = true;
            continue;
        }
        const auto service = opened(source.gdal_name, mercator, *options.services, stop);
        if (!service) continue;
        const auto& extent = service->chosen.layer.extent;
        if (!extent || extent->intersects(metropolitan_france)) return 2154;
        abroad = true;
    }
    return abroad ? mercator : 2154;
}

} // namespace vigie::gis::remote
