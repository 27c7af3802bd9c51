#include "panels/inspect/asset_sheet.hpp"

#include <imgui.h>

#include "gis/model/words.hpp"
#include "panels/inspect/focus.hpp"
#include "panels/inspect/parts.hpp"
#include "panels/lists/csv.hpp"
#include "panels/status.hpp"
#include "panels/work_words.hpp"

namespace vigie::panels {

namespace {

using gis::AssetEvent;
using gis::AssetEventKind;
using gis::EntityKind;

constexpr float row_height = 42;
constexpr std::array kinds{AssetEventKind::report, AssetEventKind::alert, AssetEventKind::intervention, AssetEventKind::inspection, AssetEventKind::edit};
constexpr std::array<const char*, gis::asset_event_kinds> kind_words{"sheet.reports", "sheet.alerts", "sheet.interventions", "sheet.inspections", "sheet.edits"};
constexpr std::array<const char*, gis::asset_event_kinds> one_word{"sheet.one.report", "sheet.one.alert", "sheet.one.intervention", "sheet.one.inspection", "sheet.one.edit"};
constexpr std::array<const char*, gis::asset_event_kinds> kind_icons{"place", "notifications_active", "build", "event", "edit"};

struct Row {
    std::string title, state;
    StatusLook look;
    bool has_state = false;
};

Row row_of(const Frame& frame, const AssetEvent& event) {
    const std::string code = frame.language.code();
    if (const auto* r = event.ref.kind == EntityKind::report ? frame.world.find(gis::ReportId{event.ref.id}) : nullptr) {
        const gis::ReportCategory* category = frame.catalog.report_category(r->category);
        return {gis::label(*r) + ", " + (category ? category->name.in(code) : r->category), frame.tr(look_of(r->state).key), look_of(r->state), true};
    }
    if (const auto* a = event.ref.kind == EntityKind::alert ? frame.world.find(gis::AlertId{event.ref.id}) : nullptr)
        return {gis::label(*a) + ", " + a->title, frame.tr(look_of(a->state).key), look_of(a->state), true};
    if (const auto* i = event.ref.kind == EntityKind::intervention ? frame.world.find(gis::InterventionId{event.ref.id}) : nullptr)
        return {gis::label(*i) + ", " + i->title, status_words(frame.catalog, frame.language, *i), look_of(i->state), true};
    return {frame.tr(event.words), event.by, {}, false};
}

void draw_row(Frame& frame, const AssetEvent& event, std::size_t n) {
    const Theme& t = frame.theme;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, h = t.px(row_height);
    const bool leads = event.kind != AssetEventKind::edit;
    if (ImGui::InvisibleButton(("sheet.row." + std::to_string(n)).c_str(), ImVec2(width, h)) && leads) select(frame, event.ref);
    const bool hovered = ImGui::IsItemHovered();
    const ImVec2 max(at.x + width, at.y + h);
    ImDrawList* list = ImGui::GetWindowDrawList();
    if (hovered && leads) {
        list->AddRectFilled(at, max, u32(t.colors.row_hover), t.px(4));
        frame.view.hovered = event.ref;
    }
    const Row row = row_of(frame, event);
    const float left = at.x + t.px(26), first = at.y + t.px(4), second = first + t.fonts.body->FontSize + t.px(1);
    draw_icon(list, t, ImVec2(at.x + t.px(10), first + t.fonts.body->FontSize / 2), IconSize::small, t.colors.text_weak, kind_icons[static_cast<std::size_t>(event.kind)]);
    const std::string cost = event.cost_eur > 0 ? euros(frame.language, event.cost_eur) : std::string{};
    const float stop = max.x - t.px(4) - (cost.empty() ? 0 : text_size(t.fonts.caption_strong, cost).x + t.px(8));
    draw_text_clipped(list, t.fonts.body, ImVec2(left, first), leads ? t.colors.accent_text : t.colors.text_normal, row.title, stop - left);
    draw_text_right(list, t.fonts.caption_strong, ImVec2(max.x - t.px(4), first + (t.fonts.body->FontSize - t.fonts.caption_strong->FontSize) / 2), t.colors.text_strong, cost);
    const std::string when = frame.language.date(event.at, frame.zone);
    draw_text(list, t.fonts.caption, ImVec2(left, second), t.colors.text_weak, when);
    float x = left + text_size(t.fonts.caption, when).x + t.px(10);
    if (row.has_state) {
        draw_state(list, t, ImVec2(x + t.px(6), second + t.fonts.caption->FontSize / 2), t.px(12), row.look);
        x += t.px(16);
    }
    draw_text_clipped(list, t.fonts.caption, ImVec2(x, second), t.colors.text_normal, row.state, max.x - t.px(4) - x);
    focus_ring(t, at, max, t.px(4));
    if (hovered && text_size(t.fonts.body, row.title).x > stop - left) tooltip_for_last_item(t, row.title);
}

// Chips flow over as many lines as they need.
void draw_chips(Frame& frame, AssetSheet& sheet, std::size_t all) {
    const Theme& t = frame.theme;
    const float begin = ImGui::GetCursorScreenPos().x, end = begin + ImGui::GetContentRegionAvail().x;
    bool first = true;
    const auto one = [&](const std::string& words, const std::string& id, bool chosen) {
        const float width = text_size(t.fonts.caption, words).x + t.px(22);
        if (!first && ImGui::GetItemRectMax().x + t.px(6) + width <= end) ImGui::SameLine(0, t.px(6));
        else if (!first) gap(t, 4);
        first = false;
        return chip(t, (words + "###" + id).c_str(), {.chosen = chosen}) == ChipClick::body;
    };
    if (one(frame.tr(gis::Text{"sheet.all", {{"n", frame.language.number(static_cast<double>(all))}}}), "sheet.all", !sheet.only)) sheet.only.reset();
    for (const AssetEventKind kind : kinds) {
        const std::size_t count = sheet.count(kind);
        if (count == 0) continue;
        const char* const key = kind_words[static_cast<std::size_t>(kind)];
        if (one(frame.tr(gis::Text{key, {{"n", frame.language.number(static_cast<double>(count))}}}), key, sheet.only == kind)) {
            if (sheet.only == kind) sheet.only.reset();
            else sheet.only = kind;
        }
    }
}

void export_sheet(Frame& frame, const AssetSheet& sheet, const gis::AssetHistory& history, const gis::Asset& asset) {
    const std::string name = frame.tr(gis::Text{"sheet.file", {{"what", asset.code.empty() ? gis::label(asset) : asset.code}}});
    std::string safe;
    for (const char c : name) safe += c == '/' || c == ':' || c == '\\' ? '-' : c;
    const auto written = write_new_file(documents_folder(), safe, asset_sheet_csv(frame, history, sheet.shown()));
    Toast toast;
    toast.at = frame.now;
    if (written) toast.text = {"desk.export.done", {{"n", std::to_string(sheet.shown().size())}, {"path", written->string()}}};
    else toast.level = gis::Severity::error, toast.text = written.error().text, toast.detail = written.error().remedy;
    frame.ask.toasts.push_back(std::move(toast));
}

} // namespace

const gis::AssetHistory& AssetSheet::of(const Frame& frame, gis::AssetId asset) {
    const gis::World& w = frame.world;
    const std::array seen{w.revision(EntityKind::report), w.revision(EntityKind::alert), w.revision(EntityKind::intervention), w.revision(EntityKind::asset), w.revision(EntityKind::sensor)};
    const bool fresh = !made_ || asset != asset_ || seen != seen_;
    if (asset != asset_) only.reset();
    if (fresh) {
        history_ = gis::asset_history(frame.desk, frame.catalog, asset);
        counts_ = {};
        for (const AssetEvent& event : history_.events) ++counts_[static_cast<std::size_t>(event.kind)];
        asset_ = asset;
        seen_ = seen;
        made_ = true;
    }
    if (only && count(*only) == 0) only.reset();
    if (fresh || only != shown_of_) {
        shown_.clear();
        for (std::size_t n = 0; n < history_.events.size(); ++n)
            if (!only || history_.events[n].kind == *only) shown_.push_back(n);
        shown_of_ = only;
    }
    return history_;
}

std::string asset_sheet_csv(const Frame& frame, const gis::AssetHistory& history, const std::vector<std::size_t>& rows) {
    const char separator = frame.language.code() == "en" ? ',' : ';';
    std::string out = "\xEF\xBB\xBF";
    const auto line = [&](std::initializer_list<std::string> fields) {
        bool first = true;
        for (const std::string& field : fields) {
            if (!first) out += separator;
            first = false;
            out += csv_field(field, separator);
        }
        out += "\r\n";
    };
    line({frame.tr("sheet.column.date"), frame.tr("sheet.column.kind"), frame.tr("sheet.column.what"), frame.tr("sheet.column.state"), frame.tr("sheet.column.cost")});
    for (const std::size_t n : rows) {
        const AssetEvent& event = history.events[n];
        const Row row = row_of(frame, event);
        line({frame.language.date(event.at, frame.zone) + " " + frame.language.clock(event.at, frame.zone),
              frame.tr(one_word[static_cast<std::size_t>(event.kind)]), row.title, row.state,
              event.cost_eur > 0 ? frame.language.number(event.cost_eur, 2) : std::string{}});
    }
    return out;
}

void draw_asset_sheet(Frame& frame, AssetSheet& sheet, const gis::Asset& asset) {
    const Theme& t = frame.theme;
    const gis::AssetHistory& history = sheet.of(frame, asset.id);
    gap(t, 8);
    if (section_link(t, frame.tr("sheet.title"), (frame.tr("sheet.export") + "###sheet.export").c_str()) && !history.events.empty())
        export_sheet(frame, sheet, history, asset);
    if (history.events.empty()) return caption(t, frame.tr("sheet.none"));
    if (history.cost.total_eur() > 0) {
        const std::string hours = frame.language.duration(history.cost.worked);
        fact(t, "sheet.cost", frame.tr("sheet.cost"), euros(frame.language, history.cost.total_eur()), {.note = hours});
    }
    gap(t, 2);
    draw_chips(frame, sheet, history.events.size());
    gap(t, 4);
    (void)sheet.of(frame, asset.id);   // a chip may have been pressed
    const auto& rows = sheet.shown();
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(rows.size()), t.px(row_height));
    while (clipper.Step())
        for (int n = clipper.DisplayStart; n < clipper.DisplayEnd; ++n) draw_row(frame, history.events[rows[static_cast<std::size_t>(n)]], rows[static_cast<std::size_t>(n)]);
}

} // namespace vigie::panels
