#include "gis/layers/commune/find_communes.hpp"

#include <nlohmann/json.hpp>

#include "gis/layers/commune/insee.hpp"
#include "gis/layers/commune/public_error.hpp"
#include "gis/layers/remote/transfer.hpp"

namespace vigie::gis {

namespace {

constexpr std::size_t most_bytes = 1 << 20;
constexpr std::size_t most_communes = 10;

std::string percent_encoded(std::string_view text) {
    constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-') out += c;
        else out += {'%', digits[byte >> 4u], digits[byte & 15u]};
    }
    return out;
}

std::vector<FoundCommune> read_communes(const nlohmann::json& list) {
    std::vector<FoundCommune> found;
    for (const auto& entry : list) {
        const auto text = [&](const char* member) {
            return entry.is_object() && entry.contains(member) && entry[member].is_string() ? entry[member].get<std::string>() : std::string();
        };
        const auto code = read_insee(text("code"));
        if (!code || text("nom").empty() || found.size() == most_communes) continue;
        const bool counted = entry.contains("population") && entry["population"].is_number_unsigned();
        FoundCommune commune{text("nom"), code->code, code->department, counted ? entry["population"].get<std::uint64_t>() : 0};
        if (const auto d = entry.find("departement"); d != entry.end() && d->is_object() && d->contains("nom") && (*d)["nom"].is_string()) commune.department_name = (*d)["nom"].get<std::string>();
        found.push_back(std::move(commune));
    }
    return found;
}

Result<std::vector<FoundCommune>> ask(const std::string& service, std::string_view hole, const std::string& value, const std::string& mirror, const std::stop_token& stop) {
    remote::TransferRequest request;
    request.url = at_mirror(service, mirror);
    if (const auto at = request.url.find(hole); at != std::string::npos) request.url.replace(at, hole.size(), percent_encoded(value));
    request.limits = {.connect = std::chrono::seconds(5), .whole = std::chrono::seconds(15), .bytes = most_bytes};
    const auto outcome = remote::transfer(request, {stop, -1});
    if (const auto* failure = std::get_if<remote::TransferFailure>(&outcome)) {
        Error error = line_error(*failure, request.url);
        if (error.remedy.key == "public.remedy.again") error.remedy = {"public.remedy.network", {}};  // there is nothing to take up
        return error;
    }
    const auto& reply = std::get<remote::TransferReply>(outcome);
    if (reply.status == 429 || reply.status == 503) return busy_error(0, request.url);
    if (reply.status != 200) return status_error(reply.status, request.url);
    const auto json = nlohmann::json::parse(reply.body, nullptr, false);
    if (!json.is_array()) return unusable_error(request.url, {});
    return read_communes(json);
}

} // namespace

Result<std::vector<FoundCommune>> find_communes(const std::string& service, const std::string& name, const std::string& mirror, const std::stop_token& stop) {
    return ask(service, "{name}", name, mirror, stop);
}

Result<std::vector<FoundCommune>> look_up_communes(const PublicDataset& boundary, const std::string& typed, const std::string& mirror, const std::stop_token& stop) {
    if (const auto code = read_insee(typed); code && !boundary.search_code.empty()) return ask(boundary.search_code, "{insee}", code->code, mirror, stop);
    return find_communes(boundary.search, typed, mirror, stop);
}

} // namespace vigie::gis
