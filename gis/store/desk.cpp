#include "gis/store/desk.hpp"

#include <algorithm>

#include "gis/model/words.hpp"
#include "gis/store/desk_impl.hpp"
#include "gis/store/history_store.hpp"
#include "gis/store/photo_store.hpp"
#include "gis/store/reading_store.hpp"
#include "gis/store/retention.hpp"

namespace vigie::gis {

namespace {

constexpr Seconds clock_tolerance{120};  // computers' clocks are set by small steps all the time
constexpr std::chrono::days picture_retention{30};  // of those taken off their intervention

} // namespace

Desk::Desk(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Desk::Desk(Desk&&) noexcept = default;
Desk& Desk::operator=(Desk&&) noexcept = default;
Desk::~Desk() = default;

const World& Desk::world() const { return impl_->world; }
const std::vector<Notice>& Desk::notices() const { return impl_->notices; }

Time Desk::Impl::now() {
    const Time computer = options.clock->now();
    const Time last = journal.last_at();
    if (computer >= last) return computer;
    if (last - computer > clock_tolerance && !clock_notice_given) {
        clock_notice_given = true;
        notices.push_back({Severity::warning, db.file().string(), {"store.clock_backwards", {}}, {"store.clock_backwards.remedy", {}}});
    }
    return last;
}

const Catalog& Desk::Impl::catalog() const {
    static const Catalog none;
    return options.catalog ? *options.catalog : none;
}

void Desk::Impl::say_once(const std::string& what, Notice notice) {
    if (said_once.insert(what).second) notices.push_back(std::move(notice));
}

std::string Desk::cursor(const std::string& source) const {
    const auto it = impl_->cursors.find(source);
    return it == impl_->cursors.end() ? std::string{} : it->second;
}

std::uint32_t Desk::waiting(const std::string& source) const { return impl_->waiting.count(source); }
std::vector<OutboxItem> Desk::outbox(const std::string& source, std::size_t limit) const { return read_items(impl_->db, source, false, limit); }
std::vector<OutboxItem> Desk::disputes(const std::string& source) const { return read_items(impl_->db, source, true, SIZE_MAX); }

const Text* Desk::undo_summary() const { return impl_->undo_stack.empty() ? nullptr : &impl_->undo_stack.back().summary; }
const Text* Desk::redo_summary() const { return impl_->redo_stack.empty() ? nullptr : &impl_->redo_stack.back().summary; }
Result<Receipt> Desk::undo(const Actor& actor) { return impl_->turn_back(impl_->undo_stack, impl_->redo_stack, actor, false); }
Result<Receipt> Desk::redo(const Actor& actor) { return impl_->turn_back(impl_->redo_stack, impl_->undo_stack, actor, true); }

std::uint64_t Desk::journal_length() const { return impl_->journal.length(); }
std::vector<JournalEntry> Desk::history(EntityRef entity, std::size_t limit) const { return read_history(impl_->db, entity, limit); }
std::vector<JournalEntry> Desk::journal(std::size_t limit) const { return read_journal(impl_->db, limit); }
std::optional<std::uint64_t> Desk::first_broken_link() const { return find_broken_link(impl_->db); }

Result<Reporter> Desk::reporter(ReportId report) const {
    const auto sealed = read_sealed(impl_->db, report);
    if (!sealed) return Error{.klass = ErrorClass::input, .text = {"store.personal.none", {}}};
    return unseal(*sealed, impl_->options.personal_key);
}

std::vector<Observation> Desk::observations(SensorId sensor, Time from, Time to) const { return read_observations(impl_->db, sensor, from, to); }
std::vector<RolledUp> Desk::observation_hours(SensorId sensor, Time from, Time to) const { return read_hours(impl_->db, sensor, from, to); }
std::vector<RolledUp> Desk::observation_days(SensorId sensor, Time from, Time to) const { return read_days(impl_->db, sensor, from, to); }
std::vector<MeterReadings> Desk::readings(MeterId meter, Time from, Time to) const { return read_readings(impl_->db, meter, from, to); }
std::uint64_t Desk::readings_revision() const { return impl_->readings_revision; }
std::vector<MeterId> Desk::metered_since(std::uint64_t revision) const {
    std::vector<MeterId> out;
    for (const auto& [meter, at] : impl_->metered)
        if (at > revision) out.push_back(meter);
    return out;
}
bool Desk::is_missing(EntityRef entity) const { return impl_->missing.contains(entity); }

std::string Desk::Impl::setting(const std::string& key) const {
    const auto it = settings.find(key);
    return it == settings.end() ? std::string{} : it->second;
}
std::string Desk::setting(const std::string& key) const { return impl_->setting(key); }

const Alerting& Desk::alerting() const { return impl_->alerting; }
std::uint64_t Desk::alerting_revision() const { return impl_->alerting_revision; }

// What another program garbled is said, and the rest of it is kept.
void Desk::Impl::read_alerting(const std::string& key) {
    if (std::ranges::find(alerting_keys, key) == std::end(alerting_keys)) return;
    ++alerting_revision;
    if (!alerting_from_json(alerting, key, setting(key)))
        say_once(key, {Severity::warning, db.file().string(), {"store.alerting_unreadable", {}}, {"store.alerting_unreadable.remedy", {}}});
}

Outcome Desk::set_setting(const std::string& key, const std::string& value) {
    if (setting(key) == value) return Done{};
    Statement s = impl_->db.prepare("INSERT OR REPLACE INTO setting VALUES (?,?)");
    if (!s.ok()) return impl_->db.error();
    s.bind(1, std::string_view(key));
    s.bind(2, std::string_view(value));
    if (!s.run()) return impl_->db.error();
    impl_->settings[key] = value;
    impl_->read_alerting(key);
    return Done{};
}

std::optional<std::string> Desk::picture(const std::string& id, bool small) const { return read_picture(impl_->db, id, small); }

std::set<std::string> Desk::Impl::wanted_pictures() const {
    std::set<std::string> wanted;
    const auto note = [&](const AnyEntity& entity) {
        if (const auto* i = std::get_if<Intervention>(&entity))
            for (const Photo& photo : i->photos) wanted.insert(photo.id);
    };
    for (const Intervention& i : world.interventions()) note(i);
    for (const auto* stack : {&undo_stack, &redo_stack})
        for (const Gesture& gesture : *stack)
            for (const Image& image : gesture.images) {
                if (image.before) note(*image.before);
                if (image.after) note(*image.after);
            }
    return wanted;
}

Result<std::int64_t> Desk::forget_old() {
    const Time now = impl_->now();
    Write write;
    std::int64_t gone = 0;
    // What is forgotten is not told again by the line that says so: the entry names these reports without their texts.
    write.journal_only.emplace();
    std::vector<EntityRef> touched;
    for (const Report& r : impl_->world.reports()) {
        const auto less = forgotten(r, impl_->catalog().retention, now);
        if (!less) continue;
        const EntityRef ref{EntityKind::report, r.id.value};
        touched.push_back(ref);
        write.images.push_back({ref, r, less->after});
        if (less->reporter) write.erased_reporters.push_back(r.id);
        ++gone;
    }
    for (const Crew& c : impl_->world.crews())
        if (const auto less = forgotten(c, now)) write.images.push_back({{EntityKind::crew, c.id.value}, c, *less}), ++gone;
    const std::set<std::string> wanted = impl_->wanted_pictures();
    write.more = [&](Database& db) {
        gone += forget_history(db, impl_->world, impl_->catalog(), now) + forget_pictures(db, wanted, now - picture_retention);
        return true;
    };
    write.entry = JournalEntry{.at = now, .actor = "vigie", .post = {}, .gesture = "forget_old", .summary = {"gesture.forget_old", {}},
                               .touched = std::move(touched), .before_json = {}, .after_json = {}, .hash = {}};
    if (auto done = impl_->commit(std::move(write)); !done) return done.error();
    return gone;
}

} // namespace vigie::gis
