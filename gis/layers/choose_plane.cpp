#include "gis/layers/choose_plane.hpp"

#include <cpl_vsi.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <charconv>
#include <optional>

#include "gis/layers/crs_of_layer.hpp"
#include "gis/layers/gdal_session.hpp"
#include "gis/layers/guess_crs.hpp"
#include "gis/layers/raster.hpp"

namespace vigie::gis {

namespace {

constexpr std::size_t peek_bytes = 256 << 10;
constexpr std::size_t sources_looked_at = 40;

struct Look {
    int projected = 0;      // EPSG of a projected system declared
    bool in_france = false;
    bool known = false;     // the look says something
};

bool touches_france(const std::optional<LonLatBox>& box) { return box && box->intersects(metropolitan_france); }

// The first position of a GeoJSON file, from its beginning.
std::optional<PlaneBox> first_position(const std::string& gdal_name) {
    VSILFILE* file = VSIFOpenL(gdal_name.c_str(), "rb");
    if (!file) return {};
    std::string text(peek_bytes, '\0');
    text.resize(VSIFReadL(text.data(), 1, text.size(), file));
    VSIFCloseL(file);
    const auto at = text.find("\"coordinates\"");
    if (at == std::string::npos) return {};
    double xy[2] = {0, 0};
    std::size_t i = at + 13;
    for (double& value : xy) {
        i = text.find_first_of("-0123456789", i);
        if (i == std::string::npos) return {};
        const auto [end, error] = std::from_chars(text.data() + i, text.data() + text.size(), value);
        if (error != std::errc()) return {};
        i = static_cast<std::size_t>(end - text.data());
    }
    return PlaneBox{xy[0], xy[1], xy[0], xy[1]};
}

Look look_at_json(const MapSource& source) {
    const auto position = first_position(source.gdal_name);
    if (!position) return {};
    const CrsGuess guess = guess_crs(*position, {});
    return {0, guess.epsg != 0 && touches_france(lonlat_box(guess.swapped ? PlaneBox{position->min_y, position->min_x, position->max_y, position->max_x} : *position, guess.epsg)), guess.epsg != 0};
}

Look look_at_layer(OGRLayer& layer) {
    const DeclaredCrs crs = declared_crs(layer.GetSpatialRef());
    OGREnvelope envelope;
    if (layer.GetExtent(&envelope, FALSE) != OGRERR_NONE) return {};
    const PlaneBox numbers{envelope.MinX, envelope.MinY, envelope.MaxX, envelope.MaxY};
    const int epsg = crs.epsg != 0 && !contradicts(numbers, crs.epsg, crs.geographic) ? (crs.geographic ? 4326 : crs.epsg) : guess_crs(numbers, {}).epsg;
    if (epsg == 0) return {};
    const bool declared_plane = crs.epsg == epsg && !crs.geographic;
    return {declared_plane ? epsg : 0, touches_france(lonlat_box(numbers, epsg)), true};
}

std::vector<Look> look_at_raster(const MapSource& source) {
    const auto d = Raster::describe(source.gdal_name);
    if (!d || d->numbers.empty()) return {};
    const RasterSystem& s = d->system;
    const int epsg = s.epsg != 0 && !contradicts(d->numbers, s.epsg, s.geographic) ? (s.geographic ? 4326 : s.epsg) : guess_crs(d->numbers, {}).epsg;
    if (epsg == 0) return {};
    return {{s.epsg == epsg && !s.geographic ? epsg : 0, touches_france(lonlat_box(d->numbers, epsg)), true}};
}

std::vector<Look> look_at_dataset(const MapSource& source) {
    if (source.kind == MapSource::Kind::raster) return look_at_raster(source);
    std::vector<Look> looks;
    const GDALDatasetUniquePtr dataset(GDALDataset::Open(source.gdal_name.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY));
    if (!dataset) return looks;
    for (int i = 0; i < dataset->GetLayerCount() && i < 20; ++i)
        if (dataset->GetLayer(i)->GetGeomType() != wkbNone) looks.push_back(look_at_layer(*dataset->GetLayer(i)));
    return looks;
}

} // namespace

int choose_plane(const std::vector<MapSource>& sources, const std::stop_token& stop) {
    const GdalMessages messages;
    bool in_france = false, known = false;
    int common = 0;
    bool one_plane = true;
    for (std::size_t i = 0; i < sources.size() && i < sources_looked_at && !stop.stop_requested(); ++i) {
        const MapSource& source = sources[i];
        if (source.kind == MapSource::Kind::csv || source.kind == MapSource::Kind::service || source.kind == MapSource::Kind::vector_tiles) continue;
        const auto looks = source.kind == MapSource::Kind::geojson ? std::vector{look_at_json(source)} : look_at_dataset(source);
        for (const Look& look : looks) {
            known = known || look.known;
            in_france = in_france || look.in_france;
            if (look.projected == 0 || (common != 0 && common != look.projected)) one_plane = false;
            if (look.projected != 0) common = look.projected;
        }
        if (in_france && !one_plane) break;
    }
    if (one_plane && common != 0 && MapPlane::create(common).ok()) return common;
    return in_france || !known ? 2154 : 3857;
}

} // namespace vigie::gis
