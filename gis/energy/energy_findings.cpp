#include "gis/energy/energy_findings.hpp"

#include <algorithm>
#include <cmath>

#include "gis/energy/energy_words.hpp"
#include "gis/energy/leaks.hpp"
#include "gis/energy/make_energy_picture.hpp"

namespace vigie::gis {

namespace {

constexpr int least_nights = 4, recent_nights = 14;
constexpr double least_rise = 0.2, least_rise_kw = 0.5, least_excess = 0.15;

Finding about(FindingKind kind, Fluid fluid, BuildingId building, MeterId meter = {}) {
    Finding f;
    f.kind = kind, f.fluid = fluid, f.building = building, f.meter = meter;
    return f;
}

struct Looker {
    EnergyPicture& picture;
    const EnergyInput& input;
    double price(Fluid fluid) const { return price_of(input, fluid, static_cast<int>(picture.ask.month->year())).eur; }

    InterventionId raised(FindingKind kind, Fluid fluid, BuildingId building, Time since) const {
        const std::string work = input.rules.work_for(finding_name(kind), fluid_name(fluid));
        InterventionId found;
        for (const EnergyWork& w : input.work)
            if (w.building == building && w.kind == work && !w.finished && w.created_at >= since) found = w.id;
        return found;
    }
    void add(Finding f) {
        if (f.kind != FindingKind::saving_proven && f.kind != FindingKind::readings_missing && f.cost_eur < input.rules.least_cost_eur) return;
        f.raised = raised(f.kind, f.fluid, f.building, f.from);
        picture.findings.push_back(f);
    }

    // Returns what of the month's excess it explains.
    double used_while_closed(const BuildingMonth& b) {
        const ClosedUse closed = b.energy->closed_use();
        if (closed.spans.empty()) return 0;
        Finding f = about(FindingKind::used_while_closed, b.fluid, b.building->id);
        f.from = closed.spans.front().from;
        f.to = closed.spans.back().to;
        f.lasting = closed.lasting;
        f.quantity = closed.quantity;
        f.cost_eur = closed.quantity * price(b.fluid);
        f.nights = closed.nights;
        f.weekends = closed.weekends;
        const int times = closed.nights + 2 * closed.weekends;
        f.confidence = times >= 4 ? Confidence::high : times >= 2 ? Confidence::medium : Confidence::low;
        if (times > 1 || f.cost_eur > 3 * input.rules.least_cost_eur) add(f);
        return closed.quantity;
    }

    double night_base_risen(const BuildingMonth& b) {
        const BuildingEnergy& e = *b.energy;
        const int to = e.known_end(), from = std::max(0, std::min(e.first_day(), to - recent_nights));
        const auto base = e.night_base(from, to);
        if (b.fluid != Fluid::electricity || !base || std::isnan(base->usual) || base->nights < least_nights) return 0;
        const double rise = base->measured - base->usual;
        // The median of n nights varies by about 1.25 σ/√n; the model of the nights itself is not better than a tenth of a night.
        const double sure = std::max({least_rise * base->usual, least_rise_kw, 4 * 1.25 * base->spread / std::sqrt(static_cast<double>(base->nights))});
        if (rise < sure) return 0;
        Finding f = about(FindingKind::night_base_risen, b.fluid, b.building->id);
        const DayGrid& grid = *input.grid;
        f.from = grid.begin(e.first_day());
        f.to = std::min(input.now, grid.begin(to));
        f.lasting = true;
        const double hours = std::chrono::duration<double, std::ratio<3600>>(f.to - f.from).count();
        f.quantity = rise * hours;
        f.cost_eur = f.quantity * price(b.fluid);
        f.measured = base->measured;
        f.expected = base->usual;
        f.confidence = rise > 2 * sure ? Confidence::high : base->nights >= 10 ? Confidence::medium : Confidence::low;
        add(f);
        return f.quantity;
    }

    void above_expected(const BuildingMonth& b, double explained) {
        const BuildingEnergy& e = *b.energy;
        double use = 0, expected = 0, variance = 0;
        int days = 0, last = e.first_day();
        for (int d = e.first_day(); d < e.known_end(); ++d) {
            const float v = e.use().days[static_cast<std::size_t>(d)];
            const auto day = e.expected().day(d);
            if (std::isnan(v) || !day) continue;
            use += static_cast<double>(v), expected += *day, ++days, last = d;
            variance += e.expected().spread_of_day(d) * e.expected().spread_of_day(d);
        }
        const double above = use - expected - explained, carry = e.expected().carry();
        if (days < 5 || expected <= 0 || above < least_excess * expected || above < 3 * std::sqrt(variance * (1 + carry) / (1 - carry) * (1 + static_cast<double>(days) / std::max(1, e.expected().points())))) return;
        Finding f = about(FindingKind::above_expected, b.fluid, b.building->id);
        f.from = input.grid->begin(e.first_day());
        f.to = input.grid->begin(last + 1);
        f.lasting = f.to + std::chrono::hours{48} > input.now;
        f.quantity = above;
        f.cost_eur = above * price(b.fluid);
        f.measured = use;
        f.expected = expected;
        f.confidence = above > 0.3 * expected ? Confidence::high : Confidence::medium;
        add(f);
    }

    void missing_readings() {
        for (const EnergyMeter& m : input.meters) {
            const auto fluid = fluid_named(m.row.fluid);
            if (!fluid || !m.use || m.use->empty() || !is_silent(*m.use, input.now)) continue;
            Finding f = about(FindingKind::readings_missing, *fluid, m.row.building, m.row.id);
            f.from = *m.use->last;
            f.to = input.now;
            f.lasting = true;
            f.confidence = Confidence::high;
            add(f);
        }
    }

    // The leak is told apart from the month: it is of now.
    double leaks(const BuildingMonth& b) {
        double lost = 0;
        for (const EnergyMeter* m : b.energy->meters()) {
            auto leak = find_leak(input, *m, b.energy->open(), price(Fluid::water));
            if (!leak) continue;
            leak->raised = raised(FindingKind::leak, Fluid::water, b.building->id, leak->since);
            Finding f = about(FindingKind::leak, Fluid::water, b.building->id, m->row.id);
            f.from = leak->since;
            f.to = m->use->last.value_or(input.now);
            f.lasting = true;
            f.quantity = leak->m3_per_day * leak->hours_without_zero / 24;
            f.cost_eur = f.quantity * price(Fluid::water);
            f.measured = leak->night_flow;
            f.expected = leak->usual_night_flow;
            f.confidence = leak->confidence;
            lost += f.quantity;
            picture.leaks.push_back(*leak);
            add(f);
        }
        return lost;
    }

    void savings() {
        for (const EnergyWork& w : input.work)
            for (const Building& b : input.buildings) {
                if (b.id != w.building) continue;
                for (const Fluid fluid : {Fluid::electricity, Fluid::gas, Fluid::water})
                    if (const auto saved = saving_of(input, b, w, fluid)) {
                        picture.savings.push_back(*saved);
                        Finding f = about(FindingKind::saving_proven, fluid, b.id);
                        f.from = saved->since;
                        f.to = saved->until;
                        f.lasting = true;
                        f.quantity = saved->quantity;
                        f.cost_eur = saved->cost_eur;
                        f.confidence = saved->quantity > 3 * saved->plus_minus ? Confidence::high : Confidence::medium;
                        add(f);
                    }
            }
        std::ranges::stable_sort(picture.savings, std::greater{}, &ProvenSaving::cost_eur);
    }
};

} // namespace

std::string_view finding_name(FindingKind kind) {
    constexpr std::string_view names[] = {"used_while_closed", "night_base_risen", "leak", "above_expected", "readings_missing", "saving_proven"};
    return names[static_cast<std::size_t>(kind)];
}

void fill_findings(EnergyPicture& picture, const EnergyInput& input, const std::vector<BuildingMonth>& all) {
    Looker look{picture, input};
    for (const BuildingMonth& b : all) {
        double explained = 0;
        if (b.fluid == Fluid::water) explained = look.leaks(b);
        else explained = look.used_while_closed(b) + look.night_base_risen(b);
        look.above_expected(b, explained);
    }
    look.missing_readings();
    look.savings();
    std::ranges::stable_sort(picture.leaks, std::greater{}, &LeakSeen::eur_per_day);
    const BuildingId chosen = picture.ask.building;
    std::ranges::stable_sort(picture.findings, [&](const Finding& a, const Finding& b) {
        if ((a.building == chosen) != (b.building == chosen)) return a.building == chosen;
        const bool saved = a.kind == FindingKind::saving_proven;
        if (saved != (b.kind == FindingKind::saving_proven)) return !saved;  // what costs comes before what was saved
        return a.cost_eur > b.cost_eur;
    });
}

} // namespace vigie::gis
