#include "gis/paper/qr_mark.hpp"

#include <cairo.h>
#include <qrencode.h>

#include <cmath>
#include <memory>

#include <fmt/format.h>

namespace vigie::gis {

namespace {
constexpr int quiet_modules = 4;  // ISO/IEC 18004
}

std::string geo_uri(LonLat p) {
    const auto part = [](double degrees) { return std::round(degrees * 1e6) / 1e6 + 0.0; };  // never "-0"
    return fmt::format("geo:{:.6f},{:.6f}", part(p.lat), part(p.lon));
}

bool draw_qr(PdfCanvas& canvas, const PaperBox& box, const std::string& words) {
    const std::unique_ptr<QRcode, void (*)(QRcode*)> code(QRcode_encodeString8bit(words.c_str(), 0, QR_ECLEVEL_M), QRcode_free);
    if (!code) return false;
    const double module = box.width / (code->width + 2 * quiet_modules);
    cairo_t* pen = canvas.pen();
    canvas.fill(box, inks::white);
    // A run of dark modules is one rectangle: no hairlines between them.
    for (int row = 0; row < code->width; ++row)
        for (int column = 0; column < code->width;) {
            int run = 0;
            while (column + run < code->width && (code->data[row * code->width + column + run] & 1) != 0) ++run;
            if (run > 0) cairo_rectangle(pen, box.x + (quiet_modules + column) * module, box.y + (quiet_modules + row) * module, run * module, module * 1.02);
            column += run > 0 ? run : 1;
        }
    cairo_set_source_rgb(pen, 0, 0, 0);
    cairo_fill(pen);
    return true;
}

} // namespace vigie::gis
