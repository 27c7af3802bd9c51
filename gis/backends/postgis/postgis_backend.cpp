#include "gis/backends/postgis/postgis_backend.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <mutex>
#include <vector>

#include "gis/backends/postgis/reader.hpp"
#include "gis/backends/postgis/writer.hpp"

namespace vigie::gis {

namespace {

using backend::Problem;
using postgis::Connection;

constexpr std::size_t most_commands = 10'000;
constexpr int looks_every_ms = 15'000;       // without a notification: a lost one, or a line that is dead
constexpr int looks_ahead_every_ms = 200;    // until long transactions have ended
constexpr int looks_far_ahead_every_ms = 2'000;
constexpr std::int64_t tidies_every_ms = 6 * 3'600'000;

int class_of(ErrorClass klass) {
    switch (klass) {
    case ErrorClass::config: return VIGIE_ERROR_CONFIG;
    case ErrorClass::auth: return VIGIE_ERROR_AUTH;
    case ErrorClass::network: return VIGIE_ERROR_NETWORK;
    case ErrorClass::remote: return VIGIE_ERROR_REMOTE;
    default: return VIGIE_ERROR_INTERNAL;
    }
}

// Reason and remedy in one sentence: "postgis.error.x" is said as "postgis.said.error.x".
Problem problem(const Error& e) {
    std::string key = e.text.key;
    if (key.starts_with("postgis.")) key.insert(8, "said.");
    return {class_of(e.klass), "@" + key, e.detail, 0};
}

class PostgisBackend : public backend::Backend {
public:
    static constexpr const char* name = "postgis";
    static constexpr const char* title = "Base partagée (PostgreSQL/PostGIS)";
    static constexpr const char* version = "1.0";
    static constexpr const char* licence = "EUPL-1.2";
    static constexpr const char* capabilities =
        R"({"reads":["asset","sensor","alert","report","request","intervention","crew","agent","vehicle","shift","absence","building","meter"],)"
        R"("writes":["asset","sensor","alert","report","request","intervention","crew","agent","vehicle","shift","absence","building","meter"],)"
        R"("live":true,"snapshot":true,"history":false,"area":false,"shared":true,"concurrency":"version"})";
    static constexpr const char* config_schema =
        R"json({"type":"object","title@en":"Shared database (PostgreSQL/PostGIS)","required":["host","database","user"],"properties":{
        "host":{"type":"string","title":"Serveur","title@en":"Server"},
        "port":{"type":"integer","minimum":1,"maximum":65535,"default":5432,"title":"Port","title@en":"Port"},
        "database":{"type":"string","title":"Base","title@en":"Database"},
        "user":{"type":"string","title":"Utilisateur","title@en":"User"},
        "password":{"type":"string","format":"secret","title":"Mot de passe","title@en":"Password"},
        "sslmode":{"type":"string","enum":["","verify-full","verify-ca","require","prefer","disable"],"default":"",
          "title":"Vérification du serveur","title@en":"Verification of the server",
          "description":"Vide : complète, sauf pour ce poste","description@en":"Empty: full, except for this machine"},
        "sslrootcert":{"type":"string","format":"path","title":"Certificat de l’autorité","title@en":"Authority’s certificate"}}})json";

    explicit PostgisBackend(backend::Host&) {}
    ~PostgisBackend() override { ::close(wake_fd_); }
    PostgisBackend(const PostgisBackend&) = delete;
    PostgisBackend& operator=(const PostgisBackend&) = delete;

    std::optional<Problem> configure(std::string_view text) override {
        auto target = postgis::target_from_config(std::string(text));
        if (!target) return problem(target.error());
        target_ = std::move(*target);
        return {};
    }

    std::optional<Problem> submit(const backend::Command& command) override {
        const std::lock_guard lock(mutex_);
        if (commands_.size() >= most_commands) return Problem{VIGIE_ERROR_LIMIT, "@postgis.edit.too_many", "too many edits waiting", 1'000};
        commands_.push_back(command);
        const std::uint64_t one = 1;
        [[maybe_unused]] const auto written = ::write(wake_fd_, &one, sizeof one);
        return {};
    }

    std::optional<Problem> run(backend::Host& host, std::string_view cursor) override {
        host.state(VIGIE_HEALTH_STARTING);
        if (const auto password = host.secret("password")) target_.keywords["password"] = *password;
        const auto lived = live(host, std::string(cursor));
        if (host.cancelled()) return {};
        return problem(lived.error());
    }

private:
    // Returns only with an Error.
    Outcome live(backend::Host& host, const std::string& stored) {
        const postgis::Patience patience{.cancel_fd = host.cancel_fd()};
        auto reading = Connection::open(target_, patience);
        if (!reading) return reading.error();
        auto writing = Connection::open(target_, patience);
        if (!writing) return writing.error();
        if (auto listening = reading->script("LISTEN vigie"); !listening) return listening;  // first: nothing falls between
        postgis::Reader reader(*reading, host);
        postgis::Writer writer(*writing, host);
        if (auto begun = reader.begin(stored); !begun) return begun;
        std::int64_t tidied_ms = host.now_ms() - tidies_every_ms;
        for (;;) {
            if (auto notified = reading->take_notifications(); !notified) return notified.error();
            if (auto news = reader.take_news(); !news) return news;
            host.state(VIGIE_HEALTH_OK);
            for (const backend::Command& command : take_commands())
                if (auto taken = writer.take(command, reader.cursor()); !taken) return taken;
            if (const std::int64_t now = host.now_ms(); now - tidied_ms >= tidies_every_ms || now < tidied_ms - tidies_every_ms) {
                tidied_ms = now;
                const auto tidied = writing->run("SELECT vigie.tidy()");
                if (!tidied && tidied.error().klass == ErrorClass::network) return tidied.error();
                if (!tidied) host.log(VIGIE_LOG_WARNING, tidied.error().detail);
            }
            // One that came while the log was read is in libpq's hands already: the socket would not tell of it.
            const auto more = reading->take_notifications();
            if (!more) return more.error();
            if (!*more) wait(host, *reading, reader);
            if (host.cancelled()) return Error{.klass = ErrorClass::network, .text = {"postgis.error.cancelled", {}}};
        }
    }

    void wait(backend::Host& host, const Connection& reading, const postgis::Reader& reader) {
        const int ms = reader.is_far_ahead() ? looks_far_ahead_every_ms : reader.is_ahead() ? looks_ahead_every_ms : looks_every_ms;
        pollfd fds[3] = {{host.cancel_fd(), POLLIN, 0}, {wake_fd_, POLLIN, 0}, {reading.socket(), POLLIN, 0}};
        ::poll(fds, reader.is_far_ahead() ? 2 : 3, ms);
        std::uint64_t count = 0;
        [[maybe_unused]] const auto read = ::read(wake_fd_, &count, sizeof count);
    }

    std::vector<backend::Command> take_commands() {
        const std::lock_guard lock(mutex_);
        return std::exchange(commands_, {});
    }

    postgis::Target target_;
    int wake_fd_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    std::mutex mutex_;
    std::vector<backend::Command> commands_;  // by mutex_
};

} // namespace

std::int32_t postgis_backend_main(std::uint32_t host_abi, vigie_backend* out, vigie_error* error) {
    return backend::edge::entry<PostgisBackend>(host_abi, out, error);
}

} // namespace vigie::gis
