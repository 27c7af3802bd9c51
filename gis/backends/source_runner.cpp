#include "gis/backends/source_runner.hpp"

#include <spdlog/spdlog.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <set>

#include "gis/backends/mapping.hpp"
#include "gis/backends/said.hpp"
#include "gis/backends/web/http_client.hpp"
#include "gis/model/entity_json.hpp"

namespace vigie::gis {

namespace {

constexpr std::size_t max_quarantine_log = 20;

SourceHealth health_from(int value) {
    switch (value) {
    case VIGIE_HEALTH_STARTING: return SourceHealth::starting;
    case VIGIE_HEALTH_OK: return SourceHealth::ok;
    case VIGIE_HEALTH_LATE: return SourceHealth::late;
    case VIGIE_HEALTH_REFUSED: return SourceHealth::refused;
    default: return SourceHealth::offline;  // unknown values too: never better than they are
    }
}

std::string text_of(vigie_str s) { return s.ptr ? std::string(s.ptr, static_cast<std::size_t>(s.len)) : std::string(); }

// Retrying cannot help until a person changes something.
bool needs_a_person(ErrorClass klass) {
    return klass == ErrorClass::config || klass == ErrorClass::auth || klass == ErrorClass::unsupported;
}

// Why a run ended, and how long the other side asks to be left alone at least.
struct Failure {
    Error error;
    Millis least_wait{0};
};

} // namespace

struct SourceRunner::State {
    std::shared_ptr<const vigie_backend> table;
    SourceConfig config;
    std::string cursor;
    const Clock* clock = nullptr;
    std::function<void()> wake;
    std::shared_ptr<SecretStore> secrets;
    Redaction redacted;  // whatever the backend says is shown and logged through it
    int cancel_fd = -1, retry_fd = -1;
    std::shared_ptr<const Outside> outside;
    std::atomic<bool> cancelled{false};
    vigie_host host{};
    web::HttpHost web;

    mutable std::mutex mutex;
    std::condition_variable changed;
    std::deque<ChangeBatch> inbox;
    std::size_t inbox_changes = 0;
    struct HeldAck {
        std::uint64_t after;  // so many batches were pushed before it
        Ack ack;
        std::int64_t due_ms = 0;  // an edit to be tried again is tried after a pause that grows
    };
    std::deque<HeldAck> acks;
    std::uint64_t batches_pushed = 0, batches_drained = 0;
    std::set<std::uint64_t> unanswered;  // tickets
    int tries_in_vain = 0;               // of edits, in a row
    SourceStatus status;
    std::optional<SourceSample> sample;
    bool finished = false;
    std::size_t quarantined = 0;

    std::mutex control;  // [control] calls are made one at a time
    void* instance = nullptr;

    ~State() {
        ::close(cancel_fd);
        ::close(retry_fd);
    }
    void set_health(SourceHealth health, Text why, std::string detail, MaybeTime next_try);
    int push(const vigie_batch& batch);
    int secret(const std::string& name, char* buffer, std::uint64_t* len);
    std::optional<std::string> find_secret(const std::string& name);
    [[nodiscard]] Error said(const vigie_error& error) const;
    std::optional<Failure> run_once();
    void rest(std::int64_t ms);
    void take_ack(Ack ack);
    [[nodiscard]] Millis pause(int failures) const;
    void wait_before_retry(const Failure& failure, int failures);
    void ask_again();
    void main();
    void fill_host();
    [[nodiscard]] std::uint64_t received() const {
        std::lock_guard lock(mutex);
        return status.changes_received;
    }
};

void SourceRunner::State::set_health(SourceHealth health, Text why, std::string detail, MaybeTime next_try) {
    {
        std::lock_guard lock(mutex);
        if (status.health != health) status.since = clock->now();
        status.health = health;
        status.why = std::move(why);
        status.detail = std::move(detail);
        status.next_try = next_try;
    }
    if (!cancelled) wake();
}

int SourceRunner::State::push(const vigie_batch& batch) {
    if (cancelled) return VIGIE_PUSH_CANCELLED;
    {
        std::lock_guard lock(mutex);
        if (!inbox.empty() && inbox_changes + batch.count > max_inbox_changes) return VIGIE_PUSH_FULL;
    }
    MappedBatch mapped = map_batch(config.id, batch);
    if (mapped.refused) return VIGIE_PUSH_REFUSED;
    for (const std::string& line : mapped.quarantined)
        if (++quarantined <= max_quarantine_log) spdlog::warn("source {}: left out: {}", config.id, redacted(line));
    {
        std::lock_guard lock(mutex);
        status.last_news = clock->now();
        status.changes_received += mapped.batch.changes.size();
        inbox_changes += mapped.batch.changes.size();
        inbox.push_back(std::move(mapped.batch));
        ++batches_pushed;
    }
    wake();
    return VIGIE_PUSH_TAKEN;
}

// The plugin's buffer may lack its end.
Error SourceRunner::State::said(const vigie_error& error) const {
    return error_from(error, [this](std::string text) { return redacted(std::move(text)); });
}

std::optional<std::string> SourceRunner::State::find_secret(const std::string& name) {
    const auto typed = config.secrets.find(name);
    std::optional<std::string> value = typed != config.secrets.end() ? std::optional(typed->second) : secrets->find(config.id, name);
    if (value) redacted.add(*value);
    return value;
}

int SourceRunner::State::secret(const std::string& name, char* buffer, std::uint64_t* len) {
    enum { given, none, too_small };
    const std::optional<std::string> value = find_secret(name);
    if (!value || !len) return none;
    const std::uint64_t room = std::exchange(*len, value->size());
    if (!buffer || room < value->size()) return too_small;
    std::memcpy(buffer, value->data(), value->size());
    return given;
}

void SourceRunner::State::take_ack(Ack ack) {
    const bool in_vain = ack.outcome == AckOutcome::retry || ack.outcome == AckOutcome::unknown;
    {
        std::lock_guard lock(mutex);
        unanswered.erase(ack.ticket);
        tries_in_vain = in_vain ? tries_in_vain + 1 : 0;
        const std::int64_t due = in_vain ? outside->time->elapsed_ms() + pause(tries_in_vain - 1).count() : 0;
        acks.push_back({batches_pushed, std::move(ack), due});
    }
    wake();
}

// Grows from first_retry to last_retry, a quarter more or less: many desks do not come back at once.
Millis SourceRunner::State::pause(int failures) const {
    const auto delay = std::min(last_retry, first_retry * (1 << std::min(failures, 16)));
    return delay + Millis{static_cast<std::int64_t>(outside->random() % (delay.count() / 2 + 1)) - delay.count() / 4};
}

void SourceRunner::State::fill_host() {
    host.size = sizeof host;
    host.abi = VIGIE_ABI;
    host.ctx = this;
    host.app = "vigie";
    host.version = "1";
    host.cancel_fd = cancel_fd;
    const auto of = [](void* ctx) -> State& { return *static_cast<State*>(ctx); };
    static constexpr auto self = of;
    host.push = [](void* ctx, const vigie_batch* b) -> std::int32_t { return self(ctx).push(*b); };
    host.state = [](void* ctx, std::int32_t health, vigie_str why, std::int64_t retry_at) {
        self(ctx).set_health(health_from(health), said_text(self(ctx).redacted(text_of(why))), {},
                             retry_at > 0 ? time_from_foreign_ms(retry_at) : MaybeTime{});
    };
    host.ack = [](void* ctx, std::uint64_t ticket, std::int32_t outcome, vigie_str id, vigie_str version, vigie_str why) {
        const auto known = outcome >= VIGIE_ACK_DONE && outcome <= VIGIE_ACK_UNKNOWN ? static_cast<AckOutcome>(outcome) : AckOutcome::unknown;
        self(ctx).take_ack({self(ctx).config.id, ticket, known, text_of(id), text_of(version), self(ctx).redacted(text_of(why))});
    };
    host.log = [](void* ctx, std::int32_t level, vigie_str text) {
        const auto to = level >= VIGIE_LOG_ERROR ? spdlog::level::err : level == VIGIE_LOG_WARNING ? spdlog::level::warn
                        : level == VIGIE_LOG_INFO ? spdlog::level::info : spdlog::level::debug;
        spdlog::log(to, "source {}: {}", self(ctx).config.id, self(ctx).redacted(text_of(text)));
    };
    host.cancelled = [](void* ctx) -> std::int32_t { return self(ctx).cancelled ? 1 : 0; };
    host.now_ms = [](void* ctx) -> std::int64_t { return ms_since_epoch(self(ctx).clock->now()); };
    host.secret = [](void* ctx, vigie_str name, char* buffer, std::uint64_t* len) -> std::int32_t { return self(ctx).secret(text_of(name), buffer, len); };
    web = {cancel_fd, clock, outside.get(), [this](const std::string& name) { return find_secret(name); }, [this](std::string text) { return redacted(std::move(text)); }};
    static const vigie_http http{
        sizeof(vigie_http), 0,
        [](void* ctx, const vigie_http_request* request, const vigie_http_reply** reply, vigie_error* error) -> std::int32_t {
            return web::send(self(ctx).web, *request, reply, error);
        },
        [](void*, const vigie_http_reply* reply) { web::release(reply); }};
    static constexpr vigie_sample sample_sink{sizeof(vigie_sample), 0, [](void* ctx, vigie_str where, vigie_str text, vigie_str why) {
        std::lock_guard lock(self(ctx).mutex);
        self(ctx).sample = SourceSample{text_of(where), self(ctx).redacted(text_of(text)), said_text(self(ctx).redacted(text_of(why)))};
    }};
    static constexpr vigie_time time{sizeof(vigie_time), 0, [](void* ctx) -> std::int64_t { return self(ctx).outside->time->elapsed_ms(); },
                                     [](void* ctx, std::int64_t ms, std::int32_t fd) { self(ctx).outside->time->wait(std::max<std::int64_t>(ms, 0), self(ctx).cancel_fd, fd); }};
    host.extension = [](void*, const char* name) -> const void* {
        const std::string_view asked(name);
        if (asked == "vigie.time/1") return &time;
        return asked == "vigie.http/1" ? static_cast<const void*>(&http) : asked == "vigie.sample/1" ? &sample_sink : nullptr;
    };
}

std::optional<Failure> SourceRunner::State::run_once() {
    vigie_error error{};
    error.size = sizeof error;
    {
        std::lock_guard lock(control);
        if (table->create(&host, &instance, &error) != 0) return Failure{said(error)};
        const vigie_str json{config.config_json.data(), config.config_json.size()};
        if (table->configure(instance, json, &error) != 0) {
            table->destroy(std::exchange(instance, nullptr));
            Error e = said(error);
            e.klass = ErrorClass::config;
            return Failure{std::move(e)};
        }
    }
    std::string from;
    {
        std::lock_guard lock(mutex);
        from = cursor;
    }
    const std::int32_t failed = table->run(instance, vigie_str{from.data(), from.size()}, &error);
    std::lock_guard lock(control);
    table->destroy(std::exchange(instance, nullptr));
    ask_again();
    if (failed != 0 && !cancelled) return Failure{said(error), std::clamp(Millis{error.retry_after_ms}, Millis{0}, longest_asked_wait)};
    return {};
}

// What went to an instance that is gone was done or was not: its key makes the next try the same edit.
void SourceRunner::State::ask_again() {
    std::lock_guard lock(mutex);
    for (const std::uint64_t ticket : unanswered) acks.push_back({batches_pushed, {config.id, ticket, AckOutcome::unknown, {}, {}, {}}, 0});
    unanswered.clear();
}

void SourceRunner::State::wait_before_retry(const Failure& failure, int failures) {
    const Millis delay = std::max(pause(failures), failure.least_wait);
    const bool person = needs_a_person(failure.error.klass);
    set_health(person ? SourceHealth::refused : SourceHealth::offline, failure.error.text, failure.error.detail,
               person ? MaybeTime{} : MaybeTime{clock->now() + delay});
    rest(person ? -1 : delay.count());
}

// Until somebody asks again, or the source is stopped.
void SourceRunner::State::rest(std::int64_t ms) {
    outside->time->wait(ms, cancel_fd, retry_fd);
    std::uint64_t drained = 0;
    [[maybe_unused]] const auto read = ::read(retry_fd, &drained, sizeof drained);
}

void SourceRunner::State::main() {
    int failures = 0;
    while (!cancelled) {
        const std::uint64_t before = received();
        const std::optional<Failure> failure = run_once();
        if (cancelled) break;
        if (failure) {
            if (received() != before) failures = 0;
            wait_before_retry(*failure, failures++);
            continue;
        }
        failures = 0;  // it has read all there is: until somebody asks again
        rest(-1);
    }
    outside->time->thread_ends();
    std::lock_guard lock(mutex);
    finished = true;
    changed.notify_all();
}

SourceRunner::SourceRunner(std::shared_ptr<const vigie_backend> table, SourceConfig config, std::string cursor, const Clock& clock,
                           std::function<void()> wake, std::shared_ptr<SecretStore> secrets, std::shared_ptr<const Outside> outside)
    : state_(std::make_shared<State>()) {
    state_->table = std::move(table);
    state_->status.source = config.id;
    state_->status.name = config.name;
    state_->status.backend = config.backend;
    state_->status.since = clock.now();
    state_->config = std::move(config);
    state_->cursor = std::move(cursor);
    state_->clock = &clock;
    state_->wake = std::move(wake);
    state_->secrets = std::move(secrets);
    state_->outside = std::move(outside);
    state_->cancel_fd = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    state_->retry_fd = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    state_->fill_host();
    state_->outside->time->thread_begins();
    thread_ = std::thread([state = state_] { state->main(); });
}

SourceRunner::~SourceRunner() {
    request_stop();
    std::unique_lock lock(state_->mutex);
    const bool back = state_->changed.wait_for(lock, stop_patience, [&] { return state_->finished; });
    lock.unlock();
    if (back) thread_.join();
    else {
        spdlog::error("source {}: its backend did not stop, abandoned", state_->config.id);
        thread_.detach();  // it keeps the shared state alive
    }
}

void SourceRunner::request_stop() {
    {
        std::lock_guard lock(state_->mutex);
        state_->cancelled = true;
    }
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(state_->cancel_fd, &one, sizeof one);
    std::lock_guard lock(state_->control);
    if (state_->instance) state_->table->stop(state_->instance);
}

const SourceConfig& SourceRunner::config() const { return state_->config; }

void SourceRunner::drain(std::size_t max_changes, std::vector<ChangeBatch>& out) {
    bool was_full = false;
    {
        std::lock_guard lock(state_->mutex);
        was_full = state_->inbox_changes > max_inbox_changes / 2;
        std::size_t taken = 0;
        while (!state_->inbox.empty() && (taken == 0 || taken + state_->inbox.front().changes.size() <= max_changes)) {
            taken += state_->inbox.front().changes.size();
            state_->inbox_changes -= state_->inbox.front().changes.size();
            ++state_->batches_drained;
            if (!state_->inbox.front().cursor.empty()) state_->cursor = state_->inbox.front().cursor;
            out.push_back(std::move(state_->inbox.front()));
            state_->inbox.pop_front();
        }
        was_full = was_full && taken > 0;
    }
    if (!was_full) return;
    std::lock_guard lock(state_->control);
    if (state_->instance) state_->table->resume(state_->instance);
}

void SourceRunner::drain_acks(std::vector<Ack>& out) {
    std::lock_guard lock(state_->mutex);
    const std::int64_t now = state_->outside->time->elapsed_ms();
    std::erase_if(state_->acks, [&](State::HeldAck& held) {
        if (held.after > state_->batches_drained || held.due_ms > now) return false;
        out.push_back(std::move(held.ack));
        return true;
    });
}

SourceStatus SourceRunner::status() const {
    std::lock_guard lock(state_->mutex);
    return state_->status;
}

std::optional<SourceSample> SourceRunner::last_sample() const {
    std::lock_guard lock(state_->mutex);
    return state_->sample;
}

void SourceRunner::retry_now() {
    {
        std::lock_guard lock(state_->mutex);
        for (State::HeldAck& held : state_->acks) held.due_ms = 0;
    }
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(state_->retry_fd, &one, sizeof one);
}

Outcome SourceRunner::submit(const WriteBack& edit) {
    std::lock_guard lock(state_->control);
    if (!state_->instance) return Error{ErrorClass::network, Text{"backends.not_running", {{"name", state_->config.name}}}, {}, {}};
    if (!state_->table->submit)
        return Error{ErrorClass::unsupported, Text{"backends.read_only", {{"name", state_->config.name}}}, {}, {}};
    const auto s = [](const std::string& t) { return vigie_str{t.data(), t.size()}; };
    vigie_command c{};
    c.size = sizeof c;
    c.op = edit.removal ? VIGIE_OP_DELETE : VIGIE_OP_UPSERT;
    c.ticket = edit.ticket;
    c.kind = static_cast<std::uint32_t>(edit.kind);
    c.id = s(edit.remote_id);
    c.expected_version = s(edit.expected_version);
    c.idempotency_key = s(edit.idempotency_key);
    c.json = s(edit.json);
    c.seen_cursor = s(edit.seen_cursor);
    vigie_error error{};
    error.size = sizeof error;
    {
        std::lock_guard unanswered(state_->mutex);
        state_->unanswered.insert(edit.ticket);  // before: the answer may come from within
    }
    if (state_->table->submit(state_->instance, &c, &error) == 0) return Done{};
    std::lock_guard unanswered(state_->mutex);
    state_->unanswered.erase(edit.ticket);
    return state_->said(error);
}

Outcome SourceRunner::control(const std::string& json) {
    std::lock_guard lock(state_->control);
    const auto* extension = state_->instance && state_->table->extension
        ? static_cast<const vigie_control*>(state_->table->extension(state_->instance, "vigie.control/1")) : nullptr;
    if (!extension || !VIGIE_HAS(extension, vigie_control, control))
        return Error{ErrorClass::unsupported, Text{"backends.no_control", {{"name", state_->config.name}}}, {}, {}};
    vigie_error error{};
    error.size = sizeof error;
    if (extension->control(state_->instance, vigie_str{json.data(), json.size()}, &error) != 0) return state_->said(error);
    return Done{};
}

} // namespace vigie::gis
