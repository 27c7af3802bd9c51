#include "app/sheet_printer.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "app/export_crews.hpp"
#include "gis/layers/folding.hpp"
#include "gis/planning/calendar.hpp"

namespace vigie::app {

namespace {

constexpr int most_alike = 99;  // files of one crew and day in one folder

gis::Result<std::string> bytes_of(const SheetJob& job) {
    const gis::RoadSheetOptions& o = job.options;
    switch (job.kind) {
        case gis::SheetKind::day: {
            auto sheet = gis::road_sheet({job.world, job.catalog, job.language, job.plane, job.layers, job.roads}, o);
            return sheet ? gis::Result<std::string>(std::move(sheet->pdf)) : sheet.error();
        }
        case gis::SheetKind::week: {
            auto sheet = gis::week_sheet(job.world, job.language, {.commune = o.commune, .zone = o.zone, .crews = o.crews, .monday = gis::monday_of(o.day), .now = o.now});
            return sheet ? gis::Result<std::string>(std::move(sheet->pdf)) : sheet.error();
        }
        case gis::SheetKind::field: {
            auto package = gis::field_package({job.world, job.catalog, job.language, job.plane, job.layers, job.roads}, o);
            return package ? gis::Result<std::string>(std::move(package->gpkg)) : package.error();
        }
        case gis::SheetKind::calendar: break;
    }
    return gis::crew_calendar(job.world, job.catalog, job.language, {.commune = o.commune, .crews = o.crews, .from = {}, .to = {}, .now = o.now}).text;
}

gis::Result<std::filesystem::path> write(const SheetJob& job) {
    const auto bytes = bytes_of(job);
    if (!bytes) return bytes.error();
    const std::filesystem::path file = sheet_file(job);
    if (auto written = write_export(file, *bytes, false); !written) return written.error();
    return file;
}

} // namespace

std::filesystem::path sheet_file(const SheetJob& job) {
    const gis::Crew* crew = job.options.crews.size() == 1 ? job.world.find(job.options.crews.front()) : nullptr;
    std::string who = gis::folded_plain(crew ? crew->name : job.options.commune);
    for (char& c : who)  // no path is made of a name
        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9')) c = '-';
    const gis::IsoWeek week = gis::iso_week(job.options.day);
    const std::string when = job.kind == gis::SheetKind::week ? fmt::format("{}-W{:02}", week.year, week.week) : job.kind == gis::SheetKind::calendar ? std::string() : gis::day_text(job.options.day);
    constexpr const char* names[] = {"paper.file_name", "paper.file_name_week", "paper.file_name_calendar", "paper.file_name_field"};
    std::string stem = job.language(names[static_cast<std::size_t>(job.kind)]);
    for (const std::string& part : {who, when})
        if (!part.empty()) stem += "-" + part;
    const char* const extension = job.kind == gis::SheetKind::calendar ? ".ics" : job.kind == gis::SheetKind::field ? ".gpkg" : ".pdf";
    std::filesystem::path file = job.folder / (stem + extension);
    std::error_code ec;
    for (int i = 2; i <= most_alike && std::filesystem::exists(file, ec); ++i) file = job.folder / fmt::format("{} ({}){}", stem, i, extension);
    return file;
}

SheetPrinter::SheetPrinter(std::function<void()> wake) : done_(std::move(wake)) {}

void SheetPrinter::print(SheetJob job) {
    worker_ = std::jthread([this, job = std::move(job), before = std::move(worker_)]() mutable {
        if (before.joinable()) before.join();
        done_.put(write(job));
    });
}

std::vector<gis::Result<std::filesystem::path>> SheetPrinter::take() { return done_.take(); }

} // namespace vigie::app
