// The journal of one object in words: when, what became of it, who did it. Kept while nothing changed: the journal lives
// on the disk. UI thread.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "gis/model/language.hpp"
#include "gis/store/desk.hpp"
#include "panels/lists/cell.hpp"

namespace vigie::panels {

inline constexpr std::size_t max_history_rows = 200;

struct HistoryRow {
    gis::Time at{};
    AnyState state;        // what it became; none = another kind of change
    std::string headline;  // "Qualifié"
    std::string rest;      // ", gravité 2"
    std::string by;        // "C. Delmas, régulation"
};

// Newest first, from journal lines newest first.
[[nodiscard]] std::vector<HistoryRow> history_rows(std::span<const gis::JournalEntry> entries, gis::EntityRef of,
                                                   const gis::Language& language);

// The rows of one object, read again when the journal has moved or the language changed.
class HistoryCache {
public:
    const std::vector<HistoryRow>& rows(const gis::Desk& desk, gis::EntityRef of, const gis::Language& language);

private:
    gis::EntityRef of_;
    std::uint64_t revision_ = 0;
    std::string language_;
    std::vector<HistoryRow> rows_;
};

} // namespace vigie::panels
