#include "gis/backends/conformance/stand_in_host.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include "gis/backends/mapping.hpp"

namespace vigie::gis {

namespace {

constexpr std::size_t most_faults = 10;

bool is_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t more = lead < 0x80 ? 0 : lead >> 5 == 6 ? 1 : lead >> 4 == 14 ? 2 : lead >> 3 == 30 ? 3 : 4;
        if (more == 4 || i + more >= text.size()) return false;
        for (std::size_t k = 1; k <= more; ++k)
            if ((static_cast<unsigned char>(text[i + k]) & 0xC0) != 0x80) return false;
        i += more + 1;
    }
    return true;
}

} // namespace

StandInHost::StandInHost() : cancel_fd_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    static constexpr auto self = [](void* ctx) -> StandInHost& { return *static_cast<StandInHost*>(ctx); };
    table.size = sizeof table;
    table.abi = VIGIE_ABI;
    table.ctx = this;
    table.app = "vigie check";
    table.version = "1";
    table.cancel_fd = cancel_fd_;
    table.push = [](void* ctx, const vigie_batch* b) -> std::int32_t { return self(ctx).push(*b); };
    table.state = [](void* ctx, std::int32_t health, vigie_str why, std::int64_t) {
        const std::lock_guard lock(self(ctx).mutex_);
        ++self(ctx).seen_.states;
        self(ctx).seen_.health = health;
        if (!is_utf8(backend::view(why))) self(ctx).fault("the reason of a state is not UTF-8");
    };
    table.ack = [](void* ctx, std::uint64_t ticket, std::int32_t, vigie_str, vigie_str, vigie_str why) {
        const std::lock_guard lock(self(ctx).mutex_);
        self(ctx).seen_.acks.insert(ticket);
        if (!is_utf8(backend::view(why))) self(ctx).fault("the reason of an outcome is not UTF-8");
    };
    table.log = [](void*, std::int32_t, vigie_str) {};
    table.cancelled = [](void* ctx) -> std::int32_t { return self(ctx).cancelled_ ? 1 : 0; };
    table.now_ms = [](void*) -> std::int64_t { return 1'700'000'000'000; };
    table.secret = [](void*, vigie_str, char*, std::uint64_t*) -> std::int32_t { return 1; };
    table.extension = [](void*, const char*) -> const void* { return nullptr; };
}

StandInHost::~StandInHost() { ::close(cancel_fd_); }

void StandInHost::fault(std::string what) {
    if (seen_.faults.size() < most_faults) seen_.faults.push_back(std::move(what));
}

void StandInHost::cancel() {
    cancelled_ = true;
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(cancel_fd_, &one, sizeof one);
}

std::int32_t StandInHost::push(const vigie_batch& batch) {
    if (cancelled_) return VIGIE_PUSH_CANCELLED;
    const std::lock_guard lock(mutex_);
    if (!VIGIE_HAS(&batch, vigie_batch, cursor)) fault("vigie_batch.size is smaller than the struct of ABI 1.0");
    if (batch.count > VIGIE_MAX_BATCH_CHANGES) fault("a batch of " + std::to_string(batch.count) + " changes; at most 4096");
    if (batch.count > 0 && !batch.items) fault("a batch without items");
    if (!seen_.faults.empty() && batch.count > 0 && !batch.items) return VIGIE_PUSH_REFUSED;
    const std::string first = batch.count > 0 ? std::string(backend::view(batch.items->id)) : std::string(backend::view(batch.cursor));
    if (waiting_ && first != waiting_id_) {
        ++seen_.lost_after_full;
        fault("after FULL another batch came: the one that was not taken is lost");
    }
    if (refusals_before_taking < 0 || refused_ < refusals_before_taking) {
        ++refused_;
        waiting_ = true;
        waiting_id_ = first;
        return VIGIE_PUSH_FULL;
    }
    refused_ = 0;
    waiting_ = false;
    const MappedBatch mapped = map_batch("check", batch);
    if (mapped.refused) {
        fault("a batch breaks a bound of the interface (texts of at most 1 MiB, a stride of at least a change)");
        return VIGIE_PUSH_REFUSED;
    }
    ++seen_.batches;
    seen_.changes += mapped.batch.changes.size();
    seen_.quarantined += mapped.quarantined.size();
    if (!mapped.quarantined.empty()) seen_.quarantine_why = mapped.quarantined.front();
    if (!mapped.batch.cursor.empty()) seen_.cursor = mapped.batch.cursor;
    for (const Change& c : mapped.batch.changes)
        if (const auto* mark = std::get_if<SnapshotMark>(&c)) {
            if (mark->begin) seen_.open_snapshots.insert(mark->kind);
            else if (seen_.open_snapshots.erase(mark->kind) == 0) fault("a snapshot ends that never began");
            else seen_.snapshot_whole = true;
        }
    return VIGIE_PUSH_TAKEN;
}

StandInHost::Seen StandInHost::seen() const {
    const std::lock_guard lock(mutex_);
    return seen_;
}

bool StandInHost::wait(std::chrono::milliseconds most, const std::function<bool(const Seen&)>& enough) const {
    const auto until = std::chrono::steady_clock::now() + most;
    while (true) {
        if (enough(seen())) return true;
        if (std::chrono::steady_clock::now() > until) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
}

PluginRun::PluginRun(const vigie_backend& table, void* instance, std::string cursor)
    : thread_([this, &table, instance, cursor = std::move(cursor)] {
          error_.size = sizeof error_;
          answer_ = table.run(instance, backend::str(cursor), &error_);
          ended_ = true;
      }) {}

// One that does not come back keeps the process, which ends anyway.
PluginRun::~PluginRun() {
    if (ended_) thread_.join();
    else thread_.detach();
}

bool PluginRun::ended_within(std::chrono::milliseconds most) {
    const auto until = std::chrono::steady_clock::now() + most;
    while (!ended_ && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(std::chrono::milliseconds(2));
    return ended_;
}

} // namespace vigie::gis
