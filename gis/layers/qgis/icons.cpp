#include "gis/layers/qgis/icons.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace vigie::gis::qgis {

namespace {

// Words of file names, French and English, most telling first: the first row with a word of the file decides.
struct Row {
    std::string_view words, icon;
};
constexpr Row rows[] = {
    {"bus", "directions_bus"},
    {"tram tramway", "tram"},
    {"metro subway", "directions_subway"},
    {"train gare railway rail station", "train"},
    {"taxi", "local_taxi"},
    {"airport aerodrome plane aeroport helicopter", "flight"},
    {"port marina anchor ancre", "anchor"},
    {"boat ferry bateau sailing shipwreck wreck", "directions_boat"},
    {"fuel gas essence carburant", "local_gas_station"},
    {"charging irve borne_recharge recharge", "ev_station"},
    {"traffic feux feu", "traffic"},
    {"bicycle velo cycle bike", "directions_bike"},
    {"parking stationnement", "local_parking"},
    {"car voiture", "directions_car"},
    {"motorcycle moto", "two_wheeler"},
    {"truck camion", "local_shipping"},
    {"lighthouse lamp light lampadaire eclairage luminaire candelabre", "lightbulb_outline"},
    {"firestation fire hydrant incendie pompier pompiers", "local_fire_department"},
    {"police gendarmerie", "local_police"},
    {"hospital hopital clinic emergency", "local_hospital"},
    {"doctors doctor dentist medecin health sante opticians", "medical_services"},
    {"pharmacy pharmacie", "local_pharmacy"},
    {"school ecole university universite college lycee education", "school"},
    {"nursery creche kindergarten", "child_care"},
    {"playground jeux", "child_friendly"},
    {"ehpad elderly retraite", "elderly"},
    {"disability disabled handicap wheelchair accessibility pmr", "accessible"},
    {"toilets toilet wc sanitaire", "wc"},
    {"library bibliotheque mediatheque", "local_library"},
    {"museum musee gallery archaeological", "museum"},
    {"theatre theater", "theater_comedy"},
    {"cinema", "movie"},
    {"casino", "casino"},
    {"fete event", "celebration"},
    {"castle chateau ruin", "castle"},
    {"bunker battlefield fort", "fort"},
    {"bank banque townhall mairie monument memorial embassy court administrative", "account_balance"},
    {"church eglise christian worship chapelle religion", "church"},
    {"jewish synagogue", "synagogue"},
    {"muslim islamic mosque mosquee", "mosque"},
    {"hindu temple buddhist shinto", "temple_hindu"},
    {"post poste", "local_post_office"},
    {"telephone phone", "phone"},
    {"atm", "atm"},
    {"money currency dollar", "euro"},
    {"information info", "info"},
    {"waste bin poubelle corbeille dechet dechets conteneur", "delete_outline"},
    {"recycling recyclage tri", "recycling"},
    {"bench banc table picnic", "chair"},
    {"fountain fontaine drinkingtap water eau waterwheel ford", "water_drop"},
    {"vanne valve swamp", "opacity"},
    {"hotel hostel bed", "hotel"},
    {"alpinehut hut shelter abri teepee", "cabin"},
    {"tree arbre deciduous coniferous garden", "nature"},
    {"forest foret wood landuse bois", "forest"},
    {"grass scrub herbe", "grass"},
    {"park parc jardin", "park"},
    {"peak hills quarry quary mine cave montagne", "terrain"},
    {"restaurant food", "restaurant"},
    {"cafe", "local_cafe"},
    {"bar pub alcohol", "local_bar"},
    {"fastfood fast", "fastfood"},
    {"bakery boulangerie", "bakery_dining"},
    {"supermarket convenience conveneince greengrocer market marche", "local_grocery_store"},
    {"shopping shop commerce clothes gift", "local_mall"},
    {"hairdresser", "content_cut"},
    {"laundrette", "local_laundry_service"},
    {"veterinary pet zoo deer", "pets"},
    {"florist", "local_florist"},
    {"soccer football stade", "sports_soccer"},
    {"tennis", "sports_tennis"},
    {"swimming piscine swimmer diving", "pool"},
    {"gym gymnasium gymnase", "fitness_center"},
    {"golf", "golf_course"},
    {"skiing skier", "downhill_skiing"},
    {"sport", "sports"},
    {"walker hiking randonnee", "hiking"},
    {"camera photo view", "photo_camera"},
    {"beach plage", "beach_access"},
    {"tower communications antenne antenna", "cell_tower"},
    {"power electric electricite transfo", "bolt"},
    {"danger warning skull", "warning"},
    {"star star1 star2 star3 etoile", "star"},
    {"house maison", "home"},
    {"city town village building batiment", "location_city"},
    {"factory usine", "factory"},
    {"flag drapeau", "flag"},
    {"pin epingle", "push_pin"},
    {"marker point waypoint poi", "place"},
    {"arrow northarrow windrose", "navigation"},
    {"cross cross1 cross2 cross4 cross5 cross6", "add"},
    {"forbidden gate bollard barrier", "block"},
    {"video", "videocam"},
    {"sign panneau", "signpost"},
    {"survey", "build"},
    {"circle", "circle"},
    {"square", "square"},
    {"triangle", "change_history"},
};

constexpr std::pair<std::string_view, std::string_view> shapes[] = {
    {"square", "square"}, {"rectangle", "square"}, {"quarter_square", "square"}, {"half_square", "square"}, {"diagonal_half_square", "square"}, {"diamond", "diamond"},
    {"triangle", "triangle"}, {"equilateral_triangle", "triangle"}, {"left_half_triangle", "triangle"}, {"right_half_triangle", "triangle"}, {"star", "star"}, {"diamond_star", "star"},
    {"regular_star", "star"}, {"shield", "pentagon"}, {"pentagon", "pentagon"}, {"hexagon", "hexagon"}, {"octagon", "hexagon"}, {"decagon", "circle"}, {"cross", "cross"},
    {"cross_fill", "cross"}, {"cross2", "x"}, {"semi_circle", "circle"}, {"third_circle", "circle"}, {"quarter_circle", "circle"}, {"heart", "circle"}};

// Lower-case words of "transport/amenity=bus_stop.svg": those of the file, then those of its folder.
std::vector<std::string> words_of(std::string_view file) {
    if (const auto dot = file.rfind('.'); dot != std::string_view::npos) file = file.substr(0, dot);
    const auto slash = file.find_last_of("/\\");
    std::string_view folder;
    if (slash != std::string_view::npos) {
        folder = file.substr(0, slash);
        folder = folder.substr(folder.find_last_of("/\\") + 1);
    }
    std::vector<std::string> words;
    for (const std::string_view part : {slash == std::string_view::npos ? file : file.substr(slash + 1), folder}) {
        words.emplace_back();
        for (const char c : part) {
            const char low = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
            if ((low >= 'a' && low <= 'z') || (low >= '0' && low <= '9')) words.back() += low;
            else if (!words.back().empty()) words.emplace_back();
        }
    }
    return words;
}

bool has_word(std::string_view words, std::string_view one) {
    for (auto at = words.find(one); at != std::string_view::npos; at = words.find(one, at + 1)) {
        const bool begins = at == 0 || words[at - 1] == ' ', ends = at + one.size() == words.size() || words[at + one.size()] == ' ';
        if (begins && ends) return true;
    }
    return false;
}

} // namespace

std::string_view shape_of_marker(std::string_view name) {
    const auto* found = std::ranges::find(shapes, name, &std::pair<std::string_view, std::string_view>::first);
    return found == std::end(shapes) ? std::string_view() : found->second;
}

std::string_view icon_of_svg(std::string_view file) {
    if (file.starts_with("base64:")) return {};
    for (const std::string& word : words_of(file)) {
        if (word.size() < 2) continue;
        for (const Row& row : rows)
            if (has_word(row.words, word)) return row.icon;
    }
    return {};
}

} // namespace vigie::gis::qgis
