#include "gis/backends/programs/run_plugin.hpp"

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <chrono>
#include <cstring>
#include <map>
#include <mutex>
#include <thread>

#include "gis/backends/library.hpp"
#include "gis/backends/programs/lines.hpp"
#include "gis/backends/programs/plugin_web.hpp"
#include "gis/model/foreign_json.hpp"
#include "gis/model/words.hpp"

namespace vigie::gis {

namespace {

using nlohmann::json;

constexpr std::size_t most_untaken = 10'000;  // changes said and not yet taken; then the plugin waits
constexpr auto stop_patience = std::chrono::milliseconds(600);

std::string text_of(vigie_str s) { return std::string(backend::view(s)); }

class Server {
public:
    Server(const vigie_backend& table, int in, int out, const Clock& clock) : table_(table), clock_(clock), in_(in), out_(out), cancel_fd_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)), web_([this](const json& message) { say(message); }) { fill_host(); }
    ~Server() { ::close(cancel_fd_); }
    int serve();

private:
    void fill_host();
    std::int32_t push(const vigie_batch& batch);
    void say(const std::string& lines);
    void say(const json& message) { say(line_of(message)); }
    void say_error(const json& id, const vigie_error& error);
    void take(const json& message);
    void greet();
    void configure(const json& message);
    void start(const json& message);
    void submit(const json& message);
    void control(const json& message);
    void stop();

    const vigie_backend& table_;
    const Clock& clock_;
    int in_, out_, cancel_fd_;
    vigie_host host_{};
    void* instance_ = nullptr;
    std::thread runner_;
    std::atomic<bool> cancelled_{false}, finished_{false}, going_{true};
    std::mutex out_mutex_, secrets_mutex_;
    std::map<std::string, std::string> secrets_;
    std::atomic<std::size_t> untaken_{0};
    std::atomic<bool> was_full_{false};
    PluginWeb web_;
};

void Server::fill_host() {
    static constexpr auto self = [](void* ctx) -> Server& { return *static_cast<Server*>(ctx); };
    host_.size = sizeof host_;
    host_.abi = VIGIE_ABI;
    host_.ctx = this;
    host_.app = "vigie";
    host_.version = "1";
    host_.cancel_fd = cancel_fd_;
    host_.push = [](void* ctx, const vigie_batch* b) -> std::int32_t { return self(ctx).push(*b); };
    host_.state = [](void* ctx, std::int32_t health, vigie_str why, std::int64_t) { self(ctx).say({{"m", "state"}, {"health", health_name(health)}, {"why", text_of(why)}}); };
    host_.ack = [](void* ctx, std::uint64_t ticket, std::int32_t outcome, vigie_str id, vigie_str version, vigie_str why) {
        self(ctx).say({{"m", "outcome"}, {"id", ticket}, {"result", outcome_name(outcome)}, {"entityId", text_of(id)}, {"version", text_of(version)}, {"message", text_of(why)}});
    };
    host_.log = [](void* ctx, std::int32_t level, vigie_str text) { self(ctx).say({{"m", "log"}, {"level", level >= VIGIE_LOG_ERROR ? "error" : "info"}, {"text", text_of(text)}}); };
    host_.cancelled = [](void* ctx) -> std::int32_t { return self(ctx).cancelled_ ? 1 : 0; };
    host_.now_ms = [](void* ctx) -> std::int64_t { return ms_since_epoch(self(ctx).clock_.now()); };
    host_.secret = [](void* ctx, vigie_str name, char* buffer, std::uint64_t* len) -> std::int32_t {
        enum { given, none, too_small };
        const std::lock_guard lock(self(ctx).secrets_mutex_);
        const auto it = self(ctx).secrets_.find(text_of(name));
        if (it == self(ctx).secrets_.end() || !len) return none;
        const std::uint64_t room = std::exchange(*len, it->second.size());
        if (!buffer || room < it->second.size()) return too_small;
        std::memcpy(buffer, it->second.data(), it->second.size());
        return given;
    };
    static constexpr vigie_http http{sizeof(vigie_http), 0,
        [](void* ctx, const vigie_http_request* request, const vigie_http_reply** reply, vigie_error* error) -> std::int32_t { return self(ctx).web_.send(*request, reply, error); },
        [](void*, const vigie_http_reply* reply) { PluginWeb::release(reply); }};
    static constexpr vigie_sample sample{sizeof(vigie_sample), 0, [](void* ctx, vigie_str where, vigie_str text, vigie_str why) {
        self(ctx).say({{"m", "sample"}, {"where", text_of(where)}, {"text", text_of(text)}, {"why", text_of(why)}});
    }};
    host_.extension = [](void*, const char* name) -> const void* {
        const std::string_view asked(name);
        return asked == "vigie.http/1" ? static_cast<const void*>(&http) : asked == "vigie.sample/1" ? &sample : nullptr;
    };
}

// One write for a batch, so that lines of other threads do not fall into it. The cursor carries how much it covers.
std::int32_t Server::push(const vigie_batch& batch) {
    if (cancelled_) return VIGIE_PUSH_CANCELLED;
    if (!VIGIE_HAS(&batch, vigie_batch, cursor) || batch.count > VIGIE_MAX_BATCH_CHANGES || (batch.count > 0 && !batch.items)) return VIGIE_PUSH_REFUSED;
    if (untaken_ > 0 && untaken_ + batch.count > most_untaken) {
        was_full_ = true;
        return VIGIE_PUSH_FULL;
    }
    std::string lines;
    const char* at = reinterpret_cast<const char*>(batch.items);
    for (std::uint32_t i = 0; i < batch.count; ++i, at += batch.stride) lines += line_of(change_to_json(backend::change_of(*reinterpret_cast<const vigie_change*>(at))));
    lines += line_of({{"m", "cursor"}, {"value", text_of(batch.cursor)}, {"covers", batch.count}});
    untaken_ += batch.count;
    say(lines);
    return VIGIE_PUSH_TAKEN;
}

void Server::say(const std::string& lines) {
    const std::lock_guard lock(out_mutex_);
    for (std::size_t done = 0; done < lines.size();) {
        const ssize_t n = ::write(out_, lines.data() + done, lines.size() - done);
        if (n <= 0 && errno != EINTR) return;  // the host is gone: so are we, soon
        if (n > 0) done += static_cast<std::size_t>(n);
    }
}

void Server::say_error(const json& id, const vigie_error& error) {
    say({{"m", "error"}, {"id", id}, {"class", error_name(error.klass)}, {"message", std::string(error.message, strnlen(error.message, sizeof error.message))},
         {"detail", std::string(error.detail, strnlen(error.detail, sizeof error.detail))}, {"retry_after_ms", error.retry_after_ms}});
}

void Server::greet() {
    json abilities = foreign_json(table_.capabilities ? table_.capabilities : "");
    if (!abilities.is_object()) abilities = json::object();
    abilities["ping"] = true;
    json schema = foreign_json(table_.config_schema ? table_.config_schema : "");
    if (!schema.is_object()) schema = json::object();
    const auto text = [](const char* s) { return std::string(s ? s : ""); };
    say({{"m", "hello"}, {"abi", program_abi}, {"name", text(table_.name)}, {"title", text(table_.title)}, {"version", text(table_.version)}, {"licence", text(table_.licence)}, {"capabilities", abilities}, {"config_schema", schema}});
}

void Server::configure(const json& message) {
    {
        const std::lock_guard lock(secrets_mutex_);
        secrets_.clear();
        if (const auto it = message.find("secrets"); it != message.end() && it->is_object())
            for (const auto& [name, value] : it->items())
                if (value.is_string()) secrets_[name] = value.get<std::string>();
    }
    const json id = message.value("id", json());
    vigie_error error{};
    error.size = sizeof error;
    if (!instance_ && table_.create(&host_, &instance_, &error) != 0) return say_error(id, error);
    const std::string config = message.value("config", json::object()).dump();
    if (table_.configure(instance_, backend::str(config), &error) != 0) {
        if (error.klass == VIGIE_ERROR_NONE) error.klass = VIGIE_ERROR_CONFIG;
        return say_error(id, error);
    }
    say({{"m", "ok"}, {"id", id}});
}

void Server::start(const json& message) {
    if (!instance_ || runner_.joinable()) return;
    runner_ = std::thread([this, cursor = text_in(message, "cursor"), id = message.value("id", json())] {
        vigie_error error{};
        error.size = sizeof error;
        const std::int32_t failed = table_.run(instance_, backend::str(cursor), &error);
        if (failed != 0 && !cancelled_) say_error(id, error);
        else say({{"m", "done"}, {"id", id}});
        finished_ = true;
    });
}

void Server::submit(const json& message) {
    const json id = message.value("id", json());
    if (!id.is_number_unsigned()) return;
    const auto refuse = [&](std::string_view result, const std::string& why) { say({{"m", "outcome"}, {"id", id}, {"result", result}, {"message", why}}); };
    if (!instance_ || !table_.submit) return refuse("refused", "read only");
    const auto kind = from_name<EntityKind>(text_in(message, "kind"));
    if (!kind) return refuse("refused", "kind");
    const std::string entity = text_in(message, "entityId"), expected = text_in(message, "expected"), key = text_in(message, "key"), seen = text_in(message, "seen"), fields = message.value("fields", json::object()).dump();
    vigie_command c{};
    c.size = sizeof c;
    c.op = text_in(message, "op") == "delete" ? VIGIE_OP_DELETE : VIGIE_OP_UPSERT;
    c.ticket = id.get<std::uint64_t>();
    c.kind = static_cast<std::uint32_t>(*kind);
    c.id = backend::str(entity);
    c.expected_version = backend::str(expected);
    c.idempotency_key = backend::str(key);
    c.json = backend::str(fields);
    c.seen_cursor = backend::str(seen);
    vigie_error error{};
    error.size = sizeof error;
    if (table_.submit(instance_, &c, &error) != 0) refuse(error.klass == VIGIE_ERROR_UNSUPPORTED || error.klass == VIGIE_ERROR_CONFIG ? "refused" : "retry", error.message);
}

void Server::control(const json& message) {
    const auto* extension = instance_ && table_.extension ? static_cast<const vigie_control*>(table_.extension(instance_, "vigie.control/1")) : nullptr;
    const std::string text = message.value("message", json::object()).dump();
    vigie_error error{};
    error.size = sizeof error;
    if (extension && VIGIE_HAS(extension, vigie_control, control) && extension->control(instance_, backend::str(text), &error) != 0)
        say({{"m", "log"}, {"level", "error"}, {"text", std::string(error.message)}});
}

void Server::take(const json& message) {
    const std::string m = text_in(message, "m");
    if (m == "hello") return greet();
    if (m == "configure") return configure(message);
    if (m == "run") return start(message);
    if (m == "command") return submit(message);
    if (m == "control") return control(message);
    if (m == "ping") return say({{"m", "pong"}, {"id", message.value("id", json())}});
    if (m == "http_part" || m == "http_reply") return web_.take(message);
    if (m == "stop") going_ = false;
    if (m != "taken") return;
    const auto covers = message.find("covers");
    if (covers != message.end() && covers->is_number_unsigned()) untaken_ -= std::min(untaken_.load(), covers->get<std::size_t>());
    if (was_full_.exchange(false) && instance_) table_.resume(instance_);
}

void Server::stop() {
    cancelled_ = true;
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(cancel_fd_, &one, sizeof one);
    web_.give_up();
    if (instance_) table_.stop(instance_);
    const auto begin = std::chrono::steady_clock::now();
    while (runner_.joinable() && !finished_ && std::chrono::steady_clock::now() - begin < stop_patience) std::this_thread::sleep_for(std::chrono::milliseconds(2));
    if (runner_.joinable() && !finished_) ::_exit(3);  // it does not come back: this process is what ends it
    if (runner_.joinable()) runner_.join();
    if (instance_) table_.destroy(instance_);
}

int Server::serve() {
    LineCutter lines;
    std::array<char, 65'536> bytes;
    while (going_) {
        const ssize_t n = ::read(in_, bytes.data(), bytes.size());
        if (n <= 0) break;  // the host is gone
        lines.add({bytes.data(), static_cast<std::size_t>(n)});
        while (auto line = lines.next()) {
            const json message = foreign_json(*line);
            if (message.is_object()) take(message);
        }
        if (lines.overflow()) break;
    }
    stop();
    return 0;
}

} // namespace

int run_plugin(const std::filesystem::path& object, const Clock& clock) {
    // What the plugin prints by itself must not fall among the lines of the protocol.
    const int out = ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    ::dup2(STDERR_FILENO, STDOUT_FILENO);
    void* handle = ::dlopen(object.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    const auto entry = handle ? reinterpret_cast<vigie_backend_main_fn>(::dlsym(handle, "vigie_backend_main")) : nullptr;
    if (!entry) {
        std::fprintf(stderr, "%s: %s\n", object.c_str(), handle ? "vigie_backend_main" : ::dlerror());
        return 2;
    }
    const auto table = table_from(entry);
    if (!table) {
        std::fprintf(stderr, "%s: %s\n", object.c_str(), table.error().detail.c_str());
        return 2;
    }
    return serve_backend(*table, STDIN_FILENO, out, clock);
}

int serve_backend(const vigie_backend& table, int in, int out, const Clock& clock) { return Server(table, in, out, clock).serve(); }

} // namespace vigie::gis
