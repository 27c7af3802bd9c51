// `vigie render`: one picture of the map, or of the whole interface, without a display.
#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>
#include <sstream>

#include "app/commune_file.hpp"
#include "app/painter.hpp"
#include "app/system_clock.hpp"
#include "app/verbs.hpp"
#include "gis/layers/remote/services.hpp"
#include "gis/model/entity_json.hpp"
#include "gis/model/zone.hpp"

namespace vigie::app {

namespace {

constexpr gis::Millis load_patience{120'000};
constexpr int settle_frames = 40, calm_frames = 4;  // labels fade in, tiles arrive

gis::Error wrong(const char* option, const std::string& value) {
    return {gis::ErrorClass::input, {"app.bad_value", {{"option", option}, {"value", value}}}, {"app.bad_value.remedy", {}}, value};
}

std::vector<std::string> split(const std::string& text) {
    std::vector<std::string> out;
    std::istringstream in(text);
    for (std::string part; std::getline(in, part, ',');) out.push_back(part);
    return out;
}

std::optional<double> number(const std::string& text) {
    double value = 0;
    const auto r = std::from_chars(text.data(), text.data() + text.size(), value);
    return r.ec == std::errc{} && r.ptr == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

// minx,miny,maxx,maxy in the plane of the map, or in EPSG:n when given.
gis::Result<gis::PlaneBox> parse_extent(const std::string& text, const gis::MapPlane& plane) {
    std::vector<std::string> parts = split(text);
    int epsg = plane.epsg();
    if (parts.size() == 5 && parts[4].starts_with("EPSG:")) {
        epsg = std::atoi(parts[4].c_str() + 5);
        parts.pop_back();
    }
    std::vector<double> values;
    for (const std::string& p : parts)
        if (const auto v = number(p)) values.push_back(*v);
    if (values.size() != 4 || parts.size() != 4 || values[0] >= values[2] || values[1] >= values[3]) return wrong("--extent", text);
    if (epsg == plane.epsg()) return gis::PlaneBox{values[0], values[1], values[2], values[3]};
    std::optional<gis::MapPlane> from;
    if (epsg != 4326) {
        auto created = gis::MapPlane::create(epsg);
        if (!created) return created.error();
        from = *created;
    }
    gis::PlaneBox box;
    for (const auto& [x, y] : {std::pair{values[0], values[1]}, {values[2], values[1]}, {values[0], values[3]}, {values[2], values[3]}}) {
        const auto lonlat = from ? from->lonlat_from_plane({x, y}) : std::optional(gis::LonLat{x, y});
        const auto p = lonlat ? plane.plane_from_lonlat(*lonlat) : std::nullopt;
        if (!p) return wrong("--extent", text);
        box.include(p->x, p->y);
    }
    return box;
}

void choose_layers(const std::string& wanted, const Session& session, panels::ViewState& view) {
    if (wanted.empty()) return;
    const std::vector<std::string> names = split(wanted);
    const auto named = [&](const gis::LayerInfo& info) {
        return std::any_of(names.begin(), names.end(), [&](const auto& n) { return n == info.name || n == info.theme || n == info.kind || n == info.id; });
    };
    for (const panels::LayerRow& row : session.layers())
        if (!named(row.layer->info)) view.hidden_layers.insert(row.layer->info.id);
    for (const char* live : {"live.reports", "live.sensors", "live.crews", "live.alerts", "live.interventions", "live.due"})
        if (std::find(names.begin(), names.end(), live) == names.end()) view.hidden_layers.insert(live);
}

void choose_workspace(const std::string& name, panels::ViewState& view) {
    view.workspace = name == "planification" ? panels::Workspace::planning : name == "energie" ? panels::Workspace::energy : name == "conseil" ? panels::Workspace::council : name == "sources" ? panels::Workspace::sources : panels::Workspace::map;
}

struct Scene {
    std::unique_ptr<Painter> painter;
    std::unique_ptr<Workbench> bench;
};

gis::Result<Scene> set_scene(const VerbContext& c, const gis::Clock& clock, std::pair<int, int> size) {
    const RenderArguments& r = c.line.render;
    Scene scene;
    auto painter = Painter::create(c.places.share / "shaders", size.first, size.second);
    if (!painter) return painter.error();
    scene.painter = std::move(painter).value();
    SessionOptions o;
    o.places = c.places;
    o.demo = r.demo;
    o.in_memory = true;
    o.paths = c.line.paths;
    o.demo_config_json = demo_config_json(c.line.seed, 1, r.workspace == "conseil" ? DemoPast::first : DemoPast::none);
    auto session = Session::open(std::move(o), clock, [] {});
    if (!session) return session.error();
    (*session)->wait_until_loaded(load_patience);
    WorkbenchOptions w;
    w.places = c.places;
    w.preferences.settings.language = c.language.code();
    w.preferences.settings.night = r.theme == "night";
    w.preferences.settings.reduce_motion = true;
    w.keep_view = false;
    auto bench = Workbench::create(std::move(w), std::move(session).value(), scene.painter->gpu(), clock, [] {});
    if (!bench) return bench.error();
    scene.bench = std::move(bench).value();
    return scene;
}

// What the picture lacks: files that could not be read, services that gave nothing.
std::vector<gis::Notice> lacking(Workbench& bench) {
    std::vector<gis::Notice> all = bench.session().notices();
    for (gis::Notice& n : bench.session().services().take_notices()) all.push_back(std::move(n));
    std::erase_if(all, [](const gis::Notice& n) { return n.severity == gis::Severity::info; });
    return all;
}

// Draws and writes; gives what the picture lacks.
gis::Result<std::vector<gis::Notice>> draw(const VerbContext& c, Scene& scene, std::pair<int, int> size) {
    const RenderArguments& r = c.line.render;
    Workbench& bench = *scene.bench;
    choose_layers(r.layers, bench.session(), bench.view());
    choose_workspace(r.workspace, bench.view());
    gis::PlaneBox box = bench.session().bounds();
    if (!r.extent.empty()) {
        auto extent = parse_extent(r.extent, bench.session().plane());
        if (!extent) return extent.error();
        box = *extent;
    }
    if (box.empty()) return gis::Error{gis::ErrorClass::input, {"app.nothing_to_draw", {}}, {"app.nothing_to_draw.remedy", {}}, {}};
    const auto ratio = static_cast<float>(r.scale);
    const auto frame_box = [&](int width, int height) {
        render::Camera& camera = bench.view().rig.camera;
        camera = render::Camera::framing(box, width, height, r.extent.empty() ? 24 * r.scale : 0);
        camera.pixel_ratio = ratio;
    };
    const auto patience = std::chrono::steady_clock::now() + load_patience;
    const auto arriving = [&] {  // vector tiles, figures
        const bool making = bench.session().following() || bench.session().energy_running() || bench.session().council_running();
        return making && std::chrono::steady_clock::now() < patience;
    };
    // What arrives moves the maps once more: several calm frames in a row are the end.
    int left = settle_frames;
    for (int i = 0, calm = 0; left > 0 && calm < calm_frames; ++i) {
        scene.painter->frame(bench, ratio, 0.05);
        left = arriving() ? settle_frames : left - 1;
        calm = i > 8 && !arriving() && !bench.map().wants_frame(bench.session().now()) ? calm + 1 : 0;
        if (i == 1) {  // the panels have found their sizes
            bench.view().fit_commune = false;
            frame_box(bench.view().rig.camera.width, bench.view().rig.camera.height);
        }
    }
    if (!r.interface) {
        frame_box(size.first, size.second);
        bench.map().draw_complete(bench.view().rig.camera, bench.session().now());
    }
    if (auto written = render::write_png(r.interface ? scene.painter->read_back() : bench.map().read_back(), r.out); !written) return written.error();
    return lacking(bench);
}

gis::Result<std::vector<gis::Notice>> render_picture(const VerbContext& c) {
    const RenderArguments& r = c.line.render;
    const auto size = parse_size(r.size);
    if (!size) return wrong("--size", r.size);
    if (!r.demo && c.line.paths.empty()) return gis::Error{gis::ErrorClass::input, {"app.nothing_given", {}}, {"app.nothing_given.remedy", {}}, {}};
    std::optional<StandingClock> standing;
    if (!r.at.empty()) {
        const gis::MaybeTime wall = gis::time_from_rfc3339(r.at);  // the wall clock's numbers, in the commune's zone
        if (!wall) return wrong("--at", r.at);
        standing.emplace(gis::utc_from_local(gis::LocalTime{wall->time_since_epoch()}, "Europe/Paris"));
    }
    const gis::Clock& clock = standing ? static_cast<const gis::Clock&>(*standing) : c.clock;
    auto scene = set_scene(c, clock, *size);
    if (!scene) return scene.error();
    return draw(c, *scene, *size);
}

} // namespace

Exit run_render(const VerbContext& c) {
    const auto drawn = render_picture(c);
    if (!drawn) {
        print_error(c.language, drawn.error());
        return drawn.error().text.key == "app.bad_value" || drawn.error().text.key == "app.nothing_given" ? Exit::usage : Exit::failed;
    }
    print_notices(c.language, *drawn);
    return matter(*drawn) ? Exit::notices : Exit::done;
}

} // namespace vigie::app
