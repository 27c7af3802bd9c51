// What every panel gets for one frame: the World to read, the words, the theme, the view state to change, and the sink
// for commands. During the UI pass nothing in the World changes.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gis/backends/hub.hpp"
#include "gis/council/council_picture.hpp"
#include "gis/energy/energy_picture.hpp"
#include "gis/layers/crs.hpp"
#include "gis/layers/gazetteer.hpp"
#include "gis/layers/layer.hpp"
#include "gis/layers/open.hpp"
#include "gis/layers/remote/service.hpp"
#include "gis/layers/style.hpp"
#include "gis/layers/table_worker.hpp"
#include "gis/model/catalog.hpp"
#include "gis/model/command.hpp"
#include "gis/model/language.hpp"
#include "gis/model/world.hpp"
#include "gis/paper/sheet_kind.hpp"
#include "gis/planning/feasibility.hpp"
#include "gis/planning/proposal.hpp"
#include "gis/planning/scenario.hpp"
#include "gis/planning/school_calendar.hpp"
#include "gis/planning/street_closures.hpp"
#include "gis/planning/travel.hpp"
#include "gis/rules/rule_replay.hpp"
#include "gis/store/desk.hpp"
#include "panels/public_data.hpp"
#include "panels/theme.hpp"
#include "render/map_view.hpp"

namespace vigie::panels {

enum class Workspace : std::uint8_t { map, planning, energy, council, sources };
enum class BottomTab : std::uint8_t { feed, reports, alerts, crews, interventions, sensors, table };
// Questions asked before a command: the subject is the selection.
enum class Dialog : std::uint8_t {
    none, qualify, reject, forward, reopen, merge, reply, assign, force, absence, suspend, clear_alert, refuse_request,
    conflict,  // its subject is the oldest edit in dispute
    change_state, escalate, answer_escalation, back_to_plan,
    record_work, finish_work  // what an intervention took; the second also says that it is finished
};
// What the file dialog is open for.
enum class FileTask : std::uint8_t { none, add_files, open_commune, create_commune, save_sheets, add_photos, add_readings };
// `draw` adds an asset of ViewState::draw_kind, `reshape` moves the selected asset and its vertices.
enum class MapTool : std::uint8_t { pointer, lasso, measure, locate, draw, reshape };

// Features of one layer, rising; shared, so that a million of them are passed on by pointer.
using FeatureSet = std::shared_ptr<const std::vector<std::uint32_t>>;

// One selection and one filter, shared by map, lists and board.
struct Selection {
    std::vector<gis::EntityRef> entities;  // the last one is shown in the inspector
    std::map<std::string, FeatureSet> features;  // of map layers that show no entities, by LayerInfo::id; none is empty
    std::optional<render::FeatureHit> feature;   // the one of them that the inspector shows
    [[nodiscard]] bool empty() const { return entities.empty() && features.empty() && !feature; }
    [[nodiscard]] gis::EntityRef primary() const { return entities.empty() ? gis::EntityRef{} : entities.back(); }
    [[nodiscard]] bool contains(gis::EntityRef ref) const;
    [[nodiscard]] std::size_t count() const;
};

struct Filter {
    std::string quartier;                 // empty = all
    std::set<std::string> domains;        // empty = all
    int max_severity = 6;                 // 1 … max_severity
    bool today_only = false;
    std::string text;                     // of the focused list
    bool open_only = true;
    bool to_arbitrate = false;            // interventions and requests that wait for the director
    bool operator==(const Filter&) const = default;
    [[nodiscard]] int active_count() const;
};

enum class BacklogSort : std::uint8_t { urgency, deadline, duration, quartier };

// What the backlog beside the board is narrowed down to.
struct BacklogFilter {
    std::string text;
    bool due_this_week = false, needs_skill = false, regulatory = false, to_arbitrate = false;
    std::string quartier;
    BacklogSort sort = BacklogSort::urgency;
    bool operator==(const BacklogFilter&) const = default;
};

// A search kept under a name, of the backlog or of a list of the bottom dock.
struct SavedFilter {
    std::string name;
    std::string list;                     // "backlog", or ListSpec::id
    Filter filter;                        // of a list
    BacklogFilter backlog;
    bool operator==(const SavedFilter&) const = default;
};
inline constexpr std::size_t max_saved_filters = 100, max_filter_name = 60;

// A line of « Échéances »: a duty of the catalogue at an asset (or, without asset, once for the commune).
struct DueChoice {
    std::string duty;                     // Duty::id; empty = none
    gis::AssetId asset;
};

struct Settings {
    std::string language = "fr";
    bool night = false;
    float text_scale = 1.0f;              // 0.85 … 2.0 in steps of 0.05
    bool reduce_motion = false;
    std::string actor_name, actor_post = "régulation";
    gis::Role role = gis::Role::dispatcher;
    // What the map may hold, in MiB; without a choice by the machine's own memory (app/machine_memory.hpp).
    static constexpr int least_memory_mb = 256, most_memory_mb = 4096, memory_step_mb = 256;
    int memory_budget_mb = 1024;
    int service_cache_mb = 500;           // of what map services answered, kept on disk
    bool metric_precise = false;          // coordinates with centimetres
    std::string last_folder;              // where files were opened last
    std::string public_mirror;            // instead of the public services, as `vigie new --mirror`; in settings.json alone
    bool operator==(const Settings&) const = default;
};

// What "Vues" keeps: where the map looked, what it showed.
struct SavedView {
    std::string name;
    gis::PlanePoint centre;
    double units_per_px = 1;
    std::set<std::string> hidden_layers;
    Filter filter;
    bool operator==(const SavedView&) const = default;
};

// Preview of the interface as seen with a colour-vision deficiency (legend, `palette`).
enum class ColorVision : std::uint8_t { usual, deutan, protan, tritan, grey };

// How a person set the attribute table of a layer: kept with the view.
struct TableLook {
    std::set<std::string> hidden;             // columns
    std::map<std::string, float> widths;      // px at scale 1
    std::string sort_column;
    bool descending = false;
    bool operator==(const TableLook&) const = default;
};

// What crews take with them or hang up, to be written into a folder as one file; no crew = every crew's.
struct SheetRequest {
    gis::SheetKind kind = gis::SheetKind::day;
    gis::CrewId crew;
    std::chrono::local_days day{};      // of the week: its Monday
    std::filesystem::path folder;
};

// State of the view, not of the commune: owned by app, saved in the session file.
struct ViewState {
    Workspace workspace = Workspace::map;
    BottomTab bottom_tab = BottomTab::reports;
    MapTool tool = MapTool::pointer;
    Selection selection;
    DueChoice due;                         // holds while its asset is the selection (due_is_chosen)
    gis::EntityRef hovered;
    std::optional<render::FeatureHit> hovered_feature;  // of a map layer: under the pointer on the map or in the table
    Filter filter;
    std::set<std::string> hidden_layers;   // LayerInfo::id, or live overlays "live.reports", "live.sensors"…
    std::set<std::string> hidden_for_pictures;  // of them, those that would cover the aerial pictures now shown
    std::set<std::string> open_groups = {"live", "eau", "voirie", "espaces_verts"};
    bool left_open = true, right_open = true, bottom_open = true;
    float left_width = 272, right_width = 368, bottom_height = 268;  // px at scale 1
    bool palette_open = false;
    bool settings_open = false;
    bool notices_open = false;
    bool report_form_open = false;
    std::optional<gis::LonLat> report_form_place;
    std::string report_form_address;
    Dialog dialog = Dialog::none;
    FileTask file_task = FileTask::none;
    bool service_open = false;             // the form for a map service
    bool public_data_open = false;         // the assistant « Ma commune »
    bool alerting_open = false;            // rules, astreinte, quiet hours
    std::string alerting_rule;             // AlertRule::id to open there; consumed
    gis::CrewId dialog_crew;               // of Dialog::force and Dialog::absence
    std::string table_layer;               // LayerInfo::id of the attribute table
    std::map<std::string, TableLook> table_looks;  // by LayerInfo::id
    bool export_open = false;              // features of `table_layer` to a file
    bool draw_menu_open = false;           // which kind of object to add; consumed by the map's tools
    std::string draw_kind;                 // asset kind that MapTool::draw adds
    gis::AssetId asset_form;               // whose attributes are being typed in the inspector
    int queue_step = 0;                    // J/K: rows to move in the focused list, consumed by the bottom dock, or the cards to plan
    bool accept_proposal = false;          // what of it is taken: consumed by its banner
    int board_zoom_step = 0;               // + and −: consumed by the week board
    bool find_in_list = false;             // Ctrl+F: the bottom dock opens its filter and takes the keyboard
    gis::MaybeTime time_cursor;            // none = live
    std::chrono::local_days monday{};      // of the week on the board
    render::CameraRig rig;
    gis::PlaneBox home;                    // where the town is: the first view and "whole commune"; set by app
    bool fit_commune = true;               // frame everything at the next chance
    std::vector<SavedView> saved_views;
    std::vector<SavedFilter> saved_filters;
    ColorVision color_vision = ColorVision::usual;
    bool help_open = false;
    bool diagnostics = false;              // why frames are drawn, in the status bar
    bool nearest_open = false;             // "plus proche ici" at `nearest_place`
    std::optional<gis::LonLat> nearest_place;
    gis::EntityRef nearest_for;            // … for this report, alert or intervention; none = for whatever may come there
    gis::EntityRef dragged;                // being dragged from map, list, backlog or board: whoever starts it sets it,
                                           // targets look at it, the shell clears it after the mouse was released
    int focus_zone = -1;                   // F6: zone that should take the keyboard, consumed by the shell
    SheetRequest sheets;                   // of FileTask::save_sheets
    gis::InterventionId photos_of;         // of FileTask::add_photos
    gis::PhotoMoment photo_moment = gis::PhotoMoment::before;
    std::string photo_open;                // Photo::id shown large; empty = none
    gis::EnergyAsk energy;                 // what « Énergie et eau » shows: Frame::energy answers
    gis::MeterId energy_leak;              // whose leak card was touched last: I answers it; 0 = the first finding of the building
    gis::CouncilAsk council;               // what « Conseil » shows: Frame::council answers
    bool projecting = false;               // council mode: the whole window is the council's
    bool council_blank = false;            // … and shows nothing for a moment
    bool council_end = false;              // … or its last page: of when the data are, and where they come from
    render::CameraRig council_rig;         // where the map of the scene looks
};

struct Toast {
    gis::Severity level = gis::Severity::info;
    gis::Text text;
    gis::Text detail;
    bool can_undo = false;
    std::string put_back = {};  // LayerInfo::id: undoing puts this layer back on the map
    gis::Time at{};
    int repeats = 1;
};

// Another commune instead of the one that is open.
struct CommuneRequest {
    enum class Kind : std::uint8_t { demo, open, create };
    Kind kind = Kind::demo;
    std::vector<std::filesystem::path> paths;      // open: a commune file or map data; create: the file to make
    std::string name;                              // of a new one
    bool operator==(const CommuneRequest&) const = default;
};
struct RecentCommune {
    std::string name;
    std::filesystem::path file;                    // empty = the demo
    bool operator==(const RecentCommune&) const = default;
};
// A folder to begin from in the file dialog.
struct FilePlace {
    std::string_view icon;
    gis::Text name;
    std::filesystem::path folder;
};

// Features of a layer to become assets of the commune: made on a worker, taken in as one gesture.
struct LayerCopy {
    gis::LayerPtr layer;
    FeatureSet features;                           // null = all
    std::string kind;                              // of the catalogue
};

// A mapping to be tried on a message, or proposed from it.
struct SampleRequest {
    gis::SourceConfig config;
    std::string where, text;
    bool propose = false;
};

// What a rule would have done in the last days.
struct ReplayRequest {
    gis::AlertRule rule;
    int days = 7;
};
struct ReplayState {
    bool running = false;
    std::optional<gis::RuleReplay> done;
};

// Pictures to be kept with an intervention: made ready beside the UI thread, then added as one gesture.
struct PhotoRequest {
    gis::InterventionId intervention;
    gis::PhotoMoment moment = gis::PhotoMoment::before;
    std::vector<std::filesystem::path> files;
};

class PhotoShelf;

// What a panel asks app for beyond domain commands.
struct AppRequests {
    std::vector<std::filesystem::path> open_paths;
    std::map<std::string, gis::LayerChoice> layer_choices;  // correct a guess and read again
    bool stop_reading = false;
    std::vector<std::string> take_off, put_back;   // LayerInfo::id: off the map, and on it again
    std::vector<LayerCopy> copies;
    bool stop_copying = false;
    std::vector<std::string> retry_layers;                  // LayerInfo::id: ask their services now
    std::vector<std::pair<std::string, int>> refresh_every; // LayerInfo::id, seconds (0 = when asked only)
    std::optional<std::string> ask_service;                 // address of a map service or database: what does it have?
    std::string service_password;                           // of that database; kept when it was right
    std::optional<std::string> find_commune;                // name or INSEE code: PublicDataState::found
    std::optional<gis::FoundCommune> weigh_commune;         // how big are its data: PublicDataState::sizes
    std::optional<PublicDataOrder> fetch_public;
    bool stop_public = false;
    std::optional<CommuneRequest> commune;
    bool quit = false, undo = false, redo = false, full_screen = false;
    std::vector<gis::SourceConfig> start_sources;
    std::vector<std::string> remove_sources, retry_sources;
    std::vector<std::pair<std::string, std::string>> control;  // source id, JSON
    std::optional<gis::SourceConfig> test_source;
    std::optional<std::string> unlock_secrets;              // passphrase
    std::optional<SampleRequest> try_sample;
    struct Decision {                              // on an edit that its source did not take
        std::uint64_t outbox_item = 0;
        bool keep_ours = false;
        bool operator==(const Decision&) const = default;
    };
    std::optional<Decision> decide;
    std::optional<ReplayRequest> replay_rule;
    std::vector<gis::InterventionId> make_room;    // a proposal of the board's week with these in it, when there are any
    std::optional<gis::CrewId> redistribute;       // a proposal of the board's week: what of this crew does not hold goes elsewhere; 0 = of all
    std::optional<std::string> school_zone;        // of the commune: "A" "B" "C", "" = by its département
    bool propose_week = false, stop_proposal = false, discard_proposal = false;
    std::optional<std::string> keep_scenario;      // the proposal shown, under this name
    std::optional<std::size_t> show_scenario, drop_scenario;  // by place in Frame::scenarios
    std::string clipboard;
    std::vector<Toast> toasts;                     // to show: what a panel did without a command (an export)
    std::optional<std::filesystem::path> export_png;
    std::optional<SheetRequest> print_sheets;
    std::vector<PhotoRequest> add_photos;
    std::vector<std::filesystem::path> add_readings;   // files of meter readings
    std::optional<std::vector<gis::Scene>> keep_scenes; // of the council, in order
    bool refreeze_council = false;                     // its data are of now again
    float council_scale = 0;                           // of the faces of the scene; 0 = as they are
    std::optional<std::filesystem::path> export_scene; // the next whole picture of council mode, as PNG
    std::optional<std::filesystem::path> export_operat; // the yearly table, as CSV
};

// Domain commands pushed during the frame; executed by app after the UI pass, in order. One group = one gesture.
class CommandSink {
public:
    void push(gis::Command command) { groups_.push_back({std::move(command)}); }
    void push(std::vector<gis::Command> gesture) { groups_.push_back(std::move(gesture)); }
    [[nodiscard]] std::vector<std::vector<gis::Command>> take() { return std::exchange(groups_, {}); }

private:
    std::vector<std::vector<gis::Command>> groups_;
};

struct ServiceOutage {       // the map service of a layer does not answer
    gis::Time since{}, next{};  // by the computer's clock; next: when it is asked again
    gis::Text why{};
    bool operator==(const ServiceOutage&) const = default;
};

struct LayerRefresh {        // of a layer that is asked for again from time to time
    int every_s = 0;         // 0 = when asked only
    gis::MaybeTime last{};   // when the service gave what is shown, by the computer's clock
    bool asking = false;
    bool operator==(const LayerRefresh&) const = default;
};

struct LayerRow {
    gis::LayerPtr layer;
    bool loading = false;    // being read again: this is the last good one
    std::optional<ServiceOutage> outage{};
    std::optional<LayerRefresh> refresh{};
};

struct SourceTest {          // result of the Tester button
    bool running = false;
    std::optional<gis::ChangeBatch> batch;
    std::optional<gis::SourceSample> sample;  // what came last, as it came
    std::optional<std::string> proposal;      // members of a configuration, as JSON
    std::optional<gis::Error> error;
    gis::Millis took{0};
};

struct ServiceAnswer {       // what a map service has
    std::string address;
    bool running = false;
    std::optional<gis::remote::Offer> offer;
    std::optional<gis::Error> error;
};

struct Frame {
    const gis::World& world;
    const gis::Catalog& catalog;
    const gis::Language& language;
    const Theme& theme;
    const gis::Desk& desk;
    const gis::MapPlane& plane;
    const gis::Gazetteer& gazetteer;
    const gis::RoadGraph& roads;
    const gis::TravelTime& travel;
    const gis::OpenRoads* open_roads = nullptr;   // the roads of each day, without the streets closed then
    const std::vector<LayerRow>& layers;
    const std::vector<gis::SourceStatus>& sources;
    const std::vector<gis::BackendDescription>& backends;
    const std::vector<gis::SourceConfig>& source_configs;
    gis::SecretKeeping secrets;
    const std::vector<gis::Notice>& notices;
    const std::vector<Toast>& toasts;
    const gis::Proposal* proposal = nullptr;      // shown as a difference on the board
    bool proposal_running = false;
    const std::vector<gis::Scenario>* scenarios = nullptr;  // kept proposals; nothing = none
    const SourceTest& source_test;
    std::string commune_name;
    std::string file_name;                        // of the commune file
    std::string zone = "Europe/Paris";
    gis::Time now{};                              // the clock of the live picture (the simulator's when it drives)
    double loading_fraction = 1;                  // < 1 while data are being read
    bool reading_files = false;                   // a person can stop it
    std::string loading_what;
    std::optional<double> copying = {};           // 0…1 while features become assets
    gis::TableWorker& tables;                     // searches, figures and exports of the attribute table
    render::MapView& map;
    ViewState& view;
    Settings& settings;
    CommandSink& out;
    AppRequests& ask;
    const gis::Delta& delta;                      // what changed since the last frame
    std::string frame_reason;                     // why this frame is drawn (diagnostics)
    const gis::MapStyle* style = nullptr;         // of the map, for swatches; may be absent
    std::span<const RecentCommune> recent = {};   // newest first
    std::span<const FilePlace> file_places = {};  // while the file dialog is open
    const ServiceAnswer* service = nullptr;       // of the service asked last
    const PublicDataState* public_data = nullptr; // of the assistant « Ma commune »
    const ReplayState* replay = nullptr;          // of the rule that was replayed last
    PhotoShelf* photos = nullptr;                 // pictures as textures; may be absent
    const gis::EnergyPicture* energy = nullptr;   // the newest; its ask may lag behind ViewState::energy while one is made
    bool energy_running = false;
    const gis::CouncilPicture* council = nullptr; // likewise of ViewState::council

    // The commune's school holidays: "A" "B" "C", or empty where nothing says.
    [[nodiscard]] std::string school_zone() const { return gis::school_zone(catalog, desk.setting("school_zone"), desk.setting("insee")); }
    [[nodiscard]] std::string tr(std::string_view key) const { return language(key); }
    [[nodiscard]] std::string tr(const gis::Text& text) const { return language(text); }
};

// The roads that are open then.
// Whether this post may force what a check refuses: the catalogue's word (section "overrides").
[[nodiscard]] inline bool may_override(const Frame& frame) { return frame.catalog.may_override(gis::name(frame.settings.role)); }
[[nodiscard]] inline gis::RoadGraph roads_at(const Frame& frame, gis::Time t) { return frame.open_roads ? frame.open_roads->at(t) : frame.roads; }

} // namespace vigie::panels
