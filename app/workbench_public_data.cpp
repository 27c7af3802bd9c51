// The part of a Workbench that serves the assistant « Ma commune »: its requests go to the workers, what they bring goes into the
// commune file, open or not.
#include <algorithm>

#include "app/commune_file.hpp"
#include "app/workbench.hpp"

namespace vigie::app {

namespace {

// Where a person looks for documents.
std::filesystem::path folder_of_communes(const Places& places) {
    const Folders folders = find_folders();
    return !folders.documents.empty() ? folders.documents : !folders.home.empty() ? folders.home : places.data;
}

bool same_file(const std::filesystem::path& a, const std::filesystem::path& b) {
    std::error_code ec;
    return !a.empty() && !b.empty() && std::filesystem::equivalent(a, b, ec);
}

} // namespace

void Workbench::answer_public_data() {
    if (view_.public_data_open)
        for (gis::Notice& n : public_.prepare(folder_of_communes(options_.places), preferences_.settings.public_mirror)) own_notices_.push_back(std::move(n));
    if (const auto typed = std::exchange(ask_.find_commune, {})) public_.find(*typed);
    if (const auto commune = std::exchange(ask_.weigh_commune, {})) public_.weigh(*commune);
    if (std::exchange(ask_.stop_public, false)) public_.stop();
    if (const auto order = std::exchange(ask_.fetch_public, {})) {
        const bool open = same_file(order->file, session_->file());
        public_.fetch(*order, open ? std::optional(session_->desk().setting("insee")) : std::nullopt);
    }
}

bool Workbench::take_public_data() {
    const bool changed = public_.poll();
    const auto ended = public_.take_ended();
    if (!ended) return changed;
    const panels::PublicDataOrder order = *public_.state().order;
    const bool any = std::ranges::any_of(ended->fetched.datasets, [](const auto& d) { return !d.file.empty(); });
    if (any) public_.kept(keep_public_data(order, *ended));
    const panels::PublicDataState& state = public_.state();
    const auto there = [](const auto& d) { return d.state == gis::DatasetFetch::State::done || d.state == gis::DatasetFetch::State::not_here; };
    if (view_.public_data_open) return true;  // the assistant says it
    const std::vector<std::pair<std::string, std::string>> words{{"name", order.commune.name}, {"path", order.file.string()}};
    if (state.ready && std::ranges::all_of(state.progress, there))
        say({.level = gis::Severity::info, .text = {"commune.fetched", words}, .detail = {"commune.fetched.detail", {}}, .at = session_->now()});
    else say({.level = gis::Severity::warning, .text = {"commune.fetched_some", {words.front()}}, .detail = {"commune.fetched_some.detail", {}}, .at = session_->now()});
    return true;
}

gis::Outcome Workbench::keep_public_data(const panels::PublicDataOrder& order, const PublicFetch::Ended& ended) {
    if (same_file(order.file, session_->file())) return session_->take_public_data(ended.request, ended.fetched);
    const gis::LoadedCatalog loaded = catalog_of(options_.places);
    auto desk = commune_file_of(ended.request.insee, order.commune.name, order.file, loaded.catalog, clock_);
    if (!desk) return desk.error();
    return adopt_public_data(*desk, ended.request, ended.fetched);
}

} // namespace vigie::app
