#include "scene.hpp"

#include <cmath>
#include <map>

#include <unistd.h>

#include "panels/council/scene_view.hpp"
#include "render/utf8.hpp"
#include "tests/ui/fixture.hpp"

namespace vigie::council_test {

namespace {

using namespace std::chrono_literals;

gis::LonLat at(double east_m, double north_m) {
    const gis::LonLat c = ui::fixture_centre();
    return {c.lon + east_m / 81'100.0, c.lat + north_m / 111'132.0};
}

gis::Tile tile(const char* id, double value, double before, double change, gis::Evolution verdict, gis::FigureUnit unit = gis::FigureUnit::count) {
    return {id, value, false, before, change, verdict, unit};
}

// A street with a heap of rubbish, or without it and with a tree.
render::Image street(bool after) {
    render::Image image{640, 480, std::vector<std::uint8_t>(640 * 480 * 4, 255)};
    const auto fill = [&](int x0, int y0, int x1, int y1, int r, int g, int b) {
        for (int y = y0; y < y1; ++y)
            for (int x = x0; x < x1; ++x) {
                std::uint8_t* p = &image.rgba[std::size_t(y * 640 + x) * 4];
                p[0] = std::uint8_t(r); p[1] = std::uint8_t(g); p[2] = std::uint8_t(b);
            }
    };
    fill(0, 0, 640, 260, 185, 199, 206);
    fill(0, 110, 180, 300, 160, 150, 138);
    fill(230, 60, 380, 300, 160, 150, 138);
    fill(430, 120, 640, 300, 160, 150, 138);
    for (const int x : {20, 90, 250, 320, 460, 560}) fill(x, 160, x + 36, 200, 110, 112, 112);
    fill(0, 300, 640, 350, 181, 176, 166);
    fill(0, 350, 640, 480, 124, 128, 131);
    if (after) { fill(140, 200, 220, 270, 105, 155, 90); fill(174, 270, 184, 340, 90, 60, 40); fill(380, 260, 430, 345, 40, 105, 80); }
    else { fill(170, 280, 260, 350, 45, 52, 56); fill(260, 300, 330, 350, 60, 68, 74); fill(340, 270, 450, 345, 140, 90, 45); }
    return image;
}

} // namespace

gis::CouncilPicture cleanliness(const ui::Stage& stage) {
    using enum gis::Evolution;
    gis::CouncilPicture p;
    p.ask = {"Beaux-Arts", 2026, 2, {}};
    p.frozen_at = stage.clock.now();
    p.from = gis::Time{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}};
    p.to = p.frozen_at;
    p.scenes = {{"annee", "", {"signalements", "delai", "traites_5_jours", "interventions", "depots", "nids_de_poule", "obligations", "economies"}, {}, {}, ""},
                {"voirie", "", {"nids_de_poule", "nids_de_poule_delai"}, {"voirie"}, {}, ""},
                {"proprete", "", {"depots", "depots_delai", "tags_48_h", "lieux_sales"}, {"proprete"}, {}, "Remercier l’équipe de nuit."},
                {"ecoles", "", {"ecoles_kwh", "ecoles_eur"}, {"ecoles"}, {}, ""},
                {"eau", "", {"fuites"}, {"eau"}, {}, ""}};
    p.tiles = {tile("depots", 214, 261, -0.18, better), tile("depots_delai", 31, 40, -9, better, gis::FigureUnit::hours), tile("tags_48_h", 96, 86, 0.12, better), tile("lieux_sales", 7, 5, 0.4, worse)};
    p.blocks = {{at(-560, 330), 42, false, gis::BlockState::done}, {at(-300, 520), 14, false, gis::BlockState::under_way}, {at(-60, 430), 6, false, gis::BlockState::to_do},
                {at(-140, 250), 35, false, gis::BlockState::done}, {at(-430, 110), 18, false, gis::BlockState::to_do}, {at(-200, 40), 9, false, gis::BlockState::under_way},
                {at(-640, 190), 0, true, gis::BlockState::to_do}};
    p.quartiers = {"Beaux-Arts", "Centre", "Les Aubes", "Minimes"};
    p.years = {2026, 2025, 2024};
    p.outline = {gis::GeometryType::polygon, {at(-470, 740), at(-250, 690), at(-30, 560), at(120, 430), at(60, 280), at(-90, 90), at(-330, -20), at(-590, 60), at(-760, 230), at(-740, 480), at(-620, 620), at(-470, 740)}, {0}, {0}};
    return p;
}

Council::Council(const ui::StageOptions& options, int w, int h) : stage(options), ui(stage, w, h) {
    stage.council = cleanliness(stage);
    stage.view.council = stage.council->ask;
    stage.view.workspace = panels::Workspace::council;
    std::vector<render::MapLayerState> base;
    for (const panels::LayerRow& row : stage.layers) base.push_back({row.layer, panels::is_base_map(row.layer->info), panels::has_public_names(row.layer->info)});
    stage.map->set_layers(std::move(base));
    stage.map->set_style(stage.style, false);
    stage.settings.reduce_motion = true;
    ui.frames(16);
}

void Council::answer() {
    if (auto kept = std::exchange(stage.ask.keep_scenes, {})) stage.council->scenes = std::move(*kept);
    const int year = stage.council->ask.year;
    stage.council->ask = stage.view.council;
    if (stage.council->ask.year == 0) stage.council->ask.year = year;
    ui.frames(4);
}

void Council::add_pictures() {
    const auto folder = std::filesystem::temp_directory_path() / ("vigie-council-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    (void)render::write_png(street(false), folder / "avant.png");
    (void)render::write_png(street(true), folder / "apres.png");
    std::vector<gis::InterventionId> ids;
    for (const gis::Intervention& i : stage.desk->world().interventions())
        if (ids.size() < 3) ids.push_back(i.id);
    for (const gis::InterventionId id : ids) {
        stage.ask.add_photos.push_back({id, gis::PhotoMoment::before, {folder / "avant.png"}});
        stage.ask.add_photos.push_back({id, gis::PhotoMoment::after, {folder / "apres.png"}});
    }
    ui.frames(2);
    for (const gis::InterventionId id : ids) {
        const gis::Intervention* i = stage.desk->world().find(id);
        gis::PhotoPair pair{id, {}, {}, stage.clock.now() - 250 * 24h, stage.clock.now() - 40 * 24h, ""};
        for (const gis::Photo& photo : i->photos) (photo.moment == gis::PhotoMoment::before ? pair.before : pair.after) = photo.id;
        stage.council->pairs.push_back(pair);
    }
    std::filesystem::remove_all(folder);
    ui.frames(2);
}

void Council::project() {
    stage.view.projecting = true;
    ui.frames(16);
}

// ImGui keeps no text: every quad is looked up in the atlas it was drawn from.
std::string Council::drawn() const {
    std::map<std::pair<float, float>, unsigned> letters;
    for (const ImFont* font : ImGui::GetIO().Fonts->Fonts)
        for (const ImFontGlyph& g : font->Glyphs)
            if (g.Visible) letters.emplace(std::pair{g.U0, g.V0}, static_cast<unsigned>(g.Codepoint));
    std::string out;
    const ImDrawData* data = ImGui::GetDrawData();
    for (const ImDrawList* list : data->CmdLists) {
        float baseline = -1, right = -1;
        for (int v = 0; v + 3 < list->VtxBuffer.Size; ++v) {
            const auto found = letters.find({list->VtxBuffer[v].uv.x, list->VtxBuffer[v].uv.y});
            if (found == letters.end() || list->VtxBuffer[v + 2].uv.x == list->VtxBuffer[v].uv.x) continue;
            const ImVec2 at = list->VtxBuffer[v].pos;
            const float high = list->VtxBuffer[v + 2].pos.y - at.y;
            if (right >= 0 && (at.x < right - 40 || std::abs(at.y - baseline) > 60)) out += '\n';
            else if (right >= 0 && at.x - right > 0.18f * std::max(high, 12.0f)) out += ' ';
            render::append_utf8(out, found->second);
            right = list->VtxBuffer[v + 2].pos.x;
            baseline = at.y;
            v += 3;
        }
        out += '\n';
    }
    return out;
}

} // namespace vigie::council_test
