// What the store's tests share: a folder of their own, a clock they set, a commune with crews, and equality of worlds.
#pragma once

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "gis/model/entity_fields.hpp"
#include "gis/model/entity_json.hpp"
#include "gis/store/desk.hpp"

namespace vigie::test {

namespace fs = std::filesystem;
using namespace vigie::gis;

struct TestClock final : Clock {
    Time t = *time_from_rfc3339("2026-11-23T09:00:00Z");  // a Monday, 10:00 in Paris
    [[nodiscard]] Time now() const override { return t; }
    void pass(Seconds s) { t += s; }
};

struct Folder {
    fs::path path;
    Folder() {
        static std::atomic<int> n{0};
        path = fs::temp_directory_path() / ("vigie-store-" + std::to_string(getpid()) + "-" + std::to_string(n++));
        fs::create_directories(path);
    }
    ~Folder() { std::error_code ignored; fs::remove_all(path, ignored); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    [[nodiscard]] fs::path file() const { return path / "commune.gpkg"; }
};

inline const Actor dispatcher{.name = "C. Delmas", .post = "régulation", .role = Role::dispatcher};

inline DeskOptions options_for(const fs::path& file, const TestClock& clock) {
    DeskOptions o;
    o.file = file;
    o.clock = &clock;
    o.personal_key = std::string(32, 'k');
    return o;
}
inline Desk open_desk(DeskOptions options) {
    auto desk = Desk::open(std::move(options));
    if (!desk) FAIL(desk.error().text.key + ": " + desk.error().detail);
    return std::move(*desk);
}
inline Desk open_desk(const fs::path& file, const TestClock& clock) { return open_desk(options_for(file, clock)); }

inline Receipt must(Result<Receipt> receipt) {
    if (!receipt) FAIL(receipt.error().text.key + ": " + receipt.error().detail);
    return std::move(*receipt);
}
inline Delta must(Result<Delta> delta) {
    if (!delta) FAIL(delta.error().text.key + ": " + delta.error().detail);
    return std::move(*delta);
}

inline command::CreateReport new_report(std::string description = "Trou dans la chaussée") {
    command::CreateReport c;
    c.report.category = "nid_de_poule";
    c.report.description = std::move(description);
    c.report.place = {2.3522, 48.8566};
    c.report.address = "12 rue de l’Église";
    return c;
}

// Everything of a world that a person could see, by id: entities, recent values, trails. `updated_at` apart when asked.
struct Picture {
    std::map<EntityRef, AnyEntity> entities;
    std::map<SensorId, std::vector<Observation>> recent;
    std::map<CrewId, std::vector<Position>> trails;
    bool operator==(const Picture&) const = default;
};
inline Picture picture_of(const World& world, bool with_times = true) {
    Picture p;
    for (int k = 0; k < entity_kind_count; ++k)
        with_kind(static_cast<EntityKind>(k), [&]<class E>(E) {
            for (E e : world.table<E>()) {
                if (!with_times) e.updated_at = {};
                p.entities.emplace(EntityRef{static_cast<EntityKind>(k), e.id.value}, e);
            }
        });
    for (const Sensor& s : world.sensors())
        if (!world.recent(s.id).empty()) p.recent[s.id] = {world.recent(s.id).begin(), world.recent(s.id).end()};
    for (const Crew& c : world.crews())
        if (!world.trail(c.id).empty()) p.trails[c.id] = {world.trail(c.id).begin(), world.trail(c.id).end()};
    return p;
}

// A source's news, written shortly.
template <class E>
Upsert upsert(E entity, const std::string& remote_id, std::vector<RemoteLink> links = {}, std::vector<std::string> fields = {}) {
    entity.origin = {"sim", remote_id, entity.origin.version.empty() ? "1" : entity.origin.version};
    return {entity, std::move(links), std::move(fields)};
}
inline ChangeBatch batch_of(std::vector<Change> changes, std::string cursor = {}) { return {"sim", std::move(changes), std::move(cursor)}; }

inline Crew crew_named(const std::string& name) {
    Crew c;
    c.name = name;
    c.code = name;
    c.status = CrewStatus::available;
    return c;
}
template <class E>
const E& only(const World& world) {
    REQUIRE(world.table<E>().size() == 1);
    return *world.table<E>().begin();
}

} // namespace vigie::test
