// The part of a Session that deals with its sources: starting them, taking in what they say, sending edits back.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <nlohmann/json.hpp>

#include "app/json_members.hpp"
#include "app/secrets.hpp"
#include "app/session_workers.hpp"
#include "gis/model/words.hpp"
#include "gis/store/new_uuid.hpp"

namespace vigie::app {

namespace {

constexpr std::size_t max_changes_per_tick = 2'000;   // keeps a frame under 50 ms while a snapshot streams in
constexpr std::size_t max_edits_per_tick = 32;

void newest_of(const gis::Change& change, gis::Time& newest) {
    if (const auto* o = std::get_if<gis::Observed>(&change)) newest = std::max(newest, o->at);
    else if (const auto* p = std::get_if<gis::Positioned>(&change)) newest = std::max(newest, p->position.at);
}

} // namespace

void Session::start_demo() {
    const bool known = std::any_of(configs_.begin(), configs_.end(), [](const auto& c) { return c.backend == "demo"; });
    if (known) return;
    commune_name_ = "Valmont-sur-Aude";
    (void)desk_->set_setting("commune_name", commune_name_);
    if (auto started = start_source({"demo", "Valmont-sur-Aude", "demo", options_.demo_config_json, false}); !started)
        notices_.push_back({gis::Severity::error, "demo", started.error().text, started.error().remedy});
}

void Session::load_sources() {
    const auto json = nlohmann::json::parse(desk_->setting("sources"), nullptr, false);
    if (!json.is_array()) return;
    for (const auto& s : json) {
        gis::SourceConfig c;
        c.config_json = "{}";
        read(s, "id", c.id);
        read(s, "name", c.name);
        read(s, "backend", c.backend);
        read(s, "config", c.config_json);
        read(s, "paused", c.paused);
        if (!c.id.empty()) (void)start_source(c);
    }
}

void Session::save_sources() {
    auto json = nlohmann::json::array();
    for (const gis::SourceConfig& c : configs_)
        json.push_back({{"id", c.id}, {"name", c.name}, {"backend", c.backend}, {"config", c.config_json}, {"paused", c.paused}});
    (void)desk_->set_setting("sources", json.dump());
}

// Two communes on this computer may have sources of the same id.
std::shared_ptr<gis::SecretStore> Session::commune_secrets() {
    std::string commune = desk_->setting("commune_id");
    if (commune.empty()) {
        commune = gis::new_uuid();
        (void)desk_->set_setting("commune_id", commune);
    }
    return std::make_shared<CommuneSecrets>(options_.secrets, commune);
}

gis::Outcome Session::start_source(const gis::SourceConfig& wanted) {
    gis::SourceConfig config = wanted;
    for (const auto& [name, value] : std::exchange(config.secrets, {}))
        if (auto kept = secrets_->keep(config.id, name, value); !kept)
            notices_.push_back({gis::Severity::warning, config.name, kept.error().text, kept.error().remedy});
    auto started = hub_->start(config, desk_->cursor(config.id));
    if (!started) return started;
    std::erase_if(workers_->in_flight, [&](const auto& sent) { return sent.second == config.id; });  // its answers went with it
    std::erase_if(configs_, [&](const auto& c) { return c.id == config.id; });
    configs_.push_back(config);
    save_sources();
    return gis::Done{};
}

void Session::remove_source(const std::string& id) {
    hub_->stop(id);
    if (const auto config = std::find_if(configs_.begin(), configs_.end(), [&](const auto& c) { return c.id == id; }); config != configs_.end())
        if (const auto backend = std::ranges::find(backends_, config->backend, &gis::BackendDescription::name); backend != backends_.end())
            secrets_->forget(id, gis::secret_names(*backend));
    std::erase_if(workers_->in_flight, [&](const auto& sent) { return sent.second == id; });
    std::erase_if(configs_, [&](const auto& c) { return c.id == id; });
    save_sources();
}

void Session::test_source(const gis::SourceConfig& config) {
    source_test_ = {};
    source_test_.running = true;
    workers_->tester = std::jthread([this, config] {
        panels::SourceTest result;
        const auto begin = std::chrono::steady_clock::now();
        auto trial = hub_->test(config, 200, gis::Millis{10'000});
        result.took = std::chrono::duration_cast<gis::Millis>(std::chrono::steady_clock::now() - begin);
        if (trial) {
            result.batch = std::move(trial->batch);
            result.sample = std::move(trial->sample);
        } else {
            result.error = trial.error();
        }
        workers_->test_box.put(std::move(result));
    });
}

void Session::try_sample(const panels::SampleRequest& request) {
    source_test_ = {};
    source_test_.running = true;
    workers_->tester = std::jthread([this, request] {
        panels::SourceTest result;
        const auto answer = [&](auto&& got, auto& into) {
            if (got) into = std::move(*got);
            else result.error = got.error();
        };
        if (request.propose) answer(hub_->propose(request.config, request.where, request.text), result.proposal);
        else answer(hub_->try_sample(request.config, request.where, request.text), result.batch);
        workers_->test_box.put(std::move(result));
    });
}

// Whether the backend behind a source says that it takes edits of this kind.
bool Session::writes(const std::string& source, gis::EntityKind kind) const {
    const auto config = std::find_if(configs_.begin(), configs_.end(), [&](const auto& c) { return c.id == source; });
    if (config == configs_.end()) return false;
    const auto backend = std::find_if(backends_.begin(), backends_.end(), [&](const auto& b) { return b.name == config->backend; });
    return backend != backends_.end() && gis::takes_edits(*backend, kind);
}

std::string Session::shared_source() const {
    for (const gis::SourceConfig& config : configs_)
        for (const gis::BackendDescription& backend : backends_)
            if (backend.name == config.backend && gis::is_shared(backend)) return config.id;
    return {};
}

// Swapped axes, another coordinate system, another town: what a source says is kept and shown, and a person is told once.
void Session::tell_far(const gis::ChangeBatch& batch) {
    if (told_far_.contains(batch.source) || loading_fraction_ < 1 || layers_.empty()) return;
    if (std::exchange(town_stale_, false)) {
        const gis::PlaneBox box = bounds();
        town_.reset();
        gis::CommuneExtent town{180, 90, -180, -90};
        bool known = !box.empty();
        for (const auto& [x, y] : {std::pair{box.min_x, box.min_y}, {box.max_x, box.min_y}, {box.min_x, box.max_y}, {box.max_x, box.max_y}}) {
            const auto corner = known ? plane_->lonlat_from_plane({x, y}) : std::nullopt;
            known = known && corner;
            if (known) town = {std::min(town.west, corner->lon), std::min(town.south, corner->lat), std::max(town.east, corner->lon), std::max(town.north, corner->lat)};
        }
        if (known) town_ = town;
    }
    if (!town_) return;
    const gis::FarPlaces far = gis::far_places(batch, *town_);
    if (far.count == 0) return;
    told_far_.insert(batch.source);
    const auto config = std::ranges::find(configs_, batch.source, &gis::SourceConfig::id);
    const std::string source = config == configs_.end() ? batch.source : config->name;
    notices_.push_back({gis::Severity::warning, source, {"app.far_places", {{"source", source}, {"n", std::to_string(far.count)}, {"first", far.first}, {"km", std::to_string(std::lround(far.first_m / 1'000))}}}, {"app.far_places.remedy", {}}});
}

bool Session::drain_sources(gis::Delta& delta) {
    const gis::Time computer = clock_.now();
    gis::Time newest{};
    bool any = false;
    for (const gis::ChangeBatch& batch : hub_->drain(max_changes_per_tick)) {
        for (const gis::Change& c : batch.changes) newest_of(c, newest);
        tell_far(batch);
        auto applied = desk_->accept(batch);
        if (applied) delta.merge(*applied);
        else notices_.push_back({gis::Severity::error, batch.source, applied.error().text, applied.error().remedy});
        any = true;
    }
    if (newest != gis::Time{}) live_.heard(newest, computer);
    return any;
}

void Session::send_edits() {
    for (const gis::SourceConfig& source : configs_) {
        if (desk_->waiting(source.id) == 0) continue;
        for (const gis::OutboxItem& item : desk_->outbox(source.id, max_edits_per_tick)) {
            const gis::WriteBack edit{item.id, item.entity.kind, item.remote_id, item.expected_version, item.idempotency_key, item.fields_json,
                                      item.seen, item.removal};
            if (!workers_->in_flight.emplace(item.id, source.id).second) continue;
            if (auto sent = hub_->submit(source.id, edit); !sent) {
                workers_->in_flight.erase(item.id);
                if (sent.error().klass == gis::ErrorClass::unsupported)
                    (void)desk_->settle(item.id, gis::SettleAs::refused, item.remote_id, {}, sent.error().detail);
                break;  // the source is not there: the rest waits in order
            }
        }
    }
}

void Session::take_acks() {
    for (const gis::Ack& ack : hub_->drain_acks()) {
        workers_->in_flight.erase(ack.ticket);
        const auto as = [&] {
            switch (ack.outcome) {
            case gis::AckOutcome::done: return gis::SettleAs::done;
            case gis::AckOutcome::conflict: return gis::SettleAs::conflict;
            case gis::AckOutcome::refused: return gis::SettleAs::refused;
            case gis::AckOutcome::retry:
            case gis::AckOutcome::unknown: return gis::SettleAs::retry;
            }
            return gis::SettleAs::retry;
        }();
        (void)desk_->settle(ack.ticket, as, ack.remote_id, ack.version, ack.why);
        if (as == gis::SettleAs::refused || as == gis::SettleAs::conflict)
            notices_.push_back({gis::Severity::warning, ack.source,
                                {as == gis::SettleAs::conflict ? "app.edit_conflict" : "app.edit_refused", {{"why", ack.why}}}, {"conflict.remedy", {}}});
    }
}

} // namespace vigie::app
