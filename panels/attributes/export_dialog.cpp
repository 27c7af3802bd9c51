#include "panels/attributes/export_dialog.hpp"

#include <algorithm>
#include <filesystem>

#include "panels/forms/dialog_parts.hpp"
#include "panels/layer_title.hpp"
#include "panels/lists/csv.hpp"
#include "panels/widgets/feedback.hpp"
#include "panels/widgets/field.hpp"

namespace vigie::panels {

namespace {

constexpr float dialog_width = 480;
constexpr const char* popup = "###export.dialog";

// A title as the name of a file: what file systems refuse becomes a dash.
std::string file_name(std::string title) {
    for (char& c : title)
        if (std::string_view("/\\:*?\"<>|").find(c) != std::string_view::npos || static_cast<unsigned char>(c) < 32) c = '-';
    return title.empty() ? "export" : title;
}

void propose_file(const Frame& frame, ExportDialog& state, const gis::Layer& layer) {
    if (state.file_typed) return;
    state.file = (documents_folder() / (file_name(layer_title(frame, layer.info)) + std::string(gis::extension_of(state.format)))).string();
}

void open(Frame& frame, ExportDialog& state) {
    ExportDialog fresh;
    fresh.format = state.format;
    fresh.open = fresh.fresh = true;
    state = std::move(fresh);
    if (frame.view.table_layer.empty() && !frame.view.selection.features.empty()) frame.view.table_layer = frame.view.selection.features.begin()->first;
    state.layer = frame.view.table_layer;
    const gis::LayerPtr layer = layer_named(frame, state.layer);
    if (!layer) return;
    const ShownRows shown = shown_rows(frame);
    state.found_counts = shown.ready() && shown.layer == layer && shown.rows->size() != layer->geometry.feature_count();
    if (!state.chosen.of(frame, layer)->empty()) state.what = ExportWhat::chosen;
    else if (state.found_counts) state.what = ExportWhat::found;
    propose_file(frame, state, *layer);
}

void choose_what(const Frame& frame, ExportDialog& state, const gis::LayerPtr& layer) {
    const Theme& t = frame.theme;
    const auto n = [&](std::size_t count) { return frame.language.number(double(count)); };
    if (choice_row(t, "###export.all", frame.tr("table.export.all"), state.what == ExportWhat::all, n(layer->geometry.feature_count()))) state.what = ExportWhat::all;
    if (state.found_counts &&
        choice_row(t, "###export.found", frame.tr("table.export.found"), state.what == ExportWhat::found, n(shown_rows(frame).rows->size())))
        state.what = ExportWhat::found;
    const FeatureSet chosen = state.chosen.of(frame, layer);
    if (!chosen->empty() && choice_row(t, "###export.chosen", frame.tr("table.export.chosen"), state.what == ExportWhat::chosen, n(chosen->size())))
        state.what = ExportWhat::chosen;
}

void choose_format(Frame& frame, ExportDialog& state, const gis::Layer& layer) {
    const Theme& t = frame.theme;
    int format = static_cast<int>(state.format);
    ImGui::Dummy(ImVec2(1, t.px(6)));
    if (combo_field(t, "###export.format", format, {"GeoPackage (.gpkg)###format.gpkg", "GeoJSON (.geojson)###format.geojson", "CSV (.csv)###format.csv"},
                    {.label = frame.tr("table.export.format")})) {
        state.format = static_cast<gis::ExportFormat>(format);
        if (state.file_typed) state.file = std::filesystem::path(state.file).replace_extension(gis::extension_of(state.format)).string();
    }
    propose_file(frame, state, layer);
    if (state.format == gis::ExportFormat::csv) {
        combo_field(t, "###export.csv_geometry", state.csv_geometry,
                    {frame.tr("table.export.lonlat") + "###csv.lonlat", frame.tr("table.export.wkt") + "###csv.wkt", frame.tr("table.export.no_geometry") + "###csv.none"},
                    {.label = frame.tr("table.export.place")});
        check_field(t, (frame.tr("table.export.bom") + "###export.bom").c_str(), state.byte_order_mark);
    } else {
        caption(t, state.format == gis::ExportFormat::geojson ? std::string("WGS\u00a084") : frame.plane.name());
    }
    if (text_field(t, "###export.file", state.file, {.label = frame.tr("table.export.file")})) state.file_typed = true;
}

void write(Frame& frame, ExportDialog& state, const gis::LayerPtr& layer) {
    gis::ExportOptions options;
    options.file = state.file;
    options.format = state.format;
    options.layer_name = layer_title(frame, layer->info);
    options.csv_byte_order_mark = state.byte_order_mark;
    options.csv_separator = frame.language.code() == "en" ? ',' : ';';
    options.csv_geometry = static_cast<gis::CsvGeometry>(state.csv_geometry);
    options.replace = true;  // the button said so
    if (state.what == ExportWhat::found) options.rows = *shown_rows(frame).rows;
    if (state.what == ExportWhat::chosen) options.rows = *state.chosen.of(frame, layer);
    frame.tables.write(layer, frame.plane, std::move(options));
}

// True = done with it.
bool draw_question(Frame& frame, ExportDialog& state, const gis::LayerPtr& layer) {
    const Theme& t = frame.theme;
    DialogWords words;
    words.title = frame.tr({"table.export.title", {{"layer", layer_title(frame, layer->info)}}});
    dialog_head(frame, words);
    choose_what(frame, state, layer);
    choose_format(frame, state, *layer);
    std::error_code ignored;
    const bool exists = std::filesystem::is_regular_file(state.file, ignored);
    if (exists) {
        ImGui::Dummy(ImVec2(1, t.px(4)));
        text_wrapped(t.fonts.caption, t.colors.family(Family::warn).ink, frame.tr({"export.exists", {{"path", state.file}}}));
    }
    words.yes = frame.tr(exists ? "table.export.replace" : "table.export.do");
    words.danger = exists;
    if (state.file.empty()) words.blocked = frame.tr("table.export.no_file");
    else if (frame.tables.writing()) words.blocked = frame.tr("table.export.running");
    DialogState keys;
    keys.fresh = state.fresh;
    const Answer answer = dialog_buttons(frame, keys, words);
    state.fresh = false;
    if (answer == Answer::yes) write(frame, state, layer);
    return answer != Answer::none;
}

// At the foot of the window while a file is being written: what, how far, and a way to stop.
void draw_progress(Frame& frame, double fraction) {
    const Theme& t = frame.theme;
    const ImGuiViewport* screen = ImGui::GetMainViewport();
    const ImVec2 size(t.px(360), t.px(44));
    ImGui::SetNextWindowPos(ImVec2(screen->Pos.x + screen->Size.x - size.x - t.px(16), screen->Pos.y + screen->Size.y - size.y - t.px(34)));
    ImGui::SetNextWindowSize(size);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(t.px(12), t.px(8)));
    ImGui::PushStyleColor(ImGuiCol_WindowBg, u32(t.colors.surface1));
    ImGui::Begin("###export.progress", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoFocusOnAppearing);
    progress_strip(t, ImGui::GetWindowPos(), size.x, fraction);
    const std::string words = frame.tr({"table.export.writing", {{"pct", frame.language.number(100 * fraction)}}});
    draw_text(ImGui::GetWindowDrawList(), t.fonts.body, ImVec2(ImGui::GetCursorScreenPos().x, ImGui::GetCursorScreenPos().y + t.px(4)), t.colors.text_normal, words);
    ImGui::SetCursorPosX(size.x - t.px(100));
    if (button(t, (frame.tr("table.export.stop") + "###export.stop").c_str(), {.width = 88, .height = 26})) frame.tables.stop_writing();
    ImGui::End();
    ImGui::PopStyleColor();
    ImGui::PopStyleVar();
}

void say_end(Frame& frame) {
    const auto done = frame.tables.take_finished_export();
    if (!done) return;
    Toast toast;
    toast.at = frame.now;
    if (done->result) {
        toast.text = {"table.export.done", {{"n", frame.language.number(double(done->result->features))}, {"path", done->file.string()}}};
    } else {
        toast.level = done->result.error().text.key == "export.stopped" ? gis::Severity::info : gis::Severity::error;
        toast.text = done->result.error().text;
        toast.detail = done->result.error().remedy;
    }
    frame.ask.toasts.push_back(std::move(toast));
}

} // namespace

void draw_export(Frame& frame, ExportDialog& state) {
    say_end(frame);
    if (const auto fraction = frame.tables.writing()) draw_progress(frame, *fraction);
    if (frame.view.export_open && !state.open) {
        open(frame, state);
        ImGui::OpenPopup(popup);
    }
    if (!state.open) return;
    const gis::LayerPtr layer = layer_named(frame, state.layer);
    const Theme& t = frame.theme;
    const ImGuiViewport* screen = ImGui::GetMainViewport();
    ImGui::SetNextWindowPos(ImVec2(screen->Pos.x + screen->Size.x / 2, screen->Pos.y + screen->Size.y * 0.22f), ImGuiCond_Always, ImVec2(0.5f, 0));
    ImGui::SetNextWindowSize(ImVec2(t.px(dialog_width), 0));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(t.px(16), t.px(16)));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, t.px(8));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(t.px(6), t.px(4)));
    bool done = !layer;
    if (ImGui::BeginPopupModal(popup, nullptr, ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings)) {
        if (layer) done = draw_question(frame, state, layer);
        if (done) ImGui::CloseCurrentPopup();
        ImGui::EndPopup();
    } else {
        done = true;
    }
    ImGui::PopStyleVar(3);
    if (done) state.open = frame.view.export_open = false;
}

} // namespace vigie::panels
