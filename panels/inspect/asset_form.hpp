// The attributes of an asset being typed: name, code, the fields that the catalogue gives its kind, then whatever else it
// carries. One command when it is confirmed, with only what changed. UI thread.
#pragma once

#include <string>
#include <vector>

#include "panels/frame.hpp"

namespace vigie::panels {

struct AssetForm {
    struct Field {
        std::string id{}, title{}, unit{}, type = "text";  // of gis::AssetField
        std::vector<std::string> choices{};
        std::string typed{}, before{};                     // as shown
        std::string error{};                               // key
    };
    gis::AssetId asset;
    std::vector<Field> fields;   // the first two are name and code
    bool fresh = true;

    void fill(const Frame& frame, const gis::Asset& asset);
    // Checks what was typed and says what it means: nothing when a field is wrong (it carries its error then).
    [[nodiscard]] std::optional<gis::command::EditAsset> command(const Frame& frame);
};

// Draws the form of the asset that ViewState::asset_form names; closes it when confirmed or given up.
void draw_asset_form(Frame& frame, AssetForm& form, const gis::Asset& asset);

// A value of the file as a form shows it ("2026-11-24" as 24/11/2026, a decimal comma in French), and back.
[[nodiscard]] std::string typed_value(const std::string& stored, std::string_view type, const gis::Language& language);
[[nodiscard]] std::optional<std::string> stored_value(const std::string& typed, std::string_view type, std::chrono::year_month_day today);

} // namespace vigie::panels
