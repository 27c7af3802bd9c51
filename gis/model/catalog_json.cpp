#include "gis/model/catalog_json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace vigie::gis {

using nlohmann::json;

void CatalogReader::enter(const json& object, std::string_view section, std::size_t index) {
    object_ = &object;
    asked_.clear();
    good_ = true;
    entry_ = std::string(section) + "[" + std::to_string(index) + "]";
    if (!object.is_object()) {
        reject("catalog.not_an_object", "");
        return;
    }
    const auto id = object.find("id");
    if (id != object.end() && id->is_string()) entry_ = id->get<std::string>();
}

std::string CatalogReader::where() const {
    // The parser keeps no places; the line of the entry's quoted id is where a person must look.
    const std::size_t at = text_.find("\"" + entry_ + "\"");
    if (at == std::string_view::npos) return file_ + " " + entry_;
    return file_ + ":" + std::to_string(1 + std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

void CatalogReader::complain(Severity severity, const char* key, std::string_view member) {
    notices_.push_back({severity, where(), {key, {{"entry", entry_}, {"member", std::string(member)}}}, {"catalog.remedy", {}}});
}

void CatalogReader::reject(const char* key, std::string_view member) {
    complain(Severity::error, key, member);
    good_ = false;
}

void CatalogReader::leave() {
    if (!object_->is_object()) return;
    for (const auto& [member, value] : object_->items())
        if (!asked_.contains(member)) complain(Severity::warning, "catalog.unknown_member", member);
}

const json* CatalogReader::find(const char* member) {
    asked_.insert(member);
    if (!object_->is_object()) return nullptr;
    const auto it = object_->find(member);
    return it == object_->end() ? nullptr : &*it;
}

std::string CatalogReader::text(const char* member, bool required) {
    const json* value = find(member);
    if (value && value->is_string() && !(required && value->get_ref<const std::string&>().empty())) return value->get<std::string>();
    if (required) reject("catalog.missing", member);
    else if (value) complain(Severity::warning, "catalog.bad_value", member);
    return {};
}

LocalName CatalogReader::name_of(const json& value, const char* member) {
    LocalName out;
    if (value.is_string()) out.fr = value.get<std::string>();
    else if (value.is_object()) {
        for (const auto& [language, text] : value.items()) {
            if (!text.is_string()) complain(Severity::warning, "catalog.bad_value", std::string(member) + "." + language);
            else if (language == "fr") out.fr = text.get<std::string>();
            else if (language == "en") out.en = text.get<std::string>();
        }
        if (out.fr.empty()) out.fr = out.en;
    } else complain(Severity::warning, "catalog.bad_value", member);
    return out;
}

LocalName CatalogReader::name(const char* member, bool required) {
    const json* value = find(member);
    LocalName out = value ? name_of(*value, member) : LocalName{};
    if (required && out.fr.empty()) reject("catalog.missing", member);
    return out;
}

std::optional<double> CatalogReader::maybe_number(const char* member) {
    const json* value = find(member);
    if (!value) return {};
    if (value->is_number() && std::isfinite(value->get<double>())) return value->get<double>();
    complain(Severity::warning, "catalog.bad_value", member);
    return {};
}

double CatalogReader::number(const char* member, double fallback, double least, double most) {
    const std::optional<double> value = maybe_number(member);
    if (!value) return fallback;
    if (*value >= least && *value <= most) return *value;
    complain(Severity::warning, "catalog.out_of_range", member);
    return fallback;
}

int CatalogReader::whole(const char* member, int fallback, int least, int most) {
    return static_cast<int>(std::lround(number(member, fallback, least, most)));
}

bool CatalogReader::flag(const char* member, bool fallback) {
    const json* value = find(member);
    if (!value) return fallback;
    if (value->is_boolean()) return value->get<bool>();
    complain(Severity::warning, "catalog.bad_value", member);
    return fallback;
}

std::vector<std::string> CatalogReader::texts(const char* member) {
    std::vector<std::string> out;
    const json* value = find(member);
    if (!value) return out;
    if (!value->is_array()) {
        complain(Severity::warning, "catalog.bad_value", member);
        return out;
    }
    for (const json& item : *value) {
        if (item.is_string()) out.push_back(item.get<std::string>());
        else complain(Severity::warning, "catalog.bad_value", member);
    }
    return out;
}

std::vector<LocalName> CatalogReader::names(const char* member) {
    std::vector<LocalName> out;
    const json* value = find(member);
    if (!value) return out;
    if (!value->is_array()) {
        complain(Severity::warning, "catalog.bad_value", member);
        return out;
    }
    for (const json& item : *value) out.push_back(name_of(item, member));
    return out;
}

std::vector<AssetField> CatalogReader::fields(const char* member) {
    std::vector<AssetField> out;
    const json* value = find(member);
    if (!value) return out;
    if (!value->is_array()) {
        complain(Severity::warning, "catalog.bad_value", member);
        return out;
    }
    constexpr std::string_view types[] = {"text", "number", "integer", "date", "choice"};
    for (const json& item : *value) {
        const auto text = [&](const char* name) { return item.is_object() && item.contains(name) && item[name].is_string() ? item[name].get<std::string>() : std::string(); };
        AssetField field{.id = text("id"), .name = {}, .type = text("type"), .unit = text("unit"), .choices = {}};
        if (field.type.empty()) field.type = "text";
        if (item.is_object() && item.contains("name")) field.name = name_of(item["name"], member);
        if (field.name.fr.empty()) field.name.fr = field.id;
        if (item.is_object() && item.contains("choices") && item["choices"].is_array())
            for (const json& choice : item["choices"])
                if (choice.is_string()) field.choices.push_back(choice.get<std::string>());
        const bool known = std::ranges::find(types, field.type) != std::end(types);
        const bool twice = std::ranges::any_of(out, [&](const AssetField& f) { return f.id == field.id; });
        if (field.id.empty() || !known || twice || (field.type == "choice" && field.choices.empty()))
            complain(Severity::warning, "catalog.bad_value", std::string(member) + "." + field.id);
        else out.push_back(std::move(field));
    }
    return out;
}

std::vector<StatusMove> CatalogReader::moves(const char* member) {
    std::vector<StatusMove> out;
    const json* value = find(member);
    if (!value) return out;
    if (!value->is_array()) {
        complain(Severity::warning, "catalog.bad_value", member);
        return out;
    }
    constexpr std::string_view roles[] = {"director", "dispatcher", "agent"};
    for (const json& item : *value) {
        StatusMove move;
        bool good = item.is_object() || item.is_string();
        if (item.is_string()) move.to = item.get<std::string>();
        if (item.is_object() && item.contains("to") && item["to"].is_string()) move.to = item["to"].get<std::string>();
        if (item.is_object() && item.contains("name")) move.name = name_of(item["name"], member);
        if (item.is_object() && item.contains("roles")) {
            good = item["roles"].is_array() && !item["roles"].empty();
            for (const json& role : item["roles"]) {
                good = good && role.is_string() && std::ranges::find(roles, role.get<std::string>()) != std::end(roles);
                if (good) move.roles.push_back(role.get<std::string>());
            }
        }
        // A move whose roles cannot be read is nobody's rather than everybody's.
        if (!good || move.to.empty()) complain(Severity::warning, "catalog.bad_value", std::string(member) + "." + move.to);
        else out.push_back(std::move(move));
    }
    return out;
}

} // namespace vigie::gis
