#include "gis/backends/web/url.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <memory>

#include "gis/layers/remote/address.hpp"

namespace vigie::gis::web {

namespace {

using Parsed = std::unique_ptr<CURLU, void (*)(CURLU*)>;

Parsed parsed(const std::string& url) {
    Parsed out(curl_url(), curl_url_cleanup);
    if (out && curl_url_set(out.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) out.reset();
    return out;
}

std::string part(const Parsed& url, CURLUPart which, unsigned flags = 0) {
    char* text = nullptr;
    if (!url || curl_url_get(url.get(), which, &text, flags) != CURLUE_OK) return {};
    std::string out(text);
    curl_free(text);
    return out;
}

bool is_web(const Parsed& url) {
    const std::string scheme = part(url, CURLUPART_SCHEME);
    return (scheme == "http" || scheme == "https") && !part(url, CURLUPART_HOST).empty();
}

} // namespace

bool is_plain_url(const std::string& url) {
    if (url.size() > longest_url || !remote::is_address(url) || remote::is_database(url) || remote::host_of(url).empty() || url.find('#') != std::string::npos) return false;
    if (std::ranges::any_of(url, [](unsigned char c) { return c < 0x21 || c == 0x7f; })) return false;
    const Parsed p = parsed(url);
    return is_web(p) && part(p, CURLUPART_USER).empty() && part(p, CURLUPART_PASSWORD).empty();
}

std::optional<std::string> resolved_url(const std::string& base, const std::string& reference) {
    if (reference.size() > longest_url) return {};
    const Parsed p = parsed(base);
    if (!p || curl_url_set(p.get(), CURLUPART_URL, reference.c_str(), CURLU_URLENCODE) != CURLUE_OK || !is_web(p)) return {};
    curl_url_set(p.get(), CURLUPART_FRAGMENT, nullptr, 0);
    if (std::string url = part(p, CURLUPART_URL); is_plain_url(url)) return url;
    return {};
}

std::string origin_of(const std::string& url) {
    const Parsed p = parsed(url);
    if (!is_web(p)) return {};
    std::string host = part(p, CURLUPART_HOST);
    for (char& c : host) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    return part(p, CURLUPART_SCHEME) + "://" + host + ":" + part(p, CURLUPART_PORT, CURLU_DEFAULT_PORT);
}

bool same_origin(const std::string& a, const std::string& b) {
    const std::string origin = origin_of(a);
    return !origin.empty() && origin == origin_of(b);
}

std::string encoded(std::string_view text) {
    std::string out = remote::percent_encoded(text);
    for (const auto& [plain, code] : {std::pair{',', "%2C"}, {':', "%3A"}})
        for (std::size_t at = out.find(plain); at != std::string::npos; at = out.find(plain, at)) out.replace(at, 1, code);
    return out;
}

std::string form_of(const Parameters& parameters) {
    std::string out;
    for (const auto& [name, value] : parameters) {
        const bool is_option = name.starts_with('$');
        out += (out.empty() ? "" : "&") + (is_option ? "$" + encoded(std::string_view(name).substr(1)) : encoded(name)) + "=" + encoded(value);
    }
    return out;
}

std::string with_parameters(const std::string& url, const Parameters& more) {
    if (more.empty()) return url;
    const bool has_query = url.find('?') != std::string::npos;
    return url + (!has_query ? "?" : url.ends_with('?') || url.ends_with('&') ? "" : "&") + form_of(more);
}

Parameters parameters_of(const std::string& url) {
    Parameters out;
    const auto mark = url.find('?');
    std::string_view rest = mark == std::string::npos ? std::string_view() : std::string_view(url).substr(mark + 1);
    rest = rest.substr(0, rest.find('#'));
    while (!rest.empty()) {
        const std::string_view one = rest.substr(0, rest.find('&'));
        rest.remove_prefix(std::min(rest.size(), one.size() + 1));
        const auto equal = one.find('=');
        if (!one.empty())
            out.emplace_back(remote::percent_decoded(one.substr(0, equal)), equal == std::string_view::npos ? std::string() : remote::percent_decoded(one.substr(equal + 1)));
    }
    return out;
}

std::string without_query(const std::string& url) { return url.substr(0, url.find_first_of("?#")); }

} // namespace vigie::gis::web
