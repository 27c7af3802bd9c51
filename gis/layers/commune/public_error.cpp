#include "gis/layers/commune/public_error.hpp"

#include "gis/layers/remote/address.hpp"

namespace vigie::gis {

namespace {

Error about(ErrorClass klass, const char* key, const char* remedy, const std::string& url, std::string detail = {}) {
    return {klass, {key, {{"host", remote::host_of(url)}}}, {remedy, {}}, std::move(detail)};
}

} // namespace

Error stopped_error() { return {ErrorClass::refused, {"public.stopped", {}}, {"public.stopped.remedy", {}}, {}}; }

Error line_error(const remote::TransferFailure& failure, const std::string& url) {
    using enum remote::TransferFailure::Kind;
    switch (failure.kind) {
    case stopped: return stopped_error();
    case too_big: return too_big_error(url);
    case unknown_host: return about(ErrorClass::network, "public.unknown_host", "public.remedy.network", url, failure.detail);
    case certificate: return about(ErrorClass::network, "public.certificate", "public.remedy.certificate", url, failure.detail);
    case timed_out:
    case unreachable:
    case protocol: break;
    }
    return about(ErrorClass::network, "public.cut", "public.remedy.again", url, failure.detail);
}

Error status_error(long status, const std::string& url) {
    const bool absent = status == 404 || status == 410;
    Error error = about(ErrorClass::remote, absent ? "public.absent" : "public.status", absent ? "public.remedy.code" : "public.remedy.later", url, url);
    error.text.args.emplace_back("status", std::to_string(status));
    return error;
}

Error busy_error(int wait_s, const std::string& url) {
    Error error = about(ErrorClass::remote, "public.busy", wait_s > 0 ? "public.remedy.wait" : "public.remedy.later", url);
    if (wait_s > 0) error.remedy.args.emplace_back("n", std::to_string(wait_s));
    return error;
}

Error unusable_error(const std::string& url, std::string detail) {
    return about(ErrorClass::protocol, "public.unusable", "public.remedy.later", url, std::move(detail));
}

Error too_big_error(const std::string& url) { return about(ErrorClass::limit, "public.too_big", "public.remedy.limit", url); }

Error unwritable_error(const std::string& path, std::string detail) {
    return {ErrorClass::storage, {"public.unwritable", {{"path", path}}}, {"public.remedy.disk", {}}, std::move(detail)};
}

std::string at_mirror(const std::string& url, const std::string& mirror) {
    const auto scheme = url.find("://");
    if (mirror.empty() || scheme == std::string::npos) return url;
    return mirror + (mirror.ends_with('/') ? "" : "/") + url.substr(scheme + 3);
}

} // namespace vigie::gis
