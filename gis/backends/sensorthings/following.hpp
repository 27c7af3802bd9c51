// What was read of a SensorThings server so far, which of the standard's ways it understands, and the reading of what is new:
// datastreams as sensors, observations by the time of their phenomenon. The thread of run().
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "gis/backends/sensorthings/pages.hpp"
#include "gis/backends/sensorthings/wire.hpp"
#include "gis/backends/web/foreign.hpp"

namespace vigie::gis::sensorthings {

inline constexpr Minutes overlap{10};  // observations arrive out of order
inline constexpr std::size_t rows_at_once = 1'000, most_one_by_one = 2'000;

class Following {
public:
    struct Choices {
        std::map<std::string, std::string> kinds;  // of sensor, by observed property
        std::chrono::hours history{24};
    };
    Following(const backend::Host& host, const web::Access& access, Choices choices) : host_(host), access_(access), choices_(std::move(choices)) {}

    void restore(std::string_view cursor);
    [[nodiscard]] std::string cursor() const;
    // Pushes what is new; `sensors_too`: reads the list of datastreams again. False in `goes_on` when run() must return.
    std::optional<backend::Problem> read(Time now, bool sensors_too, bool& goes_on);
    // Observations of one datastream that came by themselves, as the server publishes them (18-088, 14.2). Those read again
    // later are not pushed twice.
    void hear(Time now, const std::string& stream, const std::vector<nlohmann::json>& rows, bool& goes_on);
    // "Datastreams(1)", by id, as they were read last.
    [[nodiscard]] const std::map<std::string, std::string>& addresses() const { return addresses_; }

private:
    enum class Expand { nested, path, none, last };
    enum class Filter { plain, quoted, none, last };
    enum class Feed { all, each, last };
    std::optional<backend::Problem> read_streams(bool& goes_on);
    std::optional<backend::Problem> expand_one_by_one(std::vector<nlohmann::json>& rows);
    std::optional<backend::Problem> read_all(Time from, bool& goes_on);
    std::optional<backend::Problem> read_each(Time from, bool& goes_on);
    std::optional<backend::Problem> read_observations(const std::string& path, Time from, const std::string& stream, bool& goes_on);
    [[nodiscard]] backend::Problem unexpected(const char* member) const;
    bool take(const std::vector<nlohmann::json>& rows, Time from, const std::string& stream, bool& goes_on, bool& unnamed);
    bool push_sensors(const std::vector<nlohmann::json>& rows);
    [[nodiscard]] bool is_puzzling(const Reading& reading);
    [[nodiscard]] std::optional<backend::Change> observed(const Reading& reading);

    const backend::Host& host_;
    const web::Access& access_;
    Choices choices_;
    Expand expand_ = Expand::nested;
    Filter filter_ = Filter::plain;
    Feed feed_ = Feed::all;
    bool knows_streams_ = false, knows_feed_ = false;  // the way was right once
    MaybeTime until_;
    Time now_{};
    std::map<std::string, std::string> versions_, addresses_;  // of datastreams, by id
    std::map<std::string, Time> newest_, last_;                // told by the server; read here
    std::map<std::string, Time> recent_;                       // ids of observations within the overlap
    std::set<std::string> complained_;
    std::map<std::string, int> puzzling_;                      // how often what could not be read was seen
    bool puzzled_ = false;                                     // in this reading
    std::optional<backend::Problem> trouble_;                  // of a request within another's pages
    web::LeftOut left_out_;
};

} // namespace vigie::gis::sensorthings
