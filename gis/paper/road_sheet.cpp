#include "gis/paper/road_sheet.hpp"

#include "gis/model/zone.hpp"
#include "gis/paper/road_sheet_page.hpp"

namespace vigie::gis {

Result<RoadSheet> road_sheet(const PaperSource& from, const RoadSheetOptions& options) {
    const auto to_print = crews_to_print(from.world, options.crews);
    if (!to_print) return to_print.error();
    const std::vector<const Crew*>& crews = *to_print;
    PdfCanvas canvas(a4_width, a4_height, from.language.code());
    const std::string day = from.language.long_day(utc_from_local(LocalTime(options.day), options.zone), options.zone);
    canvas.describe(from.language({"paper.title_of", {{"crew", crews.size() == 1 ? crews.front()->name : options.commune}, {"day", day}}}), options.commune, options.now);
    RoadSheet out;
    for (const Crew* crew : crews) {
        if (out.crews++ > 0) canvas.next_page();
        const SheetContent content = sheet_content(from, *crew, options.day, options.zone, options.people);
        out.stops += content.stops.size();
        draw_road_sheet(canvas, from, options, content);
    }
    out.pages = canvas.pages();
    auto pdf = canvas.finish();
    if (!pdf) return pdf.error();
    out.pdf = std::move(pdf).value();
    return out;
}

} // namespace vigie::gis
