#include "app/verbs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/commune_file.hpp"
#include "app/plugins.hpp"
#include "gis/layers/layer_assets.hpp"
#include "gis/layers/open.hpp"
#include "gis/layers/style.hpp"
#include "gis/model/words.hpp"
#include "gis/planning/vrptw.hpp"
#include "gis/store/inspect.hpp"

namespace vigie::app {

using nlohmann::json;

void print_error(const gis::Language& language, const gis::Error& error) {
    fmt::print(stderr, "vigie: {}\n", language(error.text));
    if (!error.remedy.empty()) fmt::print(stderr, "       {}\n", language(error.remedy));
}

void print_notices(const gis::Language& language, const std::vector<gis::Notice>& notices) {
    for (const gis::Notice& n : notices)
        fmt::print(stderr, "{}: {}{}{}\n", n.where, language(n.text), n.remedy.empty() ? "" : " → ", n.remedy.empty() ? "" : language(n.remedy));
}

bool matter(const std::vector<gis::Notice>& notices) {
    return std::any_of(notices.begin(), notices.end(), [](const auto& n) { return n.severity != gis::Severity::info; });
}

namespace {

// A commune file is looked into as such: schema, chain, entities; everything else is read as map data.
json commune_json(const std::filesystem::path& path, const gis::CommuneFileReport& r) {
    json counts = json::object();
    for (const auto& [kind, count] : r.entities) counts[std::string(gis::name(kind))] = count;
    return {{"path", path.string()}, {"schema_version", r.schema_version}, {"journal_entries", r.journal_entries},
            {"journal_chain_holds", r.chain_holds},
            {"first_broken_link", r.first_broken ? json(*r.first_broken) : json(nullptr)}, {"entities", counts}};
}

} // namespace

Exit run_check(const VerbContext& c) {
    std::error_code ec;
    if (c.line.paths.size() == 2 && c.line.paths.front() == "plugin" && !std::filesystem::exists("plugin", ec)) return run_check_plugin(c, c.line.paths.back());
    std::vector<std::filesystem::path> data;
    json communes = json::array();
    bool broken = false, unreadable = false;
    std::vector<gis::Notice> style_notices;
    json styles = json::array();
    for (const auto& path : c.line.paths) {
        if (gis::is_style_file(path)) {
            gis::LoadedStyle loaded = gis::load_style(path);
            styles.push_back({{"path", path.string()}, {"rules", loaded.style.rules.size()}});
            unreadable = unreadable || loaded.style.rules.empty();
            style_notices.insert(style_notices.end(), loaded.notices.begin(), loaded.notices.end());
            continue;
        }
        const gis::CommuneFileReport report = gis::inspect_commune_file(path);
        if (!report.is_commune_file) {
            data.push_back(path);
            continue;
        }
        communes.push_back(commune_json(path, report));
        broken = broken || !report.chain_holds;
    }
    gis::OpenOptions options;
    options.count_invalid = true;
    gis::OpenedData opened = data.empty() ? gis::OpenedData{} : gis::open_paths(data, options);
    opened.notices.insert(opened.notices.end(), style_notices.begin(), style_notices.end());
    json out = json::parse(gis::check_json(opened, c.language));
    if (!communes.empty()) out["communes"] = communes;
    if (!styles.empty()) out["styles"] = styles;
    if (c.line.json) fmt::print("{}\n", out.dump());
    else {
        for (const gis::LayerPtr& layer : opened.layers)
            fmt::print("{}  {}  {}  {}\n", layer->info.name, layer->info.geometry, layer->info.features, layer->info.crs_name);
        for (const json& commune : communes) fmt::print("{}\n", commune.dump(2));
        for (const json& style : styles)
            fmt::print("{}  {}\n", style["path"].get<std::string>(), c.language(gis::Text{"app.style_rules", {{"n", style["rules"].dump()}}}));
        print_notices(c.language, opened.notices);
    }
    if (unreadable || (opened.layers.empty() && communes.empty() && styles.empty())) return Exit::failed;
    return matter(opened.notices) || broken ? Exit::notices : Exit::done;
}

Exit run_routing(const VerbContext& c) {
    const auto planned = gis::plan_routes({c.line.vrptw, c.line.plan.out, c.line.plan.seconds, c.line.plan.threads, c.line.plan.seed,
                                           c.line.fewest_vehicles});
    if (!planned) {
        print_error(c.language, planned.error());
        return Exit::failed;
    }
    const json figures{{"customers", planned->customers}, {"served", planned->served}, {"vehicles", planned->vehicles},
                       {"distance", planned->distance}, {"cpu_s", planned->cpu_s}};
    if (c.line.json) fmt::print("{}\n", figures.dump());
    else
        fmt::print(stderr, "{}\n", c.language(gis::Text{"app.routed", {{"served", std::to_string(planned->served)},
                                                                     {"all", std::to_string(planned->customers)},
                                                                     {"vehicles", std::to_string(planned->vehicles)},
                                                                     {"distance", fmt::format("{:.2f}", planned->distance)}}}));
    return planned->served == planned->customers ? Exit::done : Exit::notices;
}

Exit run_plan(const VerbContext& c) {
    if (!c.line.vrptw.empty()) return run_routing(c);
    if (c.line.plan.week.empty() || c.line.plan.out.empty()) {
        print_error(c.language, {gis::ErrorClass::input, {"app.plan_what", {}}, {"app.see_help", {}}, {}});
        return Exit::usage;
    }
    const auto planned = gis::plan_commune_week(c.line.plan);
    if (!planned) {
        print_error(c.language, planned.error());
        return Exit::failed;
    }
    const gis::PlanFigures& f = *planned;
    json figures{{"interventions", f.interventions}, {"assigned", f.assigned}, {"priority_sum", f.priority_sum},
                       {"travel_s", f.travel_s}, {"cpu_s", f.cpu_s}, {"out", c.line.plan.out.string()}};
    if (!c.line.plan.from.empty())
        figures.update({{"open", f.open}, {"moved", f.moved}, {"shifted", f.shifted}, {"dropped", f.dropped}});
    for (const auto& left : f.unplanned) {
        json& item = figures["unplanned"].emplace_back(json{{"intervention", left.intervention}, {"why", c.language(left.why)}});
        if (!left.crew.empty()) item["nearest"] = {{"crew", left.crew}, {"start", left.start.count()}, {"missing_s", left.missing.count()}};
        if (!c.line.json) fmt::print("{}: {}\n", left.intervention, item["why"].get<std::string>());
    }
    if (c.line.json) fmt::print("{}\n", figures.dump());
    else
        fmt::print(stderr, "{}\n", c.language(gis::Text{"app.planned", {{"assigned", std::to_string(f.assigned)},
                                                                      {"all", std::to_string(f.interventions)},
                                                                      {"path", c.line.plan.out.string()}}}));
    return Exit::done;
}

Exit run_backends(const VerbContext& c) {
    gis::BackendHub hub(c.clock, [] {});
    scan_plugins(hub, c.places, this_program());
    json list = json::array();
    const auto object = [](const std::string& text) {
        json j = json::parse(text, nullptr, false);
        return j.is_discarded() ? json(nullptr) : j;
    };
    for (const gis::BackendDescription& b : hub.backends())
        list.push_back({{"name", b.name}, {"title", b.title}, {"version", b.version}, {"licence", b.licence},
                        {"path", b.path.empty() ? json(nullptr) : json(b.path)}, {"capabilities", object(b.capabilities_json)},
                        {"config_schema", object(b.config_schema_json)}, {"health", "not_running"}});
    if (c.line.json) fmt::print("{}\n", json{{"backends", list}}.dump());
    else
        for (const json& b : list)
            fmt::print("{}  {}  {}\n", b["name"].get<std::string>(), b["version"].get<std::string>(), b["title"].get<std::string>());
    const std::vector<gis::Notice> notices = hub.notices();
    print_notices(c.language, notices);
    return matter(notices) ? Exit::notices : Exit::done;
}

Exit run_new(const VerbContext& c) {
    if (c.line.create.file.empty()) return run_fetch(c);
    const gis::LoadedCatalog loaded = catalog_of(c.places);
    if (auto made = create_commune(c.line.create.file, c.line.name, c.line.insee, loaded.catalog, c.clock); !made) {
        print_error(c.language, made.error());
        return Exit::failed;
    }
    fmt::print(stderr, "{}\n", c.language(gis::Text{"app.commune_created", {{"path", c.line.create.file.string()}}}));
    return Exit::done;
}

Exit run_import(const VerbContext& c) {
    const gis::LoadedCatalog loaded = catalog_of(c.places);
    auto desk = open_commune(c.line.into, loaded.catalog, c.clock);
    if (!desk) {
        print_error(c.language, desk.error());
        return Exit::failed;
    }
    const gis::OpenedData opened = gis::open_paths(c.line.paths, {});
    const auto plane = gis::MapPlane::create(opened.plane_epsg);
    if (!plane) {
        print_error(c.language, plane.error());
        return Exit::failed;
    }
    json imported = json::array();
    for (const gis::LayerPtr& layer : opened.layers) {
        const gis::AssetKind* kind = gis::kind_for_theme(loaded.catalog, layer->info.theme);
        std::vector<gis::Asset> assets = kind ? gis::assets_of(*layer, kind->id, *plane) : std::vector<gis::Asset>{};
        imported.push_back({{"layer", layer->info.name}, {"features", layer->info.features}, {"imported", assets.size()}});
        if (assets.empty()) continue;
        const auto done = desk->execute(gis::command::ImportAssets{std::move(assets), layer->info.source}, {"vigie import", {}, gis::Role::director});
        if (!done) {
            print_error(c.language, done.error());
            return Exit::failed;
        }
    }
    if (c.line.json) fmt::print("{}\n", json{{"layers", imported}}.dump());
    else
        for (const json& row : imported)
            fmt::print("{}  {}/{}\n", row["layer"].get<std::string>(), row["imported"].get<std::size_t>(), row["features"].get<std::size_t>());
    print_notices(c.language, opened.notices);
    return matter(opened.notices) ? Exit::notices : Exit::done;
}

} // namespace vigie::app
