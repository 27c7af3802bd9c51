#include "gis/backends/demo/inventory.hpp"

#include <algorithm>

namespace vigie::gis::demo {

namespace {

// The church stands at 43.15° N 2.545° E, on the empty ridge of Alaric; metres per degree of the WGS 84 ellipsoid there.
constexpr double church_lon = 2.545, church_lat = 43.15;
constexpr double metres_per_degree_lon = 81'342.6, metres_per_degree_lat = 111'095.6;

// Hundredths of a metre are enough; also keeps the bytes short.
double quantised(double degrees) { return std::floor(degrees * 1e7 + 0.5) / 1e7; }

} // namespace

LonLat lonlat_from_ground(P p) {
    return {quantised(church_lon + p.x / metres_per_degree_lon), quantised(church_lat + p.y / metres_per_degree_lat)};
}
P ground_from_lonlat(LonLat p) { return {(p.lon - church_lon) * metres_per_degree_lon, (p.lat - church_lat) * metres_per_degree_lat}; }

std::string decimal(double value, int digits) {
    // Only used on values of attributes: no locale, no printf rounding differences.
    double scale = 1;
    for (int i = 0; i < digits; ++i) scale *= 10;
    const auto whole = static_cast<long long>(std::floor((value < 0 ? -value : value) * scale + 0.5));
    std::string text = std::to_string(whole);
    if (digits > 0) {
        while (text.size() <= static_cast<std::size_t>(digits)) text.insert(text.begin(), '0');
        text.insert(text.end() - digits, '.');
    }
    return value < 0 && whole != 0 ? "-" + text : text;
}

std::string Inventory::code(const std::string& prefix, int digits) {
    std::string number = std::to_string(++numbers_[prefix]);
    while (number.size() < static_cast<std::size_t>(digits)) number.insert(number.begin(), '0');
    return prefix + "-" + number;
}

Asset& Inventory::begin(std::string_view kind, std::string code, std::string name, Attributes attributes, GeometryType type) {
    Asset& asset = out_.assets.emplace_back();
    asset.id = AssetId{out_.assets.size()};
    asset.origin.remote_id = std::to_string(asset.id.value);
    asset.kind = kind;
    asset.code = std::move(code);
    asset.name = std::move(name);
    asset.geometry.type = type;
    for (const auto& [key, value] : attributes)
        if (!value.empty()) asset.attributes.push_back({key, value});
    return asset;
}

Asset& Inventory::point(std::string_view kind, P at, std::string code, std::string name, Attributes attributes) {
    Asset& asset = begin(kind, std::move(code), std::move(name), attributes, GeometryType::point);
    asset.geometry.points = {lonlat_from_ground(at)};
    asset.geometry.parts = {0};
    return asset;
}

Asset& Inventory::line(std::string_view kind, const std::vector<std::vector<P>>& parts, std::string code, std::string name, Attributes attributes) {
    Asset& asset = begin(kind, std::move(code), std::move(name), attributes, GeometryType::line);
    for (const auto& part : parts) {
        asset.geometry.parts.push_back(static_cast<std::uint32_t>(asset.geometry.points.size()));
        for (const P p : part) asset.geometry.points.push_back(lonlat_from_ground(p));
    }
    return asset;
}

Asset& Inventory::polygon(std::string_view kind, const std::vector<std::vector<P>>& rings, std::string code, std::string name, Attributes attributes) {
    Asset& asset = begin(kind, std::move(code), std::move(name), attributes, GeometryType::polygon);
    for (const auto& ring : rings) {
        asset.geometry.first_ring.push_back(static_cast<std::uint32_t>(asset.geometry.parts.size()));
        asset.geometry.parts.push_back(static_cast<std::uint32_t>(asset.geometry.points.size()));
        for (const P p : ring) asset.geometry.points.push_back(lonlat_from_ground(p));
        if (!ring.empty()) asset.geometry.points.push_back(lonlat_from_ground(ring.front()));
    }
    return asset;
}

std::string Inventory::quartier(P at) const { return town.quartiers[static_cast<std::size_t>(survey.nearest_quartier(at))].name; }

std::string Inventory::street_name(int street) const { return street < 0 ? std::string{} : town.streets[static_cast<std::size_t>(street)].name; }

} // namespace vigie::gis::demo
