// Pictures of the council's workspace and mode, to compare with the mockup: vigie_council_shots OUT_FOLDER
#include <cstdio>
#include <filesystem>

#include "scene.hpp"

using namespace vigie;
using council_test::Council;

namespace {

void shoot(Council& c, const std::filesystem::path& file) {
    c.ui.frames(20);
    std::printf("%s %s\n", c.ui.screenshot(file) ? "wrote" : "could not write", file.c_str());
}

void shoot_modes(const std::filesystem::path& out, int w, int h, const std::string& end, const ui::StageOptions& options = {}) {
    Council c(options, w, h);
    c.add_pictures();
    shoot(c, out / ("workspace" + end));
    c.project();
    shoot(c, out / ("projected" + end));
    if (c.ui.click("council.quartier")) shoot(c, out / ("quartiers" + end));
    c.ui.key(ImGuiKey_Escape);
    if (c.ui.click("council.pair.0")) shoot(c, out / ("pair" + end));
    c.ui.key(ImGuiKey_Escape);
    c.stage.view.council_end = true;
    shoot(c, out / ("end" + end));
    c.stage.view.council_end = false;
    gis::CouncilPicture& p = *c.stage.council;
    using enum gis::Evolution;
    using U = gis::FigureUnit;
    p.tiles = {{"signalements", 1904, false, 1988, -0.042, even, U::count}, {"delai", 3.4, false, 4.1, -0.7, better, U::days}, {"traites_5_jours", 86, false, 81, 5, better, U::percent},
               {"interventions", 1212, false, 1160, 0.045, even, U::count}, {"depots", 214, false, 261, -0.18, better, U::count}, {"nids_de_poule", 7, false, 5, 0.4, worse, U::count},
               {"obligations", 97, false, {}, {}, unknown, U::percent}, {"economies", 12400, false, 9100, 0.36, better, U::euros}};
    c.stage.view.council.scene = p.ask.scene = 0;
    shoot(c, out / ("year" + end));
}

void shoot_empty(const std::filesystem::path& out) {
    Council c;
    gis::CouncilPicture& p = *c.stage.council;
    c.project();
    p.pairs.clear();
    shoot(c, out / "no-pictures.png");
    p.tiles[0] = {"depots", 214, false, {}, {}, gis::Evolution::unknown};
    p.tiles[1] = {"depots_delai", {}, false, {}, {}, gis::Evolution::unknown};
    p.tiles[2] = {"tags_48_h", 3, true, {}, {}, gis::Evolution::unknown};
    p.blocks.clear();
    shoot(c, out / "no-year-before.png");
    p.quartiers.clear();
    p.outline = {};
    p.ask.quartier.clear();
    c.stage.view.council.quartier.clear();
    p.scenes[2].title = "Propreté des rues, des places et des marchés : où en sommes-nous vraiment cette année dans tous les quartiers ?";
    shoot(c, out / "no-quartier-long.png");
    c.stage.council.reset();
    shoot(c, out / "nothing-yet.png");
}

} // namespace

int main(int argc, char** argv) {
    const std::filesystem::path out = argc > 1 ? argv[1] : "shots";
    std::filesystem::create_directories(out);
    shoot_modes(out, 1600, 1000, "-1600.png");
    shoot_modes(out, 1280, 720, "-1280.png");
    shoot_modes(out, 1920, 1080, "-1920.png", {.language = "en"});
    shoot_empty(out);
    return 0;
}
