#include "gis/backends/demo/past.hpp"

#include <algorithm>

#include "gis/backends/demo/exact.hpp"
#include "gis/backends/demo/neutral.hpp"
#include "gis/backends/demo/week.hpp"
#include "gis/model/zone.hpp"

namespace vigie::gis::demo {

namespace {

using std::chrono::days;

constexpr double hours_to_done[7] = {0, 5, 13, 24, 32, 48, 70};  // by severity, working hours apart
constexpr double share_with_work = 0.38;
constexpr Millis half_hour{1'800'000};

Millis of_hours(double h) { return Millis{static_cast<std::int64_t>(h * 3'600'000)}; }

unsigned month_of_year(Time t) { return static_cast<unsigned>(std::chrono::year_month_day{local_day(t, commune_zone)}.month()); }

bool keeps_clean(const std::string& domain) { return domain == "dechets" || domain == "proprete"; }

// What is not urgent is done when people are at work.
Time in_working_hours(Time t, double dice) {
    const LocalTime local = local_from_utc(t, commune_zone);
    auto day = std::chrono::floor<days>(local);
    const double hour = static_cast<double>((local - day).count()) / 3'600'000;
    const bool late = hour > 17;
    if (late) day += days{1};
    const auto weekend = [&] { return std::chrono::weekday{day}.iso_encoding() > 5; };
    if (!late && hour >= 7.5 && !weekend()) return t;
    while (weekend()) day += days{1};
    return utc_from_local(LocalTime{day} + of_hours(7.75 + dice * 6), commune_zone);
}

} // namespace

Past::Past(const DemoCommune& commune, const Catalog& catalog, const Citizens& citizens, std::uint64_t seed, Time books_begin, int months)
    : commune_(commune), catalog_(catalog), citizens_(citizens), seed_(seed), end_(books_begin) {
    const int back = std::clamp(months, 1, most_past_months);
    const std::chrono::year_month_day last{local_day(books_begin, commune_zone)};
    const auto first = (last.year() / last.month() - std::chrono::months{back - 1}) / std::chrono::day{1};
    begin_ = utc_from_local(LocalTime{std::chrono::local_days{first}}, commune_zone);
    first_slot_ = Citizens::slot_of(begin_);
    report_numbers_ = past_reports_a_month * static_cast<std::uint32_t>(back);
    work_numbers_ = past_works_a_month * static_cast<std::uint32_t>(back);
    told_.slot = Citizens::slot_of(books_begin);
    doors_.resize(commune.quartiers.size());
    for (std::size_t i = 0; i < commune.doors.size(); ++i) doors_[static_cast<std::size_t>(commune.doors[i].quartier)].push_back(i);
    // Where the fourth part of the town lives, or so: worth a question at the council.
    std::vector<std::size_t> order(doors_.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return doors_[a].size() > doors_[b].size(); });
    if (!order.empty()) worse_ = commune.quartiers[order[std::min<std::size_t>(1, order.size() - 1)]];
}

double Past::age(Time t) const {
    const double all = static_cast<double>((end_ - begin_).count());
    return all > 0 ? std::clamp(static_cast<double>((end_ - t).count()) / all, 0.0, 1.0) : 0;
}

// Against the even stream of the citizens: seasons, and what became more or less over the time.
double Past::how_many(const Report& r) const {
    const std::string& domain = catalog_.report_category(r.category)->domain;
    const double a = age(r.received_at);
    const unsigned month = month_of_year(r.received_at);
    const bool winter = month <= 3 || month == 12, dark = month >= 10 || month <= 2;
    double f = 1;
    if (r.category == "feuilles") f = month >= 10 ? 1.6 : 0;
    else if (r.category == "verglas") f = winter ? 1.3 : 0;
    else if (r.category == "nid_de_poule") f = (winter ? 1.45 : 0.8) * (0.95 + 0.15 * a);
    else if (r.category == "depot_sauvage" || r.category == "encombrants") f = 1 + 0.42 * a;
    else if (r.category == "tag" || r.category == "tag_injurieux") f = 1.1 - 0.2 * a;
    else if (r.category.starts_with("eclairage")) f = dark ? 1 : 0.62;
    else if (domain == "espaces_verts") f = month >= 4 && month <= 10 ? 1.2 : 0.7;
    if (r.quartier == worse_ && keeps_clean(domain)) f *= 1.2 - 0.55 * a;
    return f;
}

double Past::pace(const Report& r) const {
    const std::string& domain = catalog_.report_category(r.category)->domain;
    const double a = age(r.received_at);
    if (keeps_clean(domain)) return r.quartier == worse_ ? 1.45 - 0.5 * a : 0.9 + 0.5 * a;
    if (r.category.starts_with("eclairage")) return 0.85 + 0.45 * a;
    if (domain == "voirie") return 1.12 - 0.1 * a;
    if (domain == "eau") return 0.95 + 0.2 * a;
    return 1 + 0.1 * a;
}

// What became of it, and when. Neither open nor in any person's words.
void Past::settle(Kept& k, bool twin, std::uint64_t dice) const {
    Rng rng(dice);
    Report& r = k.report;
    const double fate = rng.unit(), spread = rng.unit(), slack = rng.unit();
    const Time heard = r.received_at + of_hours(0.4 + 4 * slack);
    if (twin && fate < 0.7) {
        r.state = ReportState::duplicate;
        r.state_since = heard;
    } else if (fate < 0.055) {
        r.state = ReportState::rejected;
        r.state_since = heard;
        r.reason = "hors du domaine public";
        r.description.clear();  // kept for two months, no longer
    } else if (fate < 0.10) {
        r.state = ReportState::forwarded;
        r.state_since = heard;
        r.reason = "transmis au département";
    } else {
        const int severity = std::clamp(r.severity, 1, 6);
        Time done = r.received_at + of_hours(0.3 + hours_to_done[severity] * pace(r) * (0.25 + 2.25 * spread * spread));
        if (severity > 2) done = in_working_hours(done, slack);
        r.state = ReportState::closed;
        r.state_since = done;
        k.done = true;
    }
}

void Past::keep(const CitizenReport& c, std::vector<Kept>& out) const {
    Rng rng = Rng(seed_ ^ 0xA076'1D64'78BD'642Full ^ static_cast<std::uint64_t>(ms_since_epoch(c.report.received_at)) * 0x9E3779B97F4A7C15ull).part(out.size());
    const double f = how_many(c.report);
    const bool told = rng.chance(std::min(f, 1.0)), again = rng.chance(f - 1) && !c.report.asset;
    if (told) {
        out.push_back({c.id, c.report});
        settle(out.back(), !c.twin_of.empty(), rng.next());
    }
    if (!again) return;
    // Somebody else told of such a thing shortly before, elsewhere in the quartier.
    const auto q = static_cast<std::size_t>(std::ranges::find(commune_.quartiers, c.report.quartier) - commune_.quartiers.begin());
    if (q >= doors_.size() || doors_[q].empty()) return;
    const DemoCommune::Door& door = commune_.doors[doors_[q][rng.below(doors_[q].size())]];
    Kept more{c.id + "b", c.report};
    const Time slot_begin = time_from_ms(Citizens::slot_of(c.report.received_at) * half_hour.count());
    more.report.received_at = slot_begin + (c.report.received_at - slot_begin) / 2;
    more.report.place = lonlat_from_ground(door.at + P{rng.bell() * 2.5, rng.bell() * 2.5});
    more.report.address = door.address;
    more.report.description = report_sentence(*catalog_.report_category(more.report.category), rng.next());
    settle(more, false, rng.next());
    out.push_back(std::move(more));
}

void Past::tell(const Kept& k, std::vector<backend::Change>& out) {
    Report r = k.report;
    r.number = report_numbers_ - told_.reports++;
    out.push_back(upsert(r, k.id));
    const InterventionTemplate* what = catalog_.intervention(catalog_.report_category(r.category)->intervention);
    Rng rng(seed_ ^ static_cast<std::uint64_t>(ms_since_epoch(r.state_since)) * 0xC2B2AE3D27D4EB4Full ^ r.number);
    rng.next();
    const Domain* domain = what ? catalog_.domain(what->domain) : nullptr;
    // A repair is no check that a duty asks for, nor the work behind a saving: those stories are told elsewhere (metering.hpp).
    const bool check = what && std::ranges::any_of(catalog_.duties, [&](const Duty& d) { return d.intervention == what->id; });
    if (!k.done || !domain || domain->restricted || check || !what->saves.empty() || !rng.chance(share_with_work)) return;
    Intervention i;
    i.number = work_numbers_ - told_.works++;
    i.state = InterventionState::closed;
    i.kind = what->id;
    i.title = what->name.fr;
    i.severity = r.severity;
    i.place = r.place;
    i.address = r.address;
    i.quartier = r.quartier;
    i.asset = r.asset;
    i.reports = {ReportId{1}};
    i.duration = what->duration;
    i.people = what->people;
    i.created_at = r.received_at + (r.state_since - r.received_at) / 3;
    const Seconds worked{static_cast<std::int64_t>(static_cast<double>(Seconds{what->duration}.count()) * rng.range(0.7, 1.3)) / 300 * 300 + 300};
    i.actual_end = r.state_since;
    i.actual_start = r.state_since - worked;
    i.state_since = r.state_since;
    i.hours.push_back({"Régie", worked * what->people, catalog_.costs.agent_hour_eur});
    i.vehicles.push_back({"Véhicule de service", static_cast<double>(rng.whole(2, 9)), catalog_.costs.vehicle_km_eur, Seconds{0}, 0});
    out.push_back(upsert(i, "P" + k.id, [&](ReportId) { return k.id; }));
}

bool Past::tell(std::vector<backend::Change>& out, std::size_t most) {
    const std::size_t before = out.size();
    while (!ended() && out.size() - before < most) {
        --told_.slot;
        std::vector<Kept> kept;
        for (const CitizenReport& c : citizens_.in_slot(told_.slot))
            if (c.report.received_at >= begin_ && c.report.received_at < end_) keep(c, kept);
        std::stable_sort(kept.begin(), kept.end(), [](const Kept& a, const Kept& b) { return a.report.received_at > b.report.received_at; });
        for (const Kept& k : kept) tell(k, out);
    }
    return out.size() > before;
}

} // namespace vigie::gis::demo
