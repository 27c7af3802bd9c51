// The configuration of a web source, read with its bounds, and what web sources have in common: where the server is, who asks,
// how often. Any thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <nlohmann/json.hpp>

#include "gis/backends/vigie_backend.hpp"

namespace vigie::gis::web {

class Settings {
public:
    // What is not an object of JSON is a Problem.
    [[nodiscard]] static std::variant<Settings, backend::Problem> read(std::string_view json);

    [[nodiscard]] std::string text(const char* name, std::string_view fallback = {}) const;  // spaces around it left out
    [[nodiscard]] std::int64_t number(const char* name, std::int64_t fallback, std::int64_t least, std::int64_t most) const;
    [[nodiscard]] bool flag(const char* name, bool fallback) const;
    // "a = b, c = d", also separated by ';' or lines.
    [[nodiscard]] std::map<std::string, std::string> table(const char* name) const;

private:
    nlohmann::json json_ = nlohmann::json::object();
};

// Where, and as whom. The secret itself stays with the host.
struct Access {
    std::string base;                         // without '/' at its end
    std::uint32_t auth = VIGIE_AUTH_NONE;
    std::string auth_name, auth_secret, ca_file;
    std::string zone = "Europe/Paris";        // of times that name none
    std::int64_t poll_ms = 60'000;
};
struct Configuration {
    Settings settings;
    Access access;
};
// Reads url, ca_file, time_zone and poll_s; nobody asks yet. A Problem when the address or the zone is none.
[[nodiscard]] std::variant<Configuration, backend::Problem> read_configuration(std::string_view json, std::int64_t usual_poll_s);
// Asks as the property "user" with the secret "password"; without a user that secret is a token.
void ask_as_user(Configuration& configuration);

// A config_schema: `own` (properties as JSON members), then those that read_access reads.
[[nodiscard]] std::string schema(std::string_view title_en, std::string_view own, std::int64_t usual_poll_s);

// A GET (or another method) at an address, with what Access says; the host's failure as it is, any reply as it is.
[[nodiscard]] std::variant<backend::HttpReply, backend::Problem> ask(const backend::Host& host, const Access& access, backend::HttpRequest request);
// The same, any answer but success being a Problem too (problem_of).
[[nodiscard]] std::variant<backend::HttpReply, backend::Problem> get(const backend::Host& host, const Access& access, const std::string& url, const std::string& accept);

// The server's own clock, where it says it.
[[nodiscard]] std::optional<std::int64_t> server_now_ms(const backend::HttpReply& reply);
// What a status of 300 and more means to a person, with what the server said of it; Retry-After goes along.
[[nodiscard]] backend::Problem problem_of(const backend::HttpReply& reply, std::string_view server_words = {});
// Whether it says nothing about what was asked: whoever tries other ways gives up for now instead.
[[nodiscard]] bool is_not_about_the_question(const backend::Problem& problem);
// A reply that is not what its protocol says.
[[nodiscard]] backend::Problem unreadable(const backend::HttpReply& reply, std::string_view why);

} // namespace vigie::gis::web
