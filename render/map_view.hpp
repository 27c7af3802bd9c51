// The map engine: layers in, pixels out. Draws into a texture of its own, again only when camera, data, style, overlay
// or size changed. GL thread for everything here; preparation (tessellation, simplification, labels) runs on workers.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gis/layers/layer.hpp"
#include "gis/layers/style.hpp"
#include "render/camera.hpp"
#include "render/painting.hpp"
#include "render/font_faces.hpp"
#include "render/gpu.hpp"
#include "render/overlay.hpp"
#include "render/overlay_pass.hpp"

namespace vigie::render {

struct MapOptions {
    MapFonts fonts;                     // no regular face: neither names nor markers (benchmark, engine tests)
    int workers = 1;
    std::size_t upload_bytes_per_frame = 24u << 20;
    std::function<void()> wake;         // a worker has something to upload: ask for a frame. Any thread.
    Painting painting = Painting::automatic;
    std::int64_t memory_bytes = std::int64_t{1} << 30;  // see set_memory
};

struct MapLayerState {
    gis::LayerPtr layer;
    bool visible = true;
    bool labels = true;
};

struct FeatureHit {
    std::string layer;       // LayerInfo::id
    std::uint32_t feature = 0;
    double distance_px = 0;
};

struct FrameStats {
    std::uint64_t features = 0, vertices = 0, draw_calls = 0, labels = 0, markers = 0;
    std::uint64_t bytes_uploaded = 0;
    double cpu_ms = 0;
    bool complete = false;   // every visible tile is there at its right level
    bool redrawn = false;
};

class MapView {
public:
    static gis::Result<std::unique_ptr<MapView>> create(GpuContext& gpu, MapOptions options);
    ~MapView();

    void set_plane(double metres_per_unit);            // ground metres per plane unit at the centre of the data
    void set_style(std::shared_ptr<const gis::MapStyle> style, bool night);
    void set_layers(std::vector<MapLayerState> layers); // a layer with looks is drawn once per look; matched by pointer and look: unchanged ones keep their buffers, ones read anew (the same id) are shown as they were until they are there
    void set_overlay(Overlay overlay);
    [[nodiscard]] std::uint64_t overlay_revision() const;  // of the last one set: whoever shares the view sees that another stood in
    // Highlights features of a layer; empty clears. What is selected and what is under the pointer are apart, so that the
    // pointer's moves do not make the selection's shapes again.
    enum class Highlighted : std::uint8_t { selection, pointer };
    void set_highlight(const std::string& layer, std::vector<std::uint32_t> features, Rgba color,
                       Highlighted as = Highlighted::selection);

    void set_reduce_motion(bool reduced);  // splits, fades and pulses show their end at once
    // What the style asks for and the layers on the map cannot have.
    [[nodiscard]] std::vector<gis::Notice> notices() const;

    // What the map may hold: all buffers and textures, tiles, pictures kept to come back to. What was not seen for longest goes
    // first. The present view is drawn whatever it takes.
    void set_memory(std::int64_t bytes);
    [[nodiscard]] std::int64_t memory_used() const;  // bytes, as counted against it

    void redraw();  // forgets the picture (not the tiles): the next draw makes all of it

    // Draws if something changed; `now` moves interpolated markers. The texture (GL name) shows the newest picture.
    FrameStats draw(const Camera& camera, gis::Time now);
    [[nodiscard]] std::uint32_t texture() const;
    // The last picture had every visible tile at its right level.
    [[nodiscard]] bool complete() const;
    // How often `draw` was called: whether somebody shows the map at all.
    [[nodiscard]] std::uint64_t draws() const;
    // True while another frame is needed: tiles arriving, labels fading, markers moving, an alert pulsing.
    [[nodiscard]] bool wants_frame(gis::Time now) const;
    // A service is to be asked again for pictures it could not give: milliseconds from now.
    [[nodiscard]] std::optional<int> wants_frame_in_ms() const;
    [[nodiscard]] const std::string& frame_reason() const;

    // Waits for everything visible, draws, reads back: `vigie render`, goldens, the benchmark's pixel fence.
    FrameStats draw_complete(const Camera& camera, gis::Time now);
    [[nodiscard]] Image read_back();
    void finish();   // glFinish plus one pixel read: the pixels are there

    // Exact hits under a point, topmost first: markers (and cluster members) and features.
    [[nodiscard]] std::vector<std::uint64_t> pick_markers(PxPoint p) const;
    [[nodiscard]] std::vector<FeatureHit> pick_features(PxPoint p, double tolerance_px = 4) const;
    // Features drawn now that touch a polygon of the plane (lasso, box), per visible layer; rising.
    struct LayerFeatures {
        std::string layer;
        std::vector<std::uint32_t> features;
    };
    [[nodiscard]] std::vector<LayerFeatures> features_in(const std::vector<gis::PlanePoint>& polygon) const { return find_in(polygon)(); }
    // The same question as a value, to be answered by any thread: of a million features that takes tens of milliseconds.
    [[nodiscard]] std::function<std::vector<LayerFeatures>()> find_in(std::vector<gis::PlanePoint> polygon) const;
    // Markers inside a screen polygon (lasso, box).
    [[nodiscard]] std::vector<std::uint64_t> markers_in(const std::vector<PxPoint>& polygon) const;

    // Clusters and stacks (overlay_pass.hpp): what lies under the point; opening one into a spider; closing it again.
    [[nodiscard]] std::optional<ClusterHit> cluster_at(PxPoint p) const;
    bool spread(std::uint64_t key);
    void gather();

private:
    MapView();
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace vigie::render
