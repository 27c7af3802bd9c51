// `vigie new --insee CODE`: the commune's public data into its file, dataset by dataset, each told as it ends. Running it
// again goes on with what is missing.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <optional>
#include <ranges>

#include "app/commune_file.hpp"
#include "app/public_data.hpp"
#include "app/verbs.hpp"

namespace vigie::app {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using State = gis::DatasetFetch::State;

Exit told(const VerbContext& c, const gis::Error& error, Exit exit = Exit::failed) {
    print_error(c.language, error);
    return exit;
}

gis::Result<std::vector<gis::PublicDataset>> chosen(const std::vector<gis::PublicDataset>& all, const std::string& only) {
    if (only.empty()) return all;
    std::vector<gis::PublicDataset> out;
    std::string names;
    for (const gis::PublicDataset& d : all) names += (names.empty() ? "" : ", ") + d.id;
    std::vector<std::string> wanted;
    for (const auto word : std::views::split(only, ',')) wanted.emplace_back(word.begin(), word.end());
    for (const std::string& id : wanted)
        if (std::ranges::find(all, id, &gis::PublicDataset::id) == all.end())
            return gis::Error{gis::ErrorClass::input, {"public.no_such_data", {{"id", id}}}, {"public.no_such_data.remedy", {{"all", names}}}, {}};
    std::ranges::copy_if(all, std::back_inserter(out), [&](const auto& d) { return std::ranges::find(wanted, d.id) != wanted.end(); });
    return out;
}

gis::Text size_text(std::uintmax_t bytes) {
    if (bytes < 1'000'000) return {"public.size_small", {{"n", std::to_string((bytes + 999) / 1'000)}}};
    return {"public.size", {{"n", std::to_string((bytes + 500'000) / 1'000'000)}}};
}

std::string line_of(const gis::Language& language, const gis::PublicDataset& dataset, const gis::DatasetFetch& state) {
    const std::pair<std::string, std::string> name{"name", dataset.name.in(language.code())};
    switch (state.state) {
    case State::done:
        return language(gis::Text{state.unchanged ? "public.line.unchanged" : "public.line.done",
                                  {name, {"features", std::to_string(state.features)}, {"size", language(size_text(state.bytes))},
                                   {"licence", dataset.licence}, {"attribution", dataset.attribution}}});
    case State::not_here: return language(gis::Text{"public.line.not_here", {name}});
    case State::failed: return language(gis::Text{"public.line.failed", {name, {"why", language(state.error->text) + " → " + language(state.error->remedy)}}});
    case State::waiting:
    case State::coming:
    case State::preparing: break;
    }
    return language(gis::Text{"public.line.waiting", {name}});
}

json json_of(const VerbContext& c, const gis::PublicDataset& dataset, const gis::DatasetFetch& state) {
    constexpr const char* names[] = {"waiting", "coming", "preparing", "done", "not_here", "failed"};
    return {{"id", dataset.id}, {"state", names[static_cast<std::size_t>(state.state)]}, {"bytes", state.bytes}, {"features", state.features},
            {"unchanged", state.unchanged}, {"licence", dataset.licence}, {"attribution", dataset.attribution},
            {"file", state.file.empty() ? json(nullptr) : json(state.file.string())},
            {"error", state.error ? json(c.language(state.error->text)) : json(nullptr)},
            {"remedy", state.error ? json(c.language(state.error->remedy)) : json(nullptr)}};
}

gis::FetchedCommune fetch_aloud(const VerbContext& c, const gis::FetchRequest& request) {
    std::size_t said = 0;
    return gis::fetch_commune(request, {}, [&](const std::vector<gis::DatasetFetch>& states) {
        const auto ended = [&](const gis::DatasetFetch& d) { return d.state == State::done || d.state == State::not_here || d.state == State::failed; };
        for (; said < states.size() && ended(states[said]); ++said) fmt::print(stderr, "{}\n", line_of(c.language, request.datasets[said], states[said]));
    });
}

} // namespace

Exit run_fetch(const VerbContext& c) {
    if (c.line.insee.empty()) return told(c, {gis::ErrorClass::input, {"public.needs_code", {}}, {"public.needs_code.remedy", {}}, {}}, Exit::usage);
    const auto insee = gis::read_insee(c.line.insee);
    if (!insee) return told(c, {gis::ErrorClass::input, {"public.bad_insee", {{"code", c.line.insee}}}, {"public.bad_insee.remedy", {}}, {}}, Exit::usage);
    const gis::LoadedPublicData known = public_data_of(c.places);
    print_notices(c.language, known.notices);
    auto datasets = chosen(known.datasets, c.line.create.only);
    if (!datasets) return told(c, datasets.error(), Exit::usage);
    const fs::path file = c.line.into.empty() ? c.places.data / (insee->code + ".gpkg") : c.line.into;
    const gis::LoadedCatalog loaded = catalog_of(c.places);
    auto desk = commune_file_of(*insee, c.line.name, file, loaded.catalog, c.clock);
    if (!desk) return told(c, desk.error());
    const gis::FetchRequest request = fetch_request(c.places, *insee, file, std::move(*datasets), c.line.create.mirror);
    const gis::FetchedCommune fetched = fetch_aloud(c, request);
    if (auto adopted = adopt_public_data(*desk, request, fetched); !adopted) return told(c, adopted.error());
    if (c.line.json) {
        json list = json::array();
        for (std::size_t i = 0; i < fetched.datasets.size(); ++i) list.push_back(json_of(c, request.datasets[i], fetched.datasets[i]));
        fmt::print("{}\n", json{{"file", file.string()}, {"insee", insee->code}, {"name", desk->setting("commune_name")}, {"datasets", list}}.dump());
    } else {
        fmt::print(stderr, "{}\n", c.language(gis::Text{"app.commune_created", {{"path", file.string()}}}));
    }
    const auto failed = std::ranges::count(fetched.datasets, State::failed, &gis::DatasetFetch::state);
    if (failed == 0) return Exit::done;
    return failed == static_cast<std::ptrdiff_t>(fetched.datasets.size()) ? Exit::failed : Exit::notices;
}

} // namespace vigie::app
