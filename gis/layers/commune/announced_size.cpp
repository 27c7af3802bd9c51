#include "gis/layers/commune/announced_size.hpp"

#include <charconv>

#include "gis/layers/commune/dataset_urls.hpp"
#include "gis/layers/remote/transfer.hpp"

namespace vigie::gis {

namespace {

std::optional<std::uintmax_t> announced_at(const std::string& url, const std::stop_token& stop) {
    remote::TransferRequest request;
    request.method = "HEAD";
    request.url = url;
    request.limits = {.connect = std::chrono::seconds(5), .whole = std::chrono::seconds(10), .bytes = 0};
    const auto outcome = remote::transfer(request, {stop, -1});
    const auto* reply = std::get_if<remote::TransferReply>(&outcome);
    if (!reply || reply->status != 200) return {};
    const std::string_view length = reply->header("content-length");
    std::uintmax_t bytes = 0;
    const auto read = std::from_chars(length.data(), length.data() + length.size(), bytes);
    return read.ec == std::errc{} && bytes > 0 ? std::optional(bytes) : std::nullopt;
}

} // namespace

std::optional<std::uintmax_t> announced_bytes(const PublicDataset& dataset, const InseeCode& insee, const std::string& mirror, const std::stop_token& stop) {
    if (dataset.url.find('?') != std::string::npos) return {};
    std::uintmax_t all = 0;
    for (const std::string& url : urls_of(dataset, insee, mirror, nullptr)) {
        const auto bytes = announced_at(url, stop);
        if (!bytes) return {};
        all += *bytes;
    }
    return all;
}

} // namespace vigie::gis
