#include "gis/backends/caldav/caldav_backend.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>

#include "gis/backends/caldav/dav.hpp"
#include "gis/backends/web/command_box.hpp"
#include "gis/backends/web/foreign.hpp"
#include "gis/backends/web/settings.hpp"
#include "gis/backends/web/url.hpp"
#include "gis/layers/remote/address.hpp"
#include "gis/model/foreign_json.hpp"

namespace vigie::gis {

namespace {

using backend::HttpReply;
using backend::HttpRequest;
using backend::Problem;
using backend::say;
using caldav::Resource;

constexpr std::int64_t usual_poll_s = 900, first_retry_ms = 5'000, last_retry_ms = 300'000;
constexpr std::size_t most_calendars = 500, most_events = 20'000;
constexpr int most_rounds = 3;  // of a calendar that someone else changes meanwhile
constexpr const char* own_properties = R"json(
    "url":{"type":"string","title":"Adresse des agendas","title@en":"Address of the calendars","description":"Du dossier où chaque équipe aura son agenda : https://hôte/dav/services-techniques","description@en":"Of the folder where each crew will have its calendar: https://host/dav/technical-services"},
    "user":{"type":"string","title":"Nom","title@en":"User"},
    "password":{"type":"string","format":"secret","title":"Mot de passe","title@en":"Password"})json";

struct Event {
    std::string uid, text, mark;
    std::int64_t start_ms = 0;
};
struct Calendar {
    std::string id, name;
    std::vector<Event> events;
};
struct Week {
    std::int64_t from_ms = 0, to_ms = 0;
    std::vector<Calendar> calendars;
};

std::variant<Week, Problem> read_week(std::string_view text) {
    const nlohmann::json json = foreign_json(text);
    const nlohmann::json& week = web::at(json, "week");
    const auto bad = [] { return Problem{VIGIE_ERROR_UNSUPPORTED, say("caldav.bad_week"), {}, 0}; };
    const auto span = [&](const char* name) { return web::number(web::at(week, name)); };
    if (!week.is_object() || !span("from") || !span("to") || !web::at(week, "calendars").is_array()) return bad();
    Week out{static_cast<std::int64_t>(*span("from")), static_cast<std::int64_t>(*span("to")), {}};
    std::size_t events = 0;
    for (const nlohmann::json& c : week["calendars"]) {
        Calendar calendar{web::text_at(c, "id"), web::text_at(c, "name"), {}};
        if (calendar.id.empty() || out.calendars.size() >= most_calendars || !web::at(c, "events").is_array()) return bad();
        for (const nlohmann::json& e : c["events"]) {
            Event event{web::text_at(e, "uid"), web::text_at(e, "text"), {}, static_cast<std::int64_t>(web::number(web::at(e, "start")).value_or(0))};
            if (event.uid.empty() || event.text.empty() || ++events > most_events) return bad();
            event.mark = web::content_version(event.text);
            calendar.events.push_back(std::move(event));
        }
        out.calendars.push_back(std::move(calendar));
    }
    return out;
}

class CaldavBackend : public backend::Backend {
public:
    static constexpr const char* name = "caldav";
    static constexpr const char* title = "Agendas des équipes (CalDAV)";
    static constexpr const char* version = "1.0";
    static constexpr const char* licence = "EUPL-1.2";
    static constexpr const char* capabilities = R"({"reads":[],"writes":[],"live":true,"snapshot":false,"history":false,"area":false,"week":true})";
    static inline const std::string schema_text = web::schema("Crews’ calendars (CalDAV)", own_properties, usual_poll_s);
    static inline const char* const config_schema = schema_text.c_str();

    explicit CaldavBackend(backend::Host&) {}

    std::optional<Problem> configure(std::string_view text) override {
        auto read = web::read_configuration(text, usual_poll_s);
        if (auto* problem = std::get_if<Problem>(&read)) return std::move(*problem);
        auto& configuration = std::get<web::Configuration>(read);
        access_ = std::move(configuration.access);
        access_.auth_name = configuration.settings.text("user");
        access_.auth = access_.auth_name.empty() ? VIGIE_AUTH_NONE : VIGIE_AUTH_BASIC;
        access_.auth_secret = "password";
        return {};
    }

    // The week as it should be, in place of the one said before; several that come while the server is away are one.
    std::optional<Problem> control(std::string_view json) override {
        auto read = read_week(json);
        if (auto* problem = std::get_if<Problem>(&read)) return std::move(*problem);
        {
            const std::lock_guard lock(mutex_);
            week_ = std::make_shared<const Week>(std::get<Week>(std::move(read)));
        }
        box_.put({});
        return {};
    }

    std::optional<Problem> run(backend::Host& host, std::string_view) override {
        std::int64_t retry_ms = first_retry_ms;
        bool looked = false;
        for (;;) {
            while (box_.take()) {}
            std::shared_ptr<const Week> week;
            {
                const std::lock_guard lock(mutex_);
                week = week_;
            }
            std::optional<Problem> problem = looked ? std::nullopt : look(host);
            looked = looked || !problem;
            if (!problem && week) problem = write(host, *week);
            if (host.cancelled()) return {};
            if (problem && problem->klass != VIGIE_ERROR_NETWORK && problem->klass != VIGIE_ERROR_LIMIT && problem->klass != VIGIE_ERROR_REMOTE) return problem;
            std::int64_t pause = access_.poll_ms;
            if (problem) {  // the week waits here, its newest state goes out when the server is back
                pause = std::max(retry_ms, problem->retry_after_ms);
                retry_ms = std::min(2 * retry_ms, last_retry_ms);
                host.log(2, problem->message + " " + problem->detail);
                host.state(VIGIE_HEALTH_OFFLINE, problem->message, host.now_ms() + pause);
            } else {
                retry_ms = first_retry_ms;
                host.state(VIGIE_HEALTH_OK, week ? say("caldav.written", {{"n", std::to_string(written_)}, {"calendars", std::to_string(week->calendars.size())}}) : say("caldav.waits"));
            }
            if (!box_.wait_ms(host, pause)) return {};
        }
    }

private:
    using Answer = std::variant<HttpReply, Problem>;

    Answer ask(const backend::Host& host, const char* method, const std::string& url, std::string body, std::vector<std::pair<std::string, std::string>> headers) {
        HttpRequest request;
        request.method = method;
        request.url = url;
        request.body = std::move(body);
        request.headers = std::move(headers);
        return web::ask(host, access_, std::move(request));
    }
    static bool is_done(const HttpReply& reply) { return reply.status >= 200 && reply.status < 300; }

    // Whether the folder is there and lets us in; what stands in it is what the test of a source shows.
    std::optional<Problem> look(const backend::Host& host) {
        const Answer answer = ask(host, "PROPFIND", access_.base + "/", caldav::collections_query(), {{"Depth", "1"}, {"Content-Type", "application/xml; charset=utf-8"}});
        if (const auto* problem = std::get_if<Problem>(&answer)) return *problem;
        const auto& reply = std::get<HttpReply>(answer);
        if (!is_done(reply)) return web::problem_of(reply);
        const auto found = caldav::read_multistatus(reply.body);
        if (!found) return web::unreadable(reply, "multistatus");
        std::string names;
        for (const Resource& r : *found)
            if (r.is_calendar) names += (names.empty() ? "" : "\n") + (r.name.empty() ? r.href : r.name);
        host.sample(access_.base, names.empty() ? "–" : names, {});
        host.state(VIGIE_HEALTH_OK, say("caldav.waits"));
        return {};
    }

    std::optional<Problem> write(const backend::Host& host, const Week& week) {
        written_ = 0;
        for (const Calendar& calendar : week.calendars)
            if (auto problem = write(host, week, calendar)) return problem;
        return {};
    }

    std::optional<Problem> write(const backend::Host& host, const Week& week, const Calendar& calendar) {
        for (int round = 0; round < most_rounds && !host.cancelled(); ++round) {
            bool meanwhile = false;  // someone else changed something since we looked
            if (auto problem = round_of(host, week, calendar, meanwhile)) return problem;
            if (!meanwhile) return {};
        }
        return {};
    }

    std::optional<Problem> round_of(const backend::Host& host, const Week& week, const Calendar& calendar, bool& meanwhile) {
        const std::string home = access_.base + "/vigie-" + remote::percent_encoded(calendar.id) + "/";
        std::map<std::string, Resource> there;
        if (auto problem = events_in(host, home, calendar, there)) return problem;
        for (const Event& event : calendar.events) {
            const auto known = there.find(event.uid);
            written_ += 1;
            if (known == there.end()) {
                if (auto problem = put(host, home + remote::percent_encoded(event.uid) + ".ics", event, {"If-None-Match", "*"}, meanwhile)) return problem;
                continue;
            }
            const Resource resource = std::move(known->second);
            there.erase(known);
            if (resource.mark == event.mark) continue;
            const auto url = address_of(home, resource);
            if (!url) continue;
            if (auto problem = put(host, *url, event, {"If-Match", resource.etag}, meanwhile)) return problem;
        }
        for (const auto& [uid, resource] : there) {
            const bool ours = caldav::is_own_uid(uid) && !resource.mark.empty(), within = resource.start_ms >= week.from_ms && resource.start_ms < week.to_ms;
            const auto url = address_of(home, resource);
            if (!ours || !within || !url) continue;
            const Answer answer = ask(host, "DELETE", *url, {}, {{"If-Match", resource.etag}});
            if (auto problem = judge(answer, meanwhile)) return problem;
        }
        return {};
    }

    // By UID. A calendar that is not there yet is made.
    std::optional<Problem> events_in(const backend::Host& host, const std::string& home, const Calendar& calendar, std::map<std::string, Resource>& out) {
        for (int attempt = 0; attempt < 2; ++attempt) {
            const Answer answer = ask(host, "REPORT", home, caldav::events_query(), {{"Depth", "1"}, {"Content-Type", "application/xml; charset=utf-8"}});
            if (const auto* problem = std::get_if<Problem>(&answer)) return *problem;
            const auto& reply = std::get<HttpReply>(answer);
            if (reply.status == 404 && attempt == 0) {
                const Answer made = ask(host, "MKCALENDAR", home, caldav::new_calendar(calendar.name), {{"Content-Type", "application/xml; charset=utf-8"}});
                if (const auto* problem = std::get_if<Problem>(&made)) return *problem;
                if (!is_done(std::get<HttpReply>(made))) return web::problem_of(std::get<HttpReply>(made));
                continue;
            }
            if (!is_done(reply)) return web::problem_of(reply);
            auto found = caldav::read_multistatus(reply.body);
            if (!found) return web::unreadable(reply, "multistatus");
            for (Resource& r : *found)
                if (!r.uid.empty() && !r.etag.empty()) out.insert_or_assign(r.uid, std::move(r));
            return {};
        }
        return Problem{VIGIE_ERROR_PROTOCOL, say("caldav.no_calendar", {{"host", remote::host_of(home)}}), home, 0};
    }

    // Never at another origin than the one that was configured.
    static std::optional<std::string> address_of(const std::string& home, const Resource& resource) {
        auto url = web::resolved_url(home, resource.href);
        return url && web::same_origin(home, *url) ? url : std::nullopt;
    }

    std::optional<Problem> put(const backend::Host& host, const std::string& url, const Event& event, std::pair<std::string, std::string> condition, bool& meanwhile) {
        const Answer answer = ask(host, "PUT", url, caldav::marked(event.text, event.mark), {{"Content-Type", "text/calendar; charset=utf-8"}, std::move(condition)});
        return judge(answer, meanwhile);
    }

    static std::optional<Problem> judge(const Answer& answer, bool& meanwhile) {
        if (const auto* problem = std::get_if<Problem>(&answer)) return *problem;
        const auto& reply = std::get<HttpReply>(answer);
        if (reply.status == 412 || reply.status == 404 || reply.status == 409) meanwhile = true;
        else if (!is_done(reply)) return web::problem_of(reply);
        return {};
    }

    web::Access access_;
    web::CommandBox box_;  // its entries only wake
    std::mutex mutex_;
    std::shared_ptr<const Week> week_;
    std::size_t written_ = 0;  // events that are there as they should be
};

} // namespace

std::int32_t caldav_backend_main(std::uint32_t host_abi, vigie_backend* out, vigie_error* error) {
    return backend::edge::entry<CaldavBackend>(host_abi, out, error);
}

} // namespace vigie::gis
