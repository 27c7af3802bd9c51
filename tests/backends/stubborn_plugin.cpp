// A bad neighbour for the tests: throws, fails, sends nonsense or will not stop, as its configuration says.
#include "vigie_backend.hpp"

#include <chrono>
#include <csignal>
#include <stdexcept>
#include <thread>

namespace backend = vigie::backend;

class Stubborn : public backend::Backend {
public:
    static constexpr const char* name = "stubborn";
    static constexpr const char* title = "Stubborn";
    static constexpr const char* version = "1.0";
    static constexpr const char* licence = "EUPL-1.2";
    static constexpr const char* capabilities = "{}";
    static constexpr const char* config_schema = "{}";

    explicit Stubborn(backend::Host&) {}

    std::optional<backend::Problem> configure(std::string_view json) override {
        behaviour_ = std::string(json);
        if (behaviour_ == "throw-at-configure") throw std::runtime_error("thrown");
        return {};
    }

    std::optional<backend::Problem> run(backend::Host& host, std::string_view) override {
        if (behaviour_.find("\"crash\"") != std::string::npos) std::raise(SIGSEGV);
        if (behaviour_ == "throw") throw std::runtime_error("thrown on purpose");
        if (behaviour_ == "auth") return backend::Problem{VIGIE_ERROR_AUTH, "mot de passe refusé", "401", 0};
        if (behaviour_ == "never-stop") std::this_thread::sleep_for(std::chrono::milliseconds(2'500));
        if (behaviour_ == "nonsense") nonsense(host);
        if (behaviour_.find("flood") != std::string::npos) {
            std::vector<backend::Change> many(3000);
            for (auto& c : many) { c.op = VIGIE_OP_OBSERVE; c.kind = VIGIE_KIND_SENSOR; c.id = "s"; c.value = 1; }
            while (host.push(many)) {}
        }
        host.wait_ms(60'000);
        return {};
    }

private:
    static void nonsense(backend::Host& host) {
        std::vector<backend::Change> bad(5);
        bad[0].json = "{not json";
        bad[0].id = "a";
        bad[1].op = 99;
        bad[1].id = "b";
        bad[2].kind = 99;
        bad[2].id = "c";
        bad[3].op = VIGIE_OP_POSITION;
        bad[3].kind = VIGIE_KIND_CREW;
        bad[3].id = "d";
        bad[3].lon = 900;
        bad[3].lat = 1;
        bad[4].kind = VIGIE_KIND_SENSOR;
        bad[4].id = "good";
        bad[4].json = "{\"name\":\"bon \xff\xfe\",\"futur\":{\"x\":1}}";
        host.push(bad, "after");
        bad.resize(1);
        bad[0] = {};
        bad[0].kind = VIGIE_KIND_SENSOR;
        bad[0].id = "good";
        bad[0].json = R"({"name":"bon","futur":{"x":1}})";
        host.push(bad, "after 2");
    }
    std::string behaviour_;
};

VIGIE_BACKEND(Stubborn)
