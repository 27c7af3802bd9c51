#include "tests/simulation/city.hpp"

#include "gis/backends/web/foreign.hpp"
#include "gis/backends/web/url.hpp"

namespace vigie::test {

using gis::remote::TransferReply;
using gis::remote::TransferRequest;
using nlohmann::json;
namespace web = gis::web;

namespace {

std::string parameter(const web::Parameters& all, const std::string& name) {
    for (const auto& [n, value] : all)
        if (n == name) return value;
    return {};
}

std::string path_of(const std::string& url) {
    const std::string path = web::without_query(url);
    return path.substr(path.find('/', 8));
}

TransferReply json_reply(const json& value, int status = 200) {
    TransferReply reply;
    reply.status = status;
    reply.body = value.dump();
    reply.headers = {{"content-type", "application/json"}};
    return reply;
}

template <class E>
const E* of_source(const gis::World& world, const std::string& remote_id, std::string& doubled) {
    const E* found = nullptr;
    for (const E& e : world.table<E>())
        if (e.origin.remote_id == remote_id) {
            if (found) doubled = remote_id + " is there twice";
            found = &e;
        }
    return found;
}

class SensorThingsCity final : public City {
public:
    using City::City;
    [[nodiscard]] std::string backend() const override { return "sensorthings"; }
    [[nodiscard]] std::string config() const override { return R"({"url":"http://city.test/v1.1","poll_s":60})"; }

    void live() override {
        if (streams_ < 2 || (streams_ < 6 && chance(random_, 0.05))) ++streams_;
        const int stream = static_cast<int>(among(random_, 1, streams_));
        const std::int64_t late_s = chance(random_, 0.2) ? among(random_, 0, 420) : 0;  // within the overlap
        const std::string at = now(late_s);
        if (times_[stream].insert(at).second) observations_.push_back({{"@iot.id", observations_.size() + 1}, {"phenomenonTime", at}, {"result", static_cast<double>(among(random_, 0, 1'000)) / 10}, {"stream", stream}});
    }

    [[nodiscard]] TransferReply answer(const TransferRequest& request) override {
        const auto asked = web::parameters_of(request.url);
        const std::string path = path_of(request.url);
        if (path.starts_with("/v1.1/Datastreams")) {
            json rows = json::array();
            for (int i = 1; i <= streams_; ++i) {
                const std::string own = "/v1.1/Datastreams(" + std::to_string(i) + ")";
                if (path == own + "/Observations") return observations(asked, i);
                if (path == own + "/Thing") return json_reply({{"name", "Station"}, {"Locations", {{{"location", {{"type", "Point"}, {"coordinates", {3.0 + i / 100.0, 43.5}}}}}}}});
                if (path == own + "/ObservedProperty") return json_reply({{"name", "niveau"}});
                rows.push_back({{"@iot.id", i}, {"name", "Niveau " + std::to_string(i)}, {"unitOfMeasurement", {{"symbol", "m"}}}, {"ObservedProperty", {{"name", "niveau"}}},
                                {"Thing", {{"name", "Station"}, {"Locations", {{{"location", {{"type", "Point"}, {"coordinates", {3.0 + i / 100.0, 43.5}}}}}}}}}});
            }
            return json_reply({{"value", rows}});
        }
        return path == "/v1.1/Observations" ? observations(asked, 0) : json_reply({{"message", "Not found"}}, 404);
    }

    // Of one datastream, or of all.
    [[nodiscard]] TransferReply observations(const web::Parameters& asked, int stream) const {
        const std::string filter = parameter(asked, "$filter"), since = filter.substr(filter.rfind(' ') + 1);
        if (filter.find('\'') != std::string::npos) return json_reply({{"code", 400}, {"message", "datetime is no function"}}, 400);
        std::vector<const json*> rows;
        for (const json& o : observations_)
            if (o["phenomenonTime"].get_ref<const std::string&>() > since && (stream == 0 || o["stream"] == stream)) rows.push_back(&o);
        std::ranges::stable_sort(rows, {}, [](const json* o) -> const std::string& { return (*o)["phenomenonTime"].get_ref<const std::string&>(); });
        const std::string order = parameter(asked, "$orderby");
        if (order.ends_with("desc")) std::ranges::reverse(rows);
        const std::size_t skip = std::strtoul(parameter(asked, "$skip").c_str(), nullptr, 10), page = 20;
        json out{{"value", json::array()}};
        for (std::size_t i = skip; i < std::min(rows.size(), skip + page); ++i) {
            json o = *rows[i];
            o["Datastream"] = {{"@iot.id", o["stream"]}};
            out["value"].push_back(std::move(o));
        }
        if (rows.size() > skip + page) out["@iot.nextLink"] = (stream == 0 ? "http://city.test/v1.1/Observations?" : "http://city.test/v1.1/Datastreams(" + std::to_string(stream) + ")/Observations?") + web::form_of({{"$filter", filter}, {"$orderby", order}, {"$expand", "Datastream"}, {"$skip", std::to_string(skip + page)}});
        return json_reply(out);
    }

    [[nodiscard]] std::string difference(const gis::Desk& desk) const override {
        std::string doubled;
        std::size_t there = 0;
        for (int i = 1; i <= streams_; ++i) {
            const gis::Sensor* sensor = of_source<gis::Sensor>(desk.world(), std::to_string(i), doubled);
            if (!sensor) return "no sensor " + std::to_string(i);
            there += desk.observations(sensor->id, {}, gis::Time::max()).size();
        }
        if (!doubled.empty()) return doubled;
        return there == observations_.size() ? "" : std::to_string(observations_.size()) + " observations, " + std::to_string(there) + " on the desk";
    }

private:
    int streams_ = 0;
    std::vector<json> observations_;
    std::map<int, std::set<std::string>> times_;
};

class NgsiCity final : public City {
public:
    using City::City;
    [[nodiscard]] std::string backend() const override { return "ngsi"; }
    [[nodiscard]] std::string config() const override { return R"({"url":"http://city.test","types":"WasteContainer,Streetlight","interface":"NGSIv2","poll_s":60})"; }

    void live() override {
        if (bins_.size() < 3 || (bins_.size() < 120 && chance(random_, 0.1))) {
            const std::string id = "urn:ngsi-ld:WasteContainer:" + std::to_string(bins_.size());
            bins_[id] = {{"id", id}, {"type", "WasteContainer"}, {"dateCreated", {{"type", "DateTime"}, {"value", now()}}}, {"dateModified", {{"type", "DateTime"}, {"value", now()}}},
                         {"location", {{"type", "geo:json"}, {"value", {{"type", "Point"}, {"coordinates", {3.0 + static_cast<double>(bins_.size()) / 1'000, 43.5}}}}}}};
        }
        auto bin = bins_.begin();
        std::advance(bin, among(random_, 0, static_cast<std::int64_t>(bins_.size()) - 1));
        bin->second["fillingLevel"] = {{"type", "Number"}, {"value", static_cast<double>(among(random_, 0, 100)) / 100}, {"metadata", {{"timestamp", {{"type", "DateTime"}, {"value", now()}}}}}};
        bin->second["dateModified"] = {{"type", "DateTime"}, {"value", now()}};
        if (lights_.size() < 2 || (lights_.size() < 20 && chance(random_, 0.1))) {
            const std::string id = "urn:ngsi-ld:Streetlight:" + std::to_string(lights_.size());
            lights_[id] = {{"id", id}, {"type", "Streetlight"}, {"dateCreated", {{"type", "DateTime"}, {"value", now()}}}, {"powerState", {{"type", "Text"}, {"value", "on"}, {"metadata", json::object()}}},
                           {"lanternHeight", {{"type", "Number"}, {"value", 9}, {"metadata", json::object()}}}, {"location", {{"type", "geo:json"}, {"value", {{"type", "Point"}, {"coordinates", {3.0, 43.5 + static_cast<double>(lights_.size()) / 1'000}}}}}}};
            touch(lights_[id]);
        }
        if (chance(random_, 0.1)) {
            auto light = lights_.begin();
            std::advance(light, among(random_, 0, static_cast<std::int64_t>(lights_.size()) - 1));
            light->second["powerState"]["value"] = chance(random_, 0.5) ? "on" : "off";
            touch(light->second);
        }
    }

    [[nodiscard]] TransferReply answer(const TransferRequest& request) override {
        const auto asked = web::parameters_of(request.url);
        for (auto& [id, light] : lights_) {
            const std::string place = "/v2/entities/" + web::encoded(id);
            if (request.method == "GET" && path_of(request.url) == place) return json_reply(light);
            if (request.method == "PATCH" && path_of(request.url) == place + "/attrs") return change(light, request.body);
        }
        if (path_of(request.url) != "/v2/entities") return json_reply({{"error", "NotFound"}}, 404);
        const std::string q = parameter(asked, "q"), since = q.substr(q.find('>') + 1);
        std::vector<const json*> rows;
        for (const auto& [id, bin] : parameter(asked, "type") == "Streetlight" ? lights_ : bins_)
            if (q.empty() || bin["dateModified"]["value"].get<std::string>() > since) rows.push_back(&bin);
        const std::size_t limit = std::strtoul(parameter(asked, "limit").c_str(), nullptr, 10), offset = std::strtoul(parameter(asked, "offset").c_str(), nullptr, 10);
        json out = json::array();
        for (std::size_t i = offset; i < std::min({rows.size(), offset + limit, offset + 50}); ++i) out.push_back(*rows[i]);
        return json_reply(out);
    }

    [[nodiscard]] std::string difference(const gis::Desk& desk) const override {
        std::string doubled;
        for (const auto& [id, bin] : bins_) {
            if (!bin.contains("fillingLevel")) continue;
            const gis::Sensor* sensor = of_source<gis::Sensor>(desk.world(), id + "#fillingLevel", doubled);
            if (!sensor) return "no sensor of " + id;
            const double level = bin["fillingLevel"]["value"].get<double>() * 100;
            if (!sensor->last_value || std::abs(*sensor->last_value - level) > 1e-9) return id + " is at " + std::to_string(level) + ", " + (sensor->last_value ? std::to_string(*sensor->last_value) : "nothing") + " on the desk";
        }
        for (const auto& [id, light] : lights_) {
            const gis::Asset* asset = of_source<gis::Asset>(desk.world(), id, doubled);
            if (!asset) return "no asset of " + id;
            for (const char* name : {"powerState", "lanternHeight"}) {
                const std::string there = web::text(light[name]["value"]), here = value_of(*asset, name);
                if (there != here) return id + ": " + name + " is " + there + ", on the desk " + here;
            }
        }
        if (desk.waiting("s") != 0) return std::to_string(desk.waiting("s")) + " edits wait";
        return doubled;
    }

    // Lights are switched by both sides, their height is only measured here.
    [[nodiscard]] std::vector<gis::Command> edits(const gis::World& world) override {
        for (const gis::Asset& a : world.assets()) {
            if (!lights_.contains(a.origin.remote_id) || !chance(random_, 0.05)) continue;
            gis::command::EditAsset edit{.asset = a.id, .code = {}, .name = {}, .attributes = {}};
            if (chance(random_, 0.5)) edit.attributes = {{"powerState", value_of(a, "powerState") == "on" ? "off" : "on"}};
            else edit.attributes = {{"lanternHeight", std::to_string(among(random_, 4, 12))}};
            return {edit};
        }
        return {};
    }

private:
    static std::string value_of(const gis::Asset& asset, std::string_view name) {
        for (const gis::Attribute& a : asset.attributes)
            if (a.name == name) return a.value;
        return {};
    }
    void touch(json& entity) { entity["dateModified"] = {{"type", "DateTime"}, {"value", now()}}; }
    TransferReply change(json& light, const std::string& body) {
        const json patch = json::parse(body, nullptr, false);
        if (!patch.is_object()) return json_reply({{"error", "ParseError"}}, 400);
        for (const auto& [name, attribute] : patch.items()) light[name] = attribute;
        touch(light);
        TransferReply reply;
        reply.status = 204;
        return reply;
    }

    std::map<std::string, json> bins_, lights_;
};

class TraccarCity final : public City {
public:
    using City::City;
    [[nodiscard]] std::string backend() const override { return "avl"; }
    [[nodiscard]] std::string config() const override { return R"({"url":"http://city.test","layout":"traccar","poll_s":60})"; }

    void live() override {
        if (fixes_.size() < 2 || (fixes_.size() < 8 && chance(random_, 0.05))) fixes_[static_cast<int>(fixes_.size()) + 1] = {};
        const int device = static_cast<int>(among(random_, 1, static_cast<std::int64_t>(fixes_.size())));
        fixes_[device] = {{"deviceId", device}, {"latitude", 43.5 + static_cast<double>(among(random_, 0, 1'000)) / 10'000}, {"longitude", 3.0}, {"fixTime", now()}, {"valid", true}, {"speed", 10}, {"course", 90}};
    }

    [[nodiscard]] TransferReply answer(const TransferRequest& request) override {
        json out = json::array();
        for (const auto& [device, fix] : fixes_) {
            if (path_of(request.url) == "/api/devices") out.push_back({{"id", device}, {"name", "Camion " + std::to_string(device)}});
            else if (!fix.is_null()) out.push_back(fix);
        }
        TransferReply reply = json_reply(out);
        const std::time_t t = std::chrono::system_clock::to_time_t(clock_.now());
        char text[64];
        std::tm broken{};
        ::gmtime_r(&t, &broken);
        std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &broken);
        reply.headers.emplace_back("date", text);
        return reply;
    }

    [[nodiscard]] std::string difference(const gis::Desk& desk) const override {
        std::string doubled;
        for (const auto& [device, fix] : fixes_) {
            if (fix.is_null()) continue;
            const gis::Crew* crew = of_source<gis::Crew>(desk.world(), std::to_string(device), doubled);
            if (!crew || !crew->place) return "vehicle " + std::to_string(device) + " is nowhere";
            if (std::abs(crew->place->lat - fix["latitude"].get<double>()) > 1e-9) return "vehicle " + std::to_string(device) + " is elsewhere";
            if (crew->name != "Camion " + std::to_string(device)) return "vehicle " + std::to_string(device) + " is called " + crew->name;
        }
        return doubled;
    }

private:
    std::map<int, json> fixes_;
};

class Open311City final : public City {
public:
    using City::City;
    [[nodiscard]] std::string backend() const override { return "open311"; }
    [[nodiscard]] std::string config() const override { return R"({"url":"http://city.test/v2","categories":"POT = nid_de_poule","format":"json","poll_s":60})"; }

    void live() override {
        if (requests_.size() < 3 || chance(random_, 0.3)) add("Trou " + std::to_string(requests_.size()));
        json& one = requests_[static_cast<std::size_t>(among(random_, 0, static_cast<std::int64_t>(requests_.size()) - 1))];
        if (chance(random_, 0.3)) {
            one["status"] = chance(random_, 0.5) ? "closed" : "open";
            one["updated_datetime"] = now();
        }
    }

    [[nodiscard]] TransferReply answer(const TransferRequest& request) override {
        const std::string path = path_of(request.url);
        const auto asked = web::parameters_of(request.method == "POST" ? "?" + request.body : request.url);
        if (request.method == "POST" && path == "/v2/requests.json") {
            add(parameter(asked, "description"));
            requests_.back()["lat"] = std::stod(parameter(asked, "lat"));
            requests_.back()["long"] = std::stod(parameter(asked, "long"));
            return json_reply(json::array({{{"service_request_id", requests_.back()["service_request_id"]}}}));
        }
        if (request.method == "POST") return update(asked);
        if (path == "/v2/services.json") return json_reply(json::array({{{"service_code", "POT"}, {"service_name", "Potholes"}, {"metadata", false}}}));
        if (path == "/v2/services/POT.json") return json_reply({{"service_code", "POT"}, {"attributes", json::array()}});
        const std::string ids = parameter(asked, "service_request_id"), from = parameter(asked, "start_date"), to = parameter(asked, "end_date");
        json out = json::array();
        for (const json& r : requests_) {
            const std::string id = r["service_request_id"], at = r["requested_datetime"];
            const bool single = path == "/v2/requests/" + id + ".json";
            const bool listed = path == "/v2/requests.json" && (ids.empty() ? at >= from && at <= to : ("," + ids + ",").find("," + id + ",") != std::string::npos);
            if (single || listed) out.push_back(r);
        }
        return json_reply(out, out.empty() && path != "/v2/requests.json" ? 404 : 200);
    }

    // A state said here is one of two there.
    [[nodiscard]] std::string difference(const gis::Desk& desk) const override {
        std::string doubled;
        for (const json& r : requests_) {
            const std::string id = r["service_request_id"];
            const gis::Report* report = of_source<gis::Report>(desk.world(), id, doubled);
            if (!report) return "no report " + id;
            const bool closed = report->state == gis::ReportState::closed || report->state == gis::ReportState::service_done;
            if (closed != (r["status"] == "closed")) return id + " is " + r["status"].get<std::string>() + ", on the desk " + std::to_string(static_cast<int>(report->state));
        }
        if (desk.waiting("s") != 0) return std::to_string(desk.waiting("s")) + " edits wait";
        return doubled;
    }

    [[nodiscard]] std::vector<gis::Command> edits(const gis::World& world) override {
        for (const gis::Report& r : world.reports())
            if (r.state == gis::ReportState::received && chance(random_, 0.3)) return {gis::command::SetReportState{.report = r.id, .state = gis::ReportState::service_done, .reason = "réparé"}};
        return {};
    }
    [[nodiscard]] int count(const std::string& description) const {
        return static_cast<int>(std::ranges::count_if(requests_, [&](const json& r) { return r["description"] == description; }));
    }

private:
    void add(const std::string& description) {
        requests_.push_back({{"service_request_id", "r-" + std::to_string(requests_.size())}, {"status", "open"}, {"service_code", "POT"}, {"service_name", "Potholes"}, {"description", description},
                             {"requested_datetime", now()}, {"updated_datetime", now()}, {"lat", 43.6}, {"long", 3.1}});
    }
    TransferReply update(const web::Parameters& asked) {
        for (json& r : requests_)
            if (r["service_request_id"] == parameter(asked, "service_request_id") && updates_.insert(parameter(asked, "update_id")).second) {
                r["status"] = parameter(asked, "status") == "FIXED" ? "closed" : "open";
                r["updated_datetime"] = now();
            }
        return json_reply({{"service_request_updates", json::array({{{"update_id", parameter(asked, "update_id")}}})}});
    }
    std::vector<json> requests_;
    std::set<std::string> updates_;
};

} // namespace

std::string City::now(std::int64_t seconds_ago) const { return web::whole_second(clock_.now() - gis::Seconds{seconds_ago}); }

std::unique_ptr<City> make_city(int kind, const gis::Clock& clock, std::uint64_t seed) {
    switch (kind) {
    case 0: return std::make_unique<SensorThingsCity>(clock, seed);
    case 1: return std::make_unique<NgsiCity>(clock, seed);
    case 2: return std::make_unique<TraccarCity>(clock, seed);
    default: return std::make_unique<Open311City>(clock, seed);
    }
}

int made_of(const City& city, const std::string& description) {
    const auto* portal = dynamic_cast<const Open311City*>(&city);
    return portal ? portal->count(description) : 0;
}

} // namespace vigie::test
