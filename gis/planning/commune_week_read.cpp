#include <algorithm>
#include <cmath>
#include <fstream>
#include <set>
#include <unordered_map>

#include "gis/planning/commune_week_file.hpp"
#include "gis/planning/json_reader.hpp"

namespace vigie::gis {
namespace {

constexpr std::uintmax_t most_bytes = 256u << 20;
constexpr std::size_t most_places = 8000;  // the travel matrix is held whole: 256 MiB
constexpr std::int64_t most_seconds = 400'000'000;
constexpr std::int64_t most_team = 16;
constexpr std::int64_t priority_weight = 2000, visit_weight = 1000;  // in travel seconds; see solver.hpp

Sec sec(std::int64_t v) { return static_cast<Sec>(v); }

// An id without the quotes that JSON gives it.
std::string bare(const std::string& id) { return id.size() >= 2 && id.front() == '"' ? id.substr(1, id.size() - 2) : id; }

struct Reader {
    WeekFile out;
    std::optional<Error> error;
    std::vector<std::pair<double, double>> places;
    struct Routes {
        int first = 0, count = 0;
    };
    std::vector<Routes> routes_of;  // crews
    std::unordered_map<std::string, int> crew_of, job_of;

    std::set<std::string> words(const JsonPlace& place) {
        std::set<std::string> found;
        for (const auto& item : place.items()) found.insert(item.text());
        return found;
    }

    int place_index(const JsonPlace& place) {
        if (places.empty()) {
            place.fail({"planning.week.no_places", {}});
            return 0;
        }
        return static_cast<int>(place.whole(0, static_cast<std::int64_t>(places.size()) - 1));
    }

    void read_places(const JsonPlace& root) {
        const auto list = root.member("places");
        const auto items = list.items();
        if (items.size() > most_places) return list.fail({"planning.week.too_many", {{"most", std::to_string(most_places)}}});
        for (const auto& item : items) places.emplace_back(item.member("x").number(), item.member("y").number());
        out.problem.places = static_cast<int>(places.size());
    }

    void fill_euclid(double per_metre) {
        const auto n = places.size();
        out.problem.travel.resize(n * n);
        for (std::size_t a = 0; a < n; ++a)
            for (std::size_t b = 0; b < n; ++b) {
                const double raw = std::hypot(places[a].first - places[b].first, places[a].second - places[b].second) * per_metre + 0.5;
                // Half a second is rounded by whoever checks the plan with another hypot: on the edge, drive longer.
                const double value = std::floor(raw + 1e-9);
                out.problem.travel[a * n + b] = sec(static_cast<std::int64_t>(std::min(value, static_cast<double>(never))));
            }
    }

    void read_travel(const JsonPlace& root) {
        const auto travel = root.member("travel");
        const auto model = travel.member("model").text();
        const auto n = places.size();
        if (model == "euclid") {
            const double factor = travel.member("factor").number(), speed = travel.member("speed_kmh").number();
            if (!(speed > 0)) return travel.member("speed_kmh").fail({"planning.week.not_positive", {}});
            if (factor < 0) return travel.member("factor").fail({"planning.week.not_positive", {}});
            fill_euclid(factor / (speed / 3.6));
        } else if (model == "matrix") {
            const auto rows = travel.member("seconds").items();
            if (rows.size() != n) return travel.member("seconds").fail({"planning.week.bad_matrix", {{"n", std::to_string(n)}}});
            out.problem.travel.reserve(n * n);
            for (const auto& row : rows) {
                const auto cells = row.items();
                if (cells.size() != n) return row.fail({"planning.week.bad_matrix", {{"n", std::to_string(n)}}});
                for (const auto& cell : cells) out.problem.travel.push_back(sec(cell.whole(0, most_seconds)));
                if (error) return;
            }
        } else {
            travel.member("model").fail({"planning.week.bad_model", {}});
        }
    }

    SolverRoute read_shift(const JsonPlace& shift, int crew) {
        SolverRoute route;
        route.crew = crew;
        route.day = static_cast<int>(shift.member("day").whole(0, 3660));
        route.start = sec(shift.member("start").whole(0, most_seconds));
        route.end = sec(shift.member("end").whole(0, most_seconds));
        if (route.end < route.start) shift.member("end").fail({"planning.week.ends_before", {}});
        route.from = place_index(shift.member("from"));
        route.to = place_index(shift.member("to"));
        if (shift.is_absent("lunch")) return route;
        const auto lunch = shift.member("lunch");
        route.has_lunch = true;
        route.lunch_earliest = sec(lunch.member("earliest").whole(0, most_seconds));
        route.lunch_latest = sec(lunch.member("latest").whole(0, most_seconds));
        route.lunch = sec(lunch.member("duration").whole(0, most_seconds));
        if (route.lunch_latest < route.lunch_earliest) lunch.member("latest").fail({"planning.week.ends_before", {}});
        return route;
    }

    void read_crews(const JsonPlace& root) {
        for (const auto& crew : root.member("crews").items()) {
            const auto id = crew.member("id").id();
            const int index = static_cast<int>(out.crews.size());
            if (!crew_of.emplace(id, index).second) crew.member("id").fail({"planning.week.twice", {}});
            out.crew_ids.push_back(id);
            out.crews.push_back({crew.is_absent("name") ? bare(id) : crew.member("name").text(), words(crew.member("skills")), words(crew.member("equipment"))});
            Routes in{static_cast<int>(out.problem.routes.size()), 0};
            std::set<int> days;
            for (const auto& shift : crew.member("shifts").items()) {
                out.problem.routes.push_back(read_shift(shift, index));
                if (!days.insert(out.problem.routes.back().day).second) shift.member("day").fail({"planning.week.twice", {}});
                ++in.count;
                if (error) return;
            }
            routes_of.push_back(in);
            if (error) return;
        }
    }

    JobNeeds read_needs(const JsonPlace& item) {
        JobNeeds needs{words(item.member("skills")), words(item.member("equipment")), {}, sec(most_seconds), false};
        for (const auto& window : item.member("windows").items()) {
            const auto ends = window.items();
            if (ends.size() != 2) {
                window.fail({"planning.week.not_pair", {}});
                return needs;
            }
            const StartWindow w{sec(ends[0].whole(0, most_seconds)), sec(ends[1].whole(0, most_seconds))};
            if (w.to < w.from) ends[1].fail({"planning.week.ends_before", {}});
            needs.windows.push_back(w);
        }
        needs.asks_windows = !needs.windows.empty();
        if (needs.windows.empty()) needs.windows.push_back({0, sec(most_seconds)});
        if (!item.is_absent("deadline")) needs.last_end = sec(item.member("deadline").whole(-most_seconds, most_seconds));
        return needs;
    }

    void find_routes(const JobNeeds& needs, SolverJob& job) {
        for (std::size_t c = 0; c < out.crews.size(); ++c) {
            const auto& crew = out.crews[c];
            if (!std::ranges::includes(crew.skills, needs.skills) || !std::ranges::includes(crew.equipment, needs.equipment)) continue;
            for (int r = routes_of[c].first; r < routes_of[c].first + routes_of[c].count; ++r) {
                const auto& route = out.problem.routes[static_cast<std::size_t>(r)];
                if (std::ranges::any_of(job.windows, [&](const StartWindow& w) {
                        return w.to >= route.start && w.from + job.duration <= route.end;
                    }))
                    job.routes.push_back(r);
            }
        }
    }

    void read_pin(const JsonPlace& item, SolverJob& job) {
        if (item.is_absent("pinned")) return;
        const auto pin = item.member("pinned");
        const auto crew = crew_of.find(pin.member("crew").id());
        if (crew == crew_of.end()) return pin.member("crew").fail({"planning.week.unknown", {}});
        const Sec start = sec(pin.member("start").whole(0, most_seconds));
        const bool in_window = std::ranges::any_of(job.windows, [&](const StartWindow& w) { return w.from <= start && start <= w.to; });
        if (!in_window) return pin.member("start").fail({"planning.week.pin_outside", {}});
        int found = -1;
        for (const int r : job.routes) {
            const auto& route = out.problem.routes[static_cast<std::size_t>(r)];
            if (route.crew == crew->second && route.start <= start && start + job.duration <= route.end) found = r;
        }
        if (found < 0) return pin.fail({"planning.week.pin_impossible", {}});
        job.pinned.push_back({found, start});
    }

    void read_interventions(const JsonPlace& root) {
        const auto items = root.member("interventions").items();
        for (const auto& item : items) {
            SolverJob job;
            const auto id = item.member("id").id();
            if (!job_of.emplace(id, static_cast<int>(out.problem.jobs.size())).second) item.member("id").fail({"planning.week.twice", {}});
            out.intervention_ids.push_back(id);
            job.place = place_index(item.member("place"));
            job.duration = sec(item.member("duration").whole(0, most_seconds));
            out.priorities.push_back(item.member("priority").whole(0, 100));
            job.weight = out.priorities.back() * priority_weight + visit_weight;
            job.crews_needed = static_cast<int>(item.member("crews_needed").whole(1, most_team));
            out.needs.push_back(read_needs(item));
            job.windows = windows_for(out.needs.back(), job.duration);
            find_routes(out.needs.back(), job);
            read_pin(item, job);
            out.problem.jobs.push_back(std::move(job));
            if (error) return;
        }
        for (std::size_t j = 0; j < items.size(); ++j)
            for (const auto& name : items[j].member("after").items()) {
                const auto before = job_of.find(name.id());
                if (before == job_of.end()) return name.fail({"planning.week.unknown", {}});
                if (before->second == static_cast<int>(j)) return name.fail({"planning.week.after_itself", {}});
                out.problem.jobs[j].after.push_back(before->second);
                out.problem.jobs[static_cast<std::size_t>(before->second)].before.push_back(static_cast<int>(j));
            }
    }
};

} // namespace

std::vector<StartWindow> windows_for(const JobNeeds& needs, Sec duration) {
    auto windows = needs.windows;
    for (auto& w : windows) w.to = std::min(w.to, needs.last_end - duration);
    std::erase_if(windows, [](const StartWindow& w) { return w.from > w.to; });
    std::ranges::sort(windows, {}, &StartWindow::to);
    std::ranges::stable_sort(windows, {}, &StartWindow::from);
    return windows;
}

Result<WeekFile> read_week(const std::filesystem::path& file) {
    const auto where = file.string();
    std::error_code code;
    const auto size = std::filesystem::file_size(file, code);
    std::ifstream in(file, std::ios::binary);
    if (code || !in) return Error{ErrorClass::input, {"planning.week.cannot_read", {{"file", where}}}, {"planning.week.check_path", {}}, code.message()};
    if (size > most_bytes) return Error{ErrorClass::limit, {"planning.week.too_big", {{"file", where}}}, {}, {}};
    const auto json = nlohmann::json::parse(in, nullptr, false);
    if (json.is_discarded()) return Error{ErrorClass::input, {"planning.week.not_json", {{"file", where}}}, {"planning.week.see_format", {}}, {}};
    Reader reader;
    const JsonPlace root(json, "", reader.error);
    if (const auto format = root.member("format").text(); !reader.error && format != "commune-week/1")
        root.member("format").fail({"planning.week.bad_format", {{"format", format}}});
    if (!reader.error) reader.read_places(root);
    if (!reader.error) reader.read_travel(root);
    if (!reader.error) reader.read_crews(root);
    if (!reader.error) reader.read_interventions(root);
    if (reader.error) return *reader.error;
    return std::move(reader.out);
}

} // namespace vigie::gis
