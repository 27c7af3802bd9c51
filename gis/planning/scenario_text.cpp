// Scenarios in the commune file: JSON of numbers and names. Foreign text is read member by member; what is odd is left out.
#include <nlohmann/json.hpp>

#include "gis/planning/calendar.hpp"
#include "gis/planning/scenario.hpp"

namespace vigie::gis {
namespace {

using nlohmann::json;

json written(const std::vector<command::Assign>& list) {
    json out = json::array();
    for (const auto& assign : list) {
        json crews = json::array();
        for (const auto& crew : assign.crews) crews.push_back(crew.value);
        out.push_back({{"intervention", assign.intervention.value}, {"crews", crews}, {"start", ms_since_epoch(assign.start)}});
    }
    return out;
}

json written(const std::vector<Unplanned>& list) {
    json out = json::array();
    for (const auto& left : list) out.push_back({{"intervention", left.intervention.value}, {"key", left.why.key}, {"args", left.why.args}});
    return out;
}

std::vector<command::Assign> read_assigns(const json& list) {
    std::vector<command::Assign> out;
    for (const auto& item : list) {
        command::Assign assign{InterventionId{item.at("intervention").get<std::uint64_t>()}, {}, Time{Millis{item.at("start").get<std::int64_t>()}}, {}};
        for (const auto& crew : item.at("crews")) assign.crews.push_back(CrewId{crew.get<std::uint64_t>()});
        if (!assign.crews.empty()) out.push_back(std::move(assign));
    }
    return out;
}

std::optional<Scenario> read_scenario(const json& item) {
    try {
        const auto monday = read_day(item.at("monday").get<std::string>());
        if (!monday) return std::nullopt;
        Scenario out{item.at("name").get<std::string>(), *monday, Time{Millis{item.at("kept_at").get<std::int64_t>()}}, {}};
        out.proposal.added = read_assigns(item.at("added"));
        out.proposal.moved = read_assigns(item.at("moved"));
        for (const auto& left : item.at("unplanned"))
            out.proposal.unplanned.push_back({InterventionId{left.at("intervention").get<std::uint64_t>()},
                                              {left.at("key").get<std::string>(), left.at("args").get<std::vector<std::pair<std::string, std::string>>>()}});
        out.proposal.travel_before = Seconds{item.at("travel_before").get<std::int64_t>()};
        out.proposal.travel_after = Seconds{item.at("travel_after").get<std::int64_t>()};
        out.proposal.took = Seconds{item.at("took").get<std::int64_t>()};
        return out;
    } catch (const json::exception&) {
        return std::nullopt;
    }
}

} // namespace

std::string scenarios_text(const std::vector<Scenario>& scenarios) {
    json out = json::array();
    for (const auto& s : scenarios)
        out.push_back({{"name", s.name}, {"monday", day_text(s.monday)}, {"kept_at", ms_since_epoch(s.kept_at)}, {"added", written(s.proposal.added)},
                       {"moved", written(s.proposal.moved)}, {"unplanned", written(s.proposal.unplanned)}, {"travel_before", s.proposal.travel_before.count()},
                       {"travel_after", s.proposal.travel_after.count()}, {"took", s.proposal.took.count()}});
    return out.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::vector<Scenario> read_scenarios(std::string_view text) {
    std::vector<Scenario> out;
    const auto list = json::parse(text, nullptr, false);
    if (!list.is_array()) return out;
    for (const auto& item : list)
        if (auto scenario = read_scenario(item); scenario && out.size() < most_scenarios) out.push_back(std::move(*scenario));
    return out;
}

} // namespace vigie::gis
