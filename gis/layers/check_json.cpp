#include <nlohmann/json.hpp>

#include "gis/layers/open.hpp"
#include "gis/model/language.hpp"

namespace vigie::gis {

namespace {

const char* name_of(CrsOrigin origin) {
    switch (origin) {
    case CrsOrigin::declared: return "declared";
    case CrsOrigin::guessed: return "guessed";
    case CrsOrigin::user: return "user";
    }
    return "declared";
}

const char* name_of(Severity severity) {
    switch (severity) {
    case Severity::info: return "info";
    case Severity::warning: return "warning";
    case Severity::error: return "error";
    }
    return "error";
}

} // namespace

std::string check_json(const OpenedData& data, const Language& language) {
    using Json = nlohmann::ordered_json;
    Json layers = Json::array(), notices = Json::array();
    for (const LayerPtr& layer : data.layers) {
        const LayerInfo& info = layer->info;
        Json row;
        row["name"] = info.title.empty() || !language.has(info.title.key) ? info.name : language(info.title);
        row["source"] = info.source;
        row["geometry"] = info.geometry;
        row["features"] = info.features;
        row["invalid"] = info.invalid;
        row["crs"] = info.epsg != 0 ? Json("EPSG:" + std::to_string(info.epsg)) : info.crs_name.empty() ? Json() : Json(info.crs_name);
        row["crs_origin"] = name_of(info.crs_origin);
        row["encoding"] = info.encoding;
        row["extent_wgs84"] = info.extent_wgs84 ? Json(*info.extent_wgs84) : Json();
        if (info.place) {
            row["project"] = info.place->project;
            row["groups"] = info.place->groups;
            row["position"] = info.place->position;
            row["visible"] = !info.waits;
        }
        layers.push_back(std::move(row));
    }
    for (const Notice& notice : data.notices)
        notices.push_back(Json{{"severity", name_of(notice.severity)}, {"where", notice.where}, {"text", language(notice.text)}, {"remedy", notice.remedy.empty() ? std::string() : language(notice.remedy)}});
    Json out{{"layers", std::move(layers)}, {"notices", std::move(notices)}};
    for (const OpenedProject& project : data.projects)
        if (project.is_project) out["projects"].push_back(Json{{"path", project.file.string()}, {"title", project.title}});
    return out.dump(2, ' ', false, Json::error_handler_t::replace);
}

} // namespace vigie::gis
