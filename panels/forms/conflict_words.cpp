#include "panels/forms/conflict_words.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "gis/model/entity_json.hpp"
#include "gis/model/entity_links.hpp"
#include "gis/model/words.hpp"

namespace vigie::panels {

namespace {

using nlohmann::json;

constexpr std::string_view nothing = "–";

// When a state was reached follows the state; the shared source gives the numbers.
bool is_told(const std::string& field) { return field != "state_since" && field != "status_since" && field != "number" && field != "has_reporter"; }

std::string target_words(const Frame& frame, gis::EntityKind kind, const json& id) {
    if (!id.is_number_unsigned()) return id.is_string() ? id.get<std::string>() : std::string(nothing);
    const auto entity = frame.world.find({kind, id.get<std::uint64_t>()});
    return entity ? gis::label(*entity) : std::string(nothing);
}

std::string value_words(const Frame& frame, gis::EntityKind kind, const std::string& field, const json& value);

std::string list_words(const Frame& frame, gis::EntityKind kind, const std::string& field, const json& list) {
    if (field == "place" || field == "depot") return list.size() == 2 && list[0].is_number() && list[1].is_number()
        ? frame.language.number(list[1].get<double>(), 5) + " ; " + frame.language.number(list[0].get<double>(), 5) : std::string(nothing);
    std::string words;
    for (const json& one : list) words += (words.empty() ? "" : ", ") + value_words(frame, kind, field, one);
    return words.empty() ? std::string(nothing) : words;
}

std::string object_words(const Frame& frame, const json& object) {
    const auto text = [&](const char* member) { return object.contains(member) && object[member].is_string() ? object[member].get<std::string>() : std::string{}; };
    if (object.contains("text")) return text("text") + (object.value("done", false) ? " ✓" : "");
    if (object.contains("from")) {
        const auto from = gis::time_from_rfc3339(text("from")), to = gis::time_from_rfc3339(text("to"));
        return from && to ? frame.language.moment(*from, frame.now, frame.zone) + " – " + frame.language.moment(*to, frame.now, frame.zone) : std::string(nothing);
    }
    if (object.contains("code")) return text("code");
    if (object.contains("name")) return text("name") + " = " + text("value");
    return frame.tr("conflict.shape");
}

std::string string_words(const Frame& frame, gis::EntityKind kind, const std::string& field, const std::string& value) {
    if (value.empty()) return std::string(nothing);
    if (field == "state" || field == "status") {
        const std::string key = std::string(gis::name(kind)) + "." + field + "." + value;
        return frame.language.has(key) ? frame.tr(key) : value;
    }
    if (field == "category")
        if (const gis::ReportCategory* category = frame.catalog.report_category(value)) return category->name.in(frame.language.code());
    if (const bool dated = value.size() >= 20 && value[4] == '-' && value[10] == 'T'; dated)
        if (const auto time = gis::time_from_rfc3339(value)) return frame.language.moment(*time, frame.now, frame.zone);
    return value;
}

std::string value_words(const Frame& frame, gis::EntityKind kind, const std::string& field, const json& value) {
    if (value.is_null()) return std::string(nothing);
    if (value.is_array()) return list_words(frame, kind, field, value);
    if (const auto link = gis::link_field(kind, field)) return target_words(frame, link->target, value);
    if (value.is_object()) return object_words(frame, value);
    if (value.is_boolean()) return frame.tr(value.get<bool>() ? "conflict.yes" : "conflict.no");
    if (field.ends_with("duration") && value.is_number_integer()) return frame.language.duration(gis::Seconds{value.get<std::int64_t>()});
    if (value.is_number_integer()) return frame.language.number(value.get<double>());
    if (value.is_number()) return frame.language.number(value.get<double>(), 2);
    return value.is_string() ? string_words(frame, kind, field, value.get<std::string>()) : std::string(nothing);
}

// What else the crews of a job have at its hours: "I-0412 Fuite, 14:30".
std::string jobs_at_the_same_hours(const Frame& frame, const gis::OutboxItem& item) {
    const gis::Intervention* mine = item.entity.kind == gis::EntityKind::intervention ? frame.world.find(gis::InterventionId{item.entity.id}) : nullptr;
    if (!mine || !mine->start) return {};
    std::string jobs;
    for (const gis::Intervention& other : frame.world.interventions()) {
        const bool shares = std::ranges::any_of(mine->crews, [&](gis::CrewId crew) { return std::ranges::find(other.crews, crew) != other.crews.end(); });
        if (other.id == mine->id || !shares || !other.start || !gis::is_open(other.state)) continue;
        if (*other.start >= *mine->start + mine->duration || *mine->start >= *other.start + other.duration) continue;
        jobs += (jobs.empty() ? "" : ", ") + gis::label(other) + " " + other.title + ", " + frame.language.moment(*other.start, frame.now, frame.zone);
    }
    return jobs;
}

} // namespace

std::vector<gis::OutboxItem> disputes(const Frame& frame) {
    std::vector<gis::OutboxItem> all;
    for (const gis::SourceStatus& source : frame.sources)
        for (gis::OutboxItem& item : frame.desk.disputes(source.source)) all.push_back(std::move(item));
    std::ranges::sort(all, {}, &gis::OutboxItem::id);
    return all;
}

std::vector<ConflictLine> conflict_lines(const Frame& frame, const gis::OutboxItem& item) {
    const auto here = frame.world.find(item.entity);
    if (item.removal) return {{"", frame.tr("conflict.removed"), frame.tr("conflict.still_there")}};
    if (!here) return {{"", frame.tr("conflict.changed"), frame.tr("conflict.removed")}};
    const json edited = json::parse(item.fields_json, nullptr, false), theirs = json::parse(item.theirs_json, nullptr, false), ours = gis::to_json(*here);
    std::vector<ConflictLine> lines;
    if (!edited.is_object()) return lines;
    for (const auto& [field, sent] : edited.items()) {
        if (!is_told(field) || !ours.contains(field)) continue;
        const bool known = theirs.is_object() && theirs.contains(field);
        if (known && theirs[field] == ours[field]) continue;
        lines.push_back({field, value_words(frame, item.entity.kind, field, ours[field]),
                         known ? value_words(frame, item.entity.kind, field, theirs[field]) : std::string(nothing)});
    }
    return lines;
}

std::string conflict_reason(const Frame& frame, const gis::OutboxItem& item) {
    const std::string why = frame.tr(gis::Text{"backends.said", {{"why", item.why}}}), jobs = jobs_at_the_same_hours(frame, item);
    return jobs.empty() ? why : frame.tr(gis::Text{"conflict.with_jobs", {{"why", why}, {"jobs", jobs}}});
}

std::string field_name(const gis::Language& language, const std::string& field) { return field.empty() ? std::string{} : language("conflict.field." + field); }

} // namespace vigie::panels
