#include "app/style_sheet.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>

namespace vigie::app {

namespace {

constexpr std::chrono::milliseconds between_looks{400};

bool faulty(const gis::LoadedStyle& loaded) {
    return std::ranges::any_of(loaded.notices, [](const gis::Notice& n) { return n.severity != gis::Severity::info; });
}

std::filesystem::path chosen(const Places& places) {
    if (!places.style.empty()) return places.style;
    std::error_code ec;
    const std::filesystem::path own = places.config / "styles/municipal.json";
    return std::filesystem::exists(own, ec) ? own : places.share / "styles/municipal.json";
}

} // namespace

StyleSheet::StyleSheet(const Places& places, std::function<void()> wake) : file_(chosen(places)), wake_(std::move(wake)) {
    const std::optional<Stamp> seen = stamp();
    gis::LoadedStyle loaded = gis::load_style(file_);
    notices_ = loaded.notices;
    if (loaded.style.rules.empty() && file_ != places.share / "styles/municipal.json")
        loaded = gis::load_style(places.share / "styles/municipal.json");
    style_ = std::make_shared<gis::MapStyle>(std::move(loaded.style));
    thread_ = std::jthread([this, seen](const std::stop_token& stop) { watch(stop, seen); });
}

std::optional<StyleSheet::Stamp> StyleSheet::stamp() const {
    std::error_code ec;
    Stamp now;
    now.time = std::filesystem::last_write_time(file_, ec);
    if (!ec) now.size = std::filesystem::file_size(file_, ec);
    if (ec) return {};
    return now;
}

// A file is read when it looks the same twice: editors write in pieces, or put a new file in place of the old one.
void StyleSheet::watch(const std::stop_token& stop, std::optional<Stamp> seen) {
    std::mutex asleep;
    std::condition_variable_any changed;
    std::unique_lock lock(asleep);
    std::optional<Stamp> before = seen;
    while (!changed.wait_for(lock, stop, between_looks, [] { return false; }) && !stop.stop_requested()) {
        const std::optional<Stamp> now = stamp();
        const bool settled = now == before;
        before = now;
        if (!now || now == seen || !settled) continue;
        seen = now;
        gis::LoadedStyle loaded = gis::load_style(file_);
        {
            const std::lock_guard guard(mutex_);
            read_ = std::move(loaded);
        }
        if (wake_) wake_();
    }
}

StyleSheet::Change StyleSheet::take() {
    std::optional<gis::LoadedStyle> read;
    {
        const std::lock_guard guard(mutex_);
        read.swap(read_);
    }
    if (!read) return Change::none;
    notices_ = read->notices;
    if (faulty(*read)) return Change::refused;
    style_ = std::make_shared<gis::MapStyle>(std::move(read->style));
    return Change::applied;
}

} // namespace vigie::app
