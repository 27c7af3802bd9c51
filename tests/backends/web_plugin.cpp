// A source behind a web server, built as a stranger would: what it asks and what came of it, as values of sensors.
#include "vigie_backend.hpp"

#include <string>
#include <thread>

namespace backend = vigie::backend;

class WebReader : public backend::Backend {
public:
    static constexpr const char* name = "web-reader";
    static constexpr const char* title = "Lecteur";
    static constexpr const char* version = "1.0";
    static constexpr const char* licence = "EUPL-1.2";
    static constexpr const char* capabilities = R"({"reads":["sensor"],"writes":[],"live":true,"snapshot":false})";
    static constexpr const char* config_schema = R"({"type":"object","properties":{"url":{"type":"string"},"key":{"type":"string","format":"secret"}}})";

    explicit WebReader(backend::Host&) {}

    std::optional<backend::Problem> configure(std::string_view json) override {
        const auto begin = json.find("http"), end = json.find('"', begin);
        url_ = std::string(json.substr(begin, end - begin));
        return {};
    }

    std::optional<backend::Problem> run(backend::Host& host, std::string_view) override {
        host.sample("/reading", "what came", "not understood");
        std::vector<std::thread> several;
        for (int i = 0; i < 8; ++i) several.emplace_back([&, i] { tell(host, "/many/" + std::to_string(i), {}); });
        for (std::thread& one : several) one.join();
        tell(host, "/text", {});
        tell(host, "/bytes", {});
        tell(host, "/big", {});
        tell(host, "/echo", std::string("\0\xff\xfe" "body", 7));
        tell(host, "/nowhere-near", {});
        backend::HttpRequest request;
        request.url = "file:///etc/passwd";
        auto answer = host.http(request);
        if (auto* problem = std::get_if<backend::Problem>(&answer)) value(host, "file", -problem->klass);
        request.url = url_ + "/hangs";
        answer = host.http(request);
        if (host.cancelled()) return {};
        return backend::Problem{VIGIE_ERROR_REMOTE, "the end", {}, 0};
    }

private:
    static void value(backend::Host& host, const std::string& id, double value) {
        backend::Change c;
        c.op = VIGIE_OP_OBSERVE;
        c.kind = VIGIE_KIND_SENSOR;
        c.id = id;
        c.at_ms = 1'700'000'000'000;
        c.value = value;
        host.push({c});
    }
    void tell(backend::Host& host, const std::string& path, const std::string& body) {
        backend::HttpRequest request;
        request.url = url_ + path;
        if (!body.empty()) request.method = "POST";
        request.body = body;
        request.headers = {{"X-Asked", "yes"}};
        request.auth = VIGIE_AUTH_BEARER;
        request.auth_secret = "key";
        const auto answer = host.http(request);
        const auto* reply = std::get_if<backend::HttpReply>(&answer);
        if (!reply) return value(host, path, -1);
        std::uint64_t sum = static_cast<std::uint64_t>(reply->status);
        for (const char c : reply->body) sum = (sum * 31 + static_cast<unsigned char>(c)) % 1'000'003;
        value(host, path, double(sum) + (reply->header("x-said") == "so" ? 0.5 : 0));
    }
    std::string url_;
};

VIGIE_BACKEND(WebReader)
