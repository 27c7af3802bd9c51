// The wire between sources and a server of the test's own, as bad as a seed makes it: late, lost before or after the server,
// said twice, an old answer for a new one, cut at any byte, garbage, refusals, Retry-After, other words than agreed. It also
// watches: what asks too early or without a pause is written down.
#pragma once

#include <functional>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "gis/layers/remote/transfer.hpp"
#include "tests/simulation/virtual_time.hpp"

namespace vigie::test {

using Random = std::mt19937_64;
inline bool chance(Random& random, double p) { return std::uniform_real_distribution<>(0, 1)(random) < p; }
inline std::int64_t among(Random& random, std::int64_t least, std::int64_t most) { return std::uniform_int_distribution<std::int64_t>(least, most)(random); }

// What a server of the test answers.
using ServerAnswer = std::function<gis::remote::TransferReply(const gis::remote::TransferRequest&)>;

class FaultyWire {
public:
    enum class Weather : std::uint8_t { fair, foul, cut, refusing };
    FaultyWire(VirtualTime& time, ServerAnswer server, std::uint64_t seed) : time_(time), server_(std::move(server)), random_(seed) {}

    [[nodiscard]] std::variant<gis::remote::TransferReply, gis::remote::TransferFailure> operator()(const gis::remote::TransferRequest& request, const gis::remote::Interrupt& interrupt);

    Weather weather = Weather::fair;
    int requests = 0, faults = 0;
    std::vector<std::string> complaints;  // what a source did that no server should have to bear
    void forget() { not_before_ = 0; }    // the source is another: it knows of no promise

private:
    gis::remote::TransferReply refusal();
    void spoil(gis::remote::TransferReply& reply);
    void watch(const gis::remote::TransferRequest& request);

    VirtualTime& time_;
    ServerAnswer server_;
    Random random_;
    std::map<std::string, gis::remote::TransferReply> before_;  // answers already given
    std::int64_t not_before_ = 0;
    std::int64_t second_ = -1;
    int in_second_ = 0;
};

} // namespace vigie::test
