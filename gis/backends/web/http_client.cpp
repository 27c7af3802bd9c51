#include "gis/backends/web/http_client.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <memory>
#include <vector>

#include "gis/backends/vigie_backend.hpp"
#include "gis/backends/web/url.hpp"
#include "gis/layers/remote/address.hpp"
#include "gis/layers/remote/transfer.hpp"

namespace vigie::gis::web {

namespace {

using backend::Problem;
using backend::say;
using remote::TransferFailure;
using remote::TransferReply;
using remote::TransferRequest;

constexpr int most_redirects = 5;
constexpr std::uint64_t most_headers = 64, usual_bytes = 16u << 20, most_bytes = 256u << 20, longest_header = 8'192;
constexpr std::int64_t usual_timeout_ms = 20'000, longest_timeout_ms = 600'000, longest_wait_ms = 86'400'000;

std::string text_of(vigie_str s) { return s.ptr ? std::string(s.ptr, static_cast<std::size_t>(s.len)) : std::string(); }

// What was asked, checked and owned; the credential apart, so that it can be left behind.
struct Asked {
    std::string method, url, body;
    std::vector<std::pair<std::string, std::string>> headers;
    std::uint32_t auth = VIGIE_AUTH_NONE;
    std::string auth_name, secret;
    std::string ca_file;
    std::uint64_t bytes = usual_bytes;
    std::int64_t timeout_ms = usual_timeout_ms;
};

// The reply that goes to the plugin, with all that its pointers point at.
struct Owned : vigie_http_reply {
    std::string url_text, body_text;
    std::vector<std::pair<std::string, std::string>> texts;
    std::vector<vigie_http_header> views;
};

bool is_token(std::string_view text) {
    return !text.empty() && text.size() <= 128 && std::ranges::all_of(text, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
    });
}

bool is_header_value(std::string_view text) {
    return text.size() <= longest_header && std::ranges::none_of(text, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

std::string lower(std::string text) {
    for (char& c : text) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    return text;
}

Problem refused(const char* key, const std::string& url) { return {VIGIE_ERROR_CONFIG, say(key, {{"address", remote::shown_address(url)}}), {}, 0}; }

std::optional<Problem> check(const Asked& asked, const std::vector<vigie_http_header>& headers) {
    if (!is_plain_url(asked.url)) return refused("web.bad_address", asked.url);
    if (!is_token(asked.method)) return Problem{VIGIE_ERROR_INTERNAL, say("web.bad_request"), "method", 0};
    if (headers.size() > most_headers) return Problem{VIGIE_ERROR_LIMIT, say("web.bad_request"), "headers", 0};
    for (const auto& [name, value] : asked.headers)
        if (!is_token(name) || !is_header_value(value)) return Problem{VIGIE_ERROR_INTERNAL, say("web.bad_request"), "header", 0};
    const bool named = asked.auth == VIGIE_AUTH_NONE || asked.auth == VIGIE_AUTH_BEARER || !asked.auth_name.empty();
    const bool fits = asked.auth != VIGIE_AUTH_HEADER || (is_token(asked.auth_name) && is_header_value(asked.secret));
    if (asked.auth > VIGIE_AUTH_FORM || !named || !fits || !is_header_value(asked.secret)) return Problem{VIGIE_ERROR_CONFIG, say("web.bad_credentials"), "auth", 0};
    if (asked.auth == VIGIE_AUTH_BASIC && asked.auth_name.find(':') != std::string::npos) return Problem{VIGIE_ERROR_CONFIG, say("web.bad_credentials"), "user", 0};
    return {};
}

std::variant<Asked, Problem> read_request(const HttpHost& host, const vigie_http_request& given) {
    vigie_http_request r{};  // an older plugin's struct is smaller: what it does not know stays 0
    std::memcpy(&r, &given, std::min<std::size_t>(given.size, sizeof r));
    if (r.body.len > most_bytes || (r.header_count && !r.headers)) return Problem{VIGIE_ERROR_LIMIT, say("web.bad_request"), "body", 0};
    Asked asked;
    asked.method = r.method.len ? text_of(r.method) : "GET";
    asked.url = text_of(r.url);
    asked.body = text_of(r.body);
    const std::vector<vigie_http_header> headers(r.headers, r.headers + std::min(r.header_count, most_headers + 1));
    for (const vigie_http_header& h : headers) asked.headers.emplace_back(text_of(h.name), text_of(h.value));
    asked.ca_file = text_of(r.ca_file);
    if (r.max_bytes) asked.bytes = std::min(r.max_bytes, most_bytes);
    if (r.timeout_ms > 0) asked.timeout_ms = std::min(r.timeout_ms, longest_timeout_ms);
    if (r.auth != VIGIE_AUTH_NONE)
        if (auto secret = host.secret(text_of(r.auth_secret)); secret && !secret->empty()) {
            asked.auth = r.auth;
            asked.auth_name = text_of(r.auth_name);
            asked.secret = std::move(*secret);
        }
    if (auto problem = check(asked, headers)) return std::move(*problem);
    return asked;
}

// `at_home`: at the origin the plugin asked, where its credentials belong.
TransferRequest wire_request(const Asked& asked, const std::string& url, bool at_home, std::int64_t left_ms) {
    TransferRequest out;
    out.method = asked.method;
    out.url = url;
    out.body = asked.body;
    out.follows = false;
    out.ca_file = asked.ca_file;
    out.limits.whole = std::chrono::milliseconds(left_ms);
    out.limits.connect = std::min(out.limits.connect, out.limits.whole);
    out.limits.bytes = static_cast<std::size_t>(asked.bytes);
    for (const auto& [name, value] : asked.headers) {
        const std::string low = lower(name);
        const bool is_credential = low == "authorization" || low == "cookie" || low == "proxy-authorization";
        if (at_home || !is_credential) out.headers.push_back(value.empty() ? name + ";" : name + ": " + value);
    }
    if (!at_home) return out;
    switch (asked.auth) {
    case VIGIE_AUTH_BASIC: out.user_and_password = asked.auth_name + ":" + asked.secret; break;
    case VIGIE_AUTH_BEARER: out.headers.push_back("Authorization: Bearer " + asked.secret); break;
    case VIGIE_AUTH_HEADER: out.headers.push_back(asked.auth_name + ": " + asked.secret); break;
    case VIGIE_AUTH_QUERY: out.url = with_parameters(url, {{asked.auth_name, asked.secret}}); break;
    case VIGIE_AUTH_FORM: out.body += (out.body.empty() ? "" : "&") + form_of({{asked.auth_name, asked.secret}}); break;
    default: break;
    }
    return out;
}

Problem problem_of(const HttpHost& host, const TransferFailure& failure, const std::string& url) {
    const auto problem = [&](int klass, const char* key) {
        return Problem{klass, say(key, {{"host", remote::host_of(url)}}), host.redacted(failure.detail), 0};
    };
    using enum TransferFailure::Kind;
    switch (failure.kind) {
    case stopped: return problem(VIGIE_ERROR_NETWORK, "web.stopped");
    case unknown_host: return problem(VIGIE_ERROR_NETWORK, "web.unknown_host");
    case timed_out: return problem(VIGIE_ERROR_NETWORK, "web.timed_out");
    case certificate: return problem(VIGIE_ERROR_NETWORK, "web.certificate");
    case too_big: return problem(VIGIE_ERROR_LIMIT, "web.too_big");
    case protocol: return problem(VIGIE_ERROR_PROTOCOL, "web.bad_reply");
    case unreachable: break;
    }
    return problem(VIGIE_ERROR_NETWORK, "web.unreachable");
}

// Where a redirect leads; nothing when it is none. A credential that the server wrote into the new address does not leave its origin.
std::optional<std::variant<std::string, Problem>> redirect(const HttpHost& host, const TransferReply& reply, const Asked& asked, const std::string& from) {
    const bool moved = reply.status == 301 || reply.status == 302 || reply.status == 303 || reply.status == 307 || reply.status == 308;
    const std::string location(reply.header("location"));
    if (!moved || location.empty() || (asked.method != "GET" && asked.method != "HEAD")) return {};
    const auto to = resolved_url(from, location);
    const bool downgraded = to && from.starts_with("https://") && !to->starts_with("https://");
    if (!to || downgraded) return Problem{VIGIE_ERROR_PROTOCOL, say("web.bad_redirect", {{"host", remote::host_of(from)}}), host.redacted(location), 0};
    if (!same_origin(asked.url, *to) && host.redacted(*to) != *to)
        return Problem{VIGIE_ERROR_PROTOCOL, say("web.secret_in_redirect", {{"host", remote::host_of(from)}}), host.redacted(location), 0};
    return *to;
}

std::int64_t retry_after_ms(const TransferReply& reply, const Clock& clock) {
    const std::string text(reply.header("retry-after"));
    if (text.empty()) return -1;
    std::int64_t seconds = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (read.ec == std::errc() && read.ptr == text.data() + text.size() && seconds >= 0) return std::min(seconds, longest_wait_ms / 1'000) * 1'000;
    const auto until = curl_getdate(text.c_str(), nullptr);
    if (until < 0) return -1;
    const auto there = curl_getdate(std::string(reply.header("date")).c_str(), nullptr);  // its clock against itself
    const std::int64_t now_ms = there > 0 ? std::int64_t{there} * 1'000 : ms_since_epoch(clock.now());
    return std::clamp<std::int64_t>(std::int64_t{until} * 1'000 - now_ms, 0, longest_wait_ms);
}

const vigie_http_reply* owned_reply(const HttpHost& host, TransferReply&& reply, const std::string& url) {
    auto out = std::make_unique<Owned>();
    out->size = sizeof(vigie_http_reply);
    out->status = static_cast<std::int32_t>(reply.status);
    out->retry_after_ms = retry_after_ms(reply, *host.clock);
    out->url_text = host.redacted(url);
    out->url = backend::str(out->url_text);
    out->body_text = std::move(reply.body);
    out->body = backend::str(out->body_text);
    for (auto& header : reply.headers)
        if (header.first != "set-cookie") out->texts.push_back(std::move(header));
    for (const auto& [name, value] : out->texts) out->views.push_back({backend::str(name), backend::str(value)});
    out->headers = out->views.data();
    out->header_count = out->views.size();
    return out.release();
}

std::int32_t fail(vigie_error* error, const Problem& problem) {
    if (error && VIGIE_HAS(error, vigie_error, detail)) backend::edge::fill(error, problem);
    return VIGIE_HTTP_FAILED;
}

} // namespace

std::int32_t send(const HttpHost& host, const vigie_http_request& request, const vigie_http_reply** reply, vigie_error* error) {
    auto read = read_request(host, request);
    if (const auto* problem = std::get_if<Problem>(&read)) return fail(error, *problem);
    const Asked& asked = std::get<Asked>(read);
    const int other_fd = VIGIE_HAS(&request, vigie_http_request, cancel_fd) && request.cancel_fd > 0 ? request.cancel_fd : -1;
    const std::int64_t until_ms = host.outside->time->elapsed_ms() + asked.timeout_ms;
    std::string url = asked.url;
    for (int hop = 0; hop <= most_redirects; ++hop) {
        const std::int64_t left = std::max<std::int64_t>(until_ms - host.outside->time->elapsed_ms(), 1);
        const TransferRequest wire = wire_request(asked, url, same_origin(asked.url, url), left);
        auto outcome = host.outside->transfer(wire, {{}, host.cancel_fd, other_fd});
        if (const auto* failure = std::get_if<TransferFailure>(&outcome)) {
            const std::int32_t code = fail(error, problem_of(host, *failure, url));
            return failure->kind == TransferFailure::Kind::stopped ? VIGIE_HTTP_CANCELLED : code;
        }
        auto& got = std::get<TransferReply>(outcome);
        const auto next = redirect(host, got, asked, url);
        if (!next) {
            *reply = owned_reply(host, std::move(got), url);
            return VIGIE_HTTP_DONE;
        }
        if (const auto* problem = std::get_if<Problem>(&*next)) return fail(error, *problem);
        url = std::get<std::string>(*next);
    }
    return fail(error, {VIGIE_ERROR_PROTOCOL, say("web.too_many_redirects", {{"host", remote::host_of(asked.url)}}), {}, 0});
}

void release(const vigie_http_reply* reply) {
    delete static_cast<const Owned*>(reply);
}

} // namespace vigie::gis::web
