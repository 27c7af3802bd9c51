// A dataset of GDAL that closes itself. For files that speak to GDAL.
#pragma once

#include <memory>

#include <gdal_priv.h>

namespace vigie::gis {

struct CloseDataset {
    void operator()(GDALDataset* dataset) const { GDALClose(dataset); }
};
using Dataset = std::unique_ptr<GDALDataset, CloseDataset>;

} // namespace vigie::gis
