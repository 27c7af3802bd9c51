// A crew, its day, a street of a kilometre and a house, to be printed.
#pragma once

#include "gis/paper/road_sheet.hpp"
#include "tests/paper/written.hpp"
#include "tests/planning/small_commune.hpp"

namespace vigie::test {

using namespace vigie::gis;

inline const MapPlane& lambert() {
    static const auto plane = MapPlane::create(2154);
    return *plane;
}

// One street of a kilometre along a parallel of Lambert-93, and a house.
inline LayerPtr line_layer(const char* theme, GeometryType type, const std::vector<PlanePoint>& points, const std::string& name) {
    auto layer = std::make_shared<Layer>();
    layer->info.theme = theme;
    layer->info.attribution = theme == std::string_view("street") ? "© Réseau d’essai" : "";
    FeatureGeometry& g = layer->geometry;
    g.part_begin = {0, 1};
    g.vertex_begin = {0, static_cast<std::uint32_t>(points.size())};
    for (const PlanePoint& p : points) g.xy.insert(g.xy.end(), {p.x, p.y});
    g.type = {type};
    g.ring_is_hole = {0};
    layer->columns.push_back({"name", Column::Type::text, {}, name, {0, static_cast<std::uint32_t>(name.size())}});
    layer->finish();
    return layer;
}

struct SheetCommune : small_commune::Commune {
    LonLat place{2.36, 43.18};
    PlanePoint centre = *lambert().plane_from_lonlat(place);
    std::vector<LayerPtr> layers{line_layer("street", GeometryType::line, {{centre.x - 500, centre.y}, {centre.x + 500, centre.y}}, "avenue des Cévennes"),
                                 line_layer("building", GeometryType::polygon, {{centre.x, centre.y + 20}, {centre.x + 30, centre.y + 20}, {centre.x + 30, centre.y + 50}, {centre.x, centre.y + 20}}, "")};
    RoadGraph roads = RoadGraph::build({layers.front()}, 1);
    CrewId voirie = crew("Voirie A", {agent("M. Ferrand"), agent("Mme Noël")}, {"compresseur"}, place);

    SheetCommune() {
        shift(voirie, 1);
        catalog.skills.push_back({"BALISAGE", {"balisage de chantier", "site marking"}, 0});
        catalog.report_categories.push_back({.id = "affaissement", .domain = "voirie", .icon = {}, .name = {"Affaissement", "Subsidence"}, .severity = 1, .intervention = {},
                                             .guard = {"Trou dangereux : restez à distance", "Dangerous hole: keep away"}});
    }
    LonLat along(double metres) const { return *lambert().lonlat_from_plane({centre.x + metres, centre.y}); }
    PaperSource source(const char* language = "fr") const { return {world, catalog, words(language), lambert(), layers, roads}; }
    RoadSheetOptions options() const {
        return {.commune = "Saint-Étienne-d’Œuvre", .zone = small_commune::zone, .crews = {voirie}, .day = small_commune::monday + std::chrono::days{1}, .now = small_commune::at(1, 7, 5), .people = true, .credits = {}};
    }
    std::string text(RoadSheetOptions o, const char* language = "fr") const {
        const auto made = road_sheet(source(language), o);
        REQUIRE(made);
        return Written(made->pdf).text();
    }
};

} // namespace vigie::test
