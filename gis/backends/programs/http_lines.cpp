#include "gis/backends/programs/http_lines.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "gis/backends/programs/lines.hpp"
#include "gis/layers/encodings.hpp"

namespace vigie::gis {

namespace {

using backend::HttpReply;
using backend::HttpRequest;
using backend::Problem;
using nlohmann::json;

constexpr std::array<std::string_view, 6> auth_names = {"none", "basic", "bearer", "header", "query", "form"};
constexpr std::size_t most_headers = 64;

std::string base64(std::string_view bytes) {
    std::string out(sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), sodium_base64_VARIANT_ORIGINAL);
    out.pop_back();  // its NUL
    return out;
}

std::optional<std::string> from_base64(const std::string& text) {
    std::string out(text.size() / 4 * 3 + 3, '\0');
    std::size_t length = 0;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(), text.size(), "\r\n ", &length, nullptr, sodium_base64_VARIANT_ORIGINAL) != 0) return {};
    out.resize(length);
    return out;
}

json headers_to_json(const std::vector<std::pair<std::string, std::string>>& headers) {
    json out = json::array();
    for (const auto& [name, value] : headers) out.push_back({name, value});
    return out;
}

std::optional<std::vector<std::pair<std::string, std::string>>> headers_in(const json& message) {
    std::vector<std::pair<std::string, std::string>> out;
    const auto headers = message.find("headers");
    if (headers == message.end()) return out;
    if (headers->is_object())
        for (const auto& [name, value] : headers->items()) {
            if (!value.is_string()) return {};
            out.emplace_back(name, value.get<std::string>());
        }
    else if (headers->is_array())
        for (const json& h : *headers) {
            if (!h.is_array() || h.size() != 2 || !h[0].is_string() || !h[1].is_string()) return {};
            out.emplace_back(h[0].get<std::string>(), h[1].get<std::string>());
        }
    else return {};
    return out.size() <= most_headers ? std::optional(out) : std::nullopt;
}

std::int64_t whole_in(const json& message, const char* key, std::int64_t otherwise) {
    const auto it = message.find(key);
    return it != message.end() && it->is_number_integer() ? it->get<std::int64_t>() : otherwise;
}

Problem bad_request(const char* member) { return {VIGIE_ERROR_PROTOCOL, backend::say("web.bad_request"), member, 0}; }

} // namespace

std::optional<std::string> bytes_in(const json& message) {
    if (message.contains("base64")) return from_base64(text_in(message, "base64"));
    if (!message.contains("body")) return std::string();
    return message["body"].is_string() ? std::optional(message["body"].get<std::string>()) : std::nullopt;
}

json http_to_json(std::uint64_t id, const vigie_http_request& given) {
    vigie_http_request r{};
    std::memcpy(&r, &given, std::min<std::size_t>(given.size, sizeof r));
    json headers = json::array();
    for (std::uint64_t i = 0; r.headers && i < std::min<std::uint64_t>(r.header_count, most_headers + 1); ++i)
        headers.push_back({backend::view(r.headers[i].name), backend::view(r.headers[i].value)});
    json out{{"m", "http"}, {"id", id}, {"method", backend::view(r.method)}, {"url", backend::view(r.url)}, {"headers", headers},
             {"max_bytes", r.max_bytes}, {"timeout_ms", r.timeout_ms}, {"ca_file", backend::view(r.ca_file)}};
    if (r.auth != VIGIE_AUTH_NONE) {
        out["auth"] = r.auth < auth_names.size() ? auth_names[r.auth] : "?";
        out["auth_name"] = backend::view(r.auth_name);
        out["auth_secret"] = backend::view(r.auth_secret);
    }
    const std::string_view body = backend::view(r.body);
    if (is_utf8(body)) out["body"] = body;
    else out["base64"] = base64(body);
    return out;
}

std::variant<HttpRequest, Problem> http_from_json(const json& message) {
    HttpRequest out;
    if (const std::string method = text_in(message, "method"); !method.empty()) out.method = method;
    out.url = text_in(message, "url");
    out.ca_file = text_in(message, "ca_file");
    auto headers = headers_in(message);
    if (!headers) return bad_request("headers");
    out.headers = std::move(*headers);
    auto body = bytes_in(message);
    if (!body) return bad_request("body");
    out.body = std::move(*body);
    const std::string auth = message.contains("auth") ? text_in(message, "auth") : "none";
    const auto known = std::ranges::find(auth_names, auth);
    if (known == auth_names.end()) return bad_request("auth");
    out.auth = static_cast<std::uint32_t>(known - auth_names.begin());
    out.auth_name = text_in(message, "auth_name");
    out.auth_secret = text_in(message, "auth_secret");
    const std::int64_t most = whole_in(message, "max_bytes", 0);
    if (most < 0) return bad_request("max_bytes");
    out.max_bytes = std::min(static_cast<std::uint64_t>(most), most_program_reply_bytes);
    out.timeout_ms = std::max<std::int64_t>(whole_in(message, "timeout_ms", 0), 0);
    return out;
}

std::optional<std::string> HttpReplyLines::next() {
    if (said_) return {};
    if (const auto* problem = std::get_if<Problem>(&outcome_)) {
        said_ = true;
        return line_of({{"m", "http_reply"}, {"id", id_}, {"class", error_name(problem->klass)}, {"message", problem->message}, {"detail", problem->detail}, {"retry_after_ms", problem->retry_after_ms}});
    }
    auto& reply = std::get<HttpReply>(outcome_);
    if (done_ == 0) in_parts_ = reply.body.size() > http_part_bytes || !is_utf8(reply.body);
    if (in_parts_ && done_ < reply.body.size()) {
        const std::string_view part = std::string_view(reply.body).substr(done_, http_part_bytes);
        done_ += part.size();
        return line_of({{"m", "http_part"}, {"id", id_}, {"base64", base64(part)}});
    }
    json out{{"m", "http_reply"}, {"id", id_}, {"status", reply.status}, {"url", reply.url}, {"headers", headers_to_json(reply.headers)}, {"retry_after_ms", reply.retry_after_ms}};
    if (!in_parts_) {
        out["body"] = reply.body;
        if (std::string line = line_of(out); line.size() <= max_line_bytes) {
            said_ = true;
            return line;
        }
        in_parts_ = true;  // what JSON writes longer than it is
        return next();
    }
    said_ = true;
    return line_of(out);
}

HttpOutcome http_reply_from(const json& message, std::string parts) {
    if (!message.contains("status"))
        return Problem{error_class(text_in(message, "class")), text_in(message, "message"), text_in(message, "detail"), whole_in(message, "retry_after_ms", 0)};
    auto headers = headers_in(message);
    auto body = bytes_in(message);
    if (!body) return Problem{VIGIE_ERROR_PROTOCOL, backend::say("web.bad_reply"), "http_reply", 0};
    return HttpReply{static_cast<int>(whole_in(message, "status", 0)), text_in(message, "url"), std::move(parts) + *body, headers ? std::move(*headers) : std::vector<std::pair<std::string, std::string>>{}, whole_in(message, "retry_after_ms", -1)};
}

} // namespace vigie::gis
