#include "app/bench_live.hpp"

#include <chrono>
#include <cmath>
#include <numbers>
#include <random>

#include "app/bench_clock.hpp"
#include "render/clusters.hpp"

namespace vigie::app {

namespace {

struct Mover {
    double x, y, r, a;
    [[nodiscard]] gis::PlanePoint at(double seconds) const { return {x + r * std::cos(a + seconds), y + r * std::sin(a + seconds)}; }
};

class LiveBench {
public:
    LiveBench(const BenchRequest& request, const gis::MapStyle& colors, render::MapView& view, const render::GpuContext& gpu,
              const std::function<void(const render::Camera&, gis::Time)>& draw, BenchReport& report)
        : request_(request), colors_(colors), view_(view), gpu_(gpu), draw_(draw), report_(report), movers_(request.live),
          camera_(render::Camera::framing({-8000, -5000, 8000, 5000}, request.width, request.height)) {
        std::mt19937 random(12345);
        std::uniform_real_distribution<double> place(-5000, 5000), radius(20, 100), angle(0, 2 * std::numbers::pi);
        for (Mover& m : movers_) m = {place(random), place(random), radius(random), angle(random)};
    }

    void measure_bursts();
    void measure_fixes();
    void measure_groups();

private:
    // 8 px discs as the product draws its markers; movers stand at `from` seconds at one instant, at `to` at the other.
    [[nodiscard]] render::Overlay overlay(double from, double to, gis::Time from_time, gis::Time to_time, bool clusters = false);
    double timed(gis::Time now) {
        const auto begin = SteadyClock::now();
        draw_(camera_, now);
        return ms_since(begin);
    }

    const BenchRequest& request_;
    const gis::MapStyle& colors_;
    render::MapView& view_;
    const render::GpuContext& gpu_;
    const std::function<void(const render::Camera&, gis::Time)>& draw_;
    BenchReport& report_;
    std::vector<Mover> movers_;
    render::Camera camera_;
    std::uint64_t revision_ = 0;
};

render::Overlay LiveBench::overlay(double from, double to, gis::Time from_time, gis::Time to_time, bool clusters) {
    render::Overlay overlay;
    overlay.revision = ++revision_;
    overlay.markers.resize(movers_.size());
    for (std::size_t i = 0; i < movers_.size(); ++i) {
        render::Marker& marker = overlay.markers[i];
        marker.key = i + 1;
        marker.from = movers_[i].at(from);
        marker.at = movers_[i].at(to);
        marker.from_time = from_time;
        marker.at_time = to_time;
        marker.size_px = 8;
        marker.clusters = clusters;
        marker.family = static_cast<std::uint8_t>(i % 6);
        const auto& color = colors_.rules[i % colors_.rules.size()].circle_color;
        marker.fill = color ? color->day : gis::Rgba{};
        marker.halo.a = marker.edge.a = 0;
    }
    return overlay;
}

// Every position is another at each update, as after a burst of news from every vehicle of a fleet.
void LiveBench::measure_bursts() {
    const auto begin = SteadyClock::now();
    const std::uint64_t uploaded = gpu_.counts().bytes_uploaded;
    while (ms_since(begin) < request_.seconds * 1000) {
        const auto frame = SteadyClock::now();
        const double t = ms_since(begin) / 1000;
        view_.set_overlay(overlay(t, t, {}, {}));
        draw_(camera_, {});
        report_.frames_ms.push_back(ms_since(frame));
    }
    report_.live.updates_per_s = static_cast<double>(report_.frames_ms.size()) / (ms_since(begin) / 1000);
    report_.bytes_uploaded = gpu_.counts().bytes_uploaded - uploaded;
}

// One fix a second for each, shown one interval late as the product does; frames between, beside those of points that stand.
void LiveBench::measure_fixes() {
    constexpr int fixes = 5, frames = 12;
    LiveReport& live = report_.live;
    const auto at = [](double seconds) { return gis::time_from_ms(static_cast<std::int64_t>(1'000'000 + seconds * 1000)); };
    view_.set_overlay(overlay(0, 0, at(-1), at(-1)));
    (void)timed(at(0));
    for (int i = 0; i < fixes * frames; ++i) live.still_ms.push_back(timed(at(i / 1000.0)));
    for (int fix = 1; fix <= fixes; ++fix) {
        const auto begin = SteadyClock::now();
        view_.set_overlay(overlay(fix - 1, fix, at(fix), at(fix + 1)));
        draw_(camera_, at(fix));
        live.fix_ms.push_back(ms_since(begin));
        const std::uint64_t uploaded = gpu_.counts().bytes_uploaded;
        for (int i = 1; i <= frames; ++i) live.glide_ms.push_back(timed(at(fix + i / (frames + 1.0))));
        live.glide_bytes += gpu_.counts().bytes_uploaded - uploaded;
    }
}

// Groups are made anew at each level: apart, and within the frame that shows them.
void LiveBench::measure_groups() {
    std::vector<render::ClusterPoint> points;
    for (std::size_t i = 0; i < movers_.size(); ++i) points.push_back({movers_[i].at(0), static_cast<std::uint8_t>(i % 6)});
    view_.set_overlay(overlay(0, 0, {}, {}, true));
    const render::Camera whole = camera_;
    const int widest = render::cluster_level(whole.units_per_px);
    render::Clusterer clusterer;  // as the scene does, in memory that is there since the first level
    render::Clustering groups;
    for (int level = widest + 2; level > widest - 10; --level) {
        const double units = render::level_units_per_px(level);
        const auto begin = SteadyClock::now();
        clusterer.run(points, render::cluster_radius_px(units) * units, units * 1.25, groups);
        report_.live.cluster_ms.push_back(ms_since(begin));
        camera_.units_per_px = units * 1.01;
        const double ms = timed({});
        if (level <= widest + 1) report_.live.zoom_ms.push_back(ms);  // the first also takes the overlay in
    }
    camera_ = whole;
}

} // namespace

void measure_live(const BenchRequest& request, const gis::MapStyle& colors, render::MapView& view, const render::GpuContext& gpu,
                  const std::function<void(const render::Camera&, gis::Time)>& draw, BenchReport& report) {
    LiveBench bench(request, colors, view, gpu, draw, report);
    bench.measure_bursts();
    bench.measure_fixes();
    bench.measure_groups();
}

} // namespace vigie::app
