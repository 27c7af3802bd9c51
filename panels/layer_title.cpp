#include "panels/layer_title.hpp"

namespace vigie::panels {

std::string layer_title(const gis::Catalog& catalog, const gis::Language& language, const gis::LayerInfo& info) {
    if (const gis::AssetKind* kind = catalog.asset_kind(info.kind)) return kind->plural.in(language.code());
    if (!info.title.empty() && language.has(info.title.key)) return language(info.title);
    return info.name;
}

} // namespace vigie::panels
