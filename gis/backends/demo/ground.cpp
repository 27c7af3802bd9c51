// Limits, streets, blocks, lots, buildings, addresses and greens as assets.
#include <algorithm>

#include "gis/backends/demo/inventory.hpp"

namespace vigie::gis::demo {

namespace {

void write_limits(Inventory& in) {
    in.polygon("commune", {in.town.boundary}, "11999", "Valmont-sur-Aude", {{"insee", "11999"}, {"population", "9014"}});
    for (const Quartier& q : in.town.quartiers) in.polygon("quartier", q.rings, in.code("Q", 2), q.name);
}

void write_streets(Inventory& in) {
    for (const Street& s : in.town.streets) {
        if (s.parts.empty()) continue;
        double metres = 0;
        for (const auto& part : s.parts) metres += length(part);
        in.line("rue", s.parts, in.code("V", 4), s.name,
                {{"class", class_name(s.klass)}, {"oneway", s.one_way ? "yes" : "no"}, {"maxspeed", std::to_string(s.speed_kmh)},
                 {"width_m", decimal(2 * drawn_half_width_m(s.klass), 1)}, {"length_m", decimal(metres, 0)}, {"bridge", s.on_bridge ? "yes" : ""},
                 {"surface", s.klass == StreetClass::chemin ? "stabilisé" : s.klass == StreetClass::ruelle ? "pavé" : "enrobé"}});
    }
    in.line("voie_ferree", {in.town.rail}, "VF-1", "Ligne de l’Alaric");
}

void write_sites(Inventory& in) {
    for (const Site& s : in.town.sites) {
        Asset& a = in.polygon(s.kind, {s.ring}, s.kind == "vigne" || s.kind == "pre" || s.kind == "bois" ? std::string{} : in.code("S", 4), s.name);
        if (s.type != s.kind) a.attributes.push_back({"type", s.type});
        if (s.levels > 0) a.attributes.push_back({"levels", std::to_string(s.levels)});
        if (s.year > 0) a.attributes.push_back({"year", std::to_string(s.year)});
        if (s.street >= 0) a.attributes.push_back({"street", in.street_name(s.street)});
        a.attributes.push_back({"area_m2", decimal(area(s.ring), 0)});
    }
}

void write_houses(Inventory& in) {
    for (const House& h : in.town.houses)
        in.polygon("bati", {h.ring}, {}, {}, {{"type", h.use}, {"levels", std::to_string(h.levels)}, {"year", std::to_string(h.year)}});
}

void write_lots(Inventory& in, DemoCommune& out) {
    for (const Lot& lot : in.town.lots) {
        std::string code = in.code("AB", 4);
        in.polygon("parcelle", {in.relief.ground_ring(lot.ring.v, 18)}, std::move(code), {}, {{"area_m2", decimal(area(lot.ring.v), 0)}});
    }
    for (const Lot& lot : in.town.lots) {
        if (lot.house_number == 0) continue;
        const std::string street = in.street_name(lot.street), number = std::to_string(lot.house_number);
        in.point("adresse", lot.door, {}, number + " " + street, {{"number", number}, {"street", street}});
        out.doors.push_back({lot.door, number + ", " + street, lot.quartier < 0 ? 0 : lot.quartier, lot.fabric == Fabric::old_centre});
    }
}

} // namespace

void write_ground(Inventory& in, DemoCommune& out, Rng) {
    for (const Quartier& q : in.town.quartiers) out.quartiers.push_back(q.name);
    write_limits(in);
    in.polygon("cours_eau", {in.town.river}, "FR-AUDE", "L’Aude", {{"length_m", decimal(length(in.town.river_axis), 0)}});
    for (const auto& block : in.town.blocks) in.polygon("ilot", {block}, {}, {});
    write_sites(in);
    write_houses(in);
    write_streets(in);
    write_lots(in, out);
    for (const Street& s : in.town.streets)
        if (s.on_bridge)
            in.point("ouvrage_art", along(s.parts.front(), length(s.parts.front()) / 2), in.code("OA", 2), s.name,
                     {{"type", s.klass == StreetClass::chemin ? "passerelle" : "pont"}, {"etat", s.name == "Pont Vieux" ? "3" : "2"}});
}

} // namespace vigie::gis::demo
