// Bounds that a desk must keep; generous against the measured values so that a busy machine does not fail them.
#include <chrono>

#include "bench_desk.hpp"
#include "tests/pace.hpp"

using namespace vigie::test;

namespace {

// Processor time: what others do on the machine does not count.
template <class F>
double cpu_ms(F&& f) {
    timespec begin{}, end{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &begin);
    f();
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
    return double(end.tv_sec - begin.tv_sec) * 1e3 + double(end.tv_nsec - begin.tv_nsec) / 1e6;
}

} // namespace

TEST_CASE("a commune of 20,000 entities opens, and a batch of 1,000 changes is taken, within their bounds") {
    const Folder folder;
    TestClock clock;
    {
        Desk desk = open_desk(folder.file(), clock);
        std::vector<Change> changes;
        for (int i = 0; i < 20'000; ++i) {
            Asset a;
            a.kind = i % 2 ? "candelabre" : "arbre";
            a.code = std::to_string(i);
            a.name = "Patrimoine " + std::to_string(i);
            a.geometry = {.type = GeometryType::point, .points = {{3 + i * 1e-5, 43}}};
            a.attributes = {{"hauteur", "8"}, {"pose", "2011"}};
            if (i % 40 == 0) {
                Sensor s;
                s.name = "Capteur";
                s.place = {3, 43};
                changes.push_back(upsert(s, "s" + std::to_string(i)));
            } else {
                changes.push_back(upsert(a, std::to_string(i)));
            }
        }
        must(desk.accept(batch_of(std::move(changes))));
        std::vector<Change> news;
        for (int i = 0; i < 1000; ++i) {
            if (i % 2) {
                news.push_back(Observed{{"sim", "s" + std::to_string(i / 2 % 500 * 40), ""}, clock.t + Seconds{i}, double(i), ""});
            } else {
                Asset a;
                a.kind = "arbre";
                a.name = "Changé";
                a.geometry = {.type = GeometryType::point, .points = {{3, 43}}};
                news.push_back(upsert(a, std::to_string(i + 1)));
            }
        }
        const double batch = cpu_ms([&] { must(desk.accept(batch_of(news, "next"))); });
        SUCCEED("batch of 1,000 changes: " << batch << " ms of processor time");
        CHECK(batch < 150 * vigie::tests::slower);
    }
    const double opening = cpu_ms([&] {
        Desk desk = open_desk(folder.file(), clock);
        REQUIRE(desk.world().assets().size() + desk.world().sensors().size() == 20'000);
    });
    SUCCEED("opening 20,000 entities: " << opening << " ms of processor time");
    CHECK(opening < 450 * vigie::tests::slower);
}
