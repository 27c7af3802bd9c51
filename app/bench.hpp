// `vigie bench`: opens data, draws a camera path, says how long everything took. Same field names as the runner of the
// rivals' benchmarks, so that one table holds all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "gis/model/result.hpp"
#include "render/font_faces.hpp"

namespace vigie::app {

struct BenchRequest {
    std::vector<std::filesystem::path> paths;
    std::filesystem::path camera;      // camera.json; empty: the built-in path over the data's extent
    std::filesystem::path style;       // a style file; empty: the benchmark style
    std::filesystem::path shaders;
    render::MapFonts fonts;            // of names (with a style file) and markers (live)
    int width = 1600, height = 1000;
    bool window = false;               // shows each frame in a window, without waiting for the display's beat
    std::size_t live = 0;              // > 0: no data and no path, this many points move for `seconds`
    double seconds = 10;
    int wider = 0;                     // > 1: the path once more over this many times the data, outside of its views
    std::int64_t memory_bytes = std::int64_t{1} << 30;  // what the map may hold
};

// Moving points. Frames in which fixes come in upload them; those between draw the movement and upload nothing.
struct LiveReport {
    double updates_per_s = 0;                // every position new at each frame
    std::vector<double> still_ms, glide_ms, fix_ms;  // frames: nothing moves; everything between two fixes; with new fixes
    std::uint64_t glide_bytes = 0;           // uploaded by frames without new fixes
    std::vector<double> cluster_ms;          // grouping all of them, one per zoom level
    std::vector<double> zoom_ms;             // frames in which the groups are others
};

struct BenchReport {
    std::string gl;                          // what drew
    std::size_t layers = 0, features = 0;    // opened
    double init_ms = 0;                      // context and shaders, before anything is opened
    double open_ms = 0;                      // until all data was read
    double open_to_first_image_ms = 0, second_open_to_first_image_ms = 0;
    std::vector<double> frames_ms;           // until the pixels are finished; tiles of a new zoom are made in this time
    std::vector<std::string> zooms;          // of each frame: "x4"
    double path_cpu_mean_ms = 0;             // processor time of all threads
    std::vector<double> warm_frames_ms;      // the path once more
    std::vector<double> picks_ms;            // exact picks at places of its views
    std::uint64_t features_picked = 0;       // by all of them
    std::uint64_t features_drawn = 0, vertices_drawn = 0;  // of all frames
    std::uint64_t bytes_uploaded = 0;
    std::vector<double> wider_frames_ms, wider_warm_frames_ms;  // over more data
    LiveReport live;
    double peak_rss_mb = 0;                  // after the path, before the second opening
    std::vector<gis::Notice> notices;        // of opening
};

// Measures on the calling thread, which must not have a GL context.
[[nodiscard]] gis::Result<BenchReport> run_map_bench(const BenchRequest& request);

// One line of JSON.
[[nodiscard]] std::string bench_json(const BenchRequest& request, const BenchReport& report);
// The same for a person: a few lines.
[[nodiscard]] std::string bench_text(const BenchReport& report);

} // namespace vigie::app
