#include "gis/backends/programs/plugin_web.hpp"

#include <memory>
#include <vector>

#include "gis/backends/programs/lines.hpp"

namespace vigie::gis {

namespace {

using backend::HttpReply;
using backend::Problem;

struct Owned : vigie_http_reply {
    HttpReply said;
    std::vector<vigie_http_header> views;
};

std::int32_t fail(vigie_error* error, const Problem& problem) {
    if (error && VIGIE_HAS(error, vigie_error, detail)) backend::edge::fill(error, problem);
    return VIGIE_HTTP_FAILED;
}

} // namespace

std::int32_t PluginWeb::send(const vigie_http_request& request, const vigie_http_reply** reply, vigie_error* error) {
    std::uint64_t id = 0;
    {
        const std::lock_guard lock(mutex_);
        if (ends_) return VIGIE_HTTP_CANCELLED;
        id = ++last_;
        waiting_[id];
    }
    const nlohmann::json message = http_to_json(id, request);
    if (line_of(message).size() > max_line_bytes) {
        const std::lock_guard lock(mutex_);
        waiting_.erase(id);
        return fail(error, {VIGIE_ERROR_LIMIT, backend::say("web.bad_request"), "a request of more than 1 MiB", 0});
    }
    say_(message);
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return ends_ || waiting_[id].outcome; });
    auto answered = waiting_.extract(id);
    if (!answered.mapped().outcome) return VIGIE_HTTP_CANCELLED;
    lock.unlock();
    if (const auto* problem = std::get_if<Problem>(&*answered.mapped().outcome)) return fail(error, *problem);
    auto out = std::make_unique<Owned>();
    out->said = std::get<HttpReply>(std::move(*answered.mapped().outcome));
    out->size = sizeof(vigie_http_reply);
    out->status = out->said.status;
    out->url = backend::str(out->said.url);
    out->body = backend::str(out->said.body);
    out->retry_after_ms = out->said.retry_after_ms;
    for (const auto& [name, value] : out->said.headers) out->views.push_back({backend::str(name), backend::str(value)});
    out->headers = out->views.data();
    out->header_count = out->views.size();
    *reply = out.release();
    return VIGIE_HTTP_DONE;
}

void PluginWeb::release(const vigie_http_reply* reply) { delete static_cast<const Owned*>(reply); }

void PluginWeb::take(const nlohmann::json& message) {
    const auto id = message.find("id");
    if (id == message.end() || !id->is_number_unsigned()) return;
    const std::lock_guard lock(mutex_);
    const auto waiting = waiting_.find(id->get<std::uint64_t>());
    if (waiting == waiting_.end()) return;
    if (text_in(message, "m") == "http_part") {
        if (const auto bytes = bytes_in(message)) waiting->second.parts += *bytes;
        return;
    }
    waiting->second.outcome = http_reply_from(message, std::move(waiting->second.parts));
    changed_.notify_all();
}

void PluginWeb::give_up() {
    const std::lock_guard lock(mutex_);
    ends_ = true;
    changed_.notify_all();
}

} // namespace vigie::gis
