// The MQTT side of a SensorThings server (OGC 18-088, 14): observations as they are made, beside the reading over HTTP, which
// goes on and catches up. Any thread; `listen` the thread of run().
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "gis/backends/mqtt/settings.hpp"

namespace vigie::gis::sensorthings {

class Bell {
public:
    // `address`: "host", "host:port", "mqtts://…" or, unencrypted, "mqtt://…". Empty: there is none. A Problem when it is no address.
    [[nodiscard]] static std::optional<backend::Problem> read(const std::string& address, Bell& out);
    [[nodiscard]] bool is_there() const { return !settings_.host.empty(); }
    void set_user(std::string user, std::string password, std::string ca_file);
    void set_prefix(std::string prefix) { prefix_ = std::move(prefix); }  // of the topics: "v1.1"; empty = none

    using Heard = std::map<std::string, std::vector<nlohmann::json>>;  // observations, by datastream
    // Connects and listens to the datastreams given ("Datastreams(1)", by id) until the host cancels, `on_turn` says false, or the
    // connection ends: what happened, for a person. `on_turn` is called at least every second, with what came since, and whether
    // the broker has granted everything.
    std::optional<backend::Problem> listen(const backend::Host& host, const std::map<std::string, std::string>& addresses,
                                           const std::function<bool(Heard heard, bool listens)>& on_turn) const;

private:
    mqtt::Settings settings_;
    std::string prefix_;
};

} // namespace vigie::gis::sensorthings
