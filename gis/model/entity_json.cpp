#include "gis/model/entity_json.hpp"

#include <cmath>
#include <limits>

#include <nlohmann/json.hpp>

#include "gis/model/entity_fields.hpp"
#include "gis/model/words.hpp"

namespace vigie::gis {

namespace {

using nlohmann::json;

// ---- writing ----

json write(const std::string& v) { return v; }
json write(bool v) { return v; }
json write(int v) { return v; }
json write(std::uint32_t v) { return v; }
json write(double v) { return std::isfinite(v) ? json(v) : json(nullptr); }
json write(LonLat v) { return json::array({v.lon, v.lat}); }
json write(Time v) { return rfc3339(v); }
json write(Seconds v) { return v.count(); }
json write(const Geometry& v) { return geometry_to_json(v); }
json write(const Attribute& v) { return {{"name", v.name}, {"value", v.value}}; }
json write(const TimeWindow& v) { return {{"from", write(v.from)}, {"to", write(v.to)}}; }
json write(const Task& v) { return {{"text", v.text}, {"done", v.done}}; }
json write(const Skill& v) { return {{"code", v.code}, {"expires_at", v.expires_at ? write(*v.expires_at) : json(nullptr)}}; }
template <class Tag>
json write(Id<Tag> v) { return v ? json(v.value) : json(nullptr); }
template <class E>
    requires std::is_enum_v<E>
json write(E v) { return name(v); }
template <class T>
json write(const std::optional<T>& v) { return v ? write(*v) : json(nullptr); }
template <class T>
json write(const std::vector<T>& v) {
    json list = json::array();
    for (const T& x : v) list.push_back(write(x));
    return list;
}

// Bad UTF-8 (an old file's text) is shown as U+FFFD rather than failing the whole line.
std::string compact(const json& j) { return j.dump(-1, ' ', false, json::error_handler_t::replace); }

// ---- reading: false when the value does not fit ----

bool read(const json& j, std::string& v) {
    if (!j.is_string()) return false;
    v = j.get<std::string>();
    return true;
}
bool read(const json& j, bool& v) {
    if (!j.is_boolean()) return false;
    v = j.get<bool>();
    return true;
}
template <class I>
bool read_integer(const json& j, I& v) {
    if (j.is_number_unsigned()) {
        const auto u = j.get<std::uint64_t>();
        if (u > static_cast<std::uint64_t>(std::numeric_limits<I>::max())) return false;
        v = static_cast<I>(u);
        return true;
    }
    if (!j.is_number_integer()) return false;
    const auto i = j.get<std::int64_t>();
    if constexpr (std::is_unsigned_v<I>) return false;  // negative, or it would be unsigned
    else if (i < std::int64_t{std::numeric_limits<I>::min()} || i > std::int64_t{std::numeric_limits<I>::max()}) return false;
    v = static_cast<I>(i);
    return true;
}
bool read(const json& j, int& v) { return read_integer(j, v); }
bool read(const json& j, std::uint32_t& v) { return read_integer(j, v); }
bool read(const json& j, std::uint64_t& v) { return read_integer(j, v); }
bool read(const json& j, double& v) {
    if (!j.is_number()) return false;
    v = j.get<double>();
    return std::isfinite(v);
}
bool read(const json& j, LonLat& v) {
    if (!j.is_array() || j.size() < 2) return false;
    return read(j[0], v.lon) && read(j[1], v.lat) && std::abs(v.lon) <= 180 && std::abs(v.lat) <= 90;
}
bool read(const json& j, Time& v) {
    std::int64_t ms = 0;
    if (read_integer(j, ms)) {
        v = time_from_ms(ms);
        return true;
    }
    if (!j.is_string()) return false;
    const MaybeTime t = time_from_rfc3339(j.get_ref<const std::string&>());
    if (t) v = *t;
    return t.has_value();
}
bool read(const json& j, Seconds& v) {
    std::int64_t seconds = 0;
    if (!read_integer(j, seconds)) return false;
    v = Seconds{seconds};
    return true;
}
bool read(const json& j, Geometry& v) {
    auto geometry = geometry_from_json(j);
    if (geometry) v = std::move(*geometry);
    return geometry.ok();
}
template <class Tag>
bool read(const json& j, Id<Tag>& v) { return read_integer(j, v.value); }
template <class E>
    requires std::is_enum_v<E>
bool read(const json& j, E& v) {
    if (!j.is_string()) return false;
    const auto value = from_name<E>(j.get_ref<const std::string&>());
    if (value) v = *value;
    return value.has_value();
}
// A member that is absent or null keeps the default.
template <class T>
bool read_member(const json& j, const char* member, T& v) {
    const auto it = j.find(member);
    return it == j.end() || it->is_null() || read(*it, v);
}
bool read(const json& j, Attribute& v) {
    return j.is_object() && read_member(j, "name", v.name) && read_member(j, "value", v.value);
}
bool read(const json& j, TimeWindow& v) { return j.is_object() && read_member(j, "from", v.from) && read_member(j, "to", v.to); }
bool read(const json& j, Task& v) { return j.is_object() && read_member(j, "text", v.text) && read_member(j, "done", v.done); }
bool read(const json& j, Skill& v) {
    if (!j.is_object() || !read_member(j, "code", v.code)) return false;
    Time expires{};
    if (!read_member(j, "expires_at", expires)) return false;
    if (const auto it = j.find("expires_at"); it != j.end() && !it->is_null()) v.expires_at = expires;
    return true;
}
template <class T>
bool read(const json& j, std::optional<T>& v) {
    T value{};
    if (!read(j, value)) return false;
    v = std::move(value);
    return true;
}
template <class T>
bool read(const json& j, std::vector<T>& v) {
    if (!j.is_array()) return false;
    std::vector<T> list(j.size());
    for (std::size_t i = 0; i < j.size(); ++i)
        if (!read(j[i], list[i])) return false;
    v = std::move(list);
    return true;
}

// A link as the source writes it: one text or a list of texts.
bool read_remote_links(const json& j, const char* field, bool is_list, std::vector<RemoteLink>& links) {
    if (j.is_string()) {
        links.push_back({field, j.get<std::string>()});
        return true;
    }
    if (!is_list || !j.is_array()) return false;
    for (const json& id : j) {
        if (!id.is_string()) return false;
        links.push_back({field, id.get<std::string>()});
    }
    return true;
}

Error bad_field(EntityKind kind, const char* field, const json* value) {
    std::string shown = value ? compact(*value) : "";
    if (shown.size() > 80) shown = shown.substr(0, 77) + "…";
    return {.klass = ErrorClass::input,
            .text = {"model.json.bad_field", {{"kind", "@kind." + std::string(name(kind))}, {"field", field}}},
            .remedy = {"model.json.bad_field.remedy", {{"field", field}}},
            .detail = std::string(name(kind)) + "." + field + " = " + shown};
}

template <class E>
const char* read_fields(const json& j, LinkForm form, E& e, DecodedEntity& out) {
    const char* bad = nullptr;
    for_each_field<E>([&](const auto& field) {
        if (bad) return;
        const auto it = j.find(field.name);
        if (it == j.end()) return;
        auto& value = e.*field.member;
        using T = std::remove_reference_t<decltype(value)>;
        out.fields.emplace_back(field.name);
        if (it->is_null()) { value = E{}.*field.member; return; }
        if constexpr (is_link_v<T>) {
            if (form == LinkForm::remote_ids) {
                if (!read_remote_links(*it, field.name, is_vector_v<T>, out.links)) bad = field.name;
                return;
            }
        }
        if (!read(*it, value)) bad = field.name;
    });
    return bad;
}

template <class E>
const char* read_identity(const json& j, E& e) {
    if (!read_member(j, "id", e.id.value)) return "id";
    if (const auto it = j.find("origin"); it != j.end() && !it->is_null()) {
        if (!it->is_object() || !read_member(*it, "source", e.origin.source) || !read_member(*it, "remote_id", e.origin.remote_id) ||
            !read_member(*it, "version", e.origin.version))
            return "origin";
    }
    return nullptr;
}

} // namespace

json to_json(const AnyEntity& entity) {
    return std::visit([](const auto& e) {
        using E = std::decay_t<decltype(e)>;
        json j{{"id", e.id.value},
               {"origin", {{"source", e.origin.source}, {"remote_id", e.origin.remote_id}, {"version", e.origin.version}}},
               {"updated_at", write(e.updated_at)}};
        for_each_field<E>([&](const auto& field) { j[field.name] = write(e.*field.member); });
        return j;
    }, entity);
}

Result<DecodedEntity> entity_from_json(EntityKind kind, const json& j, LinkForm form) {
    if (!j.is_object()) return bad_field(kind, "{}", &j);
    return with_kind(kind, [&](auto e) -> Result<DecodedEntity> {
        DecodedEntity out;
        const char* bad = form == LinkForm::local_ids ? read_identity(j, e) : nullptr;
        if (!bad && !read_member(j, "updated_at", e.updated_at)) bad = "updated_at";
        if (!bad) bad = read_fields(j, form, e, out);
        if (bad) return bad_field(kind, bad, j.contains(bad) ? &j[bad] : nullptr);
        out.entity = std::move(e);
        return out;
    });
}

Result<DecodedEntity> entity_from_text(EntityKind kind, std::string_view text, LinkForm form) {
    if (text.size() > max_entity_json_bytes)
        return Error{.klass = ErrorClass::limit, .text = {"model.json.too_big", {{"kind", "@kind." + std::string(name(kind))}}},
                     .remedy = {}, .detail = std::to_string(text.size()) + " bytes"};
    const json j = json::parse(text, nullptr, false);
    if (j.is_discarded()) return bad_field(kind, "{}", nullptr);
    return entity_from_json(kind, j, form);
}

FieldDifference difference(const AnyEntity* before, const AnyEntity* after) {
    FieldDifference d;
    if (!before || !after) {
        d.before = before ? compact(to_json(*before)) : "null";
        d.after = after ? compact(to_json(*after)) : "null";
        return d;
    }
    std::visit([&](const auto& a) {
        using E = std::decay_t<decltype(a)>;
        const E* b = std::get_if<E>(after);
        if (!b) return;
        json from = json::object(), to = json::object();
        for_each_field<E>([&](const auto& field) {
            if (a.*field.member == b->*field.member) return;
            from[field.name] = write(a.*field.member);
            to[field.name] = write(b->*field.member);
            d.fields.emplace_back(field.name);
        });
        d.before = compact(from);
        d.after = compact(to);
    }, *before);
    return d;
}

Outcome set_fields(AnyEntity& entity, const json& values) {
    if (!values.is_object()) return bad_field(kind_of(entity), "{}", &values);
    return std::visit([&](auto& e) -> Outcome {
        DecodedEntity ignored;
        if (const char* bad = read_fields(values, LinkForm::local_ids, e, ignored))
            return bad_field(kind_of(entity), bad, &values[bad]);
        return Done{};
    }, entity);
}

void copy_fields(AnyEntity& to, const AnyEntity& from, const std::vector<std::string>& fields) {
    std::visit([&](auto& target) {
        using E = std::decay_t<decltype(target)>;
        const E* source = std::get_if<E>(&from);
        if (!source) return;
        for_each_field<E>([&](const auto& field) {
            for (const std::string& wanted : fields)
                if (wanted == field.name) target.*field.member = source->*field.member;
        });
    }, to);
}

} // namespace vigie::gis
