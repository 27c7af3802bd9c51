// What the assistant « Ma commune » has running beside the UI thread: looking communes up, asking for sizes, fetching. The newest
// request of each kind counts. UI thread; joins within a second.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <thread>

#include "app/mailbox.hpp"
#include "app/places.hpp"
#include "app/public_data.hpp"
#include "panels/public_data.hpp"

namespace vigie::app {

class PublicFetch {
public:
    PublicFetch(Places places, const gis::Clock& clock, std::function<void()> wake);

    // Reads the catalogue when it is first needed; its notices. `mirror` as gis::FetchRequest.
    std::vector<gis::Notice> prepare(const std::filesystem::path& folder, const std::string& mirror);
    void find(const std::string& typed);
    void weigh(const gis::FoundCommune& commune);
    // The file is made first, unless it is the open one, whose INSEE code is `open_insee` (empty = it has none).
    void fetch(const panels::PublicDataOrder& order, const std::optional<std::string>& open_insee);
    void stop();

    bool poll();  // true when `state` changed
    struct Ended {
        gis::FetchRequest request;
        gis::FetchedCommune fetched;
    };
    // What came, to be taken into the commune file by whoever has its desk: `kept` says how that went.
    [[nodiscard]] std::optional<Ended> take_ended() { return std::exchange(ended_, {}); }
    void kept(const gis::Outcome& outcome);
    [[nodiscard]] const panels::PublicDataState& state() const { return state_; }

private:
    struct Found {
        std::string typed;
        gis::Result<std::vector<gis::FoundCommune>> communes;
    };
    struct Weighed {
        std::string code;
        std::vector<std::optional<std::uintmax_t>> sizes;
        bool last = false;
    };
    struct Job {
        std::vector<gis::PublicDataset> datasets;
        std::string mirror;
        bool is_open = false;  // the file of the order
    };
    struct Step {
        std::uint64_t generation = 0;
        std::vector<gis::DatasetFetch> progress;
        std::optional<Ended> ended;
        std::optional<gis::Error> error;
    };
    [[nodiscard]] Step run(const panels::PublicDataOrder& order, Job job, std::uint64_t generation, const std::stop_token& stop);

    Places places_;
    const gis::Clock& clock_;
    panels::PublicDataState state_;
    std::string mirror_;
    bool prepared_ = false;
    std::uint64_t generation_ = 0;
    std::optional<Ended> ended_;
    Mailbox<Found> found_box_;
    Mailbox<Weighed> weighed_box_;
    Mailbox<Step> step_box_;
    std::jthread finder_, weigher_, fetcher_;  // last: they write to the boxes
};

} // namespace vigie::app
