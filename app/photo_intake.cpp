#include "app/photo_intake.hpp"

#include "gis/layers/photo.hpp"

namespace vigie::app {

PhotoIntake::PhotoIntake(std::function<void()> wake) : done_(std::move(wake)) {}

void PhotoIntake::take_in(panels::PhotoRequest wanted) {
    worker_ = std::jthread([this, commune = commune_, wanted = std::move(wanted), before = std::move(worker_)]() mutable {
        if (before.joinable()) before.join();
        Ready ready{wanted.intervention, wanted.moment, {}, commune};
        for (const auto& file : wanted.files) ready.pictures.push_back(gis::keep_picture(file));
        done_.put(std::move(ready));
    });
}

void PhotoIntake::forget() { ++commune_; }

std::vector<PhotoIntake::Ready> PhotoIntake::take() {
    std::vector<Ready> ready = done_.take();
    std::erase_if(ready, [&](const Ready& r) { return r.commune != commune_; });
    return ready;
}

} // namespace vigie::app
