// What people write. Short, plain, sometimes annoyed; never a name, never a plate.
#include <string_view>

#include "gis/backends/demo/citizens.hpp"
#include "gis/backends/demo/exact.hpp"

namespace vigie::gis::demo {

namespace {

struct Words { const char* category; const char* sentence; };
constexpr Words words[] = {
    {"depot_sauvage", "Matelas et cartons laissés au pied des conteneurs."}, {"depot_sauvage", "Gravats déversés cette nuit le long du mur."},
    {"depot_sauvage", "Un frigo et des pneus sur le trottoir depuis deux jours."}, {"depot_sauvage", "Sacs poubelle éventrés, les chiens se servent."},
    {"encombrants", "Canapé sorti pour lundi, jamais enlevé."}, {"encombrants", "Armoire et sommier toujours sur le trottoir, passage bloqué pour les poussettes."},
    {"encombrants", "Rendez-vous encombrants pris, personne n’est passé."},
    {"conteneur_plein", "La colonne à verre déborde, bouteilles par terre."}, {"conteneur_plein", "Conteneur emballages plein, les gens posent à côté."},
    {"conteneur_casse", "Couvercle arraché."}, {"conteneur_casse", "Conteneur brûlé, odeur de plastique."},
    {"bac_non_collecte", "Bac jaune non ramassé ce matin, toute la rue est concernée."}, {"bac_non_collecte", "Le camion est passé sans prendre mon bac."},
    {"corbeille_pleine", "Corbeille pleine, papiers qui volent."}, {"corbeille_pleine", "Poubelle de l’arrêt de bus jamais vidée le week-end."},
    {"odeurs_dechets", "Odeur très forte près du point de tri."}, {"epave_depot", "Voiture sans roues depuis trois semaines."},
    {"malproprete", "Trottoir très sale devant l’école."}, {"malproprete", "Papiers et gobelets partout après le marché."},
    {"tag", "Tag sur le mur du gymnase."}, {"tag", "Rideau de fer et mur tagués pendant la nuit."}, {"tag_injurieux", "Inscription injurieuse en grand, visible de l’école."},
    {"affichage_sauvage", "Affiches collées sur le mobilier."}, {"dejections", "Déjections tous les jours au même endroit."}, {"dejections", "Impossible de passer avec une poussette sans slalomer."},
    {"megots", "Mégots au pied des bancs."}, {"verre_huile", "Verre brisé sur la piste cyclable."}, {"verre_huile", "Tache d’huile dans le virage, très glissant."},
    {"toilettes_publiques", "Porte bloquée, voyant rouge."}, {"toilettes_publiques", "Toilettes très sales, plus de papier."},
    {"animal_mort", "Chat mort sur le bas-côté."}, {"feuilles", "Feuilles mouillées, une dame est tombée."}, {"nuisibles", "Rats vus en plein jour près des containers."},
    {"nid_de_poule", "Nid-de-poule profond, j’ai failli tomber à vélo."}, {"nid_de_poule", "Gros trou au milieu de la chaussée, il s’agrandit à chaque pluie."},
    {"nid_de_poule", "Trou rebouché le mois dernier, il est revenu."}, {"nid_de_poule", "Plusieurs trous à la suite, les voitures se déportent."},
    {"affaissement", "La chaussée s’affaisse autour du regard."}, {"verglas", "Plaque de verglas dans la descente, fuite d’eau qui gèle."},
    {"trottoir_degrade", "Dalles soulevées par les racines."}, {"trottoir_degrade", "Bordure cassée, fauteuil roulant bloqué."}, {"trottoir_degrade", "Trou dans le trottoir devant le n° indiqué."},
    {"panneau_marquage", "Panneau stop couché."}, {"panneau_marquage", "Passage piéton effacé, on ne le voit plus la nuit."}, {"panneau_marquage", "Panneau de rue caché par une branche."},
    {"borne_potelet", "Potelet arraché, il reste la tige."}, {"chantier_genant", "Barrières laissées, le trottoir est fermé sans déviation."},
    {"accessibilite", "Pas d’abaissé de trottoir au carrefour."}, {"feux_panne", "Feux au clignotant depuis ce matin."},
    {"eclairage_point", "Lampadaire éteint devant chez moi."}, {"eclairage_point", "Lampadaire qui clignote toute la nuit."}, {"eclairage_point", "Deux lampes éteintes dans le virage."},
    {"eclairage_rue", "Toute la rue est dans le noir depuis hier soir."}, {"eclairage_rue", "Plus d’éclairage entre le rond-point et l’école."},
    {"eclairage_quartier", "Plus aucune lumière dans le quartier."}, {"candelabre_accidente", "Mât plié par une voiture, il penche sur le trottoir."},
    {"fuite_voirie", "L’eau sort du trottoir et coule dans le caniveau."}, {"fuite_voirie", "Fuite importante au milieu de la rue."}, {"absence_eau", "Plus d’eau depuis six heures."},
    {"pression_faible", "Filet d’eau le matin."}, {"eau_trouble", "Eau jaune au robinet."}, {"egout_bouche", "Les égouts refoulent dans la cave."}, {"odeur_egout", "Odeur d’égout quand il fait chaud."},
    {"tampon", "Plaque d’égout qui claque à chaque voiture."}, {"tampon", "Tampon cassé, danger pour les deux-roues."}, {"avaloir_bouche", "Grille bouchée, la rue est inondée quand il pleut."},
    {"borne_incendie", "Borne incendie qui goutte en continu."}, {"affaissement_reseau", "Trou qui se creuse au-dessus de la canalisation."},
    {"arbre_dangereux", "Grosse branche cassée qui pend au-dessus du trottoir."}, {"arbre_dangereux", "Arbre fendu depuis le coup de vent."}, {"branche_genante", "Branches dans les fils et devant le lampadaire."},
    {"branche_genante", "Haie qui oblige à descendre du trottoir."}, {"souche", "Racine qui dépasse, on bute dedans."}, {"herbe_haute", "Herbes hautes au carrefour, on ne voit plus rien."},
    {"massif_abime", "Massif piétiné."}, {"arrosage_fuyant", "L’arrosage tourne sous la pluie et inonde l’allée."}, {"jeux_casses", "Balançoire cassée, vis qui dépasse."},
    {"chenilles_frelon", "Nid de chenilles au-dessus de l’aire de jeux."}, {"chenilles_frelon", "Nid de frelons asiatiques tout en haut de l’arbre."}, {"banc_cloture", "Latte de banc arrachée."},
    {"plante_invasive", "Ambroisie le long du chemin."}, {"stationnement_genant", "Voiture sur le passage piéton devant l’école."}, {"vehicule_ventouse", "Fourgon immobile depuis deux mois."},
    {"nuisance_sonore", "Musique très forte après minuit."}, {"animal_errant", "Chien errant près de l’école."},
    {"chauffage_ecole", "Quatorze degrés dans la classe ce matin."}, {"sanitaire_ecole", "Toilettes des CP bouchées."}, {"chauffage", "Plus de chauffage dans la salle."},
    {"fuite_batiment", "Le plafond goutte dans le couloir."}, {"eau_chaude_ehpad", "Eau tiède à l’étage depuis hier."}, {"lit_leve_personne", "Lit médicalisé bloqué en position haute."},
};

} // namespace

std::string report_sentence(const ReportCategory& category, std::uint64_t dice) {
    std::size_t count = 0;
    for (const Words& w : words) count += std::string_view(w.category) == category.id ? 1 : 0;
    if (count == 0) return category.name.fr + ".";
    std::size_t wanted = static_cast<std::size_t>(Rng(dice).next() % count);
    for (const Words& w : words)
        if (std::string_view(w.category) == category.id && wanted-- == 0) return w.sentence;
    return category.name.fr + ".";
}

} // namespace vigie::gis::demo
