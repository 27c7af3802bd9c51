#include "gis/backends/web/quantities.hpp"

#include <nlohmann/json.hpp>

#include "gis/backends/web/connector_tables.hpp"

namespace vigie::gis::web {

namespace {

const nlohmann::json& table() {
    static const nlohmann::json read = nlohmann::json::parse(quantities_json, nullptr, false);
    return read;
}

std::string found(const char* part, const std::string& name) {
    const auto it = table().find(part);
    if (it == table().end()) return {};
    const auto word = it->find(name);
    return word == it->end() ? std::string() : word->get<std::string>();
}

} // namespace

std::string plain_word(std::string_view name) {
    std::string out;
    for (const char c : name) {
        if (c >= 'A' && c <= 'Z') out += static_cast<char>(c + 32);
        else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80) out += c;
    }
    return out;
}

std::string sensor_kind(std::string_view quantity, const std::map<std::string, std::string>& named) {
    const std::string word = plain_word(quantity);
    for (const auto& [name, kind] : named)
        if (plain_word(name) == word) return kind;
    const std::string kind = found("kinds", word);
    return kind.empty() ? std::string(quantity) : kind;
}

std::string ucum(std::string_view unit) {
    const std::string known = found("units", std::string(unit));
    return known.empty() ? std::string(unit) : known;
}

} // namespace vigie::gis::web
