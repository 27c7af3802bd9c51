#include "gis/backends/postgis/writer.hpp"

#include <algorithm>

#include "gis/backends/postgis/reader.hpp"
#include "gis/model/words.hpp"

namespace vigie::gis::postgis {

namespace {

constexpr int most_tries = 3;  // of a transaction that met another head-on
constexpr const char* submit_sql =
    "SELECT outcome, id, version, other FROM vigie.submit($1, $2, $3, $4, $5::bigint, $6::jsonb, $7::xid8, $8)";

Value version_of(const std::string& text) {
    const bool number = !text.empty() && text.size() < 19 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    return number ? Value(text) : Value{};
}

// Where the desk's reading stood when the person acted; a cursor of another database says nothing.
Value seen_of(const std::string& text, const Cursor& reader) {
    const auto seen = Cursor::parse(text);
    return seen && seen->database == reader.database ? Value(std::to_string(seen->xid)) : Value{};
}

bool met_head_on(const std::string& sqlstate) { return sqlstate == "40001" || sqlstate == "40P01"; }

} // namespace

Outcome Writer::take(const backend::Command& command, const Cursor& reader) {
    if (command.kind >= static_cast<std::uint32_t>(entity_kind_count)) return refuse(command, "@postgis.edit.impossible");
    const std::string kind(name(static_cast<EntityKind>(command.kind)));
    const bool removal = command.op == VIGIE_OP_DELETE;
    const std::vector<Value> parameters{command.idempotency_key, removal ? "delete" : "upsert", kind, command.id, version_of(command.expected_version),
                                        command.json.empty() ? "{}" : command.json, seen_of(command.seen_cursor, reader), reader.desk};
    auto rows = connection_.run(submit_sql, parameters);
    for (int tries = 1; !rows && met_head_on(connection_.sqlstate()) && tries < most_tries; ++tries) rows = connection_.run(submit_sql, parameters);
    if (rows && rows->count() == 1) return answer(command, kind, *rows);
    if (rows) return refuse(command, "@postgis.edit.impossible");
    const std::string state = connection_.sqlstate();
    const bool of_the_edit = state.starts_with("22") || state.starts_with("23") || state.starts_with("42") || state == "P0001";
    if (!of_the_edit) return rows.error();
    host_.log(VIGIE_LOG_WARNING, rows.error().detail);
    return refuse(command, state == "42501" ? "@postgis.edit.forbidden" : "@postgis.edit.impossible");
}

Outcome Writer::refuse(const backend::Command& command, const char* why) {
    host_.ack(command.ticket, VIGIE_ACK_REFUSED, command.id, {}, why);
    return Done{};
}

Outcome Writer::answer(const backend::Command& command, const std::string& kind, const Rows& rows) {
    const std::string outcome(rows.text(0, 0)), id(rows.text(0, 1)), version(rows.text(0, 2)), other(rows.text(0, 3));
    if (outcome == "done") {
        host_.ack(command.ticket, VIGIE_ACK_DONE, id, version);
        return Done{};
    }
    if (!other.empty())
        if (auto pushed = push_current(kind, other); !pushed) return pushed;
    if (auto pushed = push_current(kind, id); !pushed) return pushed;
    if (outcome == "gone") return refuse(command, "@postgis.edit.gone");
    host_.ack(command.ticket, VIGIE_ACK_CONFLICT, id, version, outcome == "crew_taken" ? "@postgis.conflict.crew_taken" : "@postgis.conflict.changed");
    return Done{};
}

Outcome Writer::push_current(const std::string& kind, const std::string& id) {
    auto change = Reader::current(connection_, kind, id);
    if (!change) return change.error();
    if (!host_.push({*change})) return Error{.klass = ErrorClass::network, .text = {"postgis.error.cancelled", {}}};
    return Done{};
}

} // namespace vigie::gis::postgis
