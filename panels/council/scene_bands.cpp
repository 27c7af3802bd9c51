// The band above a scene: its question, of when it is, and the two buttons that answer "in this quartier, that year?"; and
// the strip of scenes below.
#include <algorithm>
#include <cmath>

#include "gis/model/zone.hpp"
#include "panels/council/council_words.hpp"
#include "panels/council/scene_view.hpp"

namespace vigie::panels {

namespace {

constexpr float button_height = 56, most_button = 460, row_height = 60;
constexpr std::size_t most_rows = 9;
constexpr double at_once_s = 0.4, told_behind_s = 10;

struct FatButton {
    const char* id;
    std::string_view icon;
    std::string text;
    bool full = false;         // on the accent's ground
    bool opens = true;         // a list
};

// Right edge at `right`; gives the box.
Box fat_button_box(const SceneCanvas& canvas, const FatButton& button, ImVec2 right_top) {
    const float text = std::min(scene_text_width(canvas, CouncilFace::strong, 30, button.text), canvas.px(most_button - 126));
    const float width = canvas.px(62) + text + canvas.px(button.opens ? 64.0f : 24.0f);
    return {ImVec2(right_top.x - width, right_top.y), ImVec2(right_top.x, right_top.y + canvas.px(button_height))};
}

bool fat_button(const SceneCanvas& canvas, const FatButton& button, const Box& box) {
    const Colors& c = canvas.c;
    const float rounding = canvas.px(8), middle = (box.min.y + box.max.y) / 2;
    const SceneItem item = scene_item(canvas, button.id, box, c.on_accent, rounding);
    if (button.full) canvas.list->AddRectFilled(box.min, box.max, u32(item.hovered && button.opens ? c.accent_hover : c.accent), rounding);
    else {
        if (item.hovered && button.opens) canvas.list->AddRectFilled(box.min, box.max, u32(c.council_item), rounding);
        canvas.list->AddRect(box.min, box.max, u32(c.council_line), rounding, 0, std::max(1.0f, canvas.px(2)));
    }
    scene_icon(canvas, ImVec2(box.min.x + canvas.px(37), middle), 30, c.on_accent, button.icon);
    const float left = box.min.x + canvas.px(62), room = box.max.x - canvas.px(button.opens ? 60.0f : 20.0f) - left;
    scene_text_within(canvas, CouncilFace::strong, 30, ImVec2(left, middle - canvas.px(15)), c.on_accent, button.text, room);
    if (button.opens) scene_icon(canvas, ImVec2(box.max.x - canvas.px(38), middle), 30, c.on_accent, "arrow_drop_down");
    return item.pressed && button.opens;
}

// A list under a button: the chosen index, or nothing.
std::optional<std::size_t> choose(SceneCanvas& canvas, SceneState& state, const char* popup, const Box& under, const std::vector<std::string>& entries,
                                  std::size_t chosen, const std::string& prefix) {
    std::optional<std::size_t> out;
    const std::size_t columns = (entries.size() + most_rows - 1) / most_rows, rows = (entries.size() + columns - 1) / std::max<std::size_t>(columns, 1);
    float width = under.width();
    for (const std::string& e : entries) width = std::max(width, scene_text_width(canvas, CouncilFace::strong, 30, e) + canvas.px(84));
    width = std::min({width, canvas.px(460), (canvas.box.width() - canvas.px(80)) / float(std::max<std::size_t>(columns, 1))});
    const ImVec2 size(width * float(columns) + canvas.px(16), canvas.px(row_height) * float(rows) + canvas.px(16));
    ImGui::SetNextWindowPos(ImVec2(std::max(canvas.box.min.x + canvas.px(8), under.max.x - size.x), under.max.y + canvas.px(8)));
    ImGui::SetNextWindowSize(ImVec2(size.x, std::min(size.y, canvas.box.max.y - under.max.y - canvas.px(24))));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(canvas.px(8), canvas.px(8)));
    ImGui::PushStyleVar(ImGuiStyleVar_PopupRounding, canvas.px(8));
    ImGui::PushStyleColor(ImGuiCol_PopupBg, u32(canvas.c.surface1));
    ImGui::PushStyleColor(ImGuiCol_Border, u32(canvas.c.line_strong));
    if (ImGui::BeginPopup(popup, ImGuiWindowFlags_NoMove)) {
        state.list_open = true;
        SceneCanvas list = canvas;
        list.list = ImGui::GetWindowDrawList();
        const ImVec2 at = ImGui::GetCursorScreenPos();
        for (std::size_t i = 0; i < entries.size(); ++i) {
            const ImVec2 min(at.x + width * float(i / rows), at.y + canvas.px(row_height) * float(i % rows));
            const Box box{min, ImVec2(min.x + width, min.y + canvas.px(row_height))};
            const float middle = (box.min.y + box.max.y) / 2;
            const SceneItem item = scene_item(list, ("###" + prefix + std::to_string(i)).c_str(), box, list.c.accent, canvas.px(6));
            if (item.hovered || i == chosen) list.list->AddRectFilled(box.min, box.max, u32(i == chosen ? list.c.accent_veil : list.c.row_hover), canvas.px(6));
            if (i == chosen) scene_icon(list, ImVec2(box.min.x + canvas.px(28), middle), 30, list.c.accent, "check");
            scene_text_within(list, i == chosen ? CouncilFace::strong : CouncilFace::text, 30, ImVec2(box.min.x + canvas.px(56), middle - canvas.px(15)), list.c.text_strong, entries[i],
                              width - canvas.px(70));
            if (item.pressed) {
                out = i;
                ImGui::CloseCurrentPopup();
            }
        }
        ImGui::EndPopup();
    }
    ImGui::PopStyleColor(2);
    ImGui::PopStyleVar(2);
    return out;
}

struct Period {
    int year = 0, month = 0;
    bool operator==(const Period&) const = default;
};

// The years that have data, or the last twelve months.
std::vector<Period> periods_of(const Frame& frame, bool by_month) {
    const gis::CouncilPicture& picture = *frame.council;
    std::vector<Period> out;
    if (!by_month) {
        for (const int year : picture.years) out.push_back({year, 0});
        return out;
    }
    const std::chrono::year_month_day day{gis::local_day(picture.frozen_at, frame.zone)};
    std::chrono::year_month month{day.year(), day.month()};
    constexpr int told = 12;
    for (int i = 0; i < told; ++i, month -= std::chrono::months{1}) out.push_back({static_cast<int>(month.year()), static_cast<int>(static_cast<unsigned>(month.month()))});
    return out;
}

// Two clicks: the button, the year (or the month).
Box draw_year_button(SceneCanvas& canvas, SceneState& state, ImVec2 right_top) {
    Frame& frame = canvas.frame;
    const gis::CouncilPicture& picture = *frame.council;
    gis::CouncilAsk& ask = frame.view.council;
    const bool by_month = picture.ask.month != 0;
    const Period now{ask.year != 0 ? ask.year : picture.ask.year, by_month ? (ask.month != 0 ? ask.month : picture.ask.month) : 0};
    const std::vector<Period> periods = periods_of(frame, by_month);
    const FatButton button{"###council.year", "event", period_words(frame, now.year, now.month), false, periods.size() > 1};
    const Box box = fat_button_box(canvas, button, right_top);
    if (fat_button(canvas, button, box)) ImGui::OpenPopup("council.years");
    std::vector<std::string> entries;
    for (const Period& p : periods) entries.push_back(period_words(frame, p.year, p.month));
    const auto at = static_cast<std::size_t>(std::ranges::find(periods, now) - periods.begin());
    if (const auto chosen = choose(canvas, state, "council.years", box, entries, at, "council.year.")) {
        ask.year = periods[*chosen].year;
        ask.month = periods[*chosen].month;
    }
    return box;
}

Box draw_quartier_button(SceneCanvas& canvas, SceneState& state, ImVec2 right_top) {
    Frame& frame = canvas.frame;
    const gis::CouncilPicture& picture = *frame.council;
    const std::string& quartier = frame.view.council.quartier;
    const bool known = !picture.quartiers.empty();
    const FatButton button{"###council.quartier", "location_city", known ? quartier_words(frame, quartier) : frame.tr("council.no_quartiers"), true, known};
    const Box box = fat_button_box(canvas, button, right_top);
    if (fat_button(canvas, button, box)) ImGui::OpenPopup("council.quartiers");
    std::vector<std::string> entries{quartier_words(frame, {})};
    entries.insert(entries.end(), picture.quartiers.begin(), picture.quartiers.end());
    const auto found = std::ranges::find(picture.quartiers, quartier);
    const std::size_t at = quartier.empty() ? 0 : static_cast<std::size_t>(found - picture.quartiers.begin()) + 1;
    if (const auto chosen = choose(canvas, state, "council.quartiers", box, entries, at, "council.quartier.")) frame.view.council.quartier = *chosen == 0 ? std::string{} : picture.quartiers[*chosen - 1];
    return box;
}

void draw_question(const SceneCanvas& canvas, const Box& box, float right) {
    const Frame& frame = canvas.frame;
    const gis::CouncilPicture& picture = *frame.council;
    const std::string title = frame.view.council_end || picture.ask.scene >= picture.scenes.size() ? frame.tr("council.end.title") : scene_title(frame, picture.scenes[picture.ask.scene]);
    const ImVec2 at(box.min.x + canvas.px(40), box.min.y);
    const float room = right - canvas.px(28) - at.x;
    const float size = scene_size_within(canvas, CouncilFace::title, title, room, {48, 42, 36});
    const std::string day = frame.tr({"council.of", {{"date", plain_date(frame, picture.frozen_at)}}});
    if (scene_text_width(canvas, CouncilFace::title, size, title) <= room) {
        scene_text(canvas, CouncilFace::title, size, ImVec2(at.x, at.y + canvas.px(36 - size / 2)), canvas.c.on_accent, title);
        scene_text_within(canvas, CouncilFace::text, 30, ImVec2(at.x, at.y + canvas.px(60)), canvas.c.council_text, day, room);
        return;
    }
    const auto lines = scene_lines(canvas, CouncilFace::title, 34, title, room, 2);
    for (std::size_t i = 0; i < lines.size(); ++i) scene_text(canvas, CouncilFace::title, 34, ImVec2(at.x, at.y + canvas.px(2 + 34 * float(i))), canvas.c.on_accent, lines[i]);
    scene_text_within(canvas, CouncilFace::text, 30, ImVec2(at.x, at.y + canvas.px(70)), canvas.c.council_text, day, room);
}

} // namespace

void draw_scene_head(SceneCanvas& canvas, SceneState& state, const Box& box) {
    state.list_open = false;
    canvas.list->AddRectFilled(box.min, box.max, u32(canvas.c.council_band));
    const ImVec2 right(box.max.x - canvas.px(40), box.min.y + canvas.px(24));
    const Box year = draw_year_button(canvas, state, right);
    const Box quartier = draw_quartier_button(canvas, state, ImVec2(year.min.x - canvas.px(28), right.y));
    draw_question(canvas, box, quartier.min.x);
    const double now = ImGui::GetTime();
    if (!is_behind(canvas.frame)) state.behind_since = -1;
    else if (state.behind_since < 0) state.behind_since = now;
    if (state.behind_since < 0 || now - state.behind_since > told_behind_s) return;  // what is not there is not waited for
    state.wants_frame = true;
    if (now - state.behind_since > at_once_s) {  // what is seen is still of the choice before
        const float h = canvas.px(4), width = box.width() * 0.3f;
        const float at = box.min.x + (box.width() - width) * float(0.5 + 0.5 * std::sin(canvas.frame.settings.reduce_motion ? 0 : 3 * now));
        canvas.list->AddRectFilled(ImVec2(at, box.max.y - h), ImVec2(at + width, box.max.y), u32(canvas.c.council_weak));
    }
}

namespace {

constexpr std::size_t shown_at_once = 5;

struct StripItem {
    std::string name;
    bool chosen = false;
};

bool draw_strip_item(const SceneCanvas& canvas, const StripItem& what, std::size_t index, const Box& box) {
    const Colors& c = canvas.c;
    const SceneItem item = scene_item(canvas, ("###council.scene." + std::to_string(index)).c_str(), box, c.on_accent, canvas.px(8));
    canvas.list->AddRectFilled(box.min, box.max, u32(what.chosen ? c.accent : item.hovered ? c.council_line : c.council_item, what.chosen || !item.hovered ? 1.0f : 0.6f), canvas.px(8));
    const std::string number = std::to_string(index + 1);
    const float middle = (box.min.y + box.max.y) / 2, left = box.min.x + canvas.px(20);
    scene_text(canvas, CouncilFace::strong, 30, ImVec2(left, middle - canvas.px(15)), what.chosen ? c.on_accent : c.council_weak, number);
    const float text = std::max(left + canvas.px(34), left + scene_text_width(canvas, CouncilFace::strong, 30, number) + canvas.px(16));
    const CouncilFace face = what.chosen ? CouncilFace::strong : CouncilFace::text;
    const auto lines = scene_lines(canvas, face, 30, what.name, box.max.x - canvas.px(12) - text, 2);
    float y = middle - canvas.px(16) * float(lines.size());
    for (const std::string& line : lines) {
        scene_text(canvas, face, 30, ImVec2(text, y + canvas.px(1)), what.chosen ? c.on_accent : c.council_text, line);
        y += canvas.px(32);
    }
    return item.pressed;
}

bool draw_strip_arrow(const SceneCanvas& canvas, const char* id, std::string_view icon, const Box& box, bool can) {
    const SceneItem item = scene_item(canvas, id, box, canvas.c.on_accent, canvas.px(8));
    canvas.list->AddRectFilled(box.min, box.max, u32(item.hovered && can ? canvas.c.council_line : canvas.c.council_item, item.hovered && can ? 0.6f : 1.0f), canvas.px(8));
    scene_icon(canvas, ImVec2((box.min.x + box.max.x) / 2, (box.min.y + box.max.y) / 2), 40, can ? canvas.c.on_accent : canvas.c.council_line, icon);
    return item.pressed && can;
}

} // namespace

void draw_scene_strip(SceneCanvas& canvas, const std::vector<gis::Scene>& scenes, const Box& box) {
    Frame& frame = canvas.frame;
    canvas.list->AddRectFilled(box.min, box.max, u32(canvas.c.council_band));
    std::vector<StripItem> items;
    for (std::size_t i = 0; i < scenes.size(); ++i) items.push_back({scene_name(frame, scenes[i]), !frame.view.council_end && i == std::min(frame.view.council.scene, scenes.size() - 1)});
    items.push_back({frame.tr("council.end.name"), frame.view.council_end || scenes.empty()});
    const auto at = static_cast<std::size_t>(std::ranges::find(items, true, &StripItem::chosen) - items.begin());
    const std::size_t shown = std::min(items.size(), shown_at_once);
    const std::size_t first = at < shown / 2 + 1 ? 0 : std::min(at - shown / 2, items.size() - shown);
    const float top = box.min.y + canvas.px(17), bottom = box.max.y - canvas.px(17), gap = canvas.px(14), arrow = canvas.px(64);
    float x = box.min.x + canvas.px(28);
    if (draw_strip_arrow(canvas, "###council.strip.previous", "chevron_left", {ImVec2(x, top), ImVec2(x + arrow, bottom)}, at > 0)) step_scene(frame, -1);
    x += arrow + gap;
    const float end = box.max.x - canvas.px(28) - arrow;
    const float width = (end - gap - x - gap * float(shown - 1)) / float(shown);
    for (std::size_t i = first; i < first + shown; ++i, x += width + gap) {
        if (!draw_strip_item(canvas, items[i], i, {ImVec2(x, top), ImVec2(x + width, bottom)})) continue;
        frame.view.council_end = i == scenes.size();
        frame.view.council.tile.clear();
        if (i < scenes.size()) frame.view.council.scene = i;
    }
    if (draw_strip_arrow(canvas, "###council.strip.next", "chevron_right", {ImVec2(end, top), ImVec2(end + arrow, bottom)}, at + 1 < items.size())) step_scene(frame, 1);
}

} // namespace vigie::panels
