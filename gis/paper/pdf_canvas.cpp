#include "gis/paper/pdf_canvas.hpp"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <chrono>
#include <ctime>
#include <numbers>

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace vigie::gis {

namespace {

// Inter is what the interface is set in; the others are what a machine without it has.
constexpr const char* families = "Inter, Liberation Sans, DejaVu Sans, sans-serif";

cairo_status_t keep(void* to, const unsigned char* data, unsigned length) {
    static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(data), length);
    return CAIRO_STATUS_SUCCESS;
}

void use(cairo_t* pen, Ink c) { cairo_set_source_rgb(pen, c.r, c.g, c.b); }

// Ends the text in … within so many lines. Pango's own ellipsis counts lines by paragraph, and a reader that copies the
// text out of the page would find the hidden words in its place.
void shorten(PangoLayout* layout, int lines) {
    if (pango_layout_get_line_count(layout) <= lines) return;
    const PangoLayoutLine* last = pango_layout_get_line_readonly(layout, lines - 1);
    std::string kept(pango_layout_get_text(layout), static_cast<std::size_t>(last->start_index + last->length));
    do {
        while (!kept.empty() && (static_cast<unsigned char>(kept.back()) & 0xC0) == 0x80) kept.pop_back();
        if (!kept.empty()) kept.pop_back();
        pango_layout_set_text(layout, (kept + "…").c_str(), -1);
    } while (!kept.empty() && pango_layout_get_line_count(layout) > lines);
}

void box_path(cairo_t* pen, const PaperBox& b, double radius) {
    if (radius <= 0) return cairo_rectangle(pen, b.x, b.y, b.width, b.height);
    constexpr double quarter = std::numbers::pi / 2;
    cairo_new_sub_path(pen);
    cairo_arc(pen, b.right() - radius, b.y + radius, radius, -quarter, 0);
    cairo_arc(pen, b.right() - radius, b.bottom() - radius, radius, 0, quarter);
    cairo_arc(pen, b.x + radius, b.bottom() - radius, radius, quarter, 2 * quarter);
    cairo_arc(pen, b.x + radius, b.y + radius, radius, 2 * quarter, 3 * quarter);
    cairo_close_path(pen);
}

} // namespace

struct PdfCanvas::Layout {
    PangoLayout* made = nullptr;
    explicit Layout(cairo_t* pen) : made(pango_cairo_create_layout(pen)) {}
    ~Layout() { g_object_unref(made); }
    Layout(const Layout&) = delete;
    Layout& operator=(const Layout&) = delete;
    [[nodiscard]] TextSize size() const {
        PangoRectangle logical;
        pango_layout_get_extents(made, nullptr, &logical);
        return {double(logical.width) / PANGO_SCALE, double(logical.height) / PANGO_SCALE};
    }
};

PdfCanvas::PdfCanvas(double width, double height, std::string_view language) : width_(width), height_(height), language_(language) {
    cairo_surface_t* surface = cairo_pdf_surface_create_for_stream(&keep, &bytes_, width, height);
    pen_ = cairo_create(surface);
    cairo_surface_destroy(surface);
    cairo_set_line_join(pen_, CAIRO_LINE_JOIN_ROUND);
}

PdfCanvas::~PdfCanvas() { cairo_destroy(pen_); }

void PdfCanvas::describe(const std::string& title, const std::string& author, Time made) {
    cairo_surface_t* surface = cairo_get_target(pen_);
    const std::time_t seconds = static_cast<std::time_t>(ms_since_epoch(made) / 1000);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title.c_str());
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, author.c_str());
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Vigie");
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(seconds)).c_str());
}

void PdfCanvas::next_page() {
    cairo_show_page(pen_);
    ++pages_;
}

Result<std::string> PdfCanvas::finish() {
    cairo_surface_t* surface = cairo_get_target(pen_);
    cairo_status_t status = cairo_status(pen_);
    cairo_surface_finish(surface);
    if (status == CAIRO_STATUS_SUCCESS) status = cairo_surface_status(surface);
    if (status != CAIRO_STATUS_SUCCESS) return Error{ErrorClass::internal, {"paper.failed", {}}, {"paper.failed.remedy", {}}, cairo_status_to_string(status)};
    return std::move(bytes_);
}

std::unique_ptr<PdfCanvas::Layout> PdfCanvas::layout(std::string_view words, const TextStyle& style) {
    auto out = std::make_unique<Layout>(pen_);
    PangoContext* context = pango_layout_get_context(out->made);
    cairo_font_options_t* options = cairo_font_options_create();  // the same widths on every page, whatever the screen
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context, options);
    pango_cairo_context_set_resolution(context, 72);
    pango_context_set_round_glyph_positions(context, FALSE);
    cairo_font_options_destroy(options);
    pango_context_set_language(context, pango_language_from_string(language_ == "en" ? "en" : "fr"));
    PangoFontDescription* font = pango_font_description_new();
    pango_font_description_set_family_static(font, families);
    pango_font_description_set_weight(font, style.strong ? PANGO_WEIGHT_SEMIBOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(font, style.size * PANGO_SCALE);
    pango_layout_set_font_description(out->made, font);
    pango_font_description_free(font);
    PangoAttrList* attributes = pango_attr_list_new();
    pango_attr_list_insert(attributes, pango_attr_font_features_new("tnum=1"));  // columns of times stand under each other
    pango_layout_set_attributes(out->made, attributes);
    pango_attr_list_unref(attributes);
    char* valid = g_utf8_make_valid(words.data(), static_cast<gssize>(words.size()));
    pango_layout_set_text(out->made, valid, -1);
    g_free(valid);
    if (style.width > 0) {
        pango_layout_set_width(out->made, static_cast<int>(style.width * PANGO_SCALE));
        pango_layout_set_wrap(out->made, PANGO_WRAP_WORD_CHAR);
        pango_layout_set_alignment(out->made, style.align == Align::right ? PANGO_ALIGN_RIGHT : style.align == Align::centre ? PANGO_ALIGN_CENTER : PANGO_ALIGN_LEFT);
    }
    if (style.lines > 0) shorten(out->made, style.lines);
    return out;
}

TextSize PdfCanvas::measure(std::string_view words, const TextStyle& style) { return layout(words, style)->size(); }

double PdfCanvas::text(double x, double y, std::string_view words, const TextStyle& style) {
    const auto set = layout(words, style);
    const TextSize size = set->size();
    if (style.width <= 0) x -= style.align == Align::right ? size.width : style.align == Align::centre ? size.width / 2 : 0;
    use(pen_, style.color);
    cairo_move_to(pen_, x, y);
    pango_cairo_show_layout(pen_, set->made);
    return size.height;
}

void PdfCanvas::slanted(double x, double y, double angle, std::string_view words, const TextStyle& style) {
    const auto set = layout(words, style);
    const TextSize size = set->size();
    cairo_save(pen_);
    cairo_translate(pen_, x, y);
    cairo_rotate(pen_, angle);
    cairo_move_to(pen_, -size.width / 2, -size.height / 2);
    pango_cairo_layout_path(pen_, set->made);
    use(pen_, inks::white);
    cairo_set_line_width(pen_, 1.8);
    cairo_stroke(pen_);
    use(pen_, style.color);
    cairo_move_to(pen_, -size.width / 2, -size.height / 2);
    pango_cairo_show_layout(pen_, set->made);
    cairo_restore(pen_);
}

void PdfCanvas::fill(const PaperBox& box, Ink color, double radius) {
    box_path(pen_, box, radius);
    use(pen_, color);
    cairo_fill(pen_);
}

void PdfCanvas::frame(const PaperBox& box, Ink color, double width, double radius) {
    box_path(pen_, box, radius);
    use(pen_, color);
    cairo_set_line_width(pen_, width);
    cairo_stroke(pen_);
}

void PdfCanvas::line(double x1, double y1, double x2, double y2, Ink color, double width) {
    cairo_move_to(pen_, x1, y1);
    cairo_line_to(pen_, x2, y2);
    use(pen_, color);
    cairo_set_line_width(pen_, width);
    cairo_stroke(pen_);
}

void PdfCanvas::disc(double x, double y, double radius, Ink color) {
    cairo_new_sub_path(pen_);
    cairo_arc(pen_, x, y, radius, 0, 2 * std::numbers::pi);
    use(pen_, color);
    cairo_fill(pen_);
}

} // namespace vigie::gis
