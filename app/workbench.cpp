#include "app/workbench.hpp"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "panels/council/scene_view.hpp"
#include "panels/edit/editing.hpp"
#include "panels/layer_title.hpp"
#include "gis/layers/commune/credits.hpp"
#include "gis/layers/gdal_session.hpp"
#include "gis/layers/remote/services.hpp"
#include "gis/model/words.hpp"
#include "gis/rules/rule_words.hpp"
#include "gis/store/inspect.hpp"
#include "panels/left/layer_tree.hpp"

namespace vigie::app {

namespace {

constexpr gis::Millis toast_stays{6'000};
constexpr std::size_t max_toasts = 64;  // kept for the notice list

panels::FontFiles font_files(const Places& places) {
    const auto fonts = places.share / "fonts";
    return {fonts / "Inter-Regular.otf", fonts / "Inter-SemiBold.otf", fonts / "JetBrainsMono-Regular.ttf", fonts / "MaterialIcons-Regular.ttf"};
}

// The cadastre is a base of its own, and what lies underground would cover the streets.
bool waits_to_be_asked_for(const std::string& theme) {
    return theme == "parcel" || theme == "water_main" || theme == "sewer_main" || theme == "valve";
}

bool same_message(const panels::Toast& a, const panels::Toast& b) {
    return a.level == b.level && a.text == b.text && a.can_undo == b.can_undo && a.put_back == b.put_back;
}

} // namespace

Workbench::Workbench(WorkbenchOptions options, std::unique_ptr<Session> session, const gis::Clock& clock, std::function<void()> wake)
    : options_(std::move(options)), preferences_(options_.preferences), session_(std::move(session)), clock_(clock),
      wake_(std::move(wake)), tables_(wake_), printer_(wake_), intake_(wake_), public_(options_.places, clock, wake_), own_notices_(options_.notices) {}

Workbench::~Workbench() { save(); }

gis::Result<std::unique_ptr<Workbench>> Workbench::create(WorkbenchOptions options, std::unique_ptr<Session> session,
                                                          render::GpuContext& gpu, const gis::Clock& clock, std::function<void()> wake) {
    std::unique_ptr<Workbench> w(new Workbench(std::move(options), std::move(session), clock, std::move(wake)));
    if (auto ready = w->set_up(gpu); !ready) return ready.error();
    return w;
}

gis::Outcome Workbench::set_up(render::GpuContext& gpu) {
    const Places& places = options_.places;
    auto tokens = panels::load_tokens(places.share / "theme/tokens.json");
    if (!tokens) return tokens.error();
    tokens_ = *tokens;
    sheet_ = std::make_unique<StyleSheet>(places, wake_);
    render::MapOptions map;
    map.fonts = {font_files(places).inter_regular, font_files(places).inter_semibold, font_files(places).icons};
    map.wake = wake_;
    auto view = render::MapView::create(gpu, std::move(map));
    if (!view) return view.error();
    map_ = std::move(view).value();
    photos_ = std::make_unique<panels::PhotoShelf>(gpu);
    adopt(std::move(session_));
    return gis::Done{};
}

void Workbench::adopt(std::unique_ptr<Session> session) {
    if (session_) save();
    if (unlocking_.valid()) unlocking_.wait();  // it works for the session before
    session_ = std::move(session);
    shell_.emplace();
    photos_->clear();
    intake_.forget();
    view_ = {};
    delta_ = {};
    fed_layers_.clear();
    seen_layers_.clear();
    make_style();
    applied_scale_ = 0;  // another commune may bring other icons
    if (options_.keep_view) restore_view(session_->desk().setting("view"), view_);
    view_restored_ = !view_.fit_commune;
    view_.rig.reduce_motion = preferences_.settings.reduce_motion;
    map_->set_plane(session_->plane().metres_per_unit(session_->bounds().empty() ? gis::PlanePoint{} : session_->bounds().centre()));
    if (session_->is_demo()) remember(preferences_, {session_->commune_name(), {}});
    else if (!session_->file().empty()) remember(preferences_, {session_->commune_name(), session_->file()});
    news_ = true;
}

void Workbench::save() {
    if (!options_.keep_view || !session_) return;
    (void)session_->desk().set_setting("view", view_json(view_));
    if (auto saved = save_preferences(preferences_, options_.places.config); !saved)
        own_notices_.push_back({gis::Severity::warning, options_.places.config.string(), saved.error().text, saved.error().remedy});
}

bool Workbench::apply_settings(float pixel_ratio) {
    const panels::Settings& s = preferences_.settings;
    const float scale = s.text_scale * pixel_ratio;
    bool fonts_changed = false;
    if (!language_ || language_->code() != s.language) {
        auto loaded = gis::Language::load(options_.places.share / "lang", s.language);
        if (loaded) language_ = std::move(loaded).value();
    }
    const float council = std::exchange(ask_.council_scale, 0.0f), council_scale = council > 0 ? council : theme_.fonts.council_scale;
    if (scale != applied_scale_ || council_scale != theme_.fonts.council_scale) {
        for (gis::Notice& n : panels::build_fonts(font_files(options_.places), scale, theme_.fonts, panels::icons_of(session_->catalog()), council_scale))
            if (std::find(own_notices_.begin(), own_notices_.end(), n) == own_notices_.end()) own_notices_.push_back(std::move(n));
        fonts_changed = true;
    }
    if (scale != applied_scale_ || s.night != applied_.night || fonts_changed) {
        theme_.night = s.night;
        theme_.scale = scale;
        theme_.colors = s.night ? tokens_.night : tokens_.day;
        theme_.day = tokens_.day;
        panels::apply_style(theme_);
    }
    if (s != applied_ && applied_scale_ != 0) {
        news_ = true;
        view_.rig.reduce_motion = s.reduce_motion;
        if (options_.keep_view) (void)save_preferences(preferences_, options_.places.config);
    }
    if (s.memory_budget_mb != applied_.memory_budget_mb || applied_scale_ == 0) share_memory(s.memory_budget_mb);
    applied_ = s;
    applied_scale_ = scale;
    return fonts_changed;
}

// An eighth for reading rasters, the rest for what is drawn.
void Workbench::share_memory(int mb) {
    const std::int64_t bytes = std::int64_t{mb} << 20;
    gis::set_read_cache(bytes / 8);
    map_->set_memory(bytes - bytes / 8);
}

bool Workbench::prepare(float pixel_ratio) {
    const bool council = view_.workspace == panels::Workspace::council || view_.projecting;
    if (council || view_.workspace == panels::Workspace::energy) session_->want_energy(view_.energy);  // the council tells what was saved
    const Session::Tick tick = session_->tick();
    delta_.merge(tick.delta);
    news_ = take_public_data() || news_;
    news_ = tables_.poll() || tables_.searching() || tables_.writing() || news_ || tick.anything();
    if (tick.layers_changed) {
        view_.home = session_->bounds();
        view_.rig.bounds = session_->extent();
        map_->set_plane(session_->plane().metres_per_unit(view_.home.centre()));
    }
    if (tick.added) show_added(*tick.added);
    const render::Camera& seen = in_council() ? view_.council_rig.camera : view_.rig.camera;
    if (seen.width > 0) session_->look(seen.visible(), seen.units_per_px);
    session_->services().cache().set_limit(static_cast<std::uintmax_t>(std::max(0, preferences_.settings.service_cache_mb)) << 20);
    take_sheets();
    take_photos();
    for (const gis::Notice& n : tick.services) say({.level = n.severity, .text = n.text, .detail = n.remedy, .at = session_->now()});
    follow_style();
    const bool fonts_changed = apply_settings(pixel_ratio);
    tell_alerts(tick);
    return fonts_changed;
}

// Many at once are one message: the list has them all.
void Workbench::tell_alerts(const Session::Tick& tick) {
    constexpr std::size_t told_apart = 3;
    const gis::Time at = session_->now();
    if (tick.alerts.size() > told_apart) {
        say({.level = gis::Severity::warning, .text = {"app.alerts", {{"n", std::to_string(tick.alerts.size())}}}, .detail = {}, .at = at});
    } else if (language_) {
        for (gis::AlertId id : tick.alerts)
            if (const gis::Alert* a = session_->world().find(id))
                say({.level = gis::Severity::warning, .text = {"app.alert", {{"number", gis::number_label(gis::EntityKind::alert, a->number)}, {"what", gis::alert_title(*a, session_->catalog(), *language_)}}}, .detail = {}, .at = at});
    }
    if (tick.called.size() > told_apart) say({.level = gis::Severity::warning, .text = {"app.called", {{"n", std::to_string(tick.called.size())}}}, .detail = {}, .at = at});
    else
        for (const gis::Text& called : tick.called) say({.level = gis::Severity::warning, .text = called, .detail = {}, .at = at});
}

// The style sheet may have been saved again; a faulty one leaves the map as it is.
void Workbench::follow_style() {
    const StyleSheet::Change change = sheet_->take();
    if (change == StyleSheet::Change::none) return;
    news_ = true;
    if (change == StyleSheet::Change::applied) {
        make_style();
        return say({.level = gis::Severity::info, .text = {"app.style_applied", {}}, .detail = {}, .at = session_->now()});
    }
    const gis::Notice& fault = sheet_->notices().front();
    say({.level = gis::Severity::warning, .text = fault.text, .detail = fault.remedy, .at = session_->now()});
}

// Files that lie elsewhere would be on a map nobody looks at.
void Workbench::show_added(const Session::Added& added) {
    if (added.layers == 0)
        return say({.level = gis::Severity::warning, .text = {"app.nothing_added", {}}, .detail = {"app.nothing_added.remedy", {}}, .at = session_->now()});
    say({.level = gis::Severity::info, .text = {"app.layers_added", {{"n", std::to_string(added.layers)}}}, .detail = {}, .at = session_->now()});
    const render::Camera& c = view_.rig.camera;
    const gis::PlanePoint a = c.plane_from_screen({0, 0}), b = c.plane_from_screen({double(c.width), double(c.height)});
    gis::PlaneBox seen;
    seen.include(a.x, a.y);
    seen.include(b.x, b.y);
    if (!added.bounds.empty() && !added.bounds.intersects(seen)) view_.rig.fly_to(added.bounds);
}

// The rules of projects beside our own; on their ground.
void Workbench::make_style() {
    styled_projects_ = session_->projects_serial();
    gis::MapStyle style = *sheet_->style();
    if (!session_->projects().empty()) {
        const auto grounded = std::ranges::find_if(session_->projects(), &gis::OpenedProject::has_background);
        if (grounded != session_->projects().end()) style.background = grounded->style.background;
        for (const gis::OpenedProject& project : session_->projects()) style.rules.insert(style.rules.begin(), project.style.rules.begin(), project.style.rules.end());
    }
    style_ = std::make_shared<gis::MapStyle>(std::move(style));
    fed_style_ = false;
}

void Workbench::feed_map() {
    if (styled_projects_ != session_->projects_serial()) make_style();
    const bool night = theme_.night && !in_council();  // a scene is never shown by night
    if (!fed_style_ || fed_night_ != night) {
        map_->set_style(style_, night);
        fed_style_ = true;
        fed_night_ = night;
    }
    for (const panels::LayerRow& row : session_->layers())
        if (seen_layers_.insert(row.layer->info.id).second && !view_restored_) {
            const gis::LayerInfo& info = row.layer->info;
            if (info.waits || (!info.place && waits_to_be_asked_for(info.theme))) view_.hidden_layers.insert(info.id);
            if (info.place) view_.open_groups.insert(panels::group_id(*info.place));
        }
    const auto state_of = [&](const panels::LayerRow& row) {
        const bool shown = !view_.hidden_layers.contains(row.layer->info.id);
        if (!in_council()) return render::MapLayerState{row.layer, shown, true};
        return render::MapLayerState{row.layer, shown && panels::is_base_map(row.layer->info), panels::has_public_names(row.layer->info)};
    };
    std::vector<std::tuple<const gis::Layer*, bool, bool>> wanted;
    std::vector<render::MapLayerState> states;
    for (const panels::LayerRow& row : session_->layers()) {
        states.push_back(state_of(row));
        wanted.emplace_back(row.layer.get(), states.back().visible, states.back().labels);
    }
    if (wanted == fed_layers_) return;
    fed_layers_ = wanted;
    map_->set_layers(std::move(states));
    view_.home = session_->bounds();
    view_.rig.bounds = session_->extent();
}

void Workbench::frame(const std::string& reason) {
    news_ = false;
    feed_map();
    all_notices_ = own_notices_;
    for (const std::vector<gis::Notice>& more : {session_->notices(), sheet_->notices(), map_->notices()})
        all_notices_.insert(all_notices_.end(), more.begin(), more.end());
    find_places_for_files();
    if (view_.workspace == panels::Workspace::council || view_.projecting)
        session_->want_council(view_.council, session_->energy() ? session_->energy()->savings : std::span<const gis::ProvenSaving>{});
    panels::CommandSink out;
    panels::Frame f{.world = session_->world(), .catalog = session_->catalog(), .language = *language_, .theme = theme_,
                    .desk = session_->desk(), .plane = session_->plane(), .gazetteer = session_->gazetteer(),
                    .roads = session_->roads(), .travel = session_->travel(), .open_roads = &session_->open_roads(), .layers = session_->layers(),
                    .sources = session_->statuses(), .backends = session_->backends(),
                    .source_configs = session_->source_configs(), .secrets = session_->secrets().keeping(), .notices = all_notices_, .toasts = toasts_,
                    .proposal = session_->proposal(), .proposal_running = session_->proposal_running(), .scenarios = &session_->scenarios(),
                    .source_test = session_->source_test_result(), .commune_name = session_->commune_name(),
                    .file_name = session_->file().string(), .zone = session_->zone(), .now = session_->now(),
                    .loading_fraction = session_->loading_fraction(), .reading_files = session_->reading(), .loading_what = session_->loading_what(),
                    .copying = session_->copying(),
                    .tables = tables_, .map = *map_, .view = view_, .settings = preferences_.settings, .out = out, .ask = ask_,
                    .delta = delta_, .frame_reason = reason.empty() ? std::string() : (*language_)({"app.drawn." + reason, {}}), .style = style_.get(), .recent = preferences_.recent, .file_places = file_places_, .service = &session_->service_answer(), .public_data = &public_.state(), .replay = &session_->replay(), .photos = photos_.get(),
                    .energy = session_->energy(), .energy_running = session_->energy_running(), .council = session_->council()};
    const std::uint64_t draws = map_->draws();
    shell_->draw(f);
    map_shown_ = map_->draws() != draws;
    delta_ = {};
    run_commands(out);
    answer_requests();
}

void Workbench::report(const gis::Result<gis::Receipt>& result, bool can_undo) {
    if (result) {
        delta_.merge(result->delta);
        session_->take_delta(result->delta);
        panels::take_receipt(view_, *result);
        say({.level = gis::Severity::info, .text = result->summary, .detail = {}, .can_undo = can_undo, .at = session_->now()});
    } else {
        say({.level = gis::Severity::error, .text = result.error().text, .detail = result.error().remedy, .at = session_->now()});
    }
    news_ = true;
}

void Workbench::run_commands(panels::CommandSink& sink) {
    const panels::Settings& s = preferences_.settings;
    const gis::Actor actor{s.actor_name, s.actor_post, s.role};
    for (const std::vector<gis::Command>& gesture : sink.take()) report(session_->execute(gesture, actor));
    if (const auto imported = session_->import_some(actor)) report(*imported);
    news_ = news_ || session_->copying().has_value();
    for (const auto& read : session_->take_readings(actor)) report(read);
    if (std::exchange(ask_.undo, false)) report(session_->undo(actor));
    if (std::exchange(ask_.redo, false)) report(session_->redo(actor));
    if (const auto decision = std::exchange(ask_.decide, {})) report(session_->decide(decision->outbox_item, decision->keep_ours, actor), false);
}

// The key is made beside the window, which it would hold for some tenths of a second.
void Workbench::unlock_secrets(const std::string& passphrase) {
    if (unlocking_.valid()) return;
    unlocking_ = std::async(std::launch::async, [&secrets = session_->secrets(), passphrase, wake = wake_] {
        gis::Outcome opened = secrets.unlock(passphrase);
        wake();
        return opened;
    });
}

// Sources that were refused for want of a password try again.
void Workbench::take_unlocked() {
    if (!unlocking_.valid() || unlocking_.wait_for(std::chrono::seconds(0)) != std::future_status::ready) return;
    const gis::Outcome opened = unlocking_.get();
    if (!opened) return say({.level = gis::Severity::error, .text = opened.error().text, .detail = opened.error().remedy, .at = session_->now()});
    say({.level = gis::Severity::info, .text = {"app.secrets.open", {}}, .detail = {}, .at = session_->now()});
    for (const gis::SourceConfig& config : session_->source_configs()) session_->hub().retry_now(config.id);
}

void Workbench::answer_requests() {
    answer_public_data();
    for (panels::Toast& t : std::exchange(ask_.toasts, {})) say(std::move(t));
    if (ask_.commune && is_open_already(*ask_.commune)) {
        ask_.commune.reset();
        say({.level = gis::Severity::info, .text = {"app.open_already", {{"name", session_->commune_name()}}}, .detail = {}, .at = session_->now()});
    }
    if (const auto paths = std::exchange(ask_.open_paths, {}); !paths.empty()) open_files(paths);
    if (std::exchange(ask_.stop_reading, false)) session_->stop_reading();
    for (const std::string& layer : std::exchange(ask_.take_off, {})) take_off(layer);
    for (const std::string& layer : std::exchange(ask_.put_back, {})) news_ = session_->put_back(layer) || news_;
    for (panels::LayerCopy& wanted : std::exchange(ask_.copies, {})) session_->copy(std::move(wanted));
    if (const auto zone = std::exchange(ask_.school_zone, {})) {
        if (auto set = session_->desk().set_setting("school_zone", *zone); !set) say({.level = gis::Severity::error, .text = set.error().text, .detail = set.error().remedy, .at = session_->now()});
        news_ = true;
    }
    if (std::exchange(ask_.stop_copying, false)) session_->stop_copying();
    for (const std::string& layer : std::exchange(ask_.retry_layers, {})) session_->retry_layer(layer);
    if (const auto address = std::exchange(ask_.ask_service, {})) session_->ask_service(*address, std::exchange(ask_.service_password, {}));
    for (const auto& [layer, seconds] : std::exchange(ask_.refresh_every, {})) session_->refresh_every(layer, seconds);
    if (const auto choices = std::exchange(ask_.layer_choices, {}); !choices.empty()) session_->correct(choices);
    for (const gis::SourceConfig& config : std::exchange(ask_.start_sources, {}))
        if (auto started = session_->start_source(config); !started)
            say({.level = gis::Severity::error, .text = started.error().text, .detail = started.error().remedy, .at = session_->now()});
    for (const std::string& id : std::exchange(ask_.remove_sources, {})) session_->remove_source(id);
    for (const std::string& id : std::exchange(ask_.retry_sources, {})) session_->hub().retry_now(id);
    for (const auto& [id, message] : std::exchange(ask_.control, {}))
        if (auto told = session_->hub().control(id, message); !told)
            say({.level = gis::Severity::error, .text = told.error().text, .detail = told.error().remedy, .at = session_->now()});
    if (const auto config = std::exchange(ask_.test_source, {})) session_->test_source(*config);
    if (const auto passphrase = std::exchange(ask_.unlock_secrets, {})) unlock_secrets(*passphrase);
    take_unlocked();
    if (const auto sample = std::exchange(ask_.try_sample, {})) session_->try_sample(*sample);
    if (auto guests = std::exchange(ask_.make_room, {}); !guests.empty()) session_->propose_week(view_.monday, std::move(guests));
    if (const auto crew = std::exchange(ask_.redistribute, {})) session_->redistribute(view_.monday, *crew);
    if (const auto request = std::exchange(ask_.replay_rule, {})) session_->replay_rule(*request);
    if (std::exchange(ask_.propose_week, false)) session_->propose_week(view_.monday);
    if (std::exchange(ask_.stop_proposal, false)) session_->stop_proposal();
    if (std::exchange(ask_.discard_proposal, false)) session_->discard_proposal();
    if (const auto name = std::exchange(ask_.keep_scenario, {}))
        if (auto kept = session_->keep_scenario(*name, view_.monday); !kept)
            say({.level = gis::Severity::error, .text = kept.error().text, .detail = kept.error().remedy, .at = session_->now()});
    if (const auto which = std::exchange(ask_.show_scenario, {}); which && *which < session_->scenarios().size()) {
        view_.monday = session_->scenarios()[*which].monday;
        session_->show_scenario(*which);
    }
    if (const auto which = std::exchange(ask_.drop_scenario, {}))
        if (auto dropped = session_->drop_scenario(*which); !dropped)
            say({.level = gis::Severity::error, .text = dropped.error().text, .detail = dropped.error().remedy, .at = session_->now()});
    if (auto scenes = std::exchange(ask_.keep_scenes, {}))
        if (auto kept = session_->keep_scenes(std::move(*scenes)); !kept)
            say({.level = gis::Severity::error, .text = kept.error().text, .detail = kept.error().remedy, .at = session_->now()});
    if (std::exchange(ask_.refreeze_council, false)) session_->refreeze_council();
    if (!ask_.clipboard.empty()) ImGui::SetClipboardText(std::exchange(ask_.clipboard, {}).c_str());
    if (const auto wanted = std::exchange(ask_.print_sheets, {})) print_sheets(*wanted);
    for (panels::PhotoRequest& wanted : std::exchange(ask_.add_photos, {})) intake_.take_in(std::move(wanted));
    if (const auto files = std::exchange(ask_.add_readings, {}); !files.empty()) session_->add_readings(files);
    if (const auto file = std::exchange(ask_.export_operat, {})) {
        const auto written = session_->export_operat(*file);
        say({.level = written ? gis::Severity::info : gis::Severity::error, .text = written ? gis::Text{"metering.operat.written", {{"path", file->string()}}} : written.error().text,
             .detail = written ? gis::Text{} : written.error().remedy, .at = session_->now()});
    }
    if (const auto file = std::exchange(ask_.export_png, {})) write_picture(map_->read_back(), *file);
}

void Workbench::write_picture(const render::Image& picture, const std::filesystem::path& file) {
    const auto written = render::write_png(picture, file);
    say({.level = written ? gis::Severity::info : gis::Severity::error,
         .text = written ? gis::Text{"app.png_written", {{"path", file.string()}}} : written.error().text,
         .detail = {}, .at = session_->now()});
}

void Workbench::take_off(const std::string& id) {
    const auto row = std::ranges::find(session_->layers(), id, [](const panels::LayerRow& r) { return r.layer->info.id; });
    if (row == session_->layers().end()) return;
    const std::string name = panels::layer_title(session_->catalog(), *language_, row->layer->info);
    if (!session_->take_off(id)) return;
    say({.level = gis::Severity::info, .text = {"app.layer_taken_off", {{"name", name}}}, .detail = {"app.layer_taken_off.detail", {}}, .can_undo = true, .put_back = id, .at = session_->now()});
}

bool Workbench::is_open_already(const panels::CommuneRequest& wanted) const {
    using Kind = panels::CommuneRequest::Kind;
    std::error_code ec;
    if (wanted.kind == Kind::demo) return session_->is_demo();
    return wanted.kind == Kind::open && wanted.paths.size() == 1 && std::filesystem::equivalent(wanted.paths.front(), session_->file(), ec);
}

void Workbench::open_files(const std::vector<std::filesystem::path>& paths) {
    const auto is_commune = [](const auto& p) { return p.extension() == ".gpkg" && gis::inspect_commune_file(p).is_commune_file; };
    const auto commune = std::find_if(paths.begin(), paths.end(), is_commune);
    // Without a commune to add them to, the files are one.
    if (commune != paths.end() || (session_->file().empty() && options_.keep_view && !session_->is_demo()))
        ask_.commune = {panels::CommuneRequest::Kind::open, paths, {}};
    else session_->add_paths(paths);
    news_ = true;
}

// What is plugged in may have changed since the dialog was open last.
void Workbench::find_places_for_files() {
    if (view_.file_task == panels::FileTask::none) return file_places_.clear();
    if (!file_places_.empty()) return;
    const Folders folders = find_folders();
    const auto add = [&](std::string_view icon, gis::Text name, const std::filesystem::path& folder) {
        if (!folder.empty()) file_places_.push_back({icon, std::move(name), folder});
    };
    add("home", {"app.place.home", {}}, folders.home);
    add("description", {"app.place.documents", {}}, folders.documents);
    add("file_download", {"app.place.downloads", {}}, folders.downloads);
    for (const auto& medium : folders.media) add("usb", {"app.place.medium", {{"name", medium.filename().string()}}}, medium);
    std::error_code ec;
    if (const std::filesystem::path last = preferences_.settings.last_folder; std::filesystem::is_directory(last, ec)) add("history", {"app.place.last", {}}, last);
    add("storage", {"app.place.computer", {}}, "/");
}

void Workbench::print_sheets(const panels::SheetRequest& wanted) {
    gis::RoadSheetOptions options{.commune = session_->commune_name(), .zone = session_->zone(), .crews = {}, .day = wanted.day, .now = session_->now(), .people = true,
                                  .credits = gis::attributions(gis::read_credits(session_->desk().setting("credits")))};
    if (wanted.crew) options.crews.push_back(wanted.crew);
    std::vector<gis::LayerPtr> layers;
    for (const panels::LayerRow& row : session_->layers()) layers.push_back(row.layer);
    gis::RoadGraph open = session_->open_roads().on(options.day);
    printer_.print({wanted.kind, session_->world(), session_->catalog(), *language_, session_->plane(), std::move(layers), std::move(open), std::move(options), wanted.folder});
}

void Workbench::take_sheets() {
    for (const auto& written : printer_.take())
        say(written ? panels::Toast{.level = gis::Severity::info, .text = {"paper.saved", {{"path", written->string()}}}, .detail = {}, .at = session_->now()}
                    : panels::Toast{.level = gis::Severity::error, .text = written.error().text, .detail = written.error().remedy, .at = session_->now()});
}

// Pictures that were made ready become one gesture; those that could not be read are told, one after the other.
void Workbench::take_photos() {
    const gis::Actor actor{preferences_.settings.actor_name, preferences_.settings.actor_post, preferences_.settings.role};
    for (PhotoIntake::Ready& ready : intake_.take()) {
        std::vector<gis::Command> gesture;
        for (auto& picture : ready.pictures) {
            if (picture) gesture.push_back(gis::command::AddPhoto{ready.intervention, ready.moment, {}, std::make_shared<const gis::KeptPicture>(std::move(*picture))});
            else say({.level = gis::Severity::error, .text = picture.error().text, .detail = picture.error().remedy, .at = session_->now()});
        }
        if (!gesture.empty()) report(session_->execute(gesture, actor));
        news_ = true;
    }
}

void Workbench::say(panels::Toast toast) {
    if (toast.text.empty()) return;
    if (!toasts_.empty() && same_message(toasts_.back(), toast) && toast.at - toasts_.back().at < toast_stays) {
        ++toasts_.back().repeats;
        toasts_.back().at = toast.at;
    } else {
        toasts_.push_back(std::move(toast));
        if (toasts_.size() > max_toasts) toasts_.erase(toasts_.begin());
    }
    news_ = true;
}

Workbench::Due Workbench::due() {
    if (news_) return {0, "news"};
    if (!ImGui::GetCurrentContext()->InputEventsQueue.empty()) return {0, "input"};  // ImGui spreads fast keys over frames
    if (map_shown_ && map_->wants_frame(session_->now())) return {0, map_->frame_reason()};
    Due due;
    if (const auto ms = shell_->wants_frame_in_ms()) due = {*ms, "interface"};
    if (const auto ms = map_->wants_frame_in_ms(); map_shown_ && ms && (!due.in_ms || *ms < *due.in_ms)) due = {*ms, "service"};
    if (const auto ms = session_->next_deadline_ms(); ms && (!due.in_ms || *ms < *due.in_ms)) due = {*ms, "deadline"};
    return due;
}

} // namespace vigie::app
