#include "gis/layers/tile_mesh.hpp"

#include <algorithm>

namespace vigie::gis {

namespace {

template <class Vertex>
std::vector<MeshRun> runs_of(const std::vector<Vertex>& vertices, const std::vector<std::uint32_t>& indices) {
    std::vector<MeshRun> runs((indices.size() + indices_per_run - 1) / indices_per_run);
    for (std::size_t r = 0; r < runs.size(); ++r) {
        MeshRun& run = runs[r];
        const std::size_t end = std::min(indices.size(), (r + 1) * indices_per_run);
        for (std::size_t i = r * indices_per_run; i < end; ++i) {
            const Vertex& v = vertices[indices[i]];
            run.low_x = std::min(run.low_x, v.x);
            run.high_x = std::max(run.high_x, v.x);
            run.low_y = std::min(run.low_y, v.y);
            run.high_y = std::max(run.high_y, v.y);
        }
    }
    return runs;
}

} // namespace

void note_runs(TileMesh& mesh) {
    mesh.fill_runs = runs_of(mesh.corners, mesh.fill_indices);
    mesh.stroke_runs = runs_of(mesh.strokes, mesh.stroke_indices);
}

} // namespace vigie::gis
