// Adding or changing a source: the fields come from the backend's own configuration schema. Keeps what is typed as JSON
// values; nothing is sent before "Tester" or "Ajouter". UI thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "panels/frame.hpp"

namespace vigie::panels {

struct SchemaField {
    enum class Kind : std::uint8_t { text, password, path, number, flag, choice, asset_kind, sensor_kind, report_category, rows };
    struct Condition {
        std::string field;
        std::vector<std::string> values;
    };
    std::string name, title, help, preset;
    Kind kind = Kind::text;
    bool required = false;
    std::vector<std::string> choices;
    std::vector<std::string> choice_words = {};  // as many, what is read instead of them; may be empty
    std::vector<SchemaField> columns = {};       // of rows
    std::vector<Condition> when = {};            // shown only while these fields have one of their values ("x-when")
};
// The fields of a JSON schema of type "object" in the order it has them, what is required first, in the words it has in a
// language ("fr"); empty for an unreadable one. Choices are "enum", or "oneOf" of {"const","title"}; an array of objects is
// rows of small fields.
[[nodiscard]] std::vector<SchemaField> schema_fields(const std::string& schema_json, const std::string& language);
using FieldValues = std::map<std::string, std::string>;  // of rows: a JSON array of objects of texts
[[nodiscard]] bool is_shown(const SchemaField& field, const std::vector<SchemaField>& fields, const FieldValues& values);
[[nodiscard]] std::string backend_title(const gis::BackendDescription& backend, const std::string& language);
// The configuration as JSON: numbers and flags typed, empty optional fields and those not shown left out, and no
// secret.
[[nodiscard]] std::string config_from(const std::vector<SchemaField>& fields, const FieldValues& values);
// Puts members of a configuration into the fields that are so named.
void take_config(const std::vector<SchemaField>& fields, const std::string& config_json, FieldValues& values);
[[nodiscard]] gis::SecretValues secrets_from(const std::vector<SchemaField>& fields, const FieldValues& values);
// Asks for the passphrase of the file where secrets are kept, or for one to make it.
void draw_secrets_lock(Frame& frame, std::string& passphrase);
// Names of required fields without a value.
[[nodiscard]] std::vector<std::string> missing_fields(const std::vector<SchemaField>& fields, const FieldValues& values);
// An id that no other source has, from a name.
[[nodiscard]] std::string source_id(const std::string& name, const std::vector<gis::SourceConfig>& known);

struct SourceForm {
    bool open = false;
    int backend = 0;
    std::string name;
    FieldValues values;
    bool tested = false;          // the result shown belongs to what is typed
    std::string changing;         // id of the source that is changed; empty = a new one
    std::string passphrase;       // for the file of secrets
    std::uint64_t preview = 0;    // overlay of the small map
    std::string sample_where, sample_text;  // a message to try the mapping on
    bool proposing = false;       // an answer will fill fields

    void draw(Frame& frame);
    void change(const Frame& frame, const gis::SourceConfig& config);

private:
    void draw_fields(Frame& frame, const std::vector<SchemaField>& fields);
    void draw_secrets(Frame& frame, const std::vector<SchemaField>& fields);
    bool draw_field(Frame& frame, const SchemaField& field, std::string& value);
    void draw_test(Frame& frame, const gis::SourceConfig& config, const std::vector<std::string>& missing);
    void draw_sample(Frame& frame, const gis::SourceConfig& config, const std::vector<SchemaField>& fields);
};

// Rows of small fields with a cross each and a button for one more; true when something changed.
bool draw_rows(Frame& frame, const SchemaField& field, std::string& value);
// A choice of a list whose ids differ from its words; true when another was chosen.
bool draw_choice(Frame& frame, const SchemaField& field, const char* id, std::string& value, std::string_view label, float width = 0);
// What a category of somebody else's files most likely is here, by its words; empty when none says it.
[[nodiscard]] std::string guessed_category(const gis::Catalog& catalog, std::string_view theirs);
// Fills what is still open in rows that say which category becomes which; a person looks over it.
void guess_categories(const gis::Catalog& catalog, const std::vector<SchemaField>& fields, FieldValues& values);
// What a test brought: entities, values, positions, the first of each.
void draw_preview(Frame& frame, const gis::ChangeBatch& batch);

} // namespace vigie::panels
