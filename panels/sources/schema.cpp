#include <algorithm>
#include <charconv>

#include <nlohmann/json.hpp>

#include "gis/layers/gazetteer.hpp"
#include "gis/model/foreign_json.hpp"
#include "panels/sources/source_form.hpp"

namespace vigie::panels {

namespace {

using nlohmann::json;

std::string text_of(const json& object, const char* key) {
    const auto at = object.find(key);
    if (at == object.end()) return {};
    return at->is_string() ? at->get<std::string>() : at->dump();
}

// "title@en" before "title": words in a language stand beside those in the backend's own.
std::string words_of(const json& object, const char* key, const std::string& language) {
    std::string words = text_of(object, (std::string(key) + "@" + language).c_str());
    return words.empty() ? text_of(object, key) : words;
}

SchemaField::Kind kind_of(const json& field) {
    using enum SchemaField::Kind;
    const std::string type = text_of(field, "type"), format = text_of(field, "format");
    if (field.contains("enum")) return choice;
    if (type == "boolean") return flag;
    if (type == "integer" || type == "number") return number;
    if (format == "secret") return password;
    if (format == "path") return path;
    return format == "asset-kind" ? asset_kind : text;
}

} // namespace

std::string backend_title(const gis::BackendDescription& backend, const std::string& language) {
    const json schema = gis::foreign_json(backend.config_schema_json);
    const std::string words = schema.is_object() ? text_of(schema, ("title@" + language).c_str()) : std::string{};
    return !words.empty() ? words : backend.title.empty() ? backend.name : backend.title;
}

std::vector<SchemaField> schema_fields(const std::string& schema_json, const std::string& language) {
    std::vector<SchemaField> fields;
    const json schema = gis::foreign_json(schema_json);
    if (!schema.is_object() || !schema.contains("properties") || !schema["properties"].is_object()) return fields;
    const json required = schema.value("required", json::array());
    for (const auto& [name, field] : schema["properties"].items()) {
        if (!field.is_object()) continue;
        SchemaField f{.name = name, .title = words_of(field, "title", language), .help = words_of(field, "description", language), .preset = text_of(field, "default"), .kind = kind_of(field), .choices = {}};
        if (f.title.empty()) f.title = name;
        f.required = required.is_array() && std::ranges::find(required, json(name)) != required.end();
        if (f.kind == SchemaField::Kind::choice && field["enum"].is_array())
            for (const json& value : field["enum"]) f.choices.push_back(value.is_string() ? value.get<std::string>() : value.dump());
        fields.push_back(std::move(f));
    }
    std::ranges::stable_partition(fields, &SchemaField::required);
    return fields;
}

std::string config_from(const std::vector<SchemaField>& fields, const std::map<std::string, std::string>& values) {
    json out = json::object();
    for (const SchemaField& f : fields) {
        const auto at = values.find(f.name);
        const std::string value = at == values.end() ? f.preset : at->second;
        if (value.empty() || f.kind == SchemaField::Kind::password) continue;
        double number = 0;
        std::string dotted = value;
        std::ranges::replace(dotted, ',', '.');
        const auto read = std::from_chars(dotted.data(), dotted.data() + dotted.size(), number);
        const bool whole = read.ec == std::errc{} && read.ptr == dotted.data() + dotted.size();
        if (f.kind == SchemaField::Kind::flag) out[f.name] = value == "true";
        else if (f.kind == SchemaField::Kind::number && whole && dotted.find('.') == std::string::npos) out[f.name] = static_cast<std::int64_t>(number);
        else if (f.kind == SchemaField::Kind::number && whole) out[f.name] = number;
        else out[f.name] = value;
    }
    return out.dump();
}

std::map<std::string, std::string> values_of(const std::string& config_json) {
    std::map<std::string, std::string> values;
    const json config = gis::foreign_json(config_json);
    if (config.is_object())
        for (const auto& [name, value] : config.items()) values[name] = value.is_string() ? value.get<std::string>() : value.dump();
    return values;
}

gis::SecretValues secrets_from(const std::vector<SchemaField>& fields, const std::map<std::string, std::string>& values) {
    gis::SecretValues secrets;
    for (const SchemaField& f : fields)
        if (const auto at = values.find(f.name); f.kind == SchemaField::Kind::password && at != values.end() && !at->second.empty()) secrets.insert(*at);
    return secrets;
}

std::vector<std::string> missing_fields(const std::vector<SchemaField>& fields, const std::map<std::string, std::string>& values) {
    std::vector<std::string> missing;
    for (const SchemaField& f : fields) {
        const auto at = values.find(f.name);
        if (f.required && f.preset.empty() && (at == values.end() || at->second.empty())) missing.push_back(f.title);
    }
    return missing;
}

std::string source_id(const std::string& name, const std::vector<gis::SourceConfig>& known) {
    std::string base = gis::folded(name);
    std::ranges::replace(base, ' ', '-');
    if (base.empty()) base = "source";
    std::string id = base;
    for (int n = 2; std::ranges::any_of(known, [&](const gis::SourceConfig& c) { return c.id == id; }); ++n) id = base + "-" + std::to_string(n);
    return id;
}

} // namespace vigie::panels
