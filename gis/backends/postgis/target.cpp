#include "gis/backends/postgis/target.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include <nlohmann/json.hpp>

namespace vigie::gis::postgis {

namespace {

constexpr const char* system_certificates = "/etc/ssl/certs/ca-certificates.crt";

bool is_loopback(const std::string& host) {
    return host.empty() || host[0] == '/' || host[0] == '@' || host == "localhost" || host.starts_with("127.") || host == "::1";
}

bool has_own_root_certificate() {
    const char* home = std::getenv("HOME");
    std::error_code ec;
    return std::getenv("PGSSLROOTCERT") || (home && std::filesystem::exists(std::filesystem::path(home) / ".postgresql/root.crt", ec));
}

// What the person did not say. A server elsewhere must prove who it is; a dead line is noticed within half a minute.
void complete(Target& target) {
    auto& k = target.keywords;
    if (!target.is_local() && !std::getenv("PGSSLMODE")) k.emplace("sslmode", "verify-full");
    if (target.get("sslmode").starts_with("verify-") && !has_own_root_certificate()) k.emplace("sslrootcert", system_certificates);
    k.emplace("application_name", "vigie");
    k.emplace("keepalives_idle", "10");
    k.emplace("keepalives_interval", "5");
    k.emplace("keepalives_count", "3");
    k.emplace("tcp_user_timeout", "20000");
    k["client_encoding"] = "UTF8";
}

Error bad(const char* key, std::string what) {
    return {.klass = ErrorClass::config, .text = {key, {{"what", std::move(what)}}}, .remedy = {std::string(key) + ".remedy", {}}};
}

} // namespace

std::string Target::get(const std::string& keyword) const {
    const auto it = keywords.find(keyword);
    return it == keywords.end() ? std::string{} : it->second;
}

std::string Target::shown() const {
    const std::string host = get("host").empty() ? get("hostaddr") : get("host");
    return (host.empty() ? "localhost" : host) + "/" + get("dbname");
}

bool Target::is_local() const {
    for (const char* keyword : {"host", "hostaddr"}) {
        const std::string hosts = get(keyword);
        for (std::size_t from = 0; from <= hosts.size();) {
            const std::size_t comma = std::min(hosts.find(',', from), hosts.size());
            if (!is_loopback(hosts.substr(from, comma - from))) return false;
            from = comma + 1;
        }
    }
    return true;
}

bool is_postgres_url(const std::string& text) { return text.starts_with("postgresql://") || text.starts_with("postgres://"); }

Result<Target> target_from_url(const std::string& url) {
    if (!is_postgres_url(url)) return bad("postgis.url.bad", "postgresql://");
    char* said = nullptr;
    const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> options(PQconninfoParse(url.c_str(), &said), PQconninfoFree);
    // libpq's words quote the address, and with it a password: they are not passed on.
    PQfreemem(said);
    if (!options) return bad("postgis.url.bad", "postgresql://");
    Target target;
    for (const PQconninfoOption* o = options.get(); o->keyword; ++o) {
        if (!o->val || !*o->val) continue;
        const std::string keyword = o->keyword;
        if (keyword == "password" || keyword == "sslpassword") return bad("postgis.url.password", {});
        target.keywords[keyword] = o->val;
    }
    if (target.get("dbname").empty()) return bad("postgis.url.no_database", {});
    complete(target);
    return target;
}

Result<Target> target_from_config(const std::string& text) {
    const auto json = nlohmann::json::parse(text.empty() ? "{}" : text, nullptr, false);
    if (!json.is_object()) return bad("postgis.config.object", {});
    Target target;
    const auto take = [&](const char* property, const char* keyword) {
        const auto it = json.find(property);
        if (it == json.end() || it->is_null()) return true;
        const std::string value = it->is_string() ? it->get<std::string>() : it->is_number_integer() ? it->dump() : std::string{};
        if (value.find('\0') != std::string::npos || (!it->is_string() && value.empty())) return false;
        if (!value.empty()) target.keywords[keyword] = value;
        return true;
    };
    for (const auto& [property, keyword] : {std::pair{"host", "host"}, {"port", "port"}, {"database", "dbname"}, {"user", "user"},
                                            {"sslmode", "sslmode"}, {"sslrootcert", "sslrootcert"}})
        if (!take(property, keyword)) return bad("postgis.config.value", property);
    const std::string port = target.get("port");
    if (!port.empty() && (port.size() > 5 || !std::ranges::all_of(port, [](char c) { return c >= '0' && c <= '9'; }) ||
                          std::atoi(port.c_str()) < 1 || std::atoi(port.c_str()) > 65535))
        return bad("postgis.config.value", "port");
    if (const std::string mode = target.get("sslmode"); !mode.empty() && mode != "disable" && mode != "allow" && mode != "prefer" &&
                                                        mode != "require" && mode != "verify-ca" && mode != "verify-full")
        return bad("postgis.config.value", "sslmode");
    if (target.get("dbname").empty()) return bad("postgis.config.no_database", {});
    complete(target);
    return target;
}

} // namespace vigie::gis::postgis
