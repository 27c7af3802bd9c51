#include "gis/layers/remote/fetcher.hpp"

#include <algorithm>
#include <pugixml.hpp>

#include "gis/layers/remote/address.hpp"

namespace vigie::gis::remote {

namespace {

constexpr std::chrono::seconds most_fresh{30 * 24 * 3600};
constexpr std::size_t most_words = 300;

bool looks_like_picture(std::string_view b) {
    return b.starts_with("\x89PNG") || b.starts_with("\xff\xd8\xff") || b.starts_with("GIF8") || (b.starts_with("RIFF") && b.substr(0, 16).find("WEBP") != std::string_view::npos);
}

bool is_expected(const std::string& body, Expect expect) {
    switch (expect) {
    case Expect::picture: return looks_like_picture(body);
    case Expect::vector_tile: return body.empty() || (body[0] != '<' && body[0] != '{');
    case Expect::document: return !body.empty() && exception_words(body).empty();
    }
    return false;
}

std::string_view local_name(const char* name) {
    const std::string_view n = name;
    return n.substr(n.find(':') == std::string_view::npos ? 0 : n.find(':') + 1);
}

Error said(const std::string& host, const std::string& words) {
    return {ErrorClass::remote, {"remote.said", {{"host", host}, {"words", words}}}, {"remote.remedy.check_layer", {}}, words};
}
Error status_error(const std::string& host, long status) {
    const bool barred = status == 401 || status == 403 || status == 407;
    return {barred ? ErrorClass::auth : ErrorClass::remote, {barred ? "remote.barred" : "remote.status", {{"host", host}, {"status", std::to_string(status)}}},
            {barred ? "remote.remedy.access" : "remote.remedy.tell_service", {}}, {}};
}

} // namespace

std::string exception_words(std::string_view body) {
    const auto begin = body.find_first_not_of(" \t\r\n\xef\xbb\xbf");
    if (begin == std::string_view::npos || body[begin] != '<') return {};
    pugi::xml_document document;
    if (!document.load_buffer(body.data(), body.size(), pugi::parse_default | pugi::parse_trim_pcdata)) return {};
    const pugi::xml_node root = document.document_element();
    const std::string_view name = local_name(root.name());
    if (name != "ServiceExceptionReport" && name != "ExceptionReport") return {};
    const pugi::xml_node found = root.find_node([](const pugi::xml_node& n) {
        const std::string_view l = local_name(n.name());
        return (l == "ServiceException" || l == "ExceptionText") && !n.text().empty();
    });
    std::string words = found ? found.text().as_string() : root.first_child().attribute("exceptionCode").as_string("?");
    for (char& c : words) c = c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
    words.erase(0, std::min(words.find_first_not_of(' '), words.size()));
    words.erase(words.find_last_not_of(' ') + 1);
    if (words.size() <= most_words) return words.empty() ? "?" : words;
    std::size_t end = most_words;  // not within a character
    while (end > 0 && (static_cast<unsigned char>(words[end]) & 0xc0) == 0x80) --end;
    return words.substr(0, end);
}

Fetcher::Fetcher(std::string name, std::shared_ptr<ReplyCache> cache, HttpLimits limits)
    : name_(std::move(name)), cache_(cache ? std::move(cache) : std::make_shared<ReplyCache>()), limits_(limits), health_(name_) {}

Fetched Fetcher::get(const std::string& url, Expect expect, std::chrono::seconds usual_age, const std::stop_token& stop, Freshness freshness) {
    std::unique_lock lock(mutex_);
    if (!done_.wait(lock, stop, [&] { return !under_way_.contains(url); })) return {{}, false, Millis{1}, {}};
    under_way_.insert(url);
    lock.unlock();
    const auto kept = cache_->find(url);
    const bool fresh = kept && freshness == Freshness::kept && kept->fresh_until > std::filesystem::file_time_type::clock::now();
    Fetched fetched = fresh ? Fetched{kept->body, false, Millis{0}, {}} : ask(url, expect, usual_age, kept, stop);
    if (!fetched.body && !fetched.absent && kept) fetched.body = kept->body;
    lock.lock();
    under_way_.erase(url);
    lock.unlock();
    done_.notify_all();
    return fetched;
}

Fetched Fetcher::ask(const std::string& url, Expect expect, std::chrono::seconds usual_age, const std::optional<KeptReply>& kept, const std::stop_token& stop) {
    const auto now = [] { return std::chrono::steady_clock::now(); };
    if (const auto wait = health_.pause(now())) return {{}, false, *wait, health_.trouble()};
    auto reply = http_get(url, kept ? kept->etag : std::string(), limits_, stop);
    if (!reply) {
        if (stop.stop_requested()) health_.abandoned();
        else if (reply.error().klass == ErrorClass::limit) health_.refused(reply.error());
        else health_.failed(reply.error(), {}, now());
        return {{}, false, reply.error().klass == ErrorClass::limit ? again_when_refused : ServiceHealth::first_pause, reply.error()};
    }
    if (reply->status >= 500 || reply->status == 429) {
        const std::string words = exception_words(reply->body);
        const Error error = words.empty() ? status_error(host_of(url), reply->status) : said(host_of(url), words);
        const auto asked = reply->retry_after ? std::optional<Millis>(*reply->retry_after) : std::nullopt;
        // A service asked for something it does not speak may fall over it (MapProxy does): that is no outage.
        if (expect == Expect::document) health_.abandoned();
        else health_.failed(error, asked, now());
        return {{}, false, std::max(ServiceHealth::first_pause, asked.value_or(Millis{0})), error};
    }
    return take(url, expect, usual_age, kept, std::move(reply).value());
}

Fetched Fetcher::take(const std::string& url, Expect expect, std::chrono::seconds usual_age, const std::optional<KeptReply>& kept, HttpReply reply) {
    const auto fresh_until = std::filesystem::file_time_type::clock::now() + std::min(reply.fresh_for.value_or(usual_age), most_fresh);
    if (reply.status == 304 && kept) {
        health_.succeeded();
        cache_->keep(url, {kept->body, kept->etag, fresh_until});
        return {kept->body, false, Millis{0}, {}};
    }
    const std::string words = exception_words(reply.body);
    if (words.empty() && (reply.status == 204 || reply.status == 404 || reply.status == 410)) {
        health_.succeeded();
        return {{}, true, again_when_absent, status_error(host_of(url), reply.status)};
    }
    if (reply.status != 200 || !is_expected(reply.body, expect)) {
        const Error error = !words.empty() ? said(host_of(url), words)
                            : reply.status != 200 ? status_error(host_of(url), reply.status)
                                                  : Error{ErrorClass::protocol, {"remote.not_a_map", {{"host", host_of(url)}}}, {"remote.remedy.address", {}}, {}};
        health_.refused(error);
        return {{}, false, again_when_refused, error};
    }
    health_.succeeded();
    const auto body = std::make_shared<const std::string>(std::move(reply.body));
    cache_->keep(url, {body, reply.etag, fresh_until}, reply.may_be_kept);
    return {body, false, Millis{0}, {}};
}

} // namespace vigie::gis::remote
