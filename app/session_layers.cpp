// The part of a Session that reads map data: in the background, each layer on the map as soon as it is there, stoppable;
// the paths and what a person corrected are remembered in the commune file.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <unordered_set>
#include <utility>

#include "app/json_members.hpp"
#include "app/public_data.hpp"
#include "app/session_workers.hpp"
#include "gis/layers/entity_layers.hpp"
#include "gis/layers/remote/address.hpp"
#include "gis/layers/remote/services.hpp"
#include "gis/layers/vector_tiles/database_tiles.hpp"

namespace vigie::app {

namespace {

namespace fs = std::filesystem;

bool from_file(const panels::LayerRow& row) { return row.layer->entities.empty(); }

std::vector<fs::path> without_repeats(std::vector<fs::path> paths) {
    std::vector<fs::path> out;
    for (fs::path& p : paths)
        if (std::find(out.begin(), out.end(), p) == out.end()) out.push_back(std::move(p));
    return out;
}

} // namespace

// What was on the map when the commune was closed comes back with it.
void Session::recall_paths() {
    const auto stored = nlohmann::json::parse(desk_->setting("map_paths"), nullptr, false);
    for (fs::path& p : options_.paths) p = gis::remote::plain_path(p);
    if (stored.is_array())
        for (const auto& p : stored)
            if (p.is_string()) options_.paths.emplace_back(p.get<std::string>());
    options_.paths = without_repeats(std::move(options_.paths));
    recall_passwords(options_.paths);
    remember_paths();
}

void Session::remember_paths() {
    auto json = nlohmann::json::array();
    for (const fs::path& p : options_.paths) json.push_back(p.string());
    if (const std::string text = json.dump(); text != desk_->setting("map_paths") && !(json.empty() && desk_->setting("map_paths").empty()))
        (void)desk_->set_setting("map_paths", text);
}

void Session::add_paths(const std::vector<fs::path>& paths) {
    std::vector<fs::path> full;
    for (const fs::path& p : paths) full.push_back(gis::remote::plain_path(p));
    options_.paths.insert(options_.paths.end(), full.begin(), full.end());
    options_.paths = without_repeats(std::move(options_.paths));
    remember_paths();
    want_again(full);
    workers_->announce = true;
    read_paths(std::move(full), false);
}

void Session::correct(const std::map<std::string, gis::LayerChoice>& choices) {
    for (const auto& [id, choice] : choices) {  // what is left open stays as it was chosen before
        gis::LayerChoice& kept = options_.open.choices[id];
        kept.epsg = choice.epsg;
        if (!choice.encoding.empty()) kept.encoding = choice.encoding;
        if (!choice.theme.empty()) kept.theme = choice.theme;
    }
    auto json = nlohmann::json::object();
    for (const auto& [id, c] : options_.open.choices) json[id] = {{"epsg", c.epsg}, {"encoding", c.encoding}, {"theme", c.theme}};
    (void)desk_->set_setting("layer_choices", json.dump());
    read_paths(options_.paths, true);
}

void Session::recall_choices() {
    const auto stored = nlohmann::json::parse(desk_->setting("layer_choices"), nullptr, false);
    if (!stored.is_object()) return;
    for (const auto& [id, c] : stored.items()) {
        gis::LayerChoice choice;
        read(c, "epsg", choice.epsg);
        read(c, "encoding", choice.encoding);
        read(c, "theme", choice.theme);
        options_.open.choices.try_emplace(id, std::move(choice));
    }
}

void Session::read_paths(std::vector<fs::path> paths, bool replace) {
    if (workers_->reading) {  // the reader begins again with what it had not finished
        paths.insert(paths.begin(), workers_->reading_paths.begin(), workers_->reading_paths.end());
        paths = without_repeats(std::move(paths));
        replace = replace || workers_->replacing;
    }
    gis::OpenOptions open = options_.open;
    open.services = services_;
    if (open.cache_folder.empty() && !options_.in_memory) open.cache_folder = options_.places.cache / "layers";
    if (std::any_of(layers_.begin(), layers_.end(), [&](const auto& row) { return !waits(row); })) open.plane_epsg = plane_->epsg();
    if (replace)
        for (panels::LayerRow& row : layers_) row.loading = from_file(row);
    loading_fraction_ = 0;
    const std::uint64_t generation = ++workers_->read_generation;
    workers_->reading = true;
    workers_->reading_paths = paths;
    workers_->replacing = replace;
    workers_->reader.request_stop();
    workers_->reader = std::jthread([this, generation, paths = std::move(paths), open, before = std::move(workers_->reader)](std::stop_token stop) mutable {
        if (before.joinable()) before.join();  // not on the session's thread: stopping takes up to half a second
        const auto on_layer = [&](gis::LayerPtr layer) {
            std::lock_guard lock(workers_->progress_mutex);
            workers_->fresh_box.put({generation, std::move(layer), workers_->progress.plane_epsg});
        };
        open.on_project = [&](const gis::OpenedProject& project) { workers_->project_box.put({generation, project}); };
        const auto on_progress = [&](const gis::OpenProgress& p) {
            {
                std::lock_guard lock(workers_->progress_mutex);
                workers_->progress = p;
            }
            if (wake_) wake_();
        };
        gis::OpenedData data = gis::open_paths(paths, open, stop, on_layer, on_progress);
        workers_->read_box.put({generation, std::move(data), stop.stop_requested()});
    });
}

void Session::ask_service(const std::string& address, const std::string& password) {
    service_answer_ = {.address = address, .running = true, .offer = {}, .error = {}};
    workers_->asker.request_stop();
    workers_->asker = std::jthread([this, address, password, before = std::move(workers_->asker)](std::stop_token stop) mutable {
        if (before.joinable()) before.join();
        panels::ServiceAnswer answer{.address = address, .running = false, .offer = {}, .error = {}};
        const auto read = gis::remote::read_address(address);
        bool right = false;
        if (!read) {
            answer.error = read.error();
        } else {
            const bool database = read->kind == gis::remote::Address::Kind::database;
            if (database && !password.empty()) services_->set_password(read->url, password);
            const auto fetcher = services_->at(read->url);
            auto offer = database ? gis::database_offer(*read, *services_, stop) : gis::remote::offer_of(*read, *fetcher, stop);
            right = database && offer.ok() && !password.empty();
            if (offer) answer.offer = std::move(offer).value();
            else answer.error = offer.error();
            if (!offer) (void)fetcher->health().take_notice();  // the form says it
        }
        workers_->service_box.put({std::move(answer), right ? read->url : std::string(), right ? password : std::string()});
    });
}

gis::Outcome Session::take_public_data(const gis::FetchRequest& request, const gis::FetchedCommune& fetched) {
    if (auto adopted = adopt_public_data(*desk_, request, fetched); !adopted) return adopted;
    recall_choices();
    if (const std::string name = desk_->setting("commune_name"); !name.empty()) commune_name_ = name;
    std::vector<fs::path> files;
    for (const gis::DatasetFetch& d : fetched.datasets)
        if (!d.file.empty()) files.push_back(d.file);
    add_paths(files);
    return gis::Done{};
}

void Session::stop_reading() { workers_->reader.request_stop(); }
bool Session::reading() const { return workers_->reading; }

// The plane of the map follows the first data that are read.
void Session::use_plane(int epsg) {
    if (epsg == 0 || epsg == plane_->epsg()) return;
    auto plane = gis::MapPlane::create(epsg);
    if (!plane) return;
    plane_ = *plane;
    (void)desk_->set_setting("plane_epsg", std::to_string(epsg));
    std::erase_if(layers_, [](const auto& row) { return !from_file(row); });
    for (gis::LayerPtr& layer : gis::layers_of(world(), catalog_, *plane_)) layers_.push_back({std::move(layer), false});
}

void Session::put_project(gis::OpenedProject project) {
    std::erase_if(projects_, [&](const gis::OpenedProject& p) { return p.file == project.file; });
    projects_.push_back(std::move(project));
    ++projects_serial_;
}

// The rules of a project are there before its layers.
bool Session::take_projects() {
    bool changed = false;
    for (Workers::Project& read : workers_->project_box.take()) {
        if (read.generation != workers_->read_generation) continue;
        put_project(std::move(read.project));
        changed = true;
    }
    return changed;
}

bool Session::take_fresh_layers() {
    bool changed = take_projects();
    for (Workers::Fresh& fresh : workers_->fresh_box.take()) {
        if (fresh.generation != workers_->read_generation || off_map_.contains(fresh.layer->info.id)) continue;
        if (workers_->replacing) continue;  // what is shown changes at once, when all is there: see finish_reading
        use_plane(fresh.plane_epsg);
        const auto same = std::find_if(layers_.begin(), layers_.end(), [&](const auto& row) { return row.layer->info.id == fresh.layer->info.id; });
        if (same != layers_.end()) *same = {std::move(fresh.layer), false};
        else layers_.push_back({std::move(fresh.layer), false});
        changed = true;
    }
    return changed;
}

// Everything was handed over: the rows take the order of the files, and what the files no longer hold goes.
void Session::finish_reading(ReadResult read) {
    workers_->reading = false;
    workers_->reading_paths.clear();
    loading_fraction_ = 1;
    loading_what_.clear();
    if (!read.data.layers.empty()) use_plane(read.data.plane_epsg);
    std::erase_if(read.data.layers, [&](const gis::LayerPtr& layer) { return off_map_.contains(layer->info.id); });
    std::unordered_set<std::string> ids;
    Added added{read.data.layers.size() + read.data.waiting.size(), {}};
    for (const gis::LayerPtr& layer : read.data.layers) {
        ids.insert(layer->info.id);
        added.bounds.include(layer->info.bounds);
    }
    if (std::exchange(workers_->announce, false)) added_ = added;
    std::erase_if(layers_, [&](const auto& row) { return from_file(row) && (ids.contains(row.layer->info.id) || (row.loading && !read.stopped)); });
    for (panels::LayerRow& row : layers_) row.loading = false;
    take_waiting(std::move(read.data.waiting), read.data.layers);
    for (auto& tiles : read.data.vector_tiles) follow(std::move(tiles));
    if (read.stopped) read.data.notices.push_back({gis::Severity::info, commune_name_, {"app.reading_stopped", {{"n", std::to_string(ids.size())}}}, {"app.reading_stopped.remedy", {}}});
    for (gis::Notice& n : read.data.notices)
        if (std::find(notices_.begin(), notices_.end(), n) == notices_.end()) notices_.push_back(std::move(n));
    places_stale_ = true;
}

bool Session::take_read_layers() {
    bool changed = take_fresh_layers();
    changed = take_followed() || changed;
    for (Workers::Read& read : workers_->read_box.take()) {
        if (read.generation != workers_->read_generation) continue;
        finish_reading(std::move(read));
        changed = true;
    }
    if (workers_->reading) {
        std::lock_guard lock(workers_->progress_mutex);
        const double now = std::min(workers_->progress.fraction, 0.999);
        changed = changed || loading_fraction_ != now;
        loading_fraction_ = now;
        loading_what_ = workers_->progress.file;
    }
    return changed;
}

} // namespace vigie::app
