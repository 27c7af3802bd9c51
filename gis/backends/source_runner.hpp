// One running source: an instance of a backend, its thread, its bounded inbox, its health, its retries. The hub's.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "gis/backends/hub.hpp"
#include "gis/backends/outside.hpp"
#include "gis/backends/vigie_backend.h"

namespace vigie::gis {

class SourceRunner {
public:
    SourceRunner(std::shared_ptr<const vigie_backend> table, SourceConfig config, std::string cursor, const Clock& clock,
                 std::function<void()> wake, std::shared_ptr<SecretStore> secrets, std::shared_ptr<const Outside> outside);
    ~SourceRunner();  // stops; abandons an instance that does not return in stop_patience
    SourceRunner(const SourceRunner&) = delete;
    SourceRunner& operator=(const SourceRunner&) = delete;

    [[nodiscard]] const SourceConfig& config() const;
    // Whole batches, oldest first, up to max_changes (at least one batch when there is one). Any thread.
    void drain(std::size_t max_changes, std::vector<ChangeBatch>& out);
    void drain_acks(std::vector<Ack>& out);
    [[nodiscard]] SourceStatus status() const;
    [[nodiscard]] std::optional<SourceSample> last_sample() const;
    void retry_now();
    void request_stop();  // returns at once; the destructor waits

    // [control] calls; the hub's control thread.
    Outcome submit(const WriteBack& edit);
    Outcome control(const std::string& json);

private:
    struct State;  // shared with the thread, which may outlive this object when abandoned
    std::shared_ptr<State> state_;
    std::thread thread_;
};

} // namespace vigie::gis
