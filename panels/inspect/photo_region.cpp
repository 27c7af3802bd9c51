// Before and after: thumbnails in the inspector, and one picture shown large.
#include <algorithm>

#include <imgui.h>

#include "gis/model/words.hpp"
#include "panels/inspect/parts.hpp"
#include "panels/inspect/work_regions.hpp"
#include "panels/photos/photo_shelf.hpp"
#include "panels/widgets/field.hpp"

namespace vigie::panels {

namespace {

constexpr float thumb_height = 84, thumb_gap = 6, tag_height = 20;
constexpr int thumbs_a_row = 3;
constexpr const char* viewer = "###photo.viewer";

const char* moment_key(gis::PhotoMoment moment) { return moment == gis::PhotoMoment::before ? "photo.before" : "photo.after"; }

// Before first, then after; each in the order they were taken in.
std::vector<const gis::Photo*> in_order(const gis::Intervention& i) {
    std::vector<const gis::Photo*> order;
    for (const gis::Photo& photo : i.photos) order.push_back(&photo);
    std::ranges::stable_sort(order, {}, [](const gis::Photo* p) { return p->moment; });
    return order;
}

// The middle of the picture, cut to the box.
void draw_cut(ImDrawList* list, const PhotoShelf::Picture& picture, ImVec2 min, ImVec2 max, float rounding) {
    const float box = (max.x - min.x) / (max.y - min.y), own = static_cast<float>(picture.width) / static_cast<float>(std::max(1, picture.height));
    const float u = own > box ? (1 - box / own) / 2 : 0, v = own > box ? 0 : (1 - own / box) / 2;
    list->AddImageRounded(reinterpret_cast<ImTextureID>(picture.texture), min, max, ImVec2(u, v), ImVec2(1 - u, 1 - v), IM_COL32_WHITE, rounding);
}

void draw_thumb(Frame& frame, const gis::Photo& photo, ImVec2 min, ImVec2 size) {
    const Theme& t = frame.theme;
    ImGui::SetCursorScreenPos(min);
    if (ImGui::InvisibleButton(("photo." + photo.id.substr(0, 12)).c_str(), size)) frame.view.photo_open = photo.id;
    const bool hovered = ImGui::IsItemHovered();
    const ImVec2 max(min.x + size.x, min.y + size.y);
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(min, max, u32(t.colors.surface2), t.px(4));
    const PhotoShelf::Picture picture = frame.photos ? frame.photos->small(frame.desk, photo.id) : PhotoShelf::Picture{};
    if (picture.texture != 0) draw_cut(list, picture, min, max, t.px(4));
    else draw_icon(list, t, ImVec2((min.x + max.x) / 2, (min.y + max.y - t.px(tag_height)) / 2), IconSize::large, t.colors.text_weak, "photo_camera");
    const ImVec2 tag(min.x, max.y - t.px(tag_height));
    list->AddRectFilled(tag, max, u32(t.colors.tooltip, 0.78f), t.px(4), ImDrawFlags_RoundCornersBottom);
    const std::string words = frame.tr(moment_key(photo.moment)) + (photo.caption.empty() ? std::string{} : " · " + photo.caption);
    draw_text_clipped(list, t.fonts.caption, ImVec2(tag.x + t.px(6), tag.y + (t.px(tag_height) - t.fonts.caption->FontSize) / 2), t.colors.tooltip_text, words, size.x - t.px(12));
    list->AddRect(min, max, u32(hovered ? t.colors.accent : t.colors.line), t.px(4), 0, hovered ? t.px(2) : 1);
    focus_ring(t, min, max, t.px(4));
    if (hovered)
        tooltip_for_last_item(t, (photo.caption.empty() ? std::string{} : photo.caption + "\n") +
                                     frame.tr(gis::Text{"photo.by", {{"who", photo.by}, {"when", frame.language.moment(photo.at, frame.now, frame.zone)}}}));
}

void ask_for_photos(Frame& frame, const gis::Intervention& i, gis::PhotoMoment moment) {
    frame.view.photos_of = i.id;
    frame.view.photo_moment = moment;
    frame.view.file_task = FileTask::add_photos;
}

// The intervention that shows the picture that is open, the chosen one first.
const gis::Intervention* owner_of(const Frame& frame, const std::string& id) {
    const auto has = [&](const gis::Intervention& i) { return std::ranges::find(i.photos, id, &gis::Photo::id) != i.photos.end(); };
    const gis::EntityRef chosen = frame.view.selection.primary();
    if (chosen.kind == gis::EntityKind::intervention)
        if (const gis::Intervention* i = frame.world.find(gis::InterventionId{chosen.id}); i && has(*i)) return i;
    const auto it = std::ranges::find_if(frame.world.interventions(), has);
    return it == frame.world.interventions().end() ? nullptr : &*it;
}

void draw_whole(Frame& frame, const std::string& id, ImVec2 room) {
    const Theme& t = frame.theme;
    const PhotoShelf::Picture picture = frame.photos ? frame.photos->whole(frame.desk, id) : PhotoShelf::Picture{};
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(at, ImVec2(at.x + room.x, at.y + room.y), u32(t.colors.surface2), t.px(4));
    if (picture.texture != 0) {
        const float share = std::min(room.x / static_cast<float>(picture.width), room.y / static_cast<float>(picture.height));
        const ImVec2 size(static_cast<float>(picture.width) * share, static_cast<float>(picture.height) * share);
        const ImVec2 min(at.x + (room.x - size.x) / 2, at.y + (room.y - size.y) / 2);
        list->AddImage(reinterpret_cast<ImTextureID>(picture.texture), min, ImVec2(min.x + size.x, min.y + size.y));
    } else {
        const std::string words = frame.tr("photo.elsewhere");
        draw_text(list, t.fonts.body, ImVec2(at.x + (room.x - text_size(t.fonts.body, words).x) / 2, at.y + room.y / 2), t.colors.text_weak, words);
    }
    ImGui::Dummy(room);
}

// True when it is to be closed.
bool draw_viewer_foot(Frame& frame, const gis::Intervention& i, const gis::Photo& photo) {
    const Theme& t = frame.theme;
    const auto order = in_order(i);
    const std::size_t place = static_cast<std::size_t>(std::ranges::find(order, &photo) - order.begin());
    const auto step = [&](const char* id, const char* icon, const char* tip, std::size_t to, ImGuiKey key) {
        const std::string blocked = order.size() < 2 ? frame.tr("photo.only_one") : std::string{};
        const bool pressed = icon_button(t, id, icon, frame.tr(tip), {.size = 30, .border = true, .blocked = blocked});
        if (order.size() > 1 && (pressed || (ImGui::IsKeyPressed(key, false) && !ImGui::GetIO().WantTextInput))) frame.view.photo_open = order[to % order.size()]->id;
        ImGui::SameLine(0, t.px(6));
    };
    step("photo.previous", "chevron_left", "photo.previous", place + order.size() - 1, ImGuiKey_LeftArrow);
    step("photo.next", "chevron_right", "photo.next", place + 1, ImGuiKey_RightArrow);
    const std::string before = frame.tr("photo.before") + "###photo.moment.before", after = frame.tr("photo.after") + "###photo.moment.after";
    const int chosen = segmented(t, "photo.moment", {{before.c_str(), {}}, {after.c_str(), {}}}, static_cast<int>(photo.moment), 30);
    if (chosen != static_cast<int>(photo.moment)) frame.out.push(gis::command::EditPhoto{i.id, photo.id, static_cast<gis::PhotoMoment>(chosen), photo.caption});
    ImGui::SameLine(0, t.px(6));
    std::string caption_text = photo.caption;
    const float buttons = t.px(230);
    if (text_field(t, ("###photo.caption." + photo.id.substr(0, 12)).c_str(), caption_text,
                   {.hint = frame.tr("photo.caption"), .width = std::max(80.0f, (ImGui::GetContentRegionAvail().x - buttons) / t.scale), .enter_returns = true}))
        frame.out.push(gis::command::EditPhoto{i.id, photo.id, photo.moment, caption_text});
    ImGui::SameLine(0, t.px(6));
    bool close = false;
    if (button(t, (frame.tr("photo.remove") + "###photo.remove").c_str(), {.kind = ButtonKind::danger, .icon = "delete_outline"})) {
        frame.out.push(gis::command::RemovePhoto{i.id, photo.id});
        close = true;
    }
    ImGui::SameLine(0, t.px(6));
    return button(t, (frame.tr("photo.close") + "###photo.close").c_str()) || close;
}

} // namespace

void draw_photos(Frame& frame, const gis::Intervention& i) {
    const Theme& t = frame.theme;
    gap(t, 8);
    section(t, frame.tr("photo.title"), i.photos.empty() ? std::string{} : frame.language.number(static_cast<double>(i.photos.size())));
    const auto order = in_order(i);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = (ImGui::GetContentRegionAvail().x - t.px(thumb_gap) * (thumbs_a_row - 1)) / thumbs_a_row, step = t.px(thumb_height + thumb_gap);
    for (std::size_t n = 0; n < order.size(); ++n)
        draw_thumb(frame, *order[n], ImVec2(at.x + static_cast<float>(n % thumbs_a_row) * (width + t.px(thumb_gap)), at.y + t.px(2) + static_cast<float>(n / thumbs_a_row) * step),
                   ImVec2(width, t.px(thumb_height)));
    if (!order.empty()) {
        ImGui::SetCursorScreenPos(ImVec2(at.x, at.y + t.px(2) + step * static_cast<float>((order.size() + thumbs_a_row - 1) / thumbs_a_row)));
        ImGui::Dummy(ImVec2(1, 0));
    } else {
        text_wrapped(t.fonts.caption, t.colors.text_weak, frame.tr("photo.none"));
        gap(t, 4);
    }
    const float half = (ImGui::GetContentRegionAvail().x / t.scale - 6) / 2;
    if (button(t, (frame.tr("photo.add_before") + "###photo.add_before").c_str(), {.icon = "photo_camera", .width = half, .small_text = true}))
        ask_for_photos(frame, i, gis::PhotoMoment::before);
    ImGui::SameLine();
    if (button(t, (frame.tr("photo.add_after") + "###photo.add_after").c_str(), {.icon = "photo_camera", .width = half, .small_text = true}))
        ask_for_photos(frame, i, gis::PhotoMoment::after);
}

void draw_photo_viewer(Frame& frame) {
    if (frame.view.photo_open.empty()) return;
    const gis::Intervention* i = owner_of(frame, frame.view.photo_open);
    if (!i) return frame.view.photo_open.clear();
    const Theme& t = frame.theme;
    if (!ImGui::IsPopupOpen(viewer)) ImGui::OpenPopup(viewer);
    const ImGuiViewport* screen = ImGui::GetMainViewport();
    const ImVec2 size(std::min(screen->Size.x * 0.9f, t.px(1100)), std::min(screen->Size.y * 0.9f, t.px(820)));
    ImGui::SetNextWindowPos(screen->GetCenter(), ImGuiCond_Always, ImVec2(0.5f, 0.5f));
    ImGui::SetNextWindowSize(size);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(t.px(16), t.px(12)));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, t.px(8));
    if (ImGui::BeginPopupModal(viewer, nullptr, ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoScrollbar)) {
        const gis::Photo photo = *std::ranges::find(i->photos, frame.view.photo_open, &gis::Photo::id);
        const std::string who = frame.tr(gis::Text{"photo.by", {{"who", photo.by}, {"when", frame.language.moment(photo.at, frame.now, frame.zone)}}});
        draw_text_clipped(ImGui::GetWindowDrawList(), t.fonts.title, ImGui::GetCursorScreenPos(), t.colors.text_strong,
                          gis::number_label(gis::EntityKind::intervention, i->number) + ", " + i->title, ImGui::GetContentRegionAvail().x);
        ImGui::Dummy(ImVec2(1, t.fonts.title->FontSize + t.px(2)));
        caption(t, frame.tr(moment_key(photo.moment)) + " · " + who);
        ImGui::Dummy(ImVec2(1, t.px(4)));
        draw_whole(frame, photo.id, ImVec2(ImGui::GetContentRegionAvail().x, ImGui::GetContentRegionAvail().y - t.px(30 + 12)));
        ImGui::Dummy(ImVec2(1, t.px(4)));
        const auto kept = std::ranges::find(i->photos, photo.id, &gis::Photo::id);
        if (draw_viewer_foot(frame, *i, *kept) || ImGui::IsKeyPressed(ImGuiKey_Escape, false)) {
            frame.view.photo_open.clear();
            ImGui::CloseCurrentPopup();
        }
        ImGui::EndPopup();
    }
    ImGui::PopStyleVar(2);
}

} // namespace vigie::panels
