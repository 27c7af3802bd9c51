// Random gestures and news against simple oracles.
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <random>

#include <nlohmann/json.hpp>

#include "bench_desk.hpp"
#include "model/samples.hpp"

using namespace vigie::test;

namespace {

struct Player {
    std::mt19937_64 random;
    explicit Player(std::uint64_t seed) : random(seed) {}
    std::uint64_t below(std::uint64_t n) { return std::uniform_int_distribution<std::uint64_t>(0, n - 1)(random); }

    template <class E>
    auto any_id(const World& w) {
        using I = decltype(E::id);
        const auto& t = w.table<E>();
        return t.empty() ? I{1 + below(50)} : t.rows()[below(t.size())].id;
    }

    Command command(const World& w, Time now) {
        switch (below(16)) {
        case 0:
        case 1: return new_report("Signalement " + std::to_string(below(1000)));
        case 2: return command::QualifyReport{any_id<Report>(w), below(2) ? "depot" : "", 1 + static_cast<int>(below(6))};
        case 3: return command::SetReportState{any_id<Report>(w), static_cast<ReportState>(below(11)), "motif"};
        case 4: return command::MergeReports{any_id<Report>(w), {any_id<Report>(w), any_id<Report>(w)}};
        case 5: return command::SplitReport{any_id<Report>(w)};
        case 6:
        case 7: {
            command::CreateIntervention c;
            c.intervention.title = "Travail";
            c.intervention.reports = {any_id<Report>(w)};
            c.intervention.tasks = {{"un", false}, {"deux", false}};
            return c;
        }
        case 8:
        case 9: return command::Assign{any_id<Intervention>(w), {any_id<Crew>(w)}, now + std::chrono::hours{below(100)}, ""};
        case 10: return command::Unassign{any_id<Intervention>(w)};
        case 11: return command::SetInterventionState{any_id<Intervention>(w), static_cast<InterventionState>(below(10)), "motif"};
        case 12: return command::SetTaskDone{any_id<Intervention>(w), below(3), below(2) == 0};
        case 13: {
            command::AddAbsence a;
            a.absence.crew = any_id<Crew>(w);
            a.absence.from = now;
            a.absence.to = now + std::chrono::hours{below(50)};
            return a;
        }
        case 14: return command::RemoveAbsence{any_id<Absence>(w)};
        default: return command::SetLocked{any_id<Intervention>(w), below(2) == 0};
        }
    }
};

void crews(Desk& desk) {
    must(desk.accept(batch_of({upsert(crew_named("A"), "a"), upsert(crew_named("B"), "b")})));
}

} // namespace

TEST_CASE("undo of any sequence of gestures gives exactly the world before, redo the world after, a restart the same world") {
    const std::uint64_t seed = GENERATE(range(1, 16));
    CAPTURE(seed);
    const Folder folder;
    TestClock clock;
    Player player(seed);
    std::vector<Picture> worlds;
    {
        Desk desk = open_desk(folder.file(), clock);
        crews(desk);
        worlds.push_back(picture_of(desk.world(), false));
        for (int i = 0; i < 120; ++i) {
            clock.pass(Seconds{30});
            const Picture before = picture_of(desk.world());
            const auto lines = desk.journal(1).empty() ? 0 : desk.journal(1)[0].sequence;
            const auto receipt = desk.execute(player.command(desk.world(), clock.t), dispatcher);
            if (!receipt) {  // refused: nothing moved, nothing was written, and it says why
                REQUIRE_FALSE(receipt.error().text.empty());
                REQUIRE(picture_of(desk.world()) == before);
                REQUIRE((desk.journal(1).empty() ? 0 : desk.journal(1)[0].sequence) == lines);
            } else if (!receipt->delta.empty()) {
                REQUIRE(desk.journal(1)[0].sequence == lines + 1);
                worlds.push_back(picture_of(desk.world(), false));
            }
        }
        REQUIRE(worlds.size() > 20);
        for (std::size_t i = worlds.size() - 1; i-- > 0;) {
            must(desk.undo(dispatcher));
            REQUIRE(picture_of(desk.world(), false) == worlds[i]);
        }
        REQUIRE(desk.undo_summary() == nullptr);
        for (std::size_t i = 1; i < worlds.size(); ++i) {
            must(desk.redo(dispatcher));
            REQUIRE(picture_of(desk.world(), false) == worlds[i]);
        }
        worlds.front() = picture_of(desk.world());
    }
    Desk desk = open_desk(folder.file(), clock);
    CHECK(picture_of(desk.world()) == worlds.front());
    CHECK_FALSE(desk.first_broken_link());
}

TEST_CASE("any entity of any kind that a source tells comes back equal after a restart") {
    const std::uint64_t seed = GENERATE(range(1, 30));
    CAPTURE(seed);
    const Folder folder;
    TestClock clock;
    Samples samples(seed);
    Picture before;
    {
        Desk desk = open_desk(folder.file(), clock);
        std::vector<Change> changes;
        for (int i = 0; i < 60; ++i) {
            AnyEntity e = samples.any(static_cast<EntityKind>(samples.below(entity_kind_count)), 0);
            std::visit([&](auto& x) { x.origin = {"sim", std::to_string(samples.below(25)), "v" + std::to_string(i)}; }, e);
            changes.push_back(Upsert{e, {}, {}});
            if (samples.below(8) == 0)
                changes.push_back(Removal{static_cast<EntityKind>(samples.below(entity_kind_count)), {"sim", std::to_string(samples.below(25)), ""}});
        }
        must(desk.accept(batch_of(changes)));
        must(desk.accept(batch_of(changes)));  // at least once: twice is the same
        before = picture_of(desk.world());
        REQUIRE(before.entities.size() > 20);
    }
    Desk desk = open_desk(folder.file(), clock);
    const Picture after = picture_of(desk.world());
    CHECK(after.entities.size() == before.entities.size());
    for (const auto& [ref, entity] : before.entities) {
        const auto it = after.entities.find(ref);
        REQUIRE(it != after.entities.end());
        if (!(it->second == entity)) CHECK(to_json(it->second).dump() == to_json(entity).dump());
        REQUIRE(it->second == entity);
    }
}
