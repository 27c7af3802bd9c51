// What is behind a Desk: the world, the file, and the few indexes kept in memory. Split over desk*.cpp by task.
#pragma once

#include <map>
#include <set>

#include "gis/rules/tracking.hpp"
#include "gis/store/desk.hpp"
#include "gis/store/draft.hpp"
#include "gis/store/file_lock.hpp"
#include "gis/store/journal.hpp"
#include "gis/store/outbox.hpp"
#include "gis/store/pending_links.hpp"
#include "gis/store/personal_data.hpp"
#include "gis/store/sqlite.hpp"

namespace vigie::gis {

inline constexpr std::size_t max_undo_steps = 200;

// Which batches of readings count: a JSON list of their numbers.
inline constexpr const char* readings_kept_key = "readings_kept";

// A setting that commands change, before and after; empty = there is none.
struct SettingImage {
    std::string key, before, after;
};

// One undoable gesture.
struct Gesture {
    std::vector<Image> images;
    std::vector<SettingImage> settings;
    std::vector<SealedReporter> reporters;
    Text summary;
    std::vector<EntityRef> concerned;  // whose history this belongs to, beside those it changes
    bool told = false;                 // a line of the journal is all there is to it
};

// Everything one transaction writes.
struct Write {
    std::vector<Image> images;
    std::vector<SettingImage> settings;
    EditSet news;                          // observations and positions only
    std::vector<MeterReadings> readings{};
    std::int64_t readings_batch = 0;       // 0 = of a source
    std::optional<JournalEntry> entry;     // before and after are filled from the images
    std::vector<SealedReporter> reporters;
    std::vector<ReportId> erased_reporters;
    std::vector<std::shared_ptr<const KeptPicture>> pictures{};
    bool queue = false;                    // edits go to the outbox
    std::optional<std::set<EntityRef>> journal_only;  // the entry tells of these images alone
    std::optional<std::pair<std::string, std::string>> cursor;  // source, cursor
    std::function<bool(Database&)> more;   // anything else in the same transaction
    bool must_survive_power_loss = true;   // news is read again from its source's cursor
};

struct Desk::Impl {
    DeskOptions options;
    FileLock lock;
    mutable Database db;
    World world;
    Journal journal;
    std::vector<Notice> notices;
    std::vector<Gesture> undo_stack, redo_stack;
    std::map<std::string, std::string> cursors;
    std::map<std::string, std::string> settings;
    Alerting alerting;                // of the settings, read
    std::uint64_t alerting_revision = 1;
    Waiting waiting;
    PendingLinks pending;
    DutyHours duty;                   // when crews may be followed
    std::set<EntityRef> missing;
    // Of a source's running snapshot: what it has mentioned. Lost with the program on purpose: half a snapshot proves nothing.
    std::map<std::pair<std::string, EntityKind>, std::vector<std::uint64_t>> snapshots;
    std::map<EntityRef, Heard> heard;
    std::set<std::string> said_once;  // notices that would repeat with every batch
    std::uint64_t readings_revision = 1;
    std::map<MeterId, std::uint64_t> metered;  // revision of the last readings; of those that had some since the file was opened
    bool synchronous_full = true;
    bool clock_notice_given = false;
    bool suspect = false;  // damage was met: the next opening looks at the whole file

    // Now, never before the journal's last line.
    [[nodiscard]] Time now();
    [[nodiscard]] const Catalog& catalog() const;  // an empty one when none was given
    void say_once(const std::string& what, Notice notice);

    Result<Delta> commit(Write write);
    Result<Receipt> gesture(Gesture step, JournalEntry entry, GesturePart part, std::vector<std::shared_ptr<const KeptPicture>> pictures,
                            std::vector<MeterReadings> readings = {}, std::int64_t readings_batch = 0);
    [[nodiscard]] std::set<std::string> wanted_pictures() const;  // shown, or to be shown again by undo or redo
    [[nodiscard]] std::string setting(const std::string& key) const;
    void read_alerting(const std::string& key);
    [[nodiscard]] std::vector<std::string> concerned_sources(const Image& image) const;
    [[nodiscard]] std::vector<OutboxItem> edits_for_sources(const Write& write);
    [[nodiscard]] std::string shared_source() const { return options.shared_source ? options.shared_source() : std::string{}; }
    Result<Receipt> turn_back(std::vector<Gesture>& from, std::vector<Gesture>& to, const Actor& actor, bool redo);

    ~Impl();
    Outcome open_file();
    Outcome load();
    Outcome load_entities();
    Outcome load_small_tables();
    Outcome load_history();
};

} // namespace vigie::gis
