#include "app/bench_feed.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numbers>
#include <thread>

#include "gis/backends/vigie_backend.hpp"

namespace vigie::app {

namespace {

constexpr std::size_t crew_every = 10;
constexpr int beat_ms = 25;
constexpr double lon = 2.35, lat = 43.21, spread = 0.03;  // degrees

class BenchFeed final : public backend::Backend {
public:
    static constexpr const char* name = "bench_feed";
    static constexpr const char* title = "bench_feed";
    static constexpr const char* version = "1";
    static constexpr const char* licence = "EUPL-1.2";
    static constexpr const char* capabilities = R"({"reads":["sensor","crew"],"writes":[]})";
    static constexpr const char* config_schema = R"({"type":"object"})";

    explicit BenchFeed(backend::Host&) {}

    std::optional<backend::Problem> configure(std::string_view text) override {
        const auto json = nlohmann::json::parse(text, nullptr, false);
        if (!json.is_object()) return backend::Problem{VIGIE_ERROR_CONFIG, "not an object", {}, 0};
        objects_ = json.value("objects", std::size_t{1000});
        per_s_ = json.value("updates_per_s", 1000.0);
        if (objects_ == 0 || per_s_ <= 0) return backend::Problem{VIGIE_ERROR_CONFIG, "nothing to do", {}, 0};
        return {};
    }

    std::optional<backend::Problem> run(backend::Host& host, std::string_view) override {
        if (!host.push(everything())) return {};
        host.state(VIGIE_HEALTH_OK);
        using Clock = std::chrono::steady_clock;
        const auto begin = Clock::now();
        std::uint64_t sent = 0;
        std::vector<backend::Change> changes;
        while (host.wait_ms(beat_ms)) {
            const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
            const auto due = static_cast<std::uint64_t>(seconds * per_s_);
            changes.clear();
            for (; sent < due && changes.size() < VIGIE_MAX_BATCH_CHANGES; ++sent) changes.push_back(news(sent, host.now_ms()));
            if (!host.push(changes)) return {};
        }
        return {};
    }

private:
    [[nodiscard]] static std::string id(std::size_t object) { return std::to_string(object); }
    // Places on a spiral that fills the town evenly.
    [[nodiscard]] static std::pair<double, double> home(std::size_t object, std::size_t objects) {
        const double r = spread * std::sqrt((static_cast<double>(object) + 0.5) / static_cast<double>(objects)), a = 2.399963 * static_cast<double>(object);
        return {lon + r * std::cos(a), lat + r * std::sin(a)};
    }
    [[nodiscard]] std::vector<backend::Change> everything() const {
        std::vector<backend::Change> out;
        for (std::size_t i = 0; i < objects_; ++i) {
            backend::Change c;
            c.id = id(i);
            const auto [x, y] = home(i, objects_);
            if (i % crew_every == 0) {
                c.kind = VIGIE_KIND_CREW;
                c.json = fmt::format(R"({{"name":"{}"}})", i / crew_every + 1);
            } else {
                c.kind = VIGIE_KIND_SENSOR;
                c.json = fmt::format(R"({{"kind":"pluie","name":"{}","unit":"mm","place":[{},{}]}})", i, x, y);
            }
            out.push_back(std::move(c));
        }
        return out;
    }
    // The objects in turn. Each sensor has a time of its own for every value: what came twice would be dropped.
    [[nodiscard]] backend::Change news(std::uint64_t turn, std::int64_t now_ms) const {
        const std::size_t object = static_cast<std::size_t>(turn % objects_);
        const double phase = static_cast<double>(turn) / static_cast<double>(objects_);
        backend::Change c;
        c.id = id(object);
        c.at_ms = now_ms;
        if (object % crew_every != 0) {
            c.op = VIGIE_OP_OBSERVE;
            c.kind = VIGIE_KIND_SENSOR;
            c.value = 5 + 5 * std::sin(phase + static_cast<double>(object));
            return c;
        }
        const auto [x, y] = home(object, objects_);
        c.op = VIGIE_OP_POSITION;
        c.kind = VIGIE_KIND_CREW;
        c.lon = x + 1e-4 * std::cos(phase);
        c.lat = y + 1e-4 * std::sin(phase);
        c.heading_deg = std::fmod(phase * 180 / std::numbers::pi + 90, 360);
        c.speed_ms = 3;
        return c;
    }

    std::size_t objects_ = 1000;
    double per_s_ = 1000;
};

} // namespace

std::int32_t bench_feed_main(std::uint32_t host_abi, vigie_backend* out, vigie_error* error) {
    return backend::edge::entry<BenchFeed>(host_abi, out, error);
}

} // namespace vigie::app
