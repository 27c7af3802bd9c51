#include "gis/planning/road_speeds.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <initializer_list>

#include <fmt/format.h>

namespace vigie::gis {
namespace {

constexpr double slowest_kmh = 3, fastest_kmh = 130;

struct ClassSpeed {
    std::string_view name;
    double kmh;  // 0 = not for vehicles
};
// Observed speeds in town rather than limits: junctions and parked cars included.
constexpr std::array class_speeds{
    ClassSpeed{"motorway", 110},      ClassSpeed{"motorway_link", 60}, ClassSpeed{"trunk", 80},
    ClassSpeed{"trunk_link", 50},     ClassSpeed{"primary", 45},       ClassSpeed{"primary_link", 40},
    ClassSpeed{"secondary", 42},      ClassSpeed{"secondary_link", 38}, ClassSpeed{"tertiary", 38},
    ClassSpeed{"tertiary_link", 32},  ClassSpeed{"unclassified", 35},  ClassSpeed{"residential", 28},
    ClassSpeed{"living_street", 15},  ClassSpeed{"service", 18},       ClassSpeed{"track", 15},
    ClassSpeed{"pedestrian", 8},      ClassSpeed{"footway", 0},        ClassSpeed{"steps", 0},
    ClassSpeed{"path", 0},            ClassSpeed{"cycleway", 0},       ClassSpeed{"bridleway", 0},
    ClassSpeed{"corridor", 0},        ClassSpeed{"elevator", 0},       ClassSpeed{"proposed", 0},
    ClassSpeed{"construction", 0},    ClassSpeed{"platform", 0},
    // IGN BD TOPO NATURE and local words
    ClassSpeed{"type autoroutier", 110}, ClassSpeed{"bretelle", 50},   ClassSpeed{"route à 2 chaussées", 50},
    ClassSpeed{"route à 1 chaussée", 32}, ClassSpeed{"rond-point", 25}, ClassSpeed{"chemin", 15},
    ClassSpeed{"sentier", 0},         ClassSpeed{"escalier", 0},       ClassSpeed{"route empierrée", 20},
    ClassSpeed{"boulevard", 42},      ClassSpeed{"avenue", 40},        ClassSpeed{"rue", 28},
    ClassSpeed{"main", 42},           ClassSpeed{"street", 28},        ClassSpeed{"lane", 18}};

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return out;
}

const Column* find(const Layer& layer, std::initializer_list<std::string_view> names) {
    for (const auto& name : names)
        for (const auto& column : layer.columns)
            if (lower(column.name) == name) return &column;
    return nullptr;
}

// hstore text: "key"=>"value","key2"=>"value2".
std::string hstore(std::string_view tags, std::string_view key) {
    const std::string begin = fmt::format("\"{}\"=>\"", key);
    const auto at = tags.find(begin);
    if (at == std::string_view::npos) return {};
    const auto from = at + begin.size(), to = tags.find('"', from);
    return to == std::string_view::npos ? std::string() : std::string(tags.substr(from, to - from));
}

double number_in(const std::string& text) {
    double value = 0;
    const auto* digits = std::find_if(text.data(), text.data() + text.size(), [](char c) { return c >= '0' && c <= '9'; });
    const auto [end, error] = std::from_chars(digits, text.data() + text.size(), value);
    if (error != std::errc()) return 0;
    return text.find("mph") != std::string::npos ? value * 1.609344 : value;
}

} // namespace

RoadFields::RoadFields(const Layer& layer)
    : klass_(find(layer, {"highway", "class", "classe", "fclass", "nature", "type"})),
      oneway_(find(layer, {"oneway", "sens", "sens_circu", "sens_de_circulation"})),
      speed_(find(layer, {"maxspeed", "speed_kmh", "vitesse", "vit_moy_vl", "vitesse_moyenne_vl"})),
      tags_(find(layer, {"other_tags"})), junction_(find(layer, {"junction"})) {}

std::string RoadFields::value(const Column* column, std::string_view tag, std::size_t feature) const {
    if (column) {
        if (column->type == Column::Type::text) {
            if (feature + 1 < column->text_begin.size() && !column->text(feature).empty()) return lower(column->text(feature));
        } else if (feature < column->numbers.size() && !std::isnan(column->numbers[feature])) {
            return fmt::format("{}", column->numbers[feature]);
        }
    }
    if (tags_ && tags_->type == Column::Type::text && feature + 1 < tags_->text_begin.size())
        return lower(hstore(tags_->text(feature), tag));
    return {};
}

RoadUse RoadFields::use(std::size_t feature) const {
    RoadUse out;
    const auto klass = value(klass_, "highway", feature);
    const auto known = std::ranges::find(class_speeds, std::string_view(klass), &ClassSpeed::name);
    if (known != class_speeds.end()) {
        out.kmh = known->kmh;
        out.drivable = known->kmh > 0;
    }
    // A limit lowers the speed of the class; it never makes a lane faster than people drive there.
    const double limit = number_in(value(speed_, "maxspeed", feature));
    if (limit > 0) out.kmh = known != class_speeds.end() ? std::min(out.kmh, limit) : limit;
    out.kmh = std::clamp(out.kmh, slowest_kmh, fastest_kmh);
    const auto way = value(oneway_, "oneway", feature);
    if (way == "yes" || way == "1" || way == "true" || way == "sens direct" || way == "direct") out.backward = false;
    else if (way == "-1" || way == "reverse" || way == "sens inverse" || way == "inverse") out.forward = false;
    else if (way.empty() && (value(junction_, "junction", feature) == "roundabout" || klass == "motorway")) out.backward = false;
    return out;
}

} // namespace vigie::gis
