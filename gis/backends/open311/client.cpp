#include "gis/backends/open311/client.hpp"

#include <nlohmann/json.hpp>

#include "gis/backends/web/foreign.hpp"

namespace vigie::gis::open311 {

using backend::HttpReply;
using backend::HttpRequest;
using backend::Problem;
using nlohmann::json;

namespace {

const char* accepts(Format format) { return format == Format::json ? "application/json" : "text/xml, application/xml"; }

std::string complaint_of(const HttpReply& reply) {
    for (const Format format : {Format::json, Format::xml})
        if (const auto tree = tree_of(reply.body, format)) return complaint_in(*tree);
    return {};
}

template <class T>
Answer<T> read(Answer<json> tree, std::optional<T> (*reader)(const json&)) {
    if (auto* problem = std::get_if<Problem>(&tree)) return std::move(*problem);
    if (auto rows = reader(std::get<json>(tree))) return std::move(*rows);
    return Problem{VIGIE_ERROR_PROTOCOL, backend::say("open311.not_a_server"), web::dump(std::get<json>(tree)).substr(0, 200), 0};
}

} // namespace

Client::Client(const backend::Host& host, web::Access access, std::string jurisdiction, std::optional<Format> format)
    : host_(host), access_(std::move(access)), jurisdiction_(std::move(jurisdiction)), format_(format) {}

Answer<json> Client::fetch_as(Format format, const std::string& path, const web::Parameters& parameters, int& status) {
    HttpRequest request;
    request.url = web::with_parameters(access_.base + "/" + path + "." + name(format), parameters);
    request.headers = {{"Accept", accepts(format)}};
    auto answer = web::ask(host_, access_, std::move(request));
    if (auto* problem = std::get_if<Problem>(&answer)) return std::move(*problem);
    const HttpReply& reply = std::get<HttpReply>(answer);
    status = reply.status;
    if (reply.status < 200 || reply.status > 299) return web::problem_of(reply, complaint_of(reply));
    auto tree = tree_of(reply.body, format);
    if (!tree) return web::unreadable(reply, name(format));
    return std::move(*tree);
}

Answer<json> Client::fetch(const std::string& path, web::Parameters parameters, int* status) {
    if (!jurisdiction_.empty()) parameters.emplace_back("jurisdiction_id", jurisdiction_);
    int code = 0;
    auto answer = fetch_as(format_.value_or(Format::json), path, parameters, code);
    if (!format_ && std::holds_alternative<json>(answer)) format_ = Format::json;
    // XML is what the standard requires, JSON what it allows.
    const bool not_json = code == 200 || code == 400 || code == 404 || code == 406 || code == 415 || code == 500;
    if (!format_ && not_json) {
        int other_code = 0;
        auto other = fetch_as(Format::xml, path, parameters, other_code);
        if (std::holds_alternative<json>(other)) {
            format_ = Format::xml;
            answer = std::move(other);
            code = other_code;
        }
    }
    if (status) *status = code;
    return answer;
}

std::optional<Problem> Client::discover() {
    const auto dot = access_.base.rfind('.');
    if (!access_.base.ends_with("/discovery.json") && !access_.base.ends_with("/discovery.xml")) return {};
    const Format format = access_.base.ends_with(".xml") ? Format::xml : Format::json;
    const auto slash = access_.base.rfind('/');
    const std::string document = access_.base, path = document.substr(slash + 1, dot - slash - 1);
    access_.base = document.substr(0, slash);
    int status = 0;
    auto tree = fetch_as(format, path, {}, status);
    if (auto* problem = std::get_if<Problem>(&tree)) return std::move(*problem);
    std::string elsewhere;
    for (const bool production : {true, false})
        for (const Endpoint& e : endpoints_in(std::get<json>(tree))) {
            if ((e.type == "production") != production) continue;
            auto url = web::resolved_url(document, e.url);
            while (url && url->ends_with('/')) url->pop_back();
            if (url && web::same_origin(*url, document)) {
                access_.base = *url;
                return {};
            }
            if (url && elsewhere.empty()) elsewhere = *url;
        }
    return Problem{VIGIE_ERROR_CONFIG, backend::say(elsewhere.empty() ? "open311.no_endpoint" : "open311.endpoint_elsewhere", {{"address", elsewhere}}), document, 0};
}

Answer<std::vector<Service>> Client::services() { return read(fetch("services", {}), services_in); }

Answer<std::vector<ServiceAttribute>> Client::attributes(const std::string& service_code) {
    auto tree = fetch("services/" + web::encoded(service_code), {});
    if (auto* problem = std::get_if<Problem>(&tree)) return std::move(*problem);
    return attributes_in(std::get<json>(tree));
}

Answer<std::vector<ServiceRequest>> Client::requests(Time from, Time to, const std::string& service_code) {
    web::Parameters parameters{{"start_date", web::whole_second(from)}, {"end_date", web::whole_second(to)}};
    if (!service_code.empty()) parameters.emplace_back("service_code", service_code);
    return read(fetch("requests", std::move(parameters)), requests_in);
}

Answer<std::vector<ServiceRequest>> Client::requests(const std::vector<std::string>& ids) {
    std::string list;
    for (const std::string& id : ids) list += (list.empty() ? "" : ",") + id;
    return read(fetch("requests", {{"service_request_id", list}}), requests_in);
}

Answer<std::optional<ServiceRequest>> Client::request(const std::string& id) {
    int status = 0;
    auto answer = read(fetch("requests/" + web::encoded(id), {}, &status), requests_in);
    if (status == 404 || status == 410) return std::optional<ServiceRequest>{};
    if (auto* problem = std::get_if<Problem>(&answer)) return std::move(*problem);
    for (ServiceRequest& r : std::get<std::vector<ServiceRequest>>(answer))
        if (r.id == id) return std::optional(std::move(r));
    return std::optional<ServiceRequest>{};
}

Answer<std::vector<ServiceRequest>> Client::token(const std::string& token) { return read(fetch("tokens/" + web::encoded(token), {}), requests_in); }

Answer<std::vector<ServiceRequest>> Client::post(const std::string& path, const web::Parameters& form, int& status) {
    HttpRequest request;
    const Format format = format_.value_or(Format::xml);
    web::Parameters whole = form;
    if (!jurisdiction_.empty()) whole.emplace_back("jurisdiction_id", jurisdiction_);
    request.method = "POST";
    request.url = access_.base + "/" + path + "." + name(format);
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}, {"Accept", accepts(format)}};
    request.body = web::form_of(whole);
    web::Access key = access_;
    key.auth = VIGIE_AUTH_FORM;
    key.auth_name = "api_key";
    key.auth_secret = "api_key";
    auto answer = web::ask(host_, key, std::move(request));
    status = 0;
    if (auto* problem = std::get_if<Problem>(&answer)) return std::move(*problem);
    const HttpReply& reply = std::get<HttpReply>(answer);
    status = reply.status;
    if (reply.status < 200 || reply.status > 299) return web::problem_of(reply, complaint_of(reply));
    const auto tree = tree_of(reply.body, format);
    if (!tree) return web::unreadable(reply, name(format));
    return requests_in(*tree).value_or(std::vector<ServiceRequest>{});
}

} // namespace vigie::gis::open311
