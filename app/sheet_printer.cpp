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

gis::Result<std::filesystem::path> write(const SheetJob& job) {
    const auto sheet = gis::road_sheet({job.world, job.catalog, job.language, job.plane, job.layers, job.roads}, job.options);
    if (!sheet) return sheet.error();
    const std::filesystem::path file = sheet_file(job);
    if (auto written = write_export(file, sheet->pdf, false); !written) return written.error();
    return file;
}

} // namespace

std::filesystem::path sheet_file(const SheetJob& job) {
    const gis::Crew* crew = job.options.crews.size() == 1 ? job.world.find(job.options.crews.front()) : nullptr;
    std::string who = gis::folded_plain(crew ? crew->name : job.options.commune);
    for (char& c : who)  // no path is made of a name
        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9')) c = '-';
    const std::string stem = fmt::format("{}-{}{}{}", job.language("paper.file_name"), who, who.empty() ? "" : "-", gis::day_text(job.options.day));
    std::filesystem::path file = job.folder / (stem + ".pdf");
    std::error_code ec;
    for (int i = 2; i <= most_alike && std::filesystem::exists(file, ec); ++i) file = job.folder / fmt::format("{} ({}).pdf", stem, i);
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
