// Hand-back from workers: they put values in under the lock and wake the loop; the owner takes all at once.
#pragma once

#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace vigie::app {

template <class T>
class Mailbox {
public:
    explicit Mailbox(std::function<void()> wake = {}) : wake_(std::move(wake)) {}
    void put(T value) {  // any thread
        {
            std::lock_guard lock(mutex_);
            values_.push_back(std::move(value));
        }
        if (wake_) wake_();
    }
    [[nodiscard]] std::vector<T> take() {
        std::lock_guard lock(mutex_);
        return std::exchange(values_, {});
    }

private:
    std::mutex mutex_;
    std::vector<T> values_;
    std::function<void()> wake_;
};

} // namespace vigie::app
