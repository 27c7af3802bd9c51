// What the fields of a street layer say about driving: direction and speed, in the vocabularies met in communes (OSM
// with its other_tags, IGN BD TOPO, plain "oneway"/"maxspeed"/"class" columns). Private to gis/planning.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "gis/layers/layer.hpp"

namespace vigie::gis {

struct RoadUse {
    bool drivable = true;
    bool forward = true, backward = true;  // along the digitised line
    double kmh = 30;
};

class RoadFields {
public:
    explicit RoadFields(const Layer& layer);
    [[nodiscard]] RoadUse use(std::size_t feature) const;

private:
    [[nodiscard]] std::string value(const Column* column, std::string_view tag, std::size_t feature) const;
    const Column *klass_ = nullptr, *oneway_ = nullptr, *speed_ = nullptr, *tags_ = nullptr, *junction_ = nullptr;
};

} // namespace vigie::gis
