#include "render/overlay_scene.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "render/marker_shape.hpp"

namespace vigie::render {

namespace {

double seconds_between(gis::Time a, gis::Time b) { return std::chrono::duration<double>(b - a).count(); }

bool moves(const Marker& m) { return m.at_time > m.from_time && (m.from.x != m.at.x || m.from.y != m.at.y); }

} // namespace

void OverlayScene::set(Overlay overlay) {
    overlay_ = std::move(overlay);
    hovered_ = overlay_.hovered;
    std::sort(hovered_.begin(), hovered_.end());
    index_markers();
    stale_ = true;
}

void OverlayScene::set_plane(double metres_per_unit) {
    if (metres_per_unit_ != metres_per_unit) stale_ = true;
    metres_per_unit_ = metres_per_unit;
}

void OverlayScene::index_markers() {
    const std::vector<Marker>& markers = overlay_.markers;
    grouping_.clear();
    alone_.clear();
    std::vector<std::uint64_t> chosen = overlay_.selected;
    std::sort(chosen.begin(), chosen.end());
    // Seconds count from the first movement, so that they stay exact as floats on the GPU.
    std::optional<gis::Time> first;
    for (const Marker& m : markers)
        if (moves(m) && (!first || m.from_time < *first)) first = m.from_time;
    base_ = first.value_or(gis::Time{});
    latest_fix_s_ = -1e300;
    for (std::uint32_t i = 0; i < markers.size(); ++i) {
        const Marker& m = markers[i];
        const bool groups = m.clusters && !std::binary_search(chosen.begin(), chosen.end(), m.key);
        (groups ? grouping_ : alone_).push_back(i);
        if (moves(m)) latest_fix_s_ = std::max(latest_fix_s_, seconds_between(base_, m.at_time));
    }
    // By key, so that groups do not depend on the order in which somebody listed the markers.
    std::sort(grouping_.begin(), grouping_.end(), [&](auto a, auto b) { return markers[a].key < markers[b].key; });
    points_.clear();
    for (const std::uint32_t i : grouping_) points_.push_back({markers[i].at, markers[i].family});
    before_.clear();
}

bool OverlayScene::spread(std::uint64_t key) {
    for (const Cluster& c : clustering_.clusters) {
        if (c.count < 2) continue;
        const auto members = clustering_.of(c);
        const bool holds = std::any_of(members.begin(), members.end(), [&](auto m) { return overlay_.markers[grouping_[m]].key == key; });
        if (!holds) continue;
        if (c.count > most_spread) return false;
        opened_key_ = key;
        opened_at_s_.reset();
        stale_ = true;
        return true;
    }
    return false;
}

void OverlayScene::gather() {
    if (opened_key_) stale_ = true;
    opened_key_.reset();
    opened_at_s_.reset();
}

bool OverlayScene::arrange(const Camera& camera, const FrameTime& time) {
    const int level = cluster_level(camera.units_per_px * static_cast<double>(camera.pixel_ratio));
    const bool zoomed = level_ && *level_ != level;
    if (!stale_ && !zoomed && level_) return false;
    if (zoomed) {
        opened_key_.reset();
        opened_at_s_.reset();
    }
    level_ = level;
    regroup(camera, time);
    if (zoomed && !before_.empty()) ease_from_before(time);
    before_.assign(points_.size(), {});
    for (const Cluster& c : clustering_.clusters)
        for (const std::uint32_t m : clustering_.of(c)) before_[m] = c.at;
    order_items();
    choose_flag_sides(camera);
    cells_.reset();
    stale_ = false;
    return true;
}

void OverlayScene::regroup(const Camera& camera, const FrameTime& time) {
    const double upp = level_units_per_px(*level_);
    const double radius = cluster_radius_px(camera.units_per_px * static_cast<double>(camera.pixel_ratio) * metres_per_unit_);
    // Sizes are judged in the middle of the level, which spans a factor of √2.
    clusterer_.run(points_, radius * upp, upp * 1.25, clustering_);
    items_.clear();
    for (const std::uint32_t marker : alone_) add_single(marker);
    for (std::uint32_t i = 0; i < clustering_.clusters.size(); ++i) {
        const Cluster& c = clustering_.clusters[i];
        if (c.count == 1) add_single(grouping_[clustering_.of(c).front()]);
        else add_cluster(i, time);
    }
}

void OverlayScene::add_single(std::uint32_t index) {
    const Marker& m = overlay_.markers[index];
    SceneItem item{.marker = index, .from = m.at, .at = m.at};
    if (moves(m)) {
        item.from = m.from;
        item.motion = Motion::fixes;
        item.start_s = seconds_between(base_, m.from_time);
        item.end_s = seconds_between(base_, m.at_time);
    }
    items_.push_back(item);
}

void OverlayScene::add_cluster(std::uint32_t index, const FrameTime& time) {
    const Cluster& c = clustering_.clusters[index];
    if (opened_key_ && c.count <= most_spread) {
        const auto members = clustering_.of(c);
        const std::uint64_t key = *opened_key_;
        if (std::any_of(members.begin(), members.end(), [&](auto m) { return overlay_.markers[grouping_[m]].key == key; })) {
            add_opened(c, time);
            return;
        }
    }
    items_.push_back({.cluster = index, .from = c.at, .at = c.at});
}

// Members stand on a circle around their common place, first one on top, clockwise.
void OverlayScene::add_opened(const Cluster& stack, const FrameTime& time) {
    const auto members = clustering_.of(stack);
    if (!opened_at_s_) opened_at_s_ = time.wall_s;
    const double step = 2 * std::numbers::pi / static_cast<double>(members.size());
    const double radius = std::max(38.0, 36.0 / (2 * std::sin(step / 2)));
    for (std::size_t i = 0; i < members.size(); ++i) {
        const double angle = step * static_cast<double>(i);
        SceneItem item{.marker = grouping_[members[i]], .from = stack.at, .at = stack.at, .motion = Motion::eases};
        item.start_s = *opened_at_s_;
        item.end_s = *opened_at_s_ + ease_s;
        item.spread_x = static_cast<float>(radius * std::sin(angle)) + 1e-3f;
        item.spread_y = static_cast<float>(-radius * std::cos(angle));
        items_.push_back(item);
    }
    ease_end_s_ = *opened_at_s_ + ease_s;
}

// A group that splits lets its parts start where it was; one that forms starts where its first member was.
void OverlayScene::ease_from_before(const FrameTime& time) {
    std::unordered_map<std::uint32_t, std::uint32_t> place_of;  // marker → index into before_
    for (std::uint32_t i = 0; i < grouping_.size(); ++i) place_of.emplace(grouping_[i], i);
    for (SceneItem& item : items_) {
        if (item.motion != Motion::still) continue;
        std::uint32_t member = SceneItem::none;
        if (item.cluster != SceneItem::none) member = clustering_.of(clustering_.clusters[item.cluster]).front();
        else if (const auto found = place_of.find(item.marker); found != place_of.end()) member = found->second;
        if (member == SceneItem::none) continue;
        const gis::PlanePoint was = before_[member];
        if (was.x == item.at.x && was.y == item.at.y) continue;
        item.from = was;
        item.motion = Motion::eases;
        item.start_s = time.wall_s;
        item.end_s = time.wall_s + ease_s;
        ease_end_s_ = item.end_s;
    }
}

bool OverlayScene::hovered(std::uint32_t marker) const {
    return std::binary_search(hovered_.begin(), hovered_.end(), overlay_.markers[marker].key);
}

bool OverlayScene::holds_hovered(const SceneItem& item) const {
    if (hovered_.empty() || item.cluster == SceneItem::none) return false;
    const auto members = clustering_.of(clustering_.clusters[item.cluster]);
    return std::any_of(members.begin(), members.end(), [this](std::uint32_t m) { return hovered(grouping_[m]); });
}

void OverlayScene::order_items() {
    struct Rank {
        std::int64_t order;
        bool raised;
        double north;
        std::uint32_t index;
    };
    std::vector<Rank> ranks;
    ranks.reserve(items_.size());
    for (std::uint32_t i = 0; i < items_.size(); ++i) {
        const SceneItem& item = items_[i];
        const bool single = item.marker != SceneItem::none;
        const std::int64_t order = single ? overlay_.markers[item.marker].order : std::int64_t{-1} << 40;
        const bool raised = single && (opened(i) || (!hovered_.empty() && hovered(item.marker)));
        // Plain discs keep the order they came in: there may be very many of them.
        const bool plain = single && is_plain_disc(overlay_.markers[item.marker]);
        ranks.push_back({order, raised, plain ? 0 : item.at.y, i});
    }
    const auto below = [](const Rank& a, const Rank& b) {
        if (a.order != b.order) return a.order < b.order;
        if (a.raised != b.raised) return b.raised;
        if (a.north != b.north) return a.north > b.north;
        return a.index < b.index;
    };
    if (std::is_sorted(ranks.begin(), ranks.end(), below)) return;
    std::sort(ranks.begin(), ranks.end(), below);
    std::vector<SceneItem> sorted;
    sorted.reserve(items_.size());
    for (const Rank& rank : ranks) sorted.push_back(items_[rank.index]);
    items_.swap(sorted);
}

std::optional<std::size_t> OverlayScene::item_of(std::uint64_t key) const {
    for (std::size_t i = 0; i < items_.size(); ++i)
        if (items_[i].marker != SceneItem::none && overlay_.markers[items_[i].marker].key == key) return i;
    return {};
}

double OverlayScene::fraction(const SceneItem& item, const FrameTime& time) const {
    if (item.motion == Motion::still || (item.motion == Motion::eases && time.settled)) return 1;
    const double at = item.motion == Motion::fixes ? seconds_between(base_, time.now) : time.wall_s;
    const double t = std::clamp((at - item.start_s) / std::max(item.end_s - item.start_s, 1e-6), 0.0, 1.0);
    return item.motion == Motion::eases ? 1 - (1 - t) * (1 - t) : t;
}

PxPoint OverlayScene::place(const SceneItem& item, const Camera& camera, const FrameTime& time) const {
    const double t = fraction(item, time);
    PxPoint p = camera.screen_from_plane({item.from.x + (item.at.x - item.from.x) * t, item.from.y + (item.at.y - item.from.y) * t});
    const double s = t * static_cast<double>(camera.pixel_ratio);
    p.x += static_cast<double>(item.spread_x) * s;
    p.y += static_cast<double>(item.spread_y) * s;
    return p;
}

bool OverlayScene::moving(const FrameTime& time) const { return latest_fix_s_ > seconds_between(base_, time.now); }

bool OverlayScene::easing(const FrameTime& time) const { return !time.settled && time.wall_s < ease_end_s_; }

} // namespace vigie::render
