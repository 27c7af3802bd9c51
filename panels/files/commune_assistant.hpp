// « Ma commune »: the commune is found by its name or INSEE code, its public data are chosen with licence and size, fetched beside
// the UI thread (stopped and taken up as one likes), and its file opens at the end. Complete by keyboard. UI thread.
#pragma once

#include <set>
#include <string>

#include "panels/frame.hpp"

namespace vigie::panels {

struct CommuneAssistant {
    enum class Page : std::uint8_t { search, choose, progress };
    bool open = false, fresh = false;
    bool refocus = false;                // Enter left the field that is typed in
    Page page = Page::search;
    std::string typed;
    std::size_t cursor = 0;              // among the communes found
    gis::FoundCommune commune;           // the one that was chosen
    std::set<std::string> left_out;      // PublicDataset::id
    std::string file;                    // path, as typed
    bool awaits_end = false;             // a person looks on: the commune opens when everything is there
    float list_height = 0;               // px, of the last frame
};

// Draws while `view.public_data_open`; asks app through find_commune, weigh_commune, fetch_public and stop_public.
void draw_commune_assistant(Frame& frame, CommuneAssistant& assistant);

} // namespace vigie::panels
