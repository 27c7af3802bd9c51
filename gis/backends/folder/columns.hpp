// Which column of a delivered table is which field: proposed by name, kept per layout (the set of columns) in the
// configuration, used for every file that has that layout. Any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vigie::gis::folder {

enum class Content : std::uint8_t { reports, readings, assets };

// Fields by the names that the configuration uses.
enum class Field : std::uint8_t { none, id, category, detail, description, address, quartier, channel, time, value, unit, lon, lat, name, attribute };
[[nodiscard]] std::string_view name(Field field);
[[nodiscard]] Field field_named(std::string_view name);

struct ColumnRule {
    std::string layout, column, field;
    bool operator==(const ColumnRule&) const = default;
};

// What a category of the delivered files is in the catalogue. `theirs` names a category or, when two of theirs are one or one is
// several, a subcategory; without `ours` it stays as it is.
struct CategoryRule {
    std::string theirs, ours;
    bool operator==(const CategoryRule&) const = default;
};
// The subcategory's rule before the category's; case, accents and signs do not count. Empty: no rule.
[[nodiscard]] std::string mapped_category(const std::vector<CategoryRule>& rules, std::string_view category, std::string_view detail);

// Short and stable: the same columns in the same order, whatever their case and accents.
[[nodiscard]] std::string layout_of(const std::vector<std::string>& columns);
// A field for each column; `none` for what is not taken. Readings with one column per meter have several values.
[[nodiscard]] std::vector<Field> proposed(const std::vector<std::string>& columns, Content content);
// What the rules say for this layout; nothing when they do not speak of it. `otherwise`: of a column that they do not name.
[[nodiscard]] std::optional<std::vector<Field>> decided(const std::vector<std::string>& columns, const std::vector<ColumnRule>& rules, Field otherwise = Field::none);
// The rules with those of this layout replaced by `fields`.
[[nodiscard]] std::vector<ColumnRule> remembered(std::vector<ColumnRule> rules, const std::vector<std::string>& columns, const std::vector<Field>& fields);
// The field that is missing to read such a table at all; nothing when it can be read. `has_places`: found without columns.
[[nodiscard]] std::optional<Field> missing(const std::vector<Field>& fields, Content content, bool has_places);

} // namespace vigie::gis::folder
