// The append-only journal: each line carries the SHA-256 of the line before and of itself, so that a line changed, removed
// or put in later is found. The head (last sequence and hash) is kept apart in vigie_meta, so that a cut tail is found too.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gis/store/desk.hpp"
#include "gis/store/sqlite.hpp"

namespace vigie::gis {

class Journal {
public:
    // Reads the head. False when the tables cannot be read.
    [[nodiscard]] bool load(Database& db);
    // Appends inside the caller's transaction; fills sequence and hash. Call `commit` after the transaction was
    // committed, `roll_back` when it was not.
    [[nodiscard]] bool append(Database& db, JournalEntry& entry);
    void commit() { head_ = next_; }
    void roll_back() { next_ = head_; }

    [[nodiscard]] Time last_at() const { return head_.at; }
    [[nodiscard]] std::uint64_t length() const { return head_.sequence; }

private:
    struct Head {
        std::uint64_t sequence = 0;
        std::string hash;
        Time at{};
    };
    Head head_, next_;
};

[[nodiscard]] std::vector<JournalEntry> read_journal(Database& db, std::size_t limit);
[[nodiscard]] std::vector<JournalEntry> read_history(Database& db, EntityRef entity, std::size_t limit);
[[nodiscard]] std::optional<std::uint64_t> find_broken_link(Database& db);

// "report/12" and back.
[[nodiscard]] std::string ref_text(EntityRef ref);
[[nodiscard]] std::optional<EntityRef> ref_from_text(std::string_view text);
[[nodiscard]] std::string text_to_json(const Text& text);
[[nodiscard]] Text text_from_json(std::string_view json);

} // namespace vigie::gis
