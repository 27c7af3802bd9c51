#include "gis/layers/remote/service.hpp"

#include <algorithm>
#include <charconv>
#include <variant>

#include "gis/layers/remote/capabilities.hpp"
#include "gis/layers/remote/features.hpp"
#include "gis/layers/remote/systems.hpp"

namespace vigie::gis::remote {

namespace {

constexpr std::chrono::hours capabilities_age{24};
constexpr int deepest_zoom = 24;

using Capabilities = std::variant<WmsCapabilities, WmtsCapabilities>;

std::map<std::string, std::string> capabilities_query(const char* service) { return {{"SERVICE", service}, {"REQUEST", "GetCapabilities"}}; }

Result<Capabilities> parsed(const std::string& body) {
    switch (document_kind(body)) {
    case Document::wms: {
        auto wms = read_wms(body);
        return wms ? Result<Capabilities>(std::move(wms).value()) : Result<Capabilities>(wms.error());
    }
    case Document::wmts: {
        auto wmts = read_wmts(body);
        return wmts ? Result<Capabilities>(std::move(wmts).value()) : Result<Capabilities>(wmts.error());
    }
    case Document::other: break;
    }
    return Error{ErrorClass::protocol, {"remote.not_a_service", {}}, {"remote.remedy.address", {}}, {}};
}

// As a document of its own, or as a service that has to be asked; until one is what we look for.
Result<Capabilities> capabilities_of(const Address& address, Fetcher& fetcher, const std::stop_token& stop) {
    std::vector<std::string> urls;
    const std::string path = address.url.substr(0, address.url.find('?'));
    if (path.ends_with(".xml")) urls.push_back(address.url);
    if (address.kind != Address::Kind::wmts) urls.push_back(with_query(address.url, capabilities_query("WMS")));
    if (address.kind != Address::Kind::wms) urls.push_back(with_query(address.url, capabilities_query("WMTS")));
    Error first{ErrorClass::protocol, {"remote.not_a_service", {}}, {"remote.remedy.address", {}}, {}};
    bool any = false;
    for (const std::string& url : urls) {
        const Fetched fetched = fetcher.get(url, Expect::document, capabilities_age, stop);
        if (fetched.body) {
            auto read = parsed(*fetched.body);
            if (read) return read;
            if (!std::exchange(any, true)) first = read.error();
        } else if (fetched.error && !std::exchange(any, true)) {
            first = *fetched.error;
        }
        if (stop.stop_requested() || (fetched.error && fetched.error->klass == ErrorClass::network && !fetched.body)) break;
    }
    return first;
}

// Asked for nothing until it is looked at.
bool is_template(const Address& address) { return address.kind == Address::Kind::tile_document || address.kind == Address::Kind::pictures || address.kind == Address::Kind::vector_tiles; }

template <class Layers>
auto layer_named(const Layers& layers, const std::string& name) {
    if (name.empty()) return layers.begin();
    return std::ranges::find_if(layers, [&](const auto& l) { return l.name == name; });
}

template <class Layers>
Error no_such_layer(const Layers& layers, const std::string& name) {
    std::string has;
    constexpr std::size_t told = 12;
    for (std::size_t i = 0; i < layers.size() && i < told; ++i) has += (i == 0 ? "" : ", ") + layers[i].name;
    if (layers.size() > told) has += "…";
    return {ErrorClass::input, {"remote.no_such_layer", {{"layer", name}, {"layers", has}}}, {"remote.remedy.check_layer", {}}, {}};
}

} // namespace

Zooms zooms_of(const std::string& choice, Zooms usual) {
    int values[2] = {usual.coarsest, usual.finest};
    const char* at = choice.data();
    const char* const end = at + choice.size();
    int count = 0;
    while (count < 2 && at != end) {
        int value = 0;
        const auto read = std::from_chars(at, end, value);
        if (read.ec != std::errc()) break;
        values[count++] = value;
        at = read.ptr == end ? end : read.ptr + 1;
    }
    if (count == 1) values[1] = values[0], values[0] = usual.coarsest;
    const int coarsest = std::clamp(values[0], 0, deepest_zoom);
    return {coarsest, std::clamp(values[1], coarsest, deepest_zoom)};
}

std::vector<TileMatrix> web_matrices(Zooms zooms) {
    std::vector<TileMatrix> matrices;
    for (int z = zooms.coarsest; z <= zooms.finest; ++z) {
        const std::int64_t last = (std::int64_t{1} << z) - 1;
        matrices.push_back({std::to_string(z), 2 * mercator_half / 256 / static_cast<double>(std::int64_t{1} << z), -mercator_half, mercator_half, 256, 256, 0, 0, last, last});
    }
    return matrices;
}

std::string filled_template(const std::string& text, int zoom, std::int64_t column, std::int64_t row) {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const auto takes = [&](std::string_view name, std::int64_t value) {
            if (std::string_view(text).substr(i, name.size()) != name) return false;
            out += std::to_string(value);
            i += name.size();
            return true;
        };
        if (text[i] == '{' && (takes("{z}", zoom) || takes("{x}", column) || takes("{y}", row) || takes("{-y}", (std::int64_t{1} << zoom) - 1 - row))) continue;
        out += text[i++];
    }
    return out;
}

TiledLayer template_layer(const Address& address) {
    TiledLayer layer;
    layer.title = address.choice("name").empty() ? host_of(address.url) : address.choice("name");
    const Zooms zooms = zooms_of(address.choice("zoom"), {});
    layer.matrices = web_matrices(zooms);
    layer.url = [text = address.url, first = zooms.coarsest](const TilePlace& at) { return filled_template(text, first + static_cast<int>(at.matrix), at.column, at.row); };
    return layer;
}

Result<Offer> offer_of(const Address& address, Fetcher& fetcher, const std::stop_token& stop) {
    if (is_template(address)) {
        const std::string title = address.choice("name").empty() ? host_of(address.url) : address.choice("name");
        return Offer{address.kind, title, {{title, {}, with_choices(address.url, address.choices), {}}}};
    }
    if (is_of_features(address)) return features_offer(address, fetcher, stop);
    auto read = capabilities_of(address, fetcher, stop);
    if (!read) {  // no pictures there: features, perhaps
        const bool unknown = address.kind == Address::Kind::unknown && read.error().klass != ErrorClass::network && !stop.stop_requested();
        auto features = unknown ? features_offer(address, fetcher, stop) : Result<Offer>(read.error());
        return features ? features : Result<Offer>(read.error());
    }
    const auto all = [&](const auto& service, Address::Kind kind) {
        Offer offer{kind, service.title, {}};
        std::map<std::string, std::string> choices = address.choices;
        // How it answered is written down: it needs not be found out again.
        const std::string url = address.url.find(".xml") != std::string::npos ? address.url : with_query(address.url, {{"SERVICE", kind == Address::Kind::wms ? "WMS" : "WMTS"}});
        for (const auto& l : service.layers) {
            choices["layer"] = l.name;
            offer.layers.push_back({l.title, l.name, with_choices(url, choices), l.extent});
        }
        return offer;
    };
    if (const auto* wms = std::get_if<WmsCapabilities>(&*read)) return all(*wms, Address::Kind::wms);
    return all(std::get<WmtsCapabilities>(*read), Address::Kind::wmts);
}

Result<ChosenLayer> chosen_layer(const Address& address, int plane_epsg, Fetcher& fetcher, const std::stop_token& stop) {
    if (is_template(address)) return ChosenLayer{template_layer(address), {}};
    auto read = capabilities_of(address, fetcher, stop);
    if (!read) return read.error();
    const std::string wanted = address.choice("layer");
    const auto choose = [&](const auto& service, const auto& tiles_of) -> Result<ChosenLayer> {
        auto layer = layer_named(service.layers, wanted);
        if (layer == service.layers.end()) return no_such_layer(service.layers, wanted);
        auto tiles = tiles_of(service, *layer, address, plane_epsg);
        if (!tiles) return tiles.error();
        ChosenLayer chosen{std::move(tiles).value(), {}};
        if (!address.choice("name").empty()) chosen.layer.title = address.choice("name");
        if (wanted.empty())
            for (const auto& l : service.layers)
                if (l.name != layer->name) chosen.others.push_back(l.name);
        return chosen;
    };
    if (const auto* wms = std::get_if<WmsCapabilities>(&*read)) {
        // Several at once, as a WMS draws them one over the other.
        if (wanted.find(',') != std::string::npos && layer_named(wms->layers, wanted) == wms->layers.end()) {
            const auto first = layer_named(wms->layers, wanted.substr(0, wanted.find(',')));
            if (first == wms->layers.end()) return no_such_layer(wms->layers, wanted);
            WmsLayer together = *first;
            together.name = together.title = wanted;
            auto tiles = wms_tiles(*wms, together, address, plane_epsg);
            if (!tiles) return tiles.error();
            return ChosenLayer{std::move(tiles).value(), {}};
        }
        return choose(*wms, wms_tiles);
    }
    return choose(std::get<WmtsCapabilities>(*read), wmts_tiles);
}

Document document_kind(const std::string& text) {
    const std::string_view begin = std::string_view(text).substr(0, 4'096);
    if (begin.find("<WMS_Capabilities") != std::string_view::npos || begin.find("<WMT_MS_Capabilities") != std::string_view::npos) return Document::wms;
    if (begin.find("opengis.net/wmts/") != std::string_view::npos) return Document::wmts;
    return Document::other;
}

} // namespace vigie::gis::remote
