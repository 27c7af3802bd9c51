#include "tests/rasters/written_raster.hpp"

#include <catch2/catch_test_macros.hpp>
#include <gdal_priv.h>
#include <ogr_spatialref.h>

#include <vector>

namespace vigie::test {

namespace {

std::filesystem::path folder() {
    const auto path = std::filesystem::path(VIGIE_BINARY_DIR) / "raster_test";
    std::filesystem::create_directories(path);
    return path;
}

GDALDatasetUniquePtr created(const std::filesystem::path& file, int width, int height, int bands, GDALDataType type) {
    GDALAllRegister();
    GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("GTiff");
    REQUIRE(driver);
    GDALDatasetUniquePtr made(driver->Create(file.c_str(), width, height, bands, type, nullptr));
    REQUIRE(made);
    return made;
}

void place(GDALDataset& set, double west, double north, double step, int epsg) {
    double transform[6] = {west, step, 0, north, 0, -step};
    set.SetGeoTransform(transform);
    if (epsg == 0) return;
    OGRSpatialReference srs;
    srs.importFromEPSG(epsg);
    srs.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    set.SetSpatialRef(&srs);
}

} // namespace

std::filesystem::path write_raster(const std::string& name, const RasterPlan& plan) {
    const auto file = folder() / name;
    auto set = created(file, plan.width, plan.height, 3, GDT_Byte);
    if (plan.placed) place(*set, plan.west, plan.north, plan.step, plan.epsg);
    std::vector<std::uint8_t> row(static_cast<std::size_t>(plan.width) * 3);
    for (int y = 0; y < plan.height; ++y) {
        for (int x = 0; x < plan.width; ++x) {
            const Pixel p = plan.colour(x, y);
            std::copy(p.begin(), p.end(), row.begin() + std::ptrdiff_t{x} * 3);
        }
        REQUIRE(set->RasterIO(GF_Write, 0, y, plan.width, 1, row.data(), plan.width, 1, GDT_Byte, 3, nullptr, 3, 0, 1, nullptr) == CE_None);
    }
    return file;
}

std::filesystem::path write_elevation(const std::string& name) {
    const auto file = folder() / name;
    constexpr int side = 101;
    auto set = created(file, side, side, 1, GDT_Float32);
    place(*set, 770'000, 6'280'000, 1, 2154);
    set->GetRasterBand(1)->SetNoDataValue(-9999);
    std::vector<float> row(side);
    for (int y = 0; y < side; ++y) {
        for (int x = 0; x < side; ++x) row[static_cast<std::size_t>(x)] = x < 20 && y < 20 ? -9999.0f : static_cast<float>(x);
        REQUIRE(set->GetRasterBand(1)->RasterIO(GF_Write, 0, y, side, 1, row.data(), side, 1, GDT_Float32, 0, 0, nullptr) == CE_None);
    }
    return file;
}

std::filesystem::path write_palette(const std::string& name) {
    const auto file = folder() / name;
    constexpr int side = 64;
    auto set = created(file, side, side, 1, GDT_Byte);
    place(*set, 770'000, 6'280'000, 1, 2154);
    GDALColorTable table;
    const GDALColorEntry red{255, 0, 0, 255}, blue{0, 0, 255, 255};
    table.SetColorEntry(0, &red);
    table.SetColorEntry(1, &blue);
    set->GetRasterBand(1)->SetColorTable(&table);
    std::vector<std::uint8_t> row(side);
    for (int x = 0; x < side; ++x) row[static_cast<std::size_t>(x)] = x < side / 2 ? 0 : 1;
    for (int y = 0; y < side; ++y) REQUIRE(set->GetRasterBand(1)->RasterIO(GF_Write, 0, y, side, 1, row.data(), side, 1, GDT_Byte, 0, 0, nullptr) == CE_None);
    return file;
}

} // namespace vigie::test
