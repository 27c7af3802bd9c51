// The C interface of vigie_backend.h as C++20: derive from Backend, put VIGIE_BACKEND(YourBackend) in one file, done.
// Header only, standard library only, so that a plugin needs nothing else of Vigie. Catches every exception at the edge.
#pragma once

#include <poll.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <exception>
#include <initializer_list>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "vigie_backend.h"

namespace vigie::backend {

inline constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

inline std::string_view view(vigie_str s) { return {s.ptr ? s.ptr : "", static_cast<std::size_t>(s.len)}; }
inline vigie_str str(std::string_view s) { return {s.data(), s.size()}; }

// A sentence of the host's language files as a text for a person.
inline std::string say(std::string_view key, std::initializer_list<std::pair<std::string_view, std::string_view>> arguments = {}) {
    std::string text = "@" + std::string(key);
    for (const auto& [argument, value] : arguments) {
        text += '\t' + std::string(argument) + '=';
        for (const char c : value.substr(0, 160)) text += c == '\t' || c == '\n' || c == '\r' ? ' ' : c;
    }
    return text;
}

struct Problem {
    int klass = VIGIE_ERROR_INTERNAL;
    std::string message;  // for a person
    std::string detail;   // for the log
    std::int64_t retry_after_ms = 0;
};

// A sentence of the language tables with its arguments ("Sentences" in vigie_backend.h); line breaks in values become spaces.
inline std::string sentence(std::string_view key, std::initializer_list<std::pair<std::string_view, std::string_view>> args = {}) {
    std::string out = "@" + std::string(key);
    for (const auto& [name, value] : args) {
        out += "\n" + std::string(name) + "=";
        for (const char c : value.substr(0, 160)) out += c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
    }
    return out;
}

// What the backend says, owning its texts.
struct Change {
    std::uint32_t op = VIGIE_OP_UPSERT;
    std::uint32_t kind = VIGIE_KIND_ASSET;
    std::string id, version;
    std::int64_t at_ms = 0;
    double lon = unknown, lat = unknown, value = unknown, heading_deg = unknown, speed_ms = unknown, accuracy_m = unknown;
    std::string unit, json;
    std::int64_t step_ms = 0;           // of readings, as the next two
    std::vector<double> values = {};
    std::uint32_t series_flags = VIGIE_SERIES_USE;
};

// As it crosses the interface, lent by `c`; and back, owned, of a struct of any size.
inline vigie_change raw(const Change& c) {
    vigie_change out{};
    out.size = sizeof out;
    out.op = c.op;
    out.kind = c.kind;
    out.id = str(c.id);
    out.version = str(c.version);
    out.at_ms = c.at_ms;
    out.lon = c.lon;
    out.lat = c.lat;
    out.value = c.value;
    out.heading_deg = c.heading_deg;
    out.speed_ms = c.speed_ms;
    out.accuracy_m = c.accuracy_m;
    out.unit = str(c.unit);
    out.json = str(c.json);
    out.step_ms = c.step_ms;
    out.values = c.values.data();
    out.value_count = c.values.size();
    out.series_flags = c.series_flags;
    return out;
}
inline Change change_of(const vigie_change& raw) {
    vigie_change c{};
    c.lon = c.lat = c.value = c.heading_deg = c.speed_ms = c.accuracy_m = unknown;
    std::memcpy(&c, &raw, std::min<std::size_t>(raw.size, sizeof c));
    const auto text = [](vigie_str s) { return std::string(view(s)); };
    return {c.op, c.kind, text(c.id), text(c.version), c.at_ms, c.lon, c.lat, c.value, c.heading_deg, c.speed_ms, c.accuracy_m, text(c.unit), text(c.json), c.step_ms,
            c.values ? std::vector<double>(c.values, c.values + c.value_count) : std::vector<double>{}, c.series_flags};
}

struct Command {
    std::uint64_t ticket = 0;
    std::uint32_t op = VIGIE_OP_UPSERT, kind = 0;
    std::string id, expected_version, idempotency_key, json, seen_cursor = {};
};

// "vigie.http/1".
struct HttpRequest {
    std::string method = "GET", url;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    std::uint32_t auth = VIGIE_AUTH_NONE;
    std::string auth_name, auth_secret, ca_file;
    std::uint64_t max_bytes = 0;   // 0 = the host's usual
    std::int64_t timeout_ms = 0;
    int cancel_fd = 0;             // gives this one up once readable; 0 = none
};
struct HttpReply {
    int status = 0;
    std::string url, body;
    std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
    std::int64_t retry_after_ms = -1;
    [[nodiscard]] std::string_view header(std::string_view name) const {
        for (const auto& [known, value] : headers)
            if (known == name) return value;
        return {};
    }
};

// The host as the backend sees it. Any thread.
class Host {
public:
    explicit Host(const vigie_host* host) : host_(host) {}

    [[nodiscard]] bool cancelled() const { return host_->cancelled(host_->ctx) != 0; }
    [[nodiscard]] int cancel_fd() const { return host_->cancel_fd; }
    [[nodiscard]] std::int64_t now_ms() const { return host_->now_ms(host_->ctx); }
    void log(int level, std::string_view text) const { host_->log(host_->ctx, level, str(text)); }
    void state(int health, std::string_view why = {}, std::int64_t retry_at_ms = 0) const {
        host_->state(host_->ctx, health, str(why), retry_at_ms);
    }
    void ack(std::uint64_t ticket, int outcome, std::string_view remote_id = {}, std::string_view version = {},
             std::string_view why = {}) const {
        host_->ack(host_->ctx, ticket, outcome, str(remote_id), str(version), str(why));
    }
    // Waits up to `ms`, less when `fd` becomes readable; false when run() must return.
    bool wait_ms(std::int64_t ms, int fd = -1) const {
        if (const vigie_time* time = host_time()) {
            time->wait(host_->ctx, ms, fd);
            return !cancelled();
        }
        pollfd fds[2] = {{host_->cancel_fd, POLLIN, 0}, {fd, POLLIN, 0}};
        ::poll(fds, 2, static_cast<int>(ms));
        return !cancelled();
    }
    // Since some moment; never backwards, whatever becomes of the clock.
    [[nodiscard]] std::int64_t elapsed_ms() const {
        if (const vigie_time* time = host_time()) return time->elapsed_ms(host_->ctx);
        return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
    }
    [[nodiscard]] std::optional<std::string> secret(std::string_view name) const {
        char buffer[4096];
        std::uint64_t len = sizeof buffer;
        if (host_->secret(host_->ctx, str(name), buffer, &len) != 0) return {};
        return std::string(buffer, static_cast<std::size_t>(len));
    }
    // Blocks until it is answered, fails, or run() must return (then a Problem that nobody will read).
    [[nodiscard]] std::variant<HttpReply, Problem> http(const HttpRequest& r) const {
        const auto* http = static_cast<const vigie_http*>(host_->extension(host_->ctx, "vigie.http/1"));
        if (!http || !VIGIE_HAS(http, vigie_http, release)) return Problem{VIGIE_ERROR_UNSUPPORTED, "this host makes no web requests", {}, 0};
        std::vector<vigie_http_header> headers;
        for (const auto& [name, value] : r.headers) headers.push_back({str(name), str(value)});
        vigie_http_request request{};
        request.size = sizeof request;
        request.auth = r.auth;
        request.method = str(r.method);
        request.url = str(r.url);
        request.headers = headers.data();
        request.header_count = headers.size();
        request.body = str(r.body);
        request.auth_name = str(r.auth_name);
        request.auth_secret = str(r.auth_secret);
        request.ca_file = str(r.ca_file);
        request.max_bytes = r.max_bytes;
        request.timeout_ms = r.timeout_ms;
        request.cancel_fd = r.cancel_fd;
        vigie_error error{};
        error.size = sizeof error;
        const vigie_http_reply* raw = nullptr;
        if (http->send(host_->ctx, &request, &raw, &error) != VIGIE_HTTP_DONE)
            return Problem{error.klass, error.message, error.detail, error.retry_after_ms};
        HttpReply reply{raw->status, std::string(view(raw->url)), std::string(view(raw->body)), {}, raw->retry_after_ms};
        for (std::uint64_t i = 0; i < raw->header_count; ++i)
            reply.headers.emplace_back(view(raw->headers[i].name), view(raw->headers[i].value));
        http->release(host_->ctx, raw);
        return reply;
    }
    // Tells what came last and why nothing was made of it (empty: something was). The text is cut at 4 KiB.
    void sample(std::string_view where, std::string_view text, std::string_view why) const {
        const auto* sink = host_->extension ? static_cast<const vigie_sample*>(host_->extension(host_->ctx, "vigie.sample/1")) : nullptr;
        if (sink && VIGIE_HAS(sink, vigie_sample, sample)) sink->sample(host_->ctx, str(where), str(text.substr(0, 4096)), str(why));
    }
    // Hands a batch over, waiting while the host's inbox is full. False when run() must return.
    bool push(const std::vector<Change>& changes, std::string_view cursor = {}) const {
        std::size_t done = 0;
        do {
            const std::size_t count = std::min<std::size_t>(changes.size() - done, VIGIE_MAX_BATCH_CHANGES);
            const bool last = done + count == changes.size();
            std::vector<vigie_change> items(count);
            for (std::size_t i = 0; i < count; ++i) items[i] = raw(changes[done + i]);
            const vigie_batch batch{.size = sizeof(vigie_batch), .count = static_cast<std::uint32_t>(count), .items = items.data(),
                                    .stride = sizeof(vigie_change), .cursor = last ? str(cursor) : vigie_str{}};
            const int answer = host_->push(host_->ctx, &batch);
            if (answer == VIGIE_PUSH_CANCELLED) return false;
            if (answer == VIGIE_PUSH_FULL) {
                if (!wait_ms(20)) return false;
                continue;
            }
            done += count;
        } while (done < changes.size());
        return !cancelled();
    }

private:
    [[nodiscard]] const vigie_time* host_time() const {
        const auto* time = host_->extension ? static_cast<const vigie_time*>(host_->extension(host_->ctx, "vigie.time/1")) : nullptr;
        return time && VIGIE_HAS(time, vigie_time, wait) ? time : nullptr;
    }
    const vigie_host* host_;
};

// Derive from this. A backend class has four static members (`name`, `title`, `version`, `licence`, `capabilities` and
// `config_schema` as const char*) and a constructor taking Host.
class Backend {
public:
    virtual ~Backend() = default;
    // [control] Checks and keeps the configuration; no network.
    virtual std::optional<Problem> configure(std::string_view json) = 0;
    // [own thread] Reads and pushes until the host cancels; nothing = it was asked to stop or is finished for good.
    virtual std::optional<Problem> run(Host& host, std::string_view cursor) = 0;
    // [control] An edit made in Vigie; answer later through Host::ack.
    virtual std::optional<Problem> submit(const Command&) {
        return Problem{VIGIE_ERROR_UNSUPPORTED, "read only", {}, 0};
    }
    // [control] Pushes what a sample would bring, without network ("vigie.mapping/1").
    virtual std::optional<Problem> try_sample(Host&, std::string_view, std::string_view) {
        return Problem{VIGIE_ERROR_UNSUPPORTED, "no mapping", {}, 0};
    }
    // [control] Members of the configuration that suit a sample, as a JSON object ("vigie.mapping/1").
    virtual std::optional<Problem> propose(std::string_view, std::string_view, std::string&) {
        return Problem{VIGIE_ERROR_UNSUPPORTED, "no mapping", {}, 0};
    }
    // [control] A message from a person ("vigie.control/1").
    virtual std::optional<Problem> control(std::string_view) { return Problem{VIGIE_ERROR_UNSUPPORTED, "no control", {}, 0}; }
};

namespace edge {

inline std::int32_t fill(vigie_error* error, const Problem& p) {
    if (!error) return 1;
    const auto copy = [](char* to, std::size_t room, std::string_view from) {
        std::size_t n = std::min(from.size(), room - 1);
        while (n > 0 && n < from.size() && (static_cast<unsigned char>(from[n]) & 0xC0) == 0x80) --n;  // whole characters
        std::memcpy(to, from.data(), n);
        to[n] = 0;
    };
    error->klass = p.klass;
    error->retry_after_ms = p.retry_after_ms;
    copy(error->message, sizeof error->message, p.message);
    copy(error->detail, sizeof error->detail, p.detail);
    return 1;
}

template <class F>
std::int32_t guarded(vigie_error* error, F&& body) noexcept {
    try {
        const std::optional<Problem> problem = body();
        return problem ? fill(error, *problem) : 0;
    } catch (const std::exception& e) {
        return fill(error, {VIGIE_ERROR_INTERNAL, "internal failure of the backend", e.what(), 0});
    } catch (...) {
        return fill(error, {VIGIE_ERROR_INTERNAL, "internal failure of the backend", "unknown exception", 0});
    }
}

struct Instance {
    explicit Instance(const vigie_host* h) : host(h) {}
    Host host;
    std::unique_ptr<Backend> backend;
};

inline Instance& of(void* self) { return *static_cast<Instance*>(self); }

inline const vigie_mapping* mapping_extension() {
    static const vigie_mapping mapping{
        sizeof(vigie_mapping), 0,
        [](void* self, vigie_str where, vigie_str text, vigie_error* e) -> std::int32_t {
            return guarded(e, [&] { return of(self).backend->try_sample(of(self).host, view(where), view(text)); });
        },
        [](void* self, vigie_str where, vigie_str text, char* buffer, std::uint64_t* len, vigie_error* e) -> std::int32_t {
            std::string json;
            const std::int32_t failed = guarded(e, [&] { return of(self).backend->propose(view(where), view(text), json); });
            if (failed != 0) return failed;
            const bool fits = json.size() <= *len;
            if (fits) std::memcpy(buffer, json.data(), json.size());
            *len = json.size();
            return fits ? 0 : 2;
        }};
    return &mapping;
}

template <class B>
std::int32_t entry(std::uint32_t host_abi, vigie_backend* out, vigie_error* error) noexcept {
    if ((host_abi >> 16) != VIGIE_ABI_MAJOR)
        return fill(error, {VIGIE_ERROR_UNSUPPORTED, "host and plugin speak different versions of the interface",
                            "host " + std::to_string(host_abi >> 16) + ", plugin " + std::to_string(VIGIE_ABI_MAJOR), 0});
    vigie_backend b{};
    b.size = sizeof b;
    b.abi = VIGIE_ABI;
    b.name = B::name;
    b.title = B::title;
    b.version = B::version;
    b.licence = B::licence;
    b.capabilities = B::capabilities;
    b.config_schema = B::config_schema;
    b.create = [](const vigie_host* host, void** self, vigie_error* e) -> std::int32_t {
        return guarded(e, [&]() -> std::optional<Problem> {
            auto instance = std::make_unique<Instance>(host);
            instance->backend = std::make_unique<B>(instance->host);
            *self = instance.release();
            return {};
        });
    };
    b.configure = [](void* self, vigie_str json, vigie_error* e) -> std::int32_t {
        return guarded(e, [&] { return of(self).backend->configure(view(json)); });
    };
    b.run = [](void* self, vigie_str cursor, vigie_error* e) -> std::int32_t {
        return guarded(e, [&] { return of(self).backend->run(of(self).host, view(cursor)); });
    };
    b.submit = [](void* self, const vigie_command* c, vigie_error* e) -> std::int32_t {
        return guarded(e, [&] {
            return of(self).backend->submit(Command{c->ticket, c->op, c->kind, std::string(view(c->id)),
                                                    std::string(view(c->expected_version)),
                                                    std::string(view(c->idempotency_key)), std::string(view(c->json)),
                                                    VIGIE_HAS(c, vigie_command, seen_cursor) ? std::string(view(c->seen_cursor)) : std::string()});
        });
    };
    b.resume = [](void*) {};  // Host::push asks again by itself
    b.stop = [](void*) {};    // Host::wait_ms and push see the cancel descriptor
    b.destroy = [](void* self) { delete static_cast<Instance*>(self); };
    b.extension = [](void*, const char* extension_name) -> const void* {
        static const vigie_control control{sizeof(vigie_control), 0, [](void* self, vigie_str json, vigie_error* e) -> std::int32_t {
            return guarded(e, [&] { return of(self).backend->control(view(json)); });
        }};
        const std::string_view wanted = extension_name;
        if (wanted == "vigie.mapping/1") return mapping_extension();
        return wanted == "vigie.control/1" ? &control : nullptr;
    };
    const std::uint32_t room = out->size;  // an older host has a smaller struct: give it what it knows
    b.size = std::min<std::uint32_t>(room, sizeof b);
    std::memcpy(out, &b, b.size);
    return 0;
}

} // namespace edge
} // namespace vigie::backend

// In one source file of a plugin.
#define VIGIE_BACKEND(Class)                                                                                     \
    extern "C" VIGIE_EXPORT int32_t vigie_backend_main(uint32_t host_abi, vigie_backend* out, vigie_error* e) {  \
        return vigie::backend::edge::entry<Class>(host_abi, out, e);                                             \
    }
