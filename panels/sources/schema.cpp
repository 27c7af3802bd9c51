#include <algorithm>
#include <charconv>
#include <sstream>

#include "gis/backends/config_schema.hpp"
#include "gis/layers/gazetteer.hpp"
#include "panels/sources/source_form.hpp"

namespace vigie::panels {

namespace {

using json = gis::ConfigSchema;

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
    if (field.contains("enum") || field.contains("oneOf")) return choice;
    if (type == "array") return rows;
    if (format == "sensor-kind") return sensor_kind;
    if (format == "report-category") return report_category;
    if (type == "boolean") return flag;
    if (type == "integer" || type == "number") return number;
    if (format == "secret") return password;
    if (format == "path") return path;
    return format == "asset-kind" ? asset_kind : text;
}

void read_choices(const json& field, const std::string& language, SchemaField& f) {
    if (field.contains("enum") && field["enum"].is_array())
        for (const json& value : field["enum"]) f.choices.push_back(value.is_string() ? value.get<std::string>() : value.dump());
    if (!field.contains("oneOf") || !field["oneOf"].is_array()) return;
    for (const json& value : field["oneOf"]) {
        if (!value.is_object() || !value.contains("const")) continue;
        f.choices.push_back(text_of(value, "const"));
        const std::string words = words_of(value, "title", language);
        f.choice_words.push_back(words.empty() ? f.choices.back() : words);
    }
}

// "x-when": {"profile": "json ttn"}
void read_conditions(const json& field, SchemaField& f) {
    if (!field.contains("x-when") || !field["x-when"].is_object()) return;
    for (const auto& [name, values] : field["x-when"].items()) {
        SchemaField::Condition condition{name, {}};
        std::istringstream words(values.is_string() ? values.get<std::string>() : values.dump());
        for (std::string word; words >> word;) condition.values.push_back(word);
        f.when.push_back(std::move(condition));
    }
}

std::vector<SchemaField> read_fields(const json& schema, const std::string& language, int depth) {
    std::vector<SchemaField> fields;
    const json required = schema.is_object() ? schema.value("required", json::array()) : json::array();
    for (const auto& [name, property] : gis::properties_of(schema)) {
        const json& field = *property;
        SchemaField f{.name = name, .title = words_of(field, "title", language), .help = words_of(field, "description", language), .preset = text_of(field, "default"), .kind = kind_of(field), .choices = {}};
        if (f.title.empty()) f.title = name;
        f.required = required.is_array() && std::ranges::find(required, json(name)) != required.end();
        if (f.kind == SchemaField::Kind::rows) {
            if (depth > 0 || !field.contains("items")) continue;  // rows inside rows have no place in a form
            f.columns = read_fields(field["items"], language, depth + 1);
        }
        read_choices(field, language, f);
        read_conditions(field, f);
        fields.push_back(std::move(f));
    }
    std::ranges::stable_partition(fields, &SchemaField::required);
    return fields;
}

const std::string& value_of(const SchemaField& f, const FieldValues& values) {
    const auto at = values.find(f.name);
    return at == values.end() ? f.preset : at->second;
}

json typed_value(const SchemaField& f, const std::string& value) {
    if (f.kind == SchemaField::Kind::flag) return value == "true";
    if (f.kind != SchemaField::Kind::number) return value;
    double number = 0;
    std::string dotted = value;
    std::ranges::replace(dotted, ',', '.');
    const auto read = std::from_chars(dotted.data(), dotted.data() + dotted.size(), number);
    if (read.ec != std::errc{} || read.ptr != dotted.data() + dotted.size()) return value;
    if (dotted.find('.') == std::string::npos) return static_cast<std::int64_t>(number);
    return number;
}

json typed_rows(const SchemaField& f, const std::string& value) {
    json out = json::array();
    const json rows = gis::read_config_schema(value);
    if (!rows.is_array()) return out;
    for (const json& row : rows) {
        json typed = json::object();
        for (const SchemaField& column : f.columns)
            if (const std::string text = row.is_object() ? text_of(row, column.name.c_str()) : std::string{}; !text.empty()) typed[column.name] = typed_value(column, text);
        if (!typed.empty()) out.push_back(std::move(typed));
    }
    return out;
}

} // namespace

std::string backend_title(const gis::BackendDescription& backend, const std::string& language) {
    const json schema = gis::read_config_schema(backend.config_schema_json);
    const std::string words = schema.is_object() ? text_of(schema, ("title@" + language).c_str()) : std::string{};
    return !words.empty() ? words : backend.title.empty() ? backend.name : backend.title;
}

std::vector<SchemaField> schema_fields(const std::string& schema_json, const std::string& language) {
    return read_fields(gis::read_config_schema(schema_json), language, 0);
}

bool is_shown(const SchemaField& field, const std::vector<SchemaField>& fields, const FieldValues& values) {
    return std::ranges::all_of(field.when, [&](const SchemaField::Condition& c) {
        const auto other = std::ranges::find(fields, c.field, &SchemaField::name);
        return other == fields.end() || std::ranges::find(c.values, value_of(*other, values)) != c.values.end();
    });
}

std::string config_from(const std::vector<SchemaField>& fields, const FieldValues& values) {
    json out = json::object();
    for (const SchemaField& f : fields) {
        const std::string& value = value_of(f, values);
        if (value.empty() || f.kind == SchemaField::Kind::password || !is_shown(f, fields, values)) continue;
        json typed = f.kind == SchemaField::Kind::rows ? typed_rows(f, value) : typed_value(f, value);
        if (f.kind != SchemaField::Kind::rows || !typed.empty()) out[f.name] = std::move(typed);
    }
    return out.dump();
}

gis::SecretValues secrets_from(const std::vector<SchemaField>& fields, const FieldValues& values) {
    gis::SecretValues secrets;
    for (const SchemaField& f : fields)
        if (const auto at = values.find(f.name); f.kind == SchemaField::Kind::password && at != values.end() && !at->second.empty()) secrets.insert(*at);
    return secrets;
}

void take_config(const std::vector<SchemaField>& fields, const std::string& config_json, FieldValues& values) {
    const json config = gis::read_config_schema(config_json);
    if (!config.is_object()) return;
    for (const SchemaField& f : fields)
        if (config.contains(f.name)) values[f.name] = text_of(config, f.name.c_str());
}

std::vector<std::string> missing_fields(const std::vector<SchemaField>& fields, const FieldValues& values) {
    std::vector<std::string> missing;
    for (const SchemaField& f : fields)
        if (f.required && is_shown(f, fields, values) && value_of(f, values).empty()) missing.push_back(f.title);
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
