#include "gis/store/outbox.hpp"

#include <nlohmann/json.hpp>
#include <sodium.h>

#include "gis/model/entity_json.hpp"
#include "gis/model/entity_links.hpp"
#include "gis/model/words.hpp"

namespace vigie::gis {

namespace {

using nlohmann::json;

constexpr std::size_t max_items_read = 100'000;

const Origin& origin_of(const AnyEntity& entity) {
    return std::visit([](const auto& e) -> const Origin& { return e.origin; }, entity);
}

constexpr const char* columns = "ticket, source, removal, kind, id, remote_id, expected_version, key, fields, created_at, dispute, why, attempts, theirs, seen";

StoredItem item_of(const Statement& s) {
    return {.item = {.id = static_cast<std::uint64_t>(s.integer(0)), .source = std::string(s.text(1)),
                     .entity = {from_name<EntityKind>(s.text(3)).value_or(EntityKind::asset), static_cast<std::uint64_t>(s.integer(4))},
                     .remote_id = std::string(s.text(5)), .expected_version = std::string(s.text(6)), .idempotency_key = std::string(s.text(7)),
                     .fields_json = std::string(s.text(8)), .seen = std::string(s.text(14)), .attempts = static_cast<int>(s.integer(12)), .removal = s.integer(2) != 0,
                     .created_at = time_from_ms(s.integer(9)), .why = std::string(s.text(11)), .theirs_json = std::string(s.text(13))},
            .in_dispute = s.integer(10) != 0};
}

} // namespace

std::vector<std::string> field_names(const OutboxItem& item) {
    std::vector<std::string> names;
    const json fields = json::parse(item.fields_json, nullptr, false);
    if (fields.is_object())
        for (const auto& [field, value] : fields.items()) names.push_back(field);
    return names;
}

void Heard::hear(const Heard& newer) {
    copy_fields(entity, newer.entity, {newer.fields.begin(), newer.fields.end()});
    std::visit([&](auto& e) { e.origin = std::get<std::decay_t<decltype(e)>>(newer.entity).origin; }, entity);
    fields.insert(newer.fields.begin(), newer.fields.end());
    versions.insert(newer.versions.begin(), newer.versions.end());
}

std::string new_idempotency_key() {
    if (sodium_init() < 0) return {};
    unsigned char bytes[16];
    randombytes_buf(bytes, sizeof bytes);
    char hex[sizeof bytes * 2 + 1];
    sodium_bin2hex(hex, sizeof hex, bytes, sizeof bytes);
    return hex;
}

void name_links(OutboxItem& item, const RemoteName& remote_name) {
    json fields = json::parse(item.fields_json, nullptr, false);
    if (!fields.is_object()) return;
    for (const LinkField& link : link_fields(item.entity.kind)) {
        const auto given = fields.find(link.name);
        if (given == fields.end()) continue;
        json names = json::array();
        for (const json& id : given->is_array() ? *given : json::array({*given})) {
            const std::string named = id.is_number_unsigned() ? remote_name({link.target, id.get<std::uint64_t>()}) : std::string{};
            if (!named.empty()) names.push_back(named);
        }
        if (link.is_list) *given = std::move(names);
        else *given = names.empty() ? json(nullptr) : names[0];
    }
    item.fields_json = fields.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::optional<OutboxItem> outbox_item(const Image& image, const std::string& source, bool follows) {
    OutboxItem item{.source = source, .entity = image.ref, .removal = !image.after};
    const AnyEntity& known = image.after ? *image.after : *image.before;
    const Origin& origin = origin_of(known);
    const bool owned = origin.source == source && !origin.remote_id.empty();
    if (owned) {
        item.remote_id = origin.remote_id;
        item.expected_version = origin.version;
    }
    json fields = json::object();
    if (image.after && image.before && (owned || follows)) {
        const FieldDifference d = difference(&*image.before, &*image.after);
        if (d.fields.empty()) return {};
        fields = json::parse(d.after, nullptr, false);
        item.theirs_json = d.before;
    } else if (image.after) {  // what the source does not know yet it gets whole
        fields = to_json(*image.after);
        for (const char* own : {"id", "origin", "updated_at"}) fields.erase(own);
    }
    item.fields_json = fields.dump(-1, ' ', false, json::error_handler_t::replace);
    return item;
}

bool write_item(Database& db, OutboxItem& item) {
    if (item.idempotency_key.empty()) item.idempotency_key = new_idempotency_key();
    if (item.idempotency_key.empty()) return false;
    Statement s = db.prepare("INSERT INTO outbox (source, removal, kind, id, remote_id, expected_version, key, fields, created_at, theirs, seen)"
                             " VALUES (?,?,?,?,?,?,?,?,?,?,?) RETURNING ticket");
    if (!s.ok()) return false;
    s.bind(1, std::string_view(item.source));
    s.bind(2, std::int64_t{item.removal});
    s.bind(3, name(item.entity.kind));
    s.bind(4, static_cast<std::int64_t>(item.entity.id));
    s.bind(5, std::string_view(item.remote_id));
    s.bind(6, std::string_view(item.expected_version));
    s.bind(7, std::string_view(item.idempotency_key));
    s.bind(8, std::string_view(item.fields_json));
    s.bind(9, ms_since_epoch(item.created_at));
    s.bind(10, std::string_view(item.theirs_json));
    s.bind(11, std::string_view(item.seen));
    if (s.step()) item.id = static_cast<std::uint64_t>(s.integer(0));
    return s.run() && item.id != 0;
}

bool erase_item(Database& db, std::uint64_t id) {
    Statement s = db.prepare("DELETE FROM outbox WHERE ticket=?");
    if (!s.ok()) return false;
    s.bind(1, static_cast<std::int64_t>(id));
    return s.run();
}

bool rewrite_item(Database& db, const StoredItem& stored) {
    Statement s = db.prepare("UPDATE outbox SET dispute=?, why=?, attempts=?, theirs=?, remote_id=?, expected_version=?, seen=? WHERE ticket=?");
    if (!s.ok()) return false;
    s.bind(1, std::int64_t{stored.in_dispute});
    s.bind(2, std::string_view(stored.item.why));
    s.bind(3, std::int64_t{stored.item.attempts});
    s.bind(4, std::string_view(stored.item.theirs_json));
    s.bind(5, std::string_view(stored.item.remote_id));
    s.bind(6, std::string_view(stored.item.expected_version));
    s.bind(7, std::string_view(stored.item.seen));
    s.bind(8, static_cast<std::int64_t>(stored.item.id));
    return s.run();
}

std::vector<OutboxItem> read_items(Database& db, const std::string& source, bool in_dispute, std::size_t limit) {
    // Only the oldest item of an entity: what follows it waits for the answer.
    Statement s = db.prepare("SELECT " + std::string(columns) + " FROM outbox AS o WHERE source=? AND dispute=? AND (dispute OR NOT EXISTS"
                             " (SELECT 1 FROM outbox AS e WHERE e.source=o.source AND e.kind=o.kind AND e.id=o.id AND e.ticket<o.ticket))"
                             " ORDER BY ticket LIMIT ?");
    if (!s.ok()) return {};
    s.bind(1, std::string_view(source));
    s.bind(2, std::int64_t{in_dispute});
    s.bind(3, static_cast<std::int64_t>(std::min(limit, max_items_read)));
    std::vector<OutboxItem> items;
    while (s.step()) items.push_back(item_of(s).item);
    return items;
}

std::optional<StoredItem> read_item(Database& db, std::uint64_t id) {
    Statement s = db.prepare("SELECT " + std::string(columns) + " FROM outbox WHERE ticket=?");
    if (!s.ok()) return {};
    s.bind(1, static_cast<std::int64_t>(id));
    std::optional<StoredItem> item;
    if (s.step()) item = item_of(s);
    s.reset();
    return item;
}

std::vector<StoredItem> read_items_of(Database& db, EntityRef entity) {
    Statement s = db.prepare("SELECT " + std::string(columns) + " FROM outbox WHERE kind=? AND id=? ORDER BY ticket");
    if (!s.ok()) return {};
    s.bind(1, name(entity.kind));
    s.bind(2, static_cast<std::int64_t>(entity.id));
    std::vector<StoredItem> items;
    while (s.step()) items.push_back(item_of(s));
    return items;
}

bool Waiting::load(Database& db) {
    Statement s = db.prepare("SELECT " + std::string(columns) + " FROM outbox ORDER BY ticket");
    if (!s.ok()) return false;
    while (s.step()) add(item_of(s));
    return s.failed() == 0;
}

void Waiting::add(const StoredItem& stored) {
    if (!stored.in_dispute) ++per_source_[stored.item.source];
    for (const std::string& field : field_names(stored.item)) ++fields_[stored.item.entity][field];
    if (!stored.item.remote_id.empty() || stored.item.removal) return;
    created_.emplace(std::pair{stored.item.source, stored.item.idempotency_key}, stored.item.entity);
    first_key_.emplace(std::pair{stored.item.source, stored.item.entity}, stored.item.idempotency_key);
}

void Waiting::remove(const StoredItem& stored) {
    const OutboxItem& item = stored.item;
    created_.erase({item.source, item.idempotency_key});
    if (const auto first = first_key_.find({item.source, item.entity}); first != first_key_.end() && first->second == item.idempotency_key) first_key_.erase(first);
    if (auto it = per_source_.find(item.source); !stored.in_dispute && it != per_source_.end() && it->second > 0) --it->second;
    const auto entity = fields_.find(item.entity);
    if (entity == fields_.end()) return;
    for (const std::string& field : field_names(item))
        if (auto it = entity->second.find(field); it != entity->second.end() && --it->second <= 0) entity->second.erase(it);
    if (entity->second.empty()) fields_.erase(entity);
}

std::uint32_t Waiting::count(const std::string& source) const {
    const auto it = per_source_.find(source);
    return it == per_source_.end() ? 0 : it->second;
}

bool Waiting::waits(EntityRef ref, const std::string& field) const {
    const auto it = fields_.find(ref);
    return it != fields_.end() && it->second.contains(field);
}

std::string Waiting::creation_key(const std::string& source, EntityRef ref) const {
    const auto it = first_key_.find({source, ref});
    return it == first_key_.end() ? std::string{} : it->second;
}

std::optional<EntityRef> Waiting::created(const std::string& source, const std::string& key) const {
    const auto it = created_.find({source, key});
    return it == created_.end() ? std::nullopt : std::optional(it->second);
}

} // namespace vigie::gis
