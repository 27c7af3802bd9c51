#include "app/public_fetch.hpp"

#include <algorithm>
#include <utility>

#include "app/commune_file.hpp"
#include "gis/layers/commune/announced_size.hpp"

namespace vigie::app {

namespace {

gis::Error bad_code(const std::string& code) { return {gis::ErrorClass::input, {"public.bad_insee", {{"code", code}}}, {"public.bad_insee.remedy", {}}, {}}; }

// A new task instead of the one before, which the new one's thread waits for.
template <class Task>
void replace(std::jthread& thread, Task task) {
    thread.request_stop();
    thread = std::jthread([task = std::move(task), before = std::move(thread)](std::stop_token stop) mutable {
        if (before.joinable()) before.join();
        if (!stop.stop_requested()) task(stop);
    });
}

} // namespace

PublicFetch::PublicFetch(Places places, const gis::Clock& clock, std::function<void()> wake)
    : places_(std::move(places)), clock_(clock), found_box_(wake), weighed_box_(wake), step_box_(wake) {}

std::vector<gis::Notice> PublicFetch::prepare(const std::filesystem::path& folder, const std::string& mirror) {
    state_.folder = folder;
    mirror_ = mirror;
    if (std::exchange(prepared_, true)) return {};
    gis::LoadedPublicData loaded = public_data_of(places_);
    state_.datasets = std::move(loaded.datasets);
    return std::move(loaded.notices);
}

void PublicFetch::find(const std::string& typed) {
    const auto boundary = std::ranges::find_if(state_.datasets, [](const auto& d) { return !d.search.empty(); });
    state_.asked = typed;
    state_.found.clear();
    state_.search_error.reset();
    if (boundary == state_.datasets.end()) return;
    state_.searching = true;
    replace(finder_, [this, typed, boundary = *boundary, mirror = mirror_](const std::stop_token& stop) {
        Found found{typed, gis::look_up_communes(boundary, typed, mirror, stop)};
        if (!stop.stop_requested()) found_box_.put(std::move(found));
    });
}

void PublicFetch::weigh(const gis::FoundCommune& commune) {
    const auto insee = gis::read_insee(commune.code);
    if (!insee || (state_.weighed == commune.code && !state_.weighing)) return;
    state_.weighed = commune.code;
    state_.sizes.assign(state_.datasets.size(), {});
    state_.weighing = true;
    replace(weigher_, [this, insee = *insee, datasets = state_.datasets, mirror = mirror_](const std::stop_token& stop) {
        std::vector<std::optional<std::uintmax_t>> sizes(datasets.size());
        for (std::size_t i = 0; i < datasets.size() && !stop.stop_requested(); ++i) {
            const bool absent = std::ranges::find(datasets[i].not_in, insee.department) != datasets[i].not_in.end();
            if (!absent) sizes[i] = gis::announced_bytes(datasets[i], insee, mirror, stop);
            weighed_box_.put({insee.code, sizes, i + 1 == datasets.size()});
        }
    });
}

PublicFetch::Step PublicFetch::run(const panels::PublicDataOrder& order, Job job, std::uint64_t generation, const std::stop_token& stop) {
    Step step;
    step.generation = generation;
    const auto insee = gis::read_insee(order.commune.code);
    if (!insee) return step.error = bad_code(order.commune.code), step;
    if (!job.is_open) {
        const gis::LoadedCatalog loaded = catalog_of(places_);
        if (const auto desk = commune_file_of(*insee, order.commune.name, order.file, loaded.catalog, clock_); !desk) return step.error = desk.error(), step;
    }
    gis::FetchRequest request = fetch_request(places_, *insee, order.file, std::move(job.datasets), job.mirror);
    gis::FetchedCommune fetched = gis::fetch_commune(request, stop, [&](const std::vector<gis::DatasetFetch>& progress) { step_box_.put({generation, progress, {}, {}}); });
    step.progress = fetched.datasets;
    step.ended = Ended{std::move(request), std::move(fetched)};
    return step;
}

void PublicFetch::fetch(const panels::PublicDataOrder& order, const std::optional<std::string>& open_insee) {
    state_.order = order;
    state_.ordered.clear();
    std::ranges::copy_if(state_.datasets, std::back_inserter(state_.ordered), [&](const auto& d) { return std::ranges::find(order.datasets, d.id) != order.datasets.end(); });
    state_.progress.clear();
    for (const gis::PublicDataset& d : state_.ordered) state_.progress.emplace_back().id = d.id;
    state_.stopped = state_.ready = false;
    state_.error.reset();
    state_.fetching = true;
    const std::uint64_t generation = ++generation_;
    if (open_insee && !open_insee->empty() && *open_insee != order.commune.code) {
        state_.fetching = false;
        state_.error = gis::Error{gis::ErrorClass::conflict, {"public.other_commune", {{"path", order.file.string()}, {"code", *open_insee}}}, {"public.other_commune.remedy", {}}, {}};
        return;
    }
    replace(fetcher_, [this, order, job = Job{state_.ordered, mirror_, open_insee.has_value()}, generation](const std::stop_token& stop) {
        step_box_.put(run(order, job, generation, stop));
    });
}

void PublicFetch::stop() { fetcher_.request_stop(); }

bool PublicFetch::poll() {
    bool changed = false;
    for (Found& found : found_box_.take()) {
        if (found.typed != state_.asked) continue;
        changed = true;
        state_.searching = false;
        if (found.communes) state_.found = std::move(*found.communes);
        else state_.search_error = found.communes.error();
    }
    for (Weighed& weighed : weighed_box_.take()) {
        if (weighed.code != state_.weighed) continue;
        changed = true;
        state_.sizes = std::move(weighed.sizes);
        state_.weighing = !weighed.last;
    }
    for (Step& step : step_box_.take()) {
        if (step.generation != generation_) continue;
        changed = true;
        if (!step.progress.empty()) state_.progress = std::move(step.progress);
        if (!step.ended && !step.error) continue;
        state_.fetching = false;
        state_.error = std::move(step.error);
        if (!step.ended) continue;
        state_.stopped = step.ended->fetched.stopped;
        ended_ = std::move(step.ended);
    }
    return changed;
}

void PublicFetch::kept(const gis::Outcome& outcome) {
    state_.ready = outcome.ok();
    if (!outcome) state_.error = outcome.error();
}

} // namespace vigie::app
