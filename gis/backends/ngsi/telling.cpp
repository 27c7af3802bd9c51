#include "gis/backends/ngsi/telling.hpp"

#include <algorithm>
#include <functional>

#include "gis/backends/web/foreign.hpp"
#include "gis/model/foreign_json.hpp"

namespace vigie::gis::ngsi {

using backend::Change;
using nlohmann::json;

namespace {

constexpr std::size_t kept_states = 3;

std::string key_of(const Change& c) { return std::to_string(c.kind) + c.id; }

// Calls `see` with the name and the text of each value; an attribute is one.
template <class See>
void each_value(const json& fields, const See& see) {
    for (const auto& [field, value] : fields.items()) {
        if (field != "attributes" || !value.is_array()) see(field, web::dump(value));
        else
            for (const json& attribute : value) see("attributes/" + web::text_at(attribute, "name"), web::text_at(attribute, "value"));
    }
}

std::unordered_map<std::uint64_t, std::uint64_t> values_of(const Change& c) {
    constexpr std::hash<std::string> hash;
    std::unordered_map<std::uint64_t, std::uint64_t> out;
    const json fields = foreign_json(c.json);
    if (fields.is_object()) each_value(fields, [&](const std::string& name, const std::string& text) { out[hash(name)] = hash(text); });
    return out;
}

} // namespace

bool Telling::tell(const Change& upsert) {
    auto& states = states_[key_of(upsert)];
    if (!states.empty() && states.back().version == upsert.version) return false;
    std::erase_if(states, [&](const State& s) { return s.version == upsert.version; });
    if (states.size() == kept_states) states.erase(states.begin());
    states.push_back({upsert.version, values_of(upsert)});
    return true;
}

Telling::Merge Telling::merge(json& fields, const std::string& version, const Change& now) const {
    const auto told = states_.find(key_of(now));
    if (told == states_.end()) return Merge::unknown;
    const auto state = std::ranges::find(told->second, version, &State::version);
    if (state == told->second.end()) return Merge::unknown;
    const auto current = values_of(now);
    constexpr std::hash<std::string> hash;
    const auto value_in = [&](const auto& values, const std::string& name) {
        const auto at = values.find(hash(name));
        return at == values.end() ? std::uint64_t{0} : at->second;
    };
    const auto own = [&](const std::string& name, const std::string& text) { return value_in(state->values, name) != hash(text); };
    if (const auto attributes = fields.find("attributes"); attributes != fields.end() && attributes->is_array()) {
        json changed = json::array();
        for (const json& a : *attributes)
            if (own("attributes/" + web::text_at(a, "name"), web::text_at(a, "value"))) changed.push_back(a);
        *attributes = std::move(changed);
    }
    for (auto it = fields.begin(); it != fields.end();) it = it.key() == "attributes" || own(it.key(), web::dump(*it)) ? std::next(it) : fields.erase(it);
    Merge merge = Merge::free;
    each_value(fields, [&](const std::string& name, const std::string& text) {
        const std::uint64_t there = value_in(current, name);
        if (there != value_in(state->values, name) && there != hash(text)) merge = Merge::conflict;
    });
    return merge;
}

} // namespace vigie::gis::ngsi
