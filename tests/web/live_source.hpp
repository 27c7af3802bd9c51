// A source of a built-in backend running against a test's server, and all it said. One thread.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <thread>
#include <vector>

#include "gis/backends/hub.hpp"
#include "gis/model/entity.hpp"
#include "gis/model/entity_json.hpp"

namespace vigie::test {

struct LiveSource {
    struct SetClock : gis::Clock {
        gis::Time at = *gis::time_from_rfc3339("2026-11-24T09:00:00Z");
        gis::Time now() const override { return at; }
    } clock;
    gis::BackendHub hub{clock, [] {}};
    std::vector<gis::Change> changes;
    std::vector<gis::Ack> acks;
    std::string cursor;

    void start(const std::string& backend, const std::string& json, const std::string& from = {}, gis::SecretValues secrets = {}) {
        gis::SourceConfig config{.id = "s", .name = "S", .backend = backend, .config_json = json};
        config.secrets = std::move(secrets);
        const auto started = hub.start(config, from);
        if (!started.ok()) std::abort();
    }
    void drain() {
        for (gis::ChangeBatch& b : hub.drain(1'000'000)) {
            if (!b.cursor.empty()) cursor = b.cursor;
            for (gis::Change& c : b.changes) changes.push_back(std::move(c));
        }
        for (gis::Ack& a : hub.drain_acks()) acks.push_back(std::move(a));
    }
    // Waits for something that another thread brings about; the bound only ends a test that would never end.
    bool eventually(const std::function<bool()>& true_at_last, std::chrono::seconds patience = std::chrono::seconds(20)) {
        const auto until = std::chrono::steady_clock::now() + patience;
        while (std::chrono::steady_clock::now() < until) {
            drain();
            if (true_at_last()) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
        return false;
    }
    [[nodiscard]] gis::SourceStatus status() const { return hub.statuses().at(0); }
    [[nodiscard]] bool is_ok() const { return status().health == gis::SourceHealth::ok; }
    // What was said last of each, by the source's id.
    template <class E>
    [[nodiscard]] std::map<std::string, E> all() const {
        std::map<std::string, E> out;
        for (const gis::Change& c : changes)
            if (const auto* upsert = std::get_if<gis::Upsert>(&c))
                if (const auto* e = std::get_if<E>(&upsert->entity)) out[e->origin.remote_id] = *e;
        return out;
    }
    [[nodiscard]] std::vector<gis::Observed> observations() const {
        std::vector<gis::Observed> out;
        for (const gis::Change& c : changes)
            if (const auto* o = std::get_if<gis::Observed>(&c)) out.push_back(*o);
        return out;
    }
    [[nodiscard]] std::vector<gis::Positioned> positions() const {
        std::vector<gis::Positioned> out;
        for (const gis::Change& c : changes)
            if (const auto* p = std::get_if<gis::Positioned>(&c)) out.push_back(*p);
        return out;
    }
};

} // namespace vigie::test
