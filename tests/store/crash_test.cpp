// A child acknowledges edits on a pipe and is killed at a random moment, again and again on one file.
#include <catch2/generators/catch_generators.hpp>
#include <sys/wait.h>

#include <csignal>
#include <random>
#include <thread>

#include "bench_desk.hpp"

using namespace vigie::test;

namespace {

// Makes reports until killed, one byte on the pipe for each that was acknowledged, with some source news in between.
[[noreturn]] void work(const fs::path& file, const TestClock& clock, int out) {
    auto desk = Desk::open(options_for(file, clock));
    if (!desk) _exit(2);
    for (std::uint64_t i = 0;; ++i) {
        const auto receipt = desk->execute(new_report("Travail " + std::to_string(desk->world().reports().size())), dispatcher);
        if (!receipt) _exit(3);
        const char done = 'a';
        if (write(out, &done, 1) != 1) _exit(4);
        if (i % 3 == 0) {
            std::vector<Change> changes{upsert(crew_named("Équipe"), "c1")};
            changes.push_back(Positioned{{"sim", "c1", ""}, {{}, clock.t + Seconds{static_cast<long>(desk->world().reports().size())}, {3, 43}, {}, {}, {}}});
            if (!desk->accept(batch_of(std::move(changes), "cursor " + std::to_string(i)))) _exit(5);
        }
        if (i % 7 == 6 && !desk->undo(dispatcher)) _exit(6);
        if (i % 7 == 6 && !desk->redo(dispatcher)) _exit(7);
    }
}

} // namespace

TEST_CASE("every acknowledged edit is there after kill -9, and the journal's chain holds") {
    const Folder folder;
    TestClock clock;
    const auto seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937 random(seed);
    std::size_t acknowledged = 0;
    for (int round = 0; round < 25; ++round) {
        int pipe_ends[2];
        REQUIRE(pipe(pipe_ends) == 0);
        const pid_t child = fork();
        if (child == 0) {
            close(pipe_ends[0]);
            work(folder.file(), clock, pipe_ends[1]);
        }
        close(pipe_ends[1]);
        std::this_thread::sleep_for(std::chrono::microseconds(std::uniform_int_distribution<int>(0, 90'000)(random)));
        kill(child, SIGKILL);
        int status = 0;
        waitpid(child, &status, 0);
        REQUIRE(WIFSIGNALED(status));  // it did not fail by itself
        char byte = 0;
        while (read(pipe_ends[0], &byte, 1) == 1) ++acknowledged;
        close(pipe_ends[0]);

        Desk desk = open_desk(folder.file(), clock);
        INFO("round " << round);
        std::size_t created = 0, undone = 0, redone = 0;
        for (const JournalEntry& line : desk.journal(100'000)) {
            created += line.gesture == "create_report";
            undone += line.gesture == "undo";
            redone += line.gesture == "redo";
        }
        REQUIRE(created >= acknowledged);
        REQUIRE(created <= acknowledged + 1);  // one may be durable before its acknowledgement was sent
        REQUIRE(desk.world().reports().size() == created - undone + redone);
        acknowledged = created;
        for (const Report& r : desk.world().reports()) REQUIRE(r.description.starts_with("Travail "));
        REQUIRE_FALSE(desk.first_broken_link());
        REQUIRE(desk.notices().empty());
    }
    CHECK(acknowledged > 25);
}
