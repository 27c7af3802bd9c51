// The style sheet of the map: found, read, watched, and read again when its file changes. A file that is saved with a fault
// gives notices and changes nothing else, so the last good style stays on the map.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "app/places.hpp"
#include "gis/layers/style.hpp"

namespace vigie::app {

class StyleSheet {
public:
    // Reads `places.style` (of --style), else the user's styles/municipal.json, else the program's, and keeps the program's
    // when one of the others cannot be read. `wake` is called from the watching thread when `take` has something.
    StyleSheet(const Places& places, std::function<void()> wake);
    StyleSheet(const StyleSheet&) = delete;
    StyleSheet& operator=(const StyleSheet&) = delete;

    [[nodiscard]] const std::filesystem::path& file() const { return file_; }
    // The last good style, never null, and what is wrong with the file as it is now. UI thread.
    [[nodiscard]] const std::shared_ptr<const gis::MapStyle>& style() const { return style_; }
    [[nodiscard]] const std::vector<gis::Notice>& notices() const { return notices_; }
    // What happened to the file since the last call: nothing, another style, or a fault. UI thread.
    enum class Change : std::uint8_t { none, applied, refused };
    Change take();

private:
    struct Stamp {
        std::filesystem::file_time_type time{};
        std::uintmax_t size = 0;
        bool operator==(const Stamp&) const = default;
    };
    [[nodiscard]] std::optional<Stamp> stamp() const;
    void watch(const std::stop_token& stop, std::optional<Stamp> seen);

    std::filesystem::path file_;
    std::function<void()> wake_;
    std::shared_ptr<const gis::MapStyle> style_;
    std::vector<gis::Notice> notices_;
    std::mutex mutex_;  // read_
    std::optional<gis::LoadedStyle> read_;
    std::jthread thread_;  // last: it ends before the rest goes
};

} // namespace vigie::app
