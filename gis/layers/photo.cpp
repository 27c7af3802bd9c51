#include "gis/layers/photo.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>

#include <cpl_conv.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <gdal.h>
#include <sodium.h>

#include "gis/layers/gdal_session.hpp"
#include "gis/model/sha256.hpp"

namespace vigie::gis {

namespace {

struct Close {
    void operator()(void* dataset) const { GDALClose(dataset); }
};
using Dataset = std::unique_ptr<void, Close>;

constexpr std::array<const char*, 6> readers{"JPEG", "PNG", "WEBP", "HEIF", "GTiff", nullptr};  // never one that follows addresses
constexpr const char* kept_quality = "QUALITY=85";
constexpr const char* small_quality = "QUALITY=80";

Error refusal(const char* key, const std::string& called, std::string detail = {}) {
    return {.klass = ErrorClass::input, .text = {key, {{"file", called}}}, .remedy = {"photo.remedy", {}}, .detail = std::move(detail)};
}

// A name in GDAL's memory file system, given up with it.
class MemoryFile {
public:
    explicit MemoryFile(const char* ending) {
        static std::atomic<std::uint64_t> serial{0};
        name_ = "/vsimem/vigie_photo_" + std::to_string(++serial) + ending;
    }
    ~MemoryFile() { VSIUnlink(name_.c_str()); }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;
    [[nodiscard]] const char* name() const { return name_.c_str(); }
    // `bytes` stay the caller's and must outlive this.
    bool look_at(std::string_view bytes) const {
        auto* data = reinterpret_cast<GByte*>(const_cast<char*>(bytes.data()));
        VSILFILE* file = VSIFileFromMemBuffer(name_.c_str(), data, bytes.size(), FALSE);
        return file && VSIFCloseL(file) == 0;
    }
    [[nodiscard]] std::string bytes() const {
        vsi_l_offset size = 0;
        const GByte* data = VSIGetMemFileBuffer(name_.c_str(), &size, FALSE);
        return data ? std::string(reinterpret_cast<const char*>(data), static_cast<std::size_t>(size)) : std::string{};
    }

private:
    std::string name_;
};

struct Size {
    int width = 0, height = 0;
};
Size fitted(Size size, int longest) {
    const int most = std::max(size.width, size.height);
    if (most <= longest) return size;
    const double share = double(longest) / most;
    return {std::max(1, static_cast<int>(std::lround(size.width * share))), std::max(1, static_cast<int>(std::lround(size.height * share)))};
}

// One channel at the wanted size, averaged over what each pixel covers.
bool read_channel(GDALRasterBandH band, Size from, Size to, std::vector<std::uint8_t>& out) {
    GDALRasterIOExtraArg how;
    INIT_RASTERIO_EXTRA_ARG(how);
    how.eResampleAlg = from.width == to.width ? GRIORA_NearestNeighbour : GRIORA_Average;
    const auto count = static_cast<std::size_t>(to.width) * static_cast<std::size_t>(to.height);
    out.resize(count);
    if (GDALGetRasterDataType(band) == GDT_Byte)
        return GDALRasterIOEx(band, GF_Read, 0, 0, from.width, from.height, out.data(), to.width, to.height, GDT_Byte, 0, 0, &how) == CE_None;
    std::vector<std::uint16_t> deep(count);
    if (GDALRasterIOEx(band, GF_Read, 0, 0, from.width, from.height, deep.data(), to.width, to.height, GDT_UInt16, 0, 0, &how) != CE_None) return false;
    std::ranges::transform(deep, out.begin(), [](std::uint16_t v) { return static_cast<std::uint8_t>(v >> 8); });
    return true;
}

// Indices of a palette cannot be averaged: they are read as they are, then shown.
bool read_palette(GDALRasterBandH band, GDALColorTableH table, Size from, Size to, PhotoPixels& out) {
    std::vector<std::uint8_t> index(static_cast<std::size_t>(to.width) * static_cast<std::size_t>(to.height));
    if (GDALRasterIO(band, GF_Read, 0, 0, from.width, from.height, index.data(), to.width, to.height, GDT_Byte, 0, 0) != CE_None) return false;
    for (std::size_t i = 0; i < index.size(); ++i) {
        GDALColorEntry entry{};
        GDALGetColorEntryAsRGB(table, index[i], &entry);
        for (std::size_t c = 0; c < 3; ++c) out.rgba[4 * i + c] = static_cast<std::uint8_t>(c == 0 ? entry.c1 : c == 1 ? entry.c2 : entry.c3);
    }
    return true;
}

// What is seen through lies on white, as on paper.
void lay_on_white(PhotoPixels& out, const std::vector<std::uint8_t>& alpha) {
    for (std::size_t i = 0; i < alpha.size(); ++i)
        for (std::size_t c = 0; c < 3; ++c) {
            const int v = out.rgba[4 * i + c], a = alpha[i];
            out.rgba[4 * i + c] = static_cast<std::uint8_t>((v * a + 255 * (255 - a) + 127) / 255);
        }
}

bool read_pixels(GDALDatasetH dataset, Size from, Size to, PhotoPixels& out) {
    out.width = to.width;
    out.height = to.height;
    out.rgba.assign(static_cast<std::size_t>(to.width) * static_cast<std::size_t>(to.height) * 4, 255);
    const int bands = GDALGetRasterCount(dataset);
    if (bands < 1) return false;
    GDALRasterBandH first = GDALGetRasterBand(dataset, 1);
    if (GDALColorTableH table = bands == 1 ? GDALGetRasterColorTable(first) : nullptr) return read_palette(first, table, from, to, out);
    std::vector<std::uint8_t> channel;
    for (int c = 0; c < 3; ++c) {
        if ((bands >= 3 || c == 0) && !read_channel(GDALGetRasterBand(dataset, bands >= 3 ? c + 1 : 1), from, to, channel)) return false;
        for (std::size_t i = 0; i < channel.size(); ++i) out.rgba[4 * i + static_cast<std::size_t>(c)] = channel[i];
    }
    if (bands != 2 && bands != 4) return true;
    GDALRasterBandH last = GDALGetRasterBand(dataset, bands);
    if (GDALGetRasterColorInterpretation(last) != GCI_AlphaBand) return true;
    if (!read_channel(last, from, to, channel)) return false;
    lay_on_white(out, channel);
    return true;
}

// EXIF's Orientation (TIFF tag 274): where row 0 and column 0 of what is stored lie in the picture.
PhotoPixels upright(PhotoPixels in, int orientation) {
    if (orientation < 2 || orientation > 8) return in;
    const bool turned = orientation >= 5;
    PhotoPixels out{turned ? in.height : in.width, turned ? in.width : in.height, std::vector<std::uint8_t>(in.rgba.size())};
    for (int y = 0; y < in.height; ++y)
        for (int x = 0; x < in.width; ++x) {
            const int right = in.width - 1 - x, below = in.height - 1 - y;
            int to_x = x, to_y = y;
            switch (orientation) {
            case 2: to_x = right; break;
            case 3: to_x = right, to_y = below; break;
            case 4: to_y = below; break;
            case 5: to_x = y, to_y = x; break;
            case 6: to_x = below, to_y = x; break;
            case 7: to_x = below, to_y = right; break;
            default: to_x = y, to_y = right; break;
            }
            const auto from_at = 4 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(in.width) + static_cast<std::size_t>(x));
            const auto to_at = 4 * (static_cast<std::size_t>(to_y) * static_cast<std::size_t>(out.width) + static_cast<std::size_t>(to_x));
            std::copy_n(in.rgba.begin() + static_cast<std::ptrdiff_t>(from_at), 4, out.rgba.begin() + static_cast<std::ptrdiff_t>(to_at));
        }
    return out;
}

Dataset in_memory(const PhotoPixels& pixels) {
    Dataset memory(GDALCreate(GDALGetDriverByName("MEM"), "", pixels.width, pixels.height, 3, GDT_Byte, nullptr));
    if (!memory) return {};
    auto* data = const_cast<std::uint8_t*>(pixels.rgba.data());  // GDAL's writing call takes a plain pointer
    const CPLErr done = GDALDatasetRasterIO(memory.get(), GF_Write, 0, 0, pixels.width, pixels.height, data, pixels.width, pixels.height,
                                            GDT_Byte, 3, nullptr, 4, 4 * pixels.width, 1);
    return done == CE_None ? std::move(memory) : Dataset{};
}

std::string jpeg_of(const PhotoPixels& pixels, const char* quality) {
    const Dataset memory = in_memory(pixels);
    if (!memory) return {};
    const MemoryFile file(".jpg");
    char* options[] = {const_cast<char*>(quality), nullptr};
    Dataset written(GDALCreateCopy(GDALGetDriverByName("JPEG"), file.name(), memory.get(), FALSE, options, nullptr, nullptr));
    if (!written) return {};
    written.reset();  // flushes
    return file.bytes();
}

struct Opened {
    PhotoPixels pixels;
    std::string detail;
    bool too_large = false;
};
Opened open_picture(std::string_view bytes, int longest) {
    start_gdal();
    const GdalMessages messages;
    Opened out;
    const MemoryFile file(".bin");
    if (!file.look_at(bytes)) return out;
    const Dataset dataset(GDALOpenEx(file.name(), GDAL_OF_RASTER | GDAL_OF_READONLY, readers.data(), nullptr, nullptr));
    if (!dataset) { out.detail = messages.first(); return out; }
    const Size from{GDALGetRasterXSize(dataset.get()), GDALGetRasterYSize(dataset.get())};
    if (from.width > max_photo_px || from.height > max_photo_px) { out.too_large = true; return out; }
    const char* orientation = GDALGetMetadataItem(dataset.get(), "EXIF_Orientation", nullptr);
    PhotoPixels pixels;
    if (!read_pixels(dataset.get(), from, fitted(from, longest), pixels)) { out.detail = messages.first(); return out; }
    out.pixels = upright(std::move(pixels), orientation ? std::atoi(orientation) : 1);
    return out;
}

} // namespace

Result<KeptPicture> keep_picture(const std::filesystem::path& file) {
    std::error_code ec;
    const std::uintmax_t bytes = std::filesystem::file_size(file, ec);
    const std::string called = file.filename().string();
    if (ec) return refusal("photo.unreadable", called, ec.message());
    if (bytes > max_photo_bytes) return refusal("photo.too_large", called);
    std::ifstream in(file, std::ios::binary);
    const std::string content{std::istreambuf_iterator<char>(in), {}};
    if (!in.good() && !in.eof()) return refusal("photo.unreadable", called);
    return keep_picture(content, called);
}

Result<KeptPicture> keep_picture(std::string_view bytes, const std::string& called) {
    if (bytes.size() > max_photo_bytes) return refusal("photo.too_large", called);
    if (sodium_init() < 0) return refusal("photo.unreadable", called);
    Opened opened = open_picture(bytes, kept_photo_px);
    if (opened.too_large) return refusal("photo.too_large", called);
    if (opened.pixels.rgba.empty()) return refusal("photo.not_a_picture", called, std::move(opened.detail));
    const GdalMessages messages;
    KeptPicture kept{.id = {}, .width = opened.pixels.width, .height = opened.pixels.height, .whole = jpeg_of(opened.pixels, kept_quality), .small = {}};
    if (!kept.whole.empty()) kept.small = jpeg_of(open_picture(kept.whole, small_photo_px).pixels, small_quality);
    if (kept.small.empty()) return refusal("photo.unreadable", called, messages.first());
    kept.id = sha256_hex(kept.whole);
    return kept;
}

Result<PhotoPixels> decode_picture(std::string_view jpeg) {
    Opened opened = open_picture(jpeg, max_photo_px);
    if (opened.pixels.rgba.empty()) return refusal("photo.not_a_picture", {}, std::move(opened.detail));
    return std::move(opened.pixels);
}

} // namespace vigie::gis
