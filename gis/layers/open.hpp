// Opening whatever a commune has: files, folders of mixed files, zips, through GDAL. Never throws, never stops at a bad
// file: each gives what could be read and notices that say what to do.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "gis/layers/crs.hpp"
#include "gis/layers/layer.hpp"
#include "gis/layers/remote/waiting_service.hpp"
#include "gis/layers/style.hpp"
#include "gis/model/result.hpp"

namespace vigie::gis {

namespace remote {
class Services;
}

// What a person corrected about a layer, remembered by layer id.
struct LayerChoice {
    int epsg = 0;            // 0 = as guessed
    std::string encoding;    // empty = as guessed
    std::string theme;       // empty = as recognised
};

// A QGIS project that was read; or the style that vector tiles bring with them, which is no project but dresses its layers alike.
struct OpenedProject {
    std::filesystem::path file;
    std::string title;
    std::optional<PlaneBox> view;  // what it showed, in the plane
    MapStyle style;                // rules for its layers' looks
    bool is_project = true;
    bool has_background = true;    // the style says what colour the ground is
};

struct OpenOptions {
    int plane_epsg = 0;      // 0 = choose from the data (Lambert-93 in metropolitan France, else 3857)
    std::map<std::string, LayerChoice> choices;
    std::filesystem::path cache_folder;  // prepared layers keyed by the source's fingerprint; empty = no cache
    std::shared_ptr<remote::Services> services;  // map services are asked through it; empty = nothing they say is kept
    bool newest = false;                 // services of features are asked again, whatever is kept of them
    bool count_invalid = false;          // LayerInfo::invalid, by GEOS: what `vigie check` asks, too slow for opening
    std::function<void(const OpenedProject&)> on_project;  // a QGIS project was read; before any of its layers, on the calling thread
    const class Language* language = nullptr;  // for generic names (LayerInfo::title); without it the file's own words
};

struct OpenProgress {
    std::string file;
    double fraction = 0;  // of all bytes, 0…1
    int plane_epsg = 0;   // the plane in which layers are given; known before the first of them
};

struct OpenedData {
    int plane_epsg = 2154;
    std::vector<LayerPtr> layers;
    std::vector<std::shared_ptr<const class VectorTiles>> vector_tiles;  // whose layers (LayerInfo::source is their path) are to be read as the view moves
    std::vector<remote::WaitingService> waiting;  // not among `layers`; a notice says each of them
    std::vector<Notice> notices;
    std::vector<OpenedProject> projects;
    // Writes the prepared cache, after everything was handed over; the last copy to go waits for it (a fraction of a
    // second; `request_stop` gives it up). Empty when nothing is to be written.
    std::shared_ptr<std::jthread> cache_writer;
};

// Reads on the calling thread (call it from a worker), several files in parallel when there are cores. `on_layer` is
// called as each layer is ready (any thread, one at a time), `on_progress` at most 20 times a second. Stops within 0.5 s
// of the token.
[[nodiscard]] OpenedData open_paths(const std::vector<std::filesystem::path>& paths, const OpenOptions& options,
                                    std::stop_token stop = {}, const std::function<void(LayerPtr)>& on_layer = {},
                                    const std::function<void(const OpenProgress&)>& on_progress = {});

// By its extension: something that open_paths would look into (a folder that GDAL reads as one file included).
[[nodiscard]] bool looks_readable(const std::filesystem::path& file);

// `vigie check`: the same reading, as the JSON object of the command line (issue: layers, notices).
[[nodiscard]] std::string check_json(const OpenedData& data, const class Language& language);

} // namespace vigie::gis
