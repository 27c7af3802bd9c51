// Until the gazetteer is there: one that knows no place.
#include "gis/layers/gazetteer.hpp"

namespace vigie::gis {
Gazetteer Gazetteer::build(const std::vector<LayerPtr>&) { return {}; }
std::vector<Place> Gazetteer::search(std::string_view, std::size_t) const { return {}; }
std::string Gazetteer::address_at(PlanePoint, double) const { return {}; }
std::string Gazetteer::district_at(PlanePoint) const { return {}; }
} // namespace vigie::gis
