// What the council was shown, on paper: a PDF of A4 pages, one for each scene: the question, the figures against the year before,
// the map of the groups, and of when the data are. The same restraint as on the screen: nothing of few, nobody named. Any thread.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "gis/council/council_picture.hpp"
#include "gis/model/result.hpp"
#include "gis/paper/paper_source.hpp"

namespace vigie::gis {

struct CouncilSheetOptions {
    std::string commune;                // its name, at the head
    std::string zone = "Europe/Paris";
    std::vector<std::string> credits;   // of public data kept in the commune's file
};

// A page for each picture, in their order; refused when there is none.
[[nodiscard]] Result<std::string> council_sheet(const PaperSource& from, std::span<const CouncilPicture> pictures, const CouncilSheetOptions& options);

} // namespace vigie::gis
