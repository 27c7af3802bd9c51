// The questions asked before some commands: a reason, a crew, a period, which report to keep. One modal at a time, its
// subject is the selection when it opened. UI thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "panels/frame.hpp"

namespace vigie::panels {

struct DialogState {
    Dialog open = Dialog::none;
    std::vector<gis::EntityRef> subject;
    bool fresh = false;                 // first frame: fill in and take the keyboard
    std::string text, from_day, from_hour, to_day, to_hour, error;
    std::string category_typed, category;
    int severity = 4, choice = 0;
    gis::ReportId kept;                 // of a merge
    struct Candidate {
        gis::ReportId report;
        bool merged = true;
        double distance_m = 0;
    };
    std::vector<Candidate> candidates;
    std::vector<gis::RankedCrew> crews; // to choose from
    gis::CrewId crew;
    gis::AgentId agent;
    std::uint64_t dispute = 0;          // the outbox item that a conflict is about
};

void draw_dialogs(Frame& frame, DialogState& state);

// The coded reasons of rejection and the usual recipients of a transfer: keys of the language tables, in order.
[[nodiscard]] const std::vector<std::string_view>& reject_reasons();
[[nodiscard]] const std::vector<std::string_view>& forward_recipients();
// The answer to a citizen in plain words for the state a report is in: "desk.reply.received"…
[[nodiscard]] gis::Text reply_template(const gis::Report& report, const gis::Catalog& catalog, std::string_view language);
// A period typed as four digit fields, in the commune's zone; nothing (and the key of what is wrong) otherwise.
struct TypedPeriod {
    std::optional<gis::TimeWindow> period;
    std::string error;
};
[[nodiscard]] TypedPeriod period_from_typed(const DialogState& state, gis::Time now, const std::string& zone);

} // namespace vigie::panels
