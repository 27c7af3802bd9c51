// Edits on their way to an Open311 server: new reports, and updates of status where the server takes them (the extension of
// FixMyStreet, "servicerequestupdates"). The thread of run().
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "gis/backends/open311/client.hpp"
#include "gis/backends/open311/reading.hpp"

namespace vigie::gis::open311 {

class Writing {
public:
    struct Choices {
        std::map<std::string, std::string> categories;  // by service code
        std::map<std::string, std::string> attributes;  // the same values for every new report
        bool sends_states = true;
    };
    Writing(const backend::Host& host, Client& client, Reading& reading, Choices choices) : host_(host), client_(client), reading_(reading), choices_(std::move(choices)) {}

    void send(const backend::Command& command);
    // What keeps the server from being asked any more for now.
    [[nodiscard]] std::optional<backend::Problem> take_trouble() { return std::exchange(trouble_, {}); }
    [[nodiscard]] bool has_tokens() const { return !tokens_.empty(); }
    // Asks what became of the requests that only gave a token.
    void ask_tokens();
    // The instance ends: what is not answered is to be sent, or read back, again.
    void give_up();

private:
    struct Token {
        std::uint64_t ticket = 0;
        std::string token;
        int tries = 0;
    };
    struct Refusal {
        int outcome = VIGIE_ACK_REFUSED;
        std::string why;
    };
    void create(const backend::Command& command, const nlohmann::json& report);
    void update(const backend::Command& command, const nlohmann::json& report);
    [[nodiscard]] std::variant<web::Parameters, Refusal> form_of(const nlohmann::json& report);
    [[nodiscard]] std::variant<std::string, Refusal> service_of(const std::string& category);
    // The request that an earlier try of the same creation made, when there is one.
    [[nodiscard]] Answer<std::optional<ServiceRequest>> made_before(const web::Parameters& form, Time now);
    void answered(std::uint64_t ticket, const std::string& id);
    void created(std::uint64_t ticket, const ServiceRequest& now);
    void done(std::uint64_t ticket, const ServiceRequest& now);
    void fail(std::uint64_t ticket, const backend::Problem& problem, int status);

    const backend::Host& host_;
    Client& client_;
    Reading& reading_;
    Choices choices_;
    std::vector<Token> tokens_;
    std::optional<backend::Problem> trouble_;
};

} // namespace vigie::gis::open311
