#include "gis/backends/hub.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include <nlohmann/json.hpp>

#include "gis/backends/config_schema.hpp"
#include "gis/backends/library.hpp"
#include "gis/backends/mapping_trial.hpp"
#include "gis/backends/outside.hpp"
#include "gis/backends/source_runner.hpp"
#include "gis/model/words.hpp"

namespace vigie::gis {

bool takes_edits(const BackendDescription& backend, EntityKind kind) {
    const auto json = nlohmann::json::parse(backend.capabilities_json, nullptr, false);
    if (!json.is_object() || !json.contains("writes") || !json["writes"].is_array()) return false;
    return std::any_of(json["writes"].begin(), json["writes"].end(), [&](const auto& w) { return w == name(kind); });
}

std::vector<std::string> secret_names(const BackendDescription& backend) {
    std::vector<std::string> names;
    const ConfigSchema schema = read_config_schema(backend.config_schema_json);
    for (const auto& [name, property] : properties_of(schema))
        if (const auto format = property->find("format"); format != property->end() && *format == "secret") names.push_back(name);
    return names;
}

bool is_shared(const BackendDescription& backend) {
    const auto json = nlohmann::json::parse(backend.capabilities_json, nullptr, false);
    return json.is_object() && json.contains("shared") && json["shared"] == true;
}

struct BackendHub::Impl {
    const Clock& clock;
    std::function<void()> wake;
    std::shared_ptr<SecretStore> secrets;
    std::shared_ptr<const Outside> outside;
    BackendLibrary library;
    std::map<std::string, std::unique_ptr<SourceRunner>> runners;
    std::map<std::string, SourceConfig> paused;

    Impl(const Clock& c, std::function<void()> w, std::shared_ptr<SecretStore> s, std::shared_ptr<const Outside> o)
        : clock(c), wake(std::move(w)), secrets(std::move(s)), outside(o ? std::move(o) : this_machine()) {}
};

BackendHub::BackendHub(const Clock& clock, std::function<void()> wake, std::shared_ptr<SecretStore> secrets, std::shared_ptr<const Outside> outside)
    : impl_(std::make_unique<Impl>(clock, std::move(wake), std::move(secrets), std::move(outside))) {}

BackendHub::~BackendHub() { stop_all(); }

void BackendHub::add(vigie_backend_main_fn entry) { impl_->library.add(entry); }
void BackendHub::scan(const std::vector<std::filesystem::path>& plugin_folders, const PluginPolicy& policy) { impl_->library.scan(plugin_folders, policy); }
std::vector<BackendDescription> BackendHub::backends() const { return impl_->library.descriptions(); }
std::vector<Notice> BackendHub::notices() const { return impl_->library.notices(); }

Outcome BackendHub::start(const SourceConfig& config, const std::string& cursor) {
    impl_->runners.erase(config.id);
    impl_->paused.erase(config.id);
    if (config.paused) {
        impl_->paused[config.id] = config;
        return Done{};
    }
    auto door = impl_->library.find(config.backend);
    if (!door) return door.error();
    SourceConfig passed = config;
    passed.config_json = door->config_for(config.config_json);
    impl_->runners[config.id] = std::make_unique<SourceRunner>(door->table, std::move(passed), cursor, impl_->clock, impl_->wake, impl_->secrets, impl_->outside);
    return Done{};
}

Result<SourceTrial> BackendHub::test(const SourceConfig& config, std::size_t limit, Millis timeout) {
    auto door = impl_->library.find(config.backend);
    if (!door) return door.error();
    SourceConfig passed = config;
    passed.config_json = door->config_for(config.config_json);
    std::mutex mutex;
    std::condition_variable news;
    bool woken = false;
    const auto wake = [&] {
        std::lock_guard lock(mutex);
        woken = true;
        news.notify_all();
    };
    SourceRunner runner(door->table, std::move(passed), {}, impl_->clock, wake, impl_->secrets, impl_->outside);
    SourceTrial out{{config.id, {}, {}}, {}};
    auto until = std::chrono::steady_clock::now() + timeout;
    const auto last = until;
    std::size_t entities = 0;
    while (out.batch.changes.size() < limit && std::chrono::steady_clock::now() < until) {
        {
            std::unique_lock lock(mutex);
            news.wait_until(lock, until, [&] { return woken; });
            woken = false;
        }
        std::vector<ChangeBatch> batches;
        runner.drain(limit, batches);
        const bool has_enough = entities >= test_enough;
        for (ChangeBatch& b : batches)
            for (Change& c : b.changes) {
                if (std::holds_alternative<Upsert>(c)) ++entities;
                if (out.batch.changes.size() < limit) out.batch.changes.push_back(std::move(c));
            }
        if (!has_enough && !batches.empty() && !out.batch.changes.empty()) until = std::min(last, std::chrono::steady_clock::now() + test_quiet);
        const SourceStatus status = runner.status();
        if (out.batch.changes.empty() && (status.health == SourceHealth::offline || status.health == SourceHealth::refused))
            return Error{ErrorClass::remote, status.why, Text{"backends.test.remedy", {}}, status.detail};
    }
    out.sample = runner.last_sample();
    if (out.batch.changes.empty() && !out.sample)
        return Error{ErrorClass::remote, Text{"backends.test.nothing", {}}, Text{"backends.test.remedy", {}}, {}};
    return out;
}

Result<ChangeBatch> BackendHub::try_sample(const SourceConfig& config, const std::string& where, const std::string& text) {
    auto door = impl_->library.find(config.backend);
    if (!door) return door.error();
    return MappingTrial(door->table, config, impl_->clock).try_sample(where, text);
}

Result<std::string> BackendHub::propose(const SourceConfig& config, const std::string& where, const std::string& text) {
    auto door = impl_->library.find(config.backend);
    if (!door) return door.error();
    return MappingTrial(door->table, config, impl_->clock).propose(where, text);
}

void BackendHub::stop(const std::string& source) {
    impl_->runners.erase(source);
    impl_->paused.erase(source);
}

void BackendHub::stop_all() {
    for (auto& [id, runner] : impl_->runners) runner->request_stop();  // all at once, then each is waited for
    impl_->runners.clear();
}

void BackendHub::retry_now(const std::string& source) {
    const auto it = impl_->runners.find(source);
    if (it != impl_->runners.end()) it->second->retry_now();
}

std::vector<ChangeBatch> BackendHub::drain(std::size_t max_changes) {
    std::vector<ChangeBatch> out;
    for (auto& [id, runner] : impl_->runners) runner->drain(max_changes, out);
    return out;
}

std::vector<SourceStatus> BackendHub::statuses() const {
    std::vector<SourceStatus> out;
    for (const auto& [id, runner] : impl_->runners) out.push_back(runner->status());
    for (const auto& [id, config] : impl_->paused) {
        SourceStatus s;
        s.source = id;
        s.name = config.name;
        s.backend = config.backend;
        s.health = SourceHealth::paused;
        out.push_back(s);
    }
    return out;
}

Outcome BackendHub::submit(const std::string& source, const WriteBack& edit) {
    const auto it = impl_->runners.find(source);
    if (it == impl_->runners.end())
        return Error{ErrorClass::network, Text{"backends.not_running", {{"name", source}}}, {}, {}};
    return it->second->submit(edit);
}

std::vector<Ack> BackendHub::drain_acks() {
    std::vector<Ack> out;
    for (auto& [id, runner] : impl_->runners) runner->drain_acks(out);
    return out;
}

Outcome BackendHub::control(const std::string& source, const std::string& json) {
    const auto it = impl_->runners.find(source);
    if (it == impl_->runners.end())
        return Error{ErrorClass::network, Text{"backends.not_running", {{"name", source}}}, {}, {}};
    return it->second->control(json);
}

} // namespace vigie::gis
