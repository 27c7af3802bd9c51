#include "gis/backends/open311/writing.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <nlohmann/json.hpp>

#include "gis/layers/gazetteer.hpp"
#include "gis/model/entity_json.hpp"
#include "gis/model/foreign_json.hpp"

namespace vigie::gis::open311 {

using backend::Command;
using backend::Problem;
using nlohmann::json;
using web::text_at;

namespace {

constexpr std::size_t longest_description = 4'000;  // characters, by the standard
constexpr int most_token_tries = 60;
constexpr double same_place_m = 30;
constexpr std::chrono::hours looked_back{3};  // clocks are apart

std::string first_characters(const std::string& text, std::size_t most) {
    std::size_t characters = 0, i = 0;
    for (; i < text.size(); ++i)
        if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80 && ++characters > most) break;
    return text.substr(0, i);
}

std::string value_of(const web::Parameters& form, const char* name) {
    for (const auto& [n, value] : form)
        if (n == name) return value;
    return {};
}

double distance_m(double lon1, double lat1, double lon2, double lat2) {
    constexpr double m_per_degree = 111'320;
    return m_per_degree * std::hypot((lon2 - lon1) * std::cos(lat1 * std::numbers::pi / 180), lat2 - lat1);
}

bool is_same(const ServiceRequest& there, const web::Parameters& form) {
    if (there.description != value_of(form, "description")) return false;
    const auto lon = web::number(value_of(form, "long")), lat = web::number(value_of(form, "lat"));
    const bool placed = there.lon && there.lat && !(*there.lon == 0 && *there.lat == 0);
    if (!lon || !lat || !placed) return !placed || there.address == value_of(form, "address_string");
    return distance_m(*lon, *lat, *there.lon, *there.lat) <= same_place_m;
}

} // namespace

void Writing::send(const Command& command) {
    const json report = foreign_json(command.json);
    if (command.kind != VIGIE_KIND_REPORT || command.op != VIGIE_OP_UPSERT || !report.is_object()) return host_.ack(command.ticket, VIGIE_ACK_REFUSED, command.id, {}, "@open311.only_reports");
    if (command.id.empty()) create(command, report);
    else update(command, report);
}

std::variant<std::string, Writing::Refusal> Writing::service_of(const std::string& category) {
    for (const auto& [code, named] : choices_.categories)
        if (named == category) return code;
    auto services = client_.services();
    if (auto* problem = std::get_if<Problem>(&services)) {
        trouble_ = std::move(*problem);
        return Refusal{VIGIE_ACK_RETRY, {}};
    }
    for (const Service& s : std::get<std::vector<Service>>(services))
        if (!category.empty() && (s.code == category || folded(s.name) == folded(category))) return s.code;
    return Refusal{VIGIE_ACK_REFUSED, "@open311.no_service"};
}

std::variant<web::Parameters, Writing::Refusal> Writing::form_of(const json& report) {
    auto service = service_of(text_at(report, "category"));
    if (auto* refusal = std::get_if<Refusal>(&service)) return std::move(*refusal);
    const std::string& code = std::get<std::string>(service);
    web::Parameters form{{"service_code", code}, {"description", first_characters(text_at(report, "description"), longest_description)}};
    const json& place = web::at(report, "place");
    const bool placed = place.is_array() && place.size() >= 2 && place[0].is_number() && place[1].is_number() && (place[0] != 0 || place[1] != 0);
    if (placed) {
        form.emplace_back("lat", web::text(place[1]));
        form.emplace_back("long", web::text(place[0]));
    }
    if (const std::string address = text_at(report, "address"); !address.empty()) form.emplace_back("address_string", address);
    else if (!placed) return Refusal{VIGIE_ACK_REFUSED, "@open311.no_place"};
    auto attributes = client_.attributes(code);
    if (auto* problem = std::get_if<Problem>(&attributes)) {
        if (web::is_not_about_the_question(*problem)) {
            trouble_ = std::move(*problem);
            return Refusal{VIGIE_ACK_RETRY, {}};
        }
        return form;  // a service without attributes has no definition
    }
    for (const ServiceAttribute& a : std::get<std::vector<ServiceAttribute>>(attributes)) {
        const auto value = choices_.attributes.find(a.code);
        if (value != choices_.attributes.end()) form.emplace_back("attribute[" + a.code + "]" + (a.is_list ? "[]" : ""), value->second);
        else if (a.is_required && a.is_asked) return Refusal{VIGIE_ACK_REFUSED, "@open311.needs_attribute"};
    }
    return form;
}

Answer<std::optional<ServiceRequest>> Writing::made_before(const web::Parameters& form, Time now) {
    auto rows = client_.requests(now - looked_back, now + looked_back, value_of(form, "service_code"));
    if (auto* problem = std::get_if<Problem>(&rows)) return std::move(*problem);
    for (ServiceRequest& r : std::get<std::vector<ServiceRequest>>(rows))
        if (!reading_.was_made_here(r.id) && is_same(r, form)) return std::optional(std::move(r));
    return std::optional<ServiceRequest>{};
}

void Writing::create(const Command& command, const json& report) {
    auto made = form_of(report);
    if (const auto* refusal = std::get_if<Refusal>(&made)) return host_.ack(command.ticket, refusal->outcome, {}, {}, refusal->why);
    const auto& form = std::get<web::Parameters>(made);
    // The standard knows no key of a creation, and an earlier try may have arrived from an instance that is gone: what is there
    // already is not made again.
    auto before = made_before(form, time_from_ms(host_.now_ms()));
    if (auto* problem = std::get_if<Problem>(&before)) {
        trouble_ = std::move(*problem);
        return host_.ack(command.ticket, VIGIE_ACK_RETRY);
    }
    if (const auto& found = std::get<std::optional<ServiceRequest>>(before)) return created(command.ticket, *found);
    int status = 0;
    auto answer = client_.post("requests", form, status);
    if (const auto* problem = std::get_if<Problem>(&answer)) return fail(command.ticket, *problem, status);
    for (const ServiceRequest& r : std::get<std::vector<ServiceRequest>>(answer)) {
        if (!r.id.empty()) return answered(command.ticket, r.id);
        tokens_.push_back({command.ticket, r.token, 0});
        return;
    }
    host_.ack(command.ticket, VIGIE_ACK_UNKNOWN);
}

void Writing::update(const Command& command, const json& report) {
    for (const char* theirs : {"description", "address", "place", "category"})
        if (report.contains(theirs)) return host_.ack(command.ticket, VIGIE_ACK_REFUSED, command.id, {}, "@open311.only_state");
    const std::string_view status = status_of(text_at(report, "state"));
    if (status.empty() || !choices_.sends_states) return host_.ack(command.ticket, VIGIE_ACK_DONE, command.id, command.expected_version);  // ours to keep
    auto current = client_.request(command.id);
    if (const auto* problem = std::get_if<Problem>(&current)) return fail(command.ticket, *problem, 0);
    const auto& row = std::get<std::optional<ServiceRequest>>(current);
    if (!row) return host_.ack(command.ticket, VIGIE_ACK_REFUSED, command.id, {}, "@open311.gone");
    if (!command.expected_version.empty() && row->version() != command.expected_version) {
        host_.push({reading_.current(*row)});
        return host_.ack(command.ticket, VIGIE_ACK_CONFLICT, command.id, row->version(), "@open311.conflict");
    }
    web::Parameters form{{"service_request_id", command.id}, {"update_id", command.idempotency_key}, {"status", std::string(status)},
                         {"updated_datetime", web::whole_second(time_from_ms(host_.now_ms()))}, {"description", text_at(report, "reason")}};
    int code = 0;
    auto answer = client_.post("servicerequestupdates", form, code);
    if (code == 404 || code == 405 || code == 501) return host_.ack(command.ticket, VIGIE_ACK_REFUSED, command.id, row->version(), "@open311.no_updates");
    if (const auto* problem = std::get_if<Problem>(&answer)) return fail(command.ticket, *problem, code);
    auto after = client_.request(command.id);
    const auto* now = std::get_if<std::optional<ServiceRequest>>(&after);
    if (now && *now) return done(command.ticket, **now);
    host_.ack(command.ticket, VIGIE_ACK_DONE, command.id, row->version());
}

// The id is stored before the answer is.
void Writing::answered(std::uint64_t ticket, const std::string& id) {
    reading_.remember_made(id);
    host_.push({}, reading_.cursor());
    host_.ack(ticket, VIGIE_ACK_DONE, id);
}

void Writing::created(std::uint64_t ticket, const ServiceRequest& now) {
    reading_.remember_made(now.id);
    host_.push({}, reading_.cursor());
    done(ticket, now);
}

void Writing::done(std::uint64_t ticket, const ServiceRequest& now) {
    host_.push({reading_.current(now)});
    host_.ack(ticket, VIGIE_ACK_DONE, now.id, now.version());
}

// No reply at all, or a failure inside the server: it may have arrived.
void Writing::fail(std::uint64_t ticket, const Problem& problem, int status) {
    const bool may_have_arrived = status < 400 || (status >= 500 && status != 503);
    if (may_have_arrived || status == 503 || status == 429) {
        trouble_ = problem;  // the pause, and Retry-After, are for everything that is asked of this server
        return host_.ack(ticket, may_have_arrived ? VIGIE_ACK_UNKNOWN : VIGIE_ACK_RETRY);
    }
    if (status == 401 || status == 403) return host_.ack(ticket, VIGIE_ACK_REFUSED, {}, {}, "@open311.no_right");
    const bool has_words = problem.message.starts_with("@web.refused") && problem.message.find("\twords=") != std::string::npos;
    host_.ack(ticket, VIGIE_ACK_REFUSED, {}, {}, has_words ? problem.message.substr(problem.message.find("\twords=") + 7) : std::string("@open311.refused"));
}

void Writing::ask_tokens() {
    std::erase_if(tokens_, [&](Token& t) {
        if (trouble_) return false;
        auto answer = client_.token(t.token);
        if (auto* problem = std::get_if<Problem>(&answer); problem && web::is_not_about_the_question(*problem)) trouble_ = std::move(*problem);
        if (const auto* rows = std::get_if<std::vector<ServiceRequest>>(&answer))
            for (const ServiceRequest& r : *rows)
                if (!r.id.empty()) {
                    answered(t.ticket, r.id);
                    return true;
                }
        if (++t.tries < most_token_tries) return false;
        host_.ack(t.ticket, VIGIE_ACK_UNKNOWN);
        return true;
    });
}

void Writing::give_up() {
    for (const Token& t : tokens_) host_.ack(t.ticket, VIGIE_ACK_UNKNOWN);
    tokens_.clear();
}

} // namespace vigie::gis::open311
