#include <catch2/catch_test_macros.hpp>

#include "gis/rules/far_places.hpp"

using namespace vigie::gis;

TEST_CASE("places further than 50 km from the commune are counted with the first of them, nearer ones and none are not") {
    const CommuneExtent valmont{2.30, 43.15, 2.40, 43.25};
    const auto report = [](const char* id, LonLat place) {
        Report r;
        r.origin = {"portail", id, {}};
        r.place = place;
        return Change(Upsert{r, {}, {}});
    };
    Asset light;
    light.origin = {"portail", "L1", {}};
    light.geometry = {GeometryType::point, {{43.2, 2.35}}, {0}, {}};  // swapped axes
    Positioned crew{{"portail", "camion", {}}, {}};
    crew.position.place = {2.35, 43.2};
    ChangeBatch batch{"portail", {report("dedans", {2.35, 43.2}), report("voisin", {2.9, 43.2}), report("sans lieu", {}), crew}, {}};
    CHECK(far_places(batch, valmont).count == 0);  // 40 km east is a neighbour
    batch.changes.push_back(report("Paris", {2.35, 48.85}));
    batch.changes.push_back(Upsert{light, {}, {}});
    const FarPlaces far = far_places(batch, valmont);
    CHECK(far.count == 2);
    CHECK(far.first == "Paris");
    CHECK(far.first_m > 600'000);
    CHECK(far.first_m < 650'000);
}
