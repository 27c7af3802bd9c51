#include "gis/backends/web/settings.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <cmath>

#include "gis/backends/web/url.hpp"
#include "gis/layers/remote/address.hpp"
#include "gis/model/foreign_json.hpp"
#include "gis/model/zone.hpp"

namespace vigie::gis::web {

using backend::HttpReply;
using backend::HttpRequest;
using backend::Problem;
using backend::say;

namespace {

std::string trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

} // namespace

std::variant<Settings, Problem> Settings::read(std::string_view json) {
    Settings out;
    out.json_ = foreign_json(json);
    if (!out.json_.is_object()) return Problem{VIGIE_ERROR_CONFIG, say("web.bad_settings"), "not a JSON object", 0};
    return out;
}

std::string Settings::text(const char* name, std::string_view fallback) const {
    const auto it = json_.find(name);
    if (it == json_.end() || !it->is_string()) return std::string(fallback);
    return trimmed(it->get_ref<const std::string&>());
}

std::int64_t Settings::number(const char* name, std::int64_t fallback, std::int64_t least, std::int64_t most) const {
    const auto it = json_.find(name);
    if (it == json_.end() || !it->is_number()) return fallback;
    const double value = it->get<double>();
    return std::isfinite(value) ? static_cast<std::int64_t>(std::clamp(value, static_cast<double>(least), static_cast<double>(most))) : fallback;
}

bool Settings::flag(const char* name, bool fallback) const {
    const auto it = json_.find(name);
    return it == json_.end() || !it->is_boolean() ? fallback : it->get<bool>();
}

std::map<std::string, std::string> Settings::table(const char* name) const {
    std::map<std::string, std::string> out;
    const std::string text = this->text(name);
    std::string_view rest = text;
    while (!rest.empty()) {
        const std::string_view one = rest.substr(0, rest.find_first_of(",;\n"));
        rest.remove_prefix(std::min(rest.size(), one.size() + 1));
        const auto equal = one.find('=');
        if (equal == std::string_view::npos) continue;
        const std::string from = trimmed(one.substr(0, equal)), to = trimmed(one.substr(equal + 1));
        if (!from.empty() && !to.empty()) out[from] = to;
    }
    return out;
}

std::variant<Configuration, Problem> read_configuration(std::string_view json, std::int64_t usual_poll_s) {
    auto read = Settings::read(json);
    if (auto* problem = std::get_if<Problem>(&read)) return std::move(*problem);
    Configuration configuration{std::get<Settings>(std::move(read)), {}};
    const Settings& settings = configuration.settings;
    Access& out = configuration.access;
    out.base = settings.text("url");
    while (out.base.ends_with('/')) out.base.pop_back();
    if (!is_plain_url(out.base)) return Problem{VIGIE_ERROR_CONFIG, say("web.bad_address", {{"address", remote::shown_address(out.base)}}), "url", 0};
    out.ca_file = settings.text("ca_file");
    out.zone = settings.text("time_zone", "Europe/Paris");
    if (!zone_exists(out.zone)) return Problem{VIGIE_ERROR_CONFIG, say("web.bad_zone", {{"zone", out.zone}}), "time_zone", 0};
    out.poll_ms = settings.number("poll_s", usual_poll_s, 5, 86'400) * 1'000;
    return configuration;
}

void ask_as_user(Configuration& configuration) {
    configuration.access.auth_name = configuration.settings.text("user");
    configuration.access.auth = configuration.access.auth_name.empty() ? VIGIE_AUTH_BEARER : VIGIE_AUTH_BASIC;
    configuration.access.auth_secret = "password";
}

std::string schema(std::string_view title_en, std::string_view own, std::int64_t usual_poll_s) {
    return R"json({"type":"object","title@en":")json" + std::string(title_en) + R"json(","required":["url"],"properties":{)json" + std::string(own) + R"json(,
        "ca_file":{"type":"string","format":"path","title":"Autorité de certification (fichier PEM)","title@en":"Certificate authority (PEM file)",
            "description":"Seulement pour un serveur dont ce poste ne connaît pas l’autorité","description@en":"Only for a server whose authority this computer does not know"},
        "time_zone":{"type":"string","default":"Europe/Paris","title":"Fuseau des heures qui n’en disent pas","title@en":"Zone of times that name none"},
        "poll_s":{"type":"integer","minimum":5,"maximum":86400,"default":)json" + std::to_string(usual_poll_s) + R"json(,"title":"Relire toutes les (secondes)","title@en":"Read again every (seconds)"}}})json";
}

std::variant<HttpReply, Problem> ask(const backend::Host& host, const Access& access, HttpRequest request) {
    request.auth = request.auth == VIGIE_AUTH_NONE ? access.auth : request.auth;
    request.auth_name = access.auth_name;
    request.auth_secret = access.auth_secret;
    request.ca_file = access.ca_file;
    return host.http(request);
}

std::variant<HttpReply, Problem> get(const backend::Host& host, const Access& access, const std::string& url, const std::string& accept) {
    HttpRequest request;
    request.url = url;
    request.headers = {{"Accept", accept}};
    auto reply = ask(host, access, std::move(request));
    if (const auto* got = std::get_if<HttpReply>(&reply); got && (got->status < 200 || got->status > 299)) return problem_of(*got);
    return reply;
}

std::optional<std::int64_t> server_now_ms(const HttpReply& reply) {
    const std::time_t t = reply.header("date").empty() ? -1 : curl_getdate(std::string(reply.header("date")).c_str(), nullptr);
    return t > 0 ? std::optional(std::int64_t{t} * 1'000) : std::nullopt;
}

Problem problem_of(const HttpReply& reply, std::string_view server_words) {
    const std::string host = remote::host_of(reply.url), status = std::to_string(reply.status);
    const std::string body = !server_words.empty() ? std::string(server_words) : reply.body.substr(0, 400);
    const auto problem = [&](int klass, const char* key) {
        return Problem{klass, say(key, {{"host", host}, {"status", status}, {"words", server_words}}), status + " " + without_query(reply.url) + " " + body, std::max<std::int64_t>(reply.retry_after_ms, 0)};
    };
    switch (reply.status) {
    case 401: return problem(VIGIE_ERROR_AUTH, "web.no_access");
    case 403: return problem(VIGIE_ERROR_AUTH, "web.no_right");
    case 404: case 410: return problem(VIGIE_ERROR_REMOTE, "web.nothing_there");
    case 429: case 503: return problem(VIGIE_ERROR_LIMIT, "web.busy");
    default: break;
    }
    if (reply.status >= 500) return problem(VIGIE_ERROR_REMOTE, "web.server_failed");
    return problem(VIGIE_ERROR_PROTOCOL, server_words.empty() ? "web.status" : "web.refused");
}

bool is_not_about_the_question(const Problem& problem) {
    return problem.klass == VIGIE_ERROR_NETWORK || problem.klass == VIGIE_ERROR_LIMIT || problem.klass == VIGIE_ERROR_AUTH;
}

Problem unreadable(const HttpReply& reply, std::string_view why) {
    return {VIGIE_ERROR_PROTOCOL, say("web.unreadable", {{"host", remote::host_of(reply.url)}}),
            without_query(reply.url) + ": " + std::string(why) + ": " + reply.body.substr(0, 200), 0};
}

} // namespace vigie::gis::web
