// Fields of a configuration that are more than one line of text: choices with words of their own, and rows of small fields.
#include <algorithm>
#include <numeric>

#include <nlohmann/json.hpp>

#include "gis/layers/folding.hpp"
#include "gis/layers/gazetteer.hpp"
#include "gis/model/foreign_json.hpp"
#include "panels/sources/source_form.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/feedback.hpp"
#include "panels/widgets/field.hpp"

namespace vigie::panels {

namespace {

using nlohmann::json;

constexpr float cross_width = 34;
constexpr std::size_t max_rows = 256;

template <class Kinds>
void add_kinds(const Frame& frame, const Kinds& kinds, std::vector<std::string>& ids, std::vector<std::string>& words) {
    std::vector<std::pair<std::string, std::string>> named;
    for (const auto& kind : kinds) named.emplace_back(kind.name.in(frame.language.code()), kind.id);
    std::ranges::sort(named, {}, [](const auto& n) { return gis::folded(n.first); });
    for (auto& [name, id] : named) {
        ids.push_back(id);
        words.push_back(name + "###" + id);
    }
}

std::string text_in(const json& row, const std::string& name) {
    const auto at = row.is_object() ? row.find(name) : row.end();
    if (!row.is_object() || at == row.end()) return {};
    return at->is_string() ? at->get<std::string>() : at->dump();
}

bool draw_cell(Frame& frame, const SchemaField& column, const char* id, json& row, float width) {
    std::string text = text_in(row, column.name);
    const bool list = column.kind == SchemaField::Kind::choice || column.kind == SchemaField::Kind::sensor_kind ||
                      column.kind == SchemaField::Kind::asset_kind || column.kind == SchemaField::Kind::report_category;
    const bool changed = list ? draw_choice(frame, column, id, text, {}, width)
                              : text_field(frame.theme, id, text, {.width = width, .mono = column.kind == SchemaField::Kind::number});
    if (changed) row[column.name] = text;
    return changed;
}

} // namespace

bool draw_choice(Frame& frame, const SchemaField& field, const char* id, std::string& value, std::string_view label, float width) {
    std::vector<std::string> ids = field.choices, words;
    for (std::size_t i = 0; i < ids.size(); ++i) words.push_back((i < field.choice_words.size() ? field.choice_words[i] : ids[i]) + "###" + ids[i]);
    if (field.kind == SchemaField::Kind::asset_kind) add_kinds(frame, frame.catalog.asset_kinds, ids, words);
    if (field.kind == SchemaField::Kind::sensor_kind || field.kind == SchemaField::Kind::report_category) {
        ids.insert(ids.begin(), std::string{});
        words.insert(words.begin(), "–###none");
        if (field.kind == SchemaField::Kind::sensor_kind) add_kinds(frame, frame.catalog.sensor_kinds, ids, words);
        else add_kinds(frame, frame.catalog.report_categories, ids, words);
    }
    const auto at = std::ranges::find(ids, value);
    int chosen = at == ids.end() ? -1 : static_cast<int>(at - ids.begin());
    if (!combo_field(frame.theme, id, chosen, words, {.label = label, .width = width})) return false;
    value = ids[static_cast<std::size_t>(chosen)];
    return true;
}

namespace {

std::vector<std::string> stems(std::string_view text) {
    constexpr std::size_t least_letters = 3;
    const std::string folded = gis::folded_plain(text);
    std::vector<std::string> out;
    for (std::string_view word : gis::words_of(folded)) {
        if (word.size() < least_letters) continue;
        if (word.back() == 's' || word.back() == 'x') word.remove_suffix(1);
        out.emplace_back(word);
    }
    return out;
}

} // namespace

std::string guessed_category(const gis::Catalog& catalog, std::string_view theirs) {
    constexpr double most_of_the_name = 0.6;
    const std::vector<std::string> said = stems(theirs);
    const gis::ReportCategory* best = nullptr;
    double best_share = most_of_the_name;
    for (const gis::ReportCategory& category : catalog.report_categories)
        for (const std::string& name : {category.name.fr, category.name.en}) {
            const std::vector<std::string> words = stems(name);
            if (words.empty()) continue;
            const auto known = std::ranges::count_if(words, [&](const std::string& word) { return std::ranges::find(said, word) != said.end(); });
            const double share = double(known) / double(words.size());
            if (share < best_share || (best && share == best_share && category.share <= best->share)) continue;
            best = &category;
            best_share = share;
        }
    return best ? best->id : std::string{};
}

void guess_categories(const gis::Catalog& catalog, const std::vector<SchemaField>& fields, FieldValues& values) {
    for (const SchemaField& field : fields) {
        const auto ours = std::ranges::find(field.columns, SchemaField::Kind::report_category, &SchemaField::kind);
        const auto theirs = std::ranges::find(field.columns, SchemaField::Kind::text, &SchemaField::kind);
        const auto value = values.find(field.name);
        if (field.kind != SchemaField::Kind::rows || ours == field.columns.end() || theirs == field.columns.end() || value == values.end()) continue;
        json rows = gis::foreign_json(value->second);
        if (!rows.is_array()) continue;
        for (json& row : rows)
            if (row.is_object() && text_in(row, ours->name).empty())
                if (std::string guess = guessed_category(catalog, text_in(row, theirs->name)); !guess.empty()) row[ours->name] = std::move(guess);
        value->second = rows.dump(-1, ' ', false, json::error_handler_t::replace);
    }
}

bool draw_rows(Frame& frame, const SchemaField& field, std::string& value) {
    const Theme& theme = frame.theme;
    json rows = gis::foreign_json(value);
    if (!rows.is_array()) rows = json::array();
    bool changed = false;
    caption(theme, field.title);
    const float gap = ImGui::GetStyle().ItemSpacing.x / theme.scale;
    const float room = ImGui::GetContentRegionAvail().x / theme.scale - cross_width - gap * float(field.columns.size());
    const float width = room / float(std::max<std::size_t>(1, field.columns.size()));
    const float left = ImGui::GetCursorPosX();
    for (std::size_t c = 0; c < field.columns.size() && !rows.empty(); ++c) {
        if (c > 0) ImGui::SameLine(left + theme.px((width + gap) * float(c)));
        caption(theme, field.columns[c].title);
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::string base = "###source." + field.name + "." + std::to_string(i);
        for (const SchemaField& column : field.columns) {
            changed |= draw_cell(frame, column, (base + "." + column.name).c_str(), rows[i], width);
            ImGui::SameLine();
        }
        if (!icon_button(theme, (base + ".remove").c_str(), "close", frame.tr("panels.sources.remove_row"))) continue;
        rows.erase(i--);
        changed = true;
    }
    const std::string full = rows.size() < max_rows ? std::string{} : frame.tr("panels.sources.rows_full");
    if (button(theme, (frame.tr("panels.sources.add_row") + "###source." + field.name + ".add").c_str(), {.icon = "add", .blocked = full, .small_text = true})) {
        rows.push_back(json::object());
        changed = true;
    }
    if (changed) value = rows.dump(-1, ' ', false, json::error_handler_t::replace);
    return changed;
}

} // namespace vigie::panels
