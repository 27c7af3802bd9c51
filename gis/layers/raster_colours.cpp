#include "gis/layers/raster_colours.hpp"

#include <cpl_string.h>
#include <cpl_vsi.h>
#include <gdal_utils.h>

#include <atomic>
#include <initializer_list>

#include "gis/layers/gdal_session.hpp"

namespace vigie::gis {

namespace {

constexpr const char* picture_drivers[] = {"PNG", "JPEG", "WEBP", "GIF", nullptr};

GDALDatasetUniquePtr translated(GDALDataset& from, std::initializer_list<const char*> words) {
    CPLStringList arguments;
    for (const char* word : words) arguments.AddString(word);
    GDALTranslateOptions* options = GDALTranslateOptionsNew(arguments.List(), nullptr);
    GDALDatasetUniquePtr made(GDALDataset::FromHandle(GDALTranslate("", GDALDataset::ToHandle(&from), options, nullptr)));
    GDALTranslateOptionsFree(options);
    return made;
}

std::optional<Pixels> pixels_of(GDALDataset& shown) {
    Pixels p{shown.GetRasterXSize(), shown.GetRasterYSize(), {}};
    p.rgba.assign(static_cast<std::size_t>(p.width) * static_cast<std::size_t>(p.height) * 4, 255);
    const int bands = shown.GetRasterCount();
    const bool colour = bands >= 3;
    for (int channel = 0; channel < 4; ++channel) {
        const int band = channel == 3 ? (colour ? 4 : 2) : colour ? channel + 1 : 1;
        if (band > bands) continue;
        if (shown.GetRasterBand(band)->RasterIO(GF_Read, 0, 0, p.width, p.height, p.rgba.data() + channel, p.width, p.height, GDT_Byte, 4, GSpacing{4} * p.width, nullptr) != CE_None) return {};
    }
    return p;
}

} // namespace

GDALDatasetUniquePtr as_colours(GDALDataset& source) {
    GDALRasterBand* first = source.GetRasterBand(1);
    if (first->GetColorTable()) return translated(source, {"-of", "VRT", "-expand", "rgba"});
    if (first->GetRasterDataType() != GDT_Byte) return translated(source, {"-of", "VRT", "-ot", "Byte", "-scale"});
    return nullptr;
}

std::optional<Pixels> decoded_picture(const std::string& bytes, int most_side) {
    static std::atomic<unsigned> counter = 0;
    start_gdal();
    const GdalMessages quiet;
    const std::string name = "/vsimem/vigie-picture-" + std::to_string(++counter);
    // GDAL reads only: the bytes are lent.
    VSIFCloseL(VSIFileFromMemBuffer(name.c_str(), reinterpret_cast<GByte*>(const_cast<char*>(bytes.data())), bytes.size(), FALSE));
    std::optional<Pixels> pixels;
    {
        const GDALDatasetUniquePtr file(GDALDataset::Open(name.c_str(), GDAL_OF_RASTER | GDAL_OF_READONLY, picture_drivers, nullptr, nullptr));
        if (file && file->GetRasterCount() != 0 && file->GetRasterXSize() <= most_side && file->GetRasterYSize() <= most_side) {
            const GDALDatasetUniquePtr colours = as_colours(*file);
            pixels = pixels_of(colours ? *colours : *file);
        }
    }
    VSIUnlink(name.c_str());
    return pixels;
}

} // namespace vigie::gis
