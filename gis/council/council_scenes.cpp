#include "gis/council/council_scenes.hpp"

#include <nlohmann/json.hpp>

namespace vigie::gis {

namespace {

using nlohmann::json;

std::string text_of(const json& object, const char* key) {
    const auto it = object.find(key);
    return it != object.end() && it->is_string() ? it->get<std::string>() : std::string{};
}

std::vector<std::string> texts_of(const json& object, const char* key) {
    std::vector<std::string> out;
    if (const auto it = object.find(key); it != object.end() && it->is_array())
        for (const json& item : *it)
            if (item.is_string()) out.push_back(item.get<std::string>());
    return out;
}

} // namespace

std::string scenes_text(const std::vector<Scene>& scenes) {
    json out = json::array();
    for (const Scene& s : scenes) {
        json pairs = json::array();
        for (const InterventionId id : s.pairs) pairs.push_back(id.value);
        out.push_back({{"id", s.id}, {"title", s.title}, {"tiles", s.tiles}, {"domains", s.domains}, {"pairs", pairs}, {"notes", s.notes}});
    }
    return out.dump();
}

std::vector<Scene> read_scenes(const std::string& text) {
    const json all = json::parse(text, nullptr, false);
    std::vector<Scene> out;
    if (!all.is_array()) return out;
    for (const json& j : all) {
        if (!j.is_object()) continue;
        Scene s{text_of(j, "id"), text_of(j, "title"), texts_of(j, "tiles"), texts_of(j, "domains"), {}, text_of(j, "notes")};
        if (const auto it = j.find("pairs"); it != j.end() && it->is_array())
            for (const json& id : *it)
                if (id.is_number_unsigned()) s.pairs.push_back({id.get<std::uint64_t>()});
        if (!s.id.empty()) out.push_back(std::move(s));
    }
    return out;
}

} // namespace vigie::gis
