// What people report, when and where: a pure function of seed and time, so that history, live stream and restart agree.
// Each half hour has its own dice; a report's later life (qualified, scheduled, done…) is thrown with it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gis/backends/demo/commune.hpp"

namespace vigie::gis::demo {

struct ReportStep {
    Time at{};
    ReportState state{};
    std::string reason;
};

struct CitizenReport {
    std::string id;                 // "R" + half hour + rank: the same after a restart
    Report report;                  // as received
    std::vector<ReportStep> steps;  // what the services do with it when nobody else does; in order of time
    std::string twin_of;            // the id of the earlier report of the same thing
};

class Citizens {
public:
    Citizens(const DemoCommune& commune, const Catalog& catalog, std::uint64_t seed);
    [[nodiscard]] static std::int64_t slot_of(Time t);
    // The reports received in that half hour, in order.
    [[nodiscard]] std::vector<CitizenReport> in_slot(std::int64_t half_hour) const;

private:
    CitizenReport make(std::int64_t half_hour, int rank) const;
    void place(Report& report, std::uint64_t dice) const;

    const DemoCommune& commune_;
    const Catalog& catalog_;
    std::uint64_t seed_;
    std::vector<double> cumulated_;
    std::vector<std::size_t> lights_, containers_, bins_, trees_, hydrants_, schools_, homes_, halls_;  // places in assets
};

// A sentence a person would write about that category.
[[nodiscard]] std::string report_sentence(const ReportCategory& category, std::uint64_t dice);

} // namespace vigie::gis::demo
