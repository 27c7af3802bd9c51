#include "gis/model/entity_json.hpp"

#include "gis/model/foreign_json.hpp"
#include "gis/model/value_json.hpp"

namespace vigie::gis {

namespace {

using namespace value_json;

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

nlohmann::json to_json(const AnyEntity& entity) {
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
    const json j = foreign_json(text);
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
