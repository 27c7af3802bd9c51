#include "gis/backends/conformance/promises.hpp"

#include <algorithm>
#include <cstring>
#include <optional>

#include <nlohmann/json.hpp>

#include "gis/backends/conformance/stand_in_host.hpp"
#include "gis/backends/library.hpp"
#include "gis/model/foreign_json.hpp"
#include "gis/model/words.hpp"

namespace vigie::gis {

namespace {

using namespace std::chrono_literals;
using nlohmann::json;

PromiseAnswer kept(std::string note = {}) { return {Verdict::kept, std::move(note)}; }
PromiseAnswer broken(std::string why) { return {Verdict::broken, std::move(why)}; }
PromiseAnswer skipped(std::string why) { return {Verdict::skipped, std::move(why)}; }

constexpr auto stop_bound = 1'000ms, create_bound = 50ms;
constexpr int slow_machine = 4;  // how much slower than promised is still taken for a busy machine

template <class Duration>
std::string in_ms(Duration d) { return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(d).count()) + " ms"; }

vigie_backend table_of(const ConformanceSubject& s) {
    vigie_backend table{};
    table.size = sizeof table;
    vigie_error error{};
    error.size = sizeof error;
    (void)s.entry(VIGIE_ABI, &table, &error);
    return table;
}

std::string words_of(const vigie_error& e) {
    const std::string message(e.message, strnlen(e.message, sizeof e.message)), detail(e.detail, strnlen(e.detail, sizeof e.detail));
    return message + (detail.empty() ? "" : " (" + detail + ")");
}

// An instance that is destroyed at the end.
class Instance {
public:
    Instance(const vigie_backend& table, const vigie_host& host) : table_(table) {
        error.size = sizeof error;
        made = table.create(&host, &self, &error) == 0 && self != nullptr;
    }
    ~Instance() {
        if (made && !abandoned) table_.destroy(self);
    }
    Instance(const Instance&) = delete;
    Instance& operator=(const Instance&) = delete;
    bool configure(const std::string& text) { return table_.configure(self, vigie::backend::str(text), &error) == 0; }
    void* self = nullptr;
    bool made = false, abandoned = false;
    vigie_error error{};

private:
    const vigie_backend& table_;
};

PromiseAnswer table_is_whole(const ConformanceSubject& s) {
    const vigie_backend t = table_of(s);
    if (t.size < offsetof(vigie_backend, extension) || t.size > sizeof t) return broken("size says " + std::to_string(t.size) + " bytes, the host gave " + std::to_string(sizeof t));
    for (const auto& [name, text] : {std::pair("name", t.name), std::pair("title", t.title), std::pair("version", t.version), std::pair("licence", t.licence), std::pair("capabilities", t.capabilities), std::pair("config_schema", t.config_schema)})
        if (!text || !*text) return broken(std::string(name) + " is missing");
    if (!t.create || !t.configure || !t.run || !t.resume || !t.stop || !t.destroy) return broken("one of create, configure, run, resume, stop, destroy is missing");
    return kept();
}

PromiseAnswer descriptions_are_json(const ConformanceSubject& s) {
    const vigie_backend t = table_of(s);
    const json abilities = foreign_json(t.capabilities ? t.capabilities : ""), schema = foreign_json(t.config_schema ? t.config_schema : "");
    if (!abilities.is_object()) return broken("capabilities is no JSON object");
    for (const char* list : {"reads", "writes"}) {
        const auto it = abilities.find(list);
        if (it == abilities.end()) continue;
        if (!it->is_array()) return broken(std::string("capabilities.") + list + " is no list");
        for (const json& kind : *it)
            if (!kind.is_string() || !from_name<EntityKind>(kind.get<std::string>())) return broken(std::string("capabilities.") + list + " names an unknown kind: " + kind.dump());
    }
    if (!schema.is_object()) return broken("config_schema is no JSON object");
    if (const auto properties = schema.find("properties"); properties != schema.end() && !properties->is_object()) return broken("config_schema.properties is no object");
    return kept();
}

PromiseAnswer refuses_other_majors(const ConformanceSubject& s) {
    for (const std::uint32_t major : {VIGIE_ABI_MAJOR + 1, 0u}) {
        vigie_backend t{};
        t.size = sizeof t;
        vigie_error error{};
        error.size = sizeof error;
        if (s.entry(major << 16, &t, &error) == 0) return broken("a host of major version " + std::to_string(major) + " was accepted");
        if (error.message[0] == 0) return broken("refused a host of another version without a sentence");
    }
    return kept();
}

PromiseAnswer accepts_newer_minors(const ConformanceSubject& s) {
    vigie_backend t{};
    t.size = sizeof t;
    vigie_error error{};
    error.size = sizeof error;
    if (s.entry(VIGIE_ABI + 7, &t, &error) != 0) return broken("a host of the same major and a newer minor was refused: " + words_of(error));
    return kept();
}

// Hosts older and newer than the plugin own smaller and larger tables.
PromiseAnswer writes_within_the_table(const ConformanceSubject& s) {
    constexpr unsigned char mark = 0xA5;
    for (std::size_t size = 0; size <= 2 * sizeof(vigie_backend); size += 8) {
        std::vector<unsigned char> room(2 * sizeof(vigie_backend) + 64, mark);
        std::memset(room.data(), 0, size);
        const auto told = static_cast<std::uint32_t>(size);
        if (size >= sizeof told) std::memcpy(room.data(), &told, sizeof told);
        else continue;  // no host is that old
        vigie_error error{};
        error.size = sizeof error;
        (void)s.entry(VIGIE_ABI, reinterpret_cast<vigie_backend*>(room.data()), &error);
        for (std::size_t i = size; i < room.size(); ++i)
            if (room[i] != mark) return broken("the host gave a table of " + std::to_string(size) + " bytes, byte " + std::to_string(i) + " was written");
    }
    return kept();
}

PromiseAnswer takes_null_errors(const ConformanceSubject& s) {
    vigie_backend t{};
    t.size = sizeof t;
    (void)s.entry((VIGIE_ABI_MAJOR + 1) << 16, &t, nullptr);
    t = table_of(s);
    StandInHost host;
    void* self = nullptr;
    if (t.create(&host.table, &self, nullptr) != 0) return kept();
    (void)t.configure(self, vigie::backend::str("\x01 no json"), nullptr);
    t.destroy(self);
    return kept();
}

PromiseAnswer creates_quickly(const ConformanceSubject& s) {
    const vigie_backend t = table_of(s);
    auto slowest = std::chrono::steady_clock::duration::zero();
    for (int i = 0; i < 50; ++i) {
        StandInHost host, second_host;
        const auto begin = std::chrono::steady_clock::now();
        const Instance one(t, host.table);
        slowest = std::max(slowest, std::chrono::steady_clock::now() - begin);
        if (!one.made) return broken("create failed: " + words_of(one.error));
        const Instance two(t, second_host.table);
        if (!two.made) return broken("two instances at once: the second was refused: " + words_of(two.error));
        if (one.self == two.self) return broken("two instances share one address");
    }
    if (slowest > slow_machine * create_bound) return broken("create took " + in_ms(slowest) + "; the promise is 50 ms, without network");
    return kept(in_ms(slowest));
}

PromiseAnswer answers_any_configuration(const ConformanceSubject& s) {
    const vigie_backend t = table_of(s);
    const std::vector<std::string> odd{"", "null", "[]", "7", "\"text\"", "{", "{\"a\":", std::string(100'000, '['), "{\"url\":7,\"path\":[],\"command\":{}}", "\xff\xfe{}", std::string(200, '\0'), R"({"x":1e999})", "{}"};
    for (const std::string& text : odd) {
        StandInHost host;
        Instance one(t, host.table);
        if (!one.made) return broken("create failed: " + words_of(one.error));
        std::memset(&one.error, 0, sizeof one.error);
        one.error.size = sizeof one.error;
        if (one.configure(text)) continue;
        if (strnlen(one.error.message, sizeof one.error.message) == sizeof one.error.message) return broken("an error's message has no end");
        if (one.error.message[0] == 0) return broken("a configuration was refused without a sentence: " + text.substr(0, 40));
    }
    return kept();
}

PromiseAnswer knows_no_extension_it_does_not_have(const ConformanceSubject& s) {
    const vigie_backend t = table_of(s);
    if (!t.extension) return kept("no extensions");
    StandInHost host;
    const Instance one(t, host.table);
    if (one.made && t.extension(one.self, "no.such.thing/99") != nullptr) return broken("extension() answers any name; NULL is the answer for those it does not know");
    return kept();
}

// One plugin running against a host, for the promises about that.
struct Running {
    explicit Running(const ConformanceSubject& s, std::string cursor = {}, int refusals = 0) : table(table_of(s)), instance(table, host.table) {
        host.refusals_before_taking = refusals;
        if (!instance.made) problem = "create failed: " + words_of(instance.error);
        else if (!instance.configure(s.config_json)) problem = "configure refused: " + words_of(instance.error);
        else run.emplace(table, instance.self, std::move(cursor));
    }
    ~Running() {
        if (run && !stop()) instance.abandoned = true;
    }
    // As the host does it; the time it took, nothing when it does not return.
    std::optional<std::chrono::steady_clock::duration> stop() {
        const auto begin = std::chrono::steady_clock::now();
        host.cancel();
        table.stop(instance.self);
        if (!run->ended_within(slow_machine * stop_bound)) return {};
        return std::chrono::steady_clock::now() - begin;
    }
    StandInHost host;
    vigie_backend table;
    Instance instance;
    std::optional<PluginRun> run;
    std::string problem;
};

PromiseAnswer answer_of_faults(const StandInHost::Seen& seen) {
    std::string all;
    for (const std::string& f : seen.faults) all += (all.empty() ? "" : "; ") + f;
    return broken(all);
}

PromiseAnswer stops(Running& r) {
    const auto took = r.stop();
    if (!took) return broken("run did not return within " + in_ms(slow_machine * stop_bound) + " of stop");
    if (*took > stop_bound) return broken("run returned " + in_ms(*took) + " after stop; the promise is 1 s");
    return kept(in_ms(*took));
}

PromiseAnswer runs(const ConformanceSubject& s) {
    Running r(s);
    if (!r.problem.empty()) return broken(r.problem + ". Give a configuration it can run with: --config");
    (void)r.host.wait(s.listen, [&](const auto& seen) { return seen.changes > 0 && seen.states > 0; });
    if (r.run->ended_within(0ms) && r.run->answer() != 0) return broken("run failed: " + words_of(r.run->error()));
    const auto seen = r.host.seen();
    if (seen.changes == 0 && seen.states == 0) return broken("nothing was said within " + in_ms(s.listen) + ": no change, no state");
    return kept(std::to_string(seen.changes) + " changes");
}

PromiseAnswer says_what_it_may(const ConformanceSubject& s) {
    Running r(s);
    (void)r.host.wait(s.listen, [&](const auto& seen) { return seen.batches > 20; });
    const auto seen = r.host.seen();
    if (!seen.faults.empty()) return answer_of_faults(seen);
    if (seen.quarantined > 0) return broken(std::to_string(seen.quarantined) + " changes are left out, the first: " + seen.quarantine_why);
    return kept(std::to_string(seen.changes) + " changes in " + std::to_string(seen.batches) + " batches");
}

PromiseAnswer tells_its_health(const ConformanceSubject& s) {
    Running r(s);
    if (!r.host.wait(s.listen, [&](const auto& seen) { return seen.states > 0; })) return broken("state was never called: whoever looks at the source sees nothing");
    return kept();
}

PromiseAnswer gives_a_cursor(const ConformanceSubject& s) {
    Running r(s);
    if (!r.host.wait(s.listen, [&](const auto& seen) { return !seen.cursor.empty(); })) {
        if (r.host.seen().changes == 0) return skipped("nothing was pushed");
        return broken("changes came without a cursor: after a restart everything is read again");
    }
    const std::string cursor = r.host.seen().cursor;
    (void)r.stop();
    Running again(s, cursor);
    (void)again.host.wait(s.listen, [&](const auto& seen) { return seen.changes > 0; });
    if (again.run->ended_within(0ms) && again.run->answer() != 0) return broken("its own cursor \"" + cursor.substr(0, 60) + "\" was refused: " + words_of(again.run->error()));
    if (!again.host.seen().faults.empty()) return answer_of_faults(again.host.seen());
    return kept(cursor.substr(0, 60));
}

PromiseAnswer survives_any_cursor(const ConformanceSubject& s) {
    for (const std::string& cursor : {std::string("no cursor of yours"), std::string("\xff\x00\xfe", 3), std::string(70'000, '9'), std::string("-1")}) {
        Running r(s, cursor);
        (void)r.host.wait(300ms, [](const auto& seen) { return seen.changes > 0; });
        if (auto answer = stops(r); answer.verdict != Verdict::kept) return answer;
    }
    return kept();
}

PromiseAnswer stops_in_time(const ConformanceSubject& s) {
    Running r(s);
    (void)r.host.wait(s.listen, [](const auto& seen) { return seen.changes > 0; });
    return stops(r);
}

PromiseAnswer stops_at_once(const ConformanceSubject& s) {
    Running r(s);
    return stops(r);
}

PromiseAnswer stops_when_full(const ConformanceSubject& s) {
    Running r(s, {}, -1);
    std::this_thread::sleep_for(500ms);
    return stops(r);
}

PromiseAnswer keeps_what_was_not_taken(const ConformanceSubject& s) {
    Running r(s, {}, 2);
    const auto until = std::chrono::steady_clock::now() + s.listen + 1s;
    while (std::chrono::steady_clock::now() < until && r.host.seen().batches < 3) {
        std::this_thread::sleep_for(20ms);
        r.table.resume(r.instance.self);
    }
    const auto seen = r.host.seen();
    if (!seen.faults.empty()) return answer_of_faults(seen);
    if (seen.batches == 0) return broken("after FULL and resume nothing was offered again");
    return kept();
}

PromiseAnswer answers_every_edit(const ConformanceSubject& s) {
    Running r(s);
    if (!r.table.submit) return skipped("it takes no edits");
    (void)r.host.wait(s.listen, [](const auto& seen) { return seen.changes > 0; });
    const json abilities = foreign_json(r.table.capabilities ? r.table.capabilities : "");
    if (!abilities.is_object() || !abilities.contains("writes") || abilities["writes"].empty()) return skipped("it takes no edits");
    const std::vector<std::string> fields{R"({"name":"check"})", "{}", "no json", "\xff\xfe", R"({"place":"nowhere","state":7})"};
    std::uint64_t ticket = 0;
    std::vector<std::uint64_t> accepted;
    for (const std::string& text : fields) {
        const std::string key = "check-" + std::to_string(++ticket);
        vigie_command c{};
        c.size = sizeof c;
        c.op = VIGIE_OP_UPSERT;
        c.ticket = ticket;
        c.kind = VIGIE_KIND_SENSOR;
        c.id = vigie::backend::str("no-such-entity");
        c.expected_version = vigie::backend::str("1");
        c.idempotency_key = vigie::backend::str(key);
        c.json = vigie::backend::str(text);
        vigie_error error{};
        error.size = sizeof error;
        if (r.table.submit(r.instance.self, &c, &error) == 0) accepted.push_back(ticket);
        else if (error.message[0] == 0) return broken("an edit was refused without a sentence");
    }
    const auto all = [&](const StandInHost::Seen& seen) { return std::ranges::all_of(accepted, [&](std::uint64_t t) { return seen.acks.contains(t); }); };
    if (!r.host.wait(5s, all)) return broken("an edit that submit accepted was never answered by ack");
    for (const std::uint64_t t : r.host.seen().acks)
        if (r.host.seen().acks.count(t) > 1) return broken("an edit was answered " + std::to_string(r.host.seen().acks.count(t)) + " times");
    return kept();
}

} // namespace

const std::vector<Promise>& promises() {
    static const std::vector<Promise> list{
        {"table", false, table_is_whole},
        {"descriptions", false, descriptions_are_json},
        {"other-major", false, refuses_other_majors},
        {"newer-minor", false, accepts_newer_minors},
        {"table-size", false, writes_within_the_table},
        {"null-errors", false, takes_null_errors},
        {"create", false, creates_quickly},
        {"configurations", false, answers_any_configuration},
        {"extensions", false, knows_no_extension_it_does_not_have},
        {"runs", false, runs},
        {"bounds", true, says_what_it_may},
        {"health", true, tells_its_health},
        {"cursor", true, gives_a_cursor},
        {"any-cursor", true, survives_any_cursor},
        {"stop", true, stops_in_time},
        {"stop-at-once", true, stops_at_once},
        {"stop-full", true, stops_when_full},
        {"full", true, keeps_what_was_not_taken},
        {"edits", true, answers_every_edit},
    };
    return list;
}

} // namespace vigie::gis
