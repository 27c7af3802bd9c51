#include "gis/layers/remote/transfer.hpp"

#include <curl/curl.h>
#include <poll.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <mutex>
#include <optional>

#include "gis/layers/remote/stream.hpp"

namespace vigie::gis::remote {

namespace {

constexpr long most_redirects = 5, slow_bytes_per_s = 64, slow_s = 10;
constexpr std::size_t most_header_bytes = 64 << 10;
constexpr int look_every_ms = 1'000;

struct Taken {
    TransferReply reply;
    std::size_t most = 0;
    const TakeBody* take = nullptr;  // instead of the reply
    std::size_t body_bytes = 0, header_bytes = 0;
    bool too_big = false;
};

std::size_t take_body(char* data, std::size_t, std::size_t size, void* user) {
    auto& t = *static_cast<Taken*>(user);
    t.body_bytes += size;
    t.too_big = t.body_bytes > t.most || (t.take && !(*t.take)(t.reply, {data, size}));
    if (t.too_big) return 0;
    if (!t.take) t.reply.body.append(data, size);
    return size;
}

std::size_t take_header(char* data, std::size_t, std::size_t size, void* user) {
    auto& t = *static_cast<Taken*>(user);
    if ((t.header_bytes += size) > most_header_bytes) {
        t.too_big = true;
        return 0;
    }
    const std::string_view line(data, size);
    if (line.starts_with("HTTP/")) {  // of the next answer after a redirect
        t.reply = {};
        t.body_bytes = 0;
        if (const auto space = line.find(' '); space != std::string_view::npos) std::from_chars(line.data() + space + 1, line.data() + size, t.reply.status);
        return size;
    }
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return size;
    std::string name(line.substr(0, colon)), value(line.substr(colon + 1));
    for (char& c : name) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    value.erase(0, std::min(value.find_first_not_of(" \t"), value.size()));
    value.erase(value.find_last_not_of(" \t\r\n") + 1);
    t.reply.headers.emplace_back(std::move(name), std::move(value));
    return size;
}

TransferFailure::Kind kind_of(CURLcode code) {
    using enum TransferFailure::Kind;
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST: return unknown_host;
    case CURLE_OPERATION_TIMEDOUT: return timed_out;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CONNECT_ERROR: return certificate;
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
    case CURLE_TOO_MANY_REDIRECTS:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_BAD_CONTENT_ENCODING: return protocol;
    default: return unreachable;
    }
}

// A thread's handles: its open connections are kept in the second.
struct Handles {
    std::unique_ptr<CURL, void (*)(CURL*)> easy{nullptr, curl_easy_cleanup};
    std::unique_ptr<CURLM, CURLMcode (*)(CURLM*)> multi{nullptr, curl_multi_cleanup};
    Handles() {
        static std::once_flag once;
        std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
        easy.reset(curl_easy_init());
        multi.reset(curl_multi_init());
    }
};

using Headers = std::unique_ptr<curl_slist, void (*)(curl_slist*)>;

void set_method(CURL* curl, const TransferRequest& request) {
    if (request.method == "GET") return;
    if (request.method == "HEAD") {
        curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
        return;
    }
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    if (request.method == "DELETE" && request.body.empty()) return;
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.c_str());
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
}

void prepare(CURL* curl, const TransferRequest& request, const Headers& headers, Taken& taken, char* detail) {
    curl_easy_reset(curl);
    curl_easy_setopt(curl, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, request.url.starts_with("https://") ? "https" : "http,https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, request.follows ? 1L : 0L);
    curl_easy_setopt(curl, CURLOPT_MAXREDIRS, most_redirects);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    if (!request.ca_file.empty()) curl_easy_setopt(curl, CURLOPT_CAINFO, request.ca_file.c_str());
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request.limits.connect.count()));
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(request.limits.whole.count()));
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, slow_bytes_per_s);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, slow_s);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_QUICK_EXIT, 1L);  // a name being looked up is not waited for after a stop
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "Vigie/1 (desktop map)");
    curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, taken.take ? nullptr : "");
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, detail);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &taken);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &taken);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
    if (!request.user_and_password.empty()) {
        curl_easy_setopt(curl, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
        curl_easy_setopt(curl, CURLOPT_USERPWD, request.user_and_password.c_str());
    }
    set_method(curl, request);
}

bool is_given_up(const Interrupt& interrupt) {
    pollfd fds[2] = {{interrupt.fd, POLLIN, 0}, {interrupt.other_fd, POLLIN, 0}};
    return interrupt.token.stop_requested() || ::poll(fds, 2, 0) > 0;
}

// Nothing when it was given up.
std::optional<CURLcode> perform(CURLM* multi, CURL* curl, const Interrupt& interrupt) {
    if (curl_multi_add_handle(multi, curl) != CURLM_OK) return CURLE_FAILED_INIT;
    const std::stop_callback wake(interrupt.token, [&] { curl_multi_wakeup(multi); });
    std::optional<CURLcode> code;
    while (!code && !is_given_up(interrupt)) {
        int running = 0, left = 0;
        if (curl_multi_perform(multi, &running) != CURLM_OK) code = CURLE_FAILED_INIT;
        while (const CURLMsg* message = curl_multi_info_read(multi, &left))
            if (message->msg == CURLMSG_DONE) code = message->data.result;
        if (code) break;
        curl_waitfd extra[2];
        unsigned count = 0;
        for (const int fd : {interrupt.fd, interrupt.other_fd})
            if (fd >= 0) extra[count++] = {fd, CURL_WAIT_POLLIN, 0};
        curl_multi_poll(multi, extra, count, look_every_ms, nullptr);
    }
    curl_multi_remove_handle(multi, curl);
    return code;
}

std::variant<TransferReply, TransferFailure> run(const TransferRequest& request, const TakeBody* take, const Interrupt& interrupt) {
    using enum TransferFailure::Kind;
    thread_local const Handles handles;
    if (!handles.easy || !handles.multi) return TransferFailure{unreachable, "curl"};
    Headers headers(nullptr, curl_slist_free_all);
    for (const std::string& line : request.headers)
        if (curl_slist* longer = curl_slist_append(headers.get(), line.c_str())) {
            (void)headers.release();
            headers.reset(longer);
        }
    Taken taken;
    taken.most = request.limits.bytes;
    taken.take = take;
    char detail[CURL_ERROR_SIZE] = "";
    prepare(handles.easy.get(), request, headers, taken, detail);
    const std::optional<CURLcode> code = perform(handles.multi.get(), handles.easy.get(), interrupt);
    if (!code) return TransferFailure{stopped, {}};
    if (taken.too_big) return TransferFailure{too_big, detail};
    if (*code != CURLE_OK) return TransferFailure{kind_of(*code), *detail ? detail : curl_easy_strerror(*code)};
    curl_easy_getinfo(handles.easy.get(), CURLINFO_RESPONSE_CODE, &taken.reply.status);
    return std::move(taken.reply);
}

} // namespace

std::string_view TransferReply::header(std::string_view name) const {
    const auto found = std::ranges::find(headers, name, [](const auto& h) { return std::string_view(h.first); });
    return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

std::variant<TransferReply, TransferFailure> transfer(const TransferRequest& request, const Interrupt& interrupt) {
    return run(request, nullptr, interrupt);
}

std::variant<TransferReply, TransferFailure> transfer_into(const TransferRequest& request, const TakeBody& take, const Interrupt& interrupt) {
    return run(request, &take, interrupt);
}

} // namespace vigie::gis::remote
