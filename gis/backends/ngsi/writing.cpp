#include "gis/backends/ngsi/writing.hpp"

#include <charconv>

#include "gis/backends/web/foreign.hpp"
#include "gis/model/foreign_json.hpp"

namespace vigie::gis::ngsi {

using backend::Change;
using backend::Command;
using backend::Problem;
using nlohmann::json;
using web::at;
using web::text_at;

namespace {

bool is_own(const std::string& name) { return name == "dateModified" || name == "dateCreated" || name == "modifiedAt" || name == "createdAt"; }

// A text as a value of the kind that stands there.
std::optional<json> typed_like(const json& there, const std::string& text) {
    if (there.is_string() || there.is_null()) return json(text);
    if (there.is_boolean()) return text == "true" ? std::optional(json(true)) : text == "false" ? std::optional(json(false)) : std::nullopt;
    if (there.is_number_integer()) {
        std::int64_t whole = 0;
        const auto read = std::from_chars(text.data(), text.data() + text.size(), whole);
        if (read.ec == std::errc() && read.ptr == text.data() + text.size()) return json(whole);
    }
    if (there.is_number()) {
        const auto number = web::number(json(text));
        return number ? std::optional(json(*number)) : std::nullopt;
    }
    return {};
}

const json* member(const json& entity, const std::string& name) {
    if (const auto exact = entity.find(name); exact != entity.end()) return &*exact;
    for (const auto& [key, value] : entity.items())
        if (short_name(key) == name) return &value;
    return nullptr;
}

std::string key_of(const json& entity, const std::string& name) {
    for (const auto& [key, value] : entity.items())
        if (key == name || short_name(key) == name) return key;
    return name;
}

// The attribute as it stands, with another value; what the broker itself adds is left out.
json with_value(const json& there, const json& value) {
    if (there.is_array() && &only_instance(there) != &there) return json::array({with_value(only_instance(there), value)});
    json out = there.is_object() && (there.contains("value") || there.contains("type")) ? there : json::object();
    for (const char* own : {"modifiedAt", "createdAt", "observedAt", "dateModified", "instanceId"}) out.erase(own);
    if (out.contains("metadata") && out["metadata"].is_object())
        for (const char* own : {"dateModified", "dateCreated", "timestamp", "TimeInstant"}) out["metadata"].erase(own);
    out["value"] = value;
    return out;
}

std::optional<std::string> set(json& patch, const json& entity, const std::string& name, const std::string& text) {
    const json* there = member(entity, name);
    if (!there) return backend::say("ngsi.unknown_attribute", {{"name", name}});
    const json value = Entity(entity, "UTC").attribute(name).value;
    if (web::text(value.is_array() && !value.empty() ? value[0] : value) == text) return {};
    const auto typed = typed_like(value, text);
    if (!typed) return backend::say("ngsi.bad_value", {{"name", name}, {"value", text}});
    patch[key_of(entity, name)] = with_value(*there, *typed);
    return {};
}

} // namespace

std::variant<json, std::string> patch_of(const json& entity, const json& fields, std::uint32_t kind) {
    json patch = json::object();
    for (const auto& [field, value] : fields.items()) {
        if (kind == VIGIE_KIND_ASSET && field == "attributes" && value.is_array()) {
            for (const json& attribute : value) {
                const std::string name = text_at(attribute, "name");
                if (name.empty() || is_own(name)) continue;
                if (auto why = set(patch, entity, name, text_at(attribute, "value"))) return *why;
            }
        } else if (kind == VIGIE_KIND_ASSET && field == "name") {
            if (auto why = set(patch, entity, "name", web::text(value))) return *why;
        } else if (kind == VIGIE_KIND_REPORT && field == "state") {
            const std::string state = web::text(value);
            const bool closed = state == "service_done" || state == "closed" || state == "rejected" || state == "duplicate" || state == "forwarded";
            if (auto why = set(patch, entity, "status", closed ? "closed" : "open")) return *why;
        } else if (kind == VIGIE_KIND_REPORT && (field == "reason" || field == "state_since" || field == "severity" || field == "due_at" || field == "quartier")) {
            continue;  // ours to keep
        } else {
            return backend::say("ngsi.only_attributes");
        }
    }
    return patch;
}

void Writing::send(const Command& command) {
    json fields = foreign_json(command.json);
    const bool known = command.kind == VIGIE_KIND_ASSET || command.kind == VIGIE_KIND_REPORT;
    if (!known || command.op != VIGIE_OP_UPSERT || command.id.empty() || !fields.is_object()) return refuse(command, backend::say("ngsi.only_attributes"));
    const auto entity = current(command);
    if (!entity) return;
    auto wanted = patch_of(*entity, fields, command.kind);
    const auto now = change_of(*entity, command.kind);
    const bool is_older = now && !command.expected_version.empty() && now->version != command.expected_version;
    const auto is_empty = [&] { return std::holds_alternative<json>(wanted) && std::get<json>(wanted).empty(); };
    if (is_older && !is_empty()) {
        if (telling_.merge(fields, command.expected_version, *now) != Telling::Merge::free) {
            say(*now);
            return host_.ack(command.ticket, VIGIE_ACK_CONFLICT, command.id, now->version, backend::say("ngsi.conflict"));
        }
        wanted = patch_of(*entity, fields, command.kind);
    }
    if (const auto* why = std::get_if<std::string>(&wanted)) return refuse(command, *why);
    if (is_empty()) return done(command, *entity);  // an earlier try arrived, or it is so already
    patch(command, text_at(*entity, "type"), std::get<json>(wanted));
}

void Writing::patch(const Command& command, const std::string& type, const json& attributes) {
    int status = 0;
    auto answer = broker_.patch(command.id, type, attributes, status);
    if (auto* problem = std::get_if<Problem>(&answer)) {
        const bool may_have_arrived = status < 400 || (status >= 500 && status != 503);
        if (may_have_arrived || status == 503 || status == 429) {
            trouble_ = std::move(*problem);
            return host_.ack(command.ticket, may_have_arrived ? VIGIE_ACK_UNKNOWN : VIGIE_ACK_RETRY);
        }
        if (status == 401 || status == 403) return refuse(command, backend::say("ngsi.no_right"));
        return refuse(command, problem->message.starts_with("@web.refused") ? problem->message : backend::say("ngsi.refused"));
    }
    if (status == 207) return refuse(command, backend::say("ngsi.refused"));
    if (const auto after = current(command)) done(command, *after);
}

std::optional<json> Writing::current(const Command& command) {
    int status = 0;
    auto answer = broker_.entity(command.id, status);
    if (auto* found = std::get_if<json>(&answer)) return std::move(*found);
    if (status == 404 || status == 410) refuse(command, backend::say("ngsi.gone"));
    else {
        trouble_ = std::get<Problem>(std::move(answer));
        host_.ack(command.ticket, VIGIE_ACK_RETRY);  // reading changes nothing, and what was written is not written twice
    }
    return {};
}

std::optional<Change> Writing::change_of(const json& entity, std::uint32_t kind) {
    web::LeftOut left_out;
    for (Change& c : changes_of(Entity(entity, naming_.zone), naming_, host_.now_ms(), host_, left_out))
        if (c.op == VIGIE_OP_UPSERT && c.kind == kind) return std::move(c);
    return {};
}

void Writing::say(const Change& now) {
    telling_.tell(now);
    host_.push({now});
}

void Writing::done(const Command& command, const json& entity) {
    const auto now = change_of(entity, command.kind);
    if (now) say(*now);
    host_.ack(command.ticket, VIGIE_ACK_DONE, command.id, now ? now->version : command.expected_version);
}

void Writing::refuse(const Command& command, std::string why) { host_.ack(command.ticket, VIGIE_ACK_REFUSED, command.id, {}, why); }

} // namespace vigie::gis::ngsi
