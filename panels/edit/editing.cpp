#include "panels/edit/editing.hpp"

#include <algorithm>

#include <imgui.h>

#include "gis/layers/layer_assets.hpp"

namespace vigie::panels {

namespace {

// A copy leaves the layer's own fields behind, not what it says.
gis::Asset copied(const gis::Asset& asset) {
    gis::Asset out = asset;
    out.id = {};
    out.origin = {};
    return out;
}

void push_import(Frame& frame, std::vector<gis::Asset> assets, const std::string& from) {
    frame.out.push(gis::command::ImportAssets{std::move(assets), from});
}

} // namespace

std::optional<gis::Text> edit_blocked(const Frame& frame, const gis::Asset& asset) {
    const std::string& source = asset.origin.source;
    if (source.empty()) return {};
    const auto config = std::ranges::find(frame.source_configs, source, &gis::SourceConfig::id);
    if (config != frame.source_configs.end()) {
        const auto backend = std::ranges::find(frame.backends, config->backend, &gis::BackendDescription::name);
        if (backend != frame.backends.end() && gis::takes_edits(*backend, gis::EntityKind::asset)) return {};
    }
    const std::string name = config != frame.source_configs.end() && !config->name.empty() ? config->name : source;
    return gis::Text{"editing.of_source", {{"source", name}}};
}

const gis::Asset* selected_asset(const Frame& frame) {
    const Selection& s = frame.view.selection;
    if (s.entities.size() != 1 || s.entities.front().kind != gis::EntityKind::asset) return nullptr;
    return frame.world.find(gis::AssetId{s.entities.front().id});
}

std::optional<gis::Text> delete_blocked(const Frame& frame) {
    const Selection& s = frame.view.selection;
    if (s.entities.empty()) return gis::Text{s.features.empty() ? "panels.reason.nothing_selected" : "editing.file_layer", {}};
    for (const gis::EntityRef ref : s.entities) {
        const gis::Asset* asset = ref.kind == gis::EntityKind::asset ? frame.world.find(gis::AssetId{ref.id}) : nullptr;
        if (!asset) return gis::Text{"editing.not_assets", {}};
        if (auto why = edit_blocked(frame, *asset)) return why;
    }
    return {};
}

void start_drawing(Frame& frame, const std::string& kind) {
    frame.view.draw_kind = kind;
    frame.view.tool = MapTool::draw;
    frame.view.workspace = Workspace::map;
}

void start_reshaping(Frame& frame) {
    frame.view.tool = MapTool::reshape;
    frame.view.workspace = Workspace::map;
}

void delete_selected(Frame& frame) {
    gis::command::DeleteAssets command;
    for (const gis::EntityRef ref : frame.view.selection.entities) command.assets.push_back({ref.id});
    frame.out.push(std::move(command));
    frame.view.selection = {};
    if (frame.view.tool == MapTool::reshape) frame.view.tool = MapTool::pointer;
}

void copy_into_commune(Frame& frame, const gis::LayerPtr& layer, const FeatureSet& features, const std::string& kind) {
    constexpr std::size_t at_once = 100;
    const gis::AssetKind* known = gis::kind_for_theme(frame.catalog, layer->info.theme);
    const std::string as = !kind.empty() ? kind : known ? known->id : std::string{};
    const std::size_t count = features ? features->size() : layer->geometry.feature_count();
    if (!as.empty() && count > at_once) return frame.ask.copies.push_back({layer, features, as});
    const auto chosen = features ? std::span<const std::uint32_t>(*features) : std::span<const std::uint32_t>{};
    push_import(frame, as.empty() ? std::vector<gis::Asset>{} : gis::assets_of(*layer, as, frame.plane, chosen), layer->info.name);
}

void copy_asset(Frame& frame, const gis::Asset& asset) { push_import(frame, {copied(asset)}, asset.origin.source); }

const gis::AssetKind* kind_entries(const Frame& frame, std::string_view geometry) {
    const std::string& language = frame.language.code();
    const gis::AssetKind* chosen = nullptr;
    const auto of_domain = [&](const std::string& id, const std::string& title) {
        std::vector<const gis::AssetKind*> kinds;
        for (const gis::AssetKind& k : frame.catalog.asset_kinds)
            if (k.domain == id && (geometry.empty() || k.geometry == geometry)) kinds.push_back(&k);
        if (kinds.empty() || !ImGui::BeginMenu((title + "###domain." + id).c_str())) return;
        std::ranges::sort(kinds, {}, [&](const gis::AssetKind* k) { return k->name.in(language); });
        for (const gis::AssetKind* k : kinds)
            if (ImGui::MenuItem((k->name.in(language) + "###kind." + k->id).c_str(), frame.tr("geometry.type." + k->geometry).c_str())) chosen = k;
        ImGui::EndMenu();
    };
    for (const gis::Domain& d : frame.catalog.domains) of_domain(d.id, d.name.in(language));
    of_domain("", frame.tr("panels.left.base"));
    return chosen;
}

void take_receipt(ViewState& view, const gis::Receipt& receipt) {
    if (receipt.created.size() != 1) return;
    const gis::EntityRef made = receipt.created.front();
    if (made.kind != gis::EntityKind::asset && made.kind != gis::EntityKind::report) return;
    view.selection = {receipt.created, {}, {}};
    view.right_open = true;
    if (made.kind == gis::EntityKind::asset) view.asset_form = {made.id};
}

} // namespace vigie::panels
