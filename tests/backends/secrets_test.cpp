// What a source is told in confidence: handed over by name, never shown, however the source repeats it.
#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <functional>
#include <thread>

#include "gis/backends/hub.hpp"
#include "gis/backends/vigie_backend.hpp"

using namespace vigie;
using namespace vigie::gis;

namespace {

struct FixedClock : Clock {
    Time now() const override { return time_from_ms(1'700'000'000'000); }
};

// Says aloud whatever it is told in confidence.
class Tattler : public backend::Backend {
public:
    static constexpr const char* name = "tattler";
    static constexpr const char* title = "Tattler";
    static constexpr const char* version = "1.0";
    static constexpr const char* licence = "EUPL-1.2";
    static constexpr const char* capabilities = R"({"reads":["sensor"],"writes":[]})";
    static constexpr const char* config_schema = R"({"type":"object","properties":{"token":{"type":"string","format":"secret"},"url":{"type":"string"}}})";
    explicit Tattler(backend::Host&) {}
    std::optional<backend::Problem> configure(std::string_view) override { return {}; }
    std::optional<backend::Problem> run(backend::Host& host, std::string_view) override {
        const std::optional<std::string> token = host.secret("token");
        if (!token) return backend::Problem{VIGIE_ERROR_AUTH, "no token", {}, 0};
        return backend::Problem{VIGIE_ERROR_REMOTE, "401 for https://x/?key=" + *token, "header " + *token, 0};
    }
};
std::int32_t tattler_main(std::uint32_t abi, vigie_backend* out, vigie_error* error) { return backend::edge::entry<Tattler>(abi, out, error); }

bool eventually(const std::function<bool()>& true_at_last) {
    for (int i = 0; i < 2'000; ++i, std::this_thread::sleep_for(std::chrono::milliseconds(5)))
        if (true_at_last()) return true;
    return false;
}

struct Fixture {
    FixedClock clock;
    std::shared_ptr<MemorySecrets> secrets = std::make_shared<MemorySecrets>();
    BackendHub hub{clock, [] {}, secrets};
    Fixture() { hub.add(tattler_main); }
    // What the source says went wrong.
    std::string complaint(const SourceConfig& config) {
        REQUIRE(hub.start(config, "").ok());
        std::string said;
        REQUIRE(eventually([&] {
            for (const SourceStatus& s : hub.statuses())
                if (!s.why.empty()) said = s.why.args.front().second + " " + s.detail;
            return !said.empty();
        }));
        return said;
    }
};

} // namespace

TEST_CASE_METHOD(Fixture, "a secret is found by the name of its property, and what the source says of it is hidden") {
    (void)secrets->keep("rain", "token", "s3cr3t-Word");
    const std::string said = complaint({"rain", "Pluie", "tattler", "{}", false});
    CHECK(said.find("s3cr3t-Word") == std::string::npos);
    CHECK(said.find("key=•••") != std::string::npos);
    CHECK(said.find("header •••") != std::string::npos);
}

TEST_CASE_METHOD(Fixture, "what was just typed is tried before it is kept") {
    const std::string said = complaint({"rain", "Pluie", "tattler", "{}", false, {{"token", "typed-just-now"}}});
    CHECK(said.find("401") != std::string::npos);
    CHECK(said.find("typed") == std::string::npos);
    CHECK_FALSE(secrets->find("rain", "token"));
}

TEST_CASE_METHOD(Fixture, "without its secret a source says so") { CHECK(complaint({"rain", "Pluie", "tattler", "{}", false}).starts_with("no token")); }

TEST_CASE("a secret is hidden as it is, percent-encoded, and within any base64") {
    Redaction hide;
    hide.add("pâss/word+1");
    CHECK(hide("url p%C3%A2ss%2Fword%2B1 end") == "url ••• end");
    CHECK(hide("as pâss/word+1.") == "as •••.");
    CHECK(hide("mixed p%c3%A2ss/word%2b1&p%C3%A2ss%2fword+1 100%") == "mixed •••&••• 100%");
    hide.add("50%41 off");
    CHECK(hide("50%41 off, 50%2541%20off, 50%2541+off") == "•••, •••, •••");
    // "Authorization: Basic" of muni:pâss/word+1, agent:… and a:…: the secret begins at each of the three places of a group.
    for (const char* text : {"bXVuaTpww6Jzcy93b3JkKzE=", "YWdlbnQ6cMOic3Mvd29yZCsx", "YTpww6Jzcy93b3JkKzE="}) {
        INFO(text);
        CHECK(hide(text).find("•••") != std::string::npos);
    }
    Redaction nothing;
    nothing.add("ab");  // would hide half of any text
    CHECK(nothing("abc ab") == "abc ab");
}

TEST_CASE_METHOD(Fixture, "the secret properties of a backend are those its schema says") {
    for (const BackendDescription& b : hub.backends())
        if (b.name == "tattler") CHECK(secret_names(b) == std::vector<std::string>{"token"});
    CHECK(secret_names({.name = {}, .title = {}, .version = {}, .licence = {}, .path = {}, .capabilities_json = {}, .config_schema_json = "no json"}).empty());
}
