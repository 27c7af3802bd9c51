// The part of a Session that makes assets of features, beside its thread, and takes them in by portions within one undo step.
#include <algorithm>

#include "app/session_workers.hpp"
#include "gis/layers/layer_assets.hpp"

namespace vigie::app {

namespace {

constexpr std::size_t portion = 250;  // assets a frame: a few milliseconds of validation, journal and file

} // namespace

void Session::copy(panels::LayerCopy wanted) {
    workers_->copies.push_back(std::move(wanted));
    copy_next();
}

void Session::copy_next() {
    if (workers_->copying || workers_->copies.empty()) return;
    workers_->copying = true;
    panels::LayerCopy next = std::move(workers_->copies.front());
    workers_->copies.erase(workers_->copies.begin());
    workers_->copier = std::jthread([this, next = std::move(next), plane = *plane_] {
        Workers::Copied made{next.layer->info.name, {}};
        const auto all = next.features ? std::span<const std::uint32_t>(*next.features) : std::span<const std::uint32_t>{};
        made.assets = gis::assets_of(*next.layer, next.kind, plane, all);
        workers_->copied_box.put(std::move(made));
    });
}

void Session::take_copied() {
    for (Workers::Copied& made : workers_->copied_box.take()) workers_->importing = Workers::Import{std::move(made), 0};
}

std::optional<gis::Result<gis::Receipt>> Session::import_some(const gis::Actor& actor) {
    if (!workers_->importing) return {};
    Workers::Import& import = *workers_->importing;
    std::vector<gis::Asset>& assets = import.made.assets;
    const std::size_t end = std::min(assets.size(), import.done + portion);
    gis::command::ImportAssets command{{std::make_move_iterator(assets.begin() + std::ptrdiff_t(import.done)), std::make_move_iterator(assets.begin() + std::ptrdiff_t(end))}, import.made.from};
    auto receipt = desk_->execute(std::vector<gis::Command>{std::move(command)}, actor, import.done > 0 ? gis::GesturePart::next : gis::GesturePart::whole);
    import.done = end;
    if (receipt) receipt->summary = {"gesture.import_assets", {{"n", std::to_string(end)}, {"from", import.made.from}}};
    if (receipt && end < assets.size()) {
        take_delta(receipt->delta);
        return {};
    }
    end_copy();
    return receipt;
}

void Session::end_copy() {
    workers_->importing.reset();
    workers_->copying = false;
    copy_next();
}

void Session::stop_copying() {
    workers_->copies.clear();
    if (workers_->importing) end_copy();
}

std::optional<double> Session::copying() const {
    if (!workers_->copying) return {};
    if (!workers_->importing) return 0;
    return double(workers_->importing->done) / double(std::max<std::size_t>(1, workers_->importing->made.assets.size()));
}

} // namespace vigie::app
