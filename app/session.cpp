#include "app/session.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include "app/commune_file.hpp"
#include "app/plugins.hpp"
#include "app/session_workers.hpp"
#include "gis/layers/entity_layers.hpp"
#include "gis/layers/raster.hpp"
#include "gis/layers/remote/address.hpp"
#include "gis/layers/remote/services.hpp"
#include "gis/layers/vector_tiles/vector_tiles.hpp"
#include "gis/store/inspect.hpp"

namespace vigie::app {

namespace {

namespace fs = std::filesystem;
constexpr int lambert93 = 2154;
constexpr std::size_t max_sampled_features = 20'000;  // per layer, to find where the town is

// A commune opened from files keeps its work in a file of its own, named after them.
fs::path work_file(const fs::path& data_folder, const std::vector<fs::path>& paths) {
    std::error_code ec;
    std::string all;
    for (const fs::path& p : paths) all += (gis::remote::is_address(p.string()) ? p : fs::weakly_canonical(p, ec)).string() + '\n';
    char hash[17];
    std::snprintf(hash, sizeof hash, "%016zx", std::hash<std::string>{}(all));
    std::string begin = gis::remote::is_address(paths.front().string()) ? gis::remote::host_of(paths.front().string()) : paths.front().filename().stem().string();
    std::replace(begin.begin(), begin.end(), ':', '-');
    return data_folder / (begin + '-' + std::string(hash).substr(0, 8) + ".gpkg");
}

std::string title_of(const fs::path& path) {
    if (gis::remote::is_address(path.string())) return gis::remote::host_of(path.string());
    std::string name = (path.has_filename() ? path : path.parent_path()).filename().stem().stem().string();
    std::replace(name.begin(), name.end(), '_', ' ');
    if (!name.empty() && name[0] >= 'a' && name[0] <= 'z') name[0] = static_cast<char>(name[0] - 'a' + 'A');
    return name;
}

// From the 1st to the 99th hundredth.
std::pair<double, double> middle_range(std::vector<double>& values) {
    const std::size_t low = values.size() / 100, high = values.size() - 1 - low;
    std::nth_element(values.begin(), values.begin() + std::ptrdiff_t(low), values.end());
    const double first = values[low];
    std::nth_element(values.begin(), values.begin() + std::ptrdiff_t(high), values.end());
    return {first, values[high]};
}

} // namespace

Session::Session(SessionOptions options, const gis::Clock& clock, std::function<void()> wake)
    : options_(std::move(options)), clock_(clock), wake_(std::move(wake)), workers_(std::make_unique<Workers>(wake_)) {
    services_ = std::make_shared<gis::remote::Services>(std::make_shared<gis::remote::ReplyCache>(options_.places.cache / "services"));
}

Session::~Session() {
    if (hub_) hub_->stop_all();
}

gis::Result<std::unique_ptr<Session>> Session::open(SessionOptions options, const gis::Clock& clock, std::function<void()> wake) {
    std::unique_ptr<Session> s(new Session(std::move(options), clock, std::move(wake)));
    gis::LoadedCatalog loaded = catalog_of(s->options_.places);
    s->catalog_ = std::move(loaded.catalog);
    s->notices_ = std::move(loaded.notices);
    if (auto opened = s->open_desk(); !opened) return opened.error();
    const std::string stored_plane = s->desk_->setting("plane_epsg");
    auto plane = gis::MapPlane::create(std::atoi(stored_plane.c_str()));
    if (!plane) plane = gis::MapPlane::create(lambert93);  // nothing was stored yet, or it was garbled
    if (!plane) return plane.error();
    s->plane_ = *plane;
    s->use_roads();
    s->rules_.emplace(s->catalog_, s->zone_);
    s->secrets_ = s->commune_secrets();
    s->hub_ = std::make_unique<gis::BackendHub>(s->clock_, s->wake_, s->secrets_);
    for (const vigie_backend_main_fn entry : s->options_.backends) s->hub_->add(entry);
    scan_plugins(*s->hub_, s->options_.places, s->options_.program);
    s->backends_ = s->hub_->backends();
    for (gis::Notice& n : s->hub_->notices()) s->notices_.push_back(std::move(n));
    if (!s->world().assets().empty()) {
        for (gis::LayerPtr& layer : gis::layers_of(s->world(), s->catalog_, *s->plane_)) s->layers_.push_back({std::move(layer), false});
        s->places_stale_ = true;
    }
    s->load_sources();
    if (s->options_.demo) s->start_demo();
    s->recall_choices();
    s->recall_refreshes();
    s->recall_off_map();
    s->recall_scenarios();
    s->recall_paths();
    if (!s->options_.paths.empty()) s->read_paths(s->options_.paths, false);
    return s;
}

gis::Outcome Session::open_desk() {
    gis::DeskOptions o;
    o.catalog = &catalog_;
    o.clock = &clock_;
    o.personal_key = options_.personal_key;
    o.check_assign = [this](const gis::World& world, const gis::command::Assign& assign) {
        std::vector<gis::Text> reasons;
        const gis::Intervention* what = world.find(assign.intervention);
        if (!what) return reasons;
        const gis::PlanningContext context{world, catalog_, travel_, zone_, now()};
        for (gis::Refusal& r : gis::refusals(context, *what, assign.crews, assign.start)) reasons.push_back(std::move(r.text));
        return reasons;
    };
    o.takes_edits = [this](const std::string& source, gis::EntityKind kind) { return writes(source, kind); };
    o.shared_source = [this] { return shared_source(); };
    const auto is_commune = [](const fs::path& p) { return gis::inspect_commune_file(p).is_commune_file; };
    const auto commune = std::find_if(options_.paths.begin(), options_.paths.end(), is_commune);
    if (commune != options_.paths.end()) {
        file_ = *commune;
        options_.paths.erase(commune);
        commune_name_ = title_of(file_);
    } else if (options_.demo) {
        file_ = options_.places.data / "valmont-sur-aude.gpkg";
    } else if (!options_.paths.empty()) {
        file_ = work_file(options_.places.data, options_.paths);
        commune_name_ = title_of(options_.paths.front());
    }
    if (options_.in_memory) file_.clear();
    std::error_code ec;
    if (!file_.empty()) fs::create_directories(file_.parent_path(), ec);
    o.file = file_;
    auto desk = gis::Desk::open(std::move(o));
    if (!desk) return desk.error();
    desk_.emplace(std::move(desk).value());
    if (auto forgot = desk_->forget_old(); !forgot) notices_.push_back({gis::Severity::warning, file_.string(), forgot.error().text, forgot.error().remedy});
    if (const std::string name = desk_->setting("commune_name"); !name.empty()) commune_name_ = name;
    if (const std::string zone = desk_->setting("zone"); !zone.empty()) zone_ = zone;
    return gis::Done{};
}

void Session::rebuild_places() {
    places_stale_ = false;
    std::vector<gis::LayerPtr> all;
    for (const panels::LayerRow& row : layers_) all.push_back(row.layer);
    const std::uint64_t generation = ++workers_->places_generation;
    workers_->placing = true;
    workers_->placer = std::jthread([this, generation, plane = *plane_, all = std::move(all)] {
        workers_->places_box.put({generation, gis::Gazetteer::build(all), gis::RoadGraph::of_map(all, plane)});
    });
}

bool Session::take_worker_results() {
    bool changed = false;
    for (Workers::Places& places : workers_->places_box.take()) {
        if (places.generation != workers_->places_generation) continue;
        workers_->placing = false;
        gazetteer_ = std::move(places.gazetteer);
        roads_ = std::move(places.roads);
        use_roads();
        note_road_pieces();
        changed = true;
    }
    for (Workers::Answered& answered : workers_->service_box.take()) {
        if (!answered.password.empty()) keep_password(answered.url, answered.password);
        if (answered.answer.address != service_answer_.address) continue;
        service_answer_ = std::move(answered.answer);
        changed = true;
    }
    for (gis::Proposal& proposal : workers_->proposal_box.take()) {
        proposal_ = std::move(proposal);
        changed = true;
    }
    changed = take_replayed() || changed;
    changed = take_council() || changed;
    for (panels::SourceTest& result : workers_->test_box.take()) {
        source_test_ = std::move(result);
        changed = true;
    }
    return changed;
}

// The desk finds things while it runs; retention is kept once a day of the live picture.
bool Session::look_after_desk() {
    if (now() - forgot_at_ > std::chrono::hours(24)) {
        if (forgot_at_ != gis::Time{}) (void)desk_->forget_old();
        forgot_at_ = now();
    }
    bool told = false;
    if (!std::exchange(workers_->chain_asked, true) && !file_.empty())
        workers_->chain_checker = std::jthread([this, file = file_] {
            if (const auto broken = gis::first_broken_line(file)) workers_->chain_box.put(*broken);
        });
    for (const std::uint64_t broken : workers_->chain_box.take()) {
        notices_.push_back({gis::Severity::error, file_.string(), {"store.journal_broken", {{"n", std::to_string(broken)}}}, {"store.journal_broken.remedy", {}}});
        told = true;
    }
    const std::size_t known = desk_notices_;
    for (; desk_notices_ < desk_->notices().size(); ++desk_notices_) notices_.push_back(desk_->notices()[desk_notices_]);
    return told || desk_notices_ != known;
}

Session::Tick Session::tick() {
    Tick out;
    out.layers_changed = take_read_layers();
    out.added = std::exchange(added_, {});
    town_stale_ = town_stale_ || out.layers_changed;
    drain_sources(out.delta);
    if (out.delta.put.size() > 64) workers_->council.flooded = std::chrono::steady_clock::now();
    take_acks();
    for (gis::Notice& n : secrets_->take_notices()) notices_.push_back(std::move(n));
    take_copied();
    apply_rules(out.delta);
    call_on_duty(out);
    announce_alerts(out);
    send_edits();
    note_week(out.delta);
    send_week();
    if (!out.delta.empty()) {
        const bool stale = std::exchange(places_stale_, false);
        remake_entity_layers(out.delta);
        out.layers_changed = out.layers_changed || places_stale_;
        places_stale_ = places_stale_ || stale;
    }
    out.layers_changed = take_made_layers() || out.layers_changed;
    call_services();
    out.layers_changed = take_refreshed() || out.layers_changed;
    out.status_changed = refresh_due() || out.status_changed;
    out.status_changed = take_worker_results() || out.status_changed;
    out.status_changed = look_for_closures() || out.status_changed;
    out.status_changed = look_at_energy() || out.status_changed;
    out.status_changed = look_after_desk() || out.status_changed;
    out.services = services_->take_notices();
    out.layers_changed = take_called(out.services) || out.layers_changed;
    out.status_changed = show_outages() || out.status_changed;
    out.status_changed = show_refreshes() || out.status_changed;
    notices_.insert(notices_.end(), out.services.begin(), out.services.end());
    std::vector<gis::SourceStatus> statuses = hub_->statuses();
    for (gis::SourceStatus& s : statuses) {
        s.waiting = desk_->waiting(s.source);
        if (s.waiting > 0 && s.health == gis::SourceHealth::ok) s.health = gis::SourceHealth::queued;
    }
    const auto shown = [](const gis::SourceStatus& s) { return std::tuple(s.source, s.health, s.waiting, s.why); };
    out.status_changed = out.status_changed || !std::equal(statuses.begin(), statuses.end(), statuses_.begin(), statuses_.end(),
                                                           [&](const auto& a, const auto& b) { return shown(a) == shown(b); });
    statuses_ = std::move(statuses);
    // A snapshot that still streams in would have the places made again and again.
    if (places_stale_ && !workers_->placing && out.delta.put.size() < 64) rebuild_places();
    return out;
}

std::optional<int> Session::next_deadline_ms() const {
    gis::MaybeTime next = rules_->next_deadline();
    if (next_call_ && (!next || *next_call_ < *next)) next = next_call_;
    for (const Workers::Waiting& w : workers_->waiting)
        if (!w.asking && (!next || w.next < *next)) next = w.next;
    for (const panels::LayerRow& row : layers_)
        if (const auto r = workers_->refreshes.find(row.layer->info.id); r != workers_->refreshes.end() && r->second.every_s > 0 && !workers_->refreshing && (!next || r->second.next < *next)) next = r->second.next;
    const auto now = std::chrono::steady_clock::now();
    for (const auto& [id, following] : workers_->following)
        if (following.again) {
            const gis::Time at = clock_.now() + std::max(gis::Millis{0}, std::chrono::duration_cast<gis::Millis>(*following.again - now));
            if (!next || at < *next) next = at;
        }
    if (!next) return {};
    return static_cast<int>(std::clamp<std::int64_t>((*next - clock_.now()).count(), 0, 60'000));
}

double Session::loading_fraction() const {
    // A source that sends its first picture is loading too: the view follows until the town is there.
    const bool arriving = std::any_of(statuses_.begin(), statuses_.end(), [](const auto& s) { return s.health == gis::SourceHealth::starting; });
    return arriving ? std::min(loading_fraction_, 0.5) : loading_fraction_;
}

gis::Time Session::now() { return live_.now(clock_.now()); }

gis::Result<gis::Receipt> Session::execute(const std::vector<gis::Command>& gesture, const gis::Actor& actor) {
    return desk_->execute(gesture, actor);
}
gis::Result<gis::Receipt> Session::undo(const gis::Actor& actor) { return desk_->undo(actor); }
gis::Result<gis::Receipt> Session::redo(const gis::Actor& actor) { return desk_->redo(actor); }

gis::Result<gis::Receipt> Session::decide(std::uint64_t outbox_item, bool keep_ours, const gis::Actor& actor) {
    return desk_->decide(outbox_item, keep_ours, actor);
}

void Session::draw_up(std::function<gis::Proposal(const gis::PlanningContext&, std::stop_token)> how) {
    proposal_.reset();
    workers_->proposing = true;
    workers_->proposer = std::jthread([this, how = std::move(how), world = world(), at = now(), travel = travel_](std::stop_token stop) {
        gis::Proposal proposal = how({world, catalog_, travel, zone_, at}, stop);
        workers_->proposing = false;
        workers_->proposal_box.put(std::move(proposal));
    });
}

void Session::propose_week(std::chrono::local_days monday, std::vector<gis::InterventionId> guests) {
    draw_up([monday, guests = std::move(guests)](const gis::PlanningContext& c, std::stop_token stop) {
        return guests.empty() ? gis::propose_week(c, monday, gis::Seconds{5}, stop) : gis::make_room(c, monday, guests, stop);
    });
}

void Session::redistribute(std::chrono::local_days monday, gis::CrewId crew) {
    draw_up([monday, crew](const gis::PlanningContext& c, std::stop_token stop) {
        return gis::make_room(c, monday, gis::displaced(c, monday, crew ? std::optional(crew) : std::nullopt), stop);
    });
}

void Session::stop_proposal() { workers_->proposer.request_stop(); }
void Session::discard_proposal() { proposal_.reset(); }
bool Session::proposal_running() const { return workers_->proposing; }

gis::PlaneBox Session::bounds() const {
    for (const gis::OpenedProject& project : projects_)
        if (project.view) return *project.view;
    // The town is where its buildings are, but for the outermost hundredth on each side: farms, a sea border 20 km out.
    // Without buildings the streets, then everything, then the commune's own limits.
    for (const char* theme : {"building", "public_building", "street", "", "boundary"}) {
        std::vector<double> x, y;
        for (const panels::LayerRow& row : layers_) {
            if (follows_view(*row.layer)) continue;  // where a person looks is not where the town is
            const bool wanted = *theme ? row.layer->info.theme == theme : row.layer->info.theme != "boundary";
            for (std::uint32_t f = 0; wanted && f < row.layer->geometry.feature_count(); f += 1 + std::uint32_t(row.layer->geometry.feature_count() / max_sampled_features)) {
                const gis::PlaneBox box = row.layer->box(f);
                if (box.empty()) continue;
                x.push_back(box.centre().x);
                y.push_back(box.centre().y);
            }
        }
        if (x.empty()) continue;
        const auto [min_x, max_x] = middle_range(x);
        const auto [min_y, max_y] = middle_range(y);
        const double margin = std::max({0.04 * (max_x - min_x), 0.04 * (max_y - min_y), 20.0});
        return {min_x - margin, min_y - margin, max_x + margin, max_y + margin};
    }
    return extent();
}

gis::PlaneBox Session::extent() const {
    gis::PlaneBox own, all;  // a service covers the country: only where there is nothing else
    for (const panels::LayerRow& row : layers_) {
        if (follows_view(*row.layer)) continue;
        all.include(row.layer->info.bounds);
        if (!row.layer->raster || !row.layer->raster->is_remote()) own.include(row.layer->info.bounds);
    }
    for (const auto& tiles : vector_tiles_) all.include(tiles->bounds());
    return own.empty() ? all : own;
}

void Session::wait_until_loaded(gis::Millis timeout) {
    const auto until = std::chrono::steady_clock::now() + timeout;
    int quiet = 0;
    while (std::chrono::steady_clock::now() < until) {
        const Tick t = tick();
        const bool busy = workers_->reading || workers_->placing || places_stale_ || workers_->making || !stale_kinds_.empty();
        const bool sources_ready = std::all_of(configs_.begin(), configs_.end(), [&](const auto& c) {
            return c.paused || std::any_of(statuses_.begin(), statuses_.end(), [&](const auto& s) {
                return s.source == c.id && s.health != gis::SourceHealth::starting; });
        });
        quiet = busy || !sources_ready || t.delta.put.size() > 64 || t.layers_changed ? 0 : quiet + 1;
        if (quiet >= 3) return;
        std::this_thread::sleep_for(std::chrono::milliseconds(quiet > 0 ? 2 : 5));
    }
}

} // namespace vigie::app
