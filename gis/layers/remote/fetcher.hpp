// Answers of one service: from the cache while they are fresh, else from the network when it is well, else from the cache
// whatever their age. One request per address at a time. Any thread; blocks for as long as HttpLimits say.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>
#include <stop_token>
#include <string>

#include "gis/layers/remote/http.hpp"
#include "gis/layers/remote/reply_cache.hpp"
#include "gis/layers/remote/service_health.hpp"

namespace vigie::gis::remote {

enum class Expect : std::uint8_t { picture, vector_tile, document };

// kept: an answer that is still fresh will do. newest: the service is asked whether it still holds.
enum class Freshness : std::uint8_t { kept, newest };

struct Fetched {
    std::shared_ptr<const std::string> body;  // null: nothing to show
    bool absent = false;                      // the service says that there is nothing at this address
    Millis again{0};                          // worth asking again after this; 0 = as it should be
    std::optional<Error> error;               // why there is nothing, or nothing fresh
};

class Fetcher {
public:
    static constexpr Millis again_when_absent{600'000}, again_when_refused{60'000};

    // `name` is what notices call the service.
    Fetcher(std::string name, std::shared_ptr<ReplyCache> cache, HttpLimits limits = {});

    // `usual_age`: how long an answer is fresh when the service does not say.
    [[nodiscard]] Fetched get(const std::string& url, Expect expect, std::chrono::seconds usual_age, const std::stop_token& stop, Freshness freshness = Freshness::kept);
    [[nodiscard]] ServiceHealth& health() { return health_; }

private:
    [[nodiscard]] Fetched ask(const std::string& url, Expect expect, std::chrono::seconds usual_age, const std::optional<KeptReply>& kept, const std::stop_token& stop);
    [[nodiscard]] Fetched take(const std::string& url, Expect expect, std::chrono::seconds usual_age, const std::optional<KeptReply>& kept, HttpReply reply);

    std::string name_;
    std::shared_ptr<ReplyCache> cache_;
    HttpLimits limits_;
    ServiceHealth health_;
    std::mutex mutex_;
    std::condition_variable_any done_;
    std::set<std::string> under_way_;
};

// The sentence in a ServiceExceptionReport or an ows:ExceptionReport; empty when the text is neither. At most 300 bytes.
[[nodiscard]] std::string exception_words(std::string_view body);

} // namespace vigie::gis::remote
