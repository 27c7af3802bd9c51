// Until the map engine is there: a map that draws nothing.
#include "render/map_view.hpp"

namespace vigie::render {
struct MapView::Impl {
    std::string reason;
};
MapView::MapView() : impl_(std::make_unique<Impl>()) {}
MapView::~MapView() = default;
gis::Result<std::unique_ptr<MapView>> MapView::create(GpuContext&, MapOptions) { return std::unique_ptr<MapView>(new MapView); }
void MapView::set_plane(double) {}
void MapView::set_style(std::shared_ptr<const gis::MapStyle>, bool) {}
void MapView::set_layers(std::vector<MapLayerState>) {}
void MapView::set_overlay(Overlay) {}
void MapView::set_highlight(const std::string&, std::vector<std::uint32_t>, Rgba) {}
FrameStats MapView::draw(const Camera&, gis::Time) { return {}; }
std::uint32_t MapView::texture() const { return 0; }
bool MapView::wants_frame(gis::Time) const { return false; }
const std::string& MapView::frame_reason() const { return impl_->reason; }
FrameStats MapView::draw_complete(const Camera&, gis::Time) { return {}; }
Image MapView::read_back() { return {}; }
void MapView::finish() {}
std::vector<std::uint64_t> MapView::pick_markers(PxPoint) const { return {}; }
std::vector<FeatureHit> MapView::pick_features(PxPoint, double) const { return {}; }
std::vector<std::uint64_t> MapView::markers_in(const std::vector<PxPoint>&) const { return {}; }
} // namespace vigie::render
