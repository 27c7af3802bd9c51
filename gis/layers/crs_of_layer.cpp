#include "gis/layers/crs_of_layer.hpp"

#include <ogr_spatialref.h>

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "gis/layers/gdal_session.hpp"

namespace vigie::gis {

namespace {

bool near(double a, double b, double tolerance) { return std::abs(a - b) <= tolerance; }

// Lambert-93 or a CC zone by its parameters, on GRS 80 (RGF93, or WGS 84 as some exports say).
int french_lambert(const OGRSpatialReference& srs) {
    const char* projection = srs.GetAttrValue("PROJECTION");
    if (!projection || std::strstr(projection, "Lambert_Conformal_Conic") == nullptr) return 0;
    if (!near(srs.GetSemiMajor(), 6'378'137, 1) || !near(srs.GetLinearUnits(), 1, 1e-9)) return 0;
    if (!near(srs.GetProjParm(SRS_PP_CENTRAL_MERIDIAN), 3, 1e-6)) return 0;
    const double lat0 = srs.GetProjParm(SRS_PP_LATITUDE_OF_ORIGIN), east = srs.GetProjParm(SRS_PP_FALSE_EASTING), north = srs.GetProjParm(SRS_PP_FALSE_NORTHING);
    double lat1 = srs.GetProjParm(SRS_PP_STANDARD_PARALLEL_1), lat2 = srs.GetProjParm(SRS_PP_STANDARD_PARALLEL_2);
    if (lat1 > lat2) std::swap(lat1, lat2);
    if (near(lat0, 46.5, 1e-6) && near(lat1, 44, 1e-6) && near(lat2, 49, 1e-6) && near(east, 700'000, 1e-3) && near(north, 6'600'000, 1e-3)) return 2154;
    const double zone = std::round(lat0);
    const bool cc = zone >= 42 && zone <= 50 && near(lat0, zone, 1e-6) && near(lat1, zone - 0.75, 1e-6) && near(lat2, zone + 0.75, 1e-6);
    return cc && near(east, 1'700'000, 1e-3) && near(north, (zone - 41) * 1e6 + 200'000, 1e-3) ? 3900 + static_cast<int>(zone) : 0;
}

int epsg_of(OGRSpatialReference& srs) {
    const char* authority = srs.GetAuthorityName(nullptr);
    const char* code = srs.GetAuthorityCode(nullptr);
    if (authority && code && (std::strcmp(authority, "EPSG") == 0)) return std::atoi(code);
    if (authority && code && std::strcmp(authority, "OGC") == 0 && std::strcmp(code, "CRS84") == 0) return 4326;
    if (const int lambert = french_lambert(srs)) return lambert;
    if (srs.IsGeographic() && near(srs.GetSemiMajor(), 6'378'137, 1)) {
        const char* datum = srs.GetAttrValue("DATUM");
        if (datum && std::strstr(datum, "RGF")) return 4171;
        if (datum && std::strstr(datum, "WGS")) return 4326;
    }
    // Degrees on an unnamed ellipsoid (MapInfo writes such): WGS 84 to some hundred metres.
    if (srs.IsGeographic() && near(srs.GetPrimeMeridian(), 0, 1e-9) && (!srs.GetName() || std::strcmp(srs.GetName(), "unnamed") == 0)) return 4326;
    int matches = 0;
    int* confidence = nullptr;
    OGRSpatialReferenceH* found = srs.FindMatches(nullptr, &matches, &confidence);
    int epsg = 0;
    if (matches > 0 && confidence[0] >= 90) {
        const char* best = OGRSpatialReference::FromHandle(found[0])->GetAuthorityCode(nullptr);
        if (best) epsg = std::atoi(best);
    }
    OSRFreeSRSArray(found);
    CPLFree(confidence);
    return epsg;
}

} // namespace

DeclaredCrs declared_crs(const OGRSpatialReference* reference) {
    DeclaredCrs crs;
    if (!reference || reference->IsEmpty() || reference->IsLocal()) return crs;
    const std::unique_ptr<OGRSpatialReference> srs(reference->Clone());
    const char* name = srs->GetName();
    // "Undefined geographic SRS" is what GeoPackage writes for an unknown one; engineering systems are plans without place.
    if (name && std::strncmp(name, "Undefined", 9) == 0) return crs;
    crs.epsg = epsg_of(*srs);
    crs.geographic = srs->IsGeographic() != 0;
    if (crs.epsg != 0) {
        crs.definition = "EPSG:" + std::to_string(crs.epsg);
        OGRSpatialReference official;
        official.importFromEPSG(crs.epsg);
        if (official.GetName()) name = official.GetName();
    } else {
        char* wkt = nullptr;
        if (srs->exportToWkt(&wkt) == OGRERR_NONE && wkt) crs.definition = wkt;
        CPLFree(wkt);
    }
    crs.name = name ? name : "";
    return crs;
}

DeclaredCrs crs_of_text(const std::string& text) {
    OGRSpatialReference srs;
    const GdalMessages silent;
    OGRErr read = OGRERR_FAILURE;
    if (text.starts_with("EPSG:")) read = srs.importFromEPSG(std::atoi(text.c_str() + 5));
    else if (text.starts_with('+')) read = srs.importFromProj4(text.c_str());
    else if (!text.empty()) read = srs.importFromWkt(text.c_str());
    return read == OGRERR_NONE ? declared_crs(&srs) : DeclaredCrs{};
}

} // namespace vigie::gis
