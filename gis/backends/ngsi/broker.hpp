// Requests to one context broker: which of the two interfaces it has, which page size and which form of address it takes, found by
// asking and remembered. The thread of run().
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "gis/backends/web/settings.hpp"
#include "gis/backends/web/url.hpp"
#include "gis/model/time.hpp"

namespace vigie::gis::ngsi {

inline constexpr std::size_t most_pages = 20'000;

struct Tenancy {
    std::string tenant, service_path, context;  // NGSILD-Tenant or Fiware-Service; Fiware-ServicePath; address of the @context
};

class Broker {
public:
    enum class Interface : std::uint8_t { unknown, ld, v2 };
    Broker(const backend::Host& host, const web::Access& access, Tenancy tenancy, Interface interface);

    void restore(const nlohmann::json& kept);
    [[nodiscard]] nlohmann::json kept() const;
    // Entities of a type, those modified since only where that is asked; each page's new ones go to `take`, which says whether to go on.
    std::optional<backend::Problem> read(const std::string& type, const MaybeTime& since, const std::function<bool(const std::vector<nlohmann::json>&)>& take);

    // One entity as it is; a change of some of its attributes. The status also of a Problem, 0 = no reply.
    [[nodiscard]] std::variant<nlohmann::json, backend::Problem> entity(const std::string& id, int& status);
    [[nodiscard]] std::variant<backend::HttpReply, backend::Problem> patch(const std::string& id, const std::string& type, const nlohmann::json& attributes, int& status);

private:
    [[nodiscard]] std::variant<backend::HttpReply, backend::Problem> send_patch(const std::string& id, const nlohmann::json& attributes, int& status);
    [[nodiscard]] backend::HttpRequest request_of(const std::string& path, const web::Parameters& parameters) const;
    [[nodiscard]] std::variant<nlohmann::json, backend::Problem> page(const std::string& type, const MaybeTime& since, std::size_t offset);
    [[nodiscard]] std::variant<nlohmann::json, backend::Problem> ask(const std::string& type, const MaybeTime& since, std::size_t offset, int& status);
    bool adapt(int status);

    const backend::Host& host_;
    const web::Access& access_;
    Tenancy tenancy_;
    Interface interface_;
    bool is_settled_ = false, slash_ = false, tried_slash_ = false;
    std::size_t limit_ = 1'000;
};

} // namespace vigie::gis::ngsi
