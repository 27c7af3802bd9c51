#include "gis/layers/remote/services.hpp"

#include "gis/layers/remote/address.hpp"

namespace vigie::gis::remote {

std::shared_ptr<Fetcher> Services::at(const std::string& url) {
    const std::string host = host_of(url);
    const std::lock_guard lock(mutex_);
    auto& fetcher = fetchers_[host];
    if (!fetcher) fetcher = std::make_shared<Fetcher>(host, cache_, limits_);
    return fetcher;
}

void Services::set_password(const std::string& url, std::string password) {
    const std::lock_guard lock(mutex_);
    passwords_[url] = std::move(password);
}

std::string Services::password(const std::string& url) {
    const std::lock_guard lock(mutex_);
    const auto known = passwords_.find(url);
    return known == passwords_.end() ? std::string() : known->second;
}

std::vector<Notice> Services::take_notices() {
    const std::lock_guard lock(mutex_);
    std::vector<Notice> notices;
    for (auto& [host, fetcher] : fetchers_)
        if (auto notice = fetcher->health().take_notice()) notices.push_back(std::move(*notice));
    return notices;
}

} // namespace vigie::gis::remote
