// The plugin's end of the web: "vigie.http/1" within a helper process, which asks the host by lines and waits for its answer.
// Any thread, but `take`: the one that reads lines.
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "gis/backends/programs/http_lines.hpp"
#include "gis/backends/vigie_backend.h"

namespace vigie::gis {

class PluginWeb {
public:
    explicit PluginWeb(std::function<void(const nlohmann::json&)> say) : say_(std::move(say)) {}
    [[nodiscard]] std::int32_t send(const vigie_http_request& request, const vigie_http_reply** reply, vigie_error* error);
    static void release(const vigie_http_reply* reply);
    void take(const nlohmann::json& message);
    void give_up();

private:
    struct Waiting {
        std::string parts;
        std::optional<HttpOutcome> outcome;
    };
    std::function<void(const nlohmann::json&)> say_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::map<std::uint64_t, Waiting> waiting_;
    std::uint64_t last_ = 0;
    bool ends_ = false;
};

} // namespace vigie::gis
