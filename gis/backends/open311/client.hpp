// Requests to one Open311 server: in the format it speaks, with what it complains of as a Problem. The thread of run().
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "gis/backends/open311/wire.hpp"
#include "gis/backends/web/settings.hpp"
#include "gis/backends/web/url.hpp"
#include "gis/model/time.hpp"

namespace vigie::gis::open311 {

template <class T>
using Answer = std::variant<T, backend::Problem>;

class Client {
public:
    Client(const backend::Host& host, web::Access access, std::string jurisdiction, std::optional<Format> format);

    // When the address is that of a discovery document: goes to the endpoint for production named there, of the same origin only.
    std::optional<backend::Problem> discover();
    [[nodiscard]] Answer<std::vector<Service>> services();
    [[nodiscard]] Answer<std::vector<ServiceAttribute>> attributes(const std::string& service_code);
    // Those asked for in this window of time (the standard filters by the time of the request, not of its update).
    [[nodiscard]] Answer<std::vector<ServiceRequest>> requests(Time from, Time to, const std::string& service_code = {});
    [[nodiscard]] Answer<std::vector<ServiceRequest>> requests(const std::vector<std::string>& ids);
    // Nothing: there is none of this id.
    [[nodiscard]] Answer<std::optional<ServiceRequest>> request(const std::string& id);
    [[nodiscard]] Answer<std::vector<ServiceRequest>> token(const std::string& token);
    // A form to "requests" or "servicerequestupdates"; the key goes with it. The status is in `status` also for a Problem, 0 = no reply.
    [[nodiscard]] Answer<std::vector<ServiceRequest>> post(const std::string& path, const web::Parameters& form, int& status);

private:
    [[nodiscard]] Answer<nlohmann::json> fetch(const std::string& path, web::Parameters parameters, int* status = nullptr);
    [[nodiscard]] Answer<nlohmann::json> fetch_as(Format format, const std::string& path, const web::Parameters& parameters, int& status);

    const backend::Host& host_;
    web::Access access_;
    std::string jurisdiction_;
    std::optional<Format> format_;  // nothing = not known yet
};

} // namespace vigie::gis::open311
