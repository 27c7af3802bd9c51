#include "gis/store/pending_links.hpp"

#include "gis/model/words.hpp"

namespace vigie::gis {

bool PendingLinks::load(Database& db) {
    Statement s = db.prepare("SELECT kind, id, field, target_kind, source, remote_id FROM pending_link ORDER BY kind, id, field, ordinal");
    if (!s.ok()) return false;
    std::map<Key, PendingField> fields;
    while (s.step()) {
        const auto kind = from_name<EntityKind>(s.text(0)), target = from_name<EntityKind>(s.text(3));
        if (!kind || !target) continue;
        PendingField& field = fields[{{*kind, static_cast<std::uint64_t>(s.integer(1))}, std::string(s.text(2))}];
        field.target = *target;
        field.source = s.text(4);
        field.remote_ids.emplace_back(s.text(5));
    }
    for (auto& [key, field] : fields) set(key, std::move(field));
    return s.failed() == 0;
}

void PendingLinks::set(const Key& key, PendingField field) {
    if (const auto old = fields_.find(key); old != fields_.end()) {
        for (const std::string& remote_id : old->second.remote_ids) {
            auto [at, end] = by_target_.equal_range({old->second.source, old->second.target, remote_id});
            while (at != end) at = at->second == key ? by_target_.erase(at) : std::next(at);
        }
        fields_.erase(old);
    }
    if (field.remote_ids.empty()) return;
    for (const std::string& remote_id : field.remote_ids) by_target_.emplace(Target{field.source, field.target, remote_id}, key);
    fields_.emplace(key, std::move(field));
}

bool PendingLinks::write(Database& db, const Key& key, const PendingField& field) {
    const auto& [ref, field_name] = key;
    Statement erase = db.prepare("DELETE FROM pending_link WHERE kind=? AND id=? AND field=?");
    if (!erase.ok()) return false;
    erase.bind(1, name(ref.kind));
    erase.bind(2, static_cast<std::int64_t>(ref.id));
    erase.bind(3, std::string_view(field_name));
    if (!erase.run()) return false;
    std::int64_t ordinal = 0;
    for (const std::string& remote_id : field.remote_ids) {
        Statement s = db.prepare("INSERT INTO pending_link VALUES (?,?,?,?,?,?,?)");
        if (!s.ok()) return false;
        s.bind(1, name(ref.kind));
        s.bind(2, static_cast<std::int64_t>(ref.id));
        s.bind(3, std::string_view(field_name));
        s.bind(4, ordinal++);
        s.bind(5, name(field.target));
        s.bind(6, std::string_view(field.source));
        s.bind(7, std::string_view(remote_id));
        if (!s.run()) return false;
    }
    return true;
}

const PendingField* PendingLinks::find(const Key& key) const {
    const auto it = fields_.find(key);
    return it == fields_.end() ? nullptr : &it->second;
}

std::vector<PendingLinks::Key> PendingLinks::waiting_for(const std::string& source, EntityKind target, const std::string& remote_id) const {
    std::vector<Key> keys;
    const auto [begin, end] = by_target_.equal_range({source, target, remote_id});
    for (auto it = begin; it != end; ++it) keys.push_back(it->second);
    return keys;
}

} // namespace vigie::gis
