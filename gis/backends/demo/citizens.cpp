#include "gis/backends/demo/citizens.hpp"

#include <algorithm>

#include "gis/backends/demo/exact.hpp"
#include "gis/model/zone.hpp"

namespace vigie::gis::demo {

namespace {

constexpr const char* zone = "Europe/Paris";
constexpr double reports_per_weekday = 17;

// Share of the day's reports in each hour of the wall clock.
constexpr double hour_share[24] = {0.2, 0.1, 0.1, 0.1, 0.2, 0.5, 1.6, 4.2, 7.6, 9.0, 8.6, 7.4, 5.0, 6.2, 8.0, 7.6, 7.0, 7.2, 6.4, 4.6, 3.4, 2.4, 1.6, 1.0};

double expected_in_slot(std::int64_t slot) {
    const LocalTime local = local_from_utc(time_from_ms(slot * 1'800'000), zone);
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const auto hour = std::chrono::duration_cast<std::chrono::hours>(local - day).count();
    const unsigned weekday = std::chrono::weekday(day).iso_encoding();
    const double busy = weekday == 6 ? 0.55 : weekday == 7 ? 0.38 : weekday == 1 ? 1.25 : 1.0;
    return reports_per_weekday * busy * hour_share[hour] / 200.0;  // two slots an hour, shares in percent
}

Rng dice_of(std::uint64_t seed, std::int64_t slot, int rank) {
    Rng rng(seed * 0x9E3779B97F4A7C15ull ^ static_cast<std::uint64_t>(slot) * 0xC2B2AE3D27D4EB4Full ^ static_cast<std::uint64_t>(rank) * 0x165667B19E3779F9ull);
    rng.next();
    return rng;
}

const char* channel(Rng& rng) {
    const double d = rng.unit();
    return d < 0.42 ? "app" : d < 0.70 ? "phone" : d < 0.82 ? "mail" : d < 0.92 ? "desk" : "agent";
}

} // namespace

std::int64_t Citizens::slot_of(Time t) {
    const std::int64_t ms = ms_since_epoch(t), length = 1'800'000;
    return ms >= 0 ? ms / length : -((-ms + length - 1) / length);
}

Citizens::Citizens(const DemoCommune& commune, const Catalog& catalog, std::uint64_t seed) : commune_(commune), catalog_(catalog), seed_(seed) {
    double sum = 0;
    for (const ReportCategory& c : catalog.report_categories) cumulated_.push_back(sum += c.share);
    for (std::size_t i = 0; i < commune.assets.size(); ++i) {
        const std::string& kind = commune.assets[i].kind;
        if (kind == "candelabre") lights_.push_back(i);
        else if (kind == "colonne") containers_.push_back(i);
        else if (kind == "corbeille") bins_.push_back(i);
        else if (kind == "arbre") trees_.push_back(i);
        else if (kind == "hydrant") hydrants_.push_back(i);
        else if (kind == "ecole") schools_.push_back(i);
        else if (kind == "ehpad") homes_.push_back(i);
        else if (kind == "batiment_communal") halls_.push_back(i);
    }
}

std::vector<CitizenReport> Citizens::in_slot(std::int64_t slot) const {
    // Poisson by multiplication of uniforms against e^-λ, with e^-λ as a series: exact arithmetic only.
    const double lambda = expected_in_slot(slot);
    double limit = 1, term = 1;
    for (int k = 1; k < 14; ++k) limit += (term *= -lambda / k);
    Rng rng = dice_of(seed_, slot, -1);
    std::vector<CitizenReport> out;
    constexpr int most_in_slot = 12;
    for (double p = rng.unit(); p > limit && static_cast<int>(out.size()) < most_in_slot; p *= rng.unit())
        out.push_back(make(slot, static_cast<int>(out.size())));
    std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.report.received_at < b.report.received_at; });
    return out;
}

void Citizens::place(Report& report, std::uint64_t dice) const {
    Rng rng(dice);
    const std::string& c = report.category;
    const ReportCategory* category = catalog_.report_category(c);
    const std::vector<std::size_t>* list = nullptr;
    if (category->domain == "ehpad") list = &homes_;
    else if (category->domain == "ecoles") list = &schools_;
    else if (category->domain == "batiments") list = &halls_;
    else if (c == "eclairage_point" || c == "candelabre_accidente") list = &lights_;
    else if (c == "conteneur_plein" || c == "conteneur_casse") list = &containers_;
    else if (c == "corbeille_pleine") list = &bins_;
    else if (c == "arbre_dangereux" || c == "branche_genante" || c == "chenilles_frelon") list = &trees_;
    else if (c == "borne_incendie") list = &hydrants_;
    P at;
    const auto door_near = [&](P p) {
        const DemoCommune::Door* best = &commune_.doors.front();
        double best_d = 1e300;
        for (const auto& door : commune_.doors)
            if (const P d = door.at - p; dot(d, d) < best_d) best_d = dot(d, d), best = &door;
        return best;
    };
    const DemoCommune::Door* door = nullptr;
    if (list && !list->empty()) {
        const Asset& asset = commune_.assets[(*list)[rng.below(list->size())]];
        report.asset = asset.id;
        at = ground_from_lonlat(*asset.geometry.anchor());
        door = door_near(at);
    } else {
        // The old town is busier than its doors say.
        for (int tries = 0; tries < 3; ++tries) {
            door = &commune_.doors[rng.below(commune_.doors.size())];
            if (door->old_centre) break;
        }
        at = door->at + P{rng.bell() * 2.5, rng.bell() * 2.5};
    }
    report.place = lonlat_from_ground(at);
    report.address = door->address;
    report.quartier = commune_.quartiers[static_cast<std::size_t>(door->quartier)];
}

CitizenReport Citizens::make(std::int64_t slot, int rank) const {
    Rng rng = dice_of(seed_, slot, rank);
    CitizenReport out;
    out.id = "R" + std::to_string(slot) + "-" + std::to_string(rank);
    Report& r = out.report;
    const double pick = rng.unit() * cumulated_.back();
    const auto index = static_cast<std::size_t>(std::upper_bound(cumulated_.begin(), cumulated_.end(), pick) - cumulated_.begin());
    const ReportCategory& category = catalog_.report_categories[std::min(index, catalog_.report_categories.size() - 1)];
    r.category = category.id;
    r.severity = category.severity;
    r.received_at = time_from_ms(slot * 1'800'000 + static_cast<std::int64_t>(rng.below(1'799'000)));
    r.channel = channel(rng);
    place(r, rng.next());
    r.description = report_sentence(category, rng.next());
    // One in eight tells of what somebody told shortly before, a few steps away.
    if (rank > 0 ? rng.chance(0.35) : rng.chance(0.10)) {
        const std::int64_t back = rank > 0 ? 0 : 1 + static_cast<std::int64_t>(rng.below(4));
        Rng earlier_count = dice_of(seed_, slot - back, -1);
        const bool exists = rank > 0 || earlier_count.unit() > 1 - expected_in_slot(slot - back) * 0.5;
        if (exists) {
            const Report first = make(slot - back, 0).report;
            if (first.received_at < r.received_at) {
                const P at = ground_from_lonlat(first.place) + P{rng.bell() * 11, rng.bell() * 11};
                r.category = first.category;
                r.severity = first.severity;
                r.address = first.address;
                r.quartier = first.quartier;
                r.asset = first.asset;
                r.place = lonlat_from_ground(at);
                r.description = report_sentence(*catalog_.report_category(r.category), rng.next());
                if (back == 0) out.twin_of = "R" + std::to_string(slot) + "-0";
            }
        }
    }
    // Two in three are handled by the services' own routine; the others wait for a gesture in Vigie.
    if (!rng.chance(0.66)) return out;
    Time t = r.received_at;
    const auto later = [&](double hours_low, double hours_high) {
        return t += Millis{static_cast<std::int64_t>(rng.range(hours_low, hours_high) * 3'600'000)};
    };
    if (rng.chance(0.06)) {
        out.steps.push_back({later(0.5, 5), ReportState::rejected, "hors du domaine public"});
        return out;
    }
    out.steps.push_back({later(0.2, 2.5), ReportState::qualified, {}});
    if (rng.chance(0.05)) {
        out.steps.push_back({later(0.5, 4), ReportState::forwarded, "transmis au département"});
        return out;
    }
    out.steps.push_back({later(0.5, 6), ReportState::taken, {}});
    const double pace = category.severity <= 2 ? 0.35 : 1;
    out.steps.push_back({later(1, 16 * pace), ReportState::scheduled, {}});
    out.steps.push_back({later(3, 40 * pace), ReportState::in_progress, {}});
    out.steps.push_back({later(0.4, 4), ReportState::service_done, {}});
    out.steps.push_back({later(4, 40), ReportState::closed, {}});
    return out;
}

} // namespace vigie::gis::demo
