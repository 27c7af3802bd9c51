#include "gis/store/journal.hpp"

#include <charconv>

#include <nlohmann/json.hpp>
#include <sodium.h>

#include "gis/model/sha256.hpp"
#include "gis/model/words.hpp"
#include "gis/store/schema.hpp"

namespace vigie::gis {

namespace {

using nlohmann::json;

constexpr std::size_t max_lines_read = 100'000;

std::string first_hash(const std::string& uuid) { return sha256_hex("vigie journal 1 " + uuid); }

// One line as the chain sees it: the columns as stored, each with its length so that no two lines read the same.
struct Line {
    std::uint64_t sequence = 0;
    std::int64_t at_ms = 0;
    std::string_view actor, post, gesture, summary, touched, before, after;

    [[nodiscard]] std::string hash(std::string_view previous) const {
        std::string canonical;
        auto add = [&](std::string_view part) {
            canonical += std::to_string(part.size());
            canonical += ':';
            canonical += part;
        };
        add(previous);
        add(std::to_string(sequence));
        add(std::to_string(at_ms));
        for (std::string_view part : {actor, post, gesture, summary, touched, before, after}) add(part);
        return sha256_hex(canonical);
    }
};

constexpr std::string_view columns = "sequence, at, actor, post, gesture, summary, touched, before, after, hash";

Line line_of(const Statement& s) {
    return {.sequence = static_cast<std::uint64_t>(s.integer(0)), .at_ms = s.integer(1), .actor = s.text(2), .post = s.text(3),
            .gesture = s.text(4), .summary = s.text(5), .touched = s.text(6), .before = s.text(7), .after = s.text(8)};
}

std::string touched_to_json(const std::vector<EntityRef>& touched) {
    json list = json::array();
    for (EntityRef ref : touched) list.push_back(ref_text(ref));
    return list.dump();
}

std::vector<EntityRef> touched_from_json(std::string_view text) {
    std::vector<EntityRef> touched;
    const json list = json::parse(text, nullptr, false);
    if (!list.is_array()) return touched;
    for (const json& j : list)
        if (j.is_string())
            if (const auto ref = ref_from_text(j.get_ref<const std::string&>())) touched.push_back(*ref);
    return touched;
}

std::vector<JournalEntry> entries_of(Statement& s) {
    std::vector<JournalEntry> entries;
    while (s.step()) {
        const Line line = line_of(s);
        entries.push_back({.sequence = line.sequence, .at = time_from_ms(line.at_ms), .actor = std::string(line.actor),
                           .post = std::string(line.post), .gesture = std::string(line.gesture), .summary = text_from_json(line.summary),
                           .touched = touched_from_json(line.touched), .before_json = std::string(line.before),
                           .after_json = std::string(line.after), .hash = std::string(s.text(9))});
    }
    return entries;
}

} // namespace

std::string ref_text(EntityRef ref) { return std::string(name(ref.kind)) + "/" + std::to_string(ref.id); }

std::optional<EntityRef> ref_from_text(std::string_view text) {
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos) return {};
    const auto kind = from_name<EntityKind>(text.substr(0, slash));
    std::uint64_t id = 0;
    const auto [end, error] = std::from_chars(text.data() + slash + 1, text.data() + text.size(), id);
    if (!kind || error != std::errc{} || end != text.data() + text.size()) return {};
    return EntityRef{*kind, id};
}

std::string text_to_json(const Text& text) {
    json args = json::array();
    for (const auto& [arg, value] : text.args) args.push_back({arg, value});
    return json{{"key", text.key}, {"args", std::move(args)}}.dump(-1, ' ', false, json::error_handler_t::replace);
}

Text text_from_json(std::string_view text) {
    Text out;
    const json j = json::parse(text, nullptr, false);
    if (!j.is_object()) return out;
    out.key = j.value("key", "");
    for (const json& arg : j.value("args", json::array()))
        if (arg.is_array() && arg.size() == 2 && arg[0].is_string() && arg[1].is_string())
            out.args.emplace_back(arg[0].get<std::string>(), arg[1].get<std::string>());
    return out;
}

bool Journal::load(Database& db) {
    if (sodium_init() < 0) return false;
    Statement s = db.prepare("SELECT sequence, hash, at FROM journal ORDER BY sequence DESC LIMIT 1");
    if (!s.ok()) return false;
    head_ = {.sequence = 0, .hash = first_hash(meta(db, "uuid")), .at = {}};
    if (s.step()) head_ = {static_cast<std::uint64_t>(s.integer(0)), std::string(s.text(1)), time_from_ms(s.integer(2))};
    s.reset();
    next_ = head_;
    return s.failed() == 0;
}

bool Journal::append(Database& db, JournalEntry& entry) {
    entry.sequence = next_.sequence + 1;
    const std::string summary = text_to_json(entry.summary), touched = touched_to_json(entry.touched);
    const Line line{.sequence = entry.sequence, .at_ms = ms_since_epoch(entry.at), .actor = entry.actor, .post = entry.post,
                    .gesture = entry.gesture, .summary = summary, .touched = touched, .before = entry.before_json,
                    .after = entry.after_json};
    entry.hash = line.hash(next_.hash);
    Statement s = db.prepare("INSERT INTO journal (" + std::string(columns) + ") VALUES (?,?,?,?,?,?,?,?,?,?)");
    if (!s.ok()) return false;
    s.bind(1, static_cast<std::int64_t>(line.sequence));
    s.bind(2, line.at_ms);
    int at = 3;
    for (std::string_view part : {line.actor, line.post, line.gesture, line.summary, line.touched, line.before, line.after})
        s.bind(at++, part);
    s.bind(10, std::string_view(entry.hash));
    if (!s.run()) return false;
    for (EntityRef ref : entry.touched) {
        Statement touch = db.prepare("INSERT OR IGNORE INTO journal_touched VALUES (?,?,?)");
        if (!touch.ok()) return false;
        touch.bind(1, name(ref.kind));
        touch.bind(2, static_cast<std::int64_t>(ref.id));
        touch.bind(3, static_cast<std::int64_t>(entry.sequence));
        if (!touch.run()) return false;
    }
    next_ = {entry.sequence, entry.hash, entry.at};
    return set_meta(db, "journal_head", std::to_string(entry.sequence) + " " + entry.hash);
}

std::vector<JournalEntry> read_journal(Database& db, std::size_t limit) {
    Statement s = db.prepare("SELECT " + std::string(columns) + " FROM journal ORDER BY sequence DESC LIMIT ?");
    if (!s.ok()) return {};
    s.bind(1, static_cast<std::int64_t>(std::min(limit, max_lines_read)));
    return entries_of(s);
}

std::vector<JournalEntry> read_history(Database& db, EntityRef entity, std::size_t limit) {
    Statement s = db.prepare("SELECT " + std::string(columns) + " FROM journal WHERE sequence IN (SELECT sequence FROM journal_touched"
                             " WHERE kind=? AND id=?) ORDER BY sequence DESC LIMIT ?");
    if (!s.ok()) return {};
    s.bind(1, name(entity.kind));
    s.bind(2, static_cast<std::int64_t>(entity.id));
    s.bind(3, static_cast<std::int64_t>(std::min(limit, max_lines_read)));
    return entries_of(s);
}

std::optional<std::uint64_t> find_broken_link(Database& db) {
    if (sodium_init() < 0) return 1;
    std::string previous = first_hash(meta(db, "uuid"));
    std::uint64_t expected = 1;
    Statement s = db.prepare("SELECT " + std::string(columns) + " FROM journal ORDER BY sequence");
    if (!s.ok()) return expected;
    while (s.step()) {
        const Line line = line_of(s);
        const bool holds = line.sequence == expected && line.hash(previous) == s.text(9);
        if (!holds) { s.reset(); return expected; }
        previous = s.text(9);
        ++expected;
    }
    if (s.failed() != 0) return expected;
    const std::string head = meta(db, "journal_head");
    const std::string last = expected == 1 ? "" : std::to_string(expected - 1) + " " + previous;
    if (head != last) return expected;
    return {};
}

} // namespace vigie::gis
