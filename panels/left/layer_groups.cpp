#include <algorithm>
#include <cmath>
#include <iterator>

#include "gis/layers/gazetteer.hpp"
#include "gis/model/words.hpp"
#include "gis/model/zone.hpp"
#include "panels/layer_title.hpp"
#include "panels/left/layer_tree.hpp"
#include "panels/overlay/overlay_builder.hpp"

namespace vigie::panels {

namespace {

std::string newest_age(const Frame& frame, gis::MaybeTime newest) {
    if (!newest) return {};
    const gis::Seconds age = std::chrono::duration_cast<gis::Seconds>(frame.now - *newest);
    if (age.count() < 60) return frame.language.number(double(std::max<std::int64_t>(0, age.count()))) + "\u00a0s";
    return frame.language.duration(age);
}

TreeGroup live_group(const Frame& frame) {
    const gis::World& w = frame.world;
    std::size_t reports = 0, work = 0, alerts = 0;
    gis::MaybeTime reading, fix;
    for (const gis::Report& r : w.reports()) reports += gis::is_open(r.state);
    const auto today = gis::local_day(frame.now, frame.zone);
    for (const gis::Intervention& i : w.interventions()) work += i.start && gis::local_day(*i.start, frame.zone) == today;
    for (const gis::Alert& a : w.alerts()) alerts += gis::is_open(a.state);
    for (const gis::Sensor& s : w.sensors())
        if (s.last_at && (!reading || *s.last_at > *reading)) reading = s.last_at;
    for (const gis::Crew& c : w.crews())
        if (c.fix_at && (!fix || *c.fix_at > *fix)) fix = c.fix_at;
    const auto n = [&](std::size_t count) { return frame.language.number(double(count)); };
    TreeGroup group{"live", frame.tr("panels.left.live"), "wifi_tethering", {}, false};
    group.rows = {{"live.reports", frame.tr("panels.left.reports"), n(reports), "", "place", nullptr, nullptr, nullptr, false, 0},
                  {"live.interventions", frame.tr("panels.left.interventions"), n(work), "", "build", nullptr, nullptr, nullptr, false, 0},
                  {"live.due", frame.tr("board.due"), "", "", "event", nullptr, nullptr, nullptr, false, 0},
                  {"live.alerts", frame.tr("panels.left.alerts"), n(alerts), "", "notifications_active", nullptr, nullptr, nullptr, false, 0},
                  {"live.sensors", frame.tr("panels.left.sensors"), n(w.sensors().size()), newest_age(frame, reading), "settings_input_antenna", nullptr, nullptr, nullptr, false, 0},
                  {"live.crews", frame.tr("panels.left.crews"), n(w.crews().size()), newest_age(frame, fix), "local_shipping", nullptr, nullptr, nullptr, false, 0}};
    return group;
}

double length_m(const Frame& frame, const gis::Layer& layer) {
    const gis::FeatureGeometry& g = layer.geometry;
    double total = 0;
    for (std::size_t part = 0; part + 1 < g.vertex_begin.size(); ++part)
        for (std::size_t v = g.vertex_begin[part]; v + 1 < g.vertex_begin[part + 1]; ++v)
            total += std::hypot(g.xy[2 * v + 2] - g.xy[2 * v], g.xy[2 * v + 3] - g.xy[2 * v + 1]);
    return total * frame.plane.metres_per_unit(layer.info.bounds.centre());
}

// "Réseaux › Eau", the project's title for what is in no group.
std::string group_name(const gis::ProjectPlace& place) {
    std::string name;
    for (const std::string& group : place.groups) name += (name.empty() ? "" : " \u203a ") + group;
    return name.empty() ? place.project : name;
}

TreeGroup& project_group(std::vector<TreeGroup>& projects, const gis::ProjectPlace& place) {
    const std::string id = group_id(place);
    const auto known = std::ranges::find(projects, id, &TreeGroup::id);
    if (known != projects.end()) return *known;
    projects.push_back({id, group_name(place), "layers", {}, false});
    return projects.back();
}

// As the project has them from top to bottom; a group stands where its first layer does.
void sort_as_in_project(std::vector<TreeGroup>& projects) {
    for (TreeGroup& group : projects) std::ranges::stable_sort(group.rows, {}, &TreeRow::position);
    std::ranges::stable_sort(projects, {}, [](const TreeGroup& g) { return g.rows.front().position; });
}

} // namespace

std::string group_id(const gis::ProjectPlace& place) {
    std::string id = "project:" + place.project;
    for (const std::string& group : place.groups) id += '/' + group;
    return id;
}

std::string LayerTree::amount(const Frame& frame, const gis::Layer& layer) {
    if (layer.raster || layer.info.geometry == "none") return {};
    if (layer.info.geometry != "line") return frame.language.number(double(layer.info.features));
    Amount& known = amounts_[layer.info.id];
    if (known.layer != &layer) known = {&layer, length_m(frame, layer)};
    return frame.language.distance(known.length_m);
}

std::vector<TreeGroup> LayerTree::groups(const Frame& frame, std::string_view words) {
    std::vector<TreeGroup> all{live_group(frame)};
    for (const gis::Domain& d : frame.catalog.domains)
        all.push_back({d.id, d.name.in(frame.language.code()), d.icon, {}, d.restricted});
    all.push_back({"", frame.tr("panels.left.base"), "terrain", {}, false});
    std::vector<TreeGroup> projects;
    for (const LayerRow& row : frame.layers) {
        const gis::LayerInfo& info = row.layer->info;
        const ServiceOutage* const outage = row.outage ? &*row.outage : nullptr;
        if (info.place) {
            project_group(projects, *info.place).rows.push_back({info.id, info.name, amount(frame, *row.layer), row.loading ? "\u2026" : "", {}, row.layer.get(), outage, row.refresh ? &*row.refresh : nullptr, false, info.place->position});
            continue;
        }
        auto group = std::find_if(all.begin() + 1, all.end(), [&](const TreeGroup& g) { return g.id == info.domain; });
        if (group == all.end()) group = all.end() - 1;
        group->rows.push_back({info.id, layer_title(frame, info), amount(frame, *row.layer), row.loading ? "\u2026" : "", {}, row.layer.get(), outage, row.refresh ? &*row.refresh : nullptr, false, 0});
    }
    sort_as_in_project(projects);
    all.insert(all.begin() + 1, std::make_move_iterator(projects.begin()), std::make_move_iterator(projects.end()));
    const std::string needle = gis::folded(words);
    for (TreeGroup& g : all) {
        if (!needle.empty() && gis::folded(g.name).find(needle) == std::string::npos)
            std::erase_if(g.rows, [&](const TreeRow& r) { return gis::folded(r.name).find(needle) == std::string::npos; });
        if (g.id != "live" && !g.id.starts_with("project:")) std::ranges::sort(g.rows, {}, &TreeRow::name);
    }
    std::erase_if(all, [](const TreeGroup& g) { return g.rows.empty(); });
    return all;
}

} // namespace vigie::panels
