#include "gis/backends/ngsi/entity.hpp"

#include <algorithm>

#include "gis/backends/web/foreign.hpp"
#include "gis/model/foreign_json.hpp"

namespace vigie::gis::ngsi {

using nlohmann::json;
using web::at;
using web::text_at;

namespace {

bool is_normalised(const json& attribute) { return attribute.is_object() && (attribute.contains("value") || attribute.contains("object") || attribute.contains("languageMap")); }

json plain_value(const json& attribute) {
    if (!is_normalised(attribute)) return attribute;
    const json& value = attribute.contains("value") ? attribute["value"] : at(attribute, attribute.contains("object") ? "object" : "languageMap");
    return value.is_object() && value.contains("@value") ? value["@value"] : value;
}

json point_of_text(const std::string& text) {  // "lat, lon"
    const auto comma = text.find(',');
    if (comma == std::string::npos) return {};
    const auto lat = web::number(json(text.substr(0, comma))), lon = web::number(json(text.substr(comma + 1)));
    if (!lat || !lon) return {};
    return {{"type", "Point"}, {"coordinates", {*lon, *lat}}};
}

} // namespace

const json& only_instance(const json& attribute) {
    static const json nothing;
    if (!attribute.is_array() || attribute.empty() || !attribute[0].is_object() || !attribute[0].contains("type")) return attribute;
    for (const json& instance : attribute)
        if (instance.is_object() && !instance.contains("datasetId")) return instance;
    return attribute[0];
}

std::string short_name(std::string_view name) {
    if (const auto cut = name.find_last_of("#/"); cut != std::string_view::npos && name.find("://") != std::string_view::npos) name.remove_prefix(cut + 1);
    return std::string(name);
}

Entity::Entity(const json& entity, std::string zone) : json_(entity), zone_(std::move(zone)), id_(text_at(entity, "id")), type_(text_at(entity, "type")) {
    if (id_.empty()) id_ = text_at(entity, "@id");
    const json& type = at(entity, "type");
    if (type.is_array() && !type.empty()) type_ = web::text(type[0]);
    if (type_.empty()) type_ = text_at(entity, "@type");
    type_ = short_name(type_);
}

std::string Entity::short_id() const {
    const auto colon = id_.rfind(':');
    return colon == std::string::npos || colon + 1 == id_.size() ? id_ : id_.substr(colon + 1);
}

const json* Entity::raw(std::string_view name) const {
    if (!json_.is_object()) return nullptr;
    if (const auto it = json_.find(name); it != json_.end()) return &*it;
    for (const auto& [key, value] : json_.items())
        if (key.size() > name.size() && key.ends_with(name) && short_name(key) == name) return &value;
    return nullptr;
}

AttributeValue Entity::attribute(std::string_view name) const {
    AttributeValue out;
    const json* found = raw(name);
    if (!found) return out;
    const json& attribute = only_instance(*found);
    out.value = plain_value(attribute);
    if (!is_normalised(attribute)) return out;
    const json& metadata = at(attribute, "metadata");
    out.unit = web::text(plain_value(at(attribute, "unitCode")));
    if (out.unit.empty()) out.unit = web::text(plain_value(at(metadata, "unitCode")));
    out.at = web::instant(web::text(plain_value(at(attribute, "observedAt"))), zone_);
    for (const char* stamp : {"timestamp", "TimeInstant", "observedAt"})
        if (!out.at) out.at = web::instant(web::text(plain_value(at(metadata, stamp))), zone_);
    return out;
}

std::string Entity::text(std::string_view name) const {
    const json value = attribute(name).value;
    return web::text(value.is_array() && !value.empty() ? value[0] : value);
}

std::vector<std::string> Entity::names() const {
    std::vector<std::string> out;
    if (json_.is_object())
        for (const auto& [key, value] : json_.items())
            if (key != "id" && key != "type" && !key.starts_with('@')) out.push_back(short_name(key));
    return out;
}

json Entity::geometry() const {
    for (const char* name : {"location", "position"}) {
        const json value = attribute(name).value;
        if (value.is_object() && value.contains("coordinates")) return value;
        if (value.is_string()) return point_of_text(value.get<std::string>());
    }
    return {};
}

MaybeTime Entity::observed() const {
    for (const char* name : {"dateObserved", "observedAt", "dateLastValueReported", "TimeInstant"})
        if (const MaybeTime t = web::instant(text(name), zone_)) return t;
    return modified();
}

MaybeTime Entity::modified() const {
    for (const char* name : {"modifiedAt", "dateModified"})
        if (const MaybeTime t = web::instant(text(name), zone_)) return t;
    return {};
}

std::optional<json> entities_in(std::string_view body) {
    json tree = foreign_json(body);
    if (tree.is_object() && tree.contains("id")) tree = json::array({std::move(tree)});
    if (!tree.is_array()) return {};
    return tree;
}

std::string complaint_in(std::string_view body) {
    const json tree = foreign_json(body);
    for (const char* name : {"detail", "description", "title", "error"})
        if (const std::string words = text_at(tree, name); !words.empty()) return words;
    return {};
}

} // namespace vigie::gis::ngsi
