#include "gis/backends/open311/wire.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include "gis/backends/web/foreign.hpp"
#include "gis/model/foreign_json.hpp"

namespace vigie::gis::open311 {

using nlohmann::json;
using web::text_at;

namespace {

constexpr std::size_t longest_complaint = 300;

std::string trimmed(std::string text) {
    text.erase(0, std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    text.erase(text.find_last_not_of(" \t\r\n") + 1);
    return text;
}

// False when it is nested too deep.
bool value_of(const pugi::xml_node& node, std::size_t depth, json& out) {
    if (depth > max_json_depth) return false;
    bool has_elements = false;
    for (const pugi::xml_node& child : node.children()) {
        if (child.type() != pugi::node_element) continue;
        if (!has_elements) out = json::object();
        has_elements = true;
        json value;
        if (!value_of(child, depth + 1, value)) return false;
        json& member = out[child.name()];
        if (member.is_null()) member = std::move(value);
        else if (member.is_array()) member.push_back(std::move(value));
        else member = json::array({std::move(member), std::move(value)});
    }
    if (!has_elements) out = trimmed(node.text().get());
    return true;
}

// The objects of a list, whatever it is wrapped in; nothing when there is no list.
std::optional<std::vector<const json*>> rows(const json& tree, std::initializer_list<const char*> wrappers, const char* id) {
    const json* list = &tree;
    bool wrapped = false;
    for (const char* wrapper : wrappers)
        if (list->is_object() && list->contains(wrapper)) {
            list = &(*list)[wrapper];
            wrapped = true;
        }
    std::vector<const json*> out;
    if (list->is_object() && (wrapped || list->contains(id))) out.push_back(list);
    else if (list->is_array())
        for (const json& row : *list) {
            if (out.size() >= most_rows) break;
            if (row.is_object()) out.push_back(&row);
            else if (row.is_array())
                for (const json& inner : row)
                    if (inner.is_object()) out.push_back(&inner);
        }
    else if (!wrapped) return {};
    return out;
}

// A text, also when it came as a list of one.
std::string only_text(const json& row, const char* member) {
    const json& value = web::at(row, member);
    if (value.is_array() && !value.empty()) return trimmed(web::text(value[0]));
    return trimmed(web::text(value));
}

std::optional<double> only_number(const json& row, const char* member) {
    const json& value = web::at(row, member);
    return web::number(value.is_array() && !value.empty() ? value[0] : value);
}

bool is_true(const json& row, const char* member, bool fallback) {
    const std::string word = only_text(row, member);
    return word.empty() ? fallback : word == "true" || word == "1" || word == "True" || word == "TRUE";
}

ServiceRequest request_of(const json& row) {
    ServiceRequest r;
    r.id = only_text(row, "service_request_id");
    r.token = only_text(row, "token");
    r.status = only_text(row, "status");
    std::ranges::transform(r.status, r.status.begin(), [](char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); });
    r.notes = only_text(row, "status_notes");
    r.service_code = only_text(row, "service_code");
    r.service_name = only_text(row, "service_name");
    r.description = only_text(row, "description");
    r.address = only_text(row, "address");
    if (r.address.empty()) r.address = only_text(row, "address_string");
    r.media_url = only_text(row, "media_url");
    r.requested = only_text(row, "requested_datetime");
    r.updated = only_text(row, "updated_datetime");
    r.expected = only_text(row, "expected_datetime");
    r.lon = only_number(row, "long");
    r.lat = only_number(row, "lat");
    return r;
}

ServiceAttribute attribute_of(const json& row) {
    ServiceAttribute a;
    a.code = only_text(row, "code");
    a.description = only_text(row, "description");
    a.is_asked = is_true(row, "variable", true);
    a.is_required = is_true(row, "required", false);
    a.is_list = only_text(row, "datatype") == "multivaluelist";
    if (const auto values = rows(web::at(row, "values"), {"value"}, "key"))
        for (const json* value : *values) a.values.emplace_back(only_text(*value, "key"), only_text(*value, "name"));
    return a;
}

} // namespace

const char* name(Format format) { return format == Format::json ? "json" : "xml"; }

std::string ServiceRequest::version() const { return web::content_version(updated + '\n' + status + '\n' + notes); }

std::string ServiceRequest::content() const {
    std::string all = version();
    for (const std::string* part : {&service_code, &service_name, &description, &address, &media_url, &requested, &expected}) all += '\n' + *part;
    return web::content_version(all + '\n' + (lon ? std::to_string(*lon) : "") + '\n' + (lat ? std::to_string(*lat) : ""));
}

std::optional<json> tree_of(std::string_view body, Format format) {
    if (format == Format::json) {
        json tree = foreign_json(body);
        return tree.is_discarded() ? std::nullopt : std::optional(std::move(tree));
    }
    pugi::xml_document document;
    if (!document.load_buffer(body.data(), body.size()) || !document.document_element()) return {};
    json value, tree = json::object();
    if (!value_of(document.document_element(), 1, value)) return {};
    tree[document.document_element().name()] = std::move(value);
    return tree;
}

std::optional<std::vector<ServiceRequest>> requests_in(const json& tree) {
    const auto found = rows(tree, {"service_requests", "request"}, "service_request_id");
    if (!found) return {};
    std::vector<ServiceRequest> out;
    for (const json* row : *found)
        if (ServiceRequest r = request_of(*row); !r.id.empty() || !r.token.empty()) out.push_back(std::move(r));
    return out;
}

std::optional<std::vector<Service>> services_in(const json& tree) {
    const auto found = rows(tree, {"services", "service"}, "service_code");
    if (!found) return {};
    std::vector<Service> out;
    for (const json* row : *found)
        if (Service s{only_text(*row, "service_code"), only_text(*row, "service_name"), only_text(*row, "group"), is_true(*row, "metadata", false)}; !s.code.empty())
            out.push_back(std::move(s));
    return out;
}

std::vector<ServiceAttribute> attributes_in(const json& tree) {
    std::vector<ServiceAttribute> out;
    const json* definition = &tree;
    if (definition->is_array() && !definition->empty()) definition = &(*definition)[0];
    if (const auto found = rows(*definition, {"service_definition", "attributes", "attribute"}, "code"))
        for (const json* row : *found)
            if (ServiceAttribute a = attribute_of(*row); !a.code.empty()) out.push_back(std::move(a));
    return out;
}

std::vector<Endpoint> endpoints_in(const json& tree) {
    std::vector<Endpoint> out;
    if (const auto found = rows(tree, {"discovery", "endpoints", "endpoint"}, "url"))
        for (const json* row : *found)
            if (Endpoint e{only_text(*row, "url"), only_text(*row, "type")}; !e.url.empty()) out.push_back(std::move(e));
    return out;
}

std::string complaint_in(const json& tree) {
    std::string out;
    const auto found = rows(tree, {"errors", "error"}, "description");
    for (const json* row : found.value_or(std::vector<const json*>{}))
        if (const std::string words = only_text(*row, "description"); !words.empty() && !row->contains("service_request_id") && out.size() < longest_complaint)
            out += (out.empty() ? "" : " · ") + words;
    if (out.size() > longest_complaint) {
        std::size_t end = longest_complaint;
        while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0) == 0x80) --end;
        out.resize(end);
    }
    return out;
}

} // namespace vigie::gis::open311
