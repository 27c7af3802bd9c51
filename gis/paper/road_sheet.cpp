#include "gis/paper/road_sheet.hpp"

#include <algorithm>

#include "gis/layers/folding.hpp"
#include "gis/model/zone.hpp"
#include "gis/paper/road_sheet_page.hpp"

namespace vigie::gis {

namespace {

std::vector<const Crew*> crews_of(const World& world, const std::vector<CrewId>& wanted) {
    std::vector<const Crew*> out;
    for (const CrewId id : wanted) out.push_back(world.find(id));
    if (!wanted.empty()) return out;
    for (const Crew& crew : world.crews()) out.push_back(&crew);
    std::ranges::sort(out, {}, [](const Crew* c) { return std::pair(folded_plain(c->name), c->id.value); });
    return out;
}

} // namespace

Result<RoadSheet> road_sheet(const PaperSource& from, const RoadSheetOptions& options) {
    const std::vector<const Crew*> crews = crews_of(from.world, options.crews);
    if (crews.empty() || std::ranges::find(crews, nullptr) != crews.end())
        return Error{ErrorClass::refused, {"paper.no_crew", {}}, {"paper.no_crew.remedy", {}}, {}};
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
