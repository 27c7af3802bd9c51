// Files of a folder: which are new and whole, their tables. Nothing is moved or written. Any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "gis/backends/folder/rows.hpp"
#include "gis/layers/layer.hpp"
#include "gis/layers/open.hpp"

namespace vigie::gis::folder {

inline constexpr std::size_t max_files = 10'000;            // of one folder
inline constexpr std::size_t max_remembered = 20'000;       // contents that were read
inline constexpr std::uintmax_t max_file_bytes = 512u << 20;

struct Stamp {
    std::uintmax_t bytes = 0;
    std::int64_t changed_ns = 0;
    bool operator==(const Stamp&) const = default;
};

// What was read already: contents by their hash, so that a copy or a new name is not read again. The cursor of the source.
class Memory {
public:
    static Memory from(std::string_view cursor);
    [[nodiscard]] std::string text() const;
    [[nodiscard]] bool knows(const std::string& hash) const;
    void add(const std::string& hash);

private:
    std::vector<std::string> hashes_;  // oldest first
};

// Looks at the folder again and again; a file is whole when two looks in a row found it the same.
class Watch {
public:
    explicit Watch(std::filesystem::path folder) : folder_(std::move(folder)) {}
    // Files that are whole and were not handed out with this stamp, by time of change. Nothing: the folder is not there.
    [[nodiscard]] std::optional<std::vector<std::filesystem::path>> look();
    [[nodiscard]] bool waits() const { return waits_; }  // something is still being written

private:
    std::filesystem::path folder_;
    std::map<std::filesystem::path, Stamp> last_, given_;
    bool waits_ = false;
};

// Of the content; nothing when the file cannot be read or is stopped.
[[nodiscard]] std::optional<std::string> content_hash(const std::filesystem::path& file, const std::stop_token& stop);

// A layer as a table: fields as they were written, the place of each row, its line.
[[nodiscard]] Table table_of(const Layer& layer, const std::filesystem::path& file, const MapPlane& plane);

} // namespace vigie::gis::folder
