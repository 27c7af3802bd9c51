#include "gis/layers/place_layer.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "gis/layers/geometry_builder.hpp"
#include "gis/layers/qgis/dress.hpp"
#include "gis/layers/qgis/project.hpp"
#include "gis/layers/recognise.hpp"
#include "gis/layers/validity.hpp"
#include "gis/model/language.hpp"

namespace vigie::gis {

namespace {

const LayerChoice* choice_of(const OpenOptions& options, const std::string& id) {
    const auto it = options.choices.find(id);
    return it == options.choices.end() ? nullptr : &it->second;
}

std::string crs_label(int epsg) {
    if (epsg == 4326) return "WGS 84 (EPSG:4326)";
    const auto plane = MapPlane::create(epsg);
    return (plane ? plane->name() + " " : std::string()) + "(EPSG:" + std::to_string(epsg) + ")";
}

void swap_axes(FeatureGeometry& geometry) {
    for (std::size_t i = 0; i + 1 < geometry.xy.size(); i += 2) std::swap(geometry.xy[i], geometry.xy[i + 1]);
}

// The box of most of the points: a few that are far out (typing errors, a test row) must not hide what the others say.
PlaneBox box_of_most(const FeatureGeometry& geometry) {
    constexpr std::size_t sample = 4'000;
    const std::size_t n = geometry.xy.size() / 2, step = n / sample + 1;
    std::vector<double> xs, ys;
    for (std::size_t i = 0; i < n; i += step) {
        xs.push_back(geometry.xy[2 * i]);
        ys.push_back(geometry.xy[2 * i + 1]);
    }
    if (xs.empty()) return {};
    std::ranges::sort(xs);
    std::ranges::sort(ys);
    const std::size_t cut = xs.size() / 10;
    return {xs[cut], ys[cut], xs[xs.size() - 1 - cut], ys[ys.size() - 1 - cut]};
}

struct Settled {
    std::string definition;
    int epsg = 0;
    std::string name;
    CrsOrigin origin = CrsOrigin::declared;
    bool swapped = false;
};

Settled guessed(const RawLayer& raw, const PlaneBox& numbers, const PlaceContext& context, const std::string& where, std::vector<Notice>& notices, PreparedLayer& prepared) {
    prepared.guessed = true;
    prepared.most = box_of_most(raw.layer.geometry);
    const CrsGuess guess = prepared.guess = guess_layer(numbers, prepared.most, context.reference);
    const std::string said = raw.crs.definition.empty() ? std::string("@layers.crs.nothing") : raw.crs.name;
    if (guess.epsg == 0) {
        notices.push_back({Severity::error, where, {"layers.crs.cannot_guess", {{"said", said}}}, {"layers.remedy.choose_crs", {}}});
        return {{}, 0, raw.crs.name, CrsOrigin::guessed, false};
    }
    const std::string label = crs_label(guess.epsg);
    const char* how = guess.swapped ? "@layers.crs.by_swap" : guess.by_overlap ? "@layers.crs.by_overlap" : "@layers.crs.by_range";
    notices.push_back({Severity::warning, where, {"layers.crs.guessed", {{"crs", label}, {"said", said}, {"how", how}}}, {"layers.remedy.check_place", {}}});
    return {"EPSG:" + std::to_string(guess.epsg), guess.epsg, label.substr(0, label.rfind(" (")), CrsOrigin::guessed, guess.swapped};
}

Settled settle(const RawLayer& raw, const PlaneBox& numbers, const PlaceContext& context, const std::string& where, std::vector<Notice>& notices, PreparedLayer& prepared) {
    if (const LayerChoice* choice = choice_of(context.options, raw.layer.info.id); choice && choice->epsg != 0) {
        const std::string label = crs_label(choice->epsg);
        return {"EPSG:" + std::to_string(choice->epsg), choice->epsg, label.substr(0, label.rfind(" (")), CrsOrigin::user, false};
    }
    if (is_place_certain(raw, numbers, context.options, context.plane)) return {raw.crs.definition, raw.crs.epsg, raw.crs.name, raw.guessed_place ? CrsOrigin::guessed : CrsOrigin::declared, false};
    return guessed(raw, numbers, context, where, notices, prepared);
}

void forget_shapes(FeatureGeometry& geometry) {
    const std::size_t n = geometry.feature_count();
    geometry = {};
    geometry.type.assign(n, GeometryType::none);
    geometry.part_begin.assign(n + 1, 0);
    geometry.vertex_begin.assign(1, 0);
}

std::string kind_of_shapes(const FeatureGeometry& geometry, const std::string& declared) {
    bool seen[4] = {};
    for (const GeometryType type : geometry.type) seen[static_cast<int>(type)] = true;
    const int kinds = seen[1] + seen[2] + seen[3];
    if (kinds > 1) return "mixed";
    if (kinds == 1) return seen[1] ? "point" : seen[2] ? "line" : "polygon";
    return declared.empty() ? "none" : declared;
}

// Into the plane, in place; what falls outside its domain is left out and told.
void bring_into_plane(Layer& layer, const Settled& settled, const PlaceContext& context, const std::string& where, std::vector<Notice>& notices) {
    const auto transform = PlaneTransform::create(settled.definition, context.plane);
    if (!transform) {
        notices.push_back({Severity::error, where, transform.error().text, {"layers.remedy.choose_crs", {}}});
        return forget_shapes(layer.geometry);
    }
    const std::size_t failed = transform->apply(layer.geometry.xy);
    if (!transform->is_identity() || failed != 0) drop_bad_vertices(layer.geometry);
    if (failed != 0) notices.push_back({Severity::warning, where, {"layers.crs.points_outside", {{"n", std::to_string(failed)}}}, {"layers.remedy.check_place", {}}});
}

std::size_t without_shape(const FeatureGeometry& geometry) {
    return static_cast<std::size_t>(std::ranges::count(geometry.type, GeometryType::none));
}

void forget_impossible_degrees(FeatureGeometry& geometry) {
    for (std::size_t i = 0; i + 1 < geometry.xy.size(); i += 2)
        if (!(std::abs(geometry.xy[i]) <= 180 && std::abs(geometry.xy[i + 1]) <= 90)) geometry.xy[i] = std::numeric_limits<double>::quiet_NaN();
}

} // namespace

PlaneBox bounds_of(const FeatureGeometry& geometry) {
    PlaneBox box;
    for (std::size_t i = 0; i + 1 < geometry.xy.size(); i += 2) box.include(geometry.xy[i], geometry.xy[i + 1]);
    return box;
}

bool is_place_certain(const RawLayer& raw, const PlaneBox& numbers, const OpenOptions& options, const MapPlane& plane) {
    if (const LayerChoice* choice = choice_of(options, raw.layer.info.id); choice && choice->epsg != 0) return true;
    if (numbers.empty()) return true;
    if (raw.crs.definition.empty() || contradicts(numbers, raw.crs.epsg, raw.crs.geographic)) return false;
    if (raw.crs.epsg != 0) return true;
    // A system without a code may be one that PROJ cannot compute ("Unknown Projection").
    const auto transform = PlaneTransform::create(raw.crs.definition, plane);
    double centre[2] = {numbers.centre().x, numbers.centre().y};
    return transform && transform->apply(centre) == 0;
}

void name_layer(Layer& layer, const std::string& stem, const std::string& layer_name, const std::string& theme_hint, const OpenOptions& options) {
    LayerInfo& info = layer.info;
    const LayerChoice* choice = choice_of(options, info.id);
    if (choice && !choice->theme.empty()) {
        const Recognised chosen = recognised_as(choice->theme, info.geometry);
        info.theme = chosen.theme;
        info.domain = chosen.domain;
        info.title = {chosen.title, {}};
    } else if (theme_hint.empty()) {
        const Recognised found = recognise(stem, layer_name, info.geometry, layer.columns);
        info.theme = found.theme;
        info.domain = found.domain;
        info.title = {found.title, {}};
    }
    info.name = !info.title.empty() && options.language && options.language->has(info.title.key) ? (*options.language)(info.title) : shown_name(layer_name.empty() ? stem : layer_name);
    if (theme_hint.empty()) derive_columns(layer);
}

CrsGuess guess_layer(const PlaneBox& numbers, const PlaneBox& most, const std::optional<LonLatBox>& reference) {
    const CrsGuess guess = guess_crs(numbers, reference);
    return guess.epsg != 0 ? guess : guess_crs(most, reference);
}

PreparedLayer place_layer(RawLayer raw, const PlaneBox& numbers, const MapSource& source, const PlaceContext& context, std::vector<Notice>& notices) {
    const std::string where = raw.layer_name.empty() || !raw.theme_hint.empty() || source.project ? source.label : source.label + " (" + raw.layer_name + ")";
    PreparedLayer prepared{.layer = {}, .plain_name = source.project ? source.project->name : shown_name(raw.layer_name.empty() ? source.stem : raw.layer_name), .guessed = false, .numbers = numbers, .most = {}, .guess = {}};
    const Settled settled = settle(raw, numbers, context, where, notices, prepared);
    auto layer = std::make_shared<Layer>(std::move(raw.layer));
    LayerInfo& info = layer->info;
    info.source = source.archived ? source.file.string() + "/" + source.label.substr(source.label.find('/') + 1) : source.file.string();
    info.geometry = kind_of_shapes(layer->geometry, raw.kind_hint);
    info.epsg = settled.epsg;
    info.crs_name = settled.name;
    info.crs_origin = settled.origin;
    const std::size_t shapeless = raw.kind_hint == "none" || source.kind == MapSource::Kind::csv ? 0 : without_shape(layer->geometry);
    if (shapeless != 0) notices.push_back({Severity::info, where, {"layers.open.without_shape", {{"n", std::to_string(shapeless)}}}, {}});
    if (numbers.empty() || settled.definition.empty()) {
        forget_shapes(layer->geometry);
    } else {
        if (settled.swapped) swap_axes(layer->geometry);
        if (settled.epsg == 4326) forget_impossible_degrees(layer->geometry);
        bring_into_plane(*layer, settled, context, where, notices);
    }
    if (source.project && source.project->inverted) {
        qgis::invert(*layer);
        info.geometry = kind_of_shapes(layer->geometry, "polygon");
    }
    layer->finish();
    // Degrees of the source are exact; else the sides of the box in the plane are walked.
    if (!info.bounds.empty()) {
        const bool degrees = settled.epsg == 4326 || settled.epsg == 4171;
        const PlaneBox turned = settled.swapped ? PlaneBox{numbers.min_y, numbers.min_x, numbers.max_y, numbers.max_x} : numbers;
        if (const auto box = degrees && !contradicts(turned, 4326, true) ? std::optional(turned) : lonlat_box(info.bounds, context.plane.epsg()))
            info.extent_wgs84 = std::array{box->min_x, box->min_y, box->max_x, box->max_y};
    }
    name_layer(*layer, source.stem, raw.layer_name, raw.theme_hint, context.options);
    if (source.project)
        if (const std::string fields = qgis::missing_fields(*layer, *source.project); !fields.empty())
            notices.push_back({Severity::warning, where, {"layers.qgis.missing_fields", {{"fields", fields}}}, {}});
    if (context.options.count_invalid) {
        info.invalid = count_invalid(layer->geometry);
        if (info.invalid != 0) notices.push_back({Severity::warning, where, {"layers.open.invalid_shapes", {{"n", std::to_string(info.invalid)}}}, {"layers.remedy.repair_geometry", {}}});
    }
    prepared.layer = std::move(layer);
    return prepared;
}

} // namespace vigie::gis
