#include "gis/backends/ngsi/broker.hpp"

#include <unordered_set>

#include "gis/backends/ngsi/entity.hpp"
#include "gis/backends/web/foreign.hpp"
#include "gis/model/foreign_json.hpp"

namespace vigie::gis::ngsi {

using backend::HttpReply;
using backend::HttpRequest;
using backend::Problem;
using nlohmann::json;

namespace {

constexpr std::size_t least_limit = 100;  // what every broker gives

std::string without(std::string base, std::string_view tail) {
    if (base.ends_with(tail)) base.resize(base.size() - tail.size());
    return base;
}

} // namespace

Broker::Broker(const backend::Host& host, const web::Access& access, Tenancy tenancy, Interface interface)
    : host_(host), access_(access), tenancy_(std::move(tenancy)), interface_(interface) {}

void Broker::restore(const json& kept) {
    const std::string name = web::text_at(kept, "interface");
    if (interface_ != Interface::unknown || (name != "ld" && name != "v2")) return;
    interface_ = name == "ld" ? Interface::ld : Interface::v2;
    slash_ = web::text_at(kept, "slash") == "true";
    if (web::number(web::at(kept, "limit")).value_or(0) == least_limit) limit_ = least_limit;
    is_settled_ = true;
}

json Broker::kept() const { return {{"interface", interface_ == Interface::ld ? "ld" : interface_ == Interface::v2 ? "v2" : ""}, {"slash", slash_}, {"limit", limit_}}; }

HttpRequest Broker::request_of(const std::string& path, const web::Parameters& parameters) const {
    const bool ld = interface_ != Interface::v2;
    const std::string base = without(without(access_.base, "/ngsi-ld/v1"), "/v2");
    HttpRequest request;
    request.url = web::with_parameters(base + (ld ? "/ngsi-ld/v1/entities" : "/v2/entities") + path, parameters);
    request.headers = {{"Accept", "application/json"}};
    if (!tenancy_.tenant.empty()) request.headers.emplace_back(ld ? "NGSILD-Tenant" : "Fiware-Service", tenancy_.tenant);
    if (!tenancy_.service_path.empty() && !ld) request.headers.emplace_back("Fiware-ServicePath", tenancy_.service_path);
    if (!tenancy_.context.empty() && ld) request.headers.emplace_back("Link", "<" + tenancy_.context + ">; rel=\"http://www.w3.org/ns/json-ld#context\"; type=\"application/ld+json\"");
    return request;
}

std::variant<json, Problem> Broker::entity(const std::string& id, int& status) {
    const bool ld = interface_ != Interface::v2;
    auto answer = web::ask(host_, access_, request_of("/" + web::encoded(id), {ld ? std::pair{"options", "sysAttrs"} : std::pair{"attrs", "*,dateModified,dateCreated"}}));
    if (auto* problem = std::get_if<Problem>(&answer)) return std::move(*problem);
    const HttpReply& reply = std::get<HttpReply>(answer);
    status = reply.status;
    if (reply.status < 200 || reply.status > 299) return web::problem_of(reply, complaint_in(reply.body));
    json read = foreign_json(reply.body);
    if (!read.is_object() || web::text_at(read, "id") != id) return web::unreadable(reply, "entity");
    return read;
}

// Some brokers (Cassiopeia) want the fragment to say whose it is, as an entity does, and refuse it bare.
std::variant<HttpReply, Problem> Broker::patch(const std::string& id, const std::string& type, const json& attributes, int& status) {
    auto answer = send_patch(id, attributes, status);
    if (status != 400 || interface_ != Interface::ld || type.empty()) return answer;
    json fragment = attributes;
    fragment.update({{"id", id}, {"type", type}});
    auto second = send_patch(id, fragment, status);
    if (status != 400) return second;
    return answer;  // says what is wrong with what the standard has
}

std::variant<HttpReply, Problem> Broker::send_patch(const std::string& id, const json& attributes, int& status) {
    HttpRequest request = request_of("/" + web::encoded(id) + "/attrs" + (slash_ ? "/" : ""), {});
    request.method = "PATCH";
    request.headers.emplace_back("Content-Type", "application/json");
    request.body = web::dump(attributes);
    auto answer = web::ask(host_, access_, std::move(request));
    const auto* reply = std::get_if<HttpReply>(&answer);
    status = reply ? reply->status : 0;
    if (reply && (reply->status < 200 || reply->status > 299)) return web::problem_of(*reply, complaint_in(reply->body));
    return answer;
}

std::variant<json, Problem> Broker::ask(const std::string& type, const MaybeTime& since, std::size_t offset, int& status) {
    const bool ld = interface_ != Interface::v2;
    web::Parameters parameters{{"type", type}, {"limit", std::to_string(limit_)}, {"offset", std::to_string(offset)}};
    if (ld) parameters.emplace_back("options", "sysAttrs");
    else {
        parameters.emplace_back("attrs", "*,dateModified,dateCreated");
        parameters.emplace_back("orderBy", "dateCreated");  // pages do not move while entities change
    }
    if (since) parameters.emplace_back("q", (ld ? "modifiedAt>" : "dateModified>") + web::whole_second(*since));
    HttpRequest request = request_of(slash_ ? "/" : "", parameters);
    auto answer = web::ask(host_, access_, std::move(request));
    if (auto* problem = std::get_if<Problem>(&answer)) return std::move(*problem);
    const HttpReply& reply = std::get<HttpReply>(answer);
    status = reply.status;
    if (reply.status < 200 || reply.status > 299) return web::problem_of(reply, complaint_in(reply.body));
    auto entities = entities_in(reply.body);
    if (!entities) return web::unreadable(reply, "entities");
    return std::move(*entities);
}

// Another way to ask after a refusal; false when there is none left.
bool Broker::adapt(int status) {
    if (limit_ > least_limit && (status == 400 || status == 403)) {
        limit_ = least_limit;
        return true;
    }
    if (is_settled_ || (status != 404 && status != 400 && status != 405 && status != 501)) return false;
    if (!tried_slash_) return tried_slash_ = slash_ = true;
    slash_ = false;
    tried_slash_ = true;
    if (interface_ != Interface::unknown) return false;
    interface_ = Interface::v2;
    limit_ = 1'000;
    return true;
}

std::variant<json, Problem> Broker::page(const std::string& type, const MaybeTime& since, std::size_t offset) {
    for (;;) {
        int status = 0;
        auto answer = ask(type, since, offset, status);
        if (std::holds_alternative<json>(answer)) {
            if (interface_ == Interface::unknown) interface_ = Interface::ld;
            is_settled_ = true;
            return answer;
        }
        if (!adapt(status)) return answer;
    }
}

std::optional<Problem> Broker::read(const std::string& type, const MaybeTime& since, const std::function<bool(const std::vector<json>&)>& take) {
    std::unordered_set<std::string> ids;
    for (std::size_t pages = 0, offset = 0; pages < most_pages; ++pages) {
        auto answer = page(type, since, offset);
        if (auto* problem = std::get_if<Problem>(&answer)) return std::move(*problem);
        std::vector<json> fresh;
        for (json& row : std::get<json>(answer)) {
            ++offset;
            std::string id = web::text_at(row, "id");
            if (!id.empty() && ids.insert(std::move(id)).second) fresh.push_back(std::move(row));
        }
        if (fresh.empty() || !take(fresh)) return {};  // a server may give the same page for ever, or stop short of its count
    }
    return {};
}

} // namespace vigie::gis::ngsi
