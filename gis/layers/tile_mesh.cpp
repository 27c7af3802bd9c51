#include "gis/layers/tile_mesh.hpp"

#include <algorithm>

namespace vigie::gis {

static_assert(indices_per_run % 3 == 0);

template <class Vertex>
void TriangleWriter<Vertex>::close() {
    if (open_.empty()) return;
    constexpr std::uint32_t reach = std::numeric_limits<std::uint16_t>::max();
    const auto [low, high] = std::ranges::minmax(open_);
    MeshRun run;
    run.base = mesh.runs.empty() ? 0 : mesh.runs.back().base;  // the same for many, which are then drawn at once
    if (low < run.base || high - run.base > reach) run.base = low;
    if (high - low > reach) {  // the triangles of a ring longer than two bytes count get corners of their own
        run.base = next();
        for (std::uint32_t& i : open_) {
            if (!mesh.along.empty()) mesh.along.push_back(float(mesh.along[i]));
            mesh.vertices.push_back(Vertex(mesh.vertices[i]));
            i = next() - 1;
        }
    }
    for (const std::uint32_t i : open_) {
        const Vertex& v = mesh.vertices[i];
        run.low_x = std::min(run.low_x, v.x);
        run.high_x = std::max(run.high_x, v.x);
        run.low_y = std::min(run.low_y, v.y);
        run.high_y = std::max(run.high_y, v.y);
        mesh.indices.push_back(static_cast<std::uint16_t>(i - run.base));
    }
    mesh.runs.push_back(run);
    open_.clear();
}

template class TriangleWriter<PlaceVertex>;
template class TriangleWriter<StrokeVertex>;

} // namespace vigie::gis
