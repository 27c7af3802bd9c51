#include "gis/layers/open.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <numeric>
#include <optional>
#include <thread>

#include "gis/layers/choose_plane.hpp"
#include "gis/layers/gdal_session.hpp"
#include "gis/layers/place_layer.hpp"
#include "gis/layers/prepared_cache.hpp"
#include "gis/layers/qgis/dress.hpp"
#include "gis/layers/qgis/project.hpp"
#include "gis/layers/read_raster.hpp"
#include "gis/layers/remote/read_service.hpp"
#include "gis/layers/sources.hpp"

namespace vigie::gis {

namespace {

constexpr unsigned most_workers = 2;
constexpr auto progress_every = std::chrono::milliseconds(50);

// What one source gave, in the order of its layers: places are filled as they become certain.
struct SourceResult {
    std::vector<PreparedLayer> layers;  // without `layer` as long as its place is in doubt
    struct Doubtful {
        std::size_t slot;
        std::optional<RawLayer> raw;    // nothing: it is in `layers` already, from the cache, to be confirmed
        PlaneBox numbers;
    };
    std::vector<Doubtful> doubtful;
    std::vector<LayerPtr> published;    // by slot
    std::vector<Notice> notices;
    std::shared_ptr<const VectorTiles> vector_tiles;
    std::optional<Error> waits;         // of a service
    std::optional<OpenedProject> style; // of vector tiles
    bool complete = false, from_cache = false;
};

// Asked for as it is looked at.
bool is_tiled(const MapSource& source) { return source.kind == MapSource::Kind::service || source.kind == MapSource::Kind::vector_tiles; }

class Opening {
public:
    Opening(std::vector<MapSource> sources, const OpenOptions& options, const MapPlane& plane, std::stop_token stop,
            const std::function<void(LayerPtr)>& on_layer, const std::function<void(const OpenProgress&)>& on_progress)
        : sources_(std::move(sources)), options_(options), plane_(plane), stop_(std::move(stop)), on_layer_(on_layer), on_progress_(on_progress), results_(sources_.size()) {
        for (const MapSource& source : sources_) bytes_ += source.bytes + 1;
        order_.resize(sources_.size());
        std::iota(order_.begin(), order_.end(), std::size_t{0});
        // The longest first, so that two workers end together.
        std::stable_sort(order_.begin(), order_.end(), [&](std::size_t a, std::size_t b) { return sources_[a].bytes > sources_[b].bytes; });
    }

    void run() {
        const unsigned cores = std::max(1u, std::thread::hardware_concurrency());
        const std::size_t workers = std::min<std::size_t>({most_workers, cores, sources_.size()});
        {
            std::vector<std::jthread> others;
            for (std::size_t i = 1; i < workers; ++i) others.emplace_back([this] { work(); });
            work();
        }
        place_doubtful();
        read_rasters();
        read_services();  // last: what is on this machine waits for none
    }

    void take(OpenedData& into) {
        for (std::size_t i = 0; i < results_.size(); ++i) {
            SourceResult& result = results_[i];
            if (result.waits) into.waiting.push_back({sources_[i], remote::stand_in_for(sources_[i], options_), *result.waits, into.layers.size()});
            for (const LayerPtr& layer : result.published)
                if (layer) into.layers.push_back(layer);
            if (result.style) into.projects.push_back(std::move(*result.style));
            if (result.vector_tiles) into.vector_tiles.push_back(result.vector_tiles);
            into.notices.insert(into.notices.end(), result.notices.begin(), result.notices.end());
        }
        if (!options_.cache_folder.empty()) into.cache_writer = write_cache(into.plane_epsg);
    }

private:
    void work() {
        while (!stop_.stop_requested()) {
            const std::size_t next = next_.fetch_add(1);
            if (next >= order_.size()) return;
            const std::size_t index = order_[next];
            read(sources_[index], results_[index]);
            bytes_done_ += sources_[index].bytes + 1;
            tell_progress(sources_[index], 0, true);
        }
    }

    void read(const MapSource& source, SourceResult& result) {
        if (source.kind == MapSource::Kind::raster || is_tiled(source)) return;  // when the features say where
        tell_progress(source, 0, false);
        if (!options_.cache_folder.empty())
            if (auto prepared = load_prepared(source, options_, plane_.epsg())) return use_prepared(source, std::move(*prepared), result);
        ReadSource read = read_source(source, options_, stop_, [&](std::size_t features) { tell_progress(source, features, false); });
        result.notices = std::move(read.notices);
        if (read.stopped) return;
        result.layers.resize(read.layers.size());
        result.published.resize(read.layers.size());
        for (std::size_t i = 0; i < read.layers.size(); ++i) {
            if (stop_.stop_requested()) return;
            RawLayer& raw = read.layers[i];
            const PlaneBox numbers = bounds_of(raw.layer.geometry);
            if (!is_place_certain(raw, numbers, options_, plane_)) {
                result.doubtful.push_back({i, std::move(raw), numbers});
                continue;
            }
            result.layers[i] = place_layer(std::move(raw), numbers, source, {plane_, options_, {}}, result.notices);
            publish(source, result, i);
        }
        result.complete = true;
    }

    void use_prepared(const MapSource& source, PreparedSource prepared, SourceResult& result) {
        result.notices = std::move(prepared.notices);
        result.layers = std::move(prepared.layers);
        result.published.resize(result.layers.size());
        result.complete = result.from_cache = true;
        for (std::size_t i = 0; i < result.layers.size(); ++i) {
            if (result.layers[i].guessed) result.doubtful.push_back({i, {}, result.layers[i].numbers});
            else publish(source, result, i);
        }
    }

    void publish(const MapSource& source, SourceResult& result, std::size_t slot) {
        qgis::dress(*result.layers[slot].layer, source, options_);
        const LayerPtr layer = result.layers[slot].layer;
        result.published[slot] = layer;
        const std::scoped_lock lock(publishing_);
        // What is certain and of a commune's size says where guesses must fall; a national layer says nothing.
        const auto& extent = layer->info.extent_wgs84;
        constexpr double commune_deg = 1.5;
        if (extent && (*extent)[2] - (*extent)[0] < commune_deg && (*extent)[3] - (*extent)[1] < commune_deg) {
            reference_.include((*extent)[0], (*extent)[1]);
            reference_.include((*extent)[2], (*extent)[3]);
        }
        if (on_layer_ && !stop_.stop_requested()) on_layer_(layer);
    }

    // Where the layers of certain place are; spread over more than a département they settle nothing.
    [[nodiscard]] std::optional<LonLatBox> reference() const {
        constexpr double compact_deg = 3;
        const bool compact = !reference_.empty() && reference_.width() < compact_deg && reference_.height() < compact_deg;
        return compact ? std::optional(reference_) : std::nullopt;
    }

    void read_rasters() {
        for (std::size_t i = 0; i < results_.size() && !stop_.stop_requested(); ++i) {
            if (sources_[i].kind != MapSource::Kind::raster) continue;
            const LayerPtr layer = read_raster(sources_[i], {plane_, options_, reference()}, results_[i].notices);
            if (!layer) continue;
            results_[i].published.push_back(layer);
            if (on_layer_) on_layer_(layer);
        }
    }

    void read_services() {
        for (std::size_t i = 0; i < results_.size() && !stop_.stop_requested(); ++i) {
            if (!is_tiled(sources_[i])) continue;
            tell_progress(sources_[i], 0, false);
            remote::OpenedService service = remote::open_service(sources_[i], plane_, options_, stop_, results_[i].notices);
            results_[i].vector_tiles = std::move(service.tiles);
            results_[i].waits = std::move(service.waits);
            if (service.style) {
                if (options_.on_project) options_.on_project(*service.style);
                results_[i].style = std::move(service.style);
            }
            for (LayerPtr& layer : service.layers) {
                if (on_layer_) on_layer_(layer);
                results_[i].published.push_back(std::move(layer));
            }
        }
    }

    void place_doubtful() {
        const auto reference = this->reference();
        for (std::size_t i = 0; i < results_.size(); ++i) place_doubtful(sources_[i], results_[i], {plane_, options_, reference});
    }

    void place_doubtful(const MapSource& source, SourceResult& result, const PlaceContext& context) {
        const auto stands = [&](const SourceResult::Doubtful& d) {
            const PreparedLayer& known = result.layers[d.slot];
            const CrsGuess now = guess_layer(known.numbers, known.most, context.reference);
            return now.epsg == known.guess.epsg && now.swapped == known.guess.swapped;
        };
        if (result.from_cache && !std::ranges::all_of(result.doubtful, stands)) return read_again(source, result, context);
        for (SourceResult::Doubtful& doubtful : result.doubtful) {
            if (stop_.stop_requested()) {
                result.complete = false;
                return;
            }
            if (doubtful.raw) result.layers[doubtful.slot] = place_layer(std::move(*doubtful.raw), doubtful.numbers, source, context, result.notices);
            publish(source, result, doubtful.slot);
        }
    }

    // The layers beside it changed, and with them the guess: what the cache holds is in the wrong place.
    void read_again(const MapSource& source, SourceResult& result, const PlaceContext& context) {
        ReadSource read = read_source(source, options_, stop_, {});
        if (read.stopped || read.layers.size() != result.layers.size()) return;
        result.notices = std::move(read.notices);
        result.from_cache = false;
        for (std::size_t i = 0; i < read.layers.size(); ++i) {
            const PlaneBox numbers = bounds_of(read.layers[i].layer.geometry);
            result.layers[i] = place_layer(std::move(read.layers[i]), numbers, source, context, result.notices);
            if (!result.published[i]) publish(source, result, i);
        }
    }

    std::shared_ptr<std::jthread> write_cache(int plane_epsg) {
        struct Job {
            MapSource source;
            PreparedSource prepared;
        };
        auto jobs = std::make_shared<std::vector<Job>>();
        for (std::size_t i = 0; i < results_.size(); ++i)
            if (results_[i].complete && !results_[i].from_cache && !results_[i].layers.empty())
                jobs->push_back({sources_[i], {std::move(results_[i].layers), std::move(results_[i].notices)}});
        if (jobs->empty()) return {};
        OpenOptions options = options_;
        options.language = nullptr;  // may not live as long as this work
        const auto write = [jobs, options, plane_epsg](const std::stop_token& stop) {
            for (const Job& job : *jobs)
                if (!stop.stop_requested()) save_prepared(job.prepared, job.source, options, plane_epsg, stop);
            prune_cache(options.cache_folder, cache_bytes);
        };
        // A short-lived program must still leave its cache behind, so the end waits instead of stopping.
        return {new std::jthread(write), [](std::jthread* writer) {
                    if (writer->joinable()) writer->join();
                    delete writer;
                }};
    }

    // `features` of a file whose length is unknown counts as progress that slows down towards its end.
    void tell_progress(const MapSource& source, std::size_t features, bool finished) {
        if (!on_progress_) return;
        const std::scoped_lock lock(publishing_);
        const auto now = std::chrono::steady_clock::now();
        const bool last = finished && bytes_done_ >= bytes_;
        if (!last && now - last_progress_ < progress_every) return;
        last_progress_ = now;
        const double share = static_cast<double>(features) / (static_cast<double>(features) + 50'000);
        const double done = static_cast<double>(bytes_done_.load()) + (finished ? 0 : share * static_cast<double>(source.bytes));
        on_progress_({source.label, std::min(1.0, done / static_cast<double>(std::max<std::uint64_t>(bytes_, 1))), plane_.epsg()});
    }

    std::vector<MapSource> sources_;
    const OpenOptions& options_;
    const MapPlane& plane_;
    std::stop_token stop_;
    const std::function<void(LayerPtr)>& on_layer_;
    const std::function<void(const OpenProgress&)>& on_progress_;
    std::vector<SourceResult> results_;
    std::vector<std::size_t> order_;
    std::atomic<std::size_t> next_ = 0;
    std::uint64_t bytes_ = 0;
    std::atomic<std::uint64_t> bytes_done_ = 0;
    std::mutex publishing_;
    LonLatBox reference_;
    std::chrono::steady_clock::time_point last_progress_{};
};

} // namespace

namespace {
// What a project showed, in the plane; nothing when it cannot be told.
std::optional<PlaneBox> view_in(const MapPlane& plane, const qgis::Project& project) {
    if (!project.view || project.epsg == plane.epsg()) return project.view;
    const auto transform = PlaneTransform::create("EPSG:" + std::to_string(project.epsg), plane);
    if (project.epsg == 0 || !transform) return {};
    const PlaneBox& v = *project.view;
    double corners[] = {v.min_x, v.min_y, v.max_x, v.min_y, v.max_x, v.max_y, v.min_x, v.max_y};
    if (transform->apply(corners) != 0) return {};
    PlaneBox box;
    for (std::size_t i = 0; i < std::size(corners); i += 2) box.include(corners[i], corners[i + 1]);
    return box;
}

void take_projects(const FoundSources& found, const OpenOptions& options, const MapPlane& plane, OpenedData& data) {
    for (const auto& project : found.projects) {
        LoadedStyle loaded = read_style(project->style_json, project->file.filename().string());
        data.notices.insert(data.notices.end(), loaded.notices.begin(), loaded.notices.end());
        data.projects.push_back({project->file, project->title, view_in(plane, *project), std::move(loaded.style)});
        if (options.on_project) options.on_project(data.projects.back());
    }
}

int plane_for(const FoundSources& found, const OpenOptions& options, const std::stop_token& stop) {
    if (options.plane_epsg != 0) return options.plane_epsg;
    for (const auto& project : found.projects)
        if (project->epsg != 0 && !project->geographic && MapPlane::create(project->epsg)) return project->epsg;
    const std::vector<MapSource>& sources = found.sources;
    if (!sources.empty() && std::ranges::all_of(sources, is_tiled)) return remote::plane_of_services(sources, options, stop);
    const bool cached = !options.cache_folder.empty() && !sources.empty();
    if (cached)
        if (const int known = load_plane(sources, options.cache_folder)) return known;
    const int chosen = choose_plane(sources, stop);
    if (cached && !stop.stop_requested()) save_plane(sources, options.cache_folder, chosen);
    return chosen;
}
} // namespace

OpenedData open_paths(const std::vector<std::filesystem::path>& paths, const OpenOptions& wanted, std::stop_token stop,
                      const std::function<void(LayerPtr)>& on_layer, const std::function<void(const OpenProgress&)>& on_progress) {
    OpenedData data;
    FoundSources found = find_sources(paths);
    OpenOptions options = wanted;
    if (!options.services) options.services = std::make_shared<remote::Services>();
    data.notices = std::move(found.notices);
    data.plane_epsg = plane_for(found, options, stop);
    auto plane = MapPlane::create(data.plane_epsg);
    if (!plane) {
        data.notices.push_back({Severity::error, {}, plane.error().text, plane.error().remedy});
        data.plane_epsg = 2154;
        plane = MapPlane::create(data.plane_epsg);
        if (!plane) return data;
    }
    take_projects(found, options, plane.value(), data);
    Opening opening(std::move(found.sources), options, plane.value(), std::move(stop), on_layer, on_progress);
    opening.run();
    opening.take(data);  // after run: no worker is left
    return data;
}

} // namespace vigie::gis
