// Sizes and versions across the interface: what an older or newer neighbour does must not hurt.
#include <catch2/catch_test_macros.hpp>

#include <cstring>

#include "gis/backends/library.hpp"
#include "gis/backends/vigie_backend.hpp"

using namespace vigie;

namespace {
struct Quiet : backend::Backend {
    static constexpr const char *name = "quiet", *title = "Quiet", *version = "1", *licence = "EUPL-1.2", *capabilities = "{}",
                                *config_schema = "{}";
    explicit Quiet(backend::Host&) {}
    std::optional<backend::Problem> configure(std::string_view) override { return {}; }
    std::optional<backend::Problem> run(backend::Host&, std::string_view) override { return {}; }
};
} // namespace

TEST_CASE("a plugin refuses a host of another major version and names both") {
    vigie_backend out{};
    out.size = sizeof out;
    vigie_error error{};
    error.size = sizeof error;
    CHECK(backend::edge::entry<Quiet>(2u << 16, &out, &error) != 0);
    CHECK(error.klass == VIGIE_ERROR_UNSUPPORTED);
    CHECK(std::string(error.detail) == "host 2, plugin 1");
    CHECK(backend::edge::entry<Quiet>(2u << 16, &out, nullptr) != 0);  // nobody listens: no crash
}

TEST_CASE("a newer minor version is not refused") {
    vigie_backend out{};
    out.size = sizeof out;
    CHECK(backend::edge::entry<Quiet>(VIGIE_ABI + 7, &out, nullptr) == 0);
    CHECK(out.abi == VIGIE_ABI);
}

TEST_CASE("a host with a smaller table gets what fits and nothing past it") {
    alignas(vigie_backend) unsigned char room[sizeof(vigie_backend)];
    std::memset(room, 0xAB, sizeof room);
    auto* out = reinterpret_cast<vigie_backend*>(room);
    out->size = offsetof(vigie_backend, extension);
    CHECK(backend::edge::entry<Quiet>(VIGIE_ABI, out, nullptr) == 0);
    CHECK(out->size == offsetof(vigie_backend, extension));
    CHECK_FALSE(VIGIE_HAS(out, vigie_backend, extension));
    for (std::size_t i = offsetof(vigie_backend, extension); i < sizeof room; ++i) CHECK(room[i] == 0xAB);
}

TEST_CASE("an error message is cut at a whole character") {
    vigie_error error{};
    error.size = sizeof error;
    std::string long_text;
    for (int i = 0; i < 400; ++i) long_text += "é";
    backend::edge::fill(&error, {VIGIE_ERROR_REMOTE, long_text, long_text, 5});
    CHECK(std::strlen(error.message) == 510);  // 255 whole characters of two bytes
    CHECK(error.retry_after_ms == 5);
}

TEST_CASE("a table without a mandatory function is refused") {
    const auto without_run = [](std::uint32_t host, vigie_backend* out, vigie_error* e) -> std::int32_t {
        const auto r = backend::edge::entry<Quiet>(host, out, e);
        out->run = nullptr;
        return r;
    };
    const auto table = gis::table_from(without_run);
    REQUIRE_FALSE(table.ok());
    CHECK(table.error().text.key == "backends.plugin.incomplete");
}
