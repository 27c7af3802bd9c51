#include "gis/layers/commune/prepare.hpp"

#include <cpl_string.h>
#include <cpl_vsi.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <functional>
#include <memory>

#include "gis/layers/commune/public_error.hpp"
#include "gis/layers/gdal_dataset.hpp"
#include "gis/layers/gdal_session.hpp"

namespace vigie::gis {

namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t most_unpacked_factor = 20;  // GeoJSON and CSV shrink to a tenth
constexpr std::size_t most_line_bytes = 1 << 20, features_between_looks = 256;

using Feature = std::unique_ptr<OGRFeature>;

// A file of this run alone, gone with it.
class Scratch {
public:
    explicit Scratch(fs::path path) : path_(std::move(path)) { remove(); }
    ~Scratch() { remove(); }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    [[nodiscard]] const fs::path& path() const { return path_; }

private:
    void remove() const {
        std::error_code ignored;
        for (const char* tail : {"", "-journal", "-wal", "-shm"}) fs::remove(path_.string() + tail, ignored);
    }
    fs::path path_;
};

// Hands the unpacked bytes on piece by piece, until `take` says no.
Outcome unpack(const fs::path& packed, std::uintmax_t most_bytes, const std::string& url, const std::stop_token& stop,
               const std::function<bool(std::string_view)>& take) {
    const GdalMessages messages;
    const std::unique_ptr<VSILFILE, int (*)(VSILFILE*)> in(VSIFOpenL(("/vsigzip/" + packed.string()).c_str(), "rb"), VSIFCloseL);
    if (!in) return unusable_error(url, messages.first());
    std::vector<char> buffer(1 << 18);
    std::uintmax_t bytes = 0;
    while (const std::size_t n = VSIFReadL(buffer.data(), 1, buffer.size(), in.get())) {
        if (stop.stop_requested()) return stopped_error();
        if ((bytes += n) > most_bytes) return too_big_error(url);
        if (!take({buffer.data(), n})) return unwritable_error(packed.parent_path(), {});
    }
    if (messages.has_error() || bytes == 0) return unusable_error(url, messages.first());
    return Done{};
}

// Fields of one line; quotes as in RFC 4180, no line break inside them.
std::vector<std::string> fields_of(std::string_view line) {
    std::vector<std::string> fields(1);
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (c == '"') {
            if (quoted && i + 1 < line.size() && line[i + 1] == '"') fields.back() += line[++i];
            else quoted = !quoted;
        } else if (c == ';' && !quoted) {
            fields.emplace_back();
        } else {
            fields.back() += c;
        }
    }
    return fields;
}

// The rows of the commune out of those of its département.
class RowSieve {
public:
    RowSieve(const fs::path& out, const std::string& column, const std::vector<std::string>& codes)
        : out_(out, std::ios::binary | std::ios::trunc), column_(column), codes_(codes) {}

    bool take(std::string_view piece) {
        for (std::size_t at = 0; at < piece.size();) {
            const auto end = piece.find('\n', at);
            line_ += piece.substr(at, end == std::string_view::npos ? end : end - at);
            if (line_.size() > most_line_bytes) return misread_ = true, false;
            if (end == std::string_view::npos) break;
            finish_line();
            at = end + 1;
        }
        return static_cast<bool>(out_) && !misread_;
    }
    bool finish() {
        if (!line_.empty()) finish_line();
        return static_cast<bool>(out_.flush());
    }
    [[nodiscard]] bool misread() const { return misread_ || !index_; }

private:
    void finish_line() {
        if (line_.ends_with('\r')) line_.pop_back();
        const std::vector<std::string> fields = fields_of(line_);
        if (!index_) {
            const auto found = std::ranges::find(fields, column_);
            misread_ = found == fields.end();
            index_ = static_cast<std::size_t>(found - fields.begin());
            out_ << line_ << '\n';
        } else if (*index_ < fields.size() && std::ranges::find(codes_, fields[*index_]) != codes_.end()) {
            out_ << line_ << '\n';
        }
        line_.clear();
    }

    std::ofstream out_;
    const std::string& column_;
    const std::vector<std::string>& codes_;
    std::string line_;
    std::optional<std::size_t> index_;
    bool misread_ = false;
};

std::vector<const char*> drivers_of(const std::string& format) {
    if (format == "csv.gz") return {"CSV", nullptr};
    if (format == "osm") return {"OSM", nullptr};
    return {"GeoJSON", nullptr};
}

// One kind of shape a layer, several parts allowed: what the cadastre has of one building may be two areas.
OGRwkbGeometryType layer_type(OGRwkbGeometryType type) {
    switch (wkbFlatten(type)) {
    case wkbPolygon:
    case wkbMultiPolygon: return wkbMultiPolygon;
    case wkbLineString:
    case wkbMultiLineString: return wkbMultiLineString;
    case wkbPoint: return wkbPoint;
    default: return wkbNone;
    }
}

class Preparation {
public:
    Preparation(const PrepareRequest& request, const std::stop_token& stop)
        : request_(request), stop_(stop), part_(request.out.parent_path() / ("." + request.dataset.id + ".part.gpkg")) {}

    Result<std::size_t> run() {
        start_gdal();
        std::error_code ec;
        fs::create_directories(request_.out.parent_path(), ec);
        const GdalMessages messages;
        if (request_.dataset.within && !read_boundary()) return Error{ErrorClass::input, {"public.no_boundary", {}}, {"public.no_boundary.remedy", {}}, messages.first()};
        GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("GPKG");
        out_.reset(driver ? driver->Create(part_.path().c_str(), 0, 0, 0, GDT_Unknown, nullptr) : nullptr);
        if (!out_) return unwritable_error(request_.out, messages.first());
        out_->StartTransaction();
        for (const fs::path& raw : request_.raw)
            if (auto put = put_file(raw); !put) return put.error();
        if (count_ == 0) return Error{ErrorClass::input, {"public.nothing", {}}, {"public.nothing.remedy", {}}, messages.first()};
        out_->CommitTransaction();
        out_->FlushCache(true);
        out_.reset();
        fs::rename(part_.path(), request_.out, ec);
        if (ec) return unwritable_error(request_.out, ec.message());
        return count_;
    }

private:
    bool read_boundary() {
        const Dataset dataset(GDALDataset::Open(request_.boundary.c_str(), GDAL_OF_VECTOR));
        OGRLayer* layer = dataset && dataset->GetLayerCount() > 0 ? dataset->GetLayer(0) : nullptr;
        const Feature feature(layer ? layer->GetNextFeature() : nullptr);
        if (!feature || !feature->GetGeometryRef()) return false;
        boundary_.reset(feature->StealGeometry());
        boundary_->getEnvelope(&around_);
        return true;
    }

    Outcome put_file(const fs::path& raw) {
        const PublicDataset& d = request_.dataset;
        const std::uintmax_t most = (std::uintmax_t(d.most_mb) << 20) * most_unpacked_factor;
        const Scratch plain(raw.string() + (d.format == "csv.gz" ? ".csv" : ".geojson"));
        if (d.format == "csv.gz") {
            RowSieve sieve(plain.path(), d.code_column, request_.codes);
            const auto unpacked = unpack(raw, most, d.url, stop_, [&](std::string_view piece) { return sieve.take(piece); });
            if (sieve.misread()) return unusable_error(d.url, d.code_column);
            if (!unpacked) return unpacked.error();
            if (!sieve.finish()) return unwritable_error(plain.path(), {});
            return put_dataset(plain.path());
        }
        if (d.format == "geojson.gz") {
            std::ofstream out(plain.path(), std::ios::binary | std::ios::trunc);
            if (auto unpacked = unpack(raw, most, d.url, stop_, [&](std::string_view piece) { return static_cast<bool>(out.write(piece.data(), static_cast<std::streamsize>(piece.size()))); }); !unpacked)
                return unpacked.error();
            if (!out.flush()) return unwritable_error(plain.path(), {});
            return put_dataset(plain.path());
        }
        if (d.format == "osm" && says_it_failed(raw)) return busy_error(0, d.url);
        return put_dataset(raw);
    }

    // The Overpass server answers 200 and says at the end what stopped it.
    static bool says_it_failed(const fs::path& raw) {
        std::ifstream in(raw, std::ios::binary | std::ios::ate);
        constexpr std::streamoff tail = 4'096;
        in.seekg(std::max<std::streamoff>(0, in.tellg() - tail));
        const std::string end(std::istreambuf_iterator<char>(in), {});
        return end.find("<remark>") != std::string::npos && end.find("error") != std::string::npos;
    }

    Outcome put_dataset(const fs::path& plain) {
        CPLStringList how;
        const std::vector<const char*> drivers = drivers_of(request_.dataset.format);
        if (request_.dataset.format == "csv.gz") {
            how.SetNameValue("X_POSSIBLE_NAMES", "lon");
            how.SetNameValue("Y_POSSIBLE_NAMES", "lat");
            how.SetNameValue("SEPARATOR", "SEMICOLON");
        }
        const GdalMessages messages;
        const Dataset in(GDALDataset::Open(plain.c_str(), GDAL_OF_VECTOR, drivers.data(), how.List()));
        if (!in) return unusable_error(request_.dataset.url, messages.first());
        OGRLayer* from = nullptr;
        for (std::size_t n = 0;; ++n) {
            const Feature feature(in->GetNextFeature(&from, nullptr, nullptr, nullptr));
            if (!feature) break;
            if (n % features_between_looks == 0 && stop_.stop_requested()) return stopped_error();
            if (request_.dataset.format == "osm" && !std::string_view(from->GetName()).starts_with("lines")) continue;
            if (!put(*feature)) return unwritable_error(request_.out, messages.first());
        }
        if (messages.has_error()) return unusable_error(request_.dataset.url, messages.first());
        return Done{};
    }

    [[nodiscard]] bool is_here(const OGRGeometry& shape) const {
        if (!boundary_) return true;
        OGREnvelope box;
        shape.getEnvelope(&box);
        return around_.Intersects(box) && boundary_->Intersects(&shape);
    }

    bool put(OGRFeature& from) {
        const OGRGeometry* shape = from.GetGeometryRef();
        if (!shape || shape->IsEmpty() || !is_here(*shape)) return true;
        const OGRwkbGeometryType type = layer_type(shape->getGeometryType());
        if (type == wkbNone || (layer_ && type != layer_->GetGeomType())) return true;
        if (!layer_ && !make_layer(*from.GetDefnRef(), type)) return false;
        OGRFeature feature(layer_->GetLayerDefn());
        std::unique_ptr<OGRGeometry> own(OGRGeometryFactory::forceTo(from.StealGeometry(), type));
        own->flattenTo2D();
        feature.SetFrom(&from, TRUE);
        feature.SetFID(OGRNullFID);
        feature.SetGeometryDirectly(own.release());
        ++count_;
        return layer_->CreateFeature(&feature) == OGRERR_NONE;
    }

    // A column may not be called like the driver's own.
    bool make_layer(const OGRFeatureDefn& like, OGRwkbGeometryType type) {
        OGRSpatialReference wgs84;
        wgs84.SetWellKnownGeogCS("WGS84");
        wgs84.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
        CPLStringList how;
        how.SetNameValue("FID", "vigie_fid");
        how.SetNameValue("GEOMETRY_NAME", "vigie_geom");
        layer_ = out_->CreateLayer(request_.dataset.id.c_str(), &wgs84, type, how.List());
        if (!layer_) return false;
        for (int i = 0; i < like.GetFieldCount(); ++i) {
            const OGRFieldDefn* field = like.GetFieldDefn(i);
            OGRFieldDefn copy(field->GetNameRef(), field->GetType());
            copy.SetSubType(field->GetSubType());
            if (layer_->CreateField(&copy) != OGRERR_NONE) return false;
        }
        return true;
    }

    const PrepareRequest& request_;
    const std::stop_token& stop_;
    const Scratch part_;
    Dataset out_;  // closed before the file goes
    OGRLayer* layer_ = nullptr;
    std::unique_ptr<OGRGeometry> boundary_;
    OGREnvelope around_;
    std::size_t count_ = 0;
};

} // namespace

Result<std::size_t> prepare(const PrepareRequest& request, const std::stop_token& stop) { return Preparation(request, stop).run(); }

Result<CommuneBoundary> boundary_of(const fs::path& prepared) {
    start_gdal();
    const GdalMessages messages;
    const Dataset dataset(GDALDataset::Open(prepared.c_str(), GDAL_OF_VECTOR));
    OGRLayer* layer = dataset && dataset->GetLayerCount() > 0 ? dataset->GetLayer(0) : nullptr;
    const Feature feature(layer ? layer->GetNextFeature() : nullptr);
    const int name = feature ? feature->GetFieldIndex("nom") : -1;
    if (!feature || !feature->GetGeometryRef() || name < 0) return Error{ErrorClass::input, {"public.no_boundary", {}}, {"public.no_boundary.remedy", {}}, messages.first()};
    OGREnvelope box;
    feature->GetGeometryRef()->getEnvelope(&box);
    return CommuneBoundary{feature->GetFieldAsString(name), box.MinX, box.MinY, box.MaxX, box.MaxY};
}

} // namespace vigie::gis
