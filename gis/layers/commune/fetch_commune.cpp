#include "gis/layers/commune/fetch_commune.hpp"

#include <algorithm>
#include <chrono>

#include "gis/layers/commune/dataset_urls.hpp"
#include "gis/layers/commune/download.hpp"
#include "gis/layers/commune/prepare.hpp"
#include "gis/layers/commune/public_error.hpp"
#include "gis/layers/hash.hpp"
#include "gis/layers/read_source.hpp"
#include "gis/layers/sources.hpp"

namespace vigie::gis {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
constexpr auto progress_every = std::chrono::milliseconds(100);

class Fetch {
public:
    Fetch(const FetchRequest& request, const std::stop_token& stop, const std::function<void(const std::vector<DatasetFetch>&)>& on_progress)
        : request_(request), stop_(stop), on_progress_(on_progress), codes_(codes_of(request.insee)) {
        for (const PublicDataset& d : request.datasets) out_.datasets.emplace_back().id = d.id;
        const auto boundary = std::ranges::find(request.datasets, "boundary", &PublicDataset::theme);
        boundary_file_ = request.into / ((boundary == request.datasets.end() ? "limite_communale" : boundary->id) + ".gpkg");
        if (auto known = boundary_of(boundary_file_)) boundary_ = *known;  // of a run before
    }

    FetchedCommune run() {
        tell();
        for (std::size_t i = 0; i < request_.datasets.size() && !stop_.stop_requested(); ++i) {
            one(request_.datasets[i], out_.datasets[i]);
            tell();
        }
        out_.stopped = stop_.stop_requested();
        if (boundary_) out_.name = boundary_->name;
        return std::move(out_);
    }

private:
    void tell() {
        if (on_progress_) on_progress_(out_.datasets);
        told_ = Clock::now();
    }

    void one(const PublicDataset& dataset, DatasetFetch& state) {
        if (std::ranges::find(dataset.not_in, request_.insee.department) != dataset.not_in.end()) {
            state.state = DatasetFetch::State::not_here;
            return;
        }
        auto file = fetch(dataset, state);
        if (stop_.stop_requested()) {
            state.state = DatasetFetch::State::waiting;
        } else if (!file) {
            state.state = DatasetFetch::State::failed;
            state.error = file.error();
        } else {
            state.state = DatasetFetch::State::done;
            state.file = *file;
            MapSource source;
            source.file = *file;
            state.layer = layer_id(source, {});
        }
    }

    Result<fs::path> fetch(const PublicDataset& dataset, DatasetFetch& state) {
        if (needs_extent(dataset) && !boundary_) return Error{ErrorClass::input, {"public.no_boundary", {}}, {"public.no_boundary.remedy", {}}, {}};
        state.state = DatasetFetch::State::coming;
        state.unchanged = true;
        std::vector<fs::path> raw;
        for (const std::string& url : urls_of(dataset, request_.insee, request_.mirror, boundary_ ? &*boundary_ : nullptr)) {
            const fs::path file = cached(dataset, url);
            const std::uintmax_t before = state.bytes;
            const DownloadRequest wanted{url, file, std::uintmax_t(dataset.most_mb) << 20};
            auto got = download(wanted, stop_, [&](const DownloadProgress& p) {
                state.bytes = before + p.bytes;
                state.total = p.total == 0 ? 0 : before + p.total;
                if (Clock::now() - told_ >= progress_every) tell();
            });
            if (!got) return got.error();
            state.bytes = before + got->bytes;
            state.unchanged = state.unchanged && got->unchanged;
            state.resumed_at += got->resumed_at;
            raw.push_back(file);
        }
        return made(dataset, state, std::move(raw));
    }

    Result<fs::path> made(const PublicDataset& dataset, DatasetFetch& state, std::vector<fs::path> raw) {
        state.total = state.bytes;
        state.state = DatasetFetch::State::preparing;
        tell();
        const fs::path out = request_.into / (dataset.id + ".gpkg");
        const auto features = prepare({dataset, std::move(raw), codes_, boundary_file_, out}, stop_);
        if (!features) return features.error();
        state.features = *features;
        if (dataset.theme == "boundary") {
            auto boundary = boundary_of(out);
            if (!boundary) return boundary.error();
            boundary_ = *boundary;
        }
        return out;
    }

    // Named after its address: what is of the whole département serves every commune of it.
    [[nodiscard]] fs::path cached(const PublicDataset& dataset, const std::string& url) const {
        Hash64 hash;
        hash.add(url);
        return request_.cache / (dataset.id + "-" + hash.hex() + "." + dataset.format);
    }

    const FetchRequest& request_;
    const std::stop_token& stop_;
    const std::function<void(const std::vector<DatasetFetch>&)>& on_progress_;
    std::vector<std::string> codes_;
    fs::path boundary_file_;
    std::optional<CommuneBoundary> boundary_;
    FetchedCommune out_;
    Clock::time_point told_{};
};

} // namespace

FetchedCommune fetch_commune(const FetchRequest& request, const std::stop_token& stop, const std::function<void(const std::vector<DatasetFetch>&)>& on_progress) {
    return Fetch(request, stop, on_progress).run();
}

} // namespace vigie::gis
