// One open commune: the desk (World and commune file), its sources, its map layers, and the workers that prepare them.
// Everything a frame or a command-line verb needs; knows no window. One thread (the one that calls `tick`).
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "app/live_clock.hpp"
#include "app/places.hpp"
#include "gis/backends/hub.hpp"
#include "gis/backends/vigie_backend.h"
#include "gis/layers/crs.hpp"
#include "gis/layers/gazetteer.hpp"
#include "gis/layers/open.hpp"
#include "gis/model/catalog.hpp"
#include "gis/planning/feasibility.hpp"
#include "gis/planning/scenario.hpp"
#include "gis/planning/street_closures.hpp"
#include "gis/planning/travel.hpp"
#include "gis/rules/far_places.hpp"
#include "gis/rules/rules.hpp"
#include "gis/store/desk.hpp"
#include "panels/frame.hpp"

namespace vigie::gis {
class VectorTiles;
struct EnergyInput;
struct FetchRequest;
struct FetchedCommune;
}

namespace vigie::app {

struct SessionOptions {
    Places places;
    bool demo = false;
    bool in_memory = false;                     // keeps nothing: `vigie render`, tests
    std::vector<std::filesystem::path> paths;   // map data, and at most one commune file
    gis::OpenOptions open;
    std::string personal_key;                   // 32 bytes from the keyring; empty = personal data is refused
    std::string demo_config_json = "{}";
    std::vector<vigie_backend_main_fn> backends; // beside those built in and plugged in
    std::filesystem::path program;               // starts plugins in processes of their own; empty = they run in this one
    std::shared_ptr<gis::SecretStore> secrets = std::make_shared<gis::MemorySecrets>();
};

class Session {
public:
    // `clock` outlives the session; `wake` may be called from any thread.
    static gis::Result<std::unique_ptr<Session>> open(SessionOptions options, const gis::Clock& clock, std::function<void()> wake);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    // Files that a person added are there.
    struct Added {
        std::size_t layers = 0;
        gis::PlaneBox bounds;
    };
    struct Tick {
        gis::Delta delta;          // what became different
        bool layers_changed = false;
        bool status_changed = false;
        std::optional<Added> added;
        std::vector<gis::AlertId> alerts;   // new ones that a person should be told of (quiet hours hold the others back)
        std::vector<gis::Text> called;      // people on call, by the acknowledgement timer
        std::vector<gis::Notice> services;  // what map services do not give, among the session's notices now
        [[nodiscard]] bool anything() const { return !delta.empty() || layers_changed || status_changed || added || !alerts.empty() || !called.empty() || !services.empty(); }
    };
    // Drains workers and sources (bounded), applies rules, sends edits back. Start of a frame.
    Tick tick();
    // When the next tick is due without news (a sensor falls silent): milliseconds from now.
    [[nodiscard]] std::optional<int> next_deadline_ms() const;

    [[nodiscard]] gis::Result<gis::Receipt> execute(const std::vector<gis::Command>& gesture, const gis::Actor& actor);
    [[nodiscard]] gis::Result<gis::Receipt> undo(const gis::Actor& actor);
    [[nodiscard]] gis::Result<gis::Receipt> redo(const gis::Actor& actor);
    // A person's decision on an edit that its source did not take.
    [[nodiscard]] gis::Result<gis::Receipt> decide(std::uint64_t outbox_item, bool keep_ours, const gis::Actor& actor);

    // What a gesture changed: the map layers of the assets it touched are made again, large ones in a while.
    void take_delta(const gis::Delta& delta) {
        remake_entity_layers(delta);
        note_week(delta);
    }

    // More data onto the map; read again with corrected choices (remembered with the commune).
    void add_paths(const std::vector<std::filesystem::path>& paths);
    void correct(const std::map<std::string, gis::LayerChoice>& choices);
    void stop_reading();  // what was read stays
    // What was fetched of the commune's public data: into its file and onto the map.
    gis::Outcome take_public_data(const gis::FetchRequest& request, const gis::FetchedCommune& fetched);
    // A layer of a file off the map, remembered with the commune; and on it again, as long as this session knows it.
    bool take_off(const std::string& layer);
    bool put_back(const std::string& layer);
    // Features become assets of the commune: made beside this thread, then taken in by portions, one for each call of
    // import_some; its answer is what a person is told, when all is done or it was refused.
    void copy(panels::LayerCopy wanted);
    void stop_copying();  // what was taken in stays, to be undone as one
    [[nodiscard]] std::optional<double> copying() const;  // 0…1 while it goes on
    [[nodiscard]] std::optional<gis::Result<gis::Receipt>> import_some(const gis::Actor& actor);
    // Vector tiles follow what is seen: their layers are read anew beside this thread. Cheap when nothing changed.
    void look(const gis::PlaneBox& view, double units_per_px);
    [[nodiscard]] bool following() const;  // such a reading is under way
    // A layer whose map service did not answer when it was opened is asked for again by itself, less and less often up to
    // once a minute, and takes its place when it is there. This asks now, also for a service that fell silent later.
    void retry_layer(const std::string& layer);
    // What it has: `service_answer`, beside this thread. The password (of a database) is kept when it was right.
    void ask_service(const std::string& address, const std::string& password = {});
    // A layer of a service is asked for again every so many seconds (0 = when it is told to), remembered with the commune; or now.
    void refresh_every(const std::string& layer, int seconds);
    void refresh_now(const std::string& layer);
    [[nodiscard]] const panels::ServiceAnswer& service_answer() const { return service_answer_; }
    [[nodiscard]] bool reading() const;
    gis::Outcome start_source(const gis::SourceConfig& config);
    void remove_source(const std::string& id);  // and its secrets
    void test_source(const gis::SourceConfig& config);
    void try_sample(const panels::SampleRequest& request);
    void propose_week(std::chrono::local_days monday, std::vector<gis::InterventionId> guests = {});  // guests: make room for them
    void redistribute(std::chrono::local_days monday, gis::CrewId crew);  // what of it (0: of all) does not hold as it stands
    void stop_proposal();
    // « Énergie et eau »: said with each frame that shows it. Readings are taken in by portions, the picture is made beside this
    // thread and again when what it was made from changes; the last one stays meanwhile. Nothing is done while nobody asks.
    void want_energy(const gis::EnergyAsk& ask);
    [[nodiscard]] const gis::EnergyPicture* energy() const;
    [[nodiscard]] bool energy_running() const;
    // Blocks until the picture of that ask is there (images, the command line), or `patience` is over.
    const gis::EnergyPicture* wait_for_energy(const gis::EnergyAsk& ask, gis::Millis patience);
    // What the picture was made from; nothing before it was.
    [[nodiscard]] std::shared_ptr<const gis::EnergyInput> energy_input() const;
    gis::Outcome export_operat(const std::filesystem::path& file);
    // Files of readings: read beside this thread, then one gesture each (take_readings), or why not.
    void add_readings(const std::vector<std::filesystem::path>& files);
    struct ReadReadings;
    [[nodiscard]] std::vector<gis::Result<gis::Receipt>> take_readings(const gis::Actor& actor);
    // What a rule would have raised in the last `days`: `replay`, beside this thread.
    void replay_rule(const panels::ReplayRequest& request);
    [[nodiscard]] const panels::ReplayState& replay() const { return replay_; }
    void discard_proposal();
    // Proposals kept under a name, remembered with the commune. Shown again: what of it can still be done becomes the proposal.
    gis::Outcome keep_scenario(const std::string& name, std::chrono::local_days monday);
    void show_scenario(std::size_t which);
    gis::Outcome drop_scenario(std::size_t which);
    [[nodiscard]] const std::vector<gis::Scenario>& scenarios() const { return scenarios_; }
    // What « Conseil » shows (session_council.cpp): asked for in each frame that shows it, made beside this thread when the ask
    // changed, from data frozen at the first ask. Refrozen on demand; by itself while a source still sends what it has.
    void want_council(const gis::CouncilAsk& ask, std::span<const gis::ProvenSaving> savings = {});
    void refreeze_council();
    gis::Outcome keep_scenes(std::vector<gis::Scene> scenes);
    [[nodiscard]] const gis::CouncilPicture* council() const;  // the newest; nothing before the first
    [[nodiscard]] bool council_running() const;                // another is being made

    // Blocks until the map data are read and every source has sent its snapshot (or `timeout`): for images and checks.
    void wait_until_loaded(gis::Millis timeout);
    // The instant of the live picture.
    [[nodiscard]] gis::Time now();

    [[nodiscard]] const gis::Desk& desk() const { return *desk_; }
    [[nodiscard]] gis::Desk& desk() { return *desk_; }
    [[nodiscard]] const gis::World& world() const { return desk_->world(); }
    [[nodiscard]] const gis::Catalog& catalog() const { return catalog_; }
    [[nodiscard]] gis::BackendHub& hub() { return *hub_; }
    [[nodiscard]] gis::SecretStore& secrets() { return *secrets_; }
    [[nodiscard]] gis::remote::Services& services() { return *services_; }
    [[nodiscard]] const gis::MapPlane& plane() const { return *plane_; }
    [[nodiscard]] const std::vector<panels::LayerRow>& layers() const { return layers_; }
    // QGIS projects on the map, and how often they changed.
    [[nodiscard]] const std::vector<gis::OpenedProject>& projects() const { return projects_; }
    [[nodiscard]] int projects_serial() const { return projects_serial_; }
    [[nodiscard]] const std::vector<gis::Notice>& notices() const { return notices_; }
    [[nodiscard]] const gis::Gazetteer& gazetteer() const { return gazetteer_; }
    [[nodiscard]] const gis::RoadGraph& roads() const { return roads_; }
    [[nodiscard]] const gis::OpenRoads& open_roads() const { return open_roads_; }
    [[nodiscard]] const gis::TravelTime& travel() const { return travel_; }
    [[nodiscard]] const std::vector<gis::SourceStatus>& statuses() const { return statuses_; }
    [[nodiscard]] const std::vector<gis::SourceConfig>& source_configs() const { return configs_; }
    [[nodiscard]] const std::vector<gis::BackendDescription>& backends() const { return backends_; }
    [[nodiscard]] const gis::Proposal* proposal() const { return proposal_ ? &*proposal_ : nullptr; }
    [[nodiscard]] bool proposal_running() const;
    [[nodiscard]] const panels::SourceTest& source_test_result() const { return source_test_; }
    [[nodiscard]] const std::string& commune_name() const { return commune_name_; }
    [[nodiscard]] const std::filesystem::path& file() const { return file_; }
    [[nodiscard]] const std::string& zone() const { return zone_; }
    [[nodiscard]] double loading_fraction() const;  // 0…1, 1 = everything is there
    [[nodiscard]] const std::string& loading_what() const { return loading_what_.empty() ? commune_name_ : loading_what_; }
    [[nodiscard]] gis::PlaneBox bounds() const;  // where the town is, or what a project showed
    [[nodiscard]] gis::PlaneBox extent() const;  // of everything on the map

    [[nodiscard]] bool is_demo() const { return options_.demo; }

private:
    void draw_up(std::function<gis::Proposal(const gis::PlanningContext&, std::stop_token)> how);  // on a copy, in a worker
    struct Workers;
    struct EnergyShelf;
    bool look_at_energy();
    void read_meters();
    void read_weather();
    void begin_energy();
    struct ReadResult;
    Session(SessionOptions options, const gis::Clock& clock, std::function<void()> wake);
    gis::Outcome open_desk();
    void start_demo();
    void load_sources();
    [[nodiscard]] std::shared_ptr<gis::SecretStore> commune_secrets();
    void recall_paths();
    void remember_paths();
    void recall_choices();
    void read_paths(std::vector<std::filesystem::path> paths, bool replace);
    void use_plane(int epsg);
    bool take_projects();
    void put_project(gis::OpenedProject project);
    void recall_off_map();
    void remember_off_map();
    void want_again(const std::vector<std::filesystem::path>& paths);
    void copy_next();
    void take_copied();
    void end_copy();
    bool take_fresh_layers();
    void finish_reading(ReadResult read);
    bool take_read_layers();
    bool drain_sources(gis::Delta& delta);
    void send_edits();
    void take_acks();
    void apply_rules(gis::Delta& delta);
    void call_on_duty(Tick& out);
    void announce_alerts(Tick& out);
    bool take_replayed();
    bool take_council();
    void remake_entity_layers(const gis::Delta& delta);
    bool make_stale_layers();
    struct Made;
    void put_made(Made made);
    bool take_made_layers();
    void rebuild_places();
    void note_road_pieces();     // a notice where streets hang together in several pieces
    void use_roads();            // travel_, from the roads and the streets closed on some days
    bool look_for_closures();
    void recall_scenarios();
    gis::Outcome remember_scenarios();
    void follow(std::shared_ptr<const gis::VectorTiles> tiles);
    bool take_followed();
    void take_waiting(std::vector<gis::remote::WaitingService> waiting, const std::vector<gis::LayerPtr>& layers);
    void call_services();
    [[nodiscard]] bool waits(const panels::LayerRow& row) const;  // stands in for a service that was not opened yet
    bool take_called(std::vector<gis::Notice>& told);
    bool show_outages();
    void tell_far(const gis::ChangeBatch& batch);
    [[nodiscard]] bool wants_week(const gis::SourceConfig& config) const;
    void note_week(const gis::Delta& delta);
    void write_events();
    [[nodiscard]] std::string week_text(gis::Time from, gis::Time to) const;
    void send_week();
    void recall_refreshes();
    bool refresh_due();
    bool renew_tiles(const gis::Layer& layer);
    void read_features_again(std::vector<std::string> addresses);
    bool take_refreshed();
    bool show_refreshes();
    void recall_passwords(const std::vector<std::filesystem::path>& paths);
    void keep_password(const std::string& url, const std::string& password);
    [[nodiscard]] bool follows_view(const gis::Layer& layer) const;  // of vector tiles
    bool take_worker_results();
    void save_sources();
    [[nodiscard]] bool writes(const std::string& source, gis::EntityKind kind) const;
    [[nodiscard]] std::string shared_source() const;  // the first; empty = the commune is this desk's alone
    bool look_after_desk();

    SessionOptions options_;
    const gis::Clock& clock_;
    std::function<void()> wake_;
    gis::Catalog catalog_;
    std::filesystem::path file_;
    std::string commune_name_, zone_ = "Europe/Paris";
    std::optional<gis::Desk> desk_;
    std::optional<gis::MapPlane> plane_;
    std::optional<gis::RuleEngine> rules_;
    std::uint64_t alerting_seen_ = 0;            // Desk::alerting_revision the rules follow
    std::uint64_t called_for_ = 0;               // Desk::alerting_revision of the last look at the astreinte
    gis::MaybeTime next_call_;                   // of the astreinte
    std::map<gis::AlertId, gis::Time> announced_;
    panels::ReplayState replay_;
    std::shared_ptr<gis::SecretStore> secrets_;  // of this commune
    std::unique_ptr<gis::BackendHub> hub_;
    std::vector<gis::BackendDescription> backends_;
    std::vector<gis::SourceConfig> configs_;
    std::vector<gis::SourceStatus> statuses_;
    std::vector<panels::LayerRow> layers_;
    std::vector<gis::OpenedProject> projects_;
    int projects_serial_ = 0;
    std::vector<gis::Notice> notices_;
    gis::Gazetteer gazetteer_;
    gis::RoadGraph roads_;
    gis::TravelTime travel_;
    std::optional<gis::Proposal> proposal_;
    std::vector<gis::Scenario> scenarios_;
    std::vector<gis::StreetClosure> closures_;
    std::uint64_t roads_version_ = 0;
    gis::OpenRoads open_roads_;                 // roads_ without them, day by day
    std::uint64_t closures_revision_ = 0;       // of the assets they were read from
    panels::SourceTest source_test_;
    panels::ServiceAnswer service_answer_;
    std::vector<std::shared_ptr<const gis::VectorTiles>> vector_tiles_;
    LiveClock live_;
    std::shared_ptr<gis::remote::Services> services_;  // map services, asked from any thread
    std::optional<Added> added_;
    struct OffMap {
        std::filesystem::path source;  // the layer's file
        gis::LayerPtr layer;           // as it was, when taken off in this sitting
        std::size_t row = 0;           // where it stood
        std::filesystem::path path{};  // of those to read, when it went with the layer
    };
    std::map<std::string, OffMap> off_map_;  // by LayerInfo::id
    double loading_fraction_ = 1;
    std::string loading_what_;
    bool places_stale_ = false;
    std::optional<gis::CommuneExtent> town_;     // where the map is, in degrees; nothing = not known
    bool town_stale_ = true;
    std::set<std::string> told_far_;             // sources that say places far from it
    std::set<std::string> stale_kinds_;  // asset kinds whose layers are to be made again
    gis::Time forgot_at_{};
    std::size_t desk_notices_ = 0;  // of the desk's, already among notices_
    std::shared_ptr<EnergyShelf> energy_;
    std::unique_ptr<Workers> workers_;  // last: joins before what it writes to goes away
};

} // namespace vigie::app
