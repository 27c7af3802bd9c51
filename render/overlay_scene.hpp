// What of an overlay is on the map at a zoom: markers on their own, clusters, the opened stack; where each stands at a
// time; what lies under a point. No GL here. UI thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "render/camera.hpp"
#include "render/clusters.hpp"
#include "render/frame_time.hpp"
#include "render/overlay.hpp"
#include "render/px_box.hpp"

namespace vigie::render {

// Which clock moves an item: none, the picture's (between two fixes), or the wall's (a cluster that splits).
enum class Motion : std::uint8_t { still, fixes, eases };

struct SceneItem {
    static constexpr std::uint32_t none = 0xffff'ffff;
    std::uint32_t marker = none;      // index into the overlay's markers, or
    std::uint32_t cluster = none;     // index into the clustering
    gis::PlanePoint from, at;
    Motion motion = Motion::still;
    double start_s = 0, end_s = 0;    // seconds of its clock: after base() for fixes, wall seconds for easing
    float spread_x = 0, spread_y = 0; // px at scale 1, of an opened stack; reached with the easing
    bool flag_left = false;
};

class OverlayScene {
public:
    static constexpr double ease_s = 0.15;
    static constexpr std::size_t most_spread = 8;

    void set(Overlay overlay);
    void set_plane(double metres_per_unit);
    bool spread(std::uint64_t key);
    void gather();

    // Brings the items to this camera's zoom. True when they changed.
    bool arrange(const Camera& camera, const FrameTime& time);

    [[nodiscard]] const Overlay& overlay() const { return overlay_; }
    // In drawing order: clusters, then markers by `order`, hovered last of their order, northern ones first.
    [[nodiscard]] const std::vector<SceneItem>& items() const { return items_; }
    [[nodiscard]] const Clustering& clustering() const { return clustering_; }
    [[nodiscard]] gis::Time base() const { return base_; }
    [[nodiscard]] bool opened(std::size_t item) const { return items_[item].spread_x != 0 || items_[item].spread_y != 0; }
    [[nodiscard]] bool hovered(std::uint32_t marker) const;
    [[nodiscard]] bool holds_hovered(const SceneItem& item) const;  // a cluster with a hovered member
    // Index of the item that shows this marker on its own; nothing when it is in a cluster or gone.
    [[nodiscard]] std::optional<std::size_t> item_of(std::uint64_t key) const;

    // Where an item is drawn, framebuffer px.
    [[nodiscard]] PxPoint place(const SceneItem& item, const Camera& camera, const FrameTime& time) const;
    // Something is between two places.
    [[nodiscard]] bool moving(const FrameTime& time) const;
    [[nodiscard]] bool easing(const FrameTime& time) const;

    [[nodiscard]] std::vector<std::size_t> items_at(PxPoint p, const Camera& camera, const FrameTime& time) const;  // topmost first
    [[nodiscard]] std::vector<std::uint64_t> keys_of(const SceneItem& item) const;
    [[nodiscard]] gis::PlaneBox box_of(const SceneItem& item) const;   // of all its members
    [[nodiscard]] std::vector<std::uint64_t> markers_in(std::span<const PxPoint> polygon, const Camera& camera, const FrameTime& time) const;
    [[nodiscard]] std::vector<PxBox> obstacles(const Camera& camera, const FrameTime& time) const;

private:
    void index_markers();
    void regroup(const Camera& camera, const FrameTime& time);
    void add_single(std::uint32_t marker);
    void add_cluster(std::uint32_t cluster, const FrameTime& time);
    void add_opened(const Cluster& stack, const FrameTime& time);
    void ease_from_before(const FrameTime& time);
    void order_items();
    void choose_flag_sides(const Camera& camera);
    [[nodiscard]] double fraction(const SceneItem& item, const FrameTime& time) const;
    [[nodiscard]] float distance_px(const SceneItem& item, PxPoint p, const Camera& camera, const FrameTime& time) const;

    Overlay overlay_;
    double metres_per_unit_ = 1;
    gis::Time base_{};
    std::vector<std::uint32_t> grouping_;        // markers that may cluster, by key
    std::vector<ClusterPoint> points_;           // their places
    std::vector<std::uint32_t> alone_;           // the others
    std::vector<std::uint64_t> hovered_;         // sorted
    std::optional<std::uint64_t> opened_key_;
    std::optional<double> opened_at_s_;          // wall seconds: a new overlay does not open the stack again

    Clusterer clusterer_;
    Clustering clustering_;
    std::vector<SceneItem> items_;
    std::vector<gis::PlanePoint> before_;        // where each grouping marker was drawn at the last level
    std::optional<int> level_;
    bool stale_ = true;
    double latest_fix_s_ = 0, ease_end_s_ = 0;

    // Buckets of still items for picking, made at the first question after a change; the ones that move are looked at one
    // by one.
    struct Cells {
        std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> still;
        std::vector<std::uint32_t> movers;
        double size = 1;
    };
    [[nodiscard]] const Cells& cells() const;
    mutable std::optional<Cells> cells_;
};

} // namespace vigie::render
