#include "gis/planning/shortage_words.hpp"

#include <fmt/format.h>

#include "gis/planning/refusal_words.hpp"

namespace vigie::gis {
namespace {

using Args = std::vector<std::pair<std::string, std::string>>;

void add_moment(Args& args, const std::string& prefix, const MomentWords& at) {
    args.emplace_back(prefix + "weekday", at.weekday);
    args.emplace_back(prefix + "day", at.day.empty() ? "" : at.day + " ");
    args.emplace_back(prefix + "at", at.at);
}

std::string things_of(const Shortage& s) {
    std::string out;
    for (const auto* list : {&s.equipment, &s.skills})
        for (const auto& code : *list) out += (out.empty() ? "" : ", ") + code_words(code);
    return out;
}

std::string nobody_key(const Shortage& s, bool things) {
    if (s.people > 1) return things ? "@planning.unplanned.nobody_with_people" : "@planning.unplanned.nobody_people";
    return things ? "@planning.unplanned.nobody_with" : "@planning.unplanned.nobody";
}

const char* until_key(Shortage::Until until) {
    switch (until) {
    case Shortage::Until::week: return "@planning.unplanned.this_week";
    case Shortage::Until::windows: return "@planning.unplanned.in_windows";
    case Shortage::Until::deadline: return "@planning.unplanned.before";
    }
    return "";
}

} // namespace

Text shortage_text(const Shortage& s) {
    const std::string things = things_of(s);
    Args args{{"nobody", nobody_key(s, !things.empty())},
              {"things", things},
              {"people", fmt::format("{}", s.people)},
              {"need", span_words(s.need)},
              {"until", until_key(s.until)},
              {"crew", plain(s.crew)},
              {"missing", span_words(s.missing)},
              {"or_later", s.later_crew.empty() ? "" : "@planning.unplanned.or_later"},
              {"later_crew", plain(s.later_crew)}};
    add_moment(args, "", s.nearest);
    add_moment(args, "deadline_", s.deadline);
    add_moment(args, "later_", s.later);
    return {s.missing.count() > 0 ? "planning.unplanned.short" : "planning.unplanned.fits", std::move(args)};
}

} // namespace vigie::gis
