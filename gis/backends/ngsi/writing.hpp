// Edits on their way to a context broker: an asset's attributes and a report's state, one PATCH of what is different. Whether
// somebody else changed the same is seen by reading the entity first: the interfaces know no versions. The thread of run().
#pragma once

#include <optional>
#include <utility>
#include <variant>

#include "gis/backends/ngsi/broker.hpp"
#include "gis/backends/ngsi/mapping.hpp"
#include "gis/backends/ngsi/telling.hpp"

namespace vigie::gis::ngsi {

class Writing {
public:
    Writing(const backend::Host& host, Broker& broker, const Naming& naming, Telling& telling) : host_(host), broker_(broker), naming_(naming), telling_(telling) {}

    void send(const backend::Command& command);
    // What keeps the broker from being asked any more for now.
    [[nodiscard]] std::optional<backend::Problem> take_trouble() { return std::exchange(trouble_, {}); }

private:
    void patch(const backend::Command& command, const std::string& type, const nlohmann::json& attributes);
    // The entity as it is; nothing when that was an answer to the command already.
    [[nodiscard]] std::optional<nlohmann::json> current(const backend::Command& command);
    [[nodiscard]] std::optional<backend::Change> change_of(const nlohmann::json& entity, std::uint32_t kind);
    void say(const backend::Change& now);
    void done(const backend::Command& command, const nlohmann::json& entity);
    void refuse(const backend::Command& command, std::string why);

    const backend::Host& host_;
    Broker& broker_;
    const Naming& naming_;
    Telling& telling_;
    std::optional<backend::Problem> trouble_;
};

// Attributes to patch so that `entity` is as the fields of an edit say, each as it stands there but for its value; or why that cannot be.
[[nodiscard]] std::variant<nlohmann::json, std::string> patch_of(const nlohmann::json& entity, const nlohmann::json& fields, std::uint32_t kind);

} // namespace vigie::gis::ngsi
