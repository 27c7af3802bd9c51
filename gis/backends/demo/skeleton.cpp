// The bones of Valmont: what a thousand years left and no dice should decide. An old core inside its boulevards (the
// ramparts), avenues to the neighbouring towns, the Aude with its quays and three bridges, a railway to the west with the
// works beyond, estates around, fields and vineyards to the limit of the commune.
#include <algorithm>
#include <map>
#include <span>
#include <sstream>
#include <string_view>

#include "gis/backends/demo/town.hpp"

namespace vigie::gis::demo {

namespace {

struct Node {
    const char* name;
    P at;
};

// C: ramparts. M: outer boulevards. N, S: end of town. L, R: left and right bank. W, X: works. Q: end of the right bank.
// B, D: limit of the commune.
constexpr Node nodes[] = {
    {"C0", {235, -40}}, {"C1", {190, 150}}, {"C2", {40, 235}}, {"C3", {-130, 205}},
    {"C4", {-235, 70}}, {"C5", {-215, -110}}, {"C6", {-60, -215}}, {"C7", {120, -190}},
    {"M1", {420, 600}}, {"M2", {100, 720}}, {"M3", {-380, 640}}, {"M4", {-720, 250}}, {"M5", {-660, -280}},
    {"N1", {480, 1180}}, {"N2", {80, 1240}}, {"N3", {-430, 1150}},
    {"S0", {-1040, 980}}, {"S1", {-1000, 330}}, {"S2", {-960, -330}},
    {"L0", {1560, 1960}}, {"L1", {1130, 1250}}, {"L2", {800, 740}}, {"L3", {545, 300}}, {"L4", {340, -80}},
    {"L5", {185, -300}}, {"L6", {-130, -470}}, {"L7", {-470, -660}}, {"L8", {-930, -820}}, {"K8", {-1010, -848}},
    {"L9", {-1500, -1010}}, {"LA", {-2420, -1150}},
    {"R0", {1860, 1900}}, {"R1", {1320, 1140}}, {"R2", {1010, 640}}, {"R3", {740, 200}}, {"R4", {530, -170}},
    {"R5", {345, -470}}, {"R6", {-60, -680}}, {"R7", {-420, -870}}, {"R8", {-880, -1040}}, {"R9", {-1440, -1230}},
    {"RA", {-2330, -1440}},
    {"W0", {-1100, 990}}, {"W1", {-1060, 330}}, {"W2", {-1020, -330}},
    {"X0", {-1560, 900}}, {"X1", {-1560, 300}}, {"X2", {-1520, -360}},
    {"Q2", {1430, 440}}, {"Q3", {1130, -20}}, {"Q4", {830, -520}}, {"Q5", {600, -850}}, {"Q6", {120, -1090}}, {"Q7", {-330, -1250}},
    {"B2", {560, 2150}}, {"B3", {20, 2160}}, {"B4", {-640, 2060}}, {"B5", {-1500, 1900}}, {"B6", {-1570, 1885}},
    {"B7", {-2350, 1300}}, {"B8", {-2480, 350}}, {"B9", {-2480, -480}},
    {"D1", {2200, 1500}}, {"D2", {2400, 600}}, {"D3", {2350, -250}}, {"D4", {1900, -1150}}, {"D5", {1150, -1750}},
    {"D6", {350, -1980}}, {"D7", {-250, -2020}}, {"D8", {-700, -2000}}, {"D9", {-1300, -2080}}, {"DA", {-2200, -2050}},
};

struct Area {
    const char* corners;
    Fabric fabric;
    int quartier;
};

constexpr const char* quartier_names[] = {"Centre", "Beaux-Arts", "Les Aubes", "Saint-Lazare", "Les Perdigals",
                                          "La Gare", "Minimes", "Saint-Michel", "La Pépinière", "Les Artisans"};

constexpr Area areas[] = {
    {"C0 C1 C2 C3 C4 C5 C6 C7", Fabric::old_centre, 0},
    {"C0 L4 L3 C1", Fabric::faubourg, 1}, {"C1 L3 L2 M1", Fabric::faubourg, 1},
    {"C1 M1 M2 C2", Fabric::faubourg, 2}, {"M1 L2 L1 N1", Fabric::estate, 2}, {"M2 M1 N1 N2", Fabric::estate, 2},
    {"C2 M2 M3 C3", Fabric::faubourg, 3}, {"M3 M2 N2 N3", Fabric::flats, 3},
    {"M4 M3 N3 S0 S1", Fabric::estate, 4},
    {"C3 M3 M4 C4", Fabric::faubourg, 5}, {"C4 M4 M5 C5", Fabric::grid, 5}, {"M5 M4 S1 S2", Fabric::grid, 5},
    {"C5 M5 L7 L6 C6", Fabric::faubourg, 6}, {"C6 L6 L5 C7", Fabric::faubourg, 6}, {"L7 M5 S2 L8", Fabric::estate, 6},
    {"C7 L5 L4 C0", Fabric::faubourg, 0},
    {"R5 Q5 Q4 R4", Fabric::faubourg, 7}, {"R4 Q4 Q3 R3", Fabric::faubourg, 7}, {"R3 Q3 Q2 R2", Fabric::estate, 7},
    {"R6 Q6 Q5 R5", Fabric::estate, 8}, {"R7 Q7 Q6 R6", Fabric::estate, 8},
    {"W1 W0 X0 X1", Fabric::works, 9}, {"W2 W1 X1 X2", Fabric::works, 9},
    {"S1 S0 W0 W1", Fabric::corridor, 5}, {"S2 S1 W1 W2", Fabric::corridor, 5}, {"L8 S2 W2 K8", Fabric::corridor, -1},
    {"W0 S0 B5 B6", Fabric::corridor, -1},
    {"L0 L1 R1 R0", Fabric::valley, -1}, {"L1 L2 R2 R1", Fabric::valley, 2}, {"L2 L3 R3 R2", Fabric::valley, 1},
    {"L3 L4 R4 R3", Fabric::valley, 1}, {"L4 L5 R5 R4", Fabric::valley, 0}, {"L5 L6 R6 R5", Fabric::valley, 6},
    {"L6 L7 R7 R6", Fabric::valley, 6}, {"L7 L8 R8 R7", Fabric::valley, -1}, {"L8 K8 L9 R9 R8", Fabric::valley, -1},
    {"L9 LA RA R9", Fabric::valley, -1},
    {"N1 L1 L0 B2", Fabric::field, -1}, {"N2 N1 B2 B3", Fabric::field, -1}, {"N3 N2 B3 B4", Fabric::field, -1},
    {"S0 N3 B4 B5", Fabric::field, -1}, {"X0 W0 B6 B7", Fabric::field, -1}, {"X1 X0 B7 B8", Fabric::field, -1},
    {"X2 X1 B8 B9", Fabric::field, -1}, {"L9 K8 W2 X2", Fabric::field, -1}, {"LA L9 X2 B9", Fabric::field, -1},
    {"R9 RA DA D9", Fabric::field, -1}, {"R8 R9 D9 D8", Fabric::field, -1}, {"R7 R8 D8 D7 Q7", Fabric::field, -1},
    {"Q6 Q7 D7 D6", Fabric::field, -1}, {"Q5 Q6 D6 D5", Fabric::field, -1}, {"Q4 Q5 D5 D4", Fabric::field, -1},
    {"Q3 Q4 D4 D3", Fabric::field, -1}, {"Q2 Q3 D3 D2", Fabric::field, -1}, {"R2 Q2 D2 D1 R0 R1", Fabric::field, -1},
};

struct Axis {
    const char* corners;
    const char* name;
    StreetClass klass;
    int speed_kmh;
    bool on_bridge = false;
};

constexpr StreetClass boulevard = StreetClass::boulevard, avenue = StreetClass::avenue, rue = StreetClass::rue,
                      chemin = StreetClass::chemin;

constexpr Axis axes[] = {
    {"C7 C0 C1 C2", "boulevard Jean-Jaurès", boulevard, 50}, {"C2 C3 C4", "boulevard Carnot", boulevard, 50},
    {"C4 C5 C6 C7", "boulevard des Remparts", boulevard, 50},
    {"M1 M2 M3", "boulevard Ernest-Renan", boulevard, 50}, {"M3 M4", "boulevard de la Montagne-Noire", boulevard, 50},
    {"M4 M5 L7", "boulevard des Pyrénées", boulevard, 50}, {"L2 M1", "boulevard des Sports", boulevard, 50},
    {"C1 M1 N1", "avenue Saint-Maurice", avenue, 50}, {"C2 M2 N2 B3", "avenue de Saint-Maur", avenue, 50},
    {"C3 M3 N3", "avenue Xavier-de-Ricard", avenue, 50}, {"C4 M4 S1", "avenue de la Gare", avenue, 50},
    {"S1 W1 X1 B8", "avenue de Toulouse", avenue, 70}, {"C5 M5 S2", "avenue du Minervois", avenue, 50},
    {"S2 W2 X2 B9", "route du Minervois", avenue, 70},
    {"C1 L3", "rue du Pont-Neuf", avenue, 50}, {"L3 R3", "Pont Neuf", avenue, 50, true}, {"R3 Q3 D3", "avenue de Narbonne", avenue, 50},
    {"C7 L5", "rue du Pont-Vieux", rue, 30}, {"L5 R5", "Pont Vieux", rue, 30, true}, {"R5 Q5 D5", "avenue des Corbières", avenue, 50},
    {"C0 L4", "rue de la Passerelle", rue, 30}, {"L4 R4", "Passerelle des Lavandières", chemin, 6, true},
    {"L7 R7", "Pont de l’Europe", boulevard, 50, true}, {"R7 Q7 D7", "avenue de l’Europe", avenue, 50},
    {"L2 L3", "quai des Beaux-Arts", rue, 30}, {"L3 L4 L5", "quai des Tanneurs", rue, 30}, {"L5 L6 L7", "quai des Lavandières", rue, 30},
    {"L2 L1", "chemin des Berges", rue, 30}, {"L1 L0", "chemin du Moulin", chemin, 20}, {"L7 L8", "chemin de Halage", rue, 30},
    {"L8 K8 L9 LA", "chemin de la Plaine", chemin, 20},
    {"R3 R4", "promenade de la Digue", rue, 30}, {"R4 R5", "rue du Bac", rue, 30}, {"R5 R6 R7", "rue des Jardins", rue, 30},
    {"R2 R3", "rue des Cigales", rue, 30}, {"R1 R2", "chemin des Oseraies", chemin, 20}, {"R0 R1", "chemin du Gravier", chemin, 20},
    {"R7 R8 R9", "chemin du Sablas", chemin, 20},
    {"C6 L6", "rue des Minimes", rue, 30},
    {"L1 N1 N2 N3", "rue des Hauts-de-Valmont", rue, 30}, {"N3 S0", "chemin des Capitelles", rue, 30},
    {"S0 S1", "rue du Chemin-de-Fer", rue, 30}, {"S1 S2 L8", "rue des Cheminots", rue, 30},
    {"W0 W1 W2", "rue de l’Industrie", rue, 50}, {"X0 X1 X2", "rue des Entrepreneurs", rue, 50}, {"W0 X0", "rue Gustave-Eiffel", rue, 50},
    {"Q2 Q3", "rue des Garrigues", rue, 30}, {"Q3 Q4 Q5", "rue des Genêts", rue, 30}, {"Q5 Q6 Q7", "rue des Romarins", rue, 30},
    {"R2 Q2", "rue du Belvédère", rue, 30}, {"R6 Q6", "rue de la Pépinière", rue, 30}, {"R4 Q4", "rue Saint-Michel", rue, 30},
    {"N1 B2", "chemin des Vignes", chemin, 30}, {"N3 B4", "chemin de la Bergerie", chemin, 30}, {"S0 B5", "chemin de Fontfroide", chemin, 30},
    {"X0 B7", "chemin du Mas-Vieux", chemin, 30}, {"L9 X2", "chemin des Horts", chemin, 30}, {"R8 D8", "chemin de la Tuilerie", chemin, 30},
    {"Q6 D6", "chemin des Amandiers", chemin, 30}, {"Q4 D4", "chemin de l’Ermitage", chemin, 30}, {"Q2 D2", "chemin du Pech", chemin, 30},
};

constexpr const char* limit = "L0 R0 D1 D2 D3 D4 D5 D6 D7 D8 D9 DA RA LA B9 B8 B7 B6 B5 B4 B3 B2";
struct Circle {
    const char* node;
    const char* name;
};
constexpr Circle circles[] = {{"M1", "rond-point des Aubes"}, {"M3", "rond-point de la Montagne-Noire"}, {"M4", "rond-point de la Liberté"},
                              {"M5", "rond-point du Minervois"}, {"Q5", "rond-point des Corbières"}, {"Q3", "rond-point de la Clape"}};

std::vector<std::string> words(const char* text) {
    std::istringstream in(text);
    std::vector<std::string> out;
    for (std::string w; in >> w;) out.push_back(w);
    return out;
}

P at(std::string_view name) {
    const auto it = std::find_if(std::begin(nodes), std::end(nodes), [&](const Node& n) { return name == n.name; });
    return it->at;
}

using Edge = std::pair<std::string, std::string>;
Edge edge(const std::string& a, const std::string& b) { return a < b ? Edge{a, b} : Edge{b, a}; }

void lay_axes(Town& town, std::map<Edge, int>& line_of) {
    for (const Axis& axis : axes) {
        Street street{.name = axis.name, .klass = axis.klass, .speed_kmh = axis.speed_kmh, .on_bridge = axis.on_bridge};
        const std::vector<std::string> corners = words(axis.corners);
        for (std::size_t i = 1; i < corners.size(); ++i) {
            Line line{.a = at(corners[i - 1]), .b = at(corners[i]), .street = static_cast<int>(town.streets.size())};
            line.nodes = {{0, line.a}, {1, line.b}};
            line_of[edge(corners[i - 1], corners[i])] = static_cast<int>(town.lines.size());
            street.lines.push_back(static_cast<int>(town.lines.size()));
            town.lines.push_back(std::move(line));
        }
        town.streets.push_back(std::move(street));
    }
}

// Rings of a quartier: the edges that only one of its areas has, chained; in plane metres, placed on the ground later.
std::vector<std::vector<P>> outline(const std::vector<std::vector<std::string>>& parts) {
    std::map<std::string, std::string> next;
    for (const auto& part : parts)
        for (std::size_t i = 0; i < part.size(); ++i) next[part[i] + ">" + part[(i + 1) % part.size()]] = "";
    std::map<std::string, std::string> chain;
    for (const auto& part : parts)
        for (std::size_t i = 0; i < part.size(); ++i) {
            const std::string &a = part[i], &b = part[(i + 1) % part.size()];
            if (!next.contains(b + ">" + a)) chain[a] = b;
        }
    std::vector<std::vector<P>> rings;
    while (!chain.empty()) {
        std::vector<P> ring;
        std::string here = chain.begin()->first;
        while (chain.contains(here)) {
            ring.push_back(at(here));
            const std::string there = chain[here];
            chain.erase(here);
            here = there;
        }
        rings.push_back(std::move(ring));
    }
    return rings;
}

void lay_areas(Town& town, const std::map<Edge, int>& line_of) {
    std::vector<std::vector<std::vector<std::string>>> parts(std::size(quartier_names));
    for (const Area& a : areas) {
        Cell cell{.ring = {}, .fabric = a.fabric, .quartier = a.quartier};
        const std::vector<std::string> corners = words(a.corners);
        for (std::size_t i = 0; i < corners.size(); ++i) {
            const auto it = line_of.find(edge(corners[i], corners[(i + 1) % corners.size()]));
            cell.ring.v.push_back(at(corners[i]));
            cell.ring.tag.push_back(it == line_of.end() ? no_line : it->second);
        }
        town.cells.push_back(std::move(cell));
        if (a.quartier >= 0) parts[static_cast<std::size_t>(a.quartier)].push_back(corners);
    }
    for (std::size_t q = 0; q < parts.size(); ++q) town.quartiers.push_back({quartier_names[q], outline(parts[q])});
}

void lay_river(Town& town, Rng rng) {
    // Where it runs between the banks: 0 = left bank line, 1 = right. It hugs the quays of the old town and swings out below.
    struct Bend { const char* left; const char* right; double at; double half_width; };
    constexpr Bend bends[] = {{"L0", "R0", 0.45, 17}, {"L1", "R1", 0.60, 18}, {"L2", "R2", 0.36, 20}, {"L3", "R3", 0.30, 22},
                              {"L4", "R4", 0.30, 23}, {"L5", "R5", 0.40, 21}, {"L6", "R6", 0.36, 22}, {"L7", "R7", 0.52, 21},
                              {"L8", "R8", 0.66, 21}, {"L9", "R9", 0.35, 20}, {"LA", "RA", 0.55, 20}};
    std::vector<P> way;
    std::vector<double> half;
    for (const Bend& b : bends) {
        way.push_back(mix(at(b.left), at(b.right), b.at));
        half.push_back(b.half_width);
    }
    way.insert(way.begin(), way[0] + (way[0] - way[1]) * 0.3);
    way.push_back(way.back() + (way.back() - way[way.size() - 2]) * 0.15);
    half.insert(half.begin(), half.front());
    half.push_back(half.back());
    // Catmull-Rom through the bends, with a little play in between.
    for (std::size_t i = 1; i + 2 < way.size(); ++i) {
        const P a = way[i - 1], b = way[i], c = way[i + 1], d = way[i + 2];
        const int steps = 16;
        const double swing = rng.range(-9, 9);
        for (int s = 0; s < steps; ++s) {
            const double t = static_cast<double>(s) / steps, t2 = t * t, t3 = t2 * t;
            const P p = b * (1 - 2.5 * t2 + 1.5 * t3) + c * (0.5 * t + 2 * t2 - 1.5 * t3) + a * (-0.5 * t + t2 - 0.5 * t3) + d * (-0.5 * t2 + 0.5 * t3);
            const P across = left_of(unit(c - b));
            town.river_axis.push_back(p + across * (swing * (1 - cos_turns(t)) / 2));
            town.river_half_width_m.push_back(half[i] + (half[i + 1] - half[i]) * t + 1.2 * (1 - cos_turns(2 * t)));
        }
    }
    town.river_axis.push_back(way[way.size() - 2]);
    town.river_half_width_m.push_back(half.back());
}

// The path along the right bank, joined to every bridge it meets.
void lay_promenade(Town& town) {
    struct Stop { const char* left; const char* right; double at; };
    constexpr Stop stops[] = {{"L3", "R3", 0.66}, {"L4", "R4", 0.62}, {"L5", "R5", 0.68}, {"L6", "R6", 0.70}, {"L7", "R7", 0.80}};
    Street street{.name = "promenade des Berges", .klass = StreetClass::chemin, .fabric = Fabric::valley, .speed_kmh = 6};
    P before{};
    for (std::size_t i = 0; i < std::size(stops); ++i) {
        const P here = mix(at(stops[i].left), at(stops[i].right), stops[i].at);
        for (Line& line : town.lines)
            if (line.a == at(stops[i].left) && line.b == at(stops[i].right)) line.nodes.insert(line.nodes.end() - 1, {stops[i].at, here});
        if (i > 0) {
            street.lines.push_back(static_cast<int>(town.lines.size()));
            town.lines.push_back({.a = before, .b = here, .street = static_cast<int>(town.streets.size()), .nodes = {{0, before}, {1, here}}});
        }
        before = here;
    }
    town.streets.push_back(std::move(street));
}

} // namespace

void lay_skeleton(Town& town, Rng rng) {
    std::map<Edge, int> line_of;
    lay_axes(town, line_of);
    lay_areas(town, line_of);
    lay_river(town, rng);
    // The railway runs in its corridor, then over the valley to the south.
    for (const P p : {P{-1535, 1892}, P{-1070, 985}, P{-1030, 330}, P{-990, -330}, P{-965, -830}, P{-960, -1120}, P{-1000, -2040}})
        town.rail.push_back(p);
    for (const std::string& name : words(limit)) town.boundary.push_back(at(name));
    for (const Circle& circle : circles) town.roundabouts.push_back({at(circle.node), circle.name});
    lay_promenade(town);
}

} // namespace vigie::gis::demo
