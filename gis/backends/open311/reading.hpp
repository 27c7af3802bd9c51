// What was read of an Open311 server so far, and the reading of what is new: windows of time, newest first, halved where the server
// gives all it gives at once; then the open requests that no window showed, whose closing would go unseen. The thread of run().
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "gis/backends/open311/client.hpp"
#include "gis/backends/open311/reports.hpp"

namespace vigie::gis::open311 {

inline constexpr std::size_t most_at_once = 1'000;  // of a reply, by the standard
inline constexpr Minutes least_window{15};
inline constexpr std::chrono::hours overlap{24}, usual_window{24 * 30};
inline constexpr std::size_t ids_at_once = 50, most_open = 20'000, most_requests_a_reading = 2'000, most_made = 1'000;

class Reading {
public:
    Reading(const backend::Host& host, Client& client, Wording wording, std::chrono::hours history) : host_(host), client_(client), wording_(std::move(wording)), history_(history) {}

    void restore(std::string_view cursor);
    [[nodiscard]] std::string cursor() const;
    // Pushes what is new until `now`; false in `goes_on` when run() must return.
    std::optional<backend::Problem> read(Time now, bool& goes_on);
    // One request as it is now, whatever was known of it.
    [[nodiscard]] backend::Change current(const ServiceRequest& r);

    // The newest requests that were made here, and whose creation was answered.
    void remember_made(const std::string& id);
    [[nodiscard]] bool was_made_here(const std::string& id) const;

private:
    std::optional<backend::Problem> read_windows(Time from, Time to, bool& goes_on);
    std::optional<backend::Problem> read_open(bool& goes_on);
    bool push_news(const std::vector<ServiceRequest>& rows);

    std::deque<std::string> made_;
    const backend::Host& host_;
    Client& client_;
    Wording wording_;
    std::chrono::hours history_;
    MaybeTime until_;
    std::map<std::string, std::string> open_;  // status by id
    std::map<std::string, std::string> seen_;  // version by id, of this run
    std::set<std::string> shown_;              // in this reading
    bool batches_ = true;                      // the server takes several ids
    std::size_t requests_ = 0, next_open_ = 0;
    web::LeftOut left_out_;
};

} // namespace vigie::gis::open311
