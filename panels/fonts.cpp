#include "panels/fonts.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <imgui.h>
#include <imgui_freetype.h>

#include "render/icons.hpp"

namespace vigie::panels {

namespace {

// INTERFACE.md §3. The interface never draws anything outside these ranges but icons.
constexpr ImWchar text_ranges[] = {0x20,   0xFF,   0x152,  0x153,  0x178,  0x178,  0x2009, 0x2009, 0x202F, 0x202F, 0x2013,
                                   0x2014, 0x2018, 0x201D, 0x2022, 0x2022, 0x2026, 0x2026, 0x20AC, 0x20AC, 0x2190, 0x2193,
                                   0x2212, 0x2212, 0x2248, 0x2248, 0x2264, 0x2265, 0x1D49, 0x1D49, 0x2080, 0x2089, 0};
// JetBrains Mono has neither U+202F nor U+2009 nor U+1D49: a mono text uses U+00A0.
constexpr ImWchar mono_ranges[] = {0x20,   0xFF,   0x152,  0x153,  0x2013, 0x2014, 0x2018, 0x201D, 0x2022, 0x2022,
                                   0x2026, 0x2026, 0x20AC, 0x20AC, 0x2190, 0x2193, 0x2212, 0x2212, 0};

// Big figures: digits, signs and units.
constexpr ImWchar figure_ranges[] = {0x20, 0x7E, 0xA0, 0xA0, 0xB2, 0xB3, 0x2009, 0x2009, 0x202F, 0x202F, 0x2013, 0x2014, 0x2212, 0x2212, 0x20AC, 0x20AC, 0};

constexpr std::string_view icons_in_use[] = {
    "account_balance", "add", "add_circle_outline", "arrow_downward", "arrow_drop_down", "arrow_forward", "arrow_upward", "autorenew",
    "battery_std", "block", "bookmark_border", "brush", "build", "business", "call_merge", "chat", "check", "check_box", "check_box_outline_blank",
    "chevron_left", "chevron_right", "child_care", "close", "cloud_done", "cloud_off", "cloud_upload", "compare_arrows", "construction",
    "content_copy", "delete_outline", "description", "directions_car", "done_all", "drag_indicator", "edit", "elderly", "event", "expand_less",
    "expand_more", "explore", "file_download", "file_upload", "filter_list", "fitness_center", "flash_on", "folder", "folder_open", "forum", "forward_to_inbox", "gesture", "grain",
    "group", "help_outline", "history", "home", "inbox", "info", "insert_drive_file", "keyboard", "language", "layers", "layers_clear",
    "lightbulb_outline", "local_hospital", "local_library", "local_shipping", "location_city", "lock", "lock_outline", "mail", "map", "more_horiz",
    "more_vert", "music_note", "my_location", "nature", "near_me", "notifications", "notifications_active", "opacity", "open_in_new",
    "palette", "pause", "person", "phone", "photo_camera", "picture_as_pdf", "place", "play_arrow", "plumbing", "pool", "print", "public", "push_pin",
    "redo", "refresh", "remove", "replay", "restaurant", "restore", "school", "search", "send", "settings",
    "settings_input_antenna", "settings_input_component", "shield", "sort", "sports_soccer", "store", "table_rows", "edit_note", "stop", "storage", "straighten", "swap_horiz",
    "terrain", "theaters", "timeline", "today", "traffic", "undo", "usb", "view_column", "view_week", "visibility", "visibility_off",
    "warning", "wc", "whatshot", "wifi_tethering", "zoom_out_map"};

std::vector<ImWchar> icon_ranges(std::span<const std::string> more) {
    std::vector<ImWchar> codes;
    const auto add = [&](std::string_view name) {
        const std::uint32_t code = render::icon_codepoint(name);
        if (code != 0 && code <= 0xFFFF) codes.push_back(static_cast<ImWchar>(code));
    };
    for (const std::string_view name : icons_in_use) add(name);
    for (const std::string& name : more) add(name);
    std::sort(codes.begin(), codes.end());
    codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
    std::vector<ImWchar> ranges;
    for (const ImWchar code : codes) ranges.insert(ranges.end(), {code, code});
    ranges.push_back(0);
    return ranges;
}

struct Face {
    ImFont** out;
    const std::filesystem::path* file;
    float px;
    const ImWchar* ranges;
    float merged_icons = 0;  // px at scale 1, 0 = none
    bool tabular = false;
};

// Where the middle of lower-case text with ascenders lies above the baseline, in em: icons are centred on it.
constexpr float optical_middle_em = 0.36f;
constexpr float inter_px_per_em = 1.21f;

ImFont* add_face(const Face& face, float scale, const std::filesystem::path& icons, const std::vector<ImWchar>& codes) {
    ImFontAtlas* atlas = ImGui::GetIO().Fonts;
    ImFontConfig config;
    config.FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
    const float px = std::round(face.px * scale);
    ImFont* font = nullptr;
    if (std::filesystem::exists(*face.file))
        font = atlas->AddFontFromFileTTF(face.file->c_str(), px, &config, face.ranges);
    if (font == nullptr) {
        config.SizePixels = px;
        font = atlas->AddFontDefault(&config);
    }
    if (face.merged_icons > 0 && std::filesystem::exists(icons)) {
        const float icon_px = std::round(face.merged_icons * scale);
        ImFontConfig merge;
        merge.MergeMode = true;
        merge.FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
        merge.GlyphMinAdvanceX = merge.GlyphMaxAdvanceX = icon_px;
        merge.GlyphOffset.y = std::round(icon_px / 2 - px / inter_px_per_em * optical_middle_em);
        atlas->AddFontFromFileTTF(icons.c_str(), icon_px, &merge, codes.data());
    }
    return font;
}

ImFont* add_icons(float px, const std::filesystem::path& icons, const std::vector<ImWchar>& codes) {
    ImFontAtlas* atlas = ImGui::GetIO().Fonts;
    ImFontConfig config;
    config.FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
    if (std::filesystem::exists(icons)) return atlas->AddFontFromFileTTF(icons.c_str(), std::round(px), &config, codes.data());
    config.SizePixels = std::round(px);
    return atlas->AddFontDefault(&config);
}

// Every digit gets the widest digit's advance and is centred in it.
void make_digits_tabular(ImFont* font) {
    float widest = 0;
    for (ImWchar c = '0'; c <= '9'; ++c)
        if (const ImFontGlyph* glyph = font->FindGlyphNoFallback(c)) widest = std::max(widest, glyph->AdvanceX);
    for (ImWchar c = '0'; c <= '9'; ++c) {
        auto* glyph = const_cast<ImFontGlyph*>(font->FindGlyphNoFallback(c));
        if (glyph == nullptr) continue;
        const float shift = std::floor((widest - glyph->AdvanceX) / 2 + 0.5f);
        glyph->X0 += shift;
        glyph->X1 += shift;
        glyph->AdvanceX = widest;
        font->IndexAdvanceX[static_cast<int>(c)] = widest;
    }
}

void note_missing(std::vector<gis::Notice>& notices, const std::filesystem::path& file, const char* package) {
    if (std::filesystem::exists(file)) return;
    notices.push_back({gis::Severity::warning, file.filename().string(), {"panels.fonts.missing", {}},
                       {"panels.fonts.install", {{"package", package}}}});
}

} // namespace

std::vector<std::string> icons_of(const gis::Catalog& catalog) {
    std::vector<std::string> names;
    const auto add = [&](const auto& rows) {
        for (const auto& row : rows) names.push_back(row.icon);
    };
    add(catalog.domains);
    add(catalog.asset_kinds);
    add(catalog.sensor_kinds);
    add(catalog.report_categories);
    add(catalog.interventions);
    add(catalog.indicators);
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

std::span<const std::string_view> interface_icons() { return icons_in_use; }

std::vector<gis::Notice> build_fonts(const FontFiles& files, float scale, Fonts& out,
                                     std::span<const std::string> catalogue_icons, float council_scale) {
    std::vector<gis::Notice> notices;
    note_missing(notices, files.inter_regular, "fonts-inter");
    note_missing(notices, files.inter_semibold, "fonts-inter");
    note_missing(notices, files.mono, "fonts-jetbrains-mono");
    note_missing(notices, files.icons, "fonts-material-design-icons-iconfont");
    ImFontAtlas* atlas = ImGui::GetIO().Fonts;
    atlas->Clear();
    atlas->TexGlyphPadding = 1;
    const std::vector<ImWchar> codes = icon_ranges(catalogue_icons);
    const Face faces[] = {{&out.body, &files.inter_regular, 16, text_ranges, 18, true},
                          {&out.body_strong, &files.inter_semibold, 16, text_ranges, 18, true},
                          {&out.caption, &files.inter_regular, 14, text_ranges, 16, true},
                          {&out.caption_strong, &files.inter_semibold, 14, text_ranges, 16, true},
                          {&out.title, &files.inter_semibold, 20, text_ranges, 20, true},
                          {&out.figure, &files.inter_semibold, 28, text_ranges, 0, true},
                          {&out.mono, &files.mono, 16, mono_ranges, 0, false},
                          {&out.mono_small, &files.mono, 14, mono_ranges, 0, false}};
    for (const Face& face : faces) *face.out = add_face(face, scale, files.icons, codes);
    out.icons_small = add_icons(16 * scale, files.icons, codes);
    out.icons = add_icons(18 * scale, files.icons, codes);
    out.icons_large = add_icons(20 * scale, files.icons, codes);
    out.council = out.council_strong = out.council_title = out.council_figure = out.council_icons = nullptr;
    out.council_scale = council_scale;
    const Face council_faces[] = {{&out.council, &files.inter_regular, 30, text_ranges, 0, true},
                                  {&out.council_strong, &files.inter_semibold, 30, text_ranges, 0, true},
                                  {&out.council_title, &files.inter_semibold, 48, text_ranges, 0, true},
                                  {&out.council_figure, &files.inter_semibold, 80, figure_ranges, 0, true}};
    if (council_scale > 0) {
        for (const Face& face : council_faces) *face.out = add_face(face, council_scale, files.icons, codes);
        out.council_icons = add_icons(32 * council_scale, files.icons, codes);
    }
    atlas->Build();
    for (const Face& face : faces)
        if (face.tabular) make_digits_tabular(*face.out);
    if (council_scale > 0)
        for (const Face& face : council_faces) make_digits_tabular(*face.out);
    return notices;
}

} // namespace vigie::panels
