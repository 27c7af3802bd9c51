#include "gis/backends/open311/reading.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "gis/model/entity_json.hpp"
#include "gis/model/foreign_json.hpp"

namespace vigie::gis::open311 {

using backend::Change;
using backend::Problem;
using nlohmann::json;

namespace {

constexpr std::chrono::hours most_ahead{3};  // of the server's clock before ours
constexpr int most_failures = 14;  // in a row: more than halving a window down to the least takes

// A day of grace, for servers that count in days or in a zone of theirs.
bool is_outside(const ServiceRequest& r, Time from, Time to, const std::string& zone) {
    const MaybeTime requested = web::instant(r.requested, zone), updated = web::instant(r.updated, zone);
    const auto outside = [&](const MaybeTime& t) { return !t || *t < from - overlap || *t > to + overlap; };
    return requested && outside(requested) && outside(updated);
}

} // namespace

void Reading::restore(std::string_view cursor) {
    const json kept = foreign_json(cursor);
    until_ = time_from_rfc3339(web::text_at(kept, "until"));
    if (!until_) return;
    for (const auto& [id, status] : web::at(kept, "open").items())
        if (status.is_string()) open_[id] = status.get<std::string>();
    for (const json& id : web::at(kept, "made"))
        if (id.is_string()) remember_made(id.get<std::string>());
}

std::string Reading::cursor() const { return web::dump({{"until", until_ ? rfc3339(*until_) : ""}, {"open", open_}, {"made", made_}}); }

void Reading::remember_made(const std::string& id) {
    if (!was_made_here(id)) made_.push_back(id);
    if (made_.size() > most_made) made_.pop_front();
}

bool Reading::was_made_here(const std::string& id) const { return std::ranges::find(made_, id) != made_.end(); }

std::optional<Problem> Reading::read(Time now, bool& goes_on) {
    left_out_ = {};
    shown_.clear();
    requests_ = 0;
    const Time from = until_ ? *until_ - overlap : now - history_;
    if (auto problem = read_windows(from, now + most_ahead, goes_on)) return problem;
    if (goes_on)
        if (auto problem = read_open(goes_on)) return problem;
    if (!goes_on) return {};
    until_ = now;
    goes_on = host_.push({}, cursor());
    left_out_.tell(host_);
    return {};
}

std::optional<Problem> Reading::read_windows(Time from, Time to, bool& goes_on) {
    struct Window {
        Time from, to;
    };
    std::vector<Window> waiting;  // the newest last, which is read first
    for (Time at = from; at < to; at += usual_window) waiting.push_back({at, std::min(to, Time(at + usual_window))});
    int failures = 0;
    while (!waiting.empty() && goes_on) {
        const Window w = waiting.back();
        waiting.pop_back();
        if (++requests_ > most_requests_a_reading) return Problem{VIGIE_ERROR_LIMIT, backend::say("open311.too_many"), {}, 0};
        auto answer = client_.requests(w.from, w.to);
        const bool may_halve = w.to - w.from >= 2 * least_window;
        auto* rows = std::get_if<std::vector<ServiceRequest>>(&answer);
        // A server that fails over one bad row gives the rest in smaller windows.
        const bool failed = !rows && std::get<Problem>(answer).klass == VIGIE_ERROR_REMOTE;
        failures = failed ? failures + 1 : 0;
        if (rows && std::ranges::any_of(*rows, [&](const ServiceRequest& r) { return is_outside(r, w.from, w.to, wording_.zone); })) {
            goes_on = push_news(*rows);
            if (rows->size() >= most_at_once) left_out_.add(host_, "start_date", "the server gives no other dates than its own");
            return {};  // it does not look at dates: this is all it gives
        }
        if (may_halve && failures < most_failures && (failed || (rows && rows->size() >= most_at_once))) {
            const Time middle = w.from + (w.to - w.from) / 2;
            waiting.push_back({w.from, middle});
            waiting.push_back({middle, w.to});
            continue;
        }
        if (failed && failures < most_failures) {
            left_out_.add(host_, rfc3339(w.from), "the server fails over what was asked for then");
            continue;
        }
        if (!rows) return std::get<Problem>(answer);
        goes_on = push_news(*rows);
    }
    return {};
}

std::optional<Problem> Reading::read_open(bool& goes_on) {
    std::vector<std::string> unseen;
    for (const auto& [id, status] : open_)
        if (!shown_.contains(id)) unseen.push_back(id);
    if (next_open_ >= unseen.size()) next_open_ = 0;
    const std::size_t at_once = batches_ ? ids_at_once : 1;
    // One by one they take their turn, so that a server which takes no list is not run over.
    const std::size_t end = batches_ ? unseen.size() : std::min(unseen.size(), next_open_ + ids_at_once);
    for (std::size_t i = batches_ ? 0 : next_open_; i < end && goes_on; i += at_once) {
        const std::vector<std::string> ids(unseen.begin() + static_cast<std::ptrdiff_t>(i), unseen.begin() + static_cast<std::ptrdiff_t>(std::min(i + at_once, end)));
        if (batches_) {
            auto answer = client_.requests(ids);
            auto* rows = std::get_if<std::vector<ServiceRequest>>(&answer);
            if (rows && (!rows->empty() || ids.size() == 1)) goes_on = push_news(*rows);
            else if (!rows && web::is_not_about_the_question(std::get<Problem>(answer))) return std::get<Problem>(answer);
            else batches_ = false;
            if (!batches_) return read_open(goes_on);
            continue;
        }
        auto answer = client_.request(ids[0]);
        if (auto* problem = std::get_if<Problem>(&answer)) {
            if (problem->klass != VIGIE_ERROR_REMOTE) return std::move(*problem);
            left_out_.add(host_, ids[0], "the server fails over it");
        } else if (const auto& row = std::get<std::optional<ServiceRequest>>(answer)) {
            goes_on = push_news({*row});
        } else {
            open_.erase(ids[0]);  // gone there: what is known here stays
        }
        next_open_ = i + 1;
    }
    return {};
}

Change Reading::current(const ServiceRequest& r) {
    const auto known = open_.find(r.id);
    const bool is_news = known == open_.end() || known->second != r.status;
    seen_[r.id] = r.content();
    if (is_closed(r.status)) open_.erase(r.id);
    else if (known != open_.end()) known->second = r.status;
    else if (open_.size() < most_open) open_[r.id] = r.status;
    return change_of(r, wording_, is_news, host_, left_out_);
}

bool Reading::push_news(const std::vector<ServiceRequest>& rows) {
    std::vector<Change> changes;
    for (const ServiceRequest& r : rows) {
        if (r.id.empty() || !shown_.insert(r.id).second) continue;
        const auto seen = seen_.find(r.id);
        if (seen == seen_.end() || seen->second != r.content()) changes.push_back(current(r));
    }
    return changes.empty() ? !host_.cancelled() : host_.push(changes);
}

} // namespace vigie::gis::open311
