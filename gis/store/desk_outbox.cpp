// What became of edits that went back to their source.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "gis/model/entity_json.hpp"
#include "gis/model/words.hpp"
#include "gis/store/commands/carry_out.hpp"
#include "gis/store/desk_impl.hpp"

namespace vigie::gis {

namespace {

bool names(const std::vector<StoredItem>& items, const std::string& field) {
    return std::ranges::any_of(items, [&](const StoredItem& stored) { return std::ranges::count(field_names(stored.item), field) > 0; });
}

// Other edits of the entity for the same source; those made after it only, where that is asked.
std::vector<StoredItem> others_of(Database& db, const OutboxItem& item, bool later) {
    std::vector<StoredItem> items = read_items_of(db, item.entity);
    std::erase_if(items, [&](const StoredItem& other) { return other.item.id == item.id || other.item.source != item.source || (later && other.item.id < item.id); });
    return items;
}

// The entity as its source now knows it: the version it answered, for one made here the id it gave, and what it said of the
// edited fields itself in that version or after it, if no other edit of them waits.
std::optional<Image> known_there(const World& world, const OutboxItem& item, const std::string& remote_id, const std::string& version,
                                 const std::vector<StoredItem>& others, const std::map<EntityRef, Heard>& heard) {
    const auto before = world.find(item.entity);
    if (!before) return {};
    AnyEntity after = *before;
    std::visit([&](auto& e) {
        const bool adopted = e.origin.source.empty() && !remote_id.empty();
        if (adopted) e.origin = {item.source, remote_id, version};
        else if (e.origin.source == item.source && !version.empty()) e.origin.version = version;
    }, after);
    if (const auto said = heard.find(item.entity); said != heard.end() && !version.empty() && said->second.versions.contains(version)) {
        std::vector<std::string> fields(said->second.fields.begin(), said->second.fields.end());
        std::erase_if(fields, [&](const std::string& field) { return names(others, field); });
        copy_fields(after, said->second.entity, fields);
        std::visit([&](auto& e) { e.origin.version = std::get<std::decay_t<decltype(e)>>(said->second.entity).origin.version; }, after);
    }
    if (after == *before) return {};
    return Image{item.entity, before, after};
}

} // namespace

Outcome Desk::settle(std::uint64_t outbox_id, SettleAs outcome, const std::string& remote_id, const std::string& version,
                     const std::string& why) {
    const auto found = read_item(impl_->db, outbox_id);
    if (!found) return Done{};
    StoredItem stored = *found;
    std::vector<StoredItem> later;
    Write write;
    // A source may have made the entity and yet refuse a part of it: then the rest is an edit of what it has.
    const bool made_there = stored.item.remote_id.empty() && !remote_id.empty() && outcome == SettleAs::conflict;
    if (made_there) {
        stored.item.remote_id = remote_id;
        stored.item.expected_version = version;
    }
    if (outcome == SettleAs::done || made_there) {
        later = others_of(impl_->db, stored.item, false);
        if (auto image = known_there(impl_->world, stored.item, remote_id, version, later, impl_->heard)) write.images.push_back(std::move(*image));
        for (StoredItem& next : later) {
            if (!remote_id.empty()) next.item.remote_id = remote_id;
            if (!version.empty()) next.item.expected_version = version;
        }
    }
    if (outcome == SettleAs::retry) ++stored.item.attempts;
    if (outcome == SettleAs::conflict || outcome == SettleAs::refused) {
        stored.in_dispute = true;
        if (stored.item.removal && !version.empty()) stored.item.expected_version = version;  // what is left to decide on
        stored.item.why = why;
    }
    write.more = [&](Database& db) {
        for (const StoredItem& next : later)
            if (!rewrite_item(db, next)) return false;
        return outcome == SettleAs::done ? erase_item(db, outbox_id) : rewrite_item(db, stored);
    };
    if (auto done = impl_->commit(std::move(write)); !done) return done.error();
    impl_->waiting.remove(*found);
    if (outcome != SettleAs::done) impl_->waiting.add(stored);
    if (!impl_->waiting.knows(stored.item.entity)) impl_->heard.erase(stored.item.entity);
    return Done{};
}

Result<Receipt> Desk::decide(std::uint64_t outbox_id, bool keep_ours, const Actor& actor) {
    const auto found = read_item(impl_->db, outbox_id);
    if (!found || !found->in_dispute) return refused("desk.refused.nothing_chosen");
    if (actor.role == Role::council || actor.role == Role::agent) return refused("desk.refused.role");
    StoredItem stored = *found;
    const auto current = impl_->world.find(stored.item.entity);
    const std::string what = current ? label(*current) : ref_text(stored.item.entity);
    Write write;
    if (keep_ours) {
        stored.in_dispute = false;
        stored.item.attempts = 0;
        stored.item.seen.clear();
        if (current) std::visit([&](const auto& e) { if (e.origin.source == stored.item.source) stored.item.expected_version = e.origin.version; }, *current);
    } else if (current && !stored.item.theirs_json.empty()) {
        AnyEntity after = *current;
        auto theirs = nlohmann::json::parse(stored.item.theirs_json, nullptr, false);
        // What a later edit says again still goes there.
        for (const StoredItem& next : others_of(impl_->db, stored.item, true))
            for (const std::string& field : field_names(next.item)) theirs.erase(field);
        if (auto set = set_fields(after, theirs); !set) return set.error();
        if (after != *current) write.images.push_back({stored.item.entity, current, std::move(after)});
    }
    const Text summary{keep_ours ? "gesture.keep_ours" : "gesture.keep_theirs", {{"what", what}, {"source", stored.item.source}}};
    write.entry = JournalEntry{.at = impl_->now(), .actor = actor.name, .post = actor.post, .gesture = "decide", .summary = summary,
                               .touched = {}, .before_json = {}, .after_json = {}, .hash = {}};
    write.more = [&](Database& db) { return keep_ours ? rewrite_item(db, stored) : erase_item(db, outbox_id); };
    auto delta = impl_->commit(std::move(write));
    if (!delta) return delta.error();
    impl_->waiting.remove(*found);
    if (keep_ours) impl_->waiting.add(stored);
    if (!impl_->waiting.knows(stored.item.entity)) impl_->heard.erase(stored.item.entity);
    return Receipt{std::move(*delta), summary, {}};
}

} // namespace vigie::gis
