// Everything a Frame needs, owned in one place, for tests of panels: a desk in memory with a small commune on it, real
// catalogue and languages, an off-screen map. Commands that panels push are executed on the desk after each frame, as
// app does, and kept for assertions. One thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "panels/frame.hpp"
#include "panels/photos/photo_shelf.hpp"
#include "render/gpu.hpp"

namespace vigie::ui {

struct StageOptions {
    std::string language = "fr";
    bool night = false;
    float scale = 1;
    bool empty = false;  // no entities
};

class FixedClock final : public gis::Clock {
public:
    explicit FixedClock(gis::Time at) : at_(at) {}
    [[nodiscard]] gis::Time now() const override { return at_; }
    void set(gis::Time at) { at_ = at; }

private:
    gis::Time at_;
};

class Stage {
public:
    explicit Stage(const StageOptions& options = {});
    ~Stage();

    // What changed since the last call; valid until the next one.
    [[nodiscard]] panels::Frame frame();
    // Executes what the panels pushed during the last frame.
    void settle();
    // The commune's own layers as the World has them now, then `more_layers`.
    void remake_layers();

    StageOptions options;
    FixedClock clock;
    gis::Catalog catalog;
    std::unique_ptr<render::OffscreenContext> context;
    std::unique_ptr<render::GpuContext> gpu;
    std::unique_ptr<render::MapView> map;
    std::unique_ptr<panels::PhotoShelf> photos;
    std::unique_ptr<gis::Language> language;
    std::unique_ptr<gis::Desk> desk;
    std::unique_ptr<gis::MapPlane> plane;
    gis::Gazetteer gazetteer;
    gis::RoadGraph roads;
    gis::TravelTime travel;
    std::vector<panels::LayerRow> layers;
    std::vector<gis::LayerPtr> more_layers;   // of files: no entities behind them
    std::vector<gis::SourceStatus> sources;
    std::vector<gis::BackendDescription> backends;
    std::vector<gis::SourceConfig> source_configs;
    gis::SecretKeeping secrets = gis::SecretKeeping::keyring;
    std::vector<gis::Notice> notices;
    std::vector<panels::Toast> toasts;
    panels::SourceTest source_test;
    std::vector<panels::RecentCommune> recent;
    std::vector<panels::FilePlace> file_places;
    panels::ServiceAnswer service;
    panels::PublicDataState public_data;
    const gis::EnergyPicture* energy = nullptr;   // of a test that makes one
    bool energy_running = false;
    std::optional<gis::CouncilPicture> council;
    panels::ReplayState replay;               // settle() answers a wish for one
    std::string file_name = "valmont.gpkg", loading_what;
    double loading_fraction = 1;
    bool reading_files = false;
    gis::TableWorker tables;
    std::shared_ptr<const gis::MapStyle> style;
    panels::ThemeTokens tokens;
    panels::Theme theme;
    panels::ViewState view;
    panels::Settings settings;
    panels::CommandSink sink;
    panels::AppRequests ask;
    gis::Delta delta;
    std::vector<gis::Command> commands;     // pushed so far, in order
    std::vector<gis::Error> not_pictures;   // files that settle() could not take in
    std::vector<gis::Error> refused;        // what the desk did not accept
    std::vector<gis::Receipt> receipts;

private:
    void build_theme();
};

} // namespace vigie::ui
