#include "gis/backends/postgis/host_addresses.hpp"

#include <arpa/inet.h>
#include <netdb.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace vigie::gis::postgis {

namespace {

// Shared with the look-up, which may outlive the one who asked.
struct LookUp {
    int done_fd = ::eventfd(0, EFD_CLOEXEC);
    std::mutex mutex;
    std::vector<std::string> addresses;
    std::string why;
    ~LookUp() { ::close(done_fd); }
};

void look_up(const std::shared_ptr<LookUp>& shared, const std::string& host) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    const int code = ::getaddrinfo(host.c_str(), nullptr, &hints, &found);
    {
        const std::lock_guard lock(shared->mutex);
        if (code != 0) shared->why = ::gai_strerror(code);
        for (const addrinfo* a = found; a; a = a->ai_next) {
            char text[NI_MAXHOST];
            if (::getnameinfo(a->ai_addr, a->ai_addrlen, text, sizeof text, nullptr, 0, NI_NUMERICHOST) == 0) shared->addresses.emplace_back(text);
        }
    }
    if (found) ::freeaddrinfo(found);
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(shared->done_fd, &one, sizeof one);
}

bool needs_look_up(const Target& target) {
    const std::string host = target.get("host");
    unsigned char bytes[16];
    return !host.empty() && host[0] != '/' && host[0] != '@' && host.find(',') == std::string::npos && target.get("hostaddr").empty() &&
           ::inet_pton(AF_INET, host.c_str(), bytes) != 1 && ::inet_pton(AF_INET6, host.c_str(), bytes) != 1;
}

Error error(const char* key, std::string detail) {
    return {.klass = ErrorClass::network, .text = {key, {}}, .remedy = {std::string(key) + ".remedy", {}}, .detail = std::move(detail)};
}

} // namespace

Outcome add_addresses(Target& target, int cancel_fd, std::chrono::milliseconds patience) {
    if (!needs_look_up(target)) return Done{};
    const std::string host = target.get("host");
    const auto shared = std::make_shared<LookUp>();
    std::thread([shared, host] { look_up(shared, host); }).detach();
    pollfd fds[2] = {{shared->done_fd, POLLIN, 0}, {cancel_fd, POLLIN, 0}};
    const int ready = ::poll(fds, cancel_fd < 0 ? 1 : 2, static_cast<int>(patience.count()));
    if (cancel_fd >= 0 && fds[1].revents) return error("postgis.error.cancelled", {});
    const std::lock_guard lock(shared->mutex);
    if (ready <= 0 || shared->addresses.empty()) return error("postgis.error.unknown_host", ready <= 0 ? "timeout" : shared->why);
    std::string hosts, addresses;
    for (const std::string& address : shared->addresses) {
        hosts += (hosts.empty() ? "" : ",") + host;
        addresses += (addresses.empty() ? "" : ",") + address;
    }
    target.keywords["host"] = hosts;
    target.keywords["hostaddr"] = addresses;
    return Done{};
}

} // namespace vigie::gis::postgis
