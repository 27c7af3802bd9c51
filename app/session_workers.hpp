// What a Session has running beside its thread: the reader of map data, the maker of gazetteer and road graph, the
// proposer of a week, the tester of a source. Each hands its result back through a mailbox.
#pragma once

#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "app/mailbox.hpp"
#include "app/session.hpp"
#include "gis/council/council_records.hpp"
#include "gis/layers/remote/read_service.hpp"
#include "gis/layers/vector_tiles/vector_tiles.hpp"
#include "gis/planning/crew_calendar.hpp"

namespace vigie::app {

// What runs beside the session's thread. Joined in the destructor, within a second: every task looks at its stop token.
struct Session::ReadResult {
    std::uint64_t generation;
    gis::OpenedData data;
    bool stopped;
};

struct Session::Made {
    int plane_epsg = 0;
    std::set<std::string> kinds;          // asked for
    std::vector<gis::LayerPtr> layers;    // of those that have assets
};

struct Session::Workers {
    using Read = ReadResult;
    struct Fresh {
        std::uint64_t generation;
        gis::LayerPtr layer;
        int plane_epsg;
    };
    struct Project {
        std::uint64_t generation;
        gis::OpenedProject project;
    };
    struct Places {
        std::uint64_t generation;
        gis::Gazetteer gazetteer;
        gis::RoadGraph roads;
    };
    using Made = Session::Made;
    struct Copied {
        std::string from;
        std::vector<gis::Asset> assets;
    };
    struct Import {
        Copied made;
        std::size_t done = 0;
    };
    explicit Workers(const std::function<void()>& wake)
        : project_box(wake), fresh_box(wake), read_box(wake), places_box(wake), proposal_box(wake), test_box(wake), copied_box(wake), made_box(wake), followed_box(wake), refreshed_box(wake), service_box(wake), called_box(wake), replay_box(wake), chain_box(wake), council_box(wake) {}

    Mailbox<Project> project_box;
    Mailbox<Fresh> fresh_box;
    Mailbox<Read> read_box;
    Mailbox<Places> places_box;
    Mailbox<gis::Proposal> proposal_box;
    Mailbox<panels::SourceTest> test_box;
    Mailbox<Copied> copied_box;
    Mailbox<Made> made_box;
    struct Followed {  // what a view shows of one source of vector tiles
        std::shared_ptr<const gis::VectorTiles> source;
        gis::VectorTiles::Read read;
    };
    struct Following {
        gis::VectorTiles::Block block;                              // shown, or being read
        std::optional<std::chrono::steady_clock::time_point> again;  // not all of it could be had
    };
    Mailbox<Followed> followed_box;
    std::map<std::string, Following> following;  // by VectorTiles::id; session thread
    std::size_t follows = 0;                     // readings under way; session thread
    bool follow_damage_told = false;
    struct Called {  // a service that waits was asked again
        std::string id;  // of its stand-in
        int plane_epsg;
        gis::remote::OpenedService service;
        std::vector<gis::Notice> notices;
    };
    struct Waiting {
        gis::remote::WaitingService service;
        gis::Time since{}, next{};  // by the computer's clock
        gis::Millis pause{};
        bool asking = false;
    };
    struct Refresh {  // of a layer of a service; by LayerInfo::id; session thread
        int every_s = 0;
        gis::MaybeTime last;
        gis::Time next{};
        bool wanted = false, asking = false;
    };
    struct Refreshed {
        std::string id;  // empty = that was all
        int plane_epsg = 0;
        gis::remote::OpenedService service;
        gis::Text why;
    };
    struct Week {  // of the crews, for sources that want it; session thread
        std::map<gis::InterventionId, gis::CrewEvent> events;
        std::set<gis::InterventionId> stale;
        std::map<gis::CrewId, std::string> crew_names;
        bool all_stale = true, changed = true;
        std::chrono::sys_days day{};
        std::chrono::steady_clock::time_point made_at{};
        std::string text;
        std::set<std::string> sent;  // sources that have this text
    };
    Week week;
    std::map<std::string, Refresh> refreshes;
    bool refreshing = false;
    Mailbox<Refreshed> refreshed_box;
    struct Answered {  // a service that was asked what it has
        panels::ServiceAnswer answer;
        std::string url, password;  // of a database: it was right
    };
    Mailbox<Answered> service_box;
    Mailbox<Called> called_box;
    Mailbox<gis::RuleReplay> replay_box;
    Mailbox<std::uint64_t> chain_box;   // the line of the journal that does not follow from the one before
    bool chain_asked = false;           // session thread
    Mailbox<gis::CouncilPicture> council_box;
    struct Council {  // session thread
        std::shared_ptr<const gis::CouncilRecords> frozen;
        bool provisional = false;                              // frozen while a source was sending what it has
        std::optional<std::chrono::steady_clock::time_point> flooded;  // when much came at once
        std::optional<std::vector<gis::Scene>> scenes;         // kept with the commune, once looked for
        std::optional<gis::CouncilAsk> made_for;               // the picture, or the one being made
        std::pair<std::size_t, double> savings_of{};           // how many, and their euros
        std::optional<gis::CouncilPicture> picture;
        bool making = false;
    };
    Council council;
    std::vector<Waiting> waiting;  // session thread
    std::mutex progress_mutex;
    gis::OpenProgress progress;
    std::uint64_t read_generation = 0, places_generation = 0;
    std::map<std::uint64_t, std::string> in_flight;  // outbox items sent and not answered, and to which source; session thread
    std::atomic<bool> proposing{false};
    std::vector<std::filesystem::path> reading_paths;  // by the reader that runs; session thread, as `replacing`
    bool replacing = false, announce = false;  // announce: a person waits for these
    bool reading = false, placing = false;  // session thread: asked for and not yet handed back
    std::vector<panels::LayerCopy> copies;  // that wait; session thread, as the next two
    std::optional<Import> importing;
    bool copying = false, making = false;
    std::jthread reader, copier, maker, placer, proposer, tester, asker, follower, caller, refresher, replayer, chain_checker, council_maker;
};

} // namespace vigie::app
