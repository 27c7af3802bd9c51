#include "gis/backends/demo/demo_backend.hpp"

#include <algorithm>
#include <mutex>
#include <optional>

#include <nlohmann/json.hpp>

#include "gis/backends/demo/metering.hpp"
#include "gis/backends/demo/simulator.hpp"
#include "gis/backends/vigie_backend.hpp"

namespace vigie::gis {

namespace {

using backend::Problem;

constexpr double slowest = 0.1, fastest = 600;
constexpr int portion_pause_ms = 2;              // lets the window draw between two portions of the meters' history
constexpr int beat_ms = 200;                     // host time between two looks at the clock
constexpr std::int64_t cursor_every_ms = 3'000;  // host time between two cursors
constexpr std::int64_t most_behind_ms = 2'000;   // a host that slept longer is not caught up at speed

class DemoBackend : public backend::Backend {
public:
    static constexpr const char* name = "demo";
    static constexpr const char* title = "Démonstration";
    static constexpr const char* version = "1.0";
    static constexpr const char* licence = "EUPL-1.2";
    static constexpr const char* capabilities =
        R"({"reads":["asset","sensor","report","intervention","crew","agent","vehicle","shift","absence","building","meter"],)"
        R"("writes":["report","intervention","crew","absence"],"live":true,"snapshot":true,"history":true,"area":false})";
    static constexpr const char* config_schema = R"({"type":"object","title@en":"Demonstration","properties":{
        "seed":{"type":"integer","minimum":0,"default":1,"title":"Graine","title@en":"Seed"},
        "speed":{"type":"number","minimum":0.1,"maximum":600,"default":1,"title":"Vitesse","title@en":"Speed"},
        "history_months":{"type":"integer","minimum":0,"maximum":120,"default":0,"title":"Mois passés","title@en":"Months before"},
        "history_first":{"type":"boolean","default":false,"title":"Le passé d’abord","title@en":"The past first"}}})";

    explicit DemoBackend(backend::Host&) {}

    std::optional<Problem> configure(std::string_view text) override {
        const auto json = nlohmann::json::parse(text.empty() ? "{}" : text, nullptr, false);
        if (!json.is_object()) return Problem{VIGIE_ERROR_CONFIG, "@demo.config.object", "not an object", 0};
        if (json.contains("seed")) {
            if (!json["seed"].is_number_integer() || json["seed"] < 0) return Problem{VIGIE_ERROR_CONFIG, "@demo.config.seed", "not a whole number", 0};
            seed_ = json["seed"].get<std::uint64_t>();
        }
        if (json.contains("history_months")) {
            const auto& months = json["history_months"];
            if (!months.is_number_integer() || months < 0 || months > demo::most_past_months) return Problem{VIGIE_ERROR_CONFIG, "@demo.config.history", "not a whole number from 0 to 120", 0};
            past_months_ = months.get<int>();
        }
        past_first_ = json.value("history_first", nlohmann::json(false)) == true;
        if (json.contains("speed")) return set_speed(json["speed"]);
        return {};
    }

    std::optional<Problem> control(std::string_view text) override {
        const auto json = nlohmann::json::parse(text, nullptr, false);
        if (!json.is_object()) return Problem{VIGIE_ERROR_CONFIG, "@demo.config.object", "not an object", 0};
        if (json.contains("paused")) {
            if (!json["paused"].is_boolean()) return Problem{VIGIE_ERROR_CONFIG, "@demo.config.paused", "not true or false", 0};
            const std::lock_guard lock(mutex_);
            paused_ = json["paused"].get<bool>();
        }
        if (json.contains("speed")) return set_speed(json["speed"]);
        return {};
    }

    std::optional<Problem> submit(const backend::Command& command) override {
        const std::lock_guard lock(mutex_);
        if (commands_.size() >= most_commands) return Problem{VIGIE_ERROR_LIMIT, "@demo.edit.too_many", "too many edits waiting", 1'000};
        commands_.push_back(command);
        return {};
    }

    std::optional<Problem> run(backend::Host& host, std::string_view cursor) override {
        host.state(VIGIE_HEALTH_STARTING);
        demo::Simulator town(seed_, time_from_ms(host.now_ms()), cursor, [&] { return host.cancelled(); }, past_months_);
        if (host.cancelled()) return {};
        demo::Changes changes;
        town.snapshot(changes);
        if (!host.push(changes, town.cursor())) return {};
        while (past_first_ && tell_past(host, town, changes))
            if (host.cancelled()) return {};
        demo::Metering meters(town.commune(), town.values(), seed_, town.born());
        if (!meters.tell(town.metered(), town.now(), [&](const demo::Changes& portion) { return host.push(portion) && host.wait_ms(portion_pause_ms); })) return {};
        town.set_metered(meters.told_until(town.now()));
        if (!host.push({}, town.cursor())) return {};
        host.state(VIGIE_HEALTH_OK);
        std::int64_t host_ms = host.now_ms(), cursor_ms = host_ms;
        double owed_ms = 0;
        while (host.wait_ms(beat_ms)) {
            const std::int64_t now_ms = host.now_ms();
            const std::int64_t passed = std::clamp<std::int64_t>(now_ms - host_ms, 0, most_behind_ms);
            host_ms = now_ms;
            owed_ms += static_cast<double>(passed) * pace();
            (void)tell_past(host, town, changes);
            changes.clear();
            const bool edited = answer(town, changes);
            const Time target = town.now() + Millis{static_cast<std::int64_t>(owed_ms)};
            const Time before = town.now();
            while (town.now() + Millis{5'000} <= target && !host.cancelled()) town.advance(target, changes);
            owed_ms -= static_cast<double>((town.now() - before).count());
            if (const Time hour = meters.told_until(town.now()); hour > *town.metered()) {
                (void)meters.tell(town.metered(), hour, [&](const demo::Changes& portion) { changes.insert(changes.end(), portion.begin(), portion.end()); return true; });
                town.set_metered(hour);
            }
            if (changes.empty() && !edited) continue;
            const bool with_cursor = edited || now_ms - cursor_ms >= cursor_every_ms || now_ms < cursor_ms;
            if (with_cursor) cursor_ms = now_ms;
            if (!host.push(changes, with_cursor ? town.cursor() : std::string{})) break;
            for (const Answer& a : answers_) host.ack(a.ticket, a.verdict.accepted ? VIGIE_ACK_DONE : VIGIE_ACK_REFUSED, a.verdict.id, a.verdict.version, a.verdict.why);
            answers_.clear();
        }
        return {};
    }

private:
    static constexpr std::size_t most_commands = 1'000;
    struct Answer {
        std::uint64_t ticket = 0;
        demo::Verdict verdict;
    };

    std::optional<Problem> set_speed(const nlohmann::json& value) {
        if (!value.is_number() || value.get<double>() < slowest || value.get<double>() > fastest)
            return Problem{VIGIE_ERROR_CONFIG, "@demo.config.speed", "outside 0.1 … 600", 0};
        const std::lock_guard lock(mutex_);
        speed_ = value.get<double>();
        return {};
    }

    // A portion of what was before the snapshot, with where to go on.
    static bool tell_past(backend::Host& host, demo::Simulator& town, demo::Changes& changes) {
        changes.clear();
        return town.tell_past(changes) && host.push(changes, town.cursor());
    }

    double pace() {
        const std::lock_guard lock(mutex_);
        return paused_ ? 0 : speed_;
    }

    // Takes the edits that came in; they are acknowledged once what follows from them is pushed.
    bool answer(demo::Simulator& town, demo::Changes& changes) {
        std::vector<backend::Command> commands;
        {
            const std::lock_guard lock(mutex_);
            commands.swap(commands_);
        }
        for (const backend::Command& c : commands) answers_.push_back({c.ticket, town.take(c, changes)});
        return !commands.empty();
    }

    std::uint64_t seed_ = 1;
    int past_months_ = 0;
    bool past_first_ = false;
    std::mutex mutex_;
    double speed_ = 1;                        // by mutex_
    bool paused_ = false;                     // by mutex_
    std::vector<backend::Command> commands_;  // by mutex_
    std::vector<Answer> answers_;
};

} // namespace

std::int32_t demo_backend_main(std::uint32_t host_abi, vigie_backend* out, vigie_error* error) {
    return backend::edge::entry<DemoBackend>(host_abi, out, error);
}

} // namespace vigie::gis
