// "vigie.http/1" against a server that does everything wrong, and secrets that must stay where they belong.
#include <catch2/catch_test_macros.hpp>

#include <sodium.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <chrono>
#include <cstring>

#include "gis/backends/secrets.hpp"
#include "gis/backends/vigie_backend.hpp"
#include "gis/backends/web/http_client.hpp"
#include "gis/backends/web/url.hpp"
#include "tests/web/web_server.hpp"

using namespace vigie;
using test::WebAnswer;
using test::WebRequest;
using test::WebServer;

namespace {

constexpr const char* key = "s3cr&t/é=1+";

struct FixedClock : gis::Clock {
    gis::Time now() const override { return gis::time_from_ms(1'700'000'000'000); }
};

struct Client {
    FixedClock clock;
    gis::Redaction redaction;
    int cancel = ::eventfd(0, EFD_NONBLOCK);
    gis::web::HttpHost host{cancel, &clock, gis::this_machine().get(),
                            [this](const std::string& name) -> std::optional<std::string> {
                                if (name != "key") return {};
                                redaction.add(key);
                                return key;
                            },
                            [this](std::string text) { return redaction(std::move(text)); }};
    vigie_error error{};
    const vigie_http_reply* reply = nullptr;
    Client() { error.size = sizeof error; }
    ~Client() {
        release();
        ::close(cancel);
    }
    void release() {
        if (reply) gis::web::release(std::exchange(reply, nullptr));
    }
    int send(vigie_http_request r) {
        release();
        r.size = sizeof r;
        return gis::web::send(host, r, &reply, &error);
    }
    int get(const std::string& url, std::uint32_t auth = VIGIE_AUTH_NONE, const char* auth_name = "") {
        vigie_http_request r{};
        r.url = backend::str(url);
        r.auth = auth;
        r.auth_name = backend::str(auth_name);
        r.auth_secret = backend::str("key");
        return send(r);
    }
    [[nodiscard]] std::string message() const { return error.message; }
};

void say_ok(const WebRequest&, WebAnswer& a) { a.reply(200, "{}"); }

std::string basic(const std::string& text) {
    std::string out(sodium_base64_ENCODED_LEN(text.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(text.data()), text.size(), sodium_base64_VARIANT_ORIGINAL);
    out.resize(std::strlen(out.c_str()));
    return "Basic " + out;
}

} // namespace

TEST_CASE("a request is made as asked and its reply is the plugin's until it is released") {
    WebServer server([](const WebRequest& r, WebAnswer& a) { a.reply(201, r.method + " " + r.target + " " + r.body, "X-Said: yes\r\nSet-Cookie: a=b\r\n"); });
    Client client;
    const vigie_http_header headers[] = {{backend::str("Accept"), backend::str("text/plain")}};
    vigie_http_request r{};
    const std::string url = server.url("/a?b=c");
    r.method = backend::str("POST");
    r.url = backend::str(url);
    r.body = backend::str("d=e");
    r.headers = headers;
    r.header_count = 1;
    REQUIRE(client.send(r) == VIGIE_HTTP_DONE);
    CHECK(client.reply->status == 201);
    CHECK(backend::view(client.reply->body) == "POST /a?b=c d=e");
    CHECK(server.requests().at(0).headers.at("accept") == "text/plain");
    bool said = false;
    for (std::uint64_t i = 0; i < client.reply->header_count; ++i) {
        said = said || backend::view(client.reply->headers[i].name) == "x-said";
        CHECK(backend::view(client.reply->headers[i].name) != "set-cookie");
    }
    CHECK(said);
    CHECK(client.reply->retry_after_ms == -1);
}

TEST_CASE("the host puts the secret where the plugin says, and a plugin without a secret asks without") {
    WebServer server(say_ok);
    Client client;
    const std::string url = server.url("/x?q=1");
    REQUIRE(client.get(url, VIGIE_AUTH_BASIC, "jean") == VIGIE_HTTP_DONE);
    REQUIRE(client.get(url, VIGIE_AUTH_BEARER) == VIGIE_HTTP_DONE);
    REQUIRE(client.get(url, VIGIE_AUTH_HEADER, "X-Api-Key") == VIGIE_HTTP_DONE);
    REQUIRE(client.get(url, VIGIE_AUTH_QUERY, "api_key") == VIGIE_HTTP_DONE);
    CHECK(backend::view(client.reply->url) == url);  // without it
    vigie_http_request form{};
    form.method = backend::str("POST");
    form.url = backend::str(url);
    form.body = backend::str("a=1");
    form.auth = VIGIE_AUTH_FORM;
    form.auth_name = backend::str("api_key");
    form.auth_secret = backend::str("key");
    REQUIRE(client.send(form) == VIGIE_HTTP_DONE);
    form.auth_secret = backend::str("another");
    REQUIRE(client.send(form) == VIGIE_HTTP_DONE);
    const auto got = server.requests();
    CHECK(got[0].headers.at("authorization") == basic(std::string("jean:") + key));
    CHECK(got[1].headers.at("authorization") == std::string("Bearer ") + key);
    CHECK(got[2].headers.at("x-api-key") == key);
    CHECK(got[3].query() == "q=1&api_key=s3cr%26t%2F%C3%A9%3D1%2B");
    CHECK(got[4].body == "a=1&api_key=s3cr%26t%2F%C3%A9%3D1%2B");
    CHECK(got[5].body == "a=1");
}

TEST_CASE("a redirect to another origin carries no credential") {
    WebServer other(say_ok);
    WebServer server([&](const WebRequest& r, WebAnswer& a) {
        const std::string to = r.path() == "/echo" ? other.url("/taken?k=s3cr%26t/%C3%A9=1%2b") : r.path() == "/home" ? "there" : other.url("/taken");
        if (r.path() == "/there") a.reply(200, "{}");
        else a.reply(302, "", "Location: " + to + "\r\n");
    });
    Client client;
    const vigie_http_header own[] = {{backend::str("Authorization"), backend::str("Bearer mine")}, {backend::str("X-Tenant"), backend::str("t")}};
    for (const std::uint32_t auth : {VIGIE_AUTH_BASIC, VIGIE_AUTH_BEARER, VIGIE_AUTH_HEADER, VIGIE_AUTH_QUERY}) {
        const std::string url = server.url("/away");
        vigie_http_request r{};
        r.url = backend::str(url);
        r.auth = auth;
        r.auth_name = backend::str("X-Api-Key");
        r.auth_secret = backend::str("key");
        r.headers = own;
        r.header_count = 2;
        REQUIRE(client.send(r) == VIGIE_HTTP_DONE);
        CHECK(backend::view(client.reply->url) == other.url("/taken"));
    }
    for (const WebRequest& r : other.requests()) {
        CHECK_FALSE(r.headers.contains("authorization"));
        CHECK_FALSE(r.headers.contains("x-api-key"));
        CHECK(r.headers.contains("x-tenant"));
        CHECK(r.query().empty());
    }
    REQUIRE(client.get(server.url("/home"), VIGIE_AUTH_BEARER) == VIGIE_HTTP_DONE);
    CHECK(server.requests().back().headers.contains("authorization"));  // the same origin
    const std::size_t before = other.requests().size();
    CHECK(client.get(server.url("/echo"), VIGIE_AUTH_QUERY, "k") == VIGIE_HTTP_FAILED);  // the server hands the key on
    CHECK(client.message().starts_with("@web.secret_in_redirect"));
    CHECK(std::string(client.error.detail).find("s3cr") == std::string::npos);
    CHECK(other.requests().size() == before);
}

TEST_CASE("what a server does wrong ends in a sentence, within its bound") {
    WebServer server([](const WebRequest& r, WebAnswer& a) {
        if (r.path() == "/endless") {
            a.raw("HTTP/1.1 200 OK\r\n\r\n");
            while (a.raw(std::string(65'536, 'x'))) {}
        } else if (r.path() == "/headers") {
            a.raw("HTTP/1.1 200 OK\r\n");
            while (a.raw("X-More: " + std::string(1'000, 'x') + "\r\n")) {}
        } else if (r.path() == "/drip") {
            a.raw("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
            while (a.wait_ms(20) && a.raw("x")) {}
        } else if (r.path() == "/loop") {
            a.reply(302, "", "Location: /loop\r\n");
        } else if (r.path() == "/file") {
            a.reply(302, "", "Location: file:///etc/passwd\r\n");
        } else if (r.path() == "/cut") {
            a.raw("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc");
        } else if (r.path() == "/noise") {
            a.raw("SSH-2.0-OpenSSH_9.2\r\n");
        } else if (r.path() == "/bomb") {
            a.reply(200, std::string(2'000, '\x1f'), "Content-Encoding: gzip\r\n");
        } else {
            a.wait_ms(60'000);
        }
    });
    Client client;
    const auto ask = [&](const char* path) {
        const std::string url = server.url(path);
        vigie_http_request r{};
        r.url = backend::str(url);
        r.max_bytes = 1u << 20;
        r.timeout_ms = 600;
        const auto begin = std::chrono::steady_clock::now();
        const int code = client.send(r);
        CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(3));
        CHECK(code == VIGIE_HTTP_FAILED);
        return client.message().substr(0, client.message().find('\t'));
    };
    CHECK(ask("/endless") == "@web.too_big");
    CHECK(ask("/headers") == "@web.too_big");
    CHECK(ask("/drip") == "@web.timed_out");
    CHECK(ask("/silent") == "@web.timed_out");
    CHECK(ask("/loop") == "@web.too_many_redirects");
    CHECK(ask("/file") == "@web.bad_redirect");
    CHECK(ask("/cut") == "@web.unreachable");
    CHECK(ask("/noise") != "");
    CHECK(ask("/bomb") == "@web.bad_reply");
}

TEST_CASE("a silent server is left at once when the source is stopped") {
    WebServer server([](const WebRequest&, WebAnswer& a) { a.wait_ms(60'000); });
    Client client;
    std::thread stop([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(150));
        const std::uint64_t one = 1;
        REQUIRE(::write(client.cancel, &one, sizeof one) == sizeof one);
    });
    const auto begin = std::chrono::steady_clock::now();
    CHECK(client.get(server.url("/")) == VIGIE_HTTP_CANCELLED);
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::milliseconds(600));
    stop.join();
    CHECK(client.get(server.url("/")) == VIGIE_HTTP_CANCELLED);  // and is not asked again
    CHECK(server.requests().size() <= 1);
}

TEST_CASE("addresses that are none, or carry a password, and requests that are none go nowhere") {
    Client client;
    const std::string far = "http://h/" + std::string(9'000, 'a');
    for (const std::string& bad : {std::string("ftp://h/"), std::string("file:///etc/passwd"), std::string("http://jean:pw@h/"), std::string("http://h/a b"), std::string("http:///x"), std::string(), far}) {
        CHECK(client.get(bad) == VIGIE_HTTP_FAILED);
        CHECK(client.error.klass == VIGIE_ERROR_CONFIG);
        CHECK(client.message().find("pw") == std::string::npos);
    }
    vigie_http_request r{};
    r.url = backend::str("http://127.0.0.1:9/");
    r.method = backend::str("GET / HTTP/1.1\r\nX: y");
    CHECK(client.send(r) == VIGIE_HTTP_FAILED);
    CHECK(client.error.klass == VIGIE_ERROR_INTERNAL);
    const vigie_http_header split[] = {{backend::str("X-A"), backend::str("a\r\nX-B: b")}};
    r.method = {};
    r.headers = split;
    r.header_count = 1;
    CHECK(client.send(r) == VIGIE_HTTP_FAILED);
    CHECK(client.error.klass == VIGIE_ERROR_INTERNAL);
    CHECK(gis::web::send(client.host, r, &client.reply, nullptr) == VIGIE_HTTP_FAILED);  // nobody listens: no crash
}

TEST_CASE("a plugin of an older interface sends a smaller request") {
    WebServer server(say_ok);
    Client client;
    const std::string url = server.url("/");
    vigie_http_request r{};
    std::memset(static_cast<void*>(&r), 0xAB, sizeof r);
    r.size = offsetof(vigie_http_request, headers);
    r.auth = VIGIE_AUTH_NONE;
    r.method = {};
    r.url = backend::str(url);
    REQUIRE(gis::web::send(client.host, r, &client.reply, &client.error) == VIGIE_HTTP_DONE);
    CHECK(client.reply->status == 200);
}

TEST_CASE("Retry-After is told in seconds or as a date, by the server's own clock") {
    std::string header;
    WebServer server([&](const WebRequest&, WebAnswer& a) { a.reply(429, "slow down", header); });
    Client client;
    const auto told = [&](const std::string& h) {
        header = h;
        REQUIRE(client.get(server.url("/")) == VIGIE_HTTP_DONE);
        CHECK(client.reply->status == 429);
        return client.reply->retry_after_ms;
    };
    CHECK(told("Retry-After: 7\r\n") == 7'000);
    CHECK(told("Retry-After: soon\r\n") == -1);
    CHECK(told("Retry-After: 99999999999999999999\r\n") == -1);
    CHECK(told("Retry-After: 999999999\r\n") == 86'400'000);
    CHECK(told("Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nRetry-After: Sun, 06 Nov 1994 08:50:07 GMT\r\n") == 30'000);
    CHECK(told("Retry-After: Tue, 14 Nov 2023 22:14:20 GMT\r\n") == 60'000);  // a minute after the clock of this test
    CHECK(told("Retry-After: Sun, 06 Nov 1994 08:49:37 GMT\r\n") == 0);
}

TEST_CASE("addresses are resolved, compared and written as the standard has it") {
    using namespace gis::web;
    CHECK(resolved_url("http://h/a/b?c", "d") == "http://h/a/d");
    CHECK(resolved_url("http://h/a/b?c", "?d=e") == "http://h/a/b?d=e");
    CHECK(resolved_url("http://h/a/b", "https://x/y#z") == "https://x/y");
    CHECK_FALSE(resolved_url("http://h/a", "javascript:alert(1)"));
    CHECK_FALSE(resolved_url("http://h/a", "http://u:p@x/"));
    CHECK(same_origin("http://H:80/a", "http://h/b"));
    CHECK_FALSE(same_origin("http://h/a", "https://h/a"));
    CHECK_FALSE(same_origin("http://h/a", "http://h:81/a"));
    CHECK_FALSE(same_origin("x", "x"));
    CHECK(with_parameters("http://h/a?b=1", {{"$filter", "a eq 'é'"}}) == "http://h/a?b=1&$filter=a%20eq%20%27%C3%A9%27");
    CHECK(parameters_of("http://h/?a=1&b=%C3%A9+x&c#d=2") == Parameters{{"a", "1"}, {"b", "é x"}, {"c", ""}});
}
