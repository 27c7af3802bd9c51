#include "panels/inspect/history.hpp"

#include <nlohmann/json.hpp>

#include "gis/model/words.hpp"
#include "panels/lists/feed.hpp"

namespace vigie::panels {

namespace {

// The state named in the journal's JSON, for the kinds that have one.
AnyState state_from(gis::EntityKind kind, const nlohmann::json& fields) {
    const char* member = kind == gis::EntityKind::crew ? "status" : "state";
    const auto it = fields.find(member);
    if (it == fields.end() || !it->is_string()) return {};
    const auto& name = it->get_ref<const std::string&>();
    const auto as = [&]<class E>(std::optional<E> value) { return value ? AnyState{*value} : AnyState{}; };
    switch (kind) {
    case gis::EntityKind::report: return as(gis::from_name<gis::ReportState>(name));
    case gis::EntityKind::request: return as(gis::from_name<gis::RequestState>(name));
    case gis::EntityKind::intervention: return as(gis::from_name<gis::InterventionState>(name));
    case gis::EntityKind::alert: return as(gis::from_name<gis::AlertState>(name));
    case gis::EntityKind::sensor: return as(gis::from_name<gis::SensorState>(name));
    case gis::EntityKind::crew: return as(gis::from_name<gis::CrewStatus>(name));
    case gis::EntityKind::asset: case gis::EntityKind::agent: case gis::EntityKind::vehicle: case gis::EntityKind::shift:
    case gis::EntityKind::absence: case gis::EntityKind::building: case gis::EntityKind::meter: return {};
    }
    return {};
}

std::string joined(const std::string& name, const std::string& post) {
    return name.empty() || post.empty() ? name + post : name + ", " + post;
}

HistoryRow row_of(const gis::JournalEntry& entry, gis::EntityRef of, const gis::Language& language) {
    HistoryRow row;
    row.at = entry.at;
    row.by = joined(entry.actor, entry.post);
    const auto all = nlohmann::json::parse(entry.after_json, nullptr, false);
    const std::string member = std::string(gis::name(of.kind)) + '/' + std::to_string(of.id);
    if (!all.is_object() || !all.contains(member) || !all[member].is_object()) {
        row.headline = language(entry.summary);
        return row;
    }
    const nlohmann::json& fields = all[member];
    row.state = state_from(of.kind, fields);
    if (std::holds_alternative<std::monostate>(row.state)) {
        row.headline = language(entry.summary);
        return row;
    }
    row.headline = state_label(language, row.state);
    const auto add = [&](const std::string& words) { if (!words.empty()) row.rest += ", " + words; };
    if (const auto it = fields.find("channel"); it != fields.end() && it->is_string()) {
        const std::string key = "desk.history.channel." + it->get<std::string>();
        if (language.has(key)) row.rest += " " + language(key);
    }
    if (const auto it = fields.find("severity"); it != fields.end() && it->is_number_integer())
        add(language(gis::Text{"desk.history.severity", {{"severity", std::to_string(it->get<int>())}}}));
    if (const auto it = fields.find("reason"); it != fields.end() && it->is_string()) add(it->get<std::string>());
    return row;
}

} // namespace

std::vector<HistoryRow> history_rows(std::span<const gis::JournalEntry> entries, gis::EntityRef of,
                                     const gis::Language& language) {
    std::vector<HistoryRow> rows;
    rows.reserve(entries.size());
    for (const gis::JournalEntry& entry : entries) rows.push_back(row_of(entry, of, language));
    return rows;
}

const std::vector<HistoryRow>& HistoryCache::rows(const gis::Desk& desk, gis::EntityRef of, const gis::Language& language) {
    const std::uint64_t revision = desk.journal_length();
    if (of != of_ || revision != revision_ || language.code() != language_) {
        of_ = of;
        revision_ = revision;
        language_ = language.code();
        const auto entries = desk.history(of, max_history_rows);
        rows_ = history_rows(entries, of, language);
    }
    return rows_;
}

} // namespace vigie::panels
