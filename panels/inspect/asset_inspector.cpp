#include <algorithm>

#include "gis/model/words.hpp"
#include "panels/attributes/attribute_table.hpp"
#include "panels/edit/editing.hpp"
#include "panels/layer_title.hpp"
#include "panels/inspect/focus.hpp"
#include "panels/inspect/gestures.hpp"
#include "panels/inspect/inspectors.hpp"
#include "panels/inspect/parts.hpp"

namespace vigie::panels {

namespace {

using gis::Text;

constexpr std::size_t max_related = 8, max_attributes = 60;

template <class E, class Belongs>
void related(Frame& frame, const gis::Table<E>& table, gis::EntityKind kind, const char* title, Belongs belongs) {
    std::vector<const E*> found;
    for (const E& e : table)
        if (belongs(e)) found.push_back(&e);
    if (found.empty()) return;
    std::sort(found.begin(), found.end(), [](const E* a, const E* b) { return a->updated_at > b->updated_at; });
    gap(frame.theme, 8);
    section(frame.theme, frame.tr(title), frame.language.number(double(found.size())));
    for (std::size_t i = 0; i < std::min(found.size(), max_related); ++i) {
        std::string state;
        if constexpr (requires { look_of(found[i]->state).key; }) state = frame.tr(look_of(found[i]->state).key);
        draw_object_link(frame, (std::string(title) + std::to_string(i)).c_str(), state, {kind, found[i]->id.value});
    }
}

const LayerRow* layer_row(const Frame& frame, const std::string& id) {
    const auto it = std::find_if(frame.layers.begin(), frame.layers.end(), [&](const LayerRow& row) { return row.layer && row.layer->info.id == id; });
    return it == frame.layers.end() ? nullptr : &*it;
}

std::string value_of(const Frame& frame, const gis::Column& column, std::uint32_t feature) {
    if (column.type == gis::Column::Type::text) return std::string(column.text(feature));
    const double value = column.numbers[feature];
    if (!(value == value)) return {};   // NaN stands for null
    return frame.language.number(value, column.type == gis::Column::Type::integer ? 0 : 2);
}

std::optional<gis::LonLat> middle_of(const Frame& frame, const gis::Layer& layer, std::uint32_t feature) {
    const gis::PlaneBox box = layer.box(feature);
    if (box.empty()) return {};
    return frame.plane.lonlat_from_plane(box.centre());
}

// What can be changed about it; or whose it is, and a copy to change instead.
void edit_buttons(Frame& frame, const gis::Asset& asset) {
    const Theme& t = frame.theme;
    gap(t, 8);
    if (const auto why = edit_blocked(frame, asset)) {
        quiet_strip(t, "lock_outline", frame.tr(*why), {});
        gap(t, 6);
        if (button(t, (frame.tr("editing.copy_to_edit") + "###asset.copy").c_str(), {.icon = "content_copy", .width = -1})) copy_asset(frame, asset);
        gap(t, 4);
        return;
    }
    const float third = (ImGui::GetContentRegionAvail().x - t.px(12)) / 3 / t.scale;
    if (button(t, (frame.tr("editing.describe") + "###asset.describe").c_str(), {.width = third, .key_hint = "F2", .small_text = true})) frame.view.asset_form = asset.id;
    ImGui::SameLine(0, t.px(6));
    const bool reshaping = frame.view.tool == MapTool::reshape;
    if (button(t, (frame.tr("editing.reshape") + "###asset.reshape").c_str(), {.width = third, .key_hint = "E", .chosen = reshaping, .small_text = true})) {
        if (reshaping) frame.view.tool = MapTool::pointer;
        else start_reshaping(frame);
    }
    ImGui::SameLine(0, t.px(6));
    if (button(t, (frame.tr("editing.delete") + "###asset.delete").c_str(), {.kind = ButtonKind::danger, .width = third, .small_text = true})) delete_selected(frame);
    gap(t, 4);
}

} // namespace

void draw_asset(Frame& frame, InspectorState& state, const gis::Asset& asset) {
    const Theme& t = frame.theme;
    const gis::AssetKind* kind = frame.catalog.asset_kind(asset.kind);
    const std::string kind_name = kind ? kind->name.in(frame.language.code()) : asset.kind;
    inspector_title(t, kind ? std::string_view(kind->icon) : "place", asset.name.empty() ? kind_name : asset.name);
    gap(t, 6);
    fact(t, "kind", frame.tr("desk.fact.kind"), kind_name);
    if (const gis::Domain* domain = kind ? frame.catalog.domain(kind->domain) : nullptr)
        fact(t, "domain", frame.tr("desk.fact.domain"), domain->name.in(frame.language.code()));
    if (frame.view.asset_form == asset.id) return draw_asset_form(frame, state.asset_form, asset);
    state.asset_form.asset = {};
    for (std::size_t i = 0; i < std::min(asset.attributes.size(), max_attributes); ++i) {
        const gis::Attribute& a = asset.attributes[i];
        const gis::AssetField* field = kind ? kind->field(a.name) : nullptr;
        std::string value = typed_value(a.value, field ? field->type : "text", frame.language);
        if (field && !field->unit.empty() && !value.empty()) value += "\u00a0" + field->unit;
        if (!value.empty()) fact(t, ("attribute." + std::to_string(i)).c_str(), field ? field->name.in(frame.language.code()) : a.name, value);
    }
    edit_buttons(frame, asset);
    related(frame, frame.world.sensors(), gis::EntityKind::sensor, "desk.tab.sensors", [&](const gis::Sensor& s) { return s.asset == asset.id; });
    draw_asset_sheet(frame, state.sheet, asset);
    gap(t, 8);
}

void draw_place_footer(Frame& frame, gis::EntityRef ref, std::optional<gis::LonLat> place, const std::string& address) {
    const Theme& t = frame.theme;
    if (ref) {
        const std::vector<gis::EntityRef> chosen{ref};
        const std::string blocked = blocked_words(frame, create_blocked(frame.world, chosen));
        if (button(t, (frame.tr("desk.do.create") + "###place.create").c_str(),
                   {.kind = ButtonKind::primary, .icon = "build", .width = -1, .height = 34, .key_hint = "I", .blocked = blocked}))
            frame.out.push(create_intervention(frame.world, frame.catalog, chosen, frame.language.code()));
    }
    const std::string nowhere = place ? std::string{} : frame.tr("desk.blocked.no_place");
    if (button(t, (frame.tr("desk.do.report_here") + "###place.report").c_str(),
               {.kind = ref ? ButtonKind::secondary : ButtonKind::primary, .icon = "place", .width = -1, .blocked = nowhere})) {
        frame.view.report_form_open = true;
        frame.view.report_form_place = place;
        frame.view.report_form_address = address;
    }
}

void draw_feature(Frame& frame, const render::FeatureHit& hit) {
    const Theme& t = frame.theme;
    const LayerRow* row = layer_row(frame, hit.layer);
    if (!row || hit.feature >= row->layer->info.features) {
        caption(t, frame.tr("desk.feature.gone"));
        return;
    }
    const gis::Layer& layer = *row->layer;
    std::string title = layer_title(frame, layer.info);
    for (const char* name : {"name", "nom", "NOM", "nom_voie", "libelle"})
        if (const gis::Column* column = layer.column(name))
            if (std::string value = value_of(frame, *column, hit.feature); !value.empty()) {
                title = std::move(value);
                break;
            }
    inspector_title(t, "layers", title);
    gap(t, 6);
    fact(t, "layer", frame.tr("desk.fact.layer"), layer_title(frame, layer.info));
    std::size_t shown = 0;
    for (const gis::Column& column : layer.columns) {
        const std::string value = value_of(frame, column, hit.feature);
        if (value.empty() || column.derived) continue;
        if (++shown > max_attributes) break;
        fact(t, ("field." + column.name).c_str(), column.name, value);
    }
    if (shown == 0) caption(t, frame.tr("desk.feature.no_attributes"));
    gap(t, 12);
    if (button(t, (frame.tr("table.open") + "###feature.table").c_str(), {.icon = "table_rows", .width = -1})) open_table(frame, hit.layer);
    gap(t, 6);
    if (layer.entities.empty() && button(t, (frame.tr("editing.copy_to_edit") + "###feature.copy").c_str(), {.icon = "content_copy", .width = -1}))
        copy_into_commune(frame, row->layer, std::make_shared<const std::vector<std::uint32_t>>(1, hit.feature));
    gap(t, 12);
    draw_place_footer(frame, {}, middle_of(frame, layer, hit.feature), {});
}

} // namespace vigie::panels
