#include "gis/layers/osm_theme.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace vigie::gis {

namespace {

// `values` empty = any value but "no".
struct Rule {
    std::string_view key;
    std::string_view values;  // separated by '|'
    OsmTheme theme;
};

constexpr std::string_view public_amenities = "school|kindergarten|college|university|townhall|hospital|clinic|fire_station|police|library|post_office|courthouse|community_centre|theatre|place_of_worship|social_facility|nursing_home|public_building|arts_centre|childcare|prison|ranger_station";

constexpr Rule point_rules[] = {
    {"natural", "tree", {"tree", "espaces_verts", "trees"}},
    {"highway", "street_lamp", {"light", "voirie", "lights"}},
    {"emergency", "fire_hydrant", {"hydrant", "eau", "hydrants"}},
    {"emergency", "defibrillator", {"defibrillator", "batiments", "defibrillators"}},
    {"amenity", "waste_basket", {"bin", "proprete", "bins"}},
    {"amenity", "recycling", {"recycling", "dechets", "recycling"}},
    {"amenity", "waste_disposal", {"container", "dechets", "containers"}},
    {"amenity", "bench", {"bench", "voirie", "benches"}},
    {"amenity", "fountain|drinking_water", {"fountain", "eau", "fountains"}},
    {"highway", "crossing", {"crossing", "voirie", "crossings"}},
    {"highway", "traffic_signals", {"signal", "voirie", "traffic_lights"}},
    {"highway", "bus_stop", {"stop", "", "stops"}},
    {"public_transport", "platform|stop_position|station", {"stop", "", "stops"}},
    {"railway", "station|halt|tram_stop", {"stop", "", "stops"}},
    {"traffic_sign", "", {"sign", "voirie", "signs"}},
    {"man_made", "street_cabinet", {"cabinet", "voirie", "cabinets"}},
    {"leisure", "playground", {"playground", "espaces_verts", "playgrounds"}},
    {"amenity", public_amenities, {"site", "batiments", "public_sites"}},
    {"office", "government", {"site", "batiments", "public_sites"}}};

constexpr Rule line_rules[] = {
    {"highway", "proposed|construction|platform", {"osm_line", "", "other_lines"}},
    {"highway", "", {"street", "", "streets"}},
    {"railway", "rail|tram|light_rail|subway|narrow_gauge|funicular", {"rail", "", "rails"}},
    {"waterway", "", {"river", "", "rivers"}},
    {"boundary", "administrative", {"boundary", "", "boundary"}}};

constexpr Rule area_rules[] = {
    {"boundary", "administrative|maritime", {"boundary", "", "boundary"}},
    {"building", "", {"building", "", "buildings"}},
    {"natural", "water|bay", {"water", "", "water"}},
    {"waterway", "riverbank|dock", {"water", "", "water"}},
    {"landuse", "reservoir|basin", {"water", "", "water"}},
    {"leisure", "swimming_pool", {"water", "", "water"}},
    {"landuse", "cemetery", {"cemetery", "espaces_verts", "cemeteries"}},
    {"amenity", "grave_yard", {"cemetery", "espaces_verts", "cemeteries"}},
    {"leisure", "park|garden", {"park", "espaces_verts", "parks"}},
    {"leisure", "playground", {"playground", "espaces_verts", "playgrounds"}},
    {"leisure", "pitch|stadium|sports_centre|track|sports_hall", {"sports", "batiments", "sports"}},
    {"landuse", "grass|forest|meadow|village_green|recreation_ground|flowerbed|orchard|vineyard|allotments|plant_nursery|greenfield", {"green", "espaces_verts", "green"}},
    {"natural", "wood|scrub|grassland|heath|shrubbery|tree_row", {"green", "espaces_verts", "green"}},
    {"place", "square", {"square", "voirie", "squares"}},
    {"highway", "pedestrian|footway", {"square", "voirie", "squares"}},
    {"amenity", "parking", {"parking", "voirie", "car_parks"}},
    {"landuse", "residential|commercial|retail|industrial|construction|railway|military", {"block", "", "blocks"}}};

bool matches(std::string_view value, std::string_view values) {
    if (value.empty() || value == "no") return false;
    if (values.empty()) return true;
    for (std::size_t at = 0; at <= values.size();) {
        const std::size_t end = std::min(values.find('|', at), values.size());
        if (values.substr(at, end - at) == value) return true;
        at = end + 1;
    }
    return false;
}

OsmTheme first_match(const OsmTags& tags, std::span<const Rule> rules, OsmTheme otherwise) {
    for (const Rule& rule : rules)
        if (matches(tags.value(rule.key), rule.values)) return rule.theme;
    return otherwise;
}

OsmTheme point_theme(const OsmTags& tags) {
    const OsmTheme found = first_match(tags, point_rules, {});
    if (!found.theme.empty()) return found;
    const bool business = !tags.value("amenity").empty() || !tags.value("shop").empty() || !tags.value("tourism").empty() || !tags.value("office").empty();
    if (!tags.value("addr:housenumber").empty() && !business) return {"address", "", "addresses"};
    if (!tags.value("name").empty()) return {"poi", "", "places"};
    return {"osm_point", "", "other_points"};
}

OsmTheme area_theme(const OsmTags& tags) {
    const OsmTheme found = first_match(tags, area_rules, {"osm_area", "", "other_areas"});
    if (found.theme == "boundary") {
        const std::string_view level = tags.value("admin_level");
        if (tags.value("boundary") == "maritime" || level == "2" || level == "4" || level == "6" || level == "7") return {"osm_area", "", "other_areas"};
        if (level == "9" || level == "10" || level == "11") return {"district", "", "districts"};
    }
    const bool is_public = matches(tags.value("amenity"), public_amenities) || matches(tags.value("building"), "school|public|hospital|civic|townhall|university|kindergarten|fire_station|government|church|cathedral|chapel|college") || tags.value("office") == "government";
    if (found.theme == "building" && is_public) return {"public_building", "batiments", "public_buildings"};
    return found;
}

} // namespace

std::string_view OsmTags::value(std::string_view key) const {
    for (const auto& [k, v] : all)
        if (k == key) return v;
    return {};
}

void OsmTags::add_hstore(std::string_view text) {
    const auto quoted = [&](std::size_t& at) {
        std::string out;
        at = text.find('"', at);
        if (at == std::string_view::npos) return out;
        for (++at; at < text.size() && text[at] != '"'; ++at) {
            if (text[at] == '\\' && at + 1 < text.size()) ++at;
            out += text[at];
        }
        if (at < text.size()) ++at;
        return out;
    };
    for (std::size_t at = 0; at < text.size();) {
        std::string key = quoted(at);
        if (at == std::string_view::npos) return;
        std::string value = quoted(at);
        if (at == std::string_view::npos) return;
        all.emplace_back(std::move(key), std::move(value));
    }
}

OsmTheme osm_theme(const OsmTags& tags, GeometryType geometry) {
    switch (geometry) {
    case GeometryType::none: case GeometryType::point: return point_theme(tags);
    case GeometryType::line:
        if (tags.value("maritime") == "yes") return {"osm_line", "", "other_lines"};
        return first_match(tags, line_rules, {"osm_line", "", "other_lines"});
    case GeometryType::polygon: return area_theme(tags);
    }
    return {};
}

} // namespace vigie::gis
