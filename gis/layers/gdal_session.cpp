#include "gis/layers/gdal_session.hpp"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <gdal.h>

#include <mutex>

#include "gis/layers/open_limits.hpp"

namespace vigie::gis {

namespace {
// User data is the collector of the thread that pushed the handler.
void CPL_STDCALL collect(CPLErr level, CPLErrorNum, const char* text) {
    auto* messages = static_cast<std::vector<GdalMessages::Message>*>(CPLGetErrorHandlerUserData());
    if (level < CE_Warning || !messages || messages->size() >= limits::gdal_messages) return;
    messages->push_back({level >= CE_Failure, text ? text : ""});
}
} // namespace

void start_gdal() {
    static std::once_flag once;
    std::call_once(once, [] {
        CPLSetConfigOption("OSM_USE_CUSTOM_INDEXING", "NO");  // the custom index refuses ids out of order
        CPLSetConfigOption("OSM_MAX_TMPFILE_SIZE", "400");    // MB in memory before a temporary file is written
        CPLSetConfigOption("OGR_GEOJSON_MAX_OBJ_SIZE", "0");  // a commune's boundary may be one object of many MB
        CPLSetConfigOption("GDAL_NUM_THREADS", "1");
        CPLSetConfigOption("OGR_SQLITE_SYNCHRONOUS", "OFF");
        GDALAllRegister();
    });
}

void set_read_cache(std::int64_t bytes) { GDALSetCacheMax64(bytes); }

GdalMessages::GdalMessages() { CPLPushErrorHandlerEx(collect, &messages_); }
GdalMessages::~GdalMessages() {
    CPLPopErrorHandler();
    CPLErrorReset();
}

bool GdalMessages::has_error() const {
    for (const Message& m : messages_)
        if (m.is_error) return true;
    return false;
}

std::string GdalMessages::first() const {
    for (const Message& m : messages_)
        if (m.is_error) return m.text;
    return messages_.empty() ? std::string() : messages_.front().text;
}

bool GdalMessages::contains(const char* part) const {
    for (const Message& m : messages_)
        if (m.text.find(part) != std::string::npos) return true;
    return false;
}

} // namespace vigie::gis
