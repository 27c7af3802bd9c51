// Runs the sources: loads backends (built-in or shared object) through the plugin interface, one thread each, bounded
// inboxes, restart with back-off, write-back from the outbox. The session drains it; nothing here blocks the caller.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "gis/model/change.hpp"
#include "gis/model/result.hpp"
#include "gis/model/time.hpp"

namespace vigie::gis {

struct BackendDescription {
    std::string name, title, version, licence, path;  // path empty = built in
    std::string capabilities_json, config_schema_json;
};

struct SourceConfig {
    std::string id;        // Origin::source
    std::string name;      // as shown
    std::string backend;   // BackendDescription::name
    std::string config_json;
    bool paused = false;
};

class BackendHub {
public:
    // `wake` is called from any thread when there is something to drain.
    BackendHub(const Clock& clock, std::function<void()> wake);
    ~BackendHub();  // stops every source within a second
    BackendHub(const BackendHub&) = delete;
    BackendHub& operator=(const BackendHub&) = delete;

    // Built-ins are always known; shared objects come from these folders, off until a source uses them.
    void scan(const std::vector<std::filesystem::path>& plugin_folders);
    [[nodiscard]] std::vector<BackendDescription> backends() const;
    [[nodiscard]] std::vector<Notice> notices() const;

    // Checks the configuration and starts reading from `cursor` (empty = snapshot first).
    Outcome start(const SourceConfig& config, const std::string& cursor);
    // Connects for a moment and returns what it would bring, without starting (the Tester button). At most `limit`.
    Result<ChangeBatch> test(const SourceConfig& config, std::size_t limit, Millis timeout);
    void stop(const std::string& source);
    void retry_now(const std::string& source);

    // Takes what arrived, at most max_changes, oldest first; whole batches. Session thread.
    [[nodiscard]] std::vector<ChangeBatch> drain(std::size_t max_changes);
    [[nodiscard]] std::vector<SourceStatus> statuses() const;
    // Sends a JSON control message to a source that understands it (the simulator's speed: {"speed":60}).
    Outcome control(const std::string& source, const std::string& json);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace vigie::gis
