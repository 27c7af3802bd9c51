// Servers of a city in the test's own memory, each with a life of its own: what it holds is what Vigie must hold in the end.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "gis/store/desk.hpp"
#include "tests/simulation/faulty_wire.hpp"

namespace vigie::test {

class City {
public:
    City(const gis::Clock& clock, std::uint64_t seed) : clock_(clock), random_(seed) {}
    virtual ~City() = default;
    [[nodiscard]] virtual std::string backend() const = 0;
    [[nodiscard]] virtual std::string config() const = 0;
    [[nodiscard]] virtual gis::remote::TransferReply answer(const gis::remote::TransferRequest& request) = 0;
    virtual void live() = 0;  // something happens
    // What is not on the desk as it is here; empty when all is.
    [[nodiscard]] virtual std::string difference(const gis::Desk& desk) const = 0;
    // Edits the desk makes now, and how it is started anew.
    [[nodiscard]] virtual std::vector<gis::Command> edits(const gis::World&) { return {}; }

protected:
    [[nodiscard]] std::string now(std::int64_t seconds_ago = 0) const;
    const gis::Clock& clock_;
    Random random_;
};

inline constexpr int city_kinds = 4;  // sensorthings, ngsi, traccar, open311
[[nodiscard]] std::unique_ptr<City> make_city(int kind, const gis::Clock& clock, std::uint64_t seed);

// New reports that a person sends to the portal, which knows no key of a creation.
struct Creations {
    struct One {
        std::string description;
        bool settled = false, in_flight = false, refused = false;
    };
    std::map<std::uint64_t, One> all;  // by ticket
};
[[nodiscard]] int made_of(const City& city, const std::string& description);

} // namespace vigie::test
