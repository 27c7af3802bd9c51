#include <cmath>

#include <nlohmann/json.hpp>

#include "gis/model/entity_json.hpp"

namespace vigie::gis {

namespace {

using nlohmann::json;

json position(LonLat p) { return json::array({p.lon, p.lat}); }

// Positions of part p; without parts the whole list is one part.
json positions(const Geometry& g, std::size_t part) {
    const std::size_t begin = g.parts.empty() ? 0 : g.parts[part];
    const std::size_t end = part + 1 < g.parts.size() ? g.parts[part + 1] : g.points.size();
    json list = json::array();
    for (std::size_t i = begin; i < end && i < g.points.size(); ++i) list.push_back(position(g.points[i]));
    return list;
}

json rings(const Geometry& g, std::size_t first, std::size_t end) {
    json list = json::array();
    for (std::size_t part = first; part < end; ++part) list.push_back(positions(g, part));
    return list;
}

struct Reader {
    Geometry geometry;

    bool point(const json& j) {
        if (!j.is_array() || j.size() < 2 || !j[0].is_number() || !j[1].is_number()) return false;
        const LonLat p{j[0].get<double>(), j[1].get<double>()};
        if (!std::isfinite(p.lon) || !std::isfinite(p.lat) || std::abs(p.lon) > 180 || std::abs(p.lat) > 90) return false;
        geometry.points.push_back(p);
        return true;
    }
    bool points(const json& j) {
        if (!j.is_array()) return false;
        for (const json& p : j)
            if (!point(p)) return false;
        return true;
    }
    bool part(const json& j) {
        geometry.parts.push_back(static_cast<std::uint32_t>(geometry.points.size()));
        return points(j);
    }
    bool parts(const json& j) {
        if (!j.is_array()) return false;
        for (const json& p : j)
            if (!part(p)) return false;
        return true;
    }
    bool polygon(const json& j) {
        geometry.first_ring.push_back(static_cast<std::uint32_t>(geometry.parts.size()));
        return parts(j);
    }
    bool polygons(const json& j) {
        if (!j.is_array()) return false;
        for (const json& p : j)
            if (!polygon(p)) return false;
        return true;
    }
    bool read(const std::string& type, const json& c) {
        if (type == "Point") { geometry.type = GeometryType::point; return point(c); }
        if (type == "MultiPoint") { geometry.type = GeometryType::point; return points(c); }
        if (type == "LineString") { geometry.type = GeometryType::line; return part(c); }
        if (type == "MultiLineString") { geometry.type = GeometryType::line; return parts(c); }
        if (type == "Polygon") { geometry.type = GeometryType::polygon; return polygon(c); }
        if (type == "MultiPolygon") { geometry.type = GeometryType::polygon; return polygons(c); }
        return false;
    }
};

Error bad_geometry() {
    return {.klass = ErrorClass::input, .text = {"model.geometry.bad", {}}, .remedy = {"model.geometry.bad.remedy", {}}, .detail = {}};
}

} // namespace

json geometry_to_json(const Geometry& g) {
    if (g.type == GeometryType::none || g.points.empty()) return nullptr;
    const std::size_t parts = g.parts.empty() ? 1 : g.parts.size();
    switch (g.type) {
    case GeometryType::none: break;
    case GeometryType::point:
        if (g.points.size() == 1) return {{"type", "Point"}, {"coordinates", position(g.points[0])}};
        {
            json all = json::array();
            for (LonLat p : g.points) all.push_back(position(p));
            return {{"type", "MultiPoint"}, {"coordinates", std::move(all)}};
        }
    case GeometryType::line:
        if (parts == 1) return {{"type", "LineString"}, {"coordinates", positions(g, 0)}};
        return {{"type", "MultiLineString"}, {"coordinates", rings(g, 0, parts)}};
    case GeometryType::polygon:
        if (g.first_ring.size() <= 1) return {{"type", "Polygon"}, {"coordinates", rings(g, 0, parts)}};
        json all = json::array();
        for (std::size_t i = 0; i < g.first_ring.size(); ++i)
            all.push_back(rings(g, g.first_ring[i], i + 1 < g.first_ring.size() ? g.first_ring[i + 1] : parts));
        return {{"type", "MultiPolygon"}, {"coordinates", std::move(all)}};
    }
    return nullptr;
}

Result<Geometry> geometry_from_json(const json& j) {
    if (j.is_null()) return Geometry{};
    const auto type = j.is_object() ? j.find("type") : j.end();
    if (!j.is_object() || type == j.end() || !type->is_string() || !j.contains("coordinates")) return bad_geometry();
    Reader reader;
    if (!reader.read(type->get<std::string>(), j["coordinates"])) return bad_geometry();
    if (reader.geometry.points.empty()) return Geometry{};
    return std::move(reader.geometry);
}

} // namespace vigie::gis
