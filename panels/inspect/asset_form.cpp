#include "panels/inspect/asset_form.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "gis/model/zone.hpp"
#include "panels/forms/typed_time.hpp"
#include "panels/inspect/parts.hpp"
#include "panels/widgets/field.hpp"

namespace vigie::panels {

namespace {

std::string with_point(std::string text) {
    std::erase_if(text, [](char c) { return c == ' '; });
    for (const std::string_view narrow : {"\u202f", "\u00a0"})
        for (std::size_t at; (at = text.find(narrow)) != std::string::npos;) text.erase(at, narrow.size());
    if (const std::size_t minus = text.find("\u2212"); minus == 0) text.replace(0, 3, "-");
    std::ranges::replace(text, ',', '.');
    return text;
}

std::optional<std::chrono::year_month_day> iso_date(const std::string& text) {
    int y = 0;
    unsigned m = 0, d = 0;
    if (text.size() != 10 || std::sscanf(text.c_str(), "%4d-%2u-%2u", &y, &m, &d) != 3) return {};
    const std::chrono::year_month_day date{std::chrono::year(y), std::chrono::month(m), std::chrono::day(d)};
    return date.ok() ? std::optional(date) : std::nullopt;
}

const char* error_of(std::string_view type) {
    if (type == "integer") return "editing.error.integer";
    return type == "date" ? "editing.error.date" : "editing.error.number";
}

void draw_choice(const Frame& frame, AssetForm::Field& field, const char* id) {
    // A value outside the list is kept: it was there before the list was.
    std::vector<std::string> values = field.choices;
    if (!field.before.empty() && std::ranges::find(values, field.before) == values.end()) values.push_back(field.before);
    std::vector<std::string> entries{frame.tr("editing.no_value") + "###none"};
    for (const std::string& v : values) entries.push_back(v + "###choice." + v);
    const auto at = std::ranges::find(values, field.typed);
    int chosen = at == values.end() ? 0 : 1 + static_cast<int>(at - values.begin());
    if (combo_field(frame.theme, id, chosen, entries, {.label = field.title})) field.typed = chosen == 0 ? std::string{} : values[static_cast<std::size_t>(chosen) - 1];
}

} // namespace

std::string typed_value(const std::string& stored, std::string_view type, const gis::Language& language) {
    if (type == "date")
        if (const auto date = iso_date(stored)) return typed_date(*date);
    std::string text = stored;
    if (type == "number" && language.code() != "en") std::ranges::replace(text, '.', ',');
    return text;
}

std::optional<std::string> stored_value(const std::string& typed, std::string_view type, std::chrono::year_month_day today) {
    if (typed.empty() || type == "text" || type == "choice") return typed;
    if (type == "date") {
        const auto date = date_from_typed(typed, today);
        if (!date) return {};
        char text[16];
        std::snprintf(text, sizeof text, "%04d-%02u-%02u", int(date->year()), unsigned(date->month()), unsigned(date->day()));
        return std::string(text);
    }
    const std::string number = with_point(typed);
    double value = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
    if (error != std::errc{} || end != number.data() + number.size()) return {};
    if (type == "integer" && value != std::floor(value)) return {};
    return number;
}

void AssetForm::fill(const Frame& frame, const gis::Asset& from) {
    asset = from.id;
    fresh = true;
    fields.clear();
    const std::string& language = frame.language.code();
    const auto add = [&](Field field, const std::string& stored) {
        field.typed = field.before = typed_value(stored, field.type, frame.language);
        fields.push_back(std::move(field));
    };
    add({.id = "name", .title = frame.tr("table.column.name")}, from.name);
    add({.id = "code", .title = frame.tr("table.column.code")}, from.code);
    const auto value = [&](const std::string& id) {
        const auto at = std::ranges::find(from.attributes, id, &gis::Attribute::name);
        return at == from.attributes.end() ? std::string{} : at->value;
    };
    const gis::AssetKind* kind = frame.catalog.asset_kind(from.kind);
    if (kind)
        for (const gis::AssetField& f : kind->fields) add({.id = f.id, .title = f.name.in(language), .unit = f.unit, .type = f.type, .choices = f.choices}, value(f.id));
    for (const gis::Attribute& a : from.attributes)
        if (!kind || !kind->field(a.name)) add({.id = a.name, .title = a.name}, a.value);
}

std::optional<gis::command::EditAsset> AssetForm::command(const Frame& frame) {
    gis::command::EditAsset out{.asset = asset, .code = {}, .name = {}, .attributes = {}};
    const std::chrono::year_month_day today{gis::local_day(frame.now, frame.zone)};
    bool good = true;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        Field& field = fields[i];
        field.error.clear();
        if (field.typed == field.before) continue;
        const auto value = stored_value(field.typed, field.type, today);
        if (!value) {
            field.error = error_of(field.type);
            good = false;
        } else if (i == 0) {
            out.name = *value;
        } else if (i == 1) {
            out.code = *value;
        } else {
            out.attributes.push_back({field.id, *value});
        }
    }
    return good ? std::optional(out) : std::nullopt;
}

void draw_asset_form(Frame& frame, AssetForm& form, const gis::Asset& asset) {
    const Theme& t = frame.theme;
    if (form.asset != asset.id) form.fill(frame, asset);
    bool entered = false, to_first_error = std::exchange(form.fresh, false);
    for (std::size_t i = 0; i < form.fields.size(); ++i) {
        AssetForm::Field& field = form.fields[i];
        const std::string id = "###form." + field.id;
        const std::string title = field.unit.empty() ? field.title : field.title + " (" + field.unit + ")";
        const std::string error = field.error.empty() ? std::string{} : frame.tr(field.error);
        gap(t, 6);
        if (field.type == "choice") {
            draw_choice(frame, field, id.c_str());
            continue;
        }
        (void)text_field(t, id.c_str(), field.typed, {.label = title, .error = error, .focus = to_first_error && i == 0});
        entered = entered || (ImGui::IsItemDeactivated() && pressed_enter());
    }
    gap(t, 12);
    const bool yes = button(t, (frame.tr("editing.save") + "###form.save").c_str(), {.kind = ButtonKind::primary, .width = 150, .height = 34}) || entered;
    ImGui::SameLine(0, t.px(8));
    const bool no = button(t, (frame.tr("desk.cancel") + "###form.cancel").c_str(), {.kind = ButtonKind::quiet, .width = 100, .height = 34});
    gap(t, 8);
    if (yes) {
        const auto command = form.command(frame);
        if (!command) return;
        if (command->name || command->code || !command->attributes.empty()) frame.out.push(*command);
    }
    if (yes || no) {
        frame.view.asset_form = {};
        form.asset = {};
    }
}

} // namespace vigie::panels
