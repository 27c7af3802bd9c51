// Reads the members of a style file into a MapStyle, collecting a notice with line and column for each thing it does
// not understand. Used by read_style only.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "gis/layers/expression_reader.hpp"
#include "gis/layers/json_place.hpp"
#include "gis/layers/style.hpp"

namespace vigie::gis {

class StyleReader {
public:
    StyleReader(std::string_view text, std::string file) : text_(text), file_(std::move(file)) {}
    MapStyle read(const nlohmann::json& root);
    std::vector<Notice> notices;

private:
    using Json = nlohmann::json;
    void complain(const char* key, const JsonPath& path, const std::string& what, Text remedy);
    void complain_of_expression(const JsonPath& path, Text text);
    void read_colors(const Json& root);
    bool read_rule(PaintRule& rule, const Json& layer, const JsonPath& path);
    bool read_member(PaintRule& rule, const std::string& name, const Json& value, const JsonPath& path);
    bool read_filter(PaintRule& rule, const Json& filter, const JsonPath& path);
    void read_property(PaintRule& rule, const std::string& name, const Json& value, const JsonPath& path);
    void read_constant(PaintRule& rule, const StyleProperty& property, const Json& value, const JsonPath& path);
    void read_expression(PaintRule& rule, const StyleProperty& property, const Json& value, const JsonPath& path);
    void read_text_field(PaintRule& rule, const Json& value, const JsonPath& path);
    void refuse(const StyleProperty& property, const Json& value, const JsonPath& path);
    ExpressionReader expressions();

    std::string_view text_;
    std::string file_;
    bool also_ = false;  // of the rule being read
    std::shared_ptr<Palette> palette_ = std::make_shared<Palette>();
};

} // namespace vigie::gis
