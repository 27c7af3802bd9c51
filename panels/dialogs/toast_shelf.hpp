// Toasts at the foot of the map: in within 120 ms, info fades after 6 s, errors stay until closed; all stay readable in the notice list.
// UI thread.
#pragma once

#include <optional>
#include <vector>

#include "panels/frame.hpp"
#include "panels/region.hpp"

namespace vigie::panels {

class ToastShelf {
public:
    void draw(Frame& frame, const Box& over);
    // Milliseconds until something fades, for the loop.
    [[nodiscard]] std::optional<int> next_change_ms() const;
    [[nodiscard]] std::size_t shown() const { return shown_.size(); }

private:
    struct Shown {
        Toast toast;
        double age_s = 0;
        bool closed = false;
    };
    void take_news(const Frame& frame);
    [[nodiscard]] float share_seen(const Shown& s) const;  // 0 not yet or no longer, 1 fully there
    std::vector<Shown> shown_;
    bool still_ = false;  // reduced motion: comes and goes at once
    std::size_t seen_ = 0;
    int seen_repeats_ = 0;
};

} // namespace vigie::panels
