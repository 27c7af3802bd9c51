#include "panels/layer_title.hpp"

namespace vigie::panels {

std::string layer_title(const gis::Catalog& catalog, const gis::Language& language, const gis::LayerInfo& info) {
    if (const gis::AssetKind* kind = catalog.asset_kind(info.kind)) return kind->plural.in(language.code());
    if (!info.title.empty() && language.has(info.title.key)) return language(info.title);
    return info.name;
}

std::string outage_words(const Frame& frame, const ServiceOutage& outage) {
    const auto at = [&](gis::Time t) { return frame.language.clock(t, frame.zone); };
    return frame.tr({"remote.outage", {{"since", at(outage.since)}, {"why", frame.tr(outage.why)}, {"next", at(outage.next)}}});
}

} // namespace vigie::panels
