#include "app/preferences.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>

#include "app/json_members.hpp"
#include "app/machine_memory.hpp"

namespace vigie::app {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

// As Workspace.
constexpr const char* workspace_names[] = {"map", "planning", "energy", "council", "sources"};

gis::Error cannot_write(const fs::path& file, const std::error_code& ec) {
    return {gis::ErrorClass::storage, {"app.preferences.unwritable", {{"path", file.string()}, {"why", ec.message()}}},
            {"app.preferences.remedy", {}}, ec.message()};
}

std::vector<std::string> strings(const json& object, const char* key) {
    std::vector<std::string> out;
    if (const auto it = object.find(key); it != object.end() && it->is_array())
        for (const json& item : *it)
            if (item.is_string()) out.push_back(item.get<std::string>());
    return out;
}

std::vector<panels::RecentCommune> recent_communes(const json& j) {
    std::vector<panels::RecentCommune> out;
    const auto list = j.find("recent");
    if (list == j.end() || !list->is_array()) return out;
    for (const json& item : *list) {
        panels::RecentCommune c;
        std::string file;
        read(item, "name", c.name);
        read(item, "file", file);
        c.file = file;
        if (!c.name.empty() && out.size() < Preferences::most_recent) out.push_back(std::move(c));
    }
    return out;
}

} // namespace

void remember(Preferences& preferences, panels::RecentCommune commune) {
    auto& recent = preferences.recent;
    std::erase_if(recent, [&](const auto& known) { return known.file == commune.file; });
    recent.insert(recent.begin(), std::move(commune));
    if (recent.size() > Preferences::most_recent) recent.resize(Preferences::most_recent);
}

LoadedPreferences load_preferences(const fs::path& config_folder) {
    LoadedPreferences out;
    out.preferences.settings.memory_budget_mb = default_map_memory_mb();
    const fs::path file = config_folder / "settings.json";
    std::ifstream in(file);
    if (!in) return out;
    const json j = json::parse(in, nullptr, false);
    if (!j.is_object()) {
        std::error_code ec;
        fs::rename(file, config_folder / "settings.damaged.json", ec);
        out.notices.push_back({gis::Severity::warning, file.string(), {"app.preferences.damaged", {}}, {"app.preferences.damaged.remedy", {}}});
        return out;
    }
    panels::Settings& s = out.preferences.settings;
    read(j, "language", s.language);
    read(j, "night", s.night);
    read(j, "text_scale", s.text_scale);
    s.text_scale = std::clamp(std::round(s.text_scale * 20) / 20, 0.85f, 2.0f);
    read(j, "reduce_motion", s.reduce_motion);
    read(j, "actor_name", s.actor_name);
    read(j, "actor_post", s.actor_post);
    int role = static_cast<int>(s.role);
    read(j, "role", role);
    if (role >= 0 && role <= static_cast<int>(gis::Role::council)) s.role = static_cast<gis::Role>(role);
    read(j, "memory_budget_mb", s.memory_budget_mb);
    s.memory_budget_mb = std::clamp(s.memory_budget_mb, panels::Settings::least_memory_mb, panels::Settings::most_memory_mb);
    read(j, "service_cache_mb", s.service_cache_mb);
    read(j, "metric_precise", s.metric_precise);
    read(j, "last_folder", s.last_folder);
    read(j, "public_mirror", s.public_mirror);
    out.preferences.recent = recent_communes(j);
    read(j, "window_width", out.preferences.window_width);
    read(j, "window_height", out.preferences.window_height);
    read(j, "maximized", out.preferences.maximized);
    return out;
}

gis::Outcome save_preferences(const Preferences& p, const fs::path& config_folder) {
    const panels::Settings& s = p.settings;
    json recent = json::array();
    for (const panels::RecentCommune& c : p.recent) recent.push_back({{"name", c.name}, {"file", c.file.string()}});
    const json j{{"language", s.language}, {"night", s.night}, {"text_scale", s.text_scale},
                 {"reduce_motion", s.reduce_motion}, {"actor_name", s.actor_name}, {"actor_post", s.actor_post},
                 {"role", static_cast<int>(s.role)}, {"memory_budget_mb", s.memory_budget_mb}, {"service_cache_mb", s.service_cache_mb},
                 {"metric_precise", s.metric_precise}, {"last_folder", s.last_folder}, {"public_mirror", s.public_mirror}, {"recent", std::move(recent)},
                 {"window_width", p.window_width}, {"window_height", p.window_height}, {"maximized", p.maximized}};
    std::error_code ec;
    fs::create_directories(config_folder, ec);
    const fs::path file = config_folder / "settings.json", fresh = config_folder / "settings.json.new";
    {
        std::ofstream out(fresh, std::ios::trunc);
        out << j.dump(2) << '\n';
        out.flush();
        if (!out) return cannot_write(file, std::make_error_code(std::errc::io_error));
    }
    fs::rename(fresh, file, ec);
    if (ec) return cannot_write(file, ec);
    return gis::Done{};
}

namespace {

json saved_views_json(const std::vector<panels::SavedView>& views) {
    json out = json::array();
    for (const panels::SavedView& v : views)
        out.push_back({{"name", v.name}, {"x", v.centre.x}, {"y", v.centre.y}, {"units_per_px", v.units_per_px}, {"hidden_layers", v.hidden_layers},
                       {"quartier", v.filter.quartier}, {"domains", v.filter.domains}, {"max_severity", v.filter.max_severity},
                       {"today_only", v.filter.today_only}, {"open_only", v.filter.open_only}});
    return out;
}

std::vector<panels::SavedView> saved_views(const json& j) {
    std::vector<panels::SavedView> out;
    const auto list = j.find("saved_views");
    if (list == j.end() || !list->is_array()) return out;
    for (const json& item : *list) {
        panels::SavedView v;
        read(item, "name", v.name);
        read(item, "x", v.centre.x);
        read(item, "y", v.centre.y);
        read(item, "units_per_px", v.units_per_px);
        if (v.name.empty() || !std::isfinite(v.units_per_px) || v.units_per_px <= 0) continue;
        for (const std::string& id : strings(item, "hidden_layers")) v.hidden_layers.insert(id);
        for (const std::string& id : strings(item, "domains")) v.filter.domains.insert(id);
        read(item, "quartier", v.filter.quartier);
        read(item, "max_severity", v.filter.max_severity);
        read(item, "today_only", v.filter.today_only);
        read(item, "open_only", v.filter.open_only);
        v.filter.max_severity = std::clamp(v.filter.max_severity, 1, 6);
        out.push_back(std::move(v));
    }
    return out;
}

json saved_filters_json(const std::vector<panels::SavedFilter>& filters) {
    json out = json::array();
    for (const panels::SavedFilter& f : filters) {
        const panels::BacklogFilter& b = f.backlog;
        json one{{"name", f.name}, {"list", f.list}};
        if (f.list == "backlog")
            one.update({{"text", b.text}, {"due_this_week", b.due_this_week}, {"needs_skill", b.needs_skill}, {"regulatory", b.regulatory},
                        {"to_arbitrate", b.to_arbitrate}, {"quartier", b.quartier}, {"sort", static_cast<int>(b.sort)}});
        else
            one.update({{"text", f.filter.text}, {"quartier", f.filter.quartier}, {"domains", f.filter.domains}, {"max_severity", f.filter.max_severity},
                        {"today_only", f.filter.today_only}, {"open_only", f.filter.open_only}, {"to_arbitrate", f.filter.to_arbitrate}});
        out.push_back(std::move(one));
    }
    return out;
}

std::vector<panels::SavedFilter> saved_filters(const json& j) {
    std::vector<panels::SavedFilter> out;
    const auto list = j.find("saved_filters");
    if (list == j.end() || !list->is_array()) return out;
    for (const json& item : *list) {
        panels::SavedFilter f;
        read(item, "name", f.name);
        read(item, "list", f.list);
        if (f.name.empty() || f.list.empty() || out.size() >= panels::max_saved_filters) continue;
        if (f.list == "backlog") {
            int sort = 0;
            read(item, "text", f.backlog.text);
            read(item, "due_this_week", f.backlog.due_this_week);
            read(item, "needs_skill", f.backlog.needs_skill);
            read(item, "regulatory", f.backlog.regulatory);
            read(item, "to_arbitrate", f.backlog.to_arbitrate);
            read(item, "quartier", f.backlog.quartier);
            read(item, "sort", sort);
            if (sort >= 0 && sort <= static_cast<int>(panels::BacklogSort::quartier)) f.backlog.sort = static_cast<panels::BacklogSort>(sort);
        } else {
            for (const std::string& id : strings(item, "domains")) f.filter.domains.insert(id);
            read(item, "text", f.filter.text);
            read(item, "quartier", f.filter.quartier);
            read(item, "max_severity", f.filter.max_severity);
            read(item, "today_only", f.filter.today_only);
            read(item, "open_only", f.filter.open_only);
            read(item, "to_arbitrate", f.filter.to_arbitrate);
            f.filter.max_severity = std::clamp(f.filter.max_severity, 1, 6);
        }
        out.push_back(std::move(f));
    }
    return out;
}

json table_looks_json(const std::map<std::string, panels::TableLook>& looks) {
    json out = json::object();
    for (const auto& [layer, look] : looks)
        if (look != panels::TableLook{})
            out[layer] = {{"hidden", look.hidden}, {"widths", look.widths}, {"sort", look.sort_column}, {"descending", look.descending}};
    return out;
}

std::map<std::string, panels::TableLook> table_looks(const json& j) {
    std::map<std::string, panels::TableLook> out;
    const auto all = j.find("tables");
    if (all == j.end() || !all->is_object()) return out;
    for (const auto& [layer, item] : all->items()) {
        panels::TableLook& look = out[layer];
        for (const std::string& column : strings(item, "hidden")) look.hidden.insert(column);
        read(item, "sort", look.sort_column);
        read(item, "descending", look.descending);
        if (!item.is_object() || !item.contains("widths") || !item["widths"].is_object()) continue;
        for (const auto& [column, width] : item["widths"].items())
            if (width.is_number()) look.widths[column] = std::clamp(width.get<float>(), 40.0f, 800.0f);
    }
    return out;
}

} // namespace

std::string view_json(const panels::ViewState& v) {
    const render::Camera& c = v.rig.camera;
    return json{{"workspace", workspace_names[static_cast<std::size_t>(v.workspace)]}, {"bottom_tab", static_cast<int>(v.bottom_tab)},
                {"hidden_layers", v.hidden_layers}, {"hidden_for_pictures", v.hidden_for_pictures}, {"open_groups", v.open_groups},
                {"left_open", v.left_open}, {"right_open", v.right_open}, {"bottom_open", v.bottom_open},
                {"left_width", v.left_width}, {"right_width", v.right_width}, {"bottom_height", v.bottom_height},
                {"x", c.centre.x}, {"y", c.centre.y}, {"units_per_px", c.units_per_px},
                {"table_layer", v.table_layer}, {"tables", table_looks_json(v.table_looks)}, {"saved_views", saved_views_json(v.saved_views)},
                {"saved_filters", saved_filters_json(v.saved_filters)}}
        .dump();
}

void restore_view(const std::string& text, panels::ViewState& v) {
    const json j = json::parse(text, nullptr, false);
    if (!j.is_object()) return;
    int tab = static_cast<int>(v.bottom_tab);
    std::string workspace;
    read(j, "workspace", workspace);
    read(j, "bottom_tab", tab);
    if (const auto name = std::ranges::find(workspace_names, workspace); name != std::end(workspace_names)) v.workspace = static_cast<panels::Workspace>(name - std::begin(workspace_names));
    if (tab >= 0 && tab <= static_cast<int>(panels::BottomTab::table)) v.bottom_tab = static_cast<panels::BottomTab>(tab);
    for (const std::string& id : strings(j, "hidden_layers")) v.hidden_layers.insert(id);
    for (const std::string& id : strings(j, "hidden_for_pictures")) v.hidden_for_pictures.insert(id);
    for (const std::string& id : strings(j, "open_groups")) v.open_groups.insert(id);
    v.saved_views = saved_views(j);
    v.saved_filters = saved_filters(j);
    read(j, "table_layer", v.table_layer);
    v.table_looks = table_looks(j);
    read(j, "left_open", v.left_open);
    read(j, "right_open", v.right_open);
    read(j, "bottom_open", v.bottom_open);
    read(j, "left_width", v.left_width);
    read(j, "right_width", v.right_width);
    read(j, "bottom_height", v.bottom_height);
    render::Camera& c = v.rig.camera;
    read(j, "x", c.centre.x);
    read(j, "y", c.centre.y);
    read(j, "units_per_px", c.units_per_px);
    if (std::isfinite(c.units_per_px) && c.units_per_px > 0 && j.contains("x")) v.fit_commune = false;
    else c.units_per_px = 1;
}

} // namespace vigie::app
