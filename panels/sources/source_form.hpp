// Adding or changing a source: the fields come from the backend's own configuration schema. Keeps what is typed as JSON
// values; nothing is sent before "Tester" or "Ajouter". UI thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "panels/frame.hpp"

namespace vigie::panels {

struct SchemaField {
    enum class Kind : std::uint8_t { text, password, path, number, flag, choice, asset_kind };
    std::string name, title, help, preset;
    Kind kind = Kind::text;
    bool required = false;
    std::vector<std::string> choices;
};
// The fields of a JSON schema of type "object", in the words it has in a language ("fr"); empty for an unreadable one.
[[nodiscard]] std::vector<SchemaField> schema_fields(const std::string& schema_json, const std::string& language);
[[nodiscard]] std::string backend_title(const gis::BackendDescription& backend, const std::string& language);
// The configuration as JSON: numbers and flags typed, empty optional fields left out.
[[nodiscard]] std::string config_from(const std::vector<SchemaField>& fields, const std::map<std::string, std::string>& values);
// Names of required fields without a value.
[[nodiscard]] std::vector<std::string> missing_fields(const std::vector<SchemaField>& fields, const std::map<std::string, std::string>& values);
// An id that no other source has, from a name.
[[nodiscard]] std::string source_id(const std::string& name, const std::vector<gis::SourceConfig>& known);

struct SourceForm {
    bool open = false;
    int backend = 0;
    std::string name;
    std::map<std::string, std::string> values;
    bool tested = false;          // the result shown belongs to what is typed

    void draw(Frame& frame);

private:
    void draw_fields(Frame& frame, const std::vector<SchemaField>& fields);
    void draw_test(Frame& frame, const gis::SourceConfig& config, const std::vector<std::string>& missing);
};

} // namespace vigie::panels
