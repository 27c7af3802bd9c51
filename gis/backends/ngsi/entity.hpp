// Entities of a FIWARE context broker, NGSI-LD (ETSI GS CIM 009) and NGSIv2, normalised or as key and value: one way to ask for an
// attribute whichever it is. Names may be short or expanded, attributes single or lists of instances. Any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "gis/model/geometry.hpp"
#include "gis/model/time.hpp"

namespace vigie::gis::ngsi {

struct AttributeValue {
    nlohmann::json value;   // null when there is none
    std::string unit;       // as written: a UN/CEFACT code most often
    MaybeTime at;           // observedAt, or the metadata `timestamp`
};

class Entity {
public:
    Entity(const nlohmann::json& entity, std::string zone);  // which stays where it is
    [[nodiscard]] const std::string& id() const { return id_; }      // empty: not an entity
    [[nodiscard]] const std::string& type() const { return type_; }  // short
    [[nodiscard]] std::string short_id() const;                      // behind the last ':'
    [[nodiscard]] AttributeValue attribute(std::string_view name) const;
    [[nodiscard]] std::string text(std::string_view name) const;
    [[nodiscard]] std::vector<std::string> names() const;            // of attributes, short
    // GeoJSON of `location` (or `position`), also from "lat, lon"; null when there is none.
    [[nodiscard]] nlohmann::json geometry() const;
    // Of the whole: dateObserved, observedAt, or what was modified last. Nothing when no time is told.
    [[nodiscard]] MaybeTime observed() const;
    [[nodiscard]] MaybeTime modified() const;

private:
    [[nodiscard]] const nlohmann::json* raw(std::string_view name) const;
    const nlohmann::json& json_;
    std::string zone_, id_, type_;
};

// The instance without datasetId of a list of them (NGSI-LD 4.5.5), else its first; another attribute as it is.
[[nodiscard]] const nlohmann::json& only_instance(const nlohmann::json& attribute);
// "https://uri.fiware.org/ns/data-models#fillingLevel" → "fillingLevel".
[[nodiscard]] std::string short_name(std::string_view name);
// Entities of a reply; nothing when it is no list of them.
[[nodiscard]] std::optional<nlohmann::json> entities_in(std::string_view body);
[[nodiscard]] std::string complaint_in(std::string_view body);

} // namespace vigie::gis::ngsi
