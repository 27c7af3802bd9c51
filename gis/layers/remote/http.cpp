#include "gis/layers/remote/http.hpp"

#include <charconv>

#include "gis/layers/remote/address.hpp"

namespace vigie::gis::remote {

namespace {

std::optional<std::chrono::seconds> seconds_in(std::string_view text) {
    int value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc() || value < 0) return {};
    return std::chrono::seconds(value);
}

void take_cache_control(HttpReply& reply, std::string_view value) {
    if (value.find("no-store") != std::string_view::npos) reply.may_be_kept = false;
    if (const auto at = value.find("max-age="); at != std::string_view::npos) reply.fresh_for = seconds_in(value.substr(at + 8));
}

HttpReply reply_of(TransferReply&& transferred) {
    HttpReply reply;
    reply.status = transferred.status;
    reply.etag = transferred.header("etag");
    for (const auto& [name, value] : transferred.headers)
        if (name == "cache-control") take_cache_control(reply, value);
    reply.retry_after = seconds_in(transferred.header("retry-after"));
    reply.body = std::move(transferred.body);
    return reply;
}

Error error_of(const TransferFailure& failure, const std::string& url) {
    const std::string host = host_of(url);
    const auto error = [&](ErrorClass klass, const char* key, const char* remedy) {
        return Error{klass, Text{key, {{"host", host}, {"detail", failure.detail}}}, *remedy ? Text{remedy, {}} : Text{}, failure.detail};
    };
    using enum TransferFailure::Kind;
    switch (failure.kind) {
    case stopped: return error(ErrorClass::refused, "remote.stopped", "");
    case too_big: return error(ErrorClass::limit, "remote.too_big", "remote.remedy.tell_service");
    case unknown_host: return error(ErrorClass::network, "remote.unknown_host", "remote.remedy.network");
    case timed_out: return error(ErrorClass::network, "remote.timed_out", "remote.remedy.network");
    case certificate: return error(ErrorClass::network, "remote.certificate", "remote.remedy.certificate");
    case unreachable:
    case protocol: break;
    }
    return error(ErrorClass::network, "remote.unreachable", "remote.remedy.network");
}

} // namespace

Result<HttpReply> http_get(const std::string& url, const std::string& etag, const HttpLimits& limits, const std::stop_token& stop) {
    TransferRequest request;
    request.url = url;
    request.limits = limits;
    if (!etag.empty()) request.headers.push_back("If-None-Match: " + etag);
    auto outcome = transfer(request, {stop, -1});
    if (const auto* failure = std::get_if<TransferFailure>(&outcome)) return error_of(*failure, url);
    return reply_of(std::get<TransferReply>(std::move(outcome)));
}

} // namespace vigie::gis::remote
