#include "tests/ui/stage.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "gis/layers/entity_layers.hpp"
#include "gis/layers/photo.hpp"
#include "gis/layers/style.hpp"
#include "panels/edit/editing.hpp"
#include "tests/ui/fixture.hpp"

namespace vigie::ui {

namespace {

// A test cannot go on without these: it says which and stops.
template <class T>
T must(gis::Result<T> result, const char* what) {
    if (!result.ok()) {
        std::fprintf(stderr, "stage: %s: %s %s\n", what, result.error().text.key.c_str(), result.error().detail.c_str());
        std::abort();
    }
    return std::move(result).value();
}

const std::filesystem::path source = VIGIE_SOURCE_DIR;

gis::SourceStatus status(const char* id, const char* name, const char* backend, gis::SourceHealth health) {
    gis::SourceStatus s;
    s.source = id;
    s.name = name;
    s.backend = backend;
    s.health = health;
    s.since = fixture_now() - std::chrono::hours{3};
    s.last_news = fixture_now() - std::chrono::seconds{4};
    s.changes_received = 1200;
    return s;
}

} // namespace

Stage::Stage(const StageOptions& given) : options(given), clock(fixture_now()) {
    setenv("EGL_PLATFORM", "surfaceless", 0);
    catalog = gis::load_catalog({source / "assets/catalog"}).catalog;
    context = must(render::OffscreenContext::create(), "off-screen context");
    gpu = must(render::GpuContext::create(source / "shaders"), "GPU");
    const std::filesystem::path fonts = std::filesystem::path(VIGIE_BINARY_DIR) / "share/vigie/fonts";
    render::MapOptions map_options;
    map_options.fonts = {fonts / "Inter-Regular.otf", fonts / "Inter-SemiBold.otf", fonts / "MaterialIcons-Regular.ttf"};
    map = must(render::MapView::create(*gpu, map_options), "map");
    photos = std::make_unique<panels::PhotoShelf>(*gpu);
    language = std::make_unique<gis::Language>(must(gis::Language::load(source / "assets/lang", options.language), "language"));
    gis::DeskOptions desk_options;
    desk_options.catalog = &catalog;
    desk_options.clock = &clock;
    desk = std::make_unique<gis::Desk>(must(gis::Desk::open(desk_options), "desk"));
    plane = std::make_unique<gis::MapPlane>(must(gis::MapPlane::create(2154), "plane"));
    travel = [](gis::LonLat a, gis::LonLat b) { return gis::Seconds{static_cast<long>(gis::distance_m(a, b) / 7) + 30}; };
    tokens = must(panels::load_tokens(source / "assets/theme/tokens.json"), "tokens");
    if (!options.empty) {
        delta = must(desk->derive(fixture_entities(), {}, false), "fixture");
        for (gis::LayerPtr& layer : gis::layers_of(desk->world(), catalog, *plane)) layers.push_back({std::move(layer), false});
        std::vector<gis::LayerPtr> streets;
        std::vector<render::MapLayerState> states;
        for (const panels::LayerRow& row : layers) {
            if (row.layer->info.theme == "street") streets.push_back(row.layer);
            states.push_back({row.layer, true, true});
        }
        roads = gis::RoadGraph::build(streets, 1);
        map->set_layers(std::move(states));
        sources = {status("demo", "Simulateur de journée", "demo", gis::SourceHealth::ok),
                   status("telereleve", "Télérelève eau", "files", gis::SourceHealth::offline)};
    }
    style = std::make_shared<const gis::MapStyle>(gis::load_style(source / "assets/styles/municipal.json").style);
    map->set_style(style, options.night);
    map->set_plane(1);
    settings.language = options.language;
    settings.night = options.night;
    settings.actor_name = "C. Delmas";
    view.monday = std::chrono::local_days{std::chrono::year{2026} / 11 / 23};
    if (const auto c = plane->plane_from_lonlat(fixture_centre())) view.rig.camera.centre = *c;
    view.rig.camera.units_per_px = 1.1 / double(options.scale);
    view.fit_commune = false;
    build_theme();
}

Stage::~Stage() = default;

void Stage::build_theme() {
    theme.night = options.night;
    theme.scale = options.scale;
    theme.colors = options.night ? tokens.night : tokens.day;
    theme.day = tokens.day;
}

panels::Frame Stage::frame() {
    (void)tables.poll();
    return {.world = desk->world(), .catalog = catalog, .language = *language, .theme = theme, .desk = *desk, .plane = *plane,
            .gazetteer = gazetteer, .roads = roads, .travel = travel, .layers = layers, .sources = sources,
            .backends = backends, .source_configs = source_configs, .secrets = secrets, .notices = notices, .toasts = toasts,
            .source_test = source_test, .commune_name = "Valmont-sur-Aude", .file_name = file_name, .now = clock.now(),
            .loading_fraction = loading_fraction, .reading_files = reading_files, .loading_what = loading_what, .tables = tables, .map = *map, .view = view, .settings = settings, .out = sink, .ask = ask, .delta = delta,
            .frame_reason = {}, .style = style.get(), .recent = recent, .file_places = file_places, .service = &service, .public_data = &public_data, .replay = &replay, .photos = photos.get(), .energy = energy, .energy_running = energy_running, .council = council ? &*council : nullptr};
}

void Stage::remake_layers() {
    layers.clear();
    std::vector<render::MapLayerState> states;
    for (gis::LayerPtr& layer : gis::layers_of(desk->world(), catalog, *plane)) layers.push_back({std::move(layer), false});
    for (const gis::LayerPtr& layer : more_layers) layers.push_back({layer, false});
    for (const panels::LayerRow& row : layers) states.push_back({row.layer, true, true});
    map->set_layers(std::move(states));
}

void Stage::settle() {
    delta = {};
    const gis::Actor actor{settings.actor_name, settings.actor_post, settings.role};
    for (const std::vector<gis::Command>& gesture : sink.take()) {
        commands.insert(commands.end(), gesture.begin(), gesture.end());
        auto receipt = desk->execute(std::span<const gis::Command>(gesture), actor);
        if (receipt.ok()) {
            delta.merge(receipt->delta);
            panels::take_receipt(view, *receipt);
            receipts.push_back(std::move(receipt).value());
        } else {
            refused.push_back(receipt.error());
        }
    }
    const auto turn = [&](bool& asked, gis::Result<gis::Receipt> (gis::Desk::*act)(const gis::Actor&)) {
        if (!std::exchange(asked, false)) return;
        auto receipt = ((*desk).*act)(actor);
        if (receipt.ok()) delta.merge(receipt->delta);
        else refused.push_back(receipt.error());
    };
    if (const auto wanted = std::exchange(ask.replay_rule, {})) {
        const gis::Time to = clock.now(), from = to - std::chrono::days{wanted->days};
        replay = {.running = false, .done = gis::replay_rule(catalog, "Europe/Paris", gis::replay_input(desk->world(), wanted->rule, from, to, [&](gis::SensorId s, gis::Time a, gis::Time b) { return desk->observations(s, a, b); }), {})};
    }
    for (const panels::PhotoRequest& wanted : std::exchange(ask.add_photos, {}))
        for (const auto& file : wanted.files) {
            auto kept = gis::keep_picture(file);
            if (!kept) { not_pictures.push_back(kept.error()); continue; }
            auto receipt = desk->execute(gis::command::AddPhoto{wanted.intervention, wanted.moment, {}, std::make_shared<const gis::KeptPicture>(std::move(*kept))}, actor);
            if (receipt.ok()) delta.merge(receipt->delta);
            else refused.push_back(receipt.error());
        }
    turn(ask.undo, &gis::Desk::undo);
    turn(ask.redo, &gis::Desk::redo);
    const auto of_assets = [](gis::EntityRef ref) { return ref.kind == gis::EntityKind::asset; };
    if (std::ranges::any_of(delta.put, of_assets) || std::ranges::any_of(delta.removed, of_assets)) remake_layers();
}

} // namespace vigie::ui
