// `vigie duties COMMUNE`: one list by date of what must be done again, and, on request, the interventions that do it.
#include <cstdio>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/commune_file.hpp"
#include "app/verbs.hpp"
#include "gis/model/zone.hpp"
#include "gis/planning/calendar.hpp"
#include "gis/planning/duties.hpp"
#include "gis/planning/school_calendar.hpp"
#include "gis/store/inspect.hpp"

namespace vigie::app {

namespace {

std::string day_words(const VerbContext& c, const std::optional<std::chrono::local_days>& day, const std::string& zone) {
    return day ? c.language.date(gis::instant(*day, std::chrono::hours{12}, zone), zone) : std::string("–");
}

std::string state_key(const gis::DueWork& work, std::chrono::local_days today) {
    if (!work.due) return "duties.undated";
    return work.overdue(today) ? "duties.overdue" : "duties.due";
}

} // namespace

Exit run_duties(const VerbContext& c) {
    const gis::LoadedCatalog loaded = catalog_of(c.places);
    const auto fail = [&](const gis::Error& error) {
        print_error(c.language, error);
        return error.klass == gis::ErrorClass::input ? Exit::usage : Exit::failed;
    };
    if (c.line.paths.size() != 1 || !gis::inspect_commune_file(c.line.paths.front()).is_commune_file)
        return fail({gis::ErrorClass::input, {"duties.of_commune", {}}, {"duties.of_commune.remedy", {}}, {}});
    auto desk = open_commune(c.line.paths.front(), loaded.catalog, c.clock);
    if (!desk) return fail(desk.error());
    const std::string noted = desk->setting("zone"), zone = noted.empty() ? "Europe/Paris" : noted;
    const auto today = gis::local_day(c.clock.now(), zone);
    const gis::DueList list = gis::due_work(desk->world(), loaded.catalog, zone, today, today + std::chrono::weeks{c.line.duties.weeks},
                                            gis::school_zone(loaded.catalog, desk->setting("school_zone"), desk->setting("insee")));

    std::size_t created = 0;
    nlohmann::json rows = nlohmann::json::array();
    for (const gis::DueWork& work : list.work) {
        const gis::Asset* asset = work.asset ? desk->world().find(work.asset) : nullptr;
        const gis::Intervention what = gis::intervention_for(work, desk->world(), loaded.catalog, c.language.code(), zone);
        const std::string state = state_key(work, today);
        if (c.line.json)
            rows.push_back({{"duty", work.duty->id}, {"title", what.title}, {"asset", asset ? asset->code : ""}, {"due", work.due ? gis::day_text(*work.due) : ""},
                            {"last", work.last ? gis::day_text(*work.last) : ""}, {"state", state.substr(7)}, {"legal", work.duty->legal},
                            {"to_verify", work.duty->to_verify}, {"intervention", work.open.value}});
        else
            fmt::print("{}  {}  {}{}{}{}\n", day_words(c, work.due, zone), c.language(state), what.title,
                       work.last ? "  " + c.language(gis::Text{"duties.last", {{"day", day_words(c, work.last, zone)}}}) : "",
                       work.open ? "  " + c.language("duties.has_work") : "", work.duty->to_verify ? "  " + c.language("duties.to_verify") : "");
        if (!c.line.duties.create || !work.due || work.open) continue;
        if (const auto made = desk->execute(gis::command::CreateIntervention{what}, {}); !made) return fail(made.error());
        ++created;
    }
    for (const gis::Notice& notice : list.notices)
        fmt::print(stderr, "{}: {}. {}\n", notice.where, c.language(notice.text), c.language(notice.remedy));
    if (c.line.json) fmt::print("{}\n", nlohmann::json{{"due", rows}, {"created", created}}.dump());
    else fmt::print(stderr, "{}\n", c.language(gis::Text{"duties.summary", {{"n", std::to_string(list.work.size())}, {"created", std::to_string(created)}}}));
    return list.notices.empty() ? Exit::done : Exit::notices;
}

} // namespace vigie::app
