#include "gis/rules/storms.hpp"

#include <algorithm>
#include <map>
#include <numeric>

#include "gis/model/words.hpp"

namespace vigie::gis {

namespace {

struct Groups {
    std::vector<std::size_t> parent;
    explicit Groups(std::size_t n) : parent(n) { std::iota(parent.begin(), parent.end(), std::size_t{0}); }
    std::size_t root(std::size_t i) {
        while (parent[i] != i) i = parent[i] = parent[parent[i]];
        return i;
    }
    void join(std::size_t a, std::size_t b) {
        a = root(a);
        b = root(b);
        parent[std::max(a, b)] = std::min(a, b);  // the older one leads
    }
};

// Of its kind of sensor; an alert whose kind nobody knows stands with those of the same kind.
std::string domain_of(const Alert& a, const Catalog& catalog) {
    const SensorKind* kind = catalog.sensor_kind(a.kind);
    return kind ? kind->domain : a.kind;
}

} // namespace

std::vector<Storm> storms_of(const World& world, const Catalog& catalog, bool with_cleared) {
    std::map<std::string, std::vector<const Alert*>> by_domain;
    for (const Alert& a : world.alerts())
        if (with_cleared || is_open(a.state)) by_domain[domain_of(a, catalog)].push_back(&a);
    std::vector<Storm> storms;
    for (auto& [domain, alerts] : by_domain) {
        if (alerts.size() < storm_size) continue;
        std::ranges::sort(alerts, {}, [](const Alert* a) { return std::pair(a->raised_at, a->id.value); });
        Groups groups(alerts.size());
        for (std::size_t i = 0; i < alerts.size(); ++i)
            for (std::size_t k = i; k-- > 0 && alerts[i]->raised_at - alerts[k]->raised_at <= storm_apart;)
                if (distance_m(alerts[i]->place, alerts[k]->place) <= storm_distance_m) groups.join(i, k);
        std::map<std::size_t, Storm> found;
        for (std::size_t i = 0; i < alerts.size(); ++i) {
            const Alert& a = *alerts[i];
            Storm& s = found[groups.root(i)];
            if (s.alerts.empty()) {
                s.first = a.id;
                s.domain = domain;
                s.from = a.raised_at;
            }
            s.alerts.push_back(a.id);
            s.to = a.raised_at;
            s.raised += a.state == AlertState::raised;
            s.severity = std::min(s.severity, a.severity);
            if (!a.quartier.empty()) s.quartiers.push_back(a.quartier);
        }
        for (auto& [root, s] : found) {
            if (s.alerts.size() < storm_size) continue;
            std::ranges::sort(s.quartiers);
            s.quartiers.erase(std::unique(s.quartiers.begin(), s.quartiers.end()), s.quartiers.end());
            storms.push_back(std::move(s));
        }
    }
    std::ranges::sort(storms, {}, [](const Storm& s) { return std::pair(s.from, s.first.value); });
    return storms;
}

} // namespace vigie::gis
