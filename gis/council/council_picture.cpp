#include "gis/council/council_picture.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "gis/council/council_blocks.hpp"
#include "gis/council/council_figures.hpp"
#include "gis/council/council_places.hpp"

namespace vigie::gis {

namespace {

using Work = CouncilRecords::Work;

bool is_of(std::int32_t quartier, std::int32_t wanted) { return wanted == whole_commune || quartier == wanted; }

// What the map of a scene counts.
Indicator reports_of(const Scene& scene) {
    Indicator out;
    out.domains = scene.domains;
    return out;
}

std::vector<int> years_of(const CouncilRecords& records) {
    std::set<int, std::greater<>> years;
    // The year of an instant from the days around it: the wall clock is asked once a year, not once a report.
    Time from{}, to{};
    const auto note = [&](Time t) {
        if (t > records.frozen_at || (t >= from && t < to)) return;
        const CouncilPeriod year = council_period(year_of(t, records.zone), 0, Time::max(), records.zone);
        from = year.from, to = year.to;
        years.insert(year.year);
    };
    for (const auto& r : records.reports) note(r.received);
    if (years.empty())
        for (const Work& w : records.works)
            if (w.done) note(*w.done);
    return {years.begin(), years.end()};
}

std::vector<CountedPlace> places_of_tile(const CouncilRecords& records, const Catalog& catalog, const Indicator& i, std::int32_t quartier, const CouncilPeriod& p) {
    std::vector<CountedPlace> out;
    switch (i.measure) {
        case Measure::works:
        case Measure::cost:
            for (const Work& w : records.works)
                if (is_of(w.quartier, quartier) && w.done && *w.done >= p.from && *w.done < p.to && counts(i, catalog, w) && (i.measure == Measure::works || w.cost_eur > 0))
                    out.push_back({w.place, BlockState::done});
            return out;
        case Measure::repeated_places:
            for (const ToldPlace& place : told_places(records, catalog, i, p.from, p.to))
                if (is_of(place.quartier, quartier) && place.reports.size() > static_cast<std::size_t>(i.more_than))
                    for (const std::size_t n : place.reports) out.push_back({records.reports[n].place, block_state(records.reports[n].state)});
            return out;
        case Measure::duties:
        case Measure::saved_kwh:
        case Measure::saved_m3:
        case Measure::saved_eur: return out;  // of buildings, not of places told of
        case Measure::reports:
        case Measure::done:
        case Measure::done_within:
        case Measure::share_within:
        case Measure::mean_delay:
        case Measure::median_delay: break;
    }
    for (const auto& r : records.reports)
        if (is_of(r.quartier, quartier) && r.received >= p.from && r.received < p.to && counts(i, catalog, r)) out.push_back({r.place, block_state(r.state)});
    return out;
}

// Where the quartier or the commune is, however its reports lie.
std::optional<LonLat> middle_of(const CouncilRecords& records, std::int32_t quartier) {
    if (quartier >= 0) return records.outlines[static_cast<std::size_t>(quartier)].anchor();
    LonLat sum;
    double n = 0;
    for (const Geometry& outline : records.outlines)
        if (const auto at = outline.anchor()) sum.lon += at->lon, sum.lat += at->lat, ++n;
    if (n == 0) return {};
    return LonLat{sum.lon / n, sum.lat / n};
}

std::vector<PhotoPair> pairs_of(const CouncilRecords& records, const Catalog& catalog, const Scene& scene, std::int32_t quartier, const CouncilPeriod& p) {
    std::vector<PhotoPair> out;
    const auto add = [&](const Work& w) {
        const bool there = std::ranges::any_of(out, [&](const PhotoPair& x) { return x.intervention == w.id; });
        if (!there && out.size() < most_pairs) out.push_back({w.id, w.before, w.after, w.before_at, w.after_at, w.pictured});
    };
    const auto shown = [&](const Work& w) { return !w.before.empty() && !w.restricted && is_of(w.quartier, quartier); };
    for (const InterventionId id : scene.pairs)
        for (const Work& w : records.works)
            if (w.id == id && shown(w)) add(w);
    const Indicator of_scene = reports_of(scene);
    for (auto w = records.works.rbegin(); w != records.works.rend(); ++w) {  // by end: the newest first
        const Time at = w->done.value_or(w->after_at);
        if (shown(*w) && at >= p.from && at < p.to && counts(of_scene, catalog, *w)) add(*w);
    }
    return out;
}

} // namespace

std::vector<Scene> shipped_scenes(const Catalog& catalog) {
    std::vector<Scene> out;
    for (const CouncilScene& s : catalog.scenes) out.push_back({s.id, {}, s.tiles, s.domains, {}, {}});
    return out;
}

CouncilPicture council_picture(const CouncilRecords& records, const Catalog& catalog, std::vector<Scene> scenes, const CouncilAsk& ask,
                               std::span<const ProvenSaving> savings) {
    CouncilPicture out;
    out.ask = ask;
    out.frozen_at = records.frozen_at;
    out.scenes = scenes.empty() ? shipped_scenes(catalog) : std::move(scenes);
    out.quartiers = records.quartiers;
    out.years = years_of(records);
    out.ask.scene = out.scenes.empty() ? 0 : std::min(ask.scene, out.scenes.size() - 1);
    const Scene none{}, &scene = out.scenes.empty() ? none : out.scenes[out.ask.scene];
    const CouncilScene* shipped = catalog.scene(scene.id);

    std::int32_t quartier = whole_commune;
    if (const auto it = std::ranges::find(records.quartiers, ask.quartier); it != records.quartiers.end()) {
        quartier = static_cast<std::int32_t>(it - records.quartiers.begin());
        out.outline = records.outlines[static_cast<std::size_t>(quartier)];
    } else {
        out.ask.quartier.clear();
    }
    const int year = ask.year > 0 ? ask.year : year_of(records.frozen_at, records.zone);
    const int month = ask.month > 0 || !shipped || !shipped->month ? ask.month : month_of(records.frozen_at, records.zone);
    const CouncilPeriod period = council_period(year, month, records.frozen_at, records.zone);
    out.ask.year = period.year;
    out.ask.month = period.month;
    out.from = period.from;
    out.to = period.to;

    const std::size_t most = (shipped && shipped->eight) || out.ask.scene == 0 ? tiles_of_year : tiles_of_scene;
    for (const std::string& id : scene.tiles)
        if (const Indicator* i = catalog.indicator(id); i && out.tiles.size() < most) out.tiles.push_back(tile_of(records, catalog, *i, quartier, period, savings));

    const Indicator* tile = catalog.indicator(ask.tile);
    if (!tile) out.ask.tile.clear();
    const Indicator of_scene = reports_of(scene);
    out.blocks = blocks_of(places_of_tile(records, catalog, tile ? *tile : of_scene, quartier, period), middle_of(records, quartier));
    out.pairs = pairs_of(records, catalog, scene, quartier, period);
    return out;
}

} // namespace vigie::gis
