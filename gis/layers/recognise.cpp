#include "gis/layers/recognise.hpp"

#include <algorithm>

#include "gis/layers/folding.hpp"

namespace vigie::gis {

namespace {

enum Shapes : unsigned { points = 1, lines = 2, areas = 4, any = 7, tables = 8 };

struct Entry {
    std::string_view word;   // five letters or more: anywhere in the name, spaces ignored; shorter: a whole word
    unsigned shapes;
    std::string_view theme, domain, title;
};

// First match wins, so the telling words stand before the common ones.
constexpr Entry entries[] = {
    {"arbresremarq", any, "remarkable_tree", "espaces_verts", "remarkable_trees"},
    {"arbreremarq", any, "remarkable_tree", "espaces_verts", "remarkable_trees"},
    {"arbresalign", points, "tree", "espaces_verts", "street_trees"},
    {"arbredalign", points, "tree", "espaces_verts", "street_trees"},
    {"arbre", points, "tree", "espaces_verts", "trees"},
    {"tree", points, "tree", "espaces_verts", "trees"},
    {"trees", points, "tree", "espaces_verts", "trees"},
    {"armoire", points, "cabinet", "voirie", "cabinets"},
    {"eclairage", points, "light", "voirie", "lights"},
    {"pointlumineux", points, "light", "voirie", "lights"},
    {"pointslumineux", points, "light", "voirie", "lights"},
    {"lampadaire", points, "light", "voirie", "lights"},
    {"candelabre", points, "light", "voirie", "lights"},
    {"luminaire", points, "light", "voirie", "lights"},
    {"streetlamp", points, "light", "voirie", "lights"},
    {"streetlight", points, "light", "voirie", "lights"},
    {"adresse", points, "address", "", "addresses"},
    {"address", points, "address", "", "addresses"},
    {"ban", points, "address", "", "addresses"},
    {"passagespiet", any, "crossing", "voirie", "crossings"},
    {"passagepiet", any, "crossing", "voirie", "crossings"},
    {"crossing", points, "crossing", "voirie", "crossings"},
    {"carrefoursafeux", points, "signal", "voirie", "traffic_lights"},
    {"feuxtricolore", points, "signal", "voirie", "traffic_lights"},
    {"signalisation", points, "signal", "voirie", "traffic_lights"},
    {"trafficsignal", points, "signal", "voirie", "traffic_lights"},
    {"panneau", points, "sign", "voirie", "signs"},
    {"signaletique", points, "sign", "voirie", "signs"},
    {"horodateur", points | tables, "parking_meter", "voirie", "parking_meters"},
    {"ouvragesdart", any, "bridge", "voirie", "bridges"},
    {"ouvragesart", any, "bridge", "voirie", "bridges"},
    {"ouvrageart", any, "bridge", "voirie", "bridges"},
    {"stationnement", areas, "parking", "voirie", "car_parks"},
    {"parking", areas, "parking", "voirie", "car_parks"},
    {"comptage", tables, "other_point", "voirie", "traffic_counts"},
    {"permisconst", tables, "other_point", "", "building_permits"},
    {"permisdeconst", tables, "other_point", "", "building_permits"},
    {"defibril", points, "defibrillator", "batiments", "defibrillators"},
    {"fontaine", points, "fountain", "eau", "fountains"},
    {"hydrant", points, "hydrant", "eau", "hydrants"},
    {"poteauxincendie", points, "hydrant", "eau", "hydrants"},
    {"poteauincendie", points, "hydrant", "eau", "hydrants"},
    {"bouchesincendie", points, "hydrant", "eau", "hydrants"},
    {"borneincendie", points, "hydrant", "eau", "hydrants"},
    {"pei", points, "hydrant", "eau", "hydrants"},
    {"deci", points, "hydrant", "eau", "hydrants"},
    {"jeuenfant", any, "playground", "espaces_verts", "playgrounds"},
    {"jeuxenfant", any, "playground", "espaces_verts", "playgrounds"},
    {"airedejeu", any, "playground", "espaces_verts", "playgrounds"},
    {"airesdejeu", any, "playground", "espaces_verts", "playgrounds"},
    {"playground", any, "playground", "espaces_verts", "playgrounds"},
    {"recyclage", points, "recycling", "dechets", "recycling"},
    {"recycling", points, "recycling", "dechets", "recycling"},
    {"apportvolontaire", points, "container", "dechets", "containers"},
    {"conteneur", points, "container", "dechets", "containers"},
    {"corbeille", points, "bin", "proprete", "bins"},
    {"poubelle", points, "bin", "proprete", "bins"},
    {"wastebasket", points, "bin", "proprete", "bins"},
    {"sousquartier", areas | lines, "subdistrict", "", "subdistricts"},
    {"quartier", areas | lines, "district", "", "districts"},
    {"district", areas | lines, "district", "", "districts"},
    {"bassinsversant", areas, "basin", "eau", "basins"},
    {"bassinversant", areas, "basin", "eau", "basins"},
    {"limitecommun", areas | lines, "boundary", "", "boundary"},
    {"limitedecommun", areas | lines, "boundary", "", "boundary"},
    {"communes", areas, "boundary", "", "boundary"},
    {"commune", areas, "boundary", "", "boundary"},
    {"boundary", areas | lines, "boundary", "", "boundary"},
    {"courseau", areas | lines, "river", "", "rivers"},
    {"coursdeau", areas | lines, "river", "", "rivers"},
    {"riviere", areas | lines, "river", "", "rivers"},
    {"ruisseau", lines, "river", "", "rivers"},
    {"hydrograph", areas | lines, "river", "", "rivers"},
    {"waterway", areas | lines, "river", "", "rivers"},
    {"river", areas | lines, "river", "", "rivers"},
    {"plandeau", areas, "water", "", "water"},
    {"plansdeau", areas, "water", "", "water"},
    {"surfaceeau", areas, "water", "", "water"},
    {"etang", areas, "water", "", "water"},
    {"water", areas, "water", "", "water"},
    {"espacesvert", areas, "green", "espaces_verts", "green"},
    {"espacevert", areas, "green", "espaces_verts", "green"},
    {"pelouse", areas, "green", "espaces_verts", "green"},
    {"cimetiere", any, "cemetery", "espaces_verts", "cemeteries"},
    {"cemetery", any, "cemetery", "espaces_verts", "cemeteries"},
    {"canalisationaep", lines, "water_main", "eau", "water_mains"},
    {"reseaueaupotable", lines, "water_main", "eau", "water_mains"},
    {"eaupotable", lines, "water_main", "eau", "water_mains"},
    {"watermain", lines, "water_main", "eau", "water_mains"},
    {"assainissement", lines, "sewer_main", "eau", "sewers"},
    {"eauxusees", lines, "sewer_main", "eau", "sewers"},
    {"eauxpluviales", lines, "sewer_main", "eau", "sewers"},
    {"sewer", lines, "sewer_main", "eau", "sewers"},
    {"canalisation", lines, "water_main", "eau", "water_mains"},
    {"vannes", points, "valve", "eau", "valves"},
    {"vanne", points, "valve", "eau", "valves"},
    {"relevage", points, "pump", "eau", "pumps"},
    {"pompage", points, "pump", "eau", "pumps"},
    {"compteur", points, "meter_point", "eau", "meters"},
    {"parcelle", areas, "parcel", "", "parcels"},
    {"parcel", areas, "parcel", "", "parcels"},
    {"cadastre", areas, "parcel", "", "parcels"},
    {"zac", areas, "zone", "", "zones"},
    {"zonage", areas, "zone", "", "planning_zones"},
    {"plu", areas, "zone", "", "planning_zones"},
    {"voieferree", lines, "rail", "", "rails"},
    {"tramway", lines, "rail", "", "rails"},
    {"tram", lines, "rail", "", "rails"},
    {"railway", lines, "rail", "", "rails"},
    {"filaire", lines, "street", "", "streets"},
    {"voies", lines, "street", "", "streets"},
    {"voirie", lines, "street", "", "streets"},
    {"route", lines, "street", "", "streets"},
    {"street", lines, "street", "", "streets"},
    {"roads", lines, "street", "", "streets"},
    {"highway", lines, "street", "", "streets"},
    {"batimentspublic", areas, "public_building", "batiments", "public_buildings"},
    {"batimentscommunaux", areas, "public_building", "batiments", "public_buildings"},
    {"batiment", areas, "building", "", "buildings"},
    {"batidur", areas, "building", "", "buildings"},
    {"bati", areas, "building", "", "buildings"},
    {"building", areas, "building", "", "buildings"},
    {"stade", any, "sports", "batiments", "sports"},
    {"terrainsdesport", any, "sports", "batiments", "sports"},
    {"gymnase", any, "sports", "batiments", "sports"},
    {"ecoles", points, "site", "ecoles", "schools"},
    {"ecole", points, "site", "ecoles", "schools"},
    {"school", points, "site", "ecoles", "schools"},
    {"ehpad", points, "site", "ehpad", "care_homes"},
    {"etablipublic", points, "site", "batiments", "public_sites"},
    {"etablissement", points, "site", "batiments", "public_sites"},
    {"equipement", points, "site", "batiments", "public_sites"},
    {"station", points, "site", "batiments", ""},
    {"parcs", areas, "park", "espaces_verts", "parks"},
    {"parc", areas, "park", "espaces_verts", "parks"},
    {"jardin", areas, "park", "espaces_verts", "parks"},
    {"park", areas, "park", "espaces_verts", "parks"},
    {"bancs", points, "bench", "voirie", "benches"},
    {"bench", points, "bench", "voirie", "benches"},
    {"arrets", points, "stop", "", "stops"},
    {"arret", points, "stop", "", "stops"},
    {"poi", points, "poi", "", "places"},
    {"transportation", lines, "street", "", "streets"},
    {"routier", lines, "street", "", "streets"},
    {"ferre", lines, "rail", "", "rails"},
    {"hydrosurf", areas, "water", "", "water"},
    {"hydroreseau", lines, "river", "", "rivers"},
    {"housenumber", points, "address", "", "addresses"},
    {"landcover", areas, "green", "espaces_verts", "green"},
    {"vegetation", areas, "green", "espaces_verts", "green"},
    {"ilots", areas, "block", "", "blocks"},
    {"ilot", areas, "block", "", "blocks"}};

unsigned shapes_of(std::string_view geometry) {
    if (geometry == "point") return points;
    if (geometry == "line") return lines;
    if (geometry == "polygon") return areas;
    return geometry == "mixed" ? any : tables;
}

bool has_word(std::string_view words, std::string_view squeezed, std::string_view wanted) {
    if (wanted.size() >= 5) return squeezed.find(wanted) != std::string_view::npos;
    for (const std::string_view word : words_of(words))
        if (word == wanted) return true;
    return false;
}

Recognised from(const Entry& entry) {
    return {std::string(entry.theme), std::string(entry.domain), entry.title.empty() ? std::string() : "layers.name." + std::string(entry.title)};
}

std::optional<Recognised> by_name(std::string_view name, unsigned shapes) {
    const std::string words = split_words(name);
    std::string squeezed = words;
    std::erase(squeezed, ' ');
    for (const Entry& entry : entries)
        if ((entry.shapes & shapes) != 0 && has_word(words, squeezed, entry.word)) return from(entry);
    return {};
}

// Fields that give a layer away when its name does not.
struct FieldHint {
    std::string_view field;  // folded
    unsigned shapes;
    std::string_view word;   // of `entries`
};
constexpr FieldHint field_hints[] = {
    {"type lante", points, "eclairage"},   {"botanique", points, "arbre"},      {"espece", points, "arbre"},
    {"essence", points, "arbre"},          {"num voi", points, "adresse"},      {"housenumber", points, "adresse"},
    {"addr housenumber", points, "adresse"}, {"cle interop", points, "adresse"}, {"highway", lines, "route"},
    {"typvoi", lines, "route"},            {"nom voie", lines, "route"},        {"waterway", lines, "waterway"},
    {"building", areas, "building"},       {"libquart", areas, "quartier"},     {"insee com", areas, "commune"},
    {"ref insee", areas, "commune"}};

bool has_field(const std::vector<Column>& columns, std::string_view folded_name) {
    return std::any_of(columns.begin(), columns.end(), [&](const Column& c) { return folded_plain(c.name) == folded_name; });
}

std::optional<Recognised> by_fields(const std::vector<Column>& columns, unsigned shapes) {
    for (const FieldHint& hint : field_hints)
        if ((hint.shapes & shapes) != 0 && has_field(columns, hint.field)) return by_name(hint.word, shapes);
    return {};
}

std::string_view other_theme(std::string_view geometry) {
    return geometry == "line" ? "other_line" : geometry == "polygon" || geometry == "mixed" ? "other_polygon" : "other_point";
}

} // namespace

std::string split_words(std::string_view name) {
    std::string spaced;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const auto upper = [&](std::size_t k) { return name[k] >= 'A' && name[k] <= 'Z'; };
        const auto lower = [&](std::size_t k) { return name[k] >= 'a' && name[k] <= 'z'; };
        const bool new_word = i > 0 && upper(i) && (lower(i - 1) || (i + 1 < name.size() && lower(i + 1) && upper(i - 1)));
        if (new_word) spaced += ' ';
        spaced += name[i] == '_' ? ' ' : name[i];
    }
    return folded_plain(spaced);
}

std::string shown_name(std::string_view name) {
    std::string out;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const bool lower_before = i > 0 && name[i - 1] >= 'a' && name[i - 1] <= 'z';
        const bool upper = name[i] >= 'A' && name[i] <= 'Z', lower_after = i + 1 < name.size() && name[i + 1] >= 'a' && name[i + 1] <= 'z';
        if (upper && lower_before) {
            out += ' ';
            out += lower_after ? static_cast<char>(name[i] + 32) : name[i];
        } else if (name[i] == '_') {
            if (!out.empty() && out.back() != ' ') out += ' ';
        } else {
            out += name[i];
        }
    }
    if (!out.empty() && out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 32);
    return out;
}

Recognised recognise(std::string_view file_stem, std::string_view layer_name, std::string_view geometry, const std::vector<Column>& columns) {
    const unsigned shapes = shapes_of(geometry);
    auto found = by_name(layer_name, shapes);
    if (!found) found = by_name(file_stem, shapes);
    if (!found) found = by_fields(columns, shapes);
    if (!found) return {std::string(other_theme(geometry)), {}, {}};
    // Buildings with a patrimony reference are the commune's own.
    if (found->theme == "building" && (has_field(columns, "patrlib") || has_field(columns, "code patrimoine"))) return *by_name("batiments public", shapes);
    return *found;
}

Recognised recognised_as(std::string_view theme, std::string_view geometry) {
    for (const Entry& entry : entries)
        if (entry.theme == theme) return from(entry);
    return {std::string(theme.empty() ? other_theme(geometry) : theme), {}, {}};
}

std::vector<ThemeName> themes_for(std::string_view geometry) {
    const unsigned shapes = shapes_of(geometry);
    std::vector<ThemeName> out;
    const auto known = [&](std::string_view theme) { return std::ranges::any_of(out, [&](const ThemeName& t) { return t.theme == theme; }); };
    for (const Entry& entry : entries)
        if ((entry.shapes & shapes) != 0 && !entry.theme.starts_with("other_") && !known(entry.theme)) out.push_back({std::string(entry.theme), from(entry).title});
    const std::string_view other = other_theme(geometry);
    out.push_back({std::string(other), other == "other_line" ? "layers.name.other_lines" : other == "other_polygon" ? "layers.name.other_areas" : "layers.name.other_points"});
    return out;
}

} // namespace vigie::gis
