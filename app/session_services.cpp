// The part of a Session that looks after map services that do not answer: a layer that could not be opened stands in the tree
// under its name and is asked for again beside the session's thread until it is there.
#include <algorithm>
#include <chrono>
#include <utility>

#include "app/session_workers.hpp"
#include "gis/layers/remote/address.hpp"
#include "gis/layers/remote/services.hpp"

namespace vigie::app {

namespace {

constexpr gis::Millis first_pause{2'000}, longest_pause{60'000};

auto row_named(auto& rows, const std::string& id) {
    return std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return row.layer->info.id == id; });
}

// Two clocks never run quite alike: a second more or less is no news.
bool is_same(const std::optional<panels::ServiceOutage>& a, const std::optional<panels::ServiceOutage>& b) {
    const auto near = [](gis::Time s, gis::Time t) { return std::chrono::abs(s - t) < std::chrono::seconds(1); };
    return a && b ? near(a->since, b->since) && near(a->next, b->next) && a->why == b->why : a.has_value() == b.has_value();
}

} // namespace

bool Session::waits(const panels::LayerRow& row) const {
    return std::any_of(workers_->waiting.begin(), workers_->waiting.end(), [&](const auto& w) { return w.service.stand_in->info.id == row.layer->info.id; });
}

// Rows for what was read, each that waits in its place among them.
void Session::take_waiting(std::vector<gis::remote::WaitingService> waiting, const std::vector<gis::LayerPtr>& layers) {
    std::erase_if(workers_->waiting, [&](const Workers::Waiting& known) {
        const gis::LayerInfo& info = known.service.stand_in->info;
        const bool again = std::any_of(waiting.begin(), waiting.end(), [&](const auto& w) { return w.stand_in->info.id == info.id; });
        const bool there = std::any_of(layers.begin(), layers.end(), [&](const auto& l) {
            return l->info.id == info.id || (known.service.source.kind == gis::MapSource::Kind::vector_tiles && l->info.source == info.source);
        });
        if (again || there) std::erase_if(layers_, [&](const auto& row) { return row.layer == known.service.stand_in; });
        return again || there;
    });
    std::erase_if(waiting, [&](const auto& w) { return off_map_.contains(w.stand_in->info.id); });
    const gis::Time now = clock_.now();
    for (std::size_t i = 0; i <= layers.size(); ++i) {
        for (gis::remote::WaitingService& w : waiting) {
            if (w.before != i) continue;
            layers_.push_back({w.stand_in, false});
            workers_->waiting.push_back({std::move(w), now, now + first_pause, first_pause, false});
        }
        if (i < layers.size()) layers_.push_back({layers[i], false});
    }
    std::erase_if(workers_->waiting, [&](const Workers::Waiting& w) {
        const std::string& id = w.service.stand_in->info.id;
        return row_named(layers_, id) == layers_.end() && !off_map_.contains(id);
    });
}

// One round at a time. Those that a person took off wait without being asked for.
void Session::call_services() {
    if (workers_->reading) return;
    const gis::Time now = clock_.now();
    std::vector<gis::remote::WaitingService> due;
    for (Workers::Waiting& w : workers_->waiting) {
        if (w.asking) return;
        const bool clock_went_back = w.next > now + longest_pause;
        if ((w.next > now && !clock_went_back) || row_named(layers_, w.service.stand_in->info.id) == layers_.end()) continue;
        due.push_back(w.service);
    }
    if (due.empty()) return;
    for (Workers::Waiting& w : workers_->waiting)
        w.asking = std::any_of(due.begin(), due.end(), [&](const auto& d) { return d.stand_in == w.service.stand_in; });
    gis::OpenOptions open = options_.open;
    open.services = services_;
    workers_->caller = std::jthread([this, due = std::move(due), plane = *plane_, open](const std::stop_token& stop) {
        for (const gis::remote::WaitingService& w : due) {
            Workers::Called called{w.stand_in->info.id, plane.epsg(), {}, {}};
            called.service = gis::remote::open_service(w.source, plane, open, stop, called.notices);
            workers_->called_box.put(std::move(called));
        }
    });
}

bool Session::take_called(std::vector<gis::Notice>& told) {
    bool changed = false;
    for (Workers::Called& called : workers_->called_box.take()) {
        const auto waiting = std::find_if(workers_->waiting.begin(), workers_->waiting.end(), [&](const auto& w) { return w.service.stand_in->info.id == called.id; });
        if (waiting == workers_->waiting.end()) continue;
        waiting->asking = false;
        const auto row = row_named(layers_, called.id);
        if (called.service.waits) {
            waiting->service.why = *called.service.waits;
            waiting->pause = std::min(2 * waiting->pause, longest_pause);
            waiting->next = clock_.now() + waiting->pause;
            continue;
        }
        if (row == layers_.end() || called.plane_epsg != plane_->epsg()) continue;  // taken off meanwhile, or the map moved to another plane
        const bool alone = std::all_of(layers_.begin(), layers_.end(), [&](const auto& r) { return waits(r); });
        const bool there = called.service.is_there();
        const std::string name = waiting->service.stand_in->info.name;
        changed = true;
        if (alone) {  // nothing was on the map: its plane was chosen without knowing where
            read_paths(options_.paths, true);
            workers_->announce = true;
            continue;
        }
        if (there) told.push_back({gis::Severity::info, name, {"remote.back", {{"layer", name}}}, {}});
        else told.insert(told.end(), called.notices.begin(), called.notices.end());
        workers_->waiting.erase(waiting);
        const auto place = layers_.erase(row);
        std::vector<panels::LayerRow> rows;
        for (gis::LayerPtr& layer : called.service.layers)
            if (!off_map_.contains(layer->info.id) && row_named(layers_, layer->info.id) == layers_.end()) rows.push_back({std::move(layer), false});
        layers_.insert(place, std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
        if (called.service.style) put_project(std::move(*called.service.style));
        if (called.service.tiles) follow(std::move(called.service.tiles));
        for (gis::Notice& n : called.notices)
            if (there && std::find(notices_.begin(), notices_.end(), n) == notices_.end()) notices_.push_back(std::move(n));
        places_stale_ = true;
    }
    return changed;
}

void Session::retry_layer(const std::string& layer) {
    const auto row = row_named(layers_, layer);
    if (row == layers_.end()) return;
    const auto ask_now = [&](const std::string& address) {
        if (gis::remote::is_address(address)) services_->at(address)->health().end_pause();
    };
    ask_now(row->layer->info.source);
    refresh_now(layer);
    for (Workers::Waiting& w : workers_->waiting) {
        if (w.service.stand_in != row->layer) continue;
        ask_now(w.service.source.gdal_name);
        w.next = clock_.now();
        w.pause = first_pause / 2;  // doubled when it fails again
    }
}

bool Session::show_outages() {
    bool changed = false;
    const auto steady = std::chrono::steady_clock::now();
    const auto clock_time = [&, now = clock_.now()](std::chrono::steady_clock::time_point t) { return now + std::chrono::round<gis::Millis>(t - steady); };
    for (panels::LayerRow& row : layers_) {
        std::optional<panels::ServiceOutage> now;
        if (gis::remote::is_address(row.layer->info.source))
            if (const auto outage = services_->at(row.layer->info.source)->health().outage())
                now = {clock_time(outage->since), clock_time(outage->next), outage->why.text};
        for (const Workers::Waiting& w : workers_->waiting)
            if (w.service.stand_in == row.layer) now = {w.since, w.next, w.service.why.text};
        if (is_same(row.outage, now)) continue;
        changed = true;
        row.outage = std::move(now);
    }
    return changed;
}

} // namespace vigie::app
