// Makes pictures ready to be kept (decoded, turned, made smaller) beside the window. UI thread; the jobs run one after the
// other on a thread of their own, and the destructor waits for the one at hand.
#pragma once

#include <functional>
#include <thread>
#include <vector>

#include "app/mailbox.hpp"
#include "gis/model/command.hpp"
#include "gis/model/result.hpp"
#include "panels/frame.hpp"

namespace vigie::app {

class PhotoIntake {
public:
    explicit PhotoIntake(std::function<void()> wake);

    void take_in(panels::PhotoRequest wanted);
    void forget();  // another commune: what is still under way is of the old one

    struct Ready {
        gis::InterventionId intervention;
        gis::PhotoMoment moment{};
        std::vector<gis::Result<gis::KeptPicture>> pictures;  // in the order of the files
        std::uint64_t commune = 0;
    };
    [[nodiscard]] std::vector<Ready> take();

private:
    std::uint64_t commune_ = 0;
    Mailbox<Ready> done_;
    std::jthread worker_;
};

} // namespace vigie::app
