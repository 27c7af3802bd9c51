#include <algorithm>
#include <array>
#include <span>

#include "gis/layers/column_builder.hpp"
#include "gis/layers/folding.hpp"
#include "gis/layers/recognise.hpp"

namespace vigie::gis {

namespace {

using Names = std::span<const std::string_view>;

constexpr std::string_view any_name[] = {"nom", "name", "lib off", "libelle", "libel", "nom voie", "lib voie", "nomvoi", "toponyme", "denomination", "denominati", "appellation", "intitule", "nom complet", "nom off", "nom 1", "label", "titre", "title", "designation", "libelle 1", "texte"};
constexpr std::string_view district_name[] = {"libquart", "nom quartier", "lib quartier", "quartier", "l qu", "nom", "name", "libelle"};
constexpr std::string_view subdistrict_name[] = {"libsquart", "nom", "name", "libelle"};
constexpr std::string_view tree_name[] = {"usuel", "nom usuel", "vernaculai", "nom commun", "nom francais", "espece", "essence", "botanique", "nom latin", "species", "genre"};
constexpr std::string_view street_name[] = {"lib off", "nom voie", "lib voie", "libelle voie", "nom 1 g", "nomvoi", "nom", "name", "libelle"};
constexpr std::string_view zone_name[] = {"nomzac", "nom zac", "nom", "libelle", "name"};
constexpr std::string_view playground_name[] = {"nom aire", "nom", "libelle", "name"};
constexpr std::string_view signal_name[] = {"car lieu", "lieu", "nom", "carrefour", "name"};
constexpr std::string_view meter_name[] = {"adresse", "nom", "numero"};
constexpr std::string_view building_name[] = {"patrlib", "nom", "name", "libelle", "libel"};
constexpr std::string_view number_fields[] = {"num suf", "housenumber", "addr housenumber", "numero", "num voi", "no voie", "num voie", "num", "norue"};
constexpr std::string_view address_street[] = {"lib off", "nom voie", "lib voie", "libelle voie", "street", "addr street", "voie nom", "type nom", "nom afnor"};
constexpr std::string_view address_whole[] = {"adr", "adresse", "address", "label", "libelle"};
constexpr std::string_view class_fields[] = {"class", "classe", "highway", "typvoi", "type voie", "typ voie", "nature"};

Names name_fields(std::string_view theme) {
    struct OfTheme {
        std::string_view theme;
        Names names;
    };
    static constexpr OfTheme of[] = {{"district", district_name}, {"subdistrict", subdistrict_name}, {"tree", tree_name}, {"remarkable_tree", tree_name},
                                     {"street", street_name}, {"zone", zone_name}, {"playground", playground_name}, {"signal", signal_name},
                                     {"parking_meter", meter_name}, {"public_building", building_name}, {"building", building_name}};
    for (const OfTheme& t : of)
        if (t.theme == theme) return t.names;
    return any_name;
}

const Column* find(const Layer& layer, Names names, bool text_only) {
    for (const std::string_view name : names)
        for (const Column& column : layer.columns)
            if ((!text_only || column.type == Column::Type::text) && folded_plain(column.name) == name) return &column;
    return nullptr;
}

template <class Value>
Column made(std::string name, std::size_t rows, Value&& value) {
    ColumnBuilder column(std::move(name), Column::Type::text);
    column.reserve(rows);
    column.raw().derived = true;
    for (std::size_t row = 0; row < rows; ++row) column.put_text(value(row));
    return column.take();
}

struct StreetClass {
    std::string_view word, klass;
};
// Types of way as cadastre, FANTOIR and La Poste shorten them, to the few widths the style knows. What is not here
// keeps its own word (values of OpenStreetMap among them), which the style may know.
constexpr StreetClass street_classes[] = {
    {"av", "avenue"},      {"ave", "avenue"},      {"avenue", "avenue"},     {"bd", "boulevard"},   {"boulevard", "boulevard"},
    {"cours", "cours"},    {"cour", "ruelle"},     {"crs", "cours"},         {"rte", "route"},      {"route", "route"},
    {"quai", "quai"},      {"qu", "quai"},         {"auto", "autoroute"},    {"autoroute", "autoroute"}, {"imp", "impasse"},
    {"impasse", "impasse"}, {"ruelle", "ruelle"},  {"rle", "ruelle"},        {"venelle", "venelle"}, {"pass", "passage"},
    {"passage", "passage"}, {"chem", "chemin"},    {"che", "chemin"},        {"ch", "chemin"},      {"chemin", "chemin"},
    {"sente", "sentier"},  {"sentier", "sentier"}, {"plan", "ruelle"},       {"carr", "ruelle"},    {"rue", "rue"}};

std::string_view known_class(std::string_view text) {
    const std::string folded = folded_plain(text);
    const auto words = words_of(folded);
    if (!words.empty())
        for (const StreetClass& c : street_classes)
            if (c.word == words.front()) return c.klass;
    return {};
}

// The name says more than a shortened type ("COUR" is Cours Gambetta as well as Cour du Raisin); a road's rank in
// OpenStreetMap says more than its name.
void add_class(Layer& layer) {
    if (layer.column("class")) return;
    const Column* type = find(layer, class_fields, true);
    const Column* name = layer.column("name");
    if (!type && !name) return;
    const bool ranked = type && folded_plain(type->name) == "highway";
    layer.columns.push_back(made("class", layer.geometry.feature_count(), [type, name, ranked](std::size_t row) {
        if (ranked) return std::string(type->text(row));
        if (const auto klass = name ? known_class(name->text(row)) : std::string_view(); !klass.empty()) return std::string(klass);
        if (!type) return std::string();
        const auto klass = known_class(type->text(row));
        return std::string(klass.empty() ? type->text(row) : klass);
    }));
}

// "118, Rue Bernard Blier" or its parts, as "118 Rue Bernard Blier".
void add_address_name(Layer& layer) {
    const Column* number = find(layer, number_fields, false);
    const Column* street = find(layer, address_street, true);
    const Column* whole = find(layer, address_whole, true);
    const std::size_t rows = layer.geometry.feature_count();
    const bool in_parts = number && street;
    std::vector<Column> add;
    if (!layer.column("name") && (in_parts || whole))
        add.push_back(made("name", rows, [&](std::size_t row) {
            std::string text = in_parts ? number->shown(row) + " " + readable_case(street->text(row)) : readable_case(whole->text(row));
            std::erase(text, ',');
            if (text.starts_with("0 ") || text.starts_with(" ")) text.erase(0, text.find(' ') + 1);
            return text;
        }));
    if (!layer.column("number") && number) add.push_back(made("number", rows, [&](std::size_t row) { return number->shown(row) == "0" ? std::string() : number->shown(row); }));
    for (Column& column : add) layer.columns.push_back(std::move(column));
}

} // namespace

void derive_columns(Layer& layer) {
    std::erase_if(layer.columns, [](const Column& c) { return c.derived && !c.name.starts_with("vigie:"); });  // those are of the layer's shapes
    if (layer.info.theme == "address") return add_address_name(layer);
    if (!layer.column("name"))
        if (const Column* source = find(layer, name_fields(layer.info.theme), true))
            layer.columns.push_back(made("name", layer.geometry.feature_count(), [source](std::size_t row) { return readable_case(source->text(row)); }));
    if (layer.info.theme == "street") add_class(layer);
}

} // namespace vigie::gis
