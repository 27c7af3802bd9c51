#include "panels/layer_title.hpp"

namespace vigie::panels {

std::string layer_title(const Frame& frame, const gis::LayerInfo& info) {
    if (const gis::AssetKind* kind = frame.catalog.asset_kind(info.kind)) return kind->plural.in(frame.language.code());
    if (!info.title.empty() && frame.language.has(info.title.key)) return frame.tr(info.title);
    return info.name;
}

} // namespace vigie::panels
