#include "tests/web/web_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <stdexcept>

#include "gis/backends/web/url.hpp"

namespace vigie::test {

namespace {

std::string read_more(int fd) {
    pollfd p{fd, POLLIN, 0};
    char buffer[16'384];
    if (::poll(&p, 1, 5'000) <= 0) return {};
    const auto n = ::recv(fd, buffer, sizeof buffer, 0);
    return n > 0 ? std::string(buffer, static_cast<std::size_t>(n)) : std::string();
}

WebRequest request_of(int fd) {
    std::string text;
    while (text.find("\r\n\r\n") == std::string::npos) {
        const std::string more = read_more(fd);
        if (more.empty()) return {};
        text += more;
    }
    WebRequest r;
    const auto end = text.find("\r\n\r\n");
    std::size_t at = text.find("\r\n");
    const std::string first = text.substr(0, at);
    r.method = first.substr(0, first.find(' '));
    r.target = first.substr(first.find(' ') + 1, first.rfind(' ') - first.find(' ') - 1);
    while (at < end) {
        const std::size_t next = text.find("\r\n", at + 2);
        std::string name = text.substr(at + 2, text.find(':', at) - at - 2);
        for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        const std::size_t value = text.find_first_not_of(' ', at + 2 + name.size() + 1);
        r.headers[name] = text.substr(value, next - value);
        at = next;
    }
    r.body = text.substr(end + 4);
    const std::size_t length = r.headers.contains("content-length") ? std::stoul(r.headers["content-length"]) : 0;
    while (r.body.size() < length) {
        const std::string more = read_more(fd);
        if (more.empty()) break;
        r.body += more;
    }
    return r;
}

} // namespace

std::string WebRequest::parameter(const std::string& name) const {
    for (const auto& [n, value] : gis::web::parameters_of(target)) if (n == name) return value;
    for (const auto& [n, value] : gis::web::parameters_of("?" + body)) if (n == name) return value;
    return {};
}

bool WebAnswer::raw(const std::string& bytes) {
    std::size_t sent = 0;
    while (sent < bytes.size()) {
        pollfd p{fd_, POLLOUT, 0};
        if (ends_) return false;
        if (::poll(&p, 1, 50) <= 0) continue;
        const auto n = ::send(fd_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0 && errno != EAGAIN) return false;
        if (n > 0) sent += static_cast<std::size_t>(n);
    }
    return true;
}

bool WebAnswer::reply(int status, const std::string& body, const std::string& headers) {
    return raw("HTTP/1.1 " + std::to_string(status) + " Said\r\n" + headers + "Content-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" + body);
}

bool WebAnswer::wait_ms(int ms) {
    for (int waited = 0; waited < ms && !ends_; waited += 10) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return !ends_;
}

WebServer::WebServer(Answer answer) : answer_(std::move(answer)) {
    fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (fd_ < 0 || ::bind(fd_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(fd_, 64) != 0 ||
        ::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size) != 0)
        throw std::runtime_error("no loopback port");
    port_ = ntohs(address.sin_port);
    listener_ = std::thread([this] { listen(); });
}

WebServer::~WebServer() {
    ends_ = true;
    listener_.join();
    for (std::thread& c : connections_) c.join();
    ::close(fd_);
}

void WebServer::listen() {
    while (!ends_) {
        pollfd p{fd_, POLLIN, 0};
        if (::poll(&p, 1, 20) <= 0) continue;
        const int fd = ::accept4(fd_, nullptr, nullptr, SOCK_CLOEXEC);
        if (fd >= 0) connections_.emplace_back([this, fd] { serve(fd); });
    }
}

void WebServer::serve(int fd) {
    const WebRequest request = request_of(fd);
    if (!request.method.empty()) {
        {
            std::lock_guard lock(mutex_);
            requests_.push_back(request);
        }
        WebAnswer answer(fd, ends_);
        answer_(request, answer);
    }
    ::shutdown(fd, SHUT_RDWR);
    ::close(fd);
}

std::vector<WebRequest> WebServer::requests() const {
    std::lock_guard lock(mutex_);
    return requests_;
}

} // namespace vigie::test
