// The services that this program talks to: one Fetcher per host, so that layers of one service share its health, and one
// cache for all. Any thread.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "gis/layers/remote/fetcher.hpp"

namespace vigie::gis::remote {

class Services {
public:
    explicit Services(std::shared_ptr<ReplyCache> cache = std::make_shared<ReplyCache>(), HttpLimits limits = {}) : cache_(std::move(cache)), limits_(limits) {}

    [[nodiscard]] std::shared_ptr<Fetcher> at(const std::string& url);
    [[nodiscard]] ReplyCache& cache() { return *cache_; }
    [[nodiscard]] std::shared_ptr<ReplyCache> shared_cache() { return cache_; }
    // Of a database, in memory only. `url` without choices, as Address::url.
    void set_password(const std::string& url, std::string password);
    [[nodiscard]] std::string password(const std::string& url);
    // What a person should know about them and was not told yet.
    [[nodiscard]] std::vector<Notice> take_notices();

private:
    std::shared_ptr<ReplyCache> cache_;
    HttpLimits limits_;
    std::mutex mutex_;
    std::map<std::string, std::shared_ptr<Fetcher>> fetchers_;
    std::map<std::string, std::string> passwords_;
};

} // namespace vigie::gis::remote
