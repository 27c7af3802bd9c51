#include "gis/layers/stoppable_files.hpp"

#include <cpl_vsi.h>

#include <mutex>

namespace vigie::gis {

namespace {

constexpr const char* prefix = "/vsistoppable/";
thread_local const std::stop_token* watched = nullptr;

bool stopped() { return watched && watched->stop_requested(); }
VSILFILE* file_of(void* handle) { return static_cast<VSILFILE*>(handle); }

void* open_file(void*, const char* name, const char* access) { return VSIFOpenL(name, access); }
int stat_file(void*, const char* name, VSIStatBufL* status, int flags) { return VSIStatExL(name, status, flags); }
vsi_l_offset tell_file(void* handle) { return VSIFTellL(file_of(handle)); }
int seek_file(void* handle, vsi_l_offset offset, int whence) { return VSIFSeekL(file_of(handle), offset, whence); }
size_t read_file(void* handle, void* buffer, size_t size, size_t count) { return stopped() ? 0 : VSIFReadL(buffer, size, count, file_of(handle)); }
int at_end(void* handle) { return stopped() ? 1 : VSIFEofL(file_of(handle)); }
int close_file(void* handle) { return VSIFCloseL(file_of(handle)); }

void install() {
    static std::once_flag once;
    std::call_once(once, [] {
        VSIFilesystemPluginCallbacksStruct* calls = VSIAllocFilesystemPluginCallbacksStruct();
        calls->open = open_file;
        calls->stat = stat_file;
        calls->tell = tell_file;
        calls->seek = seek_file;
        calls->read = read_file;
        calls->eof = at_end;
        calls->close = close_file;
        VSIInstallPluginHandler(prefix, calls);
        VSIFreeFilesystemPluginCallbacksStruct(calls);
    });
}

} // namespace

StoppableReading::StoppableReading(const std::stop_token& stop) {
    install();
    watched = &stop;
}
StoppableReading::~StoppableReading() { watched = nullptr; }

std::string stoppable_name(const std::string& gdal_name) { return prefix + gdal_name; }

} // namespace vigie::gis
