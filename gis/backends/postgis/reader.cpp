#include "gis/backends/postgis/reader.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "gis/backends/postgis/schema.hpp"
#include "gis/model/words.hpp"
#include "gis/store/new_uuid.hpp"

namespace vigie::gis::postgis {

namespace {

using backend::Change;

constexpr int rows_at_once = 2'000;
constexpr std::size_t most_ahead = 5'000;
constexpr std::int64_t cursor_every_ms = 600'000;  // also without news, so that an idle desk does not fall off the log
constexpr int last_observations = 200, last_positions = 50;  // of each sensor and crew, with the first picture

Error stopped() { return {.klass = ErrorClass::network, .text = {"postgis.error.cancelled", {}}}; }

Change mark(std::uint32_t op, int kind) {
    Change c;
    c.op = op;
    c.kind = static_cast<std::uint32_t>(kind);
    c.value = op == VIGIE_OP_SNAPSHOT_END ? 1 : 0;
    return c;
}

// Columns id, version, time, data from `first` on; no data = it is gone.
Change entity_change(EntityKind kind, const Rows& rows, int row, int first) {
    Change c;
    c.kind = static_cast<std::uint32_t>(kind);
    c.id = rows.text(row, first);
    if (rows.is_null(row, first + 3)) {
        c.op = VIGIE_OP_DELETE;
        return c;
    }
    c.version = rows.text(row, first + 1);
    c.at_ms = rows.integer(row, first + 2);
    c.json = rows.text(row, first + 3);
    return c;
}

Change observed(std::string_view sensor, std::int64_t at_ms, double value) {
    Change c;
    c.op = VIGIE_OP_OBSERVE;
    c.kind = VIGIE_KIND_SENSOR;
    c.id = sensor;
    c.at_ms = at_ms;
    c.value = value;
    return c;
}

Change positioned(std::string_view crew, std::int64_t at_ms, std::string_view data) {
    Change c;
    c.op = VIGIE_OP_POSITION;
    c.kind = VIGIE_KIND_CREW;
    c.id = crew;
    c.at_ms = at_ms;
    const auto json = nlohmann::json::parse(data, nullptr, false);
    const auto number = [&](const char* name) {
        const auto it = json.is_object() ? json.find(name) : json.end();
        return it != json.end() && it->is_number() ? it->get<double>() : backend::unknown;
    };
    c.lon = number("lon");
    c.lat = number("lat");
    c.heading_deg = number("heading_deg");
    c.speed_ms = number("speed_ms");
    c.accuracy_m = number("accuracy_m");
    return c;
}

std::uint64_t unsigned_of(std::string_view text) { return std::strtoull(std::string(text).c_str(), nullptr, 10); }

constexpr const char* log_sql =
    "SELECT l.xid::text, l.seq, l.op, l.kind, l.id, e.version, (extract(epoch FROM e.updated) * 1000)::bigint, e.data::text,"
    " (extract(epoch FROM l.at) * 1000)::bigint, l.value, l.data::text, pg_snapshot_xmin(pg_current_snapshot())::text"
    " FROM (SELECT * FROM vigie.change_log WHERE (xid, seq) > ($1::xid8, $2::bigint) ORDER BY xid, seq LIMIT 2000) AS l"
    " LEFT JOIN vigie.entity AS e ON l.op IN ('upsert', 'delete') AND e.kind = l.kind AND e.id = l.id ORDER BY l.xid, l.seq";

} // namespace

bool Reader::is_far_ahead() const { return ahead_.size() > most_ahead; }

Outcome Reader::push(const std::vector<Change>& changes, const std::string& cursor) {
    if (!host_.push(changes, cursor)) return stopped();
    if (!cursor.empty()) {
        sent_cursor_ = cursor;
        sent_at_ms_ = host_.now_ms();
    }
    return Done{};
}

Result<Change> Reader::current(Connection& connection, const std::string& kind, const std::string& id) {
    auto rows = connection.run("SELECT w.id, e.version, (extract(epoch FROM e.updated) * 1000)::bigint, e.data::text"
                               " FROM (SELECT $2::text AS id) AS w LEFT JOIN vigie.entity AS e ON e.kind = $1 AND e.id = w.id", {kind, id});
    if (!rows) return rows.error();
    return entity_change(from_name<EntityKind>(kind).value_or(EntityKind::asset), *rows, 0, 0);
}

Outcome Reader::begin(const std::string& stored) {
    const auto state = require_shared(connection_);
    if (!state) return state.error();
    auto limits = connection_.run("SELECT coalesce((SELECT value FROM vigie.meta WHERE key = 'log_floor'), '0'), pg_snapshot_xmax(pg_current_snapshot())::text");
    if (!limits) return limits.error();
    const auto known = Cursor::parse(stored);
    const bool of_this = known && known->database == state->uuid;
    const bool reaches = of_this && known->xid > unsigned_of(limits->text(0, 0)) && known->xid <= unsigned_of(limits->text(0, 1));
    cursor_ = known.value_or(Cursor{0, 0, new_uuid(), {}});
    cursor_.database = state->uuid;
    if (!reaches) return snapshot();
    sent_at_ms_ = host_.now_ms();
    return Done{};
}

Outcome Reader::snapshot() {
    if (auto begun = connection_.script("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"); !begun) return begun;
    auto guard = connection_.run("SELECT pg_snapshot_xmin(pg_current_snapshot())::text");
    if (!guard) return guard.error();
    cursor_.xid = unsigned_of(guard->text(0, 0));
    cursor_.seq = 0;
    for (int kind = 0; kind < entity_kind_count; ++kind)
        if (auto sent = send_kind(kind); !sent) return sent;
    if (auto sent = send_history(); !sent) return sent;
    if (auto ended = connection_.script("COMMIT"); !ended) return ended;
    return push({}, cursor_.text());
}

Outcome Reader::send_kind(int index) {
    const auto kind = static_cast<EntityKind>(index);
    std::vector<Change> changes{mark(VIGIE_OP_SNAPSHOT_BEGIN, index)};
    std::string after;
    for (bool first = true;; first = false) {
        auto rows = connection_.run("SELECT id, version, (extract(epoch FROM updated) * 1000)::bigint, data::text FROM vigie.entity"
                                    " WHERE kind = $1 AND ($3 OR id > $2) ORDER BY id LIMIT " + std::to_string(rows_at_once),
                                    {std::string(name(kind)), after, first ? "t" : "f"});
        if (!rows) return rows.error();
        for (int row = 0; row < rows->count(); ++row) changes.push_back(entity_change(kind, *rows, row, 0));
        if (rows->count() > 0) after = rows->text(rows->count() - 1, 0);
        const bool last = rows->count() < rows_at_once;
        if (last) changes.push_back(mark(VIGIE_OP_SNAPSHOT_END, index));
        if (auto sent = push(changes); !sent || last) return sent;
        changes.clear();
    }
}

Outcome Reader::send_history() {
    auto values = connection_.run("SELECT o.sensor, (extract(epoch FROM o.at) * 1000)::bigint, o.value FROM vigie.entity AS s CROSS JOIN LATERAL"
                                  " (SELECT * FROM vigie.observation WHERE sensor = s.id ORDER BY at DESC LIMIT " + std::to_string(last_observations) + ") AS o"
                                  " WHERE s.kind = 'sensor' ORDER BY o.at");
    if (!values) return values.error();
    std::vector<Change> changes;
    for (int row = 0; row < values->count(); ++row) changes.push_back(observed(values->text(row, 0), values->integer(row, 1), values->real(row, 2)));
    auto places = connection_.run("SELECT p.crew, (extract(epoch FROM p.at) * 1000)::bigint, to_jsonb(p)::text FROM vigie.entity AS c CROSS JOIN LATERAL"
                                  " (SELECT * FROM vigie.position WHERE crew = c.id ORDER BY at DESC LIMIT " + std::to_string(last_positions) + ") AS p"
                                  " WHERE c.kind = 'crew' ORDER BY p.at");
    if (!places) return places.error();
    for (int row = 0; row < places->count(); ++row) changes.push_back(positioned(places->text(row, 0), places->integer(row, 1), places->text(row, 2)));
    return changes.empty() ? Outcome(Done{}) : push(changes);
}

Outcome Reader::take_news() {
    std::pair from{cursor_.xid, cursor_.seq};
    const bool was_ahead = !ahead_.empty();
    // Of the first page: what ends while the next ones are read may lie before them.
    std::optional<std::uint64_t> guard;
    for (bool more = true; more;) {
        auto rows = connection_.run(log_sql, {std::to_string(from.first), std::to_string(from.second)});
        if (!rows) return rows.error();
        more = rows->count() == rows_at_once;
        std::vector<Change> changes;
        std::set<std::pair<std::string_view, std::string_view>> told;  // a page shows the entity as it is now: once is enough
        if (!guard && rows->count() > 0) guard = unsigned_of(rows->text(0, 11));
        for (int row = 0; row < rows->count(); ++row) {
            from = {unsigned_of(rows->text(row, 0)), rows->integer(row, 1)};
            if (from.first < *guard) std::tie(cursor_.xid, cursor_.seq) = from;
            const bool fresh = from.first < *guard ? ahead_.erase(from) == 0 : ahead_.insert(from).second;
            if (!fresh) continue;
            const std::string_view op = rows->text(row, 2), kind = rows->text(row, 3), id = rows->text(row, 4);
            if (op == "observe") changes.push_back(observed(id, rows->integer(row, 8), rows->real(row, 9)));
            else if (op == "position") changes.push_back(positioned(id, rows->integer(row, 8), rows->text(row, 10)));
            else if (const auto known = from_name<EntityKind>(kind); known && told.emplace(kind, id).second) changes.push_back(entity_change(*known, *rows, row, 4));
        }
        if (!more && guard && *guard > cursor_.xid) {  // all that was below the guard has been seen
            cursor_.xid = *guard;
            cursor_.seq = 0;
        }
        const bool caught_up = !more && was_ahead && ahead_.empty();
        const bool due = host_.now_ms() - sent_at_ms_ > cursor_every_ms && cursor_.text() != sent_cursor_;
        if (!changes.empty() || caught_up || due)
            if (auto sent = push(changes, cursor_.text()); !sent) return sent;
    }
    return Done{};
}

} // namespace vigie::gis::postgis
