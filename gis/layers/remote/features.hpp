// Features of a service (WFS 1.1 and 2.0, OGC API Features Part 1): what it offers, and one layer of it as a whole, page by page.
// Answers are kept, so that a known layer opens without a network; a page that could not be had makes the answer old, never
// a mixture that nobody published. Any thread; blocks.
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "gis/layers/open.hpp"
#include "gis/layers/remote/read_service.hpp"
#include "gis/layers/remote/service.hpp"

namespace vigie::gis::remote {

// By its address alone; an unknown address may be one all the same, after no pictures were found there.
[[nodiscard]] bool is_of_features(const Address& address);
[[nodiscard]] Result<Offer> features_offer(const Address& address, Fetcher& fetcher, const std::stop_token& stop);

struct FeaturePages {
    std::string title;
    std::string body, format;        // one document: "geojson" or "gml"
    std::size_t left_out = 0;        // features beyond the bound; 1 = some
    std::optional<Error> trouble;    // not all of it is of now: the service did not answer
};
[[nodiscard]] Result<FeaturePages> fetch_features(const Address& address, Fetcher& fetcher, Freshness freshness, const std::stop_token& stop);

// The layer on the map. With `options.newest` an answer that is not of now is no answer: `waits` says why, and what was shown stays.
[[nodiscard]] OpenedService open_features(const MapSource& source, const MapPlane& plane, const OpenOptions& options, const std::stop_token& stop, std::vector<Notice>& notices);

} // namespace vigie::gis::remote
