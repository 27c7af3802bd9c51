// The commune's buildings with their meters.
#include <algorithm>

#include "gis/backends/demo/inventory.hpp"

namespace vigie::gis::demo {

namespace {

struct Fluid { const char* name; const char* unit; const char* label; const char* code; };
constexpr Fluid electricity{"electricity", "kWh", "Électricité", "EL"}, water{"water", "m3", "Eau froide", "EF"}, gas{"gas", "m3", "Gaz", "GZ"};

void add_meter(Inventory& in, DemoCommune& out, const Building& b, P at, const Fluid& f) {
    const std::string code = in.code(f.code, 4);
    in.point("compteur", at, code, std::string(f.label) + ", " + b.name, {{"fluide", f.name}});
    Meter m;
    m.id = MeterId{out.meters.size() + 1};
    m.origin.remote_id = std::to_string(m.id.value);
    m.code = code;
    m.name = std::string(f.label) + ", " + b.name;
    m.fluid = f.name;
    m.unit = f.unit;
    m.building = b.id;
    m.place = lonlat_from_ground(at);
    out.meters.push_back(std::move(m));
}

} // namespace

void write_buildings(Inventory& in, DemoCommune& out, Rng rng) {
    for (const Site& s : in.town.sites) {
        if (s.levels == 0 || !s.communal) continue;
        const auto asset = std::find_if(out.assets.begin(), out.assets.end(), [&](const Asset& a) {
            return a.kind == s.kind && a.name == s.name && a.geometry.type == GeometryType::polygon;
        });
        const P at = centroid(s.ring);
        Building b;
        b.id = BuildingId{out.buildings.size() + 1};
        b.origin.remote_id = std::to_string(b.id.value);
        b.name = s.name;
        b.kind = s.type;
        b.address = in.street_name(s.street);
        b.quartier = in.quartier(at);
        b.place = lonlat_from_ground(at);
        if (asset != out.assets.end()) b.asset = asset->id;
        b.floor_area_m2 = std::floor(area(s.ring) * std::max(1, s.levels) * 0.86);
        out.buildings.push_back(b);
        add_meter(in, out, b, s.door, electricity);
        if (s.type != "garage" && s.type != "archives") add_meter(in, out, b, s.door + P{0.6, 0.3}, water);
        if (b.floor_area_m2 > 700 && rng.chance(0.55)) add_meter(in, out, b, s.door + P{-0.6, 0.3}, gas);
    }
}

} // namespace vigie::gis::demo
