// Groups markers that would stand on each other at a zoom level. Greedy by radius over a grid, for the whole data and not
// for what is visible: panning never regroups. Groups whose donuts would touch are joined. Same input, same groups.
// Linear in the number of points; centimetres are told apart over a hundred kilometres. Any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "gis/model/geometry.hpp"
#include "render/symbol_sprites.hpp"

namespace vigie::render {

struct ClusterPoint {
    gis::PlanePoint at;
    std::uint8_t family = 0;
};

struct Cluster {
    gis::PlanePoint at;            // mean of the members
    FamilyCounts families{};
    std::uint32_t first = 0, count = 0;  // members: `members[first … first + count)`; one member = a marker on its own
};

struct Clustering {
    std::vector<Cluster> clusters;
    std::vector<std::uint32_t> members;   // indices into the points, each exactly once
    [[nodiscard]] std::span<const std::uint32_t> of(const Cluster& c) const { return {members.data() + c.first, c.count}; }
};

// Keeps its working memory, some hundred bytes a point, for the next time. One thread at a time.
class Clusterer {
public:
    Clusterer();
    ~Clusterer();
    Clusterer(Clusterer&&) noexcept;
    Clusterer& operator=(Clusterer&&) noexcept;
    // `radius` around a group's seed and the plane size of a pixel, both in plane units. A radius of 0 groups nothing.
    // What `out` held goes, its memory is used again.
    void run(std::span<const ClusterPoint> points, double radius, double units_per_px, Clustering& out);

private:
    struct Work;
    std::unique_ptr<Work> work_;
};

// The same, once.
[[nodiscard]] Clustering cluster(std::span<const ClusterPoint> points, double radius, double units_per_px);

// Zoom levels at which groups are remade: half powers of two.
[[nodiscard]] int cluster_level(double units_per_px);
[[nodiscard]] double level_units_per_px(int level);
// How far apart markers may stand to be grouped, interface px: wide over a town, only stacks at street scale.
[[nodiscard]] double cluster_radius_px(double metres_per_px);

} // namespace vigie::render
