// The suite that tries plugins finds what it looks for: a plugin that breaks one promise is told that one, and keeps the rest.
#include <catch2/catch_test_macros.hpp>

#include <cstdlib>
#include <cstring>
#include <set>
#include <thread>

#include "gis/backends/conformance/conformance.hpp"
#include "gis/backends/vigie_backend.hpp"

using namespace vigie;

namespace {

// One gauge that does as it promised, but for what it is told to break.
class Gauge : public backend::Backend {
public:
    static constexpr const char* name = "gauge";
    static constexpr const char* title = "Gauge";
    static constexpr const char* version = "1.0";
    static constexpr const char* licence = "EUPL-1.2";
    static constexpr const char* capabilities = R"({"reads":["sensor"],"writes":["sensor"]})";
    static constexpr const char* config_schema = R"({"type":"object"})";
    static inline std::string breaks;  // of the process that asks

    explicit Gauge(backend::Host& host) : host_(host) {}
    std::optional<backend::Problem> configure(std::string_view text) override {
        if (breaks == "configurations" && text == "7") return backend::Problem{VIGIE_ERROR_CONFIG, "", "", 0};
        if (breaks == "configurations-crash" && text.size() > 1'000) std::abort();
        return text.starts_with("{") ? std::nullopt : std::optional(backend::Problem{VIGIE_ERROR_CONFIG, "no object", "", 0});
    }
    std::optional<backend::Problem> run(backend::Host& host, std::string_view cursor) override {
        if (breaks != "health") host.state(VIGIE_HEALTH_OK);
        if (breaks == "any-cursor" && cursor.size() > 60'000) std::abort();
        if (breaks == "cursor" && !cursor.empty()) return backend::Problem{VIGIE_ERROR_INTERNAL, "what is this?", "", 0};
        for (int step = 0;; ++step) {
            backend::Change c;
            c.op = VIGIE_OP_OBSERVE;
            c.kind = VIGIE_KIND_SENSOR;
            c.id = breaks == "bounds" ? "" : "g" + std::to_string(step);
            c.value = step;
            if (breaks == "full") push_once(c);
            else if (!host.push({c}, breaks == "no-cursor" ? "" : std::to_string(step))) break;
            if (breaks == "stop") std::this_thread::sleep_for(std::chrono::seconds(6));
            if (!host.wait_ms(5)) break;
        }
        return {};
    }
    std::optional<backend::Problem> submit(const backend::Command& c) override {
        for (int i = 0; i < (breaks == "edits" ? 0 : breaks == "edits-twice" ? 2 : 1); ++i) host_.ack(c.ticket, VIGIE_ACK_REFUSED, {}, {}, "no");
        return {};
    }

private:
    // Takes FULL for an answer.
    void push_once(const backend::Change& c) const {
        vigie_change raw{};
        raw.size = sizeof raw;
        raw.op = c.op;
        raw.kind = c.kind;
        raw.id = backend::str(c.id);
        raw.value = c.value;
        const vigie_batch batch{.size = sizeof(vigie_batch), .count = 1, .items = &raw, .stride = sizeof raw, .cursor = backend::str("c")};
        (void)raw_host->push(raw_host->ctx, &batch);
    }
    backend::Host& host_;

public:
    static inline const vigie_host* raw_host = nullptr;
};

std::int32_t gauge_main(std::uint32_t abi, vigie_backend* out, vigie_error* error) {
    const std::string& breaks = Gauge::breaks;
    if (breaks == "other-major" && (abi >> 16) != VIGIE_ABI_MAJOR) abi = VIGIE_ABI;
    if (breaks == "newer-minor" && abi != VIGIE_ABI) return backend::edge::fill(error, {VIGIE_ERROR_UNSUPPORTED, "too new", "", 0});
    if (breaks == "null-errors" && error == nullptr) std::memset(error, 0, sizeof *error);
    if (breaks == "table-size") out->size = sizeof *out;
    const std::int32_t answer = backend::edge::entry<Gauge>(abi, out, error);
    if (answer != 0 || out->size < sizeof *out) return answer;
    static const auto create = out->create;
    if (breaks == "table") out->title = nullptr;
    if (breaks == "descriptions") out->capabilities = R"({"reads":["unicorn"]})";
    if (breaks == "extensions") out->extension = [](void* self, const char*) -> const void* { return self; };
    if (breaks == "create") out->create = [](const vigie_host* h, void** self, vigie_error* e) {
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        return create(h, self, e);
    };
    if (breaks == "full") out->create = [](const vigie_host* h, void** self, vigie_error* e) {
        Gauge::raw_host = h;
        return create(h, self, e);
    };
    return answer;
}

std::set<std::string> broken_of(const std::string& breaks) {
    Gauge::breaks = breaks;
    std::set<std::string> broken;
    for (const gis::PromiseReport& r : gis::check_plugin({gauge_main, "{}", gis::Seconds{1}})) {
        if (r.verdict != gis::Verdict::broken) continue;
        broken.insert(r.name);
        CHECK_FALSE(r.why.empty());
        CHECK_FALSE(r.remedy.empty());
    }
    return broken;
}

} // namespace

TEST_CASE("a plugin that keeps its word has no broken promise") { CHECK(broken_of("") == std::set<std::string>{}); }

TEST_CASE("each broken promise is found, and no other") {
    using Set = std::set<std::string>;
    CHECK(broken_of("table") == Set{"table"});
    CHECK(broken_of("descriptions") == Set{"descriptions"});
    CHECK(broken_of("other-major") == Set{"other-major"});
    CHECK(broken_of("newer-minor") == Set{"newer-minor"});
    CHECK(broken_of("null-errors") == Set{"null-errors"});
    CHECK(broken_of("extensions") == Set{"extensions"});
    CHECK(broken_of("configurations") == Set{"configurations"});
    CHECK(broken_of("configurations-crash") == Set{"configurations"});
    CHECK(broken_of("bounds") == Set{"bounds"});
    CHECK(broken_of("health") == Set{"health"});
    CHECK(broken_of("cursor").contains("cursor"));
    CHECK(broken_of("no-cursor") == Set{"cursor"});
    CHECK(broken_of("any-cursor") == Set{"any-cursor"});
    CHECK(broken_of("full") == Set{"full"});
    CHECK(broken_of("edits") == Set{"edits"});
    CHECK(broken_of("edits-twice") == Set{"edits"});
}

TEST_CASE("a plugin that writes beyond its table, or dawdles, is found") {
    CHECK(broken_of("table-size").contains("table-size"));
    CHECK(broken_of("create").contains("create"));
    CHECK(broken_of("stop").contains("stop"));
}
