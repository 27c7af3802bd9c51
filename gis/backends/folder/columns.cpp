#include "gis/backends/folder/columns.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "gis/layers/folding.hpp"
#include "gis/layers/hash.hpp"

namespace vigie::gis::folder {

namespace {

struct FieldName {
    Field field;
    std::string_view name;
};
constexpr std::array field_names{FieldName{Field::id, "id"}, FieldName{Field::category, "category"}, FieldName{Field::detail, "detail"},
                                 FieldName{Field::description, "description"}, FieldName{Field::address, "address"}, FieldName{Field::quartier, "quartier"},
                                 FieldName{Field::channel, "channel"}, FieldName{Field::time, "time"}, FieldName{Field::value, "value"},
                                 FieldName{Field::unit, "unit"}, FieldName{Field::lon, "lon"}, FieldName{Field::lat, "lat"},
                                 FieldName{Field::name, "name"}, FieldName{Field::attribute, "attribute"}};

// Folded names in French and English; the earlier of a list is preferred when a table has several.
using Names = std::vector<std::string_view>;
const Names& report_names(Field field) {
    static const Names id{"id dmr", "identifiant", "reference", "ref", "id", "code", "ticket", "service request id", "id signalement", "numero signalement", "numero"},
        category{"categorie", "category", "type", "type signalement", "service name", "nature", "motif", "theme", "objet"},
        detail{"soustype", "sous type", "sous categorie", "subtype", "subcategory", "type detail"},
        description{"description", "commentaire", "commentaires", "comment", "comments", "texte", "message", "observation", "detail", "details", "libelle"},
        address{"adresse", "address", "lieu", "localisation", "location", "voie", "rue"},
        quartier{"quartier", "conseilquartier", "conseil quartier", "district", "neighbourhood", "neighborhood", "secteur"},
        channel{"canal", "channel", "origine", "source", "prefixe", "provenance", "media"},
        time{"datedecl", "date declaration", "date de declaration", "requested datetime", "received at", "date", "date signalement", "date creation", "date de creation", "created at", "cree le", "horodatage", "datetime", "timestamp"},
        none;
    switch (field) {
        case Field::id: return id;
        case Field::category: return category;
        case Field::detail: return detail;
        case Field::description: return description;
        case Field::address: return address;
        case Field::quartier: return quartier;
        case Field::channel: return channel;
        case Field::time: return time;
        default: return none;
    }
}

const Names& reading_names(Field field) {
    static const Names id{"compteur", "meter", "user key", "numero compteur", "meter id", "id compteur", "pdl", "prm", "pce", "point de livraison", "identifiant", "sensor", "capteur", "id", "serial", "numero de serie"},
        time{"datetime", "date heure", "horodate", "horodatage", "timestamp", "date de releve", "date releve", "date", "heure", "time"},
        value{"index", "meter reading", "reading", "releve", "valeur", "value", "consommation", "consumption", "volume", "energie", "energy"},
        unit{"unite", "unit"}, none;
    switch (field) {
        case Field::id: return id;
        case Field::time: return time;
        case Field::value: return value;
        case Field::unit: return unit;
        default: return none;
    }
}

const Names& place_names(Field field) {
    static const Names lon{"lon", "long", "longitude", "lng"}, lat{"lat", "latitude"}, none;
    return field == Field::lon ? lon : field == Field::lat ? lat : none;
}

const Names& asset_names(Field field) {
    static const Names id{"code", "id", "ident", "identifiant", "numero", "ref", "reference", "objectid", "osm id"}, name{"name", "nom", "libelle", "lib off", "nom voie", "denominati", "designation"};
    return field == Field::name ? name : id;
}

std::vector<std::string> folded_all(const std::vector<std::string>& columns) {
    std::vector<std::string> out;
    for (const std::string& c : columns) out.push_back(folded_plain(c));
    return out;
}

bool has(const std::vector<Field>& fields, Field field) { return std::ranges::find(fields, field) != fields.end(); }

} // namespace

std::string_view name(Field field) {
    const auto at = std::ranges::find(field_names, field, &FieldName::field);
    return at == field_names.end() ? std::string_view{} : at->name;
}

Field field_named(std::string_view text) {
    const auto at = std::ranges::find(field_names, text, &FieldName::name);
    return at == field_names.end() ? Field::none : at->field;
}

std::string mapped_category(const std::vector<CategoryRule>& rules, std::string_view category, std::string_view detail) {
    for (const std::string_view theirs : {detail, category}) {
        const std::string words = folded_plain(theirs);
        if (words.empty()) continue;
        for (const CategoryRule& rule : rules)
            if (!rule.ours.empty() && folded_plain(rule.theirs) == words) return rule.ours;
    }
    return {};
}

std::string layout_of(const std::vector<std::string>& columns) {
    std::string all;
    for (const std::string& c : folded_all(columns)) all += c + '\x1f';
    return fmt::format("{:08x}", static_cast<std::uint32_t>(hash_bytes(all.data(), all.size())));
}

std::vector<Field> proposed(const std::vector<std::string>& columns, Content content) {
    std::vector<Field> out(columns.size(), Field::none);
    const std::vector<std::string> names = folded_all(columns);
    if (content == Content::assets) {
        std::ranges::fill(out, Field::attribute);
        for (const Field field : {Field::id, Field::name}) {
            const Names& wanted = asset_names(field);
            const auto first = std::ranges::find_if(wanted, [&](std::string_view w) { return std::ranges::find(names, w) != names.end(); });
            if (first != wanted.end()) out[static_cast<std::size_t>(std::ranges::find(names, *first) - names.begin())] = field;
        }
        return out;
    }
    for (const FieldName& f : field_names) {
        const bool place = f.field == Field::lon || f.field == Field::lat;
        const Names& wanted = place ? place_names(f.field) : content == Content::reports ? report_names(f.field) : reading_names(f.field);
        for (const std::string_view w : wanted) {
            const auto at = std::ranges::find(names, w);
            if (at == names.end() || out[static_cast<std::size_t>(at - names.begin())] != Field::none) continue;
            out[static_cast<std::size_t>(at - names.begin())] = f.field;
            break;
        }
    }
    // A table of one column per meter: a time, then nothing that is known.
    if (content == Content::readings && has(out, Field::time) && !has(out, Field::id) && !has(out, Field::value))
        std::ranges::replace(out, Field::none, Field::value);
    return out;
}

std::optional<std::vector<Field>> decided(const std::vector<std::string>& columns, const std::vector<ColumnRule>& rules, Field otherwise) {
    const std::string layout = layout_of(columns);
    std::vector<Field> out(columns.size(), otherwise);
    const std::vector<std::string> names = folded_all(columns);
    bool spoken = false;
    for (const ColumnRule& rule : rules) {
        if (!rule.layout.empty() && rule.layout != layout) continue;
        const auto at = std::ranges::find(names, folded_plain(rule.column));
        if (at == names.end()) continue;
        out[static_cast<std::size_t>(at - names.begin())] = field_named(rule.field);
        spoken = true;
    }
    return spoken ? std::optional(out) : std::nullopt;
}

std::vector<ColumnRule> remembered(std::vector<ColumnRule> rules, const std::vector<std::string>& columns, const std::vector<Field>& fields) {
    const std::string layout = layout_of(columns);
    std::erase_if(rules, [&](const ColumnRule& r) { return r.layout == layout; });
    for (std::size_t i = 0; i < columns.size() && i < fields.size(); ++i) rules.push_back({layout, columns[i], std::string(name(fields[i]))});
    return rules;
}

std::optional<Field> missing(const std::vector<Field>& fields, Content content, bool has_places) {
    if (content == Content::readings) {
        if (!has(fields, Field::time)) return Field::time;
        if (!has(fields, Field::value)) return Field::value;
    }
    if (content == Content::reports) {
        if (!has(fields, Field::category) && !has(fields, Field::description)) return Field::category;
        if (!has_places && !(has(fields, Field::lon) && has(fields, Field::lat)) && !has(fields, Field::address)) return Field::lon;
    }
    return {};
}

} // namespace vigie::gis::folder
