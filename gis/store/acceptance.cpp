#include "gis/store/acceptance.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_set>

#include <nlohmann/json.hpp>

#include "gis/model/entity_json.hpp"
#include "gis/model/entity_links.hpp"
#include "gis/model/words.hpp"
#include "gis/rules/rules.hpp"
#include "gis/store/gpkg_blob.hpp"

namespace vigie::gis {

namespace {

constexpr Seconds same_alert_within{15 * 60};  // desks' clocks and the order of news differ

// Fields that are ours alone: derived by rules or kept apart. A source may only fill them when it names them itself.
template <class E>
bool is_derived(const E& theirs, std::string_view field) {
    if constexpr (std::is_same_v<E, Sensor>) {
        if (field == "state" || field == "state_since") return theirs.state == SensorState::never_seen;
        if (field == "last_value" || field == "last_at") return !theirs.last_at;
    }
    if constexpr (std::is_same_v<E, Crew>)
        if (field == "place" || field == "heading_deg" || field == "speed_ms" || field == "fix_at") return !theirs.place;
    if constexpr (std::is_same_v<E, Report>)
        if (field == "due_at") return !theirs.due_at;
    if constexpr (requires { theirs.state_since; })
        if (field == "state_since") return theirs.state_since == Time{};
    return false;
}

// What of an upsert is copied onto the entity we have: what was sent, without links (they come as remote ids).
std::vector<std::string> fields_to_copy(const Upsert& upsert, bool with_number) {
    std::vector<std::string> fields;
    std::visit([&](const auto& theirs) {
        using E = std::decay_t<decltype(theirs)>;
        for_each_field<E>([&](const auto& field) {
            if constexpr (is_link_v<std::remove_reference_t<decltype(E{}.*field.member)>>) return;
            const std::string name = field.name;
            if (name == "has_reporter" || (name == "number" && !with_number)) return;  // numbers are the commune's once given
            const bool sent = upsert.fields.empty() ? !is_derived(theirs, name)
                                                    : std::ranges::find(upsert.fields, name) != upsert.fields.end();
            if (sent) fields.push_back(name);
        });
    }, upsert.entity);
    return fields;
}

bool is_sent(const Upsert& upsert, std::string_view link) {
    return std::ranges::find(upsert.fields, link) != upsert.fields.end() || std::ranges::find(upsert.links, link, &RemoteLink::field) != upsert.links.end();
}

// A change of state without its time happened when it was told.
template <class E>
void complete_state(E& after, const E* before, Time at) {
    if constexpr (requires { after.state_since; }) {
        const bool moved = !before || before->state != after.state;
        const bool no_time = after.state_since == Time{} || (before && before->state_since == after.state_since);
        if (moved && no_time) after.state_since = at;
    }
}

void complete(AnyEntity& after, const AnyEntity* before, const Catalog& catalog, const std::string& zone, Time at) {
    std::visit([&](auto& e) {
        using E = std::decay_t<decltype(e)>;
        const E* old = before ? &std::get<E>(*before) : nullptr;
        complete_state(e, old, at);
        if constexpr (std::is_same_v<E, Report>) {
            if (e.received_at == Time{}) e.received_at = at;
            const bool new_clock = !old || old->severity != e.severity || old->category != e.category || old->received_at != e.received_at;
            const bool theirs = e.due_at && (!old || old->due_at != e.due_at);
            if (new_clock && !theirs) e.due_at = due_at(service_level_of(catalog, e.category, e.severity), e.received_at, zone);
        }
        if constexpr (std::is_same_v<E, Asset>) normalise(e.geometry);
    }, after);
}

Time time_of(const AnyEntity& entity) {
    return std::visit([](const auto& e) { return e.updated_at; }, entity);
}
const Origin& origin_of(const AnyEntity& entity) {
    return std::visit([](const auto& e) -> const Origin& { return e.origin; }, entity);
}
void set_origin(AnyEntity& entity, Origin origin) {
    std::visit([&](auto& e) { e.origin = std::move(origin); }, entity);
}

} // namespace

Acceptance::Acceptance(Desk::Impl& desk, const ChangeBatch& batch, Time now)
    : desk_(desk), batch_(batch), now_(now), is_shared_(!batch.source.empty() && desk.shared_source() == batch.source), draft_(desk.world) {}

void Acceptance::notice(const char* key, const std::string& what) {
    desk_.say_once(std::string(key) + batch_.source, {Severity::warning, batch_.source, {key, {{"source", batch_.source}, {"what", what}}},
                                                       {std::string(key) + ".remedy", {}}});
}

std::optional<EntityRef> Acceptance::find(EntityKind kind, const std::string& remote_id) const {
    const auto here = here_.find({kind, remote_id});
    if (here != here_.end()) return here->second;
    if (const auto known = desk_.world.find(kind, Origin{batch_.source, remote_id, {}})) return known;
    // Made here: the shared source knows it by the key of the edit that told it, which may not be answered yet.
    const auto made = is_shared_ ? desk_.waiting.created(batch_.source, remote_id) : std::nullopt;
    return made && made->kind == kind && draft_.find_any(*made) ? made : std::nullopt;
}

// Each desk's rules raise the same alert: somebody else's is ours unless ours is on its way there.
std::optional<EntityRef> Acceptance::same_alert(const AnyEntity& theirs) const {
    const auto* alert = std::get_if<Alert>(&theirs);
    if (!alert || !is_shared_) return {};
    for (const Alert& mine : desk_.world.alerts()) {
        const EntityRef ref{EntityKind::alert, mine.id.value};
        if (mine.origin.source.empty() && mine.kind == alert->kind && mine.place == alert->place && !desk_.waiting.knows(ref) &&
            std::chrono::abs(mine.raised_at - alert->raised_at) < same_alert_within)
            return ref;
    }
    return {};
}

void Acceptance::take(const Upsert& upsert) {
    const EntityKind kind = kind_of(upsert.entity);
    const std::string& remote_id = origin_of(upsert.entity).remote_id;
    if (remote_id.empty()) { notice("store.accept.no_id", "@kind." + std::string(name(kind))); return; }
    if (const auto ref = find(kind, remote_id)) change(upsert, *ref);
    else if (const auto mine = same_alert(upsert.entity)) {
        here_[{kind, remote_id}] = *mine;
        change(upsert, *mine);
    } else create(upsert, upsert.entity);
    const EntityRef ref = *find(kind, remote_id);
    note_links(upsert, ref);
    if (desk_.missing.contains(ref) || missing_.contains(ref)) missing_[ref] = false;
    if (auto running = snapshots_.find(kind); running != snapshots_.end()) running->second.mentioned.push_back(ref.id);
    else if (desk_.snapshots.contains({batch_.source, kind})) snapshots_[kind].mentioned.push_back(ref.id);
}

std::unordered_set<std::uint32_t>& Acceptance::numbers_of(EntityKind kind) {
    const bool fresh = !numbers_.contains(kind);
    auto& numbers = numbers_[kind];
    if (fresh)
        with_kind(kind, [&]<class E>(E) {
            if constexpr (requires(E e) { e.number; })
                for (const E& e : desk_.world.table<E>()) numbers.insert(e.number);
        });
    return numbers;
}

void Acceptance::create(const Upsert& upsert, AnyEntity entity) {
    const std::string remote_id = origin_of(upsert.entity).remote_id;
    const Time at = time_of(entity) == Time{} ? now_ : time_of(entity);
    std::visit([&](auto& e) { e.origin.source = batch_.source; e.updated_at = at; }, entity);
    if (auto* report = std::get_if<Report>(&entity)) {
        report->has_reporter = false;
        // Who says what it is and not how grave: as grave as the catalogue takes it.
        if (const ReportCategory* known = desk_.catalog().report_category(report->category); known && !upsert.fields.empty() && !is_sent(upsert, "severity"))
            report->severity = known->severity;
    }
    std::visit([&](auto& e) {
        if constexpr (requires { e.number; })
            if (e.number != 0 && !numbers_of(kind_of(entity)).insert(e.number).second && !is_shared_) e.number = 0;  // taken: the next free one
    }, entity);
    complete(entity, nullptr, desk_.catalog(), desk_.options.zone, at);
    const AnyEntity& made = draft_.create_any(std::move(entity));
    here_[{kind_of(made), remote_id}] = ref_of(made);
    std::visit([&](const auto& e) {
        if constexpr (requires { e.number; }) numbers_of(kind_of(made)).insert(e.number);
    }, made);
}

void Acceptance::change(const Upsert& upsert, EntityRef ref) {
    AnyEntity& mine = draft_.edit_any(ref);
    const AnyEntity before = mine;
    std::vector<std::string> fields = fields_to_copy(upsert, is_shared_), ours;
    std::erase_if(fields, [&](const std::string& field) {
        const bool waits = field != "number" && desk_.waiting.waits(ref, field);
        if (waits) ours.push_back(field);
        return waits;
    });
    if (!ours.empty()) {
        const Heard heard{upsert.entity, {ours.begin(), ours.end()}, {origin_of(upsert.entity).version}};
        if (const auto [at, is_first] = heard_.try_emplace(ref, heard); !is_first) at->second.hear(heard);
    }
    for (const LinkField& link : link_fields(ref.kind))
        if (is_sent(upsert, link.name) && desk_.waiting.waits(ref, link.name)) ours.emplace_back(link.name);
    if (!ours.empty()) keep_theirs(ref, upsert, ours);
    copy_fields(mine, upsert.entity, fields);
    Origin origin = origin_of(upsert.entity);
    origin.source = batch_.source;
    set_origin(mine, std::move(origin));
    complete(mine, &before, desk_.catalog(), desk_.options.zone, now_);
    if (auto* crew = std::get_if<Crew>(&mine)) keep_private(*crew, std::get<Crew>(before));
    if (mine != before) std::visit([&](auto& e) { e.updated_at = time_of(upsert.entity) == Time{} ? now_ : time_of(upsert.entity); }, mine);
}

// A source may tell a crew with its place: off work it stands where it was last seen at work.
void Acceptance::keep_private(Crew& after, const Crew& before) {
    if (!after.fix_at || after.fix_at == before.fix_at || desk_.duty.on_duty(desk_.world, after.id, *after.fix_at)) return;
    after.place = before.place;
    after.heading_deg = before.heading_deg;
    after.speed_ms = before.speed_ms;
    after.fix_at = before.fix_at;
}

// Our edit of these fields is still on its way: the source's values are kept beside it, for a person if it comes to that.
void Acceptance::keep_theirs(EntityRef ref, const Upsert& theirs, const std::vector<std::string>& fields) {
    AnyEntity entity = theirs.entity;
    for (const LinkField& link : link_fields(ref.kind)) {
        std::vector<std::uint64_t> ids;
        for (const RemoteLink& sent : theirs.links)
            if (const auto target = sent.field == link.name ? find(link.target, sent.remote_id) : std::nullopt) ids.push_back(target->id);
        set_link_targets(entity, link.name, ids);
    }
    const nlohmann::json all = to_json(entity);
    for (StoredItem& stored : read_items_of(desk_.db, ref)) {
        if (stored.item.source != batch_.source) continue;
        nlohmann::json kept = nlohmann::json::parse(stored.item.theirs_json, nullptr, false);
        if (!kept.is_object()) kept = nlohmann::json::object();
        const auto edited = field_names(stored.item);
        for (const std::string& field : fields)
            if (std::ranges::find(edited, field) != edited.end()) kept[field] = all[field];
        stored.item.theirs_json = kept.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
        theirs_.push_back(std::move(stored));
    }
}

void Acceptance::note_links(const Upsert& upsert, EntityRef ref) {
    for (const LinkField& link : link_fields(ref.kind)) {
        PendingField field{batch_.source, link.target, {}};
        for (const RemoteLink& sent : upsert.links)
            if (sent.field == link.name && !sent.remote_id.empty()) field.remote_ids.push_back(sent.remote_id);
        if (field.remote_ids.empty() && !is_sent(upsert, link.name)) continue;
        if (desk_.waiting.waits(ref, link.name)) continue;  // ours is on its way
        links_[{ref, link.name}] = std::move(field);
    }
}

void Acceptance::take(const Removal& removal) {
    const auto ref = find(removal.kind, removal.origin.remote_id);
    if (!ref) return;
    draft_.remove_any(*ref);
    here_[{removal.kind, removal.origin.remote_id}] = std::nullopt;
    if (desk_.missing.contains(*ref)) missing_[*ref] = false;
}

void Acceptance::take(const Observed& observed) {
    const auto ref = find(EntityKind::sensor, observed.sensor.remote_id);
    if (!ref) { notice("store.accept.unknown_sensor", observed.sensor.remote_id); return; }
    if (!std::isfinite(observed.value)) { notice("store.accept.bad_value", observed.sensor.remote_id); return; }
    const auto sensor = draft_.find(SensorId{ref->id});
    if (!observed.unit.empty() && sensor && !sensor->unit.empty() && observed.unit != sensor->unit) {
        notice("store.accept.other_unit", sensor->name.empty() ? observed.sensor.remote_id : sensor->name);
        return;
    }
    news_.observations.push_back({SensorId{ref->id}, observed.at, observed.value});
}

void Acceptance::take(const Positioned& positioned) {
    const auto ref = find(EntityKind::crew, positioned.crew.remote_id);
    if (!ref) { notice("store.accept.unknown_crew", positioned.crew.remote_id); return; }
    const LonLat p = positioned.position.place;
    if (!std::isfinite(p.lon) || !std::isfinite(p.lat) || std::abs(p.lon) > 180 || std::abs(p.lat) > 90) {
        notice("store.accept.bad_value", positioned.crew.remote_id);
        return;
    }
    Position position = positioned.position;
    position.crew = CrewId{ref->id};
    if (!desk_.duty.on_duty(desk_.world, position.crew, position.at)) return;  // off work nobody is followed: not shown, not kept
    news_.positions.push_back(position);
}

void Acceptance::take(const Metered& metered) {
    const auto ref = find(EntityKind::meter, metered.meter.remote_id);
    if (!ref) { notice("store.accept.unknown_meter", metered.meter.remote_id); return; }
    const auto meter = draft_.find(MeterId{ref->id});
    MeterReadings readings{MeterId{ref->id}, std::chrono::floor<Seconds>(metered.from), metered.step, metered.values};
    const std::string name = meter && !meter->name.empty() ? meter->name : metered.meter.remote_id;
    if (metered.is_register) {
        const RegisterUse use = use_of_register(readings);
        if (use.steps_back > 0) notice("store.accept.register_back", name);
        readings = use.readings;
    }
    if (!metered.unit.empty() && meter && !meter->unit.empty() && metered.unit != meter->unit) {
        const auto factor = unit_factor(metered.unit, meter->unit);
        if (!factor) { notice("store.accept.other_unit", name); return; }
        for (double& v : readings.values) v *= *factor;
    }
    for (double& v : readings.values)
        if (!std::isfinite(v) || v < 0) v = no_reading;
    if (!readings.values.empty()) readings_.push_back(std::move(readings));
}

void Acceptance::take(const SnapshotMark& mark) {
    if (mark.begin) snapshots_[mark.kind] = {.begun = true, .ended = false, .mentioned = {}};
    else end_snapshot(mark);
}

void Acceptance::end_snapshot(const SnapshotMark& mark) {
    const auto before = desk_.snapshots.find({batch_.source, mark.kind});
    const auto here = snapshots_.find(mark.kind);
    const bool begun_here = here != snapshots_.end() && here->second.begun;
    if (!begun_here && before == desk_.snapshots.end()) return;  // its begin was not seen: it proves nothing
    std::unordered_set<std::uint64_t> mentioned;
    if (!begun_here) mentioned.insert(before->second.begin(), before->second.end());
    if (here != snapshots_.end()) mentioned.insert(here->second.mentioned.begin(), here->second.mentioned.end());
    with_kind(mark.kind, [&]<class E>(E) {
        for (const E& e : desk_.world.table<E>()) {
            if (e.origin.source != batch_.source || mentioned.contains(e.id.value)) continue;
            const EntityRef ref{mark.kind, e.id.value};
            if (mark.authoritative) take(Removal{mark.kind, e.origin});
            else missing_[ref] = true;
        }
    });
    snapshots_[mark.kind] = {.begun = false, .ended = true, .mentioned = {}};
}

void Acceptance::resolve_links() {
    // What this batch made may be what earlier links were waiting for.
    for (const auto& [who, ref] : here_) {
        if (!ref) continue;
        for (const PendingLinks::Key& key : desk_.pending.waiting_for(batch_.source, who.first, who.second))
            links_.try_emplace(key, *desk_.pending.find(key));
    }
    for (auto it = links_.begin(); it != links_.end();) {
        auto& [key, field] = *it;
        const auto& [ref, field_name] = key;
        bool complete = true;
        if (draft_.find_any(ref)) {
            std::vector<std::uint64_t> ids;
            for (const std::string& remote_id : field.remote_ids) {
                const auto target = find(field.target, remote_id);
                if (target) ids.push_back(target->id);
                else complete = false;
            }
            if (const auto now = draft_.find_any(ref); link_targets(*now, field_name) != ids) set_link_targets(draft_.edit_any(ref), field_name, ids);
        }
        if (complete) field.remote_ids.clear();
        const bool nothing_to_write = complete && !desk_.pending.find(key);
        it = nothing_to_write ? links_.erase(it) : std::next(it);
    }
}

Write Acceptance::read() {
    for (const Change& change : batch_.changes) std::visit([&](const auto& c) { take(c); }, change);
    resolve_links();
    Write write;
    write.images = draft_.images();
    write.news = std::move(news_);
    write.readings = std::move(readings_);
    if (!batch_.cursor.empty()) write.cursor = {batch_.source, batch_.cursor};
    write.must_survive_power_loss = false;
    std::set<EntityRef> moved;  // what changed its state at the source belongs into its history here
    for (const Image& image : write.images) {
        if (!image.before || !image.after || image.ref.kind == EntityKind::sensor) continue;
        const auto fields = difference(&*image.before, &*image.after).fields;
        if (std::ranges::find(fields, "state") != fields.end()) moved.insert(image.ref);
    }
    if (!moved.empty()) {
        write.entry = JournalEntry{.at = now_, .actor = batch_.source, .post = {}, .gesture = "news", .summary = {"gesture.news", {{"source", batch_.source}, {"n", std::to_string(moved.size())}}},
                                   .touched = {}, .before_json = {}, .after_json = {}, .hash = {}};
        write.journal_only = std::move(moved);
    }
    write.more = [this](Database& db) {
        for (const auto& [key, field] : links_)
            if (!PendingLinks::write(db, key, field)) return false;
        for (const StoredItem& stored : theirs_)
            if (!rewrite_item(db, stored)) return false;
        for (const auto& [ref, is_missing] : missing_) {
            Statement s = db.prepare(is_missing ? "INSERT OR IGNORE INTO missing VALUES (?,?)" : "DELETE FROM missing WHERE kind=? AND id=?");
            if (!s.ok()) return false;
            s.bind(1, name(ref.kind));
            s.bind(2, static_cast<std::int64_t>(ref.id));
            if (!s.run()) return false;
        }
        return true;
    };
    return write;
}

void Acceptance::remember() {
    for (auto& [key, field] : links_) desk_.pending.set(key, std::move(field));
    for (const auto& [ref, heard] : heard_)
        if (const auto [at, is_first] = desk_.heard.try_emplace(ref, heard); !is_first) at->second.hear(heard);
    for (const auto& [ref, is_missing] : missing_) {
        if (is_missing) desk_.missing.insert(ref);
        else desk_.missing.erase(ref);
    }
    for (auto& [kind, running] : snapshots_) {
        const std::pair key{batch_.source, kind};
        if (running.ended) { desk_.snapshots.erase(key); continue; }
        auto& mentioned = desk_.snapshots[key];
        if (running.begun) mentioned.clear();
        mentioned.insert(mentioned.end(), running.mentioned.begin(), running.mentioned.end());
    }
}

Result<Delta> Desk::accept(const ChangeBatch& batch) {
    Acceptance acceptance(*impl_, batch, impl_->now());
    auto delta = impl_->commit(acceptance.read());
    if (delta) acceptance.remember();
    return delta;
}

} // namespace vigie::gis
