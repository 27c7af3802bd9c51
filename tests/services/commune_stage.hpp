// A commune opened over paths and addresses as the program opens it, ticked until what a test waits for.
#pragma once

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <filesystem>
#include <memory>
#include <thread>
#include <vector>

#include "app/session.hpp"
#include "app/system_clock.hpp"

namespace vigie::test {

struct Commune {
    app::SystemClock clock;
    std::unique_ptr<app::Session> session;
    std::vector<gis::Notice> told;  // of services, while it waited

    Commune(const std::filesystem::path& home, std::vector<std::filesystem::path> paths) {
        app::SessionOptions o;
        o.places = {VIGIE_BINARY_DIR "/share/vigie", home / "data", home / "config", home / "cache"};
        o.paths = std::move(paths);
        auto opened = app::Session::open(std::move(o), clock, [] {});
        REQUIRE(opened.ok());
        session = std::move(opened).value();
        session->wait_until_loaded(gis::Millis{60'000});
    }
    // The layer of this name, or of this theme.
    [[nodiscard]] const panels::LayerRow* named(const std::string& name) const {
        return row([&](const gis::LayerInfo& info) { return info.name == name; });
    }
    [[nodiscard]] const panels::LayerRow* of_theme(const std::string& theme) const {
        return row([&](const gis::LayerInfo& info) { return info.theme == theme; });
    }
    template <class Done>
    bool until(Done&& done, std::chrono::seconds patience = std::chrono::seconds(60)) {
        const auto end = std::chrono::steady_clock::now() + patience;
        while (!done() && std::chrono::steady_clock::now() < end) {
            const app::Session::Tick tick = session->tick();
            told.insert(told.end(), tick.services.begin(), tick.services.end());
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        return done();
    }
    bool look(const gis::PlaneBox& view, double units_per_px) {
        session->look(view, units_per_px);
        return until([&] { return !session->following(); });
    }

private:
    template <class Is>
    [[nodiscard]] const panels::LayerRow* row(Is&& is) const {
        const auto found = std::ranges::find_if(session->layers(), [&](const auto& r) { return is(r.layer->info); });
        return found == session->layers().end() ? nullptr : &*found;
    }
};

} // namespace vigie::test
