// The one way into the file: everything of a gesture or of a batch in one transaction, then into the world.
#include "gis/model/entity_json.hpp"
#include "gis/model/words.hpp"
#include "gis/store/desk_impl.hpp"
#include "gis/store/entity_columns.hpp"
#include "gis/store/history_store.hpp"
#include "gis/store/photo_store.hpp"
#include "gis/store/reading_store.hpp"

namespace vigie::gis {

namespace {

bool write_counter(Database& db, std::string_view kind, std::int64_t next) {
    Statement s = db.prepare("INSERT OR REPLACE INTO counter VALUES (?,?)");
    if (!s.ok()) return false;
    s.bind(1, kind);
    s.bind(2, next);
    return s.run();
}

// Ids and numbers given so far stay given, also when their entity goes.
bool write_counters(Database& db, const World& world, const std::vector<Image>& images) {
    std::uint64_t next_id = world.next_id();
    std::map<EntityKind, std::uint32_t> next_number;
    for (const Image& image : images) {
        if (!image.after) continue;
        next_id = std::max(next_id, image.ref.id + 1);
        std::visit([&](const auto& e) {
            if constexpr (requires { e.number; }) {
                std::uint32_t& next = next_number.try_emplace(image.ref.kind, world.next_number(image.ref.kind)).first->second;
                next = std::max(next, e.number + 1);
            }
        }, *image.after);
    }
    if (next_id != world.next_id() && !write_counter(db, "", static_cast<std::int64_t>(next_id))) return false;
    for (const auto& [kind, next] : next_number)
        if (next != world.next_number(kind) && !write_counter(db, name(kind), next)) return false;
    return true;
}

// {"report/12": {…}} of what changed, before and after.
void fill_entry(JournalEntry& entry, const std::vector<Image>& images, const std::vector<SettingImage>& settings,
                const std::optional<std::set<EntityRef>>& only) {
    entry.before_json = "{";
    entry.after_json = "{";
    const auto add = [&](const std::string& what, const std::string& before, const std::string& after) {
        const std::string key = (entry.before_json.size() == 1 ? "\"" : ",\"") + what + "\":";
        entry.before_json += key + before;
        entry.after_json += key + after;
    };
    for (const Image& image : images) {
        if (only && !only->contains(image.ref)) continue;
        const FieldDifference d = difference(image.before ? &*image.before : nullptr, image.after ? &*image.after : nullptr);
        entry.touched.push_back(image.ref);
        add(ref_text(image.ref), d.before, d.after);
    }
    for (const SettingImage& s : settings) add(s.key, s.before.empty() ? "null" : s.before, s.after.empty() ? "null" : s.after);
    entry.before_json += "}";
    entry.after_json += "}";
}

bool write_images(Database& db, const std::vector<Image>& images) {
    for (const Image& image : images)
        if (image.after ? !write_row(db, *image.after) : !delete_row(db, image.ref)) return false;
    return true;
}

// Raw values, their roll-ups, and the last value in the sensor's row. Only what is newer than the row changes the row.
bool write_observed(Database& db, const World& world, const std::vector<Image>& images, const EditSet& news, const std::string& zone) {
    std::map<SensorId, Sensor> last;
    for (const Observation& o : news.observations) {
        bool fresh = false;
        if (!write_observation(db, o, zone, fresh)) return false;
        auto it = last.find(o.sensor);
        if (it == last.end()) {
            const Sensor* known = world.find(o.sensor);
            it = last.emplace(o.sensor, known ? *known : Sensor{}).first;
            for (const Image& image : images)
                if (image.after && image.ref == EntityRef{EntityKind::sensor, o.sensor.value}) it->second = std::get<Sensor>(*image.after);
        }
        if (it->second.last_at && *it->second.last_at > o.at) continue;
        it->second.last_at = o.at;
        it->second.last_value = o.value;
    }
    for (const auto& [id, sensor] : last)
        if (sensor.id && !write_news(db, sensor)) return false;
    return true;
}

bool write_moved(Database& db, const World& world, const std::vector<Image>& images, const EditSet& news) {
    std::map<CrewId, Crew> last;
    for (const Position& p : news.positions) {
        if (!write_position(db, p)) return false;
        auto it = last.find(p.crew);
        if (it == last.end()) {
            const Crew* known = world.find(p.crew);
            it = last.emplace(p.crew, known ? *known : Crew{}).first;
            for (const Image& image : images)
                if (image.after && image.ref == EntityRef{EntityKind::crew, p.crew.value}) it->second = std::get<Crew>(*image.after);
        }
        Crew& crew = it->second;
        if (crew.fix_at && *crew.fix_at > p.at) continue;
        crew.fix_at = p.at;
        crew.place = p.place;
        crew.heading_deg = p.heading_deg;
        crew.speed_ms = p.speed_ms;
    }
    for (const auto& [id, crew] : last)
        if (crew.id && !write_news(db, crew)) return false;
    return true;
}

bool write_setting(Database& db, const SettingImage& setting) {
    Statement s = db.prepare(setting.after.empty() ? "DELETE FROM setting WHERE key=?" : "INSERT OR REPLACE INTO setting VALUES (?,?)");
    if (!s.ok()) return false;
    s.bind(1, std::string_view(setting.key));
    if (!setting.after.empty()) s.bind(2, std::string_view(setting.after));
    return s.run();
}

bool write_cursor(Database& db, const std::string& source, const std::string& cursor) {
    Statement s = db.prepare("INSERT OR REPLACE INTO source VALUES (?,?)");
    if (!s.ok()) return false;
    s.bind(1, std::string_view(source));
    s.bind(2, std::string_view(cursor));
    return s.run();
}

} // namespace

std::vector<std::string> Desk::Impl::concerned_sources(const Image& image) const {
    std::set<std::string> sources;
    const AnyEntity& known = image.after ? *image.after : *image.before;
    const std::string owner = std::visit([](const auto& e) { return e.origin.source; }, known);
    if (!owner.empty() && (!options.takes_edits || options.takes_edits(owner, image.ref.kind))) sources.insert(owner);
    if (const std::string shared = shared_source(); owner.empty() && !shared.empty()) sources.insert(shared);
    else if (image.ref.kind == EntityKind::intervention && owner.empty()) {
        for (const auto* side : {&image.before, &image.after}) {
            if (!*side) continue;
            for (CrewId id : std::get<Intervention>(**side).crews) {
                const Crew* crew = world.find(id);
                if (crew && !crew->origin.source.empty() && (!options.takes_edits || options.takes_edits(crew->origin.source, image.ref.kind)))
                    sources.insert(crew->origin.source);
            }
        }
    }
    return {sources.begin(), sources.end()};
}

std::vector<OutboxItem> Desk::Impl::edits_for_sources(const Write& write) {
    std::vector<OutboxItem> items;
    const std::string shared = shared_source();
    std::map<EntityRef, std::string> made_here;  // ids under which the shared source will know what this gesture makes
    for (const Image& image : write.images)
        for (const std::string& source : concerned_sources(image)) {
            auto item = outbox_item(image, source, waiting.knows(image.ref));
            if (!item) continue;
            item->created_at = write.entry ? write.entry->at : now();
            item->idempotency_key = new_idempotency_key();
            if (const auto cursor = cursors.find(source); cursor != cursors.end()) item->seen = cursor->second;
            if (source == shared && item->remote_id.empty() && waiting.creation_key(source, image.ref).empty()) made_here.emplace(image.ref, item->idempotency_key);
            items.push_back(std::move(*item));
        }
    for (OutboxItem& item : items)
        name_links(item, [&](EntityRef ref) -> std::string {
            if (const auto made = made_here.find(ref); item.source == shared && made != made_here.end()) return made->second;
            const auto target = world.find(ref);
            const Origin* origin = target ? std::visit([](const auto& e) { return &e.origin; }, *target) : nullptr;
            if (origin && origin->source == item.source && !origin->remote_id.empty()) return origin->remote_id;
            return item.source == shared ? waiting.creation_key(shared, ref) : std::string{};
        });
    return items;
}

Result<Delta> Desk::Impl::commit(Write write) {
    if (synchronous_full != write.must_survive_power_loss) {
        (void)db.run(write.must_survive_power_loss ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
        synchronous_full = write.must_survive_power_loss;
    }
    std::vector<OutboxItem> items;
    if (write.queue) items = edits_for_sources(write);
    if (write.entry) fill_entry(*write.entry, write.images, write.settings, write.journal_only);

    Transaction transaction(db);
    if (auto begun = transaction.begin(); !begun) return begun.error();
    const auto write_all = [&] {
        if (!write_images(db, write.images) || !write_counters(db, world, write.images)) return false;
        if (!write_observed(db, world, write.images, write.news, options.zone) || !write_moved(db, world, write.images, write.news)) return false;
        for (const MeterReadings& r : write.readings)
            if (!write_readings(db, r, write.readings_batch)) return false;
        for (OutboxItem& item : items)
            if (!write_item(db, item)) return false;
        for (const SealedReporter& sealed : write.reporters)
            if (!write_sealed(db, sealed, now())) return false;
        for (const auto& picture : write.pictures)
            if (!write_picture(db, *picture, now())) return false;
        for (ReportId report : write.erased_reporters)
            if (!erase_sealed(db, report)) return false;
        for (const SettingImage& setting : write.settings)
            if (!write_setting(db, setting)) return false;
        if (write.cursor && !write_cursor(db, write.cursor->first, write.cursor->second)) return false;
        if (write.more && !write.more(db)) return false;
        return !write.entry || journal.append(db, *write.entry);
    };
    const auto give_up = [&](Error error) {
        journal.roll_back();
        suspect = suspect || means_damage(db.last_code());
        return error;
    };
    if (!write_all()) return give_up(db.error());
    if (auto committed = transaction.commit(); !committed) return give_up(committed.error());
    journal.commit();
    for (const OutboxItem& item : items) waiting.add({item, false});
    for (SettingImage& setting : write.settings) {
        if (setting.key == readings_kept_key) {  // of any meter
            ++readings_revision;
            for (const Meter& m : world.meters()) metered[m.id] = readings_revision;
        }
        if (setting.after.empty()) settings.erase(setting.key);
        else settings[setting.key] = std::move(setting.after);
        read_alerting(setting.key);
    }
    if (write.cursor) cursors[write.cursor->first] = write.cursor->second;

    if (!write.readings.empty()) ++readings_revision;
    for (const MeterReadings& r : write.readings) metered[r.meter] = readings_revision;

    EditSet edits = edits_of(write.images);
    edits.observations = std::move(write.news.observations);
    edits.positions = std::move(write.news.positions);
    return world.apply(edits);
}

} // namespace vigie::gis
