// Street names as French towns give them: trades and saints inside the ramparts, the Republic along the faubourgs, plants
// and birds in the estates, inventors at the works. No two streets share a name.
#include <algorithm>
#include <set>
#include <span>
#include <string>

#include "gis/backends/demo/town.hpp"

namespace vigie::gis::demo {

namespace {

constexpr const char* old_town[] = {
    "de la Cavalerie", "des Tisserands", "du Four-Banal", "de la Tannerie", "des Chaudronniers", "du Puits-Neuf", "de l’Horloge", "des Orfèvres",
    "du Prieuré", "des Pénitents", "de la Cannelle", "du Vieux-Marché", "des Fabriques", "de la Citerne", "du Barri", "des Consuls",
    "de la Porte-d’Aude", "Notre-Dame", "du Chapitre", "des Cordeliers", "de la Madeleine", "des Augustins", "du Trésor", "de la Lanterne",
    "de l’Ancienne-Poste", "des Drapiers", "du Sénéchal", "de la Boucherie", "des Arènes-Vieilles", "du Pressoir", "de la Trinité", "Sainte-Anne",
    "Saint-Éloi", "Saint-Roch", "du Portalet", "de la Glacière", "du Moulin-à-Huile", "des Sœurs-Grises", "de l’Étoile", "du Bourguet", "des Amidonniers",
    "de la Sacristie", "du Cloître", "des Balances", "de la Fontaine", "du Coin-Perdu", "des Cardeurs", "du Grand-Puits", "de la Teinturerie", "des Bouquinistes",
    "du Lavoir", "de la Charité", "des Potiers", "de l’Aumône", "du Plâtrier", "des Ânes", "de la Herse", "du Chemin-de-Ronde", "de la Tour-Carrée",
    "des Remouleurs", "de la Basse-Cour", "des Trois-Piliers", "du Soleil", "de la Pierre-Plantée", "des Capucins", "du Beffroi"};
constexpr const char* republic[] = {
    "Proudhon", "Lakanal", "Guynemer", "Lacombe", "Voltaire", "Diderot", "Rousseau", "Condorcet", "Mirabeau", "Lamartine", "Victor-Hugo", "Émile-Zola",
    "Jules-Ferry", "Jules-Guesde", "Léon-Gambetta", "Léon-Blum", "Aristide-Briand", "Pierre-Mendès-France", "Jean-Moulin", "Pierre-Brossolette",
    "Berty-Albrecht", "Lucie-Aubrac", "Germaine-Tillion", "Geneviève-de-Gaulle", "Simone-Veil", "Olympe-de-Gouges", "Louise-Michel", "Marie-Curie",
    "Joliot-Curie", "Louis-Pasteur", "Claude-Bernard", "Ambroise-Paré", "Arago", "Ampère", "Lavoisier", "Gay-Lussac", "Buffon", "Cuvier", "Lamarck",
    "Jean-Henri-Fabre", "Camille-Flammarion", "Charles-Cros", "Joë-Bousquet", "Pierre-Reverdy", "Arthur-Rimbaud", "Paul-Verlaine", "Charles-Baudelaire",
    "Guillaume-Apollinaire", "Robert-Desnos", "Paul-Éluard", "Jacques-Prévert", "Frédéric-Mistral", "Auguste-Fourès", "Prosper-Estieu", "Bernard-Délicieux",
    "Raymond-Roger-Trencavel", "Esclarmonde", "Peire-Vidal", "des Troubadours", "Molière", "Racine", "Corneille", "La-Fontaine", "Marivaux", "Beaumarchais",
    "Balzac", "Stendhal", "Flaubert", "Maupassant", "Alphonse-Daudet", "George-Sand", "Colette", "Marcel-Pagnol", "Albert-Camus", "Antoine-de-Saint-Exupéry",
    "Mermoz", "Hélène-Boucher", "Blériot", "Clément-Ader", "Hector-Berlioz", "Georges-Bizet", "Claude-Debussy", "Maurice-Ravel", "Gabriel-Fauré",
    "Déodat-de-Séverac", "Georges-Brassens", "Charles-Trenet", "Édith-Piaf", "Boby-Lapointe", "Toulouse-Lautrec", "Cézanne", "Berthe-Morisot", "Courbet", "Maillol",
    "Achille-Laugé", "Gustave-Fayet", "du 4-Septembre", "du 11-Novembre", "du 8-Mai", "du 14-Juillet", "de la République", "de la Liberté", "de la Fraternité",
    "des Droits-de-l’Homme", "de Verdun", "de la Marne", "des Poilus", "de la Résistance", "du Maquis", "des Déportés", "Marcelin-Albert", "Ernest-Ferroul",
    "des Vignerons", "des Tonneliers", "de la Coopérative", "de l’Abattoir", "du Gazomètre", "des Lavandières", "de l’Octroi", "du Champ-de-Mars", "de l’Orphéon",
    "des Platanes", "du Jeu-de-Paume", "du Mail", "des Écoles", "du Stade", "de l’Hospice", "de la Sous-Préfecture", "Barbès", "Blanqui", "Ledru-Rollin", "Raspail",
    "Carnot", "Sadi-Carnot", "Thiers", "Denfert-Rochereau", "Kléber", "Hoche", "Marceau", "Lannes", "d’Alsace", "de Lorraine", "de Belfort", "de Strasbourg",
    "du Roussillon", "du Languedoc", "de Gascogne", "de Provence", "du Razès", "du Lauragais", "de la Malepère", "du Cabardès", "de la Clape", "du Kercorb",
    "Alain-Colas", "Éric-Tabarly", "Paul-Langevin", "Henri-Poincaré", "Sophie-Germain", "Émilie-du-Châtelet", "Rosa-Bonheur", "Camille-Claudel", "Niki-de-Saint-Phalle",
    "Joséphine-Baker", "Marguerite-Yourcenar", "Nathalie-Sarraute", "Françoise-Dolto", "Célestin-Freinet", "Pauline-Kergomard", "Ferdinand-Buisson", "Edgar-Quinet",
    "Michelet", "Jean-Macé", "Armand-Carrel", "Étienne-Dolet", "Rabelais", "Montaigne", "Ronsard", "du-Bellay", "Clément-Marot", "Malherbe", "Boileau", "Fénelon",
    "Montesquieu", "d’Alembert", "Beaumont", "Vauban", "Riquet", "de la Pérouse", "Dumont-d’Urville", "Bougainville", "Jacques-Cartier", "Jean-Bart", "Surcouf"};
constexpr const char* garden[] = {
    "des Roitelets", "des Mésanges", "des Fauvettes", "des Rossignols", "des Hirondelles", "des Martinets", "des Chardonnerets", "des Huppes", "des Guêpiers",
    "des Alouettes", "des Loriots", "des Pinsons", "des Tourterelles", "des Perdrix", "des Éperviers", "des Milans", "des Chouettes", "des Hérons", "des Aigrettes",
    "des Eiders", "des Perdigals", "des Bergeronnettes", "des Rouges-Gorges", "des Merles", "des Grives", "des Cailles", "des Oliviers", "des Amandiers", "des Figuiers",
    "des Grenadiers", "des Jujubiers", "des Mûriers", "des Cognassiers", "des Pêchers", "des Abricotiers", "des Cerisiers", "des Tilleuls", "des Micocouliers",
    "des Frênes", "des Érables", "des Peupliers", "des Saules", "des Aulnes", "des Chênes-Verts", "des Chênes-Kermès", "des Pins-d’Alep", "des Cyprès", "des Cèdres",
    "des Lauriers-Roses", "des Tamaris", "des Genévriers", "des Arbousiers", "des Lentisques", "des Térébinthes", "des Cistes", "des Lavandes", "de la Sarriette",
    "de l’Estragon", "du Thym", "de la Sauge", "de la Mélisse", "de la Garance", "des Iris", "des Jonquilles", "des Narcisses", "des Coquelicots", "des Bleuets",
    "des Anémones", "des Violettes", "des Pervenches", "des Clématites", "des Glycines", "des Jasmins", "des Chèvrefeuilles", "des Églantiers", "des Acanthes",
    "des Immortelles", "des Asphodèles", "des Orchidées", "des Camélias", "des Hortensias", "des Mimosas", "des Lilas", "des Seringas", "du Muscat", "du Grenache",
    "du Carignan", "de la Syrah", "du Mourvèdre", "du Cinsault", "du Macabeu", "de la Clairette", "du Terret", "du Piquepoul", "de l’Aramon", "du Picpoul-Noir",
    "des Sarments", "des Souches", "du Cep", "des Vendangeurs", "de la Serpette", "du Pressoir-Neuf", "des Combettes", "du Causse", "des Capitelles-Hautes",
    "des Murettes", "de la Garenne", "du Serre", "de la Combe", "du Puech", "des Aires", "du Belvédère-Haut", "de la Source", "du Ruisseau", "de la Rosée", "du Marin",
    "du Cers", "de la Tramontane", "de l’Autan", "du Grec", "du Solstice", "de l’Équinoxe", "de la Grande-Ourse", "de Cassiopée", "de l’Aube", "du Couchant",
    "des Cigalons", "des Grillons", "des Libellules", "des Papillons", "des Abeilles", "des Lucioles", "des Écureuils", "des Hérissons", "des Genettes", "des Loutres"};
constexpr const char* works[] = {
    "des Artisans", "du Commerce", "Denis-Papin", "Marc-Seguin", "Jacquard", "Thimonnier", "Nicéphore-Niépce", "Louis-Lumière", "Zénobe-Gramme", "Marcel-Deprez",
    "Aristide-Bergès", "Pierre-Paul-Riquet", "de la Tonnellerie", "des Métiers", "des Compagnons", "de la Logistique", "du Quai-aux-Bois", "de la Scierie", "de la Briqueterie",
    "de la Verrerie", "des Forges", "de l’Énergie", "de l’Atelier", "du Compresseur", "de l’Étau", "de l’Enclume", "du Levant", "de la Draille", "Conrad-Schlumberger",
    "de l’Embranchement", "du Triage", "de l’Innovation", "des Frères-Montgolfier", "Joseph-Cugnot", "Henri-Moissan", "du Poids-Lourd"};
constexpr const char* country[] = {
    "du Mas-Neuf", "de la Métairie-Haute", "de la Métairie-Basse", "des Pins-Hauts", "de la Croix-Blanche", "de la Croix-de-Fer", "du Bosc", "de la Borde", "de l’Estagnol",
    "de la Font-Vieille", "du Cabanis", "de Campredon", "de la Coume", "des Clauses", "du Devès", "de l’Horte", "de Malbosc", "de la Mouline", "de Pech-Redon", "des Planels",
    "de la Rouvière", "du Rec", "de Roquefère", "du Sarrat", "de la Serre-Longue", "de Terre-Rouge", "du Tinal", "de la Vernède", "du Verdier", "du Vigné", "de Gazelle", "de Montredon",
    "de la Bade", "des Arques", "de Bellevue", "de Bel-Air", "de la Prade", "des Prats", "de Sainte-Croix", "de Saint-Clair", "de Vaissière", "du Four-à-Chaux", "de la Carrière", "du Calvaire"};

class Namer {
public:
    explicit Namer(Rng rng) : rng_(rng) {}

    void taken(const std::string& name) { used_.insert(name); }

    std::string next(const Street& street) {
        switch (street.fabric) {
        case Fabric::old_centre: return pick(street.klass == StreetClass::ruelle ? "ruelle " : "rue ", old_town);
        case Fabric::estate: return pick(street.turning_circle ? "impasse " : rng_.chance(0.5) ? "allée " : "rue ", garden);
        case Fabric::flats: return pick(rng_.chance(0.4) ? "allée " : "rue ", republic);
        case Fabric::works: return pick("rue ", works);
        case Fabric::field:
        case Fabric::valley:
        case Fabric::corridor: return pick("chemin ", country);
        default: return pick("rue ", republic);
        }
    }

private:
    std::string pick(const std::string& kind, std::span<const char* const> list) {
        // From a random place on, the first stem nobody has; then the same stems under another kind of street.
        const std::size_t from = rng_.below(list.size());
        for (std::size_t i = 0; i < list.size(); ++i) {
            const std::string stem = list[(from + i) % list.size()];
            if (stems_.insert(stem).second && used_.insert(kind + stem).second) return kind + stem;
        }
        for (const char* other : {"passage ", "traverse ", "allée ", "montée ", "venelle ", "impasse "})
            for (std::size_t i = 0; i < list.size(); ++i) {
                const std::string name = std::string(other) + list[(from + i) % list.size()];
                if (used_.insert(name).second) return name;
            }
        std::string name;
        for (int n = 1; !used_.insert(name = kind + "n°\u00a0" + std::to_string(n)).second;) ++n;
        return name;
    }

    Rng rng_;
    std::set<std::string> used_, stems_;
};

} // namespace

void name_streets(Town& town, Rng rng) {
    Namer namer(rng);
    for (const Street& street : town.streets)
        if (!street.name.empty()) namer.taken(street.name);
    for (Street& street : town.streets)
        if (street.name.empty()) street.name = namer.next(street);
}

// Odd on the left, even on the right, growing along the street.
void number_houses(Town& town) {
    struct Door { double at; std::size_t lot; };
    std::vector<std::vector<Door>> left(town.streets.size()), right(town.streets.size());
    for (std::size_t i = 0; i < town.lots.size(); ++i) {
        const Lot& lot = town.lots[i];
        if (lot.street < 0 || !lot.built) continue;
        const auto street = static_cast<std::size_t>(lot.street);
        double before = 0, best = 1e300, at = 0;
        bool on_left = true;
        for (const auto& part : town.streets[street].parts)
            for (std::size_t k = 1; k < part.size(); ++k) {
                const double d = distance_to_segment(lot.door, part[k - 1], part[k]);
                const P along_axis = part[k] - part[k - 1];
                if (d < best) {
                    best = d;
                    on_left = cross(along_axis, lot.door - part[k - 1]) > 0;
                    at = before + dot(lot.door - part[k - 1], unit(along_axis));
                }
                before += length(along_axis);
            }
        (on_left ? left : right)[street].push_back({at, i});
    }
    for (auto* side : {&left, &right})
        for (auto& doors : *side) {
            std::sort(doors.begin(), doors.end(), [](const Door& a, const Door& b) { return a.at != b.at ? a.at < b.at : a.lot < b.lot; });
            int number = side == &left ? 1 : 2;
            for (const Door& door : doors) {
                town.lots[door.lot].house_number = number;
                number += 2;
            }
        }
}

} // namespace vigie::gis::demo
