// The last page: of when the data are, what was counted, where it comes from, and what is never shown.
#include <algorithm>

#include "gis/layers/commune/credits.hpp"
#include "panels/council/council_words.hpp"
#include "panels/council/scene_view.hpp"

namespace vigie::panels {

namespace {

std::vector<std::string> credits_of(const Frame& frame) {
    std::vector<std::string> names = gis::attributions(gis::read_credits(frame.desk.setting("credits")));
    for (const LayerRow& row : frame.layers) {
        const std::string& who = row.layer->info.attribution;
        if (!who.empty() && is_base_map(row.layer->info) && std::ranges::find(names, who) == names.end()) names.push_back(who);
    }
    return names;
}

} // namespace

void draw_scene_end(SceneCanvas& canvas, const Box& box) {
    const Frame& frame = canvas.frame;
    const gis::CouncilPicture& picture = *frame.council;
    const float left = box.min.x + canvas.px(100), room = std::min(box.width() - canvas.px(200), canvas.px(1400));
    float y = box.min.y + canvas.px(56);
    const auto put = [&](std::string_view icon, const std::string& title, const std::string& text) {
        const float side = canvas.px(52);
        canvas.list->AddRectFilled(ImVec2(left, y), ImVec2(left + side, y + side), u32(canvas.c.accent_veil), canvas.px(8));
        scene_icon(canvas, ImVec2(left + side / 2, y + side / 2), 32, canvas.c.accent, icon);
        const float x = left + side + canvas.px(24);
        scene_text_within(canvas, CouncilFace::title, 36, ImVec2(x, y + canvas.px(6)), canvas.c.text_strong, title, room - side - canvas.px(24));
        y += canvas.px(56);
        for (const std::string& line : scene_lines(canvas, CouncilFace::text, 30, text, room - side - canvas.px(24), 4)) {
            scene_text(canvas, CouncilFace::text, 30, ImVec2(x, y), canvas.c.text_normal, line);
            y += canvas.px(38);
        }
        y += canvas.px(32);
    };
    put("event", frame.tr({"council.end.frozen", {{"date", plain_date(frame, picture.frozen_at)}, {"time", frame.language.clock(picture.frozen_at, frame.zone)}}}),
        picture.from && picture.to ? frame.tr({"council.end.period", {{"from", plain_date(frame, *picture.from)}, {"to", plain_date(frame, *picture.to)}, {"year", std::to_string(picture.ask.year - 1)}}}) : std::string{});
    put("storage", frame.tr("council.end.sources"), frame.tr("council.end.sources.text"));
    std::string map;
    for (const std::string& name : credits_of(frame)) map += (map.empty() ? "" : ", ") + name;
    if (!map.empty()) put("map", frame.tr("council.end.map"), map);
    put("shield", frame.tr("council.end.personal"), frame.tr({"council.end.personal.text", {{"n", std::to_string(gis::least_told)}}}));
}

} // namespace vigie::panels
