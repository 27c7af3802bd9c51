// Pages of a PDF: text laid out by Pango in the program's own face (embedded, selectable), lines and shapes by Cairo.
// Points of 1/72 inch, y down from the top left. Private to gis/paper. One thread at a time.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gis/model/geometry.hpp"
#include "gis/model/result.hpp"
#include "gis/model/time.hpp"

typedef struct _cairo cairo_t;  // NOLINT: Cairo's own way

namespace vigie::gis {

struct Ink {
    double r = 0, g = 0, b = 0;
};
// 0xRRGGBB
[[nodiscard]] constexpr Ink ink(unsigned rgb) { return {double(rgb >> 16 & 255) / 255, double(rgb >> 8 & 255) / 255, double(rgb & 255) / 255}; }

// The day theme's inks (assets/theme/tokens.json), as paper takes them.
namespace inks {
inline constexpr Ink strong = ink(0x12202A), normal = ink(0x33434E), weak = ink(0x586670), line = ink(0xC4CDD2), veil = ink(0xF4F6F7), white = ink(0xFFFFFF),
                     accent = ink(0x0B6470), route = ink(0x1769D2), danger = ink(0xA52C0A), danger_veil = ink(0xFDE4DC), warn = ink(0x694600), warn_veil = ink(0xFFF0C2);
}

struct PaperBox {
    double x = 0, y = 0, width = 0, height = 0;
    [[nodiscard]] double right() const { return x + width; }
    [[nodiscard]] double bottom() const { return y + height; }
};

enum class Align : std::uint8_t { left, right, centre };
struct TextStyle {
    double size = 9;            // pt, em
    bool strong = false;
    Ink color = inks::normal;
    double width = 0;           // wraps there, at words; 0 = one line as long as it is
    int lines = 0;              // at most, the last one ends in …; 0 = all
    Align align = Align::left;  // within `width`, or of `x` without one
};
struct TextSize {
    double width = 0, height = 0;
};

class PdfCanvas {
public:
    // Both in pt. `language` of the text ("fr"), for Pango's choices.
    PdfCanvas(double width, double height, std::string_view language);
    ~PdfCanvas();
    PdfCanvas(const PdfCanvas&) = delete;
    PdfCanvas& operator=(const PdfCanvas&) = delete;

    [[nodiscard]] double width() const { return width_; }
    [[nodiscard]] double height() const { return height_; }
    void describe(const std::string& title, const std::string& author, Time made);
    void next_page();
    [[nodiscard]] std::size_t pages() const { return pages_; }
    // The bytes; nothing can be drawn afterwards.
    [[nodiscard]] Result<std::string> finish();

    [[nodiscard]] TextSize measure(std::string_view words, const TextStyle& style);
    // Its top at y; gives its height. Bytes that are not UTF-8 become U+FFFD.
    double text(double x, double y, std::string_view words, const TextStyle& style);
    // Along a slope (radians, clockwise), centred on the point, with a white halo.
    void slanted(double x, double y, double angle, std::string_view words, const TextStyle& style);
    void fill(const PaperBox& box, Ink color, double radius = 0);
    void frame(const PaperBox& box, Ink color, double width = 0.6, double radius = 0);
    void line(double x1, double y1, double x2, double y2, Ink color, double width = 0.6);
    void disc(double x, double y, double radius, Ink color);
    [[nodiscard]] cairo_t* pen() { return pen_; }  // for paths

private:
    struct Layout;
    [[nodiscard]] std::unique_ptr<Layout> layout(std::string_view words, const TextStyle& style);
    cairo_t* pen_ = nullptr;
    double width_, height_;
    std::string language_, bytes_;
    std::size_t pages_ = 1;
};

} // namespace vigie::gis
