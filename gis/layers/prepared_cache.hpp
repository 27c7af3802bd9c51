// Layers as they came out of an opening, kept on disk so that the next opening only copies arrays. One file per source and
// plane, its name from the path, its content bound to the source's size and time by a fingerprint; every array has a
// checksum; written beside and renamed. What does not fit exactly is ignored and made again. Any thread.
#pragma once

#include <filesystem>
#include <optional>
#include <stop_token>
#include <vector>

#include "gis/layers/guess_crs.hpp"
#include "gis/layers/open.hpp"
#include "gis/layers/sources.hpp"

namespace vigie::gis {

// A layer with what must still hold for it to be used again.
struct PreparedLayer {
    std::shared_ptr<Layer> layer;
    std::string plain_name;     // shown when there is no title in the language of the reader
    bool guessed = false;       // its system was guessed from…
    PlaneBox numbers, most;     // …these raw boxes (all points; the middle ones), as…
    CrsGuess guess;             // …this: to be guessed again with the layers of the day
};

struct PreparedSource {
    std::vector<PreparedLayer> layers;
    std::vector<Notice> notices;
};

[[nodiscard]] std::optional<PreparedSource> load_prepared(const MapSource& source, const OpenOptions& options, int plane_epsg);

// False when it could not be written (full disk, read-only folder): the next opening reads the source again.
bool save_prepared(const PreparedSource& prepared, const MapSource& source, const OpenOptions& options, int plane_epsg, const std::stop_token& stop);

// The plane chosen last time for exactly these sources; 0 = not known.
[[nodiscard]] int load_plane(const std::vector<MapSource>& sources, const std::filesystem::path& folder);
void save_plane(const std::vector<MapSource>& sources, const std::filesystem::path& folder, int plane_epsg);

// Deletes the oldest files of ours until the folder is within its bound.
void prune_cache(const std::filesystem::path& folder, std::uintmax_t most_bytes);
inline constexpr std::uintmax_t cache_bytes = std::uintmax_t{4} << 30;

} // namespace vigie::gis
