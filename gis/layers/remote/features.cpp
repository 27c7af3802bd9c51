#include "gis/layers/remote/features.hpp"

#include <cpl_vsi.h>

#include <algorithm>
#include <atomic>
#include <nlohmann/json.hpp>
#include <utility>

#include "gis/layers/gdal_session.hpp"
#include "gis/layers/open_limits.hpp"
#include "gis/layers/place_layer.hpp"
#include "gis/layers/qgis/dress.hpp"
#include "gis/layers/read_source.hpp"
#include "gis/layers/remote/capabilities.hpp"
#include "gis/layers/remote/capabilities_common.hpp"
#include "gis/layers/vector_tiles/tile_set.hpp"

namespace vigie::gis::remote {

namespace {

using Json = nlohmann::json;

constexpr std::chrono::hours description_age{24};
constexpr std::chrono::seconds features_age{60};  // when a server says nothing: two openings in a row ask once
constexpr int page_features = 1'000, most_pages = 500;
constexpr std::size_t most_bytes = std::size_t{256} << 20;

Error not_features(const char* key = "remote.not_features") { return {ErrorClass::protocol, {key, {}}, {"remote.remedy.address", {}}, {}, {}}; }

Result<std::string> document(const std::string& url, Fetcher& fetcher, const std::stop_token& stop, std::chrono::seconds age = description_age) {
    const Fetched fetched = fetcher.get(url, Expect::document, age, stop);
    if (fetched.body) return *fetched.body;
    return fetched.error ? *fetched.error : not_features();
}

// ---- WFS ----

struct WfsLayer {
    std::string name, title;
    std::vector<std::string> formats;
    std::optional<LonLatBox> extent;
};
struct Wfs {
    std::string title, version;
    std::vector<std::string> formats;
    std::vector<WfsLayer> layers;
};

std::optional<LonLatBox> wgs84_box(const pugi::xml_node& type) {
    const pugi::xml_node box = child(type, "WGS84BoundingBox");
    const auto low = numbers_in(text_of(box, "LowerCorner")), high = numbers_in(text_of(box, "UpperCorner"));
    if (low.size() != 2 || high.size() != 2) return {};
    return LonLatBox{low[0], low[1], high[0], high[1]};
}

std::vector<std::string> get_feature_formats(const pugi::xml_node& root) {
    std::vector<std::string> formats;
    for (const pugi::xml_node& operation : children(child(root, "OperationsMetadata"), "Operation"))
        for (const pugi::xml_node& parameter : children(operation, "Parameter")) {
            if (attribute(operation, "name") != "GetFeature" || attribute(parameter, "name") != "outputFormat") continue;
            for (const pugi::xml_node& holder : {parameter, child(parameter, "AllowedValues")})
                for (const pugi::xml_node& value : children(holder, "Value")) formats.push_back(text(value));
        }
    return formats;
}

Result<Wfs> read_wfs(const std::string& xml) {
    pugi::xml_document parsed;
    if (!parsed.load_buffer(xml.data(), xml.size())) return not_features();
    const pugi::xml_node root = parsed.document_element();
    if (local_name(root) != "WFS_Capabilities") return not_features();
    Wfs wfs{text_of(child(root, "ServiceIdentification"), "Title"), attribute(root, "version"), get_feature_formats(root), {}};
    for (const pugi::xml_node& type : children(child(root, "FeatureTypeList"), "FeatureType")) {
        if (wfs.layers.size() >= limits::offered_layers) break;
        WfsLayer layer{text_of(type, "Name"), text_of(type, "Title"), {}, wgs84_box(type)};
        for (const pugi::xml_node& format : children(child(type, "OutputFormats"), "Format")) layer.formats.push_back(text(format));
        if (layer.title.empty()) layer.title = layer.name;
        if (!layer.name.empty()) wfs.layers.push_back(std::move(layer));
    }
    if (wfs.layers.empty()) return not_features("remote.no_layers");
    return wfs;
}

std::string wfs_url(const Address& address) { return with_query(address.url, {{"SERVICE", "WFS"}}); }

Result<Wfs> wfs_of(const Address& address, Fetcher& fetcher, const std::stop_token& stop) {
    const auto xml = document(with_query(address.url, {{"SERVICE", "WFS"}, {"REQUEST", "GetCapabilities"}}), fetcher, stop);
    return xml ? read_wfs(*xml) : Result<Wfs>(xml.error());
}

// "application/json", "geojson", "application/json; subtype=geojson"…; empty = none of them.
std::string json_among(const std::vector<std::string>& formats) {
    std::string found;
    for (const std::string& format : formats) {
        std::string lower = format;
        for (char& c : lower) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
        if (lower.find("json") == std::string::npos || lower.find("jsonp") != std::string::npos || lower == "text/javascript") continue;
        if (found.empty() || lower.find("geojson") != std::string::npos) found = format;
    }
    return found;
}

// ---- OGC API Features ----

struct CollectionPlace {
    std::string base;        // before "/collections"
    std::string collection;  // empty = not chosen
};

CollectionPlace place_of(const Address& address) {
    std::string url = address.url.substr(0, address.url.find('?'));
    CollectionPlace place{url, address.choice("layer")};
    if (const auto at = url.find("/collections"); at != std::string::npos) {
        place.base = url.substr(0, at);
        std::string rest = url.substr(at + std::string_view("/collections").size());
        if (rest.starts_with('/')) rest = rest.substr(1, rest.find('/', 1) - 1);
        if (place.collection.empty()) place.collection = percent_decoded(rest);
    }
    while (place.base.ends_with('/')) place.base.pop_back();
    return place;
}

std::string text_in(const Json& object, const char* name) {
    const auto found = object.is_object() ? object.find(name) : object.end();
    return object.is_object() && found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::optional<LonLatBox> box_of(const Json& collection) {
    const Json* box = &collection;
    for (const char* name : {"extent", "spatial", "bbox"}) {
        if (!box->is_object() || !box->contains(name)) return {};
        box = &(*box)[name];
    }
    if (box->is_array() && !box->empty() && (*box)[0].is_array()) box = &(*box)[0];
    if (!box->is_array() || (box->size() != 4 && box->size() != 6) || !std::ranges::all_of(*box, [](const Json& n) { return n.is_number(); })) return {};
    const std::size_t half = box->size() / 2;
    return LonLatBox{(*box)[0].get<double>(), (*box)[1].get<double>(), (*box)[half].get<double>(), (*box)[half + 1].get<double>()};
}

struct Collections {
    std::string title;
    std::vector<OfferedLayer> layers;
};

Result<Collections> collections_of(const CollectionPlace& place, Fetcher& fetcher, const std::stop_token& stop) {
    const auto body = document(place.base + "/collections?f=json", fetcher, stop);
    if (!body) return body.error();
    const auto json = bounded_json(*body);
    if (!json || !json->is_object() || !json->contains("collections") || !(*json)["collections"].is_array()) return not_features();
    Collections all{text_in(*json, "title"), {}};
    for (const Json& one : (*json)["collections"]) {
        const std::string id = text_in(one, "id"), title = text_in(one, "title");
        if (id.empty() || all.layers.size() >= limits::offered_layers) continue;
        all.layers.push_back({title.empty() ? id : title, id, place.base + "/collections/" + percent_encoded(id), box_of(one)});
    }
    if (all.layers.empty()) return not_features("remote.no_layers");
    return all;
}

// ---- Pages ----

std::string next_of(const Json& page, const std::string& url) {
    if (!page.contains("links") || !page["links"].is_array()) return {};
    for (const Json& link : page["links"])
        if (text_in(link, "rel") == "next") {
            const std::string next = beside(url, text_in(link, "href"));
            if (is_database(next) || (url.starts_with("https://") && !next.starts_with("https://"))) return {};
            return next;
        }
    return {};
}

// Takes pages together into one collection.
class Pages {
public:
    Pages(Fetcher& fetcher, Freshness freshness, const std::stop_token& stop) : fetcher_(fetcher), freshness_(freshness), stop_(stop) {}

    // The page at an address; its features are taken. Null when it cannot be had: `error` says why.
    std::optional<Json> take(const std::string& url) {
        const Fetched fetched = fetcher_.get(url, Expect::document, features_age, stop_, freshness_);
        if (fetched.error && !fetched.absent) trouble_ = fetched.error;
        if (!fetched.body || stop_.stop_requested()) return error_ = fetched.error ? *fetched.error : not_features(), std::nullopt;
        auto page = bounded_json(*fetched.body);
        if (!page || !page->is_object() || !page->contains("features") || !(*page)["features"].is_array()) return error_ = not_features(), std::nullopt;
        bytes_ += fetched.body->size();
        taken_ = (*page)["features"].size();
        for (const Json& feature : (*page)["features"]) features_ += (features_.empty() ? "" : ",") + feature.dump(-1, ' ', false, Json::error_handler_t::replace);
        if (page->contains("crs")) crs_ = (*page)["crs"].dump(-1, ' ', false, Json::error_handler_t::replace);
        return page;
    }
    [[nodiscard]] std::size_t taken() const { return taken_; }
    [[nodiscard]] bool full() const { return bytes_ > most_bytes || ++pages_ >= most_pages; }
    [[nodiscard]] const Error& error() const { return error_; }
    FeaturePages all(std::string title, bool cut) {
        std::string whole = "{\"type\":\"FeatureCollection\"," + (crs_.empty() ? std::string() : "\"crs\":" + crs_ + ",") + "\"features\":[" + std::exchange(features_, {}) + "]}";
        return {std::move(title), std::move(whole), "geojson", cut ? std::size_t{1} : 0, trouble_};
    }

private:
    Fetcher& fetcher_;
    const Freshness freshness_;
    const std::stop_token& stop_;
    std::string features_, crs_;  // as text: a document of a hundred megabytes takes no more
    std::size_t bytes_ = 0, taken_ = 0;
    mutable int pages_ = 0;
    std::optional<Error> trouble_;
    Error error_ = not_features();
};

Result<FeaturePages> fetch_collection(const Address& address, Fetcher& fetcher, Freshness freshness, const std::stop_token& stop) {
    CollectionPlace place = place_of(address);
    const auto known = collections_of(place, fetcher, stop);
    if (!known && place.collection.empty()) return known.error();
    if (place.collection.empty()) place.collection = known->layers.front().name;
    std::string title = place.collection;
    if (known)
        if (const auto found = std::ranges::find(known->layers, place.collection, &OfferedLayer::name); found != known->layers.end()) title = found->title;
    Pages pages(fetcher, freshness, stop);
    std::string url = place.base + "/collections/" + percent_encoded(place.collection) + "/items?f=json&limit=" + std::to_string(page_features);
    while (true) {
        const auto page = pages.take(url);
        if (!page) return pages.error();
        url = next_of(*page, url);
        if (url.empty() || pages.taken() == 0 || pages.full()) break;
    }
    return pages.all(std::move(title), !url.empty() && pages.taken() != 0);
}

// Servers without JSON answer in one piece of GML.
Result<FeaturePages> fetch_gml(const std::string& url, const std::string& title, Fetcher& fetcher, Freshness freshness, const std::stop_token& stop) {
    const Fetched fetched = fetcher.get(url, Expect::document, features_age, stop, freshness);
    if (!fetched.body) return fetched.error ? *fetched.error : not_features();
    return FeaturePages{title, *fetched.body, "gml", 0, fetched.absent ? std::nullopt : fetched.error};
}

Result<FeaturePages> fetch_wfs(const Address& address, Fetcher& fetcher, Freshness freshness, const std::stop_token& stop) {
    const auto wfs = wfs_of(address, fetcher, stop);
    if (!wfs) return wfs.error();
    const std::string wanted = address.choice("layer");
    const auto layer = wanted.empty() ? wfs->layers.begin() : std::ranges::find_if(wfs->layers, [&](const WfsLayer& l) { return l.name == wanted || l.name.ends_with(":" + wanted); });
    if (layer == wfs->layers.end()) return Error{ErrorClass::input, {"remote.no_such_layer", {{"layer", wanted}, {"layers", wfs->layers.front().name + "…"}}}, {"remote.remedy.check_layer", {}}, {}, {}};
    std::string json = json_among(layer->formats);
    if (json.empty()) json = json_among(wfs->formats);
    const bool pages_on = wfs->version.starts_with("2.");
    std::map<std::string, std::string> query{{"SERVICE", "WFS"}, {"REQUEST", "GetFeature"}, {"VERSION", wfs->version}, {pages_on ? "TYPENAMES" : "TYPENAME", layer->name}};
    if (json.empty()) return fetch_gml(with_query(address.url, query), layer->title, fetcher, freshness, stop);
    query["OUTPUTFORMAT"] = json;
    query["SRSNAME"] = "EPSG:4326";
    if (pages_on) query["COUNT"] = std::to_string(page_features);
    Pages pages(fetcher, freshness, stop);
    bool more = true;
    for (int page = 0; more; ++page) {
        if (pages_on) query["STARTINDEX"] = std::to_string(page * page_features);
        if (!pages.take(with_query(address.url, query))) return pages.error();
        more = pages_on && pages.taken() >= page_features;
        if (pages.full()) break;
    }
    return pages.all(layer->title, more);
}

// A document in memory under a name of its own, for GDAL.
class InMemory {
public:
    InMemory(const std::string& body, const std::string& extension) {
        static std::atomic<std::uint64_t> counter{0};
        folder_ = "/vsimem/features-" + std::to_string(++counter);
        path_ = folder_ + "/features." + extension;
        VSIMkdir(folder_.c_str(), 0700);
        VSIFCloseL(VSIFileFromMemBuffer(path_.c_str(), const_cast<GByte*>(reinterpret_cast<const GByte*>(body.data())), body.size(), FALSE));
    }
    ~InMemory() { VSIRmdirRecursive(folder_.c_str()); }
    InMemory(const InMemory&) = delete;
    InMemory& operator=(const InMemory&) = delete;
    [[nodiscard]] const std::string& path() const { return path_; }

private:
    std::string folder_, path_;
};

LayerPtr layer_of(const MapSource& source, const FeaturePages& pages, const std::string& title, const MapPlane& plane, const OpenOptions& options, const std::stop_token& stop, std::vector<Notice>& notices) {
    start_gdal();
    const InMemory file(pages.body, pages.format);
    MapSource document = source;
    document.kind = pages.format == "geojson" ? MapSource::Kind::geojson : MapSource::Kind::vector;
    document.gdal_name = file.path();
    document.stem = title;
    ReadSource read = read_source(document, options, stop, {});
    notices.insert(notices.end(), read.notices.begin(), read.notices.end());
    if (read.stopped || read.layers.empty()) return {};
    RawLayer raw = std::move(read.layers.front());
    raw.layer_name.clear();
    raw.layer.info.id = layer_id(source, {});
    const PlaneBox numbers = bounds_of(raw.layer.geometry);
    auto placed = place_layer(std::move(raw), numbers, document, {plane, options, {}}, notices);
    LayerInfo& info = placed.layer->info;
    info.id = layer_id(source, {});
    info.source = source.file.string();
    info.name = title;
    qgis::dress(*placed.layer, source, options);
    return placed.layer;
}

OpenedService waiting(const MapSource& source, const Error& error, const std::stop_token& stop, std::vector<Notice>& notices) {
    OpenedService nothing;
    if (stop.stop_requested()) return nothing;
    notices.push_back({Severity::error, source.label, error.text, error.remedy});
    if (error.klass == ErrorClass::network || error.klass == ErrorClass::remote) nothing.waits = error;
    return nothing;
}

} // namespace

bool is_of_features(const Address& address) { return address.kind == Address::Kind::wfs || address.kind == Address::Kind::ogc_features; }

Result<Offer> features_offer(const Address& address, Fetcher& fetcher, const std::stop_token& stop) {
    std::optional<Error> why;
    if (address.kind != Address::Kind::wfs) {
        const auto known = collections_of(place_of(address), fetcher, stop);
        if (known) return Offer{Address::Kind::ogc_features, known->title, known->layers};
        why = known.error();
    }
    if (address.kind == Address::Kind::ogc_features || stop.stop_requested()) return *why;
    const auto wfs = wfs_of(address, fetcher, stop);
    if (!wfs) return wfs.error();
    Offer offer{Address::Kind::wfs, wfs->title, {}};
    std::map<std::string, std::string> choices = address.choices;
    for (const WfsLayer& l : wfs->layers) {
        choices["layer"] = l.name;
        offer.layers.push_back({l.title, l.name, with_choices(wfs_url(address), choices), l.extent});
    }
    return offer;
}

Result<FeaturePages> fetch_features(const Address& address, Fetcher& fetcher, Freshness freshness, const std::stop_token& stop) {
    return address.kind == Address::Kind::wfs ? fetch_wfs(address, fetcher, freshness, stop) : fetch_collection(address, fetcher, freshness, stop);
}

OpenedService open_features(const MapSource& source, const MapPlane& plane, const OpenOptions& options, const std::stop_token& stop, std::vector<Notice>& notices) {
    const auto address = read_address(source.gdal_name);
    if (!address) return waiting(source, address.error(), stop, notices);
    const auto fetcher = options.services->at(address->url);
    const auto pages = fetch_features(*address, *fetcher, options.newest ? Freshness::newest : Freshness::kept, stop);
    if (!pages || (options.newest && pages->trouble)) {
        if (!options.newest) (void)fetcher->health().take_notice();  // the error says it
        return waiting(source, pages ? *pages->trouble : pages.error(), stop, notices);
    }
    if (pages->left_out != 0) notices.push_back({Severity::warning, source.label, {"remote.features_cut", {{"layer", pages->title}}}, {"remote.remedy.tell_service", {}}});
    const std::string named = address->choice("name");
    LayerPtr layer = layer_of(source, *pages, named.empty() ? pages->title : named, plane, options, stop, notices);
    OpenedService opened;
    if (layer) opened.layers.push_back(std::move(layer));
    return opened;
}

} // namespace vigie::gis::remote
