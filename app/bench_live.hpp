// The part of `vigie bench` about points that move: every position new at each frame; one fix a second with the movement
// between; groups at each zoom.
#pragma once

#include <functional>

#include "app/bench.hpp"
#include "gis/layers/style.hpp"
#include "render/map_view.hpp"

namespace vigie::app {

// `draw` draws and waits for the pixels.
void measure_live(const BenchRequest& request, const gis::MapStyle& colors, render::MapView& view, const render::GpuContext& gpu,
                  const std::function<void(const render::Camera&, gis::Time)>& draw, BenchReport& report);

} // namespace vigie::app
