// Programs and shared objects in processes of their own ask the web through Vigie, as those within it do.
#include <catch2/catch_test_macros.hpp>

#include <nlohmann/json.hpp>

#include "gis/backends/programs/http_lines.hpp"
#include "gis/backends/programs/lines.hpp"
#include "gis/backends/programs/program_backend.hpp"
#include "gis/backends/programs/program_http.hpp"
#include "tests/web/live_source.hpp"
#include "tests/web/web_server.hpp"

using namespace vigie::gis;
using namespace vigie::test;

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool sanitized = true;
#else
constexpr bool sanitized = false;
#endif

const std::string big(3'000'000, 'g'), bytes("\0\xff\x80 not text", 12);

WebServer::Answer server() {
    return [](const WebRequest& r, WebAnswer& answer) {
        const auto given = r.headers.find("authorization"), asked = r.headers.find("x-asked");
        const bool knows = given != r.headers.end() && given->second == "Bearer tres-secret" && asked != r.headers.end();
        if (r.path() == "/hangs") while (answer.wait_ms(50)) {}
        else if (r.path() == "/text" || r.path().starts_with("/many/")) answer.reply(knows ? 200 : 401, "réponse", "X-Said: so\r\n");
        else if (r.path() == "/bytes") answer.reply(200, bytes);
        else if (r.path() == "/big") answer.reply(200, big);
        else if (r.path() == "/echo") answer.reply(201, r.body);
        else answer.reply(404, "");
    };
}

double sum_of(int status, const std::string& body, bool said = false) {
    std::uint64_t sum = static_cast<std::uint64_t>(status);
    for (const char c : body) sum = (sum * 31 + static_cast<unsigned char>(c)) % 1'000'003;
    return double(sum) + (said ? 0.5 : 0);
}

struct WebProgram : LiveSource {
    WebServer web{server()};
    SourceConfig config(const std::string& how) {
        const nlohmann::json json{{"command", {"python3", VIGIE_SOURCE_DIR "/tests/backends/rogue.py"}}, {"settings", {{"how", how}, {"url", web.url()}}}, {"secrets", {"key"}}};
        return {.id = "s", .name = "S", .backend = program_backend_name, .config_json = json.dump(), .paused = false, .secrets = {{"key", "tres-secret"}}};
    }
    std::map<std::string, double> values() {
        std::map<std::string, double> out;
        for (const Observed& o : observations()) out[o.sensor.remote_id] = o.value;
        return out;
    }
};

} // namespace

TEST_CASE_METHOD(WebProgram, "a shared object in a process of its own asks the web through Vigie: text, bytes, long bodies, several at once, failures") {
    if (sanitized) SKIP("a sanitizer's address space is larger than a helper process may have");
    hub.scan({VIGIE_BINARY_DIR "/tests/plugins"}, {{VIGIE_BINARY_DIR "/tests/vigie_plugin_host"}, {}});
    start("web-reader", R"({"url":")" + web.url() + R"("})", {}, {{"key", "tres-secret"}});
    REQUIRE(eventually([&] { return values().contains("file"); }, std::chrono::seconds(60)));
    auto got = values();
    CHECK(got["/text"] == sum_of(200, "réponse", true));
    for (int i = 0; i < 8; ++i) CHECK(got["/many/" + std::to_string(i)] == sum_of(200, "réponse", true));
    CHECK(got["/bytes"] == sum_of(200, bytes));
    CHECK(got["/big"] == sum_of(200, big));
    CHECK(got["/echo"] == sum_of(201, std::string("\0\xff\xfe" "body", 7)));
    CHECK(got["/nowhere-near"] == sum_of(404, ""));
    CHECK(got["file"] == -VIGIE_ERROR_CONFIG);
    // It hangs in a request now: being stopped ends that.
    REQUIRE(eventually([&] { return web.requests().back().path() == "/hangs"; }));
    const auto begin = std::chrono::steady_clock::now();
    hub.stop("s");
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::milliseconds(1'500));
}

TEST_CASE_METHOD(WebProgram, "a program asks the web through Vigie, which adds the secret and checks the address") {
    REQUIRE(hub.start(config("asks-the-web"), "").ok());
    REQUIRE(eventually([&] { return !observations().empty(); }));
    CHECK(observations()[0].sensor.remote_id == "réponse");
    CHECK(observations()[0].value == 200);
    REQUIRE(hub.start(config("asks-nonsense"), "").ok());
    changes.clear();
    REQUIRE(eventually([&] { return observations().size() >= 30; }));
    CHECK(observations()[0].sensor.remote_id == "protocol");
}

TEST_CASE_METHOD(WebProgram, "a program that dies with requests on their way is known to be dead at once, and they are given up") {
    REQUIRE(hub.start(config("asks-and-dies"), "").ok());
    REQUIRE(eventually([&] { return status().health == SourceHealth::offline; }));
    CHECK(status().why.key == "backends.program.ended");
}

TEST_CASE_METHOD(WebProgram, "a program that asks without end and reads no answer is ended, and little was asked for it") {
    REQUIRE(hub.start(config("asks-without-end"), "").ok());
    REQUIRE(eventually([&] { return status().health == SourceHealth::offline; }));
    CHECK(status().why.key == "backends.program.deaf");
    CHECK(web.requests().size() <= most_http_at_once * 4);
}

TEST_CASE("a reply is the same after a journey through lines, whatever its body") {
    for (const std::string& body : {std::string(), std::string("é"), bytes, big, std::string(700'000, '\1'), std::string(http_part_bytes + 1, '\xff')}) {
        HttpReplyLines lines(7, vigie::backend::HttpReply{200, "http://h/", body, {{"a", "b"}}, 1'500});
        std::string parts;
        std::optional<HttpOutcome> outcome;
        while (const auto line = lines.next()) {
            CHECK(line->size() <= max_line_bytes);
            const auto message = nlohmann::json::parse(*line);
            CHECK(message["id"] == 7);
            if (message["m"] == "http_part") parts += *bytes_in(message);
            else outcome = http_reply_from(message, parts);
        }
        REQUIRE(outcome);
        const auto& reply = std::get<vigie::backend::HttpReply>(*outcome);
        CHECK((reply.body == body));
        CHECK(reply.header("a") == "b");
        CHECK(reply.retry_after_ms == 1'500);
    }
}
