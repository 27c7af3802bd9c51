// An example to begin from: rain gauges that count. Reads nothing from anywhere, so that it runs everywhere; a real one
// would ask its server where this one asks the clock.
#include "vigie_backend.hpp"

#include <string>

namespace backend = vigie::backend;

class RainGauges : public backend::Backend {
public:
    static constexpr const char* name = "rain-gauges";
    static constexpr const char* title = "Pluviomètres d’exemple";
    static constexpr const char* version = "1.0";
    static constexpr const char* licence = "EUPL-1.2";
    static constexpr const char* capabilities =
        R"({"reads":["sensor"],"writes":["sensor"],"live":true,"snapshot":true,"history":false,"area":false})";
    static constexpr const char* config_schema =
        R"({"type":"object","properties":{"gauges":{"type":"integer","minimum":1,"maximum":100,"title":"Nombre"}}})";

    explicit RainGauges(backend::Host& host) : host_(host) {}

    std::optional<backend::Problem> configure(std::string_view json) override {
        const auto at = json.find("\"gauges\":");
        if (at == std::string_view::npos) return backend::Problem{VIGIE_ERROR_CONFIG, "nombre manquant", "gauges", 0};
        gauges_ = std::stoi(std::string(json.substr(at + 9)));
        if (gauges_ < 1 || gauges_ > 100) return backend::Problem{VIGIE_ERROR_CONFIG, "entre 1 et 100", "gauges", 0};
        return {};
    }

    std::optional<backend::Problem> run(backend::Host& host, std::string_view cursor) override {
        long step = cursor.empty() ? 0 : std::stol(std::string(cursor));
        if (cursor.empty() && !host.push(snapshot(), "0")) return {};
        host.state(VIGIE_HEALTH_OK);
        while (host.wait_ms(10)) {
            ++step;
            std::vector<backend::Change> values;
            for (int i = 0; i < gauges_; ++i) {
                backend::Change c;
                c.op = VIGIE_OP_OBSERVE;
                c.kind = VIGIE_KIND_SENSOR;
                c.id = id(i);
                c.at_ms = 1'700'000'000'000 + step * 60'000;
                c.value = double(step + i);
                values.push_back(c);
            }
            if (!host.push(values, std::to_string(step))) return {};
        }
        return {};
    }

    std::optional<backend::Problem> submit(const backend::Command& c) override {
        if (c.json.find("refuse") != std::string::npos) host_.ack(c.ticket, VIGIE_ACK_REFUSED, c.id, {}, "non");
        else host_.ack(c.ticket, VIGIE_ACK_DONE, c.id, "2");
        return {};
    }

private:
    static std::string id(int i) { return "gauge-" + std::to_string(i); }

    std::vector<backend::Change> snapshot() const {
        std::vector<backend::Change> out(1);
        out[0].op = VIGIE_OP_SNAPSHOT_BEGIN;
        out[0].kind = VIGIE_KIND_SENSOR;
        for (int i = 0; i < gauges_; ++i) {
            backend::Change c;
            c.kind = VIGIE_KIND_SENSOR;
            c.id = id(i);
            c.version = "1";
            c.json = R"({"kind":"pluie","name":"Pluviomètre )" + std::to_string(i + 1) + R"(","unit":"mm","place":[2.35,43.21]})";
            out.push_back(c);
        }
        out.push_back(out[0]);
        out.back().op = VIGIE_OP_SNAPSHOT_END;
        out.back().value = 1;
        return out;
    }

    backend::Host& host_;
    int gauges_ = 1;
};

VIGIE_BACKEND(RainGauges)
