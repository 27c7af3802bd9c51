// The ten crews of the town with their vehicles.
#include "gis/backends/demo/inventory.hpp"
#include "gis/backends/demo/people.hpp"

namespace vigie::gis::demo {

namespace {

constexpr CrewPlan plans[] = {
    {"VA", "Voirie A", "voirie", "Camion 19 t benne", {"enrobé à froid", "barrières", "carotteuse", "panneau de rechange", "plaque vibrante", "benne", "traceuse", "panneaux temporaires", "saleuse"},
     {{"M. Ferrand", {"B", "C", "CE", "AIPR", "BALISAGE", "SST"}}, {"T. Lacaze", {"B", "C", "CACES_R482", "BALISAGE", "AIPR"}}, {"R. Benali", {"B", "BALISAGE"}}}},
    {"VB", "Voirie B", "voirie", "Fourgon benne 3,5 t", {"enrobé à froid", "barrières", "carotteuse", "panneau de rechange", "plaque vibrante", "panneaux temporaires", "lève-tampon"},
     {{"J. Oliveira", {"B", "C", "AIPR", "BALISAGE"}}, {"S. Pujol", {"B", "BALISAGE", "SST"}}, {"Y. Azéma", {"B", "BALISAGE", "HAUTEUR"}}}},
    {"ER", "Eau et réseaux", "eau", "Hydrocureur", {"hydrocureur", "clé de vanne", "corrélateur", "mini-pelle", "blindage", "détecteur 4 gaz", "treuil", "lève-tampon", "débitmètre", "barrières"},
     {{"S. Marty", {"B", "C", "AIPR", "CATEC", "EAU_POTABLE", "BALISAGE", "BR"}}, {"G. Rivals", {"B", "C", "AIPR", "CATEC", "EAU_POTABLE"}}, {"H. Dumas", {"B", "AIPR", "BALISAGE", "CATEC"}}}},
    {"BA", "Bâtiments", "batiments", "Fourgon atelier", {"outillage plomberie", "escabeau", "porte-vitre", "outillage jeux", "échelle", "harnais", "fourgon", "thermomètre étalonné"},
     {{"P. Vidal", {"B", "PLOMBIER", "CHAUFFAGISTE", "B0", "HAUTEUR"}}, {"E. Cros", {"B", "SERRURIER", "B1V", "BE_MAN", "B0"}}, {"I. Navarro", {"B", "B0", "HACCP", "HAUTEUR", "SST"}}}},
    {"EC", "Éclairage", "voirie", "Camion nacelle 16 m", {"nacelle", "multimètre", "barrières", "échelle"},
     {{"L. Martin", {"B", "C", "BR", "CACES_R486", "BALISAGE"}}, {"F. Combes", {"B", "BR", "CACES_R486", "BC"}}}},
    {"EV1", "Espaces verts 1", "espaces_verts", "Camion polybenne", {"nacelle", "broyeur", "tronçonneuse", "taille-haie", "tondeuse autoportée", "plateau", "souffleur", "maillet", "tomographe", "rogneuse"},
     {{"A. Roussel", {"B", "B96", "C", "ELAGAGE", "CACES_R486", "BALISAGE"}}, {"B. Faure", {"B", "ELAGAGE", "CACES_R482", "SST"}}, {"C. Gil", {"B", "CERTIPHYTO", "BALISAGE"}}}},
    {"EV2", "Espaces verts 2", "espaces_verts", "Fourgon plateau", {"tondeuse autoportée", "taille-haie", "plateau", "cuve à eau", "désherbeur thermique", "souffleur", "outillage arrosage", "outillage"},
     {{"C. Lopez", {"B", "B96", "CERTIPHYTO"}}, {"M. Barthe", {"B", "B96", "SST"}}}},
    {"PR1", "Propreté 1", "proprete", "Balayeuse-laveuse", {"balayeuse", "laveuse", "haute pression", "hydrogommage", "souffleur", "gants et sacs", "absorbant", "benne"},
     {{"K. Haddad", {"B", "C", "BALISAGE"}}, {"O. Ruiz", {"B", "C"}}, {"L. Pech", {"B", "SST"}}}},
    {"PR2", "Propreté 2", "proprete", "Camion grue", {"benne", "grue", "haute pression", "hydrogommage", "bac de rechange", "gants et sacs", "souffleur", "BOM", "pile de rechange"},
     {{"N. Bosc", {"B", "C"}}, {"D. Amiel", {"B"}}, {"V. Sicre", {"B", "BALISAGE"}}}},
    {"LF", "Logistique fêtes", "batiments", "Porteur plateau", {"plateau", "fourgon", "barrières", "panneaux temporaires"},
     {{"D. Sanchez", {"B", "C", "CE", "CACES_R489"}}, {"J. Escande", {"B", "CACES_R489", "BALISAGE"}}, {"A. Moreau", {"B", "SST"}}}},
};

} // namespace

std::span<const CrewPlan> crew_plans() { return plans; }

void write_crews(DemoCommune& out) {
    std::uint64_t agent = 0;
    for (const CrewPlan& plan : plans) {
        Vehicle v;
        v.id = VehicleId{out.vehicles.size() + 1};
        v.origin.remote_id = std::to_string(v.id.value);
        v.code = std::string("VH-") + plan.code;
        v.name = plan.vehicle;
        Crew c;
        c.id = CrewId{out.crews.size() + 1};
        c.origin.remote_id = std::to_string(c.id.value);
        c.code = plan.code;
        c.name = plan.name;
        c.domain = plan.domain;
        c.vehicle = v.id;
        c.depot = lonlat_from_ground(out.depot);
        for (const char* e : plan.equipment) {
            if (!e) break;
            v.equipment.emplace_back(e);
        }
        for (const AgentPlan& a : plan.agents) {
            if (!a.name) break;
            c.agents.push_back(AgentId{++agent});
        }
        c.leader = c.agents.front();
        out.vehicles.push_back(std::move(v));
        out.crews.push_back(std::move(c));
    }
}

} // namespace vigie::gis::demo
