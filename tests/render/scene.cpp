#include "tests/render/scene.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

namespace vigie::test {

LayerMaker::LayerMaker(std::string theme) : layer_(std::make_shared<gis::Layer>()) {
    layer_->info.id = layer_->info.theme = std::move(theme);
    layer_->geometry.part_begin.push_back(0);
    layer_->geometry.vertex_begin.push_back(0);
}

LayerMaker& LayerMaker::add(gis::GeometryType type, const std::vector<std::vector<double>>& parts, double category) {
    gis::FeatureGeometry& g = layer_->geometry;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        g.xy.insert(g.xy.end(), parts[i].begin(), parts[i].end());
        g.vertex_begin.push_back(static_cast<std::uint32_t>(g.xy.size() / 2));
        g.ring_is_hole.push_back(type == gis::GeometryType::polygon && i > 0 ? 1 : 0);
    }
    g.part_begin.push_back(static_cast<std::uint32_t>(g.vertex_begin.size() - 1));
    g.type.push_back(type);
    categories_.push_back(category);
    return *this;
}

LayerMaker& LayerMaker::with(const std::string& field, std::variant<double, std::string> value) {
    fields_[field][categories_.size() - 1] = std::move(value);
    return *this;
}

gis::LayerPtr LayerMaker::make() {
    gis::Column category;
    category.name = "category";
    category.type = gis::Column::Type::integer;
    category.numbers = categories_;
    layer_->columns = {category};
    for (const auto& [name, values] : fields_) {
        gis::Column column;
        column.name = name;
        const bool text = values.begin()->second.index() == 1;
        if (!text) column.type = gis::Column::Type::number;
        if (text) column.text_begin.push_back(0);
        for (std::size_t f = 0; f < categories_.size(); ++f) {
            const auto said = values.find(f);
            if (!text) column.numbers.push_back(said == values.end() ? std::nan("") : std::get<double>(said->second));
            else if (said != values.end()) column.pool += std::get<std::string>(said->second);
            if (text) column.text_begin.push_back(static_cast<std::uint32_t>(column.pool.size()));
        }
        layer_->columns.push_back(std::move(column));
    }
    layer_->finish();
    return layer_;
}

namespace {

using nlohmann::json;

gis::LayerPtr layer_from(const json& j) {
    LayerMaker maker(j.at("theme").get<std::string>());
    for (const json& f : j.at("features")) {
        const auto category = f.value("category", 0.0);
        if (f.contains("polygon")) maker.add(gis::GeometryType::polygon, f["polygon"].get<std::vector<std::vector<double>>>(), category);
        if (f.contains("line")) maker.add(gis::GeometryType::line, {f["line"].get<std::vector<double>>()}, category);
        if (f.contains("point")) maker.add(gis::GeometryType::point, {f["point"].get<std::vector<double>>()}, category);
        if (!f.contains("properties")) continue;
        for (const auto& [name, value] : f["properties"].items()) {
            if (value.is_string()) maker.with(name, value.get<std::string>());
            else maker.with(name, value.get<double>());
        }
    }
    return maker.make();
}

render::Camera camera_from(const json& j, render::Camera camera) {
    if (j.contains("centre")) camera.centre = {j["centre"][0].get<double>(), j["centre"][1].get<double>()};
    camera.units_per_px = j.value("units_per_px", camera.units_per_px);
    camera.rotation_deg = j.value("rotation_deg", camera.rotation_deg);
    camera.width = j.value("width", camera.width);
    camera.height = j.value("height", camera.height);
    camera.pixel_ratio = j.value("pixel_ratio", camera.pixel_ratio);
    return camera;
}

} // namespace

Scene read_scene(const std::filesystem::path& folder) {
    std::ifstream in(folder / "scene.json");
    const json j = json::parse(in);
    Scene scene;
    for (const json& l : j.at("layers")) scene.layers.push_back(layer_from(l));
    gis::LoadedStyle loaded = gis::load_style(folder / "style.json");
    INFO(folder);
    REQUIRE(loaded.notices.empty());
    scene.style = std::make_shared<gis::MapStyle>(std::move(loaded.style));
    scene.camera = camera_from(j.at("camera"), {{0, 0}, 1, 0, 320, 240, 1});
    scene.night = j.value("night", false);
    scene.words = j.value("words", false);
    scene.variants = j.value("variants", false);
    for (const json& b : j.value("before", json::array())) scene.before.push_back(camera_from(b, scene.camera));
    for (const json& h : j.value("highlights", json::array()))
        scene.highlights.push_back({h.at("layer"), h.at("features"), {h["color"][0], h["color"][1], h["color"][2], 255}});
    return scene;
}

} // namespace vigie::test
