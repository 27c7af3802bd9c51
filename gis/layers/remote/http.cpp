#include "gis/layers/remote/http.hpp"

#include <curl/curl.h>

#include <charconv>
#include <memory>
#include <mutex>

#include "gis/layers/remote/address.hpp"

namespace vigie::gis::remote {

namespace {

constexpr long most_redirects = 5, slow_bytes_per_s = 64, slow_s = 10;
constexpr std::size_t most_header_bytes = 64 << 10;

struct Transfer {
    HttpReply reply;
    std::size_t most = 0, header_bytes = 0;
    bool too_big = false;
    std::stop_token stop;
};

std::size_t take_body(char* data, std::size_t, std::size_t size, void* user) {
    auto& t = *static_cast<Transfer*>(user);
    if (t.reply.body.size() + size > t.most) {
        t.too_big = true;
        return 0;
    }
    t.reply.body.append(data, size);
    return size;
}

std::optional<std::chrono::seconds> seconds_in(std::string_view text) {
    int value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc() || value < 0) return {};
    return std::chrono::seconds(value);
}

void take_cache_control(HttpReply& reply, const std::string& value) {
    if (value.find("no-store") != std::string::npos) reply.may_be_kept = false;
    if (const auto at = value.find("max-age="); at != std::string::npos) reply.fresh_for = seconds_in(std::string_view(value).substr(at + 8));
}

std::size_t take_header(char* data, std::size_t, std::size_t size, void* user) {
    auto& t = *static_cast<Transfer*>(user);
    if ((t.header_bytes += size) > most_header_bytes) return 0;
    const std::string_view line(data, size);
    if (line.starts_with("HTTP/")) {  // of the next answer after a redirect
        t.reply = {};
        return size;
    }
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return size;
    std::string name(line.substr(0, colon)), value(line.substr(colon + 1));
    for (char& c : name) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    value.erase(0, std::min(value.find_first_not_of(" \t"), value.size()));
    value.erase(value.find_last_not_of(" \t\r\n") + 1);
    if (name == "etag") t.reply.etag = value;
    if (name == "cache-control") take_cache_control(t.reply, value);
    if (name == "retry-after") t.reply.retry_after = seconds_in(value);
    return size;
}

int look_at_stop(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) { return static_cast<Transfer*>(user)->stop.stop_requested() ? 1 : 0; }

Error error_of(CURLcode code, const Transfer& t, const std::string& url, const char* detail) {
    const std::string host = host_of(url);
    const auto text = [&](const char* key) { return Text{key, {{"host", host}, {"detail", detail}}}; };
    if (t.stop.stop_requested()) return {ErrorClass::refused, text("remote.stopped"), {}, detail};
    if (t.too_big) return {ErrorClass::limit, text("remote.too_big"), {"remote.remedy.tell_service", {}}, detail};
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST: return {ErrorClass::network, text("remote.unknown_host"), {"remote.remedy.network", {}}, detail};
    case CURLE_OPERATION_TIMEDOUT: return {ErrorClass::network, text("remote.timed_out"), {"remote.remedy.network", {}}, detail};
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR: return {ErrorClass::network, text("remote.certificate"), {"remote.remedy.certificate", {}}, detail};
    default: return {ErrorClass::network, text("remote.unreachable"), {"remote.remedy.network", {}}, detail};
    }
}

CURL* handle_of_thread() {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    thread_local const std::unique_ptr<CURL, void (*)(CURL*)> handle(curl_easy_init(), curl_easy_cleanup);
    return handle.get();
}

} // namespace

Result<HttpReply> http_get(const std::string& url, const std::string& etag, const HttpLimits& limits, const std::stop_token& stop) {
    CURL* curl = handle_of_thread();
    if (!curl) return Error{ErrorClass::internal, {"remote.unreachable", {{"host", host_of(url)}, {"detail", "curl"}}}, {}, {}};
    curl_easy_reset(curl);
    Transfer t;
    t.most = limits.bytes;
    t.stop = stop;
    char detail[CURL_ERROR_SIZE] = "";
    const char* protocols = url.starts_with("https://") ? "https" : "http,https";
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, protocols);
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(curl, CURLOPT_MAXREDIRS, most_redirects);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(limits.connect.count()));
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(limits.whole.count()));
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, slow_bytes_per_s);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, slow_s);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_QUICK_EXIT, 1L);  // a name being looked up is not waited for after a stop
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "Vigie/1 (desktop map)");
    curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, detail);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &t);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &t);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, look_at_stop);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &t);
    curl_slist* headers = nullptr;
    if (!etag.empty()) headers = curl_slist_append(headers, ("If-None-Match: " + etag).c_str());
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    const CURLcode code = curl_easy_perform(curl);
    curl_slist_free_all(headers);
    if (code != CURLE_OK) return error_of(code, t, url, *detail ? detail : curl_easy_strerror(code));
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &t.reply.status);
    return std::move(t.reply);
}

} // namespace vigie::gis::remote
