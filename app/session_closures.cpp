// The part of a Session that knows the roads and which streets are closed when: every travel time goes around them.
#include <cmath>

#include "app/session_workers.hpp"

namespace vigie::app {

namespace {

constexpr double worth_saying_m = 100;  // of street on its own: a drive in a park is no fault
constexpr const char* pieces_key = "app.roads.pieces";

} // namespace

// Streets that no other leads to: most often a vertex missing where two cross.
void Session::note_road_pieces() {
    std::erase_if(notices_, [](const gis::Notice& n) { return n.text.key == pieces_key; });
    const gis::RoadPieces pieces = roads_.pieces();
    if (pieces.count < 2 || pieces.apart_m < worth_saying_m) return;
    std::string where;
    for (const gis::PlanePoint at : pieces.farthest) {
        std::string address = gazetteer_.address_at(at);
        if (!address.empty() && where.find(address) == std::string::npos) where += (where.empty() ? "" : " ; ") + address;
    }
    notices_.push_back({gis::Severity::info, commune_name_,
                        {pieces_key, {{"n", std::to_string(pieces.count - 1)}, {"metres", std::to_string(std::lround(pieces.apart_m))}, {"all", std::to_string(std::lround(pieces.all_m / 1'000))}}},
                        {where.empty() ? "app.roads.pieces.remedy" : "app.roads.pieces.where", {{"where", where}}}});
}

void Session::use_roads() {
    open_roads_ = gis::OpenRoads(roads_, *plane_, closures_, zone_);
    travel_ = open_roads_.travel(++roads_version_);
}

bool Session::look_for_closures() {
    const std::uint64_t revision = world().revision(gis::EntityKind::asset);
    if (revision == closures_revision_) return false;
    closures_revision_ = revision;
    auto closures = gis::street_closures(world());
    if (closures == closures_) return false;
    closures_ = std::move(closures);
    use_roads();
    return true;
}

} // namespace vigie::app
