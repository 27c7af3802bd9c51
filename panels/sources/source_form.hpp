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
// The configuration as JSON: numbers and flags typed, empty optional fields left out, and no secret.
[[nodiscard]] std::string config_from(const std::vector<SchemaField>& fields, const std::map<std::string, std::string>& values);
[[nodiscard]] gis::SecretValues secrets_from(const std::vector<SchemaField>& fields, const std::map<std::string, std::string>& values);
// What a form shows of a configuration.
[[nodiscard]] std::map<std::string, std::string> values_of(const std::string& config_json);
// Asks for the passphrase of the file where secrets are kept, or for one to make it.
void draw_secrets_lock(Frame& frame, std::string& passphrase);
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
    std::string changing;         // id of the source that is changed; empty = a new one
    std::string passphrase;       // for the file of secrets
    std::uint64_t preview = 0;    // overlay of the small map

    void draw(Frame& frame);
    void change(const Frame& frame, const gis::SourceConfig& config);

private:
    void draw_fields(Frame& frame, const std::vector<SchemaField>& fields);
    void draw_secrets(Frame& frame, const std::vector<SchemaField>& fields);
    void draw_test(Frame& frame, const gis::SourceConfig& config, const std::vector<std::string>& missing);
};

} // namespace vigie::panels
