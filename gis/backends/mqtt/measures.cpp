#include "gis/backends/mqtt/measures.hpp"

#include <nlohmann/json.hpp>

#include "gis/model/foreign_json.hpp"

namespace vigie::gis::mqtt {

namespace {

using nlohmann::json;

std::string text_of(const json& object, const char* key) {
    const auto at = object.find(key);
    return at != object.end() && at->is_string() ? at->get<std::string>() : std::string{};
}

// The last name of a path, without an index: "channels[2].distance" → "distance".
std::string_view last_name(std::string_view path) {
    while (path.ends_with(']')) path = path.substr(0, path.rfind('['));
    const std::size_t dot = path.rfind('.');
    return dot == path.npos ? path : path.substr(dot + 1);
}

template <class Names>
void read_measures(const json& list, Names& into) {
    if (!list.is_array()) return;
    for (const json& m : list) {
        if (!m.is_object() || !m.contains("names") || !m["names"].is_array()) continue;
        Measure measure{text_of(m, "kind"), text_of(m, "unit"), 1, text_of(m, "fr"), text_of(m, "en")};
        if (m.contains("scale") && m["scale"].is_number()) measure.scale = m["scale"].template get<double>();
        for (const json& name : m["names"])
            if (name.is_string()) into.emplace(bare(name.template get<std::string>()), measure);
    }
}

} // namespace

std::string bare(std::string_view name) {
    std::string out;
    for (const char c : name) {
        if (c >= 'A' && c <= 'Z') out += static_cast<char>(c - 'A' + 'a');
        else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
    }
    return out;
}

std::optional<MeasureTable> MeasureTable::from(std::string_view text) {
    const json table = foreign_json(text);
    if (!table.is_object() || !table.contains("measures")) return {};
    MeasureTable out;
    read_measures(table["measures"], out.measures_);
    if (table.contains("models") && table["models"].is_array())
        for (const json& model : table["models"]) {
            if (!model.is_object() || !model.contains("measures")) continue;
            auto& [name, measures] = out.models_.emplace_back(bare(text_of(model, "model")), Names{});
            read_measures(model["measures"], measures);
            if (name.empty()) out.models_.pop_back();
        }
    const auto roles = [&](const char* key, Role role) {
        if (!table.contains("health") || !table["health"].is_object() || !table["health"].contains(key)) return;
        for (const json& name : table["health"][key])
            if (name.is_string()) out.roles_.emplace(bare(name.get<std::string>()), role);
    };
    roles("battery_percent", Role::battery_percent);
    roles("ignored", Role::ignored);
    return out;
}

const MeasureTable& MeasureTable::shipped() {
    static const MeasureTable table = from(measures_text()).value_or(MeasureTable{});
    return table;
}

Role MeasureTable::role(std::string_view path) const {
    const auto at = roles_.find(bare(last_name(path)));
    return at == roles_.end() ? Role::value : at->second;
}

const Measure* MeasureTable::find(std::string_view path, std::string_view model) const {
    const std::string whole = bare(path), last = bare(last_name(path)), device = bare(model);
    const auto in = [&](const Names& names) -> const Measure* {
        auto at = names.find(whole);
        if (at == names.end()) at = names.find(last);
        return at == names.end() ? nullptr : &at->second;
    };
    for (const auto& [name, names] : models_)
        if (device.find(name) != device.npos)
            if (const Measure* found = in(names)) return found;
    return in(measures_);
}

} // namespace vigie::gis::mqtt
