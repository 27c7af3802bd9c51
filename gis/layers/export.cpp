#include "gis/layers/export.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cpl_string.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <fstream>
#include <numeric>
#include <set>

#include "gis/layers/export_shapes.hpp"
#include "gis/layers/gdal_dataset.hpp"
#include "gis/layers/gdal_session.hpp"

namespace vigie::gis {

namespace {

namespace fs = std::filesystem;
constexpr std::size_t features_between_looks = 256;
constexpr std::uintmax_t full_below_bytes = 1u << 20;

Error failed(std::string key, const fs::path& file, std::string remedy, std::string detail = {}) {
    return {.klass = ErrorClass::storage, .text = {std::move(key), {{"path", file.string()}}}, .remedy = {std::move(remedy), {}},
            .detail = std::move(detail)};
}

// What a person can do about a write that failed.
Error why_not_written(const fs::path& file, int error, std::string detail) {
    std::error_code ignored;
    const fs::space_info space = fs::space(file.parent_path().empty() ? fs::path(".") : file.parent_path(), ignored);
    if (error == ENOSPC || error == EDQUOT || (!ignored && space.available < full_below_bytes))
        return failed("export.disk_full", file, "export.disk_full.remedy", std::move(detail));
    if (error == EACCES || error == EPERM || error == EROFS)
        return failed("export.read_only", file, "export.read_only.remedy", std::move(detail));
    if (error == ENOENT || error == ENOTDIR) return failed("export.no_folder", file, "export.no_folder.remedy", std::move(detail));
    return failed("export.failed", file, "export.failed.remedy", std::move(detail));
}

// The file being written, gone when the export does not end well.
class PartFile {
public:
    explicit PartFile(const fs::path& final) : final_(final) {
        path_ = final.parent_path() / ("." + final.stem().string() + ".part-" + std::to_string(::getpid()) + final.extension().string());
    }
    ~PartFile() { remove(); }
    PartFile(const PartFile&) = delete;
    PartFile& operator=(const PartFile&) = delete;
    [[nodiscard]] const fs::path& path() const { return path_; }

    // Finds out plainly what GDAL would say in many ways: no folder, no right, no space.
    [[nodiscard]] int try_to_make() const {
        remove();
        const int fd = ::open(path_.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);
        if (fd < 0) return errno;
        ::close(fd);
        remove();
        return 0;
    }
    // On disk before it takes the place of what was there.
    [[nodiscard]] int take_place() const {
        const int fd = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC);
        if (fd < 0) return errno;
        const int synced = ::fsync(fd) == 0 ? 0 : errno;
        ::close(fd);
        if (synced != 0) return synced;
        return ::rename(path_.c_str(), final_.c_str()) == 0 ? 0 : errno;
    }

private:
    void remove() const {
        std::error_code ignored;
        for (const char* tail : {"", "-journal", "-wal", "-shm"}) fs::remove(path_.string() + tail, ignored);
    }
    fs::path final_, path_;
};

// SQLite tells no case apart, and a column may be called like the driver's own.
std::string unique_name(std::string name, std::set<std::string>& taken) {
    const auto lower = [](std::string s) {
        std::ranges::transform(s, s.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        return s;
    };
    if (name.empty()) name = "_";
    const std::string wanted = name;
    for (int n = 2; !taken.insert(lower(name)).second; ++n) name = wanted + "_" + std::to_string(n);
    return name;
}

class Export {
public:
    Export(const Layer& layer, const MapPlane& plane, const ExportOptions& options)
        : layer_(layer), options_(options), shapes_(layer, plane, options.format != ExportFormat::geopackage) {
        for (const Column& column : layer.columns)
            if (!column.derived && std::ranges::find(options.left_out, column.name) == options.left_out.end()) columns_.push_back(&column);
    }

    Result<ExportReport> run(const std::stop_token& stop, const std::function<void(double)>& progress) {
        const PartFile part(options_.file);
        if (const int error = part.try_to_make()) return why_not_written(options_.file, error, std::strerror(error));
        const GdalMessages messages;
        const auto refused = [&] { return why_not_written(options_.file, 0, messages.first()); };
        Dataset dataset = create(part.path());
        OGRLayer* out = dataset ? create_layer(*dataset) : nullptr;
        if (!out) return refused();
        if (dataset->TestCapability(ODsCTransactions)) dataset->StartTransaction();
        const std::size_t count = options_.rows ? options_.rows->size() : layer_.geometry.feature_count();
        for (std::size_t i = 0; i < count; ++i) {
            if (i % features_between_looks == 0) {
                if (stop.stop_requested()) return Error{.klass = ErrorClass::refused, .text = {"export.stopped", {}}};
                if (progress) progress(static_cast<double>(i) / static_cast<double>(count));
            }
            if (!put(*out, options_.rows ? (*options_.rows)[i] : static_cast<std::uint32_t>(i)) || messages.has_error()) return refused();
        }
        if (dataset->TestCapability(ODsCTransactions) && dataset->CommitTransaction() != OGRERR_NONE) return refused();
        dataset->FlushCache(true);
        dataset.reset();
        if (messages.has_error() || !is_whole(part.path())) return refused();
        if (const int error = part.take_place()) return why_not_written(options_.file, error, std::strerror(error));
        std::error_code ignored;
        return ExportReport{count, fs::file_size(options_.file, ignored)};
    }

private:
    Dataset create(const fs::path& file) const {
        constexpr const char* drivers[] = {"GPKG", "GeoJSON", "CSV"};
        GDALDriver* driver = GetGDALDriverManager()->GetDriverByName(drivers[static_cast<std::size_t>(options_.format)]);
        return Dataset(driver ? driver->Create(file.c_str(), 0, 0, 0, GDT_Unknown, nullptr) : nullptr);
    }

    OGRLayer* create_layer(GDALDataset& dataset) {
        std::set<std::string> taken;
        std::vector<std::string> names;
        for (const Column* column : columns_) names.push_back(unique_name(column->name, taken));
        CPLStringList o;
        if (options_.format == ExportFormat::geopackage) {
            o.SetNameValue("FID", unique_name("fid", taken).c_str());
            o.SetNameValue("GEOMETRY_NAME", unique_name("geom", taken).c_str());
        } else if (options_.format == ExportFormat::geojson) {
            o.SetNameValue("RFC7946", "YES");
            o.SetNameValue("WRITE_NAME", "NO");
        } else {
            const char separator = options_.csv_separator;
            o.SetNameValue("SEPARATOR", separator == ',' ? "COMMA" : separator == '\t' ? "TAB" : "SEMICOLON");
            o.SetNameValue("WRITE_BOM", options_.csv_byte_order_mark ? "YES" : "NO");
            o.SetNameValue("LINEFORMAT", "CRLF");
        }
        const bool csv = options_.format == ExportFormat::csv;
        const std::string name = options_.layer_name.empty() ? layer_.info.name : options_.layer_name;
        OGRLayer* out = dataset.CreateLayer(name.c_str(), csv ? nullptr : shapes_.reference(), csv ? wkbNone : shapes_.type(), o.List());
        if (!out) return nullptr;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            const Column::Type type = columns_[i]->type;
            OGRFieldDefn field(names[i].c_str(), type == Column::Type::text ? OFTString : type == Column::Type::integer ? OFTInteger64 : OFTReal);
            if (out->CreateField(&field) != OGRERR_NONE) return nullptr;
        }
        if (csv && options_.csv_geometry == CsvGeometry::lonlat)
            for (const char* axis : {"longitude", "latitude"}) {
                OGRFieldDefn field(unique_name(axis, taken).c_str(), OFTReal);
                field.SetWidth(16);
                field.SetPrecision(7);
                if (out->CreateField(&field) != OGRERR_NONE) return nullptr;
            }
        if (csv && options_.csv_geometry == CsvGeometry::wkt) {
            OGRFieldDefn field(unique_name("WKT", taken).c_str(), OFTString);
            if (out->CreateField(&field) != OGRERR_NONE) return nullptr;
        }
        return out;
    }

    bool put(OGRLayer& out, std::uint32_t row) {
        if (row >= layer_.geometry.feature_count()) return true;
        OGRFeature feature(out.GetLayerDefn());
        int field = 0;
        for (const Column* column : columns_) {
            if (column->type == Column::Type::text) {
                if (const std::string_view text = column->text(row); !text.empty()) feature.SetField(field, std::string(text).c_str());
            } else if (const double number = column->numbers[row]; !std::isnan(number)) {
                if (column->type == Column::Type::integer) feature.SetField(field, static_cast<GIntBig>(number));
                else feature.SetField(field, number);
            }
            ++field;
        }
        std::unique_ptr<OGRGeometry> shape = options_.format == ExportFormat::csv && options_.csv_geometry == CsvGeometry::none ? nullptr : shapes_.make(row);
        if (options_.format != ExportFormat::csv) {
            feature.SetGeometryDirectly(shape.release());
        } else if (shape && options_.csv_geometry == CsvGeometry::wkt) {
            OGRWktOptions wkt;
            wkt.precision = 7;
            feature.SetField(field, shape->exportToWkt(wkt).c_str());
        } else if (const auto at = options_.csv_geometry == CsvGeometry::lonlat ? shapes_.middle(row) : std::nullopt) {
            feature.SetField(field, at->lon);
            feature.SetField(field + 1, at->lat);
        }
        return out.CreateFeature(&feature) == OGRERR_NONE;
    }

    // The text drivers do not say that a disk was full; a file cut short does.
    [[nodiscard]] bool is_whole(const fs::path& file) const {
        std::ifstream in(file, std::ios::binary | std::ios::ate);
        const std::streamoff size = in ? static_cast<std::streamoff>(in.tellg()) : 0;
        if (size == 0) return false;
        if (options_.format == ExportFormat::geopackage) return true;
        std::array<char, 8> tail{};
        const std::streamoff n = std::min<std::streamoff>(size, tail.size());
        in.seekg(size - n);
        in.read(tail.data(), n);
        std::string_view end(tail.data(), static_cast<std::size_t>(n));
        if (!end.ends_with('\n')) return false;
        while (!end.empty() && (end.back() == '\n' || end.back() == '\r')) end.remove_suffix(1);
        return options_.format == ExportFormat::csv || end.ends_with('}');
    }

    const Layer& layer_;
    const ExportOptions& options_;
    ExportShapes shapes_;
    std::vector<const Column*> columns_;
};

} // namespace

std::optional<ExportFormat> export_format_of(const fs::path& file) {
    std::string end = file.extension().string();
    std::ranges::transform(end, end.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (end == ".gpkg") return ExportFormat::geopackage;
    if (end == ".geojson" || end == ".json") return ExportFormat::geojson;
    if (end == ".csv") return ExportFormat::csv;
    return {};
}

std::string_view extension_of(ExportFormat format) {
    switch (format) {
    case ExportFormat::geopackage: return ".gpkg";
    case ExportFormat::geojson: return ".geojson";
    case ExportFormat::csv: return ".csv";
    }
    return {};
}

Result<ExportReport> export_features(const Layer& layer, const MapPlane& plane, const ExportOptions& options, std::stop_token stop,
                                     const std::function<void(double)>& progress) {
    start_gdal();
    std::error_code ignored;
    if (options.file.filename().empty()) return failed("export.no_folder", options.file, "export.no_folder.remedy");
    if (fs::is_directory(options.file, ignored)) return failed("export.is_folder", options.file, "export.is_folder.remedy");
    if (!options.replace && fs::exists(options.file, ignored))
        return Error{.klass = ErrorClass::conflict, .text = {"export.exists", {{"path", options.file.string()}}}, .remedy = {"export.exists.remedy", {}}};
    return Export(layer, plane, options).run(stop, progress);
}

} // namespace vigie::gis
