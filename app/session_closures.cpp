// The part of a Session that knows which streets are closed on which days: every travel time goes around them.
#include "app/session_workers.hpp"

namespace vigie::app {

void Session::use_roads() {
    open_roads_ = gis::OpenRoads(roads_, *plane_, closures_, zone_);
    travel_ = open_roads_.travel();
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
