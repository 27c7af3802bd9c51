#include "gis/backends/postgis/entity_rows.hpp"

#include <charconv>

#include <nlohmann/json.hpp>

#include "gis/model/entity_json.hpp"
#include "gis/model/entity_links.hpp"

namespace vigie::gis::postgis {

namespace {

std::optional<std::uint64_t> as_number(std::string_view id) {
    std::uint64_t value = 0;
    const auto [end, wrong] = std::from_chars(id.data(), id.data() + id.size(), value);
    const bool plain = wrong == std::errc{} && end == id.data() + id.size() && value > 0 && value <= std::uint64_t{INT64_MAX} && id[0] != '0';
    return plain ? std::optional(value) : std::nullopt;
}

} // namespace

std::string row_json(const AnyEntity& entity) {
    nlohmann::json json = to_json(entity);
    for (const char* column : {"id", "origin", "updated_at"}) json.erase(column);
    for (const LinkField& link : link_fields(kind_of(entity))) {
        nlohmann::json names = nlohmann::json::array();
        for (const std::uint64_t id : link_targets(entity, link.name)) names.push_back(std::to_string(id));
        if (link.is_list) json[link.name] = std::move(names);
        else json[link.name] = names.empty() || names[0] == "0" ? nlohmann::json(nullptr) : names[0];
    }
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void IdMap::add(EntityKind kind, std::string_view id) {
    if (const auto number = as_number(id)) next_ = std::max(next_, *number + 1);
    else others_.emplace(std::pair{kind, std::string(id)}, 0);
}

void IdMap::give_numbers() {
    for (auto& [what, number] : others_)
        if (number == 0) number = next_++;
}

std::optional<std::uint64_t> IdMap::find(EntityKind kind, std::string_view id) const {
    if (const auto number = as_number(id)) return number;
    const auto it = others_.find({kind, std::string(id)});
    return it == others_.end() ? std::nullopt : std::optional(it->second);
}

Result<AnyEntity> entity_of_row(EntityKind kind, const RowColumns& row, const IdMap& ids) {
    auto decoded = entity_from_text(kind, row.data, LinkForm::remote_ids);
    if (!decoded) return decoded.error();
    AnyEntity& entity = decoded->entity;
    for (const LinkField& link : link_fields(kind)) {
        std::vector<std::uint64_t> targets;
        for (const RemoteLink& sent : decoded->links) {
            if (sent.field != link.name) continue;
            if (const auto id = ids.find(link.target, sent.remote_id)) targets.push_back(*id);
        }
        set_link_targets(entity, link.name, targets);
    }
    std::visit([&](auto& e) {
        e.id.value = ids.find(kind, row.id).value_or(0);
        e.origin = {std::string(row.origin_source), std::string(row.origin_remote_id), std::string(row.origin_version)};
        e.updated_at = time_from_ms(row.updated_ms);
    }, entity);
    return std::move(entity);
}

} // namespace vigie::gis::postgis
