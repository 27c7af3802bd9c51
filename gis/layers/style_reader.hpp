// Reads the members of a style file into a MapStyle, collecting a notice with line and column for each thing it does
// not understand. Used by load_style only.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "gis/layers/json_place.hpp"
#include "gis/layers/style.hpp"

namespace vigie::gis {

class StyleReader {
public:
    StyleReader(std::string_view text, std::string file) : text_(text), file_(std::move(file)) {}
    MapStyle read(const nlohmann::json& root);
    std::vector<Notice> notices;

private:
    using Path = std::vector<JsonStep>;
    void complain(const char* key, const Path& path, const std::string& what);
    std::optional<Rgba> one_color(const nlohmann::json& value) const;
    std::optional<DayNight> color(const nlohmann::json& value, const Path& path);
    void read_colors(const nlohmann::json& root);
    PaintRule read_rule(const nlohmann::json& layer, const Path& path);
    void read_member(PaintRule& rule, const std::string& name, const nlohmann::json& value, const Path& path);
    void read_property(PaintRule& rule, const std::string& name, const nlohmann::json& value, const Path& path);
    void read_filter(PaintRule& rule, const nlohmann::json& filter, const Path& path);

    std::string_view text_;
    std::string file_;
    std::vector<std::pair<std::string, DayNight>> colors_;
};

} // namespace vigie::gis
