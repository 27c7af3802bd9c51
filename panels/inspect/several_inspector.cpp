#include <map>

#include "panels/attributes/attribute_table.hpp"
#include "panels/edit/editing.hpp"
#include "panels/inspect/gestures.hpp"
#include "panels/inspect/inspectors.hpp"
#include "panels/inspect/parts.hpp"
#include "panels/layer_title.hpp"

namespace vigie::panels {

namespace {

constexpr std::size_t max_listed = 40;

void action(Frame& frame, const char* key, const char* id, const Reason& reason, auto run) {
    const std::string blocked = blocked_words(frame, reason);
    gap(frame.theme, 6);
    if (button(frame.theme, (frame.tr(key) + "###" + id).c_str(), {.width = -1, .blocked = blocked})) run();
}

// Features of files: how many of which layer, and what can be done with them.
void draw_layers(Frame& frame) {
    for (const auto& [id, set] : frame.view.selection.features) {
        const gis::LayerPtr layer = layer_named(frame, id);
        if (!layer) continue;
        if (fact(frame.theme, ("layer." + id).c_str(), layer_title(frame, layer->info), frame.language.number(double(set->size())), {.is_link = true}) == FactClick::value) open_table(frame, id);
        action(frame, "editing.copy_selection", ("group.copy." + id).c_str(), {}, [&] { copy_into_commune(frame, layer, set); });
    }
}

} // namespace

void draw_several(Frame& frame, InspectorState& state) {
    const Theme& t = frame.theme;
    const auto chosen = frame.view.selection.entities;
    inspector_title(t, "done_all", frame.tr(gis::Text{"desk.several", {{"n", std::to_string(frame.view.selection.count())}}}));
    std::map<gis::EntityKind, std::size_t> kinds;
    for (gis::EntityRef ref : chosen) ++kinds[ref.kind];
    for (const auto& [kind, n] : kinds)
        fact(t, ("kind." + std::to_string(int(kind))).c_str(), frame.tr(kind_key(kind)), frame.language.number(double(n)));
    draw_layers(frame);
    if (chosen.empty()) return;
    if (kinds.size() == 1 && kinds.contains(gis::EntityKind::asset))
        action(frame, "editing.delete_all", "group.delete", delete_blocked(frame), [&] { delete_selected(frame); });
    const auto ask = [&](Dialog dialog) { return [&frame, dialog] { frame.view.dialog = dialog; }; };
    action(frame, "desk.do.create_one", "group.create", create_blocked(frame.world, chosen), [&] {
        frame.out.push(create_intervention(frame.world, frame.catalog, chosen, frame.language.code()));
    });
    action(frame, "desk.do.merge", "group.merge", merge_blocked(frame.world, chosen), ask(Dialog::merge));
    action(frame, "desk.do.qualify", "group.qualify", qualify_blocked(frame.world, chosen), ask(Dialog::qualify));
    action(frame, "desk.do.reject", "group.reject", report_state_blocked(frame.world, chosen, gis::ReportState::rejected), ask(Dialog::reject));
    draw_proposals(frame, state, chosen);
    gap(t, 8);
    section(t, frame.tr("desk.several.list"));
    for (std::size_t i = 0; i < std::min(chosen.size(), max_listed); ++i)
        draw_object_link(frame, ("one." + std::to_string(i)).c_str(), frame.tr(kind_key(chosen[i].kind)), chosen[i]);
    if (chosen.size() > max_listed)
        caption(t, frame.tr(gis::Text{"desk.several.more", {{"n", std::to_string(chosen.size() - max_listed)}}}));
}

} // namespace vigie::panels
