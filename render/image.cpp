// PNG through GDAL's driver, which the product links anyway.
#include <cpl_error.h>
#include <gdal.h>
#include <gdal_frmts.h>

#include <memory>

#include "render/gpu.hpp"

namespace vigie::render {

namespace {

struct Close {
    void operator()(void* dataset) const { GDALClose(dataset); }
};
using Dataset = std::unique_ptr<void, Close>;

// GDAL prints to stderr unless told otherwise; what went wrong goes into the Error instead.
struct Quiet {
    Quiet() { CPLPushErrorHandler(CPLQuietErrorHandler); }
    ~Quiet() { CPLPopErrorHandler(); }
    Quiet(const Quiet&) = delete;
    Quiet& operator=(const Quiet&) = delete;
};

gis::Error failed(const char* key, const std::filesystem::path& file) {
    return {gis::ErrorClass::storage, {key, {{"file", file.string()}}}, {}, CPLGetLastErrorMsg()};
}

} // namespace

gis::Outcome write_png(const Image& image, const std::filesystem::path& file) {
    const Quiet quiet;
    GDALRegister_MEM();
    GDALRegister_PNG();
    const Dataset memory(GDALCreate(GDALGetDriverByName("MEM"), "", image.width, image.height, 4, GDT_Byte, nullptr));
    if (!memory) return failed("render.error.image_write", file);
    auto* pixels = const_cast<std::uint8_t*>(image.rgba.data());  // GDAL's writing call takes a plain pointer
    if (GDALDatasetRasterIO(memory.get(), GF_Write, 0, 0, image.width, image.height, pixels, image.width, image.height,
                            GDT_Byte, 4, nullptr, 4, 4 * image.width, 1) != CE_None)
        return failed("render.error.image_write", file);
    GDALSetRasterColorInterpretation(GDALGetRasterBand(memory.get(), 4), GCI_AlphaBand);
    const Dataset png(GDALCreateCopy(GDALGetDriverByName("PNG"), file.c_str(), memory.get(), FALSE, nullptr, nullptr,
                                     nullptr));
    if (!png) return failed("render.error.image_write", file);
    return gis::Done{};
}

gis::Result<Image> read_png(const std::filesystem::path& file) {
    const Quiet quiet;
    GDALRegister_PNG();
    const char* const drivers[] = {"PNG", nullptr};
    const Dataset png(GDALOpenEx(file.c_str(), GDAL_OF_RASTER | GDAL_OF_READONLY, drivers, nullptr, nullptr));
    if (!png) return failed("render.error.image_read", file);
    Image image;
    image.width = GDALGetRasterXSize(png.get());
    image.height = GDALGetRasterYSize(png.get());
    const int bands = GDALGetRasterCount(png.get());
    if (bands < 3) return failed("render.error.image_read", file);
    image.rgba.assign(static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height) * 4, 255);
    if (GDALDatasetRasterIO(png.get(), GF_Read, 0, 0, image.width, image.height, image.rgba.data(), image.width,
                            image.height, GDT_Byte, bands < 4 ? 3 : 4, nullptr, 4, 4 * image.width, 1) != CE_None)
        return failed("render.error.image_read", file);
    return image;
}

} // namespace vigie::render
