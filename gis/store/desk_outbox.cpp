// What became of edits that went back to their source.
#include <nlohmann/json.hpp>

#include "gis/model/entity_json.hpp"
#include "gis/model/words.hpp"
#include "gis/store/commands/carry_out.hpp"
#include "gis/store/desk_impl.hpp"

namespace vigie::gis {

namespace {

// The entity as its source now knows it: the version it answered, and, for one made here, the id it gave.
std::optional<Image> known_there(const World& world, const OutboxItem& item, const std::string& remote_id, const std::string& version) {
    const auto before = world.find(item.entity);
    if (!before) return {};
    AnyEntity after = *before;
    std::visit([&](auto& e) {
        const bool adopted = e.origin.source.empty() && !remote_id.empty();
        if (adopted) e.origin = {item.source, remote_id, version};
        else if (e.origin.source == item.source && !version.empty()) e.origin.version = version;
    }, after);
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
        if (auto image = known_there(impl_->world, stored.item, remote_id, version)) write.images.push_back(std::move(*image));
        for (StoredItem& next : read_items_of(impl_->db, stored.item.entity)) {
            if (next.item.id == outbox_id || next.item.source != stored.item.source) continue;
            if (!remote_id.empty()) next.item.remote_id = remote_id;
            if (!version.empty()) next.item.expected_version = version;
            later.push_back(std::move(next));
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
        if (auto set = set_fields(after, nlohmann::json::parse(stored.item.theirs_json, nullptr, false)); !set) return set.error();
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
    return Receipt{std::move(*delta), summary, {}};
}

} // namespace vigie::gis
