#include "panels/left/filter_panel.hpp"

#include <algorithm>
#include <cmath>

#include "panels/widgets/feedback.hpp"
#include "panels/widgets/field.hpp"
#include "panels/widgets/icon.hpp"

namespace vigie::panels {

namespace {

void choose_quartier(Frame& frame, Quartiers& quartiers) {
    const std::vector<std::string>& names = quartiers.names(frame);
    std::vector<std::string> entries{frame.tr("panels.filter.all_quartiers") + "###filter.quartier.all"};
    int chosen = 0;
    for (const std::string& name : names) {
        if (name == frame.view.filter.quartier) chosen = static_cast<int>(entries.size());
        entries.push_back(name);
    }
    if (combo_field(frame.theme, "###filter.quartier", chosen, entries, {.label = frame.tr("panels.filter.quartier")}))
        frame.view.filter.quartier = chosen == 0 ? std::string{} : names[static_cast<std::size_t>(chosen - 1)];
}

void choose_severity(Frame& frame) {
    section_header(frame.theme, frame.tr("panels.filter.severity"));
    std::vector<std::string> labels;
    for (int s = 1; s <= 6; ++s) labels.push_back(std::to_string(s) + "###filter.severity." + std::to_string(s));
    std::vector<SegmentSpec> segments;
    for (const std::string& label : labels) segments.push_back({label.c_str(), {}});
    frame.view.filter.max_severity = 1 + segmented(frame.theme, "severity", segments, frame.view.filter.max_severity - 1);
    caption(frame.theme, frame.tr({"panels.filter.severity_to", {{"n", std::to_string(frame.view.filter.max_severity)}}}));
}

void choose_domains(Frame& frame) {
    section_header(frame.theme, frame.tr("panels.filter.domains"));
    std::set<std::string>& chosen = frame.view.filter.domains;
    for (const gis::Domain& d : frame.catalog.domains) {
        bool on = chosen.empty() || chosen.contains(d.id);
        const std::string label = d.name.in(frame.language.code()) + "###filter.domain." + d.id;
        if (!check_field(frame.theme, label.c_str(), on)) continue;
        if (chosen.empty())  // everything was on: one click leaves the others
            for (const gis::Domain& other : frame.catalog.domains) chosen.insert(other.id);
        if (on) chosen.insert(d.id);
        else chosen.erase(d.id);
        if (chosen.size() == frame.catalog.domains.size()) chosen.clear();
    }
}

} // namespace

void draw_filter_panel(Frame& frame, Quartiers& quartiers) {
    const Theme& theme = frame.theme;
    Filter& filter = frame.view.filter;
    choose_quartier(frame, quartiers);
    ImGui::Dummy(ImVec2(0, theme.px(4)));
    choose_severity(frame);
    ImGui::Dummy(ImVec2(0, theme.px(4)));
    check_field(theme, (frame.tr("panels.filter.today") + "###filter.today").c_str(), filter.today_only);
    check_field(theme, (frame.tr("panels.filter.open") + "###filter.open").c_str(), filter.open_only);
    ImGui::Dummy(ImVec2(0, theme.px(4)));
    choose_domains(frame);
    ImGui::Dummy(ImVec2(0, theme.px(4)));
    const std::string none = frame.tr("panels.filter.none_active");
    if (button(theme, (frame.tr("panels.filter.clear") + "###filter.clear").c_str(),
               {.width = -1, .blocked = filter.active_count() == 0 ? std::string_view(none) : std::string_view{}}))
        filter = {};
}

void draw_saved_views(Frame& frame, SavedViewsState& state) {
    const Theme& theme = frame.theme;
    const float add_width = theme.px(96);
    const bool entered = text_field(theme, "###view.name", state.name,
                                    {.hint = frame.tr("panels.views.name"), .width = (ImGui::GetContentRegionAvail().x - add_width) / theme.scale - 8, .enter_returns = true});
    ImGui::SameLine();
    const std::string unnamed = frame.tr("panels.views.unnamed");
    const bool pressed = button(theme, (frame.tr("panels.views.save") + "###view.save").c_str(),
                                {.width = -1, .blocked = state.name.empty() ? std::string_view(unnamed) : std::string_view{}});
    if ((entered || pressed) && !state.name.empty()) {
        const render::Camera& camera = frame.view.rig.camera;
        std::erase_if(frame.view.saved_views, [&](const SavedView& v) { return v.name == state.name; });
        frame.view.saved_views.push_back({state.name, camera.centre, camera.units_per_px, frame.view.hidden_layers, frame.view.filter});
        state.name.clear();
    }
    ImGui::Dummy(ImVec2(0, theme.px(4)));
    if (frame.view.saved_views.empty()) {
        text_wrapped(theme.fonts.caption, theme.colors.text_weak, frame.tr("panels.views.empty"));
        return;
    }
    std::ptrdiff_t gone = -1;
    for (std::size_t i = 0; i < frame.view.saved_views.size(); ++i) {
        const SavedView& v = frame.view.saved_views[i];
        const float width = ImGui::GetContentRegionAvail().x / theme.scale - 34;
        if (button(theme, (v.name + "###view.open." + v.name).c_str(), {.kind = ButtonKind::quiet, .icon = "map", .width = width})) {
            frame.view.rig.centre_on(v.centre, v.units_per_px);
            frame.view.hidden_layers = v.hidden_layers;
            frame.view.filter = v.filter;
        }
        ImGui::SameLine(0, theme.px(4));
        if (icon_button(theme, ("###view.remove." + v.name).c_str(), "delete_outline", frame.tr("panels.views.remove")))
            gone = static_cast<std::ptrdiff_t>(i);
    }
    if (gone >= 0) frame.view.saved_views.erase(frame.view.saved_views.begin() + gone);
}

} // namespace vigie::panels
