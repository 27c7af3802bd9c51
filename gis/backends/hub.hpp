// Runs the sources: loads backends (built-in or shared object) through the plugin interface, one thread each, bounded
// inboxes, restart with back-off, write-back from the outbox. The session drains it; nothing here blocks the caller.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gis/backends/secrets.hpp"
#include "gis/backends/vigie_backend.h"
#include "gis/model/change.hpp"
#include "gis/model/ids.hpp"
#include "gis/model/result.hpp"
#include "gis/model/time.hpp"

namespace vigie::gis {

struct BackendDescription {
    std::string name, title, version, licence, path;  // path empty = built in; else the shared object or the program
    std::string capabilities_json, config_schema_json;
};
// Whether the backend says that it takes edits of this kind ("writes" of its capabilities).
[[nodiscard]] bool takes_edits(const BackendDescription& backend, EntityKind kind);
// Whether it is the commune itself, shared by several desks ("shared" of its capabilities).
[[nodiscard]] bool is_shared(const BackendDescription& backend);
// Properties of its configuration whose values are secrets.
[[nodiscard]] std::vector<std::string> secret_names(const BackendDescription& backend);

// Where shared objects of strangers run.
struct PluginPolicy {
    std::vector<std::string> runner;                                          // starts a shared object given as its last word; empty = in this process
    std::function<bool(const std::filesystem::path& object)> trusted = {};    // one that a person wants in this process
};

inline constexpr std::size_t max_inbox_changes = 20'000;   // per source; then push() answers "full"
inline constexpr Millis stop_patience{1'000};              // then a backend that does not return is abandoned
inline constexpr Millis test_quiet{2'000};
inline constexpr std::size_t test_enough = 10;              // entities, of a source that never falls quiet
inline constexpr Millis first_retry{1'000}, last_retry{300'000};
inline constexpr Millis longest_asked_wait{86'400'000};     // what another side may ask for (Retry-After)

struct SourceConfig {
    std::string id;        // Origin::source
    std::string name;      // as shown
    std::string backend;   // BackendDescription::name
    std::string config_json;
    bool paused = false;
    SecretValues secrets = {};  // just typed, not in the store yet; never written with the rest
};

// An edit on its way to a source (from the outbox), and what became of it.
struct WriteBack {
    std::uint64_t ticket = 0;  // the outbox item
    EntityKind kind{};
    std::string remote_id, expected_version, idempotency_key, json;
    std::string seen_cursor = {};
    bool removal = false;
};
enum class AckOutcome : std::uint8_t { done, conflict, refused, retry, unknown };
struct Ack {
    std::string source;
    std::uint64_t ticket = 0;
    AckOutcome outcome{};
    std::string remote_id, version, why;
};

// The last thing a source was sent, before it was understood.
struct SourceSample {
    std::string where, text;
    Text why;  // nothing was made of it; empty = something was
};
struct SourceTrial {
    ChangeBatch batch;
    std::optional<SourceSample> sample;
};

struct Outside;

class BackendHub {
public:
    // `wake` is called from any thread when there is something to drain. `outside`: time and the wire, none = this machine's.
    BackendHub(const Clock& clock, std::function<void()> wake, std::shared_ptr<SecretStore> secrets = std::make_shared<MemorySecrets>(),
               std::shared_ptr<const Outside> outside = nullptr);
    ~BackendHub();  // stops every source within a second
    BackendHub(const BackendHub&) = delete;
    BackendHub& operator=(const BackendHub&) = delete;

    // Built-ins are always known; shared objects come from these folders, off until a source uses them.
    // One more that is linked into the program.
    void add(vigie_backend_main_fn entry);
    void scan(const std::vector<std::filesystem::path>& plugin_folders, const PluginPolicy& policy = {});
    [[nodiscard]] std::vector<BackendDescription> backends() const;
    [[nodiscard]] std::vector<Notice> notices() const;

    // Checks the configuration and starts reading from `cursor` (empty = snapshot first).
    Outcome start(const SourceConfig& config, const std::string& cursor);
    // Connects for a moment and returns what it would bring, without starting (the Tester button). At most `limit`; waits
    // for what is slow to come until `timeout`, and `test_quiet` after what came last, or after the
    // entity that made it `test_enough`: some sources never fall quiet. Nothing is an error, unless
    // something came of which nothing could be made: then the sample says what and why.
    Result<SourceTrial> test(const SourceConfig& config, std::size_t limit, Millis timeout);
    // What a sample would bring with this configuration, without network; unsupported where a backend has no mapping.
    Result<ChangeBatch> try_sample(const SourceConfig& config, const std::string& where, const std::string& text);
    // Members of the configuration that suit a sample, as a JSON object.
    Result<std::string> propose(const SourceConfig& config, const std::string& where, const std::string& text);
    void stop(const std::string& source);
    void stop_all();
    void retry_now(const std::string& source);

    // Takes what arrived, at most max_changes, oldest first; whole batches. Session thread.
    [[nodiscard]] std::vector<ChangeBatch> drain(std::size_t max_changes);
    [[nodiscard]] std::vector<SourceStatus> statuses() const;
    // Hands an edit to its source; the answer comes by drain_acks, never before what the source said first was drained, and
    // "unknown" when the source ends without one. Refused when the source is not running.
    Outcome submit(const std::string& source, const WriteBack& edit);
    [[nodiscard]] std::vector<Ack> drain_acks();
    // Sends a JSON control message to a source that understands it (the simulator's speed: {"speed":60}).
    Outcome control(const std::string& source, const std::string& json);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace vigie::gis
