#include <algorithm>
#include <array>

#include <imgui.h>

#include "gis/layers/gazetteer.hpp"
#include "gis/layers/recognise.hpp"
#include "panels/layer_title.hpp"
#include "panels/sources/sources_workspace.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/feedback.hpp"
#include "panels/widgets/field.hpp"
#include "panels/widgets/table.hpp"

namespace vigie::panels {

namespace {

struct CrsChoice {
    int epsg;
    const char* name;
};
// What communes' files are really in: Lambert-93, the nine conic zones, WGS 84, Web Mercator, the old Lambert II.
constexpr std::array crs_choices = {CrsChoice{0, ""}, CrsChoice{2154, "Lambert-93"}, CrsChoice{3942, "CC42"}, CrsChoice{3943, "CC43"}, CrsChoice{3944, "CC44"},
                                    CrsChoice{3945, "CC45"}, CrsChoice{3946, "CC46"}, CrsChoice{3947, "CC47"}, CrsChoice{3948, "CC48"}, CrsChoice{3949, "CC49"},
                                    CrsChoice{3950, "CC50"}, CrsChoice{4326, "WGS 84"}, CrsChoice{3857, "Web Mercator"}, CrsChoice{27572, "Lambert II étendu"}};
constexpr std::array encodings = {"", "UTF-8", "CP1252", "ISO-8859-15"};

int choice_of_user(const gis::LayerInfo& info) {
    if (info.crs_origin != gis::CrsOrigin::user) return 0;
    const auto found = std::ranges::find(crs_choices, info.epsg, &CrsChoice::epsg);
    return found == crs_choices.end() ? 0 : static_cast<int>(found - crs_choices.begin());
}

struct ThemeChoice {
    std::string words, theme;
};
// In the order of their words; the first one is what the layer is taken for now.
std::vector<ThemeChoice> theme_choices(const Frame& frame, const gis::LayerInfo& info) {
    std::vector<ThemeChoice> out;
    for (const gis::ThemeName& t : gis::themes_for(info.geometry))
        if (t.theme != info.theme) out.push_back({frame.tr(t.title), t.theme});
    std::ranges::sort(out, {}, [](const ThemeChoice& c) { return gis::folded(c.words); });
    out.insert(out.begin(), {frame.tr({"panels.theme.as_now", {{"what", layer_title(frame, info)}}}), {}});
    return out;
}

const char* origin_key(gis::CrsOrigin origin) {
    switch (origin) {
        case gis::CrsOrigin::declared: return "panels.crs.declared";
        case gis::CrsOrigin::guessed: return "panels.crs.guessed";
        case gis::CrsOrigin::user: return "panels.crs.user";
    }
    return "panels.crs.declared";
}

void draw_layer_cell(const Frame& frame, const LayerRow& row, int column, const CellBox& box) {
    const Theme& theme = frame.theme;
    const gis::LayerInfo& info = row.layer->info;
    switch (column) {
        case 0: return cell_text(theme, box, info.name);
        case 1: return cell_number(theme, box, info.geometry == "raster" || row.outage ? "–" : frame.language.number(double(info.features)));
        case 2: {
            if (row.outage) return cell_state(theme, box, look_of(gis::SourceHealth::offline), frame.tr({"remote.silent_since", {{"since", frame.language.clock(row.outage->since, frame.zone)}}}));
            const bool guessed = info.crs_origin == gis::CrsOrigin::guessed;
            const std::string name = info.crs_name.empty() ? (info.epsg > 0 ? "EPSG:" + std::to_string(info.epsg) : "–") : info.crs_name;
            const std::string words = info.crs_origin == gis::CrsOrigin::declared ? name : name + ", " + frame.tr(origin_key(info.crs_origin));
            if (guessed) return cell_state(theme, box, look_of(gis::SensorState::watch), words);
            return cell_text(theme, box, words);
        }
        case 3: return cell_text(theme, box, layer_title(frame, info));
        case 4: return cell_text(theme, box, info.encoding, false, true);
        default: return;
    }
}

void draw_correction(Frame& frame, SourcesState& state, const gis::LayerInfo& info) {
    const Theme& theme = frame.theme;
    text_item(theme.fonts.body_strong, theme.colors.text_strong, info.name);
    text_wrapped(theme.fonts.mono_small, theme.colors.text_weak, info.source);
    std::vector<std::string> systems{frame.tr("panels.crs.as_read") + "###crs.0"}, tables{frame.tr("panels.crs.as_read") + "###encoding.0"};
    for (std::size_t i = 1; i < crs_choices.size(); ++i) systems.push_back(std::string(crs_choices[i].name) + " (EPSG:" + std::to_string(crs_choices[i].epsg) + ")###crs." + std::to_string(crs_choices[i].epsg));
    for (std::size_t i = 1; i < encodings.size(); ++i) tables.push_back(std::string(encodings[i]) + "###encoding." + encodings[i]);
    combo_field(theme, "###layer.crs", state.epsg, systems, {.label = frame.tr("panels.crs.system"), .width = 300});
    ImGui::SameLine();
    combo_field(theme, "###layer.encoding", state.encoding, tables, {.label = frame.tr("panels.crs.encoding"), .width = 200});
    const std::vector<ThemeChoice> themes = theme_choices(frame, info);
    std::vector<std::string> words;
    for (const ThemeChoice& c : themes) words.push_back(c.words + "###theme." + (c.theme.empty() ? "now" : c.theme));
    state.theme = std::clamp(state.theme, 0, static_cast<int>(words.size()) - 1);
    combo_field(theme, "###layer.theme", state.theme, words, {.label = frame.tr("panels.theme.label"), .width = 300});
    ImGui::SameLine();
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() + theme.px(20));  // beside the field, not beside its label
    const std::string same = state.epsg == choice_of_user(info) && state.encoding == 0 && state.theme == 0 ? frame.tr("panels.crs.nothing_changed") : std::string{};
    if (button(theme, (frame.tr("panels.crs.read_again") + "###layer.read_again").c_str(), {.kind = ButtonKind::primary, .icon = "refresh", .blocked = same})) {
        gis::LayerChoice choice;
        choice.epsg = crs_choices[static_cast<std::size_t>(state.epsg)].epsg;
        choice.encoding = encodings[static_cast<std::size_t>(state.encoding)];
        choice.theme = themes[static_cast<std::size_t>(state.theme)].theme;
        frame.ask.layer_choices[info.id] = choice;
        state.layer.clear();
    }
    caption(theme, frame.tr("panels.crs.remembered"));
}

} // namespace

void draw_read_layers(Frame& frame, SourcesState& state) {
    const Theme& theme = frame.theme;
    std::vector<const LayerRow*> rows;
    for (const LayerRow& row : frame.layers)
        if (row.layer->entities.empty()) rows.push_back(&row);
    const auto doubtful = [](const LayerRow* row) { return row->outage || row->layer->info.crs_origin == gis::CrsOrigin::guessed; };
    std::ranges::stable_sort(rows, [&](const LayerRow* a, const LayerRow* b) { return doubtful(a) && !doubtful(b); });
    if (rows.empty()) {
        empty_state(theme, {.icon = "layers", .sentence = frame.tr("panels.sources.no_files")});
        return;
    }
    const auto chosen = std::ranges::find(rows, state.layer, [](const LayerRow* r) { return r->layer->info.id; });
    const float correction = chosen != rows.end() ? theme.px(236) : 0;
    TableSpec spec;
    spec.height = (ImGui::GetContentRegionAvail().y - correction) / theme.scale;
    spec.columns = {{frame.tr("panels.crs.column.layer") + "###layer", 150, true, false, false}, {frame.tr("panels.crs.column.features") + "###features", 70, false, true, false},
                    {frame.tr("panels.crs.column.system") + "###system", 190, false, false, false}, {frame.tr("panels.theme.label") + "###theme", 130, false, false, false},
                    {frame.tr("panels.crs.column.encoding") + "###encoding", 80, false, false, false}};
    spec.rows = rows.size();
    spec.selected = [&](std::size_t row) { return rows[row]->layer->info.id == state.layer; };
    spec.row_id = [&](std::size_t row) { return "layer." + rows[row]->layer->info.id; };
    spec.cell = [&](std::size_t row, int column, const CellBox& box) { draw_layer_cell(frame, *rows[row], column, box); };
    const TableEvents events = table(theme, "layers", spec);
    if (events.clicked >= 0) {
        const gis::LayerInfo& info = rows[static_cast<std::size_t>(events.clicked)]->layer->info;
        state.layer = info.id;
        state.epsg = choice_of_user(info);
        state.encoding = state.theme = 0;
    }
    if (chosen != rows.end()) draw_correction(frame, state, (*chosen)->layer->info);
}

} // namespace vigie::panels
