// SensorThings against a server that nobody here wrote: the `sensorthings` package of npm over PostgreSQL, which tests/run.sh installs.
// It refuses nested expansions and plain dates, drops the parameters of its next pages, and gives ids and results as texts.
#include <catch2/catch_test_macros.hpp>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <variant>

#include <nlohmann/json.hpp>

#include "gis/layers/remote/transfer.hpp"
#include "tests/postgis/cluster.hpp"
#include "tests/web/live_source.hpp"

using namespace vigie;
using nlohmann::json;
using test::Cluster;
using test::LiveSource;

namespace {

class NpmServer {
public:
    explicit NpmServer(Cluster& cluster) {
        const std::filesystem::path folder = std::filesystem::path(VIGIE_SOURCE_DIR) / "build/sensorthings_server";
        if (!std::filesystem::exists(folder / "node_modules/sensorthings")) SKIP("the npm package sensorthings is not installed: tests/run.sh does it");
        const std::string script = std::string(VIGIE_SOURCE_DIR) + "/tests/sensorthings/server/server.js", port = std::to_string(cluster.port()), name = cluster.make_database();
        std::array<int, 2> in{}, out{};
        REQUIRE((::pipe(in.data()) == 0 && ::pipe(out.data()) == 0));
        pid_ = ::fork();
        REQUIRE(pid_ >= 0);
        if (pid_ == 0) {
            ::dup2(in[0], 0);
            ::dup2(out[1], 1);
            for (const int fd : {in[0], in[1], out[0], out[1]}) ::close(fd);
            if (::chdir(folder.c_str()) != 0) ::_exit(78);
            ::execlp("node", "node", "--no-deprecation", script.c_str(), port.c_str(), name.c_str(), nullptr);
            ::_exit(77);
        }
        ::close(in[0]);
        ::close(out[1]);
        hold_ = in[1];
        std::string said;
        for (char c = 0; ::read(out[0], &c, 1) == 1 && c != '\n';) said += c;
        ::close(out[0]);
        INFO(said);
        REQUIRE(said.starts_with("ready "));
        url_ = "http://127.0.0.1:" + said.substr(6) + "/v1.0";
    }
    ~NpmServer() {
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
        ::close(hold_);
    }
    NpmServer(const NpmServer&) = delete;
    NpmServer& operator=(const NpmServer&) = delete;

    [[nodiscard]] const std::string& url() const { return url_; }
    void post(const std::string& path, const json& body) const {
        gis::remote::TransferRequest request;
        request.method = "POST";
        request.url = url_ + path;
        request.headers = {"Content-Type: application/json"};
        request.body = body.dump();
        const auto answer = gis::remote::transfer(request, {});
        REQUIRE(std::holds_alternative<gis::remote::TransferReply>(answer));
        INFO(std::get<gis::remote::TransferReply>(answer).body);
        REQUIRE(std::get<gis::remote::TransferReply>(answer).status == 201);
    }

private:
    std::string url_;
    pid_t pid_ = -1;
    int hold_ = -1;
};

json thing(const std::string& name, double lon) {
    return {{"name", name}, {"description", "bac"},
            {"Locations", {{{"name", "place"}, {"description", "place"}, {"encodingType", "application/vnd.geo+json"}, {"location", {{"type", "Point"}, {"coordinates", {lon, 43.2}}}}}}},
            {"Datastreams", {{{"name", "niveau"}, {"description", "niveau"}, {"observationType", "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement"},
                              {"unitOfMeasurement", {{"name", "percent"}, {"symbol", "%"}, {"definition", "http://qudt.org/vocab/unit/PERCENT"}}},
                              {"ObservedProperty", {{"name", "fillLevel"}, {"definition", "http://example.org/fill"}, {"description", "fill"}}},
                              {"Sensor", {{"name", "US-1"}, {"description", "ultrason"}, {"encodingType", "application/pdf"}, {"metadata", "http://example.org/us.pdf"}}}}}}};
}

json observation(int stream, int minute, int value) {
    char at[32];
    std::snprintf(at, sizeof at, "2026-11-24T%02d:%02d:00Z", minute / 60, minute % 60);
    return {{"phenomenonTime", at}, {"result", value}, {"Datastream", {{"@iot.id", stream}}}};
}

} // namespace

TEST_CASE("a real server's sensors and values arrive, all of them, each once, and then what is new") {
    const NpmServer server(Cluster::shared());
    server.post("/Things", thing("Bac 1", 2.1));
    server.post("/Things", thing("Bac 2", 2.2));
    for (int i = 0; i < 130; ++i) server.post("/Observations", observation(1 + i % 2, i, i));
    LiveSource source;
    source.start("sensorthings", json{{"url", server.url()}, {"poll_s", 5}}.dump());
    REQUIRE(source.eventually([&] { return source.is_ok(); }));
    const auto sensors = source.all<gis::Sensor>();
    REQUIRE(sensors.size() == 2);
    CHECK(sensors.at("2").name == "Bac 2 · niveau");
    CHECK(sensors.at("2").kind == "remplissage_colonne");
    CHECK(sensors.at("2").unit == "%");
    CHECK(sensors.at("2").place == gis::LonLat{2.2, 43.2});
    const auto observations = source.observations();
    CHECK(observations.size() == 130);
    for (const gis::Observed& o : observations) {
        const int i = static_cast<int>(o.value);
        CHECK(o.sensor.remote_id == std::to_string(1 + i % 2));
        CHECK(o.at - *gis::time_from_rfc3339("2026-11-24T00:00:00Z") == gis::Minutes{i});
    }
    server.post("/Observations", observation(2, 300, 77));
    REQUIRE(source.eventually([&] { return source.observations().size() > 130; }));
    CHECK(source.observations().size() == 131);
    CHECK(source.observations().back().value == 77);
}
