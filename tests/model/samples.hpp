// Random but valid entities of every kind, from a seed: used by the tests of the model and of the store.
#pragma once

#include <random>

#include "gis/model/entity_fields.hpp"

namespace vigie::test {

class Samples {
public:
    explicit Samples(std::uint64_t seed) : random_(seed) {}

    std::uint64_t below(std::uint64_t n) { return std::uniform_int_distribution<std::uint64_t>(0, n - 1)(random_); }
    bool coin() { return below(2) == 0; }

    // Every field filled with something; ids of links are made up.
    template <class E>
    E entity(std::uint64_t id) {
        E e;
        e.id.value = id;
        fill(e.updated_at);
        e.origin = {"source-" + std::to_string(below(3)), "remote-" + std::to_string(id), coin() ? "v1" : ""};
        gis::for_each_field<E>([&](const auto& field) { fill(e.*field.member); });
        return e;
    }
    gis::AnyEntity any(gis::EntityKind kind, std::uint64_t id) {
        return gis::with_kind(kind, [&]<class E>(E) { return gis::AnyEntity{entity<E>(id)}; });
    }
    gis::Geometry geometry();

    void fill(std::string& v) {
        static const char* const words[] = {"", "rue de l’Église", "Nid-de-poule", "a;b\"c\\d", "œuvre\nligne", "S-1187", "日本", "x"};
        v = words[below(std::size(words))];
    }
    void fill(bool& v) { v = coin(); }
    void fill(int& v) { v = static_cast<int>(below(7)) - 1; }
    void fill(std::uint32_t& v) { v = static_cast<std::uint32_t>(below(100'000)); }
    void fill(double& v) { v = std::uniform_real_distribution<double>(-1e4, 1e4)(random_); }
    void fill(gis::LonLat& v) {
        v = {std::uniform_real_distribution<double>(-180, 180)(random_), std::uniform_real_distribution<double>(-90, 90)(random_)};
    }
    void fill(gis::Time& v) { v = gis::time_from_ms(static_cast<std::int64_t>(below(4'000'000'000'000))); }
    void fill(gis::Seconds& v) { v = gis::Seconds{static_cast<std::int64_t>(below(100'000))}; }
    void fill(gis::Geometry& v) { v = geometry(); }
    void fill(gis::Attribute& v) { fill(v.name); fill(v.value); }
    void fill(gis::TimeWindow& v) { fill(v.from); fill(v.to); }
    void fill(gis::Task& v) { fill(v.text); fill(v.done); }
    void fill(gis::PhotoMoment& v) { v = coin() ? gis::PhotoMoment::after : gis::PhotoMoment::before; }
    void fill(gis::RaisedQuestion& v) { fill(v.reason); fill(v.by); fill(v.at); fill(v.answer); fill(v.answered_by); fill(v.answered_at); }
    void fill(gis::TimeSpent& v) { fill(v.name); fill(v.duration); fill(v.hour_eur); }
    void fill(gis::MaterialUsed& v) { fill(v.name); fill(v.unit); fill(v.quantity); fill(v.unit_eur); }
    void fill(gis::VehicleUsed& v) { fill(v.name); fill(v.km); fill(v.km_eur); fill(v.duration); fill(v.hour_eur); }
    void fill(gis::Photo& v) { fill(v.id); fill(v.moment); fill(v.at); fill(v.by); fill(v.caption); }
    void fill(gis::Skill& v) { fill(v.code); fill(v.expires_at); }
    template <class Tag>
    void fill(gis::Id<Tag>& v) { v.value = below(1000); }
    void fill(gis::SensorState& v) { v = static_cast<gis::SensorState>(below(6)); }
    void fill(gis::AlertState& v) { v = static_cast<gis::AlertState>(below(4)); }
    void fill(gis::ReportState& v) { v = static_cast<gis::ReportState>(below(11)); }
    void fill(gis::RequestState& v) { v = static_cast<gis::RequestState>(below(4)); }
    void fill(gis::InterventionState& v) { v = static_cast<gis::InterventionState>(below(10)); }
    void fill(gis::CrewStatus& v) { v = static_cast<gis::CrewStatus>(below(5)); }
    template <class T>
    void fill(std::optional<T>& v) {
        if (coin()) { v.reset(); return; }
        T value{};
        fill(value);
        v = value;
    }
    template <class Tag>
    void fill(std::vector<gis::Id<Tag>>& v) {  // lists of links hold no empty link
        v.resize(below(4));
        for (auto& x : v) x.value = 1 + below(1000);
    }
    template <class T>
    void fill(std::vector<T>& v) {
        v.resize(below(4));
        for (T& x : v) fill(x);
    }

private:
    std::mt19937_64 random_;
};

inline gis::Geometry Samples::geometry() {
    using gis::GeometryType;
    gis::Geometry g;
    g.type = static_cast<GeometryType>(below(4));
    auto points = [&](std::size_t n) {
        for (std::size_t i = 0; i < n; ++i) { gis::LonLat p; fill(p); g.points.push_back(p); }
    };
    if (g.type == GeometryType::point) points(1 + below(3));
    if (g.type == GeometryType::line)
        for (std::size_t part = 0, n = 1 + below(3); part < n; ++part) {
            g.parts.push_back(static_cast<std::uint32_t>(g.points.size()));
            points(2 + below(4));
        }
    if (g.type == GeometryType::polygon)
        for (std::size_t polygon = 0, n = 1 + below(3); polygon < n; ++polygon) {
            g.first_ring.push_back(static_cast<std::uint32_t>(g.parts.size()));
            for (std::size_t ring = 0, rings = 1 + below(2); ring < rings; ++ring) {
                g.parts.push_back(static_cast<std::uint32_t>(g.points.size()));
                const std::size_t first = g.points.size();
                points(3 + below(3));
                g.points.push_back(g.points[first]);
            }
        }
    return g;
}

} // namespace vigie::test
