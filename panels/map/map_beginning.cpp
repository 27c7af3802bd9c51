#include "panels/map/map_beginning.hpp"

#include <algorithm>
#include <vector>

#include "panels/widgets/button.hpp"
#include "panels/widgets/feedback.hpp"
#include "panels/widgets/icon.hpp"

namespace vigie::panels {

namespace {

constexpr double words_after_s = 1;

struct Offer {
    const char *key, *id, *icon;
    void (*take)(Frame&);
};
constexpr Offer without_commune[] = {
    {"panels.top.fetch_commune", "###empty.fetch", "my_location", [](Frame& f) { f.view.public_data_open = true; }},
    {"panels.top.create_commune", "###empty.create", "add", [](Frame& f) { f.view.file_task = FileTask::create_commune; }},
    {"panels.top.demo", "###empty.demo", "play_arrow", [](Frame& f) { f.ask.commune = CommuneRequest{}; }},
    {"panels.top.open_commune", "###empty.open", "location_city", [](Frame& f) { f.view.file_task = FileTask::open_commune; }},
    {"panels.top.open_files", "###empty.files", "folder_open", [](Frame& f) { f.view.file_task = FileTask::add_files; }}};
constexpr Offer in_empty_commune[] = {
    {"panels.top.fetch_commune", "###empty.fetch", "my_location", [](Frame& f) { f.view.public_data_open = true; }},
    {"panels.top.open_files", "###empty.files", "folder_open", [](Frame& f) { f.view.file_task = FileTask::add_files; }},
    {"panels.sources.add_source", "###empty.source", "storage", [](Frame& f) { f.view.workspace = Workspace::sources; }}};

} // namespace

void draw_beginning(Frame& frame, const Box& box) {
    if (!frame.layers.empty() || frame.loading_fraction < 1 || !frame.world.reports().empty() || !frame.world.crews().empty()) return;
    const Theme& t = frame.theme;
    const bool none = frame.file_name.empty();
    const std::span<const Offer> offers = none ? std::span<const Offer>(without_commune) : std::span<const Offer>(in_empty_commune);
    const float width = std::min(t.px(400), box.width() - t.px(24)), pad = t.px(16);
    const float height = t.px(76) + t.px(40) * float(offers.size()) + pad;
    const ImVec2 min((box.min.x + box.max.x - width) / 2, std::max(box.min.y, (box.min.y + box.max.y - height) / 2));
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(min, ImVec2(min.x + width, min.y + height), u32(t.colors.surface1), t.px(6));
    list->AddRect(min, ImVec2(min.x + width, min.y + height), u32(t.colors.line_strong), t.px(6));
    const std::string sentence = frame.tr(none ? "panels.empty.commune" : "panels.empty.new_commune");
    const float middle = min.x + width / 2;
    draw_icon(list, t, ImVec2(middle, min.y + t.px(28)), IconSize::large, t.colors.text_weak, "map");
    const std::string shown = ellipsized(t.fonts.body, sentence, width - 2 * pad);
    draw_text(list, t.fonts.body, ImVec2(middle - text_size(t.fonts.body, shown).x / 2, min.y + t.px(46)), t.colors.text_strong, shown);
    float y = min.y + t.px(76);
    for (const Offer& offer : offers) {
        ImGui::SetCursorScreenPos(ImVec2(min.x + pad, y));
        const bool first = &offer == offers.data();
        if (button(t, (frame.tr(offer.key) + offer.id).c_str(),
                   {.kind = first ? ButtonKind::primary : ButtonKind::secondary, .icon = offer.icon, .width = (width - 2 * pad) / t.scale, .height = 34}))
            offer.take(frame);
        y += t.px(40);
    }
}

void ReadingLine::draw(Frame& frame, const Box& box) {
    if (frame.loading_fraction >= 1) {
        seconds_ = 0;
        return;
    }
    const Theme& t = frame.theme;
    seconds_ += double(ImGui::GetIO().DeltaTime);
    progress_strip(t, box.min, box.width(), frame.loading_fraction);
    if (!frame.reading_files || seconds_ < words_after_s) return;
    const std::string words = frame.tr({"panels.status.loading", {{"what", frame.loading_what}, {"pct", frame.language.number(100 * frame.loading_fraction)}}});
    const std::string stop = frame.tr("panels.reading.stop") + "###reading.stop";
    const float stop_width = text_size(t.fonts.caption, frame.tr("panels.reading.stop")).x + t.px(24), h = t.px(34);
    const float width = std::min(text_size(t.fonts.body, words).x + stop_width + t.px(30), box.width() - t.px(24));
    const ImVec2 min((box.min.x + box.max.x - width) / 2, box.min.y + t.px(52));
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(min, ImVec2(min.x + width, min.y + h), u32(t.colors.surface1), t.px(5));
    list->AddRect(min, ImVec2(min.x + width, min.y + h), u32(t.colors.line), t.px(5));
    draw_text_clipped(list, t.fonts.body, ImVec2(min.x + t.px(12), min.y + (h - t.fonts.body->FontSize) / 2), t.colors.text_strong, words, width - stop_width - t.px(24));
    ImGui::SetCursorScreenPos(ImVec2(min.x + width - stop_width - t.px(5), min.y + t.px(5)));
    if (button(t, stop.c_str(), {.width = stop_width / t.scale, .height = 24, .small_text = true})) frame.ask.stop_reading = true;
}

} // namespace vigie::panels
