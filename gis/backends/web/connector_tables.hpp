// The tables of assets/connectors, carried by the program: a backend has no folder of its own.
#pragma once

namespace vigie::gis::web {

extern const char* const fiware_json;
extern const char* const quantities_json;

} // namespace vigie::gis::web
