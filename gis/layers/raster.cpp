#include "gis/layers/raster.hpp"

#include <gdal_priv.h>
#include <gdalwarper.h>
#include <ogr_spatialref.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <mutex>

#include "gis/layers/gdal_session.hpp"
#include "gis/layers/raster_colours.hpp"

namespace vigie::gis {

namespace {

// Only readers of files: nothing here may reach a network or run a program.
constexpr const char* allowed_drivers[] = {"GTiff", "COG", "MBTiles", "GPKG", "PNG", "JPEG", "JP2OpenJPEG", "WEBP", "GIF", "BMP", "AAIGrid", "XYZ", "ECW",
                                           "HFA", "VRT", "MEM", nullptr};
constexpr std::size_t most_idle_handles = 4;
constexpr double warp_tolerance_px = 0.125;

Error unreadable(const std::string& name, std::string detail) {
    return {ErrorClass::input, {"layers.open.unreadable", {{"detail", detail}}}, {"layers.remedy.check_format", {}}, name};
}

GDALDatasetUniquePtr open_file(const std::string& name) {
    return GDALDatasetUniquePtr(GDALDataset::Open(name.c_str(), GDAL_OF_RASTER | GDAL_OF_READONLY, allowed_drivers, nullptr, nullptr));
}

// Handles that work together: the file, what it is seen through, and that in the plane. Given back in reverse.
struct Opened {
    GDALDatasetUniquePtr file, colours, warped;
    GDALDataset* shown = nullptr;
    std::array<double, 6> transform{};  // of `shown`: north up, in the plane
};

class FileRaster final : public Raster {
public:
    FileRaster(std::string file, std::string system, std::string plane) : name(std::move(file)), system_wkt(std::move(system)), plane_wkt(std::move(plane)) {}
    [[nodiscard]] bool look();  // false: it cannot be read, or is nowhere
    [[nodiscard]] RasterTile read(const TileKey& key, const std::stop_token&) const override;

private:
    const std::string name, system_wkt, plane_wkt;
    mutable std::mutex mutex;
    mutable std::vector<std::unique_ptr<Opened>> idle;

    [[nodiscard]] std::unique_ptr<Opened> open() const;
    [[nodiscard]] std::unique_ptr<Opened> take() const {
        {
            const std::lock_guard lock(mutex);
            if (!idle.empty()) {
                auto handle = std::move(idle.back());
                idle.pop_back();
                return handle;
            }
        }
        return open();
    }
    void give_back(std::unique_ptr<Opened> handle) const {
        const std::lock_guard lock(mutex);
        if (idle.size() < most_idle_handles) idle.push_back(std::move(handle));
    }
};

std::unique_ptr<Opened> FileRaster::open() const {
    auto o = std::make_unique<Opened>();
    o->file = open_file(name);
    if (!o->file || o->file->GetRasterCount() == 0) return nullptr;
    o->colours = as_colours(*o->file);
    GDALDataset* source = o->colours ? o->colours.get() : o->file.get();
    GDALWarpOptions* options = GDALCreateWarpOptions();
    // A mask of its own, so that what lies outside the file, or is "no data" in it, is transparent.
    options->nDstAlphaBand = source->GetRasterCount() == 2 || source->GetRasterCount() == 4 ? 0 : source->GetRasterCount() + 1;
    o->warped.reset(GDALDataset::FromHandle(GDALAutoCreateWarpedVRT(GDALDataset::ToHandle(source), system_wkt.c_str(), plane_wkt.c_str(),
                                                                    GRA_Bilinear, warp_tolerance_px, options)));
    GDALDestroyWarpOptions(options);
    o->shown = o->warped.get();
    if (!o->shown || o->shown->GetGeoTransform(o->transform.data()) != CE_None) return nullptr;
    return o;
}

bool FileRaster::look() {
    auto opened = open();
    if (!opened) return false;
    const auto& t = opened->transform;
    bounds_ = {t[0], t[3] + opened->shown->GetRasterYSize() * t[5], t[0] + opened->shown->GetRasterXSize() * t[1], t[3]};
    if (!(t[1] > 0) || !(t[5] < 0) || !std::isfinite(bounds_.width() + bounds_.height())) return false;
    finest_level_ = level_for(t[1]);
    give_back(std::move(opened));
    return true;
}

RasterTile FileRaster::read(const TileKey& key, const std::stop_token&) const {
    RasterTile tile{.key = key};
    const GdalMessages quiet;
    std::unique_ptr<Opened> handle = take();
    if (!handle) return tile;
    GDALDataset& shown = *handle->shown;
    const auto& t = handle->transform;
    const PlaneBox box = raster_tile_box(key);
    // The part of the raster under the tile, in its pixels, and where in the tile that goes.
    const double left = (box.min_x - t[0]) / t[1], right = (box.max_x - t[0]) / t[1];
    const double top = (box.max_y - t[3]) / t[5], bottom = (box.min_y - t[3]) / t[5];
    const double x0 = std::max(0.0, left), x1 = std::min(double(shown.GetRasterXSize()), right);
    const double y0 = std::max(0.0, top), y1 = std::min(double(shown.GetRasterYSize()), bottom);
    const auto place = [](double v, double from, double to) { return static_cast<int>(std::lround((v - from) / (to - from) * raster_tile_px)); };
    const int px0 = place(x0, left, right), px1 = place(x1, left, right), py0 = place(y0, top, bottom), py1 = place(y1, top, bottom);
    if (x0 >= x1 || y0 >= y1 || px0 >= px1 || py0 >= py1) {
        give_back(std::move(handle));
        return tile;
    }
    const int width = px1 - px0, height = py1 - py0, bands = shown.GetRasterCount();
    std::vector<std::uint8_t> part(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4, 255);
    GDALRasterIOExtraArg extra;
    INIT_RASTERIO_EXTRA_ARG(extra);
    extra.eResampleAlg = (x1 - x0) > width * 1.5 ? GRIORA_Average : GRIORA_Bilinear;
    extra.bFloatingPointWindowValidity = TRUE;
    extra.dfXOff = x0;
    extra.dfYOff = y0;
    extra.dfXSize = x1 - x0;
    extra.dfYSize = y1 - y0;
    const int column = static_cast<int>(x0), row = static_cast<int>(y0);
    const int columns = std::min(shown.GetRasterXSize() - column, std::max(1, static_cast<int>(std::ceil(x1)) - column));
    const int rows = std::min(shown.GetRasterYSize() - row, std::max(1, static_cast<int>(std::ceil(y1)) - row));
    bool good = true;
    const bool colour = bands >= 3;
    for (int channel = 0; channel < 4 && good; ++channel) {
        const int band = channel == 3 ? (colour ? 4 : 2) : colour ? channel + 1 : 1;
        if (band > bands) continue;
        good = shown.GetRasterBand(band)->RasterIO(GF_Read, column, row, columns, rows, part.data() + channel, width, height, GDT_Byte, 4,
                                                   GSpacing{4} * width, &extra) == CE_None;
    }
    give_back(std::move(handle));
    if (!good) return tile;
    tile.width = tile.height = raster_tile_px;
    tile.rgba.assign(std::size_t{raster_tile_px} * raster_tile_px * 4, 0);
    for (int y = 0; y < height; ++y)
        std::copy_n(part.begin() + std::ptrdiff_t{y} * width * 4, static_cast<std::ptrdiff_t>(width) * 4,
                    tile.rgba.begin() + (std::ptrdiff_t{py0 + y} * raster_tile_px + px0) * 4);
    return tile;
}

} // namespace

Result<Raster::Description> Raster::describe(const std::string& gdal_name) {
    start_gdal();
    const GdalMessages messages;
    const GDALDatasetUniquePtr file = open_file(gdal_name);
    if (!file || file->GetRasterCount() == 0) return unreadable(gdal_name, messages.first());
    Description d;
    std::array<double, 6> t{};
    if (file->GetGeoTransform(t.data()) == CE_None)
        for (const double x : {0.0, double(file->GetRasterXSize())})
            for (const double y : {0.0, double(file->GetRasterYSize())}) d.numbers.include(t[0] + x * t[1] + y * t[2], t[3] + x * t[4] + y * t[5]);
    if (const OGRSpatialReference* srs = file->GetSpatialRef(); srs && !srs->IsEmpty()) {
        char* wkt = nullptr;
        if (srs->exportToWkt(&wkt) == OGRERR_NONE && wkt) d.system.definition = wkt;
        CPLFree(wkt);
        if (const char* code = srs->GetAuthorityCode(nullptr)) d.system.epsg = std::atoi(code);
        if (const char* name = srs->GetName()) d.system.name = name;
        d.system.geographic = srs->IsGeographic();
    }
    return d;
}

Result<std::shared_ptr<const Raster>> Raster::open(std::string gdal_name, const RasterSystem& system, const MapPlane& plane) {
    start_gdal();
    const GdalMessages messages;
    OGRSpatialReference from, to;
    const auto wkt_of = [](const OGRSpatialReference& srs) {
        char* text = nullptr;
        std::string wkt = srs.exportToWkt(&text) == OGRERR_NONE && text ? text : "";
        CPLFree(text);
        return wkt;
    };
    const auto unknown = [&](const std::string& crs) {
        return Error{ErrorClass::input, {"layers.crs.unknown", {{"crs", crs}}}, {"layers.remedy.choose_crs", {}}, gdal_name};
    };
    if (from.SetFromUserInput(system.definition.c_str()) != OGRERR_NONE) return unknown(system.definition);
    if (to.importFromEPSG(plane.epsg()) != OGRERR_NONE) return unknown("EPSG:" + std::to_string(plane.epsg()));
    const auto raster = std::make_shared<FileRaster>(gdal_name, wkt_of(from), wkt_of(to));
    if (!raster->look()) return unreadable(gdal_name, messages.first());
    return std::shared_ptr<const Raster>(raster);
}

} // namespace vigie::gis
