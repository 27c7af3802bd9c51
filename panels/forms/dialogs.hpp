// The questions asked before some commands: a reason, a crew, a period, which report to keep. One modal at a time, its
// subject is the selection when it opened. UI thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "panels/forms/work_form.hpp"
#include "panels/frame.hpp"
#include "panels/widgets/text.hpp"

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
        std::vector<gis::Text> reasons = {};   // why it may be the same
    };
    std::vector<Candidate> candidates;
    std::vector<gis::RankedCrew> crews; // to choose from
    gis::CrewId crew;
    gis::AgentId agent;
    WorkForm work;                      // of what an intervention took
    std::uint64_t dispute = 0;          // the outbox item that a conflict is about
    std::vector<gis::ReportId> group;   // of an answer: everybody who is told
    std::vector<std::string> emails;    // … of those who left one and may be seen by this post
    std::size_t with_reporter = 0, by_phone = 0;
};

void draw_dialogs(Frame& frame, DialogState& state);

// The coded reasons of a question, in order: of a rejection and of a transfer from the catalogue. Bodies that are usually
// competent for the category of what is passed on come first.
struct ReasonChoice {
    std::string id, words;
    std::string reason;                 // what is written down
    bool proposed = false;
};
[[nodiscard]] std::vector<ReasonChoice> reason_choices(const Frame& frame, Dialog dialog, const std::vector<gis::EntityRef>& subject);
// Broken into lines of at most `width`, with soft breaks that `unwrapped` takes out again: a field of several lines does not
// break its text.
[[nodiscard]] std::string soft_wrapped(const std::string& text, ImFont* font, float width);
[[nodiscard]] std::string unwrapped(const std::string& text);
// A period typed as four digit fields, in the commune's zone; nothing (and the key of what is wrong) otherwise.
struct TypedPeriod {
    std::optional<gis::TimeWindow> period;
    std::string error;
};
[[nodiscard]] TypedPeriod period_from_typed(const DialogState& state, gis::Time now, const std::string& zone);

} // namespace vigie::panels
