#include "app/bench_connectors_web.hpp"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>

#include "gis/backends/web/foreign.hpp"
#include "gis/backends/web/url.hpp"
#include "gis/model/entity_json.hpp"

namespace vigie::app {

namespace {

namespace web = gis::web;
using gis::remote::TransferReply;
using gis::remote::TransferRequest;

constexpr std::size_t open311_at_once = 1'000, page_rows = 200, sensorthings_rows = 1'000;
constexpr gis::Seconds between_reports{5};

TransferReply reply(std::string body, long status = 200) {
    TransferReply out;
    out.status = status;
    out.body = std::move(body);
    return out;
}

std::string parameter(const TransferRequest& request, const char* name) {
    for (const auto& [n, value] : web::parameters_of(request.url))
        if (n == name) return value;
    return {};
}

std::size_t number(const TransferRequest& request, const char* name) { return std::strtoul(parameter(request, name).c_str(), nullptr, 10); }
double lon_of(std::size_t n) { return 3.0 + static_cast<double>(n % 1'000) / 5'000; }
double lat_of(std::size_t n) { return 43.5 + static_cast<double>(n / 1'000 % 1'000) / 5'000; }

// One report each five seconds, the newest first row.
TransferReply open311(const TransferRequest& request, std::size_t entities, gis::Time now) {
    if (!web::without_query(request.url).ends_with("/requests.json")) return reply("[]", 404);
    const auto from = gis::time_from_rfc3339(parameter(request, "start_date")), to = gis::time_from_rfc3339(parameter(request, "end_date"));
    if (!from || !to) return reply("[]");
    const auto index = [&](gis::Time t) { return t >= now ? 0 : std::min(entities, static_cast<std::size_t>((now - t + between_reports - gis::Millis{1}) / between_reports)); };
    const auto past = [&](gis::Time t) { return t >= now ? 0 : std::min(entities, static_cast<std::size_t>((now - t) / between_reports) + 1); };
    std::string out = "[";
    for (std::size_t n = index(*to), end = std::min(past(*from), index(*to) + open311_at_once); n < end; ++n) {
        const std::string at = web::whole_second(now - between_reports * static_cast<std::int64_t>(n));
        out += fmt::format(R"({}{{"service_request_id":"{}","status":"{}","service_code":"POT","service_name":"Potholes","description":"Trou dans la chaussée {}","requested_datetime":"{}","updated_datetime":"{}","lat":{},"long":{},"address":"{} rue du Port"}})",
                           out.size() > 1 ? "," : "", n, n % 5 == 0 ? "open" : "closed", n, at, at, lat_of(n), lon_of(n), n % 100);
    }
    return reply(out + "]");
}

TransferReply sensorthings(const TransferRequest& request, std::size_t entities, const std::string& at) {
    const std::size_t skip = number(request, "$skip");
    const bool streams = web::without_query(request.url).ends_with("/Datastreams");
    if (!streams && !web::without_query(request.url).ends_with("/Observations")) return reply("{}", 404);
    const std::size_t end = std::min(entities, skip + (streams ? page_rows : sensorthings_rows));
    std::string out = R"({"value":[)";
    for (std::size_t n = skip; n < end; ++n) {
        if (n > skip) out += ',';
        if (streams)
            out += fmt::format(R"({{"@iot.id":{},"name":"Niveau {}","unitOfMeasurement":{{"symbol":"m"}},"ObservedProperty":{{"name":"niveau"}},"Thing":{{"name":"Station","Locations":[{{"location":{{"type":"Point","coordinates":[{},{}]}}}}]}}}})", n, n, lon_of(n), lat_of(n));
        else out += fmt::format(R"({{"@iot.id":{},"phenomenonTime":"{}","result":{},"Datastream":{{"@iot.id":{}}}}})", n, at, static_cast<double>(n % 100) / 10, n);
    }
    out += "]";
    if (end < entities) {
        web::Parameters next;
        for (const auto& p : web::parameters_of(request.url))
            if (p.first != "$skip") next.push_back(p);
        next.emplace_back("$skip", std::to_string(end));
        out += R"(,"@iot.nextLink":")" + web::with_parameters(web::without_query(request.url), next) + '"';
    }
    return reply(out + "}");
}

TransferReply ngsi(const TransferRequest& request, std::size_t entities, const std::string& at) {
    const std::size_t offset = number(request, "offset"), end = std::min(entities, offset + number(request, "limit"));
    std::string out = "[";
    for (std::size_t n = offset; n < end; ++n)
        out += fmt::format(R"({}{{"id":"urn:ngsi-ld:WasteContainer:{}","type":"WasteContainer","dateModified":{{"type":"DateTime","value":"{}"}},"fillingLevel":{{"type":"Number","value":0.5,"metadata":{{"timestamp":{{"type":"DateTime","value":"{}"}}}}}},"location":{{"type":"geo:json","value":{{"type":"Point","coordinates":[{},{}]}}}}}})",
                           n > offset ? "," : "", n, at, at, lon_of(n), lat_of(n));
    return reply(out + "]");
}

TransferReply traccar(const TransferRequest& request, std::size_t entities, const std::string& at) {
    const bool devices = request.url.ends_with("/api/devices");
    std::string out = "[";
    for (std::size_t n = 0; n < entities; ++n) {
        if (n > 0) out += ',';
        if (devices) out += fmt::format(R"({{"id":{},"name":"Camion {}"}})", n, n);
        else out += fmt::format(R"({{"deviceId":{},"latitude":{},"longitude":{},"fixTime":"{}","valid":true,"speed":10,"course":90,"accuracy":5}})", n, lat_of(n), lon_of(n), at);
    }
    return reply(out + "]");
}

} // namespace

WebWorkload web_workload(const std::string& backend, std::size_t entities, gis::Time now) {
    const std::string at = web::whole_second(now - gis::Seconds{60});
    if (backend == "open311")
        return {backend, R"({"url":"http://bench.test/v2","format":"json","poll_s":86400})", [=](const auto& r) { return open311(r, entities, now); }, entities};
    if (backend == "sensorthings")
        return {backend, R"({"url":"http://bench.test/v1.1","poll_s":86400})", [=](const auto& r) { return sensorthings(r, entities, at); }, 2 * entities};
    if (backend == "ngsi")
        return {backend, R"({"url":"http://bench.test","interface":"NGSIv2","types":"WasteContainer","poll_s":86400})", [=](const auto& r) { return ngsi(r, entities, at); }, 2 * entities};
    return {"avl", R"({"url":"http://bench.test","layout":"traccar","poll_s":86400})", [=](const auto& r) { return traccar(r, entities, at); }, 2 * entities};
}

} // namespace vigie::app
