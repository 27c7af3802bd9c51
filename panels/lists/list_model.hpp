// A sorted, filtered view of one table of the World. The order is kept from frame to frame: a Delta that touches three
// reports makes three keys again and moves three rows, whatever the length of the list. Pure; UI thread or tests.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "gis/model/catalog.hpp"
#include "gis/model/language.hpp"
#include "gis/model/world.hpp"
#include "panels/frame.hpp"
#include "panels/lists/cell.hpp"
#include "panels/lists/work_index.hpp"

namespace vigie::panels {

// What rows are made from. `today` bounds the local day of `now`; `known_at` is the replay cursor (none = live).
struct ListContext {
    const gis::World& world;
    const WorkIndex& work;
    const gis::Catalog& catalog;
    const gis::Language& language;
    const std::string& zone;
    gis::Time now{};
    gis::TimeWindow today;
    gis::MaybeTime known_at;
    const gis::Alerting* alerting = nullptr;  // mutes; absent in tests of plain lists
};

// A Delta that touches more than this share of a list makes it again instead of moving rows one by one.
inline constexpr std::size_t refresh_share = 8;

// Sorts by number, then text, then id; rows without a value come last in both directions.
struct SortKey {
    double number = 0;
    std::string text{};
    bool missing = false;
};

struct ListColumn {
    std::string_view id{};      // "due": the header's words are desk.column.due
    float width = 100;          // px at scale 1
    bool stretches = false;     // takes what is left
    bool right = false;         // numbers
    bool starts_hidden = false;
    SortKey (*key)(const ListContext&, std::uint64_t id) = nullptr;
    Cell (*cell)(const ListContext&, std::uint64_t id) = nullptr;
};

struct ListSpec {
    std::string_view id{};      // "reports"
    gis::EntityKind kind{};
    std::span<const ListColumn> columns{};
    std::size_t default_sort = 0;
    bool default_descending = false;
    std::size_t (*count)(const gis::World&) = nullptr;
    std::uint64_t (*id_at)(const gis::World&, std::size_t row) = nullptr;
    bool (*passes)(const ListContext&, const Filter&, std::uint64_t id) = nullptr;  // false for an unknown id
    std::string (*haystack)(const ListContext&, std::uint64_t id) = nullptr;   // what the search looks in
    // Rows of this list that show something of another entity (a report shows its crew): touched with it.
    void (*also_touched)(const gis::World&, gis::EntityRef changed, std::vector<std::uint64_t>& rows) = nullptr;
};

struct ListQuery {
    std::size_t column = 0;
    bool descending = false;
    Filter filter;
    bool operator==(const ListQuery&) const = default;
};

class ListModel {
public:
    explicit ListModel(const ListSpec& spec) : spec_(&spec) {}

    // Brings the rows up to date. `delta` must hold everything since the last sync; pass nullptr when some were missed
    // (the list was hidden): then everything is made again if the World has moved.
    void sync(const ListContext& context, const ListQuery& query, const gis::Delta* delta);

    [[nodiscard]] std::span<const std::uint64_t> ids() const { return order_; }
    [[nodiscard]] std::size_t total() const { return total_; }       // before the filter
    [[nodiscard]] std::ptrdiff_t position(std::uint64_t id) const;   // -1 when not shown
    [[nodiscard]] const ListSpec& spec() const { return *spec_; }
    // How many sort keys were ever made: the cost that must not grow with the list.
    [[nodiscard]] std::uint64_t keys_made() const { return keys_made_; }

private:
    void rebuild(const ListContext& context);
    void refresh(const ListContext& context, std::vector<std::uint64_t> touched);
    [[nodiscard]] bool shows(const ListContext& context, std::uint64_t id) const;
    [[nodiscard]] bool before(std::uint64_t a, std::uint64_t b) const;

    const ListSpec* spec_;
    ListQuery query_;
    std::string needle_;
    bool built_ = false;
    std::uint64_t seen_revision_ = 0;
    std::string language_;
    gis::TimeWindow today_;
    gis::MaybeTime known_at_;
    std::vector<std::uint64_t> order_;
    std::unordered_map<std::uint64_t, SortKey> keys_;
    std::size_t total_ = 0;
    std::uint64_t keys_made_ = 0;
};

// Every word of `needle` (folded) appears in `haystack` (folded here): accents, case and punctuation do not matter.
[[nodiscard]] bool matches(std::string_view haystack, std::string_view folded_needle);

} // namespace vigie::panels
