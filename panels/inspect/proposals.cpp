#include "panels/inspect/gestures.hpp"
#include "panels/inspect/inspectors.hpp"
#include "panels/inspect/parts.hpp"

namespace vigie::panels {

namespace {

constexpr float card_height = 49, card_gap = 5, number_width = 26, inset = 9;

std::string joined(const Frame& frame, const std::vector<gis::Text>& reasons) {
    std::string words;
    for (const gis::Text& reason : reasons) words += (words.empty() ? "" : ", ") + frame.tr(reason);
    return words;
}

std::string refusals(const Frame& frame, const gis::RankedCrew& ranked) {
    std::string words;
    for (const gis::Refusal& refusal : ranked.refused) words += (words.empty() ? "" : "\n") + frame.tr(refusal.text);
    return words;
}

struct Card {
    const gis::RankedCrew& ranked;
    const gis::Crew& crew;
    std::size_t place;   // 0 = best
    [[nodiscard]] bool possible() const { return ranked.refused.empty(); }
    [[nodiscard]] bool best() const { return place == 0 && possible(); }
};

void card_ground(const Theme& t, const Card& card, ImVec2 min, ImVec2 max) {
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(min, max, u32(card.best() ? t.colors.accent_veil : t.colors.surface1), t.px(5));
    list->AddRect(min, max, u32(card.best() ? t.colors.accent : t.colors.line), t.px(5));
}

void card_words(const Frame& frame, const Card& card, ImVec2 at, float right) {
    const Theme& t = frame.theme;
    ImDrawList* list = ImGui::GetWindowDrawList();
    const float first = at.y + t.px(16), second = at.y + t.px(33), x = at.x + t.px(number_width);
    const std::string number = std::to_string(card.place + 1);
    ImFont* strong = t.fonts.body_strong;
    draw_text(list, strong, ImVec2(at.x + t.px(inset), at.y + t.px(card_height) / 2 - strong->FontSize / 2),
              card.possible() ? t.colors.text_strong : t.colors.text_off, number);
    draw_state(list, t, ImVec2(x + t.px(8), first), t.px(13), look_of(card.crew.status));
    const std::string eta = eta_words(frame.language, card.ranked.eta);
    const float eta_width = text_size(strong, eta).x;
    draw_text_clipped(list, strong, ImVec2(x + t.px(20), first - strong->FontSize / 2), t.colors.text_strong, card.crew.name,
                      right - eta_width - t.px(8) - x - t.px(20));
    draw_text_right(list, strong, ImVec2(right, first - strong->FontSize / 2),
                    card.possible() ? t.colors.text_strong : t.colors.text_weak, eta);
    ImFont* small = t.fonts.caption;
    const std::string why = card.possible() ? joined(frame, card.ranked.reasons) : frame.tr(card.ranked.refused.front().text);
    draw_text_clipped(list, small, ImVec2(x, second - small->FontSize / 2),
                      card.possible() ? t.colors.text_normal : t.colors.family(Family::danger).ink, why, right - x);
}

void press_card(Frame& frame, const Card& card, const std::vector<gis::EntityRef>& selected) {
    if (!card.possible()) {
        frame.view.selection.entities = selected;
        frame.view.dialog_crew = card.crew.id;
        frame.view.dialog = Dialog::force;
        return;
    }
    frame.out.push(assign(frame.world, frame.catalog, selected, {card.crew.id}, card.ranked.possible_start.value_or(frame.now), {},
                          frame.language.code()));
}

void draw_card(Frame& frame, const Card& card, const std::vector<gis::EntityRef>& selected) {
    const Theme& t = frame.theme;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, h = t.px(card_height);
    const ImVec2 max(at.x + width, at.y + h);
    ImGui::PushID(static_cast<int>(card.place));
    ImGui::Dummy(ImVec2(width, h));
    const std::string all = card.possible() ? joined(frame, card.ranked.reasons) : refusals(frame, card.ranked);
    const bool inside = ImGui::IsMouseHoveringRect(at, max);
    if (inside && ImGui::IsWindowHovered()) frame.view.hovered = {gis::EntityKind::crew, card.crew.id.value};
    card_ground(t, card, at, max);
    const std::string label = frame.tr(card.possible() ? "desk.do.assign_now" : "desk.do.force") + "###crew." + std::to_string(card.place + 1);
    const float button_width = text_size(t.fonts.caption_strong, label.substr(0, label.find("##"))).x + t.px(18);
    const float button_left = max.x - button_width - t.px(inset);
    card_words(frame, card, at, button_left - t.px(8));
    ImGui::SetCursorScreenPos(ImVec2(button_left, at.y + (h - t.px(24)) / 2));
    if (button(t, label.c_str(), {.kind = card.best() ? ButtonKind::primary : ButtonKind::secondary,
                                  .width = button_width / t.scale, .height = 24, .tooltip = all}))
        press_card(frame, card, selected);
    ImGui::SetCursorScreenPos(ImVec2(at.x, max.y));
    ImGui::Dummy(ImVec2(width, t.px(card_gap)));
    ImGui::PopID();
}

void section_with_keys(const Frame& frame, std::size_t crews) {
    const Theme& t = frame.theme;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float right = at.x + ImGui::GetContentRegionAvail().x, middle = at.y + t.px(10);
    section(t, frame.tr("desk.crews.proposed"));
    ImDrawList* list = ImGui::GetWindowDrawList();
    float x = right;
    for (std::size_t i = crews; i > 0; --i) {
        const std::string digit = std::to_string(i);
        const float width = text_size(t.fonts.mono_small, digit).x + t.px(10);
        x -= width;
        draw_key_cap(list, t, ImVec2(x, middle), digit);
        x -= t.px(6);
    }
    draw_text_right(list, t.fonts.caption, ImVec2(x, middle - t.fonts.caption->FontSize / 2), t.colors.text_weak, frame.tr("desk.crews.keys"));
}

} // namespace

void draw_proposals(Frame& frame, InspectorState& state, const std::vector<gis::EntityRef>& selected) {
    if (assign_blocked(frame.world, selected)) return;
    const auto& crews = state.proposals.of(frame, selected);
    gap(frame.theme, 8);
    section_with_keys(frame, crews.size());
    gap(frame.theme, 2);
    if (crews.empty()) caption(frame.theme, frame.tr("desk.crews.nobody"));
    for (std::size_t i = 0; i < crews.size(); ++i)
        if (const gis::Crew* crew = frame.world.find(crews[i].crew)) draw_card(frame, {crews[i], *crew, i}, selected);
}

} // namespace vigie::panels
