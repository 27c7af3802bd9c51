// The part of a Session that answers the council: its data frozen for a sitting, its scenes kept with the commune, its pictures
// made beside the session's thread.
#include <numeric>

#include "app/session_workers.hpp"
#include "gis/council/council_scenes.hpp"
#include "gis/planning/school_calendar.hpp"

namespace vigie::app {

namespace {

constexpr const char* scenes_setting = "council_scenes";
constexpr std::chrono::seconds calm_after{2};  // a source that sends its past pauses less

} // namespace

void Session::refreeze_council() {
    Workers::Council& c = workers_->council;
    const bool floods = c.flooded && std::chrono::steady_clock::now() - *c.flooded < calm_after;
    c.frozen = std::make_shared<const gis::CouncilRecords>(
        gis::freeze_council(world(), catalog_, zone_, gis::school_zone(catalog_, desk_->setting("school_zone"), desk_->setting("insee")), now()));
    c.provisional = floods || loading_fraction() < 1;
    c.made_for.reset();
}

gis::Outcome Session::keep_scenes(std::vector<gis::Scene> scenes) {
    auto kept = desk_->set_setting(scenes_setting, gis::scenes_text(scenes));
    if (!kept) return kept;
    workers_->council.scenes = std::move(scenes);
    workers_->council.made_for.reset();
    return gis::Done{};
}

void Session::want_council(const gis::CouncilAsk& ask, std::span<const gis::ProvenSaving> savings) {
    Workers::Council& c = workers_->council;
    const bool calm = loading_fraction() >= 1 && !(c.flooded && std::chrono::steady_clock::now() - *c.flooded < calm_after);
    if (!c.frozen || (c.provisional && calm)) refreeze_council();
    if (!c.scenes) c.scenes = gis::read_scenes(desk_->setting(scenes_setting));
    const std::pair saved{savings.size(), std::accumulate(savings.begin(), savings.end(), 0.0, [](double sum, const auto& s) { return sum + s.cost_eur; })};
    if (c.making || (c.made_for == ask && c.savings_of == saved)) return;
    c.made_for = ask;
    c.savings_of = saved;
    c.making = true;
    workers_->council_maker = std::jthread([this, ask, frozen = c.frozen, scenes = *c.scenes, saved = std::vector(savings.begin(), savings.end())]() mutable {
        workers_->council_box.put(gis::council_picture(*frozen, catalog_, std::move(scenes), ask, saved));
    });
}

bool Session::take_council() {
    Workers::Council& c = workers_->council;
    bool changed = false;
    for (gis::CouncilPicture& made : workers_->council_box.take()) {
        c.picture = std::move(made);
        c.making = false;
        changed = true;
    }
    return changed;
}

bool Session::council_running() const { return workers_->council.making; }

const gis::CouncilPicture* Session::council() const { return workers_->council.picture ? &*workers_->council.picture : nullptr; }

} // namespace vigie::app
