#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

#include "app/bench.hpp"

namespace vigie::app {

namespace {

double rounded(double v) { return std::round(v * 100) / 100; }

double mean(const std::vector<double>& v) {
    return v.empty() ? 0 : std::accumulate(v.begin(), v.end(), 0.0) / static_cast<double>(v.size());
}

// As the rivals' scripts: the value at the rounded place of the sorted list.
double percentile(std::vector<double> v, double share) {
    if (v.empty()) return 0;
    std::ranges::sort(v);
    return v[static_cast<std::size_t>(share * static_cast<double>(v.size() - 1) + 0.5)];
}

double ratio(const std::vector<double>& a, const std::vector<double>& b) { return mean(b) > 0 ? mean(a) / mean(b) : 0; }

} // namespace

std::string bench_json(const BenchRequest& request, const BenchReport& r) {
    nlohmann::ordered_json j;
    j["peer"] = "vigie";
    j["dataset"] = request.live > 0 ? "live" : request.paths.empty() ? "" : request.paths.front().stem().string();
    j["gl"] = r.gl;
    j["size"] = {request.width, request.height};
    j["init_ms"] = rounded(r.init_ms);
    if (request.live > 0) {
        j["points"] = request.live;
        j["updates_per_s"] = rounded(r.live.updates_per_s);
        j["still_frame_ms"] = rounded(mean(r.live.still_ms));
        j["glide_frame_ms"] = rounded(mean(r.live.glide_ms));
        j["glide_to_still"] = rounded(ratio(r.live.glide_ms, r.live.still_ms));
        j["glide_bytes_uploaded"] = r.live.glide_bytes;
        j["fix_frame_ms"] = rounded(mean(r.live.fix_ms));
        j["cluster_mean_ms"] = rounded(mean(r.live.cluster_ms));
        j["cluster_max_ms"] = rounded(percentile(r.live.cluster_ms, 1));
        j["zoom_frame_ms"] = rounded(mean(r.live.zoom_ms));
        j["frame_mean_ms"] = rounded(mean(r.frames_ms));
        j["frame_p95_ms"] = rounded(percentile(r.frames_ms, 0.95));
        j["frame_cpu_mean_ms"] = rounded(r.path_cpu_mean_ms);
    } else {
        j["layers"] = r.layers;
        j["features"] = r.features;
        j["open_ms"] = rounded(r.open_ms);
        j["open_to_first_image_ms"] = rounded(r.open_to_first_image_ms);
        j["second_open_to_first_image_ms"] = rounded(r.second_open_to_first_image_ms);
        j["path_mean_ms"] = rounded(mean(r.frames_ms));
        j["path_median_ms"] = rounded(percentile(r.frames_ms, 0.5));
        j["path_p95_ms"] = rounded(percentile(r.frames_ms, 0.95));
        j["path_max_ms"] = rounded(percentile(r.frames_ms, 1));
        j["path_cpu_mean_ms"] = rounded(r.path_cpu_mean_ms);
        j["path_warm_mean_ms"] = rounded(mean(r.warm_frames_ms));
        j["path_warm_p95_ms"] = rounded(percentile(r.warm_frames_ms, 0.95));
        const auto fine = [](double v) { return std::round(v * 1e4) / 1e4; };
        j["pick_ms"] = {{"mean", fine(mean(r.picks_ms))}, {"p95", fine(percentile(r.picks_ms, 0.95))}, {"max", fine(percentile(r.picks_ms, 1))}, {"picks", r.picks_ms.size()}, {"features", r.features_picked}};
        if (request.wider > 1) {
            j["wider_times"] = request.wider;
            j["wider_path_mean_ms"] = rounded(mean(r.wider_frames_ms));
            j["wider_path_ratio"] = rounded(ratio(r.wider_frames_ms, r.frames_ms));
            j["wider_path_warm_mean_ms"] = rounded(mean(r.wider_warm_frames_ms));
            j["wider_path_warm_ratio"] = rounded(ratio(r.wider_warm_frames_ms, r.warm_frames_ms));
        }
        nlohmann::ordered_json by_zoom;
        for (std::size_t i = 0; i < r.frames_ms.size(); ++i)
            if (!by_zoom.contains(r.zooms[i])) by_zoom[r.zooms[i]] = rounded(r.frames_ms[i]);
        j["by_zoom_ms"] = by_zoom;
        j["features_drawn"] = r.features_drawn;
        j["vertices_drawn"] = r.vertices_drawn;
    }
    std::vector<double> frames;
    for (const double f : r.frames_ms) frames.push_back(rounded(f));
    j["frames_ms"] = frames;
    j["bytes_uploaded"] = r.bytes_uploaded;
    j["peak_rss_mb"] = rounded(r.peak_rss_mb);
    return j.dump();
}

std::string bench_text(const BenchReport& r) {
    std::string text = r.gl + "\n";
    if (r.live.updates_per_s > 0)
        return text + fmt::format("{:.1f} updates/s, frame {:.1f} ms (p95 {:.1f}), {:.0f} MB\nstill {:.1f} ms, moving {:.1f} ms, with new fixes {:.1f} ms; "
                                  "grouped in {:.1f} ms (at most {:.1f})\n", r.live.updates_per_s, mean(r.frames_ms), percentile(r.frames_ms, 0.95), r.peak_rss_mb,
                                  mean(r.live.still_ms), mean(r.live.glide_ms), mean(r.live.fix_ms), mean(r.live.cluster_ms), percentile(r.live.cluster_ms, 1));
    return text + fmt::format("open {:.0f} ms, again {:.0f} ms; frame {:.1f} ms (p95 {:.1f}, processor {:.1f}); {:.0f} MB\n",
                              r.open_to_first_image_ms, r.second_open_to_first_image_ms, mean(r.frames_ms), percentile(r.frames_ms, 0.95),
                              r.path_cpu_mean_ms, r.peak_rss_mb);
}

} // namespace vigie::app
