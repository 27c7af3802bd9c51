// The QR code beside a stop: a geo: address (RFC 5870) that the camera of any telephone opens in its own navigation.
// Private to gis/paper.
#pragma once

#include <string>

#include "gis/paper/pdf_canvas.hpp"

namespace vigie::gis {

// "geo:43.178412,2.361205": latitude first, six decimals (11 cm), WGS 84 as the scheme has it without a crs.
[[nodiscard]] std::string geo_uri(LonLat p);
// Drawn into a square box, its quiet zone of four modules within. Nothing when the words do not fit a code.
[[nodiscard]] bool draw_qr(PdfCanvas& canvas, const PaperBox& box, const std::string& words);

} // namespace vigie::gis
