#include "app/bench.hpp"

#include <sys/resource.h>

#include <chrono>
#include <cmath>
#include <fstream>
#include <random>
#include <thread>

#include "app/bench_clock.hpp"
#include "app/bench_live.hpp"
#include "app/bench_path.hpp"
#include "app/bench_screen.hpp"
#include "app/bench_wider.hpp"
#include "app/scratch_folder.hpp"
#include "gis/layers/crs.hpp"
#include "gis/layers/open.hpp"
#include "render/map_view.hpp"

namespace vigie::app {

namespace {

double peak_rss_mb() {
    rusage use{};
    getrusage(RUSAGE_SELF, &use);
    return static_cast<double>(use.ru_maxrss) / 1024;
}

class Bench {
public:
    Bench(const BenchRequest& request, BenchScreen& screen, render::GpuContext& gpu, BenchReport& report)
        : request_(request), screen_(screen), gpu_(gpu), report_(report) {}

    std::optional<gis::Error> measure_data();
    std::optional<gis::Error> measure_moving();
    void measure_wider(const std::vector<gis::LayerPtr>& layers);
    void walk(std::vector<double>& ms);

private:
    std::optional<gis::Error> first_image(const BenchPath* path, double& ms, bool first);
    std::optional<gis::Error> make_view(double metres_per_unit);
    void draw(const render::Camera& camera);
    void measure_picks(const render::Camera& camera);
    [[nodiscard]] bool with_names() const { return !request_.style.empty(); }  // the benchmark's own style has none

    const BenchRequest& request_;
    BenchScreen& screen_;
    render::GpuContext& gpu_;
    BenchReport& report_;
    ScratchFolder cache_;
    std::shared_ptr<const gis::MapStyle> style_;
    std::unique_ptr<render::MapView> view_;
    BenchPath path_;
    std::vector<gis::LayerPtr> opened_;
};

std::optional<gis::Error> Bench::make_view(double metres_per_unit) {
    if (!style_) {
        gis::LoadedStyle loaded = request_.style.empty() ? gis::LoadedStyle{gis::bench_style(), {}} : gis::load_style(request_.style);
        report_.notices.insert(report_.notices.end(), loaded.notices.begin(), loaded.notices.end());
        style_ = std::make_shared<gis::MapStyle>(std::move(loaded.style));
    }
    render::MapOptions options;
    options.workers = std::max(1, static_cast<int>(std::thread::hardware_concurrency()) - 1);
    options.memory_bytes = request_.memory_bytes;
    if (request_.live > 0 || with_names()) options.fonts = request_.fonts;
    auto made = render::MapView::create(gpu_, options);
    if (!made) return made.error();
    view_ = std::move(made).value();
    view_->set_plane(metres_per_unit);
    view_->set_style(style_, false);
    return {};
}

// A frame counts until its pixels are there.
void Bench::draw(const render::Camera& camera) {
    const render::FrameStats stats = view_->draw_complete(camera, gis::Time{});
    report_.features_drawn += stats.features;
    report_.vertices_drawn += stats.vertices;
    screen_.present(view_->texture(), camera.width, camera.height);
    view_->finish();
}

// What lies under a point of the picture just drawn, exactly, at places spread over it: always the same ones.
void Bench::measure_picks(const render::Camera& camera) {
    constexpr int picks_per_view = 40;
    std::mt19937 random(2026);
    std::uniform_real_distribution<double> x(0, camera.width), y(0, camera.height);
    for (int i = 0; i < picks_per_view; ++i) {
        const render::PxPoint at{x(random), y(random)};
        const auto begin = SteadyClock::now();
        report_.features_picked += view_->pick_features(at).size();
        report_.picks_ms.push_back(ms_since(begin));
    }
}

std::optional<gis::Error> Bench::first_image(const BenchPath* path, double& ms, bool first) {
    const auto begin = SteadyClock::now();
    gis::OpenOptions options;
    options.plane_epsg = path ? path->epsg : 0;
    options.cache_folder = cache_.path();
    gis::OpenedData data = gis::open_paths(request_.paths, options);
    if (first) report_.open_ms = ms_since(begin);
    if (data.layers.empty()) {
        for (const gis::Notice& n : data.notices)
            if (n.severity == gis::Severity::error) return gis::Error{gis::ErrorClass::input, n.text, n.remedy, n.where};
        return gis::Error{gis::ErrorClass::input, {"bench.error.nothing", {}}, {}, {}};
    }
    gis::PlaneBox extent;
    for (const gis::LayerPtr& layer : data.layers) extent.include(layer->info.bounds);
    const auto plane = gis::MapPlane::create(data.plane_epsg);
    if (auto error = make_view(plane ? plane->metres_per_unit(extent.centre()) : 1)) return error;
    std::vector<render::MapLayerState> states;
    for (const gis::LayerPtr& layer : data.layers) states.push_back({layer, true, with_names()});
    view_->set_layers(std::move(states));
    if (first) {
        path_ = path ? *path : bench_path_over(extent, request_.width, request_.height);
        report_.layers = data.layers.size();
        if (request_.wider > 1) opened_ = data.layers;
        for (const gis::LayerPtr& layer : data.layers) report_.features += layer->info.features;
        report_.notices.insert(report_.notices.end(), data.notices.begin(), data.notices.end());
    }
    draw(path_.views.front().camera);
    ms = ms_since(begin);
    return {};
}

void Bench::walk(std::vector<double>& ms) {
    for (const BenchView& v : path_.views) {
        const auto begin = SteadyClock::now();
        draw(v.camera);
        ms.push_back(ms_since(begin));
    }
}

// The same views over a plane with several times the data, the rest of it outside of every view.
void Bench::measure_wider(const std::vector<gis::LayerPtr>& layers) {
    std::vector<render::MapLayerState> states;
    for (const gis::LayerPtr& layer : layers) states.push_back({repeated_beside(*layer, request_.wider), true, with_names()});
    view_->set_layers(std::move(states));
    draw(path_.views.front().camera);
    view_->redraw();
    walk(report_.wider_frames_ms);
    view_->redraw();
    walk(report_.wider_warm_frames_ms);
}

std::optional<gis::Error> Bench::measure_moving() {
    if (auto error = make_view(1)) return error;
    const double cpu = cpu_ms();
    measure_live(request_, *style_, *view_, gpu_, [&](const render::Camera& camera, gis::Time now) {
        (void)view_->draw_complete(camera, now);
        screen_.present(view_->texture(), camera.width, camera.height);
        view_->finish();
    }, report_);
    report_.path_cpu_mean_ms = (cpu_ms() - cpu) / static_cast<double>(std::max<std::size_t>(1, report_.frames_ms.size()));
    report_.peak_rss_mb = peak_rss_mb();
    return {};
}

std::optional<gis::Error> Bench::measure_data() {
    std::optional<BenchPath> given;
    if (!request_.camera.empty()) {
        auto read = read_bench_path(request_.camera, request_.paths.empty() ? "" : request_.paths.front(), request_.width, request_.height);
        if (!read) return read.error();
        given = std::move(read).value();
    }
    const std::uint64_t uploaded = gpu_.counts().bytes_uploaded;
    if (auto error = first_image(given ? &*given : nullptr, report_.open_to_first_image_ms, true)) return error;
    report_.features_drawn = report_.vertices_drawn = 0;
    view_->redraw();  // the first frame of the path is the image just drawn: it counts in full
    const double cpu = cpu_ms();
    walk(report_.frames_ms);
    for (const BenchView& v : path_.views) report_.zooms.push_back(v.zoom);
    report_.path_cpu_mean_ms = (cpu_ms() - cpu) / static_cast<double>(path_.views.size());
    report_.bytes_uploaded = gpu_.counts().bytes_uploaded - uploaded;
    report_.peak_rss_mb = peak_rss_mb();
    const std::uint64_t features = report_.features_drawn, vertices = report_.vertices_drawn;
    view_->redraw();
    for (const BenchView& v : path_.views) {
        const auto begin = SteadyClock::now();
        draw(v.camera);
        report_.warm_frames_ms.push_back(ms_since(begin));
        measure_picks(v.camera);
    }
    if (request_.wider > 1) measure_wider(std::exchange(opened_, {}));
    view_.reset();
    gpu_.collect();
    if (auto error = first_image(&path_, report_.second_open_to_first_image_ms, false)) return error;
    report_.features_drawn = features;
    report_.vertices_drawn = vertices;
    return {};
}

} // namespace

gis::Result<BenchReport> run_map_bench(const BenchRequest& request) {
    BenchReport report;
    const auto begin = SteadyClock::now();
    auto screen = BenchScreen::create(request.width, request.height, request.window);
    if (!screen) return screen.error();
    auto gpu = render::GpuContext::create(request.shaders);
    if (!gpu) return gpu.error();
    report.gl = (*gpu)->version();
    {   // compiles the shaders
        auto warm = render::MapView::create(**gpu, {});
        if (!warm) return warm.error();
    }
    report.init_ms = ms_since(begin);
    Bench bench(request, **screen, **gpu, report);
    const auto error = request.live > 0 ? bench.measure_moving() : bench.measure_data();
    if (error) return *error;
    return report;
}

} // namespace vigie::app
