// From messages to changes: one reader per connection, which knows the sensors and crews it has already told of. No network.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "gis/backends/mqtt/settings.hpp"
#include "gis/backends/mqtt/values.hpp"
#include "gis/backends/vigie_backend.hpp"

namespace vigie::gis::mqtt {

inline constexpr std::size_t max_payload_bytes = 256u << 10;
inline constexpr std::size_t max_devices = 50'000, max_sensors_of_device = 256;

struct Message {
    std::string_view topic, payload;
    bool retained = false;  // an old value, handed out at the subscription
    std::int64_t received_ms = 0;
};

// What a message gave; where it gave nothing, `why` is the sentence that says so (empty: nothing was to be expected).
struct Outcome {
    std::vector<backend::Change> changes;
    std::string why;
};

class Reader {
public:
    explicit Reader(const Settings& settings) : settings_(settings) {}
    [[nodiscard]] Outcome read(const Message& message);
    // Rows of "values" for every number in a message, and the device's id where it can be told from the topic.
    [[nodiscard]] std::string propose(const Message& message) const;

private:
    // One device as it is known now; its values become sensors "ID/path".
    struct Device {
        std::string name, model;
        std::optional<Place> place;
        std::optional<double> battery_pct;
        std::map<std::string, std::string> told;  // path → the neutral JSON last sent
    };
    struct Reading {
        std::string path;
        double value = 0;
    };
    struct Crew {
        std::string told;
        std::int64_t at_ms = 0;
        Place place;
    };

    void read_chirpstack(const Message& message, const nlohmann::json& json, Outcome& out);
    void read_ttn(const Message& message, const nlohmann::json& json, Outcome& out);
    void read_json(const Message& message, const nlohmann::json& json, Outcome& out);
    void read_owntracks(const Message& message, const nlohmann::json& json, Outcome& out);
    void read_location(const Message& message, const nlohmann::json& json, Outcome& out);

    Device* device(const std::string& id, Outcome& out);
    void take_decoded(const std::string& id, Device& device, const nlohmann::json& object, std::optional<std::int64_t> at_ms, Outcome& out);
    void tell(const std::string& id, Device& device, const std::string& path, Outcome& out);
    void tell_all(const std::string& id, Device& device, Outcome& out);
    bool seen_before(const std::string& message_id);

    const Settings& settings_;
    std::map<std::string, Device> devices_;
    std::map<std::string, Crew> crews_;
    std::set<std::string> recent_;
    std::deque<std::string> recent_order_;
};

// The parts of a topic that a pattern names ("a/{x}/b" on "a/7/b" gives x = "7"); nothing where it does not fit.
using TopicParts = std::map<std::string, std::string, std::less<>>;
[[nodiscard]] std::optional<TopicParts> match_topic(std::string_view pattern, std::string_view topic);

} // namespace vigie::gis::mqtt
