#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <map>
#include <unordered_map>

#include "gis/layers/column_builder.hpp"
#include "gis/layers/gdal_session.hpp"
#include "gis/layers/geometry_builder.hpp"
#include "gis/layers/open_limits.hpp"
#include "gis/layers/osm_sea.hpp"
#include "gis/layers/osm_theme.hpp"
#include "gis/layers/read_source.hpp"
#include "gis/layers/stoppable_files.hpp"

namespace vigie::gis {

namespace {

constexpr std::size_t max_tag_columns = 24;  // the most frequent tags of a theme; the rest is in "other_tags"

struct ThemeLayer {
    OsmTheme theme;
    GeometryBuilder builder;
    std::vector<OsmTags> tags;
};

OsmTags tags_of(OGRFeature& feature) {
    OsmTags tags;
    OGRFeatureDefn* definition = feature.GetDefnRef();
    for (int i = 0; i < definition->GetFieldCount(); ++i) {
        if (!feature.IsFieldSetAndNotNull(i)) continue;
        const std::string name = definition->GetFieldDefn(i)->GetNameRef();
        if (name == "z_order") continue;
        if (name == "other_tags") tags.add_hstore(feature.GetFieldAsString(i));
        else if (name == "osm_way_id") tags.all.emplace_back("osm_id", feature.GetFieldAsString(i));
        else tags.all.emplace_back(name, feature.GetFieldAsString(i));
    }
    return tags;
}

GeometryType type_of(const OGRGeometry* geometry) {
    if (!geometry) return GeometryType::none;
    switch (geometry->getDimension()) {
    case 0: return GeometryType::point;
    case 1: return GeometryType::line;
    default: return GeometryType::polygon;
    }
}

// Keys in order of use, then by name, so that the same file always gives the same columns.
std::vector<std::string> frequent_keys(const std::vector<OsmTags>& rows) {
    std::map<std::string, std::size_t> uses;
    for (const OsmTags& tags : rows)
        for (const auto& [key, value] : tags.all) ++uses[key];
    std::vector<std::pair<std::size_t, std::string>> order;
    for (const auto& [key, n] : uses) order.emplace_back(n, key);
    std::ranges::stable_sort(order, [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<std::string> keys{"osm_id", "name"};
    for (const auto& [n, key] : order)
        if (keys.size() < max_tag_columns && key != "osm_id" && key != "name") keys.push_back(key);
    return keys;
}

std::string_view class_of(const OsmTags& tags) {
    for (const std::string_view key : {"highway", "railway", "waterway", "building", "landuse", "leisure", "natural", "amenity", "shop", "tourism"})
        if (const auto v = tags.value(key); !v.empty()) return v;
    return {};
}

std::vector<Column> columns_of(const ThemeLayer& layer) {
    const std::vector<std::string> keys = frequent_keys(layer.tags);
    std::vector<ColumnBuilder> builders;
    for (const std::string& key : keys) builders.emplace_back(key, Column::Type::text);
    ColumnBuilder rest("other_tags", Column::Type::text), klass("class", Column::Type::text), number("number", Column::Type::text), name("name", Column::Type::text);
    klass.raw().derived = number.raw().derived = name.raw().derived = true;
    const bool addresses = layer.theme.theme == "address";
    for (const OsmTags& tags : layer.tags) {
        for (std::size_t k = 0; k < keys.size(); ++k) builders[k].put_text(tags.value(keys[k]));
        std::string others;
        for (const auto& [key, value] : tags.all)
            if (std::ranges::find(keys, key) == keys.end()) others += (others.empty() ? "" : "; ") + key + "=" + value;
        rest.put_text(others);
        klass.put_text(class_of(tags));
        number.put_text(tags.value("addr:housenumber"));
        if (addresses) name.put_text(std::string(tags.value("addr:housenumber")) + " " + std::string(tags.value("addr:street")));
    }
    std::vector<Column> columns;
    for (std::size_t k = 0; k < keys.size(); ++k)
        if (!addresses || keys[k] != "name") columns.push_back(builders[k].take());
    columns.push_back(rest.take());
    columns.push_back(klass.take());
    if (addresses) {
        columns.push_back(number.take());
        columns.push_back(name.take());
    }
    return columns;
}

RawLayer raw_layer(const MapSource& source, ThemeLayer&& from) {
    RawLayer raw;
    raw.layer.info.id = layer_id(source, {}, from.theme.theme);
    raw.layer.info.theme = from.theme.theme;
    raw.layer.info.domain = from.theme.domain;
    raw.layer.info.title = {"layers.name." + std::string(from.theme.title), {}};
    raw.layer.info.encoding = "UTF-8";
    raw.theme_hint = from.theme.theme;
    raw.layer_name = from.theme.title;
    raw.crs = {4326, "EPSG:4326", "WGS 84", true};
    raw.layer.columns = columns_of(from);
    raw.layer.geometry = from.builder.take();
    return raw;
}

// The coastlines of a file, and what it says about where land is.
class Coast {
public:
    void see(const OsmTags& tags, const OGRGeometry* geometry, std::string_view theme) {
        if (!geometry) return;
        OGREnvelope around;
        geometry->getEnvelope(&around);
        box_.include(around.MinX, around.MinY);
        box_.include(around.MaxX, around.MaxY);
        const bool coast = tags.value("natural") == "coastline";
        if (coast) {
            each_line(*geometry, [&](const OGRSimpleCurve& line) {
                std::vector<PlanePoint>& points = lines_.emplace_back();
                for (int i = 0; i < line.getNumPoints(); ++i) points.push_back({line.getX(i), line.getY(i)});
            });
        } else if (theme == "building" || theme == "street") {
            each_line(*geometry, [&](const OGRSimpleCurve& line) {
                if (line.getNumPoints() > 0) land_.push_back({line.getX(0), line.getY(0)});
            });
        }
    }
    // Nothing when buildings and streets would stand in it: then the coastlines are not what they should be.
    [[nodiscard]] std::vector<SeaPolygon> sea() const {
        std::vector<SeaPolygon> seas = sea_of(lines_, box_);
        constexpr std::size_t most_on_piers = 50;  // one of so many may stand over water
        const auto drowned = static_cast<std::size_t>(std::ranges::count_if(land_, [&](PlanePoint p) {
            return std::ranges::any_of(seas, [&](const SeaPolygon& sea) { return lies_in(p, sea); });
        }));
        if (drowned * most_on_piers > land_.size()) seas.clear();
        return seas;
    }

private:
    template <class Visit>
    static void each_line(const OGRGeometry& geometry, const Visit& visit) {
        switch (wkbFlatten(geometry.getGeometryType())) {
        case wkbLineString: return visit(*geometry.toLineString());
        case wkbPolygon:
            if (const OGRLinearRing* ring = geometry.toPolygon()->getExteriorRing()) visit(*ring);
            return;
        case wkbMultiLineString:
        case wkbMultiPolygon:
        case wkbGeometryCollection:
            for (const OGRGeometry* part : *geometry.toGeometryCollection()) each_line(*part, visit);
            return;
        default: return;
        }
    }

    PlaneBox box_;
    std::vector<std::vector<PlanePoint>> lines_;
    std::vector<PlanePoint> land_;
};

std::unique_ptr<OGRPolygon> polygon_of(const SeaPolygon& sea) {
    auto polygon = std::make_unique<OGRPolygon>();
    const auto add = [&](const std::vector<PlanePoint>& points) {
        auto ring = std::make_unique<OGRLinearRing>();
        for (const PlanePoint p : points) ring->addPoint(p.x, p.y);
        ring->closeRings();
        polygon->addRingDirectly(ring.release());
    };
    add(sea.outer);
    for (const auto& hole : sea.holes) add(hole);
    return polygon;
}

void add_sea(const MapSource& source, const Coast& coast, ReadSource& read) {
    const std::vector<SeaPolygon> seas = coast.sea();
    if (seas.empty()) return;
    ThemeLayer layer{{"water", "", "sea"}, {}, {}};
    std::size_t curves = 0;
    for (const SeaPolygon& sea : seas) {
        append_ogr(layer.builder, polygon_of(sea).get(), curves);
        layer.tags.emplace_back();
    }
    RawLayer raw = raw_layer(source, std::move(layer));
    raw.layer.info.id = layer_id(source, {}, "sea");
    read.layers.push_back(std::move(raw));
    read.notices.push_back({Severity::info, source.label, {"layers.osm.sea", {}}, {}});
}

} // namespace

ReadSource read_osm(const MapSource& source, const std::stop_token& stop, const FeatureProgress& progress) {
    ReadSource read;
    GdalMessages messages;
    constexpr const char* drivers[] = {"OSM", nullptr};
    const StoppableReading watch(stop);
    GDALDatasetUniquePtr dataset(GDALDataset::Open(stoppable_name(source.gdal_name).c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers, nullptr, nullptr));
    if (!dataset) {
        read.notices.push_back(unreadable_notice(source, messages.first().empty() ? "OSM" : messages.first()));
        return read;
    }
    std::vector<ThemeLayer> themes;
    std::unordered_map<std::string_view, std::size_t> by_theme;
    std::size_t features = 0, relations = 0, curves = 0;
    Coast coast;
    OGRLayer* of = nullptr;
    while (features < limits::features) {
        const OGRFeatureUniquePtr feature(dataset->GetNextFeature(&of, nullptr, nullptr, nullptr));
        if (!feature) break;
        if (of && std::string_view(of->GetName()) == "other_relations") {
            ++relations;
            continue;
        }
        const OGRGeometry* geometry = feature->GetGeometryRef();
        OsmTags tags = tags_of(*feature);
        const bool route = of && std::string_view(of->GetName()) == "multilinestrings";
        const OsmTheme theme = route ? OsmTheme{"osm_route", "", "routes"} : osm_theme(tags, type_of(geometry));
        const auto [it, is_new] = by_theme.emplace(theme.theme, themes.size());
        if (is_new) themes.push_back({theme, {}, {}});
        coast.see(tags, geometry, theme.theme);
        append_ogr(themes[it->second].builder, geometry, curves);
        themes[it->second].tags.push_back(std::move(tags));
        if (++features % limits::features_between_stops != 0) continue;
        if (progress) progress(features);
        if (stop.stop_requested()) {
            read.stopped = true;
            return read;
        }
    }
    read.stopped = stop.stop_requested();
    if (read.stopped) return read;
    for (ThemeLayer& theme : themes) read.layers.push_back(raw_layer(source, std::move(theme)));
    add_sea(source, coast, read);
    const auto tell = [&](Severity severity, Text text, Text remedy) { read.notices.push_back({severity, source.label, std::move(text), std::move(remedy)}); };
    if (relations != 0) tell(Severity::info, {"layers.osm.relations", {{"n", std::to_string(relations)}}}, {});
    if (messages.has_error()) tell(Severity::warning, {"layers.open.partly_read", {{"n", std::to_string(features)}, {"detail", messages.first()}}}, {"layers.remedy.download_again", {}});
    if (features == 0) tell(Severity::info, {"layers.open.no_feature", {}}, {});
    return read;
}

} // namespace vigie::gis
