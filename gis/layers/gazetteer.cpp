#include "gis/layers/gazetteer.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "gis/layers/folding.hpp"
#include "gis/layers/plane_shapes.hpp"
#include "gis/layers/word_index.hpp"

namespace vigie::gis {

namespace {

constexpr std::size_t max_places = 1'000'000;
constexpr std::size_t max_results = 200;

// Themes whose names are places; trees and lamps have names too, but nobody looks for one by it.
constexpr std::string_view site_themes[] = {"site", "public_building", "park", "green", "square", "cemetery", "sports", "playground", "fountain", "bridge",
                                            "river", "water", "zone", "basin", "poi", "stop", "building", "parking", "remarkable_tree", "pump", "defibrillator", "boundary"};

bool is_site(std::string_view theme) { return std::ranges::find(site_themes, theme) != std::end(site_themes); }
bool has_digit(std::string_view text) { return std::ranges::any_of(text, [](char c) { return c >= '0' && c <= '9'; }); }

struct Named {
    Place::Kind kind;
    std::string name;
    PlanePoint at;
    PlaneBox bounds;
    std::uint32_t layer;  // in Impl::layers
    std::uint32_t feature;
    double length = 0;    // of the longest segment of a street
};

} // namespace

struct Gazetteer::Impl {
    std::vector<LayerPtr> layers;
    std::vector<Named> places;
    WordIndex words;
    std::vector<LayerPtr> districts, addresses, streets;

    void add(LayerPtr layer);
    void add_feature(const Layer& layer, std::uint32_t of, Place::Kind kind, std::uint32_t feature, std::string_view name);
    std::unordered_map<std::string, std::uint32_t> street_by_name;
};

void Gazetteer::Impl::add_feature(const Layer& layer, std::uint32_t of, Place::Kind kind, std::uint32_t feature, std::string_view name) {
    const PlaneBox box = layer.box(feature);
    if (name.empty() || box.empty() || places.size() >= max_places) return;
    Named place{kind, std::string(name), box.centre(), box, of, feature, 0};
    if (kind == Place::Kind::street) {
        place.at = middle_of_line(layer.geometry, feature);
        place.length = length_of(layer.geometry, feature);
        // A street is one place, however many segments it has; it is shown in the middle of its longest one.
        const auto [it, is_new] = street_by_name.emplace(folded(name), static_cast<std::uint32_t>(places.size()));
        if (!is_new) {
            Named& known = places[it->second];
            known.bounds.include(box);
            if (place.length > known.length) {
                known.at = place.at;
                known.length = place.length;
                known.feature = feature;
                known.layer = of;
            }
            return;
        }
    }
    words.add(static_cast<std::uint32_t>(places.size()), folded(name));
    places.push_back(std::move(place));
}

void Gazetteer::Impl::add(LayerPtr layer) {
    const LayerInfo& info = layer->info;
    const Column* name = layer->column("name");
    if (!name || name->type != Column::Type::text) return;
    Place::Kind kind = Place::Kind::site;
    if (info.theme == "address") kind = Place::Kind::address, addresses.push_back(layer);
    else if (info.theme == "street") kind = Place::Kind::street, streets.push_back(layer);
    else if (info.theme == "district" || info.theme == "subdistrict") kind = Place::Kind::district, districts.push_back(layer);
    else if (!is_site(info.theme)) return;
    const auto of = static_cast<std::uint32_t>(layers.size());
    layers.push_back(layer);
    for (std::uint32_t f = 0; f < layer->geometry.feature_count(); ++f) add_feature(*layer, of, kind, f, name->text(f));
}

Gazetteer Gazetteer::build(const std::vector<LayerPtr>& layers) {
    auto impl = std::make_shared<Impl>();
    for (const LayerPtr& layer : layers)
        if (layer) impl->add(layer);
    // "Quartier" says more than "sous-quartier" and is what people know.
    std::ranges::stable_sort(impl->districts, [](const LayerPtr& a, const LayerPtr& b) { return a->info.theme < b->info.theme; });
    impl->words.finish();
    impl->street_by_name.clear();
    Gazetteer gazetteer;
    gazetteer.impl_ = std::move(impl);
    return gazetteer;
}

std::vector<Place> Gazetteer::search(std::string_view words, std::size_t limit) const {
    std::vector<Place> found;
    if (!impl_) return found;
    const std::string query = folded(words);
    const bool wants_number = has_digit(query);
    std::vector<WordIndex::Hit> hits = impl_->words.search(query, !words.empty() && words.back() == ' ');
    for (WordIndex::Hit& hit : hits) {
        const Named& place = impl_->places[hit.item];
        switch (place.kind) {
        case Place::Kind::address: hit.score += wants_number ? 0.3 : -0.3; break;
        case Place::Kind::street: hit.score += wants_number ? 0 : 0.15; break;
        case Place::Kind::district: hit.score += 0.2; break;
        case Place::Kind::site: hit.score += 0.05; break;
        }
    }
    const std::size_t n = std::min({limit, max_results, hits.size()});
    // Equal scores: the shorter name, then the alphabet (12 before 112), so that the list never reshuffles.
    const auto better = [&](const WordIndex::Hit& a, const WordIndex::Hit& b) {
        if (a.score != b.score) return a.score > b.score;
        const std::string &x = impl_->places[a.item].name, &y = impl_->places[b.item].name;
        return x.size() != y.size() ? x.size() < y.size() : x != y ? x < y : a.item < b.item;
    };
    std::partial_sort(hits.begin(), hits.begin() + static_cast<std::ptrdiff_t>(n), hits.end(), better);
    for (std::size_t i = 0; i < n; ++i) {
        const Named& place = impl_->places[hits[i].item];
        const Layer& layer = *impl_->layers[place.layer];
        std::string detail = place.kind == Place::Kind::site ? layer.info.name : place.kind == Place::Kind::district ? std::string() : district_at(place.at);
        found.push_back({place.kind, place.name, std::move(detail), place.at, place.bounds, layer.info.id, place.feature, hits[i].score});
    }
    return found;
}

std::string Gazetteer::address_at(PlanePoint p, double max_m) const {
    if (!impl_) return {};
    const PlaneBox around{p.x - max_m, p.y - max_m, p.x + max_m, p.y + max_m};
    std::string best;
    for (const auto* group : {&impl_->addresses, &impl_->streets}) {
        double nearest = max_m;
        for (const LayerPtr& layer : *group) {
            const Column& name = *layer->column("name");
            layer->index.query(around, [&](std::uint32_t f) {
                const double d = name.text(f).empty() ? max_m : distance_to(layer->geometry, f, p);
                if (d < nearest || (d == nearest && best.empty() && d < max_m)) {
                    nearest = d;
                    best = name.text(f);
                }
                return true;
            });
        }
        if (!best.empty()) break;
    }
    return best;
}

std::string Gazetteer::district_at(PlanePoint p) const {
    if (!impl_) return {};
    for (const LayerPtr& layer : impl_->districts) {
        std::string name;
        layer->index.query({p.x, p.y, p.x, p.y}, [&](std::uint32_t f) {
            if (contains(layer->geometry, f, p)) name = layer->column("name")->text(f);
            return name.empty();
        });
        if (!name.empty()) return name;
    }
    return {};
}

} // namespace vigie::gis
