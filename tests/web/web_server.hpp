// A web server on a free loopback port for tests: each request goes to a function that answers with any bytes it likes, well formed
// or not. One connection, one request. Ends with the object.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace vigie::test {

struct WebRequest {
    std::string method, target, body;          // target: path and query as sent
    std::map<std::string, std::string> headers;  // names in lower case
    [[nodiscard]] std::string path() const { return target.substr(0, target.find('?')); }
    [[nodiscard]] std::string query() const { return target.find('?') == std::string::npos ? "" : target.substr(target.find('?') + 1); }
    [[nodiscard]] std::string parameter(const std::string& name) const;  // decoded, of the query or of the body; empty when absent
};

class WebServer;
class WebAnswer {
public:
    // False when the client is gone or the server ends.
    bool raw(const std::string& bytes);
    bool reply(int status, const std::string& body, const std::string& headers = "Content-Type: application/json\r\n");
    bool wait_ms(int ms);  // false when the server ends

private:
    friend class WebServer;
    WebAnswer(int fd, const std::atomic<bool>& ends) : fd_(fd), ends_(ends) {}
    int fd_;
    const std::atomic<bool>& ends_;
};

class WebServer {
public:
    using Answer = std::function<void(const WebRequest&, WebAnswer&)>;
    explicit WebServer(Answer answer);
    ~WebServer();
    WebServer(const WebServer&) = delete;
    WebServer& operator=(const WebServer&) = delete;

    [[nodiscard]] std::string url(const std::string& path = "") const { return "http://127.0.0.1:" + std::to_string(port_) + path; }
    [[nodiscard]] std::vector<WebRequest> requests() const;  // so far

private:
    void listen();
    void serve(int fd);
    Answer answer_;
    int fd_ = -1, port_ = 0;
    std::atomic<bool> ends_{false};
    mutable std::mutex mutex_;
    std::vector<WebRequest> requests_;
    std::vector<std::thread> connections_;
    std::thread listener_;
};

} // namespace vigie::test
