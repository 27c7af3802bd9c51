// Messages per second through a real broker: vigie_test_mqtt "[pace]" by hand, its figure belongs in no test.
#include <catch2/catch_test_macros.hpp>
#include <fmt/format.h>

#include <chrono>
#include <fstream>
#include <thread>

#include <nlohmann/json.hpp>

#include "tests/mqtt/broker.hpp"

using namespace vigie::gis;
using namespace vigie::test;

TEST_CASE("pace of messages", "[.pace]") {
    const Broker broker;
    for (const int qos : {0, 1})
        for (const int n : {1'000, 10'000, qos == 0 ? 100'000 : 30'000}) {  // mosquitto_pub itself halts at 34,000 of QoS 1
            const auto lines = broker.folder() / "lines";
            std::ofstream out(lines);
            for (int i = 0; i < n; ++i) out << R"({"id":"d)" << i % 1'000 << R"(","level":)" << i << "}\n";
            out.close();
            Listening l;
            l.start(nlohmann::json{{"address", "127.0.0.1"}, {"port", broker.port()}, {"tls", false}, {"profile", "json"}, {"topics", "pace"}, {"device", "id"}, {"values", {{{"path", "level"}}}}}.dump());
            REQUIRE(l.until_health(SourceHealth::ok));
            const auto begin = std::chrono::steady_clock::now();
            std::thread publisher([&] { broker.publish_lines("pace", lines, qos); });
            std::size_t taken = 0, looked = 0;
            const bool all = eventually([&] {
                for (l.drain(); looked < l.changes.size(); ++looked) taken += std::holds_alternative<Observed>(l.changes[looked]);
                return taken >= static_cast<std::size_t>(n);
            });
            const double s = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
            fmt::print("QoS {}: {} of {} in {:.2f} s, {:.0f}/s{}\n", qos, taken, n, s, n / s, all ? "" : " (not all)");
            publisher.join();
        }
}
