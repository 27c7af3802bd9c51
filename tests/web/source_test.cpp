// A source that asks a web server through its host: as a plugin would, stopped and refused as a plugin is.
#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <functional>

#include "gis/backends/hub.hpp"
#include "gis/backends/vigie_backend.hpp"
#include "tests/web/web_server.hpp"

using namespace vigie;
using namespace vigie::gis;
using test::WebAnswer;
using test::WebRequest;
using test::WebServer;

namespace {

// Asks its address with its key and tells all it heard, the way a careless plugin would.
class Teller : public backend::Backend {
public:
    static constexpr const char *name = "teller", *title = "Teller", *version = "1", *licence = "EUPL-1.2", *capabilities = "{}",
                                *config_schema = R"({"properties":{"key":{"type":"string","format":"secret"}}})";
    explicit Teller(backend::Host&) {}
    std::optional<backend::Problem> configure(std::string_view json) override {
        url_ = json;
        return {};
    }
    std::optional<backend::Problem> run(backend::Host& host, std::string_view) override {
        backend::HttpRequest request;
        request.url = url_;
        request.auth = VIGIE_AUTH_QUERY;
        request.auth_name = "k";
        request.auth_secret = "key";
        auto reply = host.http(request);
        if (auto* problem = std::get_if<backend::Problem>(&reply)) return *problem;
        const auto& got = std::get<backend::HttpReply>(reply);
        host.log(VIGIE_LOG_WARNING, got.body);
        return backend::Problem{VIGIE_ERROR_LIMIT, "heard " + got.body, got.body, got.retry_after_ms};
    }

private:
    std::string url_;
};

struct StepClock : Clock {
    Time now() const override { return time_from_ms(1'700'000'000'000); }
};

bool eventually(const std::function<bool()>& true_at_last) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (std::chrono::steady_clock::now() < until) {
        if (true_at_last()) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return false;
}

struct Fixture {
    StepClock clock;
    BackendHub hub{clock, [] {}};
    Fixture() { hub.add([](std::uint32_t abi, vigie_backend* out, vigie_error* e) { return backend::edge::entry<Teller>(abi, out, e); }); }
    void start(const std::string& url) {
        SourceConfig config{.id = "t", .name = "T", .backend = "teller", .config_json = url};
        config.secrets = {{"key", "pässword&1"}};
        REQUIRE(hub.start(config, "").ok());
    }
    SourceStatus status() { return hub.statuses().at(0); }
};

} // namespace

TEST_CASE_METHOD(Fixture, "what the server echoes of a key does not reach the screen or the log") {
    WebServer server([](const WebRequest& r, WebAnswer& a) { a.reply(200, r.query() + " pässword&1 amVhbjpww6Rzc3dvcmQmMQ=="); });
    start(server.url("/"));
    REQUIRE(eventually([&] { return status().health == SourceHealth::offline; }));
    CHECK(server.requests().at(0).parameter("k") == "pässword&1");
    const SourceStatus s = status();
    for (const std::string& text : {s.why.args.at(0).second, s.detail})
        for (const char* form : {"ssword", "p%C3%A4ssword", "rzc3dvcmQ"}) CHECK(text.find(form) == std::string::npos);
    CHECK(s.why.args.at(0).second.starts_with("heard k="));
}

TEST_CASE_METHOD(Fixture, "the next try waits as long as the server asks") {
    WebServer server([](const WebRequest&, WebAnswer& a) { a.reply(429, "slow", "Retry-After: 3600\r\n"); });
    start(server.url("/"));
    REQUIRE(eventually([&] { return status().next_try.has_value(); }));
    CHECK(*status().next_try - clock.now() == Millis{3'600'000});
}

TEST_CASE_METHOD(Fixture, "the host's sentences are keys of its language files") {
    start("ftp://example.fr/");
    REQUIRE(eventually([&] { return status().health == SourceHealth::refused; }));
    CHECK(status().why == Text{"web.bad_address", {{"address", "ftp://example.fr/"}}});
}

TEST_CASE_METHOD(Fixture, "a source waiting for a silent server stops at once") {
    WebServer server([](const WebRequest&, WebAnswer& a) { a.wait_ms(60'000); });
    start(server.url("/"));
    REQUIRE(eventually([&] { return !server.requests().empty(); }));
    const auto begin = std::chrono::steady_clock::now();
    hub.stop_all();
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::milliseconds(900));
}
