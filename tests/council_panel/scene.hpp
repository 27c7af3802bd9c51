// The council's scenes on the shared test commune, with a picture made by hand: five scenes, four or eight figures, places
// by block, pictures before and after. The whole shell is drawn, as a person sees it.
#pragma once

#include "tests/ui/ui_driver.hpp"

namespace vigie::council_test {

inline constexpr int width = 1600, height = 1000;

// The scene « Propreté » of the quartier Beaux-Arts.
[[nodiscard]] gis::CouncilPicture cleanliness(const ui::Stage& stage);

struct Council {
    ui::Stage stage;
    ui::UiDriver ui;

    explicit Council(const ui::StageOptions& options = {}, int w = width, int h = height);
    // What the engine does: the picture answers the ask of the view (its figures stay those of the hand).
    void answer();
    void add_pictures();          // to the first two interventions, before and after
    void project();
    // Letters drawn in the last frame, in their order, a line per run; map labels are not among them.
    [[nodiscard]] std::string drawn() const;
};

} // namespace vigie::council_test
