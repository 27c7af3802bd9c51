// The live feed: what changed state, newest first. Begins with what the World remembers of the last day, then keeps each
// change that passes, bounded. Pure; UI thread or tests.
#pragma once

#include <deque>
#include <string>
#include <unordered_map>
#include <utility>

#include "panels/lists/list_model.hpp"

namespace vigie::panels {

inline constexpr std::size_t max_feed_items = 2000;
inline constexpr gis::Seconds feed_memory{24 * 3600};

struct FeedItem {
    gis::Time at{};
    gis::EntityRef ref;
    AnyState state;
};

class Feed {
public:
    // `delta` as in ListModel::sync: nullptr looks at everything again (nothing already told is told twice).
    void sync(const gis::World& world, const gis::Delta* delta, gis::Time now);
    [[nodiscard]] const std::deque<FeedItem>& items() const { return items_; }

private:
    void look(const gis::World& world, gis::EntityRef ref, gis::Time oldest);
    void add(FeedItem item);

    std::deque<FeedItem> items_;
    std::unordered_map<gis::EntityRef, std::pair<gis::Time, AnyState>> last_;
    bool seeded_ = false;
};

// The sentence beside the state: "S-1187, Nid-de-poule, 27 avenue de Saint-Maur". Empty when the entity is gone.
[[nodiscard]] std::string feed_words(const ListContext& context, const FeedItem& item);
// "Reçu", in the words of the state's kind.
[[nodiscard]] std::string state_label(const gis::Language& language, const AnyState& state);

} // namespace vigie::panels
