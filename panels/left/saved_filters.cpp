#include "panels/left/saved_filters.hpp"

#include <algorithm>

#include <imgui.h>

#include "panels/widgets/button.hpp"
#include "panels/widgets/field.hpp"
#include "panels/widgets/text.hpp"

namespace vigie::panels {

namespace {

std::string trimmed(std::string text) {
    const auto space = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && space(text.back())) text.pop_back();
    text.erase(text.begin(), std::ranges::find_if_not(text, space));
    std::size_t end = std::min(text.size(), max_filter_name);
    while (end < text.size() && end > 0 && (text[end] & 0xC0) == 0x80) --end;  // no letter is cut in two
    text.resize(end);
    return text;
}

} // namespace

bool keep_filter(std::vector<SavedFilter>& kept, SavedFilter now) {
    now.name = trimmed(std::move(now.name));
    if (now.name.empty()) return false;
    const auto same = std::ranges::find_if(kept, [&](const SavedFilter& f) { return f.list == now.list && f.name == now.name; });
    if (same != kept.end()) *same = std::move(now);
    else if (kept.size() < max_saved_filters) kept.push_back(std::move(now));
    else return false;
    return true;
}

std::optional<SavedFilter> draw_saved_filters(Frame& frame, std::string& typed, SavedFilter now, float width) {
    const Theme& t = frame.theme;
    std::vector<SavedFilter>& kept = frame.view.saved_filters;
    std::optional<SavedFilter> recalled;
    section_header(t, frame.tr("filters.title"));
    std::ptrdiff_t gone = -1;
    bool any = false;
    for (std::size_t i = 0; i < kept.size(); ++i) {
        if (kept[i].list != now.list) continue;
        any = true;
        SavedFilter as_now = now;
        as_now.name = kept[i].name;
        const std::string shown = ellipsized(t.fonts.body, kept[i].name, t.px(width - 30 - 4 - 56)) + "###filter.recall." + kept[i].name;
        if (button(t, shown.c_str(), {.kind = ButtonKind::quiet, .icon = "bookmark_border", .width = width - 34, .tooltip = kept[i].name, .chosen = as_now == kept[i]})) recalled = kept[i];
        ImGui::SameLine(0, t.px(4));
        if (icon_button(t, ("filter.forget." + kept[i].name).c_str(), "delete_outline", frame.tr("filters.forget"))) gone = static_cast<std::ptrdiff_t>(i);
    }
    if (gone >= 0) kept.erase(kept.begin() + gone);
    if (!any) caption(t, frame.tr("filters.none"));
    const bool entered = text_field(t, "###filter.name", typed, {.hint = frame.tr("filters.name"), .width = width - 106, .enter_returns = true});
    ImGui::SameLine(0, t.px(6));
    const std::string unnamed = typed.empty() ? frame.tr("filters.unnamed") : kept.size() >= max_saved_filters ? frame.tr("filters.full") : std::string{};
    const bool pressed = button(t, (frame.tr("filters.keep") + "###filter.keep").c_str(), {.width = 100, .blocked = unnamed});
    if (entered || pressed) {
        now.name = typed;
        if (keep_filter(kept, std::move(now))) typed.clear();
    }
    return recalled;
}

} // namespace vigie::panels
