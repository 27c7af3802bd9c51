#include "gis/layers/commune/dataset_urls.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "gis/layers/commune/public_error.hpp"

namespace vigie::gis {

namespace {

void fill(std::string& url, std::string_view name, const std::string& value) {
    const std::string hole = "{" + std::string(name) + "}";
    for (auto at = url.find(hole); at != std::string::npos; at = url.find(hole, at + value.size())) url.replace(at, hole.size(), value);
}

std::string quoted(const std::vector<std::string>& codes) {
    std::string out;
    for (const std::string& code : codes) out += (out.empty() ? "%22" : "%2C%22") + code + "%22";
    return out;
}

} // namespace

std::vector<std::string> codes_of(const InseeCode& insee) {
    std::vector<std::string> codes = insee.districts;
    if (std::ranges::find(codes, insee.code) == codes.end()) codes.push_back(insee.code);
    return codes;
}

bool needs_extent(const PublicDataset& dataset) { return dataset.within || dataset.url.find("{west}") != std::string::npos; }

std::vector<std::string> urls_of(const PublicDataset& dataset, const InseeCode& insee, const std::string& mirror, const CommuneBoundary* boundary) {
    std::string url = at_mirror(dataset.url, mirror);
    fill(url, "insee", insee.code);
    fill(url, "dep", insee.department);
    fill(url, "districts", quoted(codes_of(insee)));
    if (boundary)
        for (const auto& [name, value] : {std::pair{"west", boundary->west}, {"south", boundary->south}, {"east", boundary->east}, {"north", boundary->north}})
            fill(url, name, fmt::format("{:.6f}", value));
    if (url.find("{district}") == std::string::npos) return {url};
    std::vector<std::string> urls;
    for (const std::string& district : insee.districts) fill(urls.emplace_back(url), "district", district);
    return urls;
}

} // namespace vigie::gis
