#include "gis/backends/ngsi/mapping.hpp"

#include "gis/backends/open311/reports.hpp"
#include "gis/backends/sensorthings/wire.hpp"
#include "gis/backends/web/connector_tables.hpp"
#include "gis/backends/web/quantities.hpp"
#include "gis/model/entity_json.hpp"

namespace vigie::gis::ngsi {

using backend::Change;
using nlohmann::json;
using web::at;
using web::text_at;

namespace {

constexpr std::size_t most_attributes = 40;

const json& table() {
    static const json read = json::parse(web::fiware_json, nullptr, false);
    return read;
}

std::string name_of(const Entity& entity) {
    const std::string name = entity.text("name");
    return name.empty() ? entity.short_id() : name;
}

std::string address_of(const Entity& entity) {
    const json address = entity.attribute("address").value;
    return address.is_string() ? address.get<std::string>() : text_at(address, "streetAddress");
}

std::optional<LonLat> place_of(const Entity& entity, const backend::Host& host, web::LeftOut& left_out) {
    const auto point = sensorthings::point_of(entity.geometry());
    if (!point) return {};
    const web::ReadPlace read = web::checked_place(point->lon, point->lat);
    if (!read.place) left_out.add(host, entity.id(), "place " + read.suspicion);
    return read.place;
}

Change upsert(std::uint32_t kind, const std::string& id, const json& fields, const Entity& entity) {
    Change c;
    c.kind = kind;
    c.id = id;
    c.json = web::dump(fields);
    c.version = web::content_version(c.json);
    if (const MaybeTime t = entity.modified()) c.at_ms = ms_since_epoch(*t);
    return c;
}

Change asset(const Entity& entity, const std::string& kind, const std::optional<LonLat>& place) {
    json attributes = json::array();
    for (const std::string& name : entity.names())
        if (const std::string value = entity.text(name); !value.empty() && attributes.size() < most_attributes && name != "dateModified" && name != "dateCreated" && name != "modifiedAt" && name != "createdAt")
            attributes.push_back({{"name", name}, {"value", value}});
    json fields{{"kind", kind}, {"code", entity.short_id()}, {"name", name_of(entity)}, {"attributes", attributes}};
    const json geometry = entity.geometry();
    if (place && geometry_from_json(geometry).ok()) fields["geometry"] = geometry;
    return upsert(VIGIE_KIND_ASSET, entity.id(), fields, entity);
}

Change building(const Entity& entity, const std::optional<LonLat>& place) {
    json fields{{"name", name_of(entity)}, {"kind", entity.text("category")}, {"address", address_of(entity)}};
    if (place) fields["place"] = {place->lon, place->lat};
    return upsert(VIGIE_KIND_BUILDING, entity.id(), fields, entity);
}

Change report(const Entity& entity, const Naming& naming, const std::optional<LonLat>& place, const backend::Host& host, web::LeftOut& left_out) {
    open311::ServiceRequest r;
    r.id = entity.id();
    r.status = entity.text("status");
    r.notes = entity.text("status_notes");
    r.service_code = entity.text("service_code");
    r.service_name = entity.text("service_name");
    r.description = entity.text("description");
    r.address = entity.text("address_string").empty() ? address_of(entity) : entity.text("address_string");
    r.media_url = entity.text("media_url");
    r.requested = entity.text("requested_datetime");
    r.updated = entity.text("updated_datetime");
    r.expected = entity.text("expected_datetime");
    if (place) {
        r.lon = place->lon;
        r.lat = place->lat;
    }
    return open311::change_of(r, {naming.categories, naming.zone}, true, host, left_out);
}

// A number, the number that a word stands for, or the part in percent that is taken of a whole.
std::optional<double> measured(const Entity& entity, const json& value, const json& rule) {
    const json& words = at(rule, "words");
    const json& single = value.is_array() && !value.empty() ? value[0] : value;
    if (words.is_object()) return single.is_string() && words.contains(single.get_ref<const std::string&>()) ? web::number(words[single.get_ref<const std::string&>()]) : std::nullopt;
    const auto number = web::number(single);
    if (const std::string whole = text_at(rule, "free_of"); number && !whole.empty()) {
        const auto all = web::number(entity.attribute(whole).value);
        return all && *all > 0 && *number <= *all ? std::optional(100 * (*all - *number) / *all) : std::nullopt;
    }
    return number ? std::optional(*number * web::number(at(rule, "scale")).value_or(1)) : std::nullopt;
}

struct Measure {
    std::string suffix, quantity;
    json value;
};

// "l=0.22;t=21.2" (Ultralight) is several values in one.
std::vector<Measure> measures(const std::string& attribute, const std::string& quantity, const json& value) {
    if (!value.is_string() || value.get_ref<const std::string&>().find('=') == std::string::npos) return {{attribute, quantity, value}};
    std::vector<Measure> out;
    std::string_view rest = value.get_ref<const std::string&>();
    while (!rest.empty() && out.size() < most_attributes) {
        const std::string_view one = rest.substr(0, rest.find(';'));
        rest.remove_prefix(std::min(rest.size(), one.size() + 1));
        const auto equal = one.find('=');
        if (equal == std::string_view::npos || equal == 0) continue;
        const std::string name(one.substr(0, equal));
        out.push_back({attribute + "." + name, name, json(std::string(one.substr(equal + 1)))});
    }
    return out;
}

void add_sensor(const Entity& entity, const Measure& measure, const json& rule, const AttributeValue& read, const Naming& naming, const std::optional<LonLat>& place, std::int64_t now_ms, std::vector<Change>& out) {
    const auto number = measured(entity, measure.value, rule);
    if (!number) return;
    const std::string kind = text_at(rule, "kind"), unit = read.unit.empty() ? text_at(rule, "unit") : web::ucum(read.unit);
    json fields{{"name", name_of(entity) + " · " + measure.quantity}, {"code", entity.short_id()}, {"unit", rule.contains("scale") || rule.contains("free_of") ? text_at(rule, "unit") : unit}};
    const bool named = naming.kinds.contains(measure.quantity);
    fields["kind"] = kind.empty() || named ? web::sensor_kind(measure.quantity, naming.kinds) : kind;
    if (place) fields["place"] = {place->lon, place->lat};
    out.push_back(upsert(VIGIE_KIND_SENSOR, entity.id() + "#" + measure.suffix, fields, entity));
    Change value;
    value.op = VIGIE_OP_OBSERVE;
    value.kind = VIGIE_KIND_SENSOR;
    value.id = out.back().id;
    value.value = *number;
    const MaybeTime time = read.at ? read.at : entity.observed();
    value.at_ms = time ? ms_since_epoch(*time) : now_ms;
    value.version = time ? "" : "untimed";
    out.push_back(std::move(value));
}

} // namespace

std::vector<std::string> known_types() {
    std::vector<std::string> out;
    for (const auto& [type, rule] : table().items()) out.push_back(type);
    return out;
}

std::vector<Change> changes_of(const Entity& entity, const Naming& naming, std::int64_t now_ms, const backend::Host& host, web::LeftOut& left_out) {
    std::vector<Change> out;
    const json& rule = at(table(), entity.type().c_str());
    if (!rule.is_object()) return out;
    const auto place = place_of(entity, host, left_out);
    if (rule.contains("asset")) out.push_back(asset(entity, text_at(rule, "asset"), place));
    if (rule.contains("building")) out.push_back(building(entity, place));
    if (rule.contains("report")) out.push_back(report(entity, naming, place, host, left_out));
    for (const json& value : at(rule, "values")) {
        const std::string attribute = text_at(value, "attribute"), property = text_at(value, "property");
        const AttributeValue read = entity.attribute(attribute);
        if (read.value.is_null()) continue;
        const std::string quantity = property.empty() ? attribute : entity.text(property);
        for (const Measure& m : measures(attribute, quantity.empty() ? attribute : quantity, read.value)) add_sensor(entity, m, value, read, naming, place, now_ms, out);
    }
    return out;
}

} // namespace vigie::gis::ngsi
